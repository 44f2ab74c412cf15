"""Whether the server runs and can answer, for those who watch it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from server.problems import problem_responses, unavailable
from server.schemas import Wire
from server.services import Served
from server.store import StoreError

router = APIRouter(tags=["operations"])
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class HealthReply(Wire):
    """All is well."""

    status: Annotated[Literal["ok"], Field()] = "ok"


@router.get("/health/live", responses=problem_responses(408, 413))
async def live() -> HealthReply:
    """Say that the process runs."""
    return HealthReply()


@router.get("/health/ready", responses=problem_responses(408, 413, 503))
async def ready(services: Served) -> HealthReply:
    """Say that content and store answer."""
    _ = services.holder.engine
    try:
        await services.store.ping()
    except StoreError as error:
        detail = "The store does not answer; visitors are answered without it. See the log."
        raise unavailable(detail) from error
    return HealthReply()


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        **problem_responses(408, 413, 503),
    },
)
async def read_metrics(services: Served) -> Response:
    """Hand Prometheus its figures."""
    return Response(services.metrics.exposition(), media_type=METRICS_TYPE)
