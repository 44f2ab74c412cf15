"""The page at / that shows what it is."""

from playwright.sync_api import expect

from .chat import Chat
from .stub import Stub


def test_the_demo_page_works_under_its_policy(chat: Chat, page_url: str) -> None:
    chat.page.goto(page_url)
    chat.say("花呗逾期了")
    expect(chat.replies).to_be_visible()


def test_a_topic_asks_the_widget(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.page.goto(page_url)
    chat.page.locator("#catalogue").get_by_role("button", name="会不会被起诉").click()
    expect(chat.bubbles).to_have_text("会不会被起诉")
    expect(chat.replies).to_be_in_viewport()
    assert stub.asked[0]["text"] == "/lawsuit_risk"


def test_snippets_carry_this_servers_address(chat: Chat, page_url: str) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.page.goto(page_url)
    chat.page.get_by_role("button", name="复制").first.click()
    expect(chat.page.get_by_role("button", name="已复制")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert f'<script type="module" src="{page_url}/widget.js"></script>' in copied


def test_the_interface_can_be_tried(chat: Chat, page_url: str) -> None:
    chat.page.goto(page_url)
    chat.page.get_by_role("button", name="发送请求").click()
    expect(chat.page.get_by_label("返回的 JSON")).to_contain_text('"kind": "answer"')


def test_the_demo_page_fits_320_pixels(chat: Chat, page_url: str) -> None:
    chat.page.set_viewport_size({"width": 320, "height": 568})
    chat.page.goto(page_url)
    expect(chat.page.locator("#catalogue button").first).to_be_visible()
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 320
