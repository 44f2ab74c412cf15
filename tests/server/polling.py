"""Socket.IO (protocol 5 over Engine.IO 4) by long polling: just what a test needs of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    import httpx

END = "\x1e"


def event(name: str, data: object) -> str:
    """The frame of an event."""
    return "42" + json.dumps([name, data])


@dataclass
class Polling:
    client: httpx.AsyncClient
    sid: str = ""
    waiting: list[list[Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/socket.io/?EIO=4&transport=polling&sid={self.sid}"

    async def connect(self) -> None:
        opened = await self.client.get("/socket.io/?EIO=4&transport=polling")
        assert opened.status_code == 200, opened.text
        self.sid = json.loads(opened.text[1:])["sid"]
        await self.send_raw("40")
        assert (await self.client.get(self.url)).text.startswith("40")

    async def send_raw(self, frame: str) -> int:
        response = await self.client.post(self.url, content=frame.encode("utf-8", "replace"))
        return response.status_code

    async def emit(self, name: str, data: object) -> None:
        await self.send_raw(event(name, data))

    async def receive(self) -> list[Any]:
        """The next event: its name and its data."""
        while not self.waiting:
            with anyio.fail_after(60):
                polled = await self.client.get(self.url)
            assert polled.status_code == 200, polled.text
            for frame in polled.text.split(END):
                if frame.startswith("42"):
                    self.waiting.append(json.loads(frame[2:]))
                elif frame == "2":
                    await self.send_raw("3")
        return self.waiting.pop(0)
