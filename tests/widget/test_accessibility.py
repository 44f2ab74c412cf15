"""WCAG 2.2 AA: keyboard, focus, announcements, sizes, themes; axe in each state."""
# ruff: noqa: E501  # scripts that run in the page stay on one line

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from .chat import Chat
from .conftest import DESKTOP, PHONE, SMALL
from .stub import Stub

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def typing_ahead(chat: Chat, _: Stub) -> None:
    chat.complete("花呗")
    chat.field.press("ArrowDown")


def answered(chat: Chat, _: Stub) -> None:
    chat.say("花呗").get_by_text("出处").click()


def failed(chat: Chat, stub: Stub) -> None:
    stub.failures["/api/answer"] = [500]
    chat.write("花呗")
    expect(chat.page.get_by_role("button", name="重试")).to_be_visible()


def waiting(chat: Chat, stub: Stub) -> None:
    stub.held = True
    chat.write("花呗")
    expect(chat.page.locator(".typing")).to_be_visible()


def rating(chat: Chat, _: Stub) -> None:
    reply = chat.say("花呗")
    reply.get_by_role("button", name="没有帮助").click()
    expect(reply.get_by_text("谢谢")).to_be_visible()


def chosen(chat: Chat, _: Stub) -> None:
    chat.say("逾期")
    chat.option("逾期会上征信吗").click()
    expect(chat.replies).to_have_count(2)


def menu(chat: Chat, _: Stub) -> None:
    chat.say("你好")
    chat.page.get_by_role("button", name="更多").click()


def offline(chat: Chat, _: Stub) -> None:
    chat.page.context.set_offline(True)
    expect(chat.page.get_by_text("网络断开了")).to_be_visible()


def said(text: str) -> Callable[[Chat, Stub], None]:
    return lambda chat, _: void(chat.say(text))


def void(_: Any) -> None:
    """For lambdas that must return nothing."""


STATES: dict[str, Callable[[Chat, Stub], None]] = {
    "start": lambda *_: None,
    "topic": lambda chat, _: chat.page.get_by_text("催收与法律").click(),
    "typing-ahead": typing_ahead,
    "answer": answered,
    "notice": said("旧版"),
    "rich": said("格式"),
    "clarify": said("逾期"),
    "chosen": chosen,
    "form": said("帮我算一下"),
    "date": said("哪天"),
    "crisis": said("不想活"),
    "fallback": said("火星"),
    "waiting": waiting,
    "failed": failed,
    "rating": rating,
    "menu": menu,
    "delete": lambda chat, _: chat.erase(),
    "too-long": lambda chat, _: chat.field.fill("问" * 1200),
    "offline": offline,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    new_context: Callable[..., BrowserContext], stub: Stub, page_url: str, state: str, scheme: str
) -> None:
    device = DESKTOP if scheme == "light" else PHONE
    chat = Chat(new_context(color_scheme=scheme, **device).new_page())
    STATES[state](chat.open(page_url), stub)
    chat.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = chat.page.evaluate(
        "axe.run('yuqi-chat').then(({ violations, incomplete }) => [...violations, ...incomplete.filter(({ id }) => id === 'color-contrast')"
        ".filter(({ nodes }) => nodes.some(({ any }) => any.some(({ data }) => data?.contrastRatio > 0)))]"
        ".map(({ id, help, nodes }) => [id, help, nodes.map(({ html }) => html)]))"
    )
    assert found == []


@pytest.mark.parametrize("path", ["/", "/page/inline", "/page/floating"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages(
    new_context: Callable[..., BrowserContext], page_url: str, path: str, scheme: str
) -> None:
    page = new_context(color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(page_url + path)
    expect(
        page.locator(".launcher" if "floating" in path else ".catalogue li").first
    ).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"
    )
    assert [fault for fault in found if path == "/" or fault[0] != "region"] == []


def test_a_reply_is_announced_once_and_the_past_is_not(chat: Chat, page_url: str) -> None:
    """The live region is there before anything is said; each message enters it whole and once."""
    watch = """() => {
        window.news = [];
        const log = document.querySelector('yuqi-chat').shadowRoot.querySelector('[role=log]');
        new MutationObserver(records => records.forEach(({ target, addedNodes }) => {
            if (target === log) addedNodes.forEach(node => news.push(node.className));
        })).observe(log, { childList: true });
    }"""
    chat.open(page_url).say("你好")
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(watch)
    chat.launcher.click()
    expect(chat.replies).to_have_count(1)
    assert chat.page.evaluate("news") == []
    reply = chat.say("花呗")
    reply.get_by_role("button", name="有帮助", exact=True).click()
    expect(reply.get_by_text("谢谢")).to_be_visible()
    chat.field.press("Escape")
    chat.launcher.click()
    assert chat.page.evaluate("news") == ["message user", "message bot answer"]


def test_everything_is_done_with_the_keyboard(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    press = chat.page.keyboard.press
    chat.page.get_by_label("站内搜索").focus()
    press("Tab")
    expect(chat.launcher).to_be_focused()
    press("Enter")
    expect(chat.field).to_be_focused()
    expect(chat.launcher).to_have_attribute("aria-expanded", "true")
    chat.page.keyboard.type("逾期")
    expect(chat.suggestions.first).to_be_visible()
    press("Escape")
    press("Enter")
    expect(chat.replies).to_have_count(1)
    for _ in range(3):
        press("Shift+Tab")
    expect(chat.option("逾期会上征信吗")).to_be_focused()
    press("Enter")
    expect(chat.replies).to_have_count(2)
    chat.page.get_by_role("button", name="更多").focus()
    press("Enter")
    for _ in range(4):
        press("Tab")
    press("Enter")
    expect(chat.page.get_by_role("button", name="取消")).to_be_focused()
    press("Tab")
    press("Enter")
    expect(chat.bubbles).to_have_count(0)
    press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    assert stub.conversations == {}


def test_opening_by_attribute_leaves_the_focus_alone(chat: Chat, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    search = chat.page.get_by_label("站内搜索")
    search.focus()
    chat.value("(chat.open = true)")
    expect(chat.panel).to_be_visible()
    expect(search).to_be_focused()


def test_a_phone_keeps_the_focus_inside_the_window(phone: Chat, page_url: str) -> None:
    phone.open(page_url)
    expect(phone.panel).to_be_focused()
    for _ in range(30):
        phone.page.keyboard.press("Tab")
        inside = phone.page.evaluate(
            "document.activeElement === document.body || document.activeElement.localName === 'yuqi-chat'"
        )
        assert inside


def test_esc_closes_the_menu_before_the_window(chat: Chat, page_url: str) -> None:
    chat.open(page_url)
    more = chat.page.get_by_role("button", name="更多")
    more.click()
    chat.page.keyboard.press("Escape")
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(more).to_be_focused()
    expect(chat.panel).to_be_visible()


@pytest.mark.parametrize(
    "state",
    [
        "start",
        "topic",
        "answer",
        "clarify",
        "failed",
        "rating",
        "menu",
        "delete",
        "typing-ahead",
        "date",
        "crisis",
    ],
)
def test_targets_are_44_pixels(
    new_context: Callable[..., BrowserContext], stub: Stub, page_url: str, state: str
) -> None:
    chat = Chat(new_context(**PHONE).new_page())
    STATES[state](chat.open(page_url), stub)
    small = (
        chat.panel.locator("button, summary, [role=option], input, textarea, .calls a")
        .locator("visible=true")
        .evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 43.9 || one.getBoundingClientRect().width < 43.9).map(one => one.outerHTML)"
        )
    )
    assert small == []


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_off_at_320_pixels(
    new_context: Callable[..., BrowserContext], stub: Stub, page_url: str, state: str
) -> None:
    chat = Chat(new_context(**SMALL).new_page())
    STATES[state](chat.open(page_url), stub)
    wide = chat.page.locator(".panel :visible").evaluate_all(
        "all => all.filter(one => { const { left, right } = one.getBoundingClientRect(); return !one.closest('.unseen') && (left < 0 || right > innerWidth + .5); }).map(one => one.outerHTML)"
    )
    assert wide == []


def test_twice_the_size_still_fits(
    new_context: Callable[..., BrowserContext], page_url: str
) -> None:
    """200 % zoom of a 1280-pixel window is a window of 640 CSS pixels; a reader's own larger type counts too."""
    chat = Chat(
        new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2).new_page()
    )
    chat.open(page_url).say("花呗")
    for place in (chat.field, chat.page.get_by_role("button", name="关闭").first):
        expect(place).to_be_in_viewport(ratio=1)


def test_motion_is_left_out_on_request(
    new_context: Callable[..., BrowserContext], page_url: str
) -> None:
    still = Chat(new_context(reduced_motion="reduce").new_page())
    still.open(page_url)
    expect(still.panel).to_have_css("animation-name", "none")
    moving = Chat(new_context(reduced_motion="no-preference").new_page())
    moving.open(page_url)
    expect(moving.panel).to_have_css("animation-name", "rise")


def test_dark_follows_the_system_and_can_be_fixed(
    new_context: Callable[..., BrowserContext], page_url: str
) -> None:
    chat = Chat(new_context(color_scheme="dark").new_page())
    chat.open(page_url)
    dark = chat.panel.evaluate("node => getComputedStyle(node).backgroundColor")
    chat.value("(chat.theme = 'light')")
    expect(chat.panel).not_to_have_css("background-color", dark)


def test_forced_colours_keep_borders_and_states(
    new_context: Callable[..., BrowserContext], page_url: str
) -> None:
    chat = Chat(new_context(forced_colors="active").new_page())
    chat.open(page_url).say("花呗")
    expect(chat.bubbles).to_have_css("border-top-style", "solid")
    typing_ahead(chat, Stub())
    expect(chat.suggestions.first).to_have_css("outline-style", "solid")


def test_a_keyboard_on_the_screen_does_not_cover_the_field(phone: Chat, page_url: str) -> None:
    phone.open(page_url)
    phone.page.evaluate("""() => {
        Object.defineProperty(visualViewport, 'height', { get: () => 380 });
        visualViewport.dispatchEvent(new Event('resize'));
    }""")
    box = phone.field.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 380
