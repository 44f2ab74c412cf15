"""Reading an utterance with what went before: follow-ups, corrections, picks, repeats.

Each reading is tried from the most certain to the least; a full new question passes through all
of them untouched, so that old context is never dragged in.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.context.choices import accept, close, pick, pick_step, take_payload
from bot.dialogue.context.corrections import (
    as_lender,
    ask_of_a_home_loan,
    ask_of_another,
    ask_of_another_amount,
    correct,
    correct_date,
)
from bot.dialogue.context.follow_ups import ask_of_a_sign, ask_on, ask_on_in_parts, repeat
from bot.dialogue.context.heard import (
    Heard,
    How,
    Reading,
    names_only_a_product,
    names_only_a_topic,
    previous_intent,
    says_only_that_it_is_overdue,
    says_only_that_it_is_owed,
    says_only_that_it_is_paid,
    tells_how_late,
    tells_of_paying_late,
    tells_only_facts,
)
from bot.dialogue.context.of_others import keep_to_the_debtor
from bot.dialogue.context.outdated import outdated
from bot.dialogue.context.reading_on import After, read_on
from bot.dialogue.context.subject import (
    after_so_long,
    as_if_paid,
    ask_whether_it_spreads,
    keep_to_overdue,
    suppose_paid,
    tell_more,
)
from bot.dialogue.tracker import Tracker
from bot.domain import Domain, Understanding

__all__ = [
    "ContextReader",
    "Heard",
    "How",
    "names_only_a_product",
    "names_only_a_topic",
    "previous_intent",
    "says_only_that_it_is_overdue",
    "says_only_that_it_is_owed",
    "says_only_that_it_is_paid",
    "tells_how_late",
    "tells_of_paying_late",
    "tells_only_facts",
]

_READINGS: tuple[Reading, ...] = (
    take_payload,
    pick_step,
    pick,
    accept,
    repeat,
    correct_date,
    keep_to_the_debtor,
    correct,
    ask_of_a_sign,
    ask_of_another_amount,
    ask_of_a_home_loan,
    ask_of_another,
    ask_whether_it_spreads,
    suppose_paid,
    ask_on,
    keep_to_overdue,
    close,
    tell_more,
    ask_on_in_parts,
)


class ContextReader:
    """Reads utterances in their conversation."""

    def __init__(self, domain: Domain, after: After) -> None:
        self._domain = domain
        self._after = after

    def __call__(self, understanding: Understanding, tracker: Tracker) -> Heard:
        """The utterance as meant here."""
        understanding = as_lender(understanding, tracker)
        for read in _READINGS:
            if heard := read(understanding, tracker, self._domain):
                return as_if_paid(self._of_another(heard, tracker), self._domain)
        heard = Heard(understanding)
        if on := read_on(understanding, tracker, self._domain, self._after):
            heard = keep_to_the_debtor(on.understanding, tracker, self._domain) or on
        heard = as_if_paid(after_so_long(heard, tracker, self._domain), self._domain)
        return replace(heard, slots=outdated(heard.understanding, tracker, self._domain))

    def _of_another(self, heard: Heard, tracker: Tracker) -> Heard:
        """「那借呗晚一天呢」, asked after 花呗 was paid, is of no debt that was."""
        named = {one.value for one in heard.understanding.entities if one.entity == "product"}
        if heard.how != "follow_up" or not named - {tracker.slots.get("product")}:
            return heard
        gone = outdated(heard.understanding, tracker, self._domain) or {}
        return replace(heard, slots={**gone, **(heard.slots or {})})
