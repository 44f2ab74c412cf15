"""Rasa's Socket.IO channel, which the published rasa-webchat speaks.

A session is a conversation as /api has them: the server gives out its id, and takes none that it
does not know.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import socketio
import structlog
from pydantic import ValidationError

from server.answering import Message, is_visitor_id, new_conversation_id
from server.limits import LimitBody
from server.messages import split_reply
from server.middleware import AnswerErrors
from server.problems import ProblemError
from server.schemas import Metadata, Text, Wire, Words
from server.store import StoreUnavailableError, UnknownConversationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from server.services import Services

MAX_FRAME = 20_000
"""Bytes: a message's 16 KiB and what Socket.IO wraps around it."""

_log = structlog.stdlib.get_logger(__name__)
_WORDS = {
    422: "这条消息发不出去：请写 1 到 1000 个字。",
    429: "您发得太快了，请稍等一会儿再发。",
    503: "现在太忙了，请过几秒再发一次。",
}
_FAILED = "刚才出了点问题，请再发一次。"


class SocketsBeside:
    """Socket.IO under its path, the application everywhere else.

    What a client posts is bounded in size and time here: the library reads a chunked body to its
    end, however long, and after a faulty frame it waits for the client to poll once more.
    """

    def __init__(self, app: ASGIApp, sockets: Any, timeout_s: float) -> None:  # noqa: ANN401  # untyped library
        self._app = app
        self._sockets = socketio.ASGIApp(sockets)
        self._posts = LimitBody(AnswerErrors(self._sockets, timeout_s), timeout_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to where it belongs."""
        if scope["type"] == "lifespan" or not f"{scope['path']}/".startswith("/socket.io/"):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "POST":
            await self._posts(scope, receive, send)
        else:
            await self._sockets(scope, receive, send)


class Uttered(Wire):
    """What `user_uttered` carries; rasa-webchat calls the metadata `customData`.

    On opening rasa-webchat utters its `initPayload`, null where a page names none.
    """

    message: Text | None = None
    session_id: Words | None = None
    message_id: Words | None = None
    customData: Metadata = None  # noqa: N815  # its name on the wire
    metadata: Metadata = None


def build_socketio(services: Callable[[], Services], origins: tuple[str, ...]) -> Any:  # noqa: ANN401  # untyped library
    """The Socket.IO server; `services` is asked at each event, once the server runs."""
    server = socketio.AsyncServer(
        async_mode="asgi",
        cors_allowed_origins=_origin_check(origins),
        max_http_buffer_size=MAX_FRAME,
        logger=False,
        engineio_logger=False,
    )
    channel = SocketChannel(server, services)
    server.on("connect", channel.connect)
    server.on("session_request", channel.begin_session)
    server.on("user_uttered", channel.take)
    return server


class SocketChannel:
    """What happens on each event; a socket's session remembers its conversation."""

    def __init__(self, server: Any, services: Callable[[], Services]) -> None:  # noqa: ANN401  # untyped library
        self._server = server
        self._services = services

    async def connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> None:
        """Remember where the socket comes from; its messages are answered one after another."""
        client = environ["asgi.scope"].get("client")
        session = {"address": client[0] if client else None, "turn": asyncio.Lock()}
        await self._server.save_session(sid, session)

    async def begin_session(self, sid: str, data: object = None) -> None:
        """Confirm the session asked for where it is known, else a new one."""
        asked = data.get("session_id") if isinstance(data, dict) else None
        conversation_id = await self._choose(sid, asked)
        await self._server.emit("session_confirm", conversation_id, to=sid)

    async def take(self, sid: str, data: object = None) -> None:
        """Answer a message; where nothing is said, nothing is answered."""
        try:
            sent = Uttered.model_validate(data)
        except ValidationError:
            await self._say(sid, {"text": _WORDS[422]})
            return
        if sent.message is None:
            return
        try:
            session = await self._server.get_session(sid)
            async with session["turn"]:
                await self._answer(sid, sent, sent.message)
        except ProblemError as problem:
            await self._say(sid, {"text": _WORDS.get(problem.status, _FAILED)})
        except Exception:  # noqa: BLE001  # logged
            _log.exception("socket message failed")
            await self._say(sid, {"text": _FAILED})

    async def _answer(self, sid: str, sent: Uttered, text: str) -> None:
        services = self._services()
        session = await self._server.get_session(sid)
        await services.limits.take_address(session.get("address"))
        conversation_id = session.get("conversation_id")
        if conversation_id is None or sent.session_id not in {None, conversation_id}:
            conversation_id = await self._choose(sid, sent.session_id)
        await services.limits.take_conversation(conversation_id)
        message = Message(
            text,
            "socketio",
            sent.message_id,
            metadata=sent.metadata or sent.customData,
        )
        reply = await services.answering.answer_session(conversation_id, message)
        for part in split_reply(reply):
            await self._say(sid, part)

    async def _choose(self, sid: str, asked: object) -> str:
        """The conversation asked for where it exists, else the socket's own, else a new one."""
        session = await self._server.get_session(sid)
        if isinstance(asked, str) and asked != session.get("conversation_id"):
            known = await self._is_known(asked)
            conversation_id = asked if known else new_conversation_id()
        else:
            conversation_id = session.get("conversation_id") or new_conversation_id()
        session["conversation_id"] = conversation_id
        await self._server.save_session(sid, session)
        return conversation_id

    async def _is_known(self, conversation_id: str) -> bool:
        if not is_visitor_id(conversation_id):
            return False
        try:
            await self._services().store.read_turns(conversation_id)
        except UnknownConversationError:
            return False
        except StoreUnavailableError:
            _log.warning("a session could not be looked up")
        return True

    async def _say(self, sid: str, part: dict[str, Any]) -> None:
        message: dict[str, Any] = {"text": part["text"]}
        if "buttons" in part:
            message["quick_replies"] = [
                {"content_type": "text", **button} for button in part["buttons"]
            ]
        await self._server.emit("bot_uttered", message, to=sid)


def _origin_check(origins: tuple[str, ...]) -> Callable[[str | None, dict[str, Any]], bool]:
    """Pages of this server itself and of the allowed origins may connect."""

    def is_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        host = environ.get("HTTP_HOST", "")
        own = {f"http://{host}", f"https://{host}"}
        return origin is None or "*" in origins or origin in {*origins, *own}

    return is_allowed
