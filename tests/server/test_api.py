from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import anyio
import pytest

if TYPE_CHECKING:
    from tests.server.conftest import Site

pytestmark = pytest.mark.anyio


async def test_an_answer_has_every_field_of_the_contract(site: Site) -> None:
    reply = await site.ask("花呗有宽限期吗")
    assert re.fullmatch(r"[0-9a-f]{32}", reply.pop("conversation_id"))
    assert reply == {
        "turn": 1,
        "kind": "answer",
        "intent": {"name": "grace_period", "confidence": 0.93},
        "intents": [{"name": "grace_period", "confidence": 0.93}],
        "entities": [
            {"entity": "product", "value": "huabei", "start": 0, "end": 2, "text": "花呗"}
        ],
        "slots": {"product": "huabei"},
        "answer": {
            "text": "**花呗**没有宽限期。\n\n还款日当天还上就不算逾期。",
            "html": "<p><strong>花呗</strong>没有宽限期。</p>\n<p>还款日当天还上就不算逾期。</p>",
            "sources": [{"title": "《征信业管理条例》第十六条", "url": None}],
            "reviewed": "2026-11-22",
        },
        "suggestions": [{"title": "逾期一天有影响吗", "payload": "/overdue_short"}],
        "alternatives": [
            {"name": "overdue_short", "confidence": 0.05, "title": "逾期一天有影响吗"}
        ],
    }


async def test_a_fallback_has_no_intent_and_still_suggestions(site: Site) -> None:
    reply = await site.ask("今天天气怎么样")
    assert (reply["kind"], reply["intent"], reply["intents"]) == ("fallback", None, [])
    assert reply["suggestions"]
    assert reply["alternatives"][0]["name"] == "grace_period"


async def test_a_forms_question_tells_which_keyboard_to_show(site: Site) -> None:
    assert (await site.ask("帮我算利息"))["input"] == {"type": "number", "placeholder": "元"}


async def test_a_conversation_goes_on_and_counts_its_turns(site: Site) -> None:
    first = await site.ask("第几句")
    second = await site.ask("第几句", first["conversation_id"])
    assert [first["turn"], second["turn"]] == [1, 2]
    assert second["answer"]["text"] == "第2句"
    assert second["conversation_id"] == first["conversation_id"]


async def test_slots_are_remembered_between_messages(site: Site) -> None:
    first = await site.ask("花呗有宽限期吗")
    second = await site.ask("你好", first["conversation_id"])
    assert second["slots"] == {"product": "huabei"}


async def test_a_message_sent_again_gets_the_same_reply_and_is_taken_once(site: Site) -> None:
    first = await site.ask("第几句")
    again = [
        await site.ask("第几句", first["conversation_id"], message_id="m-1") for _ in range(3)
    ]
    assert again[0] == again[1] == again[2]
    history = (await site.client.get(f"/api/conversations/{first['conversation_id']}")).json()
    assert [turn["turn"] for turn in history["turns"]] == [1, 2]


async def test_messages_of_one_conversation_sent_at_once_each_get_a_turn(site: Site) -> None:
    conversation_id = (await site.ask("第几句"))["conversation_id"]
    replies: list[Any] = []

    async def send() -> None:
        replies.append(await site.ask("第几句", conversation_id))

    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(send)
    assert sorted(reply["turn"] for reply in replies) == list(range(2, 22))
    assert all(reply["answer"]["text"] == f"第{reply['turn']}句" for reply in replies)


async def test_the_history_shows_each_turn_as_it_was_answered(site: Site) -> None:
    first = await site.ask("花呗有宽限期吗")
    conversation_id = first["conversation_id"]
    second = await site.ask("/grace_period", conversation_id, metadata={"title": "花呗有宽限期吗"})
    rating = {"conversation_id": conversation_id, "turn": 2, "rating": "up"}
    assert (await site.client.post("/api/feedback", json=rating)).status_code == 204
    history = (await site.client.get(f"/api/conversations/{conversation_id}")).json()
    assert history["conversation_id"] == conversation_id
    assert [turn["reply"] for turn in history["turns"]] == [first, second]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", history["turns"][0]["at"])
    del history["turns"][1]["at"], history["turns"][1]["reply"]
    assert history["turns"][1] == {
        "turn": 2,
        "text": "/grace_period",
        "title": "花呗有宽限期吗",
        "rating": "up",
    }


async def test_a_later_rating_replaces_an_earlier_one(site: Site) -> None:
    conversation_id = (await site.ask("你好"))["conversation_id"]
    for rating, comment in (("up", None), ("down", "没有用")):
        body = {
            "conversation_id": conversation_id,
            "turn": 1,
            "rating": rating,
            "comment": comment,
        }
        assert (await site.client.post("/api/feedback", json=body)).status_code == 204
    export = (await site.client.get(f"/api/conversations/{conversation_id}/export")).json()
    assert [(row["rating"], row["comment"]) for row in export["feedback"]] == [("down", "没有用")]


async def test_a_deleted_conversation_is_gone_with_all_that_belongs_to_it(site: Site) -> None:
    conversation_id = (await site.ask("花呗有宽限期吗"))["conversation_id"]
    path = f"/api/conversations/{conversation_id}"
    body = {"conversation_id": conversation_id, "turn": 1, "rating": "up"}
    await site.client.post("/api/feedback", json=body)
    assert (await site.client.delete(path)).status_code == 204
    assert (await site.client.get(path)).status_code == 404
    assert (await site.client.get(f"{path}/export")).status_code == 404
    assert (await site.client.delete(path)).status_code == 404
    assert (await site.client.post("/api/feedback", json=body)).status_code == 404
    sent = await site.client.post(
        "/api/answer", json={"text": "你好", "conversation_id": conversation_id}
    )
    assert sent.status_code == 404


async def test_an_export_holds_every_table(site: Site) -> None:
    conversation_id = (await site.ask("花呗有宽限期吗"))["conversation_id"]
    response = await site.client.get(f"/api/conversations/{conversation_id}/export")
    assert response.headers["content-disposition"] == 'attachment; filename="conversation.json"'
    export = response.json()
    assert [row["text"] for row in export["turns"]] == ["花呗有宽限期吗"]
    assert [row["data"]["event"] for row in export["events"]][:2] == ["session_started", "user"]
    assert export["feedback"] == []


async def test_suggests_completions(site: Site) -> None:
    response = await site.client.get("/api/suggest", params={"q": "宽限", "limit": 5})
    assert response.json() == {
        "suggestions": [{"title": "花呗有宽限期吗", "intent": "grace_period"}]
    }
    assert (await site.client.get("/api/suggest?q=")).json() == {"suggestions": []}


async def test_lists_the_questions_by_topic_with_the_hottest(site: Site) -> None:
    grace = {"title": "花呗有宽限期吗", "intent": "grace_period"}
    short = {"title": "逾期一天有影响吗", "intent": "overdue_short"}
    assert (await site.client.get("/api/questions")).json() == {
        "topics": [{"name": "overdue", "title": "逾期", "questions": [grace, short]}],
        "hot": [grace],
    }


async def test_a_sender_never_reaches_a_visitors_conversation(site: Site) -> None:
    visitor = (await site.ask("第几句"))["conversation_id"]
    body = {"sender": visitor, "message": "第几句"}
    sent = await site.client.post("/webhooks/rest/webhook", json=body)
    assert sent.json()[0]["text"] == "第1句"
    assert (await site.ask("第几句", visitor))["turn"] == 2
    for name in ("rest:u1", "u1"):
        body = {"sender": "u1", "message": "你好"}
        await site.client.post("/webhooks/rest/webhook", json=body)
        assert (await site.client.get(f"/api/conversations/{name}")).status_code == 404
