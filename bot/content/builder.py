"""What the files hold, collected before it is joined; and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.content.yaml_file import Map, Seq
from bot.domain import Concept, CrisisSignals, Intent, Place, Platform, Source, Variant
from bot.errors import Fault


@dataclass
class Builder:
    """Collects what the files hold, and what is wrong with them."""

    intents: dict[str, Intent] = field(default_factory=dict)
    responses: dict[str, tuple[Variant, ...]] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    product_names: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    hot: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    crisis: CrisisSignals = field(default_factory=CrisisSignals)
    concepts: list[Concept] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    sounds: list[str] = field(default_factory=list)
    follow_ups: dict[str, dict[str, str]] = field(default_factory=dict)
    form_starts: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: Place, problem: str, cure: str) -> None:
        """Note what is wrong at a place, and what to do about it."""
        self.faults.append(Fault(place.file, place.line, problem, cure))


Section: TypeAlias = Callable[[Any, str, Place, Builder], None]
"""Reads one top key of a file: its value, the file's topic, its place, and where it goes."""


def entries(value: Any, place: Place, builder: Builder) -> list[tuple[str, Map, Place]]:  # noqa: ANN401
    """The mappings under a section's names, each with its place."""
    if not isinstance(value, Map):
        builder.fault(place, "the section is no mapping", "Write `name:` items under it.")
        return []
    found = []
    for name, item in value.items():
        here = Place(place.file, value.lines[name])
        if isinstance(item, Map):
            found.append((name, item, here))
        else:
            builder.fault(here, f"{name!r} is no mapping", "Write its fields below it.")
    return found


def words(item: Map, key: str, place: Place, builder: Builder) -> tuple[str, ...]:
    """The words listed under a key, none where it is absent or empty."""
    value = item.get(key)
    if value is not None and not isinstance(value, Seq):
        builder.fault(place, f"`{key}` is no list", f"Write `{key}: [one, another]`.")
        return ()
    return tuple(str(word) for word in value or ())
