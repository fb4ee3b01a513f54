"""When a document without a date of its own was written, by what it says.

A report names its own year in few ways: the day of its dateline (本报某地7月5日讯), the meeting it reports (4日下午，2024年某联席会议召开), the
years that have gone by (2018年结对，六年间). The year that is stated last is the year of writing where one of these says so.
"""

from __future__ import annotations

import re

from kg.facts.figures import chinese_number

_STATED = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!度|前|之前)(?:(\d{1,2})月)?")
_RELATIVE = re.compile(r"今年|去年|前年|明年|上年")
_PLANNED = re.compile(r"(?:力争|争取|计划|预计|规划|目标|到|至|将于|拟于|[—\-~～])(?:在|于)?$")
_ISSUE = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:总)?第[\d〇一二三四五六七八九十]+期")
_DATELINE = re.compile(r"(?:^|[报刊社网）)])[^。，\n]{0,12}?(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日[讯电]", re.M)
_EDITION = re.compile(
    r"(?<![年\d])(?:\d{1,2}月)?\d{1,2}日(?:[上下]午|晚|当天|起)?[^。；\n]{0,20}?[，在办开]((?:19|20)\d\d)年(?!\d{1,2}月|以来|起|[，、。])"
)
_ELAPSED = re.compile(r"((?:19|20)\d\d)年[^。\n]{0,24}?(?<![第\d一二三四五六七八九十数几多])([一二三四五六七八九十]+|\d{1,2})年(?:来|间)")


def inferred(text: str) -> str | None:
    """The date of writing as far as the text tells it, as an xsd lexical form; None where it states no year.

    Writers name the current year 今年 and the last one 去年: beside such words a year given in figures is most often a past one, and the
    document of the year after, unless the last month it is named with is none of its last ones.

    >>> inferred("本报扬州6月3日讯 3日，2024年扬榆合作联席会议召开。去年，园区开园。")
    '2024-06-03'
    """
    told = [m for m in _STATED.finditer(text) if not _PLANNED.search(text, max(0, m.start() - 4), m.start())]
    stated = [(int(m[1]), int(m[2] or 13)) for m in told if int(m[2] or 1) <= 12]
    if not stated:
        return None
    issue = _ISSUE.search(text)
    if issue:
        return issue[1]  # the number of an issue
    year = max(y for y, _ in stated)
    month = max(m for y, m in stated if y == year)
    if _RELATIVE.search(text) and month >= 10 and not _is_own(text, year):
        year += 1
    line = _DATELINE.search(text)
    return f"{year:04}" + (f"-{int(line[1]):02}-{int(line[2]):02}" if line else "")


def _is_own(text: str, year: int) -> bool:
    """Whether the text says that a year is the one it was written in."""
    if any(int(m[1]) == year for m in _EDITION.finditer(text)):
        return True
    counts = ((int(m[1]), int(m[2]) if m[2].isascii() else chinese_number(m[2])) for m in _ELAPSED.finditer(text))
    return any(start + count == year for start, count in counts)
