"""The forms: a few questions, then a calculator's result. One module each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.dialogue.forms import (
    instalment_plan,
    limitation,
    one_off_policy,
    overdue_interest,
    record_expiry,
    triage,
)
from bot.dialogue.forms.form import Form, FormResult, FormSlot, Invalid

__all__ = ["FORMS", "Form", "FormResult", "FormSlot", "Invalid"]

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        module.FORM.name: module.FORM
        for module in (
            triage,
            overdue_interest,
            record_expiry,
            one_off_policy,
            instalment_plan,
            limitation,
        )
    }
)
"""Every form by its name; where several fit, the first is offered first."""
