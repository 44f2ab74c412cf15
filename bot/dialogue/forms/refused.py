"""A calculator's complaint, retold with the slot that the value came from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.dialogue.calculators import InvalidInputError


@contextmanager
def refused_as(**slots: str) -> Iterator[None]:
    """Name the slot instead of the argument in an `InvalidInputError`.

    Args:
        slots: argument to slot, where they differ.
    """
    try:
        yield
    except InvalidInputError as error:
        raise InvalidInputError(slots.get(error.field, error.field), error.reason) from error
