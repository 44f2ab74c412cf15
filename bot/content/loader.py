"""Rasa-grammar YAML files to a Domain: all or nothing, every fault reported at once.

`intents/*.yml` hold what users say (`nlu`: intents with examples, synonyms) and the vocabulary of
understanding (`topics`, `hot`, `concepts`, `spelling`, `sounds`, `follow_ups`,
`form_starts`, `crisis`);
`responses/*.yml` hold what the bot says (`responses`) and what it rests on (`sources`,
`platforms`). Top keys that only Rasa knows are let be.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.content.builder import Builder, Section
from bot.content.checks import check_agreement
from bot.content.intent_file import INTENT_SECTIONS
from bot.content.response_file import RESPONSE_SECTIONS
from bot.content.yaml_file import read_yaml
from bot.domain import Domain, Place
from bot.errors import ContentError


def load_content(root: Path) -> Domain:
    """Read `root/intents` and `root/responses` and join them.

    Raises:
        ContentError: with every fault found, each by file, line and cure.
    """
    builder = Builder()
    digest = hashlib.sha256()
    for folder, sections in (("intents", INTENT_SECTIONS), ("responses", RESPONSE_SECTIONS)):
        paths = sorted((root / folder).glob("*.yml"))
        if not paths:
            builder.fault(
                Place(f"{folder}/", 1),
                "the folder is missing or holds no .yml file",
                f"Create {root / folder} or name another folder by YUQI_CONTENT.",
            )
        for path in paths:
            name = f"{folder}/{path.name}"
            digest.update(name.encode())
            digest.update(path.read_bytes())
            with _no_collection():
                _read_file(path, name, sections, builder)
    if builder.faults:
        raise ContentError(tuple(builder.faults))
    domain = _join(builder, digest.hexdigest())
    if faults := check_agreement(domain):
        raise ContentError(faults)
    return domain


def _read_file(path: Path, name: str, sections: dict[str, Section], builder: Builder) -> None:
    try:
        document = read_yaml(path, name)
    except ContentError as error:
        builder.faults.extend(error.faults)
        return
    for key, read in sections.items():
        if key in document:
            read(document[key], path.stem, Place(name, document.lines[key]), builder)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leaves garbage be: nearly all that is read stays, and a collection would walk it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _join(builder: Builder, fingerprint: str) -> Domain:
    return Domain(
        intents=builder.intents,
        responses=builder.responses,
        synonyms=builder.synonyms,
        product_names=builder.product_names,
        topics=builder.topics,
        hot=builder.hot,
        sources=builder.sources,
        platforms=builder.platforms,
        crisis=builder.crisis,
        concepts=tuple(builder.concepts),
        spellings=builder.spellings,
        sounds=tuple(builder.sounds),
        follow_ups=builder.follow_ups,
        form_starts=builder.form_starts,
        fingerprint=fingerprint,
    )
