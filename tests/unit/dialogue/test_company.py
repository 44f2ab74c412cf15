from __future__ import annotations

from datetime import date

import pytest

from bot import Tracker
from bot.dialogue.company import (
    is_near,
    keep_company,
    take_denial,
    tell_of_help_line,
    was_near,
    without_denial,
)
from bot.dialogue.context import Heard
from bot.dialogue.decisions import (
    Answer,
    Clarify,
    Company,
    Crisis,
    Decision,
    Fallback,
    HandOff,
    OutOfScope,
    Repeat,
)
from bot.dialogue.events import ActiveLoop, BotUttered, Event, SessionStarted
from bot.dialogue.policies import Situation
from bot.domain import Match, Understanding

NEW = Tracker("test")
STAY = Company("utter_crisis_stay")


def after(*kinds: str, loop: str | None = None) -> Tracker:
    """A conversation in which the bot replied in these ways, the last last."""
    replies: list[Event] = [BotUttered(2, "好", {}, {"kind": kind}) for kind in kinds]
    return Tracker("test", (SessionStarted(1), *replies, ActiveLoop(3, loop)))


def said(text: str, tracker: Tracker, best: str = "out_of_scope") -> Situation:
    understanding = Understanding(text, text, (text,), (), (), (Match(best, 0.9),))
    return Situation(Heard(understanding, "plain"), {}, tracker, date(2026, 11, 22))


def answer(name: str) -> Answer:
    return Answer((Match(name, 0.9),))


def test_danger_is_near_for_a_few_replies_and_known_for_the_session() -> None:
    later = after("crisis", *["answer"] * 6)
    assert is_near(after("crisis", *["answer"] * 5))
    assert not is_near(later)
    assert was_near(later)
    assert not was_near(NEW)


@pytest.mark.parametrize(
    "cold",
    [Fallback(()), Fallback((), empty=True), OutOfScope(Match("out_of_scope", 0.9)), Repeat()]
    + [answer(name) for name in ("greet", "deny", "bot_complaint")],
)
def test_nobody_is_left_alone_who_was_in_danger(cold: Decision) -> None:
    assert keep_company(cold, said("谁懂啊", after("crisis"), "deny")) == STAY
    assert keep_company(cold, said("谁懂啊", after("answer"), "deny")) == cold


def test_a_question_back_becomes_company_with_its_options() -> None:
    close = (Match("grace_period", 0.4), Match("credit_impact", 0.4))
    kept = keep_company(Clarify(close), said("八万", after("crisis")))
    assert kept == Company("utter_crisis_stay", candidates=close)


def test_a_clear_question_is_answered() -> None:
    clear = answer("grace_period")
    assert keep_company(clear, said("有宽限期吗", after("crisis"))) == clear


def test_a_person_is_named_only_when_asked_for() -> None:
    asked = HandOff(Match("human_handoff", 0.9))
    assert keep_company(asked, said("他要跟我分开", after("crisis"), "human_handoff")) == STAY
    assert keep_company(asked, said("转人工", after("crisis"), "human_handoff")) == asked
    assert keep_company(asked, said("没用", after("crisis"), "bot_complaint")) == STAY
    assert keep_company(HandOff(), said("没用", after("crisis"))) == STAY


@pytest.mark.parametrize(
    ("text", "best", "response"),
    [
        ("好的我试试", "affirm", "utter_crisis_agreed"),
        ("是我赌钱欠的", "affirm", "utter_crisis_stay"),
        ("谢谢 好点了", "thank", "utter_crisis_agreed"),
        ("心里堵", "thank", "utter_crisis_stay"),
        ("先去忙了 拜拜", "goodbye", "utter_crisis_agreed"),
    ],
)
def test_small_talk_is_warm_and_only_where_it_was_said(
    text: str, best: str, response: str
) -> None:
    kept = keep_company(answer(best), said(text, after("crisis"), best))
    assert isinstance(kept, Company)
    assert kept.response == response


def test_a_bare_word_to_the_letter_says_neither_yes_nor_no() -> None:
    assert keep_company(answer("affirm"), said("嗯", after("crisis"), "affirm")) == Crisis()
    assert keep_company(answer("affirm"), said("好", after("crisis", "chat"), "affirm")) == (
        Company("utter_crisis_agreed", (Match("affirm", 0.9),))
    )


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我没有想自杀,就是压力太大", ",就是压力太大"),
        ("不会做傻事的", ""),
        ("我就是说说", ""),
        ("没有没有,我就随口说说,不会干傻事的", ",,"),
        ("没有自杀的念头", ""),
        ("没想死,但是活着没意思", ",但是活着没意思"),
        ("没有勇气自杀", "没有勇气自杀"),
        ("没死成", "没死成"),
        ("你会不会想不开", "你会不会想不开"),
        ("不会死吧", "不会死吧"),
        ("想死", "想死"),
    ],
)
def test_only_a_denial_is_taken_out(text: str, rest: str) -> None:
    assert without_denial(text) == rest


@pytest.mark.parametrize(
    ("text", "tracker", "taken"),
    [
        ("我不会做傻事", after("crisis"), True),
        ("我不会做傻事", after("crisis", *["answer"] * 9), True),
        ("我不会做傻事", after("answer"), False),
        ("我不会做傻事,就想问问花呗逾期一年了能不能分期还", after("crisis"), False),
        ("花呗有宽限期吗", after("crisis"), False),
    ],
)
def test_a_denial_is_acknowledged_once_danger_was_heard(
    text: str,
    tracker: Tracker,
    taken: bool,  # noqa: FBT001  a case
) -> None:
    assert (take_denial(said(text, tracker)) is not None) is taken


@pytest.mark.parametrize(
    ("text", "tracker", "response"),
    [
        ("12356是什么", after("crisis"), "utter_crisis_line"),
        ("12356是干嘛的", NEW, "utter_crisis_line"),
        ("那个热线有人接吗", after("crisis"), "utter_crisis_line"),
        ("打不通", after("crisis"), "utter_crisis_line"),
        ("那个热线有人接吗", after("answer"), None),
        ("我这就打", after("crisis"), "utter_crisis_agreed"),
        ("我不打12356", after("crisis"), "utter_crisis_line"),
        ("我这就打", after("answer"), None),
        ("欠了12356元", after("crisis"), None),
        ("12356", after("crisis", loop="form_overdue_interest"), None),
        ("他天天给我爸妈打电话说要起诉我们全家", after("crisis"), None),
    ],
)
def test_the_number_we_gave_is_explained(
    text: str, tracker: Tracker, response: str | None
) -> None:
    told = tell_of_help_line(said(text, tracker))
    assert (told.response if told else None) == response
