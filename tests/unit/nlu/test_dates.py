from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.nlu.dates import DATE, read_date

TODAY = date(2026, 11, 22)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def read(text: str, today: date = TODAY) -> date | None:
    match = DATE.fullmatch(text)
    assert match, f"{text} is no date"
    return read_date(match, today)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年3月5日", date(2024, 3, 5)), ("2024-3-5", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)), ("2024/03/05", date(2024, 3, 5)),
        ("24年5月", date(2024, 5, 1)), ("二〇二四年三月", date(2024, 3, 1)),
        ("2023年", date(2023, 1, 1)), ("2024年下半年", date(2024, 7, 1)),
        ("去年3月", date(2025, 3, 1)), ("前年", date(2024, 1, 1)), ("去年底", date(2025, 12, 1)),
        ("今年初", date(2026, 1, 1)), ("9月1号", date(2026, 9, 1)), ("3月", date(2026, 3, 1)),
        ("12月1号", date(2025, 12, 1)), ("9.1", date(2026, 9, 1)), ("10/8", date(2026, 10, 8)),
        ("22号", TODAY), ("31号", date(2026, 10, 31)), ("23号", date(2026, 10, 23)),
        ("大后天", date(2026, 11, 25)), ("明年三月", date(2027, 3, 1)),
        ("昨天", date(2026, 11, 21)), ("大前天", date(2026, 11, 19)), ("明天", date(2026, 11, 23)),
        ("上周", date(2026, 11, 15)), ("上个星期三", date(2026, 11, 11)),
        ("上周日", date(2026, 11, 15)),
        ("三天前", date(2026, 11, 19)), ("两周前", date(2026, 11, 8)),
        ("半个月前", date(2026, 11, 7)), ("三个月以前", date(2026, 8, 22)),
        ("半年前", date(2026, 5, 22)), ("5年前", date(2021, 11, 22)),
        ("上个月", date(2026, 10, 1)), ("上个月5号", date(2026, 10, 5)),
        ("上上个月", date(2026, 9, 1)), ("本月3日", date(2026, 11, 3)),
        ("2月29日", date(2024, 2, 29)), ("2月30日", None),
        ("13月1日", None), ("2025年2月29日", None),
    ],
    ids=str,
)  # fmt: skip
def test_date_is_read_against_the_day(text: str, day: date | None) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("三月份才能还上", date(2027, 3, 1)), ("等到三月再谈", date(2027, 3, 1)),
        ("三月才还的", date(2026, 3, 1)), ("拖到三月才还清", date(2026, 3, 1)),
        ("15号能还上", date(2026, 12, 15)), ("15号还的", date(2026, 11, 15)),
        ("等到三月工资发了", date(2026, 3, 1)), ("今天11号", date(2026, 11, 11)),
    ],
)  # fmt: skip
def test_words_beside_a_day_tell_whether_it_is_to_come(text: str, day: date) -> None:
    match = DATE.search(text)
    assert match
    assert read_date(match, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年逾期,当年11月还清", date(2021, 11, 1)),
        ("2022年5月断的,同年9月3号结清", date(2022, 9, 3)),
        ("去年3月没还上,次年1月还的", date(2026, 1, 1)),
        ("2019年逾期,次年5月又欠,第二年三月份还清", date(2021, 3, 1)),
        ("当年11月还清", None),
    ],
)  # fmt: skip
def test_year_is_counted_from_the_one_told_before(text: str, day: date | None) -> None:
    *_, match = DATE.finditer(text)
    assert read_date(match, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("去年10月一次性还清", date(2025, 10, 1)), ("3月两次晚还", date(2026, 3, 1)),
        ("去年8月3000块还掉", date(2025, 8, 1)), ("10月3还的", date(2026, 10, 3)),
        ("五月一号", date(2026, 5, 1)),
    ],
)  # fmt: skip
def test_number_after_a_month_is_a_day_where_it_counts_nothing_else(text: str, day: date) -> None:
    match = DATE.search(text)
    assert match
    assert read_date(match, TODAY) == day


@given(days, days)
def test_full_date_means_itself_on_any_day(day: date, today: date) -> None:
    assert read(f"{day.year}年{day.month}月{day.day}日", today) == day
    assert read(day.isoformat(), today) == day


@given(st.integers(1, 12), st.integers(1, 28), days)
@example(12, 31, date(2026, 1, 1))
def test_date_without_year_is_never_to_come(month: int, day: int, today: date) -> None:
    found = read(f"{month}月{day}号", today)
    assert found is not None
    assert timedelta(0) <= today - found <= timedelta(days=366)
    assert (found.month, found.day) == (month, day)


@given(st.integers(1, 31), days)
@example(31, date(2026, 7, 15))
@example(30, date(2026, 3, 15))
def test_day_without_month_is_the_latest_such_day(day: int, today: date) -> None:
    found = read(f"{day}号", today)
    assert found is not None
    assert found.day == day
    assert timedelta(0) <= today - found <= timedelta(days=61)


@given(st.integers(1, 99), days)
def test_months_ago_keep_the_day_or_end_the_month(count: int, today: date) -> None:
    found = read(f"{count}个月前", today)
    assert found is not None
    assert (today.year - found.year) * 12 + today.month - found.month == count
    assert found.day == today.day or (found + timedelta(days=1)).day == 1


@given(st.sampled_from(["上个月31号", "十十十年前", "99年前", "30号", "九九九年前"]), days)
def test_date_that_may_not_exist_never_raises(text: str, today: date) -> None:
    read(text, today)


@pytest.mark.parametrize("text", ["1.5w", "3.5%", "2.3元", "1.5万", "9月份后"])
def test_figures_are_no_dates(text: str) -> None:
    assert not DATE.fullmatch(text)
