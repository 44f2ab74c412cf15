"""What a policy may decide; read with `match`, so that mypy points at a kind forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain import Match, SlotValue


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer these intents, in the order asked; `rivals` may have been meant instead.

    `told` are products told together, one of which is meant where the answer differs.
    """

    intents: tuple[Match, ...]
    rivals: tuple[Match, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clarify:
    """Ask which of these is meant; `noted` where only facts were told, and nothing asked."""

    candidates: tuple[Match, ...]
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Fallback:
    """Not understood: ask for other words and offer the best guesses."""

    guesses: tuple[Match, ...]
    empty: bool = False


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Understood, but outside what is answered here: `intent` says what it is."""

    intent: Match


@dataclass(frozen=True, slots=True)
class HandOff:
    """A person is needed: the user asked for one, or we did not understand twice."""

    intent: Match | None = None


@dataclass(frozen=True, slots=True)
class Crisis:
    """Someone may be in danger: the speaker, or another whom the speaker fears for."""

    of_another: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """Someone was in danger a moment ago: `response` says that they are not left alone.

    `intents` are those acted upon, `candidates` what may be asked next.
    """

    response: str
    intents: tuple[Match, ...] = ()
    candidates: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say the last reply once more."""


@dataclass(frozen=True, slots=True)
class FormStep:
    """A form asks, refuses an input, ends with a result, or is dropped.

    `response` names what is said, `values` fill its placeholders; `slots` are remembered,
    `chooses` only choose the variant; `hint` names what is said below it; `settles` is the
    question that a result answers unasked.
    """

    form: str
    response: str
    values: tuple[tuple[str, str], ...] = ()
    slots: tuple[tuple[str, SlotValue], ...] = ()
    chooses: tuple[tuple[str, SlotValue], ...] = ()
    asks: str | None = None
    done: bool = False
    hint: str | None = None
    settles: Match | None = None


Decision: TypeAlias = (
    Answer | Clarify | Fallback | OutOfScope | HandOff | Crisis | Company | Repeat | FormStep
)
