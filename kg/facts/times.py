"""Time expressions, resolved against the document's date and the dates before them.

`find` reads a whole document in order, as a reader does: 同年, 次月, a bare 10月 or 18日 take what they lack from the expression before
them in the paragraph, 今年 and 去年 from the document's own date.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.facts import writing_date
from kg.facts.figures import chinese_number
from kg.model import Block, Document

_YEAR_WORDS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_FOLLOWING = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1}
_MONTH_WORDS = {"本月": 0, "当月": 0, "同月": 0, "上月": -1, "上个月": -1, "下月": 1, "次月": 1}
_OWN_MONTHS = frozenset(("本月", "上月", "上个月", "下月"))
_DAY_WORDS = {"同日": 0, "当日": 0, "当天": 0, "当晚": 0, "同一天": 0, "即日": 0, "次日": 1, "翌日": 1, "第二天": 1}
_OWN_DAYS = {"今日": 0, "今天": 0, "昨日": -1, "昨天": -1}
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r"\s*[—\-~～至到]{1,2}\s*"
_DAY_OF_MONTH = rf"{_DAY}(?:[日号]|(?={_TO}{_DAY}[日号]))"  # 18日, and 18 of 18—20日
_FEASTS = {"元旦": (1, 1), "劳动节": (5, 1), "儿童节": (6, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆节": (10, 1)}
_PART = r"[上中下]旬|月?[底初末]"

_EXPRESSION = re.compile(
    r"(?P<iso>(?<!\d)(?:19|20)\d\d(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}(?!\d))"
    r"|(?:(?P<year>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})年|(?P<word>今年|本年|去年|上年|前年|明年|(?<![产成用营业满设])后年)|(?P<rel>同年|当年|次年|翌年|第二年)"
    r"|(?P<monthword>本月|上月|上个月|下月|次月|当月|同月))"
    rf"(?:(?P<feast>{'|'.join(_FEASTS)})(?![前后期假]))?"
    rf"(?:(?P<month>{_MONTH})月(?:份)?)?(?:(?P<day>{_DAY_OF_MONTH}))?(?P<tail>{_PART}|年?底|年?初|年?末|年中|上半年|下半年|[春夏秋冬]季?(?!节)|的今天)?"
    rf"|(?<![\d第一二三四五六七八九十])(?P<baremonth>{_MONTH})(?:月(?!份额)(?:份)?|(?={_TO}{_MONTH}月))"
    rf"(?:(?P<bareday>{_DAY_OF_MONTH}))?(?P<baretail>{_PART})?"
    rf"|(?<![\d第一二三四五六七八九十年])(?P<onlyday>{_DAY}(?:日|(?={_TO}{_DAY}日)))(?!报|常|子|益|内|均|产|处理)"
    r"|(?P<same>同日|当日|当天|当晚|同一天|即日|次日|翌日|第二天)"
    r"|(?P<ownday>(?<![\u4e00-\u9fff])(?:今日|今天|昨日|昨天)(?!的|，?我们))"
    r"|(?<![\d一二三四五六七八九十数几多])(?P<later>[一两二三四五六七八九十]|1?\d)年(?P<turn>后|前)(?![来期])"
    r"|(?P<bareyear>(?<![\d.])(?:19|20)\d\d(?=[—\-~～至到]+(?:19|20)\d\d年))"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,40}”")
_DATELINE = re.compile(r"[讯电](?![子力视话影商网脑])")
_RANGE = re.compile(r"\s*(?:[—\-~～]+|至|到|起至)\s*")
_HABIT = re.compile(r"每年?$|历年$|逢$")
_BEFORE = re.compile(r"(?:之前|以前|前)(?![往后夕来不])")
_STOP = re.compile(r"[。！？●\n]")
_ASIDE = re.compile(r"[^，。；]{0,6}(?:时|之初|之时|之际|以前)，")  # 2013年建园时，…: no frame for what the next sentences tell
_NOW = re.compile(r"后来|如今|目前|眼下|现在|至今|迄今")
_LEAD = re.compile(r"\s*(?:[于自从当到]|早在|就在|[（(]|——|时[光间]\S{0,4}到)?")
_YEAR_HEADING = re.compile(r"\s*[（(]?((?:19|20)\d\d)年[）)]?\s*(?:$|大事|：|:|—)")
_SINCE = re.compile(r"\s*(?:以来|开始|起(?![步飞草点源家于])|至今)")
_AHEAD = re.compile(r"(?:决定|将于|将在|定于|定在|拟于|计划|约定)(?:于|在)?$")
_UNTIL = re.compile(r"(?:截至|截止|(?<![溯回])到|至)$")


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
    numeral = (numeral or "").rstrip("日号")
    if not numeral:
        return None
    return int(numeral) if numeral.isascii() else chinese_number(numeral)


def _month_shift(moment: _Moment, by: int) -> _Moment | None:
    if moment.month is None:
        return None
    index = moment.year * 12 + moment.month - 1 + by
    return _Moment(index // 12, index % 12 + 1)


def _day_shift(moment: _Moment | None, by: int) -> _Moment | None:
    if moment is None or moment.month is None or moment.day is None or moment.form() is None:
        return None
    shifted = date(moment.year, moment.month, moment.day) + timedelta(by)
    return _Moment(shifted.year, shifted.month, shifted.day)


def _explicit(match: re.Match[str], own: _Moment | None, last: _Moment | None) -> _Moment | None:
    """The moment of an expression that begins with a year, a word for one, or a word for a month."""
    month, day = _FEASTS[match["feast"]] if match["feast"] else (_small(match["month"]), _small(match["day"]))
    if match["monthword"]:
        anchor = own if match["monthword"] in _OWN_MONTHS else last
        shifted = _month_shift(anchor, _MONTH_WORDS[match["monthword"]]) if anchor else None
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
    ahead = bool(_AHEAD.search(match.string, max(0, match.start() - 6), match.start()))
    if match["iso"]:
        return _moment(match["iso"].replace(match["mark"], "-"))
    if match["bareyear"]:
        return _Moment(int(match["bareyear"]))
    if match["same"]:
        return _day_shift(last, _DAY_WORDS[match["same"]])
    if match["ownday"]:
        return _day_shift(own, _OWN_DAYS[match["ownday"]])
    if match["later"]:
        count, anchor = _small(match["later"]) or 0, last if match["turn"] == "后" else own
        return _Moment(anchor.year + (count if match["turn"] == "后" else -count)) if anchor else None
    if match["onlyday"]:
        base = last or own
        return _Moment(base.year, base.month, _small(match["onlyday"])) if base and base.month else None
    if match["baremonth"]:
        month = _small(match["baremonth"]) or 0
        base = last or own
        if base is None:
            return None
        year = base.year
        if last is None and own and own.month and month > own.month and not ahead:
            year -= 1  # a bare month after the document's own is last year's
        return _Moment(year, month, _small(match["bareday"]))
    return _explicit(match, own, last)


def find(doc: Document) -> list[Time]:
    """The times of the document, in order, each resolved as far as it can be; what cannot be resolved is left out.

    >>> # 2022年6月14日，两市签约。次年5月，园区揭牌。   gives 2022-06-14 and 2023-05
    """
    written = doc.date or writing_date.inferred(doc.text)
    own = _moment(written) if written else None
    times: list[Time] = []
    headed: _Moment | None = None
    day: _Moment | None = None
    for block in doc.blocks:
        if block.kind in ("distribution", "source"):
            continue
        stretch = doc.text[block.start : block.end]
        if block.kind in ("heading", "subtitle"):
            year = _YEAR_HEADING.match(stretch)
            headed = _Moment(int(year[1])) if year else None if block.kind == "heading" and block.level <= 1 else headed
        earlier = _moment(times[-1].until or times[-1].value) if times else None
        found = _find_in_block(doc.text, block, _Anchors(own, headed, earlier, day))
        times += found
        day = next((_moment(t.until or t.value) for t in reversed(found) if len(t.value) == 10), day)
    return times


@dataclass(frozen=True, slots=True)
class _Anchors:
    """What a paragraph's first expressions may lean on: the document's date, the year of the heading above, the last time before, and the
    last day.
    """

    own: _Moment | None
    headed: _Moment | None
    earlier: _Moment | None
    day: _Moment | None

    def last(self, match: re.Match[str], last: _Moment | None) -> _Moment | None:
        """The moment before a match: of its paragraph; else, for 同年 and 次日, of the one before; else the year of the heading.

        A day (4日下午, 当天) leans on a day that was told before, where its paragraph has told none.
        """
        if match["onlyday"] and self.own and self.own.month:
            return last or self.day or self.own
        if match["same"] and (last is None or last.day is None):
            return self.day or last
        back = match["rel"] or match["same"] or match["monthword"] or match["later"]
        return last or (self.earlier if back else self.headed)


def _find_in_block(text: str, block: Block, anchors: _Anchors) -> list[Time]:
    start, end = block.start, block.end
    found: list[Time] = []
    last: _Moment | None = None
    titled = {i for m in _TITLE.finditer(text, start, end) for i in range(*m.span())}
    stops = [m.start() for m in _STOP.finditer(text, start, end)]
    framed: _Moment | None = None
    at = start
    for match in _EXPRESSION.finditer(text, start, end):
        if match.start() in titled:
            continue
        stopped = bisect_left(stops, at) < bisect_left(stops, match.start())
        if stopped and not (match["rel"] or match["same"] or match["monthword"] or match["later"]):
            last = framed  # of the times of a sentence the one at its head frames the next ones, those inside it are asides
            if last is not None and not match["onlyday"] and _NOW.search(text, at, match.start()):
                last = framed = None  # 2013年建园。目前…。9月16日，…
        moment = _resolve(match, anchors.own, anchors.last(match, last))
        form = moment.form() if moment else None
        if moment is None or form is None:
            continue
        last = moment
        lead = _STOP.split(text[max(start, match.start() - 8) : match.start()])
        if (len(lead) > 1 or match.start() - start <= 8) and _LEAD.fullmatch(lead[-1]):
            framed = None if _ASIDE.match(text, match.end(), end) else moment
        at = match.end()
        if _DATELINE.match(text, match.end(), end) or _HABIT.search(text, max(start, match.start() - 2), match.start()):
            continue
        before = found[-1] if found else None
        if before and not before.until and _RANGE.fullmatch(text, before.end, match.start()):
            if before.value >= form and match["baremonth"]:
                last = moment = replace(moment, year=moment.year + 1)  # 12月28日至1月3日
                form = moment.form() or form
            if before.value < form:
                found[-1] = Time(before.start, match.end(), before.value, form, False, before.deadline)
                continue
        since = bool(_SINCE.match(text, match.end(), end)) or (match.start() > start and text[match.start() - 1] == "自")
        until = _UNTIL.search(text, max(start, match.start() - 3), match.start())
        deadline = bool(until or _BEFORE.match(text, match.end(), end))
        found.append(Time(match.start(), match.end(), form, None, since, deadline))
    return found
