"""The question before, asked of something else: put right, or another product, period or sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.dialogue.context.heard import (
    SURE,
    Heard,
    names_only_a_product,
    options,
    previous_intent,
    ruled_out,
    slots_that_matter,
    subjects_of,
    surely,
    without_entities,
)
from bot.dialogue.each import told_days
from bot.dialogue.payload import read_payload
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import (
    ALIKE,
    ALSO,
    ASKING,
    ASKS_EFFECT,
    ASKS_ITSELF,
    ASKS_ON,
    BARE_AMOUNT,
    BUT_NOT,
    DURATION_SHIFT,
    FILLERS,
    HOME_LOAN,
    IN_ARREARS,
    MEANT,
    NOT_BUT,
    NOT_RIGHT,
    SAID_PRODUCT,
    TELLS,
    WHICH_PRODUCT,
)
from bot.domain import Domain, Entity, Understanding
from bot.nlu.entities import NAMED_BY_NUMBER
from bot.nlu.normalize import normalize
from bot.nlu.numbers import parse_number
from bot.nlu.roles import SCORE

_CORRECTABLE = ("product", "duration", "amount", "date", "repaid")
_SWITCHABLE = ("product", "duration", "amount")
_LONGEST, _LONGEST_ADMITTED, _LONGEST_REST = 20, 40, 12
"""Characters of a correction, and of one that opens by saying so; characters beside what is
named."""
_MODALS = re.compile("[要能得]|可以")
_ADMITS = re.compile(
    r"(?:哦|啊|呃|不对|等等|等下|不好意思|抱歉|[,。\s])*我?(?:刚才|刚刚|前面|上面)?"
    r"(?:说|打|写|搞|弄|记|看|算|填)错(?:日子|日期|时间|月份|年份)?了(?![吗吧么怎呢要])"
)
_OF_THE_RECORD = frozenset(
    {
        "credit_record_duration",
        "record_expired",
        "credit_recovery",
        "credit_reported",
        "credit_report_dispute",
    }
)
"""Subjects that turn on how long a record stays, once the day of repayment is put right."""
_UNTIL_WHEN = "credit_record_duration"
_REACH = 4
"""So many subjects back something may be put right."""
_ZHIMA = "zhima_impact"
"""Meant by 「芝麻分呢」: a score is affected by a debt, and is none."""
_OF_BEING_LATE = frozenset({"overdue_short", "overdue_long"})
"""Of another product the one that fits how late that is."""
_OF_LOANS = {
    "pay_later_overdue": "overdue_consequences",
    "pay_later_close": "product_service",
    "pay_later_what": "product_service",
}
"""What is asked of 先用后付, asked of a loan."""
_CALLED = "360"
_SMALL = "overdue_small_amount"
_OF_ANY_AMOUNT = frozenset({"overdue_what_to_do", "overdue_consequences"})
_MOST_SMALL = 1000
"""Yuan up to which who is overdue and tells how much hears of small amounts."""
ONCE_PAID = frozenset(
    {
        "repay_not_reflected",
        "settlement_certificate",
        "credit_report_update",
        "restore_after_overdue",
        "restore_after_long_overdue",
    }
)
_NOT_PAID = "overdue_what_to_do"
"""Asked by who has paid; and what to tell who said so by mistake."""
_SHORTEST_LONG = 30
"""Days from which a period is a long one."""


def correct_date(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「记错了,看了账单,是三月才还清的」: the question before, by that day."""
    previous = previous_intent(tracker, domain)
    text = understanding.normalized
    named = [one for one in understanding.entities if one.entity in _CORRECTABLE]
    admits = len(text) <= _LONGEST_ADMITTED and _ADMITS.match(text) and not ASKING.search(text)
    if not previous or not admits or "date" not in {one.entity for one in named}:
        return None
    return Heard(surely(understanding, _dated(named, previous, tracker, domain)), "correction")


def correct(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「不是花呗是借呗」, 「说错了,是三个月」: the question it bears on, with what was meant."""
    previous = previous_intent(tracker, domain)
    text = understanding.normalized
    if not previous or len(text) > _LONGEST:
        return None
    named = [one for one in understanding.entities if one.entity in _CORRECTABLE]
    if not named:
        return None
    same = [one for one in named if one.entity == named[-1].entity]
    if NOT_BUT.search(text) and len(same) >= 2:
        meant = same[-1]
    elif BUT_NOT.search(text) and len(same) >= 2:
        meant = same[0]
    elif WHICH_PRODUCT.fullmatch(without_entities(understanding)):
        return Heard(surely(replace(understanding, entities=()), previous), "follow_up")
    elif len({one.value for one in same}) == 1 and _puts_right(understanding):
        meant = same[-1]
    else:
        return None
    corrected = replace(understanding, entities=(meant,))
    subjects = islice(subjects_of(tracker, domain), _REACH)
    told = (one for one in subjects if _matters(meant, one, domain))
    previous = next(told, previous)
    if previous in ruled_out(corrected):
        return None
    return Heard(surely(corrected, shifted(previous, meant, domain)), "correction")


def _dated(named: Sequence[Entity], previous: str, tracker: Tracker, domain: Domain) -> str:
    """What another date bears on: the record, where it is the day of repayment."""
    paid = any(one.entity == "repaid" and one.value is True for one in named)
    of_record = _OF_THE_RECORD.intersection(islice(subjects_of(tracker, domain), _REACH))
    return _UNTIL_WHEN if paid and of_record and _UNTIL_WHEN in domain.intents else previous


def _matters(entity: Entity, intent: str, domain: Domain) -> bool:
    of_time = entity.entity == "duration" and intent in DURATION_SHIFT
    return of_time or entity.entity in slots_that_matter(intent, domain)


def _puts_right(understanding: Understanding) -> bool:
    text = understanding.normalized
    only_says = SAID_PRODUCT.fullmatch(without_entities(understanding))
    return bool(MEANT.search(text) or NOT_RIGHT.match(text) or only_says)


def as_lender(understanding: Understanding, tracker: Tracker) -> Understanding:
    """「不对是360」, 「那360呢」, where a lender was spoken of and no amount."""
    if "product" not in tracker.slots or "amount" in tracker.slots:
        return understanding
    sums = [one for one in understanding.entities if one.entity == "amount"]
    bare = BARE_AMOUNT.fullmatch(understanding.normalized)
    if [one.text for one in sums] != [_CALLED] and not (bare and bare["n"] == _CALLED):
        return understanding
    start = understanding.text.find(_CALLED)
    named = Entity("product", NAMED_BY_NUMBER, start, start + len(_CALLED), _CALLED)
    others = (one for one in understanding.entities if one not in sums)
    return replace(understanding, entities=(*others, named)) if start >= 0 else understanding


def ask_of_another_amount(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「那800呢」: the question before, with another amount."""
    previous = previous_intent(tracker, domain)
    match = BARE_AMOUNT.fullmatch(understanding.normalized)
    if not previous or not match or "amount" not in tracker.slots:
        return None
    amount = parse_number(match["n"])
    if not amount:
        return None
    amount = int(amount) if amount == int(amount) else amount
    return Heard(surely(understanding, previous), "follow_up", {"amount": amount})


def ask_of_a_home_loan(
    understanding: Understanding, tracker: Tracker, domain: Domain
) -> Heard | None:
    """「房贷呢」, of one that is paid off: the question before, of a loan of a bank."""
    previous = previous_intent(tracker, domain)
    if not previous or not HOME_LOAN.fullmatch(understanding.normalized):
        return None
    if not any(IN_ARREARS.search(normalize(text)) for text in tracker.said):
        return None
    return Heard(surely(understanding, previous), "follow_up", {"product": "bank_loan"})


def ask_of_another(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「那借呗呢」, 「三个月呢」: the question before, with another product or duration."""
    previous = _asked_back(understanding, tracker, domain) or previous_intent(tracker, domain)
    if not previous or not _names_another(understanding, previous, tracker, domain):
        return None
    if previous in ruled_out(understanding):
        previous = _OF_LOANS.get(previous, previous)
    for one in understanding.entities:
        previous = shifted(previous, one, domain)
        days = told_days(tracker, one.value) if previous in _OF_BEING_LATE else None
        previous = _of_so_many_days(previous, days, domain) if days is not None else previous
        if one.value == SCORE and SCORE not in previous and _ZHIMA in domain.intents:
            previous = _ZHIMA
    return Heard(surely(understanding, previous), "follow_up")


def _asked_back(understanding: Understanding, tracker: Tracker, domain: Domain) -> str | None:
    """What a bare product answers that follows a question back: the likeliest offered."""
    last = tracker.last_reply
    if last is None or last.metadata.get("kind") != "clarify":
        return None
    noted = last.metadata.get("utter_action") == "utter_noted"
    if not names_only_a_product(understanding) or (noted and previous_intent(tracker, domain)):
        return None
    offered = (read_payload(button) for _, button in options(tracker))
    return next((one.name for one in offered if one and one.name in domain.intents), None)


def _names_another(
    understanding: Understanding, previous: str, tracker: Tracker, domain: Domain
) -> bool:
    """Whether nothing is said but another product, duration or amount."""
    named = [one for one in understanding.entities if one.entity in _SWITCHABLE]
    rest, text = without_entities(understanding), understanding.normalized
    if (
        not named
        or _says_more(rest, understanding, previous, tracker)
        or any(re.match(r"[几多]", one.text) for one in named)
    ):
        return False
    told, tells = {one.entity for one in named}, bool(TELLS.search(rest))
    asks_on = bool(ASKS_ON.search(text))
    if told == {"product"}:
        return asks_on or not tells
    if "duration" in told and ASKS_ITSELF.search(rest):
        return False
    matters = bool(told & slots_that_matter(previous, domain) - {"product"})
    matters |= "duration" in told and previous in DURATION_SHIFT
    if told == {"duration"} and tells:
        return matters
    return matters or asks_on or not tells


def _says_more(rest: str, understanding: Understanding, previous: str, tracker: Tracker) -> bool:
    """Whether what stands beside the names says something: 「也会起诉吗」, not 「也能改吗」.

    What was said before is nothing more: 「借呗也要开吗」 after 「怎么开结清证明」.
    """
    if len(rest) > _LONGEST_REST or ASKS_EFFECT.search(rest):
        return True
    left = FILLERS.sub("", rest)
    if not left:
        return False
    done = _MODALS.sub("", left)
    if ALSO.fullmatch(rest) and (ALIKE.search(rest) or any(done in one for one in tracker.said)):
        return False
    best = understanding.best
    return not ALSO.fullmatch(rest) or (best.confidence >= SURE and best.name != previous)


def shifted(intent: str, entity: Entity, domain: Domain) -> str:
    """The intent once its duration is another one, or what was paid is not."""
    if entity.entity == "repaid" and entity.value is False and intent in ONCE_PAID:
        return _NOT_PAID
    if entity.entity == "amount" and intent in _OF_ANY_AMOUNT and _SMALL in domain.intents:
        return _SMALL if float(entity.value) <= _MOST_SMALL else intent
    if entity.entity != "duration":
        return intent
    return _of_so_many_days(intent, int(entity.value), domain)


def _of_so_many_days(intent: str, days: int, domain: Domain) -> str:
    """The one of two intents told apart by the duration."""
    meant = DURATION_SHIFT.get(intent, (intent, intent))[days >= _SHORTEST_LONG]
    return meant if meant in domain.intents else intent
