"""The golden conversations, each held with the content that is shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import build_engine
from bot.evaluation import read_stories, run_story

if TYPE_CHECKING:
    from bot import Engine
    from bot.domain import Domain
    from bot.evaluation import Story

STORIES = read_stories(Path(__file__).parent / "conversations")


@pytest.fixture(scope="session")
def shipped_engine(shipped: Path) -> Engine:
    """The bot over the shipped content, with the model that `yuqi train` keeps."""
    return build_engine(shipped, cache=shipped / "data" / "models")


@pytest.mark.parametrize(
    "story",
    [pytest.param(story, id=f"{story.file}:{story.line} {story.name}") for story in STORIES],
)
def test_the_conversation_goes_as_written(shipped_engine: Engine, story: Story) -> None:
    assert run_story(shipped_engine, story).failures == ()


def test_every_intent_has_a_conversation(shipped_domain: Domain) -> None:
    steps = [step for story in STORIES if story.file == "every_intent.yml" for step in story.steps]
    asked = {step["intent"] for step in steps if "intent" in step}
    asked |= {step["action"].removeprefix("utter_") for step in steps if "action" in step}
    assert asked == set(shipped_domain.intents)
