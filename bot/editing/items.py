"""Intents and answers as items of the content files, and such items changed in place."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.domain import Example, Intent, Variant
from bot.editing.yaml_style import block, example_lines, flow, flow_list


def intent_item(intent: Intent) -> CommentedMap:
    """An intent as it stands under `nlu`."""
    metadata = CommentedMap()
    set_titles(metadata, intent)
    if not intent.product_title:
        metadata.fa.set_flow_style()
    item = CommentedMap(intent=intent.name, metadata=metadata)
    item["examples"] = block(example_lines(one.text for one in intent.examples))
    return item


def set_titles(metadata: CommentedMap, intent: Intent) -> None:
    """The intent's titles, those that are the same untouched."""
    if metadata.get("title") != intent.title:
        metadata["title"] = intent.title
    if intent.product_title and metadata.get("product_title") != intent.product_title:
        metadata["product_title"] = DoubleQuotedScalarString(intent.product_title)


def extend_examples(item: CommentedMap, examples: tuple[Example, ...]) -> None:
    """More examples at the end, in the form that the item has: lines, texts or mappings."""
    held = item["examples"]
    if isinstance(held, str):
        item["examples"] = block(
            f"{held.rstrip()}\n{example_lines(one.text for one in examples)}", held
        )
    else:
        form = CommentedMap if isinstance(held[-1], dict) else None
        held.extend(form(text=one.text) if form else one.text for one in examples)


def answer_item(variant: Variant) -> CommentedMap:
    """An answer as it stands under its response."""
    item = CommentedMap()
    if variant.conditions:
        item["condition"] = CommentedSeq(
            flow(type="slot", name=one.slot, value=_value(one.values))
            for one in variant.conditions
        )
    item["text"] = block(f"{variant.text}\n")
    if metadata := _metadata(variant):
        item["metadata"] = flow(**metadata)
    return item


def change_answer(item: CommentedMap, new: Variant, old: Variant) -> None:
    """Another text, other metadata; all else of the item stays."""
    if new.text != old.text:
        item["text"] = block(f"{new.text}\n", item["text"])
    was, now = _metadata(old), _metadata(new)
    for key in was.keys() - now.keys():
        del item["metadata"][key]
    for key, value in now.items():
        if value != was.get(key):
            item.setdefault("metadata", flow())[key] = value


def _metadata(variant: Variant) -> dict[str, Any]:
    found = {
        "sources": flow_list(variant.sources),
        "reviewed": variant.reviewed,
        "related": flow_list(variant.related),
    }
    return {key: value for key, value in found.items() if value}


def _value(values: tuple[Any, ...]) -> Any:  # noqa: ANN401  a slot's value
    return values[0] if len(values) == 1 else flow_list(values)
