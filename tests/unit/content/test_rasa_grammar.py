"""Both contents are files that Rasa 3.6 reads: its grammar as a small checker.

Written down from Rasa's schemas; what yuqi adds are top keys that Rasa does not know and ignores.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT, ROOT / "tests" / "content")
FILES = [
    path for root in FOLDERS for kind in ("intents", "responses")
    for path in sorted((root / kind).glob("*.yml"))
]  # fmt: skip

OURS = frozenset(
    {
        "topics",
        "hot",
        "product_names",
        "concepts",
        "spelling",
        "sounds",
        "follow_ups",
        "form_starts",
        "crisis",
        "sources",
        "platforms",
    }
)
"""Top keys of ours, which Rasa ignores."""

KINDS = frozenset({"intent", "synonym", "regex", "lookup"})
VARIANT_KEYS = frozenset(
    {
        "id",
        "text",
        "image",
        "buttons",
        "button_type",
        "quick_replies",
        "attachment",
        "elements",
        "custom",
        "channel",
        "metadata",
        "condition",
    }
)
ANNOTATION = re.compile(
    r"\[(?P<text>[^\]]+)\](?:\((?P<entity>[^):]+)(?::(?P<value>[^)]*))?\)"
    r"|(?P<object>\{[^}]*\})|\[(?P<list>\{[^\]]*\})\])"
)


class _Once(yaml.SafeLoader):
    """YAML in which no key may stand twice."""


def _mapping(loader: _Once, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    assert len(keys) == len(set(keys)), f"a key stands twice {node.start_mark}"
    return loader.construct_mapping(node, deep=True)


_Once.add_constructor("tag:yaml.org,2002:map", _mapping)


def breaches(document: Any) -> Iterator[str]:
    """Where a file departs from Rasa's grammar."""
    if not isinstance(document, dict):
        yield "the top is no mapping"
        return
    if document.get("version") != "3.1":
        yield f"version is {document.get('version')!r}, not the text '3.1'"
    if unknown := document.keys() - {"version", "nlu", "responses", "forms"} - OURS:
        yield f"unknown top keys {sorted(unknown)}"
    for item in document.get("nlu") or ():
        yield from _item_breaches(item)
    for name, variants in (document.get("responses") or {}).items():
        yield from (f"{name}: {breach}" for breach in _response_breaches(name, variants))
    for name, form in (document.get("forms") or {}).items():
        if set(form) - {"required_slots", "ignored_intents"} or "required_slots" not in form:
            yield f"form {name} has the keys {sorted(form)}"


def _item_breaches(item: dict[str, Any]) -> Iterator[str]:
    kinds = KINDS & item.keys()
    if len(kinds) != 1:
        yield f"an item of {sorted(kinds)}"
        return
    name = item[kinds.pop()]
    if not isinstance(name, str):
        yield f"the name {name!r} is no text"
    if extra := item.keys() - KINDS - {"examples", "metadata"}:
        yield f"{name} has the keys {sorted(extra)}"
    for example in _examples(item.get("examples")):
        if not example:
            yield f"{name} has an example that is no `- text`"
            continue
        for match in ANNOTATION.finditer(example):
            yield from (f"{name}: {example}: {breach}" for breach in _entity_breaches(match))


def _examples(value: Any) -> Iterator[str | None]:
    """Each example; None for what Rasa would skip."""
    if isinstance(value, str):
        for line in value.splitlines():
            if line.strip():
                yield line[1:].strip() or None if line.startswith("-") else None
    elif isinstance(value, list) and value:
        for entry in value:
            well = isinstance(entry, dict) and {"text"} <= entry.keys() <= {"text", "metadata"}
            yield entry["text"].strip() or None if well else None
    else:
        yield None


def _entity_breaches(match: re.Match[str]) -> Iterator[str]:
    if entity := match["entity"]:
        if not re.fullmatch(r"\w+", entity):
            yield f"{entity!r} is no entity (a Markdown link is read as one)"
        return
    for data in json.loads(f"[{match['object'] or match['list']}]"):
        if "entity" not in data or data.keys() - {"entity", "role", "group", "value"}:
            yield f"the annotation {data}"
        elif not isinstance(data.get("value", ""), str | int | float):
            yield f"the value {data['value']!r}"


def _response_breaches(name: str, variants: Any) -> Iterator[str]:
    if not re.fullmatch(r"utter_\w+(/\w+)?", name):
        yield "the name does not begin with utter_"
    if not isinstance(variants, list) or not variants:
        yield "no list of variants"
        return
    for variant in variants:
        if extra := variant.keys() - VARIANT_KEYS:
            yield f"the keys {sorted(extra)}"
        if not isinstance(variant.get("text"), str) and not variant.get("custom"):
            yield "neither text nor custom"
        for condition in variant.get("condition") or ():
            if set(condition) != {"type", "name", "value"} or condition["type"] != "slot":
                yield f"the condition {condition}"
        for button in variant.get("buttons") or ():
            if set(button) != {"title", "payload"}:
                yield f"the button {button}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_content_is_in_rasas_grammar(path: Path) -> None:
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Once)  # noqa: S506  is safe
    assert list(breaches(document)) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("nlu: []", id="no-version"),
        pytest.param("version: 3.1", id="version-is-number"),
        pytest.param('version: "3.1"\nintent: []', id="unknown-key"),
        pytest.param(
            'version: "3.1"\nnlu: [{intent: a, synonym: b, examples: "- a"}]', id="two-kinds"
        ),
        pytest.param('version: "3.1"\nnlu: [{intent: a, examples: "a"}]', id="no-dash"),
        pytest.param('version: "3.1"\nnlu: [{intent: a}]', id="no-examples"),
        pytest.param(
            'version: "3.1"\nnlu: [{intent: a, examples: "- 见[网址](http//x.cn)"}]',
            id="markdown-link",
        ),
        pytest.param('version: "3.1"\nresponses: {utter_a: [{metadata: {}}]}', id="no-text"),
        pytest.param('version: "3.1"\nresponses: {a: [{text: b}]}', id="no-utter"),
        pytest.param(
            'version: "3.1"\nresponses: {utter_a: [{text: b, condition: [{type: slot}]}]}',
            id="condition",
        ),
    ],
)
def test_checker_finds_a_breach(text: str) -> None:
    assert list(breaches(yaml.safe_load(text)))
