from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import Entity
from bot.nlu.entities import EntityExtractor
from bot.nlu.normalize import align
from tests.unit.texts import mixed_texts

TODAY = date(2026, 11, 22)
EXTRACT = EntityExtractor(
    {
        "huabei": ("花呗", "蚂蚁花呗"),
        "jiebei": ("借呗",),
        "credit_card": ("信用卡",),
        "online_loan": ("网贷", "p2p"),
        "pay_later": ("先用后付",),
    }
)


def extract(text: str) -> tuple[Entity, ...]:
    return EXTRACT(align(text), text, TODAY)[0]


def masked(text: str) -> str:
    return EXTRACT(align(text), text, TODAY)[1]


def values(text: str, entity: str) -> list[Any]:
    return [one.value for one in extract(text) if one.entity == entity]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        pytest.param("花呗逾期", ["huabei"], id="name"),
        pytest.param("蚂蚁花呗逾期", ["huabei"], id="longest-first"),
        pytest.param("花唄逾期", ["huabei"], id="traditional"),
        pytest.param("Ｐ２Ｐ逾期", ["online_loan"], id="full-width"),
        pytest.param("app2pay逾期", [], id="latin-only-as-a-word"),
        pytest.param("花呗和借呗都逾期", ["huabei", "jiebei"], id="two"),
        pytest.param("借呗借呗还不上", ["jiebei"], id="said-twice"),
        pytest.param("逾期了", [], id="none"),
    ],
)
def test_product_is_found_by_its_words(text: str, products: list[str]) -> None:
    assert values(text, "product") == products


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("花呗逾期影响借呗吗", ["overdue", "target"], id="affects"),
        pytest.param("信用卡没还,花呗还能用吗", ["overdue", "target"], id="can-still-be-used"),
        pytest.param("花呗逾期了借呗还能用吗", ["overdue", "target"], id="the-other-one-still"),
        pytest.param("会影响我的花呗吗", ["target"], id="affected"),
        pytest.param("借呗会受牵连吗", ["target"], id="drawn-in"),
        pytest.param("信用卡逾期了有关系吗", ["target"], id="has-to-do-with-it"),
        pytest.param("那信用卡套出来呢", ["means"], id="paid-with"),
        pytest.param("借呗还花呗行吗", ["means", None], id="paid-with-the-other"),
        pytest.param("我用花呗逾期了", ["overdue"], id="used-and-overdue"),
        pytest.param("欠花呗会有案底吗", [None], id="owed"),
        pytest.param("怎么申请借呗", ["used"], id="to-be-used"),
        pytest.param("花呗怎么还", [None], id="none"),
        pytest.param("那借呗呢", [None], id="switched-to"),
        pytest.param("去借另外一个网贷先还上行吗", ["means"], id="borrowed-to-pay"),
        pytest.param("借个网贷来还", ["means"], id="a-loan-to-pay-with"),
        pytest.param("想从借呗借出来还信用卡", ["means", None], id="drawn-to-pay"),
        pytest.param("拿借呗把花呗还上", ["means", None], id="taken-to-pay"),
        pytest.param("找网贷借钱还信用卡", ["means", None], id="money-borrowed"),
        pytest.param("打算再借一个网贷", ["target"], id="only-considered"),
        pytest.param("想办张信用卡", ["target"], id="to-be-applied-for"),
        pytest.param("想申请借呗延期", ["used"], id="something-of-the-old-one"),
        pytest.param("借了网贷还清了", ["repaid"], id="borrowed-and-repaid"),
        pytest.param("网贷还有半年,花呗借了三千,从五月没还", [None, "overdue"], id="since-then"),
        pytest.param("网贷还有半年 花呗借了三千 从五月没还", [None, "overdue"], id="in-spaces"),
        pytest.param("借呗8000逾期了,花呗下周到期", ["overdue", None], id="sum-between"),
        pytest.param("借呗没逾期,花呗欠两千", [None, "overdue"], id="one-is-not"),
        pytest.param("借了网贷还不上", ["overdue"], id="borrowed-and-overdue"),
        pytest.param("和借呗是不是一样", ["target"], id="compared-with"),
        pytest.param("花呗跟借呗一样会打电话吗", [None, "target"], id="two-compared"),
    ],
)
def test_product_plays_its_part(text: str, roles: list[str | None]) -> None:
    assert [one.role for one in extract(text) if one.entity == "product"] == roles


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("交行卡逾两个月", ["credit_card"]), ("我的招行卡没还", ["credit_card"]),
        ("建行卡被冻结了", []),
    ],
)  # fmt: skip
def test_bank_card_that_is_owed_on_is_a_credit_card(text: str, products: list[str]) -> None:
    assert values(text, "product") == products


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("360逾期了怎么办", [("product", "qihoo360")]),
        ("360的客服电话", [("product", "qihoo360")]),
        ("360借条逾期了", [("product", "qihoo360")]),
        ("欠了360没还", [("amount", 360), ("repaid", False)]),
        ("1360逾期了", []),
    ],
)
def test_number_that_names_a_lender_is_no_amount(
    text: str, names: list[tuple[str, object]]
) -> None:
    found, _ = EntityExtractor({"qihoo360": ("360借条",)})(align(text), text, TODAY)
    assert [(one.entity, one.value) for one in found] == names


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("房贷断供两期了", ["bank_loan"]), ("按揭每个月3800还不上", ["bank_loan"]),
        ("车贷这个月没交", ["bank_loan"]), ("房贷下个月就还不上了", ["bank_loan"]),
        ("会影响我办房贷吗", []), ("房贷因为逾期批不下来", []),
    ],
)  # fmt: skip
def test_mortgage_in_arrears_is_a_loan_of_a_bank(text: str, products: list[str]) -> None:
    assert values(text, "product") == products


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("去年公司裁员,花呗断了", "other"), ("今年对面开了超市", "other"),
        ("工资一月份才发", "other"), ("去年逾期过", None), ("今年还清的", None),
        ("催收讲后天上门", "other"), ("后天来还钱", None), ("后天来得及吗", None),
    ],
)  # fmt: skip
def test_date_of_something_else_has_its_role(text: str, role: str | None) -> None:
    assert [one.role for one in extract(text) if one.entity == "date"] == [role]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("逾期三天", 3), ("逾期3天", 3), ("逾期了3小时", 0), ("晚了半天", 0), ("逾期一周", 7),
        ("逾期2个半月", 75), ("逾期半年", 182), ("逾期一年半", 548), ("逾期三个月", 90),
        ("逾期三個月", 90), ("逾期好几个月", 90), ("逾期几天", 3), ("逾期一两天", 2),
        ("逾期两三个月", 75), ("逾期三五天", 4), ("逾期二十多天", 20), ("逾期180天", 180),
        ("逾期***天", 1), ("第二天才还", 1), ("逾期七八天", 8), ("逾期两期", 60),
    ],
)  # fmt: skip
def test_duration_is_counted_in_days(text: str, days: int) -> None:
    assert values(text, "duration") == [days]


@pytest.mark.parametrize(
    "text",
    ["9月份", "三个月前逾期", "2年级", "分12期", "2024年逾期", "月供", "下半年开学"],
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert values(text, "duration") == []


def test_duration_since_repaying_is_not_of_being_overdue() -> None:
    (duration,) = (one for one in extract("还清三个月了还能用吗") if one.entity == "duration")
    assert duration.role == "since_repaid"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("逾期记录保留几年", "asked"), ("没还的话五年后征信会消吗", "ahead"),
        ("催收一天能打几次", "measure"), ("1万一天罚多少", "measure"),
        ("失业三个月了", "other"), ("逾期一天罚多少", None), ("逾期一年后还清", None),
        ("最近半年逾期过", "other"), ("晚了几天", None),
        ("我一个月能还八百", "measure"), ("一个月还没还", None),
        ("信用卡容时几天", "asked"), ("老赖名单几年消除", "asked"), ("几个月没还了", None),
        ("催收说三天内不还就起诉", "ahead"), ("支付令15天不管会怎样", "other"),
        ("15天不管会怎样", "ahead"), ("罚息一天多少", "measure"), ("一个月8次", "measure"),
        ("一个月要还三千", "measure"), ("半个月睡不着", "other"), ("我们离婚两年了", "other"),
        ("结婚3年", "other"), ("五年从什么时候算", "other"), ("客服说有三天宽限", "other"),
        ("宽限期三天够吗", "other"), ("能缓三个月吗", "other"), ("一个月了没变", "other"),
        ("满五年了吗", "other"), ("还了也要5年", "since_repaid"),
        ("这三年都办不了卡吗", "other"), ("这三个月一直没还", None), ("就晚了这两天", None),
        ("每天几个一天", "measure"), ("一天给我妈打六个", "measure"), ("就差两天到期", "other"),
        ("白条关了半年", "other"), ("据说有五天", "other"), ("网上说逾期三年就没事", "asked"),
        ("等了半天", "other"), ("晚了半天", None), ("逾期满三年会核销吗", "asked"),
        ("逾期好多天了", "asked"), ("拖了好多年了", None), ("逾期俩月", None),
        ("通知上面写15天", "other"), ("一天都没晚过", "measure"), ("是哪一天", "other"),
        ("还了半个月了", "since_repaid"), ("逾期几天也能看", "asked"),
        ("逾期几天会打电话", "asked"), ("几天了", "asked"), ("逾期几天了", None),
        ("三个月", None), ("最晚拖三天行吗", None), ("逾期满一年", None), ("快要三个月了", None),
        ("三个月了还不上", None), ("一个月了还没还", None), ("15天不还会怎样", None),
        ("孩子出生四个月了", "other"), ("生完孩子半年", "other"), ("刚入职三个月", "other"),
        ("毕业两年了", "other"), ("住院半个月", "other"), ("你确定是五年?", "other"),
        ("真的要五年吗", "other"), ("五年从哪天算", "other"), ("五年才消吗", "other"),
        ("一天要多收几毛", "measure"), ("一天十几个电话", "measure"),
        ("一个月最多拿两千", "measure"),
        ("过了三年是不是就不用还", "asked"), ("过了三个月还没还", None), ("半个月没收入", "other"),
        ("找工作找了大半年", "other"), ("一直还最低 一年了", "other"), ("能不能谈成五年", "other"),
        ("那罚息一天大概多少", "measure"), ("我一个月就六千五", "measure"),
        ("一个月最多还1500", "measure"), ("没还两个月了", None), ("是五年", None),
        ("是五年吗", "other"), ("不是五年吗 哪天算", "other"),
        ("一个月就三次", "measure"), ("生了二胎五个月", "other"),
        ("想晚一个月还", "ahead"), ("能拖三天不", "ahead"), ("我现在逾期几天了", "asked"),
        ("逾期***天", "masked"), ("一天有好多收益", "measure"), ("第二个月补上了", "other"),
        ("逾期第三天", None), ("前两个月的还了", "other"),
        ("我丈夫走了三年了", "other"), ("同事说有三天", "other"), ("简历空窗两年", "other"),
        ("逾期一天多少", "measure"), ("客服说我逾期三天了", None),
        ("老板压着工资压了四个月", "other"), ("客户拖我半年货款", "other"),
        ("能不能让银行晚两个月", "ahead"), ("一个月顶多攒出来三百", "measure"),
        ("一个月4500要养娃", "measure"), ("断了两个月", None), ("断几期几个月会告", "asked"),
        ("要逾期满三个月才受理", "asked"), ("逾期满三个月才知道", None),
        ("从我卡里扣了两个月的月供", "other"), ("违章罚款超过15天没交", "other"),
        ("赖够三年是不是就算了", "asked"), ("拖够三年了", None),
        ("听人讲重还的话五年重新算", "other"), ("半年申请了七八家", "other"),
        ("白条好像有两天吧", "other"), ("逾期好像有三天吧", None), ("办停息挂账五年", "other"),
        ("能不能让我先停两个月", "ahead"), ("停了两个月没还", None),
        ("五年期的装修贷", "other"), ("说累计三个月不交就收车", "other"),
        ("异议提交十来天了没人回", "other"), ("还没到期 我用了四个月了", "other"),
        ("一直没逾期过,开通三年了", "other"), ("没逾期过,就这回晚了四天", None),
    ],
)  # fmt: skip
def test_duration_of_something_else_has_its_role(text: str, role: str | None) -> None:
    (duration,) = (one for one in extract(text) if one.entity == "duration")
    assert duration.role == role


@pytest.mark.parametrize(
    ("text", "yuan", "days"),
    [
        ("逾期1万一天罚多少", 10_000, 1), ("欠5千3个月", 5000, 90),
        ("借1万一个月多少利息", 10_000, 30),
    ],
)  # fmt: skip
def test_sum_before_a_span_is_an_amount(text: str, yuan: int, days: int) -> None:
    assert values(text, "amount") == [yuan]
    assert values(text, "duration") == [days]


def test_period_denied_is_not_the_one_meant() -> None:
    roles = [(one.value, one.role) for one in extract("不是三天,是三个月")]
    assert roles == [(3, "other"), (90, None)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("宝宝出生四个月了,花呗逾期五天", ["other", None]),
        ("花呗逾期五天,宝宝出生四个月了", [None, "other"]),
        ("搬来两年了,网贷拖了三个月", ["other", None]),
        ("开店半年,信用卡两个月没还", ["other", None]),
        ("花呗逾期三天,借呗逾期五天", [None, None]),
    ],
)
def test_span_beside_being_overdue_is_the_one_meant(text: str, roles: list[str | None]) -> None:
    assert [one.role for one in extract(text) if one.entity == "duration"] == roles


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("我欠花呗3500逾期20天", 3500),
        ("欠5000元", 5000), ("欠了两三千", 2500), ("欠1.5w", 15_000), ("花呗欠一千五", 1500),
        ("借了8万", 80_000), ("¥200没还", 200), ("￥200没还", 200), ("欠款50万", 500_000),
        ("20多万", 200_000), ("欠***元", 0), ("12.5元", 12.5), ("1,500块", 1500),
        ("花呗2万3千", 23_000), ("欠了1千5百块", 1500), ("1万8千", 18_000), ("3千5百", 3500),
        ("2万3", 23_000), ("1.2万", 12_000), ("两万三千五", 23_500), ("欠12378", 12_378),
        ("不对 是18000", 18_000), ("应该是18000", 18_000), ("说错了,18000", 18_000),
        ("逾期一个月欠8000", 8000),
    ],
)  # fmt: skip
def test_amount_is_counted_in_yuan(text: str, yuan: float) -> None:
    assert values(text, "amount") == [yuan]


@pytest.mark.parametrize(
    "text",
    [
        "打95188", "逾期3天", "分24期", "3个人", "第3次", "12月", f"欠{'9' * 400}元",
        "投诉给银行还是12378", "应该是12363", "还是打110", "不对,是2024年", "不对,是12",
        "芝麻分才560", "信用分只有600", "收欠款的百分之十五", "法院在三千里外",
        "利息快百分之三十了", "每天万分之五", "先还一半",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_none(text: str) -> None:
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("他们要的多了三千", ["other"]), ("能贷几万", ["asked"]),
        ("工资5千", ["income"]), ("月薪八千", ["income"]), ("一个月挣6000块", ["income"]),
        ("300块帮恢复", ["other"]), ("2000块代办", ["other"]), ("欠两万一直没还", [None]),
        ("首付30万", ["other"]), ("要收我1500块服务费", ["other"]), ("每月还800", ["monthly"]),
        ("超过5万就会判刑吗", ["asked"]), ("5万以上会坐牢吗", ["asked"]), ("罚几块", ["asked"]),
        ("听说5万就抓人", ["asked"]), ("那我还500行不", ["paid"]), ("甲方欠我八万", ["other"]),
        ("我欠了超过5万", [None]), ("还了3000", ["paid"]), ("月薪五千欠了两万", ["income", None]),
        ("不是8000 是18000", ["other", None]), ("是18000不是8000", [None, "other"]),
        ("不是8千是1万8", ["other", None]),
        ("花呗2.3万 借呗4万 信用卡3万", ["part", "part", "part"]),
        ("花呗2万 借呗3万 一共5万", ["part", "part", None]),
        ("总共欠10万,花呗3万借呗7万", [None, "part", "part"]),
        ("招行3万 建行2万", ["part", "part"]), ("额度才500块", ["other"]),
        ("本金不到5万是不是就没事", ["asked"]), ("我欠了不到5万", [None]),
        ("建行3万逾期三个月,招行1万逾期一个月", ["part", "part"]),
        ("本金5000块利息800块", [None, None]),
        ("花呗借呗加起来6万", [None]), ("先还两千行不行", ["paid"]),
        ("欠***元", ["masked"]), ("看病花了两万,借呗一万", ["other", None]),
        ("工资卡里的3000块没了", ["other"]), ("说800块包消掉", ["other"]),
        ("养鱼亏了十万", ["other"]), ("生活费只有900块", ["other"]),
        ("砍头息1千到手9千", ["other", None]), ("本金不满五万", ["asked"]),
        ("只能还500", ["paid"]), ("欠8000想还2000", [None, "paid"]), ("每月能还1500", ["monthly"]),
        ("手头只有1200", ["other"]), ("欠八千,手里现在就两千块", [None, "other"]),
        ("记错了,花呗是7600", [None]),
        ("一个欠六千三一个欠九千", ["part", "part"]), ("说要收三千", ["other"]),
    ],
)  # fmt: skip
def test_sum_that_is_not_the_debt_has_its_role(text: str, roles: list[str | None]) -> None:
    assert [one.role for one in extract(text) if one.entity == "amount"] == roles


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年3月还清", "2024-03-01"), ("9月1号到期", "2026-09-01"), ("昨天才还", "2026-11-21"),
        ("三个月前逾期", "2026-08-22"), ("上个月没还", "2026-10-01"),
        ("去年逾期的", "2025"), ("2024年逾期的", "2024"), ("去年底逾期的", "2025-12-01"),
    ],
)  # fmt: skip
def test_date_is_read_against_the_day(text: str, day: str) -> None:
    assert values(text, "date") == [day]


@pytest.mark.parametrize(
    "text",
    ["今年五十八了", "我妈今年五十八,逾期快半年", "今年58岁", "女儿今年大一", "今年刚上高二"],
)
def test_age_is_no_date(text: str) -> None:
    assert values(text, "date") == []


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("招商的那张卡刷爆了", ["credit_card"]),
        ("建设银行的卡上个月晚还了五天", ["credit_card"]),
        ("工行的卡里没钱", []),
    ],
)
def test_card_of_a_bank_that_is_owed_on(text: str, product: list[str]) -> None:
    assert values(text, "product") == product


@pytest.mark.parametrize(
    ("text", "repaid"),
    [
        pytest.param("昨天还清了", [True], id="repaid"),
        pytest.param("我还了能找他要吗", [], id="supposed-and-asked-back"),
        pytest.param("我已经还了能找他要吗", [True], id="repaid-and-asked-back"),
        pytest.param("还了征信上谁给我更新", [], id="supposed-who"),
        pytest.param("呆账我补交了", [True], id="made-up"),
        pytest.param("18号全结", [True], id="all-settled"),
        pytest.param("已经还款了", [True], id="has-repaid"),
        pytest.param("全部还完了", [True], id="all"),
        pytest.param("年初就补清了", [True], id="made-up-for"),
        pytest.param("案子执行完了", [True], id="enforced"),
        pytest.param("花呗上周清了", [True], id="cleared"),
        pytest.param("查征信问清了没有", [], id="something-else-cleared"),
        pytest.param("欠的那笔已处理", [True], id="settled"),
        pytest.param("加了我微信让我下班前还清", [], id="told-to-by-who-did-something"),
        pytest.param("打了三次电话了都是要一次还清", [], id="demanded-after-something-done"),
        pytest.param("谈过两回了客服说必须全部还上", [], id="must-after-something-done"),
        pytest.param("今早还的", [True], id="this-morning"),
        pytest.param("今天早上七点才还进去", [True], id="only-this-morning"),
        pytest.param("拖了半年才想办法还上", [True], id="found-a-way"),
        pytest.param("还清了记录保留多久", [], id="record-once-repaid"),
        pytest.param("前两期还了", [], id="instalments"),
        pytest.param("最低一直还了三年", [], id="the-minimum-for-years"),
        pytest.param("还清了又逾期了", [], id="overdue-again"),
        pytest.param("还没还", [False], id="not-yet"),
        pytest.param("没钱还", [False], id="no-money"),
        pytest.param("还不上", [False], id="cannot"),
        pytest.param("没还清", ["partly"], id="not-all"),
        pytest.param("花呗没还完能用借呗吗", ["open"], id="not-through"),
        pytest.param("逾期了还没还完", ["partly"], id="late-and-not-through"),
        pytest.param("是租充电宝没还", [], id="a-thing"),
        pytest.param("图书馆的书没还", [], id="a-book"),
        pytest.param("还了一部分", ["partly"], id="a-part"),
        pytest.param("只还了最低", ["partly"], id="the-minimum"),
        pytest.param("如果还清多久恢复", [], id="if"),
        pytest.param("还清多久能恢复", [], id="supposed"),
        pytest.param("怎么还", [], id="how"),
        pytest.param("忘记还了怎么办", [False], id="forgot"),
        pytest.param("昨天忘记还今天还了", [True], id="forgot-then-repaid"),
        pytest.param("三年不还是不是就不用还了", [], id="need-not"),
        pytest.param("律所要我今天还清", [], id="is-told-to"),
        pytest.param("忘还了两天已经补上", [True], id="made-up-for"),
        pytest.param("昨天全部结清多久能再用", [True], id="repaid-how-long"),
        pytest.param("结清证明在哪开", [], id="certificate"),
        pytest.param("协商后还上征信吗", [], id="still-on-the-record"),
        pytest.param("已经还了5万还剩2万", ["partly"], id="the-rest-left"),
        pytest.param("我借呗还了500", ["partly"], id="a-sum"),
        pytest.param("欠500还了500", [True], id="the-sum-owed"),
        pytest.param("3号还了800多", ["partly"], id="a-sum-and-more"),
        pytest.param("晚了两小时才还", [True], id="late"),
        pytest.param("逾期了从哪里还进去", [], id="where"),
        pytest.param("提前还了手续费退不退", [], id="supposed-and-a-fee-back"),
        pytest.param("说打八折结清", [], id="at-a-discount"),
        pytest.param("我花呗逾期过", ["past"], id="once"),
        pytest.param("我想一次还清", [], id="wished"),
        pytest.param("提前还清有违约金吗", [], id="ahead-of-time"),
        pytest.param("还清本金能不能免罚息", [], id="the-principal"),
        pytest.param("我还清了本金", ["partly"], id="the-principal-paid"),
        pytest.param("还清的话能减免吗", [], id="in-that-case"),
        pytest.param("今天还上就没事了吧", [], id="then-all-is-well"),
        pytest.param("还了一年多最低了", [], id="the-least-for-a-year"),
        pytest.param("还了三个月了还不能用", [True], id="three-months-ago"),
        pytest.param("还了五个月就断了", [], id="paid-for-months"),
        pytest.param("就这样还了九个月,越还越多", [], id="so-for-months"),
        pytest.param("想把钱还了睡个安稳觉", [], id="wanted"),
        pytest.param("银行要我把余下两万还了", [], id="bidden-to"),
        pytest.param("借呗按时还完了", [True], id="in-time"),
        pytest.param("要是还清了征信就好了吗", [], id="if-it-were"),
        pytest.param("还清了就解除吗", [], id="and-then"),
        pytest.param("还了之后还会打吗", [], id="afterwards"),
        pytest.param("还了以后催收还会打电话吗", [], id="afterwards-who"),
        pytest.param("还了还有记录吗", [], id="and-still"),
        pytest.param("还了对房贷有用吗", [], id="of-use"),
        pytest.param("还完马上能再借吗", [], id="at-once"),
        pytest.param("能不能还原来的分期", [], id="asks-whether"),
        pytest.param("还清了就解除吗,我昨天还清的", [True], id="supposed-then-told"),
        pytest.param("已经还了8期想一次还清", [], id="goes-on"),
        pytest.param("还完呢", [], id="and-if"),
        pytest.param("还完以后要不要开证明", [], id="afterwards-needed"),
        pytest.param("还完之后呢", [], id="and-afterwards"),
        pytest.param("还款后怎么办结清", [], id="afterwards-how"),
        pytest.param("还了钱之后要多久恢复", [], id="afterwards-how-long"),
        pytest.param("还清以后一直没恢复", [True], id="since-then"),
        pytest.param("还完之后怎么还不能用", [True], id="since-then-how-come"),
        pytest.param("什么时候还清算5年", [], id="when"),
        pytest.param("还了也要5年那我还啥", [], id="even-so"),
        pytest.param("已还", [True], id="done"),
        pytest.param("已还款日是几号", [], id="day-due"),
        pytest.param("全还了", [True], id="all-of-it"),
        pytest.param("今年3月还的", [True], id="paid-then"),
        pytest.param("每月8号还的", [], id="each-month"),
        pytest.param("按月还的", [], id="by-the-month"),
        pytest.param("上周就还了", [True], id="last-week"),
        pytest.param("已经还清了就没事了吧", [True], id="has-been"),
        pytest.param("还清了怎么还不能用", [True], id="how-come"),
        pytest.param("还清了还能用吗", [True], id="used-again"),
        pytest.param("算了今天就还 还完还能用不", [], id="once-it-is"),
        pytest.param("还了多久能再用", [], id="how-long-then"),
        pytest.param("还清之后她的花呗还能用吗", [], id="hers-afterwards"),
        pytest.param("还了之后是不是就不算逾期了", [], id="none-any-more"),
        pytest.param("可能让我一次把六万多都还了", [], id="made-to"),
        pytest.param("已经还了很多了", ["partly"], id="a-lot"),
        pytest.param("之前逾期过", ["past"], id="once"),
        pytest.param("以前逾期过几次", ["past"], id="several-times"),
        pytest.param("去年逾期过", ["past"], id="last-year"),
        pytest.param("之前逾期10天", ["past"], id="ten-days-once"),
        pytest.param("之前逾期过,现在还没还", [False], id="once-and-still"),
        pytest.param("还款日之前逾期", [], id="before-the-day"),
        pytest.param("以前的逾期记录", [], id="its-record"),
        pytest.param("还完白条会不会松口气", [], id="would-it-help"),
        pytest.param("还了以后多久能开", [], id="how-long-then"),
        pytest.param("明天要还款了", [], id="falls-due"),
        pytest.param("我8月才把借呗还清", [True], id="only-then"),
        pytest.param("人家也没还", [], id="an-example"),
        pytest.param("欠三万一直没还", [False], id="no-supposition"),
        pytest.param("白条还了花呗就恢复吗", [], id="another-then"),
        pytest.param("昨天白条还了花呗就恢复了吗", [True], id="another-since"),
        pytest.param("还完用找客服不", [], id="needed-then"),
        pytest.param("还了反而重新记五年", [], id="rather-worse"),
        pytest.param("我还了反而额度没了", [True], id="rather-worse-since"),
        pytest.param("昨晚发了工资一次性还的", [True], id="at-once"),
        pytest.param("想一次性还的", [], id="at-once-wished"),
        pytest.param("听说还了也没用", [], id="hearsay"),
        pytest.param("这个月要还补上了", [False], id="slip-for-unable"),
        pytest.param("现在还补上来得及不", [], id="still-made-up"),
        pytest.param("两家都停还了四个月", [False], id="stopped-paying"),
        pytest.param("那先把白条还了可以吗", [], id="proposed"),
        pytest.param("还了有凭证吗", [], id="proof-asked-for"),
        pytest.param("今晚九点还进去算不算晚", [], id="would-it-count"),
        pytest.param("我今天早上七点还的", [True], id="at-an-hour"),
        pytest.param("光大的还清了,平安那张断了四个月", ["partly"], id="another-bank"),
        pytest.param("一笔还清了,另外一笔逾期80天", ["partly"], id="the-other-one"),
        pytest.param("花呗还清了,借呗逾期80天", [True], id="products-have-their-own"),
        pytest.param("招行还清了,之前逾期过半年", [True], id="the-same-one-before"),
    ],
)
def test_repaid_is_told_from_not_and_partly(text: str, repaid: list[Any]) -> None:
    assert values(text, "repaid") == repaid


def test_failing_to_pay_that_is_only_feared_is_supposed() -> None:
    assert [one.role for one in extract("如果后面又还不上怎么办")] == ["supposed"]
    assert [one.role for one in extract("现在还不上怎么办") if one.entity == "repaid"] == [None]


@pytest.mark.parametrize("text", ["我没逾期过", "从来没有逾期", "不曾逾期", "没预期"])
def test_never_overdue_is_told(text: str) -> None:
    assert values(text, "overdue") == [False]


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("花呗逾期三天", "P逾期S"), ("信用卡晚了两个月", "K晚了L"),
        ("先用后付逾期了3小时", "Y逾期了H"),
        ("欠500元", "欠A"), ("欠5000元", "欠B"), ("9月1号到期", "D到期"), ("还清了", "还清了"),
    ],
)  # fmt: skip
def test_entities_are_masked_by_a_letter(text: str, mask: str) -> None:
    assert masked(text) == mask


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["欠", "欠花呗", "一共"]))
def test_mixed_figures_are_one_sum(high: int, low: int, before: str) -> None:
    for text, unit in ((f"{high}万{low}千", 1000), (f"{high}千{low}百", 100)):
        assert values(f"{before}{text}", "amount") == [(high * 10 + low) * unit]


@given(st.integers(100, 999_999), st.sampled_from(["不对 是{}", "应该是{}", "不是800块 是{}"]))
def test_bare_number_put_right_is_a_sum(number: int, text: str) -> None:
    assume(not 2000 <= number < 2040 and not re.match("9[56]|1[012]", str(number)))
    assert values(text.format(number), "amount")[-1] == number


@given(mixed_texts)
def test_entity_is_what_stands_at_its_offsets(text: str) -> None:
    for one in extract(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]


@given(mixed_texts)
def test_entities_come_in_order(text: str) -> None:
    starts = [one.start for one in extract(text)]
    assert starts == sorted(starts)


@given(
    st.text(alphabet="欠花呗逾期还清没天年月日号元万亿千十一二两三半几0123456789.*", max_size=60)
)
def test_any_figures_are_read_without_fail(text: str) -> None:
    for one in extract(text):
        assert not isinstance(one.value, float) or isfinite(one.value)
