"""How a route takes its body: ours insist on JSON being declared, Rasa's take it on trust."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from server.problems import ProblemError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_JSON = b"application/json"


class JsonRoute(APIRoute):
    """Takes JSON alone: another declared type answers 415, none declared passes for JSON."""

    def get_route_handler(self) -> Handler:
        """Check the type before the body is read."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            declared = request.headers.get("content-type")
            if declared and not _is_json(declared) and await request.body():
                raise ProblemError(
                    415,
                    "not-json",
                    "Send JSON, with the header `Content-Type: application/json`.",
                    headers={"Accept": "application/json"},
                )
            return await handle(request if declared else _as_json(request))

        return checked


class TrustingRoute(APIRoute):
    """Reads any body as JSON, as Rasa does: its own documentation calls it by plain `curl -d`."""

    def get_route_handler(self) -> Handler:
        """Declare the body to be JSON before it is read."""
        handle = super().get_route_handler()

        async def declared(request: Request) -> Response:
            return await handle(_as_json(request))

        return declared


def _is_json(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def _as_json(request: Request) -> Request:
    headers = [
        (name, value) for name, value in request.scope["headers"] if name != b"content-type"
    ]
    scope = {**request.scope, "headers": [*headers, (b"content-type", _JSON)]}
    return Request(scope, request.receive)
