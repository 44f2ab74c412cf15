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

_STARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("form_overdue_interest", r"(?:帮我|帮忙|给我|你)?(?:算|计算)(?:一?下|算|一算)?.{0,8}(?:逾期)?(?:利息|罚息|违约金|逾期费)|(?:利息|罚息).{0,6}(?:帮我|给我)算|(?:逾期)?利息计算器"),
        ("form_record_expiry", r"(?:帮我|给我)?(?:算|看看).{0,6}(?:记录|征信).{0,8}(?:什么时候|哪天|几号|多久).{0,4}(?:消|没|删|到期)?|算.{0,4}(?:哪天|什么时候).{0,6}(?:消|删)"),
        ("form_one_off_policy", r"(?:帮我|给我)?(?:看看|判断|查|算).{0,6}(?:符不符合|符合|能不能享受|够不够).{0,8}(?:政策|修复)"),
        ("form_instalment_plan", r"(?:帮我|给我)?算.{0,8}(?:分多少期|分几期|分期方案|每期还多少|每月还多少)"),
        ("form_limitation", r"(?:帮我|给我)?算.{0,8}(?:诉讼)?时效"),
        ("form_triage", r"^(?:我)?(?:现在|到底)?(?:我)?该怎么办(?:啊|呢|才好)?[?。!]?$|(?:帮我|给我)(?:理一理|理理|出个?主意|规划|安排)"),
    )
)  # fmt: skip
_CANCEL = re.compile(
    r"^(?:算了|不算了|不用了|取消|退出|不想算了?|别算了|停|不查了|先不算|不弄了|不需要了)(?:吧|了|啦)?[。.!]?$"
)
_QUESTION = re.compile(r"吗|怎么|如何|多久|什么|为什么|能不能|会不会|是不是|有没有|[?]|么$|呢$")


@dataclass(frozen=True, slots=True)
class FormPolicy:
    """Leads a form while it is active; begins one when asked to."""

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
        for name, pattern in _STARTS:
            if pattern.search(heard.understanding.normalized):
                return name
        return None

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
