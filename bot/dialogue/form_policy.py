"""Forms in a conversation: begun, answered, interrupted, resumed, dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.decisions import FormStep
from bot.dialogue.forms import FORMS, Form, FormSlot, Invalid
from bot.dialogue.policies import Situation
from bot.dialogue.responder import OUTSIDE, REQUESTED_SLOT
from bot.dialogue.slots import overdue_stage
from bot.domain import SlotValue, Understanding
from bot.nlu.normalize import normalize

_CANCEL = re.compile(
    r"(?:(?:那|还是|先|我|都|就|嗯|哦|好吧|暂时|[,。.!~\s])*"
    r"(?:算了|取消|退出|停(?:止|下|一下)?|再见|拜拜|没兴趣|不(?:需要|用|要)"
    r"|(?:不|别|懒得)(?:想|要|用)?再?(?:算|弄|查|填|说|答|回答|继续|搞|做|聊|测|看|问)(?:这个|下去)?)"
    r"(?:吧|了|啦|啊|呀|谢谢|[,。.!~\s])*)+"
)
"""Every way of dropping a form; 「不知道」 and 「不清楚」 are answers."""

_AMENDS = re.compile(
    r"^(?:啊|哦|呃|等下|等等|[,\s])*(?:不对|不是|错了|(?:说|打|写|填|搞|弄)错|更正|改成|改一?下|应该是|刚才)"
    r"(?:了|啊|[,。\s])*"
)
_ABOUT_MONEY = re.compile(r"本金|金额|欠|块|元|钱|万")
_PASSING = frozenset(
    {"thank", "greet", "bot_identity", "bot_capability", "bot_complaint", "abuse", "human_handoff"}
)
"""Said in passing: answered, then the form goes on."""

_SURE_AT = 0.8
_FEWEST = 4
"""Characters beside the value from which an answer with a question in it is an interruption."""

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
        if _CANCEL.fullmatch(text):
            return FormStep(form.name, "utter_form_cancelled", done=True)
        return self._take(form, situation)

    def _started(self, situation: Situation) -> str | None:
        heard = situation.heard
        if heard.understanding.best.name in FORMS:
            return heard.understanding.best.name
        if heard.how != "plain":
            return None
        said = {heard.understanding.normalized, normalize(heard.understanding.text)}
        return next(
            (
                one
                for one, words in self.starts.items()
                if any(re.search(words, text) for text in said)
            ),
            None,
        )

    def _take(self, form: Form, situation: Situation) -> FormStep | None:
        """The value asked for, out of what was said."""
        heard = situation.heard
        requested = situation.tracker.slots.get(REQUESTED_SLOT)
        slot = next((one for one in form.slots if one.name == requested), None)
        if slot is None:
            return None
        if heard.how == "payload":
            return None
        if amended := _amended(form, slot, situation):
            return _next_step(form, situation, amended)
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
        best = understanding.best
        sure = best.confidence >= self.question_at
        if answered:
            return (
                asks
                and sure
                and best.name not in OUTSIDE
                and len(_without_values(understanding)) >= _FEWEST
            )
        if best.name in _PASSING and best.confidence >= _SURE_AT:
            return True
        return (asks or len(understanding.normalized) >= 6) and sure


def _without_values(understanding: Understanding) -> str:
    text = understanding.normalized
    for one in understanding.entities:
        text = text.replace(normalize(one.text), "")
    return text.strip(" ,。?")


def _amended(form: Form, asked: FormSlot, situation: Situation) -> dict[str, SlotValue] | None:
    """「不对,是5300」: the slot given last, once more."""
    understanding = situation.heard.understanding
    text = normalize(understanding.text)
    match = _AMENDS.match(text)
    if not match:
        return None
    given = [one for one in form.slots if situation.slots.get(one.name) and one != asked]
    money = bool(_ABOUT_MONEY.search(text))
    given.sort(key=lambda one: money and one.name == "amount")
    for slot in reversed(given):
        value = slot.read(text[match.end() :], understanding.entities, situation.today)
        if value is not None and not isinstance(value, Invalid):
            return {slot.name: value}
    return None


def _next_step(form: Form, situation: Situation, found: Mapping[str, SlotValue]) -> FormStep:
    slots = {**situation.slots, **found}
    missing = form.next_slot(slots)
    stage = found.get("duration")
    staged = {"overdue_stage": overdue_stage(int(stage))} if isinstance(stage, int) else {}
    remembered = (*found.items(), *staged.items())
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
