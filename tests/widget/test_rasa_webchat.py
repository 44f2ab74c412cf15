"""rasa-webchat as npm has it, unchanged, on a site of its own, talks to this server.

Its bundle holds all that it runs on, so that `package-lock.json` keeps the package without the
583 it was built from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.server.processes import Process, site_process

from .conftest import serve

BUNDLE = Path(__file__).parents[2] / "node_modules" / "rasa-webchat" / "lib" / "index.js"
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<link rel="icon" href="data:,"><script src="/rasa-webchat.js"></script></head><body><script>
WebChat.default({{ socketUrl: "{server}", customMessageDelay: () => 0, ...{options} }}, null);
</script></body></html>"""
QUESTION = "花呗有宽限期吗"
ANSWER = "还款日当天还上就不算逾期。"
BUTTON = "逾期一天有影响吗"


def build_site() -> FastAPI:
    """A site that shows rasa-webchat and knows of a server elsewhere."""
    app = FastAPI()

    @app.get("/rasa-webchat.js")
    async def bundle() -> FileResponse:
        return FileResponse(BUNDLE)

    @app.get("/")
    async def page(server: str, options: str) -> HTMLResponse:
        return HTMLResponse(PAGE.format(server=server, options=options))

    return app


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    yield from serve(build_site())


@pytest.fixture(scope="module")
def server(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """The real server around the fake bot; it lets the site's pages connect."""
    folder = tmp_path_factory.mktemp("webchat")
    with site_process(folder, f"sqlite:///{folder}/yuqi.db", cors_origins=site) as process:
        yield process


@dataclass(frozen=True)
class Webchat:
    """rasa-webchat as a visitor knows it."""

    page: Page

    @property
    def answers(self) -> Locator:
        return self.page.locator(".rw-response")

    @property
    def words(self) -> Locator:
        return self.page.locator(".rw-client")

    def open(self) -> Webchat:
        self.page.locator(".rw-launcher").click()
        return self

    def write(self, text: str) -> None:
        field = self.page.get_by_placeholder("Type a message...")
        field.fill(text)
        field.press("Enter")

    def choose(self, title: str) -> None:
        self.page.locator(".rw-reply", has_text=title).click()

    def reload(self) -> str:
        """Until the server has confirmed a session: its id, which the client reports."""
        with self.page.expect_console_message(
            lambda message: message.text.startswith("session_confirm")
        ) as confirmed:
            self.page.reload()
        return confirmed.value.text.rpartition("session_id:")[2]

    def session_id(self) -> str:
        session: dict[str, Any] = json.loads(
            self.page.evaluate("localStorage.getItem('chat_session')")
        )
        return str(session["session_id"])


@pytest.fixture
def visit(
    new_context: Callable[..., BrowserContext], site: str, server: Process
) -> Callable[..., Webchat]:
    """Shows the site to a visitor whose browser reaches it and the server, and nothing else."""

    def stay_home(route: Route) -> None:
        if route.request.url.startswith((site, server.url)):
            route.continue_()
        else:
            route.abort()

    def visit(**options: object) -> Webchat:
        context = new_context()
        context.route("**/*", stay_home)
        page = context.new_page()
        page.goto(f"{site}/?server={server.url}&options={json.dumps(options)}")
        return Webchat(page)

    return visit


def said_to(server: Process, session_id: str) -> list[str]:
    history = server.client.get(f"/api/conversations/{session_id}").json()
    return [turn["text"] for turn in history["turns"]]


def test_it_asks_is_answered_and_its_buttons_ask_on(
    visit: Callable[..., Webchat], server: Process
) -> None:
    webchat = visit().open()
    webchat.write(QUESTION)
    expect(webchat.answers).to_contain_text(ANSWER)
    expect(webchat.answers.locator("strong")).to_have_text("花呗")
    webchat.choose(BUTTON)
    expect(webchat.words).to_have_text([QUESTION, BUTTON])
    expect(webchat.answers).to_have_count(2)
    assert said_to(server, webchat.session_id()) == [QUESTION, "/overdue_short"]


def test_opening_it_without_a_first_utterance_says_nothing(
    visit: Callable[..., Webchat],
) -> None:
    webchat = visit().open()
    webchat.write("你好")
    expect(webchat.answers).to_have_text(["您好。", "想问什么？"])


def test_its_first_utterance_is_answered_as_it_opens(
    visit: Callable[..., Webchat], server: Process
) -> None:
    webchat = visit(initPayload="/greet", customData={"page": "help"}).open()
    expect(webchat.answers).not_to_have_count(0)
    assert said_to(server, webchat.session_id()) == ["/greet"]


def test_a_reload_keeps_the_session(visit: Callable[..., Webchat], server: Process) -> None:
    webchat = visit().open()
    webchat.write("第几句")
    expect(webchat.answers).to_have_text(["第1句"])
    session_id = webchat.session_id()
    assert webchat.reload() == session_id
    webchat.write("第几句")
    expect(webchat.answers).to_have_text(["第1句", "第2句"])
    assert said_to(server, session_id) == ["第几句", "第几句"]


def test_a_session_the_server_does_not_know_gives_way_to_a_new_one(
    visit: Callable[..., Webchat], server: Process
) -> None:
    webchat = visit().open()
    webchat.write("第几句")
    expect(webchat.answers).to_have_text(["第1句"])
    forgotten = webchat.session_id()
    server.client.delete(f"/api/conversations/{forgotten}").raise_for_status()
    assert webchat.reload() != forgotten
    webchat.write("第几句")
    expect(webchat.answers).to_have_text(["第1句", "第1句"])  # it goes on showing the first


def test_answers_come_over_a_web_socket(visit: Callable[..., Webchat]) -> None:
    webchat = visit()
    webchat.page.add_init_script("""window.heard = [];
        window.WebSocket = class extends WebSocket {
            constructor(...address) {
                super(...address);
                this.addEventListener('message', ({ data }) => heard.push(data));
            }
        };""")
    webchat.page.reload()
    webchat.page.wait_for_function("heard.includes('3probe')")
    webchat.open().write("第几句")
    expect(webchat.answers).to_have_text(["第1句"])
    assert webchat.page.evaluate("heard.some(frame => frame.includes('bot_uttered'))")


def test_where_there_are_no_web_sockets_it_polls(visit: Callable[..., Webchat]) -> None:
    webchat = visit()
    webchat.page.add_init_script("delete window.WebSocket")
    webchat.page.reload()
    webchat.open().write("第几句")
    expect(webchat.answers).to_have_text(["第1句"])
