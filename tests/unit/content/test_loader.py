from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot import ContentError
from bot.content import load_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot import Fault
    from bot.domain import Domain


@pytest.fixture
def copy(content: Path, tmp_path: Path) -> Path:
    """A copy of the tiny bot, to be broken."""
    for folder in ("intents", "responses"):
        shutil.copytree(content / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def load_with(copy: Path) -> Callable[[str, str], Domain]:
    """Loads the tiny bot with one more file, or another one."""

    def load(name: str, text: str) -> Domain:
        (copy / name).write_text(text, encoding="utf-8")
        return load_content(copy)

    return load


@pytest.fixture
def faults_with(
    load_with: Callable[[str, str], Domain],
) -> Callable[[str, str], tuple[Fault, ...]]:
    """The faults of the tiny bot with one more file."""

    def faults(name: str, text: str) -> tuple[Fault, ...]:
        with pytest.raises(ContentError) as caught:
            load_with(name, text)
        return caught.value.faults

    return faults


# --- what is read


def test_topic_is_the_name_of_the_file(domain: Domain) -> None:
    assert domain.intents["grace_period"].topic == "overdue"


def test_example_knows_its_file_and_line(domain: Domain, content: Path) -> None:
    example = domain.intents["credit_impact"].examples[-1]
    lines = (content / example.place.file).read_text(encoding="utf-8").splitlines()
    assert example.text in lines[example.place.line - 1]


def test_every_short_example_stands_on_the_line_it_names(domain: Domain, content: Path) -> None:
    for example in domain.intents["grace_period"].examples:
        lines = (content / example.place.file).read_text(encoding="utf-8").splitlines()
        assert lines[example.place.line - 1].strip() == f"- {example.text}"


def test_long_form_reads_like_the_short_one(load_with: Callable[[str, str], Domain]) -> None:
    domain = load_with(
        "intents/overdue.yml",
        "nlu:\n"
        "- intent: overdue_what_to_do\n  metadata: {title: 怎么办}\n"
        "  examples:\n  - text: |\n      逾期了\n    metadata: {source: log}\n  - 咋办\n"
        + "".join(
            f"- intent: {name}\n  metadata: {{title: {name}}}\n  examples: |\n    - 说法{name}\n"
            for name in ("grace_period", "overdue_short", "overdue_long")
        ),
    )
    examples = domain.intents["overdue_what_to_do"].examples
    assert [example.text for example in examples] == ["逾期了", "咋办"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("我的[信用卡](product)逾期", "我的信用卡逾期", id="entity"),
        pytest.param("[网贷](product:online_loan)还不上", "网贷还不上", id="entity-and-value"),
        pytest.param('拖[三天]{"entity": "duration", "value": 3}了', "拖三天了", id="object"),
        pytest.param(
            '[招行][{"entity": "bank"}, {"entity": "product"}]催我', "招行催我", id="list"
        ),
        pytest.param("[甲](a)和[乙](b)", "甲和乙", id="two"),
        pytest.param("[方括号] (不是标注)", "[方括号] (不是标注)", id="none"),
    ],
)
def test_annotations_are_stripped(
    load_with: Callable[[str, str], Domain], written: str, plain: str
) -> None:
    text = f"nlu:\n- synonym: more\n  examples: |\n    - {written}\n"
    domain = load_with("intents/more.yml", text)
    assert domain.synonyms["more"] == (plain,)


def test_synonym_in_two_files_holds_the_words_of_both(
    load_with: Callable[[str, str], Domain],
) -> None:
    domain = load_with("intents/more.yml", "nlu:\n- synonym: huabei\n  examples: |\n    - 花花\n")
    assert set(domain.synonyms["huabei"]) == {"花呗", "蚂蚁花呗", "花花"}


def test_variant_needs_no_metadata(domain: Domain) -> None:
    (variant, _) = domain.responses["utter_greet"]
    assert (variant.sources, variant.related, variant.reviewed) == ((), (), None)


def test_condition_may_name_one_value_or_several(domain: Domain) -> None:
    one, several, _ = domain.responses["utter_grace_period"]
    assert one.conditions[0].values == ("huabei",)
    assert several.conditions[0].values == ("jiebei", "online_loan")


def test_source_keeps_its_dates(domain: Domain) -> None:
    assert domain.sources["T-01"].checked == date(2026, 11, 1)


def test_source_label_joins_title_and_article(domain: Domain) -> None:
    assert domain.sources["T-01"].label == "征信业管理条例第十六条"


def test_hot_questions_are_ranked_from_one(domain: Domain) -> None:
    assert domain.hot == {"credit_impact": 1, "overdue_what_to_do": 2}


def test_platform_without_hotline_has_none(load_with: Callable[[str, str], Domain]) -> None:
    domain = load_with(
        "responses/platforms.yml", "platforms:\n  x: {name: 某, where: 某处, hotline: null}\n"
    )
    assert domain.platforms["x"].hotline is None


def test_keys_only_rasa_knows_are_let_be(load_with: Callable[[str, str], Domain]) -> None:
    assert load_with("intents/rasa.yml", "version: '3.1'\nrules: []\nentities: [product]\n")


def test_regex_and_lookup_are_let_be(domain: Domain) -> None:
    assert not {"bank", "phone"} & (domain.synonyms.keys() | domain.intents.keys())


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n"])
def test_empty_file_holds_nothing_and_is_no_fault(
    load_with: Callable[[str, str], Domain], domain: Domain, text: str
) -> None:
    assert load_with("intents/empty.yml", text).intents.keys() == domain.intents.keys()


def test_fingerprint_names_the_content(
    load_with: Callable[[str, str], Domain], domain: Domain
) -> None:
    other = load_with("intents/empty.yml", "# one more file\n")
    assert other.fingerprint != domain.fingerprint


def test_same_content_has_the_same_fingerprint(copy: Path, domain: Domain) -> None:
    assert load_content(copy) == domain


# --- what is refused

FAULTS = yaml.safe_load(Path(__file__).with_name("faults.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", FAULTS["faults"], ids=lambda case: case["id"])
def test_fault_is_reported_with_file_line_and_cure(
    faults_with: Callable[[str, str], tuple[Fault, ...]], case: dict[str, Any]
) -> None:
    (fault,) = faults_with(case["file"], case["text"])
    assert (fault.file, fault.line) == (case["file"], case["line"])
    assert case["problem"] in fault.problem
    assert fault.cure


@pytest.mark.parametrize("case", FAULTS["disagreements"], ids=lambda case: case["id"])
def test_disagreement_is_reported_with_file_line_and_cure(
    faults_with: Callable[[str, str], tuple[Fault, ...]], case: dict[str, Any]
) -> None:
    faults = faults_with(case["file"], case["text"])
    found = [fault for fault in faults if case["problem"] in fault.problem]
    assert [(fault.file, fault.line) for fault in found] == [(case["file"], case["line"])]
    assert found[0].cure


def test_missing_system_response_is_named(
    faults_with: Callable[[str, str], tuple[Fault, ...]],
) -> None:
    faults = faults_with("responses/system.yml", "responses: {}\n")
    assert any("'utter_fallback' is missing" in fault.problem for fault in faults)


def test_file_that_is_not_utf_8_is_named_with_its_line(copy: Path) -> None:
    (copy / "intents" / "x.yml").write_bytes("topics:\n  a: 花呗\n".encode("gb18030"))
    with pytest.raises(ContentError) as caught:
        load_content(copy)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("intents/x.yml", 2)
    assert "not UTF-8" in fault.problem


@pytest.mark.parametrize(
    "text", ["a: \x00", "a: &a [*a]", "? {b: c}\n: d\ne: !!python/name:os.system"]
)
def test_yaml_that_holds_no_plain_values_is_refused(
    faults_with: Callable[[str, str], tuple[Fault, ...]], text: str
) -> None:
    (fault,) = faults_with("intents/x.yml", text)
    assert fault.file == "intents/x.yml"


def test_every_fault_of_every_file_is_reported_at_once(copy: Path) -> None:
    (copy / "intents" / "a.yml").write_text("nlu: 5\nhot: 3\n", encoding="utf-8")
    (copy / "intents" / "b.yml").write_text("- a\n", encoding="utf-8")
    (copy / "responses" / "c.yml").write_text("responses: 5\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(copy)
    places = [(fault.file, fault.line) for fault in caught.value.faults]
    assert places == [
        ("intents/a.yml", 1), ("intents/a.yml", 2), ("intents/b.yml", 1), ("responses/c.yml", 1)
    ]  # fmt: skip


def test_error_reads_as_one_fault_a_line(copy: Path) -> None:
    (copy / "intents" / "a.yml").write_text("nlu: 5\nhot: 3\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(copy)
    assert str(caught.value).splitlines() == [
        "intents/a.yml:1: `nlu` is no list. Write `- intent: name` items under it.",
        "intents/a.yml:2: `hot` is no list. Write one intent a line, hottest first.",
    ]


@pytest.mark.parametrize("folder", ["intents", "responses"])
def test_missing_folder_is_a_fault(copy: Path, folder: str) -> None:
    shutil.rmtree(copy / folder)
    with pytest.raises(ContentError, match=f"{folder}/:1: the folder is missing"):
        load_content(copy)
