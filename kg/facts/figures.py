"""Figures: a number with its unit and qualifier, normalised to the base unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.lexicon import MeasureWord

_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_MORE_BEFORE = ("超过", "超", "逾", "突破", "高于", "多于", "不少于", "不低于", "大于", "至少", "上")
_LESS_BEFORE = ("不足", "不到", "近", "少于", "低于", "接近", "将近", "不超过", "不高于", "不多于", "小于")
_ABOUT_BEFORE = ("大约", "约", "大概", "约为", "约合")
_BEFORE = ((_LESS_BEFORE, "LessThan"), (_ABOUT_BEFORE, "About"), (_MORE_BEFORE, "MoreThan"))
_MORE_AFTER = ("以上", "多", "余", "有余")
_ABOUT_AFTER = ("左右", "上下")

_NUMBER = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<loose1>[余多来])?(?P<scale>[十百千]?[万亿]{0,2}|[百千])(?P<loose2>[余多来])?"
    r"|(?P<chinese>[一二两三四五六七八九十百千零〇][一二两三四五六七八九十百千万亿零〇]*)(?P<loose3>[余多来])?(?P<scale3>[万亿]?)(?P<loose4>[余多来])?"
)
_PERCENT = re.compile(r"百分之([一二两三四五六七八九十百零〇]+(?:点[一二三四五六七八九零〇]+)?)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start`:`end` of the text: `value` of `unit`s; `kind` of quantity; `qualifier` of the vocabulary; `spelt` in
    Chinese numerals.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    qualifier: str
    spelt: bool


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral (三百二十, 两千, 一万五千). ValueError where it is none.

    >>> chinese_number("三百二十")
    320
    """
    for mark, scale in (("亿", 100_000_000), ("万", 10_000)):
        if mark in text:
            left, right = text.split(mark, 1)
            return (chinese_number(left) if left else 1) * scale + (chinese_number(right) if right else 0)
    total = digit = 0
    for char in text:
        if char in _CHINESE:
            digit = _CHINESE[char]
        elif char in _SCALE:
            total += (digit or 1) * _SCALE[char]
            digit = 0
        else:
            raise ValueError(f"{text} is no numeral: {char}")
    return total + digit


def _value(match: re.Match[str]) -> Decimal:
    if match["arabic"]:
        value = Decimal(match["arabic"].replace(",", ""))
        for char in match["scale"] or "":
            value *= _SCALE[char]
        return value
    value = Decimal(chinese_number(match["chinese"]))
    for char in match["scale3"] or "":
        value *= _SCALE[char]
    return value


def _qualifier(text: str, start: int, end: int, loose: bool) -> tuple[str, int, int]:
    """Qualifier of the figure at `start`:`end` and the bounds with its qualifying words."""
    before = text[max(0, start - 4) : start]
    candidates = [(w, name) for words, name in _BEFORE for w in words if before.endswith(w)]
    if candidates:
        word, name = max(candidates, key=lambda c: len(c[0]))
        if word != "上" or before.endswith(("达上", "有上")):
            return name, start - len(word), end
    after = text[end : end + 2]
    if after.startswith(_ABOUT_AFTER):
        return "About", start, end + 2
    if loose:
        return "MoreThan", start, end
    behind = next((w for w in _MORE_AFTER if after.startswith(w)), None)
    if behind and not text[end : end + 3].startswith(("多种", "多个", "多家", "多项", "多元")):
        return "MoreThan", start, end + len(behind)
    return "Exactly", start, end


def _unit(text: str, at: int, units: Mapping[str, MeasureWord], longest: int) -> MeasureWord | None:
    return next((units[text[at : at + n]] for n in range(longest, 0, -1) if text[at : at + n] in units), None)


def find(text: str, start: int, end: int, units: Mapping[str, MeasureWord]) -> Iterator[Figure]:
    """The figures of `text[start:end]`, from left to right. Linear in the text.

    >>> # 统筹资金超1.5亿元，受益1500多户   gives 150000000 元 MoreThan and 1500 户 MoreThan
    """
    longest = max(map(len, units))
    spelt = {m.start(): m for m in _PERCENT.finditer(text, start, end)}
    for match in spelt.values():
        whole, _, part = match[1].partition("点")
        value = Decimal(chinese_number(whole)) + (Decimal("0." + "".join(str(_CHINESE[c]) for c in part)) if part else 0)
        qualifier, first, last = _qualifier(text, match.start(), match.end(), False)
        yield Figure(first, last, value, "%", "percent", qualifier, True)
    taken = {i for m in spelt.values() for i in range(m.start(), m.end())}
    for match in _NUMBER.finditer(text, start, end):
        if match.start() in taken:
            continue
        at = match.end()
        before = text[max(0, match.start() - 1) : match.start()]
        if before in ("第", "-", "—", ".") or (before.isascii() and before.isalnum()):
            continue
        percent = text.startswith(("%", "％"), at)
        unit = units.get("%") if percent else _unit(text, at, units, longest)
        loose = any(match[f"loose{i}"] for i in range(1, 5))
        round_word = match["chinese"] in ("百", "千", "万", "亿", "千万", "百万", "万千", "一千", "一百", "一万", "十")
        if round_word and not loose and before not in ("近", "超", "逾", "约"):
            continue  # 千里, 百花, 千万人口: a way of speaking, not a figure
        after = 0
        if unit is None and text[at : at + 1] in ("余", "多"):
            unit, loose, after = _unit(text, at + 1, units, longest), True, 1
        if unit is None or text[at + after : at + after + len(unit.word) + 1] in ("个月", "年来", "方面"):
            continue
        # 4.5亿多元: the loose part stands between scale and unit, 2200人次: the longest unit is taken
        bound = at + after + len(unit.word)
        qualifier, first, last = _qualifier(text, match.start(), bound, loose)
        yield Figure(first, last, _value(match), unit.unit, unit.kind, qualifier, match["chinese"] is not None)
