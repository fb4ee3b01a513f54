"""Where things lie, told without a verb of lying: a thing that does something in a place, one that is visited where somebody goes, one that
is told of behind the place that its sentence begins with.

    某展销馆在某区开门迎客          代表团赴某县，出席某会议          某县某镇，甲集团投建的某项目昨日并网
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.factuality import Factuality
from kg.facts.frames import Found
from kg.facts.grouping import VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.places import STUDY
from kg.facts.predicates import Predicate
from kg.facts.subjects import LOCATIVE

_STAYS = frozenset(("Park", "Facility", "Project", "Event", "ResearchInstitute", "Institution"))
"""Classes of what does all that it does where it lies: not schools, hospitals, firms and bodies, which act in many places."""
_SITES = _STAYS | {"School", "Hospital"}
_BUILT = frozenset(("Facility", "Project"))
_NO_PLACE = re.compile(r"全[省市县区州国旗镇]|两地|当地")
_DEED = 6  # characters that can stand between a place and the end of its clause where only a verb does: 正式开门迎客
_ELSEWHERE = re.compile(
    r"推广|推开|引[起发]|得名|闻名|获|销|排名|位[列居]|名列|率先|首[家个次]|受到|设立?|上市|发[布行]|[的地]|有|做|成为|开展|举办|名气|火|试用|使用"
)
"""What a thing does in a place that it does not lie in."""
_GOES = re.compile(r"(?:赴|到|来|抵|抵达|前往|来到|到访|访问|走进|赶赴|奔赴|亮相|回访|考察)[了]?$")
_SCENE = re.compile(r"(?:境内|[东南西北中]{1,2}[部侧边头郊]|[城县]?[东南西北]郊|里|内|郊外|城区|县城|山区|腹地|一角|脚下)?[，：]")
_HERE = re.compile(r"这[座处家个片里间条]|眼前的")

PLACED_WEAKLY = frozenset(("visited-there", "told-behind-its-place", "built-where-it-settled"))
"""Rules that only place what nothing else in the document places."""


@dataclass(slots=True)
class _Where:
    """What a reader of sentences remembers. `goal`: the region that somebody has gone to in the sentence; `scene`: the place that it
    began with, or the one that a sentence of its paragraph began with; `fresh`: whether that is this sentence; `settled`: where a firm has
    opened in the sentence.
    """

    sentence: int = -1
    block: int = -1
    goal: GroupOf | None = None
    scene: GroupOf | None = None
    fresh: bool = False
    settled: GroupOf | None = None


def read(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """What lies or is held in a place by what it does there, in the order of the clauses."""
    where = _Where()
    for clause in clauses:
        if clause.sentence.block != where.block:
            where.block, where.scene = clause.sentence.block, None
        if clause.sentence.start != where.sentence:
            where.sentence, where.goal, where.fresh, where.settled = clause.sentence.start, None, False, None
        yield from _stands(clause, known)
        yield from _told_behind(clause, where, known)
        yield from _visited(clause, where, known)
        yield from _built(clause, where, known)
        _notice(clause, where, known)


def _stands(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """甲馆在乙区开门迎客: nothing but an act without an object follows the place."""
    subject, place = clause.subject, clause.groups[-1] if clause.groups else None
    if subject is None or place is None or place.governor not in LOCATIVE or place.possessive or subject.attributive:
        return
    deed = known.doc.text[place.end : clause.end].rstrip("，。；！？：\n")
    if not 1 < len(deed) <= _DEED or _ELSEWHERE.search(deed) or _NO_PLACE.match(known.doc.text, place.start):
        return
    other = "其" in known.doc.text[clause.start : place.start] if clause.carried else subject.start > place.start
    if not subject.possessive and not other:
        yield from _lie(subject, place, (clause, place.end, "does-it-there"), _STAYS, known)


def _notice(clause: Clause, where: _Where, known: Knowledge) -> None:
    """Remember where a clause goes to, or which place it opens its sentence with."""
    text = known.doc.text
    for group in clause.groups:
        whole = len(group.ids) == 1 and known.is_any(group.ids[0], ("Region",))
        if whole and not group.possessive and _GOES.search(text[max(clause.start, group.start - 3) : group.start]):
            where.goal = None if STUDY.search(text, clause.start, clause.end) else group
        if group.governor in LOCATIVE and any(f.relation == "settledIn" for p in clause.predicates for f in known.frames[p.word]):
            where.settled = group
    last = clause.groups[-1] if clause.groups else None
    bare = last is not None and (not clause.predicates or (last.modified and clause.predicates[-1].end < last.start))
    if last is None or clause.start != clause.sentence.start or not bare or len(last.ids) != 1:
        return
    place = known.is_any(last.ids[0], ("Region", "Park")) and last.governor in LOCATIVE | {"", VERB} and last.named
    if place and _SCENE.fullmatch(text, last.end, clause.end):
        where.scene, where.fresh = last, True


def _told_behind(clause: Clause, where: _Where, known: Knowledge) -> Iterator[Found]:
    """What is told of behind the place: in its sentence the subject and what is built there; in those after it what 这座 points to."""
    if where.scene is None:
        return
    rule = (clause, clause.start, "told-behind-its-place")
    for group in clause.groups:
        if _HERE.match(known.doc.text, group.start) or _HERE.search(known.doc.text[max(clause.start, group.start - 3) : group.start]):
            yield from _lie(group, where.scene, rule, _SITES, known)
    if where.fresh:
        built = [g for p in clause.predicates for g in _objects(clause, p, ("establishes",), known)]
        own = [clause.subject] if clause.subject is not None and not clause.carried and not clause.subject.governor else []
        for group in [*own, *built]:
            yield from _lie(group, where.scene, rule, _SITES, known)


def _visited(clause: Clause, where: _Where, known: Knowledge) -> Iterator[Found]:
    """What somebody visits or attends in the region that he has gone to lies there."""
    place = where.goal or (where.scene if where.fresh else None)
    if place is None:
        return
    for predicate in clause.predicates:
        for group in _objects(clause, predicate, ("visits", "participatesIn"), known):
            yield from _lie(group, place, (clause, predicate.start, "visited-there"), _SITES, known)


def _built(clause: Clause, where: _Where, known: Knowledge) -> Iterator[Found]:
    """What a firm goes on to build lies where it has settled (在某园区注册，兴建某项目)."""
    if where.settled is None or not clause.carried:
        return
    for predicate in clause.predicates:
        for group in _objects(clause, predicate, ("establishes",), known):
            yield from _lie(group, where.settled, (clause, predicate.start, "built-where-it-settled"), _BUILT, known)


def _objects(clause: Clause, predicate: Predicate, relations: Sequence[str], known: Knowledge) -> Iterator[GroupOf]:
    """The groups behind a predicate that tells of one of `relations`."""
    if any(f.relation in relations for f in known.frames[predicate.word]):
        yield from (g for g in clause.groups if g.start >= predicate.end and g.governor in ("", VERB))


def _lie(group: GroupOf, place: GroupOf, by: tuple[Clause, int, str], classes: frozenset[str], known: Knowledge) -> Iterator[Found]:
    """That the things of a group lie in a place. `by`: the clause, where in it the act begins, and the rule."""
    clause, start, rule = by
    told = _told(clause, start, known)
    for thing in group.ids if not told.unreal else ():
        for target in place.ids:
            if classes & set(known.types[thing]) and known.admits("locatedIn", thing, target):
                yield Found(thing, "locatedIn", target, clause, rule, factuality=told)


def _told(clause: Clause, start: int, known: Knowledge) -> Factuality:
    return factuality.judge(known.moods[clause.start], "locatedIn", (start, clause.end), known.doc.text[start : clause.end])
