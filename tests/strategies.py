"""Generators of difficult Chinese text for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "昆山市", "海南藏族自治州", "援青工作组", "共和县", "牦牛养殖基地", "“青稞香”", "《协作协议》", "投入", "签订", "共建", "3.5亿元", "2024年10月",
    "江苏、安徽两省", "建成", "医疗队", "五人", "第十批", "教师", "约20%的牧民", "“组团式”帮扶", "（一期）项目", "柴达木", "双方", "古丽·买买提", "产业园",
    "1200余人次", "和", "在", "了",
)  # fmt: skip
"""Words of invented reports; none begins like a heading, a list item or a caption."""

NOISE = ("\ufeff", "\u200b", "\u00ad", "\ue000", "\u3000", " ", "\t", "\u00a0", "\u2060", "\ufe0f")
"""Characters that print nothing."""

NASTY = st.sampled_from(
    [
        *"“”‘’「」《》（）()[]。，、；：！？…—-*_#>|`~\"'·.,;:!?%\n\r\f\t\u3000\x00",
        "苏",
        "蘇",
        "㎞",
        "Ａ",
        "１",
        "①",
        "\ud800",
        "\U00020000",
        "🙂",
    ]
    + [
        "\n\n",
        "# ",
        "- ",
        "第3页",
        "- 3 -",
        "一、",
        "（一）",
        "2024年",
        "来源：",
        "报：",
        "——",
        "](http://a)",
        "---\n",
        "图1",
        "圖①",
        "責任編輯：",
        "\r\n",
    ]
)
"""Pieces of text that some rule looks at."""


def sentences(least: int = 4) -> st.SearchStrategy[str]:
    """A sentence of at least `least` words, with commas between some of them and a full stop."""
    clause = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map("".join)
    return st.lists(clause, min_size=max(1, least // 2), max_size=5).map(lambda clauses: "，".join(clauses) + "。")


def paragraphs(least: int = 2) -> st.SearchStrategy[str]:
    """A paragraph of at least `least` sentences on one line, as a reader would want it."""
    return st.lists(sentences(), min_size=least, max_size=6).map("".join)


def documents() -> st.SearchStrategy[list[str]]:
    """The paragraphs of a document."""
    return st.lists(paragraphs(), min_size=1, max_size=4)


def nasty() -> st.SearchStrategy[str]:
    """Arbitrary text, much of it made of what rules look at; lone surrogates included."""
    return st.one_of(st.lists(NASTY, max_size=60).map("".join), st.text(max_size=80))


def wrapped(text: str, width: int) -> str:
    """A text broken into lines of `width` columns, in the middle of words and numbers too."""
    lines: list[str] = []
    line, taken = "", 0
    for char in text:
        columns = 1 if char.isascii() else 2
        if taken + columns > width and char not in "，。、”》）":
            lines.append(line)
            line, taken = "", 0
        line += char
        taken += columns
    return "\n".join([*lines, line])
