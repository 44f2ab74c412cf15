from __future__ import annotations

import pytest

from bot.dialogue.script import in_script_of, is_traditional
from bot.domain import Citation, Reply, Suggestion

REPLY = Reply(
    kind="answer",
    text="还清后联系平台",
    sources=(Citation("征信业管理条例", "https://例.cn/征信"),),
    suggestions=(Suggestion("还款", "/还款"),),
    notice="热线",
)


@pytest.mark.parametrize(
    ("texts", "traditional"),
    [
        pytest.param(["花唄逾期了怎麼辦"], True, id="traditional"),
        pytest.param(["花呗逾期了怎么办"], False, id="simplified"),
        pytest.param(["你好"], False, id="either"),
        pytest.param(["hello 😀"], False, id="no-chinese"),
        pytest.param([], False, id="nothing"),
        pytest.param(["好的", "還款"], True, id="told-by-what-was-said-before"),
        pytest.param(["还款", "還款"], False, id="the-last-that-tells-counts"),
    ],
)
def test_script_is_told_by_what_is_written_in_one_alone(
    texts: list[str],
    traditional: bool,  # noqa: FBT001  a case
) -> None:
    assert is_traditional(texts) is traditional


def test_traditional_is_answered_in_traditional() -> None:
    reply = in_script_of(["還款"], REPLY)
    assert (reply.text, reply.notice) == ("還清後聯繫平臺", "熱線")
    assert reply.suggestions[0].title == "還款"


def test_payloads_and_addresses_stay_as_they_are() -> None:
    reply = in_script_of(["還款"], REPLY)
    assert reply.suggestions[0].payload == "/还款"
    assert reply.sources[0].url == "https://例.cn/征信"


def test_simplified_is_answered_as_written() -> None:
    assert in_script_of(["还款"], REPLY) == REPLY
