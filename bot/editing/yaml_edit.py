"""A YAML file edited by the item: all other lines stay as they are, byte for byte.

ruamel.yaml reads and writes the lines of the one item that changes, so that its comments, quotes
and order stay too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError

from bot.content.yaml_file import Map, Seq, read_yaml
from bot.editing.yaml_style import dialect, dump
from bot.errors import ContentError, Fault

_LINE = re.compile(
    "[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+"
)
"""A line with its end, as YAML 1.1 counts lines."""

_EMPTY = frozenset({"", "~", "null", "[]", "{}"})
"""What an empty section may be written as."""

_LAYOUTS = ((2, 2, 0), (2, 4, 2), (4, 4, 2), (4, 2, 0), (4, 6, 4))
"""Usual indentations: of mappings, of sequences, and of the dash in them."""

Edit = Callable[[Any], None]
"""Changes an item in place: ruamel's mapping or sequence."""


class YamlEdit:
    """The edits to one file, collected; `result` applies them all.

    Args:
        path: the file; one that does not exist yet is begun.
        name: the path shown in faults.

    Raises:
        ContentError: the file is no YAML.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.before = path.read_bytes() if path.exists() else None
        self._document = Map()
        self._document.lines = {}
        if self.before is not None:
            self._document = read_yaml(path, name)
        text = (self.before or b'version: "3.1"\n').decode()
        self._lines: list[str] = _LINE.findall(text)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        if self._lines and not self._lines[-1].endswith(("\n", "\r")):
            self._lines[-1] += self._newline
        self._edits: list[tuple[int, int, list[str]]] = []
        self._added: dict[str, list[list[str]]] = {}

    def append(self, section: str, item: Any) -> None:  # noqa: ANN401  any YAML
        """Add an item at a section's end: to a list a list of one, to a mapping one of one key.

        Raises:
            ContentError: the section is written on one line.
        """
        self._require_block(section)
        self._added.setdefault(section, []).append(_rows(dump(item)))

    def edit(self, line: int, change: Edit) -> None:
        """Change the item that begins on a line, counted from 1.

        Raises:
            ContentError: the item does not stand by itself.
        """
        start, end = self._span(line - 1)
        column = _column(self._lines[start])
        fragment = "".join(_outdented(one, column) for one in self._lines[start:end])
        try:
            lines = _rows(_edited(fragment.replace("\r\n", "\n"), change))
        except (YAMLError, ValueError, AttributeError) as error:
            cure = "Edit it by hand."
            fault = Fault(self.name, line, f"the item cannot be edited: {error!r}", cure)
            raise ContentError((fault,)) from error
        self._edits.append((start, end, self._indented(lines, column)))

    def result(self) -> bytes:
        """The file with every edit."""
        lines = list(self._lines)
        insertions = [self._insertion(section) for section in self._added]
        for start, end, new in sorted((*self._edits, *insertions), reverse=True):
            lines[start:end] = new
        return "".join(lines).encode()

    def _indented(self, lines: Iterable[str], column: int) -> list[str]:
        """Lines as they stand in the file."""
        return [f"{' ' * column + one if one.strip() else ''}{self._newline}" for one in lines]

    def _insertion(self, section: str) -> tuple[int, int, list[str]]:
        """Where a section's new items go, and their lines."""
        starts = self._starts(section)
        items = self._added[section]
        apart = len(starts) < 2 or not self._lines[starts[-1] - 1].strip()
        new = [line for item in items for line in ([""] * apart + item)]
        if starts:
            _, end = self._span(starts[-1])
            return end, end, self._indented(new, _column(self._lines[starts[0]]))
        new = new[apart:]
        lines = self._indented(new, 0 if new[0].startswith("- ") else 2)
        start = end = len(self._lines)
        if section in self._document:
            start = self._document.lines[section] - 1
            end = start + 1
        return start, end, [f"{section}:{self._newline}", *lines]

    def _starts(self, section: str) -> list[int]:
        """The first lines of a section's items, counted from 0."""
        value = self._document.get(section)
        if isinstance(value, Seq):
            key = self._document.lines[section] - 1
            return [self._dash(line - 1, key) for line in value.lines]
        return [line - 1 for line in value.lines.values()] if isinstance(value, Map) else []

    def _dash(self, line: int, key: int) -> int:
        """The line of an item's dash, which may stand alone above it, but below the key."""
        above = range(line, key, -1)
        return next((one for one in above if self._lines[one].lstrip().startswith("-")), line)

    def _span(self, line: int) -> tuple[int, int]:
        """The lines of the item on a line, without the comment on what follows it."""
        starts = [*self._boundaries(), len(self._lines)]
        start = max(one for one in starts if one <= line)
        end = min(one for one in starts if one > line)
        column = _column(self._lines[start])
        while end > start + 1 and _is_outside(self._lines[end - 1], column):
            end -= 1
        return start, end

    def _boundaries(self) -> Iterator[int]:
        """Where items and sections begin."""
        for section, line in self._document.lines.items():
            yield line - 1
            yield from self._starts(section)

    def _require_block(self, section: str) -> None:
        """Refuse a section that does not stand in lines of its own."""
        if section not in self._document:
            return
        line = self._document.lines[section]
        rest = self._lines[line - 1].partition(":")[2].partition("#")[0].strip()
        if rest and (self._document[section] or rest not in _EMPTY):
            cure = "Write one item a line below it."
            fault = Fault(self.name, line, f"`{section}` is written on one line", cure)
            raise ContentError((fault,))


def _edited(fragment: str, change: Edit) -> str:
    """A document of one item, changed, in the layout it had."""
    layouts = (dialect(*layout) for layout in _LAYOUTS)
    for yaml in layouts:
        if dump(yaml.load(fragment), yaml) == fragment:
            break
    else:
        yaml = dialect()
    data = yaml.load(fragment)
    change(data[0] if isinstance(data, list) else next(iter(data.values())))
    return dump(data, yaml)


def _rows(text: str) -> list[str]:
    """The lines of what was written; line breaks of other kinds stay in them."""
    return text.removesuffix("\n").split("\n")


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" \ufeff"))


def _outdented(line: str, column: int) -> str:
    """A line without so much of its indentation."""
    return line[min(column, _column(line)) :]


def _is_outside(line: str, column: int) -> bool:
    """Whether it is blank, or a comment that is not indented into the item."""
    bare = line.strip()
    return not bare or (bare.startswith("#") and _column(line) <= column)
