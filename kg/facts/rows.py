"""Rows (甲、乙、丙等企业): what a closing word or a neighbour says of one member holds of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.pieces import sort_of
from kg.facts.units import Unit
from kg.lexicon import Lexicon

_CLOSING = re.compile(
    r"(?:公司|集团)?(?:等|(?=[两三四五六七八九十\d]+家))(?:\d+[余多]?家|多家|一批|一大批|众多|数家|几家|[一二两三四五六七八九十]+家)?(?:(?!领域|行业|产业|方面)[\u4e00-\u9fff]){0,8}?"
    r"(?:(?<=[\u4e00-\u9fff]{2})、(?!产品|项目|活动)[\u4e00-\u9fff]{2,6}?)?"  # 等|药材、粮油|加工企业
    r"(?:企业|公司|集团|龙头|商家|厂家|品牌企业|合作社|药企|车企|[\u4e00-\u9fff]企|上市公司)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Members of a row as stretches of the text; `closing`: the class that a closing word gives them, None where none does."""

    members: tuple[tuple[int, int], ...]
    closing: str | None


def find(text: str, units: Sequence[Unit], lexicon: Lexicon) -> Iterator[Row]:
    """The rows of a sentence: stretches of units that names may contain, parted by 、 (or 和, 与, 及 before the last)."""
    index = 0
    while index < len(units):
        if units[index].text != "、":
            index += 1
            continue
        members, index = _members(units, index, lexicon)
        if len(members) > 1:
            closing = "Enterprise" if _CLOSING.match(text, members[-1][1]) else None
            yield Row(tuple(members), closing)


def _contains(unit: Unit, lexicon: Lexicon) -> bool:
    return unit.kind in ("word", "region", "area", "known", "pair", "quote", "ordinal") and sort_of(unit, "Enterprise", lexicon) is not None


def _members(units: Sequence[Unit], first_mark: int, lexicon: Lexicon) -> tuple[list[tuple[int, int]], int]:
    """The members around the marks that begin at index `first_mark`, and the index to go on from."""
    left = first_mark
    while left > 0 and _contains(units[left - 1], lexicon):
        left -= 1
    while left < first_mark and sort_of(units[left], "Enterprise", lexicon) == "weak":
        left += 1
    members = [(units[left].start, units[first_mark].start)] if left < first_mark else []
    mark = first_mark
    while mark < len(units) and (units[mark].text == "、" or (units[mark].text in ("和", "与", "及", "以及") and len(members) > 0)):
        stop = mark + 1
        while stop < len(units) and _contains(units[stop], lexicon):
            stop += 1
        stop = max(stop, _next_mark(units, mark))
        end = stop
        closed = stop < len(units) and units[stop].text in ("、", "等")
        while (
            not closed
            and end > mark + 1
            and sort_of(units[end - 1], "Enterprise", lexicon) == "weak"
            and units[end - 1].tag.startswith("v")
        ):
            end -= 1
        while not closed and end > mark + 1 and units[end - 1].tag in ("d", "p", "c"):
            end -= 1
        if end == mark + 1:
            break
        members.append((units[mark + 1].start, units[end - 1].end))
        mark = stop
        if end != stop:
            break
    return members, max(mark, first_mark + 1)


def _next_mark(units: Sequence[Unit], mark: int) -> int:
    """Index of the next 、 where a short stretch of words alone parts it from the one at `mark`; 0 where there is none."""
    for index in range(mark + 1, min(mark + 8, len(units))):
        if units[index].text == "、":
            return index if units[index].start - units[mark].end <= 12 else 0
        if units[index].text == "等":
            return 0
        if units[index].kind not in ("word", "region", "quote", "known", "pair"):
            return 0
    return 0
