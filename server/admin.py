"""/admin: what the operator may do while the server runs."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import Field

from bot import ContentError
from server.problems import ProblemError, problem_responses
from server.schemas import Wire
from server.services import Served, require_admin

router = APIRouter(prefix="/admin", tags=["operations"], dependencies=[Depends(require_admin)])


class ReloadReply(Wire):
    """What is in force now."""

    model_id: str = Field(description="The hash of the content in force")


@router.post(
    "/reload",
    responses=problem_responses(401, 404, 408, 413, 422, 503),
)
async def reload(services: Served) -> ReloadReply:
    """Take the content in anew: all of it, or with a fault anywhere none of it."""
    try:
        engine = await services.holder.reload()
    except ContentError as error:
        faults: list[dict[str, Any]] = [
            {
                "field": f"{fault.file}:{fault.line}",
                "detail": f"{fault.problem}. {fault.cure}",
                "file": fault.file,
                "line": fault.line,
            }
            for fault in error.faults
        ]
        raise ProblemError(
            422,
            "content-refused",
            "The content has faults, so the old content stays in force. Mend what `errors` names "
            "and reload again.",
            errors=faults,
        ) from error
    return ReloadReply(model_id=engine.model_id)
