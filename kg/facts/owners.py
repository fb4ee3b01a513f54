"""Whose a figure is: the decision between the things that a reader could take it to be about.

Every entity that stands near a figure, or that the text has been telling of, is a candidate. A candidate has signs: where it is named
(subject of the figure's clause, made by the verb before it, right behind the figure, topic of the sentence before …), and how its class
agrees with what is measured (a factory has an output, a fair has visitors, a team sends others than itself). Each sign has a weight, from
`seeds/measured/owner_signs.csv`; the candidate with the highest sum is the owner. The weights were fitted, as a conditional logit, on the
annotated documents that rules were written on (`benchmarks/fit_owners.py`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import lexicon as lexicons
from kg.facts.clauses import VERB, Clause, GroupOf
from kg.facts.figures import Figure
from kg.facts.knowledge import Knowledge
from kg.lexicon import MeasureKind
from kg.model import Document

Signs = Mapping[str, frozenset[str]]
"""Candidates with their signs."""

# Shares of likelihood that tell clear owners from doubtful ones: in the studied documents 0.93, 0.77 and 0.58 of them were right.
_CLARITY = ((0.9, "figure-of-clear-owner"), (0.6, "figure-of-likely-owner"), (0.0, "figure-of-doubtful-owner"))

_AGENT = frozenset(("由", "被", "经", "交由", "委托", "交给", "经由", "让", "请"))
_PLACE = frozenset(("在", "于", "到", "赴", "至", "往", "前往", "来到", "抵达"))
_RECEIVER = frozenset(("给", "为", "向", "对"))
_PARTNER = frozenset(("与", "和", "同", "跟", "携手", "联合", "会同", "联手"))
_MAKING = re.compile(
    r"建成|建设|兴建|新建|修建|改建|扩建|援建|投建|打造|建起|盖起|修起|改造|创办|开办|兴办|办起|合办|设立|成立|创立|创建|组建|合组|开设|增设|推出|发起|启动|"
    r"举办|开展|实施|组织|投产|开工|引进|引来|招引|引入|建立|搭建|共建|培育|注册|开发|上马|落户|建"
)
_ASIDE = re.compile(
    r"(?:方|单位|业主|股东|法人|经营者|操盘者|领队|队长|组长|总指挥|负责人|董事长|总经理|院长|校长|馆长|主任|理事长|管理人|运营|承建|承办|施工|打理|经营)(?:分别)?(?:是|为|系|叫|由)|双方(?:是|为)|的(?:是|为|叫)"
)
_RELATIVE = re.compile(r"[\u4e00-\u9fff]的$")
_COUNTED = re.compile(r"(?:[、和与及][^，。、]{0,12}){0,3}等")
_HEADS = re.compile(
    r"项目|园区|产业园|公司|企业|学校|医院|中心|基地|联盟|合作社|工厂|农场|协会|商会|基金会|基金|平台|展会|展览|大会|推介会|论坛|培训班|班|医疗队|工作组|工作队|团队|队伍|"
    r"市场|书屋|书院|图书馆|博物馆|体验馆|馆|站|车间|酒店|景区|村|乡|镇|工程|行动|计划|奖学金|专列|品牌|门诊|水厂|电站|集团|银行|学院|幼儿园|小学|中学"
)
_SPEECH = re.compile(r"通报|指出|获悉|认为|要求|说|表示|介绍|透露|算过账|算账|告诉|坦言|称|掰着|了解到")
_THINGS = ("Park", "Facility", "Event", "Program", "Project", "Enterprise", "Brand", "School", "Hospital")
_CLASSES = (
    "Region",
    "GovernmentBody",
    "AidTeam",
    "Person",
    "Enterprise",
    "Park",
    "Facility",
    "School",
    "Hospital",
    "Association",
    "Program",
    "Project",
    "Event",
    "Agreement",
    "Policy",
    "Publication",
    "Media",
    "Brand",
    "Area",
    "Institution",
)
_TOGETHER = frozenset(
    f"{role}:{sign}"
    for role, signs in {
        "sunk": "own.subject own.agent own.receiver before.subject before.made before.thing behind.spent behind.next "
        "told.thing.named told.made.named",
        "gift": "own.subject before.subject carried.named own.receiver",
        "deed": "own.subject before.subject carried.named carried before.thing before.made own.object",
        "thing": "before.made before.thing own.subject",
        "body": "own.adjacent own.counted",
    }.items()
    for sign in signs.split()
)
"""Signs that weigh more or less by the part that the owner has in what is measured: who gives, does, or is what money was sunk in."""

_BY_THE_WAY = frozenset(("agent", "aside", "place", "partner", "receiver"))
REACH, REACH_BEHIND = 24, 6
"""How many references before and behind a figure are candidates: a reader looks no further, and deciding stays linear."""


@dataclass(frozen=True, slots=True)
class Named:
    """A group of references in its clause. `marks`: how it stands there; `clause`: number of the clause."""

    group: GroupOf
    clause: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What the text before a sentence has told of: its sentence before (`subject`, `thing`, `made`), the paragraph (`lead`), the one before
    (`above`), the heading; `owner`: of the last figure.
    """

    subject: str | None = None
    thing: str | None = None
    made: str | None = None
    lead: str | None = None
    above: str | None = None
    heading: str | None = None
    owner: str | None = None
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: its clause's number, what its sentence names before and in that clause and behind it, what was told before.

    `chained`: the figure before it in the sentence and that one's owner; `kinds`: what it can measure.
    """

    doc: Document
    clause: Clause
    number: int
    figure: Figure
    named: Sequence[Named]
    behind: Sequence[Named]
    told: Told
    chained: tuple[Figure, str, int] | None
    kinds: tuple[MeasureKind, ...]


def marks(doc: Document, clause: Clause) -> list[frozenset[str]]:
    """How each group of a clause stands in it."""
    result = []
    before = clause.start
    subject = clause.subject if clause.subject is not None and not clause.carried else None
    for index, group in enumerate(clause.groups):
        found = set()
        lead = doc.text[before : group.start]
        if group.governor in _AGENT:
            found.add("agent")
        elif _ASIDE.search(lead):
            found.add("aside")
        elif group.governor in _PLACE:
            found.add("fronted" if group.start - clause.start <= 3 else "place")
        elif group.governor in _RECEIVER:
            found.add("receiver")
        elif group.governor in _PARTNER:
            found.add("partner")
        elif subject is not None and subject.start == group.start:
            found.add("subject")
        elif _MAKING.search(lead):
            found.add("made")
        elif group.governor == VERB:
            found.add("object")
        elif group.governor:
            found.add("adjunct")
        elif index == 0:
            found.add("first")
        else:
            found.add("free")
        if _RELATIVE.search(lead) and index:
            found.add("relative")
        if group.attributive:
            found.add("attributive")
        if group.listed:
            found.add("listed")
        result.append(frozenset(found))
        before = group.end
    return result


def kinds(doc: Document, clause: Clause, figure: Figure, before: int, after: int) -> tuple[MeasureKind, ...]:
    """What a figure can measure: by the words before it in its clause, the nearest first, else by those behind it.

    `before`: end of the figure before it in the clause, or the clause's start; `after`: start of the next one, or the clause's end.
    """
    table = lexicons.load().measure_heads
    left = _heads(doc.text, max(before, figure.start - 14), figure.start, table)
    right = _heads(doc.text, figure.end, min(after, figure.end + 12), table)
    fit = [
        [k for k in side if k.quantity in ("any", figure.kind) or (k.quantity == "count" and figure.kind not in ("money", "percent"))]
        for side in (left, right)
    ]
    return tuple(fit[0] or fit[1])


def _heads(text: str, start: int, end: int, table: Mapping[str, tuple[MeasureKind, ...]]) -> list[MeasureKind]:
    """The kinds of the last head of a stretch."""
    for stop in range(end, start, -1):
        for length in range(min(7, stop - start), 0, -1):
            found = table.get(text[stop - length : stop])
            if found:
                return list(found)
    return []


def candidates(place: Place, known: Knowledge) -> Signs:
    """The candidates with their signs."""
    signs: dict[str, set[str]] = defaultdict(set)
    inside = place.named
    _of_clause(place, inside, signs)
    _of_sentence(place, inside, known, signs)
    _behind(place, signs)
    _of_told(place, any(not n.marks & _BY_THE_WAY for n in inside), signs)
    head = _meant(place, inside, known)
    if head is not None:
        signs[head].add("head")
    if place.chained is not None:
        figure, owner, number = place.chained
        between = any(n.group.start >= figure.end for n in inside)
        signs[owner].add(("chain.clause" if number == place.number else "chain.sentence") + (".named" if between else ""))
        if any(k.name == "growth" for k in place.kinds):
            signs[owner].add("chain.growth")
    spoken = _SPEECH.search(place.doc.text, place.clause.sentence.start, place.figure.start) is not None
    for entity, found in list(signs.items()):
        found |= {s for sign in found for s in (f"{place.kinds[0].role}:{sign}",) if s in _TOGETHER} if place.kinds else set()
        found |= _agreement(entity, place, known)
        if spoken and known.is_any(entity, ("Person",)):
            found.add("speaker")
            if entity in known.bodies:
                signs[known.bodies[entity]] |= {"speakers-body", *_agreement(known.bodies[entity], place, known)}
    return {entity: frozenset(found) for entity, found in signs.items()}


def _of_clause(place: Place, inside: Sequence[Named], signs: dict[str, set[str]]) -> None:
    own = [n for n in inside if n.clause == place.number]
    for index, one in enumerate(own):
        for position, entity in enumerate(one.group.ids):
            found = signs[entity]
            found |= {f"own.{m}" for m in one.marks}
            if position:
                found.add("member.later")
            if index == len(own) - 1:
                found.add("own.last")
                gap = place.doc.text[one.group.end : place.figure.start]
                if one.group.listed or _COUNTED.fullmatch(gap):
                    found.add("own.counted")
                elif gap in ("", "的"):
                    found.add("own.adjacent")


def _of_sentence(place: Place, inside: Sequence[Named], known: Knowledge, signs: dict[str, set[str]]) -> None:
    earlier = [n for n in inside if n.clause < place.number]
    things = [n for n in earlier if known.is_any(n.group.ids[0], _THINGS) and not n.marks & {"agent", "aside"}]
    for index, one in enumerate(earlier):
        hops = min(place.number - one.clause, 3)
        across = "；" in place.doc.text[one.group.end : place.clause.start]
        for position, entity in enumerate(one.group.ids):
            found = signs[entity]
            found |= {f"before.{m}" for m in one.marks}
            found.add(f"before.hops{hops}")
            if position:
                found.add("member.later")
            if across:
                found.add("before.across")
            if things and one is things[-1]:
                found.add("before.thing")
            if index == len(earlier) - 1:
                found.add("before.last")


def _meant(place: Place, inside: Sequence[Named], known: Knowledge) -> str | None:
    """The last thing told of that a bare noun of the sentence is the head of (联盟现有成员单位19家)."""
    start = place.clause.sentence.start
    taken = [(n.group.start, n.group.end) for n in inside]
    for match in _HEADS.finditer(place.doc.text, start, min(place.figure.start, start + 40)):
        if any(s <= match.start() < e for s, e in taken):
            continue
        earlier = [n.group.ids[0] for n in reversed(inside) if n.group.end <= match.start()]
        for entity in (*earlier, *reversed(place.told.recent)):
            if known.labels[entity].endswith(match[0]) or (match[0] == "队伍" and known.is_any(entity, ("AidTeam",))):
                return entity
    return None


_QUALIFIED = re.compile(r"[\u4e00-\u9fff]{0,6}的")
_SPENT = re.compile(
    r"[^，。；]{0,12}?(?:建成|建设|兴建|新建|修建|改建|扩建|援建|投建|打造|建起|盖起|改造|实施|开展|创办|开办|设立|成立|组建|合组|支持|用于|启动|扩建|升级)"
)


def _behind(place: Place, signs: dict[str, set[str]]) -> None:
    text = place.doc.text
    for index, one in enumerate(place.behind):
        gap = text[place.figure.end : one.group.start]
        same = one.clause == place.number
        entity = one.group.ids[0]
        spends = any(k.name in ("outlay", "raised", "donated", "capital") for k in place.kinds)
        if same and _QUALIFIED.fullmatch(gap):
            signs[entity].add("behind.de")
        elif same and index == 0 and gap == "":
            signs[entity].add("behind.adjacent")
        elif (
            spends
            and "made" in one.marks
            and one.group.governor not in _PARTNER
            and (same or one.clause == place.number + 1 or len(gap) < 30)
        ):
            signs[entity].add("behind.spent")
        elif same:
            signs[entity].add("behind.receiver" if "receiver" in one.marks else "behind.other")
        elif one.clause == place.number + 1 and spends and index == 0:
            signs[entity].add("behind.next")


def _of_told(place: Place, named: bool, signs: dict[str, set[str]]) -> None:
    suffix = ".named" if named else ""
    for name in ("subject", "thing", "made", "lead", "above", "heading", "owner"):
        entity = getattr(place.told, name)
        if entity is not None:
            signs[entity].add(f"told.{name}{suffix}")
    if place.clause.carried and place.clause.subject is not None:
        signs[place.clause.subject.ids[0]].add(f"carried{suffix}")


def _agreement(entity: str, place: Place, known: Knowledge) -> set[str]:
    """How an entity's class agrees with what is measured."""
    found = {f"class.{next((c for c in _CLASSES if known.is_any(entity, (c,))), 'other')}"}
    for kind in place.kinds[:1]:
        if kind.owners and known.is_any(entity, kind.owners):
            found.add("fits")
        if kind.strangers and known.is_any(entity, kind.strangers):
            found.add("strange")
    return found


def in_row(clause: Clause, index: int, count: int) -> str | None:
    """The member of a row that a figure of a row belongs to (甲、乙去年产值分别为2亿元、1亿元); None outside such rows."""
    if not clause.respectively or count < 2:
        return None
    rows = [g.ids for g in clause.groups if len(g.ids) == count]
    if not rows and clause.subject is not None and len(clause.subject.ids) == count:
        rows = [clause.subject.ids]
    return rows[-1][index] if rows else None


def choose(signs: Signs, weights: Mapping[str, float]) -> str | None:
    """The candidate whose signs weigh most; of equals the first by name. None where there is no candidate."""
    return min(signs, key=lambda entity: (-sum(weights.get(s, 0.0) for s in signs[entity]), entity), default=None)


def rule(signs: Signs, weights: Mapping[str, float], owner: str) -> str:
    """How clear it was that the owner is the owner, as the name of a rule: by its share of the likelihood of all candidates.

    Where the place of the figure decided (a row, a colophon) there were no candidates.
    """
    if owner not in signs:
        return "figure-by-place"
    scores = {entity: sum(weights.get(s, 0.0) for s in signs[entity]) for entity in sorted(signs)}
    share = 1 / sum(math.exp(score - scores[owner]) for score in scores.values())
    return next(name for least, name in _CLARITY if share >= least)


def tell(told: Told, sentence: Sequence[Named], owner: str | None, known: Knowledge) -> Told:
    """What has been told of after a sentence, given as what it names. `owner`: of its last figure."""
    named = [n for n in sentence if not n.group.listed]
    plain = [n for n in named if not n.marks & {"agent", "aside", "place", "partner", "receiver"}]
    subject = next((n.group.ids[0] for n in plain if n.marks & {"subject", "first", "fronted"}), None)
    things = [n for n in plain if known.is_any(n.group.ids[0], _THINGS)]
    made = [n for n in things if "made" in n.marks]
    lead = told.lead or subject or (things[0].group.ids[0] if things else None)
    return Told(
        subject or told.subject,
        things[-1].group.ids[0] if things else told.thing,
        made[-1].group.ids[0] if made else told.made if not named else None,
        lead,
        told.above,
        told.heading,
        owner or told.owner,
        (*told.recent, *(i for n in named for i in n.group.ids))[-REACH:],
    )


def named_in(doc: Document, clauses: Sequence[tuple[int, Clause]]) -> list[Named]:
    """What a sentence names, in order; its clauses come with their numbers."""
    named = [Named(g, number, m) for number, clause in clauses for g, m in zip(clause.groups, marks(doc, clause), strict=True)]
    return [replace(n, marks=n.marks | {"opens"}) if index == 0 else n for index, n in enumerate(named)]
