"""The sections of `responses/*.yml`: what the bot says, and what it rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.content.builder import Builder, Section, entries, words
from bot.content.yaml_file import Map, Seq
from bot.domain import Condition, Place, Platform, Source, Variant


def _read_responses(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Map):
        builder.fault(place, "`responses` is no mapping", "Write `utter_name:` items under it.")
        return
    for name, variants in value.items():
        here = Place(place.file, value.lines[name])
        if not isinstance(variants, Seq) or not variants:
            builder.fault(here, f"{name!r} has no variants", "Write `- text: …` under it.")
        elif name in builder.responses:
            first = builder.responses[name][0].place
            builder.fault(
                here,
                f"{name!r} stands already at {first.file}:{first.line}",
                "Join the two or rename one.",
            )
        else:
            read = (
                read_variant(item, Place(place.file, line), builder)
                for line, item in variants.numbered()
            )
            builder.responses[name] = tuple(variant for variant in read if variant)


def read_variant(item: Any, place: Place, builder: Builder) -> Variant | None:  # noqa: ANN401
    """One variant of a response; None, and a fault noted, where it is none."""
    if not isinstance(item, Map) or not str(item.get("text") or "").strip():
        builder.fault(place, "the variant has no text", "Write `text: |` and the answer below it.")
        return None
    metadata = item.get("metadata") or Map()
    if not isinstance(metadata, Map):
        builder.fault(place, "`metadata` is no mapping", "Write `metadata: {sources: [F-…]}`.")
        return None
    reviewed = metadata.get("reviewed")
    if reviewed is not None and not isinstance(reviewed, date):
        builder.fault(place, f"reviewed {reviewed!r} is no date", "Write it as 2026-11-22.")
        reviewed = None
    return Variant(
        text=str(item["text"]).strip(),
        conditions=_read_conditions(item.get("condition") or Seq(), place, builder),
        sources=words(metadata, "sources", place, builder),
        reviewed=reviewed,
        related=words(metadata, "related", place, builder),
        place=place,
    )


def _read_conditions(value: Any, place: Place, builder: Builder) -> tuple[Condition, ...]:  # noqa: ANN401
    found = []
    for item in value if isinstance(value, Seq) else [value]:
        if not isinstance(item, Map) or item.get("type") != "slot" or "value" not in item:
            builder.fault(
                place,
                f"the condition {item!r} is not of Rasa's form",
                "Write `- {type: slot, name: product, value: jiebei}`.",
            )
            continue
        values = item["value"]
        found.append(
            Condition(
                str(item.get("name")), tuple(values) if isinstance(values, Seq) else (values,)
            )
        )
    return tuple(found)


def _read_sources(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    for name, item, here in entries(value, place, builder):
        days = {key: item.get(key) for key in ("checked", "recheck_by")}
        if not item.get("title") or not all(isinstance(day, date) for day in days.values()):
            builder.fault(
                here,
                f"source {name!r} lacks a title or a date",
                "Give title, checked and recheck_by (2026-11-22).",
            )
            continue
        builder.sources[name] = Source(
            id=name,
            title=str(item["title"]),
            article=_optional(item.get("article")),
            url=_optional(item.get("url")),
            confidence=str(item.get("confidence", "low")),
            statement=str(item.get("statement", "")).strip(),
            checked=item["checked"],
            recheck_by=item["recheck_by"],
        )


def _read_platforms(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    for name, item, here in entries(value, place, builder):
        if not item.get("name") or not item.get("where"):
            builder.fault(
                here, f"platform {name!r} lacks a name or a place to look", "Give name and where."
            )
            continue
        builder.platforms[name] = Platform(
            id=name,
            name=str(item["name"]),
            lender=str(item.get("lender") or ""),
            where=str(item["where"]),
            hotline=_optional(item.get("hotline")),
            hotline_note=_optional(item.get("hotline_note")),
            note=str(item.get("note") or "").strip(),
            sources=words(item, "sources", here, builder),
        )


def _optional(value: Any) -> str | None:  # noqa: ANN401
    return str(value) if value is not None else None


RESPONSE_SECTIONS: dict[str, Section] = {
    "responses": _read_responses,
    "sources": _read_sources,
    "platforms": _read_platforms,
}
