"""What editors must mend before content ships: near-copies, unsupported figures, promises.

Serving does not wait for these checks; `yuqi data validate` and the tests do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from opencc import OpenCC
from rapidfuzz import fuzz, process

from bot.content.checks import PLACEHOLDER
from bot.domain import Domain, Example, Variant
from bot.errors import Fault

LONGEST_ANSWER = 350
"""Chinese characters of an answer at most: a phone screen and a half."""

NEAR_COPY = 92
"""`rapidfuzz.fuzz.ratio` (0 to 100) from which two examples are copies of one another."""

_PROMISES = re.compile(
    r"包过|一定能|肯定能|保证(?:能|恢复|成功|下款|通过)|百分百|100%(?:能|成功)|内部渠道|马上消除|必定恢复"
)
_HINTS = ("utter_ask_", "utter_invalid_")
"""Questions of forms and what is said to an answer they cannot take: their figures are examples
of what to type."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CLAIM = re.compile(
    r"\d+(?:\.\d+)?\s?(?:%|年|个月|天|日|元|万|期|次|倍|小时)|20\d\d|《[^》]+》|第\d+条|(?<!\d)\d{5,}(?!\d)"
)
_NUMBERED = re.compile(r"^\s*\d+\.\s", re.MULTILINE)
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Review:
    """Faults that must be mended, and notices that can wait."""

    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]


def review(domain: Domain, today: date) -> Review:
    """Everything an editor should know about the content, on a given day."""
    faults = (
        *_near_copies(domain),
        *_answers(domain),
    )
    return Review(tuple(sorted(faults)), tuple(sorted(_stale(domain, today))))


def _near_copies(domain: Domain) -> Iterator[Fault]:
    """Examples that are one another but for the product's name, a particle or punctuation."""
    products = sorted(
        (word for words in domain.synonyms.values() for word in words), key=len, reverse=True
    )
    named = re.compile("|".join(map(re.escape, products)) or r"(?!)")
    by_length: dict[int, list[tuple[str, str, Example]]] = defaultdict(list)
    for intent in domain.intents.values():
        for example in intent.examples:
            bare = _PUNCTUATION.sub("", named.sub("", example.text))
            by_length[len(bare)].append((bare, intent.name, example))
    for length, here in sorted(by_length.items()):
        if length < 6:
            continue
        others = [*here, *by_length.get(length + 1, ())]
        table = process.cdist(
            [one[0] for one in here],
            [one[0] for one in others],
            scorer=fuzz.ratio,
            score_cutoff=NEAR_COPY,
            dtype=np.uint8,
        )
        for left, right in np.argwhere(table):
            if right <= left:
                continue
            (_, _, first), (_, name, second) = here[left], others[right]
            yield Fault(
                second.place.file,
                second.place.line,
                f"the example {second.text!r} of {name!r} nearly copies {first.text!r} "
                f"({first.place.file}:{first.place.line})",
                "Say it in another way, or drop it.",
            )


def _answers(domain: Domain) -> Iterator[Fault]:
    simplify = OpenCC("t2s").convert
    for name, variants in domain.responses.items():
        for variant in variants:
            text = PLACEHOLDER.sub("", variant.text)
            if (count := len(_HAN.findall(text))) > LONGEST_ANSWER:
                yield _at(
                    variant,
                    f"{name!r} has {count} Chinese characters",
                    f"Shorten it to {LONGEST_ANSWER}.",
                )
            if promise := _PROMISES.search(text):
                yield _at(
                    variant,
                    f"{name!r} promises: {promise.group()!r}",
                    "Say what is known, without a promise.",
                )
            if simplify(text) != text:
                yield _at(
                    variant,
                    f"{name!r} is not in Simplified characters throughout",
                    "Write it in Simplified characters.",
                )
            claim = _CLAIM.search(_NUMBERED.sub("", text))
            if claim and not variant.sources and not name.startswith(_HINTS):
                yield _at(
                    variant,
                    f"{name!r} states {claim.group()!r} without a source",
                    "Name the fact under `metadata: {sources: [F-…]}`.",
                )
            if variant.sources and variant.reviewed is None:
                yield _at(
                    variant,
                    f"{name!r} has sources but no review date",
                    "Add `reviewed: 2026-11-22`.",
                )


def _stale(domain: Domain, today: date) -> Iterator[Fault]:
    """Answers that rest on a source past its date: still served, but to be read again."""
    for name, variants in domain.responses.items():
        for variant in variants:
            for source in variant.sources:
                due = domain.sources[source].recheck_by
                if due < today:
                    yield _at(
                        variant,
                        f"{name!r} rests on {source}, to be checked by {due}",
                        "Check the source and set its dates anew.",
                    )


def _at(variant: Variant, problem: str, cure: str) -> Fault:
    return Fault(variant.place.file, variant.place.line, problem, cure)
