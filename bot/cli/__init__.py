"""The command line `yuqi`, with the verbs that Rasa users know."""

from bot.cli.app import app

__all__ = ["app"]
