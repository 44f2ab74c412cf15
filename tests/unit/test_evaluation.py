from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import ContentError
from bot.bootstrap import learn_engine
from bot.evaluation import (
    Judged,
    Labelled,
    Report,
    cross_validate,
    judge,
    read_labelled,
    read_stories,
    run_story,
    split_folds,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Engine
    from bot.domain import Domain


def judged(
    right: str, taken: str, confidence: float = 0.9, kind: str = "answer", also: str = ""
) -> Judged:
    return Judged(Labelled("x", right, frozenset(also.split())), taken, confidence, kind)


def passes(engine: Engine, tmp_path: Path, steps: str) -> tuple[str, ...]:
    """What goes otherwise than a story of these steps says."""
    (tmp_path / "a.yml").write_text(f"stories:\n- story: a\n  steps:\n{steps}", encoding="utf-8")
    (story,) = read_stories(tmp_path)
    return run_story(engine, story).failures


# --- labelled utterances


def test_labelled_file_is_read_with_its_sections(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(
        "# kind: real\n花呗\ta\tb, c\n\n# note\n# kind: odd\n借呗\td\n", encoding="utf-8"
    )
    assert read_labelled(path) == (
        Labelled("花呗", "a", frozenset({"b", "c"}), "real"),
        Labelled("借呗", "d", frozenset(), "odd"),
    )


@pytest.mark.parametrize("line", ["花呗", "花呗\t"])
def test_line_without_intent_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(f"借呗\ta\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.tsv:2: write text<TAB>intent"):
        read_labelled(path)


def test_accuracy_counts_every_right_intent() -> None:
    report = Report((judged("a", "a"), judged("a", "b", also="b c"), judged("a", "d")))
    assert report.accuracy == pytest.approx(2 / 3)


def test_f1_is_the_mean_over_intents() -> None:
    report = Report((judged("a", "a"), judged("a", "b"), judged("b", "b")))
    assert report.macro_f1 == pytest.approx(2 / 3)


def test_outside_is_rejected_unless_answered_with_credit() -> None:
    report = Report(
        (
            judged("out_of_scope", "out_of_scope", kind="fallback"),
            judged("out_of_scope", "product_service", kind="fallback"),
            judged("out_of_scope", "grace_period", kind="fallback"),
            judged("out_of_scope", "grace_period", kind="answer"),
        )
    )
    assert report.rejected == 0.75


def test_wrong_answer_is_worse_than_asking_back() -> None:
    report = Report((judged("a", "b", kind="clarify"), judged("a", "b"), judged("a", "a")))
    assert report.answered_wrongly == pytest.approx(1 / 3)
    assert report.answered_rightly == pytest.approx(1 / 3)


def test_calibration_is_perfect_where_confidence_is_the_share_right() -> None:
    right = [judged("a", "a", 0.75)] * 3
    assert Report((*right, judged("a", "b", 0.75))).expected_calibration_error == 0
    assert Report((judged("a", "b", 1.0),)).expected_calibration_error == 1


def test_reliability_tells_what_a_confidence_is_worth() -> None:
    report = Report(
        (
            judged("a", "a", 0.92),
            judged("a", "b", 0.98),
            judged("a", "a", 1.0),
            judged("a", "b", 0.05),
        )
    )
    low, high = report.reliability()
    assert (low.low, low.high, low.count, low.confidence, low.accuracy) == (0, 0.1, 1, 0.05, 0)
    assert (high.low, high.high, high.count) == (0.9, 1.0, 3)
    assert high.confidence == pytest.approx((0.92 + 0.98 + 1) / 3)
    assert high.accuracy == pytest.approx(2 / 3)


def test_confusions_come_most_frequent_first() -> None:
    report = Report((judged("a", "b"), judged("c", "d"), judged("c", "d"), judged("a", "a")))
    assert report.confusions() == [(("c", "d"), 2), (("a", "b"), 1)]


def test_report_of_nothing_is_all_nought() -> None:
    report = Report(())
    assert (report.accuracy, report.macro_f1, report.expected_calibration_error) == (0, 0, 0)
    assert report.confusions() == []


def test_kinds_come_in_the_order_of_the_file() -> None:
    report = Report(
        tuple(
            Judged(Labelled("x", "a", kind=kind), "a", 1.0, "answer") for kind in ("z", "a", "z")
        )
    )
    assert [(kind, len(part.judged)) for kind, part in report.kinds()] == [("z", 2), ("a", 1)]


def test_engine_is_judged_on_each_utterance_by_itself(engine: Engine) -> None:
    report = judge(
        engine,
        (
            Labelled("有没有宽限期", "grace_period"),
            Labelled("那借呗呢", "grace_period"),
            Labelled("我不想活了", "crisis"),
        ),
    )
    first, _, last = report.judged
    assert (first.intent, first.kind, first.right) == ("grace_period", "answer", True)
    assert (last.intent, last.kind) == ("crisis", "crisis")


# --- cross-validation


def test_every_example_is_held_out_once_and_learnt_from_otherwise(domain: Domain) -> None:
    whole = {
        (one.text, intent.name) for intent in domain.intents.values() for one in intent.examples
    }
    held: list[tuple[str, str]] = []
    for rest, held_out in split_folds(domain, 5):
        texts = {one.text for intent in rest.intents.values() for one in intent.examples}
        assert not texts & {one.text for one in held_out}
        assert len(texts) + len(held_out) == len(whole)
        held += ((one.text, one.intent) for one in held_out)
    assert len(held) == len(whole)
    assert set(held) == whole


def test_folds_are_stratified_and_of_one_size(domain: Domain) -> None:
    folds = [held_out for _, held_out in split_folds(domain, 5)]
    sizes = [len(held_out) for held_out in folds]
    assert max(sizes) - min(sizes) <= 1
    for name, intent in domain.intents.items():
        counts = [sum(one.intent == name for one in held_out) for held_out in folds]
        assert max(counts) - min(counts) <= 1
        assert {one.kind for fold in folds for one in fold if one.intent == name} == {intent.topic}


def test_same_content_is_always_split_alike(domain: Domain) -> None:
    first, second = ([held for _, held in split_folds(domain, 3)] for _ in range(2))
    assert first == second


def test_each_fold_is_judged_by_an_engine_that_has_not_seen_it(domain: Domain) -> None:
    seen: list[Domain] = []

    def learn(rest: Domain) -> Engine:
        seen.append(rest)
        return learn_engine(rest)

    reports = list(cross_validate(domain, 3, learn))
    assert len(seen) == len(reports) == 3
    for rest, report in zip(seen, reports, strict=True):
        texts = {one.text for intent in rest.intents.values() for one in intent.examples}
        assert not texts & {one.labelled.text for one in report.judged}
        assert report.accuracy > 1 / len(domain.intents)


# --- conversations

RIGHT = """
  - user: 花呗有没有宽限期
    intent: grace_period
  - action: utter_grace_period
  - slot_was_set: [{product: huabei}]
  - bot: 宽限期
  - user: 那借呗呢
    intent: grace_period
  - slot_was_set: [{product: jiebei}, {duration: null}]
"""


def test_conversation_that_goes_as_told_passes(engine: Engine, tmp_path: Path) -> None:
    assert passes(engine, tmp_path, RIGHT) == ()


@pytest.mark.parametrize(
    ("step", "failure"),
    [
        pytest.param("intent: greet", "intent greet expected, grace_period heard", id="intent"),
        pytest.param("intents: [greet]", "intents ['greet'] expected", id="intents"),
        pytest.param("action: utter_greet", "action utter_greet expected", id="action"),
        pytest.param("bot: 天气", "reply should contain '天气'", id="reply"),
        pytest.param("slot_was_set: [{product: jiebei}]", "slot product = 'jiebei'", id="slot"),
        pytest.param("slot_was_set: [amount]", "slot amount", id="slot-unset"),
    ],
)
def test_conversation_that_goes_otherwise_says_where_and_how(
    engine: Engine, tmp_path: Path, step: str, failure: str
) -> None:
    (found,) = passes(engine, tmp_path, f"  - user: 花呗有没有宽限期\n    {step}\n")
    assert found.startswith("4: ")
    assert failure in found


@pytest.mark.parametrize(("wait", "kept"), [("30m", True), ("31m", False), ("1d", False)])
def test_waiting_lets_the_session_end(
    engine: Engine,
    tmp_path: Path,
    wait: str,
    kept: bool,  # noqa: FBT001  a case
) -> None:
    value = "huabei" if kept else "null"
    steps = (
        "  - user: 花呗有没有宽限期\n"
        f"  - user: 你好\n    wait: {wait}\n    slot_was_set: [{{product: {value}}}]\n"
    )
    assert passes(engine, tmp_path, steps) == ()


def test_wait_of_no_time_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="write 31m or 2h"):
        passes(engine, tmp_path, "  - user: 你好\n    wait: long\n")


def test_stories_are_read_from_every_file_with_their_lines(tmp_path: Path) -> None:
    text = "stories:\n\n- story: a\n  steps: []\n- story: b\n  steps: []\n"
    for name in ("y.yml", "x.yml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = [(story.file, story.line, story.name) for story in read_stories(tmp_path)]
    assert found == [("x.yml", 3, "a"), ("x.yml", 5, "b"), ("y.yml", 3, "a"), ("y.yml", 5, "b")]


def test_file_without_stories_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("version: '3.1'\n", encoding="utf-8")
    assert read_stories(tmp_path) == ()


def test_broken_file_of_stories_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("stories: [", encoding="utf-8")
    with pytest.raises(ContentError, match=r"a\.yml:"):
        read_stories(tmp_path)
