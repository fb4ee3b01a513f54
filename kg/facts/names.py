"""Names that end in a head (医院, 产业园, 有限公司): found from the head, grown leftwards over units, stopped by what no name contains.

The head gives the class; what it must have before it (`Head.needs`) decides whether the stretch is a name or a common noun.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.facts import built_names, local_names
from kg.facts.pieces import ANCHORS, Piece, grow
from kg.facts.tokens import tokenise
from kg.facts.trimming import cut_predicates, trim
from kg.facts.units import Unit
from kg.lexicon import Head, Lexicon

COMMITTEES = ("管委会", "管理委员会")
"""Heads of a park's own committee, which the context completes by the park (园区管委会)."""

_OWN_BODIES = frozenset("党委 党组 纪委 工会 团委".split())
"""Bodies that firms, schools and hospitals have too."""

_OWN_PARK = re.compile(r"(?:园区|该园|园|开发区|合作区)$")
_SUPERLATIVE = re.compile(r"最[大高优强多好美全]的$")
"""What makes of a name what something is to become (打造全省最大的|木材加工基地)."""

_HAS_BUILDINGS = ("中学", "小学", "学校", "一中", "二中", "三中", "高中", "医院", "学院", "职校", "大学", "中心")
"""What a building named by two places belongs to (某县一中|津陇|楼)."""

_MEMORIALS = frozenset("纪念馆 博物馆 陈列馆 革命纪念馆 烈士陵园 遗址公园 纪念碑".split())
"""What is named by what it remembers, without a region (红军长征纪念馆)."""

_URGING = frozenset("支持 推动 推进 坚持 加强 加快 深化 鼓励 引导 促进 健全 完善 优化 强化 大力 积极 进一步".split())
"""What opens a measure or a demand in a quotation (“支持甲市与乙市加强合作”)."""

_JUDGING = frozenset(
    "样板 面子 形象 民生 民心 惠民 暖心 一号 头号 阳光 德政 政绩 豆腐渣 系统 重点 精品 优质 良心 放心 标杆 标志性 示范 亮点 一把手 实事".split()
)
"""What a quoted 工程 is called for praise or blame."""

_AWARDED = re.compile("(?:等)?(?:荣誉)?称号|奖[，。、]|荣誉|牌匾")
"""What follows a quotation that is a title somebody was given."""

_PARTIES = "(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)"
_PARTY, _PARTY_FIRST = re.compile(_PARTIES + "$"), re.compile(_PARTIES)
"""The parties beside the communist one, whose committees are named as its are (民建某市委)."""

_SECTION = re.compile(r"[（(][\u4e00-\u9fff]{2,10}(?:片区|园区|分园|园|组团|一期|二期)[）)]")
SECTION = re.compile(r"(?<=[园区城])[A-Z]区$")
"""A park's lettered section, behind the park's name."""

_LETTERED = re.compile(r"[A-Z]区(?![域块间位])")
_SEATED = re.compile(r"[（(][\u4e00-\u9fff]{2,4}[）)](?=[一二三]期|揭牌|开园|启动|开工|位于|由|建成|签约|落户|$)")
_LINE_SEAT = re.compile(r"[（(][\u4e00-\u9fff]{2,6}[）)]")
_PLANS_TO = re.compile(r"[内外](?!蒙)|单列|总?投资|总?投入|用地|占地|建|新|引进|招|开工|投产|[于在与分到用]|今年|明年|后年|年内|\d{4}年")
"""What follows 计划 where it is a verb (某项目计划总投资5亿元)."""
_IS_PLANNED = re.compile(r"(?:总|建设|占地|核心区?)?(?:面积|用地|占地)|建设(?![方规])|总?投资|布局|种植|[\d超近约]")
"""What follows 规划 where it is a verb (某园规划面积2万亩)."""
_LEVEL = re.compile(r"(?:自治)?[省市县区州旗盟镇乡]$")

_KINDS = frozenset("普通高中 高科技 中小学 民办学校 公办学校 民办大学 关节 季节 环节 细节 情节 章节 礼节 调节 时节 气节 枝节 音节".split())
"""Words of the dictionary that end in a head and name nothing."""

_OF_THE_HELPED = re.compile(r"(?:受援|各)地$")
"""What says that a body is one of many regions'."""

_NO_BUREAU = re.compile("[格布大全结开定僵破当]$")
"""What makes a word of a bare 局 behind it: 布局, 新格局."""

_IN_THE_GROUP = re.compile(r"副?书记|成员")

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


def heads_at(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int, Head]]:
    """The longest heads that end at each place of `text[start:end]`, as (start, end, head). Linear in the stretch."""
    found = []
    for stop in range(start + 1, end + 1):
        for length in lexicon.head_lengths.get(text[stop - 1], ()):
            head = lexicon.heads.get(text[stop - length : stop]) if length <= stop - start else None
            if head:
                found.append((stop - length, stop, head))
                break
    return found


_OF_AID = re.compile(r"援[\u4e00-\u9fff]|协作|帮扶|支援|扶贫|对口|合作|东西部|产业|重点|民生|重大|结对|东部|西部|共建|落地|签约")
_RANKED = re.compile("[一二三四五六七八九十百]+[大强佳]$")
"""What says how many of the kind are the greatest (四川十大产业园区)."""

_WIDE = frozenset("域 重要 重大".split())
"""Words before a head that say of which sort one is, or how great (县域学校, 重要战略)."""

_LEVELS = frozenset(("县级", "市级", "省级", "镇级", "村级", "重点", "省内", "市内", "县内"))
"""What says of which level a park is, and not which one."""


def _is_common(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether what stands before a head only says of which kind or level one of the many is (某省|援疆|项目, 某市|县级|产业园)."""
    if pieces[-1].sort == "conjunction" or pieces[-1].text in _WIDE or any(p.sort == "plain" and _RANKED.match(p.text) for p in pieces):
        return True  # 区位优势和|项目, 某县|域|学校
    if head.text == "项目":
        return pieces[-1].text in ("重点", "系列", "相关", "有关") or any(p.text == "项目" for p in pieces) or all(  # 好项目大|项目
            p.sort == "region" or _OF_AID.search(p.text) for p in pieces
        )
    return head.cls == "Park" and pieces[-1].text in _LEVELS


def _is_name(pieces: Sequence[Piece], head: Head, length: int) -> bool:
    sorts = [p.sort for p in pieces]
    anchored = any(s in ANCHORS for s in sorts) or (head.cls == "Enterprise" and "bracket" in sorts)
    further = sum(s in ("plain", "weak", "proper", "known") for s in sorts)
    if pieces and _is_common(pieces, head):
        return False
    if head.needs == "region":
        return True
    if head.needs == "pair":
        chained = sum(
            p.end == q.start and p.text.endswith(tuple("省市州盟")) and q.text.endswith(tuple("市县区州旗")) for p, q in pairwise(pieces)
        )
        return sorts.count("region") - chained > 1 and all(s in ("region", "link") for s in sorts) and sorts[-1] == "region"
    if head.cls == "GovernmentBody" and len(head.text) == 1:
        return _is_bureau(pieces, head)
    if head.needs == "described":
        return (
            (anchored and length > len(head.text) + 2 and (further > 0 or "quote" in sorts))
            or (length >= 7 and further > 1 and head.text != "项目")
            or (length >= 9 and further > 2)
        )
    if head.text == "会议":
        return sorts[-1:] == ["ordinal"] and (len(set(sorts) & set(ANCHORS)) > 1 or further > 1)
    if len(head.text) == 1:
        return bool(sorts) and _ends_in_one_character(pieces, head)
    if head.cls == "AidTeam":
        if head.text == "干部":
            return "ordinal" in sorts and any(p.text.startswith("援") for p in pieces)
        return "ordinal" in sorts or (not head.text.endswith("干部人才") and any(s in ("region", "quote", "known") for s in sorts))
    if head.needs == "brand":
        return (
            bool({"proper", "known"} & set(sorts))
            and "weak" not in sorts
            and sorts[0] in ("proper", "region", "known")
            and len(pieces) <= 4
        )
    if head.cls in ("Policy", "Agreement") and len(pieces) == 1 and len(head.text) <= 3 and "quote" not in sorts:
        return False  # 某区规划
    if head.text == "立医院":
        return sorts[-1:] == ["region"] and pieces[-1].text.endswith("市")  # 威海市|立医院
    if head.cls == "Agreement":
        return any(s in ("region", "known", "proper", "ordinal") for s in sorts)
    if head.needs in ("anchor", "unit"):
        return anchored or (head.text in _MEMORIALS and further > 1 and length >= 7)
    if head.text == "医院" and len(pieces) == 1 and sorts == ["region"]:
        return pieces[0].text[-1] in "县市区州旗"
    if head.text in ("学校", "小学", "幼儿园", "敬老院", "福利院", "养老院") and sorts and sorts[-1] == "region" and pieces[-1].text[-1] in "镇乡村":
        return True
    return anchored and (further > 0 or any(s in ("quote", "bracket") for s in sorts) or sorts.count("region") > 1)


def _ends_in_one_character(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether a head of one character ends a name: behind a quotation, in a word that is a name, behind whose building it is."""
    sorts = [p.sort for p in pieces]
    return (
        sorts[-1] == "quote"
        or (head.text == "游" and "quote" in sorts)
        or (head.text == "展" and "ordinal" in sorts)
        or (head.text == "节" and sorts[-1] in ("plain", "proper") and bool({"quote", "ordinal"} & set(sorts)))
        or (head.text == "寺" and sorts[-1] == "proper" and len(pieces[-1].text) > 2 and (sorts[0] == "region" or len(pieces) == 1))
        or (head.text == "馆" and sorts == ["region"] and 2 <= pieces[0].end - pieces[0].start <= 3)
        or (head.text == "楼" and sorts[-1] == "proper" and len(pieces) > 1 and pieces[-2].text.endswith(_HAS_BUILDINGS))
    )


def _is_bureau(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether a bare 局 behind a region and its field is a body (某县果业局), a bare 司 behind a ministry one of its departments."""
    opening = "known" if head.text == "司" else "region"
    if len(pieces) < 2 or pieces[0].sort != opening or _NO_BUREAU.search(pieces[-1].text.removesuffix(head.text)):
        return False  # 格局, 布局, 新格|局
    return all(p.sort in ("plain", "weak", "proper", "conjunction") for p in pieces[1:])


def find(text: str, units: Sequence[Unit], lexicon: Lexicon) -> list[Name]:
    """The names of a sentence by their heads; overlapping ones included (苏州工业园区 and 苏州工业园区管委会)."""
    if not units:
        return []
    names = []
    for start, end, head in heads_at(text, units[0].start, units[-1].end, lexicon):
        if text[end : end + 1] == "了" and head.text == "学会" or text.startswith("合作", end) and head.text == "战略":
            continue
        if head.text == "馆" and text[end : end + 1] in tuple("长员藏舍校企"):
            continue
        if head.text.endswith("党组") and _IN_THE_GROUP.match(text, end):
            continue  # 某局|党组书记: a post at the bureau
        planned = {"计划": _PLANS_TO, "规划": _IS_PLANNED}.get(head.text)
        if planned and text[start - 1 : start] != "”" and planned.match(text, end):
            continue
        closed = start - 1 if text[start - 1] == "”" else start
        if head.text == "项目" and _is_park(text, max(units[0].start, closed - 10), closed, lexicon):
            continue  # 某某产业园|项目: the park
        last = units[bisect_left(units, end, key=lambda u: u.start) - 1]
        if head.cls == "Park" and text[start - 1] == "”" and text.startswith("——", end):
            continue  # “双向飞地”园区——某某孵化中心: what sort of park it is
        if last.kind == "quote" and end < last.end:
            if end == last.end - 1 and last.start < start - 1 and head.cls != "GovernmentBody" and _fills_quote(last, text, start):
                before = units[bisect_left(units, last.start, key=lambda u: u.start) - 1] if last.start > units[0].start else last
                whole = before.start if head.cls == "Facility" and before.kind == "region" else last.start  # 某县“协作微车间”
                names.append(Name(whole, last.end, head.cls, start, True, False, head.needs, "quoted-name"))
        elif (
            last.kind not in ("title", "region", "area")
            and last.text not in _KINDS
            and not (last.kind == "known" and last.end == end and last.start <= start)
            and _ends_word(last, end, text, lexicon)
        ):
            name = _grow(text, units, (start, end, head), lexicon)
            names += [name] if name else []
    return _sent_out(text, units, _held_together(text, names))


def _is_park(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a stretch ends in the head of a park's name."""
    parks = (h for _, stop, h in heads_at(text, start, end, lexicon) if stop == end and h.cls == "Park")
    return any(head.needs == "anchor" or head.text.endswith("飞地") for head in parks)


def _held_together(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, those of events held as one joined by 暨 (某协议|暨|某签约大会)."""
    begins = {n.end: n.start for n in reversed(names) if n.cls in ("Event", "Agreement", "Program")}
    joined = (n.cls == "Event" and text[n.start - 1 : n.start] == "暨" and n.start - 1 in begins for n in names)
    return [replace(n, start=begins[n.start - 1]) if joins else n for n, joins in zip(names, joined, strict=True)]


def _sent_out(text: str, units: Sequence[Unit], names: Sequence[Name]) -> list[Name]:
    """The names, those of offices elsewhere with the region or the government whose they are (某省政府|驻某市办事处)."""
    begins = {n.end: n.start for n in names if n.cls == "GovernmentBody"}
    begins |= {u.end: u.start for u in units if u.kind == "region"}
    of = {n: begins.get(n.start - 1) for n in names if n.cls == "GovernmentBody" and text[n.start - 1 : n.start] == "驻"}
    return [n if (start := of.get(n)) is None else replace(n, start=start) for n in names]


def _fills_quote(quote: Unit, text: str, head_start: int) -> bool:
    """Whether what stands in a quotation before the head is proper, or long enough to be a title, not a catchword (“样板工程”).

    A scheme is named by any words but those that only judge it.
    """
    if text[head_start : quote.end - 1] in ("工程", "计划", "行动") and text[quote.start + 1 : head_start] not in _JUDGING:
        return True
    content = tokenise(text[quote.start + 1 : head_start], quote.start + 1)
    listed = re.search("[、+＋]", quote.text) or _AWARDED.match(text, quote.end)
    if listed or (content and content[0].text in _URGING) or any(t.text == "要" for t in content):
        return False  # a sentence that somebody said, a measure
    pair = text[head_start : quote.end - 1].endswith(("楼", "大厦")) and any(t.tag == "j" for t in content)  # “星沪综合楼”
    proper = any(t.tag in ("x", "ns", "nr", "nz", "nt") and len(t.text) > 1 for t in content)
    return pair or proper or sum(len(t.text) for t in content) >= 5


def _ends_word(last: Unit, end: int, text: str, lexicon: Lexicon) -> bool:
    """Whether a name may end at `end`, in the unit `last`: not inside a dictionary word, but before the post in one (市委|书记)."""
    if end < last.end:
        return last.kind == "word" and (
            last.tag == "x" or last.text == "委会" or text[end : last.end] in lexicon.roles or text[end : last.end] == "校园"
        )
    return True


def _grow(text: str, units: Sequence[Unit], found: tuple[int, int, Head], lexicon: Lexicon) -> Name | None:
    start, end, head = found
    pieces = grow(units, start, head, lexicon)
    pieces = cut_predicates(pieces, head.cls, text, lexicon)
    pieces = trim(pieces, head)
    if head.needs == "region":
        if head.text in _OWN_BODIES and _behind_team(text, units, start, lexicon):
            return None
        if start != (joined := _first_field(text, start, head, lexicon)):
            start, found = joined, (joined, end, head)
            pieces = trim(cut_predicates(grow(units, start, head, lexicon), head.cls, text, lexicon), head)
        whole = _whole_before(text, units, found, lexicon) if pieces and pieces[-1].sort != "region" else None
        return Name(whole.start, end, head.cls, start, True, False, head.needs) if whole else _relative(text, pieces, found)
    begin = pieces[0].start if pieces else start
    if text[begin : begin + 1] == "我" or text[begin - 1 : begin] == "我":
        return None
    if head.text in COMMITTEES and not any(p.sort in ANCHORS for p in pieces):
        named = _OWN_PARK.search(text[max(0, start - 3) : start])
        return Name(start - (len(named[0]) if named else 0), end, head.cls, start, False, True, head.needs)
    if _SUPERLATIVE.search(text, max(0, begin - 5), begin):
        return None
    local = local_names.begin(units, pieces, start, end, head)
    if local is not None:
        return Name(local, end, head.cls, local + 1, False, True, head.needs)
    built = built_names.says_so(text, begin, found)
    if not built and not _is_name(pieces, head, end - begin):
        return None
    begin -= 2 if text[begin - 2 : begin] == "中共" else int(head.cls == "AidTeam" and text[begin - 1 : begin] == "援")
    begin -= int(head.cls == "Event" and text[begin - 1 : begin] == "环" and bool(pieces) and pieces[0].sort in ANCHORS)  # 环某湖自行车赛
    end = _with_section(text, end, head.cls)
    proper = any(p.sort in ANCHORS for p in pieces)
    fused = all(len(p.text) == 1 and p.sort == "region" for p in pieces)  # 广湛|指挥部: one region's in another
    command = head.text == "指挥部" and not fused and not re.search(r"援|帮扶|协作|支援", text[begin:start])
    cls = "GovernmentBody" if command else _of_parent(text, begin, start, lexicon) if head.text in ("分院", "分校") else head.cls
    return Name(begin, end, cls or head.cls, start, proper, False, head.needs)


def _first_field(text: str, start: int, head: Head, lexicon: Lexicon) -> int:
    """Where a body's own name begins: before the field that 和 joins to the head's (对口协作和|支援合作局)."""
    if head.text[-1] not in "局委厅" or text[start - 1 : start] not in ("和", "与"):
        return start
    for length in range(6, 1, -1):
        at = start - 1 - length
        field = text[max(0, at) : start - 1]
        known = any(field + kind in lexicon.heads for kind in ("局", "办", "委", "厅"))
        if at > 0 and known and (_LEVEL.search(text[max(0, at - 3) : at]) or text[at - 1] in "区县"):
            return at
    return start


def _whole_before(text: str, units: Sequence[Unit], found: tuple[int, int, Head], lexicon: Lexicon) -> Name | None:
    """The park whose name ends where a body's head begins (火炬高新区|投资促进局), or the firm or institution whose committee it is."""
    at, _, body = found
    for start, end, head in heads_at(text, max(units[0].start, at - 10), at, lexicon):
        park = head.cls == "Park" and head.text.endswith("区")
        if end == at and (park or (body.text in _OWN_BODIES and head.cls in ("Enterprise", "School", "Hospital"))):
            name = _grow(text, units, (start, end, head), lexicon)
            return name if name and name.proper and name.start < start else None
    return None


def _behind_team(text: str, units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Whether a team's name ends at a place: its party committee (援疆指挥部|党委|书记) is the team's own, and the post is one at the team."""
    heads = heads_at(text, max(units[0].start, at - 8), at, lexicon)
    return any(end == at and head.cls == "AidTeam" for _, end, head in heads)


def _of_parent(text: str, begin: int, end: int, lexicon: Lexicon) -> str | None:
    """The class of what a branch is a branch of (某某医院|静海分院): that of the last head of an institution before it."""
    classes = [h.cls for _, _, h in heads_at(text, begin, end, lexicon) if h.cls in ("School", "Hospital", "ResearchInstitute")]
    return classes[-1] if classes else None


def _with_section(text: str, end: int, cls: str) -> int:
    """The end of a park's name with the bracket that names its section (…园区（颍州片区）)."""
    if cls == "Park":
        section = _SECTION.match(text, end) or _SEATED.match(text, end) or _LETTERED.match(text, end)
    else:
        section = _LINE_SEAT.match(text, end) if text[end - 2 : end] == "班列" else None
    return section.end() if section else end


def _relative(text: str, pieces: list[Piece], found: tuple[int, int, Head]) -> Name | None:
    """A body of a region: with its region's name, or with the word for its level (市发改委), or bare."""
    start, end, head = found
    if any(p.sort in ("region", "known") for p in pieces):
        # the last chain of regions before the head: what stands before a further word belongs to something else (某医院医生…挂职某县妇幼保健院)
        first = max(i for i, p in enumerate(pieces) if p.sort in ("region", "known"))
        while first and pieces[first - 1].sort in ("region", "known") and pieces[first - 1].end == pieces[first].start:
            first -= 1
        begin = pieces[first].start
        begin -= 2 if text[begin - 2 : begin] == "中共" else 3 if text[begin - 3 : begin] == "共青团" else 0
        committee = head.text in ("省委", "市委", "县委", "区委", "州委", "旗委")
        party = (_PARTY.search(text, max(0, begin - 4), begin) or _PARTY_FIRST.match(text, begin)) if committee else None
        end += int(party is not None and text[end : end + 1] == "会")
        league = party is not None or (committee and text[begin : begin + 3] == "共青团")
        begin = party.start() if party else begin
        return Name(begin, end, "Association" if league else head.cls, start, True, False, head.needs)
    if _OF_THE_HELPED.search(text, max(0, start - 3), start):
        return None
    if head.text in _OWN_BODIES and pieces and pieces[-1].text in ("学校", "医院", "公司", "集团", "企业", "单位", "社区"):
        return None  # 学校|党委: that of what was told of
    begin = start
    if _LEVEL.search(text[max(0, start - 3) : start]) and not (
        pieces and pieces[-1].end - pieces[-1].start > 1 and pieces[-1].text != "自治区"
    ):
        begin = start - len(_LEVEL.search(text[max(0, start - 3) : start])[0])  # type: ignore[index]
    return Name(begin, end, head.cls, start, False, True, head.needs)
