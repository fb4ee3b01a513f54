"""Fused abbreviations: 苏霍 names Suzhou and Khorgos, 沪苏浙 Shanghai, Jiangsu and Zhejiang.

A single character names a region only beside another one, or behind a verb of going or helping (援霍, 赴苏), and only a region that
the document names otherwise; runs of provinces need no other naming. Which region a character means is the document's choice: the one
it names most.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from kg.facts.regions import Place
from kg.facts.tokens import word_class
from kg.gazetteer import Gazetteer
from kg.model import Document

_COUNTED = re.compile(r"[\u4e00-\u9fff](?:、[\u4e00-\u9fff])+(?=[两三四五六七八]省)")
"""Provinces one by one, and how many they are: 云、贵、川三省."""

_BESIDE = re.compile(r"(?:援|赴|来|入|进|离|返|抵|驻|在)$")
_TOGETHER = re.compile(r"对口|协作|合作|结对|帮扶|携手|两地")
_ORDINARY = frozenset("和 通 常 合 连 安 平 上 高 大 海 南 北 东 西 中 长 金 石 阳 龙 山 泉 泰 青 黄 克 台 江 河 富 和 会 同".split())


_NO_PAIRS = frozenset("山海 江海 山河 河海 江河 山江 山川 江山".split())
"""What looks like two regions' characters and tells of mountains and the sea (山海情深)."""


def _named(places: list[Place]) -> Counter[str]:
    return Counter(p.code for p in places if p.code)


def find(doc: Document, places: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """The regions that single characters name, each at its own character."""
    counts = _named(places)
    taken = {i for p in places for i in range(p.start, p.end)}
    meaning = {c: _meaning(codes, counts) for c, codes in gazetteer.abbreviations.items()}
    meaning |= {c: code for c, code in _characters(counts, gazetteer, 0).items() if meaning.get(c) is None}
    paired = _characters(counts, gazetteer, 1) | {c: code for c, code in meaning.items() if code}
    run = re.compile("[" + "".join(sorted({*meaning, *paired})) + "]{2,6}")
    found: list[Place] = []
    for match in run.finditer(doc.text):
        told = paired if _TOGETHER.match(doc.text, match.end()) and len(match[0]) == 2 else meaning
        found += _in_run(doc.text, match.start(), match[0], (told, gazetteer.scopes, taken), gazetteer)
    for match in _COUNTED.finditer(doc.text):
        listed = range(match.start(), match.end(), 2)
        if all(gazetteer.scopes.get(doc.text[at]) == "province" and at not in taken for at in listed):
            found += [_place(at, gazetteer.abbreviations[doc.text[at]][0], gazetteer, "fused-abbreviation") for at in listed]
    inside = {p.start for p in found}
    ends = {p.end for p in places}
    for at, char in enumerate(doc.text):
        # 浙江援青: behind the name of a region and 援, the abbreviation of a province needs no other naming
        sent = gazetteer.scopes.get(char) == "province" and doc.text[at - 1 : at] == "援" and at - 1 in ends
        code = meaning.get(char) or (gazetteer.abbreviations[char][0] if sent else None)
        free = (sent or (code in counts and char not in _ORDINARY)) and at not in taken and at not in inside
        if code and free and _BESIDE.search(doc.text[max(0, at - 1) : at]) and (sent or _free_standing(doc.text, at)):
            found.append(_place(at, code, gazetteer, "character-after-a-verb"))
    return sorted(found, key=lambda p: p.start)


def _characters(counts: Counter[str], gazetteer: Gazetteer, place: int) -> dict[str, str]:
    """The first or, of names of two, the second characters of the cities and counties that the document names, where it names one alone
    with each: 番 for 番禺 in 番黔, 堰 for 十堰 in 京堰协作.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(counts):
        division = gazetteer.division(code)
        if division.level in ("prefecture", "county") and (place == 0 or len(division.name) == 3):
            found[division.name[place]].append(code)
    return {c: codes[0] for c, codes in found.items() if len(codes) == 1 and c not in _ORDINARY}


def _meaning(codes: tuple[str, ...], counts: Counter[str]) -> str | None:
    named = [c for c in codes if counts[c]]
    return max(named, key=lambda c: (counts[c], -codes.index(c))) if named else None


def _in_run(
    text: str, start: int, run: str, knowledge: tuple[Mapping[str, str | None], Mapping[str, str], set[int]], gazetteer: Gazetteer
) -> list[Place]:
    """The longest stretch of a run in which every character means a region."""
    meaning, scopes, taken = knowledge
    for length in range(len(run), 1, -1):
        for offset in range(len(run) - length + 1):
            part = run[offset : offset + length]
            at = start + offset
            cuts = word_class(text[at - 1 : at + 1]) is not None or word_class(text[at + length - 1 : at + length + 1]) is not None
            cuts = cuts or part in _NO_PAIRS
            if cuts or taken & set(range(at, at + length)) or word_class(part) not in (None, "j", "ns", "nz"):
                continue
            codes = [meaning.get(c) for c in part]
            if None in codes and all(scopes.get(c) == "province" for c in part) and _said_of_provinces(text, at, at + length):
                codes = [m or gazetteer.abbreviations[c][0] for c, m in zip(part, codes, strict=True)]
            if None not in codes and len(set(codes)) == len(codes):
                return [_place(at + i, code, gazetteer, "fused-abbreviation") for i, code in enumerate(codes) if code]
    return []


def _said_of_provinces(text: str, start: int, end: int) -> bool:
    """Whether a run of provinces that the document does not name stands where such a run stands: three of them, or before their
    common act.
    """
    if text[start] in "疆藏青" and text[start - 1 : start] in ("援", "进", "入", "治", "润", "兴", "新", "南", "北", "全", "在"):
        return False
    return end - start > 2 or bool(
        re.match(r"两地|两省|签约|企业|地区|客商|毗邻|边界|交界|两市|协作|合作|城市|三地|对口|结对|双方|携手|山海|扶贫|劳务|等", text[end : end + 2])
    )


def _free_standing(text: str, at: int) -> bool:
    """Whether the character at `at` is no part of a word with the next one (赴宁波 is no 赴宁)."""
    return word_class(text[at : at + 2]) is None and word_class(text[at : at + 3]) is None


def _place(at: int, code: str, gazetteer: Gazetteer, rule: str) -> Place:
    return Place(at, at + 1, "Region", gazetteer.division(code).name, code, rule)
