"""Two questions in one utterance: where it may be cut.

An utterance is cut into clauses at punctuation, white space and connectives; a clause that asks
nothing belongs to the question after it, and what stands before the first question (the user's
situation) belongs to all of them.
"""

from __future__ import annotations

import re

_CUT = re.compile(
    r"[,。!;~…\n]+|\s+|(?=还有就是|另外|还有(?![^,。]{0,2}(?:钱|欠|逾期|款|账))|而且(?=.{0,4}(?:会|能|怎))|然后(?=.{0,6}(?:会|能|怎|还)))"
)
_ASKING = re.compile(
    r"吗|么(?:$|[^样])|嘛$|呢$|怎么|怎样|如何|多久|多少|什么|(?<![前这那过好])几天|几号|几点|几年|哪|为什么|谁|能不能|可不可以|会不会|是不是|有没有|要不要|行不行"
    r"|算不算|能否|是否|会.{1,10}不$|[能会]上?征信不|影响不|行不|\?"
)
_LEANING = re.compile(
    r"^(?:那|又|该|我|要|应该|到底)*(?:怎么办|怎么处理|如何处理|怎么解决|怎么做|怎么弄|可以吗|行吗|行不行|能吗|好吗|是吗|对吗|真的吗"
    r"|是真的吗|是这样吗|有用吗|严重吗|为什么|什么意思|从(?:哪天|什么时候)(?:开始)?[算起])(?:啊|呢|呀)?\??$"
)
"""A question that asks nothing by itself leans on the one before."""
_COSTS = re.compile(
    r"^(?:那|又|还)*(?:要|会|需要|用|有没有|会不会|收不收|不要|不用|有|收|付|什么|额外|另外|的)*"
    r"(?:收费|花钱|要钱|付费|违约金|手续费|服务费|费用|利息)吗?(?:啊|呢|呀)?\??$"
)
_PRICED = re.compile(r"提前|结清|分期|延期|展期|最低|查|证明|关|注销|协商|申请")
"""「要手续费吗」 leans on the question about what may have a price."""
_TOLD = 3
"""Questions of a story that are read at most: the real one stands rarely before so many."""
_AFTER = re.compile(r"吗(?=[^,。!?\s吗]{3,})")


def split_questions(text: str) -> tuple[tuple[str, ...], ...]:
    """The questions in a normalised text, each by itself and with the situation told before it.

    >>> split_questions("花呗逾期三天了,影响征信吗 还能再用吗")
    (('花呗逾期三天了,影响征信吗',), ('还能再用吗', '花呗逾期三天了,还能再用吗'))
    >>> split_questions("花呗逾期了怎么办")
    (('花呗逾期了怎么办',),)
    """
    text = _AFTER.sub("吗,", text)
    situation = ""
    questions: list[str] = []
    pending: list[str] = []
    for clause in _clauses(text):
        pending.append(clause)
        if questions and _leans(clause, questions[-1]):
            questions[-1] = ",".join((questions[-1], *pending))
            pending = []
        elif _ASKING.search(clause):
            if not questions:
                situation = ",".join(pending[:-1])
            questions.append(",".join(pending))
            pending = []
    if not questions:
        return ((text,),)
    questions[-1] = ",".join((questions[-1], *pending))
    told = [(question, f"{situation},{question}") for question in questions[1:] if situation]
    return ((questions[0],), *(told or ((question,) for question in questions[1:])))


def _leans(clause: str, question: str) -> bool:
    """Whether a clause asks nothing by itself, but something more of the question before."""
    if _LEANING.match(clause):
        return True
    return bool(_COSTS.match(clause) and _PRICED.search(question))


def questions_told(text: str) -> tuple[str, ...]:
    """The questions in a story, each with the clause before it; the last few of many.

    >>> questions_told("我在外地打工,上个月没发工资,花呗晚了三天,会上征信吗,睡不着")
    ('花呗晚了三天,会上征信吗',)
    """
    clauses = _clauses(text)
    asking = [place for place, clause in enumerate(clauses) if _ASKING.search(clause)]
    return tuple(",".join(clauses[max(0, place - 1) : place + 1]) for place in asking[-_TOLD:])


def _clauses(text: str) -> list[str]:
    """The clauses of a text; a question mark stays with the clause it ends."""
    marked = re.sub(r"([?])", r"\1\n", text)
    pieces = (piece.strip(" ,") for piece in _CUT.split(marked))
    found: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        if len(piece) < 3 and found:
            found[-1] += piece
        else:
            found.append(piece)
    return found
