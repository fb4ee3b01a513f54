"""What firms do where they come to, and who does the same as others before.

引进甲公司，在乙镇建厂                    甲公司 settledIn 乙镇
来自丙市的甲公司在园里建成3条生产线           甲公司 settledIn the park
已有20家企业入驻。其中，甲公司…              甲公司 settledIn the park
甲公司率先入园，乙公司随后跟进               乙公司 settledIn what 甲公司 settled in
甲公司兴建某项目，总投资2亿元               甲公司 investsIn 某项目
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.grouping import VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.main_regions import related
from kg.facts.sides import Sides
from kg.facts.subjects import LOCATIVE

_BROUGHT = re.compile(r"(?:引进|引来|引入|招引|招来|迎来|吸引|请来|拉来|引)[了到]?[^，。]{0,3}$")
_OPENS = re.compile(r"成立|租用|租下|建成|建起|开设|建设|投建|兴建|新建|办起|开办|建|设立|投资|投产|试产|落户|生产|掏出|注资|斥资|开工|动工")
_FACTORY = re.compile(
    r"(?:建成?|办起?|开办|开设|设立?|成立|建起|投产|盖起)了?[^，。；]{0,12}?(?:厂|公司|车间|工厂|生产线|基地|分公司|子公司|总部|中心)"
)
_MOVES = re.compile(
    r"[把将][^，。；]{0,14}?(?:厂|生产线|车间|基地|总部|项目|产能|业务|产业|设备|环节|公司|中心)[^，。；]{0,4}?(?:建|搬|放|落|设|移|迁|安|布局)[到在进至](?:了)?$"
)
_MOVES_HERE = re.compile(_MOVES.pattern.removesuffix("$") + r"(?:这里|此地|此处|园区|园内|园里|这儿)")
_HERE = re.compile(r"在(?:这里|此|此地|园内|园里|这儿)(?=[^，。；]{0,12}?(?:(?<![扩改新续])建|设|办|注册|投产|安家|扎根|落户|投资))")
_HOW_MANY = re.compile(
    r"[\d一二三四五六七八九十百两]+[余多]?家[^，。；]{0,8}?(?:企业|公司|厂商|商户)?[^，。；]{0,4}?(?:入驻|进驻|落户|入园|迁入|搬进)"
    r"|(?:入驻|进驻|落户|入园|引进|签约|落地)[^，。；]{0,6}?(?:企业|公司|厂商|商户|项目)[^，。；]{0,3}?\d+[余多]?[家个]"
)
_SOME_CAME = re.compile(r"(?:一批|众多|多家|一大批)[^，。；]{0,8}?(?:企业|公司)[^，。；]{0,4}?(?:落户|入驻|进驻|落地)(?:于|到|在)?")
_AMONG_THEM = re.compile(r"(?:其中，?|包括|包含|如|像|例如|比如|分别是|有)(?:了|有)?$")
_SOME_OF_THEM = re.compile(r"其中，?(?:来自)?[^，。；]{0,10}?(?:的|企业)?\d+[余多]?家，$")
_ROW_OF = ("包括", "例如")
_FOLLOWS = re.compile(
    r"(?:跟进|跟来|跟上)(?=[。；，]|$)|(?:随后|接着|随即|陆续|相继|紧接着|先后|也|跟着|很快)(?:也)?(?:跟进|跟上|跟来|加入|赶来)"
)
_FIRST_IN = re.compile(r"(?:是|为|成为)[^，。；]{0,10}?(?:入园|入驻|落户|进驻)(?:园区|该园)?的[^，。；]{0,6}?(?:企业|公司|项目|厂)")
_COSTS = re.compile(r"(?:项目|工程)?(?:计划|预计|概算)?(?:总投资|投资|总投入|投入)(?:额|约)?[^，。；]{0,3}?[\d一二三四五六七八九十]")
_OWN_COST = re.compile(r"[^，。；]{0,6}?(?:总投资|投资|斥资|投入)[^，。；]{0,4}?\d")
_LEFT_TO = re.compile(r"(?:其余|余下|剩余|剩下)的?[^，。；]{0,8}?(?:归|由|属)(?:于)?$")
_BACK = 3  # clauses back in which a follower's model is told of
_COPIED = {"settledIn": ("Enterprise",), "assists": ("Hospital", "School", "Institution", "Region", "Association")}


def read(clauses: Sequence[Clause], known: Knowledge, sides: Sides, before: Iterable[Found]) -> Iterator[Found]:
    """What the clauses tell of firms that come. `before`: what frames have read."""
    said: dict[int, list[Found]] = defaultdict(list)
    for found in before:
        if not (found.refused or found.factuality.unreal):
            said[found.clause.start].append(found)
    park: str | None = None
    block = -1
    counted: tuple[int, int, str | None] = (-1, -1, None)
    origin: tuple[str, ...] = ()
    for number, clause in enumerate(clauses):
        if clause.sentence.block != block:
            block, counted, origin = clause.sentence.block, (-1, -1, None), ()
            park = park if known.doc.blocks[block - 1].kind == "heading" else None
        free = [g for g in clause.groups if not (g.possessive and g.governor in LOCATIVE)]  # 总部在某园的|甲公司
        park = next((i for g in free for i in g.ids if known.is_any(i, ("Park",))), park)
        if park or counted[2]:
            yield from _among_them(clause, known, counted[2] or park or "", counted[:2], origin)
        came = _SOME_CAME.search(known.doc.text, clause.start, clause.end)
        place = next((g.ids[0] for g in clause.groups if came and g.start == came.end()), None)
        if place is not None and known.in_range("settledIn", place):
            counted, origin = (clause.end, clause.sentence.end, place), ()
        elif _HOW_MANY.search(known.doc.text, clause.start, clause.end):
            counted, origin = (clause.end, clause.sentence.end, None), ()
        elif clause.start in counted[:2] and _SOME_OF_THEM.fullmatch(known.doc.text, clause.start, clause.end):
            counted = clause.end, counted[1], counted[2]
            origin = tuple(i for g in clause.groups for i in g.ids if known.is_any(i, ("Region",)))
        yield from _at_the_park(clause, known, sides, park)
        yield from _follows(clauses, number, known, said)
        yield from _shares(clauses, number, known)
    for one, other in pairwise(clauses):
        if one.sentence == other.sentence:
            yield from _brought(one, other, known)
            yield from _costs(one, other, known, said[one.start])
    for clause in clauses:
        yield from _own_project(clause, known)


def _among_them(clause: Clause, known: Knowledge, park: str, counted: tuple[int, int], origin: Sequence[str]) -> Iterator[Found]:
    """Firms told of after it was said how many had come (已有20家企业入驻。其中，甲公司…), or as the first to come. `counted`: where the
    clause and the sentence that said it end; `origin`: where those counted last come from (其中来自某省的8家，包括甲、乙).
    """
    text = known.doc.text
    row = [g for g in clause.groups if g.governor in _ROW_OF] or [g for g in clause.groups if not g.governor][:1]
    if not row:
        return
    first = row[0]
    near = any(0 <= clause.start - end <= len("其中，") for end in counted)
    among = near and _AMONG_THEM.search(text, max(clause.sentence.start, clause.start - len("其中，")), first.start) is not None
    if among and first.governor:
        row = [g for g in clause.groups if g.start >= first.start and (g is first or not g.governor)]
    if among or _FIRST_IN.search(text, first.end, clause.end):
        for firm in (i for g in row for i in g.ids):
            if known.is_any(firm, ("Enterprise",)):
                yield Found(firm, "settledIn", park, clause, "came-among-others")
                yield from (Found(firm, "originatesFrom", i, clause, "came-among-others") for i in origin if among)


def _at_the_park(clause: Clause, known: Knowledge, sides: Sides, park: str | None) -> Iterator[Found]:
    """A firm from elsewhere that builds or makes something in a park has settled there; one that a park is said to have lies there."""
    text = known.doc.text
    for one, other in pairwise(clause.groups):
        within = one.possessive and other.start == one.end + 1
        for place in one.ids if within else ():
            for firm in other.ids[:1]:
                if known.is_any(place, ("Park",)) and known.is_any(firm, ("Enterprise",)) and other.named:
                    yield Found(firm, "locatedIn", place, clause, "place-of-the-thing")
    if clause.subject is None:
        return
    here = _HERE.search(text, clause.subject.end if not clause.carried else clause.start, clause.end)
    here = here or _MOVES_HERE.search(text, clause.start, clause.end)
    moved = [i for g in clause.groups if _MOVES.search(text, clause.start, g.start) for i in g.ids if known.is_any(i, ("Region", "Park"))]
    opened = [i for g in clause.groups if here and g.start >= here.end() for i in g.ids if known.is_any(i, ("Enterprise",))]
    for firm in opened or clause.subject.ids:
        for place in moved or ([park] if park and here else []):
            if known.admits("settledIn", firm, place) and known.is_any(firm, ("Enterprise",)):
                yield Found(firm, "settledIn", place, clause, "moves-it-there")
    if not _OPENS.search(text, clause.start, clause.end):
        return
    builds = _FACTORY.search(text, clause.start, clause.end) is not None
    named = any(known.is_any(i, ("Project", "Park", "Facility", "Enterprise")) for g in clause.groups if g.governor == VERB for i in g.ids)
    for group in clause.groups:
        if group.governor in LOCATIVE and not group.possessive and not named and group is not clause.subject:
            for firm in clause.subject.ids:
                for place in group.ids:
                    opens = known.is_any(place, ("Park",)) or (known.is_any(place, ("Region",)) and builds)
                    if opens and known.is_any(firm, ("Enterprise",)) and _from_elsewhere(firm, place, sides):
                        yield Found(firm, "settledIn", place, clause, "opens-in-the-park")


def _from_elsewhere(firm: str, place: str, sides: Sides) -> bool:
    home, seat = sides.homes.get(firm, ""), sides.homes.get(place, "")
    return bool(home and seat) and home[:4] != seat[:4] and not related(home, seat)


def _brought(one: Clause, other: Clause, known: Knowledge) -> Iterator[Found]:
    """引进甲公司，在乙镇建厂: the firm brought in settles where the next clause has it build."""
    firms = [
        i
        for g in one.groups
        if g.governor == VERB and _BROUGHT.search(known.doc.text, one.start, g.start)
        for i in g.ids
        if known.is_any(i, ("Enterprise",))
    ]
    if not firms or not (other.carried or other.subject is None):
        return
    for group in other.groups:
        if group.governor in LOCATIVE and not group.possessive and _OPENS.search(known.doc.text, group.end, other.end):
            for firm in firms:
                for place in group.ids:
                    if known.is_any(place, ("Region", "Park")) and not place.endswith("0000"):
                        yield Found(firm, "settledIn", place, other, "brought-there")


def _follows(clauses: Sequence[Clause], number: int, known: Knowledge, said: dict[int, list[Found]]) -> Iterator[Found]:
    """乙公司随后跟进: who follows does what the clause before told of another."""
    clause = clauses[number]
    if clause.subject is None or clause.carried or not _FOLLOWS.search(known.doc.text, clause.subject.end, clause.end):
        return
    for back in range(1, _BACK + 1):
        model = [f for f in said.get(clauses[number - back].start, ()) if f.predicate in _COPIED] if number >= back else []
        if model:
            for found in model:
                for entity in clause.subject.ids:
                    alike = known.is_any(entity, _COPIED[found.predicate])
                    if alike and known.admits(found.predicate, entity, found.object):
                        yield Found(entity, found.predicate, found.object, clause, "follows-another", factuality=found.factuality)
            return


def _costs(one: Clause, other: Clause, known: Knowledge, said: Sequence[Found]) -> Iterator[Found]:
    """甲公司兴建某项目，总投资2亿元: a firm that builds a thing puts in what it costs."""
    if not other.carried or not _COSTS.match(known.doc.text, other.start):
        return
    for found in said:
        firm = found.predicate == "establishes" and known.is_any(found.subject, ("Enterprise",))
        if firm and known.is_any(found.object, ("Project", "Park", "Facility")):
            yield Found(found.subject, "investsIn", found.object, other, "cost-of-what-it-builds", factuality=found.factuality)


def _own_project(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """甲公司的某项目投资2亿元: the cost of a firm's own project is the firm's investment."""
    for one, other in pairwise(clause.groups):
        owned = one.possessive and other.start == one.end + 1 and _OWN_COST.match(known.doc.text, other.end, clause.end)
        for firm in one.ids if owned else ():
            for project in other.ids[:1]:
                if known.is_any(firm, ("Enterprise",)) and known.is_any(project, ("Project",)):
                    yield Found(firm, "investsIn", project, clause, "cost-of-its-own-project")


def _shares(clauses: Sequence[Clause], number: int, known: Knowledge) -> Iterator[Found]:
    """余下四成归乙公司: the rest of the shares of the firm whose first holder was told of."""
    clause = clauses[number]
    for group in clause.groups:
        if _LEFT_TO.search(known.doc.text, clause.start, group.start):
            held = _firm_told(clauses[max(0, number - _BACK) : number], clause, known)
            for owner in group.ids:
                if held and known.admits("investsIn", owner, held):
                    yield Found(owner, "investsIn", held, clause, "share-of-the-firm")


def _firm_told(before: Sequence[Clause], clause: Clause, known: Knowledge) -> str | None:
    """The firm that the sentence told of first."""
    groups: list[GroupOf] = [g for c in before if c.sentence == clause.sentence for g in c.groups]
    return next((i for g in groups for i in g.ids if known.is_any(i, ("Enterprise",))), None)
