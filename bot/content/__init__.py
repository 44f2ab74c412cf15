"""What the editors write: YAML files in Rasa's grammar, read, checked and joined to a Domain."""

from bot.content.loader import load_content

__all__ = ["load_content"]
