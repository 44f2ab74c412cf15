"""Ways of matching, each a program of its own so that its start and memory can be told apart.

    python benchmarks/systems.py NAME CONTENT CACHE

For each line read, an utterance, writes a line `[intent, confidence, answered]`; `answered` is
null for a system that has no threshold of its own. `CACHE` keeps what yuqi learns.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import jieba
import numpy as np
from rapidfuzz import fuzz, process

from bot import Engine, build_engine
from bot.content import load_content
from bot.evaluation import Labelled, judge
from bot.nlu.normalize import normalize
from bot.nlu.reader import Reader, build_tokenizer

TODAY = date(2026, 11, 22)
Answer = tuple[str, float, bool | None]
Answerer = Callable[[str], Answer]


def main() -> None:
    """Answer until the input ends."""
    name, content, cache = sys.argv[1:]
    answer = SYSTEMS[name](Path(content), Path(cache))
    for line in sys.stdin:
        print(json.dumps(answer(line.rstrip("\n"))), flush=True)


# --- plain systems: the normalised examples, nothing of ours besides ----------------------------


def nearest(content: Path, _: Path, *, scorer: Callable[..., float], by_word: bool) -> Answerer:
    """The intent of the example that rapidfuzz finds nearest."""
    texts, intents = _examples(content)
    choices = [" ".join(jieba.cut(text)) for text in texts] if by_word else texts

    def answer(text: str) -> Answer:
        query = normalize(text)
        query = " ".join(jieba.cut(query)) if by_word else query
        _, score, place = process.extractOne(query, choices, scorer=scorer)
        return intents[place], score / 100, None

    return answer


def bm25(content: Path, _: Path) -> Answerer:
    """The intent of the example first by BM25 over words, characters and their pairs."""
    from bm25s import BM25  # noqa: PLC0415  only this system pays for it

    texts, intents = _examples(content)
    index = BM25()
    index.index([list(_terms(text)) for text in texts], show_progress=False)

    def answer(text: str) -> Answer:
        terms = [list(_terms(normalize(text)))]
        places, scores = index.retrieve(terms, k=1, show_progress=False)
        return intents[places[0, 0]], float(scores[0, 0]), None

    return answer


def _terms(text: str) -> Iterator[str]:
    yield from jieba.cut(text)
    yield from text
    yield from (text[place : place + 2] for place in range(len(text) - 1))


def svm(content: Path, _: Path) -> Answerer:
    """A linear SVM over TF-IDF of jieba words and of 1 to 3 characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  as above
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    words = TfidfVectorizer(analyzer=jieba.lcut, sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    model = make_pipeline(make_union(words, characters), LinearSVC(random_state=0))
    model.fit(*_examples(content))

    def answer(text: str) -> Answer:
        (margins,) = model.decision_function([normalize(text)])
        best = int(np.argmax(margins))
        return str(model.classes_[best]), float(margins[best]), None

    return answer


def _examples(content: Path) -> tuple[list[str], list[str]]:
    """Every example, normalised, and its intent."""
    pairs = [
        (normalize(example.text), intent.name)
        for intent in load_content(content).intents.values()
        for example in intent.examples
    ]
    return [text for text, _ in pairs], [name for _, name in pairs]


# --- yuqi, and its parts by themselves ----------------------------------------------------------


def yuqi(content: Path, cache: Path) -> Answerer:
    """The engine as it is shipped; an answer is a whole turn, the reply included."""
    engine = build_engine(content, cache=cache)

    def answer(text: str) -> Answer:
        (judged,) = judge(engine, [Labelled(text, "")]).judged
        return judged.intent, judged.confidence, judged.answered

    return answer


def index_alone(content: Path, cache: Path) -> Answerer:
    """The nearest example by yuqi's index and blend, masked and respelled."""
    engine, read = _engine(content, cache)
    model = engine.model

    def answer(text: str) -> Answer:
        reading = read(text, TODAY)
        near, similarity = model.matcher(reading)
        if not len(near):
            return "", 0.0, None
        return model.intents[model.matcher.labels[near[0]]], float(similarity[0]), None

    return answer


def ranker_alone(content: Path, cache: Path) -> Answerer:
    """Yuqi's linear ranker without the nearest examples."""
    engine, read = _engine(content, cache)
    model = engine.model

    def answer(text: str) -> Answer:
        assert model.ranker is not None  # noqa: S101  the shipped content has one
        assert model.vectorizer is not None  # noqa: S101
        margins = model.ranker(model.vectorizer(read(text, TODAY).features))
        best = int(np.argmax(margins))
        return model.intents[best], float(margins[best]), None

    return answer


def _engine(content: Path, cache: Path) -> tuple[Engine, Reader]:
    engine = build_engine(content, cache=cache)
    tokenize = build_tokenizer(engine.domain)
    return engine, Reader(engine.domain, tokenize, engine.model.lexicon)


SYSTEMS: dict[str, Callable[[Path, Path], Answerer]] = {
    "token_set_ratio": partial(nearest, scorer=fuzz.token_set_ratio, by_word=True),
    "token_sort_ratio": partial(nearest, scorer=fuzz.token_sort_ratio, by_word=True),
    "ratio": partial(nearest, scorer=fuzz.ratio, by_word=False),
    "bm25": bm25,
    "svm": svm,
    "index": index_alone,
    "ranker": ranker_alone,
    "yuqi": yuqi,
}

if __name__ == "__main__":
    main()
