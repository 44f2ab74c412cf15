from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import ContentError
from bot.content import load_content
from bot.domain import Condition, Domain, Example, Intent, Place, Variant
from bot.editing.merge import merge
from bot.editing.question import Question, bare, one_line
from bot.editing.writer import write

if TYPE_CHECKING:
    from pathlib import Path

LINES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
HERE = Place("x.csv", 2)


@pytest.fixture
def copy(content: Path, tmp_path: Path) -> Path:
    """The tiny bot's content, to be written to."""
    for folder in ("intents", "responses"):
        shutil.copytree(content / folder, tmp_path / folder)
    return tmp_path


def question(name: str, texts: list[str], answer: str, title: str = "甲") -> Question:
    examples = tuple(Example(one_line(text), HERE) for text in texts if one_line(text))
    conditions = (Condition("product", ("huabei", "jiebei")), Condition("repaid", (True,)))
    said = Variant(answer.strip(), (), ("T-01",), date(2026, 11, 20), (), HERE)
    other = Variant("好", conditions, (), None, (name,), HERE)
    return Question(Intent(name, "overdue", title, "", examples, HERE), (other, said))


@given(st.lists(LINES, min_size=1, max_size=3), st.lists(LINES, min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_accepted_is_read_as_it_was_meant(
    copy: Path, domain: Domain, texts: list[str], lines: list[str]
) -> None:
    asked = question("new_one", texts, "\n".join(lines))
    merged = merge(domain, [asked])
    if merged.refused:
        return
    write(copy, merged, dry_run=True)


def test_name_given_twice_is_refused_the_second_time(domain: Domain) -> None:
    first = question("new_one", ["甲"], "好")
    second = Question(Intent("new_one", "overdue", "乙", "", (), Place("x.csv", 9)), first.answers)
    merged = merge(domain, [first, second])
    assert merged.new == (first,)
    (fault,) = merged.refused
    assert str(fault).startswith("x.csv:9: 'new_one' stands already at x.csv:2.")


@pytest.mark.parametrize("odd", ["\x07", "\ufeff", "\u2028", "\x85"])
def test_characters_that_yaml_does_not_keep_are_refused(domain: Domain, odd: str) -> None:
    merged = merge(domain, [question("new_one", ["甲"], f"好{odd}的")])
    assert merged.new == ()
    assert merged.refused[0].problem == f"'new_one' has the control character {odd!r}"


def test_refusal_takes_along_what_relates_to_it(domain: Domain) -> None:
    right, wrong, leaning = (question(name, [name], "好") for name in ("a", "b", "c"))
    wrong = question("b", ["有没有宽限期"], "好")
    related = Variant("好", (), (), None, ("b",), Place("x.csv", 7))
    leaning = Question(leaning.intent, (related,))
    merged = merge(domain, [right, leaning, wrong])
    assert [one.intent.name for one in merged.new] == ["a"]
    assert {fault.line for fault in merged.refused} == {2, 7}


def test_content_edited_since_it_was_loaded_is_not_overwritten(copy: Path, domain: Domain) -> None:
    path = copy / "intents/overdue.yml"
    path.write_text(f"# neu\n{path.read_text('utf-8')}    - 一句新的\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ContentError, match="'overdue_long' would not be read as it is meant"):
        write(copy, merge(domain, [question("new_one", ["甲"], "好")]))
    assert path.read_bytes() == before


def test_answer_replaced_keeps_what_only_its_item_holds(copy: Path) -> None:
    path = copy / "responses/overdue.yml"
    text = path.read_text("utf-8").replace(
        "  - text: |\n      先看清",
        "  - channel: rest  # 只给接口\n    text: |\n      先看清",
    )
    path.write_text(text, encoding="utf-8")
    domain = load_content(copy)
    first, second = domain.responses["utter_overdue_what_to_do"]
    intent = Intent("overdue_what_to_do", "", "", "", (), HERE)
    said = (bare(first), Variant("先还上。", (), (), None, (), HERE))
    merged = merge(domain, [Question(intent, said)], overwrite=True)
    write(copy, merged, overwrite=True)
    after = path.read_text("utf-8")
    assert "  - channel: rest  # 只给接口\n    text: |\n      先还上。\n" in after
    assert second.text not in after
