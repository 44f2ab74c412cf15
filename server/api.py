"""/api: the product's own interface."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from server.answering import Message, is_visitor_id, unknown_conversation
from server.bodies import JsonRoute
from server.privacy import mask
from server.problems import ProblemError, problem_responses, unavailable
from server.schemas import (
    MAX_TEXT,
    AnswerReply,
    AnswerRequest,
    ConversationReply,
    ExportReply,
    FeedbackRequest,
    PrivacyReply,
    QuestionsReply,
    SuggestReply,
)
from server.services import Served, client_address
from server.store import (
    Feedback,
    StoreUnavailableError,
    UnknownConversationError,
    UnknownTurnError,
)
from server.wire import catalogue_data, questions, record_from_turn

BODY_PROBLEMS = (400, 408, 413, 415, 422)

router = APIRouter(prefix="/api", tags=["answering"], route_class=JsonRoute)
ConversationId = Annotated[str, Path(description="As an answer gave it")]


@router.post(
    "/answer",
    response_model=AnswerReply,
    response_model_exclude_unset=True,
    responses=problem_responses(*BODY_PROBLEMS, 404, 429, 503),
)
async def answer(request: Request, services: Served, sent: AnswerRequest) -> dict[str, Any]:
    """Answer a message and remember both."""
    await services.limits.take_address(client_address(request))
    if sent.conversation_id:
        await services.limits.take_conversation(sent.conversation_id)
    message = Message(
        text=sent.text,
        channel="api",
        message_id=sent.message_id,
        locale=sent.locale,
        metadata=sent.metadata,
    )
    return await services.answering.answer_visitor(sent.conversation_id, message)


@router.get(
    "/suggest", response_model=SuggestReply, responses=problem_responses(408, 413, 422, 503)
)
async def suggest(
    services: Served,
    q: Annotated[str, Query(max_length=MAX_TEXT, description="What is typed so far")] = "",
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> dict[str, Any]:
    """Complete what is being typed: by prefix, substring or the initials of its pinyin."""
    typed = q.strip()
    if not typed:
        return {"suggestions": []}
    with services.stages.measured("suggest"):
        engine = services.holder.engine
        return {
            "suggestions": questions(await services.answering.run(engine.suggest, typed, limit))
        }


@router.get(
    "/questions", response_model=QuestionsReply, responses=problem_responses(408, 413, 503)
)
async def read_questions(services: Served) -> dict[str, Any]:
    """List the questions by topic, with the hottest first."""
    return catalogue_data(services.holder.content.catalogue)


@router.get("/privacy", responses=problem_responses(408, 413, 503))
async def read_privacy(services: Served) -> PrivacyReply:
    """Say what a visitor is told before the first message."""
    settings = services.settings
    return PrivacyReply(consent=settings.consent, retention_days=settings.retention_days)


@router.post(
    "/feedback", status_code=204, responses=problem_responses(*BODY_PROBLEMS, 404, 429, 503)
)
async def rate(request: Request, services: Served, sent: FeedbackRequest) -> None:
    """Keep what a visitor thinks of an answer; a later rating replaces an earlier one."""
    await services.limits.take_address(client_address(request))
    feedback = Feedback(
        turn=sent.turn,
        at=datetime.now(UTC).timestamp(),
        rating=sent.rating,
        comment=mask(sent.comment.replace("\0", "\ufffd")) if sent.comment else None,
    )
    with _store_problems(sent.conversation_id):
        await services.store.rate(sent.conversation_id, feedback)
    services.metrics.feedback.labels(sent.rating).inc()


@router.get(
    "/conversations/{conversation_id}",
    response_model=ConversationReply,
    response_model_exclude_unset=True,
    responses=problem_responses(404, 408, 413, 503),
)
async def read_conversation(services: Served, conversation_id: ConversationId) -> dict[str, Any]:
    """Read a conversation, oldest turn first."""
    with _store_problems(conversation_id):
        turns = await services.store.read_turns(conversation_id)
    return {
        "conversation_id": conversation_id,
        "turns": [record_from_turn(turn) for turn in turns],
    }


@router.get(
    "/conversations/{conversation_id}/export",
    response_model=ExportReply,
    responses=problem_responses(404, 408, 413, 503),
)
async def export_conversation(services: Served, conversation_id: ConversationId) -> Response:
    """Hand out everything stored of a conversation."""
    with _store_problems(conversation_id):
        rows = await services.store.export(conversation_id)
    disposition = 'attachment; filename="conversation.json"'
    return JSONResponse(rows, headers={"Content-Disposition": disposition})


@router.delete(
    "/conversations/{conversation_id}",
    status_code=204,
    responses=problem_responses(404, 408, 413, 503),
)
async def delete_conversation(services: Served, conversation_id: ConversationId) -> None:
    """Delete a conversation and all that belongs to it, feedback included."""
    with _store_problems(conversation_id):
        await services.store.delete(conversation_id)


@contextmanager
def _store_problems(conversation_id: str) -> Iterator[None]:
    """What the store raises, as problems; only visitors' conversations get through to it."""
    if not is_visitor_id(conversation_id):
        raise unknown_conversation()
    try:
        yield
    except UnknownConversationError as error:
        raise unknown_conversation() from error
    except UnknownTurnError as error:
        detail = "The conversation has no such turn. Send one that an answer gave."
        raise ProblemError(404, "unknown-turn", detail) from error
    except StoreUnavailableError as error:
        detail = "The store cannot be reached now. Try again in a few seconds."
        raise unavailable(detail) from error
