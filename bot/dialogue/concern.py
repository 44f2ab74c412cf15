"""What of a subject is asked about in particular: a passport, a letter from a lawyer.

One intent answers for a whole field; the variant that its condition chooses says the asked line
first.
"""

from __future__ import annotations

import re

from bot.dialogue.debtor import OTHER_PERSON
from bot.nlu.normalize import normalize

CONCERN = "concern"
"""The slot; it holds for one question and those that follow on it."""

_CHILD = r"(?:孩子|小孩|子女|娃|儿子|女儿|闺女)"
_OWES = rf"{_CHILD}(?:(?![我会能受因爸妈爹父母公婆]|影响)[^,。?!]){{0,8}}(?:欠|借了|贷了)"
"""The child has borrowed himself: 「儿子上大学欠了网贷」."""
_LENDER = r"(?<![融款贷保收险技产权理包方务询介个家])(?<!别的)(?<!其他)"
"""Stands before 「公司」 that is not where he works: 「资产公司」, 「有个公司说」."""
_FOUNDED = r"(?<!开)(?<!开个)(?<!开了)(?<!办)(?<!办个)(?<!注册)(?<!成立)(?<!创办)"
_SCHOOL = r"(?:上学|读书|小学|幼儿园|初中|高中|高考|大学|学校|私立)"
_CAREER = (
    r"(?:考公|公务员|国考|省考|考编|编制|事业(?:编|单位)|政审"
    r"|参军|当兵|入伍|征兵|军校|选调|公职|警校|辅警)"
)
_RELATIVE = (
    rf"(?:{_CHILD}|弟弟?|妹妹?|哥哥?|姐姐?|老[公婆]|媳妇|妻子|丈夫|爱人|对象|女婿"
    r"|侄子?女?|家里?人)"
)
_OF_KIN = (
    r"(?:老[公婆]|媳妇|妻子|丈夫|爱人|家里?人|父母|[爸妈爹娘]|儿子|女儿|孩子)"
    r"(?:的|名下|自己)*"
)
_IS_LATE = r"[^,。?!我]{0,8}(?:欠|逾期|借了|贷了|老赖)"
_DEAR = r"(?:老伴|老公|丈夫|老婆|妻子|[爸妈爹娘]|[叔舅姑姨哥姐弟妹]|爷爷|奶奶|父亲|母亲|人)"
_CONCERNS = {
    "late_interest": re.compile(r"(?:迟延|延迟)履行|加倍(?:部分|支付|的|债务)*利息"),
    "payment_order": re.compile(r"支付令"),
    "lawyer_letter": re.compile(r"律师函|律师信|律所[^,。?!]{0,4}函"),
    "mediation": re.compile(r"调解|诉前调"),
    "paid_by_surety": re.compile(
        r"代偿|(?:担保|保险)(?:公司|方|机构)[^,。?!我]{0,4}[替帮给代]我?们?[^,。?!要会能]{0,6}(?:还|垫|付)(?!吗)"
    ),
    "bad_debt": re.compile("呆账"),
    "on_behalf": re.compile(
        rf"(?:[替代]|帮着?)(?:我的?)?{OTHER_PERSON}[^,。?!还]{{0,6}}(?:谈|商量|协商|沟通|申请|打电话)"
    ),
    "hidden_property": re.compile(
        r"(?:房|车|铺面|店面|存款|财产)[^,。?!]{0,8}(?:过户|转移|写给)"
        r"|(?:过户|转移|转到)[^,。?!]{0,8}(?:房|车|铺面|店面|财产|名下)"
    ),
    "bank_credit": re.compile("信用购"),
    "arbitration_clause": re.compile(
        r"仲裁[^。?!]{0,8}(?:改|换|转)[^。?!]{0,3}法院"
        r"|(?:没有?|未|不)(?:签|写|约定|认|同意)[^,。?!]{0,6}仲裁"
        r"|仲裁[^。?!]{0,6}(?:没有?|未)(?:签|写)?[^,。?!]{0,3}(?:协议|约定|条款)"
        r"|(?:没有?|未)[^,。?!]{0,3}(?:协议|条款)[^。?!]{0,4}仲裁"
        r"|仲裁(?:协议|条款|约定)[^,。?!]{0,4}(?:有效|无效|效力|算数)"
    ),
    "arbitration": re.compile(r"仲裁"),
    "online_hearing": re.compile(
        r"(?:网上|线上|在线|视频|云)(?:开庭|庭审)|(?:开庭|庭审)的?[^,。?!]{0,4}(?:软件|掉线)"
    ),
    "identity": re.compile(
        r"(?:冒用|冒名|盗用)[^,。?!]{0,4}(?:我|身份|名|本人|贷|借|办)|冒充(?:我|本人)|(?:身份|名义)[^,。?!]{0,4}被?(?:冒|盗)|被(?:人)?(?:冒用|冒名|盗用)"
    ),
    "false_police": re.compile(
        r"(?:冒充|假冒|假扮|装成?|自称(?:是)?)[^,。?!]{0,6}(?:警|公安|派出所|法院|法官|检察|公检法)"
        r"|说(?:自己)?是[^,。?!]{0,4}(?:公安|民警|警察|派出所|法官|检察|法院的)"
    ),
    "poster": re.compile(
        r"^(?!.*会[^,。?!]{0,6}(?:上门|户访)).*(?:大字报|告示|(?:张)?贴[^,。?!]{0,6}(?:纸|条|单|信息|东西|照片|公告|通知)|张贴)"
    ),
    "lent_card": re.compile(
        r"帮信|跑分|走账|(?:出借|租|卖|借)(?:了|掉|出去)?[^,。?!]{0,4}(?:银行卡|储蓄卡|电话卡|手机卡)"
        r"|(?:银行卡|储蓄卡|电话卡|手机卡)[^,。?!]{0,3}(?:(?:租|卖|借)(?:了|掉|出去)*给|(?:租|卖|借)(?:了|出去|掉))"
    ),
    "signed_with": re.compile(
        r"(?<![没不])(?<!没有)(?:共同借款人|(?:也|都|一起|一块儿?|共同)(?:[在给][^,。?!]{1,8})?签(?:了|过)?(?:个|的)?[字名])"
        r"|(?<!没)(?<!没有)签过字就(?:得|要)还|配合(?:着|他|她)?签(?:了|过)"
    ),
    "estate": re.compile(
        r"遗产|继承|遗嘱|留[下给](?![^,。?!]{0,6}(?:记录|案底|污点|痕迹))|名下(?:就|只)有?|去世|过世|离世|病逝"
        rf"|{_DEAR}都?走了|(?:{_DEAR}|[他她])(?:都|也|已经)?(?:不在(?:了|人?世)|没了(?!工作|收入|钱|消息|联系))"
    ),
    "rented_phone": re.compile(
        r"租机|租来的[^,。?!]{0,6}(?:手机|机子|电脑)(?!卡|号)|租[^,。?!]{0,4}手机(?!卡|号)"
    ),
    "not_told": re.compile(
        r"(?:没有?|未|都不)(?:提前|事先|先|跟我|给我)*(?:告知|告诉|通知)(?!任何|别人|[家爸妈父母老亲朋])"
        r"|(?:没有?|未|不)(?:提前|事先|先|跟我|给我)*(?:发|收到)(?:过|任何|一?条|个)*(?:短信|通知|提醒)"
    ),
    "central_bank": re.compile(r"人民银行|人行(?!征信|报告)|央行"),
    "abroad": re.compile(r"出国|出境|护照|签证|通行证|过关|海关|港澳|留学|移民"),
    "career_of_kin": re.compile(
        rf"^(?=.*{_CAREER})(?:(?!.*{_RELATIVE}{_IS_LATE}).*"
        rf"(?:{_RELATIVE}(?:(?!我)[^,。?!]){{0,10}}{_CAREER}"
        rf"|(?:影响|连累|害)[到了]?[他她](?!们)[^,。?!]{{0,6}}{_CAREER})"
        rf"|.*(?:{_RELATIVE}|[爸妈爹娘]|父母?亲?|母亲){_IS_LATE}[^。?!]*我[^,。?!]{{0,8}}{_CAREER})"
    ),
    "public_service": re.compile(_CAREER),
    "school": re.compile(
        rf"^(?!.*{_OWES}).*(?:{_CHILD}[^,。?!]{{0,10}}{_SCHOOL}|{_SCHOOL}[^,。?!]{{0,4}}{_CHILD})|私立学校"
    ),
    "travel": re.compile(r"高铁|动车|飞机|机票|坐火车|航班"),
    "job": re.compile(
        rf"入职|背调|面试|找工作|辞退|清退|开除|饭碗|老板|{_LENDER}{_FOUNDED}公司(?!倒闭|破产|关门|黄了|没了)"
        r"|单位|上班|(?<!没)(?<!没有)工作(?!日|人员|室)"
    ),
    "student": re.compile(r"学生|在校|校园|大[一二三四](?!个|笔)|没毕业"),
    "kins_own": re.compile(
        rf"{_OF_KIN}(?:[^,。?!我]{{0,2}}卡|账户|存款)[^,。?!]{{0,8}}[冻封扣划]"
        rf"|{_OF_KIN}[^,。?!我欠逾]{{0,4}}(?:单独|想|[能要去会]|打算|可以|贷款)[^,。?!欠逾]{{0,4}}(?:贷(?!款?[欠逾])|买[房车]|办卡)"
        rf"|用(?:我?{_OF_KIN}|[他她]的?)(?:名字?|名义)[^,。?!]{{0,6}}(?:贷|买|办|按揭|行不行|可以)"
    ),
    "judged": re.compile(
        r"(?<![没未])(?<!没有)(?<!没被)(?<!没有被)判(?:决|了|完)|(?<!失信)被执行人|强制执行"
    ),
}


def told_concern(text: str) -> str | None:
    """The first concern, in the order of the table, that an utterance names.

    >>> told_concern("欠网贷能办护照吗"), told_concern("花呗逾期了怎么办")
    ('abroad', None)
    """
    said = normalize(text)
    return next((name for name, words in _CONCERNS.items() if words.search(said)), None)
