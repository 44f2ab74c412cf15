"""Logs: one JSON object a line, with the request's and the conversation's id.

What visitors write never gets here: exceptions are logged by type and place, without their
words, and a conversation by a digest of its id, because the id itself opens the conversation.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import traceback
from typing import TYPE_CHECKING, Literal

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger


def configure_logging(level: str, style: Literal["json", "console"]) -> None:
    """Send our own and every library's log to standard error, in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        place_errors,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("alembic", "watchfiles", "engineio", "socketio", "jieba"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def place_errors(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Replace an exception by its types and places: its words may quote a visitor."""
    info = entry.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        entry["error"] = " < ".join(_chain(error))
        entry["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    entry.pop("exc_text", None)
    return entry


def _chain(error: BaseException | None) -> list[str]:
    names: list[str] = []
    while error is not None and len(names) < 10:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return names


def bind_conversation(conversation_id: str) -> None:
    """Name the conversation, by a digest of its id, in whatever this request logs from now on."""
    structlog.contextvars.bind_contextvars(conversation=digest(conversation_id))


def digest(conversation_id: str) -> str:
    """How logs name a conversation: the first 16 hexadecimal digits of its id's SHA-256.

    >>> digest("0f6c")
    '75236a53db422865'
    """
    return hashlib.sha256(conversation_id.encode("utf-8", "replace")).hexdigest()[:16]
