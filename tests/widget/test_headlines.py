"""The four questions the project began from, asked in the widget of the real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.server.processes import Process, shipped_site

from .chat import Chat


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with shipped_site(tmp_path_factory.mktemp("headlines")) as process:
        yield process


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param("花呗逾期被上报了怎么办可以恢复信用吗", "满 5 年", id="reported"),
        pytest.param("花呗有宽限期吗", "没有查到", id="grace"),
        pytest.param("借呗逾期了怎么办", "借呗", id="what-to-do"),
        pytest.param("花呗逾期一年后还能恢复使用吗", "没有固定时间", id="restore"),
    ],
)
def test_question_is_answered_with_its_sources(
    phone: Chat, site: Process, question: str, sentence: str
) -> None:
    phone.page.goto(site.url)
    reply = phone.say(question)
    expect(reply).to_contain_text(sentence)
    expect(reply).to_contain_text("出处")
