from __future__ import annotations

import numpy as np
from hypothesis import given

from bot.domain import Entity
from bot.nlu.features import Vectorizer, extract_features
from bot.nlu.grams import spelled
from bot.nlu.normalize import normalize
from tests.unit.texts import mixed_texts

TEXTS = ("花呗逾期了", "借呗逾期了怎么办", "影响征信吗", "花呗影响征信吗", "有宽限期吗")
ROWS = [extract_features(text, text, ("OVERDUE",), ()) for text in TEXTS]
FIT = Vectorizer.fit(ROWS)


def test_feature_of_one_example_alone_is_dropped() -> None:
    known = {spelled(key) for key in FIT.grams.tolist()}
    assert "征信" in known
    assert "宽限" not in known


def test_same_examples_give_the_same_vocabulary() -> None:
    again = Vectorizer.fit(ROWS)
    assert again.names == FIT.names
    assert np.array_equal(again.grams, FIT.grams)
    assert np.array_equal(again.idf, FIT.idf)


@given(mixed_texts)
def test_row_is_no_longer_than_one(text: str) -> None:
    plain = normalize(text)
    row = FIT(extract_features(plain, plain, (), ()))
    assert float(row.weights @ row.weights) <= 1 + 1e-5


@given(mixed_texts)
def test_each_column_stands_once(text: str) -> None:
    plain = normalize(text)
    columns = FIT(extract_features(plain, plain, (), ())).columns.tolist()
    assert len(columns) == len(set(columns))


def test_text_of_nothing_known_is_an_empty_row() -> None:
    assert not len(Vectorizer.fit(ROWS[:1])(extract_features("☃", "☃", (), ())).columns)


def test_product_is_a_feature_and_an_amount_is_none() -> None:
    named = (Entity("product", "huabei", 0, 2, "花呗"), Entity("amount", 77, 3, 5, "77"))
    names = extract_features("", "", (), named).names
    assert any("huabei" in name for name in names)
    assert not any("77" in name for name in names)
