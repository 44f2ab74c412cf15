"""Decision and slots to words: which response, which variant, which buttons beneath it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from bot.dialogue.decisions import (
    Answer,
    Clarify,
    Company,
    Crisis,
    Decision,
    Fallback,
    FormStep,
    HandOff,
    OutOfScope,
    Repeat,
)
from bot.dialogue.focus import bearing_on, gist, wants_all
from bot.dialogue.forms import FORMS
from bot.dialogue.payload import write_payload
from bot.dialogue.slots import NO_LOANS
from bot.dialogue.tracker import Tracker
from bot.dialogue.wordings import ASKING, HEARSAY, MORE, WHICH_PRODUCT
from bot.domain import (
    Citation,
    Domain,
    Kind,
    Match,
    Reply,
    Slots,
    SlotValue,
    Suggestion,
    Variant,
)
from bot.nlu.normalize import normalize
from bot.nlu.roles import SCORE

CHAT_TOPIC = "chat"
REQUESTED_SLOT = "requested_slot"
"""Rasa's name for the slot that an active form waits for."""
CRISIS_OF_ANOTHER = "utter_crisis_other"
OUTSIDE = frozenset({"product_service", "out_of_scope"})
_PRODUCT_CHOICES = ("huabei", "jiebei", "credit_card", "online_loan")
_ASK_PRODUCT, _ASK_WHICH = "utter_ask_product", "utter_ask_which"
_NO_PRODUCT = "这笔欠款"
_MOST_SUGGESTIONS = 4
_DOUBTS = re.compile(r"真的|真假|靠谱|可信|可靠|确定|骗人|依据|凭什么|谁说")
"""Asks what an answer rests on."""
_ALIKE = 50
"""Likeness (0 to 100) from which two answers differ in names and telephone numbers only."""
_SAME = 50
"""Likeness (0 to 100) to an earlier utterance from which a question is the same again."""
_OTHER_LOANS = re.compile("房贷|车贷|按揭|助学|租金贷|租机|话费|公积金|支付宝|微信")
"""Names what is owed, or where, though it is none of the products told apart here."""
_FIGURE = re.compile(r"\d+")
_HEDGED = re.compile(r"置信度|核实|未见|^$")
"""A statement that is for editors to check, not for visitors to read."""


class Responder:
    """Words decisions with the domain's responses; variants take turns, nothing is random."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain

    def __call__(  # noqa: PLR0911  one return a kind of decision
        self,
        decision: Decision,
        slots: Slots,
        tracker: Tracker,
        alternatives: tuple[Match, ...],
        asked: str,
    ) -> Reply:
        """The reply to a decision.

        Args:
            decision: what to say.
            slots: what is known, this utterance included.
            tracker: the conversation before this utterance; its turns choose between wordings.
            alternatives: the next best intents, to be reported with the reply.
            asked: the utterance as typed, empty where a button was pressed.
        """
        turn = tracker.turns
        match decision:
            case Answer():
                return self._answer(decision, slots, tracker, alternatives, asked)
            case Clarify(candidates, noted):
                response = "utter_noted" if noted else "utter_clarify"
                options = tuple(self.suggestion(one.name, slots) for one in candidates)
                return self._say("clarify", response, slots, turn, alternatives, options)
            case Fallback(guesses, empty):
                response = "utter_empty" if empty else "utter_fallback"
                options = tuple(self.suggestion(one.name, slots) for one in guesses)
                return self._say("fallback", response, slots, turn, alternatives, options)
            case OutOfScope(intent):
                return self._say(
                    "fallback", f"utter_{intent.name}", slots, turn, (intent, *alternatives)
                )
            case HandOff(intent):
                reply = self._hand_off(intent, slots, turn, alternatives)
                return _with_intents(reply, (intent,) if intent else ())
            case Crisis(of_another):
                return self._warn(slots, tracker, of_another=of_another)
            case Company(response, intents, candidates):
                options = tuple(self.suggestion(one.name, slots) for one in candidates)
                times = _times(tracker, response)
                reply = self._say("chat", response, slots, times, alternatives, options)
                return _with_intents(reply, intents)
            case FormStep():
                return self._form_step(decision, slots, turn)
            case Repeat():
                return self._repeat(tracker, slots)

    def suggestion(self, intent: str, slots: Slots) -> Suggestion:
        """A button for an intent, worded for the product known."""
        product = slots.get("product")
        name = self._domain.product_names.get(str(product)) if product else None
        named = name if self._speaks_of(str(product), intent) else None
        title = self._domain.intents[intent].titled(named)
        return Suggestion(title, write_payload(intent, {"product": product} if name else None))

    def _speaks_of(self, product: str, intent: str) -> bool:
        """Whether a question may name the product: no 「芝麻信用逾期会上征信吗」."""
        if product not in NO_LOANS:
            return True
        return product != SCORE and product in self._products_of(intent)

    def variant(self, response: str, slots: Slots, turn: int) -> Variant:
        """The first variant whose conditions hold; unconditioned ones take turns."""
        variants = self._domain.responses[response]
        for variant in variants:
            if variant.conditions and variant.fits(slots):
                return variant
        plain = [variant for variant in variants if not variant.conditions]
        return plain[turn % len(plain)]

    def _answer(
        self,
        decision: Answer,
        slots: Slots,
        tracker: Tracker,
        alternatives: tuple[Match, ...],
        asked: str = "",
    ) -> Reply:
        turn, intents = tracker.turns, decision.intents
        variants = [self.variant(f"utter_{one.name}", slots, turn) for one in intents]
        texts = [self._fill(variant, slots) for variant in variants]
        chat = all(self._domain.intents[one.name].topic == CHAT_TOPIC for one in intents)
        if len(intents) > 1:
            titles = (self.suggestion(one.name, slots).title for one in intents)
            texts = [f"**{title}**\n\n{text}" for title, text in zip(titles, texts, strict=True)]
        elif asked and not chat and _said_of(intents[0], texts[0], tracker):
            texts = self._once_more(intents[0], variants[0], slots, tracker, asked)
        if not _OTHER_LOANS.search(asked) and self._wants_product(intents, slots, tracker):
            texts.append(self._ask_product(slots, tracker, decision.told))
        return Reply(
            kind="chat" if chat else "answer",
            text="\n\n".join(texts),
            intents=tuple(intents),
            sources=self._citations(variants),
            reviewed=min((one.reviewed for one in variants if one.reviewed), default=None),
            suggestions=self._next(decision, variants, slots),
            alternatives=alternatives,
            response=f"utter_{intents[0].name}",
        )

    def _next(
        self, decision: Answer, variants: Sequence[Variant], slots: Slots
    ) -> tuple[Suggestion, ...]:
        """Buttons under an answer.

        First what may have been meant instead and a calculator that fits, then the products where
        one matters and none is known, those told if any, then what people ask next.
        """
        asked = {one.name for one in decision.intents}
        found = [self.suggestion(one.name, slots) for one in decision.rivals]
        found += [
            Suggestion(form.title, write_payload(name))
            for name, form in FORMS.items()
            if asked & set(form.offered_by)
        ]
        if len(asked) == 1 and "product" not in slots:
            found += self._product_choices(decision.intents[0].name, slots, decision.told)
        found += [self.suggestion(name, slots) for one in variants for name in one.related]
        answered = {self.suggestion(name, slots).title for name in asked}
        several = {one.title: one for one in found if one.title not in answered}
        return tuple(several.values())[:_MOST_SUGGESTIONS]

    def _wants_product(self, intents: Sequence[Match], slots: Slots, tracker: Tracker) -> bool:
        """Whether to ask which product: the answers differ much, and it was not asked before."""
        if len(intents) != 1 or "product" in slots or tracker.active_loop:
            return False
        if not self._depends_on_product(f"utter_{intents[0].name}", slots):
            return False
        questions = [self._domain.responses[name][0].text for name in (_ASK_PRODUCT, _ASK_WHICH)]
        opens = [question.partition("{")[0] for question in questions]
        return not any(asked in reply.text for reply in tracker.replies for asked in opens)

    def _depends_on_product(self, response: str, slots: Slots) -> bool:
        """Whether two of the products asked most have other answers, of another text at all."""
        here, others = self.variant(response, slots, 0), self._by_product(response, slots)
        likeness = (fuzz.ratio(one.text, here.text) for one in others.values())
        return len(others) > 1 and any(one < _ALIKE for one in likeness)

    def _ask_product(self, slots: Slots, tracker: Tracker, told: Sequence[str]) -> str:
        """Which product is meant: of those told where there are several."""
        names = [self._domain.product_names.get(one, one) for one in told]
        if not names:
            return self._said(_ASK_PRODUCT, slots, tracker)
        variant = self.variant(_ASK_WHICH, slots, tracker.turns)
        return self._fill(variant, slots, {"products": "、".join(names)})

    def _product_choices(self, intent: str, slots: Slots, told: Sequence[str]) -> list[Suggestion]:
        """The products told, or asked most, for which the answer would be another."""
        choices = list(self._by_product(f"utter_{intent}", slots, told or _PRODUCT_CHOICES))
        return [self.suggestion(intent, {"product": product}) for product in choices[:3]]

    def _by_product(
        self, response: str, slots: Slots, products: Sequence[str] = _PRODUCT_CHOICES
    ) -> dict[str, Variant]:
        """Of these products those that have another answer, with it."""
        here = self.variant(response, slots, 0)
        variants = {
            product: self.variant(response, {**slots, "product": product}, 0)
            for product in products
        }
        return {product: one for product, one in variants.items() if one is not here}

    def _products_of(self, intent: str) -> set[SlotValue]:
        """The products that have an answer of their own."""
        return {
            value
            for variant in self._domain.responses[f"utter_{intent}"]
            for condition in variant.conditions
            if condition.slot == "product"
            for value in condition.values
        }

    def _once_more(
        self, intent: Match, variant: Variant, slots: Slots, tracker: Tracker, asked: str
    ) -> list[str]:
        """An answer just given: what of it bears on this question, else all of it.

        Who asks the same again, or doubts it, is told what it rests on as well; who asks nothing
        its gist.
        """
        text = self._fill(variant, slots)
        asks = bool(ASKING.search(normalize(asked)))
        same = asks and any(_asks_the_same(asked, said) for said in tracker.said)
        about = self._domain.intents[intent.name].title, *self._domain.product_names.values()
        told: Sequence[str] = () if same else bearing_on(asked, text, about)
        response = "utter_bearing_prefix"
        doubts = _DOUBTS.search(asked) or HEARSAY.match(normalize(asked))
        if "product" in slots and _doubts_the_product(asked, self._domain):
            response = "utter_of_product_prefix"
            told = gist(text), self._said("utter_gist_rest", slots, tracker)
        elif not told and (same or doubts):
            response, told = "utter_repeat_prefix", (text, *self._grounds(variant))
        elif not told and (asks or wants_all(asked)):
            more = MORE.fullmatch(normalize(asked))
            response, told = "utter_more_prefix" if more else "utter_repeat_prefix", (text,)
        elif not told:
            response = "utter_gist_noted_prefix"
            told = gist(text), self._said("utter_gist_rest", slots, tracker)
        return [self._said(response, slots, tracker), *told]

    def _said(self, response: str, slots: Slots, tracker: Tracker) -> str:
        return self._fill(self.variant(response, slots, tracker.turns), slots)

    def _grounds(self, variant: Variant) -> list[str]:
        """What an answer rests on, word by word."""
        lines = [
            f"- {source.statement}({source.label})"
            for name in variant.sources
            if (source := self._domain.sources[name]).confidence == "high"
            and not _HEDGED.search(source.statement)
        ]
        return ["**依据**", "\n".join(lines[:3])] if lines else []

    def _form_step(self, step: FormStep, slots: Slots, turn: int) -> Reply:
        seen = {**slots, **dict(step.slots), **dict(step.chooses)}
        variant = self.variant(step.response, seen, turn)
        text = self._fill(variant, seen, dict(step.values))
        if step.hint:
            text = f"{text}\n\n{self._fill(self.variant(step.hint, seen, turn), seen)}"
        prompt = None
        if step.asks is not None:
            prompt = next(one.prompt for one in FORMS[step.form].slots if one.name == step.asks)
        related = () if step.asks else tuple(self.suggestion(n, slots) for n in variant.related)
        return Reply(
            kind="ask" if step.asks else "answer",
            text=text,
            intents=(step.settles or Match(step.form, 1.0),),
            sources=self._citations([variant]),
            reviewed=variant.reviewed,
            suggestions=related[:_MOST_SUGGESTIONS],
            prompt=prompt,
            response=step.response,
        )

    def _warn(self, slots: Slots, tracker: Tracker, *, of_another: bool) -> Reply:
        """To who may be in danger: the whole letter once, then shorter words, each another.

        Who fears for another is told how to stay with that one.
        """
        letter = CRISIS_OF_ANOTHER if of_another else "utter_crisis"
        shorter = f"{letter}_again"
        said = _times(tracker, letter)
        response, turn = (shorter, _times(tracker, shorter)) if said else (letter, tracker.turns)
        reply = self._say("crisis", response, slots, turn, (), ())
        return _with_intents(reply, (Match("crisis", 1.0),))

    def _hand_off(
        self, intent: Match | None, slots: Slots, turn: int, alternatives: tuple[Match, ...]
    ) -> Reply:
        """Who can help: the lender of the product spoken of, by the platform directory."""
        platform = self._domain.platforms.get(str(slots.get("product")))
        if platform is None:
            response = f"utter_{intent.name}" if intent else "utter_handoff"
            return self._say("handoff", response, slots, turn, alternatives)
        hotline = "noted" if platform.hotline_note else "known" if platform.hotline else "unknown"
        variant = self.variant("utter_handoff", {**slots, "hotline": hotline}, turn)
        values = {
            "lender": platform.lender,
            "where": platform.where,
            "hotline": platform.hotline or "",
            "hotline_note": platform.hotline_note or "",
        }
        sources = (*platform.sources, *variant.sources)
        return Reply(
            kind="handoff",
            text=self._fill(variant, slots, values),
            sources=self._citations([replace(variant, sources=sources)]),
            reviewed=variant.reviewed,
            suggestions=tuple(self.suggestion(name, slots) for name in variant.related),
            alternatives=alternatives,
            response="utter_handoff",
        )

    def _repeat(self, tracker: Tracker, slots: Slots) -> Reply:
        for reply in reversed(tracker.replies):
            known = [name for name in reply.metadata["intents"] if name in self._domain.intents]
            if known and reply.metadata["kind"] == "answer":
                again = tuple(Match(name, 1.0) for name in known)
                return self._answer(Answer(again), slots, tracker, ())
        return self._say("fallback", "utter_fallback", slots, tracker.turns, ())

    def resume(self, reply: Reply, tracker: Tracker, slots: Slots) -> Reply:
        """A reply that interrupted a form, with the form's question once more below it."""
        form = FORMS[str(tracker.active_loop)]
        asked = str(tracker.slots.get(REQUESTED_SLOT))
        slot = next((one for one in form.slots if one.name == asked), None)
        if slot is None:
            return reply
        turn = tracker.turns
        lines = (
            self._fill(self.variant(name, slots, turn), slots)
            for name in ("utter_form_resume", f"utter_ask_{form.name}_{slot.name}")
        )
        return replace(reply, text="\n\n".join((reply.text, *lines)), prompt=slot.prompt)

    def _say(  # noqa: PLR0913, PLR0917  one place that words the small replies
        self,
        kind: Kind,
        response: str,
        slots: Slots,
        turn: int,
        alternatives: tuple[Match, ...],
        options: tuple[Suggestion, ...] | None = None,
    ) -> Reply:
        variant = self.variant(response, slots, turn)
        if not options and kind != "crisis":
            options = tuple(self.suggestion(name, slots) for name in variant.related)
        return Reply(
            kind=kind,
            text=self._fill(variant, slots),
            sources=self._citations([variant]),
            reviewed=variant.reviewed if variant.sources else None,
            suggestions=(options or ())[:_MOST_SUGGESTIONS],
            alternatives=alternatives,
            response=response,
        )

    def _fill(
        self, variant: Variant, slots: Slots, values: Mapping[str, str] | None = None
    ) -> str:
        product = str(slots.get("product", ""))
        name = self._domain.product_names.get(product, _NO_PRODUCT)
        text = variant.text.replace("{product_name}", name)
        for key, value in (values or {}).items():
            text = text.replace(f"{{{key}}}", value)
        return text

    def _citations(self, variants: Iterable[Variant]) -> tuple[Citation, ...]:
        named = dict.fromkeys(name for variant in variants for name in variant.sources)
        cited = dict.fromkeys(
            Citation(self._domain.sources[name].label, self._domain.sources[name].url)
            for name in named
        )
        return tuple(cited)


def _asks_the_same(asked: str, said: str) -> bool:
    """Whether one question is like another, and names no figure that the other does not."""
    if set(_FIGURE.findall(asked)) - set(_FIGURE.findall(said)):
        return False
    return fuzz.ratio(_FIGURE.sub("", asked), _FIGURE.sub("", said)) >= _SAME


def _doubts_the_product(asked: str, domain: Domain) -> bool:
    said = normalize(asked)
    names = sorted(domain.product_names.values(), key=len, reverse=True)
    named = next((name for name in names if name in said), None)
    return named is not None and bool(WHICH_PRODUCT.fullmatch(said.replace(named, "")))


def _said_of(intent: Match, text: str, tracker: Tracker) -> bool:
    """Whether the last reply was of this intent, and this very answer was given before."""
    last = tracker.last_reply
    spoken_of = last.metadata.get("intents") or () if last else ()
    return intent.name in spoken_of and any(text in reply.text for reply in tracker.replies)


def _times(tracker: Tracker, response: str) -> int:
    """How often a response was said in this session."""
    return sum(one.metadata.get("utter_action") == response for one in tracker.replies)


def _with_intents(reply: Reply, intents: tuple[Match, ...]) -> Reply:
    return replace(reply, intents=intents)
