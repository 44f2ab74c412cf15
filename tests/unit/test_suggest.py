from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.suggest import Completions
from tests.unit.texts import mixed_texts

if TYPE_CHECKING:
    from bot.domain import Domain


@pytest.fixture(scope="module")
def complete(domain: Domain) -> Completions:
    return Completions(domain)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        pytest.param("有没有", "有没有宽限期", id="prefix"),
        pytest.param("花呗有", "花呗有没有宽限期", id="prefix-with-product"),
        pytest.param("上征信", "逾期上征信吗", id="substring"),
        pytest.param("ymykxq", "有没有宽限期", id="initials"),
        pytest.param("YMY", "有没有宽限期", id="initials-in-capitals"),
        pytest.param("逾期上徵信", "逾期上征信吗", id="traditional"),
        pytest.param("逾期了怎办", "逾期了怎么办", id="likeness"),
    ],
)
def test_question_is_found_by_what_is_typed(complete: Completions, query: str, title: str) -> None:
    assert complete(query, 5)[0].title == title


def test_prefix_comes_before_substring(complete: Completions) -> None:
    titles = [one.title for one in complete("逾期", 20)]
    begun = [title.startswith("逾期") for title in titles]
    assert begun == sorted(begun, reverse=True)


@pytest.mark.parametrize("query", ["你好", "转人工", "天气怎么样"])
def test_chat_is_never_suggested(complete: Completions, query: str) -> None:
    assert not {one.intent for one in complete(query, 20)} & {"greet", "human_handoff"}


@pytest.mark.parametrize(("query", "limit"), [("", 5), ("  ", 5), ("😀", 5), ("逾期", 0)])
def test_nothing_asked_suggests_nothing(complete: Completions, query: str, limit: int) -> None:
    assert complete(query, limit) == ()


def test_hottest_completion_comes_first(complete: Completions) -> None:
    assert [one.intent for one in complete("逾期", 2)] == ["credit_impact", "overdue_what_to_do"]


def test_each_completion_is_of_another_intent(complete: Completions) -> None:
    intents = [one.intent for one in complete("逾期", 20)]
    assert len(set(intents)) == len(intents) > 1


@given(query=mixed_texts, limit=st.integers(0, 10))
def test_suggestions_are_within_the_limit_and_never_twice(
    complete: Completions, query: str, limit: int
) -> None:
    found = complete(query, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)


def test_suggestion_leaves_no_variable(complete: Completions) -> None:
    assert not [one for one in complete("逾期", 100) if "{" in one.title]


def test_catalogue_follows_the_order_of_the_topics(complete: Completions) -> None:
    topics = [(topic.name, topic.title) for topic in complete.catalogue.topics]
    assert topics == [("credit", "征信"), ("overdue", "逾期")]


def test_catalogue_holds_every_question_once(complete: Completions, domain: Domain) -> None:
    listed = [one.intent for topic in complete.catalogue.topics for one in topic.questions]
    topical = [name for name, intent in domain.intents.items() if intent.topic != "chat"]
    assert sorted(listed) == sorted(topical)


def test_hottest_question_comes_first(complete: Completions) -> None:
    hot = [one.intent for one in complete.catalogue.hot]
    assert hot == ["credit_impact", "overdue_what_to_do"]
    overdue = complete.catalogue.topics[1]
    assert overdue.questions[0].intent == "overdue_what_to_do"
