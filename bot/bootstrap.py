"""The one place that chooses the parts of an engine and joins them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.config import Config
from bot.content import load_content
from bot.domain import Domain
from bot.engine import Engine
from bot.nlu.model import Model, code_version, load_model, save_model
from bot.nlu.pipeline import Pipeline, Reader, learn


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
    reader = Reader(domain)
    model = _cached(domain, reader, cache) if cache else _learn(domain, reader)
    return Engine(domain, Pipeline(reader, model), config or Config())


def _cached(domain: Domain, reader: Reader, cache: Path) -> Model:
    path = cache / f"model-{domain.fingerprint[:16]}-{code_version()}.npz"
    model = load_model(path)
    if model is None:
        model = _learn(domain, reader)
        save_model(model, path)
    return model


def _learn(domain: Domain, reader: Reader) -> Model:
    return learn(domain, reader, date(2026, 1, 1))


def default_content() -> Path:
    """The content of the working folder, else the one that came with the package."""
    here = Path.cwd()
    if (here / "intents").is_dir() and (here / "responses").is_dir():
        return here
    package = Path(__file__).parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent
