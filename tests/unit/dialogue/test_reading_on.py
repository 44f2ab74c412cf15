from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.dialogue.context.reading_on import read_on
from bot.dialogue.events import ActiveLoop
from bot.domain import Match, Understanding
from tests.unit.talk import NOON, talk

if TYPE_CHECKING:
    from bot import Engine, Tracker

LAST = "能改吗"
MEANT = Match("overdue_short", 1.0)


def before(engine: Engine, *said: str, text: str = LAST, loop: str | None = None) -> list[str]:
    """The texts that an utterance is read on from; none where it is read by itself."""
    tracker: Tracker = talk(engine, *said)[-1].tracker
    if loop:
        tracker = tracker.after([ActiveLoop(NOON.timestamp(), loop)])
    asked: list[str] = []

    def after(told: str, understanding: Understanding) -> Understanding:
        asked.append(told)
        return replace(understanding, ranking=(MEANT,))

    heard = read_on(engine.parse(text, NOON), tracker, engine.domain, after)
    if heard is None:
        return []
    assert heard.how == "read_on"
    assert heard.understanding.best.name == MEANT.name
    return asked


def test_short_utterance_is_read_on_from_three_before_and_from_fewer(engine: Engine) -> None:
    said = ("花呗逾期了怎么办", "三天了", "花呗有没有宽限期", "借呗呢")
    assert before(engine, *said) == [",".join(said[-seen:]) for seen in (3, 2, 1)]


def test_change_of_subject_tells_where_less_is_seen_of_the_old(engine: Engine) -> None:
    said = ("花呗逾期了怎么办", "三天了", "借呗呢")

    def after(told: str, understanding: Understanding) -> Understanding:
        old = told.startswith(said[0])
        meant = Match("fee_waiver", 0.6) if old else Match("due_date", 0.9)
        return replace(understanding, ranking=(meant,))

    heard = read_on(
        engine.parse(LAST, NOON), talk(engine, *said)[-1].tracker, engine.domain, after
    )
    assert heard is not None
    assert heard.understanding.best.name == "due_date"


def test_longer_utterance_that_is_unsure_by_itself_is_read_on(engine: Engine) -> None:
    said = "信用卡还不上了能不能协商"
    unsure = "要准备哪些东西呀,我这边有欠条还有和老板的聊天记录"
    assert before(engine, said, text=unsure) == [said]


def test_thanks_are_thanks_whatever_was_spoken_of(engine: Engine) -> None:
    assert before(engine, "花呗逾期了怎么办", text="好累") == []


def test_button_counts_as_the_question_it_stands_for(engine: Engine) -> None:
    title = engine.domain.intents["grace_period"].title
    assert before(engine, '/grace_period{"product": "huabei"}') == [title]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我上个月因为住院忘记了所以想问一下这个日子能不能改", id="long"),
        pytest.param("花呗有没有宽限期", id="an example says it"),
    ],
)
def test_what_says_it_all_is_read_by_itself(engine: Engine, text: str) -> None:
    assert before(engine, "花呗逾期了怎么办", text=text) == []


def test_nothing_spoken_of_is_nothing_to_read_on_from(engine: Engine) -> None:
    assert before(engine, "你好") == []


def test_answer_to_a_form_is_read_by_itself(engine: Engine) -> None:
    assert before(engine, "花呗逾期了怎么办", loop="form_triage") == []
