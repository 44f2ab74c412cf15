"""The widget as a visitor knows it: open, say, read."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Chat:
    """A page with the widget on it. Locators reach into the open shadow root."""

    page: Page

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="输入你的问题")

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator(".panel")

    @property
    def replies(self) -> Locator:
        return self.page.locator(".bot")

    @property
    def bubbles(self) -> Locator:
        return self.page.locator(".bubble")

    @property
    def suggestions(self) -> Locator:
        return self.page.get_by_role("option")

    def open(self, url: str, page: str = "floating", **query: str) -> "Chat":
        """Goes to a page and opens the widget, until the questions are there."""
        parameters = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{url}/page/{page}?{parameters}")
        if page == "floating":
            self.launcher.click()
        expect(self.question("花呗有宽限期吗").first).to_be_visible()
        return self

    def question(self, title: str) -> Locator:
        return self.page.locator(".catalogue").get_by_role("button", name=title)

    def option(self, title: str) -> Locator:
        return self.replies.get_by_role("button", name=title)

    def complete(self, text: str) -> None:
        """Writes at one go, and waits for its completions: no later list takes their place."""
        self.field.fill(text)
        expect(self.suggestions.first).to_be_visible()

    def write(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def say(self, text: str) -> Locator:
        """Sends and waits for the reply."""
        before = self.replies.count()
        self.write(text)
        expect(self.replies).to_have_count(before + 1)
        return self.replies.nth(before)

    def erase(self) -> None:
        """Up to the question whether to delete."""
        self.page.get_by_role("button", name="更多").click()
        self.page.get_by_role("button", name="清空并删除我的记录").click()

    def stored(self) -> list[str]:
        """Every value that the page keeps on the device."""
        found: list[str] = self.page.evaluate(
            "[...Object.values(localStorage), ...Object.values(sessionStorage)]"
        )
        return found

    def keep(self, script: str) -> None:
        """Runs a script before the page's own."""
        self.page.add_init_script(script)

    def value(self, expression: str) -> Any:
        """Evaluates with `chat` being the element."""
        return self.page.evaluate(f"(chat => ({expression}))(document.querySelector('yuqi-chat'))")
