"""Questions of a Rasa project: its intents, and the responses that names or rules give them.

What Rasa writes as `faq/overdue`, a retrieval intent with its key, becomes `faq_overdue` under the
topic `faq`. Stories, forms, slots, synonyms and lookups are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, product
from pathlib import Path
from typing import Any

from bot.content.builder import Builder
from bot.content.intent_file import read_examples
from bot.content.response_file import read_variant
from bot.content.yaml_file import Map, Seq, read_yaml
from bot.domain import Condition, Example, Intent, Place, Variant
from bot.editing.question import Question, Reading, one_line
from bot.errors import ContentError, Fault

_OF_RASA = re.compile(r"^(?:nlu|responses|rules)\s*:", re.MULTILINE)
_UNREAD_ITEMS = ("synonym", "lookup", "regex")
_UNREAD_KEYS = ("stories", "forms")
_EXTRAS = ("buttons", "image", "attachment", "custom", "elements", "quick_replies")


@dataclass
class _Project:
    """What the files hold, collected before it is joined."""

    intents: dict[str, Intent] = field(default_factory=dict)
    responses: dict[str, list[tuple[Place, Any]]] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


def read_rasa(path: Path, topic: str) -> Reading:
    """The questions of a Rasa project's folder, or of one of its files.

    Args:
        path: the folder, or a YAML file.
        topic: the topic of questions that name none.

    Raises:
        ContentError: a file is no YAML, or there is nothing of Rasa.
    """
    project = _Project()
    found = False
    for file in sorted((*path.rglob("*.yml"), *path.rglob("*.yaml"))) if path.is_dir() else [path]:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        if _is_rasas(file, name):
            found = True
            _read_document(read_yaml(file, name), name, topic, project)
    if not found:
        cure = "Name the project's folder, with domain.yml and data/nlu.yml in it."
        raise ContentError((Fault(path.name, 1, "there is no Rasa project", cure),))
    questions = tuple(
        question
        for raw, intent in project.intents.items()
        if (question := _question(raw, intent, project))
    )
    return Reading(questions, tuple(project.faults), tuple(project.remarks))


def _is_rasas(file: Path, name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    return not hidden and bool(_OF_RASA.search(file.read_text("utf-8", errors="replace")))


def _read_document(document: Map, name: str, topic: str, project: _Project) -> None:
    unread = Counter(key for key in _UNREAD_KEYS if document.get(key))
    for line, item in _numbered(document.get("nlu")):
        kinds = [kind for kind in _UNREAD_ITEMS if isinstance(item, Map) and kind in item]
        unread.update(kinds)
        if isinstance(item, Map) and "intent" in item:
            _read_intent(item, Place(name, line), topic, project)
    responses = document.get("responses")
    for response, variants in responses.items() if isinstance(responses, Map) else ():
        placed = [(Place(name, line), item) for line, item in _numbered(variants)]
        project.responses.setdefault(response, []).extend(placed)
    for _, rule in _numbered(document.get("rules")):
        project.actions.update(_actions(rule))
    for kind, count in unread.items():
        problem = f"{kind} is not imported" if count == 1 else f"{count} × {kind} not imported"
        project.remarks.append(Fault(name, 1, problem, "Only questions and answers are."))


def _numbered(value: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401  whatever stands there
    return value.numbered() if isinstance(value, Seq) else iter(())


def _actions(rule: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  whatever stands there
    """What a rule says to an intent, where that is a response."""
    steps = rule.get("steps") if isinstance(rule, Map) else None
    for first, second in pairwise(steps if isinstance(steps, Seq) else ()):
        if isinstance(first, Map) and isinstance(second, Map) and "intent" in first:
            action = str(second.get("action"))
            if action.startswith("utter_"):
                yield str(first["intent"]), action


def _read_intent(item: Map, place: Place, topic: str, project: _Project) -> None:
    raw = str(item["intent"])
    builder = Builder()
    examples = read_examples(item, place, builder)
    project.faults += builder.faults
    metadata = item.get("metadata")
    about: Mapping[str, Any] = metadata if isinstance(metadata, Map) else {}
    group, _, key = raw.partition("/")
    intent = Intent(
        name=_snake(raw),
        topic=str(about.get("topic") or (_snake(group) if key else topic)),
        title=one_line(str(about.get("title") or "")),
        product_title=one_line(str(about.get("product_title") or "")),
        examples=tuple(Example(one_line(one.text), one.place) for one in examples),
        place=place,
    )
    known = project.intents.get(raw, intent)
    more = () if known is intent else intent.examples
    project.intents[raw] = replace(known, examples=known.examples + more)


def _snake(name: str) -> str:
    """An intent's name in the form of ours.

    >>> _snake("faq/ask-Hours"), _snake("askHours")
    ('faq_ask_hours', 'ask_hours')
    """
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[\s/.\-]+", "_", apart).strip("_").lower()


def _question(raw: str, intent: Intent, project: _Project) -> Question | None:
    """The intent with its answers; None, with the faults noted, where they cannot be read."""
    named = (f"utter_{raw}", project.actions.get(raw, ""), f"utter_{intent.name}")
    response = next((name for name in named if name in project.responses), "")
    builder = Builder()
    answers = []
    for place, item in project.responses.get(response, ()):
        if not isinstance(item, Map) or not item.get("text") or "channel" in item:
            problem = f"a variant of {response!r} is left out"
            cure = "Only texts for every channel are imported."
            project.remarks.append(Fault(place.file, place.line, problem, cure))
            continue
        for extra in _EXTRAS:
            if extra in item:
                problem = f"`{extra}` of {response!r} is left out"
                cure = "Answers hold text; `related` gives buttons."
                project.remarks.append(Fault(place.file, place.line, problem, cure))
        if variant := read_variant(item, place, builder):
            answers.append(variant)
    project.faults += builder.faults
    if builder.faults or not intent.examples:
        return None
    return Question(intent, _rejoined(answers))


def _rejoined(answers: list[Variant]) -> tuple[Variant, ...]:
    """Answers that differ in nothing but their conditions' values joined to one.

    Rasa's conditions hold one value each, so that an answer for several values is written
    several times, with every combination of them.
    """

    def alike(answer: Variant) -> tuple[object, ...]:
        slots = tuple(condition.slot for condition in answer.conditions)
        return slots, answer.text, answer.sources, answer.related, answer.reviewed

    found: list[Variant] = []
    for _, group in groupby(answers, alike):
        same = list(group)
        said = [tuple(one.values for one in answer.conditions) for answer in same]
        columns = [tuple(dict.fromkeys(sum(one, ()))) for one in zip(*said, strict=True)]
        every = [tuple((value,) for value in values) for values in product(*columns)]
        if len(same) > 1 and columns and said == every:
            slots = (condition.slot for condition in same[0].conditions)
            conditions = tuple(map(Condition, slots, columns))
            found.append(replace(same[0], conditions=conditions))
        else:
            found += same
    return tuple(found)
