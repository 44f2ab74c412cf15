"""How many messages one address and one conversation may send."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

import server.limits
from bot import BotError
from server.limits import RateLimits
from server.metrics import Metrics
from server.settings import Settings
from tests.server.redis_server import RedisServer, running_redis

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    import httpx

    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio

HELLO = {"text": "你好"}


async def say(site: Site, conversation_id: str | None = None) -> httpx.Response:
    body = {**HELLO, "conversation_id": conversation_id}
    return await site.client.post("/api/answer", json=body)


async def test_too_many_messages_answer_429_and_say_when_to_go_on(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"rate_limit": "2/day"}))
    assert [(await say(site)).status_code for _ in range(3)] == [200, 200, 429]
    response = await say(site)
    assert response.headers["content-type"] == "application/problem+json"
    assert 1 <= int(response.headers["retry-after"]) <= 86_400
    assert 'yuqi_limited_total{by="address"} 2.0' in (await site.client.get("/metrics")).text


async def test_one_conversation_is_limited_by_itself(
    start: Callable[..., Awaitable[Site]], settings: Settings
) -> None:
    site = await start(settings.model_copy(update={"conversation_rate_limit": "2/day"}))
    conversation_id = (await site.ask("你好"))["conversation_id"]
    statuses = [(await say(site, conversation_id)).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert (await say(site)).status_code == 200


async def test_without_settings_a_conversation_is_limited_and_an_address_is_not() -> None:
    settings = Settings(_env_file=None)
    assert (settings.conversation_rate_limit, settings.rate_limit) == ("120/minute", "off")


@pytest.mark.parametrize(
    ("token", "statuses"),
    [
        pytest.param(SecretStr("t0ken"), [200, 200, 200], id="who shows a token is not limited"),
        pytest.param(None, [200, 200, 429], id="an open webhook limits addresses"),
    ],
)
async def test_callers_of_the_webhook_limit_their_visitors_themselves(
    start: Callable[..., Awaitable[Site]],
    settings: Settings,
    token: SecretStr | None,
    statuses: list[int],
) -> None:
    limits = {"rate_limit": "2/day", "conversation_rate_limit": "1/day", "webhook_token": token}
    site = await start(settings.model_copy(update=limits))
    url, body = "/webhooks/rest/webhook?token=t0ken", {"sender": "u1", "message": "你好"}
    assert [(await site.client.post(url, json=body)).status_code for _ in statuses] == statuses


async def test_a_clock_set_back_does_not_hold_visitors_to_another_years_messages(
    start: Callable[..., Awaitable[Site]], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = await start(settings.model_copy(update={"rate_limit": "1/hour"}))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 365 * 86_400)
    assert [(await say(site)).status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr(time, "time", real)
    assert (await say(site)).status_code == 200


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


async def test_replicas_count_together_in_redis(
    start: Callable[..., Awaitable[Site]], settings: Settings, redis: RedisServer
) -> None:
    shared = {"rate_limit": "3/day", "rate_limit_storage": redis.url}
    one = await start(settings.model_copy(update=shared))
    two = await start(settings.model_copy(update=shared))
    statuses = [(await say(site)).status_code for site in (one, two, one, two, one)]
    assert statuses == [200, 200, 200, 429, 429]


async def test_messages_are_answered_while_redis_is_away_and_counted_when_it_is_back(
    start: Callable[..., Awaitable[Site]],
    settings: Settings,
    redis: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = {"rate_limit": "1/day", "rate_limit_storage": redis.url}
    site = await start(settings.model_copy(update=shared))
    redis.stop()
    assert [(await say(site)).status_code for _ in range(3)] == [200, 200, 200]
    redis.start()
    monkeypatch.setattr(site.app.state.services.limits, "_paused_until", 0.0)
    monkeypatch.setattr(server.limits, "_COUNTING_S", 60.0)
    assert [(await say(site)).status_code for _ in range(2)] == [200, 429]


def test_a_storage_that_is_none_is_refused_with_a_cure(settings: Settings) -> None:
    wrong = settings.model_copy(update={"rate_limit_storage": "paper://desk"})
    with pytest.raises(BotError, match=r"YUQI_RATE_LIMIT_STORAGE .*Write `memory://`"):
        RateLimits(wrong, Metrics())
