from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import Tracker, UtteranceError
from bot.dialogue.events import BotUttered, SessionStarted, SlotSet, UserUttered
from bot.dialogue.forms import FORMS
from tests.unit.talk import NOON, talk
from tests.unit.texts import mixed_texts, utterances

if TYPE_CHECKING:
    from bot import Engine

NEW = Tracker("test")
KINDS = {"answer", "clarify", "ask", "chat", "handoff", "crisis", "fallback"}


# --- one turn


@given(text=utterances)
def test_same_input_gives_the_same_turn(engine: Engine, text: str) -> None:
    assert engine.handle(text, NEW, NOON) == engine.handle(text, NEW, NOON)


def test_conversation_before_is_left_as_it_was(engine: Engine) -> None:
    (before,) = talk(engine, "花呗有没有宽限期")
    events = before.tracker.events
    engine.handle("那借呗呢", before.tracker, NOON)
    assert before.tracker.events == events


@given(text=utterances)
def test_tracker_after_a_turn_holds_its_events(engine: Engine, text: str) -> None:
    (before,) = talk(engine, "你好")
    turn = engine.handle(text, before.tracker, NOON)
    assert turn.tracker.events == (*before.tracker.events, *turn.events)


def test_message_is_kept_with_its_id_and_parse(engine: Engine) -> None:
    turn = engine.handle("花呗逾期了怎么办", NEW, NOON, message_id="m-1")
    (said,) = (event for event in turn.events if isinstance(event, UserUttered))
    assert (said.text, said.message_id) == ("花呗逾期了怎么办", "m-1")
    assert said.parse_data["intent"]["name"] == "overdue_what_to_do"
    assert said.parse_data["entities"][0]["value"] == "huabei"


def test_next_best_intents_are_told(engine: Engine) -> None:
    turn = engine.handle("有没有宽限期", NEW, NOON)
    ranked = [match.name for match in turn.understanding.ranking]
    assert [match.name for match in turn.reply.alternatives] == ranked[1:6]


def test_two_questions_are_answered_in_one_turn(engine: Engine) -> None:
    (turn,) = talk(engine, "花呗有没有宽限期?逾期上征信吗?")
    assert [match.name for match in turn.reply.intents] == ["grace_period", "credit_impact"]


def test_faint_intent_is_a_fallback_in_rasas_shape(engine: Engine) -> None:
    data = engine.parse_data(engine.parse("完全不相干 xyz", NOON))
    best = data["intent_ranking"][0]
    assert data["intent"] == best
    assert sum(one["name"] == best["name"] for one in data["intent_ranking"]) == 1


# --- what is no utterance


@pytest.mark.parametrize("text", ["", " ", "\n\t　"])
def test_empty_text_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(UtteranceError, match="empty"):
        engine.handle(text, NEW, NOON)


def test_text_of_1001_characters_is_refused(engine: Engine) -> None:
    with pytest.raises(UtteranceError, match="1001 characters"):
        engine.handle("好" * 1001, NEW, NOON)


@pytest.mark.parametrize("text", ["好" * 1000, f"  {'好' * 1000}\n", "9" * 1000, "😭" * 1000])
def test_text_of_1000_characters_is_taken(engine: Engine, text: str) -> None:
    assert engine.handle(text, NEW, NOON).reply.kind in KINDS


def test_parse_refuses_what_handle_refuses(engine: Engine) -> None:
    with pytest.raises(UtteranceError):
        engine.parse(" ", NOON)


# --- whatever is typed


@given(text=utterances)
@example("\ud800花呗逾期")
@example(f"欠{'9' * 400}元")
@example(f"欠{'亿' * 400}")
@example("花呗2025年晚了三天,后来还上了")
@example('/overdue_short{"paid_off_on": "2025", "duration": 3}')
@example("/form_nothing")
@example('/form_overdue_interest{"amount": "x", "duration": 1e300, "daily_rate": true}')
@example('/grace_period{"product": 3, "duration": "long", "requested_slot": 1}')
@example("\x00\x01\x1b[31m")
@example("\u202e\ufeff\u200d")
@example("((((((((((" * 90)
@example("当年3月" * 240)
@example("去年5月我把我" * 140)
@example("去年5月找我借钱" * 120)
@example("花呗3天" * 240)
def test_anything_typed_gets_a_reply(engine: Engine, text: str) -> None:
    reply = engine.handle(text, NEW, NOON).reply
    assert reply.kind in KINDS
    assert reply.text


@given(texts=st.lists(utterances, min_size=2, max_size=5))
def test_any_conversation_goes_on(engine: Engine, texts: list[str]) -> None:
    assert all(turn.reply.text for turn in talk(engine, *texts))


@pytest.mark.parametrize("form", FORMS)
@given(text=utterances)
@example("9" * 400)
@example("欠" + "9" * 400 + "天")
@example("\ud83d")
def test_any_answer_to_a_form_gets_a_reply(engine: Engine, form: str, text: str) -> None:
    assert all(turn.reply.text for turn in talk(engine, f"/{form}", text, text, text))


@given(text=mixed_texts)
def test_utterance_is_encodable_once_taken(engine: Engine, text: str) -> None:
    turn = engine.handle(f"好{text}\udfff", NEW, NOON)
    assert turn.understanding.text.encode()


@pytest.mark.parametrize("text", ["?!", "😭😭", "。。。", "\u200b😀", "\x00"])
def test_emoji_and_punctuation_alone_are_asked_for_words(engine: Engine, text: str) -> None:
    assert engine.handle(text, NEW, NOON).reply.response == "utter_empty"


# --- sessions


@pytest.mark.parametrize(
    ("pause", "sessions"),
    [(timedelta(minutes=30), 1), (timedelta(minutes=30, seconds=1), 2)],
    ids=["in-time", "too-late"],
)
def test_session_ends_after_half_an_hour_of_silence(
    engine: Engine, pause: timedelta, sessions: int
) -> None:
    last = talk(engine, "花呗有没有宽限期", "你好", pause=pause)[-1]
    assert sum(isinstance(one, SessionStarted) for one in last.tracker.events) == sessions
    assert ("product" in last.slots) is (sessions == 1)


def test_after_a_session_nothing_is_followed_up(engine: Engine) -> None:
    last = talk(engine, "花呗有没有宽限期", "那借呗呢", pause=timedelta(hours=1))[-1]
    assert last.how == "plain"


def test_clock_that_goes_back_ends_no_session(engine: Engine) -> None:
    (first,) = talk(engine, "花呗有没有宽限期")
    turn = engine.handle("那借呗呢", first.tracker, NOON - timedelta(hours=2))
    assert turn.how == "follow_up"


def test_relative_date_is_read_on_the_day_of_the_turn(engine: Engine) -> None:
    turn = engine.handle("昨天还清的花呗", NEW, datetime(2024, 3, 1, 8, tzinfo=UTC))
    assert turn.slots["date"] == "2024-02-29"


# --- slots


def test_what_was_told_is_remembered(engine: Engine) -> None:
    last = talk(engine, "花呗逾期三天有影响吗", "上征信吗")[-1]
    assert last.slots["product"] == "huabei"
    assert "花呗" in last.reply.text


def test_another_product_in_a_full_question_forgets_the_rest(engine: Engine) -> None:
    last = talk(engine, "花呗逾期三天有影响吗", "借呗没还会报到央行吗")[-1]
    assert last.slots["product"] == "jiebei"
    assert "duration" not in last.slots


def test_slot_is_set_only_when_it_changes(engine: Engine) -> None:
    last = talk(engine, "花呗有没有宽限期", "花呗逾期上征信吗")[-1]
    assert not [one for one in last.events if isinstance(one, SlotSet) and one.name == "product"]


# --- danger


@pytest.mark.parametrize(
    "text", ["我不想活了", "花呗逾期了,我想自杀", "不想活了 再说一遍", "欠這麼多錢只想去死"]
)
def test_danger_comes_before_everything(engine: Engine, text: str) -> None:
    turn = talk(engine, "花呗有没有宽限期", text)[-1]
    assert (turn.reply.kind, turn.reply.response) == ("crisis", "utter_crisis")
    assert turn.reply.suggestions == ()


def test_danger_heard_again_is_answered_in_other_words(engine: Engine) -> None:
    texts = [turn.reply.text for turn in talk(engine, "我不想活了", "想跳楼", "真的想死")]
    assert len(set(texts)) == len(texts)


def test_a_denial_of_danger_gets_no_second_letter(engine: Engine) -> None:
    last = talk(engine, "我不想活了", "我没想自杀,就是压力大")[-1]
    assert (last.reply.kind, last.reply.response) == ("chat", "utter_crisis_denied")


def test_a_denial_with_danger_beside_it_is_danger(engine: Engine) -> None:
    assert talk(engine, "我不想活了", "没想自杀,只想去死")[-1].reply.kind == "crisis"


def test_after_danger_nobody_hears_that_they_were_not_understood(engine: Engine) -> None:
    kinds = [turn.reply.kind for turn in talk(engine, "我不想活了", "xyz", "qqq", "😭")]
    assert kinds == ["crisis", "chat", "chat", "chat"]


def test_dropping_a_form_is_no_danger(engine: Engine) -> None:
    for text in ("那算了", "那就算了吧", "那行 算了", "算了 不要了"):
        last = talk(engine, "/form_overdue_interest", text)[-1]
        assert last.reply.response == "utter_form_cancelled"


def test_danger_ends_a_form(engine: Engine) -> None:
    last = talk(engine, "/form_overdue_interest", "我不想活了")[-1]
    assert last.reply.kind == "crisis"
    assert last.tracker.active_loop is None


def test_after_danger_every_reply_reminds_of_the_hotline(engine: Engine) -> None:
    _, *later = talk(engine, "我不想活了", "花呗有没有宽限期", "借呗呢")
    assert all("12356" in (turn.reply.notice or "") for turn in later)


def test_without_danger_nobody_is_reminded(engine: Engine) -> None:
    assert all(turn.reply.notice is None for turn in talk(engine, "你好", "花呗有没有宽限期"))


# --- forms


def test_form_asks_until_it_can_answer(engine: Engine) -> None:
    turns = talk(engine, "帮我算一下逾期利息", "三千五", "三十天", "0.05%")
    assert [turn.reply.kind for turn in turns] == ["ask", "ask", "ask", "answer"]
    assert "52.50 元" in turns[-1].reply.text
    assert turns[-1].tracker.active_loop is None


def test_form_never_asks_what_it_knows(engine: Engine) -> None:
    turns = talk(engine, "花呗逾期三十天有影响吗", "帮我算一下逾期利息", "3500", "0.05%")
    assert turns[-1].reply.kind == "answer"


def test_question_put_to_a_form_is_answered_and_the_form_goes_on(engine: Engine) -> None:
    _, _, asked, answered = talk(
        engine, "帮我算一下逾期利息", "三千五", "花呗有没有宽限期?", "三十天"
    )
    assert asked.reply.intents[0].name == "grace_period"
    assert "逾期多久了" in asked.reply.text
    assert answered.reply.response == "utter_ask_form_overdue_interest_daily_rate"


@pytest.mark.parametrize("text", ["取消", "不算了", "退出吧"])
def test_form_is_dropped_when_asked(engine: Engine, text: str) -> None:
    last = talk(engine, "/form_overdue_interest", text)[-1]
    assert last.reply.response == "utter_form_cancelled"
    assert last.tracker.active_loop is None


def test_answer_that_a_form_cannot_take_is_asked_for_again(engine: Engine) -> None:
    last = talk(engine, "/form_overdue_interest", "不知道")[-1]
    assert last.reply.text == "不知道也没关系，估一个。"
    assert last.tracker.active_loop == "form_overdue_interest"


def test_form_tells_which_keyboard_it_wants(engine: Engine) -> None:
    (turn,) = talk(engine, "/form_overdue_interest")
    assert turn.reply.prompt is not None
    assert turn.reply.prompt.type == "number"


# --- what a client gets


def test_buttons_are_kept_in_rasas_shape(engine: Engine) -> None:
    (turn,) = talk(engine, "花呗逾期了怎么办")
    (said,) = (event for event in turn.events if isinstance(event, BotUttered))
    assert said.data["buttons"] == [
        {"title": one.title, "payload": one.payload} for one in turn.reply.suggestions
    ]


def test_every_button_can_be_pressed(engine: Engine) -> None:
    (first,) = talk(engine, "花呗逾期了怎么办")
    for button in first.reply.suggestions:
        pressed = engine.handle(button.payload, first.tracker, NOON)
        assert pressed.how == "payload"
        assert f"/{pressed.reply.intents[0].name}" in button.payload


def test_traditional_is_answered_in_traditional(engine: Engine) -> None:
    (turn,) = talk(engine, "花唄逾期會上徵信嗎")
    assert "徵信" in turn.reply.text
