"""What a predicate is done to: the object behind it, before it (把…), in front of a passive, or told of before."""

from __future__ import annotations

import re

from kg.facts import travellers
from kg.facts.grouping import VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.subjects import COMITATIVE, LOCATIVE, Case, acting, after, cleft, fits, relative

GOAL = frozenset(("到", "赴", "向", "至", "往", "给", "为", "对", "前往", "来到", "抵达"))
THEMES = ("Park", "Facility", "Project", "Event", "Program", "Policy", "Publication", "Agreement", "Brand")
_MEANS = frozenset(("依托", "通过", "按照", "根据", "借助", "围绕", "以", "经"))
_MEANWHILE = re.compile(r"期间|之际|前夕|会前|间隙")
"""What makes of an event the time of something else (在某博览会|期间，由甲市主办的…)."""
_COMES_TO_BE = frozenset(("成立", "挂牌成立", "揭牌成立", "注册成立", "建成"))
"""What a thing does itself where nothing stands behind the verb."""
_DONE = frozenset(("implements", "establishes", "operates", "organizes", "investsIn"))


def object_of(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The first fitting group behind the predicate; else one put before it (把…, or the topic of a passive); () where there is none."""
    behind = after(case, known)
    whole = _is_made(case, known)
    if whole:
        return whole
    if case.frame.relation == "organizes" and not any(fits(case, i, known) for g in behind for i in g.ids):
        last = [g for g in case.clause.groups[-1:] if g.governor == VERB and case.clause.end - g.end <= 1]
        behind = [g for g in last if g.start >= case.predicate.end]  # 召开|共建某园联席会议。
    for index, group in enumerate(behind):
        owner = group.possessive and index + 1 < len(behind) and behind[index + 1].start == group.end + 1 and relative(case) is None
        if owner and any(fits(case, i, known) and possible(case, i, known) for i in behind[index + 1].ids):
            continue  # 走访某镇的某小学
        if case.frame.relation == "visits" and travellers.passed_over(known.doc.text, group, behind[index + 1 :]):
            continue
        if group.governor in COMITATIVE | LOCATIVE | GOAL and known.doc.text[group.start - 1] != known.doc.text[case.predicate.end - 1]:
            continue
        if any(fits(case, i, known) and possible(case, i, known) for i in group.ids):
            return group.ids
    if case.apposed is not None and not behind:
        return case.apposed.ids
    for group in case.clause.groups:
        if group.governor in ("把", "将") and group.end <= case.predicate.start:
            return group.ids
        run = case.frame.relation == "operates" and group.possessive and group.end < case.predicate.start
        if run and _ITS_RUNNING.fullmatch(known.doc.text, group.end, case.predicate.start) and topical(case, group, known):
            return group.ids  # 负责某园的招商|运营
    if cleft(case, known) is not None:
        return next((g.ids for g in reversed([*case.previous, *case.clause.groups]) if g.end <= case.predicate.start), ())
    actor = acting(case)
    if case.predicate.word in _COMES_TO_BE and actor is not None and actor is case.clause.subject and not actor.governor:
        return ()  # 某园挂牌成立
    patient = _patient(case, known)
    if patient:
        return patient
    said = actor is not None and not case.clause.carried
    fronted = _fronted(case, actor) if said and actor is not None and actor.governor else []
    if fronted and (topical(case, fronted[-1], known) or (said and actor is not None and actor.governor == "被")):
        return fronted[-1].ids  # 该公司由甲集团设立
    final = case.clause.end - case.predicate.end <= 2 and not case.clause.carried and case.frame.relation != "visits"
    if final and case.topic is not None and case.topic is not actor and topical(case, case.topic, known):
        return case.topic.ids
    if said and actor is not None and actor.governor and not fronted:
        return case.topic.ids if case.topic is not None and topical(case, case.topic, known) else theme(case, known)
    return ()


_ITS_RUNNING = re.compile(r"的(?:日常|招商|开发|建设|投资|物业|整体|具体|市场化|[、和及与])*")
_COPULA = re.compile(r"(?:就|便|也|正|则)?(?:是|系|为)$")


def _is_made(case: Case, known: Knowledge) -> tuple[str, ...]:
    """What is said to be made by those behind 是由 (某园|是由两市共建的“科创飞地”)."""
    actor = acting(case)
    if actor is None or actor.governor != "由" or case.frame.relation not in ("establishes", "investsIn"):
        return ()
    told = known.doc.text[case.predicate.end : case.predicate.end + 1]
    first = next((g for g in case.clause.groups if not g.governor and g.end < actor.start), None)
    says = first is not None and told == "的" and _COPULA.fullmatch(known.doc.text, first.end, actor.start - 1)
    return first.ids if first is not None and says and all(known.is_any(i, ("Park", "Facility", "Project")) for i in first.ids) else ()


def topical(case: Case, group: GroupOf, known: Knowledge) -> bool:
    """Whether a group told of before can be what the predicate is done to: what is run without being named is a place, not a firm."""
    run = case.frame.relation == "operates"
    return any(known.in_range(case.frame.relation, i) and (not run or known.is_any(i, THEMES)) for i in group.ids)


def _patient(case: Case, known: Knowledge) -> tuple[str, ...]:
    """What several have done, each in a clause of its own (工程由甲集团投资，乙局组织实施，|丙公司承建)."""
    first = next(iter(case.previous), None)
    actor = case.clause.subject
    bare = not after(case, known) and case.clause.end - case.predicate.end <= 2 and not case.clause.carried
    if first is None or actor is None or actor is first or not bare or case.frame.relation not in _DONE:
        return ()
    if actor.governor == "由" and any(not g.governor and topical(case, g, known) for g in _fronted(case, actor)):
        return ()  # …，|该公司|由两家集团出资成立
    if first.governor == "由":
        return theme(case, known)  # 活动由甲局主办，|乙会承办
    agents = not first.governor and any(g.governor == "由" for g in case.previous[1:])
    fit = agents and any(known.is_any(i, THEMES) and known.in_range(case.frame.relation, i) and fits(case, i, known) for i in first.ids)
    return first.ids if fit else ()


def _fronted(case: Case, actor: GroupOf) -> list[GroupOf]:
    return [g for g in case.clause.groups if g.end <= actor.start]


def theme(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The thing that the paragraph or its heading is about, which a passive without a patient means (由两市共建)."""
    return next(
        (
            g.ids
            for g in reversed([*case.earlier, *case.previous])
            if g.governor not in _MEANS and not _MEANWHILE.match(known.doc.text, g.end)
            and any(known.is_any(i, THEMES) and fits(case, i, known) and known.in_range(case.frame.relation, i) for i in g.ids)
        ),
        (),
    )


def possible(case: Case, entity: str, known: Knowledge) -> bool:
    """Whether the vocabulary lets an entity stand where the frame puts its object (引进某公司: what is brought in is who settles)."""
    if case.frame.subject == "object":
        return known.is_any(entity, known.vocabulary.property(case.frame.relation).domain)
    return known.in_range(case.frame.relation, entity)
