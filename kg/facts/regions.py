"""Regions and areas in a document: which forms name one, and which one.

A form is taken at its longest. A full name, a customary short form and a safe short form name a region wherever they stand; a risky
short form (鼓楼, 和平, 思明) only where the document speaks of that division otherwise: by its full name, its parent, or beside a word
for its level. Of several divisions with one name the document decides: who bore the name in its year, one it names in full, one whose
parent it names, the higher level; where nothing decides, the place stays unlinked and its candidates are kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg import lexicon as lexicons
from kg.facts import called, look_alikes, scan
from kg.facts.surroundings import role_at
from kg.gazetteer import Form, Gazetteer, Townships, load, load_townships
from kg.model import Document

_LEVELS = ("country", "province", "prefecture", "county", "corps", "corps-division", "regiment", "township")
_AFTER_RISKY = re.compile(r"(?:、[\u4e00-\u9fff]{2,4})*(?:和|与|、)?[\u4e00-\u9fff]{0,4}?(?:[两三四五六七]?[区县]|区县|县区)")
_BEFORE_RISKY = re.compile(r"(?:赴|到|在|抵|来|入|从|自|由|向|与|和|、|返|离开|前往|走进|地处)$")
_ONLY_PERSONS = re.compile(
    r"一行|说[，：]|表示|指出|强调|介绍|坦言|回忆|率队|率团|带队|带领|主持|[会作致]见|讲话|致辞|同志|先生|女士|医生|老师|教授"
)
_DOES = re.compile(r"陪同|参加|出席|会见|主持|率|带队|一行|[，。、]")
"""Behind a name of two characters that a post stands before, and that a place is called by too (副县长王益陪同)."""
_OFTEN = 20  # weight of the surnames that are common
_VILLAGE = re.compile(
    r"(?<=[镇乡县区道])((?![的驻帮扶和与及]|[\u4e00-\u9fff]{1,2}级)(?:[\u4e00-\u9fff]{2,4}?(?:新村|村)|[\u4e00-\u9fff]{2,5}?嘎查村?))"
    r"(?![民庄级干里口]|委(?!会)|党(?!支部|总支))"
)
_OFFICERS = r"(?:驻村)?第一书记|党支部书记|党总支书记|村支书|村委会主任|村主任|驻村工作队|妇联主席"
_VILLAGE_LED = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[^\u4e00-\u9fff]驻))((?![该本我各全两同驻所])[\u4e00-\u9fff]{{2,3}}村)(?={_OFFICERS})")
"""A village told by its officers, where no township stands before it: 龙背村驻村第一书记."""
_ETHNIC_TOWNSHIP = re.compile(r"(?:[\u4e00-\u9fff]{1,4}族){1,2}乡")
_OF_A_PREFECTURE = re.compile(r"日报|晚报|新闻网|广播电视台|电视台|政府网")
"""What makes a prefecture's name of the ordinary word before it: 安康|日报."""
_IN_A_TOWN = re.compile("([\u4e00-\u9fff]{2}[镇乡])([\u4e00-\u9fff]{1,3}村)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Place:
    """A region or area named at `start`:`end`. `code` None where the name is ambiguous (`candidates`) or no division's (an area,
    a village).

    `cls`: Region or Area; `label`: official name; `rule`: what decided; `parent`: of a village, the code of the division it is named with.
    """

    start: int
    end: int
    cls: str
    label: str
    code: str | None
    rule: str
    candidates: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    text: str
    forms: tuple[Form, ...]

    @property
    def strong(self) -> bool:
        ordinary = len(self.text) == 2 and self.text[-1] == "区"  # 城区, 郊区, 矿区: full names that are ordinary words
        plain = [f for f in self.forms if not f.risky]
        # a whole name of old is as good as today's: 昆山县, 襄樊市, 哈密地区
        if len(self.text) > 2 and self.text[-1] in "县市区州盟旗" and any(f.kind == "former" for f in plain):
            return True
        return any(f.kind == "short" for f in plain) or any(f.kind in ("full", "customary") for f in (plain if ordinary else self.forms))


class _Index:
    """The gazetteer's forms, areas and their lengths by first character."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.names: dict[str, object] = {**gazetteer.areas, **gazetteer.forms}
        self.by_first = scan.lengths_by_first(self.names)

    def is_full(self, form: str) -> bool:
        """Whether a form is a full name that no ordinary word is like, or a customary one that ends in its kind (木里县|委)."""
        kinds = ("full", "short", "customary") if len(form) > 2 and form[-1] in "县旗州" else ("full",)
        return any(f.kind in kinds and not f.risky for f in self.gazetteer.forms.get(form, ()))


@cache
def _index() -> _Index:
    return _Index(load())


def _longest(index: _Index, text: str, words: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The longest names of the index in the text, from left to right, without overlap.

    Full names come first (帮扶|绥德县 has no 扶绥); a short form that cuts a word apart gives way to a shorter one.
    """
    whole = lambda form, at: (  # noqa: E731
        index.is_full(form) and not look_alikes.of_cities(form, text, at) and not look_alikes.of_a_quarter(form, text, at)
    )
    full = [_without_conjunction(index, text, *span) for span in _scan(index, text, whole)]
    taken = {i for start, end in full for i in range(start, end)}
    fits = lambda form, at: (  # noqa: E731
        not taken & set(range(at, at + len(form)))
        and _whole(index, text, words, (at, at + len(form)))
    )
    yield from sorted([*full, *_scan(index, text, fits)])


def _without_conjunction(index: _Index, text: str, start: int, end: int) -> tuple[int, int]:
    """A full name without the conjunction that it seems to begin with behind another place (礼县和|康县, though 和康县 is a county)."""
    joined = (
        text[start] in "和与及同"
        and text[start - 1 : start] in tuple("县市区州旗镇乡省盟")
        and any(f.kind == "full" for f in index.gazetteer.forms.get(text[start + 1 : end], ()))
    )
    return (start + 1, end) if joined else (start, end)


def _scan(index: _Index, text: str, fits: Callable[[str, int], bool]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        for length in index.by_first.get(text[at], ()):
            form = text[at : at + length]
            if form in index.names and len(form) == length and fits(form, at) and not look_alikes.of_a_product(form, text, at):
                yield at, at + length
                at += length
                break
        else:
            at += 1


def _whole(index: _Index, text: str, words: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Whether a short form cuts no word apart.

    A word that is a place itself is no evidence against a form that begins before it: 广东|莞某光电 is cut 广|东莞|某光电 by segmentation.
    """
    if _straddles(index, text, span):
        return False
    last = words[span[1] - 1]
    place_after = last[1] > span[1] and text[last[0] : last[1]] in index.names
    return place_after or not crosses(words, *span)


def _matches(doc: Document, index: _Index, words: Sequence[tuple[int, int]]) -> tuple[list[_Match], list[Place]]:
    matches, areas = [], []
    year = int(doc.date[:4]) if doc.date else None
    for start, end in _longest(index, doc.text, words):
        form = doc.text[start:end]
        forms = index.gazetteer.forms_in(form, year)
        if forms and _stands_alone(doc.text, start, end):
            matches.append(_Match(start, end, form, forms))
        elif form in index.gazetteer.areas:
            area = index.gazetteer.areas[form]
            part = len(form) == 2 and form[-1] in "南北" and doc.text[end : end + 1] in tuple("部方侧角面")  # 某省东北部
            if area.kind != "direction" and not part and not _in_person_name(doc.text, (start, end), False):
                areas.append(Place(start, end, "Area", area.name, None, "known-area"))
    return matches, areas


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a form is no piece of another word: 上海南站 has no 海南, 南北 no 南."""
    after = text[end : end + 1]
    form = text[start:end]
    if form == "代县" and after == "长":
        return False  # 代|县长: who acts as one
    if form == "和县" and "\u4e00" <= text[start - 1 : start] <= "\u9fff" and text[start - 1] not in "在赴到于向从省市的":
        return False  # 某某和|县人民医院
    if len(form) == 2 and _ETHNIC_TOWNSHIP.match(text, end):
        return False  # 盐田|畲族乡 is a township of its own
    if len(form) == 2 and text[end - 1 : end + 1] in ("南北", "东西") and text[end + 1 : end + 2] not in tuple("部方侧"):
        return False  # 宁淮|南北|结对
    if len(form) == 2 and text.startswith(("东西部", "南北部"), end - 1):
        return False  # 粤桂|东西部|协作
    if (
        after in ("镇", "乡")
        and text[end - 1] not in "县市区州旗省"
        and text[end + 1 : end + 2] not in tuple("村亲土愁贤江海原平场区街级办镇")
    ):
        return False  # 官渡|镇 is a town that is called as a district is
    cut = look_alikes.between_words(text, start, end) or look_alikes.behind_a_town(text, start, _index().names)
    if len(form) == 2 and (cut or look_alikes.of_a_river(text, end)):
        return False
    # 中国 before 人, 语 or 化 is an adjective, 蒙古 before 族 or 文 a people: no mention of a country
    return not (form == "中国" and (after in ("人", "式", "化", "话", "梦") or text.startswith(("共产党", "特色"), end))) and after not in ("族", "语")


def crosses(words: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch cuts a dictionary word apart (长白 in 部长白某, 资兴 in 投资兴建). `words`: bounds of each character's word."""
    first, last = words[start], words[end - 1]
    return (first[0] < start and first[1] < end) or (last[1] > end and last[0] > start)


def _in_person_name(text: str, span: tuple[int, int], full: bool) -> bool:
    """Whether a short form is part of a person's name: behind a post and a surname (所长蒙永福 names nobody's 永福), with a post's end for
    its beginning (院|长江某某), at the beginning of a longer name (医生黄河清), in a row of names (、余秀英).
    """
    lexicon = lexicons.load()
    start, end = span
    if end - start != 2 or full:
        return False
    if any(text[start - n : start + 1] in lexicon.roles for n in (1, 2, 3) if start >= n):
        return True  # 校长|江某某
    if role_at(text, start, max(0, start - 6), lexicon):
        if text[start:end] in lexicon.transcribed and text[end : end + 2] in lexicon.transcribed:
            return True  # 局长尼玛泽仁
        name = called.name_at(text, start, lexicon)
        return name is not None and (len(name) > 2 or (name == text[start:end] and _DOES.match(text, end) is not None))
    if text[start - 1 : start] not in lexicon.surnames:
        return False
    row = text[start - 2 : start - 1] in ("、", "，") and text[start - 1] not in "于和与由向从同及经往对"
    if row and called.name_at(text, start - 1, lexicon) == text[start - 1 : end]:
        return True
    before = start - 1
    behind = any(text[before - n : before] in kinds for kinds in (lexicon.roles, lexicon.people_words) for n in range(2, 7) if before >= n)
    # 周怀远一行, 王保山说: what only persons do, told of a surname and a place's short form
    opens = not "\u4e00" <= text[before - 1 : before] <= "\u9fff" and lexicon.surnames[text[before]] >= _OFTEN
    return behind or (opens and _ONLY_PERSONS.match(text, end) is not None)


def _near(text: str, match: _Match) -> bool:
    """Whether the words beside a risky short form say that a place is meant."""
    before = text[max(0, match.start - 3) : match.start]
    return bool(_AFTER_RISKY.match(text, match.end, match.end + 12) and "、" in text[match.end - 3 : match.end + 12]) or bool(
        _BEFORE_RISKY.search(before)
    )


_LEADING = frozenset("从自由同和与于在到向对")


def _straddles(index: _Index, text: str, span: tuple[int, int]) -> bool:
    """Whether a form takes a preposition for its first character (来|自贡|嘎, |从江|苏) or is the end of 其中 (其|中东|西部)."""
    start, end = span
    if text[start] == "中" and text[start - 1 : start] == "其":
        return True
    if text[start] not in _LEADING:
        return False
    return any(start + 1 + n > end and text[start + 1 : start + 1 + n] in index.names for n in index.by_first.get(text[start + 1], ()))


def _scores(matches: Sequence[_Match]) -> Counter[str]:
    """How strongly the document speaks of each division: by unambiguous full names first."""
    scores: Counter[str] = Counter()
    for match in matches:
        full = {f.code for f in match.forms if f.kind == "full"}
        if len(full) == 1:
            scores[next(iter(full))] += 3
        elif match.strong and len({f.code for f in match.forms}) == 1:
            scores[match.forms[0].code] += 1
    return scores


def _choose(match: _Match, before: Place | None, scores: Counter[str], gazetteer: Gazetteer) -> tuple[str | None, str, tuple[str, ...]]:
    """The division that a match names, the rule that chose, and the candidates where nothing does."""
    codes = list(dict.fromkeys(f.code for f in match.forms if f.kind != "former")) or list(dict.fromkeys(f.code for f in match.forms))
    if len(codes) == 1:
        return codes[0], "only-division", ()
    if before and before.code:
        within = [c for c in codes if before.code in gazetteer.ancestors(c)]
        if len(within) == 1:
            return within[0], "named-after-its-parent", ()

    def weight(code: str) -> tuple[int, int, int]:
        above = sum(min(scores[a], 5) for a in gazetteer.ancestors(code) if len(a) > 2 and a != "CN")
        form = next(f for f in match.forms if f.code == code)
        return scores[code], above, -_LEVELS.index(gazetteer.division(code).level) - (form.kind not in ("full", "short"))

    ranked = sorted(codes, key=lambda c: (tuple(-w for w in weight(c)), c))
    best, second = ranked[0], ranked[1]
    for position, rule in enumerate(("named-in-full", "parent-is-named", "higher-level")):
        if weight(best)[position] != weight(second)[position]:
            return best, rule, ()
    return None, "undecided", tuple(sorted(codes))


def find(doc: Document, words: Sequence[tuple[int, int]]) -> list[Place]:
    """The regions and areas that the document names, in order, without overlap.

    `words`: for each character the bounds of the dictionary word it stands in; a short form that cuts one apart is none.
    """
    index = _index()
    gazetteer = index.gazetteer
    matches, places = _matches(doc, index, words)
    given = [m for m in matches if _in_person_name(doc.text, (m.start, m.end), any(f.kind == "full" for f in m.forms))]
    persons, spans = {doc.text[m.start - 1 : m.end] for m in given if m.start}, {(m.start, m.end) for m in given}
    matches = [m for m in matches if (m.start, m.end) not in spans and doc.text[max(0, m.start - 1) : m.end] not in persons]
    scores = _scores([m for m in matches if m.strong])
    for match in matches:
        if not match.strong and _OF_A_PREFECTURE.match(doc.text, match.end):
            scores.update(f.code for f in match.forms if f.kind == "short" and gazetteer.division(f.code).level == "prefecture")
    strong = set(scores) | {a for c in scores for a in gazetteer.ancestors(c)}
    before: Place | None = None
    for match in matches:
        if not match.strong:
            supported = [f for f in match.forms if f.code in scores or gazetteer.division(f.code).parent in strong]
            inside = words[match.start][0] < match.start or words[match.end - 1][1] > match.end
            inside = inside or look_alikes.is_a_deed(match.text)
            if inside or not supported or not (_near(doc.text, match) or any(f.code in scores for f in supported)):
                continue
            match = replace(match, forms=tuple(supported))
        chained = before if before and before.end == match.start else None
        code, rule, candidates = _choose(match, chained, scores, gazetteer)
        label = gazetteer.division(code).name if code else match.text
        before = Place(match.start, _with_its_kind(doc.text, match, label), "Region", label, code, rule, candidates)
        places.append(before)
    return _with_townships(doc, places, gazetteer)


def _with_its_kind(text: str, match: _Match, label: str) -> int:
    """The end of a short form together with the kind that its full name ends in (印江|自治县 for 印江土家族苗族自治县)."""
    kind = label[-3:]
    follows = kind.startswith("自治") and not match.text.endswith(kind) and text.startswith(kind, match.end)
    return match.end + len(kind) if follows else match.end


def _with_townships(doc: Document, places: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """The places with the townships whose county or prefecture the document names, and the villages named after a place."""
    taken = [False] * len(doc.text)
    for place in places:
        taken[place.start : place.end] = [True] * (place.end - place.start)
    codes = {p.code for p in places if p.code}
    townships = load_townships()
    found: list[Place] = []
    for ending in re.finditer(r"镇|乡|街道", doc.text):
        for length in range(8, 1, -1):
            start = ending.end() - length
            if start < 0 or any(taken[start : ending.end()]):
                continue
            options = [t for t in townships.get(doc.text[start : ending.end()], ()) if codes & set(gazetteer.ancestors(t.code)[:2])]
            if options:
                options.sort(key=lambda t: (-len(codes & set(gazetteer.ancestors(t.code))), t.code))
                found.append(Place(start, ending.end(), "Region", options[0].name, options[0].code, "township-of-a-named-county"))
                taken[start : ending.end()] = [True] * length
                break
    found += _unlinked(doc, townships, taken)
    places = sorted([*places, *found], key=lambda p: p.start)
    return sorted([*places, *_villages(doc, places)], key=lambda p: p.start)


def _unlinked(doc: Document, townships: Townships, taken: Sequence[bool]) -> list[Place]:
    """Towns whose county the document does not name: a name that the tables know, or that no dictionary knows, between other words."""
    found = []
    for ending in re.finditer(r"(?<=[\u4e00-\u9fff]{2})[镇乡](?![村亲土愁贤])", doc.text):
        for length in (3, 4):
            start = ending.end() - length
            name = doc.text[max(0, start) : ending.end()]
            opens = start <= 0 or not "\u4e00" <= doc.text[start - 1] <= "\u9fff" or doc.text[start - 1] in "在到赴与和及同的往抵由从自向"
            if (
                start < 0
                or not opens
                or any(taken[start : ending.end()])
                or name[0] in "各乡小古全本该两新老我他"
                or name[-2] in "乡城小村集古"
            ):
                continue
            if name in townships:
                found.append(Place(start, ending.end(), "Region", name, None, "township-of-no-county"))
                break
    return found


_NO_VILLAGE = ("立足", "依托", "围绕", "聚焦", "瞄准", "针对", "结合", "带动", "支持", "帮助", "深入", "走进", "扶持", "推动", "盘活", "选取", "选定")
"""Verbs that no village's name begins with."""


def _villages(doc: Document, places: Sequence[Place]) -> list[Place]:
    """Villages: a name in 村 that directly follows a region, and the same name elsewhere in the document."""
    names: dict[str, str | None] = {}
    ends = {p.end: p for p in places if p.cls == "Region"}
    for match in _VILLAGE.finditer(doc.text):
        place = ends.get(match.start())
        if place and _CHINESE.match(match[1]) and not match[1].startswith(_NO_VILLAGE):
            of_town = _IN_A_TOWN.fullmatch(match[1])  # a town that the tables lack stands between the county and the village
            for name in of_town.groups() if of_town else (match[1],):
                names.setdefault(name, place.code)
    regions = [p for p in places if p.cls == "Region" and p.code]
    for match in _VILLAGE_LED.finditer(doc.text):
        at = bisect_left(regions, match.start(), key=lambda p: p.start)
        names.setdefault(match[1], regions[at - 1].code if at else None)
    return [
        Place(at, at + len(name), "Region", name, None, "village-after-its-township", (), names[name])
        for name, found in scan.Finder(names).places(doc.text).items()
        for at in found
    ]
