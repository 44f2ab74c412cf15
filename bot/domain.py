"""The values that packages share: frozen dataclasses, with tuples inside.

Named tuples are what there is by the ten thousand. Content (what editors wrote) stands first, then
what is understood of an utterance, then what is decided and replied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

SlotValue: TypeAlias = str | int | float | bool | None
Slots: TypeAlias = Mapping[str, SlotValue]

# --- content ------------------------------------------------------------------------------------


class Place(NamedTuple):
    """Where something stands in the content: a file's path and a line, counted from 1."""

    file: str
    line: int


class Example(NamedTuple):
    """One way of saying an intent."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Intent:
    """What a user may want, with the ways of saying it.

    `title` is a question in the user's words without a product, `product_title` the same with
    `{product_name}` in it.
    """

    name: str
    topic: str
    title: str
    product_title: str
    examples: tuple[Example, ...]
    place: Place

    def titled(self, product_name: str | None) -> str:
        """The question in the user's words, with the product filled in where one is known."""
        if product_name and self.product_title:
            return self.product_title.replace("{product_name}", product_name)
        return self.title


@dataclass(frozen=True, slots=True)
class Condition:
    """A variant's condition: the slot holds one of the values."""

    slot: str
    values: tuple[SlotValue, ...]

    def holds(self, slots: Slots) -> bool:
        """Whether the slot's value is among the values; an unset slot matches only null."""
        return slots.get(self.slot) in self.values


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a response, for the slots that its conditions name."""

    text: str
    conditions: tuple[Condition, ...]
    sources: tuple[str, ...]
    reviewed: date | None
    related: tuple[str, ...]
    place: Place

    def fits(self, slots: Slots) -> bool:
        """Whether every condition holds."""
        return all(condition.holds(slots) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer rests on; `recheck_by` is the day by which it must be read again."""

    id: str
    title: str
    article: str | None
    url: str | None
    confidence: str
    statement: str
    checked: date
    recheck_by: date

    @property
    def label(self) -> str:
        """Title and article as a visitor reads them."""
        return f"{self.title}{self.article or ''}"


@dataclass(frozen=True, slots=True)
class Platform:
    """A product's entry in the platform directory."""

    id: str
    name: str
    lender: str
    where: str
    hotline: str | None
    hotline_note: str | None
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrisisSignals:
    """What the crisis detector goes by.

    `direct` are phrases that are never harmless; `idioms` only sound like danger; `parts` are
    groups of words, named by what they do in a sentence; `examples` are sentences of people in
    danger, `near_misses` of people who are not.
    """

    direct: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning that many wordings share, as a regular expression over normalised text."""

    name: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Domain:
    """Everything the editors wrote, checked and in agreement.

    `follow_ups` names, for an intent and what is asked in a few words after it (`how_long`, `how`
    …), the intent then meant; `form_starts` gives the expression that begins a form; `hot` ranks
    the questions asked most (1 first); `fingerprint` is the SHA-256 of the files, in hexadecimal:
    it names this content.
    """

    intents: Mapping[str, Intent]
    responses: Mapping[str, tuple[Variant, ...]]
    synonyms: Mapping[str, tuple[str, ...]]
    product_names: Mapping[str, str]
    topics: Mapping[str, str]
    hot: Mapping[str, int]
    sources: Mapping[str, Source]
    platforms: Mapping[str, Platform]
    crisis: CrisisSignals
    concepts: tuple[Concept, ...]
    spellings: Mapping[str, str]
    sounds: tuple[str, ...]
    follow_ups: Mapping[str, Mapping[str, str]]
    form_starts: Mapping[str, str]
    fingerprint: str


# --- understanding ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """Something found in an utterance; `start` and `end` count code points of the original."""

    entity: str
    value: str | int | float | bool
    start: int
    end: int
    text: str
    role: str | None = None


class Match(NamedTuple):
    """An intent with its confidence: a calibrated probability in [0, 1]."""

    name: str
    confidence: float


class Neighbour(NamedTuple):
    """A stored example near the utterance, with its similarity in [0, 1]."""

    text: str
    intent: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of one utterance: every stage's result, for `explain` to print.

    `ranking` holds every intent, best first; its confidences sum to 1. `parts` holds the
    understandings of the questions in it where there is more than one, in the order asked.
    """

    text: str
    normalized: str
    tokens: tuple[str, ...]
    concepts: tuple[str, ...]
    entities: tuple[Entity, ...]
    ranking: tuple[Match, ...]
    neighbours: tuple[Neighbour, ...] = ()
    parts: tuple[Understanding, ...] = ()

    @property
    def best(self) -> Match:
        """The most probable intent."""
        return self.ranking[0]


# --- decision and reply -------------------------------------------------------------------------

Kind: TypeAlias = Literal["answer", "clarify", "ask", "chat", "handoff", "crisis", "fallback"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A button: what it shows, and the payload it sends (Rasa's `/intent{…}`)."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as shown under an answer."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What kind of input a form waits for, so that a client can show the right keyboard."""

    type: Literal["text", "number", "date"]
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back for one turn. `text` is Markdown."""

    kind: Kind
    text: str
    intents: tuple[Match, ...] = ()
    sources: tuple[Citation, ...] = ()
    reviewed: date | None = None
    suggestions: tuple[Suggestion, ...] = ()
    alternatives: tuple[Match, ...] = ()
    prompt: Prompt | None = None
    notice: str | None = None
    response: str = field(default="")
