"""What is learnt of the examples, and its file: arrays and words, no code in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.nlu.features import Vectorizer
from bot.nlu.lexicon import Lexicon
from bot.nlu.matcher import INDEX_ARRAYS, ExampleMatcher, GramIndex
from bot.nlu.ranker import LinearRanker

_ROW = "\x1e"


@dataclass(frozen=True, slots=True)
class Model:
    """Everything learnt from the examples of one content.

    `ranker` and `vectorizer` are None for content with more intents than a ranker pays for.
    """

    intents: tuple[str, ...]
    examples: tuple[str, ...]
    lexicon: Lexicon
    danger: Mapping[str, float]
    matcher: ExampleMatcher
    vectorizer: Vectorizer | None
    ranker: LinearRanker | None


def code_version() -> str:
    """A hash over the sources of this package: other code learns another model."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def save_model(model: Model, path: Path) -> None:
    """Write the model beside its final place, then move it there: never half a file."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "intents": _pack(model.intents),
        "examples": _pack(model.examples),
        "words": _pack(list(model.lexicon.words)),
        "counts": np.array(list(model.lexicon.words.values()), np.int32),
        "pairs": _pack(sorted(model.lexicon.pairs)),
        "danger": _pack(list(model.danger)),
        "danger_weights": np.array(list(model.danger.values()), np.float64),
        "masked": _pack(model.matcher.masked),
        "labels": model.matcher.labels,
        "vocabulary": _pack(model.matcher.words),
        "telling": model.matcher.telling,
        "spoken": model.matcher.spoken,
        "bounds": model.matcher.bounds,
    }
    arrays |= {f"index_{name}": array for name, array in model.matcher.index.arrays.items()}
    if model.vectorizer is not None and model.ranker is not None:
        arrays["grams"] = model.vectorizer.grams
        arrays["names"] = _pack(model.vectorizer.names)
        arrays["idf"] = model.vectorizer.idf
        arrays["weights"] = model.ranker.weights
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes no mapping
    beside.replace(path)


def load_model(path: Path) -> Model | None:
    """The model in `path`; None where there is none or it cannot be read."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = dict(file)
        matcher = ExampleMatcher(
            _unpack(arrays["masked"]),
            arrays["labels"],
            GramIndex({name: arrays[f"index_{name}"] for name in INDEX_ARRAYS}),
            _unpack(arrays["vocabulary"]),
            arrays["telling"],
            arrays["spoken"],
            arrays["bounds"],
        )
        learnt = "weights" in arrays
        return Model(
            _unpack(arrays["intents"]),
            _unpack(arrays["examples"]),
            Lexicon(
                dict(zip(_unpack(arrays["words"]), arrays["counts"].tolist(), strict=True)),
                frozenset(_unpack(arrays["pairs"])),
            ),
            dict(zip(_unpack(arrays["danger"]), arrays["danger_weights"].tolist(), strict=True)),
            matcher,
            Vectorizer(arrays["grams"], _unpack(arrays["names"]), arrays["idf"])
            if learnt
            else None,
            LinearRanker(arrays["weights"]) if learnt else None,
        )
    except (OSError, ValueError, KeyError, EOFError, AttributeError, TypeError, BadZipFile):
        return None


def _pack(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("".join(f"{word}{_ROW}" for word in words).encode(), dtype=np.uint8)


def _unpack(packed: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split(_ROW)[:-1])
