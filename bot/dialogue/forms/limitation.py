"""Until when a debt may be sued for, if nothing happens in between."""

from __future__ import annotations

from datetime import date

from bot.dialogue.calculators import limitation
from bot.dialogue.forms.dates import read_last_demand_on, told_last_demand_on
from bot.dialogue.forms.form import Form, FormResult, FormSlot
from bot.dialogue.forms.format import day_of, is_day
from bot.dialogue.forms.refused import refused_as
from bot.domain import Prompt, Slots


def _calculate(slots: Slots, today: date) -> FormResult:
    last = day_of(slots, "last_demand_on")
    with refused_as(last_demand="last_demand_on"):
        term = limitation(last, today)
    return FormResult(
        "utter_form_limitation",
        {
            "last_demand_on": last.isoformat(),
            "runs_until": term.last_day.isoformat(),
            "days_left": str(max(0, term.days_left)),
        },
        {"outcome": "over" if term.over else "running"},
    )


FORM = Form(
    name="form_limitation",
    title="算一算诉讼时效",
    slots=(
        FormSlot(
            "last_demand_on",
            Prompt("date", "如 2024年3月"),
            read_last_demand_on,
            told_last_demand_on,
            usable=is_day,
        ),
    ),
    calculate=_calculate,
    offered_by=("statute_of_limitations",),
)
