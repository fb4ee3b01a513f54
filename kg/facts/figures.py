"""Figures: a number with its unit and qualifier, normalised to the base unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from kg.lexicon import MeasureWord

_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_MORE_BEFORE = ("超过", "超", "逾", "突破", "高于", "多于", "不少于", "不低于", "大于", "至少", "上")
_LESS_BEFORE = ("不足", "不到", "近", "少于", "低于", "接近", "将近", "不超过", "不高于", "不多于", "小于")
_ABOUT_BEFORE = ("大约", "约", "大概", "约为", "约合")
_BEFORE = ((_LESS_BEFORE, "LessThan"), (_ABOUT_BEFORE, "About"), (_MORE_BEFORE, "MoreThan"))
_LONGEST_UNIT = 6
_MORE_AFTER = ("以上", "多", "余", "有余")
_ABOUT_AFTER = ("左右", "上下")

_NUMBER = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<loose1>[余多来])?(?P<scale>[十百千]?[万亿]{0,2}|[百千])(?P<loose2>[余多来])?"
    r"|(?P<chinese>(?!零[部件售食工散距])[一二两三四五六七八九十百千零〇][一二两三四五六七八九十百千万亿零〇]*"
    r"|(?<=[近超逾约足到过破])万|(?<=[近超逾])亿(?!元?(?:以上)?的?[项企]))"
    r"(?P<loose3>[余多来])?(?P<scale3>[万亿]?)(?P<loose4>[余多来])?"
)
_ROUND = frozenset(("百", "千", "万", "亿", "千万", "百万", "万千", "一千", "一百", "一万", "十", "千百", "百千"))
_BOUND = frozenset("近超逾约足到过破")  # the ends of 不足, 不到, 超过, 突破: what makes a round word a figure
_BEFORE_DASH = frozenset("0123456789%％‰百千万亿元亩人名户家个吨")
_TENTH = re.compile(r"成(?![立功员果为长都效熟交本品人就分套型因绩])")
_JOINT = re.compile(r"(?:[—–~～-]{1,2}|至|到)")
_AND = re.compile(r"[、和与及]")
_PEOPLE = re.compile(r"(?:人|人员|人口|群众|学生|党员|职工|用户|游客|居民)(?:共|总数|已|现)?(?:有|达|为)?$")
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
    above = 0
    for mark, scale in (("亿", 100_000_000), ("万", 10_000)):
        *parts, text = text.split(mark)
        above += sum((chinese_number(part) if part else 1) * scale for part in parts)
    total = digit = 0
    for char in text:
        if char in _CHINESE:
            digit = _CHINESE[char]
        elif char in _SCALE:
            total += (digit or 1) * _SCALE[char]
            digit = 0
        else:
            raise ValueError(f"{text} is no numeral: {char}")
    return above + total + digit


def _value(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The number itself and what multiplies it: 2.1亿 is 2.1 and 10^8."""
    scale = Decimal(1)
    for char in (match["scale"] if match["arabic"] else match["scale3"]) or "":
        scale *= _SCALE[char]
    return (Decimal(match["arabic"].replace(",", "")) if match["arabic"] else Decimal(chinese_number(match["chinese"]))), scale


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


def _unit(text: str, at: int, units: Mapping[str, MeasureWord]) -> MeasureWord | None:
    if text.startswith("％", at):
        return units.get("%")
    return next((units[text[at : at + n]] for n in range(_LONGEST_UNIT, 0, -1) if text[at : at + n] in units), None)


def find(text: str, start: int, end: int, units: Mapping[str, MeasureWord]) -> Iterator[Figure]:
    """The figures of `text[start:end]`, from left to right. Linear in the text.

    A range gives its two ends, the lower one as MoreThan and the upper one as LessThan; a number that is short of its unit has that of
    the number it is joined to (18—20万亩, 分别为2.6亿、1.9亿元).

    >>> # 统筹资金超1.5亿元，受益1500多户   gives 150000000 元 MoreThan and 1500 户 MoreThan
    """
    spelt = {m.start(): m for m in _PERCENT.finditer(text, start, end)}
    for match in spelt.values():
        whole, _, part = match[1].partition("点")
        value = Decimal(chinese_number(whole)) + (Decimal("0." + "".join(str(_CHINESE[c]) for c in part)) if part else 0)
        qualifier, first, last = _qualifier(text, match.start(), match.end(), False)
        yield Figure(first, last, value, "%", "percent", qualifier, True)
    taken = {i for m in spelt.values() for i in range(m.start(), m.end())}
    numbers = [n for m in _NUMBER.finditer(text, start, end) if m.start() not in taken and (n := _number(text, m, units)) is not None]
    yield from _joined(text, numbers)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at `start`:`end`, its unit included: `scale` is what multiplies it, `unit` None where it has none of its own."""

    start: int
    end: int
    value: Decimal
    scale: Decimal
    unit: tuple[str, str] | None
    loose: bool
    spelt: bool


def _number(text: str, match: re.Match[str], units: Mapping[str, MeasureWord]) -> _Number | None:
    """A number as it stands; None where it is a way of speaking, or part of a name, code or ordinal."""
    at = match.end()
    before = text[max(0, match.start() - 1) : match.start()]
    if before in ("第", ".") or (before.isascii() and before.isalnum()):
        return None
    if before in ("-", "—") and text[max(0, match.start() - 2) : match.start() - 1] not in _BEFORE_DASH:
        return None
    loose = any(match[f"loose{i}"] for i in range(1, 5))
    if match["chinese"] in _ROUND and not loose and before not in _BOUND:
        return None  # 千里, 百花, 千万人口: a way of speaking, not a figure
    value, scale = _value(match)
    spelt = match["chinese"] is not None
    if _TENTH.match(text, at):
        return _Number(match.start(), at + 1, value * 10, Decimal(1), ("%", "percent"), loose, spelt)
    unit = _unit(text, at, units)
    after = 0
    if unit is None and text[at : at + 1] in ("余", "多"):
        unit, loose, after = _unit(text, at + 1, units), True, 1
    if unit is None:
        return _Number(match.start(), at, value, scale, None, loose, spelt)
    if text[at + after : at + after + len(unit.word) + 1] in ("个月", "年来", "方面"):
        return None
    # 4.5亿多元: the loose part stands between scale and unit, 2200人次: the longest unit is taken
    return _Number(match.start(), at + after + len(unit.word), value, scale, (unit.unit, unit.kind), loose, spelt)


def _joined(text: str, numbers: Sequence[_Number]) -> Iterator[Figure]:
    """The figures of the numbers of a stretch, with the units and scales that they share."""
    upper = False
    for number, behind in zip_longest(numbers, numbers[1:]):
        unit, scale = number.unit, number.scale
        lower = _opens_range(text, number, behind)
        if unit is None and behind is not None and (lower or (scale > 1 and _AND.fullmatch(text, number.end, behind.start))):
            unit = behind.unit
            scale = behind.scale if lower and scale == 1 else scale
        if unit is None and scale > 1 and _PEOPLE.search(text, max(0, number.start - 8), _lead(text, number.start)):
            unit = ("人", "count")
        if unit is not None:
            qualifier, first, last = _qualifier(text, number.start, number.end, number.loose)
            if qualifier == "Exactly" and (lower or upper):
                qualifier = "MoreThan" if lower else "LessThan"
            yield Figure(first, last, number.value * scale, unit[0], unit[1], qualifier, number.spelt)
        upper = lower


def _opens_range(text: str, number: _Number, behind: _Number | None) -> bool:
    """Whether a number is the lower end of a range of quantities (3000元至5000元); 2021—2023年 is none."""
    if behind is None or behind.unit is None or behind.unit[1] == "duration":
        return False
    return number.unit in (None, behind.unit) and _JOINT.fullmatch(text, number.end, behind.start) is not None


def _lead(text: str, start: int) -> int:
    """Where the words that qualify a figure begin (约|20万)."""
    return _qualifier(text, start, start, False)[1]
