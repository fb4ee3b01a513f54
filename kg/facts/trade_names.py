"""Firms called by a brand and a trade (星澜传感, 江风铝业), where nothing in the name itself proves that it is one.

A rare word before a trade may as well be a kind of goods (脐橙果汁). It is a firm where something is told of it that is told of firms:
it invests, moves, sells, has a chairman; somebody founded it, it came from a place; or it stands in a row with another such name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts import names, pieces
from kg.facts.tokens import frequency
from kg.facts.units import Unit
from kg.lexicon import Lexicon
from kg.model import Mention

RULE = "firm-by-its-deed"
_ODD = ("x", "nz", "nr", "nrt", "nrfg", "ns")
_RARE = 300  # occurrences in the dictionary's corpus below which a noun may be a brand
_GOODS = tuple("茶米油酒果桃梨枣瓜菜菇蜜面牛羊肉鱼虾参橙柑柚橘薯豆奶酱醋粉笋药姜蒜葱鸡鸭蛋猪木竹布绒丝棉麻草花树石砂铁钢铜铝电水气")
_MEANWHILE = re.compile(
    r"(?:[（(][^（）()]{1,12}[）)])?"
    r"(?:，?(?:(?:19|20)\d\d年|去年|今年|前年|上?半?年|当年|[上下本]个?月|\d{1,2}月(?:份|底|初)?)"
    r"|，?(?:先后|已经?|也|又|还|再|共|都|正|就|率先|计划|拟|将|累计|目前|现|则|均|分别|相继|近日|全资|主动|一举))*"
)
_DEED = re.compile(
    r"投资|斥资|出资|砸下|落户|入驻|入园|进驻|落地|落子|注册|投建|租下|租用|收购|追加|搬[来到至]|迁[来入到至]|营收|产值|年产|年销|卖[车出]|出口|投产"
    r"|捐[资款赠出]|采购|合办|承建|研发|签约|签署|签订|中标|上市|扩产|增资|招工|招聘|招收|吸纳|带动|建[起成设]|兴建|新建|办起|牵头"
    r"|负责人|董事长|总经理|总裁|创始人|厂长|来自|[把与同和]|入选|被[^，。]{0,12}认定|获评|的(?:工厂|车间|生产线|厂区|厂房|订单)"
    r"|由[^，。]{2,12}(?:搬|迁|创办|孵化|投资)|是[^，。]{0,18}(?:企业|公司)"
    r"|在[^，。]{2,12}(?:投资|投入|建[起成设]|设立|开[设办])"
)
_WHOSE = re.compile(
    r"(?:[从由自][^，。、；]{2,16}(?:迁来|搬来|转来|引进|创办|创立|创建|孵化|投资|控股|兴办)|总部(?:在|设在|位于|落在)[^，。、；]{2,14})的$"
    r"|(?:引进|引入|招引|引来)了?$"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A brand with its trade at `start`:`end`; `index`: of its first unit in the sentence."""

    start: int
    end: int
    index: int


def find(text: str, sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """The firms that `mentions` do not cover. Linear in the text."""
    covered = {i for m in mentions if m.cls not in ("Region", "Area") for i in range(m.start, m.end)}
    for units in sentences:
        found = [c for c in _candidates(text, units, lexicon) if not covered & set(range(c.start, c.end))] if units else []
        told = {c for c in found if text.endswith("集团", c.start, c.end) or _is_told(text, units[0].start, c)}
        for one, other in zip(found, found[1:], strict=False):
            between = text[one.end : other.start]
            if re.fullmatch(r"[、和及与](?:[^，。、；]{2,6}的)?", between):
                told |= {one, other}
        yield from (Mention(c.start, c.end, "Enterprise", RULE) for c in found if c in told)


def _candidates(text: str, units: Sequence[Unit], lexicon: Lexicon) -> Iterator[_Candidate]:
    for start, end, head in names.heads_at(text, units[0].start, units[-1].end, lexicon):
        if head.needs != "brand" or head.cls != "Enterprise":
            continue
        at = bisect_left(units, start, key=lambda u: u.start)
        whole = at < len(units) and units[at].start == start and any(u.end == end for u in units[at : at + 3])
        if not whole or text[end : end + 1] in "业化园区路镇村街厅局部院所馆展会类产行":
            continue
        first = _brand(units, at, lexicon)
        if first is not None and _opens(units, first, lexicon):
            yield _Candidate(units[first].start, end, first)


def _brand(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int | None:
    """The index of the first unit of the brand that ends before unit `at`: an odd or rare word, or two short pieces of one."""
    for count in (1, 2):
        inside = units[at - count : at] if at >= count else ()
        size = inside[-1].end - inside[0].start if inside else 0
        words = all(u.kind == "word" and _may_be_of_a_brand(u, lexicon) for u in inside)
        odd = any(u.tag in _ODD or len(u.text) == 1 for u in inside)
        if inside and words and 2 <= size <= 4 and (odd or (count == 1 and inside[0].tag == "n" and len(inside[0].text) == 2)):
            return at - count
    return None


def _may_be_of_a_brand(unit: Unit, lexicon: Lexicon) -> bool:
    word = unit.text
    known = word in lexicon.heads or word in lexicon.common_words or word in lexicon.measure_heads or word in lexicon.roles
    if known or pieces.sort_of(unit, "Enterprise", lexicon) not in ("plain", "proper"):
        return False
    return unit.tag in _ODD or (frequency(word) < _RARE and not word.endswith(_GOODS)) or len(word) == 1


def _opens(units: Sequence[Unit], first: int, lexicon: Lexicon) -> bool:
    """Whether a name may begin at a unit: nothing before it is a part of the same phrase."""
    before = units[first - 1] if first else None
    return before is None or before.kind in ("punctuation", "time") or pieces.sort_of(before, "Enterprise", lexicon) in (None, "weak")


def _is_told(text: str, opening: int, candidate: _Candidate) -> bool:
    """Whether what is told of a candidate is told of firms."""
    behind = _MEANWHILE.match(text, candidate.end)
    at = behind.end() if behind else candidate.end
    if _DEED.match(text, at):
        return True
    return _WHOSE.search(text, max(opening, candidate.start - 24), candidate.start) is not None
