"""Questions outside the content files: intents with answers, as they come in and go out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain import Domain, Intent, Place, Variant
from bot.errors import Fault

NOWHERE = Place("", 0)


@dataclass(frozen=True, slots=True)
class Question:
    """An intent and what the bot answers to it.

    What a file leaves open is empty: a title, a topic, an answer's sources.
    """

    intent: Intent
    answers: tuple[Variant, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Everywhere it stands."""
        examples = (example.place for example in self.intent.examples)
        return self.intent.place, *examples, *(answer.place for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file of questions holds: those that can be read, faults of others, remarks."""

    questions: tuple[Question, ...]
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()


def questions_of(domain: Domain) -> tuple[Question, ...]:
    """Every question of the content."""
    return tuple(
        Question(intent, domain.responses[f"utter_{name}"])
        for name, intent in domain.intents.items()
    )


def bare(variant: Variant) -> Variant:
    """The variant wherever it stands, to compare."""
    return replace(variant, place=NOWHERE)


def concerns(fault: Fault, place: Place) -> bool:
    """Whether a fault is at a place, or names it as `(file:line)`."""
    where = f"{place.file}:{place.line}"
    return f"{fault.file}:{fault.line}" == where or f"({where})" in fault.problem


def one_line(text: str) -> str:
    r"""Text with every run of white space as one space.

    >>> one_line(" 花呗 \n 逾期 ")
    '花呗 逾期'
    """
    return re.sub(r"\s+", " ", text).strip()
