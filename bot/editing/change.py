"""A question of the content beside the same one of a file: what comes on top, what differs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import ndiff

from bot.domain import Condition, Example, Intent, Variant
from bot.editing.question import Question, bare
from bot.editing.table import when

Revision = tuple[Variant, Variant | None]
"""An answer as it shall be, and the one of the content that it replaces."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question the content has already, and what a file holds otherwise.

    Examples only ever come on top. Titles and answers that differ are taken over where the user
    says so; `answers` is empty where they are the same.
    """

    known: Question
    examples: tuple[Example, ...]
    titled: Intent | None
    answers: tuple[Revision, ...]

    @property
    def overwrites(self) -> bool:
        """Whether a title or an answer differs."""
        return bool(self.titled or self.answers)

    def differences(self) -> Iterator[str]:
        """What a title or an answer is and what it would be, line by line."""
        if self.titled:
            old, new = self.known.intent, self.titled
            for one, other in ((old.title, new.title), (old.product_title, new.product_title)):
                if one != other:
                    yield f"title: {one} → {other}"
        for new_answer, old_answer in self.answers:
            if old_answer is None or bare(new_answer) != bare(old_answer):
                yield f"answer {when(new_answer.conditions)}".rstrip()
                lines = _shown(old_answer) if old_answer else []
                yield from (
                    line
                    for line in ndiff(lines, _shown(new_answer))
                    if line.startswith(("- ", "+ "))
                )
        kept = {old.place for _, old in self.answers if old}
        for gone in self.known.answers if self.answers else ():
            if gone.place not in kept:
                yield f"answer {when(gone.conditions)}".rstrip()
                yield from (f"- {line}" for line in _shown(gone))

    def result(self, *, overwrite: bool) -> Question:
        """The question after the change."""
        intent = (overwrite and self.titled) or self.known.intent
        answers = tuple(new for new, _ in self.answers) if overwrite else ()
        examples = self.known.intent.examples + self.examples
        return Question(replace(intent, examples=examples), answers or self.known.answers)


def compare(known: Question, wanted: Question) -> Change:
    """What a file holds of a known question otherwise."""
    old, new = known.intent, wanted.intent
    held = {example.text for example in old.examples}
    titled = replace(
        old,
        title=new.title or old.title,
        product_title=new.product_title or old.product_title,
    )
    return Change(
        known,
        tuple(example for example in new.examples if example.text not in held),
        titled if titled != old else None,
        _revisions(known.answers, wanted.answers),
    )


def _revisions(known: tuple[Variant, ...], wanted: tuple[Variant, ...]) -> tuple[Revision, ...]:
    """The answers after an import; nothing where all stay as they are.

    Answers are paired by condition and by their order under it. Conditions that are new come
    before the answer without one, conditions that are not named keep their answers.
    """
    waiting: dict[tuple[Condition, ...], deque[Variant]] = {}
    for variant in wanted:
        waiting.setdefault(variant.conditions, deque()).append(variant)
    last = {variant.conditions: place for place, variant in enumerate(known)}
    found: list[Revision] = []
    for place, old in enumerate(known):
        news = waiting.get(old.conditions)
        if news is None:
            found.append((old, old))
            continue
        if news:
            found.append((_inheriting(news.popleft(), old), old))
        if place == last[old.conditions]:
            found += ((new, None) for new in waiting.pop(old.conditions))
    default = next((n for n, (new, _) in enumerate(found) if not new.conditions), len(found))
    found[default:default] = [(new, None) for news in waiting.values() for new in news]
    same = [bare(new) for new, _ in found] == [bare(old) for old in known]
    return () if same else tuple(found)


def _inheriting(new: Variant, old: Variant) -> Variant:
    """The new answer, with what its file leaves open as it was; another text wants a review."""
    return replace(
        new,
        sources=new.sources or old.sources,
        related=new.related or old.related,
        reviewed=new.reviewed or (old.reviewed if new.text == old.text else None),
    )


def _shown(answer: Variant) -> list[str]:
    """An answer's lines, and then its metadata."""
    about = {"sources": answer.sources, "related": answer.related, "reviewed": answer.reviewed}
    lines = [line for line in answer.text.splitlines() if line.strip()]
    for name, value in about.items():
        if value:
            shown = " ".join(value) if isinstance(value, tuple) else value
            lines.append(f"{name}: {shown}")
    return lines
