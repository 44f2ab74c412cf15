"""Forms in a conversation: begun, answered, interrupted, resumed, dropped, tried once more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialogue.concern import CONCERN
from bot.dialogue.context import names_only_a_product, previous_intent
from bot.dialogue.decisions import Answer, Decision, FormStep
from bot.dialogue.events import BotUttered, SlotSet
from bot.dialogue.forms import FORMS, Form, FormSlot, Invalid
from bot.dialogue.forms.amending import amended, not_yet, supposed, told
from bot.dialogue.forms.dates import UNPAID
from bot.dialogue.policies import Policy, Situation
from bot.dialogue.responder import OUTSIDE, REQUESTED_SLOT
from bot.dialogue.slots import NO_LOANS, overdue_stage
from bot.dialogue.tracker import Tracker
from bot.domain import Domain, Reply, Slots, SlotValue, Understanding
from bot.nlu.normalize import normalize

_CANCEL = re.compile(
    r"(?:(?:那|还是|先|我|都|就|嗯|哦|唉|行|得|好吧?|暂时|[,。.!~\s])*"
    r"(?:算了|取消|退出|停(?:止|下|一下)?|再见|拜拜|没兴趣|不(?:需要|用|要)"
    r"|(?:不|别|懒得)(?:想|要|用)?再?(?:算|弄|查|填|说|答|回答|继续|搞|做|聊|测|看|问)(?:这个|下去)?)"
    r"(?:吧|了|啦|啊|呀|谢谢|[,。.!~\s])*)+"
)
"""Every way of dropping a form; 「不知道」 and 「不清楚」 are answers."""

_WAIT = re.compile(
    r"(?:你?(?:稍|先)?等(?:一?下|等|会儿?|我)?|稍等|我?先?(?:去|再)?(?:看|想|找|查|翻|算)一?(?:看|想|找|查|翻|下|算)|让我(?:看|想|找|查)一?[看想找查下])"
    r"(?:啊|吧|哈|[,。.!~\s])*"
)
"""「等一下」, 「我看看」."""
_ANOTHER = re.compile(r"重新|从头|另外?一[笔个]|别的一?笔|换一?笔")
_RECKON = re.compile(
    r"(?:帮|给|替)我.{0,4}(?:算|看看?符不符合)|(?:能|可以)(?:不能)?算(?:一?下|算|出)"
)
"""A wish to have something reckoned."""
_TELLING = frozenset({"monthly_means", "daily_rate"})
"""Slots that only one form asks for."""
_PASSING = frozenset(
    {"thank", "greet", "bot_identity", "bot_capability", "bot_complaint", "abuse", "human_handoff"}
)
"""Said in passing: answered, then the form goes on."""

_BESIDE_FORMS = frozenset({"ask", "chat", "crisis"})
"""Kinds of replies that do not turn away from a form: its own, and words in passing."""

_DETOURS = 2
"""So many questions on the way a form stands; it is dropped for the next."""

_SURE_AT = 0.8
_FEWEST = 4
"""Characters beside the value from which an answer with a question in it is an interruption."""
_PATIENCE = 3
"""So many refusals of one slot, then a way out is shown."""

_QUESTION = re.compile(r"吗|怎么|如何|多久|什么|为什么|能不能|会不会|是不是|有没有|[?]|么$|呢$")
_ASKS_FOR = re.compile(r"电话|号码|热线|多少|哪|谁|不$")
"""Asks, where it is no answer: 「电话多少」, 「能分期不」."""


@dataclass(frozen=True, slots=True)
class FormPolicy:
    """Leads a form while it is active; begins one when asked to, by button or in words."""

    domain: Domain
    question_at: float = 0.5
    """Confidence from which a question put to an active form counts as an interruption."""

    def __call__(self, situation: Situation) -> FormStep | None:
        """The form's next step; None where the utterance is none of its business."""
        started = self._started(situation)
        if started is not None:
            return _begin(FORMS[started], situation)
        active = situation.tracker.active_loop
        if active is None or active not in FORMS:
            return _try_again(situation)
        form = FORMS[active]
        text = situation.heard.understanding.normalized
        if _CANCEL.fullmatch(text):
            return FormStep(form.name, "utter_form_cancelled", done=True)
        return self._take(form, situation)

    def _started(self, situation: Situation) -> str | None:
        heard = situation.heard
        if heard.understanding.best.name in FORMS:
            return heard.understanding.best.name
        if heard.how not in {"plain", "read_on", "follow_up"}:
            return None
        said = {heard.understanding.normalized, normalize(heard.understanding.text)}
        named = (
            one
            for one, words in self.domain.form_starts.items()
            if any(re.search(words, text) for text in said)
        )
        return next(named, None) or _reckoned(situation, self.domain)

    def _take(self, form: Form, situation: Situation) -> FormStep | None:
        """The value asked for, out of what was said, and others told with it."""
        heard = situation.heard
        asked = _asked(form, situation.tracker)
        if asked is None or heard.how == "payload":
            return None
        if response := _once_more(form, asked, situation):
            return FormStep(form.name, response, asks=asked.name)
        said = (heard.understanding.text, heard.understanding.entities, situation.today)
        if values := amended(form, situation.slots, *said):
            return _next_step(form, situation, values)
        value = asked.read(*said)
        if self._interrupts(situation, answered=value is not None):
            return None
        return _answered(form, asked, value, situation)

    def _interrupts(self, situation: Situation, *, answered: bool) -> bool:
        understanding = situation.heard.understanding
        asks = bool(_QUESTION.search(understanding.normalized))
        asks |= not answered and bool(_ASKS_FOR.search(understanding.normalized))
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


@dataclass(frozen=True, slots=True)
class SettlingPolicy:
    """Another policy, whose answer is a form's result where all that the form needs was told.

    Figures told after an answer that they complete begin the form, which asks for the rest.
    """

    policy: Policy
    domain: Domain

    def __call__(self, situation: Situation) -> Decision | None:
        """The result, once; else what the policy decides."""
        decision = self.policy(situation)
        if not isinstance(decision, Answer) or len(decision.intents) != 1:
            return decision
        [intent] = decision.intents
        subject = previous_intent(situation.tracker, self.domain)
        form = next((form for form in FORMS.values() if intent.name in form.settles), None)
        if form is None or not _may_settle(form, situation, subject):
            return decision
        step = _next_step(form, situation, _taken(form, situation.slots))
        if step.done:
            return replace(step, settles=intent)
        return step if form.on_figures else decision


def _may_settle(form: Form, situation: Situation, subject: str | None) -> bool:
    """Whether enough was told of a loan, and neither it nor another form is under way."""
    tracker, slots = situation.tracker, situation.slots
    of_a_loan = slots.get("product") not in NO_LOANS
    if not of_a_loan or tracker.active_loop or _is_through(form, tracker):
        return False
    if form.on_figures:
        told_on = subject in form.settles and situation.heard.how == "follow_up"
        return told_on and slots.get(CONCERN) is None and _tells_a_figure(form, situation)
    return all(slot.usable(slots.get(slot.name)) for slot in form.slots)


def _tells_a_figure(form: Form, situation: Situation) -> bool:
    names = {slot.name for slot in form.slots}
    said = situation.heard.understanding.entities
    return any(one.entity in names and one.role is None for one in said)


def _taken(form: Form, slots: Slots) -> dict[str, SlotValue]:
    """What is taken for what nobody told, where a question is answered unasked."""
    return {
        slot.name: slot.otherwise
        for slot in form.slots
        if slot.otherwise is not None and slot.missing(slots)
    }


def drops_form(text: str, tracker: Tracker) -> bool:
    """Whether an utterance drops the form in progress and says nothing else: 「那算了」."""
    return tracker.active_loop in FORMS and bool(_CANCEL.fullmatch(normalize(text)))


def leaves_form(reply: Reply, tracker: Tracker) -> bool:
    """Whether a reply turns away from the form once more: something else is wanted."""
    if tracker.active_loop not in FORMS or reply.kind in _BESIDE_FORMS:
        return False
    before = [kind for kind in tracker.kinds if kind != "chat"][-_DETOURS:]
    return len(before) == _DETOURS and "ask" not in before


def _reckoned(situation: Situation, domain: Domain) -> str | None:
    """「帮我算一下」: the calculator of the values told, else that of the subject spoken of."""
    understanding = situation.heard.understanding
    if situation.tracker.active_loop or not _RECKON.search(understanding.normalized):
        return None
    said = (understanding.text, understanding.entities, situation.today)
    for form in FORMS.values():
        if any(one.told(*said) for one in form.slots if one.name in _TELLING):
            return form.name
    subject = previous_intent(situation.tracker, domain)
    return next((name for name, form in FORMS.items() if subject in form.offered_by), None)


def _answered(
    form: Form, asked: FormSlot, value: SlotValue | Invalid, situation: Situation
) -> FormStep:
    """The step after an answer; what it tells besides fills other slots."""
    heard = situation.heard.understanding
    besides = told(form, heard.text, heard.entities, situation.today, besides=asked)
    if value is None and besides:
        return _next_step(form, situation, besides)
    if value is None or isinstance(value, Invalid):
        reason = value.reason if isinstance(value, Invalid) else "unclear"
        return _refuse(form, asked.name, reason, situation.tracker)
    new = {name: one for name, one in besides.items() if not situation.slots.get(name)}
    return _next_step(form, situation, {**new, asked.name: value})


def _begin(form: Form, situation: Situation) -> FormStep:
    """The first question, of what neither the conversation nor the wish itself has told."""
    understanding = situation.heard.understanding
    values = told(form, understanding.text, understanding.entities, situation.today, besides=None)
    again = _ANOTHER.search(understanding.normalized) or _is_through(form, situation.tracker)
    if again and not values:
        own = (slot.name for slot in form.slots if slot.name != "product")
        values = {name: None for name in own if situation.slots.get(name) is not None}
    return _next_step(form, situation, values)


def _try_again(situation: Situation) -> FormStep | None:
    """「那要是五千呢」, 「不对,是六月」, said of a result: another one."""
    last = situation.tracker.last_reply
    name = str(last.metadata.get("utter_action")).removeprefix("utter_") if last else ""
    if name not in FORMS or situation.heard.how == "payload":
        return None
    form, understanding = FORMS[name], situation.heard.understanding
    before = situation.tracker.slots
    own = {slot.name: before[slot.name] for slot in form.slots if slot.name in before}
    if "product" in own:
        own["product"] = situation.slots["product"]
    known = {**situation.slots, **own}
    said = (understanding.text, understanding.entities, situation.today)
    values = amended(form, known, *said)
    if not values and (values := supposed(form, known, *said)):
        own["repaid"] = known.get("repaid")  # a day only supposed pays nothing
    if values or names_only_a_product(understanding):
        return _next_step(form, replace(situation, slots=known), {**own, **values})
    if slot := not_yet(form, known, *said):
        return _refuse(form, slot.name, "future", situation.tracker)
    return None


def _is_through(form: Form, tracker: Tracker) -> bool:
    """Whether the form's result stands, and nothing was told since that would change it."""
    own = {slot.name for slot in form.slots}
    for event in reversed(tracker.session):
        if isinstance(event, SlotSet) and event.name in own:
            return False
        if isinstance(event, BotUttered) and _action(event) == f"utter_{form.name}":
            return True
    return False


def _asked(form: Form, tracker: Tracker) -> FormSlot | None:
    """The slot that the form waits for."""
    requested = tracker.slots.get(REQUESTED_SLOT)
    return next((one for one in form.slots if one.name == requested), None)


def _once_more(form: Form, asked: FormSlot, situation: Situation) -> str | None:
    """The question asked last stands: 「等一下」 begs for time, 「再说一遍」 to hear it again."""
    heard = situation.heard
    if _WAIT.fullmatch(heard.understanding.normalized):
        return "utter_form_wait"
    repeats = heard.how == "repeat" and situation.last_kind == "ask"
    return _question(form, asked.name) if repeats else None


def _without_values(understanding: Understanding) -> str:
    text = understanding.normalized
    for one in understanding.entities:
        text = text.replace(normalize(one.text), "")
    return text.strip(" ,。?")


def _next_step(form: Form, situation: Situation, found: Mapping[str, SlotValue]) -> FormStep:
    slots = {**situation.slots, **found}
    missing = form.next_slot(slots)
    remembered = (*found.items(), *_implied(found).items())
    if missing is not None:
        response = _question(form, missing.name)
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


def _implied(found: Mapping[str, SlotValue]) -> dict[str, SlotValue]:
    """What other answers go by, once a form was told a duration or the day of repayment."""
    implied: dict[str, SlotValue] = {}
    if isinstance(days := found.get("duration"), int):
        implied["overdue_stage"] = overdue_stage(days)
    if (paid := found.get("paid_off_on")) and "repaid" not in found:
        implied["repaid"] = paid != UNPAID
    return implied


def _question(form: Form, slot: str) -> str:
    return f"utter_ask_{form.name}_{slot}"


def _refuse(form: Form, slot: str, reason: str, tracker: Tracker) -> FormStep:
    response = f"utter_invalid_{form.name}_{slot}"
    refused = 1
    for reply in reversed(tracker.replies):
        if _action(reply) != response:
            break
        refused += 1
    hint = "utter_form_stuck" if refused >= _PATIENCE else None
    chooses = (("invalid_reason", reason),)
    return FormStep(form.name, response, chooses=chooses, asks=slot, hint=hint)


def _action(reply: BotUttered) -> str:
    return str(reply.metadata.get("utter_action"))
