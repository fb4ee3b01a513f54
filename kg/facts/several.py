"""What stands for several: 两地, 双方, 三方, 上述四县 — the things of their kind that were named together before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import pairwise

from kg.facts import parties
from kg.facts.figures import chinese_number
from kg.facts.main_regions import chains, main_pair, one_in_other, outermost
from kg.facts.named_before import MEMORY, Link, ending_in, first_from, named_before, of_class
from kg.facts.resolve import Resolved
from kg.model import Document

Several = tuple[int, int, tuple[str, ...]]
"""A stretch of the text and the ids of what it stands for."""
_BOTH = re.compile(r"两地|双方(?![是为系])|两市县|两县市|两区县|两县区|两市区|两市|两县|两区|两省区|两省|两州|两院|两校|三方|三地|三市")
_COUNTED = re.compile(r"(?:上述|这|该)?([两二三四五六七八])(?:个)?(县|区县|县区|市|区|州|省)(?![级委政长])")
_ROW = re.compile(r"、|和|与|及|以及|暨")
_NEAR = 120  # characters: a coordination so far back is still what 两地 means
_ENDINGS = {"县": ("县", "旗"), "市": ("市",), "区": ("区",), "州": ("州",), "省": ("省", "自治区")}
_KINDS = {
    "两市": ending_in("市"),
    "两县": ending_in("县", "旗"),
    "两区": ending_in("区"),
    "两省": ending_in("省", "自治区"),
    "两省区": ending_in("省", "自治区"),
    "两州": ending_in("州"),
    "两院": of_class("Hospital"),
    "两校": of_class("School"),
}


def _same_kind(resolved: Resolved, links: Sequence[Link], at: int, word: str) -> tuple[str, ...] | None:
    """What 两院, 两校, 三方 … mean: the last things of the kind named before `at`."""
    count = 3 if word.startswith("三") else 2
    test = _KINDS.get(word, of_class("Region"))
    chosen: list[str] = []
    for _, _, found in named_before(links, at):
        if test(resolved.groups[found]) and found not in chosen and not one_in_other(resolved, found, chosen):
            chosen.append(found)
            if len(chosen) == count:
                return tuple(reversed(chosen))
    return None


def both(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Where 两地, 双方, 三地 stand, whom they mean, and by which rule. `links`: all that is named, in order."""
    ends = {end for _, end, _ in links}
    outer = list(outermost(links))
    placed = [x for x in outer if resolved.groups[x[2]].cls == "Region"]
    known = {x[2] for x in placed if resolved.groups[x[2]].code is not None}
    regions = cache(lambda word: main_pair(resolved, _KINDS.get(word, of_class("Region"))))
    for match in _BOTH.finditer(doc.text):
        if match.start() in ends:
            continue  # names stand right before (苏霍两地, 思明、湖里两区): the word only counts them
        near = match[0].startswith(("两院", "两校", "三"))
        if match[0] in ("三地", "三市"):
            row = _row(doc, placed, match.start(), 3, known)
        else:
            row = None if near else _row_before(doc, resolved, outer, match)
        row = row or (parties.bodies(doc, resolved.groups, outer, match.start()) if match[0] == "双方" else None)
        found = row or (_same_kind(resolved, links, match.start(), match[0]) if near else regions(match[0]))
        if found:
            yield match.start(), match.end(), found, f"stands-for-{match[0]}"


def _row_before(doc: Document, resolved: Resolved, links: Sequence[Link], match: re.Match[str]) -> tuple[str, ...] | None:
    """The two regions coordinated last before 两地 in its paragraph: 甲市与乙县…，两地…. `links`: the outermost, in order."""
    test = _KINDS.get(match[0], of_class("Region"))
    near = links[first_from(links, match.start() - _NEAR) : first_from(links, match.start())]
    near = [x for x in near if resolved.groups[x[2]].cls == "Region"]
    near = chains(near, resolved)
    for one, other in reversed(list(zip(near, near[1:], strict=False))):
        between = doc.text[one[1] : other[0]]
        pair = (one[2], other[2])
        if "\n" in doc.text[other[1] : match.start()]:
            return None
        apart = (
            doc.text.endswith(("上述", "前述", "这"), 0, match.start()) or between != "、" or pair[0][7:9] != pair[1][7:9]
        )  # two of one province in a row are one side
        fit = all(test(resolved.groups[i]) for i in pair) and not one_in_other(resolved, pair[1], [pair[0]])
        if _ROW.fullmatch(between) and apart and fit:
            return pair
    return None


def _row(doc: Document, regions: Sequence[Link], before: int, count: int, among: Set[str]) -> tuple[str, ...] | None:
    """The last row of so many of the regions before a place that are all `among` these."""
    stop = first_from(regions, before)
    for last in range(stop, max(count, stop - MEMORY) - 1, -1):
        row = regions[last - count : last]
        if all(x[2] in among for x in row) and all(_ROW.fullmatch(doc.text[a[1] : b[0]]) for a, b in pairwise(row)):
            return tuple(x[2] for x in row)
    return None


def counted(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[Several]:
    """Where 上述四县 stands, and the last row of so many regions before it. `links`: the outermost, in order."""
    regions = [x for x in links if resolved.groups[x[2]].cls == "Region"]
    among = cache(lambda kind: {x[2] for x in regions if ending_in(*_ENDINGS.get(kind, ("",)))(resolved.groups[x[2]])})
    for match in _COUNTED.finditer(doc.text):
        stop = first_from(regions, match.start())
        if any(x[1] == match.start() for x in regions[max(0, stop - 1) : stop]):
            continue
        row = _row(doc, regions, match.start(), chinese_number(match[1]), among(match[2]))
        if row:
            yield match.start(), match.end(), row
