"""Questions from outside beside the content: what is new, what differs, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.content.checks import check_agreement
from bot.domain import Domain, Example, Intent, Place
from bot.editing.change import Change, compare
from bot.editing.question import Question
from bot.errors import ContentError, Fault

NAME = re.compile(r"[a-z][a-z0-9_]*")
_ODD = re.compile(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML does not keep as it is in a text below `|`."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of questions from outside; `domain` is the content with them."""

    domain: Domain
    new: tuple[Question, ...] = ()
    changes: tuple[Change, ...] = ()
    same: tuple[str, ...] = ()
    refused: tuple[Fault, ...] = ()


@dataclass
class _Sorter:
    """Sorts questions by what the content holds of them."""

    domain: Domain
    new: list[Question] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    def take(self, question: Question) -> None:
        name = question.intent.name
        known = self.domain.intents.get(name)
        if known is None:
            self.new.append(question)
            return
        held = Question(known, self.domain.responses[f"utter_{name}"])
        change = compare(held, question)
        if change.examples or change.overwrites:
            self.changes.append(change)
        else:
            self.same.append(name)

    def merged(self, *, overwrite: bool) -> Domain:
        """The content with the questions."""
        touched = (*self.new, *(one.result(overwrite=overwrite) for one in self.changes))
        intents = dict(self.domain.intents)
        responses = dict(self.domain.responses)
        for question in touched:
            name = question.intent.name
            intents[name] = question.intent
            responses[f"utter_{name}"] = question.answers
        return replace(self.domain, intents=intents, responses=responses)


def merge(domain: Domain, questions: Sequence[Question], *, overwrite: bool = False) -> Merge:
    """Set questions beside the content.

    What would break the agreement of the content is refused, each with its reason, and what
    relates to it too; the rest can be written.
    """
    refused: list[Fault] = []
    accepted: list[Question] = []
    holders = {
        example.text: (intent.name, example.place)
        for intent in domain.intents.values()
        for example in intent.examples
    }
    taken: dict[str, Place] = {}
    for question in questions:
        complete = _completed(question, domain)
        place = taken.setdefault(complete.intent.name, complete.intent.place)
        faults = (
            *_own_faults(complete, domain),
            *_held_elsewhere(complete.intent, holders),
            *_twice(complete.intent, place),
        )
        refused += faults
        if faults:
            continue
        accepted.append(complete)
        for example in complete.intent.examples:
            holders.setdefault(example.text, (complete.intent.name, example.place))
    while True:
        sorter = _Sorter(domain)
        for question in accepted:
            sorter.take(question)
        merged = sorter.merged(overwrite=overwrite)
        faults = check_agreement(merged)
        if not faults:
            break
        at = {Place(fault.file, fault.line) for fault in faults}
        kept = [one for one in accepted if at.isdisjoint(one.places)]
        if len(kept) == len(accepted):
            raise ContentError(faults)
        refused += faults
        accepted = kept
    return Merge(
        merged,
        tuple(sorter.new),
        tuple(sorter.changes),
        tuple(sorter.same),
        tuple(sorted(refused)),
    )


def _completed(question: Question, domain: Domain) -> Question:
    """No example twice; of a new question the title is an example where only one is given."""
    intent = question.intent
    examples = {example.text: example for example in reversed(intent.examples)}
    intent = replace(intent, examples=tuple(reversed(examples.values())))
    if intent.name in domain.intents:
        pass
    elif intent.examples and not intent.title:
        intent = replace(intent, title=intent.examples[0].text)
    elif intent.title and not intent.examples:
        intent = replace(intent, examples=(Example(intent.title, intent.place),))
    return replace(question, intent=intent)


def _own_faults(question: Question, domain: Domain) -> Iterator[Fault]:
    """What is wrong with a question whatever the others are."""
    intent = question.intent
    name, place = intent.name, intent.place
    if not NAME.fullmatch(name):
        yield Fault(
            place.file,
            place.line,
            f"{name!r} is no name of an intent",
            "Use small letters, digits and `_`, such as grace_period.",
        )
    texts = [(intent.title, place), (intent.product_title, place)]
    texts += [(example.text, example.place) for example in intent.examples]
    texts += [(answer.text, answer.place) for answer in question.answers]
    for text, here in texts:
        if odd := _ODD.search(text):
            problem = f"{name!r} has the control character {odd.group()!r}"
            yield Fault(here.file, here.line, problem, "Remove it.")
    if name in domain.intents:
        return
    if not NAME.fullmatch(intent.topic):
        problem = f"{intent.topic!r} is no topic" if intent.topic else f"{name!r} has no topic"
        topics = ", ".join(domain.topics)
        yield Fault(place.file, place.line, problem, f"Name one: {topics}, or a new one.")
    if not intent.title:
        yield Fault(place.file, place.line, f"{name!r} has no title", "Give it one.")
    if not question.answers:
        yield Fault(place.file, place.line, f"{name!r} has no answer", "Give it one.")
    if held := domain.responses.get(f"utter_{name}"):
        stands = f"{held[0].place.file}:{held[0].place.line}"
        yield Fault(
            place.file,
            place.line,
            f"'utter_{name}' stands already at {stands}, without an intent",
            "Choose another name.",
        )


def _twice(intent: Intent, first: Place) -> Iterator[Fault]:
    """A second question of one name, where the files spell it in two ways."""
    if intent.place != first:
        problem = f"{intent.name!r} stands already at {first.file}:{first.line}"
        yield Fault(intent.place.file, intent.place.line, problem, "Join the two or rename one.")


def _held_elsewhere(intent: Intent, holders: Mapping[str, tuple[str, Place]]) -> Iterator[Fault]:
    """Examples that stand under another intent already."""
    for example in intent.examples:
        holder, place = holders.get(example.text, (intent.name, example.place))
        if holder != intent.name:
            yield Fault(
                example.place.file,
                example.place.line,
                f"the example {example.text!r} of {intent.name!r} stands already under "
                f"{holder!r} ({place.file}:{place.line})",
                "Keep it where it belongs.",
            )
