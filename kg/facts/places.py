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
    funded       the object, else what the next clause builds, else what the sentence has told of
    visited      the places of a row behind the predicate, whatever of it has no name; else the object
    event        the object, else the event told of last
    held         the object, else the event that the paragraph tells of
    thing        the object, else what the sentence, paragraph or heading has told of
    at, goal     the group behind 在 (于); behind 到, 赴, 向, 给
    place        the object, else where the clause says
    destination  where the clause says, else the region of the sentence's topic
    named        the first group behind the predicate (主办单位是…)
    told         what the sentence has told of that fits
    topic        that, else what the paragraph or its heading is about
    matter       the first thing that the sentence has told of, else the same
    owner, owned the names before and behind 下属
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.facts import travellers
from kg.facts.grouping import VERB
from kg.facts.knowledge import Knowledge
from kg.facts.objects import GOAL, THEMES, object_of, possible, theme
from kg.facts.subjects import COMITATIVE, LOCATIVE, Case, after, caused, elided, fits, governed, subject

_LED = re.compile(r"率|带领|带队|代表团|考察团|一行")
_LEADS = ("带队", "率队", "领队", "领衔")
_SUM = re.compile(r"[^，。；]{0,6}?[超近约达逾]{0,2}[\d.,一二三四五六七八九十百千两]+[余多]?[万亿]")
_GIVES = frozenset("支持 掏出 拿出 划来 拨来 拨付 拨款 援助 注入 砸下 捐资 捐出 投放 划拨 补助 安排 追加".split())
"""Verbs that tell of money where a sum follows them."""
_SOURCE = frozenset(("从", "自", "由"))
STUDY = re.compile(r"跟岗|挂职|进修|培训|学习|研修")


def _delegation(case: Case, known: Knowledge) -> tuple[str, ...]:
    return travellers.visitors(case, known) if case.visit or (case.travellers and elided(case.clause)) else ()


def _attendants(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The subject, with the regions whose delegations it leads."""
    own = subject(case, known)
    if own and case.frame.relation == "participatesIn":
        beside = (g for g in case.clause.groups if g.end <= case.predicate.start and g.governor == "以及" and (g.listed or len(g.ids) > 1))
        leading = (g for g in case.previous if g.governor == "由" and known.doc.text.startswith(_LEADS, g.end))
        own = tuple(dict.fromkeys([*(i for g in leading for i in g.ids), *own, *(i for g in beside for i in g.ids)]))
    led = _LED.search(known.doc.text, case.clause.sentence.start, case.clause.sentence.end)
    return tuple(dict.fromkeys([*own, *(i for person in own if led for i in known.sent.get(person, ()))]))


def _visited(case: Case, known: Knowledge) -> tuple[str, ...]:
    if travellers.arriving(case, known) is not None:
        return travellers.here(case, known)
    named = travellers.row(case, known) or (() if travellers.quoted(case, known) else object_of(case, known))
    return named or travellers.where(case, known) or travellers.here(case, known)


def _beside(case: Case, _: Knowledge) -> tuple[str, ...]:
    return governed(case, COMITATIVE)


def _with(case: Case, known: Knowledge) -> tuple[str, ...]:
    behind = governed(case, COMITATIVE)
    own = subject(case, known)
    if behind and set(behind) != set(own):
        return behind
    directed = "帮扶" in case.predicate.word and after(case, known)  # 甲、乙结对帮扶丙: one way
    return own if case.predicate.word not in ("签约", "签署", "签订") and not directed else ()


def _source(case: Case, known: Knowledge) -> tuple[str, ...]:
    return governed(case, _SOURCE)


def _partner(case: Case, known: Knowledge) -> tuple[str, ...]:
    behind = governed(case, COMITATIVE)
    if behind and set(behind) != set(subject(case, known)):
        return behind
    own = subject(case, known)
    return object_of(case, known) if after(case, known) or len(own) < 2 else own


_WITNESS = frozenset(("见证", "共同见证", "出席"))


def _parties(case: Case, known: Knowledge) -> tuple[str, ...]:
    witnessed = any(p.end <= case.predicate.start and p.word in _WITNESS for p in case.clause.predicates)
    if witnessed and caused(case, known) is None:
        return ()
    return tuple(dict.fromkeys([*subject(case, known), *governed(case, COMITATIVE)]))


def _at(case: Case, known: Knowledge) -> tuple[str, ...]:
    return governed(case, LOCATIVE)


def _goal(case: Case, known: Knowledge) -> tuple[str, ...]:
    stretch = known.doc.text[case.predicate.end : case.clause.end]
    return () if STUDY.search(stretch) else governed(case, GOAL)


_SETTLES = frozenset("进驻 入驻 迁入 搬入 迁来 落户 落地投产 落户投产 建成投产 相继落地 签约落地 落地生根 落地".split())


def _place(case: Case, known: Knowledge) -> tuple[str, ...]:
    target = next((g.ids for g in after(case, known)[:1] if any(known.in_range(case.frame.relation, i) for i in g.ids)), ())
    said = target or governed(case, LOCATIVE | GOAL)
    if said or case.predicate.word not in _SETTLES:
        return said
    parks = tuple(i for i in _topic(case, known) if known.is_any(i, ("Park",)))
    if parks or case.clause.carried:
        return parks
    groups = [*case.earlier, *case.previous]  # 甲、乙等12家丙省企业相继进驻: the region before the verb is no place to come to
    last = next((g.ids for g in reversed(groups) if any(known.is_any(i, ("Park",)) for i in g.ids)), ())
    return last if len(last) == 1 else ()


def _destination(case: Case, known: Knowledge) -> tuple[str, ...]:
    said = governed(case, LOCATIVE | GOAL)
    if said:
        return said
    own = subject(case, known)
    if any(known.is_any(i, ("AidTeam",)) for i in own) or not own:
        return (known.receiver,) if known.receiver else ()
    if not any(known.in_range("settledIn", i) for i in own):
        return tuple(i for i in _topic(case, known) if known.is_any(i, ("Park",)))  # 一期建成，引来某公司
    return (known.receiver,) if known.receiver in own else own  # of two sides, firms are brought to the one helped


_BUYS = re.compile(
    _SUM.pattern + r"(?:元|美元|港元)?(?:[^，。；]{0,4}?(?:收购|采购|购买|购进|购置|购入)(?![^，。；]*(?:公司|厂|集团|股权|企业))|的[^，。；、]{2,14}、)"
)
"""Money that buys goods, and money for a thing of no name before another member of its row (投资1.5亿元的某项目、|乙公司投资的…)."""


_BROUGHT_IN = re.compile(r"(?:引进|引入|招引|引来|签约|落地|落户|承接|迎来|储备|新增)(?:了)?(?:总|计划|协议|合同)?$")
_COSTING = re.compile(r"(?:额|约|超|近|达|逾)*[\d.]+[余多]?[万亿]+[余多]?(?:元|美元)?(?:以上)?的")


def _is_cost(case: Case, text: str) -> bool:
    """Whether an investment is what a thing costs that is brought in (引进|投资8亿元的某项目): whose money it is, is not said."""
    brought = _BROUGHT_IN.search(text, case.clause.start, case.predicate.start)
    return brought is not None and _COSTING.match(text, case.predicate.end, case.clause.end) is not None


_USED_FOR = re.compile(r"(?:用于|用以|用在|投向|投到)(?:支持|帮助|建设|改造|修缮|修建|新建|实施|推进|援建|对)?$")
_USES = ("Park", "Facility", "Project", "School", "Hospital")


def _funded(case: Case, known: Knowledge) -> tuple[str, ...]:
    """What money goes to: the object; else, where a sum follows, the thing that the sentence has told of (兴建某园区，投入2亿元)."""
    if case.predicate.word in _GIVES and not _SUM.match(known.doc.text, case.predicate.end, case.clause.end):
        return ()  # 安排部署, 拿出方案
    if _BUYS.match(known.doc.text, case.predicate.end, case.clause.end) or _is_cost(case, known.doc.text):
        return ()
    target = object_of(case, known)
    if target:
        return target
    used = next((g.ids for g in case.clause.groups if _USED_FOR.search(known.doc.text, case.predicate.end, g.start)), ())
    if any(known.is_any(i, _USES) for i in used):
        return used
    behind = [g.ids for g in case.clause.groups if g.governor == VERB or not g.governor if g.start >= case.predicate.end]
    built = [ids for ids in [*behind, *(g.ids for g in case.following)] if any(known.in_range("establishes", i) for i in ids)]
    if built and _SUM.match(known.doc.text, case.predicate.end, case.clause.end):
        return built[0]
    if not re.match(
        r"(?:了|资金|援疆资金|[\u4e00-\u9fff]{0,6})?[超近约达逾]?\d", known.doc.text[case.predicate.end : case.predicate.end + 10]
    ):
        return ()
    own = case.clause.subject
    if own is not None and case.clause.carried and own.start < case.clause.sentence.start:
        return ()  # 该线新建里程179公里，投资334亿元: whose money it is, is not said
    things = [
        g
        for g in (*case.previous, *([own] if own else []))
        if not g.attributive and any(known.is_any(i, ("Park", "Facility", "Project", "Program")) for i in g.ids)
    ]
    if things:
        return things[-1].ids
    firm = case.clause.carried and own is not None and all(known.is_any(i, ("Enterprise",)) for i in own.ids)
    told = [g for g in case.previous if firm and g.governor in LOCATIVE and not g.possessive]  # 在某镇流转土地，投资3000万元建设…
    places = governed(case, LOCATIVE) or (told[-1].ids if told else ())
    return tuple(i for i in places if known.is_any(i, ("Region", "Park")))


def _named(case: Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in after(case, known)), ())


_AND_SPEAKS = re.compile(r"并(?:现场|共同|先后|分别)?(?:[作做致讲宣]|发表|见证|主持|揭|为)[^，。；]{0,10}[，。；]")
_BARE = 6  # characters behind a verb, the comma among them, that cannot hold an object: 并讲话，


def _topic(case: Case, known: Knowledge) -> tuple[str, ...]:
    return _told(case, known) or theme(case, known)


def _event(case: Case, known: Knowledge) -> tuple[str, ...]:
    closing = case.clause.end - case.predicate.end <= 1 and all(known.is_any(i, ("Person",)) for i in subject(case, known))
    vague = "见证" in case.predicate.word or ("参加" in case.predicate.word and not closing)  # 两地领导甲、乙参加。
    earlier = () if vague else case.earlier
    groups = [*earlier, *case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    told = [g for g in groups if not known.doc.text.startswith(("精神", "要求", "部署"), g.end)]
    events = [g.ids for g in told if any(known.is_any(i, ("Event",)) for i in g.ids)]
    bare = case.clause.end - case.predicate.end <= _BARE or _AND_SPEAKS.match(known.doc.text, case.predicate.end, case.clause.end)
    said = [g.ids for g in after(case, known) if any(fits(case, i, known) and possible(case, i, known) for i in g.ids)]
    if said or not events or not bare:
        return said[0] if said else ()
    called = _CALLED.match(known.doc.text, case.predicate.end, case.clause.end)
    return events[-1] if called is None or any(called[0] in known.labels.get(i, "") for i in events[-1]) else ()


def _held(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The object; else the event that the paragraph tells of (…展销会在甲市举办。某局主办)."""
    return object_of(case, known) or _event(case, known)


_CALLED = re.compile(r"(?!会议|活动|大会)[\u4e00-\u9fff]{0,4}(?:仪式|会|论坛|展|赛)(?=[，。；])")
"""What a verb calls an event by that has no name of its own: 主持|签约仪式."""


def _thing(case: Case, known: Knowledge) -> tuple[str, ...]:
    return object_of(case, known) or tuple(i for i in _matter(case, known) if known.is_any(i, ("Park", "Facility", "Project")))


def _matter(case: Case, known: Knowledge) -> tuple[str, ...]:
    """What a role is held in: the first thing that the sentence has told of (某馆揭牌，共建方有甲、乙，运营方是丙)."""
    groups = [*([case.topic] if case.topic else []), *case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    things = [
        g for g in groups if any(_thinglike(i, known) and fits(case, i, known) and known.in_range(case.frame.relation, i) for i in g.ids)
    ]
    free = [g for g in things if g.governor not in LOCATIVE]
    return (free or things)[0].ids if things else theme(case, known)


def _thinglike(entity: str, known: Knowledge) -> bool:
    """Whether an entity is a thing rather than somebody: of the institutions, the institutes and those of no nearer class."""
    return known.is_any(entity, (*THEMES, "ResearchInstitute")) or "Institution" in known.types[entity]


def _told(case: Case, known: Knowledge) -> tuple[str, ...]:
    own = () if case.frame.subject == "named" else subject(case, known)
    groups = [*([case.topic] if case.topic else []), *case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    groups = [*(g for g in groups if g.governor in LOCATIVE), *(g for g in groups if g.governor not in LOCATIVE)]  # what lies there first
    return next(
        (
            g.ids
            for g in reversed(groups)
            if any(i not in own and fits(case, i, known) and known.in_range(case.frame.relation, i) for i in g.ids)
        ),
        (),
    )


def _owner(case: Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in reversed(case.clause.groups) if g.end <= case.predicate.start and case.predicate.start - g.end <= 1), ())


def _owned(case: Case, known: Knowledge) -> tuple[str, ...]:
    return next((g.ids for g in after(case, known) if g.start - case.predicate.end <= 1), ())


PLACES: dict[str, Callable[[Case, Knowledge], tuple[str, ...]]] = {
    "subject": subject,
    "delegation": _delegation,
    "parties": _parties,
    "object": object_of,
    "partner": _partner,
    "beside": _beside,
    "with": _with,
    "visitors": travellers.visitors,
    "attendants": _attendants,
    "source": _source,
    "funded": _funded,
    "visited": _visited,
    "event": _event,
    "held": _held,
    "thing": _thing,
    "at": _at,
    "goal": _goal,
    "place": _place,
    "destination": _destination,
    "named": _named,
    "told": _told,
    "topic": _topic,
    "matter": _matter,
    "owner": _owner,
    "owned": _owned,
}
