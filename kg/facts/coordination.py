"""Coordinated names that share a part: 白城市第一、第二人民医院; 静宁县、庄浪县教育局; 智能家居、生态食品产业园."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.facts import names
from kg.facts.units import Unit
from kg.lexicon import Lexicon
from kg.model import Document, Mention

_ORDINALS = re.compile(r"(?:第[一二三四五六七八九十]+[、和及与])+$")
_ORDINAL = re.compile(r"第[一二三四五六七八九十]+")
_MARKS = ("、", "和", "与", "及")
_QUALIFIER = ("n", "vn", "b", "x", "nz", "a", "an", "l", "j", "g", "s")
_TRADES = frozenset("现代 组装 加工 制造 种植 养殖 包装 仓储 冷藏 印染 铸造 锻造 回收".split())
"""Qualifiers that dictionaries take for verbs or times."""

_BUILDS = re.compile(r"(?:建成|建设|打造|形成|布局|规划|兴建|建立|新建|共建|建起|建有|拥有|设立|发展)了?$")
_BARE = re.compile(r"政府|人大|政协")


def find(doc: Document, sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The members of rows that leave the head to the last one, each labelled with its completed name. Linear in the text."""
    by_end = {m.end: m for m in mentions if m.cls == "Region" and not m.fused}
    by_start = {m.start: m for m in by_end.values()}
    found: list[Mention] = []
    for mention in mentions:
        if mention.stem is None or mention.rule == "quoted-name":
            continue
        if mention.cls in ("Hospital", "School", "Park", "GovernmentBody"):
            found += _numbered(doc.text, mention, by_end)
        head = lexicon.heads.get(doc.text[mention.stem : mention.end])
        if mention.cls in ("GovernmentBody", "Hospital", "Association") and head and head.needs == "region":
            found += _same_level(doc.text, mention, by_start.get(mention.start), by_end)
    for units in sentences:
        found += _qualified(doc.text, units, lexicon) if units else ()
    return [*found, *_organs(doc.text, mentions)]


def _numbered(text: str, mention: Mention, places: Mapping[int, Mention]) -> Iterator[Mention]:
    """第一 in 第一、第二人民医院."""
    own = _ORDINAL.match(text, mention.start)
    row = _ORDINALS.search(text, max(0, mention.start - 24), mention.start)
    if own is None or row is None:
        return
    rest = text[own.end() : mention.end]
    for ordinal in _ORDINAL.finditer(text, row.start(), row.end()):
        place = places.get(ordinal.start())
        start = place.start if place else ordinal.start()
        label = text[start : ordinal.end()] + rest
        code = place.code if place else None
        yield Mention(start, ordinal.end(), mention.cls, "shared-head", label, parent=code, stem=ordinal.start(), relative=place is None)


def _same_level(text: str, mention: Mention, first: Mention | None, places: Mapping[int, Mention]) -> Iterator[Mention]:
    """静宁县 in 静宁县、庄浪县教育局: a region before a body of another of its level."""
    if first is None or first.end != mention.stem:
        return
    level = text[first.end - 1]
    before = places.get(mention.start - 1)
    while level in "市县区旗州" and before and text[before.end] in _MARKS and text[before.end - 1] == level:
        label = text[before.start : before.end] + text[first.end : mention.end]
        yield Mention(before.start, before.end, mention.cls, "shared-head", label, parent=before.code, stem=before.end)
        before = places.get(before.start - 1)


def _qualified(text: str, units: Sequence[Unit], lexicon: Lexicon) -> Iterator[Mention]:
    """智能家居 in 建成智能家居、光电材料、生态食品产业园: qualifiers in a row between a verb of building and a park's head."""
    if not any(u.text == "、" for u in units):
        return
    for start, end, head in names.heads_at(text, units[0].start, units[-1].end, lexicon):
        if head.cls != "Park" or not head.text.endswith(("园", "园区", "区", "城")):
            continue
        shared = min((n for n in range(3, len(head.text) + 1) if head.text[-n:] in lexicon.heads), default=len(head.text))
        start = end - shared
        at = bisect_left(units, start, key=lambda u: u.start)
        members: list[tuple[int, int]] = []
        stop = start
        while True:
            first = at
            while at > 0 and _qualifies(units[at - 1]):
                at -= 1
            if at == first or stop - units[at].start > 6:
                break
            members.append((units[at].start, stop))
            if at == 0 or units[at - 1].text not in _MARKS:
                break
            at -= 1
            stop = units[at].start
        begin = members[-1][0] if members else 0
        if len(members) > 1 and _BUILDS.search(text[max(0, begin - 3) : begin]):
            yield Mention(members[0][0], end, "Park", "name-by-head", stem=start)
            for opens, closes in members[1:]:
                if text.endswith(("项目", "工程"), opens, closes):
                    continue  # 配套设施项目、现代农业科技园: what has a head of its own shares none
                yield Mention(opens, closes, "Park", "shared-head", text[opens:closes] + text[start:end], stem=closes)


def _qualifies(unit: Unit) -> bool:
    fits = unit.tag.startswith(_QUALIFIER) or unit.text in _TRADES
    return unit.kind == "word" and fits and not _BUILDS.search(unit.text) and unit.text not in _MARKS


def _organs(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """政府 in 县委、人大、政府、政协."""
    ends = {m.end for m in mentions if m.cls == "GovernmentBody"}
    starts = {m.start for m in mentions}
    for at in sorted(ends):
        while (
            text[at : at + 1] in _MARKS and (organ := _BARE.match(text, at + 1)) and text[organ.end() : organ.end() + 1] in "、和及，。主领"
        ):
            if organ.start() not in starts:
                yield Mention(*organ.span(), "GovernmentBody", "organ-in-a-row", stem=organ.start(), relative=True)
            at = organ.end()
