from __future__ import annotations

from bot.domain import Concept
from bot.nlu.concepts import ConceptFinder

FIND = ConceptFinder([Concept("REPAID", "还清|结清"), Concept("OVERDUE", "逾期")])


def test_concepts_come_in_the_order_in_which_they_are_said() -> None:
    assert FIND("逾期后还清") == ("OVERDUE", "REPAID")
    assert FIND("还清前逾期") == ("REPAID", "OVERDUE")


def test_concept_said_twice_is_named_once() -> None:
    assert FIND("还清又结清") == ("REPAID",)


def test_text_without_concepts_has_none() -> None:
    assert FIND("你好") == ()
