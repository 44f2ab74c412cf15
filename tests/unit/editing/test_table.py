from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Condition, Domain
from bot.editing.merge import merge
from bot.editing.question import questions_of
from bot.editing.table import COLUMNS, read_rows, rows_of, when
from bot.editing.table_file import guard, unguard

VALUES = st.one_of(
    st.booleans(),
    st.integers(0, 9999),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
)


@given(st.text())
def test_guarded_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(
    st.dictionaries(st.from_regex(r"[a-z_]{2,8}", fullmatch=True), st.lists(VALUES, min_size=1))
)
def test_conditions_come_back_from_their_cell(values: dict[str, list[str | int | bool]]) -> None:
    conditions = tuple(Condition(slot, tuple(found)) for slot, found in values.items())
    cells = dict.fromkeys(COLUMNS, "") | {"intent": "a", "answer": "b", "when": when(conditions)}
    reading = read_rows([(1, COLUMNS), (2, tuple(cells.values()))], "x", "", str)
    assert reading.questions[0].answers[0].conditions == conditions


def test_table_of_the_content_says_what_the_content_says(domain: Domain) -> None:
    rows = list(enumerate(rows_of(questions_of(domain)), start=1))
    reading = read_rows(rows, "x", "", str)
    merged = merge(domain, reading.questions)
    assert (merged.new, merged.changes, merged.refused) == ((), (), ())
    assert len(merged.same) == len(domain.intents)


@pytest.mark.parametrize("cell", ["product", "product: []", "{", "product: [a", "product: {a: b}"])
def test_condition_that_cannot_be_read_leaves_its_question_out(cell: str) -> None:
    rows = [(1, ("intent", "answer", "when")), (2, ("a", "b", cell)), (3, ("c", "d", ""))]
    reading = read_rows(rows, "x", "", str)
    assert [one.intent.name for one in reading.questions] == ["c"]
    (fault,) = reading.faults
    assert (fault.file, fault.line) == ("x", 2)
