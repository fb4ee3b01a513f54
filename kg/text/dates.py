"""Dates as a document's head and foot state them."""

from __future__ import annotations

import re
from datetime import date

_DIGIT = "0-9〇○零一二三四五六七八九十"
DATE = re.compile(
    f"(?P<year>[12][0-9]{{3}}|[一二][{_DIGIT[3:]}]{{3}})"
    f"(?:年(?:/?(?P<month>[{_DIGIT}]{{1,3}})月(?:/?(?P<day>[{_DIGIT}]{{1,3}})[日号])?|(?!度|代|来|间|第))"
    "|(?P<mark>[-/.])(?P<month2>[01]?[0-9])(?:(?P=mark)(?P<day2>[0-3]?[0-9]))?(?![0-9]))"
)
"""A calendar date with its year, at least to the year: 2024年12月18日, 2024-12-18, 二〇二四年十二月, 2022年."""
MONTH_DAY = re.compile(f"(?P<month>[{_DIGIT}]{{1,3}})月(?P<day>[{_DIGIT}]{{1,3}})[日号]")
"""A day of some year: 6月20日."""
_ISSUE_YEAR = re.compile(f"(?P<year>[12][0-9]{{3}}|[一二][{_DIGIT[3:]}]{{3}})(?=年第|年总第|[〕）\\])])")
_COMPACT = re.compile("(20[0-9]{2}|19[0-9]{2})(0[1-9]|1[0-2])([0-2][0-9]|3[01])")
_ISO = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9年./])")
_VALUES = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def _number(digits: str) -> int:
    """An Arabic or Chinese number below 10,000; years are read digit by digit."""
    if digits.isdecimal():
        return int(digits)
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * _VALUES.get(tens, 1) + _VALUES.get(ones, 0)
    return int("".join(str(_VALUES.get(char, 0)) for char in digits))


def _lexical(year: int, month: int | None, day: int | None) -> str | None:
    """The xsd lexical form of a date of this granularity; None where the calendar has no such day."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def lexical(match: re.Match[str]) -> str | None:
    """A match of DATE as an xsd lexical form."""
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    return _lexical(_number(match["year"]), _number(month) if month else None, _number(day) if day else None)


def find_dates(text: str) -> list[str]:
    """The dates that a text states, in order, as xsd lexical forms.

    >>> find_dates("2024年12月18日印发，二〇二二年一月起施行")
    ['2024-12-18', '2022-01']
    """
    return [form for match in DATE.finditer(text) if (form := lexical(match))]


def completed(text: str) -> str | None:
    """The day that an issue's number dates when its year stands with the number: 2025年第7期6月20日 → 2025-06-20; None where it does not."""
    year = _ISSUE_YEAR.search(text)
    rest = DATE.sub("", text)
    day = MONTH_DAY.search(rest)
    return _lexical(_number(year["year"]), _number(day["month"]), _number(day["day"])) if year and day else None


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else, brackets and spaces aside."""
    bare = text.strip("（）() \t\u3000")
    return len(bare) <= 20 and bool(DATE.fullmatch(bare))


def from_metadata(text: str | None) -> str | None:
    """The date that a file's metadata gives, to the day at most: 2023-12-08T10:00:00+08:00 → 2023-12-08; None where it gives none."""
    if not text:
        return None
    text = text.strip()
    iso = _COMPACT.fullmatch(text) or _ISO.match(text)
    if iso:
        parts = [int(part) if part else None for part in iso.groups()]
        form = _lexical(parts[0] or 0, parts[1], parts[2])
        if form:
            return form
    found = find_dates(text)
    return found[0] if found else None
