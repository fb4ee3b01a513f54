"""Time expressions, resolved against the document's date and the dates before them.

`find` reads a whole document in order, as a reader does: 同年, 次月, a bare 10月 or 18日 take what they lack from the expression before
them in the paragraph, 今年 and 去年 from the document's own date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from kg.facts.figures import chinese_number
from kg.model import Document

_YEAR_WORDS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_FOLLOWING = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1}
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"

_EXPRESSION = re.compile(
    r"(?P<iso>(?:19|20)\d\d-\d{1,2}-\d{1,2})"
    r"|(?:(?P<year>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})年|(?P<word>今年|本年|去年|上年|前年|明年|后年)|(?P<rel>同年|当年|次年|翌年)"
    r"|(?P<monthword>本月|上月|上个月|下月|次月|当月|同月))"
    rf"(?:(?P<month>{_MONTH})月(?:份)?)?(?:(?P<day>{_DAY})日)?(?P<tail>年?底|年?初|年?末|上半年|下半年|的今天)?"
    rf"|(?<![\d第一二三四五六七八九十])(?P<baremonth>{_MONTH})月(?!份额)(?:份)?(?:(?P<bareday>{_DAY})日)?(?P<baretail>底|初|末)?"
    rf"|(?<![\d第一二三四五六七八九十])(?P<onlyday>{_DAY})日(?!报|常|子|益)"
    r"|(?P<same>同日|当日|当天|同一天|即日)"
    r"|(?P<bareyear>(?<![\d.])(?:19|20)\d\d(?=[—\-~～至到]+(?:19|20)\d\d年))"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,40}”")
_DATELINE = re.compile(r"[讯电](?![子力视话影商网脑])")
_RANGE = re.compile(r"\s*(?:[—\-~～]+|至|到|起至)\s*")
_SINCE = re.compile(r"\s*(?:以来|开始|起|至今)")
_UNTIL = re.compile(r"(?:截至|截止|到|至)$")


@dataclass(frozen=True, slots=True)
class Time:
    """A time at `start`:`end` of the text. `value`, `until`: xsd lexical forms; `until` for a span of days, months or years.

    `since`: the expression opens a period (2011年以来); `deadline`: it closes one (截至去年11月).
    """

    start: int
    end: int
    value: str
    until: str | None = None
    since: bool = False
    deadline: bool = False

    @property
    def year(self) -> int:
        """The year of the beginning."""
        return int(self.value[:4])


@dataclass(frozen=True, slots=True)
class _Moment:
    year: int
    month: int | None = None
    day: int | None = None

    def form(self) -> str | None:
        if self.month is None:
            return f"{self.year:04}"
        if not 1 <= self.month <= 12:
            return None
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        if not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            return None
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def _moment(form: str) -> _Moment:
    return _Moment(*map(int, form.split("-")))


def _small(numeral: str | None) -> int | None:
    """A month or day in figures or Chinese numerals."""
    if not numeral:
        return None
    return int(numeral) if numeral.isascii() else chinese_number(numeral)


def _month_shift(moment: _Moment, by: int) -> _Moment | None:
    if moment.month is None:
        return None
    index = moment.year * 12 + moment.month - 1 + by
    return _Moment(index // 12, index % 12 + 1)


def _explicit(match: re.Match[str], own: _Moment | None, last: _Moment | None) -> _Moment | None:
    """The moment of an expression that begins with a year, a word for one, or a word for a month."""
    month = _small(match["month"])
    day = _small(match["day"])
    if match["monthword"]:
        shift = {"本月": 0, "上月": -1, "上个月": -1, "下月": 1, "次月": 1, "当月": 0, "同月": 0}[match["monthword"]]
        anchor = own if match["monthword"] in ("本月", "上月", "上个月", "下月") else last
        shifted = _month_shift(anchor, shift) if anchor else None
        return _Moment(shifted.year, shifted.month, day) if shifted else None
    if match["year"]:
        year = int(match["year"].translate(_DIGITS))
    elif match["word"]:
        if own is None:
            return None
        year = own.year + _YEAR_WORDS[match["word"]]
    else:
        if last is None:
            return None
        year = last.year + _FOLLOWING[match["rel"]]
    if match["tail"] == "的今天" and own:
        return _Moment(year, own.month, own.day)
    return _Moment(year, month, day if month else None)


def _resolve(match: re.Match[str], own: _Moment | None, last: _Moment | None) -> _Moment | None:
    if match["iso"]:
        return _moment(match["iso"])
    if match["bareyear"]:
        return _Moment(int(match["bareyear"]))
    if match["same"]:
        return last if last and last.day else None
    if match["onlyday"]:
        base = last or own
        return _Moment(base.year, base.month, _small(match["onlyday"])) if base and base.month else None
    if match["baremonth"]:
        month = _small(match["baremonth"]) or 0
        base = last or own
        if base is None:
            return None
        year = base.year
        if last is None and own and own.month and month > own.month:
            year -= 1  # a bare month after the document's own is last year's
        return _Moment(year, month, _small(match["bareday"]))
    return _explicit(match, own, last)


_STATED = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月)?")
_RELATIVE = re.compile(r"今年|去年|前年|明年|上年")


def _inferred(text: str) -> _Moment | None:
    """The year that a document without a date was written in, by the years it states; None where it states none.

    Writers name the current year 今年 and the last one 去年: beside such words a year given in figures is most often a past one, and the
    document of the year after, unless it is named with a month of its first half.
    """
    stated = [(int(m[1]), int(m[2] or 13)) for m in _STATED.finditer(text) if int(m[2] or 1) <= 12]
    if not stated:
        return None
    year = max(y for y, _ in stated)
    month = min(m for y, m in stated if y == year)
    return _Moment(year + 1 if _RELATIVE.search(text) and month > 6 else year)


def find(doc: Document) -> list[Time]:
    """The times of the document, in order, each resolved as far as it can be; what cannot be resolved is left out.

    >>> # 2022年6月14日，两市签约。次年5月，园区揭牌。   gives 2022-06-14 and 2023-05
    """
    own = _moment(doc.date) if doc.date else _inferred(doc.text)
    times: list[Time] = []
    for block in doc.blocks:
        if block.kind in ("distribution", "source"):
            continue
        times += _find_in_block(doc.text, block.start, block.end, own)
    return times


def _find_in_block(text: str, start: int, end: int, own: _Moment | None) -> list[Time]:
    found: list[Time] = []
    last: _Moment | None = None
    titles = [m.span() for m in _TITLE.finditer(text, start, end)]
    for match in _EXPRESSION.finditer(text, start, end):
        if any(a <= match.start() < b for a, b in titles):
            continue
        moment = _resolve(match, own, last)
        form = moment.form() if moment else None
        if moment is None or form is None:
            continue
        last = moment
        if _DATELINE.match(text, match.end(), end):
            continue
        before = found[-1] if found else None
        if before and not before.until and _RANGE.fullmatch(text, before.end, match.start()) and before.value < form:
            found[-1] = Time(before.start, match.end(), before.value, form, False, before.deadline)
            continue
        since = bool(_SINCE.match(text, match.end(), end)) or (match.start() > start and text[match.start() - 1] == "自")
        deadline = bool(_UNTIL.search(text, max(start, match.start() - 3), match.start()))
        found.append(Time(match.start(), match.end(), form, None, since, deadline))
    return found
