"""Forms in a conversation: begun, answered, interrupted, resumed, dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.decisions import FormStep
from bot.dialogue.forms import FORMS, Form, Invalid
from bot.dialogue.policies import Situation
from bot.dialogue.responder import REQUESTED_SLOT
from bot.domain import SlotValue

_CANCEL = re.compile(
    r"^(?:算了|不算了|不用了|取消|退出|不想算了?|别算了|停|不查了|先不算|不弄了|不需要了)(?:吧|了|啦)?[。.!]?$"
)
_QUESTION = re.compile(r"吗|怎么|如何|多久|什么|为什么|能不能|会不会|是不是|有没有|[?]|么$|呢$")


@dataclass(frozen=True, slots=True)
class FormPolicy:
    """Leads a form while it is active; begins one when asked to, by button or in words."""

    starts: Mapping[str, str]
    question_at: float = 0.5
    """Confidence from which a question put to an active form counts as an interruption."""

    def __call__(self, situation: Situation) -> FormStep | None:
        """The form's next step; None where the utterance is none of its business."""
        started = self._started(situation)
        if started is not None:
            return _next_step(FORMS[started], situation, {})
        active = situation.tracker.active_loop
        if active is None or active not in FORMS:
            return None
        form = FORMS[active]
        text = situation.heard.understanding.normalized
        if _CANCEL.match(text):
            return FormStep(form.name, "utter_form_cancelled", done=True)
        return self._take(form, situation)

    def _started(self, situation: Situation) -> str | None:
        heard = situation.heard
        if heard.understanding.best.name in FORMS:
            return heard.understanding.best.name
        if heard.how != "plain":
            return None
        text = heard.understanding.normalized
        return next((one for one, words in self.starts.items() if re.search(words, text)), None)

    def _take(self, form: Form, situation: Situation) -> FormStep | None:
        """The value asked for, out of what was said."""
        heard = situation.heard
        requested = situation.tracker.slots.get(REQUESTED_SLOT)
        slot = next((one for one in form.slots if one.name == requested), None)
        if slot is None:
            return None
        if heard.how == "payload":
            return None
        value = slot.read(heard.understanding.text, heard.understanding.entities, situation.today)
        if self._interrupts(situation, answered=value is not None):
            return None
        if value is None or isinstance(value, Invalid):
            reason = value.reason if isinstance(value, Invalid) else "unknown"
            return _refuse(form, slot.name, reason)
        return _next_step(form, situation, {slot.name: value})

    def _interrupts(self, situation: Situation, *, answered: bool) -> bool:
        understanding = situation.heard.understanding
        asks = bool(_QUESTION.search(understanding.normalized))
        sure = understanding.best.confidence >= self.question_at
        if answered:
            return asks and sure and len(understanding.normalized) >= 8
        return (asks or len(understanding.normalized) >= 6) and sure


def _next_step(form: Form, situation: Situation, found: Mapping[str, SlotValue]) -> FormStep:
    slots = {**situation.slots, **found}
    missing = form.next_slot(slots)
    remembered = tuple(found.items())
    if missing is not None:
        response = f"utter_ask_{form.name}_{missing.name}"
        return FormStep(form.name, response, slots=remembered, asks=missing.name)
    result = form.finish(slots, situation.today)
    refused = result.response.removeprefix(f"utter_invalid_{form.name}_")
    asks = refused if refused != result.response else None
    return FormStep(
        form.name,
        result.response,
        values=tuple(result.values.items()),
        slots=remembered,
        chooses=tuple(result.slots.items()),
        asks=asks,
        done=asks is None,
    )


def _refuse(form: Form, slot: str, reason: str) -> FormStep:
    response = f"utter_invalid_{form.name}_{slot}"
    return FormStep(form.name, response, chooses=(("invalid_reason", reason),), asks=slot)
