from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Entity
from bot.nlu.entities import EntityExtractor
from bot.nlu.normalize import align
from tests.unit.texts import mixed_texts

TODAY = date(2026, 11, 22)
EXTRACT = EntityExtractor(
    {
        "huabei": ("花呗", "蚂蚁花呗"),
        "jiebei": ("借呗",),
        "credit_card": ("信用卡",),
        "online_loan": ("网贷", "p2p"),
        "pay_later": ("先用后付",),
    }
)


def extract(text: str) -> tuple[Entity, ...]:
    return EXTRACT(align(text), text, TODAY)[0]


def masked(text: str) -> str:
    return EXTRACT(align(text), text, TODAY)[1]


def values(text: str, entity: str) -> list[Any]:
    return [one.value for one in extract(text) if one.entity == entity]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        pytest.param("花呗逾期", ["huabei"], id="name"),
        pytest.param("蚂蚁花呗逾期", ["huabei"], id="longest-first"),
        pytest.param("花唄逾期", ["huabei"], id="traditional"),
        pytest.param("Ｐ２Ｐ逾期", ["online_loan"], id="full-width"),
        pytest.param("app2pay逾期", [], id="latin-only-as-a-word"),
        pytest.param("花呗和借呗都逾期", ["huabei", "jiebei"], id="two"),
        pytest.param("逾期了", [], id="none"),
    ],
)
def test_product_is_found_by_its_words(text: str, products: list[str]) -> None:
    assert values(text, "product") == products


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("花呗逾期影响借呗吗", ["overdue", "target"], id="affects"),
        pytest.param("信用卡没还,花呗还能用吗", ["overdue", "target"], id="can-still-be-used"),
        pytest.param("花呗怎么还", [None], id="none"),
    ],
)
def test_product_plays_its_part(text: str, roles: list[str | None]) -> None:
    assert [one.role for one in extract(text) if one.entity == "product"] == roles


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("逾期三天", 3), ("逾期3天", 3), ("逾期了3小时", 0), ("晚了半天", 0), ("逾期一周", 7),
        ("逾期2个半月", 75), ("逾期半年", 182), ("逾期一年半", 548), ("逾期三个月", 90),
        ("逾期三個月", 90), ("逾期好几个月", 90), ("逾期几天", 3), ("逾期一两天", 2),
        ("逾期两三个月", 75), ("逾期三五天", 4), ("逾期二十多天", 20), ("逾期180天", 180),
        ("逾期***天", 1), ("第二天才还", 1), ("逾期七八天", 8), ("逾期两期", 60),
    ],
)  # fmt: skip
def test_duration_is_counted_in_days(text: str, days: int) -> None:
    assert values(text, "duration") == [days]


@pytest.mark.parametrize(
    "text", ["9月份", "三个月前逾期", "2年级", "分12期", "2024年逾期", "月供"]
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert values(text, "duration") == []


def test_duration_since_repaying_is_not_of_being_overdue() -> None:
    (duration,) = (one for one in extract("还清三个月了还能用吗") if one.entity == "duration")
    assert duration.role == "since_repaid"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("逾期记录保留几年", "asked"), ("没还的话五年后征信会消吗", "ahead"),
        ("催收一天能打几次", "measure"), ("1万一天罚多少", "measure"),
        ("失业三个月了", "other"), ("逾期一天罚多少", None), ("逾期一年后还清", None),
        ("最近半年逾期过", "other"), ("晚了几天", None),
        ("我一个月能还八百", "measure"), ("一个月还没还", None),
        ("信用卡容时几天", "asked"), ("老赖名单几年消除", "asked"), ("几个月没还了", None),
    ],
)  # fmt: skip
def test_duration_of_something_else_has_its_role(text: str, role: str | None) -> None:
    (duration,) = (one for one in extract(text) if one.entity == "duration")
    assert duration.role == role


def test_sum_before_a_day_is_an_amount() -> None:
    assert values("逾期1万一天罚多少", "duration") == [1]
    assert values("逾期1万一天罚多少", "amount") == [10_000]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("我欠花呗3500逾期20天", 3500),
        ("欠5000元", 5000), ("欠了两三千", 2500), ("欠1.5w", 15_000), ("花呗欠一千五", 1500),
        ("借了8万", 80_000), ("¥200没还", 200), ("￥200没还", 200), ("欠款50万", 500_000),
        ("20多万", 200_000), ("欠***元", 0), ("12.5元", 12.5), ("1,500块", 1500),
    ],
)  # fmt: skip
def test_amount_is_counted_in_yuan(text: str, yuan: float) -> None:
    assert values(text, "amount") == [yuan]


@pytest.mark.parametrize(
    "text", ["打95188", "逾期3天", "分24期", "3个人", "第3次", "12月", f"欠{'9' * 400}元"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年3月还清", "2024-03-01"), ("9月1号到期", "2026-09-01"), ("昨天才还", "2026-11-21"),
        ("三个月前逾期", "2026-08-22"), ("上个月没还", "2026-10-01"),
    ],
)  # fmt: skip
def test_date_is_read_against_the_day(text: str, day: str) -> None:
    assert values(text, "date") == [day]


@pytest.mark.parametrize(
    ("text", "repaid"),
    [
        pytest.param("昨天还清了", [True], id="repaid"),
        pytest.param("已经还款了", [True], id="has-repaid"),
        pytest.param("全部还完了", [True], id="all"),
        pytest.param("还没还", [False], id="not-yet"),
        pytest.param("没钱还", [False], id="no-money"),
        pytest.param("还不上", [False], id="cannot"),
        pytest.param("没还清", ["partly"], id="not-all"),
        pytest.param("还了一部分", ["partly"], id="a-part"),
        pytest.param("只还了最低", ["partly"], id="the-minimum"),
        pytest.param("如果还清多久恢复", [], id="if"),
        pytest.param("还清多久能恢复", [], id="supposed"),
        pytest.param("怎么还", [], id="how"),
        pytest.param("忘记还了怎么办", [False], id="forgot"),
        pytest.param("昨天忘记还今天还了", [True], id="forgot-then-repaid"),
        pytest.param("三年不还是不是就不用还了", [], id="need-not"),
        pytest.param("律所要我今天还清", [], id="is-told-to"),
        pytest.param("忘还了两天已经补上", [True], id="made-up-for"),
        pytest.param("昨天全部结清多久能再用", [True], id="repaid-how-long"),
        pytest.param("结清证明在哪开", [], id="certificate"),
        pytest.param("协商后还上征信吗", [], id="still-on-the-record"),
        pytest.param("已经还了5万还剩2万", ["partly"], id="the-rest-left"),
        pytest.param("我想一次还清", [], id="wished"),
        pytest.param("提前还清有违约金吗", [], id="ahead-of-time"),
        pytest.param("还清本金能不能免罚息", [], id="the-principal"),
        pytest.param("我还清了本金", ["partly"], id="the-principal-paid"),
        pytest.param("还清的话能减免吗", [], id="in-that-case"),
        pytest.param("今天还上就没事了吧", [], id="then-all-is-well"),
        pytest.param("还了一年多最低了", [], id="the-least-for-a-year"),
        pytest.param("还了三个月了还不能用", [True], id="three-months-ago"),
    ],
)
def test_repaid_is_told_from_not_and_partly(text: str, repaid: list[Any]) -> None:
    assert values(text, "repaid") == repaid


@pytest.mark.parametrize("text", ["我没逾期过", "从来没有逾期", "不曾逾期", "没预期"])
def test_never_overdue_is_told(text: str) -> None:
    assert values(text, "overdue") == [False]


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("花呗逾期三天", "P逾期S"), ("信用卡晚了两个月", "K晚了L"),
        ("先用后付逾期了3小时", "Y逾期了H"),
        ("欠500元", "欠A"), ("欠5000元", "欠B"), ("9月1号到期", "D到期"), ("还清了", "还清了"),
    ],
)  # fmt: skip
def test_entities_are_masked_by_a_letter(text: str, mask: str) -> None:
    assert masked(text) == mask


@given(mixed_texts)
def test_entity_is_what_stands_at_its_offsets(text: str) -> None:
    for one in extract(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]


@given(mixed_texts)
def test_entities_come_in_order(text: str) -> None:
    starts = [one.start for one in extract(text)]
    assert starts == sorted(starts)


@given(
    st.text(alphabet="欠花呗逾期还清没天年月日号元万亿千十一二两三半几0123456789.*", max_size=60)
)
def test_any_figures_are_read_without_fail(text: str) -> None:
    for one in extract(text):
        assert not isinstance(one.value, float) or isfinite(one.value)
