"""One body of each of two regions, told in one word: 两市教育局, 萧山、从江两地文旅局, 两县县委、县政府.

>>> # 绍兴市与乐山市…，两市教育局签订…     绍兴市教育局 and 乐山市教育局
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from kg import gazetteer as gazetteers
from kg.facts import completing
from kg.model import Document, Mention

RULE = "body-of-each"
_WORD = re.compile(r"两地|双方|两(?:区县|县区|市县|县市|市区|区市|省区|省市)|两[省市县区州旗盟]")
_ROW = re.compile(r"[\u4e00-\u9fff]{0,12}?[与和同跟、及]")
_LEVELS = {"省": ("省", "自治区"), "市": ("市",), "县": ("县", "旗"), "区": ("区",), "州": ("州",), "旗": ("旗",), "盟": ("盟",)}
_CLASSES = ("GovernmentBody", "Association")
_BACK = 24  # regions before the word: what was coordinated longer ago is not meant


def find(doc: Document, mentions: Sequence[Mention], places: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The relative names that stand for one body of each of two regions, and the two mentions that each of them is instead.

    `mentions`: in order; `places`: region mentions in order, those inside names too. Linear in the text.
    """
    words = {match.end(): match for match in _WORD.finditer(doc.text)}
    if not words:
        return [], []
    standing = [p for p in places if p.code and len(p.code) > 2 and not p.fused]
    stood: list[Mention] = []
    found: list[Mention] = []
    row: tuple[int, tuple[str, ...]] | None = None  # end of the last such name, and its regions
    for mention in mentions:
        if not mention.relative or mention.cls not in _CLASSES:
            continue
        text = doc.text[mention.start : mention.end]
        word = words.get(mention.start) or (words.get(mention.start + 1) if completing.level_prefix(text) else None)
        start = mention.start
        pair: tuple[str, ...] | None = None
        if word is not None:
            start, pair = _pair(doc, word, standing)
        elif row is not None and row[0] == mention.start - 1 and doc.text[row[0]] in "、和及":
            pair = row[1]
        if not pair:
            continue
        stood.append(mention)
        row = mention.end, pair
        for code in pair:
            label = completing.label(text, gazetteers.load().division(code).name)
            found.append(Mention(start, mention.end, mention.cls, RULE, label, parent=code, stem=mention.stem, relative=True))
    return stood, found


def _pair(doc: Document, word: re.Match[str], places: Sequence[Mention]) -> tuple[int, tuple[str, ...] | None]:
    """Where the name begins, and the codes of the two regions: those right before the word, else the last two in a row that are of
    its level, else the two of one level that the document names most.
    """
    gazetteer = gazetteers.load()
    levels = tuple(ending for char in word[0][1:] for ending in _LEVELS.get(char, ()))
    stop = bisect_right(places, word.start(), key=lambda p: p.end)
    before = _lowest(places[max(0, stop - _BACK) : stop])
    for one, other in reversed(list(zip(before, before[1:], strict=False))):
        codes = (one.code or "", other.code or "")
        between = doc.text[one.end : other.start]
        beside = other.end == word.start()
        fit = beside or all(gazetteer.division(c).name.endswith(levels or "") for c in codes)
        sides = beside or "、" not in between or codes[0][:2] != codes[1][:2]  # two of one province in a row are one side
        if fit and sides and _ROW.fullmatch(between) and _apart(*codes):
            return one.start if beside and len(between) == 1 else word.start(), codes
    counts = Counter(p.code or "" for p in _lowest(places) if gazetteer.division(p.code or "").name.endswith(levels or ""))
    ranked = sorted(counts, key=lambda c: (-counts[c], c))
    for code in ranked[1:]:
        if _apart(ranked[0], code) and gazetteer.division(code).level == gazetteer.division(ranked[0]).level:
            return word.start(), (ranked[0], code)
    return word.start(), None


def _apart(one: str, other: str) -> bool:
    """Whether two codes are of two regions, neither in the other."""
    return not gazetteers.load().related(one, other)


def _lowest(places: Sequence[Mention]) -> list[Mention]:
    """The regions without those that only open a chain (浙江省|衢州市|柯城区)."""
    starts = [p.start for p in places]
    gazetteer = gazetteers.load()
    result = []
    for place in places:
        at = bisect_left(starts, place.end)
        after = places[at] if at < len(places) and starts[at] == place.end else None
        if after is None or not gazetteer.contains(place.code or "", after.code or ""):
            result.append(place)
    return result
