"""The sections of `intents/*.yml`: what users say, and the vocabulary of understanding."""

from __future__ import annotations

import re
from typing import Any

from bot.content.builder import Builder, Section, entries, words
from bot.content.yaml_file import Map, Seq
from bot.domain import Concept, CrisisSignals, Example, Intent, Place

_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\}|\[\{[^\]]*\}\])")
"""Rasa's entity annotations: `[text](entity:value)`, `[text]{…}`, `[text][{…},{…}]`."""


def _read_nlu(value: Any, topic: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Seq):
        builder.fault(place, "`nlu` is no list", "Write `- intent: name` items under it.")
        return
    for line, item in value.numbered():
        here = Place(place.file, line)
        if not isinstance(item, Map):
            builder.fault(here, "the item is no mapping", "Write `- intent: name`.")
        elif "intent" in item:
            _read_intent(item, topic, here, builder)
        elif "synonym" in item:
            name = str(item["synonym"])
            words = tuple(example.text for example in read_examples(item, here, builder))
            builder.synonyms[name] = builder.synonyms.get(name, ()) + words
        elif not {"regex", "lookup"} & item.keys():
            builder.fault(
                here,
                f"the item has none of `intent`, `synonym`, `regex`, `lookup`: {list(item)}",
                "Name one of them.",
            )


def _read_intent(item: Map, topic: str, place: Place, builder: Builder) -> None:
    name = str(item["intent"])
    if name in builder.intents:
        first = builder.intents[name].place
        builder.fault(
            place,
            f"intent {name!r} stands already at {first.file}:{first.line}",
            "Join the two or rename one.",
        )
        return
    metadata = item.get("metadata")
    if not isinstance(metadata, Map):
        metadata = Map()
    title = metadata.get("title")
    if not isinstance(title, str) or not title.strip():
        builder.fault(
            place,
            f"intent {name!r} has no title",
            "Add `metadata: {title: 用户会怎么问}`; it is shown when the bot asks back.",
        )
        title = name
    builder.intents[name] = Intent(
        name=name,
        topic=topic,
        title=title.strip(),
        product_title=str(metadata.get("product_title") or "").strip(),
        examples=read_examples(item, place, builder),
        place=place,
    )


def read_examples(item: Map, place: Place, builder: Builder) -> tuple[Example, ...]:
    """The examples of an item, in the short form (`|` block) or the long form (a list)."""
    value = item.get("examples")
    line = item.lines.get("examples", place.line)
    found: list[Example] = []
    if isinstance(value, str):
        for number, raw in enumerate(value.split("\n"), start=line + 1):
            text = raw.strip()
            if not text:
                continue
            if not text.startswith("-"):
                builder.fault(
                    Place(place.file, number),
                    f"the example {text!r} does not begin with `-`",
                    "Write `- ` before it.",
                )
                continue
            found.append(Example(plain(text[1:].strip()), Place(place.file, number)))
    elif isinstance(value, Seq):
        for number, entry in value.numbered():
            text = entry.get("text", "") if isinstance(entry, Map) else entry
            found.append(Example(plain(str(text).strip()), Place(place.file, number)))
    found = [example for example in found if example.text]
    if not found:
        builder.fault(
            Place(place.file, line),
            "there are no examples",
            "Write `examples: |` and below it one `- …` a line.",
        )
    return tuple(found)


def plain(text: str) -> str:
    """An example without its entity annotations.

    >>> plain('我的[信用卡](product)逾期[三天]{"entity": "duration"}了')
    '我的信用卡逾期三天了'
    """
    return _ANNOTATION.sub(r"\1", text) if "[" in text else text


def _read_names(target: str) -> Section:
    """A section that is a mapping of names to words."""

    def read(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
        if not isinstance(value, Map):
            builder.fault(place, "the section is no mapping", "Write `name: 文字` under it.")
            return
        getattr(builder, target).update({key: str(word) for key, word in value.items()})

    return read


def _read_hot(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Seq):
        builder.fault(place, "`hot` is no list", "Write one intent a line, hottest first.")
        return
    builder.hot.update({str(name): rank for rank, name in enumerate(value, start=1)})


def _read_crisis(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Map):
        builder.fault(place, "`crisis` is no mapping", "Give direct, idioms, parts, examples.")
        return
    lists = {
        key: words(value, key, Place(place.file, value.lines.get(key, place.line)), builder)
        for key in ("direct", "idioms", "examples", "near_misses")
    }
    named = value.get("parts")
    parts = {}
    if isinstance(named, Map):
        for name, line in named.lines.items():
            parts[name] = words(named, name, Place(place.file, line), builder)
    elif named is not None:
        here = Place(place.file, value.lines["parts"])
        builder.fault(here, "`parts` is no mapping", "Write `name: [词, 词]` under it.")
    builder.crisis = CrisisSignals(**lists, parts=parts)


def _read_concepts(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    patterns = _patterns(value, place, builder)
    builder.concepts.extend(Concept(name, pattern) for name, pattern in patterns.items())


def _read_form_starts(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    builder.form_starts.update(_patterns(value, place, builder))


def _patterns(value: Any, place: Place, builder: Builder) -> dict[str, str]:  # noqa: ANN401
    """The regular expressions under a section's names, those that are none reported."""
    if not isinstance(value, Map):
        builder.fault(place, "the section is no mapping", "Write `NAME: 正则表达式` under it.")
        return {}
    found: dict[str, str] = {}
    for name, pattern in value.items():
        try:
            re.compile(str(pattern))
        except re.error as error:
            here = Place(place.file, value.lines[name])
            builder.fault(here, f"{name!r} is no regular expression: {error}", "Mend it.")
        else:
            found[name] = str(pattern)
    return found


def _read_sounds(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Seq):
        builder.fault(place, "`sounds` is no list", "Write one word a line.")
        return
    builder.sounds.extend(str(word) for word in value)


def _read_follow_ups(value: Any, _: str, place: Place, builder: Builder) -> None:  # noqa: ANN401
    for name, item, _here in entries(value, place, builder):
        builder.follow_ups[name] = {asks: str(intent) for asks, intent in item.items()}


INTENT_SECTIONS: dict[str, Section] = {
    "nlu": _read_nlu,
    "product_names": _read_names("product_names"),
    "topics": _read_names("topics"),
    "hot": _read_hot,
    "crisis": _read_crisis,
    "concepts": _read_concepts,
    "spelling": _read_names("spellings"),
    "sounds": _read_sounds,
    "follow_ups": _read_follow_ups,
    "form_starts": _read_form_starts,
}
