"""Where the arguments of a predicate stand in its clause.

Places of arguments, as the table `seeds/cues/frames.csv` names them:

    subject      the clause's subject, an agent (由…) before it; elided: that of the clauses before
    visitors     the subject, with the sender of its delegation
    attendants   the same
    delegation   the same, where the sentence tells of a visit: a subject that goes somewhere as a visitor: persons, and senders
    of delegations
    parties      the subject and its partners
    object       the first fitting group after the predicate; else one put before it (把…, or the topic of a passive)
    partner      the group behind 与 (和, 同); else the object; else the other member of the subject
    beside       the group behind 与 (和, 同)
    with         the group behind 与 (和, 同); else the other member of the subject
    source       the group behind 从 (自)
    funded       the object, else what the sentence has told of
    at, goal     the group behind 在 (于); behind 到, 赴, 向, 给
    place        the object, else where the clause says
    destination  where the clause says, else the region of the sentence's topic
    named        the first group behind the predicate (主办单位是…)
    told         what the sentence has told of that fits
    owner, owned the names before and behind 下属
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kg.facts.clauses import AGENTS, VERB, Clause, GroupOf, Predicate
from kg.facts.provenance import Reader
from kg.lexicon import Frame
from kg.model import Document
from kg.vocabulary import Vocabulary

_COMITATIVE = frozenset(("与", "和", "同", "跟", "携手", "联合", "会同", "联手"))
_JOINTLY = frozenset(("携手", "联合", "会同", "联手"))
_FIRM_ACTS = frozenset(("investsIn", "establishes", "implements", "settledIn"))
_ACTS_ON = 3  # characters behind a name, the comma among them, that can hold a verb
_JOINT_ACTS = frozenset(("organizes", "establishes", "issues", "implements", "investsIn", "participatesIn"))
LOCATIVE = frozenset(("在", "于"))
_GOAL = frozenset(("到", "赴", "向", "至", "往", "给", "为", "对", "前往", "来到", "抵达"))
_VISIT = re.compile(r"考察|调研|走访|察看|查看|对接|访问|到访|率|带队|带领|代表团|一行|来访|会谈|座谈|出席|看望|慰问|交流|学习")
_CAUSE = tuple(
    "引进 引入 支持 帮助 推动 促成 协调 组织 邀请 助力 扶持 带动 见证 撮合 引导 指导 动员 鼓励 吸引 招引 引来 协助 共同见证 牵线 请 邀 服务".split()
)
_SUM = re.compile(
    r"[\u4e00-\u9fff]{0,6}?[超近约达逾]{0,2}[\d.,一二三四五六七八九十百千两]+[余多]?[万亿]*[余多]?(?:元|美元|元人民币)?(?:[\u4e00-\u9fff]{0,4}资金)?"
)
_SOURCE = frozenset(("从", "自", "由"))
STUDY = re.compile(r"跟岗|挂职|进修|培训|学习|研修")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading frames needs: the document, its clauses' frames, the classes of its entities, the vocabulary, what was completed."""

    doc: Document
    frames: Mapping[str, tuple[Frame, ...]]
    types: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary
    senders: Mapping[str, frozenset[str]]
    reader: Reader
    receiver: str | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)
    masthead: str | None = None
    sent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def admits(self, relation: str, subject: str, target: str) -> bool:
        """Whether the vocabulary lets `relation` hold between two entities."""
        return subject != target and self.vocabulary.admits(relation, self.types[subject], self.types[target])

    def in_range(self, relation: str, target: str) -> bool:
        """Whether an entity can be the object of `relation`, whatever the subject."""
        return self.is_any(target, self.vocabulary.property(relation).range)

    def is_any(self, entity: str, classes: Iterable[str]) -> bool:
        """Whether an entity is of one of `classes`, or of a subclass."""
        return any(self.vocabulary.is_a(t, c) for t in self.types[entity] for c in classes)


@dataclass(frozen=True, slots=True)
class Case:
    """A predicate in its clause, with what the sentence said before it."""

    clause: Clause
    predicate: Predicate
    frame: Frame
    topic: GroupOf | None
    previous: tuple[GroupOf, ...]


def fits(case: Case, entity: str, known: Knowledge) -> bool:
    """Whether an entity is of the classes that the frame asks for."""
    return not case.frame.classes or known.is_any(entity, case.frame.classes)


def _after(case: Case, known: Knowledge) -> list[GroupOf]:
    """Groups behind the predicate, up to the next one that does not follow it at once (投资建设某园区 shares its object)."""
    end = case.predicate.end
    limit = case.clause.end
    for other in case.clause.predicates:
        if other.start >= end:
            if other.start - end > 1 and not _SUM.fullmatch(known.doc.text, end, other.start):
                limit = other.start
                break
            end = other.end
    return [g for g in case.clause.groups if case.predicate.end <= g.start < limit]


def _governed(case: Case, governors: frozenset[str]) -> tuple[str, ...]:
    """The group that one of `governors` governs: the last one before the predicate, else the first; none of another relative clause."""
    found = [g for g in case.clause.groups if g.governor in governors and not g.possessive and not _apart(case, g)]
    before = [g.ids for g in found if g.end <= case.predicate.start]
    return before[-1] if before else next((g.ids for g in found), ())


def _apart(case: Case, group: GroupOf) -> bool:
    """Whether the thing that a relative clause qualifies stands between a group and the predicate: one is inside that clause, one is not."""
    return any(
        head.modified
        and group.end <= head.start
        and head.end <= case.predicate.start
        or head.modified
        and case.predicate.end <= head.start
        and head.end <= group.start
        for head in case.clause.groups
    )


def _acting(case: Case) -> GroupOf | None:
    """The subject of the predicate: the clause's own, and inside a relative clause the one named in it (某市援建的某医院启用)."""
    subject = case.clause.subject
    if subject is None or not subject.modified or subject.start < case.predicate.end:
        return subject
    inner = [g for g in case.clause.groups if g.end <= case.predicate.start and not g.attributive]
    agents = [g for g in inner if g.governor in AGENTS]
    return next(iter(agents or [g for g in inner if not g.governor]), None)


def _subject(case: Case, known: Knowledge) -> tuple[str, ...]:
    caused = _caused(case, known) or _cleft(case, known) or _relative(case)
    if caused is not None:
        return caused.ids
    acting = _acting(case)
    own = acting.ids if acting else ()
    if case.frame.relation in ("locatedIn", "settledIn"):
        own = _governed(case, frozenset(("把", "将"))) or own
    if case.clause.carried and case.frame.relation in _FIRM_ACTS:
        # of a firm and the government it has signed with, the firm goes on to build
        own = tuple(i for i in own if known.is_any(i, ("Enterprise",))) or own
    joined = _partners(case) if case.frame.relation in _JOINT_ACTS else ()
    return tuple(dict.fromkeys([*own, *joined]))


def _partners(case: Case) -> tuple[str, ...]:
    """Who does it with the subject (同某医院发起), unless it is another verb that is done with them (与某县签约建设)."""
    joint = next((g for g in reversed(case.clause.groups) if g.governor in _COMITATIVE and g.end <= case.predicate.start), None)
    if joint is None or joint.possessive or _apart(case, joint):
        return ()
    between = [p for p in case.clause.predicates if joint.end <= p.start and p.end < case.predicate.start]
    return joint.ids if not between or joint.governor in _JOINTLY else ()


def _caused(case: Case, known: Knowledge) -> GroupOf | None:
    """Who does the predicate at another's instance: 引进甲集团投资兴建…, 见证两市签署…, 促成甲与乙签约."""
    text = known.doc.text
    for group in reversed(case.clause.groups):
        if group.end > case.predicate.start or group.attributive:
            continue
        if group.governor in ("", VERB) and any(text.endswith(word, case.clause.start, group.start) for word in _CAUSE):
            return group
    return None


_SEATING = frozenset(("locatedIn", "settledIn", "originatesFrom"))


def _relative(case: Case) -> GroupOf | None:
    """What a relative clause qualifies: 设在某镇的某中心, 来自某县的某公司, 对口支援某县的某区拨款…."""
    groups = case.clause.groups
    if case.frame.relation == "visits" or any(g.end <= case.predicate.start and not g.governor and not g.attributive for g in groups):
        return None  # 走访某镇的某小学: the school is where they go
    for one, other in zip(groups, groups[1:], strict=False):
        if one.start == case.predicate.end and one.possessive and other.start == one.end + 1:
            return other if case.frame.relation in _SEATING or case.clause.end - other.end > _ACTS_ON else None
    return None


_CLEFT = re.compile(r"(?:[\u4e00-\u9fff\d]{0,8}?)?的(?:则|正|就)?(?:是|叫|为)?")


def _cleft(case: Case, known: Knowledge) -> GroupOf | None:
    """Who does it, named behind the verb: 接手运营的是某公司, 受托管理园区的某集团."""
    behind = next((g for g in case.clause.groups if g.start >= case.predicate.end), None)
    if behind is None or not _CLEFT.fullmatch(known.doc.text[case.predicate.end : behind.start]):
        return None
    subject = case.clause.subject
    if subject is behind and _acting(case) is not None:
        return None
    return behind if subject is None or case.clause.carried or subject.start >= case.predicate.start or subject.possessive else None


def _delegation(case: Case, known: Knowledge) -> tuple[str, ...]:
    sentence = known.doc.text[case.clause.sentence.start : case.clause.sentence.end]
    if not _VISIT.search(sentence):
        return ()
    return _visitors(case, known)


def _visitors(case: Case, known: Knowledge) -> tuple[str, ...]:
    """Who visits: the subject, and those that sent its delegation."""
    stretch = known.doc.text[case.clause.sentence.start : case.predicate.start]
    groups = [*case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    senders = [i for g in groups if known.doc.text[g.end : g.end + 6].find("代表团") >= 0 for i in g.ids] if "代表团" in stretch else []
    fit = [i for i in _attendants(case, known) if not known.is_any(i, ("GovernmentBody",)) or not senders]
    return tuple(dict.fromkeys([*fit, *senders]))


def _attendants(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The subject, with the regions whose delegations it leads."""
    own = _subject(case, known)
    return tuple(dict.fromkeys([*own, *(i for person in own for i in known.sent.get(person, ()))]))


def _object(case: Case, known: Knowledge) -> tuple[str, ...]:
    behind = _after(case, known)
    for index, group in enumerate(behind):
        owner = group.possessive and index + 1 < len(behind) and behind[index + 1].start == group.end + 1 and _relative(case) is None
        if owner and any(fits(case, i, known) and _possible(case, i, known) for i in behind[index + 1].ids):
            continue  # 走访某镇的某小学
        if group.governor in _COMITATIVE | LOCATIVE | _GOAL and known.doc.text[group.start - 1] != known.doc.text[case.predicate.end - 1]:
            continue
        if any(fits(case, i, known) and _possible(case, i, known) for i in group.ids):
            return group.ids
    for group in case.clause.groups:
        if group.governor in ("把", "将") and group.end <= case.predicate.start:
            return group.ids
    cleft = _cleft(case, known)
    if cleft is not None:
        return next((g.ids for g in reversed([*case.previous, *case.clause.groups]) if g.end <= case.predicate.start), ())
    subject = _acting(case)
    final = case.clause.end - case.predicate.end <= 2 and not case.clause.carried
    if (
        final
        and case.topic is not None
        and case.topic is not subject
        and any(known.in_range(case.frame.relation, i) for i in case.topic.ids)
    ):
        return case.topic.ids
    if subject is not None and subject.governor and not case.clause.carried:
        fronted = [g for g in case.clause.groups if g.end <= subject.start] or ([case.topic] if case.topic else [])
        return fronted[-1].ids if fronted else ()
    return ()


def _possible(case: Case, entity: str, known: Knowledge) -> bool:
    """Whether the vocabulary lets an entity stand where the frame puts its object (引进某公司: what is brought in is who settles)."""
    if case.frame.subject == "object":
        return known.is_any(entity, known.vocabulary.property(case.frame.relation).domain)
    return known.in_range(case.frame.relation, entity)


def _beside(case: Case, _: Knowledge) -> tuple[str, ...]:
    return _governed(case, _COMITATIVE)


def _with(case: Case, known: Knowledge) -> tuple[str, ...]:
    behind = _governed(case, _COMITATIVE)
    own = _subject(case, known)
    if behind and set(behind) != set(own):
        return behind
    return own if case.predicate.word not in ("签约", "签署", "签订") else ()


def _source(case: Case, known: Knowledge) -> tuple[str, ...]:
    return _governed(case, _SOURCE)


def _partner(case: Case, known: Knowledge) -> tuple[str, ...]:
    behind = _governed(case, _COMITATIVE)
    if behind and set(behind) != set(_subject(case, known)):
        return behind
    own = _subject(case, known)
    return _object(case, known) if _after(case, known) or len(own) < 2 else own


_WITNESS = frozenset(("见证", "共同见证", "出席"))


def _parties(case: Case, known: Knowledge) -> tuple[str, ...]:
    witnessed = any(p.end <= case.predicate.start and p.word in _WITNESS for p in case.clause.predicates)
    if witnessed and _caused(case, known) is None:
        return ()
    return tuple(dict.fromkeys([*_subject(case, known), *_governed(case, _COMITATIVE)]))


def _at(case: Case, known: Knowledge) -> tuple[str, ...]:
    return _governed(case, LOCATIVE)


def _goal(case: Case, known: Knowledge) -> tuple[str, ...]:
    stretch = known.doc.text[case.predicate.end : case.clause.end]
    return () if STUDY.search(stretch) else _governed(case, _GOAL)


def _place(case: Case, known: Knowledge) -> tuple[str, ...]:
    target = next((g.ids for g in _after(case, known)[:1]), ())
    said = target or _governed(case, LOCATIVE | _GOAL)
    if said or case.predicate.word not in ("进驻", "入驻", "落户"):
        return said
    return tuple(i for i in _told(case, known) if known.is_any(i, ("Park",)))


def _destination(case: Case, known: Knowledge) -> tuple[str, ...]:
    said = _governed(case, LOCATIVE | _GOAL)
    if said:
        return said
    own = _subject(case, known)
    if any(known.is_any(i, ("AidTeam",)) for i in own) or not own:
        return (known.receiver,) if known.receiver else ()
    return own


def _funded(case: Case, known: Knowledge) -> tuple[str, ...]:
    """What money goes to: the object; else, where a sum follows, the thing that the sentence has told of (兴建某园区，投入2亿元)."""
    target = _object(case, known)
    if target:
        return target
    if not re.match(
        r"(?:了|资金|援疆资金|[\u4e00-\u9fff]{0,6})?[超近约达逾]?\d", known.doc.text[case.predicate.end : case.predicate.end + 10]
    ):
        return ()
    subject = case.clause.subject
    things = [
        g
        for g in (*case.previous, *([subject] if subject else []))
        if any(known.is_any(i, ("Park", "Facility", "Project", "Program")) for i in g.ids)
    ]
    if things:
        return things[-1].ids
    return tuple(i for i in _governed(case, LOCATIVE) if known.is_any(i, ("Region", "Park")))


def _named(case: Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in _after(case, known)), ())


def _told(case: Case, known: Knowledge) -> tuple[str, ...]:
    groups = [*([case.topic] if case.topic else []), *case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    return next(
        (g.ids for g in reversed(groups) if any(fits(case, i, known) and known.in_range(case.frame.relation, i) for i in g.ids)), ()
    )


def _owner(case: Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in reversed(case.clause.groups) if g.end <= case.predicate.start and case.predicate.start - g.end <= 1), ())


def _owned(case: Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in _after(case, known) if g.start - case.predicate.end <= 1), ())


PLACES: dict[str, Callable[[Case, Knowledge], tuple[str, ...]]] = {
    "subject": _subject,
    "delegation": _delegation,
    "parties": _parties,
    "object": _object,
    "partner": _partner,
    "beside": _beside,
    "with": _with,
    "visitors": _visitors,
    "attendants": _attendants,
    "source": _source,
    "funded": _funded,
    "at": _at,
    "goal": _goal,
    "place": _place,
    "destination": _destination,
    "named": _named,
    "told": _told,
    "owner": _owner,
    "owned": _owned,
}
