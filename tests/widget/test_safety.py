"""Hostile words, strict pages, closed doors."""
# ruff: noqa: E501  # scripts that run in the page stay on one line

import socket
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from .chat import Chat
from .conftest import serve
from .stub import Stub, create_stub

ATTACKS = [
    "<img src=x onerror=window.pwned=1>",
    "<script>window.pwned=1</script>",
    "[x](javascript:window.pwned=1)",
    '"><svg onload=window.pwned=1>',
    "{{constructor.constructor('window.pwned=1')()}}",
]


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A server of another origin."""
    yield from serve(create_stub(Stub()))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_visitor_writes_stays_text(chat: Chat, page_url: str, attack: str) -> None:
    chat.open(page_url).say(attack)
    expect(chat.bubbles).to_have_text(attack)
    chat.open(page_url)
    expect(chat.bubbles).to_have_text(attack)
    assert chat.page.evaluate("window.pwned") is None


def test_what_a_server_writes_stays_text(chat: Chat, page_url: str) -> None:
    reply = chat.open(page_url).say("黑客")
    expect(reply).to_contain_text(
        '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
    )
    expect(reply.locator("img, script, b")).to_have_count(0)
    links = reply.locator("a").evaluate_all("all => all.map(link => link.href)")
    assert all(link.startswith("https:") for link in links)
    reply.get_by_role("button", name="<img").click()
    expect(chat.replies).to_have_count(2)
    assert chat.page.evaluate("window.pwned") is None


def test_hostile_suggestions_and_questions_stay_text(chat: Chat, page_url: str) -> None:
    title = ATTACKS[0]
    chat.page.route(
        "**/api/suggest*",
        lambda route: route.fulfill(json={"suggestions": [{"title": title, "intent": "x"}]}),
    )
    chat.page.route(
        "**/api/questions",
        lambda route: route.fulfill(
            json={
                "hot": [{"title": "花呗有宽限期吗", "intent": "x"}],
                "topics": [{"name": "x", "title": title, "questions": []}],
            }
        ),
    )
    chat.open(page_url)
    chat.field.press_sequentially("花")
    expect(chat.suggestions).to_have_text(title)
    expect(chat.page.locator("summary").first).to_have_text(title)
    assert chat.page.evaluate("window.pwned") is None


def test_attributes_cannot_carry_styles_or_markup(chat: Chat, page_url: str) -> None:
    chat.open(page_url)
    chat.value("chat.setAttribute('colour', 'red; } * { display: none !important')")
    chat.value("chat.setAttribute('greeting', '<img src=x onerror=window.pwned=1>')")
    expect(chat.page.get_by_text("<img src=x")).to_be_visible()
    assert chat.page.evaluate("window.pwned") is None


def test_it_works_under_a_strict_content_security_policy(chat: Chat, page_url: str) -> None:
    """The page fixture fails on any report of a broken policy; the policy wants trusted types too."""
    chat.open(page_url, strict="1").say("花呗")
    chat.value("chat.setAttribute('colour', 'crimson')")
    chat.field.press_sequentially("花呗逾")
    expect(chat.suggestions.first).to_be_visible()
    expect(chat.panel).to_have_css("position", "fixed")


def test_it_works_from_another_origin_under_a_strict_policy(
    chat: Chat, elsewhere: str, page_url: str
) -> None:
    chat.open(page_url, server=elsewhere, strict="1").say("花呗")
    chat.erase()
    chat.page.get_by_role("button", name="全部删除").click()
    expect(chat.page.get_by_text("记录已全部删除。")).to_be_visible()


def test_the_page_and_the_widget_leave_each_others_looks_alone(chat: Chat, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    look = "node => JSON.stringify([...getComputedStyle(node)].map(name => getComputedStyle(node).getPropertyValue(name)))"
    chat.page.evaluate("document.querySelector('yuqi-chat').remove()")
    before = chat.page.locator("h1").evaluate(look)
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    assert chat.page.locator("h1").evaluate(look) == before
    chat.page.add_style_tag(
        content="* { color: red !important; font-size: 50px !important; } yuqi-chat { letter-spacing: 9px }"
    )
    chat.launcher.click()
    expect(chat.page.locator(".greeting")).to_have_css("letter-spacing", "normal")
    expect(chat.page.locator(".greeting")).not_to_have_css("color", "rgb(255, 0, 0)")


def test_it_works_where_storage_is_forbidden(chat: Chat, page_url: str) -> None:
    chat.keep(
        "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    chat.open(page_url).say("你好")
    chat.say("花呗")
    expect(chat.bubbles).to_have_count(2)


def test_without_scripts_the_tags_content_shows(
    new_context: Callable[..., BrowserContext], page_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{page_url}/page/floating")
    expect(page.get_by_role("link", name="请拨打 12378")).to_be_visible()


def test_a_dead_server_leaves_the_page_whole(chat: Chat, page_url: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        chat.page.goto(f"{page_url}/page/floating")
        chat.value(f"chat.server = 'http://127.0.0.1:{closed.getsockname()[1]}'")
        chat.launcher.click()
        expect(chat.page.get_by_text("暂时连不上服务器").first).to_be_visible()
