from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from bot import build_engine
from bot.nlu.pipeline import SURE_OF_A_STORY
from tests.unit.texts import utterances

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Engine

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@given(text=utterances)
def test_confidences_sum_to_one(engine: Engine, text: str) -> None:
    ranking = engine.parse(text, NOW).ranking
    assert sum(match.confidence for match in ranking) == pytest.approx(1, abs=1e-4)
    assert all(0 <= match.confidence <= 1 for match in ranking)


@given(text=utterances)
def test_ranking_holds_every_intent_best_first(engine: Engine, text: str) -> None:
    ranking = engine.parse(text, NOW).ranking
    assert {match.name for match in ranking} == engine.domain.intents.keys()
    confidences = [match.confidence for match in ranking]
    assert confidences == sorted(confidences, reverse=True)


@given(text=utterances)
def test_same_text_is_understood_the_same(engine: Engine, text: str) -> None:
    assert engine.parse(text, NOW) == engine.parse(text, NOW)


def test_bot_built_twice_understands_the_same(engine: Engine, content: Path) -> None:
    again = build_engine(content)
    for text in ("花呗逾期了怎么办", "宽限几天", "今天吃什么"):
        assert again.parse(text, NOW) == engine.parse(text, NOW)


def test_every_example_is_understood_as_its_intent(engine: Engine) -> None:
    wrong = [
        (example.text, name)
        for name, intent in engine.domain.intents.items()
        for example in intent.examples
        if engine.parse(example.text, NOW).best.name != name
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("ＨＢ预期了咋办", "overdue_what_to_do", id="width-initials-and-slips"),
        pytest.param("花唄逾期會上徵信嗎", "credit_impact", id="traditional"),
        pytest.param("蚂蚁花呗宽限几天", "grace_period", id="another-product"),
        pytest.param("我想跟真人客服讲", "human_handoff", id="unseen-wording"),
    ],
)
def test_spelling_does_not_hide_what_is_meant(engine: Engine, text: str, intent: str) -> None:
    assert engine.parse(text, NOW).best.name == intent


def test_neighbour_of_an_example_is_the_example(engine: Engine) -> None:
    first = engine.parse("有没有宽限期", NOW).neighbours[0]
    assert (first.text, first.intent) == ("有没有宽限期", "grace_period")
    assert first.similarity == pytest.approx(1.0)


def test_two_questions_are_understood_each(engine: Engine) -> None:
    parts = engine.parse("花呗有没有宽限期?逾期上征信吗?", NOW).parts
    assert [part.best.name for part in parts] == ["grace_period", "credit_impact"]


@pytest.mark.parametrize("text", ["有没有宽限期", "有没有宽限期?宽限期是几天?"])
def test_one_question_has_no_parts(engine: Engine, text: str) -> None:
    assert engine.parse(text, NOW).parts == ()


def test_reading_on_joins_what_both_readings_allow(engine: Engine) -> None:
    alone = engine.parse("有没有", NOW)
    joined = engine.pipeline.after("花呗宽限期", alone)
    assert joined.text == alone.text
    assert joined.best.name == "grace_period"
    assert sum(match.confidence for match in joined.ranking) == pytest.approx(1, abs=1e-3)


def test_story_whose_questions_leave_it_open_is_understood_as_each(engine: Engine) -> None:
    story = (
        "在外地打工好几年了,今年厂里活少,老板一直压着工资不给结,家里老人又住院了,我手里没剩几个钱,"
        "花呗有没有宽限期?我还想知道逾期上征信吗?"
    )
    understanding = engine.parse(story, NOW)
    assert understanding.best.confidence < SURE_OF_A_STORY
    assert {part.best.name for part in understanding.parts} >= {"grace_period", "credit_impact"}
