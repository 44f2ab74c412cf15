"""Markdown to HTML that is safe to insert into a page."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}


@lru_cache(maxsize=2048)
def to_html(markdown: str) -> str:
    """The text as HTML, with nothing in it that runs, loads or submits.

    Links keep https, http, mailto and tel alone, and open without telling where from.

    >>> to_html("**留意**：[官网](https://ipcrs.pbccrc.org.cn) <script>alert(1)</script>")
    '<p><strong>留意</strong>：<a href="https://ipcrs.pbccrc.org.cn" \
rel="noopener noreferrer nofollow">官网</a> &lt;script&gt;alert(1)&lt;/script&gt;</p>'
    """
    return nh3.clean(
        _MARKDOWN.render(markdown),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    ).strip()
