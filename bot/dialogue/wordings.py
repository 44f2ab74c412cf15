"""The wordings by which an utterance leans on what went before."""

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
WANTS = re.compile(
    r"(?:我?要的?|想|需要|要得?啊?|(?:好|行|可以|嗯|要)(?:的|啊|呀)?[,，]?\s?(?:算吧?|来吧|开始吧?|说吧)"
    r"|(?:(?:好|行|可以|嗯|要|那)(?:的|啊|呀)?[,，]?\s?)?(?:你|请)?(?:帮|给|替)我(?:算|看|测|对)(?:一?[下看算]|算一?下)?(?:符不符合|够不够|行不行)?(?:吧|呗)?)"
    r"[。.!]?"
)
"""A yes that takes an offer up; a mere 「好的」 under an answer says only that it was read."""
REPEAT = re.compile(
    r"重新(?:说|讲)|换个说法|再(?:说|讲|发|给我说|回答)一?(?:遍|次|下)|重复一?(?:遍|次|下)?|没(?:看清|听清|看明白|看懂)"
    r"|(?:刚才|刚刚|上面|前面)(?:那个|说的|的)?.{0,4}(?:再|重)"
)
NOT_BUT = re.compile(r"不是.{1,8}?[,，]?\s?(?:而)?是")
BUT_NOT = re.compile(r"(?:说|问|指)?的?是.{1,8}?[,，]?\s?(?:不是|而不是)")
MEANT = re.compile(r"(?:说|问|指)的是|说错|打错|写错|搞错|更正|纠正|应该是")
NOT_RIGHT = re.compile(r"(?:不对|错了|不是)[,，]?\s?(?:是|我)|(?:不对|错了)[,，\s]")
FILLERS = re.compile(
    r"(?:[这那][笔张家]|那么|那|才|呢|吗|嘛|啊|呀|吧|的话|如果|要是|假如|假设|换成|换作|换|变成|是|了|也|都|还有|同样|一样|"
    r"怎么样|怎样|如何|会|又|则|对于|关于|至于|情况|这个|那个|我|的|着|逾期|拖|晚|欠|了|过|已经|问|想|再|改|好|嗯|哦|，|[,。.?!;:~\s]"
    r"|[工建招农中交]行|浦发|广发|平安|民生|中信|光大|兴业|邮储)"
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
    ("credit", re.compile(r"^(?:那|这)?(?:我的?)?征信(?:上|方面)?(?:呢|怎么样|怎么办)?[?]?$")),
    (
        "reported",
        re.compile(
            r"^(?:那|这|这样|会|会不会|还|也|我|要)*(?:(?:影响|上|报|记)(?:不影响|不上|到)?(?:我|个人|的|央行|人行)*(?:征信|信用)"
            r"|对(?:我|个人|的)*(?:征信|信用)(?:会|会不会|有没有|有|没有)*(?:影响|好))(?=[吗么不嘛没呢啊?]*$)"
        ),
    ),
    (
        "complain",
        re.compile(
            r"(?:去|上|在|找|到)?(?:哪里?|哪儿|谁|怎么)(?:告|投诉|举报|反映|说理|管)(?:他们|它)?"
            r"|(?:能不能|可不可以|可以|能)(?:去)?告(?:他们|催收|平台)?"
        ),
    ),
    ("queries", re.compile(r"查(?:询)?(?:得|的)?(?:次数)?(?:太|很|这么|比较)?(?:多|频繁)(?:次)?")),
    ("close", re.compile(r"(?:怎么|如何|在哪里?)?(?:关闭|关掉|关了|取消|停掉|解绑|关$|关吗)")),
    (
        "refused",
        re.compile(
            r"(?:[打问找](?:了|过)?)?(?:客服|银行|平台|对方|人家|他们)?(?:都|还是|也|就)?[说讲]不(?:行|同意|可以|能)"
            r"|(?:不同意|拒绝|不肯|不答应|不批|不给[开办批减改]?|拒了|被拒了?|没批|没同意|驳回|不理(?!会|它|他)我?|不行)了?(?:怎么办|呢)?|没用怎么办|(?:拖着)?不(?:办|处理|管|改|解决)了?(?:怎么办|呢)"
            r"|(?:打|试|说|找)?(?:了|过)?(?:也|都|还是)没用(?=[啊呀的了吧!]*$)|^没用(?=[啊呀的了吧!]*$)"
        ),
    ),
    (
        "materials",
        re.compile(
            r"(?:要|需要|准备|提供|带|交)?什么(?:材料|资料|证明|东西)|(?:需要|得|要)(?:准备|提供|带)?什么"
            r"|怎么(?:跟|和|对|向)?(?:他们?|她|客服|银行|平台|对方|人家)?(?:开口)?(?:说|讲)|怎么开口|(?:要|用|需要)?(?:提交|准备)(?:什么|哪些)"
            r"|(?:要|需要|用)(?:带|准备|提交|交)?(?:材料|资料|证明)吗"
        ),
    ),
    ("years", re.compile(r"几年|多少年")),
    (
        "how_long",
        re.compile(r"多久|多长时间|几天|几个月|几年|多少天|多少年|什么时候|何时|要等|多长"),
    ),
    (
        "phone",
        re.compile(
            r"打\d{5}|(?:打|用|拨|是)?(?:什么|哪个|哪一个|那个|这个|别的|其他|官方|客服)*的?(?<!接)(?:电话|号码|热线)(?:是)?(?:呢|号码?|给我|发我|多少|几号|是什么)*"
        ),
    ),
    (
        "how_much",
        re.compile(
            r"多少钱|收费|收钱|要钱|花钱|费用|免费|贵|怎么收|怎么算|怎么计算|多少$"
            r"|^(?:还|那|要|有|收|会|没有|不会|不收|需要)*(?:手续费|违约金|利息)(?=[吗么呢?]*$)"
            r"|利息(?:会|会不会|要|要不要)?(?:多收|变多|更高|增加|涨)"
        ),
    ),
    (
        "whom",
        re.compile(r"(?:找|跟|和|向)(?:谁|哪[个家](?:银行|平台|机构)?)(?:去)?(?:说|谈|讲|协商)"),
    ),
    (
        "where",
        re.compile(r"去哪里?(?:查|看)?|在哪里?(?:查|看|开|办|申请|弄|关)?|哪里|哪儿|入口|找谁"),
    ),
    (
        "check",
        re.compile(
            r"(?:怎么|如何)(?:查询?|看)(?:到|得到)?|怎么(?:知道|分辨|辨别|核实|确认)(?:是|它)?(?:不是)?(?:真的?|假的?)*"
        ),
    ),
    ("legal", re.compile(r"(?:合不)?合法|(?:合不)?合理|(?:违不)?违法|犯法|允许")),
    (
        "severe",
        re.compile(
            r"(?:后果|影响|问题)?(?:很|非常|有多)?(?:严重|要紧|碍事)(?:不严重)?"
            r"|(?:影响|问题|后果)(?:很)?大|没事|有没?有?事|(?:有|会有)(?:没有|什么|啥)*(?:影响|后果|坏处|问题)"
            r"|(?:不(?:理|管|去|接|签|回|看|处理)(?:它|他们?|会)?)?会(?:怎样|怎么样)"
        ),
    ),
    ("really", re.compile(r"(?:真的?假的|是?真的|靠谱|可信|可靠|[你您]?确定|当真|骗人)")),
    ("next", re.compile(r"然后|接下来|下一步|之后|还有(?:别的|其他)?|就这些")),
    ("why", re.compile(r"为什么|什么原因|凭什么|为何")),
    (
        "how",
        re.compile(
            r"怎么(?:申请|办理|操作|弄掉|弄|做|办掉|办|搞|恢复|解冻|处理|解决|解除|解|开通|开|消除|消掉|消|去掉|撤销|撤|改|补救)"
            r"|如何(?:申请|办理|操作|做)?"
            r"|怎么$|流程|步骤|申请"
        ),
    ),
    (
        "can",
        re.compile(
            r"能不能|可以吗|可不可以|能吗|行吗|行不行|会吗|会不会|有用吗|要不要|用不用|(?:要|(?<![能再])用|需要|必须|一定)(?:去|还|管|理|接)?吗"
        ),
    ),
)
"""What a question of a few words asks for; the first that occurs counts."""

GLUE = re.compile(
    r"现在|解冻|恢复|解除|冻结|不$|结果|答复|回复|提交|他们|给我|改过来|弄好|超过?|如果|要是|假如|万一|之?内|处理|没有?|消失?|功能|服务"
    r"|[那么呢吗嘛啊阿呀吧了的我要得才需大概般会能去可以应该具体到底最一就还再想先给好很有是这都话样种算分多回个它,。.?!\s]"
)
"""What a question of a few words may hold besides."""

RESTORING = re.compile(r"恢复|解冻|冻结")
RESTORABLE = re.compile(r"restore|credit|zhima|frozen|reopen")
"""What can be restored: 「怎么恢复」 is no question about any other subject."""

OF_CREDIT = re.compile(r"征信|信用|人行|央行|上报|记录|报告")
USING = re.compile(r"(?<!信)用|开|注销|关|按时|准时|正常|分期|借|查|没逾期|不逾期")
"""Words of credit records; of using a product, which being overdue does not explain."""

ASKING = re.compile(
    r"[吗呢么哪谁求?]|怎么|怎样|点样|如何|多久|多少|什么|能不能|会不会|是不是|有没有|可不可以|行不行|几[天年个期号]|不$|没有$"
    r"|(?!还没)([一-鿿])[不没]\1"
)
"""A word of asking: an utterance without one tells something."""

TELLS = re.compile(r"逾期|拖|欠|晚")
OWING = re.compile(r"(?<!算)(?<!没)(?<!不)逾期|没还|还不|拖|欠")
ASKS_ON = re.compile(r"那|呢|换|如果|要是|假如|假设|吗|[?]")
"""「微粒贷逾期半年」 tells a situation, 「那微粒贷逾期半年呢」 asks the same of it."""

CLOSING = re.compile(
    r"(?:好[的吧嘞啦呀]?|行|嗯|哦|噢|可以|中|ok|(?:我)?(?:知道|明白|了解|懂|记住)了?|收到)"
    r"(?:我|那|就|先|再|去|会|这样|试试?|看看?|想想?|问问?|弄|打(?:\d{5})?|记住|知道|明白|了解|懂|谢|别|烦|服|行|好"
    r"|[了吧啊呀嘞哈哦的,。!\s])*"
)
"""Opens with a yes and says little more."""

ALSO = re.compile(r"(?:那|它|的)*也(?:能|可以|会|要|是|有)?[^,。]{0,4}[吗么不?]+")
"""「借呗也能改吗」 asks the same of another."""

LATIN = re.compile(r"[a-z]{4}")
"""Pinyin or English, whose length says little."""

BARE_AMOUNT = re.compile(
    rf"(?:那|要是|如果|换成|是)*(?P<n>{NUMBER})(?:块钱?|元)?(?:的话|的|呢|[?])+"
)
"""「那800呢」, where an amount was spoken of."""

ASKS_EFFECT = re.compile(r"(?:逾期|拖|晚|欠).*(?:怎么样|怎样|如何)")
"""「逾期了会怎样」 beside a product is a question of its own."""

ASKS_ITSELF = re.compile(r"会(?:怎么样|怎样|如何)")
"""「四个多月了会怎么样」 is one beside a period."""
