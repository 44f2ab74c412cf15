"""The one place that chooses the parts of an engine and joins them."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config
from bot.content import load_content
from bot.domain import Domain
from bot.engine import Engine
from bot.nlu.learning import amend, learn
from bot.nlu.model import Model, code_version, load_model, save_model
from bot.nlu.pipeline import Pipeline
from bot.nlu.reader import Reader, build_tokenizer
from bot.nlu.tokenize import Tokenizer


def build_engine(
    content: Path | None = None,
    config: Config | None = None,
    cache: Path | None = None,
    previous: Engine | None = None,
) -> Engine:
    """An engine over the content in a folder.

    What is learnt of the examples is kept in `cache` under the content's fingerprint, so that
    only the first start after a change has to learn, some ten seconds for the shipped content.

    Args:
        content: the folder that holds intents/ and responses/; see `default_content`.
        config: thresholds other than the default.
        cache: a folder for learnt models; without one each call learns anew.
        previous: an engine over earlier content. Where nothing is kept for the new content yet,
            the edits are learnt on top of this one's model at once; the result is `provisional`,
            and a later call without `previous` gives the settled one.

    Raises:
        ContentError: the content has faults; each is listed with file, line and cure.
    """
    domain = load_content(content or default_content())
    tokenize = build_tokenizer(domain)
    path = cache / f"model-{domain.fingerprint[:16]}-{code_version()}.npz" if cache else None
    model = load_model(path) if path else None
    provisional = False
    if model is None and previous is not None:
        model = amend(previous.model, domain, tokenize)
        provisional = model is not None
    if model is None:
        model = learn(domain, tokenize)
        if path:
            save_model(model, path)
    return _join(domain, tokenize, model, config, provisional=provisional)


def learn_engine(domain: Domain, config: Config | None = None) -> Engine:
    """An engine over a domain that is in no files: learnt anew, and kept nowhere."""
    tokenize = build_tokenizer(domain)
    return _join(domain, tokenize, learn(domain, tokenize), config)


def _join(
    domain: Domain,
    tokenize: Tokenizer,
    model: Model,
    config: Config | None,
    *,
    provisional: bool = False,
) -> Engine:
    pipeline = Pipeline(Reader(domain, tokenize, model.lexicon), model)
    return Engine(domain, pipeline, config or Config(), provisional=provisional)


def default_content() -> Path:
    """The content of the working folder, else the one that came with the package."""
    here = Path.cwd()
    if (here / "intents").is_dir() and (here / "responses").is_dir():
        return here
    package = Path(__file__).parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent
