"""Whole, real objects for every test: two contents and a bot, each built once a session."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot import build_engine
from bot.content import load_content

if TYPE_CHECKING:
    from bot import Engine
    from bot.domain import Domain

HERE = Path(__file__).parent

# The same cases on every machine, and no verdict by the clock: a busy runner is no bug.
settings.register_profile("yuqi", deadline=None, derandomize=True, max_examples=60)
# Other cases each time, for an hour of looking: pytest --hypothesis-profile=hunt
settings.register_profile("hunt", deadline=None, max_examples=500)
settings.load_profile("yuqi")


@pytest.fixture(scope="session")
def content() -> Path:
    """The folder of the tiny bot."""
    return HERE / "content"


@pytest.fixture(scope="session")
def engine(content: Path) -> Engine:
    return build_engine(content)


@pytest.fixture(scope="session")
def domain(engine: Engine) -> Domain:
    """The tiny bot's content."""
    return engine.domain


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The folder of the content that is shipped."""
    return HERE.parent


@pytest.fixture(scope="session")
def shipped_domain(shipped: Path) -> Domain:
    return load_content(shipped)


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC)
