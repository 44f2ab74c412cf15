"""How alike an utterance and examples are: scores in [0, 1], with rapidfuzz underneath."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.nlu.grams import Floats, Ints

_ALIKE = 50
"""Two tokens less alike than this (`rapidfuzz.fuzz.ratio`, 0 to 100) count as different."""

_TINY = np.float32(1e-9)
"""Added to a sum that may be nought and is divided by."""


def soft_token_match(  # noqa: PLR0913, PLR0917  flat arrays, for speed
    query: Sequence[str],
    query_idf: Floats,
    tokens: Sequence[str],
    token_idf: Floats,
    places: Ints,
    bounds: Ints,
) -> Floats:
    """How well the query's tokens and each example's answer one another.

    For every token the best `rapidfuzz.fuzz.ratio` on the other side, weighted by idf; both
    directions joined by their harmonic mean. One table of token against token serves all
    examples.

    Args:
        query: the utterance's tokens, at least one.
        query_idf: their weights.
        tokens: the distinct tokens of all examples compared.
        token_idf: their weights.
        places: for each example in turn, its tokens as places in `tokens`.
        bounds: where each example's places begin; every example has at least one.

    Returns:
        One score in [0, 1] for each example.
    """
    table = process.cdist(query, tokens, scorer=fuzz.ratio, score_cutoff=_ALIKE) / np.float32(100)
    spread = table[:, places]
    forward = np.maximum.reduceat(spread, bounds, axis=1)
    covered = query_idf @ forward / query_idf.sum()
    weights = token_idf[places]
    answered = np.add.reduceat(spread.max(axis=0) * weights, bounds)
    answered /= np.add.reduceat(weights, bounds)
    return np.asarray(2 * covered * answered / (covered + answered + _TINY), dtype=np.float32)


def text_ratio(query: str, texts: Sequence[str]) -> Floats:
    """`rapidfuzz.fuzz.ratio` of the query against each text, as a share of 1."""
    return np.asarray(
        process.cdist([query], texts, scorer=fuzz.ratio)[0] / np.float32(100), dtype=np.float32
    )
