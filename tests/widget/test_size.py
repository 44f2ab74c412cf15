"""An old phone on a slow line pays for every byte."""

import gzip

from server.widget import ENTRY, joined

LIMIT = 20 * 1024


def test_the_widget_is_at_most_20_kib_gzipped() -> None:
    assert len(gzip.compress(joined().encode(), 9, mtime=0)) <= LIMIT


def test_nothing_but_code_goes_over_the_wire() -> None:
    lines = joined().splitlines()
    assert [
        line
        for line in lines
        if not line or line.startswith((" ", "//", "/*", "import ", "export "))
    ] == []


def test_no_module_is_longer_than_300_lines() -> None:
    modules = ENTRY.parent.glob("*.js")
    assert {
        path.name: lines
        for path in modules
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    } == {}
