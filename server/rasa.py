"""Rasa's interfaces, as Rasa 3.6.21 speaks them."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import Field

from bot import Tracker
from server.answering import Message, is_visitor_id, sender_key
from server.bodies import TrustingRoute
from server.messages import split_reply
from server.privacy import mask
from server.problems import ProblemError, problem_responses, unavailable
from server.schemas import Confidence, Metadata, SlotValue, Text, Wire, Words, check_utterance
from server.services import Served, check_token, client_address, require_admin
from server.signing import check_signature
from server.store import StoreUnavailableError, UnknownConversationError

RASA_VERSION = "3.6.21"
"""The Rasa whose interfaces these are; clients compare it with their own."""

_BODY_PROBLEMS = (400, 408, 413, 422)

router = APIRouter(tags=["rasa"], route_class=TrustingRoute)


class RestMessage(Wire):
    """A message from a server-side caller."""

    sender: Words | None = Field(
        default="default", min_length=1, max_length=255, description="The caller's own id"
    )
    message: Words | None = Field(default=None, description="1 to 1000 characters, or nothing")
    message_id: Words | None = Field(default=None, min_length=1, max_length=64)
    metadata: Metadata = None


class Button(Wire):
    """Send `payload` as the next message."""

    title: str
    payload: str


class RestReply(Wire):
    """One message of the reply; only what is set appears."""

    recipient_id: str
    text: str
    buttons: list[Button] | None = None
    metadata: dict[str, Any] | None = Field(
        default=None, description="Beyond Rasa: kind, intent, sources, reviewed"
    )


class ParseRequest(Wire):
    """A text to understand."""

    text: Text
    message_id: Words | None = Field(default=None, max_length=64)


class ParsedIntent(Wire):
    """An intent and how sure the bot is of it."""

    name: str | None
    confidence: Confidence


class ParsedEntity(Wire):
    """Something named in the text; offsets count code points, the end is exclusive."""

    entity: str
    value: SlotValue
    start: int
    end: int
    confidence_entity: float | None = None
    extractor: str | None = None


class ParseReply(Wire):
    """What was understood."""

    text: str
    intent: ParsedIntent
    entities: list[ParsedEntity]
    intent_ranking: list[ParsedIntent] = Field(description="Best first")


class VersionReply(Wire):
    """Whose interfaces are spoken."""

    version: str = Field(description="Of the Rasa interfaces")
    minimum_compatible_version: str
    yuqi: str = Field(description="Of this program")


class StatusReply(Wire):
    """What is in force."""

    model_file: str
    model_id: str = Field(description="The hash of the content in force")
    num_active_training_jobs: int


async def check_webhook(request: Request, services: Served) -> None:
    """Let only callers with the webhook's token and signature pass, where these are asked for.

    Such callers limit their visitors themselves; where neither is set, each address is limited.
    """
    settings = services.settings
    if settings.webhook_token is None and settings.webhook_secret is None:
        await services.limits.take_address(client_address(request))
    if settings.webhook_token is not None:
        check_token(request, settings.webhook_token)
    if settings.webhook_secret is not None:
        secret = settings.webhook_secret.get_secret_value().encode()
        check_signature(request.headers, await request.body(), secret, time.time())


@router.get("/webhooks/rest/", responses=problem_responses(408, 413, 503))
async def rest_health() -> dict[Literal["status"], Literal["ok"]]:
    """Say that the channel is there."""
    return {"status": "ok"}


@router.post(
    "/webhooks/rest/webhook",
    response_model=list[RestReply],
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        **problem_responses(*_BODY_PROBLEMS, 401, 429, 503),
    },
    dependencies=[Depends(check_webhook)],
)
async def rest_webhook(
    services: Served,
    sent: RestMessage,
    stream: Annotated[bool, Query(description="Send the messages one JSON a line")] = False,  # noqa: FBT002  # as Rasa names it
) -> Response:
    """Answer a message of the caller's own conversation, apart from those under /api."""
    sender = sent.sender or "default"
    if "\0" in sender:
        raise _wrong("sender", "The sender holds a NUL character. Leave it out.")
    text = (sent.message or "").strip()
    replies: list[dict[str, Any]] = []
    if text:
        try:
            check_utterance(text)
        except ValueError as error:
            raise _wrong("message", str(error)) from error
        message = Message(text, "rest", sent.message_id, metadata=sent.metadata)
        reply = await services.answering.answer_sender(sender, message)
        replies = [{"recipient_id": sender, **part} for part in split_reply(reply)]
    if stream:
        return StreamingResponse(_lines(replies), media_type="text/event-stream")
    return JSONResponse(replies)


async def _lines(replies: list[dict[str, Any]]) -> AsyncIterator[str]:
    """JSON lines without `data:`, which is what Rasa calls an event stream."""
    for reply in replies:
        yield json.dumps(reply, ensure_ascii=False) + "\n"


@router.post(
    "/model/parse",
    response_model=ParseReply,
    response_model_exclude_unset=True,
    responses=problem_responses(*_BODY_PROBLEMS, 429, 503),
)
async def parse(request: Request, services: Served, sent: ParseRequest) -> Response:
    """Understand a text, without any conversation."""
    await services.limits.take_address(client_address(request))
    engine = services.holder.engine
    text = mask(sent.text.replace("\0", "\ufffd"))
    with services.stages.measured("parse"):
        understood = await services.answering.run(engine.parse, text, datetime.now(UTC))
    return JSONResponse(engine.parse_data(understood))


@router.get(
    "/conversations/{conversation_id:path}/tracker",
    responses=problem_responses(401, 404, 408, 413, 422, 503),
    dependencies=[Depends(require_admin)],
)
async def read_tracker(
    services: Served,
    conversation_id: Annotated[str, Path(description="A sender of the REST channel, or an id")],
    include_events: Annotated[
        Literal["NONE", "APPLIED", "AFTER_RESTART", "ALL"], Query()
    ] = "AFTER_RESTART",
    until: Annotated[float | None, Query(description="Unix seconds")] = None,
) -> dict[str, Any]:
    """Read the state of a conversation; like Rasa, an unknown id has a fresh one."""
    tracker = await _find_tracker(services, conversation_id)
    events = tuple(event for event in tracker.events if until is None or event.timestamp <= until)
    state = Tracker(conversation_id, events).as_dict()
    return {**state, "events": None} if include_events == "NONE" else state


async def _find_tracker(services: Served, conversation_id: str) -> Tracker:
    keys = [sender_key(conversation_id)]
    if is_visitor_id(conversation_id):
        keys.append(conversation_id)
    for key in keys:
        try:
            return await services.store.read_tracker(key)
        except UnknownConversationError:
            continue
        except StoreUnavailableError as error:
            raise unavailable("The store cannot be reached now. Try again soon.") from error
    return Tracker(conversation_id)


@router.get("/version", responses=problem_responses(408, 413, 503))
async def read_version() -> VersionReply:
    """Say whose interfaces are spoken, and which version of this program speaks them."""
    return VersionReply(
        version=RASA_VERSION,
        minimum_compatible_version=RASA_VERSION,
        yuqi=program_version(),
    )


@router.get("/status", responses=problem_responses(408, 413, 503))
async def read_status(services: Served) -> StatusReply:
    """Say which content is in force."""
    model_id = services.holder.engine.model_id
    return StatusReply(
        model_file=services.settings.content.name or "content",
        model_id=model_id,
        num_active_training_jobs=0,
    )


def program_version() -> str:
    """The installed version, `0` where the code runs without being installed."""
    try:
        return version("yuqi")
    except PackageNotFoundError:
        return "0"


def _wrong(field: str, detail: str) -> ProblemError:
    return ProblemError(
        422,
        "invalid-request",
        "Correct the fields that `errors` names and send the request again.",
        errors=[{"field": field, "detail": detail}],
    )
