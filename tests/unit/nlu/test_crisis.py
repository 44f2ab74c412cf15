"""The crisis detector, held to sentences that it did not learn from."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.content import load_content
from bot.domain import Domain
from bot.nlu.crisis import CrisisDetector, learn_danger
from bot.nlu.normalize import normalize

ROOT = Path(__file__).parents[3]


def _labelled(name: str) -> list[list[str]]:
    lines = (ROOT / "tests" / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]


QUESTIONS = [*_labelled("crisis.tsv"), *_labelled("crisis_2.tsv")]
TRUE = [text for kind, text in QUESTIONS if kind == "crisis"]
NEAR = [text for kind, text in QUESTIONS if kind == "none"]
STORIES = _labelled("crisis_long.tsv")


@pytest.fixture(scope="module")
def domain() -> Domain:
    return load_content(ROOT)


@pytest.fixture(scope="module")
def detector(domain: Domain) -> CrisisDetector:
    return CrisisDetector(domain.crisis, learn_danger(domain))


def test_the_questions_are_enough_and_not_learnt(domain: Domain) -> None:
    learnt = {*domain.crisis.examples, *domain.crisis.near_misses}
    learnt |= {one.text for intent in domain.intents.values() for one in intent.examples}
    assert len(TRUE) >= 80
    assert len(NEAR) >= 120
    assert not {normalize(text) for text in learnt} & {
        normalize(text) for _, text in (*QUESTIONS, *STORIES)
    }


def test_danger_is_found(detector: CrisisDetector) -> None:
    missed = [text for text in TRUE if not detector(text)]
    assert len(missed) <= 0.02 * len(TRUE), missed


def test_near_misses_raise_no_alarm(detector: CrisisDetector) -> None:
    false = [text for text in NEAR if detector(text)]
    assert len(false) <= 0.05 * len(NEAR), false


def test_danger_in_a_long_story_is_found(detector: CrisisDetector) -> None:
    told = [text for kind, text in STORIES if kind == "crisis"]
    missed = [text for text in told if not detector(text)]
    assert len(missed) <= 0.18 * len(told), missed


def test_sad_stories_raise_few_alarms(detector: CrisisDetector) -> None:
    told = [text for kind, text in STORIES if kind == "none"]
    false = [text for text in told if detector(text)]
    assert len(false) <= 0.14 * len(told), false


@pytest.mark.parametrize("wish", ["我站在楼顶不想下来了", "我想死", "遗书已经写好了"])
def test_story_around_a_cry_does_not_drown_it(detector: CrisisDetector, wish: str) -> None:
    before = "前年做生意亏了,欠了网贷十五万,信用卡四万,老婆带着孩子回了娘家,"
    after = ",催收天天打电话到单位,请问还能不能协商分期,要准备什么材料?"
    assert detector(before + wish + after)


@pytest.mark.parametrize("sigh", ["唉", "哎呀 ", "唉,", "哎…"])
@pytest.mark.parametrize("said", ["我真的熬不下去了", "活着好累", "花呗又晚了"])
def test_sigh_says_nothing_of_danger(detector: CrisisDetector, sigh: str, said: str) -> None:
    assert detector.score(sigh + said) == detector.score(said)


def test_ordinary_questions_raise_no_alarm(detector: CrisisDetector) -> None:
    rows = _labelled("utterances.tsv")
    ordinary = [text for text, intent, *_ in rows if intent != "crisis"]
    false = [text for text in ordinary if detector(text)]
    assert len(false) <= 0.01 * len(ordinary), false


@pytest.mark.parametrize(
    "text",
    [
        "不想活了",
        "没有活路",
        "不想连累家人",
        "欠债压力大到喘不过气想解脱",
        "活着没意思",
        "在交代后事",
        "遗书",
        "我站在楼顶",
        "买了安眠药",
        "对不起爸妈下辈子再报答",
        "人没了债就没了吧",
        "我死了债还用还吗",
        "我老公欠了钱说要跳楼",
        "對不起爸媽,我不想活了",
        "不 想 活 了",
        "我想自杀",
    ],
)
def test_known_danger(detector: CrisisDetector, text: str) -> None:
    assert detector(text)


@pytest.mark.parametrize(
    "text",
    [
        "利息高得要死",
        "想死你了",
        "累死了",
        "急死我了",
        "逼死人不偿命的利息",
        "心里好受点了",
        "谢谢,我心里好受一些了",
        "被催收烦死了",
        "催收说要弄死我",
        "死账",
        "跳槽",
        "活期",
        "我妈去世了欠款怎么办",
        "人死了债还要还吗",
        "自杀新闻",
        "压力好大怎么上岸",
        "撑不住了能不能延期",
        "走投无路了只能协商吗",
        "那就这么算了吧",
        "我自己跑了四趟了",
        "我不想我婆婆知道",
        "要是我出差了呢",
        "我该不该跟我爸说",
        "我侄子欠的,我不想他被抓",
        "怀着孩子呢",
        "他们是不是有我通讯录",
        "你好",
        "1",
    ],
)
def test_known_harmless(detector: CrisisDetector, text: str) -> None:
    assert not detector(text)


def test_what_is_not_known_is_no_alarm(detector: CrisisDetector) -> None:
    assert not any(detector(text, alert=True) for text in ("鑫焱淼", "qwzx", "〇"))


def test_less_is_enough_where_danger_was_heard(detector: CrisisDetector) -> None:
    between = [text for text in TRUE + NEAR if detector(text, alert=True) > detector(text)]
    assert between
    assert all(detector(text, alert=True) for text in TRUE + NEAR if detector(text))


def test_the_same_content_gives_the_same_scores(domain: Domain, detector: CrisisDetector) -> None:
    again = CrisisDetector(domain.crisis, learn_danger(domain))
    assert [again.score(text) for text in TRUE] == [detector.score(text) for text in TRUE]


def test_a_call_is_quick(detector: CrisisDetector) -> None:
    started = time.process_time()
    for text in TRUE + NEAR:
        detector(text)
    assert (time.process_time() - started) / len(TRUE + NEAR) < 0.002
