"""Keeping company with who was in danger a moment ago: nothing cold, nothing word for word.

For a few turns, what would sound like a machine (not understood, out of scope, which of these)
gives way to a word that somebody is here. What is clear, a question of debts or of the help line,
gets its answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.decisions import (
    Answer,
    Clarify,
    Company,
    Crisis,
    Decision,
    Fallback,
    HandOff,
    OutOfScope,
    Repeat,
)
from bot.dialogue.endangered import asks_for_help_now, fears_for_another, tells_of_relief
from bot.dialogue.policies import Situation
from bot.dialogue.tracker import Tracker
from bot.domain import Match
from bot.nlu.normalize import normalize

_NEAR = 6
"""So many replies later the danger is still near."""
_BESIDES = 12
"""Up to so many characters beside a denial, nothing else was said."""
_FEW = 3
"""Below so many characters an answer to the letter, 「嗯」, says neither yes nor no."""

_WISHES = (
    r"(?:自杀|轻生|寻死|寻短见?|不想活|死(?!成|不)|[做干](?:什么|啥)?傻事|想不开|跳楼|伤害自己)"
)
_DENIED = re.compile(
    r"^(?:没有?)+(?=[,。!\s])"
    r"|(?:我(?:真的?|也|又|可|并|就|肯定|绝对)?)?(?:"
    rf"(?:没有?|不是)(?:真的?|在)?(?:想过?|要|打算|准备|说)(?:真的?)?[要去]?{_WISHES}"
    r"|没有?(?:(?:自杀|轻生|寻死)的|[这那]种|[这那]个|那)(?=想法|念头|意思|打算)"
    rf"|(?<!会)不会(?:真的?)?去?{_WISHES}(?!的?[吧吗么?])"
    r"|没有?那么严重|不至于(?:到那一步)?"
    r"|(?:就是|只是|不过是|随口|随便)(?:随口|随便)?(?:说说|发泄|抱怨|吐槽)(?:一下|而已|罢了)?"
    r"|开(?:个)?玩笑|说着玩"
    r")(?:的?(?:想法|念头|意思|打算))?的?"
)
"""「我没有想自杀」, 「不会做傻事」, 「就是说说」; no wish that only lacks courage or means."""

_NUMBER = re.compile(r"(?<!\d)12356(?!\d|\.\d|元|块|万)")
_LINE = re.compile(
    r"[这那]个?(?:热线|电话|号码?)|心理(?:热线|援助)|援助热线|打(?:了|过)?[也都]?(?:不通|没人接)|占线"
)
_CALLS = re.compile(
    r"(?:[我就]|这就|现在|马上|等下|一会儿?|待会儿?|回头|明天|先)(?:先|就|再|去|来|会)*打(?!电话给|算|给|官)"
    r"|打打?(?:看|试)"
)
_ASKS = re.compile(r"[不没吗么谁哪几呢?]|什么|多少")
_YES = re.compile(r"好|嗯|恩|行|可以|ok|知道|明白|听你|答应|收到|我(?:会|试|去|打)")
_THANKS = re.compile(r"谢|感激|放心|踏实|舒服|好[多点些]了")

_PERSON = re.compile(r"人工|真人|活人|客服|坐席|专员|电话")

_FOR_ANOTHER = {
    "utter_crisis_agreed": "utter_crisis_other_agreed",
    "utter_crisis_stay": "utter_crisis_other_stay",
}
"""What is said to who fears for another, instead of to who was in danger."""
_SMALL_TALK = frozenset({"greet", "affirm", "deny", "thank", "goodbye", "bot_complaint"})
"""Worded for who asks about a debt; on the ears of who despairs it is cold."""


def is_near(tracker: Tracker) -> bool:
    """Whether danger was heard a few replies ago at most."""
    return "crisis" in tracker.kinds[-_NEAR:]


def was_near(tracker: Tracker) -> bool:
    """Whether danger was heard in this session."""
    return "crisis" in tracker.kinds


def without_denial(text: str) -> str:
    """A text without what denies a danger, normalised.

    >>> without_denial("我没有想自杀,就是压力太大")
    ',就是压力太大'
    """
    return _DENIED.sub("", normalize(text))


def take_denial(situation: Situation) -> Company | None:
    """「我就是说说，不会做傻事」, said of a danger heard before."""
    said = situation.heard.understanding.text
    rest = without_denial(said)
    if not was_near(situation.tracker) or rest == normalize(said):
        return None
    return Company("utter_crisis_denied") if len(_letters(rest)) <= _BESIDES else None


def tell_of_help_line(situation: Situation) -> Company | None:
    """What the number is that we gave, and a kind word to who is about to call it."""
    said = situation.heard.understanding.normalized
    if situation.tracker.active_loop:
        return None
    near = is_near(situation.tracker)
    short = near and len(_letters(said)) <= _BESIDES
    named = _NUMBER.search(said) or (short and _LINE.search(said))
    if (named or short) and near and _CALLS.search(said) and not _ASKS.search(said):
        return Company("utter_crisis_agreed")
    return Company("utter_crisis_line") if named else None


def keep_company(decision: Decision, situation: Situation) -> Decision:
    """The decision, or company where it would leave somebody alone who was just in danger."""
    if not is_near(situation.tracker):
        return decision
    kept = _keep_company(decision, situation)
    if not fears_for_another(situation.tracker):
        return kept
    if asks_for_help_now(situation.heard.understanding.text):
        return Crisis(of_another=True)
    if tells_of_relief(situation.heard.understanding.text):
        return Company("utter_crisis_other_agreed")
    if isinstance(kept, Company):
        return replace(kept, response=_FOR_ANOTHER.get(kept.response, kept.response))
    return kept


def _keep_company(decision: Decision, situation: Situation) -> Decision:
    match decision:
        case Clarify(candidates):
            return Company("utter_crisis_stay", candidates=candidates)
        case HandOff() if _PERSON.search(situation.heard.understanding.normalized):
            return decision
        case Fallback() | OutOfScope() | Repeat() | HandOff():
            return Company("utter_crisis_stay")
        case Answer((best,)) if best.name in _SMALL_TALK:
            return _hear_out(best, situation)
        case _:
            return decision


def _hear_out(best: Match, situation: Situation) -> Decision:
    said = _letters(situation.heard.understanding.normalized)
    if len(said) < _FEW and situation.last_kind == "crisis":
        return Crisis(fears_for_another(situation.tracker))
    agrees = {
        "affirm": _YES.match(said),
        "thank": _THANKS.search(said),
        "goodbye": True,
    }
    if agrees.get(best.name):
        return Company("utter_crisis_agreed", (best,))
    return Company("utter_crisis_stay")


def _letters(text: str) -> str:
    return "".join(one for one in text if one.isalnum())
