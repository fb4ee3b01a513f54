"""Relative names completed: 市发改委, 人民医院, 宣传部 in a text that has said which city.

The region is that of the neighbour in the row, else the nearest one named before it whose level fits, else the document's home. One that
the clause goes to (市委书记…赴苏) is not the region of the goer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.gazetteer import Gazetteer
from kg.model import Block, Document, Mention

_LEVELS = {
    "市": ("市",),
    "县": ("县", "旗"),
    "旗": ("旗",),
    "区": ("区",),
    "自治区": ("自治区",),
    "省": ("省", "自治区"),
    "州": ("州",),
    "盟": ("盟",),
    "自治州": ("州",),
    "镇": ("镇",),
    "乡": ("乡",),
}
_PREFIX = re.compile(r"自治[区州]|[省市县区州旗盟镇乡]")
_PARTY_UNITS = ("宣传部", "统战部", "组织部", "政法委", "编办", "网信办", "社会工作部", "政策研究室")
_GOES_TO = re.compile(r"(?:赴|到|来|抵|前往|走进|到访|访问|来到|抵达)$")


def level_prefix(text: str) -> str:
    """The word for a level that a relative name begins with (市发改委 → 市), "" where it begins with none."""
    match = _PREFIX.match(text)
    return match[0] if match and len(text) > len(match[0]) else ""


def fits(prefix: str, name: str) -> bool:
    """Whether a region's name has the level that a relative name begins with; without one, whether it is a city, prefecture or county."""
    if prefix == "区" and name.endswith(("自治区", "地区")):
        return False
    return name.endswith(_LEVELS[prefix]) if prefix else not name.endswith(("省", "国", "自治区"))


def label(text: str, region: str) -> str:
    """The completed form of a relative name.

    >>> label("市发改委", "苏州市"), label("市委", "苏州市"), label("宣传部", "阜阳市")
    ('苏州市发改委', '苏州市委', '阜阳市委宣传部')
    """
    prefix = level_prefix(text)
    rest = text[len(prefix) :]
    if not prefix and rest in _PARTY_UNITS:
        return f"{region}委{rest}"
    return region + rest


def _block_of(doc: Document, at: int) -> Block | None:
    return next((b for b in doc.blocks if b.start <= at < b.end), None)


def region_of(
    doc: Document, mention: Mention, places: Sequence[Mention], context: tuple[Mapping[int, str], str | None], gazetteer: Gazetteer
) -> tuple[str, str] | None:
    """Code of the region of a relative name and the rule that chose it; None where nothing tells.

    `places`: region mentions in order, inner and fused ones included; `context`: the regions of the row's neighbours already completed, by
    the end offset of their names, and the code of the document's home.
    """
    neighbours, home = context
    text = doc.text[mention.start : mention.end]
    prefix = level_prefix(text)
    block = _block_of(doc, mention.start)
    if block and block.kind in ("distribution", "colophon") and home:
        return home, "home"
    beside = neighbours.get(mention.start - 1)
    if beside and doc.text[mention.start - 1] in "、和与及" and (not prefix or fits(prefix, gazetteer.division(beside).name)):
        return beside, "neighbour-in-row"
    goal = _goal(doc, mention, places)
    for place in reversed([p for p in places if p.end <= mention.start]):
        if block and place.start < block.start and home and prefix and fits(prefix, gazetteer.division(home).name):
            return home, "home"
        if place.code and place.code != goal and len(place.code) != 2 and fits(prefix, gazetteer.division(place.code).name):
            return place.code, "nearest-region"
    if home and (not prefix or fits(prefix, gazetteer.division(home).name)):
        return home, "home"
    return None


def _goal(doc: Document, mention: Mention, places: Sequence[Mention]) -> str | None:
    """Where the clause of a relative name goes to."""
    stop = next((i for i in range(mention.end, len(doc.text)) if doc.text[i] in "。；\n"), len(doc.text))
    for place in places:
        if mention.end <= place.start < stop and _GOES_TO.search(doc.text[max(0, place.start - 2) : place.start]):
            return place.code
    return None
