from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Tracker, event_from_dict
from bot.dialogue.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from tests.unit.talk import talk

if TYPE_CHECKING:
    from bot import Engine

stamps = st.floats(0, 2e9)
plain = st.none() | st.booleans() | st.integers() | st.text()
mappings = st.dictionaries(st.text(), plain | st.lists(plain), max_size=3)
events = st.lists(
    st.one_of(
        st.builds(SessionStarted, stamps),
        st.builds(UserUttered, stamps, st.text(), mappings, st.none() | st.text()),
        st.builds(SlotSet, stamps, st.sampled_from(["product", "duration"]), plain),
        st.builds(ActionExecuted, stamps, st.text(), st.none() | st.text(), st.none()),
        st.builds(ActiveLoop, stamps, st.none() | st.just("form_triage")),
        st.builds(BotUttered, stamps, st.text(), mappings, mappings),
    ),
    max_size=12,
).map(tuple)


def replayed(tracker: Tracker) -> Tracker:
    """The tracker after its events went through a store as JSON."""
    stored = json.dumps([event.as_dict() for event in tracker.events])
    return Tracker(tracker.conversation_id, tuple(map(event_from_dict, json.loads(stored))))


@given(events)
def test_replayed_events_give_the_same_tracker(happened: tuple[Event, ...]) -> None:
    tracker = Tracker("a", happened)
    assert replayed(tracker) == tracker
    assert replayed(tracker).as_dict() == tracker.as_dict()


@given(events, events)
def test_what_happened_before_stays(first: tuple[Event, ...], then: tuple[Event, ...]) -> None:
    before = Tracker("a", first)
    assert before.after(then).events == (*first, *then)
    assert before.events == first


def test_conversation_goes_on_from_a_store_as_if_never_stored(engine: Engine) -> None:
    first, second = talk(engine, "花呗有没有宽限期", "那借呗呢")
    now = datetime.fromtimestamp(second.events[0].timestamp, UTC)
    again = engine.handle("那借呗呢", replayed(first.tracker), now)
    assert again.events == second.events


def test_slots_hold_the_last_value_of_this_session() -> None:
    tracker = Tracker(
        "a",
        (
            SlotSet(1, "amount", 5),
            SessionStarted(2),
            SlotSet(3, "product", "huabei"),
            SlotSet(4, "product", "jiebei"),
            SlotSet(5, "duration", 3),
            SlotSet(6, "duration", None),
        ),
    )
    assert tracker.slots == {"product": "jiebei"}


def test_turns_are_counted_over_all_sessions() -> None:
    tracker = Tracker("a", (UserUttered(1, "a"), SessionStarted(2), UserUttered(3, "b")))
    assert tracker.turns == 2


def test_what_was_said_last_is_of_this_session() -> None:
    tracker = Tracker("a", (UserUttered(1, "a"), BotUttered(1, "b"), SessionStarted(2)))
    assert tracker.last_user is None
    assert tracker.last_reply is None


@pytest.mark.parametrize(
    ("loops", "active"),
    [
        pytest.param((), None, id="never"),
        pytest.param(("form_triage",), "form_triage", id="begun"),
        pytest.param(("form_triage", None), None, id="ended"),
    ],
)
def test_form_is_active_until_it_ends(loops: tuple[str | None, ...], active: str | None) -> None:
    assert Tracker("a", tuple(ActiveLoop(1, name) for name in loops)).active_loop == active


def test_silence_is_counted_from_the_last_event() -> None:
    tracker = Tracker("a", (UserUttered(100, "a"),))
    assert tracker.silent_for(datetime.fromtimestamp(160, UTC)) == timedelta(seconds=60)


def test_silence_is_never_negative() -> None:
    tracker = Tracker("a", (UserUttered(100, "a"),))
    assert tracker.silent_for(datetime.fromtimestamp(50, UTC)) == timedelta(0)


def test_conversation_without_events_was_never_silent() -> None:
    assert Tracker("a").silent_for(datetime.fromtimestamp(50, UTC)) is None


def test_unknown_event_is_refused() -> None:
    with pytest.raises(KeyError):
        event_from_dict({"event": "reminder", "timestamp": 1.0})


def test_slots_as_they_stood_with_another_product(engine: Engine) -> None:
    tracker = talk(engine, "借呗逾期五十天了", "花呗还清之后多久能恢复使用呢")[-1].tracker
    assert tracker.slots["product"] == "huabei"
    assert tracker.slots_with("product", "jiebei")["duration"] == 50
    assert tracker.slots_with("product", "baitiao") == {}
