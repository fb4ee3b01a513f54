"""Indicators: every figure with the entity that it is about and what it measures.

A figure is about the thing named beside it in its clause (a project, park, event, programme, firm), else about who acts in the clause, else
about what the sentence has been telling of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg import confidence
from kg.facts.clauses import VERB, Clause, GroupOf
from kg.facts.figures import Figure
from kg.facts.knowledge import Knowledge
from kg.facts.recognise import Recognised
from kg.facts.times import Time
from kg.model import Document, Evidence, Indicator

_THINGS = ("Park", "Facility", "Event", "Program", "Project", "Enterprise", "Brand")
_WRITINGS = ("Publication", "Agreement", "Policy")
_OF_WRITINGS = frozenset("部册份篇字条期集首张")
_NO_INDICATOR = frozenset(("duration", "age", "ordinal"))
_WISH = re.compile(r"力争|争取|计划|拟|目标|希望|建议|预期(?!年)|不少于|要达到|朝着|奔|向着|冲刺")
_OBLIQUE = frozenset(("在", "于", "到", "赴", "向", "至", "往", "从", "自", "与", "和", "同", "跟", "对", "前往", "给", "为"))
_AGENT = frozenset(("由", "被", "经", "交由", "委托", "交给"))
_SPEECH = re.compile(r"通报|指出|获悉|认为|要求|说|表示|介绍|透露|算过账|算账|告诉|坦言|称|掰着")
_SPENDING = re.compile(r"投入|投资|出资|斥资|安排|拨付|筹集|筹措|捐资|捐款|耗资|投")
_DEED = re.compile(
    r"[，；\s]*(?:并|还|又|先后|共|累计|已|再|同时)*"
    r"(?:培训|选派|派出|派驻|推广|招引|引入|引进|落实|安排|拨付|发放|募集|募得|筹集|统筹|捐赠|采购|帮销|助销|输送|组织|填补|帮带|带教|资助|慰问|争取|对接|洽谈|"
    r"促成|帮助|全年帮带|编排|赴|吸引\d|协调引进|开展爱心)"
)
_BUILDS = re.compile(r"建成|建设|兴建|新建|打造|建起|改造|实施|援建|盖起")
_BEGUN = re.compile(r"发起|启动|实施|开展|组织|创建|设立|打造|举办|开办|推出|创办")
_MEASURE_EDGE = re.compile(r"^[的了超过近约达到已为至共有等，、；：]+|[的了超过近约达到已为至共有，、；：]+$")


def read(doc: Document, found: Recognised, clauses: Sequence[Clause], known: Knowledge) -> tuple[Indicator, ...]:
    """The indicators of the document, sorted."""
    result: dict[tuple[str, Decimal, str, str], Indicator] = {}
    topics = _Topics(None, None)
    sentence = block = -1
    before: str | None = None  # the owner of the figure before: a clause that names nothing goes on about it
    starts = [f.start for f in found.figures]
    time_starts = [t.start for t in found.times]
    for number, clause in enumerate(clauses):
        if clause.sentence.start != sentence or doc.text[clause.start - 1] == "；":
            same_block = clause.sentence.block == block and clause.sentence.start != sentence
            block, sentence = clause.sentence.block, clause.sentence.start
            topics = _Topics(None, (topics.subject or topics.last) if same_block else None)
            before = None
        mine = found.figures[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        following = clauses[number + 1] if number + 1 < len(clauses) and clauses[number + 1].sentence == clause.sentence else None
        wish = _WISH.search(doc.text, clause.start, clause.end)
        for index, figure in enumerate(mine):
            shared = before if before and not clause.groups and topics.subject is None and not _opens_with_deed(doc, clause) else None
            owner = _aligned(clause, index, len(mine)) or shared or _owner(doc, (clause, following), figure, topics, known)
            before = owner or before
            if owner is None or not _counts(figure) or (wish and wish.start() < figure.start):
                continue
            last = bisect_left(time_starts, figure.start) - 1
            one = _indicator(known, clause, figure, owner, found.times[last] if last >= 0 else None)
            result.setdefault((one.entity, one.value, one.unit, one.measure), one)
        topics = _next_topics(doc, clause, topics, known)
    return tuple(sorted(result.values(), key=lambda i: (i.entity, i.evidence[0].start, i.value, i.unit, i.measure)))


def _counts(figure: Figure) -> bool:
    """Whether a figure is one that tells something: no span of time, no age, no small count in words (一家, 三方)."""
    if figure.kind in _NO_INDICATOR or (figure.spelt and figure.value < 10):
        return False
    return figure.value != 0


def _is_thing(group: GroupOf, known: Knowledge) -> bool:
    return any(known.is_any(i, _THINGS) for i in group.ids)


@dataclass(frozen=True, slots=True)
class _Topics:
    """What a sentence has been telling of. `subject`: the thing that it is about (某工程由…承担，投入…); `last`: the thing it named last."""

    subject: str | None
    last: str | None


def _aligned(clause: Clause, index: int, count: int) -> str | None:
    """The subject that a figure of a row belongs to (甲、乙去年产值分别为2亿元、1亿元); None outside such rows."""
    ids = clause.subject.ids if clause.subject is not None and clause.respectively else ()
    return ids[index] if len(ids) == count > 1 else None


def _owner(doc: Document, reach: tuple[Clause, Clause | None], figure: Figure, topics: _Topics, known: Knowledge) -> str | None:
    """What a figure is about, the surest sign first. `reach`: its clause and the next one of the sentence."""
    clause, following = reach
    if doc.blocks[clause.sentence.block].kind in ("colophon", "distribution"):
        return known.masthead
    paid = _paid_for(doc, clause, following, figure, known) or _handed_out(doc, clause, figure, known)
    if paid is not None:
        return paid
    left = [g for g in clause.groups if g.end <= figure.start and not g.listed]
    beside = [g for g in left if _beside(doc, clause, g, figure, known)]
    if beside:
        return beside[-1].ids[0]
    if topics.subject is not None and left and all(g.attributive and known.is_any(i, ("Region",)) for g in left for i in g.ids):
        return topics.subject
    adjacent = [g for g in left if g.named and figure.start - g.end <= int(g.possessive) and g.governor not in ("与", "和", "同", "在")]
    if adjacent:
        return adjacent[-1].ids[-1]
    return _by_topic(doc, clause, figure, topics, known)


def _beside(doc: Document, clause: Clause, group: GroupOf, figure: Figure, known: Knowledge) -> bool:
    """Whether a thing that is named before a figure in its clause is what the figure is about."""
    if any(known.is_any(i, _WRITINGS) for i in group.ids):
        return figure.unit in _OF_WRITINGS and figure.start - group.end <= 8
    told = group.governor not in _OBLIQUE or _fronted(clause, group)
    return _is_thing(group, known) and told and _leads_to(clause, group, figure)


def _by_topic(doc: Document, clause: Clause, figure: Figure, topics: _Topics, known: Knowledge) -> str | None:
    """The owner where nothing beside the figure tells: who acts in the clause, or what the sentence is about."""
    own = clause.subject if clause.subject is not None and not clause.carried and clause.subject.end <= figure.start else None
    own = None if own is not None and own.listed else own
    if own is not None and own.governor not in _AGENT and not any(known.is_any(i, _WRITINGS) for i in own.ids):
        return _speaker_for(doc, clause, own, known)
    if topics.subject is not None:
        return topics.subject
    if own is not None and own.governor in _AGENT:
        return topics.last if topics.last and figure.kind == "money" else own.ids[0]
    if topics.last is not None and not _opens_with_deed(doc, clause):
        return topics.last
    wholes = [g for g in clause.groups if g.end <= figure.start and g.attributive and g.governor not in _OBLIQUE]
    if wholes:
        return wholes[-1].ids[0]
    return _speaker_for(doc, clause, clause.subject, known) if clause.subject else None


def _leads_to(clause: Clause, group: GroupOf, figure: Figure) -> bool:
    """Whether a thing is its clause's subject or place, or stands close before the figure: not merely one that somebody deals with."""
    subject = clause.subject is not None and group.start == clause.subject.start
    first = all(p.start >= group.end for p in clause.predicates)
    return subject or first or figure.start - group.end <= 6


def _speaker_for(doc: Document, clause: Clause, subject: GroupOf, known: Knowledge) -> str | None:
    """Who a subject speaks for: what a person tells of is his body's, not his own (村支书某某说，全村…)."""
    if not known.is_any(subject.ids[0], ("Person",)) or not _SPEECH.search(doc.text, clause.sentence.start, clause.start + 12):
        return subject.ids[0]
    return known.bodies.get(subject.ids[0])


def _paid_for(doc: Document, clause: Clause, following: Clause | None, figure: Figure, known: Knowledge) -> str | None:
    """What a sum was spent on: the thing behind it in its clause (投入600万元实施某工程) or, where it ends the clause, in the next one."""
    if figure.kind != "money" or not _SPENDING.search(doc.text[max(clause.start, figure.start - 10) : figure.start]):
        return None
    groups = [g for g in clause.groups if g.start >= figure.end]
    if following is not None and clause.end - figure.end <= 5 and _BUILDS.search(doc.text, following.start, following.end):
        groups += [g for g in following.groups if g.governor == VERB]
    return next((g.ids[0] for g in groups if _is_bought(g, known) and g.governor not in ("与", "同", "和")), None)


def _handed_out(doc: Document, clause: Clause, figure: Figure, known: Knowledge) -> str | None:
    """The fund whose money those counted before it receive (为1235名学生发放某教育基金)."""
    behind = [g for g in clause.groups if g.start >= figure.end and any(known.is_any(i, ("Program",)) for i in g.ids)]
    if behind and "发放" in doc.text[figure.end : behind[0].start]:
        return behind[0].ids[0]
    return None


def _is_bought(group: GroupOf, known: Knowledge) -> bool:
    return _is_thing(group, known) or any(known.is_any(i, ("School", "Hospital", "Institution")) for i in group.ids)


def _opens_with_deed(doc: Document, clause: Clause) -> bool:
    """Whether a clause without a subject begins with what only an actor does: then its figures are the actor's, not the last thing's."""
    return _DEED.match(doc.text, clause.start, clause.end) is not None


def _fronted(clause: Clause, group: GroupOf) -> bool:
    """Whether a thing opens its clause as the place that is told of (在某中心，可以买到…)."""
    return group.governor in ("在", "于") and group.start - clause.start <= 3


def _next_topics(doc: Document, clause: Clause, topics: _Topics, known: Knowledge) -> _Topics:
    """The topics after a clause."""
    things = [g for g in clause.groups if _is_thing(g, known) and not g.listed and g.governor not in _AGENT]
    things = [g for g in things if g.governor not in _OBLIQUE or _fronted(clause, g)]
    own = clause.subject if clause.subject is not None and not clause.carried else None
    subject = topics.subject
    if _SPEECH.search(doc.text, clause.start, clause.end):
        return _Topics(subject, topics.last)
    if subject is None and own is not None and own in things:
        subject = own.ids[0]
    elif (
        subject is None
        and things
        and not (_fronted(clause, things[0]) and len(things) > 1)
        and clause.start == clause.sentence.start
        and all(p.start >= things[0].end for p in clause.predicates)
    ):
        subject = things[0].ids[0]
    # a programme that somebody only goes by (围绕某工程) is no topic; one that is begun or held is
    made = [
        g
        for g in things
        if not any(known.is_any(i, ("Program",)) for i in g.ids) or g is own or _BEGUN.search(doc.text, clause.start, g.start)
    ]
    return _Topics(subject, made[-1].ids[0] if made else topics.last)


def _indicator(known: Knowledge, clause: Clause, figure: Figure, owner: str, time: Time | None) -> Indicator:
    doc, completions = known.doc, known.reader.of(clause, [owner])
    evidence = Evidence(clause.sentence.start, clause.sentence.end, "figure-in-clause", completions)
    value = figure.value.normalize()
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return Indicator(
        owner,
        value,
        figure.unit,
        _measure(doc, clause, figure),
        figure.qualifier,
        time.value[:4] if time and time.start >= clause.sentence.start else None,  # the year that the sentence gives before the figure
        doc.text[figure.start : figure.end],
        (evidence,),
        confidence.of("indicator", (evidence,)),
    )


def _measure(doc: Document, clause: Clause, figure: Figure) -> str:
    """What is measured: the words of the clause around the figure, without the names and edges."""
    left = doc.text[clause.start : figure.start]
    for group in clause.groups:
        if group.end <= figure.start:
            left = doc.text[group.end : figure.start]
    right = re.split(r"[，。；：、！？]", doc.text[figure.end : clause.end])[0]
    parts = [_MEASURE_EDGE.sub("", left)[-16:], _MEASURE_EDGE.sub("", right)[:16]]
    return "…".join(p for p in parts if p) or figure.unit
