"""Questions written into the content files: checked as a whole first, then all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.content.loader import load_content
from bot.domain import Domain
from bot.editing.atomic import Replacement, replace_files
from bot.editing.change import Change
from bot.editing.items import (
    answer_item,
    change_answer,
    extend_examples,
    intent_item,
    set_titles,
)
from bot.editing.merge import Merge
from bot.editing.question import Question, bare
from bot.editing.yaml_edit import YamlEdit
from bot.errors import ContentError, Fault

FOLDERS = ("responses", "intents")
"""In the order in which files are replaced: an answer without its intent is no fault, an intent
without its answer is."""


def write(
    root: Path, merge: Merge, *, overwrite: bool = False, dry_run: bool = False
) -> tuple[str, ...]:
    """Write a merge into the content's files; the names of those that change.

    The result is loaded from a copy first and has to be what was meant, to the letter.

    Raises:
        ContentError: it is not, or a file cannot be written; all files are then as they were.
    """
    edits = _Edits(root)
    for question in merge.new:
        edits.add(question)
    for change in merge.changes:
        edits.change(change, overwrite=overwrite)
    replacements = edits.replacements()
    if not replacements:
        return ()
    _check(root, replacements, merge.domain)
    if not dry_run:
        replace_files(replacements)
    return tuple(one.name for one in replacements)


class _Edits:
    """The files touched, each with its edits."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, YamlEdit] = {}

    def _file(self, name: str) -> YamlEdit:
        if name not in self._files:
            self._files[name] = YamlEdit(self._root / name, name)
        return self._files[name]

    def add(self, question: Question) -> None:
        intent = question.intent
        file = f"{intent.topic}.yml"
        self._file(f"intents/{file}").append("nlu", CommentedSeq([intent_item(intent)]))
        answers = CommentedSeq(map(answer_item, question.answers))
        self._file(f"responses/{file}").append(
            "responses", CommentedMap({f"utter_{intent.name}": answers})
        )

    def change(self, change: Change, *, overwrite: bool) -> None:
        place = change.known.intent.place
        titled = change.titled if overwrite else None
        if titled or change.examples:

            def edit(item: CommentedMap) -> None:
                if titled:
                    set_titles(item["metadata"], titled)
                extend_examples(item, change.examples)

            self._file(place.file).edit(place.line, edit)
        if overwrite and change.answers:
            self._change_answers(change)

    def _change_answers(self, change: Change) -> None:
        first = change.known.answers[0].place
        kept = {old.place.line for _, old in change.answers if old}
        lines = [old.place.line for old in change.known.answers]

        def edit(item: CommentedSeq) -> None:
            for place in reversed(range(len(item))):
                if lines[place] not in kept:
                    del item[place]
            for place, (new, old) in enumerate(change.answers):
                if old is None:
                    item.insert(place, answer_item(new))
                elif bare(new) != bare(old):
                    change_answer(item[place], new, old)

        self._file(first.file).edit(first.line, edit)

    def replacements(self) -> list[Replacement]:
        """What the files become, in the order of `FOLDERS`."""
        return [
            Replacement(edit.path, name, edit.before, edit.result())
            for folder in FOLDERS
            for name, edit in sorted(self._files.items())
            if name.startswith(f"{folder}/")
        ]


def _check(root: Path, replacements: Iterable[Replacement], meant: Domain) -> None:
    """Load a copy of the content with the new files; it has to be what was meant."""
    with TemporaryDirectory(prefix="yuqi-") as folder:
        copy = Path(folder)
        for name in FOLDERS:
            (copy / name).mkdir()
            for path in (root / name).glob("*.yml"):
                shutil.copyfile(path, copy / name / path.name)
        for one in replacements:
            (copy / one.name).write_bytes(one.after)
        loaded = load_content(copy)
    got, wanted = _essence(loaded), _essence(meant)
    faults = tuple(
        Fault(place, 1, f"{name!r} would not be read as it is meant", "Write it by hand.")
        for name, place in _differing(got, wanted)
    )
    if faults:
        raise ContentError(faults)


def _essence(domain: Domain) -> Mapping[str, tuple[str, Any]]:
    """Each part of the content with the file it is of, wherever it stands there."""
    rest = replace(domain, intents={}, responses={}, fingerprint="")
    intents = {
        intent.name: (
            intent.place.file,
            (intent.topic, intent.title, intent.product_title, [e.text for e in intent.examples]),
        )
        for intent in domain.intents.values()
    }
    responses = {
        name: (variants[0].place.file, [bare(variant) for variant in variants])
        for name, variants in domain.responses.items()
    }
    return {**intents, **responses, "the rest": ("intents/", rest)}


def _differing(
    got: Mapping[str, tuple[str, Any]], wanted: Mapping[str, tuple[str, Any]]
) -> Iterable[tuple[str, str]]:
    for name in dict.fromkeys((*got, *wanted)):
        one, other = got.get(name), wanted.get(name)
        if (one and one[1]) != (other and other[1]):
            yield name, (one or other or ("intents/",))[0]
