"""The content as a Rasa 3.x project: `rasa data validate` and `rasa train` take its folder.

Rasa's conditions hold one value each, so an answer for several is written once for each. What
yuqi does in Python, its forms and what it reads beside products, Rasa would need actions for:
those slots are declared and stay empty, so that the answer without a condition is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.domain import Condition, Domain, Variant
from bot.editing.items import answer_item, intent_item
from bot.editing.question import Question, questions_of
from bot.editing.yaml_style import block, dump, example_lines, flow

_NO_PRODUCT = "这笔欠款"
"""What stands for `{product_name}` where no product is known, as in yuqi's own replies."""
_FALLBACK = "utter_fallback"
_SESSION = {"session_expiration_time": 30, "carry_over_slots_to_new_session": True}
_PIPELINE: tuple[dict[str, Any], ...] = (
    {"name": "JiebaTokenizer"},
    {
        "name": "RegexEntityExtractor",
        "use_lookup_tables": True,
        "use_regexes": False,
        "use_word_boundaries": False,  # Chinese has none
    },
    {"name": "EntitySynonymMapper"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {
        "name": "DIETClassifier",
        "epochs": 100,
        "entity_recognition": False,
        "constrain_similarities": True,
    },
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
)


def write_rasa(domain: Domain, folder: Path) -> tuple[str, ...]:
    """Write domain.yml, config.yml, data/nlu.yml and data/rules.yml; their names."""
    questions = questions_of(domain)
    documents = {
        "config.yml": {
            "recipe": "default.v1",
            "assistant_id": "yuqi",
            "language": "zh",
            "pipeline": [dict(part) for part in _PIPELINE],
            "policies": [{"name": "RulePolicy"}],
        },
        "data/nlu.yml": _versioned(nlu=[*_intents(questions, domain), *_products(domain)]),
        "data/rules.yml": _versioned(rules=list(_rules(questions))),
        "domain.yml": _domain(questions, domain),
    }
    for name, document in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(document), encoding="utf-8")
    return tuple(documents)


def _versioned(**items: Any) -> dict[str, Any]:  # noqa: ANN401  any YAML
    return {"version": DoubleQuotedScalarString("3.1"), **items}


def _intents(questions: Iterable[Question], domain: Domain) -> Iterator[dict[str, Any]]:
    """The examples, each product in them marked as one."""
    spellings = sorted(
        (word for words in domain.synonyms.values() for word in words), key=len, reverse=True
    )
    named = re.compile("|".join(map(re.escape, spellings)) or r"(?!)", re.IGNORECASE)
    for question in questions:
        item = intent_item(question.intent)
        item["metadata"]["topic"] = question.intent.topic
        item["examples"] = block(named.sub(r"[\g<0>](product)", item["examples"]))
        yield item


def _products(domain: Domain) -> Iterator[dict[str, Any]]:
    for name, words in domain.synonyms.items():
        yield {"synonym": name, "examples": block(example_lines(words))}
    words = tuple(word for spelled in domain.synonyms.values() for word in spelled)
    if words:
        yield {"lookup": "product", "examples": block(example_lines(words))}


def _rules(questions: Iterable[Question]) -> Iterator[dict[str, Any]]:
    pairs = [(one.intent.title, one.intent.name, f"utter_{one.intent.name}") for one in questions]
    for title, intent, action in (*pairs, ("nothing understood", "nlu_fallback", _FALLBACK)):
        yield {
            "rule": f"{intent}: {title}",
            "steps": [flow(intent=intent), flow(action=action)],
        }


def _domain(questions: Iterable[Question], domain: Domain) -> dict[str, Any]:
    responses = {f"utter_{one.intent.name}": one.answers for one in questions}
    responses[_FALLBACK] = domain.responses[_FALLBACK]
    conditions = (
        condition
        for variants in responses.values()
        for variant in variants
        for condition in variant.conditions
    )
    others = dict.fromkeys(condition.slot for condition in conditions)
    others.pop("product", None)
    slots: dict[str, Any] = {
        "product": _slot("text", flow(type="from_entity", entity="product")),
        "product_name": {**_slot("text", flow(type="custom")), "initial_value": _NO_PRODUCT},
        **{name: _slot("any", flow(type="custom")) for name in others},
    }
    return _versioned(
        intents=list(domain.intents),
        entities=["product"],
        slots=slots,
        responses={
            name: [answer_item(one) for variant in variants for one in _single(variant)]
            for name, variants in responses.items()
        },
        session_config=dict(_SESSION),
    )


def _slot(kind: str, mapping: CommentedMap) -> dict[str, Any]:
    return {"type": kind, "influence_conversation": False, "mappings": [mapping]}


def _single(variant: Variant) -> Iterator[Variant]:
    """The variant once for every combination of its conditions' values."""
    for values in product(*(condition.values for condition in variant.conditions)):
        conditions = (
            Condition(condition.slot, (value,))
            for condition, value in zip(variant.conditions, values, strict=True)
        )
        yield replace(variant, conditions=tuple(conditions))
