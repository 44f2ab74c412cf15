"""`yuqi data add` writes both files or none, and leaves every other byte where it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import bot
from bot.content import load_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Files = Callable[[], dict[str, bytes]]

TITLE = "收到债权转让通知怎么办"
ANSWER = "先核实，再付款。\n\n1. 打原机构的官方电话。\n2. 留好凭证。"
OPTIONS = {
    "--title": TITLE,
    "--intent": "debt_transferred",
    "--example": "短信说我的欠款转让了",
    "--answer": ANSWER,
    "--topic": "overdue",
    "--source": "T-01",
    "--related": "grace_period",
    "--reviewed": "2026-11-20",
}


def options(**changed: str | None) -> list[str]:
    """The options of a right question, some otherwise or left out."""
    given = OPTIONS | {f"--{name}": value for name, value in changed.items()}
    return [word for name, value in given.items() if value is not None for word in (name, value)]


def added(before: bytes, after: bytes) -> str:
    """What stands in the file beside what stood there, which has to be there still."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before)
    )
    rest = len(before) - start
    assert after[:start] + after[len(after) - rest :] == before
    return after[start : len(after) - rest].decode()


# --- what is written


def test_added_question_loads_with_all_that_was_given(edit: Run, copy: Path) -> None:
    assert edit("add", *options()).exit_code == 0
    domain = load_content(copy)
    intent = domain.intents["debt_transferred"]
    (answer,) = domain.responses["utter_debt_transferred"]
    assert (intent.title, intent.topic) == (TITLE, "overdue")
    assert [one.text for one in intent.examples] == [TITLE, "短信说我的欠款转让了"]
    assert answer.text == ANSWER
    assert answer.sources == ("T-01",)
    assert answer.related == ("grace_period",)
    assert answer.reviewed == date(2026, 11, 20)


def test_question_is_written_as_by_hand(edit: Run, files: Files) -> None:
    before = files()
    edit("add", *options())
    after = files()
    assert added(before["intents/overdue.yml"], after["intents/overdue.yml"]) == (
        "\n"
        "- intent: debt_transferred\n"
        "  metadata: {title: 收到债权转让通知怎么办}\n"
        "  examples: |\n"
        "    - 收到债权转让通知怎么办\n"
        "    - 短信说我的欠款转让了\n"
    )
    assert added(before["responses/overdue.yml"], after["responses/overdue.yml"]) == (
        "\n"
        "  utter_debt_transferred:\n"
        "  - text: |\n"
        "      先核实，再付款。\n"
        "\n"
        "      1. 打原机构的官方电话。\n"
        "      2. 留好凭证。\n"
        "    metadata: {sources: [T-01], reviewed: 2026-11-20, related: [grace_period]}\n"
    )
    assert {name for name in after if after[name] != before.get(name)} == {
        "intents/overdue.yml",
        "responses/overdue.yml",
    }


def test_shipped_content_takes_a_question_without_another_byte_changed(
    run: Run, shipped_copy: Path
) -> None:
    names = ("intents/collection.yml", "responses/collection.yml")
    before = [(shipped_copy / name).read_bytes() for name in names]
    arguments = options(intent="debt_sold_on", topic="collection", source="F-CO-12")
    result = run("data", "add", *arguments, "--content", str(shipped_copy))
    assert result.exit_code == 0, result.output
    for name, data in zip(names, before, strict=True):
        assert "debt_sold_on" in added(data, (shipped_copy / name).read_bytes())


def test_day_of_review_is_today_where_none_is_given(edit: Run, copy: Path) -> None:
    assert edit("add", *options(reviewed=None)).exit_code == 0
    (answer,) = load_content(copy).responses["utter_debt_transferred"]
    assert answer.reviewed is not None
    assert answer.reviewed > date(2026, 11, 20)


def test_name_comes_of_the_title_where_none_is_given(edit: Run, copy: Path) -> None:
    assert edit("add", *options(title="债权转让3天", intent=None)).exit_code == 0
    assert "zhai_quan_zhuan_rang_3_tian" in load_content(copy).intents


def test_answer_is_read_from_standard_input(edit: Run, copy: Path) -> None:
    assert edit("add", *options(answer="-"), stdin="先核实。\n\n再付款。\n").exit_code == 0
    (answer,) = load_content(copy).responses["utter_debt_transferred"]
    assert answer.text == "先核实。\n\n再付款。"


def test_new_topic_begins_its_two_files(edit: Run, copy: Path) -> None:
    assert edit("add", *options(topic="debt")).exit_code == 0
    assert load_content(copy).intents["debt_transferred"].topic == "debt"
    assert (
        (copy / "responses/debt.yml").read_text("utf-8").startswith('version: "3.1"\nresponses:')
    )


def test_annotation_in_a_wording_is_taken_off(edit: Run, copy: Path) -> None:
    assert edit("add", *options(example="我的[花呗](product)被转让了")).exit_code == 0
    texts = [one.text for one in load_content(copy).intents["debt_transferred"].examples]
    assert "我的花呗被转让了" in texts


def test_comments_stay_where_they_are(edit: Run, copy: Path) -> None:
    path = copy / "intents/overdue.yml"
    before = (
        f"# 最上面\n{path.read_text('utf-8')}  # 缩进的\n\n# 下一段\nhot: [grace_period]  # 热\n"
    )
    path.write_text(before, encoding="utf-8")
    assert edit("add", *options()).exit_code == 0
    after = path.read_text("utf-8")
    assert set(before.splitlines()) <= set(after.splitlines())
    assert after.index("缩进的") < after.index("debt_transferred") < after.index("# 下一段")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_line_ends_and_byte_order_mark_stay(edit: Run, copy: Path, mark: bytes) -> None:
    for name in ("intents/overdue.yml", "responses/overdue.yml"):
        path = copy / name
        path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n").rstrip())
    assert edit("add", *options()).exit_code == 0
    data = (copy / "responses/overdue.yml").read_bytes()
    assert data.startswith(mark + b"version")
    assert data.count(b"\n") == data.count(b"\r\n")
    (answer,) = load_content(copy).responses["utter_debt_transferred"]
    assert answer.text == ANSWER


# --- more wordings for a known question


@pytest.mark.parametrize(
    ("intent", "line"),
    [
        pytest.param("grace_period", "    - 缓两天成吗\n", id="lines"),
        pytest.param("credit_impact", "  - text: 缓两天成吗\n", id="mappings"),
    ],
)
def test_known_intent_gets_wordings_in_its_own_form(
    edit: Run, copy: Path, files: Files, intent: str, line: str
) -> None:
    before = files()
    result = edit("add", "--intent", intent, "--example", "缓两天成吗")
    assert result.exit_code == 0, result.output
    (name,) = (name for name, data in files().items() if data != before[name])
    assert added(before[name], files()[name]) == line
    assert load_content(copy).intents[intent].examples[-1].text == "缓两天成吗"


def test_known_intent_keeps_the_comments_in_it(edit: Run, copy: Path) -> None:
    path = copy / "intents/overdue.yml"
    text = path.read_text("utf-8").replace(
        "- intent: grace_period\n",
        "- intent: grace_period  # 容时\n  # 标题由法务定\n",
    )
    path.write_text(
        text.replace("examples: |\n    - 有没有", "examples: |  # 例\n    - 有没有"), "utf-8"
    )
    assert edit("add", "--intent", "grace_period", "--example", "缓两天成吗").exit_code == 0
    after = path.read_text("utf-8")
    assert "  # 容时\n  # 标题由法务定\n" in after
    assert "examples: |  # 例\n" in after
    assert "    - 缓两天成吗\n" in after


# --- what is refused


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"source": "T-99"}, "no known source 'T-99'", id="source"),
        pytest.param({"related": "x"}, "relates to no intent 'x'", id="related"),
        pytest.param({"answer": "{name}先还。"}, "unknown variable {name}", id="variable"),
        pytest.param({"intent": "Debt-1"}, "is no name of an intent", id="name"),
        pytest.param({"topic": "../x"}, "'../x' is no topic", id="topic"),
        pytest.param({"topic": None}, "has no topic", id="no-topic"),
        pytest.param({"answer": None}, "has no answer", id="no-answer"),
        pytest.param({"title": None, "example": None}, "has no title", id="no-wording"),
        pytest.param({"example": "有没有宽限期"}, "(intents/overdue.yml:26)", id="held"),
        pytest.param({"intent": "fallback"}, "stands already at responses/system.yml", id="taken"),
        pytest.param({"intent": "grace_period"}, "answered already at responses/", id="known"),
    ],
)
def test_faulty_question_is_refused_with_the_cure_and_nothing_is_written(
    edit: Run, files: Files, changed: dict[str, str | None], said: str
) -> None:
    before = files()
    result = edit("add", *options(**changed))
    assert result.exit_code == 1
    assert said in result.stderr
    assert files() == before


def test_wordings_that_are_all_there_are_refused(edit: Run, files: Files) -> None:
    before = files()
    result = edit("add", "--intent", "grace_period", "--example", "宽限多少天")
    assert result.exit_code == 1
    assert "has all of these wordings already" in result.stderr
    assert files() == before


def test_broken_content_is_refused_with_file_and_line(edit: Run, copy: Path) -> None:
    (copy / "intents/x.yml").write_text("nlu: 5\n", encoding="utf-8")
    result = edit("add", *options())
    assert result.exit_code == 1
    assert "intents/x.yml:1" in result.stderr


def test_section_on_one_line_is_refused_and_both_files_stay(
    edit: Run, copy: Path, files: Files
) -> None:
    text = '{utter_more: [{text: "好"}]}'
    (copy / "intents/more.yml").write_text(
        'nlu: [{intent: more, metadata: {title: 多}, examples: "- 多"}]\n', encoding="utf-8"
    )
    (copy / "responses/more.yml").write_text(f"responses: {text}\n", encoding="utf-8")
    before = files()
    result = edit("add", *options(topic="more"))
    assert result.exit_code == 1
    assert "intents/more.yml:1: `nlu` is written on one line" in result.stderr
    assert files() == before


def test_file_that_another_yuqi_writes_is_not_touched(edit: Run, copy: Path, files: Files) -> None:
    (copy / "intents/.overdue.yml.new").write_text("halb", encoding="utf-8")
    before = files()
    result = edit("add", *options())
    assert result.exit_code == 1
    assert "intents/overdue.yml:1: it is being written already" in result.stderr
    assert files() == before


def test_content_inside_the_package_is_not_written_to(run: Run) -> None:
    inside = f"{bot.__path__[0]}/shipped"
    result = run("data", "add", *options(), "--content", inside)
    assert result.exit_code == 1
    assert "came with yuqi" in result.stderr


def test_what_the_validator_will_ask_for_is_said_at_once(edit: Run) -> None:
    result = edit("add", *options(answer="宽限三天，逾期收 5% 。", source=None))
    assert result.exit_code == 0
    assert "to mend: 'utter_debt_transferred' states '5%' without a source" in result.stderr


# --- asking


ASKED = (
    TITLE,
    "Debt",  # no name
    "debt_transferred",
    "短信说我的欠款转让了",
    "",
    *ANSWER.splitlines(),
    ".",
    "../x",  # no topic
    "debt",  # a new one, not meant
    "n",
    "overdue",
    "T-99",  # unknown
    "T-01",
    "grace_period, credit_impact",
)


def test_without_options_it_asks_for_all_and_asks_again(edit: Run, copy: Path) -> None:
    result = edit("add", stdin="\n".join([*ASKED, "y"]) + "\n")
    assert result.exit_code == 0, result.output
    domain = load_content(copy)
    (answer,) = domain.responses["utter_debt_transferred"]
    assert answer.text == ANSWER
    assert answer.sources == ("T-01",)
    assert answer.related == ("grace_period", "credit_impact")
    assert len(domain.intents["debt_transferred"].examples) == 2


@pytest.mark.parametrize("end", ["n\n", ""], ids=["no", "end-of-input"])
def test_nothing_is_written_without_a_yes(edit: Run, files: Files, end: str) -> None:
    before = files()
    assert edit("add", stdin="\n".join(ASKED) + "\n" + end).exit_code == 1
    assert files() == before


def test_a_wording_of_a_known_intent_leads_to_it(edit: Run, copy: Path) -> None:
    result = edit("add", stdin="宽限多少天\n\n缓两天成吗\n\ny\n")
    assert result.exit_code == 0, result.output
    assert "grace_period is there: 有没有宽限期" in result.stdout
    assert load_content(copy).intents["grace_period"].examples[-1].text == "缓两天成吗"
