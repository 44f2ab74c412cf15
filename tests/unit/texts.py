"""Texts as hypothesis draws them: what people type, and what they hopefully never do."""

from __future__ import annotations

from hypothesis import strategies as st

FRAGMENTS = (
    "花呗",
    "借呗",
    "信用卡",
    "花貝",
    "hb",
    "逾期",
    "预期",
    "逾期了",
    "还清",
    "没还",
    "還沒還",
    "三天",
    "3个月",
    "半年",
    "***天",
    "xx",
    "5000元",
    "两三千",
    "1.5w",
    "¥200",
    "去年3月",
    "昨天",
    "2026年2月30日",
    "９月１号",
    "怎么办",
    "咋办",
    "影响征信吗",
    "多久",
    "ＡＰＰ",
    "huabei",
    "①",
    "㎏",
    "😭",
    "👨‍👩‍👧",
    "?!",
    "。。。",
    "…",
    " ",
    "\n",
    "\u3000",
    "\u200b",
    "İ",
    "ΐ",
    "ﷺ",
    "薴",
    "%",
    "{",
    "}",
    "[x](y)",
    "/greet",
    '{"product": "huabei"}',
    "帮我算利息",
    "不是",
    "第二个",
    "那",
    "呢",
    "再说一遍",
)

mixed_texts = st.lists(
    st.one_of(
        st.sampled_from(FRAGMENTS),
        st.text(max_size=4),
        st.integers(0, 10**14).map(str),
    ),
    max_size=8,
).map("".join)
"""Chinese and Latin, names, numbers, dates, masks, emoji and anything at all, in any order."""

utterances = mixed_texts.filter(lambda text: bool(text.strip()))
"""Mixed texts that the engine takes."""
