"""The lines of a clean text: what each looks like, and which of them belong to the page and not to the text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

TERMINAL = "。！？!?…"
"""Marks that end a sentence."""
CLOSING = "”’》〉）】」』)\"'"
_MIDDLE = "，、,；;（(“‘《〈【—～-"
"""A line that ends in one of these goes on in the next."""

_FRAMED = re.compile("[—～~-].{0,12}[—～~-]")
"""The number of a section between two dashes (—— 01 ——): it leads to nothing."""
_MARKER = re.compile(r"((?:>[ \t]?)*)(?:(#{1,6})[ \t\u3000]+(?=\S)|[*+-][ \t]+(?=\S))?")
_NUMBER = "一二三四五六七八九十百0-9"
_ITEM = re.compile(
    f"[{_NUMBER}]{{1,3}}、|[（(][{_NUMBER}]{{1,3}}[)）]|第[{_NUMBER}]{{1,4}}[章节部分篇编条卷]|[0-9]{{1,2}}(?:[.．](?![0-9])|[)）])"
    "|[12][0-9]{3}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?[\u3000\t]"
    "|[①-⑳❶-❿㈠-㈩]|[•●■◆▲★○◎□◇▪►➢✓]|·(?=\\s|[^·]{2,20}·$)|——|图[一二三四五六七八九十0-9①-⑳]"
)
_LABEL = re.compile(
    "(?:责任编辑|责编|编辑|审核|校对|主编|作者|地址|邮编|电话|联系电话|邮箱|报|送|发|抄送|抄报|抄|主送|报送|原刊报送|来源|文章来源|稿源)[:：]"
    "|(?:文图|图文|文字|图片|编辑|责编|审核|校对|摄影|供稿)[｜|/／丨]"
)
_TWO_COLUMNS = frozenset("WF")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; `start`, `end` in the clean text, without the spaces (and Markdown marks) around.

    `indent`, `width`: columns, a Chinese character taking two. `gap`: blank lines above it. `level`: of a Markdown heading, else 0.
    `marked`: whether a Markdown mark stood before it. `page`: whether a page begins with it (a page number or a form feed above).
    """

    text: str
    start: int
    end: int
    indent: int
    width: int
    gap: int
    level: int
    marked: bool
    page: bool = False

    @property
    def starts_item(self) -> bool:
        """Whether it begins a heading, a list item, a caption, a dash paragraph or a labelled line."""
        return self.starts_surely or bool(_ITEM.match(self.text))

    @property
    def starts_surely(self) -> bool:
        """Whether it begins something even right below an unfinished line: a wrapped line may happen to begin with ——, a label does not."""
        return self.marked or bool(_LABEL.match(self.text))

    @property
    def goes_on(self) -> bool:
        """Whether it ends in a comma or an opening mark."""
        return self.text.endswith(tuple(_MIDDLE)) and not self.text.endswith("--") and not _FRAMED.fullmatch(self.text)


_NO_LINE = 1000


def columns(text: str) -> int:
    """The width of a text in a terminal or a fixed pitch: two columns for each Chinese character or full-width mark."""
    if text.isascii():
        return len(text)
    if len(text) > _NO_LINE:  # a paragraph by itself; its exact width tells nothing
        return 2 * len(text)
    counts = Counter(text)
    wide = sum(count for char, count in counts.items() if unicodedata.east_asian_width(char) in _TWO_COLUMNS or char in "“”‘’…—·")
    return len(text) + wide


def read_lines(text: str) -> list[Line]:
    """The lines of a clean text that are not blank."""
    lines: list[Line] = []
    place = gap = 0
    page = False
    for raw in re.split("[\n\f]", text):
        page = page or text[place - 1 : place] == "\f"
        bare = raw.strip()
        if not bare:
            gap += 1
        else:
            indent = len(raw) - len(raw.lstrip())
            mark = None if _PAGE.fullmatch(bare[:40]) else _MARKER.match(bare)
            skipped = mark.end() if mark and mark.end() < len(bare) else 0
            level = len(mark.group(2) or "") if mark and skipped else 0
            start, end = place + indent + skipped, place + indent + len(bare)
            lines.append(Line(bare[skipped:], start, end, columns(raw[:indent]), columns(bare), gap + page, level, skipped > 0, page))
            gap = 0
            page = False
        place += len(raw) + 1
    return lines


def without_page_marks(lines: list[Line]) -> list[Line]:
    """The lines without page numbers and running heads; the gap above one is added to the next line's.

    A number by itself is a page number where it says so (- 3 -, 第3页) or where one of the document's bare numbers stands in
    mid-sentence; a number of a section (01) is none. A short line is a running head where it comes back at least twice, most
    times in mid-sentence.
    """
    dropped = _page_marks(lines)
    if not dropped:
        return lines
    kept: list[Line] = []
    gap = 0
    for number, line in enumerate(lines):
        if number in dropped:
            gap += line.gap + 1
            continue
        kept.append(replace(line, gap=line.gap + gap, page=True) if gap else line)
        gap = 0
    return kept


_PAGE = re.compile(
    r"[-—–·•~\s]*[-—–·•~]\s*(?!0)[0-9]{1,4}\s*[-—–·•~][-—–·•~\s]*|第\s*[0-9一二三四五六七八九十百]{1,4}\s*页(?:[\s,，/／]*共\s*[0-9一二三四五六七八九十百]{1,4}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[Pp](?:age|\.)\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?"
)
_BARE = re.compile(r"[1-9][0-9]{0,3}|[-—–·•~ ]+0[0-9]{1,2}[-—–·•~ ]+")
_PROSE_LINE = 16
_HEAD = 40


def _stops_in_mid_sentence(line: Line) -> bool:
    """Whether a line is prose and no sentence ends with it."""
    bare = line.text.rstrip(CLOSING)
    return len(bare) >= _PROSE_LINE and not bare.endswith(tuple(TERMINAL + "；：;:")) and bool(re.search("[，。,、；]", bare))


def _page_marks(lines: list[Line]) -> set[int]:
    """Places of page numbers and running heads among the lines."""
    said = {number for number, line in enumerate(lines) if len(line.text) <= 20 and _PAGE.fullmatch(line.text)}
    bare = {number for number, line in enumerate(lines) if len(line.text) <= 12 and _BARE.fullmatch(line.text)}
    heads: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if 4 <= len(line.text) <= _HEAD and not line.level and not re.search("[，。；！？…]", line.text):
            heads[re.sub(r"[0-9\s]+", "", line.text)].append(number)
    again = [numbers for words, numbers in heads.items() if len(numbers) >= 3 and words]
    possible = said.union(bare, *again)
    inside: set[int] = set()  # those above which, other marks aside, a sentence is left open
    cut = False
    for number, line in enumerate(lines):
        if number not in possible:
            cut = _stops_in_mid_sentence(line)
        elif cut:
            inside.add(number)
    dropped = said | (bare if bare & inside else set())
    for numbers in again:
        if 2 * len(inside.intersection(numbers)) >= len(numbers) - 1:
            dropped.update(numbers if numbers[0] in inside else numbers[1:])
    return dropped


_SHORTEST_WRAP = 24
_RAGGED = 5
"""Columns by which a wrapped line may fall short: marks that must not begin a line are pulled with their character."""


def wrap_width(lines: list[Line]) -> int:
    """The number of columns at which the file was wrapped, 0 where it was not.

    Wrapped means: most lines that have another line right below them are of one width, give or take a few columns.
    """
    followed = [line.width for line, below in pairwise(lines) if not below.gap and not below.starts_item and line.width >= _SHORTEST_WRAP]
    if len(followed) < 3:
        return 0
    counts = Counter(followed)
    weight = {width: sum(counts[width - less] for less in range(_RAGGED + 1)) for width in counts}
    best = max(sorted(weight), key=lambda width: (weight[width], -width))
    longer = sum(1 for line in lines if line.width > best + _RAGGED)
    return best if weight[best] >= 3 and 2 * weight[best] >= len(followed) and 10 * longer <= len(lines) else 0


_TOKEN = re.compile(r"[!-~]*.?")


def is_full(line: Line, below: Line, wrap: int) -> bool:
    """Whether a line reaches the margin: what begins the line below would not have fitted."""
    token = _TOKEN.match(below.text[:40])
    return line.width >= wrap - _RAGGED or line.width + columns(token.group() if token else "") > wrap
