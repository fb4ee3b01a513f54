"""Frames to statements: each predicate of a clause, with the arguments that its frame asks for.

Places of arguments, as the table `seeds/cues/frames.csv` names them:

    subject      the clause's subject, an agent (由…) before it; elided: that of the clauses before
    visitors     the subject, with the sender of its delegation
    delegation   the same, where the sentence tells of a visit: a subject that goes somewhere as a visitor: persons, and senders of delegations
    parties      the subject and its partners
    object       the first fitting group after the predicate; else one put before it (把…, or the topic of a passive)
    partner      the group behind 与 (和, 同); else the object; else the other member of the subject
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.facts.clauses import Clause, GroupOf, Predicate
from kg.lexicon import Frame
from kg.model import Document
from kg.vocabulary import Vocabulary

_UNREAL = re.compile(
    r"(?:应当|应该|应|建议|拟|打算|力争|争取|希望|期待|有望|务必|必须|须|需要|需|不妨|尽可|可以|可由|可|宜|要(?!求)|若|如果|未来|下一步|今后|将来|能否|计划(?=[到在与和建引投]))"
)
_UNREAL_AFTER = re.compile(r"^(?:也)?在?(?:筹划|谋划|酝酿)")
_COMITATIVE = frozenset(("与", "和", "同", "跟", "携手", "联合", "会同", "联手"))
_JOINTLY = frozenset(("携手", "联合", "会同", "联手"))
_JOINT_ACTS = frozenset(("organizes", "establishes", "issues", "implements", "signs", "investsIn", "participatesIn"))
_LOCATIVE = frozenset(("在", "于"))
_GOAL = frozenset(("到", "赴", "向", "至", "往", "给", "为", "对", "前往", "来到", "抵达"))
_BARE_DELEGATION = re.compile(r"(?:^|[，。])(?:[\u4e00-\u9fff]{0,3})?(?:代表团|考察团|考察组|一行)")
_VISIT = re.compile(r"考察|调研|走访|察看|查看|对接|访问|到访|率|带队|带领|代表团|一行|来访|会谈|座谈|出席|看望|慰问|交流|学习")
_CAUSE = frozenset(
    "引进 引入 支持 帮助 推动 促成 协调 组织 邀请 助力 扶持 带动 见证 撮合 引导 指导 动员 鼓励 吸引 招引 引来 协助 共同见证 牵线 请 邀 服务".split()
)
_SOURCE = frozenset(("从", "自", "由"))
_STUDY = re.compile(r"跟岗|挂职|进修|培训|学习|研修")


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in the making: ids of subject and object, the clause that says it, and the rule."""

    subject: str
    predicate: str
    object: str
    clause: Clause
    rule: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading frames needs: the document, its clauses' frames, the classes of its entities, the vocabulary."""

    doc: Document
    frames: Mapping[str, tuple[Frame, ...]]
    types: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary
    senders: Mapping[str, frozenset[str]]
    receiver: str | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)

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
class _Case:
    """A predicate in its clause, with what the sentence said before it."""

    clause: Clause
    predicate: Predicate
    frame: Frame
    topic: GroupOf | None
    previous: tuple[GroupOf, ...]
    visitors: tuple[str, ...] = ()


def _fits(case: _Case, entity: str, known: Knowledge) -> bool:
    return not case.frame.classes or known.is_any(entity, case.frame.classes)


def _after(case: _Case) -> list[GroupOf]:
    """Groups behind the predicate, up to the next one that does not follow it at once (投资建设某园区 shares its object)."""
    end = case.predicate.end
    limit = case.clause.end
    for other in case.clause.predicates:
        if other.start >= end:
            if other.start - end > 1:
                limit = other.start
                break
            end = other.end
    return [g for g in case.clause.groups if case.predicate.end <= g.start < limit]


def _governed(case: _Case, governors: frozenset[str]) -> tuple[str, ...]:
    return next((g.ids for g in case.clause.groups if g.governor in governors and not g.possessive), ())


def _subject(case: _Case, known: Knowledge) -> tuple[str, ...]:
    caused = _caused(case) or _cleft(case, known) or _relative(case)
    if caused is not None:
        return caused.ids
    own = case.clause.subject.ids if case.clause.subject else ()
    together = _JOINTLY | _COMITATIVE if case.predicate.word[0] in "合共联" else _JOINTLY
    joined = _governed(case, together) if case.frame.relation in _JOINT_ACTS else ()
    return tuple(dict.fromkeys([*own, *joined]))


def _caused(case: _Case) -> GroupOf | None:
    """Who does the predicate at another's instance: 引进甲集团投资兴建…, 见证两市签署…"""
    causes = [p for p in case.clause.predicates if p.end <= case.predicate.start and p.word in _CAUSE]
    if not causes:
        return None
    between = [
        g
        for g in case.clause.groups
        if causes[-1].end <= g.start and g.end <= case.predicate.start and not g.governor and not g.attributive
    ]
    return between[0] if between else None


def _relative(case: _Case) -> GroupOf | None:
    """What a relative clause qualifies: 设在某镇的某中心, 来自某县的某公司."""
    groups = case.clause.groups
    for one, other in zip(groups, groups[1:], strict=False):
        if one.start == case.predicate.end and one.possessive and other.start == one.end + 1:
            return other
    return None


_CLEFT = re.compile(r"(?:[\u4e00-\u9fff\d]{0,8}?)?的(?:则|正|就)?(?:是|叫|为)?")


def _cleft(case: _Case, known: Knowledge) -> GroupOf | None:
    """Who does it, named behind the verb: 接手运营的是某公司, 受托管理园区的某集团."""
    behind = next((g for g in case.clause.groups if g.start >= case.predicate.end), None)
    if behind is None or not _CLEFT.fullmatch(known.doc.text[case.predicate.end : behind.start]):
        return None
    subject = case.clause.subject
    return behind if subject is None or case.clause.carried or subject.start >= case.predicate.start or subject.possessive else None


def _delegation(case: _Case, known: Knowledge) -> tuple[str, ...]:
    sentence = known.doc.text[case.clause.sentence.start : case.clause.sentence.end]
    if not _VISIT.search(sentence):
        return ()
    return _visitors(case, known)


def _visitors(case: _Case, known: Knowledge) -> tuple[str, ...]:
    """Who visits: the subject, and the sender of the delegation that the sentence has told of."""
    stretch = known.doc.text[case.clause.sentence.start : case.predicate.start]
    if case.visitors and _BARE_DELEGATION.search(known.doc.text[case.clause.start : case.predicate.start]):
        return case.visitors
    groups = [*case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    senders = [i for g in groups if known.doc.text[g.end : g.end + 6].find("代表团") >= 0 for i in g.ids] if "代表团" in stretch else []
    fit = [i for i in _subject(case, known) if not known.is_any(i, ("GovernmentBody",)) or not senders]
    return tuple(dict.fromkeys([*fit, *senders]))


def _object(case: _Case, known: Knowledge) -> tuple[str, ...]:
    for group in _after(case):
        if group.governor in _COMITATIVE | _LOCATIVE | _GOAL and known.doc.text[group.start - 1] != known.doc.text[case.predicate.end - 1]:
            continue
        if any(_fits(case, i, known) and known.in_range(case.frame.relation, i) for i in group.ids):
            return group.ids
    for group in case.clause.groups:
        if group.governor in ("把", "将") and group.end <= case.predicate.start:
            return group.ids
    cleft = _cleft(case, known)
    if cleft is not None:
        return next((g.ids for g in reversed([*case.previous, *case.clause.groups]) if g.end <= case.predicate.start), ())
    subject = case.clause.subject
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


def _with(case: _Case, known: Knowledge) -> tuple[str, ...]:
    behind = _governed(case, _COMITATIVE)
    own = _subject(case, known)
    if behind and set(behind) != set(own):
        return behind
    return own if len(own) == 2 and case.predicate.word not in ("签约", "签署", "签订") else ()


def _source(case: _Case, known: Knowledge) -> tuple[str, ...]:
    return _governed(case, _SOURCE)


def _partner(case: _Case, known: Knowledge) -> tuple[str, ...]:
    behind = _governed(case, _COMITATIVE)
    if behind and set(behind) != set(_subject(case, known)):
        return behind
    target = _object(case, known)
    own = _subject(case, known)
    return target or (own if len(own) == 2 else ())


def _parties(case: _Case, known: Knowledge) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*_subject(case, known), *_governed(case, _COMITATIVE)]))


def _at(case: _Case, known: Knowledge) -> tuple[str, ...]:
    return _governed(case, _LOCATIVE)


def _goal(case: _Case, known: Knowledge) -> tuple[str, ...]:
    stretch = known.doc.text[case.predicate.end : case.clause.end]
    return () if _STUDY.search(stretch) else _governed(case, _GOAL)


def _place(case: _Case, known: Knowledge) -> tuple[str, ...]:
    target = next((g.ids for g in _after(case)[:1]), ())
    return target or _governed(case, _LOCATIVE | _GOAL)


def _destination(case: _Case, known: Knowledge) -> tuple[str, ...]:
    said = _governed(case, _LOCATIVE | _GOAL)
    if said:
        return said
    own = _subject(case, known)
    if any(known.is_any(i, ("AidTeam",)) for i in own) or not own:
        return (known.receiver,) if known.receiver else ()
    return own


def _funded(case: _Case, known: Knowledge) -> tuple[str, ...]:
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
    return things[-1].ids if things else ()


def _named(case: _Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in _after(case)), ())


def _told(case: _Case, known: Knowledge) -> tuple[str, ...]:
    groups = [*case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    return next(
        (g.ids for g in reversed(groups) if any(_fits(case, i, known) and known.in_range(case.frame.relation, i) for i in g.ids)), ()
    )


def _owner(case: _Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in reversed(case.clause.groups) if g.end <= case.predicate.start and case.predicate.start - g.end <= 1), ())


def _owned(case: _Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in _after(case) if g.start - case.predicate.end <= 1), ())


PLACES: dict[str, Callable[[_Case, Knowledge], tuple[str, ...]]] = {
    "subject": _subject,
    "delegation": _delegation,
    "parties": _parties,
    "object": _object,
    "partner": _partner,
    "with": _with,
    "visitors": _visitors,
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


def unreal(doc: Document, clause: Clause, predicate: Predicate) -> bool:
    """Whether the predicate tells of a wish, a proposal or a plan not yet decided; words inside names (宜昌, 若羌) are none of it."""
    before = doc.text[clause.start : predicate.start]
    for group in reversed(clause.groups):
        if group.end <= predicate.start:
            before = before[: group.start - clause.start] + before[group.end - clause.start :]
    return bool(_UNREAL.search(before)) or bool(_UNREAL_AFTER.match(doc.text[predicate.end : clause.end]))


def _pairs(case: _Case, subjects: Sequence[str], targets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Subject with object: one by one under 分别, else each with each; within one coordination each with the ones after it."""
    if set(subjects) == set(targets):
        if case.frame.relation == "cooperatesWith":
            yield from ((a, b) for i, a in enumerate(subjects) for b in subjects[i + 1 :])
    elif case.clause.respectively and len(subjects) == len(targets) > 1:
        yield from zip(subjects, targets, strict=True)
    else:
        yield from ((a, b) for a in subjects for b in targets)


def read(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """The statements that frames find in the clauses, in order."""
    topic: GroupOf | None = None
    sentence = -1
    visitors: tuple[str, ...] = ()
    previous: list[GroupOf] = []
    for clause in clauses:
        if clause.sentence.start != sentence:
            sentence, topic, previous = clause.sentence.start, None, []
        for predicate in clause.predicates:
            if unreal(known.doc, clause, predicate):
                continue
            for frame in known.frames[predicate.word]:
                case = _Case(clause, predicate, frame, topic, tuple(previous), visitors)
                found = list(_statements(case, known))
                if frame.relation == "visits" and found:
                    visitors = tuple(dict.fromkeys(f.subject for f in found))
                yield from found
        if not clause.predicates:
            yield from _static(clause, known)
        first = next((g for g in clause.groups if not g.governor), None)
        topic = first or topic
        previous += clause.groups


def _static(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """甲在乙，… : a place said of its subject without a verb."""
    for one, other in zip(clause.groups, clause.groups[1:], strict=False):
        if not one.governor and other.governor == "在" and other.start - one.end == 1 and clause.end - other.end <= 1:
            for subject in one.ids:
                for target in other.ids:
                    if known.admits("locatedIn", subject, target) and not known.is_any(subject, ("Region", "Person")):
                        yield Found(subject, "locatedIn", target, clause, "在-locatedIn")


def works_in(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """A team helps where the text has it act: 某工作队在某县…"""
    for clause in clauses:
        if clause.subject is None or not clause.predicates:
            continue
        teams = [i for i in clause.subject.ids if known.is_any(i, ("AidTeam",))]
        for group in clause.groups:
            arrives = group.governor in ("抵达", "到", "赴", "来到") and not _STUDY.search(known.doc.text, clause.start, clause.end)
            if (group.governor in _LOCATIVE or arrives) and not group.possessive:
                for team in teams:
                    for target in group.ids:
                        if (
                            known.is_any(target, ("Region",))
                            and target not in known.senders.get(team, ())
                            and known.admits("assists", team, target)
                        ):
                            yield Found(team, "assists", target, clause, "team-works-there")


def inside(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Firms and projects of a sentence that says it tells of what is in a park (园内的…；…；…, …园内处处…)."""
    parks = {}
    for clause in clauses:
        for group in clause.groups:
            if re.match(r"内|里", known.doc.text[group.end : group.end + 1]) or known.doc.text[group.start : group.end] == "园内":
                parks[clause.sentence.start] = [i for i in group.ids if known.is_any(i, ("Park",))]
    for clause in clauses:
        for park in parks.get(clause.sentence.start, ()):
            for group in clause.groups:
                for member in group.ids:
                    if group.named and known.is_any(member, ("Enterprise", "Project")) and known.admits("locatedIn", member, park):
                        yield Found(member, "locatedIn", park, clause, "inside-the-park")


def _statements(case: _Case, known: Knowledge) -> Iterator[Found]:
    frame = case.frame
    subjects = PLACES[frame.subject](case, known)
    if frame.subject == "parties" and len(subjects) == 2 and known.admits("cooperatesWith", *subjects):
        yield Found(subjects[0], "cooperatesWith", subjects[1], case.clause, f"{case.predicate.word}-together")
    targets = PLACES[frame.object](case, known)
    if frame.relation == "locatedIn" and frame.subject == "object":
        subjects = tuple(i for i in subjects if known.is_any(i, ("Event", "Park", "Facility", "Project", "Organization")))
    checked = subjects if frame.subject in ("object", "owned") else targets
    for subject, target in _pairs(case, subjects, targets):
        own = subject if frame.subject in ("object", "owned") else target
        if (own in checked and not _fits(case, own, known)) or not known.admits(frame.relation, subject, target):
            continue
        if target in known.senders.get(subject, ()) and frame.relation in ("assists", "visits", "settledIn"):
            continue
        yield Found(subject, frame.relation, target, case.clause, f"{case.predicate.word}-{frame.relation}")
