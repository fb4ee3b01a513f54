"""Names that end in a head (医院, 产业园, 有限公司): found from the head, grown leftwards over units, stopped by what no name contains.

The head gives the class; what it must have before it (`Head.needs`) decides whether the stretch is a name or a common noun.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.tokens import tokenise
from kg.facts.units import Unit
from kg.lexicon import Head, Lexicon

ACTS = frozenset({"AidTeam", "Policy", "Agreement", "Program", "Event", "Publication", "Project"})
"""Classes whose names may tell of an act (对口支援…指挥部, 结对合作帮扶…方案): a verb between two regions does not end them."""

_STOP_TAGS = frozenset({"p", "c", "uj", "ul", "uz", "ud", "ug", "uv", "u", "d", "r", "y", "e", "o", "zg", "df", "rz", "rr"})
_ODD_TAGS = frozenset(("v", "vn", "vd", "vi", "d", "a", "ad", "z", "i", "f", "zg"))
_BUSINESS = frozenset("运营 管理 投资 开发 建设 发展 服务 经营 生产 制造 加工 销售".split())
_CONJOINED = frozenset({"Project", "Program", "Policy", "Event"})
_DATED_NAMES = frozenset({"Event", "Policy", "Agreement"})
_ANCHORS = frozenset(("region", "proper", "known", "quote", "ordinal"))
_JOINT_ACTS = frozenset("协作 合作 帮扶 共建 对口 结对 援助 扶贫 对口支援 对口协作".split())
_DEEDS = frozenset("建设 投资 兴建 打造 实施 运营 举办 开展 承办 主办 共建 启动 推进 设立 成立 签署 签订 出台 印发 制定 创办 组建".split())
_FIRM_STRICT = frozenset("的在与和及由把被等从到为对向将是了")

COMMITTEES = ("管委会", "管理委员会")
"""Heads of a park's own committee, which the context completes by the park (园区管委会)."""

_OWN_PARK = re.compile(r"(?:园区|该园|园|开发区|合作区)$")
_LINKS = frozenset("·—-－")
_OPEN = {"）": "（", ")": "("}
_BUILT = (
    (("Project",), 4, re.compile(r"(?:建设|兴建|实施|投资|启动|推进|投建|新建|承建|落地|签约)了?$")),
    (("Institution", "ResearchInstitute", "Facility"), 4, re.compile(r"(?:成立|设立|组建|挂牌|共建|创建|创办|合办)了?$")),
    (("Event",), 4, re.compile(r"(?:举办|主办|承办|举行|召开|开展)了?$")),
)
_GENERIC_EVENTS = frozenset(
    "活动 主题活动 交流活动 推介活动 会议 讲座 培训班 座谈会 对接会 推介会 交流会 招聘会 宣讲会 工作会 现场会".split()
)
_LONGEST = 40  # characters before a head: longer stretches of nouns are no names, and growing over them would not be linear
_SECTION = re.compile(r"[（(][\u4e00-\u9fff]{2,10}(?:片区|园区|分园|园|组团|一期|二期)[）)]")
_LINE_SEAT = re.compile(r"[（(][\u4e00-\u9fff]{2,6}[）)]")
_LEVEL = re.compile(r"(?:自治)?[省市县区州旗盟镇乡]$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `start`:`end`. `stem`: offset where its head begins; `proper`: whether it has something proper; `relative`:
    whether its region is left to the context.

    `needs`: of the head; `rule`: how it was found.
    """

    start: int
    end: int
    cls: str
    stem: int
    proper: bool
    relative: bool
    needs: str
    rule: str = "head"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a unit is to a name that grows over it: plain, weak (a verb that names contain), proper, region, quote, link."""

    start: int
    end: int
    text: str
    sort: str
    tag: str = ""


def heads_at(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int, Head]]:
    """The longest heads that end at each place of `text[start:end]`, as (start, end, head). Linear in the stretch."""
    longest = lexicon.longest_head
    found = []
    for stop in range(start + 1, end + 1):
        for length in range(min(longest, stop - start), 0, -1):
            head = lexicon.heads.get(text[stop - length : stop])
            if head:
                found.append((stop - length, stop, head))
                break
    return found


def sort_of(unit: Unit, cls: str, lexicon: Lexicon) -> str | None:
    """What `unit` is to a name of class `cls`; None where no such name contains it."""
    if unit.kind in ("region", "pair"):
        return "region"
    if unit.kind == "known":
        return "known"
    if unit.kind == "area":
        return "proper"
    if unit.kind == "aid":
        return "weak" if unit.text[0] == "援" or cls == "AidTeam" else None
    if unit.kind == "quote":
        return "quote"
    if unit.kind == "ordinal":
        return "ordinal"
    if unit.kind == "punctuation":
        return "link" if unit.text in _LINKS else None
    if unit.kind != "word":
        return None
    return _sort_word(unit, cls, lexicon)


def _sort_word(unit: Unit, cls: str, lexicon: Lexicon) -> str | None:
    word = unit.text
    if cls == "AidTeam" and word in ("驻", "援", "赴"):
        return "weak"
    if word in ("及", "和", "与", "暨") and cls in _CONJOINED:
        return "conjunction"
    if word in lexicon.stop_words or word[0] in "这那该此各每某" or (word[-1] == "是" and len(word) == 2):
        return None
    if word == "游" and cls == "Event":
        return "weak"
    if word in lexicon.nominal_verbs:
        return "weak"
    if word in lexicon.predicate_verbs:
        return None
    if unit.tag in _STOP_TAGS:
        return None
    if unit.tag == "m" and not (cls in ACTS and len(word) > 1):
        return None
    if unit.tag in ("v", "t", "vd", "vi"):
        return None
    return "proper" if unit.tag in ("x", "nr", "nrt", "nz", "j", "nrfg", "ns") and len(word) > 1 else "plain"


def _pieces(units: Sequence[Unit], head_start: int, cls: str, lexicon: Lexicon) -> list[_Piece]:
    """The units left of a head that its name may contain, from left to right."""
    index = bisect_left(units, head_start, key=lambda u: u.start) - 1
    pieces: list[_Piece] = []
    while index >= 0 and head_start - units[index].start <= _LONGEST:
        unit = units[index]
        if unit.text in _OPEN and (opening := _bracket(units, index)) is not None:
            pieces.append(_Piece(units[opening].start, unit.end, "", "bracket"))
            index = opening - 1
            continue
        sort = sort_of(unit, cls, lexicon) or _after_region(units, index, cls, lexicon)
        if sort is None and unit.kind == "time" and cls in _DATED_NAMES and re.fullmatch(r"(?:19|20)\d\d年(?:度)?", unit.text):
            sort = "year"
        if sort is None and unit.kind == "word" and unit.tag[:1] in ("v", "a", "n", "g", "b", "z") and _is_fragment(units, index, lexicon):
            sort = "proper" if unit.text not in lexicon.stop_words else None
        if sort is None or (sort == "conjunction" and _ends_in_head(units[index - 1].text if index else "", lexicon)):
            break
        if sort == "plain" and _is_fragment(units, index, lexicon):
            sort = "proper"
        pieces.append(_Piece(unit.start, min(unit.end, head_start), unit.text, sort, unit.tag))
        index -= 1
    pieces.reverse()
    while pieces and pieces[0].sort in ("link", "bracket", "conjunction", "year"):
        pieces.pop(0)
    return pieces


def _ends_in_head(text: str, lexicon: Lexicon) -> bool:
    """Whether a word ends a name of its own: then a conjunction behind it joins two names."""
    return any(text[-n:] in lexicon.heads for n in range(2, len(text) + 1))


def _is_fragment(units: Sequence[Unit], index: int, lexicon: Lexicon) -> bool:
    """Whether a one-character word stands beside another one: a name that segmentation has cut apart (锦|尚|服饰)."""
    beside = [units[i] for i in (index - 1, index + 1) if 0 <= i < len(units)]
    return len(units[index].text) == 1 and any(
        u.kind == "word" and len(u.text) == 1 and u.text not in lexicon.stop_words and u.tag not in _STOP_TAGS for u in beside
    )


def _after_region(units: Sequence[Unit], index: int, cls: str, lexicon: Lexicon) -> str | None:
    """ "plain" for a word that segmentation takes for a verb or adverb but that stands between a region and a body's head (江苏沿江农科所)."""
    unit = units[index]
    if cls == "Enterprise" and len(unit.text) == 1 and unit.kind == "word" and unit.text not in _FIRM_STRICT:
        return "plain" if any(u.kind == "region" for u in units[max(0, index - 3) : index]) else None
    if index == 0 or unit.kind != "word" or len(unit.text) < 2 or unit.tag not in _ODD_TAGS:
        return None
    before = units[index - 1]
    if cls in ACTS and not (before.kind == "quote" or before.tag in ("n", "x", "nz", "vn")):
        return None
    if cls not in ACTS and before.kind != "region" and not (cls == "Enterprise" and before.tag == "x"):
        return None
    if unit.text in lexicon.predicate_verbs or unit.text in lexicon.stop_words or unit.text[-1] in "起出成到来了入下上为":
        return None
    return "plain"


def _bracket(units: Sequence[Unit], closing: int) -> int | None:
    """Index of the bracket that a closing one belongs to, where little stands between them."""
    for index in range(closing - 1, max(-1, closing - 8), -1):
        if units[index].text == _OPEN[units[closing].text]:
            return index if units[closing].start - units[index].end <= 10 else None
    return None


def _cut_predicates(pieces: list[_Piece], cls: str, text: str, lexicon: Lexicon) -> list[_Piece]:
    """The pieces behind the last verb that is the predicate of what stands before it, not a part of the name."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.sort != "weak" or piece.text not in lexicon.predicate_verbs or (index and cls == "Enterprise" and piece.text in _BUSINESS):
            continue
        if index == 0 or all(p.sort == "plain" and len(p.text) == 2 and p.tag in ("a", "ad", "d", "z", "an") for p in pieces[:index]):
            return pieces[index + 1 :]
        before = pieces[index - 1]
        later = any(p.sort in ("region", "proper", "known") for p in pieces[index + 1 :])
        if piece.text in _JOINT_ACTS and before.sort == "region" and len(before.text) == 1 and not (piece.text == "共建" and later):
            continue  # 鲁渝协作…: what a fused pair does together is a part of the name
        ends_name = any(text[before.end - n : before.end] in lexicon.heads for n in range(2, 7) if before.end - n >= pieces[0].start)
        anchored = any(p.sort in _ANCHORS for p in pieces[index + 1 :])
        does = piece.text in _DEEDS and (ends_name or (before.sort == "region" and len(before.text) > 1))
        if does:
            return pieces[index + 1 :]
        if cls not in ACTS and ((before.sort in ("region", "link") and anchored) or ends_name):
            return pieces[index + 1 :]
    return pieces


def _trim(pieces: list[_Piece], head: Head) -> list[_Piece]:
    """The pieces from the first one that a name begins with: a region, a quotation, an ordinal; else the first that is no verb."""
    if head.cls not in ("AidTeam", "Event"):
        while pieces and pieces[0].sort == "ordinal":
            pieces = pieces[1:]
    undated = next((i for i, p in enumerate(pieces) if p.sort == "year" and not any(q.sort in _ANCHORS for q in pieces[:i])), None)
    pieces = pieces if undated is None else pieces[undated + 1 :]
    if head.cls == "AidTeam":
        numbered = next((i for i, p in enumerate(pieces) if p.sort == "ordinal"), None)
        sent = next((i for i in range(len(pieces) - 2) if pieces[i].sort == "proper" and pieces[i + 1].text in ("驻", "援", "赴")), None)
        first = numbered if numbered is not None and not any(p.sort == "region" for p in pieces[:numbered]) else sent
        if first is not None and not any(p.sort == "region" for p in pieces[:first]):
            return pieces[first:]
    for index, piece in enumerate(pieces):
        if piece.sort in ("region", "known", "quote", "ordinal"):
            unknown = [p for p in pieces[:index] if p.sort == "proper"]
            if piece.sort in ("region", "known") or not unknown:
                return _after_quote(pieces, index) if piece.sort == "quote" else pieces[index:]
            break
    first = next(
        (i for i, p in enumerate(pieces) if p.sort != "weak" or (head.needs == "described" and p.text not in "推进实施开展")), len(pieces)
    )
    return pieces[first:]


def _after_quote(pieces: list[_Piece], index: int) -> list[_Piece]:
    """A quotation opens a name unless a proper word stands right before it (曹荣琪“理论武装”工作室)."""
    return pieces[index - 1 :] if index and pieces[index - 1].sort == "proper" else pieces[index:]


def _is_name(pieces: Sequence[_Piece], head: Head, length: int) -> bool:
    sorts = [p.sort for p in pieces]
    anchored = any(s in _ANCHORS for s in sorts) or (head.cls == "Enterprise" and "bracket" in sorts)
    further = sum(s in ("plain", "weak", "proper", "known") for s in sorts)
    if head.needs == "region":
        return True
    if head.needs == "pair":
        return sorts.count("region") > 1 and all(s in ("region", "link") for s in sorts) and sorts[-1] == "region"
    if head.needs == "described":
        return (
            (anchored and length > len(head.text) + 2 and (further > 0 or "quote" in sorts))
            or (length >= 7 and further > 1 and head.text != "项目")
            or (length >= 9 and further > 2)
        )
    if len(head.text) == 1:
        return bool(sorts) and (
            sorts[-1] == "quote" or (head.text == "游" and "quote" in sorts) or (head.text == "展" and "ordinal" in sorts)
        )
    if head.cls == "AidTeam":
        if head.text == "干部":
            return "ordinal" in sorts and any(p.text.startswith("援") for p in pieces)
        return "ordinal" in sorts or (not head.text.endswith("干部人才") and any(s in ("region", "quote") for s in sorts))
    if head.needs == "brand":
        return (
            bool({"proper", "known"} & set(sorts))
            and "weak" not in sorts
            and sorts[0] in ("proper", "region", "known")
            and len(pieces) <= 4
        )
    if head.needs in ("anchor", "unit"):
        return anchored
    if head.text == "医院" and len(pieces) == 1 and sorts == ["region"]:
        return pieces[0].text[-1] in "县市区州旗"
    return anchored and (further > 0 or any(s in ("quote", "bracket") for s in sorts) or sorts.count("region") > 1)


def find(text: str, units: Sequence[Unit], lexicon: Lexicon) -> list[Name]:
    """The names of a sentence by their heads; overlapping ones included (苏州工业园区 and 苏州工业园区管委会)."""
    if not units:
        return []
    names = []
    for start, end, head in heads_at(text, units[0].start, units[-1].end, lexicon):
        last = units[bisect_left(units, end, key=lambda u: u.start) - 1]
        if last.kind == "quote" and end < last.end:
            if end == last.end - 1 and last.start < start - 1 and head.cls != "GovernmentBody" and _fills_quote(last, text, start):
                names.append(Name(last.start, last.end, head.cls, start, True, False, head.needs, "quoted-name"))
        elif (
            last.kind != "title"
            and not (last.kind == "known" and last.end == end and last.start <= start)
            and _ends_word(last, end, text, lexicon)
        ):
            name = _grow(text, units, (start, end, head), lexicon)
            names += [name] if name else []
    return names


def _fills_quote(quote: Unit, text: str, head_start: int) -> bool:
    """Whether what stands in a quotation before the head is proper, or long enough to be a title, not a catchword (“样板工程”)."""
    content = tokenise(text[quote.start + 1 : head_start], quote.start + 1)
    return any(t.tag in ("x", "ns", "nr", "nz") and len(t.text) > 1 for t in content) or sum(len(t.text) for t in content) >= 5


def _ends_word(last: Unit, end: int, text: str, lexicon: Lexicon) -> bool:
    """Whether a name may end at `end`, in the unit `last`: not inside a dictionary word, but before the post in one (市委|书记)."""
    if end < last.end:
        return last.kind == "word" and (last.tag == "x" or text[end : last.end] in lexicon.roles)
    return True


def _grow(text: str, units: Sequence[Unit], found: tuple[int, int, Head], lexicon: Lexicon) -> Name | None:
    start, end, head = found
    pieces = _pieces(units, start, head.cls, lexicon)
    pieces = _cut_predicates(pieces, head.cls, text, lexicon)
    pieces = _trim(pieces, head)
    if head.needs == "region":
        return _relative(text, pieces, found)
    begin = pieces[0].start if pieces else start
    if head.text in COMMITTEES and not any(p.sort in _ANCHORS for p in pieces):
        named = _OWN_PARK.search(text[max(0, start - 3) : start])
        return Name(start - (len(named[0]) if named else 0), end, head.cls, start, False, True, head.needs)
    built = _is_built(text, begin, found)
    if not built and not _is_name(pieces, head, end - begin):
        return None
    begin -= 2 if text[begin - 2 : begin] == "中共" else int(head.cls == "AidTeam" and text[begin - 1 : begin] == "援")
    end = _with_section(text, end, head.cls)
    proper = any(p.sort in _ANCHORS for p in pieces)
    return Name(begin, end, head.cls, start, proper, False, head.needs)


def _is_built(text: str, begin: int, found: tuple[int, int, Head]) -> bool:
    """Whether the verb before a descriptive name says that one thing of the name is meant (成立高原病诊疗中心, 举办运河文化周)."""
    start, _, head = found
    for classes, shortest, verbs in _BUILT:
        if head.cls in classes and start - begin >= shortest and verbs.search(text[max(0, begin - 4) : begin]):
            return len(head.text) > 1 and head.text not in _GENERIC_EVENTS
    return head.text.endswith("有限公司") and start - begin >= 2


def _with_section(text: str, end: int, cls: str) -> int:
    """The end of a park's name with the bracket that names its section (…园区（颍州片区）)."""
    section = _SECTION.match(text, end) if cls == "Park" else _LINE_SEAT.match(text, end) if text[end - 2 : end] == "班列" else None
    return section.end() if section else end


def _relative(text: str, pieces: list[_Piece], found: tuple[int, int, Head]) -> Name:
    """A body of a region: with its region's name, or with the word for its level (市发改委), or bare."""
    start, end, head = found
    if any(p.sort in ("region", "known") for p in pieces):
        first = next(i for i, p in enumerate(pieces) if p.sort in ("region", "known"))
        begin = pieces[first].start
        begin -= 2 if text[begin - 2 : begin] == "中共" else 3 if text[begin - 3 : begin] == "共青团" else 0
        return Name(begin, end, head.cls, start, True, False, head.needs)
    begin = start
    if _LEVEL.search(text[max(0, start - 3) : start]) and not (pieces and len(pieces[-1].text) > 1):
        begin = start - len(_LEVEL.search(text[max(0, start - 3) : start])[0])  # type: ignore[index]
    return Name(begin, end, head.cls, start, False, True, head.needs)
