from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.insights import Missed, group_missed

if TYPE_CHECKING:
    from bot import Engine


def missed(*texts: str, kind: str = "fallback") -> list[Missed]:
    return [Missed(float(place), text, kind) for place, text in enumerate(texts)]


def test_like_texts_stand_together_whatever_the_product(engine: Engine, now: datetime) -> None:
    groups = group_missed(
        engine,
        missed("花呗宽限期是几天呢", "今天天气好吗", "借呗宽限期是几天呢", "花呗宽限期是几天呢"),
        now,
    )
    assert [group.wordings for group in groups] == [
        ("花呗宽限期是几天呢", "借呗宽限期是几天呢"),
        ("今天天气好吗",),
    ]
    assert len(groups[0].turns) == 3


def test_group_is_beside_the_intent_the_bot_takes_it_for(engine: Engine, now: datetime) -> None:
    (group,) = group_missed(engine, missed("花呗宽限期是几天"), now)
    assert group.nearest.name == "grace_period"
    assert 0 < group.nearest.confidence <= 1


def test_button_that_was_rated_down_is_its_own_intent(engine: Engine, now: datetime) -> None:
    turn = Missed(5.0, '/credit_impact{"product": "huabei"}', "answer", "credit_impact", "down")
    (group,) = group_missed(engine, [turn], now)
    assert (group.nearest.name, group.nearest.confidence) == ("credit_impact", 1.0)


def test_group_counts_why_and_keeps_what_was_said(engine: Engine, now: datetime) -> None:
    text = "花呗宽限期是几天呢"
    (group,) = group_missed(
        engine,
        [
            Missed(1.0, text, "fallback"),
            Missed(2.0, f" {text} ", "clarify"),
            Missed(9.0, text, "answer", "overdue_short", "down", "答非所问"),
            Missed(3.0, text, "fallback", None, "down"),
        ],
        now,
    )
    assert (group.fallbacks, group.clarifications, group.rated_down) == (2, 1, 2)
    assert group.answered == ("overdue_short",)
    assert group.comments == ("答非所问",)
    assert group.last == datetime.fromtimestamp(9, UTC)
    assert group.wordings == (text,)


def test_texts_without_words_are_groups_too(engine: Engine, now: datetime) -> None:
    assert len(group_missed(engine, missed("😭", "???"), now)) == 2


def test_of_nothing_there_are_no_groups(engine: Engine, now: datetime) -> None:
    assert group_missed(engine, (), now) == ()
