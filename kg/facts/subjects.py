"""Who acts in a case: a predicate in its clause, with the groups around it.

The subject of a clause is not always its predicate's: another one's act may be told (引进甲集团投资兴建…), a relative clause has one of its
own (某市援建的某医院启用), and a cleft names it behind the verb (接手运营的是某公司).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.clauses import AGENTS, JOINTLY, Clause
from kg.facts.grouping import SO_MANY, VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.predicates import Predicate
from kg.lexicon import Frame

LOCATIVE = frozenset(("在", "于"))
COMITATIVE = JOINTLY | {"与", "和", "同", "跟"}
_FIRM_ACTS = frozenset(("investsIn", "establishes", "implements", "settledIn"))
_CLOSE = 4  # characters between who does it and the verb of a relative clause: 联合, 共同
_ORDINAL = 8  # characters between a relative clause's verb and what it qualifies: 的第二届
_ACTS_ON = 3  # characters behind a name, the comma among them, that can hold a verb
_JOINT_ACTS = frozenset(("organizes", "establishes", "issues", "implements", "investsIn", "participatesIn"))
_CAUSE = tuple(
    "引进 引入 支持 帮助 推动 促成 协调 组织 邀请 助力 扶持 带动 见证 撮合 引导 指导 动员 鼓励 吸引 招引 引来 协助 共同见证 牵线 请 邀 服务 明确 确定 规定".split()
)
_SUM = re.compile(
    r"[\u4e00-\u9fff]{0,6}?[超近约达逾]{0,2}[\d.,一二三四五六七八九十百千两]+[余多]?[万亿]*[余多]?(?:元|美元|元人民币)?(?:[\u4e00-\u9fff]{0,4}资金)?"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A predicate in its clause, with what the sentence said before it. `earlier`: what its paragraph and heading named before;
    `visit`: whether the sentence tells of a visit; `following`: what the next clause of the sentence builds, of the same subject;
    `travellers`: who the paragraph told last to go somewhere;
    `apposed`: what the clause names behind a dash (共建的“科创飞地”——某创新中心).
    """

    clause: Clause
    predicate: Predicate
    frame: Frame
    topic: GroupOf | None
    previous: tuple[GroupOf, ...]
    earlier: tuple[GroupOf, ...]
    visit: bool
    following: tuple[GroupOf, ...]
    travellers: tuple[str, ...] = ()
    apposed: GroupOf | None = None


def fits(case: Case, entity: str, known: Knowledge) -> bool:
    """Whether an entity is of the classes that the frame asks for."""
    return not case.frame.classes or known.is_any(entity, case.frame.classes)


def after(case: Case, known: Knowledge) -> list[GroupOf]:
    """Groups behind the predicate, up to the next one that does not follow it at once (投资建设某园区 shares its object)."""
    end = case.predicate.end
    limit = case.clause.end
    for other in case.clause.predicates:
        if other.start >= end and not _relative_of(case, other):
            if other.start - end > 1 and not _SUM.fullmatch(known.doc.text, end, other.start):
                limit = other.start
                break
            end = other.end
    return [g for g in case.clause.groups if case.predicate.end <= g.start < limit]


def _relative_of(case: Case, verb: Predicate) -> bool:
    """Whether a verb is that of a relative clause (参加某局承办的|某培训班)."""
    return any(g.modified and verb.end < g.start <= verb.end + _ORDINAL for g in case.clause.groups)


def governed(case: Case, governors: frozenset[str]) -> tuple[str, ...]:
    """The group that one of `governors` governs: the last one before the predicate, else the first; none of another relative clause."""
    found = [g for g in case.clause.groups if g.governor in governors and not g.possessive and not apart(case, g)]
    before = [g.ids for g in found if g.end <= case.predicate.start]
    return before[-1] if before else next((g.ids for g in found), ())


def apart(case: Case, group: GroupOf) -> bool:
    """Whether what a relative clause qualifies stands between a group and the predicate: one is inside that clause, one is not."""
    return any(
        group.end <= head.start and head.end <= case.predicate.start or case.predicate.end <= head.start and head.end <= group.start
        for head in case.clause.groups
        if head.modified
    )


_OF_THE_HEAD = ("", VERB, "由", "围绕", "根据", "按照", "依托")
"""What may stand before who acts in a relative clause; a preposition governs what the clause qualifies (根据|两市签订的某协议)."""


def _inner_agent(case: Case) -> GroupOf | None:
    """Who is named right before the verb of a relative clause (参加|某局|承办的…)."""
    if not _relative_of(case, case.predicate):
        return None
    near = [g for g in case.clause.groups if g.end <= case.predicate.start <= g.end + _CLOSE and g.governor in _OF_THE_HEAD]
    return near[-1] if near and not near[-1].attributive else None


def acting(case: Case) -> GroupOf | None:
    """The subject of the predicate: the clause's own, and inside a relative clause the one named in it (某市援建的某医院启用)."""
    subject = case.clause.subject
    named = _inner_agent(case)
    if named is not None:
        return named
    if subject is None or not subject.modified or subject.start < case.predicate.end:
        return subject
    inner = [g for g in case.clause.groups if g.end <= case.predicate.start and not g.attributive]
    agents = [g for g in inner if g.governor in AGENTS] or [g for g in inner if not g.governor]
    elided = case.topic if inner and not agents else None  # 甲公司来自某区，在园内兴建的|某基地总投资…
    return agents[0] if agents else elided


def subject(case: Case, known: Knowledge) -> tuple[str, ...]:
    """Who does what the predicate says, with those who do it jointly."""
    another = caused(case, known) or cleft(case, known) or relative(case)
    if another is not None:
        # 来自甲县的某公司、来自乙县的某公司: the row has another's members too
        return another.ids[: len(another.joints) + 1] if case.frame.relation == "originatesFrom" else another.ids
    if case.clause.carried and case.frame.relation == "originatesFrom" and _of_unnamed(case):
        return ()
    if case.frame.relation == "visits" and case.travellers and elided(case.clause):
        return case.travellers
    actor = acting(case)
    own = () if _unnamed(case, known) else actor.ids if actor else ()
    if actor is not None and case.frame.relation == "settledIn" and actor.governor in AGENTS:
        own = _brought_by_another(case, actor, known)
    domain = known.vocabulary.property(case.frame.relation).domain
    if case.clause.carried and case.clause.background and own and not any(known.is_any(i, domain) for i in own):
        own = case.clause.background.ids
    if (
        case.clause.carried
        and case.frame.relation == "locatedIn"
        and _SEAT_OF.search(known.doc.text, case.clause.start, case.predicate.start)
    ):
        return _made(case, known)  # 发起某联盟，秘书处设在…
    founded = not case.predicate.word.startswith(("位于", "地处")) and not governed(case, _DISPOSED)
    if case.clause.carried and case.frame.relation == "locatedIn" and founded and own and all(known.is_any(i, _NOWHERE) for i in own):
        return _last_thing(case, known)
    if case.frame.relation in ("locatedIn", "settledIn"):
        own = governed(case, _DISPOSED) or own
    jointly = case.predicate.word[0] in "合共" or _TOGETHER.search(known.doc.text, case.clause.start, case.predicate.end)
    if case.clause.carried and case.frame.relation in _FIRM_ACTS and not jointly:
        # of a firm and the government it has signed with, the firm goes on to build; one brought in settles
        own = tuple(i for i in own if known.is_any(i, ("Enterprise",))) or _brought(case, known) or own
    elif case.clause.carried and jointly and not any(known.is_any(i, ("Enterprise",)) for i in own):
        own = _brought(case, known) or own  # 引进甲公司，和乙公司共同成立…
    joined = partners(case, known.doc.text) if case.frame.relation in _JOINT_ACTS else ()
    if case.clause.carried and jointly and not joined and case.frame.relation in _JOINT_ACTS:
        # 甲同乙签约，携手建设…; 甲出资，乙出地，合组…
        part = known.doc.text.rfind("；", case.clause.sentence.start, case.clause.start)
        near = (g.ids for g in reversed(case.previous) if g.governor in COMITATIVE and g.start > part)
        joined = next(near, ()) or _others(case, own, part, known)
    return tuple(dict.fromkeys([*own, *joined]))


def _brought_by_another(case: Case, actor: GroupOf, known: Knowledge) -> tuple[str, ...]:
    """The firm that somebody else brings (某公司由甲区引到乙州)."""
    before = [g for g in case.clause.groups if g.end <= actor.start and not g.governor]
    groups = before or ([case.topic] if case.topic else [])
    return tuple(i for g in groups[-1:] for i in g.ids if known.is_any(i, ("Enterprise", "Project")))


def _of_unnamed(case: Case) -> bool:
    """Whether where it comes from qualifies what has no name (来自甲县、乙县等地的企业携带…)."""
    behind = [g for g in case.clause.groups if g.start >= case.predicate.end]
    return bool(behind) and case.clause.end - behind[-1].end > _ACTS_ON


def elided(clause: Clause) -> bool:
    """Whether a clause has no subject, nor any clause before it in its sentence."""
    return clause.subject is None or (clause.carried and clause.subject.start < clause.sentence.start)


def _others(case: Case, own: Sequence[str], part: int, known: Knowledge) -> tuple[str, ...]:
    """Who acts in the clauses before, behind `part`, of the class of the subject."""
    alike = {t for i in own for t in (("Region",) if known.is_any(i, ("Region",)) else known.types[i])}
    actors = [g for g in case.previous if g.start > part and not g.governor and not g.attributive and not g.possessive]
    return tuple(i for g in actors for i in g.ids if known.is_any(i, sorted(alike)))


def _unnamed(case: Case, known: Knowledge) -> bool:
    """Whether somebody without a name acts: 16家企业参展, 两地媒体开设专栏, 沪苏浙3区5市结对帮扶…"""
    if case.clause.carried and SO_MANY.search(known.doc.text, case.clause.start, case.predicate.start):
        return True
    if case.frame.relation == "visits":
        return _TAKES_THERE.search(known.doc.text, case.clause.start, case.predicate.start) is not None
    if case.frame.relation not in ("participatesIn", "settledIn", "issues"):
        return False
    own = case.clause.subject
    if own is not None and own.listed and own.end <= case.clause.start and not case.clause.carried:
        return False  # 某某，某某，以及企业代表|参加: the persons before
    before = [g for g in case.clause.groups if g.end <= case.predicate.start and (g.governor in ("", "以及") or g is own)]
    start = max([g.end for g in before], default=case.clause.start)
    if before and (_BRINGS.match(known.doc.text, start) or (own is not None and _BRINGS.match(known.doc.text, own.end))):
        return False
    return not any(g.listed for g in before) and bool(_COMMON.search(known.doc.text, start, case.predicate.start))


def _made(case: Case, known: Knowledge) -> tuple[str, ...]:
    """What the clause before founded, else the park or site that the paragraph or its heading names first."""
    last = case.previous[-1] if case.previous else None
    if last is not None and last.governor == VERB:
        return last.ids
    return next((g.ids for g in (*case.earlier, *case.previous) if all(known.is_any(i, ("Park", "Facility")) for i in g.ids)), ())


def _last_thing(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The thing told of last, where what acts cannot be what lies somewhere (区里出钱、县里供地，去年奠基于某镇)."""
    groups = (*case.earlier, *([case.topic] if case.topic else []), *case.previous)
    return next((g.ids for g in reversed(groups) if not g.governor and all(known.is_any(i, _THINGS) for i in g.ids)), ())


def _brought(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The firm that the clause before brought in (引进某公司，在乡里投建…)."""
    last = case.previous[-1] if case.previous else None
    if last is None or last.governor != VERB or not all(known.is_any(i, ("Enterprise",)) for i in last.ids):
        return ()
    return last.ids if _BROUGHT.search(known.doc.text[max(0, last.start - 6) : last.start]) else ()


def partners(case: Case, text: str) -> tuple[str, ...]:
    """Who does it with the subject (同某医院发起), unless it is another verb that is done with them (与某县签约建设)."""
    joint = next((g for g in reversed(case.clause.groups) if g.governor in COMITATIVE and g.end <= case.predicate.start), None)
    if joint is None or joint.possessive or apart(case, joint):
        return ()
    if case.frame.relation == "participatesIn" and not joint.listed and _COMMON.search(text, joint.end, case.predicate.start):
        return ()  # 甲市企业和乙市|众多企业参加
    between = [p for p in case.clause.predicates if joint.end <= p.start and p.end < case.predicate.start]
    return joint.ids if not between or joint.governor in JOINTLY else ()


def caused(case: Case, known: Knowledge) -> GroupOf | None:
    """Who does the predicate at another's instance: 引进甲集团投资兴建…, 见证两市签署…, 促成甲与乙签约."""
    text = known.doc.text
    for group in reversed(case.clause.groups):
        if group.end > case.predicate.start or group.attributive:
            continue
        if group.governor in ("", VERB) and _at_its_instance(text, case.clause.start, group.start):
            # 促成甲公司投资的|乙公司落户: what the relative clause qualifies
            return next((g for g in case.clause.groups if g.modified and group.end < g.start and g.end <= case.predicate.start), group)
        near = case.predicate.start - group.end <= _CLOSE and all(known.is_any(i, ("Enterprise",)) for i in group.ids)
        if near and case.frame.relation in _FIRM_ACTS and _RELIES.search(text, case.clause.start, group.start):
            return group  # 依托某公司|建设某园
    return None


def _at_its_instance(text: str, start: int, at: int) -> bool:
    """Whether the words before `at` say that somebody is caused to act (引进甲集团…, 推动招商项目|某项目…)."""
    kind = _KIND.search(text, start, at)
    return any(text.endswith(word, start, end) for end in ((at, kind.start()) if kind else (at,)) for word in _CAUSE)


_KIND = re.compile(r"(?:招商|产业|重点|龙头|知名|本土|农业|合作|协作|民营)*(?:项目|企业)$")
_RELIES = re.compile(r"(?:依托|委托|交由|授权|支持|由)[\u4e00-\u9fff]{0,8}?(?:企业|公司|集团|平台)?$")
_DISPOSED = frozenset(("把", "将"))
_NOWHERE = ("Region", "Person", "GovernmentBody", "AidTeam")
"""Who acts in many places: where it does something is not where it lies."""
_THINGS = ("Park", "Facility", "Project", "Event")
_SEAT_OF = re.compile(r"(?:秘书处|总部|[园校院馆厂社]址|办公地点|会址)")
_TOGETHER = re.compile(r"携手|共同|联合|联手|合力|合作|合资|一起")
_COMMON = re.compile(
    r"[\d一二三四五六七八九十百千万两多余](?:家|支|名|个|位|人|所|对)|企业|队伍|选手|师生|专家|代表|观众|干部|医生|教师|队员|媒体|单位|部门|商户"
)
_TAKES_THERE = re.compile(
    r"(?:组织|邀请|动员|引导|吸引|带动|发动)[^，。；]{0,8}?[\d多批][余多]?(?:家|名|人|位|批|个)?[^，。；]{0,8}?(?:企业|旅行社|游客|客商|师生|学生|群众|市民|商家|职工)$"
)
"""Others who are taken somewhere: 组织20家旅行社|走进某县."""
_BRINGS = re.compile(r"(?:同志|先生|女士)?(?:亲自)?(?:率|带领|带队|带着|带|携|组织|代表|受邀|应邀|选派|派|组队|组团|领)")
"""What a name does that takes others along: 某某率代表团参加, 某县组织20家企业参展."""
_BROUGHT = re.compile(r"(?:引进|引来|引入|招引|招来|迎来|吸引|邀请|请来|拉来|引)[了到]?[^，。]{0,3}$")
_SEATING = frozenset(("locatedIn", "settledIn", "originatesFrom"))


def relative(case: Case) -> GroupOf | None:
    """What a relative clause qualifies: 设在某镇的某中心, 来自某县的某公司, 对口支援某县的某区拨款…."""
    groups = case.clause.groups
    # 来自甲县的某公司|、|来自乙县的某公司: one member of a row before another is not its subject
    far = case.predicate.start - (1 if case.frame.relation == "originatesFrom" else 0)
    before = any((g.end < far or g.end == case.predicate.start) and not g.governor and not g.attributive for g in groups)
    if case.frame.relation == "visits" or before:
        return None  # 走访某镇的某小学: the school is where they go
    for one, other in zip(groups, groups[1:], strict=False):
        if one.start == case.predicate.end and one.possessive and other.start == one.end + 1:
            return other if case.frame.relation in _SEATING or case.clause.end - other.end > _ACTS_ON else None
    return None


_NAMED_LAST = re.compile(r"(?:[\u4e00-\u9fff\d]{0,4}?)?的(?:则|正|就)?(?:是|叫|为)")  # 打理园区|的叫|某公司
_CLEFT = re.compile(r"(?:[\u4e00-\u9fff\d]{0,8}?)?的(?:则|正|就)?(?:是|叫|为)?")


def cleft(case: Case, known: Knowledge) -> GroupOf | None:
    """Who does it, named behind the verb: 接手运营的是某公司, 受托管理园区的某集团."""
    behind, end = None, case.predicate.end
    for group in case.clause.groups:
        if group.start >= case.predicate.end:
            marked = _CLEFT if end == case.predicate.end else _NAMED_LAST
            if marked.fullmatch(known.doc.text[end : group.start]):
                behind = group
                break
            end = group.end
    if behind is None:
        return None
    subject = case.clause.subject
    if (subject is behind and acting(case) is not None) or _inner_agent(case) is not None:
        return None
    return behind if subject is None or case.clause.carried or subject.start >= case.predicate.start or subject.possessive else None
