"""The one place that chooses the parts of an engine and joins them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.config import Config
from bot.content import load_content
from bot.engine import Engine
from bot.nlu.model import code_version, load_model, save_model
from bot.nlu.pipeline import Pipeline, Reader, build_tokenizer, learn

_LEARNT_ON = date(2026, 1, 1)
"""The day on which examples are read: any will do, but always the same."""


def build_engine(
    content: Path,
    config: Config | None = None,
    cache: Path | None = None,
) -> Engine:
    """An engine over the content in a folder.

    What is learnt of the examples is kept in `cache` under the content's fingerprint, so that
    only the first start after a change has to learn.

    Args:
        content: the folder that holds intents/ and responses/.
        config: thresholds other than the default.
        cache: a folder for learnt models; without one each call learns anew.

    Raises:
        ContentError: the content has faults; each is listed with file, line and cure.
    """
    domain = load_content(content)
    tokenize = build_tokenizer(domain)
    path = cache / f"model-{domain.fingerprint[:16]}-{code_version()}.npz" if cache else None
    model = load_model(path) if path else None
    if model is None:
        model = learn(domain, tokenize, _LEARNT_ON)
        if path:
            save_model(model, path)
    reader = Reader(domain, tokenize, model.lexicon)
    return Engine(domain, Pipeline(reader, model), config or Config())


def default_content() -> Path:
    """The content of the working folder, else the one that came with the package."""
    here = Path.cwd()
    if (here / "intents").is_dir() and (here / "responses").is_dir():
        return here
    package = Path(__file__).parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent
