"""The wordings by which an utterance leans on what went before: tables for `context`."""

from __future__ import annotations

import re

from bot.nlu.numbers import NUMBER

NUMBERS = {"1": 0, "一": 0, "2": 1, "二": 1, "两": 1, "3": 2, "三": 2, "4": 3, "四": 3}
PICK = re.compile(
    r"^(?:我?(?:选|要|问的?是?|是|点))?(?:第)?([1-4一二三四两])(?:个|项|条|号|种)?(?:吧|呢|啊|的)?[。.!]?$"
)
LAST = re.compile(
    r"^(?:我?(?:选|要|问的?是?|是))?(?:后面|最后|下面|后)(?:那|这|一)?(?:个|条|者|面)?(?:那个|的)?(?:吧)?$"
)
FIRST = re.compile(
    r"^(?:我?(?:选|要|问的?是?|是))?(?:前面|上面|前|最前)(?:那|这|一)?(?:个|条|者|面)?(?:那个|的)?(?:吧)?$"
)
REPEAT = re.compile(
    r"再(?:说|讲|发|给我说|回答)一?(?:遍|次|下)|重复一?(?:遍|次|下)?|没(?:看清|听清|看明白|看懂)"
    r"|(?:刚才|刚刚|上面|前面)(?:那个|说的|的)?.{0,4}(?:再|重)"
)
NOT_BUT = re.compile(r"不是.{1,8}?[,，]?\s?(?:而)?是")
BUT_NOT = re.compile(r"(?:说|问|指)?的?是.{1,8}?[,，]?\s?(?:不是|而不是)")
MEANT = re.compile(r"(?:说|问|指)的是|说错|打错|写错|搞错|更正|纠正|应该是")
FILLERS = re.compile(
    r"(?:那么|那|呢|吗|嘛|啊|呀|吧|的话|如果|要是|假如|假设|换成|换作|换|变成|是|了|也|都|还有|同样|一样|"
    r"怎么样|怎样|如何|会|又|则|对于|关于|至于|情况|这个|那个|我|的|逾期|拖|晚|欠|了|问|想|再|改|好|嗯|哦|，|[,。.?!;:~\s])"
)
DURATION_SHIFT = {
    "overdue_short": ("overdue_short", "overdue_long"),
    "overdue_long": ("overdue_short", "overdue_long"),
    "grace_period": ("grace_period", "overdue_long"),
    "restore_after_overdue": ("restore_after_overdue", "restore_after_long_overdue"),
    "restore_after_long_overdue": ("restore_after_overdue", "restore_after_long_overdue"),
}
"""Intents that are told apart by the duration alone: with days, with a month or more."""

ASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "refused",
        re.compile(
            r"(?:不同意|拒绝|不肯|不答应|不批|不给[开办批减]?|不理我?|不行)了?(?:怎么办|呢)?|没用怎么办"
        ),
    ),
    (
        "materials",
        re.compile(
            r"(?:要|需要|准备|提供|带|交)?什么(?:材料|资料|证明|东西)|(?:需要|得|要)(?:准备|提供|带)?什么"
            r"|怎么说"
        ),
    ),
    (
        "how_long",
        re.compile(r"多久|多长时间|几天|几个月|几年|多少天|多少年|什么时候|何时|要等|多长"),
    ),
    (
        "how_much",
        re.compile(r"多少钱|收费|收钱|要钱|花钱|费用|免费|贵|怎么收|怎么算|怎么计算|多少$"),
    ),
    (
        "where",
        re.compile(
            r"去哪里?(?:查|看)?|在哪里?(?:查|看)?|哪里|哪儿|入口|打什么电话|找谁|什么电话|电话多少|^电话(?:呢|号码)?$"
        ),
    ),
    ("check", re.compile(r"(?:怎么|如何)(?:查询?|看)(?:到|得到)?")),
    ("legal", re.compile(r"(?:合不)?合法|(?:违不)?违法|犯法|允许")),
    (
        "severe",
        re.compile(
            r"(?:后果|影响|问题)?(?:很|非常|有多)?(?:严重|要紧|碍事)(?:不严重)?"
            r"|(?:影响|问题|后果)(?:很)?大|没事|有事"
        ),
    ),
    ("really", re.compile(r"(?:真的?假的|是?真的|靠谱|可信|可靠|确定|当真|骗人)")),
    ("next", re.compile(r"然后|接下来|下一步|之后|还有(?:别的|其他)?|就这些")),
    ("why", re.compile(r"为什么|什么原因|凭什么|为何")),
    (
        "how",
        re.compile(
            r"怎么(?:申请|办理|操作|弄掉|弄|做|办掉|办|搞|恢复|解冻|处理|解决)|如何(?:申请|办理|操作|做)?"
            r"|怎么$|流程|步骤|申请"
        ),
    ),
    (
        "can",
        re.compile(
            r"能不能|可以吗|可不可以|能吗|行吗|行不行|会吗|会不会|有用吗|要不要|用不用|(?:要|用|需要|必须|一定)(?:去|还|管|理|接)?吗"
        ),
    ),
)
"""What a question of a few words asks for; the first that occurs counts."""

GLUE = re.compile(
    r"解冻|恢复|冻结|不$|[那么呢吗嘛啊呀吧了的我要得才需大概般会能去可以应该具体到底最一就还再想先给好很有是这都话,。.?!\s]"
)
"""What a question of a few words may hold besides."""

RESTORING = re.compile(r"恢复|解冻|冻结")
RESTORABLE = re.compile(r"restore|credit|zhima|frozen|reopen")
"""What can be restored: 「怎么恢复」 is no question about any other subject."""

BARE_AMOUNT = re.compile(
    rf"(?:那|要是|如果|换成|是)*(?P<n>{NUMBER})(?:块钱?|元)?(?:的话|的|呢|[?])+"
)
"""「那800呢」, where an amount was spoken of."""

ASKS_EFFECT = re.compile(r"(?:逾期|拖|晚|欠).*(?:怎么样|怎样|如何)")
"""「逾期了会怎样」 beside a product is a question of its own."""
