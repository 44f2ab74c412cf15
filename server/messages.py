"""A reply as the messages Rasa's channels send it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def split_reply(reply: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An `AnswerReply` in Rasa's shape, without a recipient.

    Text with buttons is one message; text without is split on blank lines, as Rasa does. A
    notice follows as a message of its own.
    """
    text = reply["answer"]["text"]
    buttons = [dict(button) for button in reply["suggestions"]]
    texts = [text] if buttons else [part for part in _BLANK_LINE.split(text) if part.strip()]
    messages: list[dict[str, Any]] = [{"text": part} for part in texts]
    if messages:
        if buttons:
            messages[0]["buttons"] = buttons
        messages[0]["metadata"] = {
            "kind": reply["kind"],
            "intent": reply["intent"],
            "sources": reply["answer"]["sources"],
            "reviewed": reply["answer"]["reviewed"],
        }
    if reply.get("notice"):
        messages.append({"text": reply["notice"]})
    return messages
