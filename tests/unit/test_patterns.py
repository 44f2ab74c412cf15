"""No text drives a pattern into endless backtracking: whoever may ask could stop the assistant."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import signal
from collections.abc import Iterator
from types import FrameType

import bot
import server
from bot.domain import Domain

_WORDS = re.compile("[一-鿿]+")
_REPEATED = re.compile(r"\(\?:([^()]*)\)[*+]|\[([^\]]*)\][*+]")
"""What a pattern repeats without end, in its source."""
_TEXTS = 200
"""Made for each pattern; of eleven that once hung, seven or more do within these."""
_CHARACTERS = 240
_SECONDS = 2
"""Backtracking without end takes years, anything else here less than a hundredth of this."""


def test_no_text_hangs_a_pattern(shipped_domain: Domain) -> None:
    patterns = {one.pattern: name for name, one in _patterns()}
    assert len(patterns) > 100
    patterns |= {one.pattern: one.name for one in shipped_domain.concepts}
    patterns |= {source: name for name, source in shipped_domain.form_starts.items()}

    assert {name: text for source, name in patterns.items() if (text := _hangs(source))} == {}


def _hangs(source: str) -> str | None:
    """A text that a pattern does not come to an end with.

    The texts are words of the pattern: a few that may lead to what it repeats, then a few of
    those over and over. Two ways to read the same words make every round twice the work:
    `(?:是|不|不是)*`.
    """
    pattern = re.compile(source)
    for text in _texts(source):
        previous = signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, _SECONDS)
        try:
            pattern.search(text)
            sum(1 for _ in pattern.finditer(text))
        except TimeoutError:
            return text
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
    return None


def _texts(source: str) -> Iterator[str]:
    words = _split(source)
    groups = [_split("".join(found)) for found in _REPEATED.findall(source)]
    groups = [group for group in groups if group]
    if not groups:
        return
    chance = random.Random(source)  # noqa: S311  the same texts each time
    for _ in range(_TEXTS):
        several = [*chance.choice(groups), chance.choice(words)]
        round_ = "".join(chance.choices(several, k=chance.randint(1, 3)))
        before = "".join(chance.choices(words, k=chance.randint(0, 2)))
        yield before + round_ * (_CHARACTERS // len(round_)) + chance.choice(["", "口"])


def _split(source: str) -> list[str]:
    """The words of a source, and each of their characters."""
    words = _WORDS.findall(source)
    return [*words, *(character for word in words for character in word)]


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module of the assistant holds, with where it stands."""
    for package in (bot, server):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    yield from ((f"{module.name}.{name}", one) for one in _within(value))


def _within(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within([*value, *value.values()])
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from (found for one in value for found in _within(one))


def _stop(_: int, __: FrameType | None) -> None:
    raise TimeoutError
