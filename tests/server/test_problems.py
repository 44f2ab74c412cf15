"""Bad input of every kind is answered by a problem document that says what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio
JSON = {"Content-Type": "application/json"}


def assert_problem(response: httpx.Response, status: int) -> Any:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"].startswith("urn:yuqi:problem:")
    assert problem["title"]
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    return problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param(" \n\u3000", "empty", id="white space"),
        pytest.param("哈" * 1001, "1001", id="too long"),
        pytest.param(None, "valid string", id="null"),
        pytest.param(7, "valid string", id="number"),
        pytest.param(["花呗"], "valid string", id="list"),
        pytest.param({"a": 1}, "valid string", id="object"),
        pytest.param(True, "valid string", id="boolean"),
    ],
)
@pytest.mark.parametrize("path", ["/api/answer", "/model/parse"])
async def test_a_text_that_is_no_utterance_answers_422(
    site: Site, path: str, text: object, said: str
) -> None:
    problem = assert_problem(await site.client.post(path, json={"text": text}), 422)
    assert [error["field"] for error in problem["errors"]] == ["text"]
    assert said in problem["errors"][0]["detail"]


async def test_a_thousand_characters_are_taken_after_trimming(site: Site) -> None:
    assert (await site.ask(f"  {'😭' * 1000}\n"))["kind"] == "fallback"


@pytest.mark.parametrize("text", ["???", "😭", "\u200b", "\x00\x01", "；；；", "asdfgh"])
async def test_odd_characters_get_a_kind_fallback(site: Site, text: str) -> None:
    if text == "\u200b":
        response = await site.client.post("/api/answer", json={"text": text})
        assert response.status_code in {200, 422}  # the bot decides; the fake one refuses
        return
    assert (await site.ask(text))["kind"] == "fallback"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 422, id="nothing"),
        pytest.param(b"{", 400, id="broken JSON"),
        pytest.param(b'{"text": "\xff\xfe"}', 400, id="invalid UTF-8"),
        pytest.param(b'{"text": "\\ud83d"}', 422, id="lone surrogate"),
        pytest.param(b"[]", 422, id="a list"),
        pytest.param(b'"text"', 422, id="a string"),
        pytest.param(b"null", 422, id="null"),
        pytest.param(b'{"text": ' + b"[" * 16000 + b"}", 400, id="deep nesting"),
        pytest.param(b'{"text": "a", "turn": ' + b"1" * 9000 + b"}", 400, id="endless number"),
        pytest.param(b'{"text": "a", "metadata": {"a": NaN}}', 422, id="NaN"),
        pytest.param(b'{"text": "a", "metadata": {"a": 1e999}}', 422, id="infinity"),
        pytest.param(b'{"text": "a", "metadata": {"\\ud83d": 1}}', 422, id="surrogate key"),
        pytest.param(
            b'{"text": "a", "metadata": ' + b'{"a":' * 20 + b"1" + b"}" * 21,
            422,
            id="deep metadata",
        ),
        pytest.param(b'{"text": "a", "conversation_id": 7}', 422, id="numeric id"),
        pytest.param(b'{"text": "a", "message_id": ""}', 422, id="empty message id"),
        pytest.param(b"\x00\x01", 400, id="binary"),
    ],
)
async def test_a_bad_body_answers_4xx(site: Site, body: bytes, status: int) -> None:
    assert_problem(await site.client.post("/api/answer", content=body, headers=JSON), status)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_16_kib_answers_413(site: Site, *, chunked: bool) -> None:
    body = json.dumps({"text": "a", "metadata": {"a": "b" * 17_000}}).encode()

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    content = chunks() if chunked else body
    response = await site.client.post("/api/answer", content=content, headers=JSON)
    assert_problem(response, 413)


async def test_a_body_of_16_kib_is_taken(site: Site) -> None:
    empty = len(json.dumps({"text": "a", "metadata": {"a": ""}}))
    body = json.dumps({"text": "a", "metadata": {"a": "b" * (16 * 1024 - empty)}}).encode()
    assert len(body) == 16 * 1024
    response = await site.client.post("/api/answer", content=body, headers=JSON)
    assert response.status_code == 200


async def test_a_body_that_is_not_declared_as_json_answers_415(site: Site) -> None:
    body = '{"text": "你好"}'
    for declared in ("text/plain", "application/x-www-form-urlencoded", "text/json"):
        headers = {"Content-Type": declared}
        response = await site.client.post("/api/answer", content=body, headers=headers)
        assert_problem(response, 415)
    for declared in ("application/json; charset=utf-8", "application/vnd.a+json"):
        headers = {"Content-Type": declared}
        response = await site.client.post("/api/answer", content=body, headers=headers)
        assert response.status_code == 200
    assert (await site.client.post("/api/answer", content=body)).status_code == 200


async def test_an_unknown_conversation_answers_404(site: Site) -> None:
    for unknown in ("0" * 32, "u1", "rest:u1", "a/b", "'; drop table turns; --", "%00", "\x00"):
        body = {"text": "你好", "conversation_id": unknown}
        assert_problem(await site.client.post("/api/answer", json=body), 404)
    for method in ("GET", "DELETE"):
        assert_problem(await site.client.request(method, f"/api/conversations/{'0' * 32}"), 404)


async def test_feedback_on_an_unknown_turn_answers_404(site: Site) -> None:
    conversation_id = (await site.ask("你好"))["conversation_id"]
    body = {"conversation_id": conversation_id, "turn": 2, "rating": "up"}
    assert_problem(await site.client.post("/api/feedback", json=body), 404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"turn": 0},
        {"turn": 2**40},
        {"turn": "1"},
        {"turn": 1.5},
        {"turn": True},
        {"rating": "meh"},
        {"comment": "a" * 1001},
        {"conversation_id": None},
    ],
)
async def test_wrong_feedback_answers_422(site: Site, wrong: dict[str, object]) -> None:
    body = {"conversation_id": "0" * 32, "turn": 1, "rating": "up", **wrong}
    problem = assert_problem(await site.client.post("/api/feedback", json=body), 422)
    assert [error["field"] for error in problem["errors"]] == list(wrong)


@pytest.mark.parametrize("query", ["limit=0", "limit=99", "limit=x", "q=" + "a" * 1001])
async def test_a_wrong_query_answers_422(site: Site, query: str) -> None:
    assert_problem(await site.client.get(f"/api/suggest?q=a&{query}"), 422)


async def test_no_route_answers_404_and_no_method_405(site: Site) -> None:
    assert_problem(await site.client.get("/nothing/here"), 404)
    assert_problem(await site.client.get("/widget/../app.py"), 404)
    response = await site.client.put("/api/answer")
    assert_problem(response, 405)
    assert response.headers["allow"] == "POST"


async def test_what_nobody_foresaw_answers_500_without_quoting_the_visitor(site: Site) -> None:
    response = await site.client.post("/api/answer", json={"text": "坏"})
    assert_problem(response, 500)
    assert response.headers["x-request-id"]
    assert "坏" not in response.text


async def test_more_requests_at_once_than_allowed_answer_503(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"max_concurrency": 1}))
    middle = site.app.state.services.answering
    seen: list[httpx.Response] = []
    answer = middle.answer_visitor

    async def answer_while_another_asks(*arguments: object) -> object:
        seen.append(await site.client.get("/api/questions"))
        seen.append(await site.client.get("/health/live"))
        return await answer(*arguments)

    middle.answer_visitor = answer_while_another_asks
    await site.ask("你好")
    assert_problem(seen[0], 503)
    assert seen[0].headers["retry-after"]
    assert seen[1].status_code == 200


async def test_an_answer_that_takes_too_long_is_a_503(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"request_timeout_s": 0.02}))

    async def never(*_: object) -> object:
        await anyio.sleep_forever()
        return None

    site.app.state.services.answering.answer_visitor = never
    assert_problem(await site.client.post("/api/answer", json={"text": "你好"}), 503)
