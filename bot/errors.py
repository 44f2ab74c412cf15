"""What can go wrong in the bot, each error saying where and what to do.

BotError
├── ContentError   faults in the YAML files, all of them at once
└── UtteranceError a text that cannot be taken as an utterance
"""

from __future__ import annotations

from dataclasses import dataclass


class BotError(Exception):
    """The base of every error this package raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault in a content file: where it is, what it is, what to do about it."""

    file: str
    line: int
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. {self.cure}"


class ContentError(BotError):
    """The content cannot be used; `faults` lists every reason, in file order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UtteranceError(BotError):
    """A text that is no utterance: empty, or longer than 1000 characters."""
