from __future__ import annotations

import pytest

from bot.dialogue.concern import told_concern


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("欠着卡能不能办签证", "abroad"),
        ("考编要看网贷吗", "public_service"),
        ("儿子上小学会有事吗", "school"),
        ("刚上小学的娃受影响不", "school"),
        ("还能买机票吗", "travel"),
        ("入职前要交征信", "job"),
        ("调解员让我加微信", "mediation"),
        ("寄来一张律师函", "lawyer_letter"),
        ("支付令怎么回", "payment_order"),
        ("加倍的迟延履行利息", "late_interest"),
        ("被人冒用身份贷款了", "identity"),
        ("有人冒充民警催我", "false_police"),
        ("在我家门口贴了大字报", "poster"),
        ("没通知我就报上去了", "not_told"),
        ("跟人行投诉多久回", "central_bank"),
        ("合同写的仲裁能改法院吗", "arbitration_clause"),
        ("没签仲裁协议也能裁吗", "arbitration_clause"),
        ("不同意网上仲裁", "arbitration_clause"),
        ("仲裁通知书寄来了", "arbitration"),
        ("租来的手机卖了", "rented_phone"),
        ("我还是学生", "student"),
        ("我没收入", None),
        ("我没有告诉家里人", None),
        ("出租手机卡会怎样", "lent_card"),
        ("我儿子上大学欠了网贷会影响毕业吗", None),
        ("儿子上大学我欠了网贷有影响吗", "school"),
        ("孩子上学会不会因为欠网贷受影响", "school"),
        ("孩子爸爸欠网贷能上私立学校吗", "school"),
        ("欠消费金融公司的钱有什么影响", None),
        ("网贷公司说会影响生活", None),
        ("逾期了能开公司吗", None),
        ("公司倒闭了还不上", None),
        ("我没工作逾期了有什么影响", None),
        ("公司会因为逾期辞退我吗", "job"),
        ("影响以后找工作吗", "job"),
        ("我是大三的学生想考公务员", "public_service"),
        ("会不会被开除", "job"),
        ("老伴走了 要我还吗", "estate"),
        ("把银行卡借给同事走账", "lent_card"),
        ("把信用卡借给表弟刷了", None),
        ("花呗逾期了怎么办", None),
        ("贴心的客服", None),
        ("我能帮我爸跟银行协商吗", "on_behalf"),
        ("我帮我爸还钱", None),
        ("呆账是啥", "bad_debt"),
        ("把房子过户给我姐", "hidden_property"),
        ("房子在我姐名下", None),
    ],
)
def test_concern_is_told_by_its_words(text: str, concern: str | None) -> None:
    assert told_concern(text) == concern
