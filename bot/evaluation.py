"""How well an engine does: on labelled utterances, and on golden conversations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bot.content.yaml_file import Map, read_yaml
from bot.dialogue.responder import OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.domain import Domain, Intent
from bot.engine import Engine, Turn

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day on which conversations are tested, so that relative dates stay the same."""


# --- labelled utterances ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Labelled:
    """An utterance with the intent it has, others that are as right, and its kind."""

    text: str
    intent: str
    also: frozenset[str] = frozenset()
    kind: str = ""

    @property
    def right(self) -> frozenset[str]:
        """Every intent that counts as right."""
        return self.also | {self.intent}


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Utterances from a file of `text<TAB>intent<TAB>also` lines; `# kind: x` names a section.

    Raises:
        ValueError: a line has no intent; the message names it.
    """
    found: list[Labelled] = []
    kind = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            kind = line.removeprefix("# kind:").strip() if line.startswith("# kind:") else kind
            continue
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) < 2 or not cells[1]:
            raise ValueError(f"{path}:{number}: write text<TAB>intent, not {line!r}.")
        also = frozenset(filter(None, re.split(r"[,\s]+", cells[2]))) if len(cells) > 2 else ()
        found.append(Labelled(cells[0], cells[1], frozenset(also), kind))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Judged:
    """One utterance with what the engine made of it."""

    labelled: Labelled
    intent: str
    confidence: float
    kind: str
    """What the visitor gets: answer, clarify, fallback …"""

    @property
    def right(self) -> bool:
        """Whether the best intent is a right one."""
        return self.intent in self.labelled.right

    @property
    def outside(self) -> bool:
        """Whether the utterance wants no credit answer."""
        return self.labelled.intent in OUTSIDE

    @property
    def answered(self) -> bool:
        """Whether a curated answer was given at once."""
        return self.kind in {"answer", "chat", "crisis", "handoff"}


@dataclass(frozen=True, slots=True)
class Bin:
    """The utterances of one range of confidence: how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Report:
    """Figures over labelled utterances; shares are in [0, 1]."""

    judged: tuple[Judged, ...]

    @property
    def accuracy(self) -> float:
        """Share whose best intent is right."""
        return _share(one.right for one in self.judged)

    @property
    def rejected(self) -> float:
        """Share of outside utterances that got no credit answer."""
        return _share(
            not one.answered or one.intent in OUTSIDE for one in self.judged if one.outside
        )

    @property
    def answered_rightly(self) -> float:
        """Share of inside utterances answered at once and rightly."""
        return _share(one.answered and one.right for one in self.judged if not one.outside)

    @property
    def answered_wrongly(self) -> float:
        """Share of all utterances that got a wrong answer."""
        return _share(
            one.answered and not one.right and one.intent not in OUTSIDE for one in self.judged
        )

    @property
    def macro_f1(self) -> float:
        """The mean over intents of F1; a prediction counts for its utterance's right intent."""
        true, predicted, hits = Counter[str](), Counter[str](), Counter[str]()
        for one in self.judged:
            label = one.intent if one.right else one.labelled.intent
            true[label] += 1
            predicted[one.intent] += 1
            hits[label] += one.right
        scores = [2 * hits[name] / (true[name] + predicted[name]) for name in true]
        return sum(scores) / len(scores) if scores else 0.0

    @property
    def expected_calibration_error(self) -> float:
        """ECE over ten equal bins of confidence (Naeini et al. 2015)."""
        gaps = (one.count * abs(one.accuracy - one.confidence) for one in self.reliability())
        return sum(gaps) / max(1, len(self.judged))

    def reliability(self, bins: int = 10) -> tuple[Bin, ...]:
        """What a confidence is worth: equal bins of it, least sure first, empty ones left out."""
        held: dict[int, list[Judged]] = {}
        for one in self.judged:
            held.setdefault(min(int(one.confidence * bins), bins - 1), []).append(one)
        return tuple(
            Bin(
                place / bins,
                (place + 1) / bins,
                len(found),
                sum(one.confidence for one in found) / len(found),
                _share(one.right for one in found),
            )
            for place, found in sorted(held.items())
        )

    def kinds(self) -> Iterator[tuple[str, Report]]:
        """The report of each kind of utterance, in the order of the file."""
        for kind in dict.fromkeys(one.labelled.kind for one in self.judged):
            yield kind, Report(tuple(one for one in self.judged if one.labelled.kind == kind))

    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """Pairs of (right intent, intent taken), the most frequent first."""
        counts = Counter((one.labelled.intent, one.intent) for one in self.judged if not one.right)
        return counts.most_common()


def judge(engine: Engine, utterances: Iterable[Labelled]) -> Report:
    """Ask the engine each utterance by itself, as the first of a conversation."""
    judged = []
    for one in utterances:
        turn = engine.handle(one.text, Tracker("test"), NOON)
        best = turn.understanding.best
        intent = turn.reply.intents[0].name if turn.reply.kind == "crisis" else best.name
        if turn.understanding.parts and turn.reply.intents:
            intent = turn.reply.intents[0].name
        judged.append(Judged(one, intent, best.confidence, turn.reply.kind))
    return Report(tuple(judged))


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


# --- cross-validation ---------------------------------------------------------------------------


def cross_validate(
    domain: Domain, folds: int, learn: Callable[[Domain], Engine]
) -> Iterator[Report]:
    """The report of each fold: its examples judged by an engine learnt from all the others.

    The topic is an example's kind.
    """
    for rest, held_out in split_folds(domain, folds):
        yield judge(learn(rest), held_out)


def split_folds(domain: Domain, folds: int) -> Iterator[tuple[Domain, tuple[Labelled, ...]]]:
    """For each fold the domain without its examples, and these.

    Stratified: every intent is spread evenly; and the same domain is always split alike.
    """
    generator = np.random.default_rng(0)
    fold_of: dict[str, list[int]] = {}
    dealt = 0
    for name, intent in domain.intents.items():
        count = len(intent.examples)
        fold_of[name] = ((generator.permutation(count) + dealt) % folds).tolist()
        dealt += count
    for fold in range(folds):
        intents: dict[str, Intent] = {}
        held_out: list[Labelled] = []
        for name, intent in domain.intents.items():
            placed = list(zip(intent.examples, fold_of[name], strict=True))
            kept = tuple(example for example, its in placed if its != fold)
            intents[name] = replace(intent, examples=kept)
            held_out += (
                Labelled(example.text, name, kind=intent.topic)
                for example, its in placed
                if its == fold
            )
        yield replace(domain, intents=intents), tuple(held_out)


# --- conversations ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """A golden conversation: steps in Rasa's test-story grammar, and where it stands."""

    name: str
    steps: tuple[Map, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class StoryResult:
    """A story with what went otherwise than it says; nothing where it passes."""

    story: Story
    failures: tuple[str, ...] = field(default=())


def read_stories(folder: Path) -> tuple[Story, ...]:
    """All stories of the YAML files in a folder.

    Raises:
        ContentError: a file is no YAML.
    """
    stories = []
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path, path.name)
        found = document.get("stories") or []
        for line, item in zip(getattr(found, "lines", ()), found, strict=True):
            stories.append(Story(str(item["story"]), tuple(item["steps"]), path.name, line))
    return tuple(stories)


def run_story(engine: Engine, story: Story) -> StoryResult:
    """Hold the conversation and compare."""
    tracker, now = Tracker("test"), NOON
    turn: Turn | None = None
    failures: list[str] = []
    for step in story.steps:
        now += _wait(step.get("wait"))
        if "user" in step:
            turn = engine.handle(str(step["user"]), tracker, now)
            tracker = turn.tracker
        if turn is not None:
            failures += [f"{step.line}: {fault}" for fault in _faults(step, turn)]
    return StoryResult(story, tuple(failures))


def _faults(step: Map, turn: Turn) -> Iterator[str]:
    reply = turn.reply
    heard = [match.name for match in reply.intents] or [turn.understanding.best.name]
    said = f"(user said {turn.understanding.text!r}, reply {reply.response} [{reply.kind}])"
    if "intent" in step and step["intent"] != heard[0]:
        yield f"intent {step['intent']} expected, {heard[0]} heard {said}"
    if "intents" in step and list(step["intents"]) != heard:
        yield f"intents {list(step['intents'])} expected, {heard} heard {said}"
    if "action" in step and step["action"] not in {reply.response, f"utter_{heard[0]}"}:
        yield f"action {step['action']} expected {said}"
    if "bot" in step and str(step["bot"]) not in f"{reply.text}{reply.notice or ''}":
        yield f"reply should contain {step['bot']!r}: {reply.text!r} {said}"
    for wanted in step.get("slot_was_set") or ():
        pairs: Sequence[tuple[str, Any]] = (
            list(wanted.items()) if isinstance(wanted, dict) else [(str(wanted), ...)]
        )
        for name, value in pairs:
            if value is ... and turn.slots.get(name) is not None:
                continue
            if turn.slots.get(name) != value:
                yield f"slot {name} = {value!r} expected, {turn.slots.get(name)!r} {said}"


def _wait(text: Any) -> timedelta:  # noqa: ANN401  whatever stands in the file
    match = re.fullmatch(r"(\d+)([smhd])", str(text or "5s"))
    if not match:
        raise ValueError(f"wait: write 31m or 2h, not {text!r}.")
    unit = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[match[2]]
    return timedelta(**{unit: int(match[1])})
