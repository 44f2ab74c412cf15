"""Several files replaced together: all of them or none, and never half a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ContentError, Fault


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file with what it was read as, None where it is new, and what it shall hold."""

    path: Path
    name: str
    before: bytes | None
    after: bytes


def replace_files(replacements: Sequence[Replacement]) -> None:
    """Write each file beside its place, then move them there one after the other.

    A reader in between sees whole files, the first ones new. Where one cannot be moved, those
    before it are moved back.

    Raises:
        ContentError: a file was changed since it was read, is being written by somebody else, or
            cannot be written; then all are as they were.
    """
    staged: list[Path] = []
    moved: list[Replacement] = []
    current = replacements[0] if replacements else None
    try:
        for current in replacements:
            _require_unchanged(current)
            staged.append(_stage(current))
        for current, path in zip(replacements, staged, strict=True):
            path.replace(current.path.resolve())
            moved.append(current)
    except OSError as error:
        for one in moved:
            _restore(one)
        assert current is not None  # noqa: S101  an error comes of one of them
        if isinstance(error, FileExistsError):
            cure = f"Wait for the other yuqi; if there is none, delete {error.filename}."
            problem = "it is being written already"
        else:
            cure = "Make the folder writable and run it again; nothing was changed."
            problem = f"it cannot be written: {error.strerror or error}"
        raise ContentError((Fault(current.name, 1, problem, cure),)) from error
    finally:
        for path in staged:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _stage(one: Replacement) -> Path:
    """The new file beside its place, on the disk, with the old one's permissions."""
    place = one.path.resolve()
    path = place.with_name(f".{place.name}.new")
    with path.open("xb") as file:
        try:
            file.write(one.after)
            file.flush()
            os.fsync(file.fileno())
            if one.before is not None:
                shutil.copymode(place, path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    return path


def _require_unchanged(one: Replacement) -> None:
    now = one.path.read_bytes() if one.path.exists() else None
    if now != one.before:
        cure = "Run it again; nothing was changed."
        raise ContentError((Fault(one.name, 1, "it was changed meanwhile", cure),))


def _restore(one: Replacement) -> None:
    if one.before is None:
        one.path.unlink(missing_ok=True)
        return
    path = one.path.resolve()
    beside = path.with_name(f".{path.name}.old")
    beside.write_bytes(one.before)
    beside.replace(path)
