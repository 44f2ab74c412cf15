"""Rasa as a program: reads an utterance a line, writes `[intent, confidence, answered]` a line.

    python ask.py FOLDER_OF_MODELS

Where the fallback wins, the intent is the best one behind it and `answered` is false.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from contextlib import redirect_stdout

from rasa.core.agent import Agent
from rasa.model import get_latest_model
from rasa.utils.log_utils import configure_structlog

FALLBACK = "nlu_fallback"


async def main() -> None:
    """Answer until the input ends."""
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        configure_structlog(logging.WARNING)  # at its default, every parse is printed
        agent = Agent.load(get_latest_model(sys.argv[1]))
        for line in sys.stdin:
            parse = await agent.parse_message(line.rstrip("\n"))
            answered = parse["intent"]["name"] != FALLBACK
            best = next(one for one in parse["intent_ranking"] if one["name"] != FALLBACK)
            print(json.dumps([best["name"], best["confidence"], answered]), file=out, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
