"""What a product, a span of time or a sum is in an utterance, told by the words beside it."""

from __future__ import annotations

import re

from bot.nlu.normalize import MASK

WORK = "work"
"""The role of a platform that is only worked for."""
PLACE = "place"
"""The role of an app where something was only seen or bought: 「抖音上说能洗白」."""
REPAID = "repaid"
"""The role of a product that is said to be paid off, maybe beside another that is not."""
NO_DEBT = frozenset({WORK, PLACE})
"""Roles of what is no product here."""
TOUCHED = frozenset({"target", "means", *NO_DEBT})
"""Roles of a product that is none of the debt."""
SCORE = "zhima"
"""The product that no sum is owed of: a debt affects it, and it is none."""

_WHERE_SEEN = "抖音"
_SEEN = re.compile(r"(?:[上里]面?|(?:刷|看|搜)到)(?!的?(?:放心借|月付|借|贷|欠|分期|那笔|钱))")
_AFFECTED = re.compile(r"(?:影响|牵连|连累|波及)(?:到|我|的|不了|申请|开通|使用|再?用|办)*$")
_IS_AFFECTED = re.compile(
    r"(?:会不会|会|也|是不是)*(?:受|被)(?:到|它)?(?:影响|牵连|连累)|(?:逾期|没还)了?(?:有没有|有|没)关系[吗么?]"
)
_COMPARED = re.compile(r"(?:跟|和|与|同|像)(?:我的?|那个|这个)?$")
_IS_COMPARED = re.compile(
    r"(?:那边|那种)?(?:是不是|是|也|都|的|算)*(?:一样|一回事|一个(?:意思|道理|东西)|差不多|类似|同一|有(?:什么|啥|没有)?(?:区别|不同|不一样)|的?区别)"
)
"""Stand around a product that another is only compared with: 「跟花呗是一回事吗」."""
_IS_OVERDUE = re.compile(
    r"(?:.{0,3}?|(?:现在|目前|至今|一直|已经|大概|一共|差不多|[,\s](?=[从自])|到(?=现在|今天|目前)"
    r"|[的了借有还也都就从自上去今年月份个\d.一二两三四五六七八九十几百千万块元多])*)"
    r"(?<![没未不])(?:逾期|欠|没还|还不|忘|断供|断了)"
)
_IS_REPAID = re.compile(
    r"(?:那笔|欠款|的钱?|[是在从也就都全才早已经刚终于一次性去今前昨年月份日号天上个\d.一二三四五六七八九十])*"
    r"(?:还|结|付|缴)(?:清|完(?!美))(?!之?前|的话|[吗没不])"
)
_PLATFORM = re.compile("美团|滴滴|抖音")
_WORKS_FOR = re.compile(r"(?:跑|开|送|干)(?:的|着|了)*(?:是)?$")
_TO_WORK = re.compile(
    r"的?(?:外卖|骑手|众包|专送|乐跑|跑腿|快车|专车|网约车|顺风车|司机|主播|带货|直播|上班|员工|商家|小店|开店|[送跑接]单)"
)
"""Tell whom somebody works for from whom he owes: 「跑美团三年了」."""
_TO_BUY = re.compile(
    r"[上里]?面?(?:打车|叫车|点(?:个|了)?外卖|买(?!单)|购物|下单|团购|充值)"
    r"(?![^,。?!]{0,8}(?:月付|分期|逾期|没还|欠))"
)
"""Follows where something is only bought: 「滴滴打车能用花呗付吗」."""
_STILL_USED = re.compile(
    r"(?:还|也|照样|继续)(?:能不能|能|可以|会)(?:不会|正常|照常|继续|再|用|借|开|通|申请|办|使)*(?:我的)?$"
)
_STILL = re.compile(r"(?:还)?(?:能|可以|会|也|就)")
_TO_USE = re.compile(r"(?:能用|能借|能开|开通|申请|办|用|可以[用借开])(?:到|我的|不了)?$")
_OTHER_OVERDUE = re.compile("逾期|没还|欠")
_ITS_OWN = re.compile(r"(?:欠了?|还清?|逾期|断|没[付交])(?:的|过的|款)?$")
"""Stands before a product that is itself the one overdue: 「欠花呗会有案底吗」."""
_IS_MEANS = re.compile(
    r"(?:里|的钱?)*(?:套(?:出来?|点|些|钱)|[借取](?:出来?|点|些)?(?:钱)?(?:来|去)还|借(?:点|些|一?笔)?钱还(?=花呗|借呗|信用卡|白条|网贷|别的|另)|来还|去还|还(?:花呗|借呗|信用卡|白条|网贷|别的|另))"
)
"""Follows what another debt would be paid with: 「信用卡套出来」."""

_SOME_OTHER = r"(?:另外|另|别的|其他的?|新的?|再|一|几|两|个|家|笔|点|些)*"
_TO_BORROW = re.compile(
    rf"(?:借|贷|下|办|申请|撸){_SOME_OTHER}$|(?:拿|用|从|靠)(?:我的?|自己的?)?$"
)
_TO_PAY_WITH = re.compile(
    r"(?:里|的钱?)*(?:先|来|去|再)*(?:(?:还(?:上|清|掉)?|填上?|垫上?|补上?)(?=$|[,。?!\s这那行可吗吧呢]"
    r"|花呗|借呗|信用卡|白条|网贷|别的|另|这|那|银行)|把[^,。]{1,6}还)"
)
"""Stand around a loan that another debt would be paid with: 「借另外一个网贷先还上」."""
_CONSIDERED = re.compile(
    rf"(?:[去再]|要不要|想|打算|准备|[叫让劝]我|介绍我|推荐我)(?:先|再|去|找|也)*(?:借|贷){_SOME_OTHER}$"
)
"""Stands before a loan that is not taken out yet."""
_TO_APPLY = re.compile(
    rf"(?:想|打算|准备|能|可以|要)(?:不能|不可以|再|去|新)*(?:办|申请){_SOME_OTHER}张?$"
)
_A_SERVICE_OF_IT = re.compile(r"的?(?:分期|延期|展期|停息|协商|减免|最低|宽限|结清)")
"""「我想办信用卡」 wants a new one, 「想申请花呗延期」 speaks of the old debt."""

_PER_DAY = re.compile(
    r"多少|(?:就|才|只有?|大概)*[\d几一二两三四五六七八九十]+[次个](?!月)|几个|有好?[多几\d]|能打|可以打"
    r"|最[多高低少]|顶多|限额|上限|(?:给[^,。?!]{1,3})?[打拨发]"
    r"|[都也][没不]敢?[晚逾拖迟断]|打|罚|(?:要|会|得)?多?收|要?[付交]|的?(?:学费|房租)|工资|赚|挣"
    r"|(?:只?能|可以|[要得该])?(?:还(?![没清完不是有能在])|拿)"
    r"|(?:大概|大约|差不多|要|得|会|是)+多少|(?:最多|顶多|只够|大概)(?:能|可以)*[还拿]"
    r"|(?:就|才|只有?|也就|到手|大概|差不多)*(?:[\d一二两三四五六七八九几]+[百千万块]|\d{3,})"
    r"|(?:最多|顶多|只|才|也就)*能?(?:挤|凑|攒|存|省|剩)"
)
"""What follows a span that is a measure: 「一天能打几次」, 「1万一天罚多少」, 「一个月还八百」."""
_SO_MANY = re.compile(r"(?:多少钱?|[几\d一二两三四五六七八九十][次个回通])$")
"""What may stand before such a span instead: 「限额多少一天」."""
_SAYS = (
    r"(?:(?:同事|朋友|同学|邻居|亲戚|网友|网上|群里|有人|别人|人家)(?:都|也)*[说讲]|听人?说|据说)"
)
_RUMOUR = re.compile(rf"{_SAYS}[^,。?!我]{{0,6}}$")
"""Stands before what others are told of: 「听说网贷逾期三年就不用还」."""
_OF_ELSE = re.compile(
    r"(?:失业|下岗|待业|没工作|没上班|住院|生病|怀孕|出生|满月|产后|生[完了]?(?:孩子|小孩|宝宝|娃|二胎|儿子|女儿)"
    r"|入职|毕业|辍学|休学|参军|当兵|入伍|坐牢|服刑|出狱|去世|过世|(?:宝宝|孩子|娃)(?:才|刚|刚满|都)|用|使用|借|扣|分[期个成到]?|谈成?|跟着|找工作找?|待|最低(?:还款)?\s?|最近|近|开通|等|停用|冻结|关闭|工作|上班|结婚"
    r"|撑|扛|熬|坚持|关[掉停]?|注销|离婚|离异|分居|退休|认识|养|满|(?<![逃跑])走|空窗期?|空白"
    r"|停息(?:挂账)?|审核中?|交上去|递上去|提交|投诉|保留|保存|展示|显示|查询|还有|剩下?|还剩"
    r"|宽限期?|容时期?|缓冲期?|免息期?|时效|征信|黑名单|失信|限高|支付令|上诉|提前|延期?|缓|宽限|推迟|往后[推挪])"
    r"(?:了|已经|快|都|有|我|整整|是|就|为|给|期|又)*$"
    rf"|{_SAYS}(?:的|是|有|给|能|可以|至少|最多)*$"
    r"|(?:[上里]面|合同|法院|书|令|传票)(?:[上里]面?)?(?:[说写]|规定)(?:的|着|明|是|有)*$|哪$"
    r"|(?:^|[日子就还只相,。\s])差$"
    r"|(?:宽限|容时|缓冲|官方|客服|平台|银行)(?:期|说)?(?:是|有|给|就)+$|(?<![快都])[要算](?:等|满|过|再)*$"
    r"|(?<!我)(?<!我很)(?:确定|肯定|(?<!期)真的?|到底|凭什么|为什么|为啥)(?:就|都|要|得)*(?:是|要)$"
    r"|(?<!不)是[^,。]{1,6}还是$|(?<![期拖][到了的])(?<!逾期)(?<!拖)第$|(?<![之以])前$"
)
"""What stands before a span of something else than being overdue."""
_ELSE = re.compile(
    r"(?:都|也|了|没|天天|一直|老是|整夜|晚上)*(?:睡|失眠|吃不下)"
    r"|了?(?:都|也|一直)*没(?:有)?(?:收入|开工|上班|工作|工资|发工资|进账)"
    r"|有?[\d一二两三四五六七八九十]+几?[条次]"
    r"|(?:[内里就]|一共|总共)*(?:[点查办测撸借]|申请)[了过]*[\d一二两三四五六七八九十几好多]+[个次家张笔回遍]"
    r"|(?:[才又就要会]|可能)*(?:重新|从头)(?:开始)?[算计]"
    r"|的?(?:宽限|容时|缓冲|免息|账期|时效|有效期|期限|诉讼期)"
    r"|期(?:的|限|贷|[^,。?!款了]{1,4}贷)|[不没][还交付]款?就"
    r"|了?(?:还|都|也|一直|还是)*(?:没有?|不)(?:人(?:理|管|回|处理)|变|更新|恢复|动静|消(?!费)|反应|回[复音应]|消息|结果|到账|批|通过|能用|让用|给用|给开)"
    r"|(?:是|要|都|到底|该)*(?:从(?!来)|什么时候(?:开始)?算|哪天(?:开始)?算|怎么算|怎么数|起算|开始算)"
    r"|(?:自动|才|就|会|能|可以|后|以后|之后)*(?:消除|消掉|消失|消(?=$|[吗呢?的])|删除|删掉|清除)"
)
"""What follows such a span: 「半个月睡不着」, 「三天宽限」, 「五年从什么时候算」."""
_AHEAD = re.compile(
    r"(?:之|以)?后(?!来)|(?:之|以)?内|(?<=[天日])不(?:管|理|去|答复|回复|提|签|异议|申请异议)"
)
"""What follows a span still to come: 「五年后」, 「三天内」, 「15天不管」."""
_WAGES = r"(?:工资|薪水|薪资|工钱|工程款|货款|尾款)"
_OWED_TO_HIM = re.compile(
    rf"(?:拖|欠|压)[^,。]{{0,4}}{_WAGES}[^,。]{{0,4}}$|{_WAGES}[^,。]{{0,2}}(?:拖|欠|压)[^,。]{{0,2}}$"
    r"|(?:公司|老板|单位|甲方|客户|厂里?)(?:拖|欠|压)[^,。]{0,3}$"
)
_IS_WAGES = re.compile(rf"的?{_WAGES}")
"""Stand around a span that he waits for his own money: 「公司拖工资拖了三个月」."""
_OF_OVERDUE = re.compile(
    r"(?:逾期|晚|拖|欠|迟|过|超|断供?)(?:交|还|期|款|了|有|已经|快|都|大概|差不多|的|满|不满|不到|超过|整整)*$"
)
_UNPAID_SINCE = re.compile(r"(?:没有?|未|还没有?)(?:还|付|交)(?:款|了|上|清|有|已经|快|都|大概)*$")
_IS_UNPAID = re.compile(
    r"多?(?:了|都|的|一直|还)*(?:没有?[还付交]|未还|逾期|拖着|还不[上起了]|欠着)"
)
"""Stand beside a span that a debt is overdue: 「没还两个月了」, 「三个月没还」."""
_NOT_YET_OVERDUE = re.compile(r"(?:逾期|[晚超过]期?|断供?)$")
_HOW_MUCH = re.compile("多少(?!天)|几块")
"""Follows a day whose price is asked: 「逾期一天多少」."""
_OF_NO_LOAN = re.compile(
    r"(?:罚款|罚单|违章|房租|社保|医保|公积金|物业费|水电费|话费)[^,。?!]{0,6}$"
)
"""Opens what is late and no loan: 「罚款超过15天」."""
_RULED = re.compile(r"(?:要|得|必须|需要)(?:等|到)*(?:逾期|拖欠?|晚)(?:满|够|超过|达到|到|了)*$")
_ONLY_THEN = re.compile(r"(?:以上|之?后)?(?:才|再)")
"""Stand around a span that a rule sets: 「要逾期满三个月才受理」."""
_WISHED = re.compile(
    r"(?:先|能|可以|想|申请|希望)[^,。?!了]{0,6}(?:停|暂停|歇)$|"
    r"(?:想|打算|准备|希望|申请|能不能|能否|可不可以|可以|能|可)(?:不能|够)?(?:[让叫给](?:[我他她俺它]们?|平台|银行|客服))?(?:再|先|多)?(?:晚|拖|迟|逾期|推迟|宽|等)(?:交|还|款|我|俺)?$"
)
"""Stands before a delay that is asked for: 「想晚一个月还」."""
_OWN_STATE = re.compile(r"(?:我|现在?|目前|到底|究竟)(?:的|是|都|P)*(?:逾期|晚|拖)(?:了|有)?$")
"""Stands before a number of days that he wants to be told: 「我现在逾期几天了」."""
_NO_MORE_SAID = re.compile(r"(?:了|啦|呢|啊)*[。.!?]?")
_HOW_MANY = re.compile(
    r"也?(?:能|可以)|会|算|才(?!能还|还|给)|开始|(?:就)?上(?:征信|门)|打|起诉|报|催|以上|(?:之|以)?内|后"
    r"|就(?![还补结付扣])"
)
"""Follows a number of days that is asked for: 「逾期几天会上征信」."""
_LAPSED, _IS_IT_OVER = (
    re.compile(r"(?:(?<!期)过|[拖赖躲熬][够满到])了?$"),
    re.compile(r"(?:时效)?(?:是不是|就|才|会|能)"),
)
"""Stand around a span that is asked for: 「过了三年就不用还吗」."""
_ONLY_HOW_MANY = re.compile(r"(?:好?几(?:天|个月|年|周|个星期))(?:了|啦|呢|吧)?[。.!?]?")
_MANY_DAYS = re.compile(r"好多(?:[天日周]|个?(?:星期|礼拜|小时|钟头))")
"""Many days, or how many: no number of them either way."""
_FULL, _LAPSES = (
    re.compile(r"(?:满|超过?|[够到过])了?$"),
    re.compile(r"(?!了)[^,。?!]{0,6}?(?:核销|作废|失效|清零|自动)"),
)
"""Stand around a span after which a debt is said to lapse: 「满两年会自动核销」."""
_AS_RECALLED, _IT_SEEMS = (
    re.compile(r"(?<![期晚拖欠了])(?:好像|似乎)[也都]?有$"),
    re.compile(r"的?(?:吧|吗|来着|呢|$)"),
)
"""Stand around a span that a rule is thought to have: 「信用卡好像有三天吧」."""
_POINTED_AT = re.compile(r"(?<![就期款的了晚拖迟欠])[这那]$")
_UNPAID_THEN = re.compile(
    r"[^,。?!]{0,6}?(?:没有?[还付交]|未还|逾期|拖着|还不[上起]|欠着|断供|罚息|违约金)"
)
"""Tell a span named before, 「这五年都不能贷款吗」, from one told now, 「这三个月都没还」."""
_LONG_WHILE = re.compile(r"(?<=[了我你他])半天")
"""「问了半天」 is no half day."""

_AFTER_OWING = re.compile(
    r"(?:欠|借|逾期|还|额度|本金|账单|金额|负债|差|贷|剩|总共|一共|一起|合计|大概|大约|才|就|只有|分期|月供|扣了?|交了?|付了?|罚息|利息)"
    r"(?:款|了|着|的|是|有|在|我)*$"
)

_PAID = re.compile(r"(?:还|付|交|存|充|转)(?:了|过|掉|进去)(?:有|差不多|大概)?$")
_WOULD_PAY = re.compile(
    r"(?:先|只能|最多|顶多|能|可以|想|打算|准备|愿意|凑)(?:给?(?:他们|银行|平台))?(?:还|付|凑|拿)(?:个|上|他们|银行|大概|差不多)*$"
)
_I_PAY = re.compile(r"我[先就]?(?:还|给|拿)$")
_WILL_IT_DO = re.compile(r"(?:块钱?|元)?(?:可以|行|能|好|够|的话)")
"""Stand around a sum that is offered: 「我还500行吗」."""
_MONTHLY = re.compile(
    r"(?:每个?月|(?<!逾期)(?<!期了)(?<!拖)(?<![拖晚欠断]了)(?<!没还)(?<!还了)一个月|月供|每期)"
    r"(?:(?![欠逾断没])[^,。]){0,6}$"
)
_ABOUT = r"(?:了|的|才|就|只|有|是|差不多|大概|大约|也|每月|每?一?个月|不到|到手)*"
_INCOME = re.compile(
    rf"(?:(?:工资|月薪|底薪|薪水|薪资|收入|年薪|低保|退休金|养老金|月入|挣|赚){_ABOUT}"
    rf"|月(?:只|才|也)?到手{_ABOUT})$"
)
_IS_INCOME = re.compile(r"(?:块钱?|元)?的?(?:工资|月薪|收入|薪水|底薪|低保|退休金)")
_FEE = (
    r"(?:首付|押金|定金|订金|砍头息|诚意金|保证金|服务费|手续费|代理费|律师费|中介费|会员费"
    r"|学费|房租|生活费)"
)
_OTHER_SUM = re.compile(
    rf"(?:{_FEE}款?|彩礼|收费|费用|奖金|存款|欠我|收(?:了|费|我)+|(?:^|[,。?!\s要只就])收|[先就](?:交|转)|(?<![欠差])多){_ABOUT}$"
    rf"|(?:手[头里上中]|身上|兜里)(?:[里上才]|现在|目前|总共|还?剩|能?拿出来?|凑)*{_ABOUT}$"
    rf"|(?:花|赔|亏|垫|输)(?:掉|出|进|去|了|着)*{_ABOUT}$|(?:工资|银行|储蓄)卡里面?的?$"
)
_LIMIT = re.compile(rf"额度(?:给|还|剩|变成|降到|掉到|提到)*{_ABOUT}$")
_USED_UP = re.compile(r"[^,。]{0,3}(?:全|都|刷|用|套|花)")
_IS_OTHER_SUM = re.compile(
    rf"(?:块钱?|元)?(?:的?{_FEE}|(?:就|能|可以)*[帮替给包][^,。]{{0,4}}(?:停息|消|洗|删|修复|办|搞定|处理)"
    r"|(?:就|能|可以)*[帮替包]我?(?:恢复|解[冻封]|提额|协商)|代(?:办|理|谈|协商|处理)|包过)"
)
"""Sums that are no debt: what is earned, what something costs."""

_AT_LEAST = re.compile(r"(?:超过了?|超|满|达到|到了|(?:本金|金额|[每单]笔)不到)$")
_NO_MORE = re.compile(r"(?:单笔|不[满足]|不超过|不得超过|低于|少于)$")
_FROM_UP = re.compile(r"(?:元|块钱?)?(?:及?以上|以下|以内|之内|起步?(?!诉))")
_THEN = re.compile(
    r"[^,。]{0,3}?(?:是不是|才|就|会|抓|要|能|算|可以|立案|起诉|判|坐牢|量刑|入刑|上征信|报)"
)
_OWN = re.compile(r"我|欠了|已经|现在")
_HEARSAY = re.compile(r"(?:听说|听人说|据说|都说|网上说|别人说|人家说)[^,。?!欠]{0,6}$")
"""Tell a threshold that is asked about, 「超过5万就会判刑吗」, from a debt, 「我欠了超过5万」."""

_WRONG = r"(?:不对|错了|[说打写填记搞弄]错|更正|纠正)了?啊?[,。!\s]*"
_CORRECTED = re.compile(
    rf"{_WRONG}(?:我?(?:欠|说)?的*(?:应该|其实)?是)?$|(?:^|[,。\s])(?:应该|其实)是$|(?:^|[,。\s])改[成为]$"
    r"|不是[^,。]{1,9}[,\s]*(?:而|应该)?是$"
)
_MEANT_FIRST = re.compile(r"(?:^|[,。\s])我?(?:说|欠)?的?是$")
_NOT_THAT = re.compile(r"[^,。]{0,2}[,\s]*(?:而)?不是")
_DENIED = re.compile(r"(?:^|[,。\s])不是$")
_BUT_THIS = re.compile(r"[^,。]{0,2}[,。\s]*(?:而|应该)?是")
_DENIED_LAST = re.compile(r"是[^,。]{1,9}[,\s]*(?:而)?不是$")
"""Tell what was meant from what was not: 「不是8000 是18000」, 「是18000不是8000」."""

_SCORED = re.compile(r"(?:芝麻|信用|评)分[^,。\d]{0,4}$")
"""Stands before points of a score, which are no sum."""
_SERVICE = re.compile(
    r"95\d{3}|955\d{2}|96\d{3,4}|123(?:78|63|56|68|45|15|48|29|33|21|77|89)|100(?:86|10|00)|11[09]|12[02]"
)
"""Telephone numbers, which are no sums unless something is owed."""
_TO_BE_LENT = re.compile(r"(?:能|可以|想|要)(?:再|多)?[借贷](?:到|出|个|款)*$")
_OWED = re.compile(r"(?:欠|借|贷|本金|金额|账单|负债|差|剩)(?:款|了|着|的|是|有|我)*$")


_CLAUSE = re.compile(r"[,。;?!]")
_CLAUSE_LENGTH = 60
"""Characters that a clause seldom exceeds."""
_PAYDAY = re.compile(r"(?:工资|薪水|奖金|年终奖|提成|工程款|货款|公积金|退税)[^,。]{0,4}$")
_IS_PAYDAY = re.compile(r"(?:份|底|初|中旬)*(?:才|再|就|要|会|能)*发(?:工资|薪|钱|年终|奖)")
_BY_ANOTHER = re.compile(
    r"(?:就|要|会|再|又|还|可能|准备|打算|派人|他们?|催收|法院|银行|平台|客服)*"
    r"(?:上门|来(?!得及|还)|到我?(?:家|单位|公司)|找我|给我[打发寄]|联系我|起诉|立案|开庭|外访|走访)"
)
"""Follows the day of what another does: 「他说明天上门」."""
_OF_A_DEBT = re.compile(
    "逾|欠|还|清|断|拖|晚|借|贷|期|付|征信|记录|起诉|判|冻|停|关|恢复|注销|协商"
)
"""Tell the date of a debt from one of wages or a story: 「工资一月份才发」, 「去年一场大雪」."""


def _no_debt(text: str, start: int, end: int) -> str | None:
    """The role of a platform that is only worked for, or where something was seen or bought.

    >>> _no_debt("跑美团三年了", 1, 3), _no_debt("抖音上说能洗白", 0, 2)
    ('work', 'place')
    >>> _no_debt("美团逾期了", 0, 2), _no_debt("抖音上借的三千", 0, 2)
    (None, None)
    """
    works = _WORKS_FOR.search(text, max(0, start - 4), start) or _TO_WORK.match(text, end)
    platform = _PLATFORM.fullmatch(text, start, end)
    if works and platform:
        return WORK
    seen = text[start:end] == _WHERE_SEEN and _SEEN.match(text, end)
    return PLACE if seen or (platform and _TO_BUY.match(text, end)) else None


def product_role(  # noqa: PLR0911  tried from the most telling words to the least
    text: str, start: int, end: int, *, beside: bool
) -> str | None:
    """Which part the product plays: overdue, paid off, affected, paid with, or to be used.

    >>> product_role("花呗逾期影响借呗吗", 0, 2, beside=False)
    'overdue'
    >>> product_role("花呗逾期影响借呗吗", 6, 8, beside=True)
    'target'
    >>> product_role("借呗套出来还花呗行吗", 0, 2, beside=False)
    'means'
    """
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if role := _no_debt(text, start, end):
        return role
    if _AFFECTED.search(before) or _IS_AFFECTED.match(after):
        return "target"
    if _COMPARED.search(before) and _IS_COMPARED.match(text, end):
        return "target"
    if _IS_OVERDUE.match(text, end):
        return "overdue"
    if _IS_REPAID.match(text, end):
        return REPAID
    if _IS_MEANS.match(after) or (_TO_BORROW.search(before) and _TO_PAY_WITH.match(text, end)):
        return "means"
    applied = _TO_APPLY.search(before) and not _A_SERVICE_OF_IT.match(after)
    if applied or _STILL_USED.search(before) or _CONSIDERED.search(before):
        return "target"
    used = bool(_TO_USE.search(before))
    other = _OTHER_OVERDUE.search(text[:start]) and (beside or not _ITS_OWN.search(before))
    if other and (_STILL.match(after) or (beside and used)):
        return "target"
    return "used" if used else None


def span_role(number: str, text: str, start: int, end: int) -> str | None:
    """Why a span is none of being overdue: a measure, asked for, yet to come, of something else.

    >>> span_role("几", "逾期记录保留几年", 6, 8), span_role("五", "没还的话五年后会消", 4, 6)
    ('asked', 'ahead')
    """
    before, after = text[max(0, start - 12) : start], text[end:]
    some = number.startswith("几") or number == "好多"
    own_state = _OWN_STATE.search(before) and _NO_MORE_SAID.fullmatch(after)
    many_days = _MANY_DAYS.match(text, start)
    if many_days or (some and (_ONLY_HOW_MANY.fullmatch(text) or own_state)):
        return "asked"
    if _WISHED.search(before):
        return "ahead"
    if _LAPSED.search(before) and _IS_IT_OVER.match(after):
        return "asked"
    awaited = _OWED_TO_HIM.search(before) or _IS_WAGES.match(after)
    if _OF_OVERDUE.search(before) and not awaited:
        priced = number in {"一", "1"} and _HOW_MUCH.match(after)
        asked = some and _NOT_YET_OVERDUE.search(before) and _HOW_MANY.match(after)
        asked = asked or (_RULED.search(before) and _ONLY_THEN.match(after))
        asked = asked or (_FULL.search(before) and _LAPSES.match(after)) or _RUMOUR.search(before)
        told = {"other": _OF_NO_LOAN.search(before), "measure": priced, "asked": asked}
        return next((role for role, tells in told.items() if tells), None)
    if some and (_OF_ELSE.search(before) or not re.match("了|都|没|未|不|的|还|逾期", after)):
        return "asked"
    one = number in {"一", "1", "每"}
    measure = one and (_PER_DAY.match(after) or _SO_MANY.search(before))
    denied = _is_denied(before, after)
    doubted = re.search(r"(?:^|[,。])(?:那|就|不)*是$", before) and re.match(
        r"[吗么](?:\W|$)", after
    )
    doubted = doubted or (_AS_RECALLED.search(before) and _IT_SEEMS.match(after))
    named_before = _POINTED_AT.search(before) and not _UNPAID_THEN.match(after)
    of_else = _OF_ELSE.search(before) or named_before or _LONG_WHILE.match(text, start)
    roles = {
        "other": awaited or of_else or doubted or (denied and not measure),
        "measure": measure,
        "ahead": _AHEAD.match(text, end),
    }
    found = (role for role, tells in roles.items() if tells)
    return next(found, "other" if _ELSE.match(after) else None)


def is_beside_overdue(text: str, start: int, end: int) -> bool:
    """Whether words of being overdue stand right beside a span.

    >>> is_beside_overdue("出生四个月,逾期五天", 2, 5), is_beside_overdue("三个月没还", 0, 3)
    (False, True)
    """
    before = text[max(0, start - 12) : start]
    told = _OF_OVERDUE.search(before) or _UNPAID_SINCE.search(before)
    return bool(told or _IS_UNPAID.match(text, end))


def is_bare_amount(number: str, before: str, after: str) -> bool:
    """Whether a number without a unit is a sum: of a debt, or one put right.

    >>> [is_bare_amount("18000", one, "") for one in ("不对,是", "不是8000 是", "投诉给")]
    [True, True, False]
    """
    if re.match(r"[期号月日年天次遍张家个岁点级%折]", after) or number == MASK:
        return False
    if _SERVICE.fullmatch(number):
        return bool(_OWED.search(before))
    if _SCORED.search(before):
        return False
    if _AFTER_OWING.search(before):
        return len(number) >= 2
    if not re.fullmatch(r"[\d,.]{3,10}", number) or re.fullmatch(r"20[0-3]\d", number):
        return False
    meant_first = _MEANT_FIRST.search(before) and _NOT_THAT.match(after)
    denied = _is_denied(before, after) or _DENIED_LAST.search(before)
    return bool(_CORRECTED.search(before) or meant_first or denied)


def amount_role(number: str, before: str, after: str) -> str | None:
    """What a sum is, if not the debt: earned, paid, asked about, due each month, something else.

    >>> [amount_role("5千", "每个月工资", ",欠了花呗"), amount_role("5万", "超过", "就会判刑吗")]
    ['income', 'asked']
    """
    if _INCOME.search(before) or _IS_INCOME.match(after):
        return "income"
    if _PAID.search(before):
        return "paid"
    denied = _is_denied(before, after) or _DENIED_LAST.search(before)
    limit = _LIMIT.search(before) and not _USED_UP.match(after)
    if denied or limit or _OTHER_SUM.search(before) or _IS_OTHER_SUM.match(after):
        return "other"
    asked = _FROM_UP.match(after) or (_AT_LEAST.search(before) and _THEN.match(after))
    heard = _HEARSAY.search(before) and _THEN.match(after)
    few = number == "几" and not _OWED.search(before)
    few = few or bool(number.startswith("几") and _TO_BE_LENT.search(before))
    if few or heard or _NO_MORE.search(before) or (asked and not _OWN.search(before)):
        return "asked"
    if _MONTHLY.search(before):
        return "monthly"
    offered = _I_PAY.search(before) and _WILL_IT_DO.match(after)
    return "paid" if offered or _WOULD_PAY.search(before) else None


def date_role(text: str, start: int, end: int, *, only_a_year: bool) -> str | None:
    """Why a date is none of the debt: of wages, of another's doing, a year that opens a story.

    >>> date_role("去年公司裁员,花呗逾期了", 0, 2, only_a_year=True)
    'other'
    >>> date_role("去年逾期过一次", 0, 2, only_a_year=True)
    """
    before = _CLAUSE.split(text[max(0, start - _CLAUSE_LENGTH) : start])[-1]
    after = _CLAUSE.split(text[end : end + _CLAUSE_LENGTH])[0]
    if _PAYDAY.search(before) or _IS_PAYDAY.match(after) or _BY_ANOTHER.match(after):
        return "other"
    return "other" if only_a_year and not _OF_A_DEBT.search(before + after) else None


def _is_denied(before: str, after: str) -> bool:
    """Whether something else is put in its place: the 8000 of 「不是8000 是18000」."""
    return bool(_DENIED.search(before) and _BUT_THIS.match(after))
