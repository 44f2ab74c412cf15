from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.privacy import mask, mask_all, passes_luhn

if TYPE_CHECKING:
    from tests.server.conftest import Site

ID = "11010519491231002X"
CARD = "6222020200000000006"


def luhn(digits: str) -> str:
    return next(digits + last for last in "0123456789" if passes_luhn(digits + last))


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param(ID, id="identity number"),
        pytest.param(ID.lower(), id="small x"),
        pytest.param("110105 19491231 002X", id="identity number in groups"),
        pytest.param("１１０１０５１９４９１２３１００２Ｘ", id="full width"),
        pytest.param(luhn("622202020000000000"), id="card"),
        pytest.param("4111 1111 1111 1111", id="card in groups"),
        pytest.param("4111-1111-1111-1111", id="card with hyphens"),
        pytest.param("13812345678", id="phone"),
        pytest.param("138 1234 5678", id="phone in groups"),
        pytest.param("+86 138-1234-5678", id="phone with country"),
        pytest.param("一三八一二三四五六七八", id="phone in Chinese"),
        pytest.param("幺三八幺二三四五六七八", id="phone as spoken"),
        pytest.param("zhang.san+1@mail.example.com", id="e-mail"),
    ],
)
def test_masks_it_wherever_it_stands(secret: str) -> None:
    stars = "*" * len(secret)
    for before, after in (("", ""), ("我的是", "，帮我查"), ("号码:", "。"), ("(", ")")):
        assert mask(f"{before}{secret}{after}") == f"{before}{stars}{after}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫张三", "我叫**"),
        ("我叫张三丰，花呗逾期了", "我叫***，花呗逾期了"),
        ("我是李娜，想协商还款", "我是**，想协商还款"),
        ("本人王小明欠了花呗三万", "本人***欠了花呗三万"),
        ("我的名字是欧阳锋。", "我的名字是***。"),
        ("姓名：赵六 电话13812345678", "姓名：** 电话***********"),
    ],
)
def test_masks_names_after_an_introduction(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "花呗逾期被上报了怎么办可以恢复信用吗",
        "花呗有宽限期吗",
        "借呗逾期了怎么办",
        "花呗逾期一年后还能恢复使用吗",
        "我是花呗逾期了",
        "我是白条逾期",
        "我是安逸花逾期了",
        "我是马上消费的",
        "我是学生，花呗逾期了",
        "我是应该先还哪个",
        "我是全职妈妈",
        "我是成都的",
        "我是单亲妈妈",
        "我是什么时候上征信的",
        "我叫他还钱",
        "我叫客服帮忙",
        "我是方便面",
        "我是农民工",
        "我是高利贷",
        "我是时候还钱了",
        "欠了12345678元",
        "欠了一百三十八万",
        "2026年11月22日",
        "订单号202611221234567890",
        "身份证110105194912310021",
        "客服95188转2",
        "打12378投诉",
        '/overdue_short{"product": "huabei"}',
        "a@b",
    ],
)
def test_leaves_everything_else_alone(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=200))
def test_masking_keeps_the_length_and_masking_twice_changes_nothing_more(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked


@given(st.text("0123456789- xX@.我叫张三是", max_size=1000))
def test_masking_ends_soon_on_texts_made_to_slow_it_down(text: str) -> None:
    assert len(mask(text)) == len(text)


def test_masks_inside_json_keys_included() -> None:
    assert mask_all({"13812345678": ["我叫张三", 1, None, {"a": ID}]}) == {
        "***********": ["我叫**", 1, None, {"a": "*" * 18}]
    }


@pytest.mark.anyio
async def test_the_bot_and_the_store_never_see_personal_data(site: Site) -> None:
    text = "我叫张三，电话13812345678，花呗有宽限期吗"
    metadata = {"note": "13812345678"}
    reply = await site.ask(text, metadata=metadata)
    conversation_id = reply["conversation_id"]
    rating = {"conversation_id": conversation_id, "turn": 1, "rating": "down"}
    comment = {"comment": "打我13812345678"}
    await site.client.post("/api/feedback", json=rating | comment)
    await site.client.post("/model/parse", json={"text": text})
    await site.client.post("/webhooks/rest/webhook", json={"message": text})
    assert site.engine.heard == ["我叫**，电话***********，花呗有宽限期吗"] * 3
    export = (await site.client.get(f"/api/conversations/{conversation_id}/export")).text
    assert "13812345678" not in export
    assert "张三" not in export


@pytest.mark.anyio
async def test_offsets_stay_true_to_the_text_that_was_sent(site: Site) -> None:
    text = "我叫张三，花呗有宽限期吗"
    [entity] = (await site.ask(text))["entities"]
    assert text[entity["start"] : entity["end"]] == "花呗"
