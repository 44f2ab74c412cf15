"""The pictures in docs/images, taken anew: a real server, the shipped content, Chromium.

Run by `make pictures`. Every picture is a state that a visitor brings about; the clock stands
still, so that a picture changes only with the content or the look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

try:
    from PIL import Image
except ImportError:  # the pictures are right without it, only larger
    Image = None

from tests.server.processes import ROOT, shipped_site
from tests.widget.chat import Chat

IMAGES = ROOT / "docs" / "images"
NOW = "2026-11-22T09:30:00+08:00"
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 1.5,
    "is_mobile": True,
    "has_touch": True,
}
SMALL = {**PHONE, "viewport": {"width": 320, "height": 568}}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}

BANK = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>某某银行</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  :root { color-scheme: light dark; } body { margin: 0; font: 16px/1.8 sans-serif; }
  header { padding: 18px 48px; background: #24344d; color: #fff; font-size: 20px; }
  main { max-width: 34em; padding: 24px 48px; } h1 { font-size: 28px; }
</style><script type="module" src="/widget.js"></script></head>
<body><header>某某银行</header><main><h1>信用卡账单与还款</h1>
<p>账单日后可在手机银行「信用卡 · 账单」查看当期应还金额和最后还款日。</p>
<p>还款有困难时，请在最后还款日之前联系我们，可以商量分期或延期。</p>
</main><yuqi-chat></yuqi-chat></body></html>"""


@dataclass(frozen=True)
class Picture:
    """A file of docs/images: on what device, and what the visitor did."""

    name: str
    device: dict[str, Any]
    act: Callable[[Chat], object]
    on_demo_page: bool = False
    full_page: bool = False


def open_chat(chat: Chat) -> Chat:
    """Up to the start screen."""
    chat.launcher.click()
    expect(chat.page.locator(".catalogue button").first).to_be_visible()
    return chat


def ask(*texts: str, kind: str = "answer") -> Callable[[Chat], object]:
    """Opens the widget and says one text after the other; the last is replied to in this kind."""

    def act(chat: Chat) -> None:
        open_chat(chat)
        for text in texts:
            chat.say(text)
        expect(chat.page.locator(f".{kind}").last).to_be_visible()

    return act


def show_sources(chat: Chat) -> None:
    """An answer, its sources open and in view."""
    open_chat(chat).say("怎么查征信报告")
    chat.page.locator(".sources summary").click()
    chat.page.locator(".line").scroll_into_view_if_needed()


def type_ahead(chat: Chat) -> None:
    """Completions, one of them chosen."""
    open_chat(chat).complete("花呗逾")
    chat.field.press("ArrowDown")


def fail(chat: Chat) -> None:
    """A message that did not get through."""
    chat.page.route("**/api/answer", lambda route: route.abort())
    open_chat(chat).write("催收给我家里人打电话了，怎么办")
    expect(chat.page.get_by_role("button", name="重试")).to_be_visible()


def wait_for_topics(chat: Chat) -> None:
    """The demo page with everything on it, as if at an address of its own."""
    expect(chat.page.locator("#catalogue button").first).to_be_visible()
    chat.page.locator("[data-origin]").evaluate_all(
        "all => all.forEach(one => { one.textContent = 'https://chat.example'; })"
    )
    expect(chat.page.locator(".catalogue button").first).to_be_visible()


PICTURES = (
    Picture("widget-launcher", {"viewport": {"width": 800, "height": 440}}, lambda _: None),
    Picture("widget-start", PHONE, open_chat),
    Picture("widget-typeahead", PHONE, type_ahead),
    Picture("widget-answer", PHONE, ask("花呗预期三天会上征信吗")),
    Picture("widget-sources", PHONE, show_sources),
    Picture("widget-clarify", PHONE, ask("花呗", kind="clarify")),
    Picture("widget-form", PHONE, ask("帮我算一下罚息", "12000", kind="ask")),
    Picture("widget-crisis", PHONE, ask("我不想活了", kind="crisis")),
    Picture("widget-error", PHONE, fail),
    Picture("widget-dark", {**PHONE, "color_scheme": "dark"}, ask("怎么协商还款")),
    Picture("widget-320", SMALL, ask("花呗有宽限期吗")),
    Picture("widget-desktop", DESKTOP, ask("借呗逾期了怎么办")),
    Picture("demo", DESKTOP, wait_for_topics, on_demo_page=True, full_page=True),
    Picture("demo-phone", PHONE, wait_for_topics, on_demo_page=True),
)


@contextmanager
def visit(browser: Browser, url: str, picture: Picture) -> Iterator[Page]:
    """The page, seen with the picture's device."""
    context = browser.new_context(
        **picture.device,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        bypass_csp=True,  # the bank's page is written into one of the server's
    )
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(url)
    if not picture.on_demo_page:
        page.set_content(BANK)
    yield page
    context.close()


def shrink(path: Path) -> None:
    """A picture of 256 colours at most, where Pillow is at hand: a third of the size."""
    if Image:
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        shipped_site(Path(folder)) as site,
        sync_playwright() as p,
    ):
        browser = p.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            with visit(browser, site.url, picture) as page:
                picture.act(Chat(page))
                path = IMAGES / f"{picture.name}.png"
                page.screenshot(path=path, full_page=picture.full_page)
                shrink(path)
                print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")
        browser.close()


if __name__ == "__main__":
    main()
