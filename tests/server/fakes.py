"""A bot small enough to be read at a glance, behind the real one's front door.

It answers 「…宽限期…」 with a curated answer, greets back, asks a form's question on 「算利息」,
remembers the product, tells how many turns went before on 「第几句」, and falls back on the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bot.dialogue.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from bot.domain import Citation, Entity, Match, Prompt, Reply, Suggestion, Understanding
from bot.errors import UtteranceError
from bot.suggest import Catalogue, Completion, TopicQuestions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.dialogue.tracker import Tracker

GRACE = Completion("花呗有宽限期吗", "grace_period")
SHORT = Completion("逾期一天有影响吗", "overdue_short")
ANSWER = Reply(
    kind="answer",
    text="**花呗**没有宽限期。\n\n还款日当天还上就不算逾期。",
    intents=(Match("grace_period", 0.93),),
    sources=(Citation("《征信业管理条例》第十六条", None),),
    reviewed=date(2026, 11, 22),
    suggestions=(Suggestion("逾期一天有影响吗", "/overdue_short"),),
    alternatives=(Match("overdue_short", 0.05),),
    response="utter_grace_period",
)
GREETING = Reply(kind="chat", text="您好。\n\n想问什么？", intents=(Match("greet", 0.99),))
ASKING = Reply(
    kind="ask",
    text="欠了多少钱？",
    intents=(Match("interest_calculation", 0.9),),
    prompt=Prompt("number", "元"),
)
FALLBACK = Reply(
    kind="fallback",
    text="没听懂，换个说法试试。",
    intents=(Match("greet", 0.01),),
    suggestions=(Suggestion(GRACE.title, "/grace_period"),),
    alternatives=(Match("grace_period", 0.2),),
)


@dataclass(frozen=True, slots=True)
class FakeTurn:
    reply: Reply
    events: tuple[Event, ...]
    tracker: Tracker
    understanding: Understanding
    entities: tuple[Entity, ...]
    slots: Mapping[str, Any]


@dataclass(eq=False)
class FakeEngine:
    """`heard` keeps every text it was given, in order."""

    model_id: str = "f00d"
    heard: list[str] = field(default_factory=list)
    provisional: bool = False

    @property
    def domain(self) -> Any:
        titles = {GRACE.intent: GRACE.title, SHORT.intent: SHORT.title, "greet": "打招呼"}
        return SimpleNamespace(
            intents={name: SimpleNamespace(title=title) for name, title in titles.items()}
        )

    def parse(self, text: str, now: datetime) -> Understanding:
        del now
        self.heard.append(text)
        start = text.find("花呗")
        entities = (Entity("product", "huabei", start, start + 2, "花呗"),) if start >= 0 else ()
        ranking = (Match("grace_period", 0.9), Match("overdue_short", 0.1))
        return Understanding(text, text, (text,), (), entities, ranking)

    def parse_data(self, understanding: Understanding) -> dict[str, Any]:
        ranking = [{"name": m.name, "confidence": m.confidence} for m in understanding.ranking]
        return {
            "text": understanding.text,
            "intent": ranking[0],
            "entities": [],
            "intent_ranking": ranking,
        }

    def handle(
        self, text: str, tracker: Tracker, now: datetime, message_id: str | None = None
    ) -> FakeTurn:
        if text == "坏":
            raise RuntimeError(text)
        if not text.strip("\u200b"):
            raise UtteranceError("The text is empty.")
        stamp = now.timestamp()
        understanding = self.parse(text, now)
        reply = self._reply(text, tracker)
        events: list[Event] = [] if tracker.events else [SessionStarted(stamp)]
        events.append(UserUttered(stamp, text, self.parse_data(understanding), message_id))
        events += [SlotSet(stamp, e.entity, e.value) for e in understanding.entities]
        events += [ActionExecuted(stamp, reply.response), BotUttered(stamp, reply.text)]
        after = tracker.after(events)
        return FakeTurn(
            reply, tuple(events), after, understanding, understanding.entities, after.slots
        )

    def _reply(self, text: str, tracker: Tracker) -> Reply:
        if "宽限期" in text or text.startswith("/grace_period"):
            return ANSWER
        if "算利息" in text:
            return ASKING
        if "你好" in text:
            return GREETING
        if "第几句" in text:
            return Reply(kind="chat", text=f"第{tracker.turns + 1}句")
        return FALLBACK

    def suggest(self, query: str, limit: int) -> tuple[Completion, ...]:
        return tuple(one for one in (GRACE, SHORT) if query in one.title)[:limit]

    def catalogue(self) -> Catalogue:
        return Catalogue((TopicQuestions("overdue", "逾期", (GRACE, SHORT)),), (GRACE,))
