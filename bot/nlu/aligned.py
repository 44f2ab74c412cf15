"""Text that remembers where each of its characters came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text with, for each character, the span of the original it stands for.

    `starts[i]` and `ends[i]` are code-point offsets in the original, end-exclusive.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Aligned:
        """The original itself: each character stands for itself."""
        return cls(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` lies in the original.

        >>> Aligned.of("ＡＢ").mapped(lambda c: {"Ａ": "a"}.get(c, c)).span(0, 1)
        (0, 1)
        """
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends or (0,))[-1]
            return at, at
        return self.starts[start], max(self.ends[start:end])

    def mapped(self, change: Callable[[str], str]) -> Aligned:
        """Each character replaced by what `change` makes of it: none, one or several."""
        changed = list(map(change, self.text))
        if set(map(len, changed)) <= {1}:
            return Aligned("".join(changed), self.starts, self.ends)
        starts: list[int] = []
        ends: list[int] = []
        for piece, start, end in zip(changed, self.starts, self.ends, strict=True):
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
        return Aligned("".join(changed), tuple(starts), tuple(ends))

    def replaced(
        self, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]
    ) -> Aligned:
        """Each match replaced; every new character stands for the whole match.

        A replacement of the match's own length keeps the alignment character by character.
        """
        if not pattern.search(self.text):
            return self
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            left, right = match.span()
            new = change(match)
            if right == left or new == match.group():
                continue
            pieces += [self.text[last:left], new]
            starts.extend(self.starts[last:left])
            ends.extend(self.ends[last:left])
            if len(new) == right - left:
                starts.extend(self.starts[left:right])
                ends.extend(self.ends[left:right])
            else:
                begin, end = self.span(left, right)
                starts.extend([begin] * len(new))
                ends.extend([end] * len(new))
            last = right
        pieces.append(self.text[last:])
        starts.extend(self.starts[last:])
        ends.extend(self.ends[last:])
        return Aligned("".join(pieces), tuple(starts), tuple(ends))
