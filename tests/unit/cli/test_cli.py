from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def broken(content: Path, tmp_path: Path) -> Path:
    """The tiny bot with two faults."""
    shutil.copytree(content, tmp_path, dirs_exist_ok=True)
    (tmp_path / "intents" / "x.yml").write_text("nlu: 5\nhot: 3\n", encoding="utf-8")
    return tmp_path


# --- parse


def test_parse_prints_one_line_of_json_for_each_text(run: Run) -> None:
    result = run("parse", "有没有宽限期", "转人工")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["intent"]["name"] for line in lines] == ["grace_period", "human_handoff"]
    assert result.exit_code == 0


def test_parse_reads_lines_where_no_text_is_given(run: Run) -> None:
    lines = run("parse", stdin="有没有宽限期\r\n花呗逾期了怎么办\n").stdout.splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["有没有宽限期", "花呗逾期了怎么办"]


def test_parse_tells_what_it_cannot_take_and_goes_on(run: Run) -> None:
    result = run("parse", stdin=f"\n{'好' * 1001}\n你好\n")
    empty, long, good = (json.loads(line) for line in result.stdout.splitlines())
    assert "empty" in empty["error"]
    assert "1001" in long["error"]
    assert good["intent"]["name"] == "greet"


def test_parse_takes_bytes_that_are_no_utf_8(run: Run) -> None:
    assert run("parse", stdin=b"\xff\xfe\n").exit_code == 0


def test_parse_counts_offsets_in_the_text_as_typed(run: Run) -> None:
    (entity,) = json.loads(run("parse", "我的ＨＢ咋办").stdout)["entities"]
    assert (entity["value"], entity["start"], entity["end"]) == ("huabei", 2, 4)


# --- explain


@pytest.mark.parametrize(
    "shown", ["normalized", "花呗逾期了怎么办", "huabei", "overdue_what_to_do", "Answer"]
)
def test_explain_shows_every_stage(run: Run, shown: str) -> None:
    assert shown in run("explain", "花贝预期了咋办").stdout


def test_explain_refuses_an_empty_text(run: Run) -> None:
    result = run("explain", " ")
    assert result.exit_code == 1
    assert "empty" in result.stderr


@pytest.mark.parametrize("text", ["[/bold]花呗", "[red]逾期[/]", "\\[x]"])
def test_explain_shows_brackets_as_they_are(run: Run, text: str) -> None:
    result = run("explain", text)
    assert result.exit_code == 0
    assert text in result.stdout


# --- data


def test_validate_counts_content_without_faults(run: Run) -> None:
    result = run("data", "validate")
    assert result.exit_code == 0
    assert "no faults" in result.stdout


def test_validate_lists_every_fault_and_fails(run: Run, broken: Path) -> None:
    result = run("data", "validate", "--content", str(broken))
    assert result.exit_code == 1
    assert "intents/x.yml:1: `nlu` is no list." in result.stderr
    assert "intents/x.yml:2: `hot` is no list." in result.stderr
    assert "2 fault(s)" in result.stderr


def test_validate_fails_for_what_editors_must_mend(
    run: Run, content: Path, tmp_path: Path
) -> None:
    shutil.copytree(content, tmp_path, dirs_exist_ok=True)
    more = "responses:\n  utter_more:\n  - text: 保证能恢复。\n"
    (tmp_path / "responses" / "x.yml").write_text(more, encoding="utf-8")
    result = run("data", "validate", "--content", str(tmp_path))
    assert result.exit_code == 1
    assert "responses/x.yml:3: 'utter_more' promises" in result.stderr


def test_validate_of_an_empty_folder_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    result = run("data", "validate", "--content", str(tmp_path))
    assert result.exit_code == 1
    assert "intents/:1: the folder is missing" in result.stderr


def test_stats_counts_each_intent(run: Run) -> None:
    result = run("data", "stats")
    assert result.exit_code == 0
    (line,) = (line for line in result.stdout.splitlines() if "grace_period" in line)
    assert "12" in line


@pytest.mark.parametrize("verb", [["parse", "a"], ["explain", "a"], ["train"], ["data", "stats"]])
def test_every_verb_refuses_faulty_content(run: Run, broken: Path, verb: list[str]) -> None:
    result = run(*verb, "--content", str(broken))
    assert result.exit_code == 1
    assert "intents/x.yml:1" in result.stderr


# --- shell


def test_shell_answers_until_an_empty_line(run: Run) -> None:
    result = run("shell", stdin="花呗有没有宽限期\n\n转人工\n")
    assert result.exit_code == 0
    assert "以合同为准" in result.stdout
    assert "人工客服" not in result.stdout


def test_shell_presses_the_button_of_a_number(run: Run) -> None:
    result = run("shell", stdin="花呗有没有宽限期\n2\n\n")
    assert "接入征信" in result.stdout


def test_shell_reminds_of_the_hotline_after_danger(run: Run) -> None:
    assert "难受的时候" in run("shell", stdin="我不想活了\n花呗有没有宽限期\n\n").stdout


def test_shell_ends_with_the_input(run: Run) -> None:
    assert run("shell", stdin="你好").exit_code == 0


def test_shell_refuses_what_is_too_long_and_goes_on(run: Run) -> None:
    result = run("shell", stdin=f"{'好' * 1001}\n花呗有没有宽限期\n\n")
    assert "1001" in result.stderr
    assert "以合同为准" in result.stdout


# --- train and test


def test_train_tells_what_was_learnt(run: Run) -> None:
    assert "9 intents" in run("train").stdout


def test_test_core_passes_right_conversations(run: Run, tmp_path: Path) -> None:
    story = "stories:\n- story: a\n  steps:\n  - {user: 有没有宽限期, intent: grace_period}\n"
    (tmp_path / "a.yml").write_text(story, encoding="utf-8")
    result = run("test", "core", "--file", str(tmp_path))
    assert result.exit_code == 0
    assert "1 of 1 conversations right" in result.stdout


def test_test_core_fails_for_a_wrong_one_and_names_it(run: Run, tmp_path: Path) -> None:
    story = "stories:\n- story: a\n  steps:\n  - {user: 有没有宽限期, intent: greet}\n"
    (tmp_path / "a.yml").write_text(story, encoding="utf-8")
    result = run("test", "core", "--file", str(tmp_path))
    assert result.exit_code == 1
    assert "a.yml:2 a" in result.stdout


def test_test_nlu_reports_and_lists_what_was_misread(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("# kind: all\n有没有宽限期\tgrace_period\n转人工\tgreet\n", encoding="utf-8")
    result = run("test", "nlu", "--file", str(path), "--errors", "5")
    assert result.exit_code == 0
    assert "greet -> human_handoff" in result.stdout


def test_cross_validation_reports_folds_confusions_and_reliability(run: Run) -> None:
    result = run("test", "nlu", "--cross-validate", "3")
    assert result.exit_code == 0, result.output
    assert "3 folds: " in result.stdout
    (every,) = (line for line in result.stdout.splitlines() if "│ all" in line)
    assert "│ 108 │" in every
    for shown in ("ECE", "how sure, and how often right", "0.9–1.0", "confused most", "overdue"):
        assert shown in result.stdout
    assert "fold" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["core"], ["nlu", "--file", "x.tsv"]], ids=["core", "labelled-file"]
)
def test_cross_validation_splits_the_examples_alone(run: Run, arguments: list[str]) -> None:
    result = run("test", *arguments, "--cross-validate", "3")
    assert result.exit_code == 1
    assert "only `yuqi test nlu` has it" in result.stderr


def test_without_a_verb_help_is_shown(run: Run) -> None:
    assert "parse" in run().output
