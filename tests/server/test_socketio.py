from __future__ import annotations

import re
from typing import TYPE_CHECKING

import anyio
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.server.polling import END, Polling, event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio


@pytest.fixture
async def socket(site: Site) -> Polling:
    polling = Polling(site.client)
    await polling.connect()
    return polling


async def begin(socket: Polling, session_id: str | None = None) -> str:
    await socket.emit("session_request", {"session_id": session_id})
    name, confirmed = await socket.receive()
    assert name == "session_confirm"
    assert isinstance(confirmed, str)
    return confirmed


async def test_a_session_is_confirmed_by_an_id_of_the_servers_own(socket: Polling) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", await begin(socket))


async def test_answers_come_with_quick_replies(socket: Polling) -> None:
    session_id = await begin(socket)
    uttered = {"message": "花呗有宽限期吗", "customData": {"a": 1}, "session_id": session_id}
    await socket.emit("user_uttered", uttered)
    name, message = await socket.receive()
    assert name == "bot_uttered"
    assert message["text"].startswith("**花呗**没有宽限期。")
    assert message["quick_replies"] == [
        {"content_type": "text", "title": "逾期一天有影响吗", "payload": "/overdue_short"}
    ]


async def test_text_without_buttons_is_split_on_blank_lines(socket: Polling) -> None:
    await begin(socket)
    await socket.emit("user_uttered", {"message": "你好"})
    assert [await socket.receive() for _ in range(2)] == [
        ["bot_uttered", {"text": "您好。"}],
        ["bot_uttered", {"text": "想问什么？"}],
    ]


async def test_a_known_session_goes_on_over_another_socket(site: Site, socket: Polling) -> None:
    session_id = await begin(socket)
    await socket.emit("user_uttered", {"message": "第几句", "session_id": session_id})
    assert (await socket.receive())[1]["text"] == "第1句"
    other = Polling(site.client)
    await other.connect()
    assert await begin(other, session_id) == session_id
    await other.emit("user_uttered", {"message": "第几句", "session_id": session_id})
    assert (await other.receive())[1]["text"] == "第2句"


async def test_a_session_is_a_conversation_that_its_visitor_can_delete(
    site: Site, socket: Polling
) -> None:
    session_id = await begin(socket)
    await socket.emit("user_uttered", {"message": "第几句", "session_id": session_id})
    await socket.receive()
    path = f"/api/conversations/{session_id}"
    assert (await site.client.get(path)).json()["turns"][0]["text"] == "第几句"
    assert (await site.client.delete(path)).status_code == 204


@pytest.mark.parametrize("unknown", ["u1", "0" * 32, "rest:u1"])
async def test_an_unknown_session_id_is_replaced(socket: Polling, unknown: str) -> None:
    assert await begin(socket, unknown) != unknown


async def test_a_message_without_a_session_request_is_answered(socket: Polling) -> None:
    await socket.emit("user_uttered", {"message": "第几句"})
    assert (await socket.receive())[1]["text"] == "第1句"
    await socket.emit("user_uttered", {"message": "第几句"})
    assert (await socket.receive())[1]["text"] == "第2句"


@pytest.mark.parametrize("message", ["", " ", "哈" * 1001, 7, ["a"], {"a": 1}])
async def test_a_message_that_is_no_utterance_is_answered_kindly(
    socket: Polling, message: object
) -> None:
    await socket.emit("user_uttered", {"message": message})
    assert (await socket.receive())[1]["text"].startswith("这条消息发不出去")


async def test_messages_sent_at_once_are_answered_in_their_order(
    site: Site, socket: Polling
) -> None:
    texts = [f"第几句，{number}" for number in range(12)]
    await socket.send_raw(END.join(event("user_uttered", {"message": text}) for text in texts))
    answers = [(await socket.receive())[1]["text"] for _ in texts]
    assert answers == [f"第{number}句" for number in range(1, 13)]
    assert site.engine.heard == texts


@pytest.mark.parametrize("nothing", [{}, {"message": None, "customData": {"a": 1}}])
async def test_where_nothing_is_said_nothing_is_answered(
    socket: Polling, nothing: dict[str, object]
) -> None:
    await socket.emit("user_uttered", nothing)
    await socket.emit("user_uttered", {"message": "第几句"})
    assert (await socket.receive())[1]["text"] == "第1句"


async def test_messages_that_come_too_fast_are_answered_kindly(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"conversation_rate_limit": "1/day"}))
    socket = Polling(site.client)
    await socket.connect()
    for expected in ("第1句", "您发得太快了，请稍等一会儿再发。"):
        await socket.emit("user_uttered", {"message": "第几句"})
        assert (await socket.receive())[1]["text"] == expected


async def test_a_page_of_a_foreign_origin_cannot_connect(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"cors_origins": ("https://shop.example",)}))
    url = "/socket.io/?EIO=4&transport=polling"
    for origin, status in (
        ("https://shop.example", 200),
        ("http://yuqi.test", 200),
        ("https://evil.example", 400),
        ("https://evil.example?://yuqi.test", 400),
    ):
        response = await site.client.get(url, headers={"Origin": origin})
        assert response.status_code == status, origin


@pytest.fixture
async def hasty(start: Callable[..., Awaitable[Site]], settings: Settings) -> Site:
    return await start(settings.model_copy(update={"request_timeout_s": 0.5}))


async def test_what_is_posted_to_a_socket_is_bounded(socket: Polling) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"4" * 1000

    response = await socket.client.post(socket.url, content=chunks())
    assert response.status_code == 413


@examples(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(frame=st.text(max_size=60) | st.from_regex(r'4[0-6][-\d/a,]*\[?["a-z_{:\[\]]*'))
async def test_no_frame_brings_the_server_down(hasty: Site, frame: str) -> None:
    site = hasty
    with anyio.fail_after(60):
        socket = Polling(site.client)
        await socket.connect()
        await socket.send_raw(frame)
        other = Polling(site.client)
        await other.connect()
        await other.emit("user_uttered", {"message": "第几句"})
        assert (await other.receive())[1]["text"] == "第1句"
