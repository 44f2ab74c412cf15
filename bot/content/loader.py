"""Rasa-grammar YAML files to a Domain: all or nothing, every fault reported at once.

`intents/*.yml` hold what users say (`nlu`: intents with examples, synonyms) and the vocabulary of
understanding (`topics`, `hot`, `concepts`, `spelling`, `sounds`, `follow_ups`,
`form_starts`, `crisis`);
`responses/*.yml` hold what the bot says (`responses`) and what it rests on (`sources`,
`platforms`). Top keys that only Rasa knows are let be.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.checks import check_agreement
from bot.content.yaml_file import Map, Seq, read_yaml
from bot.domain import (
    Concept,
    Condition,
    CrisisSignals,
    Domain,
    Example,
    Intent,
    Place,
    Platform,
    Source,
    Variant,
)
from bot.errors import ContentError, Fault

_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\}|\[\{[^\]]*\}\])")
"""Rasa's entity annotations: `[text](entity:value)`, `[text]{…}`, `[text][{…},{…}]`."""


@dataclass
class _Builder:
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
        self.faults.append(Fault(place.file, place.line, problem, cure))


def load_content(root: Path) -> Domain:
    """Read `root/intents` and `root/responses` and join them.

    Raises:
        ContentError: with every fault found, each by file, line and cure.
    """
    builder = _Builder()
    digest = hashlib.sha256()
    for folder, sections in (("intents", _INTENT_SECTIONS), ("responses", _RESPONSE_SECTIONS)):
        paths = sorted((root / folder).glob("*.yml"))
        if not paths:
            builder.fault(
                Place(f"{folder}/", 1),
                "the folder is missing or holds no .yml file",
                f"Create {root / folder} or name another folder by YUQI_CONTENT.",
            )
        for path in paths:
            name = f"{folder}/{path.name}"
            digest.update(name.encode())
            digest.update(path.read_bytes())
            _read_file(path, name, sections, builder)
    if builder.faults:
        raise ContentError(tuple(builder.faults))
    domain = _join(builder, digest.hexdigest())
    if faults := check_agreement(domain):
        raise ContentError(faults)
    return domain


_Section = Callable[[Any, str, Place, _Builder], None]


def _read_file(path: Path, name: str, sections: dict[str, _Section], builder: _Builder) -> None:
    try:
        document = read_yaml(path, name)
    except ContentError as error:
        builder.faults.extend(error.faults)
        return
    for key, read in sections.items():
        if key in document:
            read(document[key], path.stem, Place(name, document.lines[key]), builder)


def _join(builder: _Builder, fingerprint: str) -> Domain:
    return Domain(
        intents=builder.intents,
        responses=builder.responses,
        synonyms=builder.synonyms,
        product_names=builder.product_names,
        topics=builder.topics,
        hot=builder.hot,
        sources=builder.sources,
        platforms=builder.platforms,
        crisis=builder.crisis,
        concepts=tuple(builder.concepts),
        spellings=builder.spellings,
        sounds=tuple(builder.sounds),
        follow_ups=builder.follow_ups,
        form_starts=builder.form_starts,
        fingerprint=fingerprint,
    )


# --- intents/ -----------------------------------------------------------------------------------


def _read_nlu(value: Any, topic: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
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
            words = tuple(example.text for example in _read_examples(item, here, builder))
            builder.synonyms[name] = builder.synonyms.get(name, ()) + words
        elif not {"regex", "lookup"} & item.keys():
            builder.fault(
                here,
                f"the item has none of `intent`, `synonym`, `regex`, `lookup`: {list(item)}",
                "Name one of them.",
            )


def _read_intent(item: Map, topic: str, place: Place, builder: _Builder) -> None:
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
        examples=_read_examples(item, place, builder),
        place=place,
    )


def _read_examples(item: Map, place: Place, builder: _Builder) -> tuple[Example, ...]:
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
            found.append(Example(_plain(text[1:].strip()), Place(place.file, number)))
    elif isinstance(value, Seq):
        for number, entry in value.numbered():
            text = entry.get("text", "") if isinstance(entry, Map) else entry
            found.append(Example(_plain(str(text).strip()), Place(place.file, number)))
    found = [example for example in found if example.text]
    if not found:
        builder.fault(
            Place(place.file, line),
            "there are no examples",
            "Write `examples: |` and below it one `- …` a line.",
        )
    return tuple(found)


def _plain(text: str) -> str:
    """An example without its entity annotations.

    >>> _plain('我的[信用卡](product)逾期[三天]{"entity": "duration"}了')
    '我的信用卡逾期三天了'
    """
    return _ANNOTATION.sub(r"\1", text)


def _read_names(target: str) -> _Section:
    """A section that is a mapping of names to words."""

    def read(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
        if not isinstance(value, Map):
            builder.fault(place, "the section is no mapping", "Write `name: 文字` under it.")
            return
        getattr(builder, target).update({key: str(word) for key, word in value.items()})

    return read


def _read_hot(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Seq):
        builder.fault(place, "`hot` is no list", "Write one intent a line, hottest first.")
        return
    builder.hot.update({str(name): rank for rank, name in enumerate(value, start=1)})


def _read_crisis(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Map):
        builder.fault(place, "`crisis` is no mapping", "Give direct, idioms, parts, examples.")
        return
    lists = {
        key: _words(value, key, Place(place.file, value.lines.get(key, place.line)), builder)
        for key in ("direct", "idioms", "examples", "near_misses")
    }
    named = value.get("parts") or Map()
    if not isinstance(named, Map):
        here = Place(place.file, value.lines["parts"])
        builder.fault(here, "`parts` is no mapping", "Write `name: 正则表达式` under it.")
        named = Map()
    parts = {name: str(words) for name, words in named.items()}
    for name, words in parts.items():
        try:
            re.compile(f"(?P<{name}>{words})")
        except re.error as error:
            builder.fault(
                place, f"part {name!r} is no regular expression: {error}", "Mend the expression."
            )
    builder.crisis = CrisisSignals(**lists, parts=parts)


def _read_concepts(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    patterns = _patterns(value, place, builder)
    builder.concepts.extend(Concept(name, pattern) for name, pattern in patterns.items())


def _read_form_starts(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    builder.form_starts.update(_patterns(value, place, builder))


def _patterns(value: Any, place: Place, builder: _Builder) -> dict[str, str]:  # noqa: ANN401
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


def _read_sounds(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    if not isinstance(value, Seq):
        builder.fault(place, "`sounds` is no list", "Write one word a line.")
        return
    builder.sounds.extend(str(word) for word in value)


def _read_follow_ups(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    for name, item, _here in _entries(value, place, builder):
        builder.follow_ups[name] = {asks: str(intent) for asks, intent in item.items()}


_INTENT_SECTIONS: dict[str, _Section] = {
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


# --- responses/ ---------------------------------------------------------------------------------


def _read_responses(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
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
                _read_variant(item, Place(place.file, line), builder)
                for line, item in variants.numbered()
            )
            builder.responses[name] = tuple(variant for variant in read if variant)


def _read_variant(item: Any, place: Place, builder: _Builder) -> Variant | None:  # noqa: ANN401
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
        sources=_words(metadata, "sources", place, builder),
        reviewed=reviewed,
        related=_words(metadata, "related", place, builder),
        place=place,
    )


def _read_conditions(value: Any, place: Place, builder: _Builder) -> tuple[Condition, ...]:  # noqa: ANN401
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


def _words(item: Map, key: str, place: Place, builder: _Builder) -> tuple[str, ...]:
    """The words listed under a key, none where it is absent or empty."""
    value = item.get(key)
    if value is not None and not isinstance(value, Seq):
        builder.fault(place, f"`{key}` is no list", f"Write `{key}: [one, another]`.")
        return ()
    return tuple(str(word) for word in value or ())


def _read_sources(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    for name, item, here in _entries(value, place, builder):
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


def _read_platforms(value: Any, _: str, place: Place, builder: _Builder) -> None:  # noqa: ANN401
    for name, item, here in _entries(value, place, builder):
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
            sources=_words(item, "sources", here, builder),
        )


def _entries(value: Any, place: Place, builder: _Builder) -> list[tuple[str, Map, Place]]:  # noqa: ANN401
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


def _optional(value: Any) -> str | None:  # noqa: ANN401
    return str(value) if value is not None else None


_RESPONSE_SECTIONS: dict[str, _Section] = {
    "responses": _read_responses,
    "sources": _read_sources,
    "platforms": _read_platforms,
}
