"""<yuqi-chat> as an element of a page: attributes, properties, events, methods."""
# ruff: noqa: E501  # scripts that run in the page stay on one line

from playwright.sync_api import expect

from .chat import Chat


def test_properties_mirror_attributes(chat: Chat, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    for name in (
        *("server", "subtitle", "greeting", "placeholder", "colour", "position", "persist"),
        *("theme", "title", "lang"),
    ):
        assert chat.value(f"(chat.{name} = 'left', chat.getAttribute('{name}'))") == "left"
    for name in ("open", "inline"):
        assert chat.value(f"(chat.{name} = true, chat.getAttribute('{name}'))") == ""
        assert chat.value(f"(chat.{name} = false, chat.hasAttribute('{name}'))") is False


def test_the_modules_run_as_they_are_too(chat: Chat, page_url: str) -> None:
    chat.open(page_url, entry="/widget/widget.js").say("你好")
    assert chat.value("chat.server") == ""


def test_a_property_set_before_the_script_came_counts(chat: Chat, page_url: str) -> None:
    chat.keep(
        "document.addEventListener('readystatechange', () => { const chat = document.querySelector('yuqi-chat'); if (chat && !chat.matches(':defined')) chat.open = true; });"
    )
    chat.page.goto(f"{page_url}/page/floating")
    expect(chat.panel).to_be_visible()


def test_the_words_around_the_conversation_are_the_sites(chat: Chat, page_url: str) -> None:
    words = {"title": "某某银行", "subtitle": "智能客服", "greeting": "有什么可以帮你？"}
    attributes = " ".join(f'{name}="{text}"' for name, text in words.items())
    chat.page.goto(f"{page_url}/page/floating?attributes={attributes} placeholder=请说")
    chat.launcher.click()
    expect(chat.page.get_by_role("dialog", name="某某银行")).to_be_visible()
    expect(chat.page.get_by_text("智能客服")).to_be_visible()
    expect(chat.page.get_by_text("有什么可以帮你？")).to_be_visible()
    expect(chat.field).to_have_attribute("placeholder", "请说")


def test_the_chrome_speaks_three_languages(chat: Chat, page_url: str) -> None:
    for lang, words in (
        ("zh-TW", "輸入你的問題"),
        ("zh-Hant-HK", "輸入你的問題"),
        ("en", "Your question"),
        ("zh-CN", "输入你的问题"),
    ):
        chat.page.goto(f"{page_url}/page/inline?attributes=lang={lang}")
        expect(chat.page.get_by_role("textbox", name=words)).to_be_visible()


def test_no_simplified_character_is_left_in_the_traditional_chrome(
    chat: Chat, page_url: str
) -> None:
    chat.page.goto(f"{page_url}/page/inline")
    words = chat.page.evaluate(
        "import('/widget/strings.js').then(({ stringsFor }) => Object.values(stringsFor('zh-TW')[1]).join(''))"
    )
    assert not set(words) & set(
        "问动题备选时间说语听结这还对话记录达试断开写内连会发暂务请条处阅审关谢经无删设评复报过准决见拨热线撑协征银号输并来没联键统帮读笼闭择应"
    )


def test_lang_changes_in_place_and_keeps_what_was_said(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("你好")
    chat.value("(chat.lang = 'en')")
    expect(chat.page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(chat.bubbles).to_have_text("你好")


def test_a_sites_colour_is_used_and_kept_readable(chat: Chat, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    luminance = """(colour => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    })"""
    for colour in ("yellow", "white", "%23e60012", "rgb(0 120 255)", "lime", "cyan", "black"):
        for theme in ("light", "dark"):
            chat.page.goto(
                f"{page_url}/page/floating?attributes=theme={theme}%20colour=%22{colour}%22"
            )
            fore, back = chat.launcher.evaluate(
                f"node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor].map({luminance})"
            )
            low, high = sorted((fore, back))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (colour, theme)


def test_left_is_left(chat: Chat, page_url: str) -> None:
    chat.open(page_url, attributes="position=left")
    for part in (chat.launcher, chat.panel):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] < 40


def test_parts_and_properties_theme_it(chat: Chat, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    chat.page.add_style_tag(
        content="yuqi-chat { --yuqi-width: 300px } yuqi-chat::part(launcher) { border-radius: 3px }"
    )
    expect(chat.launcher).to_have_css("border-radius", "3px")
    chat.launcher.click()
    expect(chat.panel).to_have_css("width", "300px")


def test_events_tell_what_happens(chat: Chat, page_url: str) -> None:
    chat.page.goto(f"{page_url}/page/floating")
    chat.page.evaluate("""window.log = [];
        for (const name of ['open', 'send', 'reply', 'feedback', 'delete', 'close'])
            document.addEventListener(`yuqi-${name}`, ({ detail }) => log.push([name, detail?.text ?? detail?.kind ?? detail?.rating ?? null]));""")
    chat.launcher.click()
    reply = chat.say("花呗")
    reply.get_by_role("button", name="有帮助", exact=True).click()
    expect(reply.get_by_text("谢谢")).to_be_visible()
    chat.erase()
    chat.page.get_by_role("button", name="全部删除").click()
    expect(chat.bubbles).to_have_count(0)
    chat.page.get_by_role("button", name="关闭").first.click()
    names = [name for name, _ in chat.page.evaluate("log")]
    assert names == ["open", "send", "reply", "feedback", "delete", "close"]
    assert chat.page.evaluate("log")[1:4] == [
        ["send", "花呗"],
        ["reply", "answer"],
        ["feedback", "up"],
    ]


def test_a_page_can_ask_and_delete(chat: Chat, page_url: str) -> None:
    chat.open(page_url, page="inline")
    chat.value("chat.send('/grace_period', '花呗有宽限期吗')")
    expect(chat.bubbles).to_have_text("花呗有宽限期吗")
    expect(chat.replies).to_have_count(1)
    chat.page.evaluate("document.querySelector('yuqi-chat').clear()")
    expect(chat.bubbles).to_have_count(0)


def test_moving_the_element_keeps_the_conversation(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("你好")
    chat.value("document.body.append(chat)")
    expect(chat.replies).to_have_count(1)
    chat.say("花呗")
