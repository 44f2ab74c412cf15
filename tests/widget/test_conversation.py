"""A visitor asks and reads."""
# ruff: noqa: E501  # scripts that run in the page stay on one line

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import BrowserContext, expect

from .chat import Chat
from .stub import Stub


def test_an_answer_is_shown_as_rich_text(chat: Chat, page_url: str) -> None:
    reply = chat.open(page_url).say("花呗逾期了")
    expect(reply.locator("strong").first).to_have_text("没有")
    expect(reply.locator("ol > li")).to_have_count(3)
    link = reply.get_by_role("link", name="中国人民银行征信中心")
    expect(link).to_have_attribute("href", "https://www.pbccrc.org.cn/")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_lists_keep_their_numbers_and_lines_their_breaks(chat: Chat, page_url: str) -> None:
    reply = chat.open(page_url).say("格式")
    expect(reply.locator(".body > ul > li")).to_have_text(
        ["协商还款：向银行说明困难", "不要借新还旧"]
    )
    expect(reply.locator(".body > ol")).to_have_attribute("start", "3")
    assert (
        reply.locator(".body > p").last.inner_text() == "可以拨打 12378 投诉，\n也可以打 12345。"
    )


def test_sources_are_folded_under_the_answer_with_the_date_of_review(
    chat: Chat, page_url: str
) -> None:
    reply = chat.open(page_url).say("花呗逾期了")
    source = reply.get_by_role("link", name="《征信业管理条例》第十六条")
    expect(source).to_be_hidden()
    reply.get_by_text("出处 2 条 · 2026-11-22 审阅").click()
    expect(source).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(reply.get_by_text("《花呗服务合同》", exact=True)).to_be_visible()


def test_a_button_sends_its_payload_and_shows_its_title(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("逾期")
    chat.option("逾期记录保留多久").click()
    expect(chat.replies).to_have_count(2)
    expect(chat.bubbles.last).to_have_text("逾期记录保留多久")
    assert stub.asked[-1]["text"] == "/option_2"


def test_a_question_of_the_start_screen_is_asked_by_its_intent(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    chat.page.get_by_text("催收与法律").click()
    chat.question("会不会被起诉").click()
    expect(chat.bubbles).to_have_text("会不会被起诉")
    expect(chat.replies).to_have_count(1)
    assert stub.asked[0]["text"] == "/lawsuit_risk"


def test_later_messages_join_the_conversation(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url).say("你好")
    chat.say("花呗逾期了")
    first, second = stub.asked
    assert first["conversation_id"] is None
    assert second["conversation_id"] in stub.conversations
    assert first["message_id"] != second["message_id"]


def test_messages_keep_their_order_on_a_slow_line(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    stub.held = True
    for text in ("你好", "逾期", "花呗"):
        chat.write(text)
    stub.held = False
    expect(chat.replies).to_have_count(3)
    assert [body["text"] for body in stub.asked] == ["你好", "逾期", "花呗"]
    kinds = chat.page.locator("[role=log] > .message").evaluate_all(
        "all => all.map(one => one.className)"
    )
    assert kinds == [
        "message user",
        "message bot chat",
        "message user",
        "message bot clarify",
        "message user",
        "message bot answer",
    ]


def test_a_reload_brings_the_conversation_back(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("逾期")
    chat.option("逾期会上征信吗").click()
    expect(chat.replies).to_have_count(2)
    chat.open(page_url)
    expect(chat.bubbles).to_have_text(["逾期", "逾期会上征信吗"])
    expect(chat.replies).to_have_count(2)
    chat.say("你好")
    expect(chat.replies).to_have_count(3)


def test_only_the_conversations_id_stays_on_the_device(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("我欠了三万")
    assert chat.stored() == list(stub.conversations)


def test_persist_session_forgets_with_the_tab(chat: Chat, page_url: str) -> None:
    chat.open(page_url, attributes="persist=session").say("你好")
    assert chat.page.evaluate("localStorage.length") == 0
    assert chat.page.evaluate("sessionStorage.length") == 1
    chat.open(page_url, attributes="persist=session")
    expect(chat.replies).to_have_count(1)


def test_a_conversation_the_server_forgot_starts_anew_and_loses_nothing(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("你好")
    stub.conversations.clear()
    chat.say("花呗逾期了")
    assert stub.asked[-1]["conversation_id"] is None
    assert chat.stored() == list(stub.conversations)
    expect(chat.bubbles).to_have_text(["你好", "花呗逾期了"])


def test_a_forgotten_conversation_is_dropped_on_reload(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("你好")
    stub.conversations.clear()
    chat.open(page_url)
    expect(chat.bubbles).to_have_count(0)
    chat.say("花呗")
    assert chat.stored() == list(stub.conversations)


def test_a_number_is_asked_for_with_the_numeric_keyboard(chat: Chat, page_url: str) -> None:
    chat.open(page_url).say("帮我算一下")
    expect(chat.field).to_have_attribute("inputmode", "decimal")
    expect(chat.field).to_have_attribute("placeholder", "例如 12000")
    chat.say("12000")
    expect(chat.field).to_have_attribute("placeholder", "说说你遇到的情况")


def test_a_date_can_be_picked_or_typed(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    picker = chat.page.get_by_label("选择日期")
    expect(picker).to_be_hidden()
    chat.say("哪天")
    picker.fill("2026-11-03")
    expect(chat.field).to_have_value("2026-11-03")
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(2)
    assert stub.asked[-1]["text"] == "2026-11-03"
    expect(picker).to_be_hidden()


def test_a_notice_stands_above_the_answer(chat: Chat, page_url: str) -> None:
    reply = chat.open(page_url).say("旧版")
    above = reply.evaluate(
        "reply => !!(reply.querySelector('.notice').compareDocumentPosition(reply.querySelector('.body')) & 4)"
    )
    assert above
    expect(reply.locator(".notice")).to_contain_text("超过半年没有审阅")


def test_in_a_crisis_help_is_one_touch_away(phone: Chat, page_url: str) -> None:
    reply = phone.open(page_url).say("我不想活了")
    for number in ("12356", "110", "120"):
        expect(reply.locator(f"p + .calls a[href='tel:{number}']")).to_be_in_viewport(ratio=1)
    expect(reply.get_by_role("button", name="有帮助")).to_have_count(0)


def test_help_lines_are_callable_on_a_phone_and_amounts_are_not(
    phone: Chat, page_url: str
) -> None:
    reply = phone.open(page_url).say("花呗")
    assert reply.locator("a[href^='tel:']").evaluate_all(
        "links => links.map(link => link.href)"
    ) == ["tel:95188"]


def test_help_lines_of_a_notice_are_callable_too(phone: Chat, page_url: str) -> None:
    reply = phone.open(page_url).say("旧版")
    expect(reply.locator(".notice a")).to_have_attribute("href", "tel:12378")


def test_help_lines_stay_text_where_there_is_no_phone(chat: Chat, page_url: str) -> None:
    reply = chat.open(page_url).say("花呗")
    expect(reply.locator("a[href^='tel:']")).to_have_count(0)


def test_somebody_is_seen_thinking_only_when_it_takes_long(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    clock = chat.page.clock
    clock.install(time=0)
    chat.open(page_url)
    clock.pause_at(3600)
    chat.page.locator(".typing").evaluate(
        "node => { window.seen = 0; new MutationObserver(() => { window.seen += !node.hidden; }).observe(node, {attributes: true}); }"
    )
    chat.say("你好")
    assert chat.page.evaluate("window.seen") == 0
    stub.held = True
    chat.write("花呗")
    expect(chat.bubbles).to_have_count(2)
    clock.run_for(1000)
    expect(chat.page.locator(".typing")).to_be_visible()
    stub.held = False
    expect(chat.replies).to_have_count(2)
    expect(chat.page.locator(".typing")).to_be_hidden()


def test_a_long_answer_is_read_from_its_start(chat: Chat, page_url: str) -> None:
    reply = chat.open(page_url).say("很长")
    expect(chat.bubbles.last).to_be_in_viewport(ratio=1)
    expect(reply.get_by_text("第 1 步")).to_be_in_viewport()
    expect(reply.get_by_text("第 12 步")).not_to_be_in_viewport()


def test_an_answer_to_a_closed_window_is_marked_unread(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    stub.held = True
    chat.write("花呗")
    chat.field.press("Escape")
    stub.held = False
    expect(chat.launcher).to_have_accessible_name("问一问 · 逾期问答 · 1 条新回复")
    expect(chat.page.locator(".unread")).to_have_text("1")
    chat.launcher.click()
    chat.field.press("Escape")
    expect(chat.launcher).to_have_accessible_name("问一问 · 逾期问答")


def test_the_time_of_each_message_is_told(chat: Chat, page_url: str) -> None:
    chat.page.clock.set_fixed_time(datetime(2026, 11, 22, 9, 5))  # noqa: DTZ001  # the visitor's own
    reply = chat.open(page_url).say("你好")
    expect(reply.locator("time")).to_have_text("09:05")


def test_thumbs_are_stored_with_a_reason(chat: Chat, stub: Stub, page_url: str) -> None:
    reply = chat.open(page_url).say("花呗")
    key = next(iter(stub.conversations))
    down = reply.get_by_role("button", name="没有帮助")
    down.click()
    expect(reply.get_by_text("谢谢，已经记下。")).to_be_visible()
    expect(down).to_have_attribute("aria-pressed", "true")
    reply.get_by_label("哪里没帮到你？（可以不填）").nth(1).fill("没说利息")
    reply.get_by_role("button", name="提交").click()
    expect(reply.get_by_role("button", name="提交")).to_be_hidden()
    rated = {"conversation_id": key, "turn": 1, "rating": "down"}
    assert stub.feedback == [rated, {**rated, "comment": "没说利息"}]


def test_a_thumb_that_was_not_stored_is_taken_back(chat: Chat, stub: Stub, page_url: str) -> None:
    reply = chat.open(page_url).say("花呗")
    stub.failures["/api/feedback"] = [500]
    up = reply.get_by_role("button", name="有帮助", exact=True)
    up.click()
    expect(reply.get_by_text("没有记下，请稍后再试。")).to_be_visible()
    expect(up).to_have_attribute("aria-pressed", "false")


def test_what_is_still_unsolved_goes_to_a_person(chat: Chat, stub: Stub, page_url: str) -> None:
    reply = chat.open(page_url).say("花呗")
    reply.get_by_role("button", name="没有帮助").click()
    reply.get_by_role("button", name="还是没解决").click()
    expect(chat.page.locator(".handoff")).to_be_visible()
    expect(chat.bubbles.last).to_have_text("还是没解决")
    assert stub.asked[-1]["text"] == "/human_handoff"


def test_a_conversation_is_saved_as_a_file_that_people_can_read(chat: Chat, page_url: str) -> None:
    chat.open(page_url, strict="1").say("花呗逾期了")
    chat.page.get_by_role("button", name="更多").click()
    with chat.page.expect_download() as saved:
        chat.page.get_by_role("button", name="把对话存成文件").click()
    assert saved.value.suggested_filename == "逾期问答.txt"
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith("你：花呗逾期了\n\n回答：花呗没有全国统一的宽限期")
    assert "《征信业管理条例》第十六条 https://www.gov.cn/zhengce/" in text


def test_what_the_site_wants_known_is_told_before_the_first_message(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    stub.consent = "使用即同意[隐私说明](https://bank.example/privacy)。"
    chat.open(page_url)
    told = chat.page.locator(".start").get_by_role("link", name="隐私说明")
    expect(told).to_have_attribute("href", "https://bank.example/privacy")


def test_deleting_deletes_on_the_server_and_on_the_device(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("我欠了三万")
    chat.erase()
    chat.page.get_by_role("button", name="全部删除").click()
    expect(chat.page.get_by_text("记录已全部删除。")).to_be_visible()
    expect(chat.bubbles).to_have_count(0)
    assert stub.conversations == {}
    assert chat.stored() == []


def test_deleting_may_be_thought_better_of(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url).say("你好")
    chat.erase()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("alertdialog")).to_be_hidden()
    expect(chat.replies).to_be_visible()
    assert len(stub.conversations) == 1


def test_what_cannot_be_deleted_stays_in_sight(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url).say("你好")
    stub.failures["/api"] = [500]
    chat.erase()
    chat.page.get_by_role("button", name="全部删除").click()
    expect(chat.page.get_by_role("alert")).to_have_text("没能删除，记录还在。请稍后再试。")
    assert chat.stored() == list(stub.conversations) != []


def test_a_message_under_way_is_deleted_with_the_rest(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    stub.held = True
    chat.write("我欠了三万")
    chat.erase()
    chat.page.get_by_role("button", name="全部删除").click()
    stub.held = False
    expect(chat.bubbles).to_have_count(0)
    assert stub.conversations == {}


def test_deleting_in_one_tab_empties_the_other(
    new_context: Callable[..., BrowserContext], page_url: str
) -> None:
    context = new_context()
    first, second = Chat(context.new_page()), Chat(context.new_page())
    first.open(page_url).say("你好")
    second.open(page_url)
    expect(second.replies).to_have_count(1)
    second.erase()
    second.page.get_by_role("button", name="全部删除").click()
    expect(first.bubbles).to_have_count(0)
