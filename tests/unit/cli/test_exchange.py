"""What goes out by `yuqi data export` comes back by `yuqi data import`, and nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.content import load_content
from bot.editing.merge import merge
from bot.editing.question import bare, questions_of
from bot.editing.rasa_reader import read_rasa
from bot.editing.rasa_writer import write_rasa

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from bot.domain import Domain

    Run = Callable[..., Result]
    Files = Callable[[], dict[str, bytes]]

FORMS = ("table.csv", "table.xlsx", "project")
HEAD = "intent,topic,title,example,when,answer,sources,related,reviewed"
NEW = f"{HEAD}\ndebt_sold,overdue,债权转让怎么办,债被卖了,,先核实。,T-01,grace_period,2026-11-20\n"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file with some text."""

    def table(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return table


def essence(domain: Domain) -> Any:
    """All questions, wherever they stand."""
    return {
        question.intent.name: (
            question.intent.topic,
            question.intent.title,
            question.intent.product_title,
            [example.text for example in question.intent.examples],
            [bare(answer) for answer in question.answers],
        )
        for question in questions_of(domain)
    }


def without(copy: Path, *intents: str) -> None:
    """Take intents and their answers out of the tiny bot's content."""
    path = copy / "intents/overdue.yml"
    items = path.read_text("utf-8").split("\n- intent: ")
    kept = [item for item in items if item.split("\n")[0] not in intents]
    path.write_text("\n- intent: ".join(kept), "utf-8")
    path = copy / "responses/overdue.yml"
    entries = path.read_text("utf-8").split("\n  utter_")
    kept = [entry for entry in entries if entry.split(":")[0] not in intents]
    path.write_text("\n  utter_".join(kept), "utf-8")


# --- round trips


@pytest.mark.parametrize("form", FORMS)
def test_what_was_exported_changes_nothing_when_it_comes_back(
    edit: Run, files: Files, tmp_path: Path, form: str
) -> None:
    before = files()
    assert edit("export", str(tmp_path / form)).exit_code == 0
    result = edit("import", str(tmp_path / form), "--overwrite")
    assert result.exit_code == 0, result.output
    assert "0 new, 0 with more examples, 0 that differ, 9 the same" in result.stdout
    assert files() == before


@pytest.mark.parametrize("form", FORMS)
def test_questions_that_were_lost_come_back_whole(
    edit: Run, copy: Path, tmp_path: Path, form: str
) -> None:
    for path in copy.glob("responses/*.yml"):
        path.write_text(re.sub(r",? ?related: \[.*\]", "", path.read_text("utf-8")), "utf-8")
    whole = essence(load_content(copy))
    edit("export", str(tmp_path / form))
    without(copy, "overdue_short", "overdue_long")
    result = edit("import", str(tmp_path / form))
    assert result.exit_code == 0, result.output
    assert "2 new" in result.stdout
    assert essence(load_content(copy)) == whole


@pytest.mark.parametrize("form", ["table.csv", "project"])
def test_shipped_content_goes_out_and_comes_back_the_same(
    run: Run, shipped_copy: Path, tmp_path: Path, form: str
) -> None:
    path = str(tmp_path / form)
    assert run("data", "export", path, "--content", str(shipped_copy)).exit_code == 0
    result = run("data", "import", path, "--dry-run", "--content", str(shipped_copy))
    assert result.exit_code == 0, result.output
    assert "0 new, 0 with more examples, 0 that differ" in result.stdout


def test_export_does_not_replace_what_is_there_unasked(edit: Run, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("mine", encoding="utf-8")
    result = edit("export", str(path))
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert path.read_text("utf-8") == "mine"
    assert edit("export", str(path), "--force").exit_code == 0
    assert path.read_text("utf-8-sig").startswith("intent,")


@pytest.mark.parametrize("verb", ["export", "import"])
def test_unknown_form_is_refused_with_the_known_ones(edit: Run, tmp_path: Path, verb: str) -> None:
    path = tmp_path / "table.doc"
    if verb == "import":
        path.write_text("x", encoding="utf-8")
    result = edit(verb, str(path))
    assert result.exit_code == 1
    assert ".csv or .xlsx" in result.stderr


def test_missing_file_is_refused(edit: Run, tmp_path: Path) -> None:
    result = edit("import", str(tmp_path / "none.csv"))
    assert result.exit_code == 1
    assert "there is no such file" in result.stderr


def test_folder_without_a_project_is_refused(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = edit("import", str(tmp_path / "empty"))
    assert result.exit_code == 1
    assert "there is no Rasa project" in result.stderr


# --- what an import does


def test_new_question_is_shown_and_written(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    result = edit("import", str(table(NEW)))
    assert result.exit_code == 0, result.output
    assert "new      debt_sold: 债权转让怎么办 (examples: 1, answers: 1)" in result.stdout
    assert load_content(copy).responses["utter_debt_sold"][0].sources == ("T-01",)


def test_dry_run_shows_all_and_writes_nothing(
    edit: Run, files: Files, table: Callable[..., Path]
) -> None:
    before = files()
    result = edit("import", str(table(NEW)), "--dry-run")
    assert result.exit_code == 0
    assert "new      debt_sold" in result.stdout
    assert "would change: responses/overdue.yml, intents/overdue.yml" in result.stdout
    assert files() == before


DIFFERENT = (
    "intent,title,example,when,answer\n"
    "grace_period,宽限期有几天,缓两天成吗,product: huabei,花呗看合同。\n"
)


def test_what_differs_is_shown_and_kept_while_examples_come_on_top(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    before = load_content(copy)
    result = edit("import", str(table(DIFFERENT)))
    assert result.exit_code == 0
    assert "title: 有没有宽限期 → 宽限期有几天" in result.stdout
    assert "- 花呗的宽限期以合同为准，到期日当天还上最稳妥。" in result.stdout
    assert "+ 花呗看合同。" in result.stdout
    assert "--overwrite takes them over" in result.stdout
    after = load_content(copy)
    assert after.intents["grace_period"].title == "有没有宽限期"
    assert after.intents["grace_period"].examples[-1].text == "缓两天成吗"
    assert list(map(bare, after.responses["utter_grace_period"])) == list(
        map(bare, before.responses["utter_grace_period"])
    )


def test_overwriting_takes_over_what_the_file_says_and_keeps_the_rest(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    path = copy / "responses/overdue.yml"
    text = path.read_text("utf-8").replace("    metadata:", "    # 法务看过\n    metadata:")
    path.write_text(text, "utf-8")
    result = edit("import", str(table(DIFFERENT)), "--overwrite")
    assert result.exit_code == 0, result.output
    domain = load_content(copy)
    first, *others = domain.responses["utter_grace_period"]
    assert (first.text, first.sources, first.reviewed) == ("花呗看合同。", ("T-02",), None)
    assert len(others) == 2
    assert domain.intents["grace_period"].title == "宽限期有几天"
    assert path.read_text("utf-8").count("# 法务看过") == text.count("# 法务看过")
    assert "to mend: table.csv:2: 'utter_grace_period' has sources but no review" in result.stderr


def test_answer_for_another_condition_comes_before_the_default(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    row = "intent,when,answer\ngrace_period,product: credit_card,问发卡行。\n"
    assert edit("import", str(table(row)), "--overwrite").exit_code == 0
    answers = load_content(copy).responses["utter_grace_period"]
    assert [len(one.conditions) for one in answers] == [1, 1, 1, 0]
    assert answers[2].text == "问发卡行。"


def test_fewer_wordings_of_an_answer_replace_more_only_when_asked(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    rows = "intent,answer\noverdue_what_to_do,先还上。\n"
    result = edit("import", str(table(rows)))
    assert "- 先看清{product_name}欠多少，尽快还上，还不上就主动打电话。" in result.stdout
    assert len(load_content(copy).responses["utter_overdue_what_to_do"]) == 2
    assert edit("import", str(table(rows)), "--overwrite").exit_code == 0
    (answer,) = load_content(copy).responses["utter_overdue_what_to_do"]
    assert answer.text == "先还上。"


REFUSED = (
    f"{HEAD}\n"
    "a_b,overdue,甲,有没有宽限期,,先还。,,,\n"
    "b_c,overdue,乙,乙,,先还。,T-77,,\n"
    "c_d,overdue,丙,丙,,先还。,,b_c,\n"
    "d_e,overdue,丁,丁,product: [],先还。,,,\n"
    "e_f,overdue,戊,戊,,先还。,,,昨天\n"
    "f_g,overdue,己,己,,,,,\n"
    ",,,,,先还。,,,\n"
    "g_h,overdue,庚,庚,product: huabei,,,,\n"
    "h_i,overdue,辛,辛,,先还。,,,\n"
    "h_i,overdue,壬,,,,,,\n"
    "i_j,overdue,癸,癸,,先还。,,,\n"
)


@pytest.mark.parametrize(
    "said",
    [
        "table.csv:2: the example '有没有宽限期' of 'a_b' stands already under 'grace_period'",
        "table.csv:3: 'utter_b_c' rests on no known source 'T-77'",
        "table.csv:4: 'utter_c_d' relates to no intent 'b_c'",
        "table.csv:6: '昨天' is no date. Write it as 2026-11-22.",
        "table.csv:7: 'f_g' has no answer",
        "table.csv:8: the row has neither intent nor title",
        "table.csv:9: there is a condition without an answer",
        "table.csv:11: 'h_i' has another title already",
    ],
)
def test_refused_rows_are_named_with_the_reason_and_the_rest_is_written(
    edit: Run, copy: Path, table: Callable[..., Path], said: str
) -> None:
    result = edit("import", str(table(REFUSED)))
    assert result.exit_code == 1
    assert f"refused: {said}" in result.stderr
    assert "i_j" in load_content(copy).intents
    assert not {"a_b", "b_c", "c_d", "h_i"} & load_content(copy).intents.keys()


def test_question_without_a_name_is_named_by_its_sound(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    text = "问题,答案,备注\n债权转让怎么办,先核实。,急\n"
    result = edit("import", str(table(text)), "--topic", "overdue")
    assert result.exit_code == 0, result.output
    assert "the column '备注' is not read" in result.stderr
    intent = load_content(copy).intents["zhai_quan_zhuan_rang_zen_me_ban"]
    assert (intent.topic, intent.examples[0].text) == ("overdue", "债权转让怎么办")


# --- encodings and forms of tables


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gbk", ","),
        ("gbk", ";"),
        ("gb18030", ","),
        ("utf-16", "\t"),
    ],
)
def test_table_is_read_as_spreadsheets_write_it(
    edit: Run, copy: Path, table: Callable[..., Path], encoding: str, separator: str
) -> None:
    text = NEW.replace(",", separator).replace("\n", "\r\n")
    result = edit("import", str(table(text, encoding)))
    assert result.exit_code == 0, result.output
    assert load_content(copy).intents["debt_sold"].title == "债权转让怎么办"


def test_file_in_no_known_encoding_is_refused(edit: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"intent,answer\n\xff\xff,\x80\xff\n")
    result = edit("import", str(path))
    assert result.exit_code == 1
    assert "x.csv:2: the file is neither UTF-8 nor GBK" in result.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "table.csv:1: the first row does not name the columns", id="empty"),
        pytest.param("a,b\n1,2\n", "the first row does not name the columns", id="heading"),
        pytest.param("intent,答案,answer\n", "a column is named twice", id="twice"),
        pytest.param('intent,answer\nx,"y\n', "table.csv:2: the row is no CSV", id="quote"),
    ],
)
def test_what_is_no_table_of_questions_is_refused(
    edit: Run, files: Files, table: Callable[..., Path], text: str, said: str
) -> None:
    before = files()
    result = edit("import", str(table(text)))
    assert result.exit_code == 1
    assert said in result.stderr
    assert files() == before


def test_cell_of_several_lines_holds_several_examples_and_a_whole_answer(
    edit: Run, copy: Path, table: Callable[..., Path]
) -> None:
    text = (
        'intent,topic,example,answer\nx_y,overdue,"甲话\r\n乙话","先核实。\r\n\r\n1. 打电话"\r\n'
    )
    assert edit("import", str(table(text))).exit_code == 0
    domain = load_content(copy)
    assert [one.text for one in domain.intents["x_y"].examples] == ["甲话", "乙话"]
    assert domain.responses["utter_x_y"][0].text == "先核实。\n\n1. 打电话"


# --- formulas

FORMULAS = ("=1+1", "+86 怎么打", "-3 天", "@人工", "＝全角", "'=1", "'引号'")


@pytest.fixture
def risky(edit: Run, copy: Path) -> list[str]:
    """Examples in the copy that a spreadsheet would calculate."""
    words = [word for text in FORMULAS for word in ("--example", text)]
    assert edit("add", "--intent", "greet", *words).exit_code == 0
    return [one.text for one in load_content(copy).intents["greet"].examples]


def test_no_cell_of_a_csv_begins_like_a_formula_and_all_comes_back(
    edit: Run, risky: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    edit("export", str(path))
    text = path.read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
    assert {"'=1+1", "''=1", "'引号'"} <= set(cells)
    assert set(FORMULAS) <= set(risky)
    assert "0 with more examples, 0 that differ" in edit("import", str(path)).stdout


def test_every_cell_of_a_sheet_is_text(edit: Run, risky: list[str], tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    edit("export", str(path))
    sheet = load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert set(risky) <= {cell.value for cell in cells}


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_formula_in_a_sheet_is_refused_with_its_row(
    edit: Run, files: Files, tmp_path: Path
) -> None:
    before = files()
    path = workbook(tmp_path / "x.xlsx", ["intent", "example"], ["greet", "=A1"])
    result = edit("import", str(path))
    assert result.exit_code == 1
    assert "x.xlsx:2: a cell holds a formula. Replace it by its value" in result.stderr
    assert files() == before


def test_dates_and_numbers_of_a_sheet_are_read(edit: Run, copy: Path, tmp_path: Path) -> None:
    heading = ["intent", "topic", "example", "answer", "reviewed"]
    day = load_content(copy).sources["T-01"].checked
    path = workbook(tmp_path / "x.xlsx", heading, ["x_y", "overdue", 95188, 12.0, day], [None])
    result = edit("import", str(path))
    assert result.exit_code == 0, result.output
    domain = load_content(copy)
    assert domain.intents["x_y"].examples[0].text == "95188"
    assert domain.responses["utter_x_y"][0].text == "12"
    assert domain.responses["utter_x_y"][0].reviewed == day


def test_file_that_is_no_workbook_is_refused(edit: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"intent,answer\n")
    result = edit("import", str(path))
    assert result.exit_code == 1
    assert "x.xlsx:1: the file is no workbook" in result.stderr


def test_answer_longer_than_a_cell_is_not_cut_off(edit: Run, tmp_path: Path) -> None:
    answer = "长" * 33_000
    edit("add", "--title", "很长", "--topic", "overdue", "--intent", "long", "--answer", answer)
    result = edit("export", str(tmp_path / "x.xlsx"))
    assert result.exit_code == 1
    assert "a cell would be cut off. Export it as CSV." in result.stderr
    assert not (tmp_path / "x.xlsx").exists()
    assert edit("export", str(tmp_path / "x.csv")).exit_code == 0


# --- Rasa

RASA = {
    "domain.yml": """
version: "3.1"
intents: [greet_all, faq, ask_price, buy]
responses:
  utter_hello:
  - text: 你好呀，朋友
    buttons: [{title: 宽限, payload: /grace_period}]
  - custom: {kind: card}
  utter_faq/how-long:
  - condition: [{type: slot, name: product, value: huabei}]
    text: 花呗看合同。
  - condition: [{type: slot, name: product, value: jiebei}]
    text: 花呗看合同。
  - text: 看合同。
  utter_ask_price:
  - text: 要 {price} 元。
""",
    "data/nlu.yml": """
version: "3.1"
nlu:
- intent: greet_all
  examples: |
    - 诸位好
    - [花呗](product)客服好
- intent: faq/how-long
  examples: |
    - 拖得了多久
- intent: ask_price
  examples: |
    - 多少价钱
- intent: buy
  examples: |
    - 我要买
- synonym: huabei
  examples: |
    - 花呗
""",
    "data/rules.yml": """
rules:
- rule: hello
  steps:
  - intent: greet_all
  - action: utter_hello
""",
    "tests/test_stories.yml": "stories: []\n",
    "docker-compose.yml": "services: {{broken",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in RASA.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def test_rasa_project_gives_what_it_can_and_says_what_it_cannot(
    edit: Run, copy: Path, project: Path
) -> None:
    result = edit("import", str(project), "--topic", "chat")
    assert result.exit_code == 1
    domain = load_content(copy)
    hello = domain.intents["greet_all"]
    assert (hello.topic, hello.title) == ("chat", "诸位好")
    assert [one.text for one in hello.examples] == ["诸位好", "花呗客服好"]
    assert [one.text for one in domain.responses["utter_greet_all"]] == ["你好呀，朋友"]
    faq = domain.intents["faq_how_long"]
    assert faq.topic == "faq"
    first, default = domain.responses["utter_faq_how_long"]
    assert first.conditions[0].values == ("huabei", "jiebei")
    assert (default.text, default.conditions) == ("看合同。", ())
    for said in (
        "domain.yml:6: `buttons` of 'utter_hello' is left out",
        "domain.yml:8: a variant of 'utter_hello' is left out",
        "data/nlu.yml:1: synonym is not imported",
        "domain.yml:16: 'utter_ask_price' has the unknown variable {price}",
        "data/nlu.yml:14: 'buy' has no answer",
    ):
        assert said in result.stderr


def test_broken_file_of_a_project_is_refused_with_its_line(
    edit: Run, files: Files, project: Path
) -> None:
    before = files()
    (project / "data/nlu.yml").write_text("nlu:\n- intent: x\n  examples: [\n", encoding="utf-8")
    result = edit("import", str(project))
    assert result.exit_code == 1
    assert "data/nlu.yml:4:" in result.stderr
    assert files() == before


def test_exported_project_holds_what_rasa_asks_for(domain: Domain, tmp_path: Path) -> None:
    write_rasa(domain, tmp_path)
    reading = read_rasa(tmp_path, "")
    assert not reading.faults
    assert not merge(domain, reading.questions).new
    text = (tmp_path / "domain.yml").read_text("utf-8")
    assert "  - text: |\n      {product_name}逾期了" in text
    assert "initial_value: 这笔欠款" in text
    assert "value: [" not in text
    nlu = (tmp_path / "data/nlu.yml").read_text("utf-8")
    assert "- [花呗](product)宽限期是几天\n" in nlu
    assert "- lookup: product\n" in nlu
    rules = (tmp_path / "data/rules.yml").read_text("utf-8")
    assert "{intent: grace_period}\n  - {action: utter_grace_period}\n" in rules
    assert "{intent: nlu_fallback}\n  - {action: utter_fallback}\n" in rules
