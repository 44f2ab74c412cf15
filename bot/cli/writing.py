"""What the verbs that write content share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.cli.setup import errors, out
from bot.content.review import review
from bot.domain import Domain, Place
from bot.editing.merge import Merge
from bot.editing.question import concerns
from bot.errors import Fault
from bot.nlu.normalize import normalize
from bot.nlu.pinyin import readings

_PART = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")


def name_of(title: str) -> str:
    """A name for an intent by the sounds of its title.

    >>> name_of("花呗逾期3天"), name_of("？")
    ('hua_bei_yu_qi_3_tian', '')
    """
    parts = _PART.findall(normalize(title))
    name = "_".join(readings(part)[0] if readings(part) else part for part in parts)
    return f"q_{name}" if name[:1].isdigit() else name


def advise(merged: Merge, before: Domain, *, overwrite: bool, placed: bool = True) -> None:
    """What is left to do: to name new topics, and what `yuqi data validate` will ask for."""
    topics = dict.fromkeys(question.intent.topic for question in merged.new)
    for topic in topics:
        if topic not in before.topics:
            errors.print(f"notice: name the topic {topic!r} for readers in intents/topics.yml.")
    with out.status("looking for near-copies and unsupported figures …"):
        faults = _of_written(merged, overwrite=overwrite)
    for fault in faults:
        errors.print(f"to mend: {fault if placed else f'{fault.problem}. {fault.cure}'}")


def _of_written(merged: Merge, *, overwrite: bool) -> list[Fault]:
    touched = tuple(_touched(merged, overwrite=overwrite))
    if not touched:
        return []
    found = review(merged.domain, datetime.now(UTC).date()).faults
    return [fault for fault in found if any(concerns(fault, place) for place in touched)]


def _touched(merged: Merge, *, overwrite: bool) -> Iterator[Place]:
    for question in merged.new:
        yield from question.places
    for change in merged.changes:
        yield from (example.place for example in change.examples)
        if overwrite:
            yield from (new.place for new, _ in change.answers)
