from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.payload import Payload, read_payload, write_payload

names = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
slots = st.dictionaries(
    st.text(), st.text() | st.integers(-(10**15), 10**15) | st.booleans(), max_size=3
)


@given(names, slots)
def test_payload_written_is_read_back(name: str, given_slots: dict[str, str]) -> None:
    assert read_payload(write_payload(name, given_slots)) == Payload(name, given_slots)


@given(st.text())
def test_any_text_is_a_payload_or_none(text: str) -> None:
    found = read_payload(text)
    assert found is None or text.strip().startswith("/")


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        pytest.param("/greet", Payload("greet", {}), id="name-alone"),
        pytest.param("  /greet \n", Payload("greet", {}), id="white-space"),
        pytest.param("/faq/overdue", Payload("faq/overdue", {}), id="retrieval-name"),
        pytest.param("/greet@0.8", Payload("greet", {}), id="confidence"),
        pytest.param('/greet{"a": 1}', Payload("greet", {"a": 1}), id="slots"),
        pytest.param('/greet{"a": [1], "b": 2}', Payload("greet", {"b": 2}), id="list-left-out"),
        pytest.param('/greet{"a": null}', Payload("greet", {}), id="null-left-out"),
        pytest.param("/greet{broken}", Payload("greet", {}), id="broken-json"),
        pytest.param("/greet" + "{" * 900 + "}", Payload("greet", {}), id="nested"),
        pytest.param("greet", None, id="no-slash"),
        pytest.param("/", None, id="slash-alone"),
        pytest.param("/greet hello", None, id="words-after"),
        pytest.param("", None, id="empty"),
    ],
)
def test_payload_is_read_as_rasa_reads_it(text: str, payload: Payload | None) -> None:
    assert read_payload(text) == payload
