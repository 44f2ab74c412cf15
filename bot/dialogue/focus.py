"""Which passages of an answer bear on a question: what to say when the same answer comes again.

Nothing is worded anew: passages are picked from the curated text, by the kind of thing asked for
(「多久」 wants a time) and by the words they share with the question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from bot.dialogue.wordings import ASKS, FILLERS, MORE, NUMBERS, STEP
from bot.nlu.normalize import normalize

_MOST = 2
"""So many passages are picked at most."""
_ENOUGH = 1.0
"""Score from which a passage bears on the question."""

_ANSWERED_BY = {
    "years": r"\d ?年",
    "how_long": r"\d ?(?:天|日|个月|年|小时)|[一两几半三六]个月|固定时间|时间标准|工作日",
    "how_much": r"\d%|\d ?元|免费|不收|利息|罚息|费用",
    "phone": r"(?:打|拨|热线|客服|电话)[^。；]{0,16}\d{5}",
    "where": r"App|客服|柜台|官网|官方|账单页",
    "materials": r"材料|证明|凭证|凭据|流水|截图",
    "refused": r"不同意|拒绝|投诉|12378|没有“?必须",
    "legal": r"规定|不得|禁止|严禁|违法|法律|《",
    "why": r"因为|原因|要看|评估",
    "severe": r"影响|后果|最轻|更重|缺席",
    "complain": r"投诉|12378",
    "close": r"关掉|关闭|关了|取消|开关|是否开着",
}
_WHEN = dict(ASKS)["how_long"]
_WHETHER = re.compile(r"合法吗|违法吗|犯法吗|行吗|行不行|行不$|可以吗|可不可以|能吗")
"""Asks for a yes or no, which the first passage gives."""
_ASKED_BY = (
    *((pattern, re.compile(_ANSWERED_BY[asks])) for asks, pattern in ASKS if asks in _ANSWERED_BY),
    (_WHEN, re.compile(r"固定的?(?:日子|恢复|时间)|没有查到[^。]{0,12}(?:时间|天数|日子|期限)")),
    (re.compile(r"多少$"), re.compile(r"没有查到[^。]{0,8}(?:公布|多少)")),
    (re.compile(r"先[^,。]{0,3}哪|哪[^,。]{0,4}先"), re.compile(r"排先后|更高|最高|优先")),
    (re.compile(r"半夜|晚上|凌晨|夜里|早上|[几\d一二三四五六七八九十]点"), re.compile(r"22:00")),
    (
        re.compile(
            r"核实|查实|(?:看|分|辨|查|知道|确认|是)[^,。]{0,3}(?:真|假)(?!的?(?:话|[吗?]*$))"
        ),
        re.compile(r"[打拨][^。]{0,10}(?:官方电话|官方客服|热线)|自己[查打拨]"),
    ),
    (
        re.compile(r"不(?:去|到庭|出庭)|真的话[^,。]*去吗"),
        re.compile(r"缺席|不能不理|不去|自愿|按时到庭"),
    ),
    (
        re.compile(r"年化|年利率|\d ?%|[\d几一两二三四五六七八九]分利"),
        re.compile(r"超过年利率|LPR"),
    ),
    (re.compile(r"不接|拉黑|关机|换号"), re.compile(r"失联|每个都接|不用每个")),
    (re.compile(r"输了|败诉|判了"), re.compile(r"判决(?:生效)?后|判决[^。]{0,6}还不上|上诉")),
    (re.compile(r"[要追退讨拿]得?[回还]|退吗|能退"), re.compile(r"追回|退款|追偿|要回垫")),
    (re.compile(r"还(?:给)?谁|给谁还|谁收"), re.compile(r"收款方|还给原来")),
    (re.compile(r"[帮替代]\S{1,4}还"), re.compile(r"[帮替]家人还|替还后|替他还")),
    (re.compile(r"老[公婆]|媳妇|丈夫|妻子|配偶|爱人"), re.compile(r"夫妻|配偶|共有")),
    (
        re.compile(r"钱[^,。]{0,8}(?:花|用|输)|(?:花|用|输)(?:掉|光)?的|游戏|赌|打赏|炒股"),
        re.compile(r"钱也?没?用在"),
    ),
    (
        re.compile(r"\d ?[号日]|昨天|前天|上个?[月周]"),
        re.compile(r"[一1][–两-]?2? ?个月|一两个月"),
    ),
    (re.compile(r"车"), re.compile(r"车")),
    (re.compile(r"[一1]套|唯一|一个?(?:房|住处)"), re.compile(r"唯一住房")),
    (re.compile(r"去世|过世|不在了|走了|死了|遗产|继承"), re.compile(r"继承|遗产")),
    (re.compile(r"征信"), re.compile(r"征信|信用报告|不良信息")),
    (re.compile(r"涨|回升|[补升加]分"), re.compile(r"逐步变化")),
    (re.compile(r"证据|[留取]证|录音|录下"), re.compile(r"录音|截图|录像")),
    (re.compile(r"冻"), re.compile(r"冻")),
    (re.compile(r"[谁哪][^,。]{0,4}冻"), re.compile(r"冻结机关")),
    (re.compile(r"打不通|没人接|占线|打不进"), re.compile(r"12378|12345")),
    (re.compile(r"\d[千百万元块]?(?:块钱?|元)?也|这么点|金额"), re.compile(r"金额|多少钱|几千元")),
    (
        re.compile(r"[每一]天[^,。]{0,4}[几十多\d二三四五六七八九][^,。]?[个次遍]"),
        re.compile(r"\d ?次"),
    ),
)
"""What a kind of question is asked by, and what a passage that answers it holds."""
_SAYS_NOTHING = ("怎么", "什么", "多少")
"""To share words of asking tells nothing."""
_ASIDE = re.compile(r"异议[^。]{0,16}\d ?日")
"""The time limit of another matter, unless it is spoken of."""
_DISPUTED = re.compile(r"异议|有错|错了|[不没](?:改|更新)|(?:再|还是?|一直)[不没]变")
"""Speaks of it, or of what it is raised against."""

_WHOLE = re.compile(
    r"(?:转|交|付|给)了|被骗|怎么(?:办|申请|弄|做|处理|操作|还$)|咋[办整弄]|然后|接下来|下一步|砸|动手|打人|推[我他她]|拿着?刀|堵[门在着]|门外|威胁"
)
"""Asks for all the steps, or tells of danger at hand or of money gone, where no word of help may
be left out."""

_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d{5,}|\d+(?:\.\d+)? ?[^\W\d]?")
_SIGN = re.compile(r"(?<![a-z*#])[a-z*#](?![a-z*#])")
"""A letter by itself, as reports have them: 「那C呢」."""
_PASSAGE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"^(?:\d+\.|-|\*) +")
_STEP = re.compile(r"^\d+\. +(.+)$", re.MULTILINE)
_ITEM = re.compile(r"^[-*] +(.+)$", re.MULTILINE)
_HEADING = re.compile(r"^\*\*([^*]+)\*\*[：:]?")


def bearing_on(question: str, answer: str, aside: Iterable[str] = ()) -> tuple[str, ...]:
    r"""The passages of an answer that bear on a question, in the answer's order; often none.

    A passage is a whole line: half of one may mislead.

    Args:
        question: as typed.
        answer: Markdown.
        aside: what the whole answer is about, such as the product and the question's title; to
            share these words tells nothing.

    >>> bearing_on("要材料吗", "先问官方。\n\n1. 带上收入证明。\n2. 谈不成就投诉。")
    ('带上收入证明。',)
    """
    asked = normalize(question)
    if step := step_of(asked, answer):
        return (step,)
    if wants_all(question):
        return ()
    passages = _passages(answer)
    shared = _pairs(FILLERS.sub("", asked)).difference(*map(_pairs, (*aside, *_SAYS_NOTHING)))
    common = Counter(pair for passage in passages for pair in _pairs(passage))
    disputed = any(_DISPUTED.search(text) for text in (asked, *passages[:1]))
    scores = [sum(1 / common[pair] for pair in shared & _pairs(passage)) for passage in passages]
    for pattern, told in _ASKED_BY:
        if pattern.search(asked):
            answering = [
                place
                for place, passage in enumerate(passages)
                if told.search(passage) and (disputed or not _ASIDE.search(passage))
            ]
            for place in answering:
                scores[place] += min(1, _MOST / len(answering))
    best = sorted(range(len(passages)), key=lambda place: (-scores[place], place))[:_MOST]
    found = [place for place in best if scores[place] >= _ENOUGH]
    if found and _WHETHER.search(asked):
        found = [0, *(place for place in found if place)][:_MOST]
    return tuple(passages[place] for place in sorted(found))


def step_of(asked: str, answer: str) -> str | None:
    r"""The step of an answer that is asked for by its number, if it has so many.

    >>> step_of("第二步怎么弄", "先问官方。\n\n1. 带上证明。\n2. 谈不成就投诉。")
    '谈不成就投诉。'
    """
    match = STEP.fullmatch(asked)
    steps = _STEP.findall(answer) or _ITEM.findall(answer)
    place = NUMBERS[match["n"]] if match else len(steps)
    return _HEADING.sub(r"\1：", steps[place]) if place < len(steps) else None


def gist(answer: str) -> str:
    """Its first paragraph, which answers in short."""
    return answer.split("\n", 1)[0]


def wants_all(question: str) -> bool:
    """Whether nothing short will do: all steps are asked for, or danger is at hand."""
    asked = normalize(question)
    return bool(_WHOLE.search(asked) or MORE.fullmatch(asked))


def _passages(answer: str) -> list[str]:
    found = (_BULLET.sub("", match.group().strip()) for match in _PASSAGE.finditer(answer))
    return [passage for one in found if (passage := _HEADING.sub(r"\1：", one).strip())]


def _pairs(text: str) -> set[str]:
    """Neighbouring signs and letters that stand alone; of figures the whole with its unit.

    「1200」 is no 「10000」.
    """
    pairs = {first + second for first, second in pairwise(text)}
    return {pair for pair in pairs if not _DIGIT.search(pair)} | {
        one.replace(" ", "") for one in (*_FIGURE.findall(text), *_SIGN.findall(text.lower()))
    }
