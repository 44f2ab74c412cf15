from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot import ContentError
from bot.editing.yaml_edit import YamlEdit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Open = Callable[[str], YamlEdit]

ITEM = CommentedSeq([CommentedMap(intent="new")])


@pytest.fixture
def open_edit(tmp_path: Path) -> Open:
    """Opens a file of some text."""

    def open_edit(text: str) -> YamlEdit:
        path = tmp_path / "x.yml"
        path.write_bytes(text.encode())
        return YamlEdit(path, "intents/x.yml")

    return open_edit


def retitle(item: Any) -> None:
    item["title"] = "新"


# --- items at the end


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "nlu:\n- intent: a\n- intent: b\n",
            "nlu:\n- intent: a\n- intent: b\n- intent: new\n",
            id="close",
        ),
        pytest.param(
            "nlu:\n- intent: a\n\n- intent: b\n",
            "nlu:\n- intent: a\n\n- intent: b\n\n- intent: new\n",
            id="apart",
        ),
        pytest.param(
            "nlu:\n  - intent: a\n  - intent: b\nhot: [a]\n",
            "nlu:\n  - intent: a\n  - intent: b\n  - intent: new\nhot: [a]\n",
            id="indented",
        ),
        pytest.param(
            "nlu:\n-\n  intent: a\n-\n  intent: b\n",
            "nlu:\n-\n  intent: a\n-\n  intent: b\n- intent: new\n",
            id="dash-alone",
        ),
        pytest.param(
            "nlu:\n- intent: a\n- x: |\n    - b\n    # no comment\n# of what follows\n\nhot: []\n",
            "nlu:\n- intent: a\n- x: |\n    - b\n    # no comment\n- intent: new\n"
            "# of what follows\n\nhot: []\n",
            id="comment",
        ),
        pytest.param("hot: []\n", "hot: []\nnlu:\n- intent: new\n", id="no-section"),
        pytest.param("nlu: []\nhot: []", "nlu:\n- intent: new\nhot: []\n", id="empty"),
        pytest.param("nlu:\n# all\nhot: 1\n", "nlu:\n- intent: new\n# all\nhot: 1\n", id="null"),
        pytest.param("", 'version: "3.1"\nnlu:\n- intent: new\n', id="nothing"),
        pytest.param(
            'nlu:\n- x: "a\u2028  b"\n- intent: b\n',
            'nlu:\n- x: "a\u2028  b"\n- intent: b\n- intent: new\n',
            id="other-line-breaks",
        ),
    ],
)
def test_item_comes_last_in_its_section(open_edit: Open, before: str, after: str) -> None:
    edit = open_edit(before)
    edit.append("nlu", ITEM)
    assert edit.result().decode() == after


def test_several_items_come_in_the_order_they_were_added(open_edit: Open) -> None:
    edit = open_edit("responses:\n  utter_a:\n  - text: a\n")
    for name in ("b", "c"):
        edit.append("responses", CommentedMap({f"utter_{name}": CommentedSeq([{"text": name}])}))
    assert (
        edit.result()
        .decode()
        .endswith("  - text: a\n\n  utter_b:\n  - text: b\n\n  utter_c:\n  - text: c\n")
    )


def test_file_that_is_not_there_is_begun(tmp_path: Path) -> None:
    edit = YamlEdit(tmp_path / "none.yml", "intents/none.yml")
    edit.append("nlu", ITEM)
    assert edit.result() == b'version: "3.1"\nnlu:\n- intent: new\n'


@pytest.mark.parametrize(
    "text", ["nlu: [{intent: a}]\n", "hot: 1\nnlu: &x\n- intent: a\n", "nlu: [\n  {intent: a}]\n"]
)
def test_section_that_is_not_in_lines_of_its_own_is_refused(open_edit: Open, text: str) -> None:
    edit = open_edit(text)
    with pytest.raises(ContentError, match=r"intents/x\.yml:\d: `nlu` is written on one line"):
        edit.append("nlu", ITEM)


# --- items changed


@pytest.mark.parametrize(
    "item",
    [
        pytest.param("- intent: b  # so\n  title: 旧\n  x: 'a'  # fact\n", id="usual"),
        pytest.param("- intent: b\n  title: 旧\n  list:\n    - a\n    - b\n", id="deep-list"),
        pytest.param("- intent: b\n  title: 旧\n  map:\n      a:\n          b: 1\n", id="wide"),
        pytest.param("-\n  intent: b\n  title: 旧\n", id="dash-alone"),
        pytest.param("  - intent: b\n    title: 旧\n    # in it\n    x: |\n      - a\n", id="in"),
    ],
)
def test_item_keeps_all_but_what_is_changed(open_edit: Open, item: str) -> None:
    column = len(item) - len(item.lstrip(" "))
    other = " " * column + "- {intent: a,   title:  旧 }   # odd  spaces\n"
    text = f"# top\nnlu:\n{other}{item}\n# bottom\n"
    edit = open_edit(text)
    line = 1 + text[: text.index("intent: b")].count("\n")
    edit.edit(line, retitle)
    after = edit.result().decode()
    changed = [line.strip() for line in after.splitlines()]
    assert changed[:3] == ["# top", "nlu:", other.strip()]
    assert changed[-1] == "# bottom"
    assert [line for line in changed if "title: 新" in line]
    assert {part.strip() for part in item.replace("旧", "新").splitlines()} - {"-"} <= {
        *changed,
        *(line.removeprefix("- ") for line in changed),
    }


def test_item_that_leans_on_others_is_refused(open_edit: Open) -> None:
    edit = open_edit("nlu:\n- {intent: a, title: &t x}\n- title: *t\n  intent: b\n")
    with pytest.raises(ContentError, match=r"intents/x\.yml:3: the item cannot be edited"):
        edit.edit(3, retitle)
