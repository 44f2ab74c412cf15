from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rendering import to_html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:msgbox)",
        "![a](https://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        "<iframe src=//evil.example>",
        "<a href='//evil.example' onclick='x()'>",
        '[a](https://a.example "x" onclick=alert(1))',
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_runs_or_loads(attack: str) -> None:
    tags = re.findall(r"<[^>]*>", to_html(attack))
    assert not re.search(r"script|javascript:|data:|onerror|onclick|onload|src=", " ".join(tags))


def test_lists_links_and_stress_are_kept() -> None:
    html = to_html("1. **先**还\n2. 看[官网](https://a.example)")
    assert html == (
        '<ol>\n<li><strong>先</strong>还</li>\n<li>看<a href="https://a.example" '
        'rel="noopener noreferrer nofollow">官网</a></li>\n</ol>'
    )


@given(st.text(max_size=300))
def test_any_text_becomes_html_of_harmless_tags(text: str) -> None:
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", to_html(text)))
    assert not tags & {"script", "img", "iframe", "style", "svg", "form", "input", "object"}
