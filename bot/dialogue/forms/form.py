"""What a form is: the slots it needs, how each answer is read, and what it says in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from bot.dialogue.calculators import InvalidInputError
from bot.domain import Entity, Prompt, Slots, SlotValue

Reason: TypeAlias = Literal[
    "unclear", "unknown", "zero", "absurd", "future", "vague", "ambiguous", "crossed", "never"
]


@dataclass(frozen=True, slots=True)
class Invalid:
    """An answer to the question that cannot be used; `reason` chooses the wording.

    `utter_invalid_<form>_<slot>` has variants by the slot `invalid_reason`.
    """

    reason: Reason


Read: TypeAlias = Callable[[str, Sequence[Entity], date], SlotValue | Invalid]
"""What an answer says for a slot: its value, why it cannot be used, None if it says nothing."""

Told: TypeAlias = Callable[[str, Sequence[Entity], date], SlotValue]
"""What an utterance about something else says for a slot as well, None if nothing."""


def _never(_: Slots) -> bool:
    return False


def _nothing(_: str, __: Sequence[Entity], ___: date) -> None:
    return None


@dataclass(frozen=True, slots=True)
class FormSlot:
    """A slot to be filled.

    `told` finds it in an utterance that answers another question or begins the form; `instead`
    tells whether other slots already say as much; `usable` whether a value remembered from the
    conversation will do here (an amount masked with *** is remembered as 0); `otherwise` is taken
    where a question is answered unasked, rather than asked for.
    """

    name: str
    prompt: Prompt
    read: Read
    told: Told = _nothing
    instead: Callable[[Slots], bool] = _never
    usable: Callable[[SlotValue], bool] = bool
    otherwise: SlotValue = None

    def missing(self, slots: Slots) -> bool:
        """Whether it is still to be asked."""
        return not self.usable(slots.get(self.name)) and not self.instead(slots)


@dataclass(frozen=True, slots=True)
class FormResult:
    """What a form ends with.

    `response` is an `utter_` key, `values` fill its placeholders, `slots` choose its variant and
    are not to be remembered.
    """

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str | int | float | bool] = field(default_factory=dict)


Finish: TypeAlias = Callable[[Slots, date], FormResult]


@dataclass(frozen=True, slots=True)
class Form:
    """Questions, asked only where the answer is missing, and a result.

    `calculate` may raise `InvalidInputError` with the name of a slot as its field: `finish` says
    so in the words of that slot. `offered_by` names the intents whose answers offer the form,
    `settles` those that it answers unasked: once all it needs was told, or, `on_figures`, once
    some of it is told, and nothing asked, after that answer.
    """

    name: str
    title: str
    slots: tuple[FormSlot, ...]
    calculate: Finish
    offered_by: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    on_figures: bool = False

    def next_slot(self, slots: Slots) -> FormSlot | None:
        """The first slot still missing, None once everything is known."""
        return next((slot for slot in self.slots if slot.missing(slots)), None)

    def finish(self, slots: Slots, today: date) -> FormResult:
        """The result; never raises on values that were read or remembered."""
        try:
            return self.calculate(slots, today)
        except InvalidInputError as error:
            return FormResult(
                f"utter_invalid_{self.name}_{error.field}",
                slots={"invalid_reason": error.reason},
            )
