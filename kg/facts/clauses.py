"""A shallow parse: sentences into clauses, clauses into groups of references, predicates and the prepositions that govern them.

    今年9月，甲医院、乙医院分别与丙医院、丁医院签约。
    ─► Clause(groups=[甲+乙 "", 丙+丁 "与"], predicates=[签约], respectively=True)

Elided subjects are carried: a clause without a subject has that of the clause before it, a sentence without one that of its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from kg.facts.anaphora import Reference
from kg.facts.grouping import VERB, GroupOf, groups_of
from kg.facts.predicates import Predicate, predicates_of
from kg.facts.units import FORMULA, Unit
from kg.model import Document, Sentence

_BREAK = re.compile(r"[，。；！？!?…：]|——")
JOINTLY = frozenset(("携手", "联合", "会同", "联手"))
_LONGEST = 400
_HEADS_OF = re.compile(r"[^，。；：]{0,12}?(?:负责人|负责同志|领导|代表|人员|同志)[^，。；：]{0,4}?(?:参加|出席|陪同|到会|列席|参与)")
_OTHERS_ATTEND = re.compile(
    r"(?:以及|及|和|还有)?(?:(?!出席|参加)[^，。；]){0,30}?(?:负责人|负责同志|领导|代表|人员|同志|嘉宾|企业家|师生|干部)(?:等)?[^，。；]{0,6}?(?:参加|出席|陪同|到会|列席|参与|见证)"
)
"""The end of a row of people, of whom the last have no name (…，副市长某某，以及企业代表|参加…)."""
_HOLDER = re.compile(r"(?:长|书记|主任|主席|委员|干部|经理|董事|代表|成员|专员|教授|调研员|）)[\u4e00-\u9fff·]{2,4}，$")
_BELONGING = frozenset(("下属", "所属", "下辖", "隶属"))
_THERE_IS = re.compile(r"(?:已|现|就|共|先后|包括)?有$")
_OF_SO_MANY = re.compile(r"(?:在内的?|等)?(?:等)?[\u4e00-\u9fff]{0,4}?[\d一二三四五六七八九十多数]+[余多]?[家个户]")
_COPULAS = frozenset(("系", "为"))
_EXAMPLES = frozenset(("包括", "例如"))
"""What stands before a clause that is told as one of several (包括|甲公司在某县建设…)."""
_JOINTLY_HOLD = re.compile(r"(?:等[^，。；]{0,10}?)?(?:共同|联合|协同|联袂|分别|具体)?(?:主办|承办|协办|举办|发起|参加|参会|参展|出席|支持)")
"""What a row of bodies does that commas part (甲省乙县，丙市、丁县，戊区共同协办)."""
_ADVERB = 2
AGENTS = frozenset("由 被 经 交 交由 交给 移交 移交给 委托 委托给 让 请 使 令 经由".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause. `subject`: the group in subject position, carried from before where the clause has none (`carried`); `sentence`:
    its bounds; `background`: who acted before, for a verb that the carried subject cannot have.
    """

    start: int
    end: int
    sentence: Sentence
    groups: tuple[GroupOf, ...]
    predicates: tuple[Predicate, ...]
    subject: GroupOf | None
    carried: bool
    respectively: bool
    background: GroupOf | None = None


def _bounds(text: str, sentence: Sentence, references: Sequence[Reference]) -> list[tuple[int, int]]:
    """The clauses of a sentence, cut at punctuation that is not inside a reference or quotation."""
    inside = {i for r in references for i in range(r.start, r.end)}
    parallel = {one.end for one, other in pairwise(references) if _parallel(text, one, other)}
    cuts = [sentence.start]
    depth = 0
    for at in range(sentence.start, sentence.end):
        char = text[at]
        depth += (char in "“《（") - (char in "”》）")
        if depth <= 0 and at not in inside and (_BREAK.match(text, at) or at in parallel):
            cuts.append(at + 1)
    bounds = [(a, b) for a, b in zip(cuts, [*cuts[1:], sentence.end], strict=True) if b > a]
    # no writer's clause is so long: what is, is cut, so that reading stays linear
    return [(at, min(at + _LONGEST, b)) for a, b in bounds for at in range(a, b, _LONGEST)]


def _parallel(text: str, one: Reference, other: Reference) -> bool:
    """Whether 、 between two names parts two clauses of one verb: 甲镇帮扶乙县|、|丙镇帮扶丁县."""
    if text[one.end : other.start] != "、":
        return False
    return any(
        text[one.start - size : one.start] == text[other.end : other.end + size] and text[other.end : other.end + size].isalpha()
        for size in (2, 3, 4)
    )


def _subject(text: str, groups: Sequence[GroupOf], predicates: Sequence[Predicate]) -> GroupOf | None:
    """The group that the clause is about: an agent (由…), of several the one next to its verb; else the first before a predicate
    that nothing governs.
    """
    first = predicates[0].start if predicates else None
    head = _relative_head(groups, predicates)
    for index, group in enumerate(groups):
        joint = group.governor in _COPULAS and group.joints and (index or group.governor == "系")
        if joint and predicates and predicates[-1].start - group.end <= _ADVERB:
            return group  # 某园系甲市与乙市共建
        inside = any(p.end <= group.start for p in predicates) and any(g.modified and g.start > group.end for g in groups)
        if group.governor in AGENTS and (head is None or group.start > head.start) and not inside:
            verb = next((p.start for p in predicates if p.start >= group.end and p.word not in _BELONGING), None)
            nearer = [g for g in groups[index + 1 :] if verb is not None and g.end <= verb and (not g.governor or _owned(text, group, g))]
            return replace(nearer[-1], governor=group.governor) if nearer else group
    if head is not None:
        return head
    there = _there_are(text, groups, predicates[-1].start) if predicates else None
    if there is not None:
        return there
    for group, after in zip_longest(groups, groups[1:]):
        if first is not None and group.start > first:
            break
        owner = group.possessive and after is not None and after.start == group.end + 1 and not after.attributive
        if (not group.governor or (group.governor in _EXAMPLES and predicates and group is groups[0])) and not group.attributive:
            return after if owner and (first is None or after.end <= first) else group  # 甲县的|某公司投资
    return None


def _owned(text: str, owner: GroupOf, group: GroupOf) -> bool:
    """Whether a group stands behind 下属 and its owner (由某大学|下属|某公司运营)."""
    return group.governor == VERB and text[owner.end : group.start] in _BELONGING


def _there_are(text: str, groups: Sequence[GroupOf], first: int) -> GroupOf | None:
    """The row that is said to be there and to act (已有|甲公司、乙公司等16家企业|签约入园), before the predicate at `first`."""
    rows = (g for g in groups if g.governor == VERB and g.end <= first and _THERE_IS.search(text, max(0, g.start - 4), g.start))
    return next((g for g in rows if _OF_SO_MANY.match(text, g.end, first)), None)


def _spoken_of(groups: Sequence[GroupOf], subject: GroupOf) -> GroupOf:
    """What the next clauses go on about: of a passive (某园由两市共建，地处…) what is done, not who does it."""
    if subject.governor not in AGENTS | _COPULAS:
        return subject
    return next((g for g in groups if g.end <= subject.start and not g.governor and not g.attributive), subject)


def _relative_head(groups: Sequence[GroupOf], predicates: Sequence[Predicate]) -> GroupOf | None:
    """The thing that a relative clause at the clause's beginning qualifies, which is then what the clause is about."""
    head = next((g for g in groups if g.modified and not g.governor and not g.possessive), None)
    inner = [p for p in predicates if head is not None and p.end <= head.start]
    apart = [p for p, q in zip(inner, inner[1:], strict=False) if p.end < q.start]  # 联手|组建 is one act
    return head if not apart else None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who can act in a document. `actors`: ids that can be carried as elided subjects; `leads`: those that a paragraph may be about
    (regions, bodies, teams, not the firms they bring in); `teams`: the aid teams; `persons`: who speaks rather than is told of;
    `protagonist`: the team whose deeds the document tells, None where there is none.
    """

    actors: frozenset[str]
    leads: frozenset[str]
    teams: frozenset[str]
    persons: frozenset[str]
    protagonist: str | None


class _Carrier:
    """The subject that elided ones take: within a sentence the last one, across sentences the paragraph's topic, else the protagonist."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.topic: GroupOf | None = None
        self.opening: GroupOf | None = None
        self.current: GroupOf | None = None
        self.actor: GroupOf | None = None
        self.fresh = True
        self.listed: tuple[str, ...] = ()
        self.row: tuple[str, ...] = ()
        self.lead = GroupOf(0, 0, (cast.protagonist,), "", False, False) if cast.protagonist else None

    def open_block(self, prose: bool, point: int | None) -> None:
        """A new paragraph: a team remains the topic, anybody else only where nobody is the hero of the whole. `point`: its number among
        several points (一是…, 二是…), all of which are about what the text was about before the first.
        """
        if point == 1:
            self.opening = self.topic
        elif point and self.opening is not None and self.topic is not None:
            self.topic = self.opening
        team = self.topic is not None and bool(set(self.topic.ids) & self.cast.teams)
        self.topic = self.topic if prose and (team or self.lead is None) else self.lead
        self.actor = self.topic
        self.fresh = True

    def open_sentence(self) -> None:
        """A new sentence: what is elided at its beginning is the paragraph's topic."""
        self.current = self.topic
        self.listed = self.row = ()

    def listing(
        self, groups: Sequence[GroupOf], subject: GroupOf | None, predicates: Sequence[Predicate], bounds: tuple[int, bool, bool, bool]
    ) -> GroupOf | None:
        """The subject with the persons of the clauses before it that name nothing else (县委书记甲，副县长乙，局长丙参加). `bounds`: the clause's
        end, whether the heads of what it is about are meant (…，某中学等单位负责人参加), whether it is about more people who attend without a
        name (…，以及各企业代表参加), and whether it is somebody's post and a name that was not recognised (…，院长（主委）某某，).
        """
        end, heads, others, holder = bounds
        last = groups[-1] if groups else None
        if subject is not None and last is not None and not predicates and last.end >= end - 1 and set(last.ids) <= self.cast.persons:
            subject = last if not subject.governor and not last.governor else subject  # 某党某省委会秘书长|甲某，
        if subject is not None and self.listed and predicates and heads and not subject.governor:
            return replace(subject, ids=tuple(dict.fromkeys([*self.listed, *subject.ids])))
        if subject is None and self.listed and predicates and others and self.current is not None:
            return replace(self.current, ids=self.listed, listed=True)
        if subject is None or not set(subject.ids) <= self.cast.persons:
            self.listed = self.listed if holder and not predicates else ()
            return subject
        whole = replace(subject, ids=tuple(dict.fromkeys([*self.listed, *subject.ids])))
        bare = not predicates and groups[-1].end >= end - 1 and set(groups[-1].ids) <= self.cast.persons
        self.listed = whole.ids if bare else ()
        return whole

    def row_of_bodies(self, text: str, groups: Sequence[GroupOf], subject: GroupOf | None, bounds: tuple[int, int]) -> GroupOf | None:
        """The subject with the bodies that clauses before it name and nothing else (甲省乙县，丙市、丁县，戊区共同协办). `bounds`: of the clause."""
        only = groups[0] if len(groups) == 1 and not groups[0].governor and set(groups[0].ids) <= self.cast.leads else None
        if only is not None and only.start == bounds[0] and only.end == bounds[1] - 1:
            self.row = (*self.row, *only.ids)
            return subject
        row, self.row = self.row, ()
        if not row or subject is None or subject.governor or not set(subject.ids) <= self.cast.leads:
            return subject
        jointly = subject.start == bounds[0] and _JOINTLY_HOLD.match(text, subject.end, bounds[1])
        return replace(subject, ids=tuple(dict.fromkeys([*row, *subject.ids]))) if jointly else subject

    def follow(self, groups: Sequence[GroupOf], subject: GroupOf | None, heard: bool) -> bool:
        """A clause with its groups and subject; whether the sentence has named what it is about now, as it may have (`heard`) before."""
        if subject is None:
            return heard
        if set(subject.ids) & (self.cast.leads | self.cast.persons):
            self.actor = subject
        spoken = _spoken_of(groups, subject)
        if spoken.governor in AGENTS and self.current is not None:
            return heard
        self.hear(spoken, not heard)
        joint = next((g for g in groups if g.governor in JOINTLY and g.start > spoken.end), None)
        if joint is not None and groups[-1] is joint and self.current is spoken:
            self.current = replace(spoken, ids=tuple(dict.fromkeys([*spoken.ids, *joint.ids])))  # 甲局联合乙局，办起…
        return True

    def hear(self, subject: GroupOf, opens: bool) -> None:
        """A clause names its subject; `opens`: it is the first of its sentence to do so."""
        if (subject.possessive and not set(subject.ids) & self.cast.persons) or not set(subject.ids) & self.cast.actors:
            return
        if subject.modified and all(i.startswith("region/") for i in subject.ids):
            return  # 县城所在的某镇海拔…: told in passing
        self.current = subject
        fresh = self.fresh and self.lead is None
        if opens and (fresh or set(subject.ids) & self.cast.leads or self.topic is None) and not set(subject.ids) & self.cast.persons:
            self.topic = subject
        self.fresh = False


_POINT = re.compile(r"(?:([一二三四五六七八九十])是|（([一二三四五六七八九十])）|([一二三四五六七八九十])、|(首先|其次|再次|最后))")


def _point(text: str, at: int) -> int | None:
    """The number of the point that begins at a place (二是…, （二）…, 其次…); None where none does."""
    found = _POINT.match(text, at)
    if found is None:
        return None
    number = found[1] or found[2] or found[3]
    return "一二三四五六七八九十".index(number) + 1 if number else 1 if found[4] == "首先" else 2


_STRANGER = re.compile(
    r"[省市县区州](?:(?!政府|委|内|里|上|级|直|属)[\u4e00-\u9fff]){0,7}?(?:(?<![省市县区州])[局厅]|妇联|总工会|工商联|文联|科协|委办|部门)"
    r"(?!领导|负责|干部|[长党机])"
)
"""A body that a clause begins with and that nothing names: what the clause tells is told of nobody before (；省妇联筹措资金…)."""


def parse(
    doc: Document, references: Sequence[Reference], verbs: Mapping[int, frozenset[str]], cast: Cast, units: Sequence[Sequence[Unit]]
) -> list[Clause]:
    """The clauses of the document. `cast`: who can act in it; `units`: of its sentences."""
    clauses: list[Clause] = []
    carrier = _Carrier(cast)
    block = -1
    at = 0
    formulas = {i for m in FORMULA.finditer(doc.text) for i in range(m.start() + 1, m.end())}
    references = [r for r in references if r.start not in formulas or r.end not in formulas]
    for number, sentence in enumerate(doc.sentences):
        following = {u.start: u for u in units[number]}
        if sentence.block != block:
            prose = doc.blocks[sentence.block].kind == "paragraph" and (
                sentence.block == 0 or doc.blocks[sentence.block - 1].kind == "paragraph"
            )
            block = sentence.block
            carrier.open_block(prose, _point(doc.text, sentence.start))
        carrier.open_sentence()
        while at < len(references) and references[at].start < sentence.start:
            at += 1
        stop = at
        while stop < len(references) and references[stop].end <= sentence.end:
            stop += 1
        mine = references[at:stop]
        taken = {i for r in mine for i in range(r.start, r.end)}
        heard = False
        for start, end in _bounds(doc.text, sentence, mine):
            groups = groups_of(doc.text, start, end, mine, following)
            predicates = predicates_of(doc.text, (start, end), taken, verbs, following)
            subject = _subject(doc.text, groups, predicates)
            if doc.text[start - 1 : start] == "；":
                carrier.open_sentence()
            heads = subject is not None and _HEADS_OF.match(doc.text, subject.end, end) is not None
            others = _OTHERS_ATTEND.match(doc.text, start, end) is not None
            holder = _HOLDER.search(doc.text, start, end) is not None
            subject = carrier.listing(groups, subject, predicates, (end, heads, others, holder))
            subject = carrier.row_of_bodies(doc.text, groups, subject, (start, end))
            heard = carrier.follow(groups, subject, heard)
            if subject is None and _STRANGER.match(doc.text, start, end):
                carrier.current = None
            chosen = subject if subject is not None else carrier.current
            carried = subject is None and chosen is not None
            clauses.append(
                Clause(
                    start, end, sentence, tuple(groups), tuple(predicates), chosen, carried, "分别" in doc.text[start:end], carrier.actor
                )
            )
    return [_controlled(doc.text, one, other) for one, other in zip_longest(clauses, clauses[1:])]


_ADVERBIAL = re.compile(r"(?:在|自|自从|从)[^，。；]{3,40}(?:过程中|进程中|工作中|期间|以来|之后|基础上|同时|之际)[，、]?")


def _controlled(text: str, clause: Clause, following: Clause | None) -> Clause:
    """A clause that only sets the scene (在与乙县合作过程中，|甲区…) is about what the clause behind it is about."""
    if following is None or following.sentence != clause.sentence or not clause.carried or following.carried or following.subject is None:
        return clause
    scene = not following.subject.governor and _ADVERBIAL.fullmatch(text, clause.start, clause.end)
    return replace(clause, subject=following.subject) if scene else clause
