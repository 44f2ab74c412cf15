"""N-grams as numbers: up to three characters packed into one integer, exactly and reversibly.

A text's n-grams are then one array, found among a hundred thousand by one vectorised search: no
string is cut, hashed or kept. A code point takes 21 bits, so three fit into 63; the last bit marks
a second kind of text whose n-grams are to be told from the first's.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Keys: TypeAlias = npt.NDArray[np.uint64]
Ints: TypeAlias = npt.NDArray[np.int32]

Floats: TypeAlias = npt.NDArray[np.float32]

LONGEST = 3

_BITS = np.uint64(21)
_TRIPLE = np.uint64(1 << 42)
_MARK = np.uint64(1 << 63)


def grams(text: str, longest: int = LONGEST) -> Keys:
    """The n-grams of `text` of 1 to `longest` characters, as often as they occur.

    >>> [spelled(key) for key in grams("花呗", 2)]
    ['花', '呗', '花呗']
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    found = [codes]
    for _ in range(1, min(longest, len(text))):
        found.append(found[-1][:-1] << _BITS | codes[len(found) :])
    return np.concatenate(found)


def marked(keys: Keys) -> Keys:
    """The same n-grams, told from those of any text that is not marked, and after all of them."""
    return keys | _MARK


def first_marked(keys: Keys) -> int:
    """Where in sorted keys the marked ones begin."""
    return int(keys.searchsorted(_MARK))


def first_triple(keys: Keys) -> int:
    """Where in sorted keys those of three characters begin."""
    return int(keys.searchsorted(_TRIPLE))


def spelled(key: int) -> str:
    """The characters of an n-gram."""
    codes = [int(key) >> place * 21 & 0x1FFFFF for place in reversed(range(LONGEST))]
    return "".join(chr(code) for code in codes if code)


def counted(keys: Keys) -> tuple[Keys, Ints]:
    """Each key once, in order, and how often it occurs."""
    keys = np.sort(keys)
    firsts = run_starts(keys)
    counts = np.empty(len(firsts), np.int32)
    counts[:-1] = firsts[1:] - firsts[:-1]
    counts[-1:] = len(keys) - firsts[-1:]
    return keys.take(firsts), counts


def run_starts(ordered: npt.NDArray[np.generic]) -> npt.NDArray[np.intp]:
    """Where in an ordered array each value stands first."""
    fresh = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh.nonzero()[0]


def telling(size: int, frequencies: npt.NDArray[np.integer]) -> Floats:
    """How telling terms are that so many of `size` documents hold: ln((1 + n) / (1 + df)) + 1.

    The smooth inverse document frequency; see Manning et al., Introduction to Information
    Retrieval, 6.2.
    """
    return (np.log((1 + size) / (1 + frequencies)) + 1).astype(np.float32)


def places_of(keys: Keys, known: Keys) -> Ints:
    """Where each of `keys` stands in `known`, which is sorted; -1 where it does not."""
    if not len(known):
        return np.full(len(keys), -1, np.int32)
    places = known.searchsorted(keys).astype(np.int32)
    places[known.take(places, mode="clip") != keys] = -1
    return places
