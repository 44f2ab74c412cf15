"""Personal data in an utterance, masked before anything reads, logs or stores it.

A mask has the length of what it hides, so every offset into the text stays true.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

Span = tuple[int, int]

MASK = "*"
_DIGITS = str.maketrans(
    "０１２３４５６７８９〇零一二三四五六七八九幺ｘＸ", "0123456789001234567891xX"
)
_GAP = r"[ \-–—－　.·]?"

_RESIDENT_ID = re.compile(rf"(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx](?!\d)")
_CARD = re.compile(rf"(?<!\d)[3-9](?:{_GAP}\d){{12,18}}(?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:\+?0{{0,2}}86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁"
    "沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴"
    "莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯"
    "纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓"
    "古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
    "荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木"
_NO_NAME = (
    "(?:白条|白户|白领|白白|安逸花|马上|马云|高利|高中|高额|高危|时候|方便|应该|应付|何时|何必|全款|全额|全部|全都|"
    "和平|和你|和他|和平台|和客服|查征信|查了|查询|查过|成年|成功|农民|农村|农行|明天|明年|明明|明白|关于|关闭|单身|单亲|"
    "单位|文员|文盲|卫生|车贷|车主|项目|连续|连着|连本|向你|向他|向平|易贷|商家|商户|商贷|师傅|房贷|房东|路人|路过|解决|"
    "解除|华夏|华为|温州|江苏|江西|石家|武汉|宁波|吉林|兰州|贵|海|钱|万一|万分|万元|余额|余下|曾经|程序|许多|付款|付清|"
    "付不|付费|付了|毛病|严重|包括|党员|左右|季度|景区|简单|边缘|边还|边上|池|麻烦|麻木|冷静|米|迟到|迟了|连|游戏|"
    "路|管理|单|章|时|安|和|应|全|查|向|成|关|包|文|明|华)"
)
_LEAD = r"(?:我叫|我的?名字(?:是|叫)?|名叫|本人叫?|我是|姓名是?|户名是?|称呼我)[:：\s]{0,2}"
_GIVEN = r"[\u4e00-\u9fff]"
_ENDS = (
    r"(?=$|[\s,，.。!！?？;；、:：()（）\d*]|[的在想要有欠借逾已因今来说问从去被把和跟与]|"
    r"身份|电话|手机|花呗|借呗)"
)
_NAME = re.compile(
    rf"{_LEAD}(?!{_NO_NAME})(?P<name>(?:{_COMPOUND}|[{_SURNAMES}]){_GIVEN}{{1,2}}?){_ENDS}"
)

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def mask(text: str) -> str:
    """The text with identity, card and phone numbers, e-mail addresses and names hidden.

    >>> mask("我叫张三，身份证11010519491231002X，电话138 1234 5678")
    '我叫**，身份证******************，电话*************'
    """
    hidden = list(text)
    for start, end in find_personal(text):
        hidden[start:end] = MASK * (end - start)
    return "".join(hidden)


def mask_all(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """The JSON value with every text in it masked, keys included."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [mask_all(item) for item in value]
    if isinstance(value, dict):
        return {mask(key): mask_all(item) for key, item in value.items()}
    return value


def find_personal(text: str) -> Iterator[Span]:
    """Where personal data stands in the text, as code-point spans; they may overlap."""
    digits = text.translate(_DIGITS)
    yield from (span for span in _spans(_RESIDENT_ID, digits) if is_resident_id(digits, span))
    yield from (span for span in _spans(_CARD, digits) if _is_card(digits, span))
    yield from _spans(_PHONE, digits)
    yield from _spans(_MAIL, text)
    for found in _NAME.finditer(text):
        yield found.span("name")


def _spans(pattern: re.Pattern[str], text: str) -> Iterable[Span]:
    return (found.span() for found in pattern.finditer(text))


def is_resident_id(text: str, span: Span) -> bool:
    """Whether it is a 居民身份证 number by its date and check digit (GB 11643-1999)."""
    number = re.sub(r"[^\dXx]", "", text[slice(*span)]).upper()
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return number[17] == _ID_CHECKS[total % 11]


def _is_card(text: str, span: Span) -> bool:
    return passes_luhn(re.sub(r"\D", "", text[slice(*span)]))


def passes_luhn(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B).

    >>> passes_luhn("6222020200000000005"), passes_luhn("6222020200000000006")
    (False, True)
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
