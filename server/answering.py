"""Taking a message: mask it, hold its conversation, let the bot answer, keep both.

Where the store fails, the visitor is answered without it, and told so.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot import Tracker, Turn, UtteranceError
from server.logging import bind_conversation
from server.privacy import mask, mask_all
from server.problems import ProblemError
from server.store import (
    HeldConversation,
    StoredTurn,
    StoreUnavailableError,
    TrackerStore,
    UnknownConversationError,
)
from server.wire import reply_from_turn, with_html, with_notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from server.metrics import Metrics
    from server.reload import Content, EngineHolder
    from server.settings import Settings
    from server.stages import Stages

T = TypeVar("T")
_log = structlog.stdlib.get_logger(__name__)
_VISITOR_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Message:
    """What came in over a channel; the text is trimmed."""

    text: str
    channel: str
    message_id: str | None = None
    locale: str | None = None
    metadata: Mapping[str, Any] | None = None

    def masked(self) -> Message:
        """The message as it may be kept: no personal data, and no NUL, which no database takes."""
        return replace(
            self,
            text=mask(self.text.replace("\0", "\ufffd")),
            metadata=mask_all(self.metadata) if self.metadata else None,
        )


def sender_key(sender: str) -> str:
    """Under which key a server-side caller's conversation is stored.

    No visitor's id looks like it, so neither kind of caller reaches the other's conversations.
    """
    return f"rest:{sender}"


def is_visitor_id(conversation_id: str) -> bool:
    """Whether this could be the id of a conversation that a visitor started."""
    return _VISITOR_ID.fullmatch(conversation_id) is not None


def unknown_conversation() -> ProblemError:
    """404 for a conversation."""
    return ProblemError(
        404,
        "unknown-conversation",
        "No conversation has this id: it was deleted, or never began. Send null to begin one.",
    )


class Answering:
    """The use case behind every channel."""

    def __init__(
        self,
        holder: EngineHolder,
        store: TrackerStore,
        metrics: Metrics,
        stages: Stages,
        settings: Settings,
    ) -> None:
        self._holder = holder
        self._store = store
        self._metrics = metrics
        self._stages = stages
        self._timeout_s = settings.store_timeout_s
        self._unsaved_notice = settings.unsaved_notice
        self._threads = ThreadPoolExecutor(2, "engine")

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False)

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Call the engine in a thread, so that other requests go on meanwhile.

        Raises:
            ProblemError: the engine takes the text for no utterance; 422.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, function, *arguments)
        except UtteranceError as error:
            detail = "Correct the fields that `errors` names and send the request again."
            errors = [{"field": "text", "detail": str(error)}]
            raise ProblemError(422, "invalid-request", detail, errors=errors) from error

    async def answer_visitor(
        self, conversation_id: str | None, message: Message
    ) -> dict[str, Any]:
        """The reply to a visitor, as `AnswerReply`.

        Raises:
            ProblemError: the conversation is unknown.
        """
        if conversation_id is not None and not is_visitor_id(conversation_id):
            raise unknown_conversation()
        key = conversation_id or new_conversation_id()
        try:
            return await self._answer(key, message, is_new=conversation_id is None)
        except UnknownConversationError as error:
            raise unknown_conversation() from error

    async def answer_session(self, conversation_id: str, message: Message) -> dict[str, Any]:
        """The reply in a conversation whose id this server gave out, begun where it is not yet."""
        return await self._answer(conversation_id, message, is_new=True)

    async def answer_sender(self, sender: str, message: Message) -> dict[str, Any]:
        """The reply to a server-side caller's conversation, which its first message begins."""
        return await self._answer(sender_key(sender), message, is_new=True)

    async def _answer(self, key: str, message: Message, *, is_new: bool) -> dict[str, Any]:
        bind_conversation(key)
        with self._stages.measured("turn"):
            return await self._take(key, message, is_new=is_new)

    async def _take(self, key: str, message: Message, *, is_new: bool) -> dict[str, Any]:
        message = message.masked()
        content = self._holder.content
        turn: Turn | None = None
        start = time.perf_counter()
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                self._store.hold(key, create=is_new) as held,
            ):
                self._stages.end("load", start)
                if message.message_id and (taken := await held.find_turn(message.message_id)):
                    return with_html(taken.reply)
                turn = await self._handle(content, message, held.tracker)
                with self._stages.measured("save"):
                    reply = await self._add(held, content, message, turn)
                start = time.perf_counter()
            self._stages.end("commit", start)
        except (StoreUnavailableError, TimeoutError) as error:
            self._metrics.store_errors.inc()
            self._metrics.unsaved.inc()
            _log.warning("answered without the store", reason=str(error) or type(error).__name__)
            turn = turn or await self._handle(content, message, Tracker(key))
            reply = reply_from_turn(turn, content.titles, None if is_new else key, 0)
            reply = with_notice(reply, self._unsaved_notice)
        self._metrics.count_answer(message.channel, reply)
        with self._stages.measured("render"):
            return with_html(reply)

    async def _handle(self, content: Content, message: Message, tracker: Tracker) -> Turn:
        now = datetime.now(UTC)
        with self._stages.measured("engine"):
            return await self.run(
                content.engine.handle, message.text, tracker, now, message.message_id
            )

    async def _add(
        self, held: HeldConversation, content: Content, message: Message, turn: Turn
    ) -> dict[str, Any]:
        number = held.turns + 1
        reply = reply_from_turn(turn, content.titles, turn.tracker.conversation_id, number)
        stored = StoredTurn(
            turn=number,
            at=datetime.now(UTC).timestamp(),
            text=message.text,
            reply=reply,
            message_id=message.message_id,
            locale=message.locale,
            metadata=message.metadata,
        )
        await held.add(stored, [event.as_dict() for event in turn.events])
        return reply


def new_conversation_id() -> str:
    """128 random bits in hexadecimal."""
    return secrets.token_hex(16)
