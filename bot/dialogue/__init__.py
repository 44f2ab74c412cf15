"""Holding the conversation: what was understood, with what went before, becomes a reply."""
