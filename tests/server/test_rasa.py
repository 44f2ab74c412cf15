from __future__ import annotations

import hmac
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from tests.server.conftest import ADMIN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio
WEBHOOK = "/webhooks/rest/webhook"


async def say(site: Site, message: object, sender: str = "u1", **more: Any) -> Any:
    body = {"sender": sender, "message": message, **more}
    response = await site.client.post(WEBHOOK, json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def test_text_with_buttons_is_one_message(site: Site) -> None:
    [message] = await say(site, "花呗有宽限期吗")
    assert list(message)[:3] == ["recipient_id", "text", "buttons"]
    assert message["recipient_id"] == "u1"
    assert message["text"] == "**花呗**没有宽限期。\n\n还款日当天还上就不算逾期。"
    assert message["buttons"] == [{"title": "逾期一天有影响吗", "payload": "/overdue_short"}]
    assert message["metadata"]["reviewed"] == "2026-11-22"


async def test_text_without_buttons_is_split_on_blank_lines(site: Site) -> None:
    messages = await say(site, "你好")
    assert [message["text"] for message in messages] == ["您好。", "想问什么？"]
    assert "buttons" not in messages[0]


@pytest.mark.parametrize("body", [{}, {"sender": "u1"}, {"sender": None, "message": " "}])
async def test_no_message_is_answered_by_none(site: Site, body: dict[str, object]) -> None:
    response = await site.client.post(WEBHOOK, json=body)
    assert (response.status_code, response.json()) == (200, [])


async def test_the_sender_is_default_where_none_is_given(site: Site) -> None:
    response = await site.client.post(WEBHOOK, json={"message": "花呗有宽限期吗"})
    assert response.json()[0]["recipient_id"] == "default"


async def test_a_senders_conversation_goes_on(site: Site) -> None:
    assert (await say(site, "第几句"))[0]["text"] == "第1句"
    assert (await say(site, "第几句"))[0]["text"] == "第2句"
    assert (await say(site, "第几句", "u2"))[0]["text"] == "第1句"


async def test_a_message_sent_again_is_taken_once(site: Site) -> None:
    for _ in range(2):
        assert (await say(site, "第几句", message_id="m"))[0]["text"] == "第1句"
    assert (await say(site, "第几句"))[0]["text"] == "第2句"


async def test_a_body_is_json_whatever_its_declared_type(site: Site) -> None:
    body = json.dumps({"sender": "u1", "message": "你好"})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await site.client.post(WEBHOOK, content=body, headers=headers)
    assert response.json()[0]["text"] == "您好。"


async def test_a_stream_is_one_json_document_a_line(site: Site) -> None:
    response = await site.client.post(f"{WEBHOOK}?stream=true", json={"message": "你好"})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [json.loads(line)["text"] for line in response.text.splitlines()] == [
        "您好。",
        "想问什么？",
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"message": "a" * 1001},
        {"message": 7},
        {"sender": 7, "message": "a"},
        {"sender": "", "message": "a"},
        {"sender": "a\0b", "message": "a"},
        {"sender": "a" * 256, "message": "a"},
        {"message": "a", "metadata": []},
    ],
)
async def test_a_wrong_body_answers_422(site: Site, body: dict[str, object]) -> None:
    response = await site.client.post(WEBHOOK, json=body)
    assert response.status_code == 422
    assert response.json()["errors"]


async def test_the_webhook_asks_for_its_token_where_one_is_set(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(type(settings)(**{**settings.model_dump(), "webhook_token": "s3cret"}))
    body = {"message": "你好"}
    assert (await site.client.post(WEBHOOK, json=body)).status_code == 401
    wrong = {"Authorization": "Bearer s3cre"}
    assert (await site.client.post(WEBHOOK, json=body, headers=wrong)).status_code == 401
    right = {"Authorization": "Bearer s3cret"}
    assert (await site.client.post(WEBHOOK, json=body, headers=right)).status_code == 200
    assert (await site.client.post(f"{WEBHOOK}?token=s3cret", json=body)).status_code == 200


SECRET = "a secret for two"


@pytest.fixture
async def signed(start: Callable[..., Awaitable[Site]], settings: Settings) -> Site:
    return await start(settings.model_copy(update={"webhook_secret": SecretStr(SECRET)}))


async def send_signed(site: Site, body: bytes, age_s: float = 0, **wrong: str) -> int:
    timestamp = str(int(time.time() - age_s))
    digest = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
    headers = {"X-Yuqi-Timestamp": timestamp, "X-Yuqi-Signature": f"sha256={digest}"}
    headers |= {f"X-Yuqi-{name.title()}": value for name, value in wrong.items()}
    raw = [(name, value.encode("latin-1")) for name, value in headers.items()]
    return (await site.client.post(WEBHOOK, content=body, headers=raw)).status_code


async def test_a_signed_body_is_taken(signed: Site) -> None:
    body = json.dumps({"sender": "u1", "message": "你好"}).encode()
    assert await send_signed(signed, body) == 200
    assert await send_signed(signed, body, age_s=200) == 200
    assert await send_signed(signed, body, age_s=-200) == 200


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"signature": "sha256=" + "0" * 64}, id="another signature"),
        pytest.param({"signature": ""}, id="no signature"),
        pytest.param({"signature": "é"}, id="no hexadecimal"),
        pytest.param({"timestamp": "1795305600"}, id="another time"),
        pytest.param({"timestamp": ""}, id="no time"),
        pytest.param({"timestamp": "²"}, id="no digits"),
        pytest.param({"timestamp": "9" * 400}, id="endless digits"),
    ],
)
async def test_what_was_not_signed_so_is_refused(signed: Site, wrong: dict[str, str]) -> None:
    assert await send_signed(signed, b'{"message": "a"}', **wrong) == 401


async def test_another_body_is_refused(signed: Site) -> None:
    timestamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"{timestamp}.{{}}".encode(), "sha256").hexdigest()
    sent = {"timestamp": timestamp, "signature": f"sha256={digest}"}
    assert await send_signed(signed, b"{}", **sent) == 200
    assert await send_signed(signed, b"{ }", **sent) == 401


async def test_a_body_signed_long_ago_is_not_taken_again(signed: Site) -> None:
    assert await send_signed(signed, b'{"message": "a"}', age_s=400) == 401
    assert await send_signed(signed, b'{"message": "a"}', age_s=-400) == 401


async def test_the_token_is_asked_for_beside_the_signature(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    both = {"webhook_secret": SecretStr(SECRET), "webhook_token": SecretStr("t0ken")}
    site = await start(settings.model_copy(update=both))
    assert await send_signed(site, b"{}") == 401
    headers = {"Authorization": "Bearer t0ken"}
    response = await site.client.post(WEBHOOK, json={"message": "a"}, headers=headers)
    assert response.status_code == 401
    assert "X-Yuqi-Signature" in response.json()["detail"]


async def test_the_channel_says_that_it_is_there(site: Site) -> None:
    assert (await site.client.get("/webhooks/rest/")).json() == {"status": "ok"}


async def test_a_parse_touches_no_conversation(site: Site) -> None:
    response = await site.client.post("/model/parse", json={"text": "花呗有宽限期吗"})
    assert response.json() == {
        "text": "花呗有宽限期吗",
        "intent": {"name": "grace_period", "confidence": 0.9},
        "entities": [],
        "intent_ranking": [
            {"name": "grace_period", "confidence": 0.9},
            {"name": "overdue_short", "confidence": 0.1},
        ],
    }


async def test_version_and_status_are_rasas(site: Site) -> None:
    version = (await site.client.get("/version")).json()
    assert version["version"] == version["minimum_compatible_version"] == "3.6.21"
    status = (await site.client.get("/status")).json()
    assert (status["model_id"], status["num_active_training_jobs"]) == ("f00d", 0)


async def test_the_tracker_is_rasas_state(site: Site) -> None:
    await say(site, "花呗有宽限期吗")
    response = await site.client.get("/conversations/u1/tracker", params={"token": ADMIN})
    tracker = response.json()
    assert tracker["sender_id"] == "u1"
    assert tracker["slots"] == {"product": "huabei"}
    assert tracker["latest_message"]["text"] == "花呗有宽限期吗"
    assert tracker["latest_message"]["intent"]["name"] == "grace_period"
    assert [event["event"] for event in tracker["events"]] == [
        "session_started",
        "user",
        "slot",
        "action",
        "bot",
    ]
    assert tracker["active_loop"] == {}


async def test_the_trackers_events_can_be_left_out_or_cut(site: Site) -> None:
    await say(site, "你好")
    url = f"/conversations/u1/tracker?token={ADMIN}"
    assert (await site.client.get(f"{url}&include_events=NONE")).json()["events"] is None
    assert (await site.client.get(f"{url}&until=1")).json()["events"] == []
    assert (await site.client.get(f"{url}&include_events=SOME")).status_code == 422


async def test_an_unknown_sender_has_a_fresh_tracker_which_is_not_kept(site: Site) -> None:
    headers = {"Authorization": f"Bearer {ADMIN}"}
    for _ in range(2):
        response = await site.client.get("/conversations/who/is/it/tracker", headers=headers)
        assert response.status_code == 200
        assert (response.json()["sender_id"], response.json()["events"]) == ("who/is/it", [])


async def test_a_visitors_tracker_is_found_by_its_id(site: Site) -> None:
    conversation_id = (await site.ask("你好"))["conversation_id"]
    url = f"/conversations/{conversation_id}/tracker?token={ADMIN}"
    assert (await site.client.get(url)).json()["latest_message"]["text"] == "你好"


async def test_trackers_need_the_token(site: Site) -> None:
    for query in ("", "?token=", "?token=wrong", f"?token={ADMIN}x"):
        response = await site.client.get(f"/conversations/u1/tracker{query}")
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"


async def test_admin_routes_are_off_without_a_token(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"admin_token": None}))
    for method, path in (("GET", "/conversations/u1/tracker"), ("POST", "/admin/reload")):
        response = await site.client.request(method, f"{path}?token=")
        assert response.status_code == 404
        assert "YUQI_ADMIN_TOKEN" in response.json()["detail"]
