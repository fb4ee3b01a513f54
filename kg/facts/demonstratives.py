"""A pointing word with a noun (这项奖学金, 该工程, 这支11人的队伍) is the last thing whose name ends in that noun, or that is of its kind;
前者 and 后者 point at the last two things side by side.

Words for regions, parks, schools and the like stand for their classes (`kg.facts.anaphora`); here the noun itself says what is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.facts.groups import Group
from kg.facts.named_before import Link
from kg.model import Document

_POINTING = re.compile(
    r"(?P<that>该)(?![\u4e00-\u9fff]{0,3}的)|(?:这|此)(?P<this>一|[个项座家所条支批场次届处份间款栋])?(?:\d[\d.,万]*[余多]?[\u4e00-\u9fff]{1,3}的)?"
)
_FORMER_LATTER = re.compile(r"[前后]者")
_AND = re.compile(r"、|和|与|及|以及|暨")
_NOUN = re.compile(r"[\u4e00-\u9fff]{1,5}")
_LONGEST, _REACH = 5, 300
"""A noun's length, and how far back, in characters, the thing was named: further back another of its kind may be meant."""
_SINGLE = frozenset("厂馆站队班社所店楼线路桥团")
"""Nouns of one character, behind 该 alone."""
_GOES_ON = frozenset("小中大学校院园区站馆队室局委会部处所厂城村镇乡县市长员群组内外")
"""What makes a longer noun of one that ends here (该中心|小学)."""
_NAMELESS = ("Region", "Area", "Person", "GovernmentBody")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "队伍": ("AidTeam",),
    "团队": ("AidTeam",),
    "厂": ("Enterprise",),
    "工厂": ("Enterprise",),
    "药企": ("Enterprise",),
    "展会": ("Event",),
    "盛会": ("Event",),
    "赛事": ("Event",),
    "奖项": ("Program",),
    "品牌": ("Brand",),
    "机制": ("Program",),
    "计划": ("Program",),
    "行动": ("Program",),
}
"""Nouns that names of their kind need not end in."""
_TAILS = {"宿舍楼": "楼", "教学楼": "楼", "综合楼": "楼", "大楼": "楼", "场馆": "馆", "专列": "列", "班级": "班"}

_FAIR = re.compile(r"(?:展|[展交洽推销][\u4e00-\u9fff]{1,2}会)(?:（[^（）]*）)?$")
_MEETING = re.compile(r"会|论坛|仪式|式(?:）|$)|对话|峰会|活动")

Nearest = Callable[[Sequence[Link], int], str | None]
"""Of links to things of a kind, the thing that a word at a place means."""


def find(text: str, groups: Mapping[str, Group], links: Sequence[Link], nearest: Nearest) -> Iterator[tuple[int, int, str]]:
    """Stretches that point at a thing, each with its id. `links`: where things are named, in order.

    >>> # 市里发起“春晖”奖学金。这项奖学金已资助312人。   gives 这项奖学金 with the id of “春晖”奖学金
    """
    things = [link for link in links if groups[link[2]].cls not in _NAMELESS]
    starts = [link[0] for link in things]
    for pointing in _POINTING.finditer(text):
        noun = _NOUN.match(text, pointing.end())
        if noun is None or not (pointing["that"] or pointing["this"]):
            continue
        near = things[bisect_left(starts, pointing.start() - _REACH) : bisect_left(starts, pointing.start())]
        for length in range(min(_LONGEST, len(noun[0])), 0, -1):
            word, end = noun[0][:length], noun.start() + length
            if text[end : end + 1] in _GOES_ON or (length == 1 and not (pointing["that"] and word in _SINGLE)):
                continue
            fitting = [link for link in near if _is_called(groups[link[2]], word)]
            meant = nearest(fitting, pointing.start()) if fitting else None
            if meant is not None:
                counted = text[pointing.start() : pointing.end()].endswith("的")
                yield pointing.end() if counted else pointing.start(), end, meant
                break


def of_its_name(word: str, links: Sequence[Link], groups: Mapping[str, Group]) -> Sequence[Link]:
    """Of links to things of the kind that a word stands for, those that it can mean: those that its noun names, where there are any
    (该基地, 本次展会); 会上 is at no training course or match.
    """
    noun = word.lstrip("该这座个此本家次")
    if word == "会上":
        return [link for link in links if _MEETING.search(groups[link[2]].label)]
    if noun in ("展会", "展销会"):
        return [link for link in links if _FAIR.search(groups[link[2]].label)] or links
    return [link for link in links if word[0] == "该" and groups[link[2]].label.endswith(noun)] or links


def _is_called(group: Group, word: str) -> bool:
    ending = _TAILS.get(word, word)
    return group.label.rstrip("”》").endswith(ending) or group.cls in _KINDS.get(word, ())


def former_latter(doc: Document, links: Sequence[Link]) -> Iterator[tuple[int, int, str]]:
    """前者 and 后者 in the document, each with the id of what it means: the first or second of the last two names side by side."""
    for match in _FORMER_LATTER.finditer(doc.text):
        stop = bisect_left(links, (match.start(), -1, ""))
        before = links[max(0, stop - 12) : stop]
        rows = [(a, b) for a, b in zip(before, before[1:], strict=False) if _AND.fullmatch(doc.text[a[1] : b[0]])]
        sentence = doc.sentence_at(rows[-1][0][0]) if rows else None
        if sentence is not None:
            one, other = next(r for r in rows if r[0][0] >= sentence.start)
            yield match.start(), match.end(), (one if match[0] == "前者" else other)[2]


def whole_park(text: str, end: int, meant: Sequence[str]) -> int:
    """Where the mention of a park ends: behind the 项目 that it may be called."""
    return end + 2 * (meant[0].startswith("Park/") and text.startswith("项目", end))
