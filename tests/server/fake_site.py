"""`python -m tests.server.fake_site`: the whole server as a process, around the fake bot.

The content folder's file `model_id` names the engine built from it. A text with 「慢」 is answered
once the folder holds a file `go_on`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import server.serve
from bot import ContentError, Fault
from server.settings import Settings
from tests.server.fakes import FakeEngine

if TYPE_CHECKING:
    from datetime import datetime

    from bot import Tracker


class SlowEngine(FakeEngine):
    def handle(
        self, text: str, tracker: Tracker, now: datetime, message_id: str | None = None
    ) -> Any:
        if "慢" in text:
            while not Path("go_on").exists():
                time.sleep(0.02)
        return super().handle(text, tracker, now, message_id)


def build(settings: Settings, _previous: object) -> Any:
    path = settings.content / "model_id"
    model_id = path.read_text() if path.exists() else "f00d"
    if model_id == "bad":
        raise ContentError((Fault("intents/a.yml", 12, "it is bad", "Mend it."),))
    return SlowEngine(model_id)


server.serve._build = build  # type: ignore[assignment]

if __name__ == "__main__":
    sys.exit(server.serve.serve(Settings()))
