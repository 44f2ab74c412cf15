"""What completion while typing costs: the server's answer, and in Chromium from key to list.

Run by `make bench-typeahead`: it starts a server of its own on the shipped content. Prints
Markdown rows.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Page, expect, sync_playwright

from bot.nlu.pinyin import initials
from tests.server.processes import shipped_site

TARGET_MS = 50
WARM_UP = 20

WATCH = """() => {
    const { shadowRoot } = document.querySelector('yuqi-chat');
    const [field, list] = ['textarea', '#suggestions'].map(one => shadowRoot.querySelector(one));
    let typed = 0;
    window.spent = [];
    field.addEventListener('input', ({ timeStamp }) => { typed = timeStamp; }, { capture: true });
    new MutationObserver(() => requestAnimationFrame(() => {
        if (field.value) spent.push(performance.now() - typed);
    })).observe(list, { childList: true });
    field.focus();
}"""
"""From a character in the field to the frame that shows what completes it."""


def main() -> None:
    """Measure both; what warms up is not counted."""
    with TemporaryDirectory() as folder, shipped_site(Path(folder)) as site:
        titles = _titles(site.client)
        _report("GET /api/suggest", _asked(site.client, titles))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto(site.url)
            expect(page.locator(".catalogue button").first).to_be_visible()
            _report("key to list in Chromium", _typed(page, titles))
            browser.close()


def _titles(client: httpx.Client) -> list[str]:
    topics = client.get("/api/questions").json()["topics"]
    return [question["title"] for topic in topics for question in topic["questions"]]


def _prefixes(title: str) -> Iterator[str]:
    """What the server is asked while the title's first half is typed, as it is or by initials."""
    for spelling in (title, initials(title)):
        for length in range(1, len(spelling) // 2 + 1):
            yield spelling[:length]


def _asked(client: httpx.Client, titles: list[str]) -> list[float]:
    spent = []
    for title in titles:
        for prefix in _prefixes(title):
            started = time.perf_counter()
            client.get("/api/suggest", params={"q": prefix}).raise_for_status()
            spent.append(1000 * (time.perf_counter() - started))
    return spent[WARM_UP:]


def _typed(page: Page, titles: list[str]) -> list[float]:
    page.evaluate(WATCH)
    for title in titles:
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        for character in title[: len(title) // 2]:
            before = page.evaluate("spent.length")
            page.keyboard.insert_text(character)
            page.wait_for_function("before => spent.length > before", arg=before)
    spent: list[float] = page.evaluate("spent")
    return spent[WARM_UP:]


def _report(name: str, spent: list[float]) -> None:
    spent.sort()
    p95 = spent[int(len(spent) * 0.95)]
    print(
        f"| {name}, {len(spent)} times | p50 {statistics.median(spent):.1f} ms "
        f"| p95 {p95:.1f} ms, {'within' if p95 <= TARGET_MS else 'beyond'} {TARGET_MS} ms |"
    )


if __name__ == "__main__":
    main()
