"""Rasa's button payloads: `/intent{"slot": "value"}`, sent back as if the user had said it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain import SlotValue

_PAYLOAD = re.compile(
    r"^/(?P<name>[^{@\s]+)(?:@(?P<confidence>[0-9.]+))?(?P<slots>\{.*\})?\s*$", re.DOTALL
)
_PLAIN = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Payload:
    """An intent addressed directly, with slots."""

    name: str
    slots: Mapping[str, SlotValue]


def read_payload(text: str) -> Payload | None:
    """The payload in `text`; None where it is none.

    Broken JSON gives no slots, values that are no plain ones are left out, as in Rasa. A full
    retrieval name (`/faq/overdue`) addresses the response itself.

    >>> read_payload('/grace_period{"product": "huabei"}')
    Payload(name='grace_period', slots={'product': 'huabei'})
    """
    match = _PAYLOAD.match(text.strip())
    if not match:
        return None
    try:
        slots = json.loads(match["slots"] or "{}")
    except (ValueError, RecursionError):
        slots = {}
    kept = {name: value for name, value in slots.items() if isinstance(value, _PLAIN)}
    return Payload(match["name"], kept)


def write_payload(name: str, slots: Mapping[str, SlotValue] | None = None) -> str:
    """The payload that addresses an intent."""
    return f"/{name}" + (json.dumps(dict(slots), ensure_ascii=False) if slots else "")
