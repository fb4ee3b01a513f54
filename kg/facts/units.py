"""A sentence as units: the places, times, figures, quotations, ordinals and known names found in it, and the words between them.

Segmentation cuts known names apart, so what is recognised on characters comes first and the words of the gaps are hints only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.facts.tokens import Token, tokenise, word_class
from kg.model import Document

_QUOTE = re.compile(r"“[^“”。！？\n]{1,30}”")
FORMULA = re.compile(r"“[^”+＋]{1,12}[+＋][^”]{1,40}”")
"""A formula in quotation marks, whose words tell of nothing that anybody did (“甲市研发+乙县制造”)."""
_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+(?:届|批次?|轮|期|次|代|产业)|首[届批]|第[一二三四五六七八九十百\d]+")
_PUNCTUATION = re.compile(r"[，。、；：！？!?…“”‘’《》〈〉（）()\[\]【】—\-~～·/|｜\s,.;:#*>●■◆▲△○◎①-⑳]")

_LEADING = frozenset("等现和与由同及在对向为把将从到让请给经被使于的应并则据")
TRAILING = frozenset("说以在的了也就是率赴任称到与和把对向已还将曾被又则带于现仍均却")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a sentence. `kind`: region, area, known, pair, quote, title, time, figure, ordinal, punctuation or word;
    `tag`: of a word, its class.
    """

    start: int
    end: int
    text: str
    kind: str
    tag: str = ""


def fixed(doc: Document, start: int, end: int) -> list[Unit]:
    """Quotations, titles and ordinals of a stretch of the document."""
    units = [Unit(m.start(), m.end(), m[0], "quote") for m in _QUOTE.finditer(doc.text, start, end)]
    units += [Unit(m.start(), m.end(), m[0], "title") for m in _TITLE.finditer(doc.text, start, end)]
    units += [Unit(m.start(), m.end(), m[0], "ordinal") for m in _ORDINAL.finditer(doc.text, start, end)]
    return units


def without_overlap(units: Iterable[Unit]) -> list[Unit]:
    """The units that remain when of overlapping ones the longest, then the first, is kept; in order."""
    kept: list[Unit] = []
    starts: list[int] = []
    for unit in sorted(units, key=lambda u: (u.start - u.end, u.start)):
        at = bisect_left(starts, unit.start)
        if at < len(kept) and kept[at].start < unit.end:
            continue
        if at and kept[at - 1].end > unit.start:
            continue
        kept.insert(at, unit)
        starts.insert(at, unit.start)
    return kept


def cut(doc: Document, start: int, end: int, found: Sequence[Unit]) -> list[Unit]:
    """The units of `doc.text[start:end]`: `found` (in order, without overlap), and the words and punctuation between them."""
    units: list[Unit] = []
    at = start
    for unit in [*found, Unit(end, end, "", "end")]:
        if unit.start > at:
            units += _words(doc.text[at : unit.start], at)
        if unit.kind != "end":
            units.append(unit)
        at = max(at, unit.end)
    return units


def _parted(token: Token) -> list[Token]:
    """A word that the dictionary lacks, without the function words that segmentation took for its ends (由建发, 李俊说)."""
    if token.tag.startswith("nr") and token.text[0] == "有" and len(token.text) == 2:
        return [Token(token.start, token.start + 1, "有", "v"), Token(token.start + 1, token.end, token.text[1], "g")]  # 企业有恒|润纺织
    if token.tag != "x" or len(token.text) < 2:
        return [token]
    parts = []
    start, end = token.start, token.end
    while end - start > 1 and token.text[start - token.start] in _LEADING:
        parts.append(Token(start, start + 1, token.text[start - token.start], "p"))
        start += 1
    tail = []
    while end - start > 1 and (last := token.text[end - 1 - token.start]) in TRAILING | {"等", "及"} and (end - start > 2 or last in "等的及"):
        tail.append(Token(end - 1, end, token.text[end - 1 - token.start], "p"))
        end -= 1
    middle = []
    for piece in (
        re.split("([和与及])", token.text[start - token.start : end - token.start])
        if end - start > 2
        else [token.text[start - token.start : end - token.start]]
    ):
        if piece:
            middle.append(
                Token(
                    start,
                    start + len(piece),
                    piece,
                    "c" if piece in "和与及" else token.tag if piece == token.text else word_class(piece) or "x",
                )
            )
            start += len(piece)
    return [*parts, *middle, *reversed(tail)]


def _words(text: str, start: int) -> list[Unit]:
    units = []
    at = 0
    for match in [*_PUNCTUATION.finditer(text), None]:
        stop = match.start() if match else len(text)
        if stop > at:
            units += [Unit(t.start, t.end, t.text, "word", t.tag) for token in tokenise(text[at:stop], start + at) for t in _parted(token)]
        if match:
            units.append(Unit(start + match.start(), start + match.end(), match[0], "punctuation"))
            at = match.end()
    return units
