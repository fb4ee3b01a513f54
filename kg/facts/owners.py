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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg import lexicon as lexicons
from kg.facts.clauses import Clause
from kg.facts.figures import Figure
from kg.facts.knowledge import Knowledge
from kg.facts.standing import BY_THE_WAY, THINGS, Named, Told
from kg.lexicon import MeasureKind
from kg.model import Document

Signs = Mapping[str, tuple[frozenset[str], ...]]
"""Candidates with their signs, once for each place where the sentence names them."""

# Shares of likelihood that tell clear owners from doubtful ones: in the studied documents 0.93, 0.77 and 0.58 of them were right.
_CLARITY = ((0.9, "figure-of-clear-owner"), (0.6, "figure-of-likely-owner"), (0.0, "figure-of-doubtful-owner"))

_HEAD_CLASSES = {
    "学校": "School",
    "医院": "Hospital",
    "园区": "Park",
    "公司": "Enterprise",
    "工厂": "Enterprise",
    "企业": "Enterprise",
    "项目": "Project",
    "展会": "Event",
    "活动": "Event",
}
_HEAD_ENDS = {"队伍": ("队", "队伍", "团队", "团")}
_BARE = re.compile(r"(?:^|[，。；：、●（“\s]|[该这此本新全两各其]|我们|咱们|目前|如今|现在|眼下|截至.{1,6}|[年月日底]|的)$")
_COUNTED = re.compile(r"(?:[、和与及][^，。、]{0,12}){0,3}等")
_GETS = re.compile(r"争取|获得?|募|筹|落实到?|拿到|收到")
_EXAMPLES = re.compile(r"(?:[、和与及][^，。、]{0,12}){0,6}等(?:\d+|[一二三四五六七八九十]+)[余多]?[家个所名位户]")
_HEADS = re.compile(
    r"项目|园区|产业园|公司|企业|学校|医院|中心|基地|联盟|合作社|工厂|农场|协会|商会|基金会|基金|平台|展会|展览|大会|推介会|论坛|培训班|班|医疗队|工作组|工作队|团队|队伍|"
    r"市场|书屋|书院|图书馆|博物馆|体验馆|馆|站|车间|酒店|景区|村|乡|镇|工程|行动|计划|奖学金|专列|品牌|门诊|水厂|活动|电站|集团|银行|学院|幼儿园|小学|中学"
)
_SENDS = re.compile(r"组织|选派|派出|派遣|带领|率领?|邀请|推荐|输送|发动|动员|促成|协调")
_ATTEND = re.compile(r"[\u4e00-\u9fff\d、]{0,24}?(?:参加|出席|参与|亮相|应邀参加|齐聚|相聚)了?[“《]?")
_SPEECH = re.compile(r"通报|指出|获悉|认为|要求|说|表示|介绍|透露|算过账|算账|告诉|坦言|称|掰着|了解到")
_SAYS = re.compile(r"(?:还|上|又|也|曾)?(?:" + _SPEECH.pattern + r")[，：]?")
_PEOPLED = ("Region", "Area", "Organization", "Person")
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
        "gift": "own.subject before.subject carried.named own.receiver own.agent before.agent",
        "deed": "own.subject before.subject carried.named carried before.thing before.made own.object",
        "thing": "before.made before.thing own.subject",
        "body": "own.adjacent own.counted",
    }.items()
    for sign in signs.split()
)
"""Signs that weigh more or less by the part that the owner has in what is measured: who gives, does, or is what money was sunk in."""


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


def kinds(doc: Document, clause: Clause, figure: Figure, before: int, after: int) -> tuple[MeasureKind, ...]:
    """What a figure can measure: by the words before it in its clause, else by those in and behind it, the surest first.

    `before`: end of the figure before it in the clause, or the clause's start; `after`: start of the next one, or the clause's end.
    """
    start = max([before, figure.start - 14, *(g.end for g in clause.groups if g.end <= figure.start)])
    left = [k for k in _heads(doc.text, start, figure.start) if _takes(k, figure)]
    # who is sent, trained or taught says less than that they are (选派教师141名)
    left = [k for k in left if k.role != "body"] or left
    if _GETS.search(doc.text, max(before, figure.start - 14), figure.start):
        left = [k for k in left if k.role != "sunk"] or left  # who gets a sum has it, whatever it is for (争取协作资金3000万元)
    # the noun that a unit brings along (45家企业) says less than the verb behind it (参展)
    behind = [k for k in reversed(_heads(doc.text, figure.end, min(after, figure.end + 12))) if _takes(k, figure)]
    counted = [k for k in reversed(_heads(doc.text, figure.start, figure.end)) if _takes(k, figure)]
    found = left or [*behind, *counted]
    return tuple(sorted(found, key=lambda k: k.name == "growth"))  # what grows says more than that it does (占比提高到38%)


def _takes(kind: MeasureKind, figure: Figure) -> bool:
    return kind.quantity in ("any", figure.kind) or (kind.quantity == "count" and figure.kind not in ("money", "percent"))


def _heads(text: str, start: int, end: int) -> list[MeasureKind]:
    """The kinds that the heads of a stretch tell of, the last head first."""
    table = lexicons.load().measure_heads
    found: list[MeasureKind] = []
    stop = end
    while stop > start:
        length = next((n for n in range(min(7, stop - start), 0, -1) if text[stop - n : stop] in table), 0)
        found += table.get(text[stop - length : stop], ()) if length else ()
        stop -= length or 1
    return found


def candidates(place: Place, known: Knowledge) -> Signs:
    """The candidates with their signs."""
    mentions: dict[str, list[set[str]]] = defaultdict(list)
    for entity, found in (*_of_clause(place, known), *_of_sentence(place, known), *_behind(place, known)):
        mentions[entity].append(found)
        if known.bodies.get(entity) and found & {"own.subject", "before.subject"}:
            mentions[known.bodies[entity]].append({"leads"})  # what somebody does in office is his body's
    general = _of_text(place, known)
    spoken = _SPEECH.search(place.doc.text, place.clause.sentence.start, place.figure.start) is not None
    heard = {n.group.ids[0] for n in place.named if _SAYS.match(place.doc.text, n.group.end)}
    for entity in [e for e in (*mentions, *general) if (spoken and known.is_any(e, ("Person",))) or e in heard]:
        general[entity].add("speaker")
        if entity in known.bodies:
            general[known.bodies[entity]].add("speakers-body")
    if place.kinds and place.kinds[0].role == "gift":
        for entity, places in mentions.items():  # who is given something gives nothing, wherever else it is named
            mentions[entity] = [p for p in places if "own.receiver" in p] or places
    papers = {e for e in general if e not in mentions and known.is_any(e, ("Media",))}
    result = {}
    for entity in sorted({*mentions, *general} - place.told.silent - papers):
        near = entity in mentions or bool(general[entity] & {"chain.clause", "chain.sentence", "speakers-body"})
        common = general[entity] | _agreement(entity, place, known, near)
        result[entity] = tuple(_together(found | common, place) for found in mentions.get(entity) or [set()])
    return result


def _together(found: set[str], place: Place) -> frozenset[str]:
    """Signs with those that they make together with the part that an owner has in what is measured."""
    role = place.kinds[0].role if place.kinds else ""
    return frozenset(found | {f"{role}:{s}" for s in found if f"{role}:{s}" in _TOGETHER})


def _of_text(place: Place, known: Knowledge) -> dict[str, set[str]]:
    """Signs that the text before gives to entities, wherever the sentence names them."""
    signs: dict[str, set[str]] = defaultdict(set)
    head = _meant(place, known)
    suffix = ".named" if head is not None or any(not n.marks & BY_THE_WAY for n in place.named) else ""
    for name in ("subject", "thing", "made", "lead", "above", "actor", "heading", "owner", *(() if suffix else ("main", "team", "title"))):
        entity = getattr(place.told, name)
        if entity is not None:
            signs[entity].add(f"told.{name}{suffix}")
    if known.home is not None and not suffix:
        signs[known.home].add("told.home")
    if place.clause.carried and place.clause.subject is not None:
        signs[place.clause.subject.ids[0]].add(f"carried{suffix}")
    if head is not None:
        signs[head].add("head")
    if place.chained is not None:
        figure, owner, number = place.chained
        between = any(n.group.start >= figure.end for n in place.named)
        parted = place.doc.text.find("；", figure.end, place.clause.start) >= 0
        chain = "chain.clause" if number == place.number else "chain.across" if parted else "chain.sentence"
        signs[owner].add(chain + (".named" if between else ""))
        if any(k.name == "growth" for k in place.kinds):
            signs[owner].add("chain.growth")
    return signs


def _of_clause(place: Place, known: Knowledge) -> Iterator[tuple[str, set[str]]]:
    """What the figure's clause names before it."""
    own = [n for n in place.named if n.clause == place.number]
    for index, one in enumerate(own):
        gap = place.doc.text[one.group.end : place.figure.start] if index == len(own) - 1 else None
        for position, entity in enumerate(one.group.ids):
            found = {f"own.{m}" for m in one.marks} | _member(one, position, known)
            if "subject" in one.marks and known.is_any(entity, ("Region",)):
                found.add("own.subject.region")
            if gap is not None:
                found.add("own.last" if len(gap) <= 8 else "own.last.far")
                if one.group.listed or _COUNTED.fullmatch(gap):
                    found.add("own.counted")
                elif gap == "" and place.figure.kind == "count" and not known.is_any(entity, _PEOPLED):
                    found.add("own.tally")
                elif (gap == "的" and "place" not in one.marks) or (gap == "" and "receiver" not in one.marks):
                    found.add("own.adjacent")
            yield entity, found


def _member(named: Named, position: int, known: Knowledge) -> set[str]:
    """Whether an entity is a later one of a row, or who sent a leader that stands for his delegation."""
    if position == 0:
        return set()
    sent = known.is_any(named.group.ids[0], ("Person",)) and not known.is_any(named.group.ids[position], ("Person",))
    return {"member.sender"} if sent else {"member.later"}


def _of_sentence(place: Place, known: Knowledge) -> Iterator[tuple[str, set[str]]]:
    """What the clauses before name; those before a semicolon are further away."""
    earlier = [n for n in place.named if n.clause < place.number]
    turn = place.doc.text.rfind("；", place.clause.sentence.start, place.clause.start)
    things = [n for n in earlier if known.is_any(n.group.ids[0], THINGS) and not n.marks & {"agent", "aside"}]
    started = any(n.clause == place.number and n.marks & {"subject", "first"} for n in place.named)
    for one in earlier:
        for position, entity in enumerate(one.group.ids):
            if one.group.end <= turn:
                yield entity, {"across.subject" if "subject" in one.marks else "across"}
                continue
            found = {f"before.{m}" for m in one.marks} | {f"before.hops{min(place.number - one.clause, 3)}"}
            if _EXAMPLES.match(place.doc.text, one.group.end) or ("brought" in one.marks and len(one.group.ids) > 1):
                found.add("before.examples")
            found |= _member(one, position, known)
            if things and one is things[-1]:
                found.add("before.thing")
            if one is earlier[-1]:
                found.add("before.last")
                if not started and known.is_any(entity, ("Agreement",)) and "object" in one.marks:
                    found.add("before.terms")
            yield entity, found


def _meant(place: Place, known: Knowledge) -> str | None:
    """The last thing told of that a bare noun of the sentence is the head of (联盟现有成员单位19家)."""
    text, start = place.doc.text, place.clause.sentence.start
    taken = [(n.group.start, n.group.end) for n in place.named]
    stop = min(place.figure.start, start + 40)
    for at in range(start, stop):
        if any(s <= at < e for s, e in taken) or not _BARE.search(text[start:at]):
            continue
        head = _HEADS.match(text, at, stop)
        earlier = [n.group.ids[0] for n in reversed(place.named) if n.group.end <= at]
        for entity in (*earlier, *reversed(place.told.recent)):
            label = known.labels[entity]
            if head is not None:
                cls = _HEAD_CLASSES.get(head[0])
                if label.endswith(_HEAD_ENDS.get(head[0], head[0])) or (cls and known.is_any(entity, (cls,))):
                    return entity
            elif not known.is_any(entity, _PEOPLED[:2]) and any(text.startswith(label[-n:], at) for n in (4, 3, 2) if len(label) > n + 1):
                return entity
    return None


_QUALIFIED = re.compile(r"[\u4e00-\u9fff]{0,6}的")


def _behind(place: Place, known: Knowledge) -> Iterator[tuple[str, set[str]]]:
    """What stands behind the figure: what it qualifies, or what a sum is spent on."""
    text = place.doc.text
    spent = [k.owners for k in place.kinds[:1] if k.role == "sunk"]
    turned = False
    for index, one in enumerate(place.behind):
        gap = text[place.figure.end : one.group.start]
        same, entity = one.clause == place.number, one.group.ids[0]
        turned = turned or (not same and "subject" in one.marks)
        if same and _QUALIFIED.fullmatch(gap):
            yield entity, {"behind.de"}
        elif same and index == 0 and gap == "":
            yield entity, {"behind.adjacent"}
        elif (
            spent
            and not turned
            and one.marks & ({"made", "object"} if same else {"made"})
            and known.is_any(entity, (*spent[0], "Institution"))
            and len(gap) < 40
        ):
            yield entity, {"behind.spent"}
        elif same:
            yield entity, {"behind.receiver" if "receiver" in one.marks else "behind.other"}
        elif 0 < one.clause - place.number <= 2 and spent and text.startswith("——", one.group.start - 2) and known.is_any(entity, spent[0]):
            yield entity, {"behind.spent"}  # 援建了一所学校——某小学
        elif one.clause == place.number + 1 and spent and index == 0 and not one.marks & BY_THE_WAY:
            yield entity, {"behind.next"}


def _agreement(entity: str, place: Place, known: Knowledge, near: bool) -> set[str]:
    """How an entity's class agrees with what is measured. `near`: whether the sentence names it, or the figure before is its."""
    found = {f"class.{next((c for c in _CLASSES if known.is_any(entity, (c,))), 'other')}"}
    for kind in place.kinds[:1]:
        if kind.owners and known.is_any(entity, kind.owners):
            found |= {"fits"} if near else {"fits.told"}
            if known.is_any(entity, kind.owners[:1]):
                found.add("fits.best" if near else "fits.best.told")
        if kind.strangers and known.is_any(entity, kind.strangers):
            found.add("strange")
    return found


def attended(place: Place, known: Knowledge) -> str | None:
    """The event that counted people or firms take part in (等16家企业共30人参加某对接会); None where somebody sends or leads them there."""
    text, figure = place.doc.text, place.figure
    if figure.kind != "count" or _SENDS.search(text, max(place.clause.start, figure.start - 80), figure.start):
        return None
    if any(n.group.end == figure.start for n in place.named):
        return None
    event = next((n for n in place.behind if n.clause == place.number and known.is_any(n.group.ids[0], ("Event",))), None)
    if event is None or not _ATTEND.fullmatch(text, figure.end, event.group.start):
        return None
    return event.group.ids[0]


def in_row(clause: Clause, named: Sequence[Named], index: int, count: int) -> str | None:
    """The member of the last row named that a figure of a row belongs to (甲、乙去年产值分别为2亿元、1亿元); None outside such rows."""
    if not clause.respectively or count < 2:
        return None
    rows = [n.group.ids for n in named if len(n.group.ids) == count]
    return rows[-1][index] if rows else None


def _weighed(signs: Signs, weights: Mapping[str, float]) -> dict[str, float]:
    """What the signs of each candidate weigh, at the best of its places."""
    return {e: max(sum(weights.get(s, 0.0) for s in sorted(found)) for found in signs[e]) for e in sorted(signs)}


def choose(signs: Signs, weights: Mapping[str, float]) -> str | None:
    """The candidate whose signs weigh most; of equals the first by name. None where there is no candidate."""
    weighed = _weighed(signs, weights)
    return min(weighed, key=lambda entity: (-weighed[entity], entity), default=None)


def rule(signs: Signs, weights: Mapping[str, float], owner: str) -> str:
    """How clear it was that the owner is the owner, as the name of a rule: by its share of the likelihood of all candidates.

    Where the place of the figure decided (a row, a colophon) there were no candidates.
    """
    if owner not in signs:
        return "figure-by-place"
    weighed = _weighed(signs, weights)
    share = 1 / sum(math.exp(weight - weighed[owner]) for weight in weighed.values())
    return next(name for least, name in _CLARITY if share >= least)
