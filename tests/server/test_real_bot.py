"""The server around the real bot, with the tests' tiny content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.server.trials import answer_many_pairs, reload_under_load

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot import Engine
    from server.settings import Settings
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio


@pytest.fixture
async def real(start: Callable[..., Awaitable[Site]], settings: Settings, engine: Engine) -> Site:
    return await start(settings, engine=engine)


async def test_it_answers_over_every_channel(real: Site) -> None:
    question = (await real.client.get("/api/questions")).json()["topics"][0]["questions"][0]
    reply = await real.ask(question["title"])
    assert reply["kind"] == "answer"
    assert reply["intent"]["name"] == question["intent"]
    assert reply["answer"]["html"].startswith("<p>")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", reply["answer"]["reviewed"])
    body = {"sender": "u1", "message": question["title"]}
    [message, *_] = (await real.client.post("/webhooks/rest/webhook", json=body)).json()
    assert message["text"]
    parsed = (await real.client.post("/model/parse", json={"text": question["title"]})).json()
    assert parsed["intent"]["name"] == question["intent"]


async def test_a_payload_acts_as_its_intent(real: Site) -> None:
    question = (await real.client.get("/api/questions")).json()["topics"][0]["questions"][0]
    reply = await real.ask(f"/{question['intent']}")
    assert reply["intent"] == {"name": question["intent"], "confidence": 1.0}


async def test_a_conversation_is_replayed_from_the_store(real: Site) -> None:
    first = await real.ask("花呗有宽限期吗")
    second = await real.ask("那借呗呢", first["conversation_id"])
    assert second["turn"] == 2
    assert second["slots"].get("product") == "jiebei"


@pytest.mark.parametrize(
    "text", ["???", "😭", "\u200b", "\x00\x01", "；；；", "👍" * 500, "/", "/{"]
)
async def test_odd_texts_get_a_kind_reply(real: Site, text: str) -> None:
    reply = await real.ask(text)
    assert reply["answer"]["text"]


async def test_what_was_masked_does_not_hinder_understanding(real: Site) -> None:
    question = (await real.client.get("/api/questions")).json()["topics"][0]["questions"][0]
    reply = await real.ask(f"我叫张三，电话13812345678，{question['title']}")
    assert question["intent"] in {
        one["name"] for one in [*reply["intents"], *reply["alternatives"]]
    }


@pytest.mark.timeout(900)  # learning takes long on a busy machine
def test_no_message_fails_while_content_is_edited_and_taken_in(
    tmp_path: Path, content: Path
) -> None:
    figures = reload_under_load(tmp_path, content, edits=2)
    assert figures["messages meanwhile"]


def test_two_thousand_pairs_are_taken_in_and_answered(tmp_path: Path) -> None:
    answer_many_pairs(tmp_path, pairs=2_000)
