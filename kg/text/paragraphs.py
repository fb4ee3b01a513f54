"""Lines joined to paragraphs: across hard wraps and page breaks, also in the middle of a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.text.lines import CLOSING, TERMINAL, Line, is_full, read_lines, without_page_marks, wrap_width


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; it grows while the lines are read.

    `balance`: quotation marks and brackets still open at its end. `prose`: whether a sentence has ended within it.
    """

    lines: list[Line]
    length: int
    balance: int
    prose: bool

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    def add(self, line: Line) -> None:
        """Takes the next line in."""
        self.lines.append(line)
        self.length += len(line.text)
        self.balance = max(0, self.balance + _open_marks(line.text))
        self.prose = self.prose or bool(_SENTENCE_END.search(line.text))


_SENTENCE_END = re.compile("[。！？；](?!$)|[。；]")
_SHORT = 30
_LONG = 60
_DIGIT_GOES_ON = re.compile("[0-9年月日号时点分万亿千百余多个名家项人次元亩吨%％.]")
_YEAR = re.compile("[12][0-9]{3} ?年")
_DATE_SO_FAR = re.compile("[0-9] ?[年月]$")
_OPENING_WORDS = re.compile("近年来|近日|目前|今年|去年|截至|据|自|为了?|随着|在|根据|日前|同时|此外|其中|[0-9]{4} ?年")
_CREDIT = re.compile("(?:摄|供图|摄影|报道)[)）]?$")
_LAST_OF_LIST = re.compile("[、，,].$")


def _open_marks(text: str) -> int:
    return sum(text.count(mark) for mark in "“《（(") - sum(text.count(mark) for mark in "”》）)")


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a clean text, headings and other lines that stand alone among them. Linear in the text."""
    lines = without_page_marks(read_lines(text))
    wrap = wrap_width(lines)
    base = min((line.indent for line in lines), default=0)
    spaced = any(line.gap for line in lines[1:]) or any(line.indent > base + 1 for line in lines)
    wrapped: list[Paragraph] = []
    for line in lines:
        if wrapped and not line.gap and _continues(wrapped[-1], line, wrap, base, spaced):
            wrapped[-1].add(line)
        else:
            start = Paragraph([], 0, 0, False)
            start.add(line)
            wrapped.append(start)
    joined: list[Paragraph] = []
    for paragraph in wrapped:
        if joined and _resumes(joined[-1], paragraph, wrap, base):
            for line in paragraph.lines:
                joined[-1].add(line)
        else:
            joined.append(paragraph)
    return joined


def _continues(above: Paragraph, line: Line, wrap: int, base: int, spaced: bool) -> bool:
    """Whether a line right below a paragraph is the rest of its last line."""
    last = above.last
    finished = last.text.rstrip(CLOSING).endswith(tuple(TERMINAL))
    if last.level or line.starts_surely:
        return False
    if line.starts_item and (not wrap or finished or len(above.lines) == 1 or not is_full(last, line, wrap)):
        return False
    if last.goes_on or line.text[0] in "，。、；：！？”）》,;!?)":
        return True
    if line.indent > base + 1 and not last.indent > base + 1:
        return False
    if wrap:
        begins = line.indent > base + 1
        return is_full(last, line, wrap) and not begins and (spaced or not finished)
    return above.prose and not finished and last.width >= 40 and not _stands_alone(line.text)


def _stands_alone(text: str) -> bool:
    """A short line without a full stop: a heading, a caption, a line of verse."""
    return len(text) <= _SHORT and "。" not in text and not text.rstrip(CLOSING).endswith(tuple(TERMINAL + "；;，,、"))


def _resumes(above: Paragraph, below: Paragraph, wrap: int, base: int) -> bool:
    """Whether a paragraph is the rest of the one above it, from which a page break cut it."""
    last, first = above.last, below.first
    if not first.gap or last.level or first.starts_item or (first.indent > base + 1 and first.text[0] not in "，。、；"):
        return False
    if first.text[0] in "，。、；！？”）》":
        return True
    if last.text.rstrip(CLOSING).endswith(tuple(TERMINAL + "；：;:")) or _is_bracketed(above) or _CREDIT.search(last.text):
        return False
    cut = last.goes_on or above.balance > 0 or _cut_in_number(last, first)
    if _stands_alone(below.last.text) and len(below.lines) == 1 and not (first.page and re.search("[，,]", first.text)):
        return (cut and above.length > _SHORT) or (above.prose and last.goes_on)
    return cut or _is_running_prose(above, first, wrap)


def _cut_in_number(last: Line, first: Line) -> bool:
    if len(last.text) <= 4 or _YEAR.fullmatch(last.text):
        return False  # a year alone heads the days of a chronicle
    if _DATE_SO_FAR.search(last.text[-4:]):
        return first.text[0].isdecimal() and not _YEAR.match(first.text)
    return last.text[-1].isdecimal() and bool(_DIGIT_GOES_ON.match(first.text))


def _is_bracketed(paragraph: Paragraph) -> bool:
    return paragraph.first.text[0] in "（(" and paragraph.last.text[-1] in "）)"


def _is_running_prose(above: Paragraph, first: Line, wrap: int) -> bool:
    """Whether a paragraph without a full stop at its end is prose that was cut, and no heading."""
    last = above.last
    if above.prose or (first.page and above.length >= _SHORT // 2 and re.search("[，,]", last.text)):
        return True
    if wrap and is_full(last, first, wrap) and last.width >= wrap - 5:
        return True
    if last.starts_item:
        return False
    text = last.text
    if above.length >= _LONG and re.search("[，,]", text):
        return True
    return bool(_OPENING_WORDS.match(above.first.text) and re.search("[，,]", text)) or bool(_LAST_OF_LIST.search(text))
