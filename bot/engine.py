"""A turn, from what the user typed to what is said back: one page, the whole story."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.config import Config
from bot.dialogue.company import (
    is_near,
    keep_company,
    take_denial,
    tell_of_help_line,
    was_near,
    without_denial,
)
from bot.dialogue.context import ContextReader, Heard
from bot.dialogue.decisions import Answer, Crisis, Decision, FormStep
from bot.dialogue.each import told_beside
from bot.dialogue.endangered import is_of_another
from bot.dialogue.events import (
    ACTION_LISTEN,
    ACTION_SESSION_START,
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from bot.dialogue.form_policy import FormPolicy, SettlingPolicy, drops_form, leaves_form
from bot.dialogue.forms import FORMS
from bot.dialogue.openings import COURTESIES, without_opening
from bot.dialogue.policies import (
    FallBack,
    FaqPolicy,
    Situation,
    first_of,
    hear_nothing,
    is_crisis,
    repeat_last,
    without_crisis,
)
from bot.dialogue.responder import OUTSIDE, REQUESTED_SLOT, Responder
from bot.dialogue.script import in_script_of
from bot.dialogue.slots import (
    TAKEN_FOR_GRANTED,
    asks_aside,
    forgotten,
    reckoned,
    remembered,
    slots_of,
    told_of,
    told_slots,
)
from bot.dialogue.telling import TellingPolicy
from bot.dialogue.tracker import Tracker
from bot.domain import Domain, Entity, Match, Reply, SlotValue, Understanding
from bot.errors import UtteranceError
from bot.nlu.crisis import CrisisDetector
from bot.nlu.normalize import normalize
from bot.nlu.pipeline import Pipeline
from bot.suggest import Catalogue, Completion, Completions

NLU_FALLBACK = "nlu_fallback"

_UNSURE = 0.9
"""Confidence below which an utterance is read without what it opens with."""
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character, as broken JSON holds it: no text that could be stored or converted."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that came of one utterance; `tracker` is the conversation after it."""

    reply: Reply
    events: tuple[Event, ...]
    tracker: Tracker
    understanding: Understanding
    decision: Decision
    how: str

    @property
    def entities(self) -> tuple[Entity, ...]:
        """What the utterance names."""
        return self.understanding.entities

    @property
    def slots(self) -> Mapping[str, SlotValue]:
        """What is remembered after it."""
        slots = self.tracker.slots
        slots.pop(REQUESTED_SLOT, None)
        return slots


class Engine:
    """The bot over one content: a function of text, tracker and clock.

    Args:
        domain: the content.
        understand: text and day to Understanding.
        config: the thresholds.
        provisional: whether its model was only amended and wants learning anew.
    """

    def __init__(
        self, domain: Domain, understand: Pipeline, config: Config, *, provisional: bool = False
    ) -> None:
        self.domain = domain
        self.config = config
        self.pipeline = understand
        self.model = understand.model
        self.provisional = provisional
        self.model_id = domain.fingerprint
        self._completions = Completions(domain)
        self._read_context = ContextReader(domain, understand.after)
        self._is_danger = CrisisDetector(domain.crisis, understand.model.danger)
        self._respond = Responder(domain)
        self._decide: Callable[[Situation], Decision] = first_of(
            hear_nothing,
            take_denial,
            tell_of_help_line,
            FormPolicy(domain),
            repeat_last,
            SettlingPolicy(TellingPolicy(FaqPolicy(domain, config), domain, config), domain),
            otherwise=FallBack(domain),
        )

    def parse(self, text: str, now: datetime) -> Understanding:
        """Understand one utterance by itself.

        Raises:
            UtteranceError: the text is empty or too long.
        """
        return self.pipeline(self._checked(text), now.date())

    def handle(
        self, text: str, tracker: Tracker, now: datetime, message_id: str | None = None
    ) -> Turn:
        """Take one turn.

        Args:
            text: what the user typed, 1 to 1000 code points after trimming.
            tracker: the conversation before it.
            now: the time, with its zone.
            message_id: the client's own id of the message, kept with it.

        Raises:
            UtteranceError: the text is empty or too long.
        """
        text = self._checked(text)
        stamp = now.timestamp()
        opening = self._open_session(tracker, now)
        tracker = tracker.after(opening)
        understanding = self._understand(text, now.date())
        in_danger = self._hears_danger(text, tracker)
        if not in_danger:
            understanding = without_crisis(understanding)
        heard = self._read_context(understanding, tracker)
        gone, slots = _fill_slots(heard, tracker, now.date())
        decision: Decision
        if is_crisis(heard, signalled=in_danger):
            decision = Crisis(is_of_another(text, tracker))
        else:
            known = {**tracker.slots, **slots}
            for name in gone:
                known.pop(name, None)
            situation = Situation(heard, known, tracker, now.date())
            decision = keep_company(self._decide(situation), situation)
        if isinstance(decision, FormStep):
            slots = {**slots, **dict(decision.slots)}
        known = {**{n: v for n, v in tracker.slots.items() if n not in gone}, **slots}
        reply = self._word(decision, heard, {**known, **(heard.supposed or {})}, tracker, text)
        if heard.how not in {"correction", "payload", "pick"} and asks_aside(
            heard.understanding.normalized, slots, tracker
        ):
            gone, slots = (), {}
        events = (
            UserUttered(stamp, text, self.parse_data(heard.understanding), message_id),
            *(SlotSet(stamp, name, None) for name in gone),
            *(SlotSet(stamp, name, value) for name, value in slots.items()),
            *_form_events(decision, tracker, stamp, left=leaves_form(reply, tracker)),
            ActionExecuted(stamp, reply.response, type(decision).__name__),
            _bot_event(reply, stamp),
            ActionExecuted(stamp, ACTION_LISTEN),
        )
        return Turn(
            reply=reply,
            events=(*opening, *events),
            tracker=tracker.after(events),
            understanding=heard.understanding,
            decision=decision,
            how=heard.how,
        )

    def parse_data(self, understanding: Understanding) -> dict[str, Any]:
        """An understanding as `/model/parse` answers it, in Rasa's shape."""
        ranking = [
            {"name": match.name, "confidence": round(match.confidence, 6)}
            for match in understanding.ranking[:20]
        ]
        intent = ranking[0]
        if understanding.best.confidence < self.config.fallback_at:
            intent = {"name": NLU_FALLBACK, "confidence": self.config.fallback_at}
            ranking.insert(0, intent)
        return {
            "text": understanding.text,
            "intent": intent,
            "entities": [_entity_data(entity) for entity in understanding.entities],
            "intent_ranking": ranking,
        }

    def suggest(self, query: str, limit: int) -> tuple[Completion, ...]:
        """Questions that complete what is being typed, best first."""
        return self._completions(query, limit)

    def catalogue(self) -> Catalogue:
        """All questions by topic, and the hottest."""
        return self._completions.catalogue

    def _checked(self, text: str) -> str:
        text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).strip()
        if not text:
            raise UtteranceError("The text is empty. Send 1 to 1000 characters.")
        if len(text) > self.config.max_utterance:
            raise UtteranceError(
                f"The text has {len(text)} characters. Send {self.config.max_utterance} at most."
            )
        return text

    def _understand(self, text: str, today: date) -> Understanding:
        """The utterance, or what it says after a 「谢谢」 or 「我最担心的还是」."""
        whole = self.pipeline(text, today)
        rest = without_opening(text)
        if rest == text or not (whole.best.name in COURTESIES or whole.best.confidence < _UNSURE):
            return whole
        meant = self.pipeline(rest, today)
        if meant.best.name in COURTESIES | OUTSIDE:
            return whole
        before = len(text) - len(rest)
        entities = tuple(
            replace(one, start=one.start + before, end=one.end + before) for one in meant.entities
        )
        return replace(meant, text=text, entities=entities)

    def _hears_danger(self, text: str, tracker: Tracker) -> bool:
        """Whether an utterance speaks of danger, in its conversation.

        A denial of the danger heard before is none, nor is the end of a form.
        """
        if drops_form(text, tracker):
            return False
        if was_near(tracker) and (rest := without_denial(text)) != normalize(text):
            return self._is_danger(rest)
        return self._is_danger(text, alert=is_near(tracker))

    def _open_session(self, tracker: Tracker, now: datetime) -> tuple[Event, ...]:
        silence = tracker.silent_for(now)
        if silence is not None and silence <= self.config.session_timeout:
            return ()
        stamp = now.timestamp()
        return (
            ActionExecuted(stamp, ACTION_SESSION_START),
            SessionStarted(stamp),
            ActionExecuted(stamp, ACTION_LISTEN),
        )

    def _word(
        self,
        decision: Decision,
        heard: Heard,
        slots: Mapping[str, SlotValue],
        tracker: Tracker,
        text: str,
    ) -> Reply:
        alternatives = tuple(
            Match(match.name, round(match.confidence, 6))
            for match in heard.understanding.ranking[1:6]
        )
        asked = "" if heard.how in {"payload", "correction"} else text
        if isinstance(decision, Answer) and "product" not in slots:
            told = told_beside(tracker, heard.understanding.entities)
            decision = replace(decision, told=told)
        reply = self._respond(decision, slots, tracker, alternatives, asked)
        interrupts = tracker.active_loop in FORMS and not isinstance(decision, FormStep | Crisis)
        if interrupts and not leaves_form(reply, tracker):
            reply = self._respond.resume(reply, tracker, slots)
        if _had_crisis(tracker) and not isinstance(decision, Crisis):
            reminder = self._respond.variant("utter_crisis_reminder", slots, tracker.turns)
            reply = replace(reply, notice=reminder.text)
        return in_script_of([text, *reversed(tracker.said)], reply)


def _fill_slots(
    heard: Heard, tracker: Tracker, today: date
) -> tuple[tuple[str, ...], dict[str, SlotValue]]:
    """The slots to forget, and the new values.

    An active form reads its answers itself: of them only the product is spoken of.
    """
    known = tracker.slots
    said = heard.understanding
    new = slots_of(said.entities, known, said.best.name) | dict(heard.slots or {})
    if tracker.active_loop is not None:
        new = {name: value for name, value in new.items() if name == "product"}
        gone: tuple[str, ...] = ()
    else:
        new |= told_slots(said, today, known)
        new |= reckoned(new, known, today)
        follows = heard.how in {"follow_up", "correction", "pick"}
        gone = forgotten(known, new, follows=follows)
        if not follows:
            new = remembered(tracker, new) | new
            gone = tuple(name for name in gone if name not in new)
        elif heard.how == "follow_up" and "product" in new and "duration" not in new:
            new |= told_of(tracker, new["product"])
    before = {**TAKEN_FOR_GRANTED, **known}
    changed = {name: value for name, value in new.items() if before.get(name) != value}
    return gone, changed


def _had_crisis(tracker: Tracker) -> bool:
    return any(
        isinstance(event, BotUttered) and event.metadata.get("kind") == "crisis"
        for event in tracker.events
    )


def _form_events(
    decision: Decision, tracker: Tracker, stamp: float, *, left: bool
) -> tuple[Event, ...]:
    if tracker.active_loop and (left or isinstance(decision, Crisis)):
        return ActiveLoop(stamp, None), SlotSet(stamp, REQUESTED_SLOT, None)
    if not isinstance(decision, FormStep):
        return ()
    name = None if decision.done else decision.form
    loop = () if tracker.active_loop == name else (ActiveLoop(stamp, name),)
    return *loop, SlotSet(stamp, REQUESTED_SLOT, decision.asks)


def _bot_event(reply: Reply, stamp: float) -> BotUttered:
    buttons = [{"title": one.title, "payload": one.payload} for one in reply.suggestions]
    return BotUttered(
        stamp,
        reply.text,
        {"buttons": buttons} if buttons else {},
        {
            "kind": reply.kind,
            "intents": [match.name for match in reply.intents],
            "utter_action": reply.response,
        },
    )


def _entity_data(entity: Entity) -> dict[str, Any]:
    data: dict[str, Any] = {
        "entity": entity.entity,
        "value": entity.value,
        "start": entity.start,
        "end": entity.end,
        "confidence_entity": 1.0,
        "extractor": "LexiconEntityExtractor",
    }
    return data | ({"role": entity.role} if entity.role else {})
