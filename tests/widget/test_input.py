"""Typing, choosing, speaking."""
# ruff: noqa: E501  # scripts that run in the page stay on one line

from playwright.sync_api import Route, expect

from .chat import Chat
from .stub import Stub


def test_enter_that_ends_a_composition_does_not_send(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    keyboard = chat.page.context.new_cdp_session(chat.page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "hua bei", "selectionStart": 7, "selectionEnd": 7}
    )
    expect(chat.field).to_have_value("hua bei")
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Enter", "code": "Enter"},
    )
    keyboard.send("Input.insertText", {"text": "花呗"})
    expect(chat.field).to_have_value("花呗")
    expect(chat.bubbles).to_have_count(0)
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(1)
    assert [body["text"] for body in stub.asked] == ["花呗"]


def test_enter_right_after_a_composition_is_safaris_and_does_not_send(
    chat: Chat, page_url: str
) -> None:
    chat.open(page_url)
    chat.field.fill("花呗")
    chat.field.evaluate("""field => {
        field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '花呗' }));
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }""")
    expect(chat.field).to_have_value("花呗")
    expect(chat.bubbles).to_have_count(0)


def test_esc_that_ends_a_composition_does_not_close(chat: Chat, page_url: str) -> None:
    chat.open(page_url)
    keyboard = chat.page.context.new_cdp_session(chat.page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "hua", "selectionStart": 3, "selectionEnd": 3}
    )
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Escape", "code": "Escape"},
    )
    expect(chat.panel).to_be_visible()


def test_shift_enter_begins_a_new_line(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    chat.field.press_sequentially("我欠")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("三万")
    height = chat.field.evaluate("field => field.offsetHeight")
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(1)
    assert stub.asked[0]["text"] == "我欠\n三万"
    assert height > chat.field.evaluate("field => field.offsetHeight")


def test_white_space_is_not_sent(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    chat.write("  \n ")
    chat.say("花呗")
    assert [body["text"] for body in stub.asked] == ["花呗"]


def test_long_text_is_cut_at_a_thousand_characters_and_this_is_said(
    chat: Chat, page_url: str
) -> None:
    chat.open(page_url)
    chat.field.fill("😀" * 1200)
    expect(chat.page.get_by_text("最多 1000 字，超出的部分没有放进来。")).to_be_visible()
    assert chat.field.evaluate("field => [...field.value].length") == 1000
    chat.field.fill("问" * 950)
    expect(chat.page.get_by_text("还可以写 50 字")).to_be_visible()


def test_arrow_up_recalls_what_was_said(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("第一句")
    chat.say("第二句")
    for key, text in (
        ("ArrowUp", "第二句"),
        ("ArrowUp", "第一句"),
        ("ArrowUp", "第一句"),
        ("ArrowDown", "第二句"),
        ("ArrowDown", ""),
    ):
        chat.field.press(key)
        expect(chat.field).to_have_value(text)


def test_arrow_up_leaves_a_draft_alone(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("第一句")
    chat.field.fill("草稿")
    chat.field.press("ArrowUp")
    expect(chat.field).to_have_value("草稿")


def test_completions_are_chosen_with_the_arrows(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    chat.complete("花呗")
    chat.field.press("ArrowDown")
    chat.field.press("ArrowDown")
    expect(chat.suggestions.nth(1)).to_have_attribute("aria-selected", "true")
    expect(chat.field).to_have_attribute(
        "aria-activedescendant", chat.suggestions.nth(1).get_attribute("id") or "-"
    )
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(1)
    expect(chat.bubbles).to_have_text("花呗逾期怎么协商")
    expect(chat.field).to_have_value("")
    assert stub.asked[0]["text"] == "/intent_1"


def test_completions_are_chosen_with_a_finger(phone: Chat, page_url: str) -> None:
    phone.open(page_url)
    phone.field.tap()
    phone.complete("保留")
    phone.suggestions.first.tap()
    expect(phone.bubbles).to_have_text("逾期记录保留多久")


def test_pinyin_initials_complete_too(chat: Chat, page_url: str) -> None:
    chat.open(page_url)
    chat.field.press_sequentially("hbyq")
    expect(chat.suggestions).to_have_text(["花呗逾期几天上征信", "花呗逾期怎么协商"])


def test_enter_without_a_choice_sends_what_was_typed(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    chat.field.press_sequentially("花呗")
    expect(chat.suggestions).to_have_count(3)
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(1)
    expect(chat.suggestions).to_have_count(0)
    assert stub.asked[0]["text"] == "花呗"


def test_esc_closes_the_completions_first_and_the_window_second(chat: Chat, page_url: str) -> None:
    chat.open(page_url)
    chat.complete("花呗")
    chat.field.press("Escape")
    expect(chat.suggestions).to_have_count(0)
    expect(chat.panel).to_be_visible()
    chat.field.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_a_late_completion_does_not_cover_the_answer(chat: Chat, page_url: str) -> None:
    chat.open(page_url)
    held: list[Route] = []
    chat.page.route("**/api/suggest*", lambda route: held.append(route))  # noqa: PLW0108  # playwright wants a function of Python
    chat.field.press_sequentially("花呗")
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(1)
    for route in held:
        route.fulfill(json={"suggestions": [{"title": "迟到", "intent": "late"}]})
    chat.page.evaluate("fetch('/api/questions')")  # what was answered before has arrived by now
    expect(chat.suggestions).to_have_count(0)


def test_no_completions_while_a_form_asks(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("帮我算一下")
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.field.press_sequentially("12000")
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(2)
    assert not [url for url in asked if "suggest" in url]


def test_voice_is_offered_only_where_the_browser_listens(chat: Chat, page_url: str) -> None:
    chat.keep("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
    chat.open(page_url)
    expect(chat.page.get_by_role("button", name="语音输入")).to_have_count(0)


def test_spoken_words_land_in_the_field(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.keep("""window.webkitSpeechRecognition = class {
        start() { setTimeout(() => { this.onresult({ results: [[{ transcript: '花呗逾期了' }]] }); this.onend(); }); }
        stop() {}
    };
    window.SpeechRecognition = undefined;""")
    chat.open(page_url)
    chat.page.get_by_role("button", name="语音输入").click()
    expect(chat.field).to_have_value("花呗逾期了")
    expect(chat.page.get_by_role("button", name="语音输入")).to_have_attribute(
        "aria-pressed", "false"
    )
    assert stub.asked == []
