from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.talk import NOON, talk

if TYPE_CHECKING:
    from bot import Engine

GRACE = "花呗有没有宽限期"
SHORT = "花呗逾期三天有影响吗"
STORY = (
    "在超市上班,前阵子家里老人住院把积蓄都垫光了,信用卡这个月实在凑不齐,后天就到还款日了,"
    "单位工资要下个礼拜才发下来,我想问问信用卡有没有宽限期"
)


def heard(engine: Engine, *texts: str) -> tuple[str, str, object]:
    """How the last text is read, the intent heard in it, and the product spoken of."""
    turn = talk(engine, *texts)[-1]
    return turn.how, turn.understanding.best.name, turn.slots.get("product")


@pytest.mark.parametrize(
    "text", ["那借呗呢", "借呗呢?", "换成借呗", "如果是借呗呢", "借呗也一样吗", "那借呗"]
)
def test_another_product_asks_the_same_of_it(engine: Engine, text: str) -> None:
    assert heard(engine, GRACE, text) == ("follow_up", "grace_period", "jiebei")


@pytest.mark.parametrize("text", ["三个月呢", "那半年呢", "要是一年呢"])
def test_longer_duration_asks_of_being_long_overdue(engine: Engine, text: str) -> None:
    assert heard(engine, "花呗逾期三天有影响吗", text) == ("follow_up", "overdue_long", "huabei")


def test_shorter_duration_asks_of_being_shortly_overdue(engine: Engine) -> None:
    assert heard(engine, "花呗逾期三个月会怎样", "那三天呢")[1] == "overdue_short"


@pytest.mark.parametrize(
    "text",
    ["不是花呗是借呗", "不是花呗,是借呗", "我说的是借呗", "说错了,是借呗", "是借呗不是花呗"],
)
def test_correction_asks_the_same_of_what_was_meant(engine: Engine, text: str) -> None:
    assert heard(engine, GRACE, text) == ("correction", "grace_period", "jiebei")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("怎么办", "overdue_what_to_do", id="how"),
        pytest.param("可以吗", "grace_period", id="can"),
    ],
)
def test_question_of_a_few_words_is_about_the_subject_before(
    engine: Engine, text: str, intent: str
) -> None:
    assert heard(engine, GRACE, text) == ("follow_up", intent, "huabei")


@pytest.mark.parametrize("text", ["再说一遍", "没看懂", "重复一下", "刚才那个再讲一次"])
def test_asked_to_repeat_the_last_is_meant(engine: Engine, text: str) -> None:
    assert heard(engine, GRACE, text) == ("repeat", "grace_period", "huabei")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0), ("第一个", 0), ("选2", 1), ("第二个吧", 1), ("前面那个", 0), ("最后一个", -1),
        ("我问的是第一个", 0),
    ],
)  # fmt: skip
def test_button_is_picked_by_number_or_place(engine: Engine, text: str, place: int) -> None:
    asked, picked = talk(engine, GRACE, text)
    assert picked.how == "pick"
    button = asked.reply.suggestions[place]
    assert button.payload.startswith(f"/{picked.reply.intents[0].name}")


@pytest.mark.parametrize("text", ["3", "2"])
def test_number_in_a_form_answers_its_question(engine: Engine, text: str) -> None:
    *_, turn = talk(engine, "/form_triage", "花呗", GRACE, text)
    assert (turn.how, turn.slots["duration"]) == ("plain", int(text))


@pytest.mark.parametrize("text", ["那信用卡也有吗", "借呗也一样", "换成借呗呢"])
def test_another_product_too_asks_the_same(engine: Engine, text: str) -> None:
    assert heard(engine, GRACE, text)[:2] == ("follow_up", "grace_period")


def test_another_product_with_a_question_of_its_own_asks_that(engine: Engine) -> None:
    assert heard(engine, GRACE, "借呗也影响征信吗")[1] == "credit_impact"


@pytest.mark.parametrize(
    ("text", "product"),
    [
        pytest.param("协商分期呢", "credit_card", id="the-story-goes-on"),
        pytest.param("那花呗逾期了呢", "huabei", id="owed-too"),
    ],
)
def test_product_asked_of_in_passing_is_not_the_one_spoken_of(
    engine: Engine, text: str, product: str
) -> None:
    *_, aside, last = talk(engine, STORY, "花呗呢", text)
    assert (aside.slots["product"], last.slots["product"]) == ("credit_card", product)


def test_what_was_told_before_is_put_right_where_it_bears(engine: Engine) -> None:
    *_, last = talk(engine, "花呗逾期三天有影响吗", "谢谢", "说错了,是五天")
    assert (last.how, last.slots["duration"]) == ("correction", 5)


def test_several_at_once_put_no_single_one_right(engine: Engine) -> None:
    assert heard(engine, GRACE, "说错了花呗3万,借呗2万")[0] != "correction"


def test_what_the_answer_depends_on_is_told(engine: Engine) -> None:
    how, intent, _ = heard(engine, "花呗逾期三天有影响吗", "已经还清了")
    assert (how, intent) == ("follow_up", "overdue_short")


def test_short_question_of_pinyin_is_read_by_itself(engine: Engine) -> None:
    assert heard(engine, GRACE, "jiebei yuqi le zenme ban")[1] == "overdue_what_to_do"


def test_button_is_picked_by_its_title(engine: Engine) -> None:
    asked, *_ = talk(engine, GRACE)
    title = asked.reply.suggestions[-1].title
    assert heard(engine, GRACE, title)[0] == "pick"


@pytest.mark.parametrize("text", ["9", "第四个"])
def test_number_beyond_the_buttons_picks_none(engine: Engine, text: str) -> None:
    assert heard(engine, GRACE, text)[0] != "pick"


def test_payload_is_certain_and_sets_its_slots(engine: Engine) -> None:
    how, intent, product = heard(engine, '/grace_period{"product": "jiebei"}')
    assert (how, intent, product) == ("payload", "grace_period", "jiebei")


@pytest.mark.parametrize("text", ["/nothing", "/form_nothing", "/faq/nothing"])
def test_payload_of_no_intent_is_a_text_like_others(engine: Engine, text: str) -> None:
    assert heard(engine, text)[0] == "plain"


@pytest.mark.parametrize("text", ["那借呗呢", "怎么办呢", "第一个", "再说一遍", "不是花呗是借呗"])
def test_nothing_went_before_so_nothing_is_followed(engine: Engine, text: str) -> None:
    assert heard(engine, text)[0] in {"plain", "repeat"}


@pytest.mark.parametrize("text", ["借呗没还会报到央行吗", "信用卡两年没还严重吗", "转人工"])
def test_full_question_is_never_bent_by_what_went_before(engine: Engine, text: str) -> None:
    how, intent, _ = heard(engine, GRACE, text)
    assert how in {"plain", "read_on"}
    assert intent == engine.parse(text, NOON).best.name


@pytest.mark.parametrize("text", ["那我还了就没事了?", "还清了呢", "要是全还上就行了吧"])
def test_repaying_is_only_supposed(engine: Engine, text: str) -> None:
    turn = talk(engine, SHORT, text)[-1]
    assert (turn.how, turn.understanding.best.name) == ("follow_up", "overdue_short")
    assert turn.reply.text.startswith("花呗晚了几天已经还上")
    assert turn.slots.get("repaid") is None


@pytest.mark.parametrize("text", ["还行吗", "还要多久呢", "那我还了一半呢"])
def test_nothing_is_supposed_by_what_only_sounds_like_it(engine: Engine, text: str) -> None:
    assert not talk(engine, SHORT, text)[-1].reply.text.startswith("花呗晚了几天已经还上")
