"""Questions of a few words, read on from the subject before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.dialogue.context.heard import (
    Heard,
    options,
    previous_intent,
    ruled_out,
    subjects_of,
    surely,
    without_products,
)
from bot.dialogue.payload import read_payload
from bot.dialogue.responder import OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import (
    ASKS,
    DOUBTED_BY_CASE,
    GLUE,
    HEARSAY,
    MORE,
    REPEAT,
    REPORT_SIGN,
    RESTORABLE,
    RESTORING,
)
from bot.domain import Domain, Understanding
from bot.nlu.normalize import normalize

_SHORT, _LONGEST_REPEAT = 12, 16
"""Characters of a question that may lean on the one before; of a wish to hear it again."""
_SURE, _UNSURE = 0.8, 0.5
"""Confidence from which a question stands by itself, and below which it says little."""
_LIFTED = frozenset({"bank_card_frozen", "already_listed", "dishonest_list"})
"""Subjects of what a court lifts: 「怎么解除」 is always asked of them."""
_SUBJECTS = {"pay_later": "pay_later_what", "zhima": "zhima_negative_record"}
"""What is spoken of with products that are no loans, whatever was answered last."""
_OF_ANY = {
    "credit": "credit_impact",
    "reported": "credit_impact",
    "complain": "complaint_channel",
    "dispute": "credit_report_dispute",
    "phone": "complaint_channel",
    "whom": "negotiate_how",
}
"""What is asked by these of any subject that has no answer of its own to it."""
_OF_ITS_OWN = frozenset({"queries", "close", "credit", "complain", "dispute", "phone", "whom"})
"""What is asked by these has a matter of its own, and is no 「怎么办」 of another."""
_OF_AN_AMOUNT = frozenset({"really", "counts"})
"""What may be asked of a sum that is named: 「五千的那种算吗」."""
_SIGNS = "report_codes"
_TO_BE_CALLED = "negotiate_how"
"""Why people ask for the number of a lender, unless they complain."""
_CALLS = dict(ASKS)["phone"]
_COMPLAINS = re.compile("投诉|举报|告")
_RECORD, _KEPT_TOO_LONG = "credit_record_duration", "record_expired"
_STILL_THERE = re.compile(
    r"(?:五|5)年[^。?!]{0,16}还(?:在|有|挂|显示|查得|看得)"
    r"|还(?:在|有|挂|显示|查得|看得)[^。?!]{0,16}(?:五|5)年[^。?!]{0,4}(?:到|满|过|够)"
)
"""Tells of a record that should be gone: 「五年满了还挂着」."""
_FEWEST = 4
"""Characters of a part that may say nothing new."""
_REACH, _NEAR = 4, 2
"""So many subjects back a question of a few words may lean; and before what any subject has."""


def repeat(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「再说一遍」; 「具体点」 asks for all of what was perhaps told in part."""
    previous = previous_intent(tracker, domain)
    if previous and MORE.fullmatch(understanding.normalized):
        return Heard(surely(understanding, previous), "follow_up")
    asked = REPEAT.search(understanding.normalized)
    if not asked or len(understanding.normalized) > _LONGEST_REPEAT:
        return None
    return Heard(surely(understanding, previous) if previous else understanding, "repeat")


def ask_of_a_sign(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「那C呢」, where the signs of a report are the subject."""
    if previous_intent(tracker, domain) != _SIGNS:
        return None
    if not REPORT_SIGN.fullmatch(understanding.normalized):
        return None
    return Heard(surely(understanding, _SIGNS), "follow_up")


def ask_on(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「多久」, 「怎么申请」: a question of a few words about the subject before."""
    previous = previous_intent(tracker, domain)
    if not previous:
        return None
    products = [one for one in understanding.entities if one.entity == "product"]
    asked = _asked(understanding)
    if not asked or len(products) > 1:
        return None
    best = understanding.best
    if products and best.confidence >= _SURE and best.name not in OUTSIDE:
        return None
    if RESTORING.search(understanding.normalized) and not _restores(understanding, previous):
        return None
    meant = _meant(asked, tracker, domain)
    if meant is None or meant in ruled_out(understanding):
        return None
    return Heard(surely(understanding, meant), "follow_up")


def ask_on_in_parts(understanding: Understanding, _: Tracker, domain: Domain) -> Heard | None:
    """「怎么协商,要什么材料」: a later question of a few words is about the one before it."""
    if not understanding.parts:
        return None
    parts = [understanding.parts[0]]
    for part in understanding.parts[1:]:
        asked = _asked(part) if part.best.confidence < _SURE else ()
        meant = _about(parts[-1].best.name, asked, domain)
        if meant:
            parts.append(surely(part, meant))
        elif not _says_nothing_new(part, understanding):
            parts.append(part)
    if tuple(parts) == understanding.parts:
        return None
    distinct = {part.best.name: part for part in reversed(parts)}
    kept = tuple(part for part in parts if part is distinct[part.best.name])
    return Heard(replace(understanding, parts=kept if len(kept) > 1 else ()))


def _says_nothing_new(part: Understanding, whole: Understanding) -> bool:
    """Whether a few words, unsure by themselves, belong to what is sure of the whole."""
    few = len(part.normalized) <= _FEWEST and part.best.confidence < _SURE
    return few and whole.best.confidence >= _SURE


def _asked(understanding: Understanding) -> tuple[str, ...]:
    """What a question of a few words may ask for, likelier first; nothing where it says more.

    Of a longer utterance that is unsure the last clause is read: 「我不想用了,怎么关掉」.
    """
    rest = without_products(understanding)
    if DOUBTED_BY_CASE.fullmatch(rest):
        return ("really",)
    if len(understanding.normalized) > _SHORT:
        *told, last = rest.split(",")
        best = understanding.best
        unsure = best.confidence < _UNSURE or best.name in OUTSIDE
        return _asked_by(last) if told and unsure and len(last) <= _SHORT else ()
    if asked := _asked_by(rest):
        return asked
    for one in understanding.entities:
        if one.entity == "amount":
            rest = rest.replace(normalize(one.text), "")
    return tuple(asks for asks in _asked_by(rest) if asks in _OF_AN_AMOUNT)


def _asked_by(text: str) -> tuple[str, ...]:
    text = HEARSAY.sub("", text)
    asked = tuple(asks for asks, pattern in ASKS if pattern.search(text))
    if asked and asked[0] in _OF_ITS_OWN:
        asked = asked[:1]
    for _, pattern in ASKS:
        text = pattern.sub("", text)
    return () if GLUE.sub("", text) else asked


def _restores(understanding: Understanding, previous: str) -> bool:
    """Whether 「怎么恢复」, 「多久解冻」 leans on the subject before."""
    if previous in _LIFTED:
        return True
    best = understanding.best
    unsure = best.confidence < _SURE or best.name in OUTSIDE
    return unsure and bool(RESTORABLE.search(previous))


def _meant(asked: Sequence[str], tracker: Tracker, domain: Domain) -> str | None:
    """The intent that a question of a few words is about."""
    product = _SUBJECTS.get(str(tracker.slots.get("product")))
    subjects = [
        _behind(subject, asked, tracker)
        for subject in islice(subjects_of(tracker, domain), _REACH)
    ]
    for subject in subjects[:_NEAR]:
        if meant := _told(subject, asked, domain):
            return meant
    for subject in (*subjects, *([product] if product else ())):
        if meant := _about(subject, asked, domain):
            return meant
    return _next_offered(tracker, domain) if "next" in asked else None


def _behind(subject: str, asked: Sequence[str], tracker: Tracker) -> str:
    """What stands behind a subject: a call that is prepared for, a record kept for too long."""
    said = normalize(tracker.said[-1]) if tracker.said else ""
    if subject == _RECORD and _STILL_THERE.search(said):
        return _KEPT_TOO_LONG
    if "materials" not in asked:
        return subject
    wanted = _CALLS.search(said) and not _COMPLAINS.search(said)
    return _TO_BE_CALLED if subject == _OF_ANY["phone"] and wanted else subject


def _about(subject: str, asked: Sequence[str], domain: Domain) -> str | None:
    """The intent that asks one of these of a subject; of any subject, where it has none."""
    if meant := _told(subject, asked, domain):
        return meant
    if asked and _OF_ANY.get(asked[0]) in domain.intents:
        return _OF_ANY[asked[0]]
    if {"severe", "really", "counts"} & set(asked):
        return domain.follow_ups.get(subject, {}).get("can", subject)
    return None


def _told(subject: str, asked: Sequence[str], domain: Domain) -> str | None:
    """The intent that the table names for one of these asked of a subject."""
    known = domain.follow_ups.get(subject, {})
    return next((known[asks] for asks in asked if asks in known), None)


def _next_offered(tracker: Tracker, domain: Domain) -> str | None:
    """The first question offered under the last reply that was not answered yet."""
    payloads = (read_payload(payload) for _, payload in options(tracker))
    names = (payload.name for payload in payloads if payload)
    told = {name for reply in tracker.replies for name in reply.metadata.get("intents") or ()}
    return next((one for one in names if one in domain.intents and one not in told), None)
