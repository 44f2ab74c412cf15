"""YAML read with the line of every key and item, so that a fault can say where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ContentError, Fault


class Map(dict[str, Any]):
    """A YAML mapping that knows the line of each key (counted from 1)."""

    line: int
    lines: dict[str, int]


class Seq(list[Any]):
    """A YAML sequence that knows the line of each item (counted from 1)."""

    line: int
    lines: list[int]

    def numbered(self) -> Iterator[tuple[int, Any]]:
        """Each item with its line."""
        return zip(self.lines, self, strict=True)


class _Loader(yaml.CSafeLoader):
    """Safe YAML whose mappings and sequences keep their lines; a key given twice is an error."""


def _construct_map(loader: _Loader, node: yaml.MappingNode) -> Map:
    result = Map()
    result.line = node.start_mark.line + 1
    result.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in result:
            raise yaml.MarkedYAMLError(
                problem=f"the key {key!r} is given twice", problem_mark=key_node.start_mark
            )
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


def _construct_seq(loader: _Loader, node: yaml.SequenceNode) -> Seq:
    result = Seq(loader.construct_object(item, deep=True) for item in node.value)
    result.line = node.start_mark.line + 1
    result.lines = [item.start_mark.line + 1 for item in node.value]
    return result


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)
_Loader.add_constructor("tag:yaml.org,2002:seq", _construct_seq)


def read_yaml(path: Path, name: str) -> Map:
    """Read one file whose top is a mapping.

    Raises:
        ContentError: the file is not UTF-8, no YAML, or its top is no mapping; the fault names
            the line. `name` is the path shown to the reader.
    """
    try:
        # CSafeLoader and our constructors build plain values only
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError(
            (Fault(name, line, "the file is not UTF-8", "Save it as UTF-8."),)
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        cure = "Mend the YAML here: check indentation, quotes and colons."
        raise ContentError((Fault(name, line, f"{error.problem}", cure),)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        cure = "Mend the YAML: it cannot be read."
        raise ContentError((Fault(name, 1, str(error).splitlines()[0], cure),)) from error
    if document is None:
        document = Map()
        document.line, document.lines = 1, {}
    if not isinstance(document, Map):
        cure = 'Begin with `version: "3.1"` and a key such as `nlu:` or `responses:`.'
        raise ContentError((Fault(name, 1, "the file's top is no mapping", cure),))
    return document
