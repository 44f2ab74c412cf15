"""A stub server in a thread, and Debian's Chromium to look at it."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .chat import Chat
from .stub import Stub, create_stub

CHROMIUM = Path("/usr/bin/chromium")
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
SMALL: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 568}}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

PATIENCE_MS = 30_000
"""How long a page may take to do what is expected of it, however busy the machine."""
expect.set_options(timeout=PATIENCE_MS)


def serve(app: FastAPI) -> Iterator[str]:
    """The address of a server that runs while the generator waits."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a file; every test has a context of its own.

    Playwright's event loop counts as running while it lives: it ends before tests elsewhere begin.
    """
    if not CHROMIUM.exists():
        pytest.fail("there is no /usr/bin/chromium; scripts/setup dev installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _server() -> Iterator[tuple[Stub, str]]:
    stub = Stub()
    for url in serve(create_stub(stub)):
        yield stub, url


@pytest.fixture
def stub(_server: tuple[Stub, str]) -> Iterator[Stub]:
    """The server's memory and levers, as new."""
    stub, _ = _server
    vars(stub).update(vars(Stub()))
    yield stub
    stub.held = False


@pytest.fixture
def page_url(_server: tuple[Stub, str], stub: Stub) -> str:
    """The server's address: ``/page/floating`` and ``/page/inline`` embed it, ``/`` shows it."""
    assert stub is _server[0]
    return _server[1]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens contexts (device, preferences, storage of their own), closed after the test."""
    contexts: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{"locale": "zh-CN", "reduced_motion": "reduce", **DESKTOP, **options}
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A desktop page on which no script may fail and no Content-Security-Policy may be broken."""
    page = new_context().new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    assert faults == []


@pytest.fixture
def chat(page: Page) -> Chat:
    """A desktop visitor."""
    return Chat(page)


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Chat:
    """A visitor with a phone of 360×740 CSS pixels."""
    return Chat(new_context(**PHONE).new_page())
