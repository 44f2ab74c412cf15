"""Reading an utterance with what went before: follow-ups, corrections, picks, repeats.

Each reading is tried from the most certain to the least; a full new question passes through all
of them untouched, so that old context is never dragged in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from bot.dialogue.forms import FORMS
from bot.dialogue.payload import read_payload
from bot.dialogue.tracker import Tracker
from bot.domain import Domain, Entity, Match, SlotValue, Understanding
from bot.nlu.normalize import normalize

How: TypeAlias = Literal["plain", "payload", "pick", "follow_up", "correction", "repeat"]


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance as understood in its conversation.

    `how` says by which reading; `slots` are those given apart from entities (by a payload or a
    correction).
    """

    understanding: Understanding
    how: How = "plain"
    slots: Mapping[str, SlotValue] | None = None


_NUMBERS = {"1": 0, "一": 0, "2": 1, "二": 1, "两": 1, "3": 2, "三": 2, "4": 3, "四": 3}
_PICK = re.compile(
    r"^(?:我?(?:选|要|问的?是?|是|点))?(?:第)?([1-4一二三四两])(?:个|项|条|号|种)?(?:吧|呢|啊|的)?[。.!]?$"
)
_LAST = re.compile(
    r"^(?:我?(?:选|要|问的?是?|是))?(?:后面|最后|下面|后)(?:那|这|一)?(?:个|条|者|面)?(?:那个|的)?(?:吧)?$"
)
_FIRST = re.compile(
    r"^(?:我?(?:选|要|问的?是?|是))?(?:前面|上面|前|最前)(?:那|这|一)?(?:个|条|者|面)?(?:那个|的)?(?:吧)?$"
)
_REPEAT = re.compile(
    r"再(?:说|讲|发|给我说|回答)一?(?:遍|次|下)|重复一?(?:遍|次|下)?|没(?:看清|听清|看明白|看懂)"
    r"|(?:刚才|刚刚|上面|前面)(?:那个|说的|的)?.{0,4}(?:再|重)"
)
_NOT_BUT = re.compile(r"不是.{1,8}?[,，]?\s?(?:而)?是")
_BUT_NOT = re.compile(r"(?:说|问|指)?的?是.{1,8}?[,，]?\s?(?:不是|而不是)")
_MEANT = re.compile(r"(?:说|问|指)的是|说错|打错|写错|搞错|更正|纠正|应该是")
_FILLERS = re.compile(
    r"(?:那么|那|呢|吗|嘛|啊|呀|吧|的话|如果|要是|假如|假设|换成|换作|换|变成|是|了|也|都|还有|同样|一样|"
    r"怎么样|怎样|如何|会|又|则|对于|关于|至于|情况|这个|那个|我|的|逾期|拖|晚|欠|了|问|想|再|改|好|嗯|哦|，|[,。.?!;:~\s])"
)
_DURATION_SHIFT = {
    "overdue_short": ("overdue_short", "overdue_long"),
    "overdue_long": ("overdue_short", "overdue_long"),
    "restore_after_overdue": ("restore_after_overdue", "restore_after_long_overdue"),
    "restore_after_long_overdue": ("restore_after_overdue", "restore_after_long_overdue"),
}
"""Intents that are told apart by the duration alone: with days, with a month or more."""

_ASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "refused",
        re.compile(r"(?:不同意|拒绝|不肯|不答应|不批|不给|不行)了?(?:怎么办|呢)?|没用怎么办"),
    ),
    (
        "materials",
        re.compile(
            r"(?:要|需要|准备|提供|带|交)?什么(?:材料|资料|证明|东西)|要(?:准备|提供)什么|怎么说"
        ),
    ),
    (
        "how_long",
        re.compile(r"多久|多长时间|几天|几个月|几年|多少天|多少年|什么时候|何时|要等|多长"),
    ),
    ("how_much", re.compile(r"多少钱|收费|要钱|花钱|费用|免费|贵|怎么收|怎么算|怎么计算|多少$")),
    (
        "where",
        re.compile(
            r"去哪里?(?:查|看)?|在哪里?(?:查|看)?|哪里|哪儿|入口|打什么电话|找谁|什么电话|电话多少"
        ),
    ),
    ("why", re.compile(r"为什么|什么原因|凭什么|为何")),
    (
        "how",
        re.compile(
            r"怎么(?:申请|办理|操作|弄掉|弄|做|办掉|办|搞)|如何(?:申请|办理|操作|做)?|怎么$|流程|步骤|申请"
        ),
    ),
    ("can", re.compile(r"能不能|可以吗|可不可以|能吗|行吗|行不行|会吗|会不会|有用吗|真的吗")),
)
"""What a question of a few words asks for; the first that occurs counts."""

_GLUE = re.compile(
    r"[那么呢吗嘛啊呀吧了的我要得才需大概般会能去可以应该具体到底最一就还再想先给,。.?!\s]"
)
"""What a question of a few words may hold besides."""

_SHORT = 12
_UNDER_OVERDUE = {"credit_usage_impact": "credit_impact"}
"""What a short question means once being overdue is the subject: 「上征信吗」."""

_CORRECTABLE = ("product", "duration", "amount", "date")


class ContextReader:
    """Reads utterances in their conversation."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def __call__(self, understanding: Understanding, tracker: Tracker) -> Heard:
        """The utterance as meant here."""
        return (
            self._payload(understanding)
            or self._pick(understanding, tracker)
            or self._repeat(understanding, tracker)
            or self._correction(understanding, tracker)
            or self._switch(understanding, tracker)
            or self._ellipsis(understanding, tracker)
            or self._under_overdue(understanding, tracker)
            or Heard(understanding)
        )

    def _payload(self, understanding: Understanding) -> Heard | None:
        payload = read_payload(understanding.text)
        if payload is None:
            return None
        name = payload.name.removeprefix("faq/")
        if name not in self._domain.intents and name not in FORMS:
            return None
        return Heard(replace(surely(understanding, name), entities=()), "payload", payload.slots)

    def _pick(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        options = _options(tracker)
        if not options:
            return None
        last = tracker.last_reply
        offered = last is not None and last.metadata.get("kind") in {"clarify", "fallback"}
        titles = [title for title, _ in options]
        place = _picked(understanding.normalized, titles, by_part=offered)
        if place is None or place >= len(options):
            return None
        payload = read_payload(options[place][1])
        if payload is None:
            return None
        return Heard(surely(understanding, payload.name), "pick", payload.slots)

    def _repeat(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        asked = _REPEAT.search(understanding.normalized)
        if not asked or len(understanding.normalized) > _SHORT + 4:
            return None
        previous = previous_intent(tracker)
        return Heard(surely(understanding, previous) if previous else understanding, "repeat")

    def _correction(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「不是花呗是借呗」, 「说错了,是三个月」: the question before, with what was meant."""
        previous = previous_intent(tracker)
        text = understanding.normalized
        if not previous or len(text) > _SHORT + 8:
            return None
        named = [one for one in understanding.entities if one.entity in _CORRECTABLE]
        if not named:
            return None
        same = [one for one in named if one.entity == named[-1].entity]
        if _NOT_BUT.search(text) and len(same) >= 2:
            meant = same[-1]
        elif _BUT_NOT.search(text) and len(same) >= 2:
            meant = same[0]
        elif _MEANT.search(text) or re.match(r"(?:不对|错了|不是)[,，]?\s?(?:是|我)", text):
            meant = same[-1]
        else:
            return None
        corrected = replace(understanding, entities=(meant,))
        return Heard(surely(corrected, self._shifted(previous, meant)), "correction")

    def _switch(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「那借呗呢」, 「三个月呢」: the question before, with another product or duration."""
        previous = previous_intent(tracker)
        if not previous or not understanding.entities:
            return None
        rest = _without_entities(understanding)
        if _FILLERS.sub("", rest) or len(rest) > _SHORT:
            return None
        named = [
            one
            for one in understanding.entities
            if one.entity in {"product", "duration", "amount"}
        ]
        if not named or any(re.match(r"[几多]", one.text) for one in named):
            return None
        if {one.entity for one in named} == {"product"} and rest.strip() == "逾期了":
            return None
        for one in named:
            previous = self._shifted(previous, one)
        return Heard(surely(understanding, previous), "follow_up")

    def _ellipsis(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        """「多久」, 「怎么申请」: a question of a few words about the subject before."""
        previous = previous_intent(tracker)
        text = understanding.normalized
        if not previous or len(text) > _SHORT:
            return None
        products = [one for one in understanding.entities if one.entity == "product"]
        if len(products) > 1:
            return None
        rest = _without_products(understanding)
        asked = [asks for asks, pattern in _ASKS if pattern.search(rest)]
        for _, pattern in _ASKS:
            rest = pattern.sub("", rest)
        if not asked or _GLUE.sub("", rest):
            return None
        meant = self._domain.follow_ups.get(previous, {}).get(asked[0])
        return Heard(surely(understanding, meant), "follow_up") if meant else None

    def _shifted(self, intent: str, entity: Entity) -> str:
        """The intent once its duration is another one."""
        if entity.entity != "duration" or intent not in _DURATION_SHIFT:
            return intent
        meant = _DURATION_SHIFT[intent][int(entity.value) > 29]
        return meant if meant in self._domain.intents else intent

    def _under_overdue(self, understanding: Understanding, tracker: Tracker) -> Heard | None:
        previous = previous_intent(tracker)
        meant = _UNDER_OVERDUE.get(understanding.best.name)
        if not previous or not meant or len(understanding.normalized) > _SHORT:
            return None
        if previous == understanding.best.name or "使用" in understanding.normalized:
            return None
        return Heard(surely(understanding, meant), "follow_up")


def surely(understanding: Understanding, intent: str) -> Understanding:
    """The same utterance with `intent` certain, the others behind it as they were."""
    others = tuple(match for match in understanding.ranking if match.name != intent)
    return replace(understanding, ranking=(Match(intent, 1.0), *others), parts=())


def previous_intent(tracker: Tracker) -> str | None:
    """The intent answered last in this session, chat aside."""
    for reply in reversed(tracker.replies):
        if reply.metadata.get("kind") in {"answer", "handoff"}:
            intents: Sequence[str] = reply.metadata.get("intents") or ()
            topical = [name for name in intents if not name.startswith("form_")]
            if topical:
                return topical[-1]
    return None


def _options(tracker: Tracker) -> list[tuple[str, str]]:
    """The buttons under the last reply, as title and payload."""
    last = tracker.last_reply
    buttons = last.data.get("buttons") if last else None
    return [(button["title"], button["payload"]) for button in buttons or ()]


def _picked(  # noqa: PLR0911  tried from the most certain reading to the least
    text: str, titles: Sequence[str], *, by_part: bool
) -> int | None:
    """Which option an utterance chooses: by number, by place, or by saying it or part of it."""
    if match := _PICK.match(text):
        return _NUMBERS[match[1]]
    if _LAST.match(text):
        return len(titles) - 1
    if _FIRST.match(text):
        return 0
    folded = [normalize(title) for title in titles]
    if text in folded:
        return folded.index(text)
    if by_part and 2 <= len(text) <= _SHORT:
        containing = [place for place, title in enumerate(folded) if text in title]
        if len(containing) == 1:
            return containing[0]
        close = [place for place, title in enumerate(folded) if fuzz.ratio(text, title) >= 80]
        if len(close) == 1:
            return close[0]
    return None


def _without_products(understanding: Understanding) -> str:
    """The normalised utterance without the products it names."""
    text = understanding.normalized
    for one in understanding.entities:
        if one.entity == "product":
            text = text.replace(normalize(one.text), "")
    return text


def _without_entities(understanding: Understanding) -> str:
    """The utterance with its entities cut out."""
    text = understanding.text
    for one in sorted(understanding.entities, key=lambda entity: -entity.start):
        if one.entity in {"product", "duration", "amount", "date"}:
            text = text[: one.start] + text[one.end :]
    return normalize(text)
