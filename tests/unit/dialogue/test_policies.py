from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot import Config, Tracker
from bot.dialogue.context import Heard, How
from bot.dialogue.decisions import Answer, Clarify, Crisis, Fallback, HandOff, OutOfScope, Repeat
from bot.dialogue.events import BotUttered, SessionStarted
from bot.dialogue.policies import (
    FallBack,
    FaqPolicy,
    Situation,
    first_of,
    hear_nothing,
    is_crisis,
    repeat_last,
)
from bot.dialogue.telling import TellingPolicy
from bot.domain import Entity, Match, Neighbour, Understanding

if TYPE_CHECKING:
    from bot.domain import Domain

CONFIG = Config(answer_at=0.4, margin=0.1, likely_at=0.35, sure_at=0.6, clarify_at=0.2)
NEW = Tracker("test")


def understood(text: str = "说的一句话", **confidences: float) -> Understanding:
    """An utterance understood as these intents, best first."""
    ranking = tuple(Match(name, confidence) for name, confidence in confidences.items())
    return Understanding(text, text, (text,), (), (), ranking)


def situation(
    understanding: Understanding, tracker: Tracker = NEW, how: How = "plain"
) -> Situation:
    return Situation(Heard(understanding, how), tracker.slots, tracker, date(2026, 11, 22))


def after(kind: str, *intents: str) -> Tracker:
    """A conversation in which the bot replied last in this way."""
    reply = BotUttered(2, "好", {}, {"kind": kind, "intents": list(intents)})
    return Tracker("test", (SessionStarted(1), reply))


@pytest.fixture(scope="module")
def faq(domain: Domain) -> FaqPolicy:
    return FaqPolicy(domain, CONFIG)


@pytest.mark.parametrize(
    ("text", "similarity", "answered"),
    [
        pytest.param("踩高跷", 0.25, False, id="resembles-nothing"),
        pytest.param("有宽限吗", 0.6, True, id="resembles-an-example"),
        pytest.param("踩着高跷去还钱能宽限吗", 0.25, True, id="says-enough"),
        pytest.param("真的假的", 0.9, False, id="only-doubts"),
    ],
)
def test_few_characters_that_resemble_nothing_get_no_answer(
    faq: FaqPolicy, text: str, similarity: float, *, answered: bool
) -> None:
    near = (Neighbour("有没有宽限期", "grace_period", similarity),)
    heard = replace(understood(text, grace_period=0.97), neighbours=near)
    assert isinstance(faq(situation(heard)), Answer) is answered


@pytest.mark.parametrize(
    "confidences",
    [
        pytest.param({"grace_period": 0.62, "credit_impact": 0.38}, id="sure"),
        pytest.param({"grace_period": 0.61, "credit_impact": 0.6}, id="sure-however-close"),
        pytest.param({"grace_period": 0.45, "credit_impact": 0.3}, id="by-a-margin"),
        pytest.param({"grace_period": 0.45}, id="alone"),
    ],
)
def test_answers_what_is_certain_enough(faq: FaqPolicy, confidences: dict[str, float]) -> None:
    best, *rivals = (Match(name, confidence) for name, confidence in confidences.items())
    assert faq(situation(understood(**confidences))) == Answer((best,), tuple(rivals))


def test_likelier_of_two_is_answered_and_the_other_offered(faq: FaqPolicy) -> None:
    close = understood(grace_period=0.38, credit_impact=0.37, overdue_short=0.1)
    assert faq(situation(close)) == Answer((close.best,), close.ranking[1:2])


def test_asks_back_when_neither_is_likely(faq: FaqPolicy) -> None:
    faint = understood(grace_period=0.34, credit_impact=0.33, overdue_short=0.1)
    assert faq(situation(faint)) == Clarify(faint.ranking[:2])


def test_asks_back_when_it_may_be_no_question_about_a_debt(faq: FaqPolicy) -> None:
    close = understood(grace_period=0.45, out_of_scope=0.41, credit_impact=0.21)
    assert faq(situation(close)) == Clarify((close.best, close.ranking[2]))


@pytest.mark.parametrize(
    "confidences",
    [
        pytest.param({"grace_period": 0.3, "credit_impact": 0.1}, id="one-alone"),
        pytest.param({"grace_period": 0.1, "credit_impact": 0.1}, id="none-near"),
        pytest.param({"grace_period": 0.3, "greet": 0.29}, id="chat-is-never-offered"),
    ],
)
def test_has_no_opinion_where_too_little_is_near(
    faq: FaqPolicy, confidences: dict[str, float]
) -> None:
    assert faq(situation(understood(**confidences))) is None


def test_bare_word_that_may_mean_several_things_is_asked_about(faq: FaqPolicy) -> None:
    word = understood("宽限", grace_period=0.8, greet=0.1, credit_impact=0.05, overdue_short=0.01)
    names = ["grace_period", "credit_impact", "overdue_short"]
    assert faq(situation(word)) == Clarify(tuple(Match(name, 0.0) for name in names))


@pytest.mark.parametrize("confidence", [0.97, 0.1], ids=["clear", "unknown"])
def test_bare_word_that_is_clear_or_unknown_is_not_asked_about(
    faq: FaqPolicy, confidence: float
) -> None:
    word = understood("宽限", grace_period=confidence, credit_impact=0.01, overdue_short=0.01)
    assert not isinstance(faq(situation(word)), Clarify)


def test_asks_back_only_once(faq: FaqPolicy) -> None:
    close = understood(grace_period=0.45, out_of_scope=0.41, credit_impact=0.21)
    assert faq(situation(close, after("clarify"))) == Answer((close.best,))
    faint = understood(grace_period=0.25, credit_impact=0.24)
    assert faq(situation(faint, after("clarify"))) is None


def test_who_told_a_story_is_not_asked_which_he_meant(faq: FaqPolicy) -> None:
    for best in (0.55, 0.45):
        close = understood("说来话长" * 20, grace_period=best, credit_impact=0.44)
        assert faq(situation(close)) == Answer((close.best,), close.ranking[1:])


@pytest.mark.parametrize("how", ["payload", "pick", "follow_up", "correction"])
def test_what_is_meant_by_context_is_answered_at_once(faq: FaqPolicy, how: How) -> None:
    faint = understood(grace_period=0.1, credit_impact=0.09)
    assert isinstance(faq(situation(faint, how=how)), Answer)


@pytest.mark.parametrize(
    ("intent", "decision"),
    [
        ("out_of_scope", OutOfScope(Match("out_of_scope", 0.9))),
        ("human_handoff", HandOff(Match("human_handoff", 0.9))),
        ("crisis", Crisis()),
    ],
)
def test_some_intents_are_decisions_of_their_own(
    faq: FaqPolicy, intent: str, decision: object
) -> None:
    assert faq(situation(understood(**{intent: 0.9}))) == decision


def test_same_greeting_again_is_only_a_greeting(faq: FaqPolicy) -> None:
    again = faq(situation(understood(greet=0.9), after("chat", "greet")))
    assert again == Answer((Match("greet", 0.9),))


def test_first_time_not_understood_guesses_are_offered(domain: Domain) -> None:
    faint = understood(
        grace_period=0.2, greet=0.15, credit_impact=0.1, overdue_short=0.1, overdue_long=0.05
    )
    decision = FallBack(domain)(situation(faint))
    assert decision == Fallback(tuple(faint.ranking[place] for place in (0, 2, 3)))


@pytest.mark.parametrize("kinds", [("fallback",), ("clarify", "clarify")])
def test_second_time_not_understood_a_person_is_named(
    domain: Domain, kinds: tuple[str, ...]
) -> None:
    replies = [BotUttered(at, "好", {}, {"kind": kind}) for at, kind in enumerate(kinds, start=2)]
    tracker = Tracker("test", (SessionStarted(1), *replies))
    assert FallBack(domain)(situation(understood(greet=0.1), tracker)) == HandOff()


def test_who_was_asked_back_once_is_asked_for_other_words(domain: Domain) -> None:
    decision = FallBack(domain)(situation(understood(greet=0.1), after("clarify")))
    assert isinstance(decision, Fallback)


@pytest.mark.parametrize("text", ["", "?!", " ", "*", "…"])
def test_only_punctuation_is_nothing(text: str) -> None:
    assert hear_nothing(situation(understood(text, greet=0.9))) == Fallback((), empty=True)


@pytest.mark.parametrize("text", ["好", "a", "1"])
def test_one_word_is_something(text: str) -> None:
    assert hear_nothing(situation(understood(text, greet=0.9))) is None


def test_repeats_only_when_asked() -> None:
    assert repeat_last(situation(understood(greet=0.9), how="repeat")) == Repeat()
    assert repeat_last(situation(understood(greet=0.9))) is None


def test_first_policy_with_an_opinion_decides() -> None:
    decide = first_of(lambda _: None, lambda _: Repeat(), otherwise=lambda _: Crisis())
    assert decide(situation(understood(greet=1.0))) == Repeat()


def test_otherwise_decides_where_no_policy_does() -> None:
    decide = first_of(lambda _: None, otherwise=lambda _: Crisis())
    assert decide(situation(understood(greet=1.0))) == Crisis()


@pytest.mark.parametrize(
    ("signalled", "confidence", "danger"),
    [(True, 0.0, True), (False, 0.9, False), (False, 0.1, False)],
    ids=["signal", "matcher", "neither"],
)
def test_danger_is_heard_by_signal_whatever_the_matcher_thinks(
    signalled: bool,  # noqa: FBT001  a case
    confidence: float,
    danger: bool,  # noqa: FBT001  a case
) -> None:
    heard = Heard(understood(crisis=confidence, greet=0.05))
    assert is_crisis(heard, signalled=signalled) is danger


_TALE = "去年饭馆关门,借呗拖了大半年,家里老人也病着,我在外面给人开车,一个月挣得不多"
_OPEN = {"product": "jiebei", "overdue_stage": "long"}


@pytest.mark.parametrize(
    ("text", "heard", "answered"),
    [
        pytest.param(_TALE, {"out_of_scope": 0.9}, "overdue_long", id="told-as-it-stands"),
        pytest.param(_TALE, {"credit_impact": 0.5}, "credit_impact", id="answered"),
        pytest.param(f"{_TALE},明天会下雨吗", {"out_of_scope": 0.9}, None, id="asks"),
        pytest.param("借呗拖着", {"out_of_scope": 0.9}, None, id="no-story"),
        pytest.param(_TALE.replace("拖了", "用了"), {"out_of_scope": 0.9}, None, id="no-debt"),
    ],
)
def test_story_without_a_question_is_answered_by_the_state_of_the_debt(
    domain: Domain,
    faq: FaqPolicy,
    text: str,
    heard: dict[str, float],
    answered: str | None,
) -> None:
    named = Entity("product", "jiebei", text.index("借呗"), text.index("借呗") + 2, "借呗")
    told = replace(understood(text, **heard), entities=(named,))
    decision = TellingPolicy(faq, domain, CONFIG)(
        Situation(Heard(told), _OPEN, NEW, date(2026, 11, 22))
    )
    found = decision.intents[0].name if isinstance(decision, Answer) else None
    assert found == answered
