"""The bot's values as the JSON of `schemas`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from server.rendering import to_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot import Catalogue, Completion, Turn
    from server.store import StoredTurn


def reply_from_turn(
    turn: Turn, titles: Mapping[str, str], conversation_id: str | None, number: int
) -> dict[str, Any]:
    """The reply as it is stored: `AnswerReply` without the HTML, which follows from the text."""
    reply = turn.reply
    intents = [] if reply.kind == "fallback" else [_score(match) for match in reply.intents]
    data: dict[str, Any] = {
        "conversation_id": conversation_id,
        "turn": number,
        "kind": reply.kind,
        "intent": intents[0] if intents else None,
        "intents": intents,
        "entities": [_entity(entity) for entity in turn.entities],
        "slots": dict(turn.slots),
        "answer": {
            "text": reply.text,
            "sources": [{"title": source.title, "url": source.url} for source in reply.sources],
            "reviewed": reply.reviewed.isoformat() if reply.reviewed else None,
        },
        "suggestions": [
            {"title": button.title, "payload": button.payload} for button in reply.suggestions
        ],
        "alternatives": [
            {**_score(match), "title": titles.get(match.name, match.name)}
            for match in reply.alternatives
        ],
    }
    if reply.prompt:
        data["input"] = {"type": reply.prompt.type, "placeholder": reply.prompt.placeholder}
    if reply.notice:
        data["notice"] = reply.notice
    return data


def with_html(reply: Mapping[str, Any]) -> dict[str, Any]:
    """The reply as it is sent."""
    answer = reply["answer"]
    return {**reply, "answer": {**answer, "html": to_html(answer["text"])}}


def with_notice(reply: Mapping[str, Any], notice: str) -> dict[str, Any]:
    """The reply with one more thing to know."""
    before = reply.get("notice")
    return {**reply, "notice": f"{before} {notice}" if before else notice}


def record_from_turn(turn: StoredTurn) -> dict[str, Any]:
    """A stored turn as `TurnRecord`."""
    record: dict[str, Any] = {
        "turn": turn.turn,
        "text": turn.text,
        "at": rfc3339(turn.at),
        "reply": with_html(turn.reply),
    }
    title = (turn.metadata or {}).get("title")
    if isinstance(title, str):
        record["title"] = title
    if turn.rating:
        record["rating"] = turn.rating
    return record


def questions(found: Iterable[Completion]) -> list[dict[str, str]]:
    """Completions as `Question`s."""
    return [{"title": completion.title, "intent": completion.intent} for completion in found]


def catalogue_data(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as `QuestionsReply`."""
    return {
        "topics": [
            {"name": topic.name, "title": topic.title, "questions": questions(topic.questions)}
            for topic in catalogue.topics
        ],
        "hot": questions(catalogue.hot),
    }


def rfc3339(seconds: float) -> str:
    """Unix seconds as a time in UTC.

    >>> rfc3339(0)
    '1970-01-01T00:00:00Z'
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds" if seconds % 1 else "auto").replace(
        "+00:00", "Z"
    )


def _score(match: Any) -> dict[str, Any]:  # noqa: ANN401  # a Match, which bot does not export
    return {"name": match.name, "confidence": round(min(1.0, max(0.0, match.confidence)), 4)}


def _entity(entity: Any) -> dict[str, Any]:  # noqa: ANN401  # an Entity, as above
    return {name: value for name, value in asdict(entity).items() if value is not None}
