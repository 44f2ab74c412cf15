"""Choosing among what was offered: by button, number, place or part, or by saying yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from bot.dialogue.context.heard import Heard, options, previous_intent, surely
from bot.dialogue.focus import step_of
from bot.dialogue.forms import FORMS
from bot.dialogue.payload import read_payload
from bot.dialogue.responder import CHAT_TOPIC, OUTSIDE
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING, CLOSING, FIRST, LAST, NUMBERS, PICK, STEP, WANTS
from bot.domain import Domain, Understanding
from bot.nlu.normalize import normalize

_OFFERED = 0.8
"""Confidence from which 「嗯」, 「对」 takes what was asked back."""
_LONGEST_PART = 12
"""Characters of an utterance that may be part of an option."""
_ALIKE = 80
"""Likeness (0 to 100) from which an utterance is an option with a slip in it."""


def take_payload(understanding: Understanding, _: Tracker, domain: Domain) -> Heard | None:
    """A button's payload, or one that a client sends by itself."""
    payload = read_payload(understanding.text)
    if payload is None:
        return None
    name = payload.name.removeprefix("faq/")
    if name not in domain.intents and name not in FORMS:
        return None
    return Heard(replace(surely(understanding, name), entities=()), "payload", payload.slots)


def pick(understanding: Understanding, tracker: Tracker, _: Domain) -> Heard | None:
    """「2」, 「后面那个」, or words of an option."""
    offered = options(tracker)
    last = tracker.last_reply
    if not offered or last is None:
        return None
    if tracker.active_loop and understanding.normalized.isdecimal():
        return None  # it answers the form's question, which stands below the buttons
    by_part = last.metadata.get("kind") in {"clarify", "fallback"}
    titles = [title for title, _ in offered]
    place = _picked(understanding.normalized, titles, by_part=by_part)
    if place is None or place >= len(offered):
        return None
    return _choose(understanding, offered[place][1])


def pick_step(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「第二个怎么弄」: of the steps told, else of the options."""
    last, previous = tracker.last_reply, previous_intent(tracker, domain)
    match = STEP.fullmatch(understanding.normalized)
    if not match or last is None:
        return None
    told = (
        reply.text
        for reply in tracker.replies
        if previous in (reply.metadata.get("intents") or ())
    )
    asked_back = last.metadata.get("kind") in {"clarify", "fallback"}
    if not asked_back and any(step_of(understanding.normalized, text) for text in told):
        return Heard(surely(understanding, str(previous)), "follow_up")
    offered, place = options(tracker), NUMBERS[match["n"]]
    return _choose(understanding, offered[place][1]) if place < len(offered) else None


def accept(understanding: Understanding, tracker: Tracker, _: Domain) -> Heard | None:
    """「要」 after an offer, 「对」 after a question back: the first option."""
    offered = options(tracker)
    last = tracker.last_reply
    if not offered or last is None or tracker.active_loop:
        return None
    kind = last.metadata.get("kind")
    best = understanding.best
    asks = ASKING.search(understanding.normalized) or understanding.entities
    agrees = best.name == "affirm" and best.confidence >= _OFFERED and not asks
    asked_back = kind == "clarify" or last.metadata.get("utter_action") == "utter_fallback"
    wants = kind == "answer" and WANTS.fullmatch(understanding.normalized)
    if not wants and not (asked_back and agrees):
        return None
    return _choose(understanding, offered[0][1])


def close(understanding: Understanding, tracker: Tracker, domain: Domain) -> Heard | None:
    """「好的我去试试」: what was said is taken note of, nothing is asked."""
    best = understanding.best
    text = normalize(understanding.text)
    if not tracker.replies or "affirm" not in domain.intents or not CLOSING.fullmatch(text):
        return None
    if ASKING.search(text) or understanding.entities:
        return None
    chat = domain.intents[best.name].topic == CHAT_TOPIC
    if best.confidence >= _OFFERED and not (chat and best.name in {"goodbye", *OUTSIDE}):
        return None
    return Heard(surely(understanding, "affirm"), "plain")


def _choose(understanding: Understanding, button: str) -> Heard | None:
    payload = read_payload(button)
    if payload is None:
        return None
    return Heard(surely(understanding, payload.name), "pick", payload.slots)


def _picked(  # noqa: PLR0911  tried from the most certain reading to the least
    text: str, titles: Sequence[str], *, by_part: bool
) -> int | None:
    """Which option an utterance chooses: by number, by place, or by saying it or part of it."""
    if match := PICK.match(text):
        return NUMBERS[match[1]]
    if LAST.match(text):
        return len(titles) - 1
    if FIRST.match(text):
        return 0
    folded = [normalize(title) for title in titles]
    if text in folded:
        return folded.index(text)
    if by_part and 2 <= len(text) <= _LONGEST_PART:
        containing = [place for place, title in enumerate(folded) if text in title]
        if len(containing) == 1:
            return containing[0]
        close = [place for place, title in enumerate(folded) if fuzz.ratio(text, title) >= _ALIKE]
        if len(close) == 1:
            return close[0]
    return None
