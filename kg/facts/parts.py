"""Names that only their place in the text makes names: departments behind the name of a body or a hospital, media in a line of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Document, Mention

_FIELD = r"[\u4e00-\u9fff]{2,8}?"
_OFFICE = re.compile(rf"({_FIELD}[处科股])(?=副?[处科股]长|[一二三四]级|干部|工作人员)")
_WARD = re.compile(r"((?!专)[\u4e00-\u9fff]{1,6}?(?:内科|外科|骨科|妇科|产科|儿科|眼科|伤科|肿瘤科|康复科|[病麻检放重皮针]\S{0,3}科))(?=[在与和被、，。获入]|已|正|成为)")
_THAT_BODY = re.compile(rf"该([局委厅办部])({_FIELD}[处科股])(?=副?[处科股]长)")
_NO_FIELD = re.compile(r"[的在到与把被将为是，。、]|各|有关|相关|所属|下属|直属")
_SOURCE = re.compile(r"(?:来源|稿源|转自|摘自)[：:]\s*([\u4e00-\u9fff·]{3,12}?)(?=\d|[（(）)|｜丨\s]|作者|记者|通讯员|发布|时间|日期|责任|编辑|责编|[文图][/／]|$)")
_REPORTING = re.compile(r"(?<![\u4e00-\u9fff])((?!本网)[\u4e00-\u9fff]{2,4}新闻)(?=记者|客户端|\d{1,2}月\d{1,2}日[讯电])")
"""A medium that is told by its reporter or its dateline alone (海风新闻记者)."""

_NOTED = re.compile(r"[（(](?:采写|撰文|整理|采访)[：:]\s*([\u4e00-\u9fff]{3,8})([\u4e00-\u9fff]{3})[）)]")
_PERIODICAL = re.compile(r"([\u4e00-\u9fff·]{2,8}(?:通讯|简报|动态|观察|要情|快报|专报|参考|参阅|纪事|之窗|月刊|季刊|半月刊))(?=\d{4}年|第?[\d一二三四五六七八九十]+期|（|$)")


def departments(doc: Document, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Departments with the names of their bodies (某市教育局|职业教育科|科长…), hospitals' wards that something is told of (某医院|骨伤科|在…)."""
    longest = {m.end: m for m in sorted(mentions, key=lambda m: m.start, reverse=True) if m.cls in ("GovernmentBody", "Hospital")}
    for end in sorted(longest):
        mention = longest[end]
        part = (_OFFICE if mention.cls == "GovernmentBody" else _WARD).match(doc.text, end)
        if part and not _NO_FIELD.search(part[1]) and not mention.relative:
            yield Mention(mention.start, part.end(1), mention.cls, "department-of-a-body", stem=mention.stem)
    bodies = sorted(longest)
    for match in _THAT_BODY.finditer(doc.text):
        before = [e for e in bodies if e <= match.start() and doc.text[e - 1] == match[1]]
        if before and not _NO_FIELD.search(match[2]) and not longest[before[-1]].relative:
            body = longest[before[-1]]
            label = doc.text[body.start : body.end] + match[2]
            yield Mention(match.start(), match.end(2), "GovernmentBody", "department-of-that-body", label)


def sources(doc: Document, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Media that a line of sources or credits names, and the periodical that a line names with its date or number."""
    taken = {i for m in mentions if m.cls not in ("Region", "Area") for i in range(m.start, m.end)}
    for match in _REPORTING.finditer(doc.text):
        if not taken & set(range(*match.span(1))):
            yield Mention(*match.span(1), "Media", "named-as-source")
    for block in doc.blocks:
        stretch = doc.text[block.start : block.end]
        if block.kind in ("byline", "masthead", "source", "colophon"):
            named = _SOURCE.search(stretch)
            periodical = _PERIODICAL.match(stretch)
            found = [(named, "Media")] if named else [(periodical, "Publication")] if periodical else []
        else:
            found = [(m, "Media") for m in _NOTED.finditer(stretch)] if len(stretch) < 40 else []
        for match, cls in found:
            start, end = block.start + match.start(1), block.start + match.end(1)
            if not taken & set(range(start, end)):
                yield Mention(start, end, cls, "named-as-source")
