"""How ways of matching compare on the development sets, all learning from the shipped content.

Run by `make bench-matching`. Prints a Markdown table: the share of utterances whose best intent is
right, by kind, and the time an utterance takes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jieba
import numpy as np
from rapidfuzz import fuzz, process

from bot.bootstrap import build_engine
from bot.evaluation import Labelled, read_labelled
from bot.nlu import pipeline as stages
from bot.nlu.normalize import normalize
from bot.nlu.reader import Reader, build_tokenizer

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent
Predict = Callable[[str], str]


def main() -> None:
    """Measure every system on both sets and print the table."""
    engine = build_engine(ROOT, cache=ROOT / "data" / "models")
    model = engine.model
    reader = Reader(engine.domain, build_tokenizer(engine.domain), model.lexicon)
    labels = [model.intents[place] for place in model.matcher.labels]
    plain = [normalize(text) for text in model.examples]
    words = [" ".join(jieba.cut(text)) for text in plain]

    def nearest(scorer: Callable[..., float], *, by_word: bool) -> Predict:
        choices = words if by_word else plain

        def predict(text: str) -> str:
            query = normalize(text)
            query = " ".join(jieba.cut(query)) if by_word else query
            found = process.extractOne(query, choices, scorer=scorer)
            return labels[found[2]]

        return predict

    def index_alone(text: str) -> str:
        reading = reader(text, TODAY)
        near, _ = model.matcher(reading.masked, reading.tokens)
        return labels[near[0]] if len(near) else ""

    def ranker_alone(text: str) -> str:
        assert model.ranker is not None  # noqa: S101  the shipped content has one
        assert model.vectorizer is not None  # noqa: S101
        margins = model.ranker(model.vectorizer(reader(text, TODAY).views))
        return model.intents[int(np.argmax(margins))]

    def both(text: str) -> str:
        return engine.pipeline(text, TODAY).best.name

    systems: dict[str, Predict] = {
        "rapidfuzz token_set_ratio on jieba words": nearest(fuzz.token_set_ratio, by_word=True),
        "rapidfuzz token_sort_ratio on jieba words": nearest(fuzz.token_sort_ratio, by_word=True),
        "rapidfuzz ratio": nearest(fuzz.ratio, by_word=False),
        "index + rapidfuzz blend (masked, respelled)": index_alone,
        "linear ranker alone": ranker_alone,
        f"ranker + {stages.NEARNESS:g} x nearness (shipped)": both,
    }
    utterances = [
        one
        for name in ("utterances.tsv", "utterances_2.tsv")
        for one in read_labelled(ROOT / "tests" / "data" / name)
    ]
    kinds = list(dict.fromkeys(one.kind for one in utterances))
    print("| system | all | " + " | ".join(kinds) + " | ms |")
    print("|---|" + "---|" * (len(kinds) + 2))
    for name, predict in systems.items():
        shares, elapsed = _measure(predict, utterances)
        cells = " | ".join(f"{shares[kind]:.1f}" for kind in ("", *kinds))
        print(f"| {name} | {cells} | {elapsed:.2f} |", flush=True)


def _measure(predict: Predict, utterances: list[Labelled]) -> tuple[dict[str, float], float]:
    """Percent right by kind ("" for all), and milliseconds an utterance."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    started = time.perf_counter()
    for one in utterances:
        hit = predict(one.text) in one.right
        right[""].append(hit)
        right[one.kind].append(hit)
    elapsed = 1000 * (time.perf_counter() - started) / len(utterances)
    return {kind: 100 * sum(hits) / len(hits) for kind, hits in right.items()}, elapsed


if __name__ == "__main__":
    main()
