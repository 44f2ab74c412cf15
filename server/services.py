"""What the routes work with, handed to them by FastAPI."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from pydantic import SecretStr
from starlette.requests import HTTPConnection

from server.answering import Answering
from server.limits import RateLimits
from server.metrics import Metrics
from server.problems import ProblemError
from server.reload import EngineHolder
from server.settings import Settings
from server.stages import Stages
from server.store import TrackerStore
from server.tracing import Tracing


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one server."""

    settings: Settings
    holder: EngineHolder
    store: TrackerStore
    metrics: Metrics
    tracing: Tracing
    stages: Stages
    limits: RateLimits
    answering: Answering


async def services_of(connection: HTTPConnection) -> Services:
    """The parts of the server that got this request.

    FastAPI calls what is not async in a thread: every request would wait for one.
    """
    services: Services = connection.app.state.services
    return services


Served = Annotated[Services, Depends(services_of)]


def client_address(connection: HTTPConnection) -> str | None:
    """Where the request comes from, behind trusted proxies as they say."""
    return connection.client.host if connection.client else None


def check_token(connection: HTTPConnection, token: SecretStr) -> None:
    """Let only those pass who send the token, as `Authorization: Bearer …` or `?token=…`.

    Raises:
        ProblemError: it is missing or wrong; 401.
    """
    scheme, _, sent = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        sent = connection.query_params.get("token", "")
    if not hmac.compare_digest(sent.strip().encode(), token.get_secret_value().encode()):
        raise ProblemError(
            401,
            "not-authorized",
            "Send the token as `Authorization: Bearer …`.",
            headers={"WWW-Authenticate": "Bearer"},
        )


def require_admin(connection: HTTPConnection, services: Served) -> None:
    """Let only the admin token pass; without one configured, nothing is here.

    Raises:
        ProblemError: 401, or 404 where the routes are off.
    """
    if services.settings.admin_token is None:
        raise ProblemError(
            404, "route-off", "This route is off. Set YUQI_ADMIN_TOKEN on the server to open it."
        )
    check_token(connection, services.settings.admin_token)
