"""Lines that are slow, broken or gone."""

import re

from playwright.sync_api import Locator, Route, expect

from .chat import Chat
from .stub import Stub


def test_a_passing_fault_is_overcome_without_a_word(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    stub.failures["/api/answer"] = [503]
    chat.say("花呗")
    expect(chat.page.get_by_text("没有送达")).to_have_count(0)
    assert len(stub.asked) == 1


def test_a_lost_reply_is_asked_for_again_and_the_message_is_taken_once(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("你好")
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data or "")
        route.fetch()  # the server has it, the visitor does not hear of it
        route.abort()

    chat.page.route("**/api/answer", lose_first)
    chat.say("花呗逾期了")
    assert [body["text"] for body in stub.asked] == ["你好", "花呗逾期了"]
    expect(chat.bubbles).to_have_count(2)


def test_retry_sends_the_kept_text(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    stub.failures["/api/answer"] = [500]
    chat.write("花呗逾期三天")
    expect(chat.page.get_by_text("没有送达。暂时连不上服务器")).to_be_visible()
    expect(chat.bubbles).to_have_text("花呗逾期三天")
    chat.page.get_by_role("button", name="重试").click()
    expect(chat.replies).to_have_count(1)
    expect(chat.page.get_by_text("没有送达")).to_have_count(0)
    assert [body["text"] for body in stub.asked] == ["花呗逾期三天"]


def test_the_way_to_try_again_comes_into_sight(phone: Chat, stub: Stub, page_url: str) -> None:
    phone.open(page_url)
    stub.failures["/api/answer"] = [500]
    phone.write("花呗逾期三天")
    expect(phone.page.get_by_role("button", name="重试")).to_be_in_viewport(ratio=1)


def test_what_waits_behind_a_failure_is_sent_again_in_order(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    stub.failures["/api/answer"] = [503, 503, 503]
    chat.write("第一句")
    chat.write("第二句")
    retry = chat.page.get_by_role("button", name="重试")
    expect(retry).to_have_count(2)
    retry.first.click()
    expect(chat.replies).to_have_count(2)
    assert [body["text"] for body in stub.asked] == ["第一句", "第二句"]


def test_too_many_questions_are_told_when_to_go_on(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    stub.failures["/api/answer"] = [429]
    chat.write("花呗")
    expect(chat.page.get_by_text("提问有点快，请 7 秒后再试。")).to_be_visible()


def test_a_refusal_tells_the_servers_reason_and_lets_the_next_pass(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    stub.failures["/api/answer"] = [422]
    chat.write("第一句")
    chat.write("第二句")
    expect(chat.page.get_by_text("测试用的故障")).to_be_visible()
    expect(chat.replies).to_have_count(1)
    assert [body["text"] for body in stub.asked] == ["第二句"]


def test_offline_is_said_and_messages_go_out_when_the_line_is_back(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url)
    chat.page.context.set_offline(True)
    notice = chat.page.get_by_text("网络断开了。你写的内容都在，连上后会自动重发。")
    expect(notice).to_be_visible()
    chat.write("花呗逾期了")
    expect(chat.page.locator(".state")).to_have_text("没有送达。重试")
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(1)
    expect(notice).to_have_count(0)
    assert len(stub.asked) == 1


def test_pressing_twice_asks_once(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)

    def press_twice(button: Locator) -> None:
        replies = chat.replies.count()
        stub.held = True
        button.dblclick()
        stub.held = False
        expect(chat.replies).to_have_count(replies + 1)

    press_twice(chat.question("催收能联系家人吗").first)
    chat.field.fill("逾期")
    press_twice(chat.page.get_by_role("button", name="发送"))
    press_twice(chat.option("逾期会上征信吗"))
    expect(chat.page.get_by_text("发送中")).to_have_count(0)
    assert len(stub.asked) == 3


def test_an_option_chosen_is_not_chosen_again(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url).say("逾期")
    option = chat.option("逾期会上征信吗")
    option.click()
    expect(chat.replies).to_have_count(2)
    expect(option).to_have_attribute("aria-disabled", "true")
    option.click(force=True)
    chat.say("你好")
    assert len(stub.asked) == 3


def test_without_a_catalogue_there_is_a_way_on(chat: Chat, stub: Stub, page_url: str) -> None:
    stub.failures["/api/questions"] = [500]
    chat.page.goto(f"{page_url}/page/floating")
    chat.launcher.click()
    expect(chat.page.get_by_text("暂时连不上服务器")).to_be_visible()
    expect(chat.page.get_by_role("link", name="请拨打 12378")).to_be_visible()
    chat.page.get_by_role("button", name="重试").click()
    expect(chat.question("花呗有宽限期吗").first).to_be_visible()


def test_an_unreadable_history_is_said_and_the_conversation_goes_on(
    chat: Chat, stub: Stub, page_url: str
) -> None:
    chat.open(page_url).say("你好")
    stub.failures["/api"] = [500]
    chat.open(page_url)
    expect(chat.page.get_by_text("之前的对话暂时读不出来，记录还在。")).to_be_visible()
    chat.say("花呗")
    assert len(stub.conversations) == 1


def test_a_failure_is_an_event(chat: Chat, stub: Stub, page_url: str) -> None:
    chat.open(page_url)
    chat.page.evaluate(
        "addEventListener('yuqi-error', ({detail}) => { window.failure = detail.status; })"
    )
    stub.failures["/api/answer"] = [500]
    chat.write("花呗")
    expect(chat.page.get_by_text(re.compile("没有送达"))).to_be_visible()
    assert chat.page.evaluate("window.failure") == 500
