"""YAML as it is written by hand here: short things in one line, texts below `|`."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString


def dialect(mapping: int = 2, sequence: int = 2, offset: int = 0) -> YAML:
    """A reader and writer that keeps comments and quotes, with these indentations."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def dump(data: Any, yaml: YAML | None = None) -> str:  # noqa: ANN401  any YAML
    """The data as a document."""
    stream = StringIO()
    (yaml or dialect()).dump(data, stream)
    return stream.getvalue()


def flow(**items: Any) -> CommentedMap:  # noqa: ANN401  any YAML
    """A mapping in one line."""
    found = CommentedMap(items)
    found.fa.set_flow_style()
    return found


def flow_list(items: Iterable[Any]) -> CommentedSeq:
    """A list in one line."""
    found = CommentedSeq(items)
    found.fa.set_flow_style()
    return found


def block(text: str, old: Any = None) -> Any:  # noqa: ANN401  a scalar without types
    """Text written below `|`, with the comment that stood beside the old one."""
    found: Any = LiteralScalarString(text)
    if isinstance(old, LiteralScalarString) and hasattr(old, "comment"):
        found.comment = old.comment
    return found


def example_lines(examples: Iterable[str]) -> str:
    """Examples as Rasa reads them, one a line."""
    return "".join(f"- {example}\n" for example in examples)
