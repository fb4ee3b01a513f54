"""How what a sentence names stands in it, and what a text has been telling of: what deciding about figures needs to see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.clauses import Clause
from kg.facts.grouping import VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.subjects import COMITATIVE
from kg.model import Document

_AGENT = frozenset(("由", "被", "经", "交由", "委托", "交给", "经由", "让", "请"))
_PLACE = frozenset(("在", "于", "到", "赴", "至", "往", "前往", "来到", "抵达"))
_RESTING = frozenset(("在", "于"))
_GOVERNED = (
    (_PLACE, "place"),
    (frozenset(("给", "为", "向", "对")), "receiver"),
    (COMITATIVE, "partner"),
    (frozenset(("把", "将")), "disposed"),
)
_MAKING = re.compile(
    r"建成|建设|兴建|新建|修建|改建|扩建|援建|投建|打造|建起|盖起|修起|改造|创办|开办|兴办|办起|合办|设立|成立|创立|创建|组建|合组|开设|增设|推出|发起|启动|"
    r"举办|开展|实施|组织|投产|开工|建立|搭建|共建|培育|注册|开发|上马|建"
)
_MADE_NOW = re.compile(rf"(?:{_MAKING.pattern})(?:[了起成]|一[个座家所处条支])?[“《]?$")
_BRINGING = re.compile(r"引进|引来|招引|引入|吸引|落户|入驻|迁入|进驻|落地")
_ASIDE = re.compile(
    r"(?:方|单位|业主|股东|法人|经营者|操盘者|领队|队长|组长|总指挥|负责人|董事长|总经理|院长|校长|馆长|主任|理事长|管理人|运营|承建|承办|施工|打理|经营)"
    r"(?:分别)?(?:是|为|系|叫|由)|双方(?:是|为)|的(?:是|为|叫)"
)
_MEANS = re.compile(r"(?:创新|探索|推行|采取|采用|借助|依托|通过|以|按照|利用|运用|围绕|聚焦|坚持|发挥|打造|形成|构建)[“]?$")
_TAKEN_AS = re.compile(r"[\u4e00-\u9fff]{0,8}?(?:当[作成做]|作为|视[作为]|纳入|列[入为]|摆[在上]|放[在到])")
"""What is only looked at in some way, not worked on: 把某县当作自家人."""
_FUNDS = re.compile(r"(?:[\u4e00-\u9fff]{0,4}(?:协作|帮扶|援助|专项|财政|扶持|引导))?资金|”?(?:重点|标志性)[\u4e00-\u9fff]{0,4}项目")
"""What a programme before it is only named with, as its fund or one of its works: 其中苏陕协作资金6450万元, 苏陕协作重点项目."""
_OF_ITS_PARTS = re.compile(r"\d+[余多]?个(?:州|地州市|县|市|区|旗|乡镇|镇|村|部门|街道|团场)")
_HANDED = re.compile(r"(?<![回同])(?:归|交)$")
_UNDER = re.compile(r"(?:下属|旗下|所属)的?(?:企业|公司)?$")
_IS_MEANS = re.compile(r"[”]?(?:这一|等|为)?(?:模式|机制|形式|方式|理念|载体|契机|抓手|平台|体系|格局|作用)")
_DRAWN_UP = re.compile(r"(?:编制|制定|制订|印发|下发|出台|审议|通过|发布|起草|研究|落实|贯彻|执行|重视|关注|关心|支持)[了出完并]{0,2}(?:(?:19|20)\d\d年)?[“《]?$")
_SINCE = re.compile(r"(?:以来|以后|之后|之际|期间|过程中|当中|之时|周年|年来|时)[，]?$")
_LIVES = re.compile(
    r"[自从]?(?:[\d年月日]*)(?:正式)?(?:成立|组建|开业|投产|运营|开园|开馆|开通|上线|创办|开张|落户|落地|入驻|进驻|设立|启用|建成|抵达|到达|"
    r"来到|进疆|进藏|到任)"
)
_HEARS = re.compile(r"[^，。]{0,14}(?:获悉|了解到|讯|电(?![力商子影视])|消息|报道|采访|看到|见到)")
_REPORTER = re.compile(r"(?:记者|通讯员|特约员|作者|编辑|编审|校对|摄影|文/|采访人员|责编)[：\s]?$")
_SHIFT = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.]?是|第[一二三四五六七八九十]，|其[一二三四五六七八九十][，是]|在?[^，。；：]{2,12}(?:方面|领域|层面)[，：]"
)
_MATTERS = ("Program", "Policy", "Event", "Agreement")
_ACTORS = ("Region", "AidTeam", "GovernmentBody")
_REPORTING = ("Person", "Media")
THINGS = ("Park", "Facility", "Event", "Program", "Project", "Enterprise", "Brand", "School", "Hospital")
REACH, REACH_BEHIND = 24, 6
"""How many references before and behind a figure are candidates: a reader looks no further, and deciding stays linear."""
BY_THE_WAY = frozenset(("agent", "aside", "place", "partner", "receiver", "means", "rule", "frame"))
"""Marks of what is only said by the way: nothing is told of it."""
_RELATIVE = re.compile(r"(?:^|[\u4e00-\u9fff])的$")


@dataclass(frozen=True, slots=True)
class Named:
    """A group of references in its clause. `marks`: how it stands there; `clause`: number of the clause."""

    group: GroupOf
    clause: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What the text before a sentence has told of: its sentence before (`subject`, `thing`, `made`), the paragraph (`lead`), the one before
    (`above`), the heading; `owner`: of the last figure; `recent`: the last things named, in order. `main`, `team`, `title`: what the whole
    document names most, which aid team, and what its title names first; `actor`: the last region, team or body of government that did
    something; `silent`: who only reports what is told.
    """

    subject: str | None = None
    thing: str | None = None
    made: str | None = None
    lead: str | None = None
    above: str | None = None
    actor: str | None = None
    heading: str | None = None
    owner: str | None = None
    recent: tuple[str, ...] = ()
    main: str | None = None
    team: str | None = None
    title: str | None = None
    silent: frozenset[str] = frozenset()


def marks(doc: Document, clause: Clause, known: Knowledge) -> list[frozenset[str]]:
    """How each group of a clause stands in it."""
    result: list[frozenset[str]] = []
    before = clause.start
    for index, group in enumerate(clause.groups):
        lead = doc.text[before : group.start]
        found = {_mark(clause, group, lead, index)}
        if _RELATIVE.search(lead) and index:
            found.add("relative")
        qualifies = group.attributive or (group.possessive and bool(found & {"object", "made", "brought", "free"}))
        if qualifies and not found & {"agent", "aside", "place", "fronted", "receiver", "partner"}:
            found = {"attributive" if index else "attributive-first"}
        if "attributive-first" in found and _OF_ITS_PARTS.match(doc.text, group.end):
            found = {"subject"}  # 某省16个州（市）与…合作
        found = _by_the_way(doc.text, clause, group, lead, known) or found
        if index and "looked-at" in result[-1] and lead in ("", "的"):
            found = {"aside", "looked-at"}
        if index and "agent" in result[-1] and _UNDER.fullmatch(lead):
            found = {"agent"}  # 由某集团下属的某公司运营
        if group.listed:
            found.add("listed")
        result.append(frozenset(found))
        before = group.end
    return result


def _mark(clause: Clause, group: GroupOf, lead: str, index: int) -> str:
    """The place of a group in its clause; `lead`: the text before it, from the group before on; `index`: its number."""
    governed = next((mark for words, mark in _GOVERNED if group.governor in words), "")
    subject = clause.subject is not None and not clause.carried and clause.subject.start == group.start
    if group.governor in _AGENT or (_HANDED.search(lead) and group.governor in ("", VERB)):
        return "agent"
    if _ASIDE.search(lead):
        return "aside"
    if governed == "place":
        return "fronted" if group.start - clause.start <= 3 and group.governor in _RESTING else "place"
    if governed:
        return governed
    if _MADE_NOW.search(lead):
        return "made"
    if subject:
        return "subject"
    if _MAKING.search(lead):
        return "made"
    if _BRINGING.search(lead):
        return "brought"
    return "object" if group.governor == VERB else "adjunct" if group.governor else "free" if index else "first"


def _by_the_way(text: str, clause: Clause, group: GroupOf, lead: str, known: Knowledge) -> set[str]:
    """The mark of what only tells how or since when something is done (创新某模式, 制定某办法, 某合作开展以来), or who reports it."""
    entity = group.ids[0]
    if group.governor in ("把", "将") and _TAKEN_AS.match(text, group.end, clause.end):
        return {"aside", "looked-at"}
    if known.is_any(entity, ("Program",)) and _FUNDS.match(text, group.end, clause.end):
        return {"fund"}
    if known.is_any(entity, _REPORTING):
        reports = _HEARS.match(text, group.end) is not None or (known.is_any(entity, ("Person",)) and _REPORTER.search(lead) is not None)
        return {"reporter"} if reports else set()
    if not known.is_any(entity, _MATTERS) or (group.governor and group.governor != VERB):
        return set()
    rest = text[group.end : clause.end]
    if known.is_any(entity, ("Policy", "Program")) and _DRAWN_UP.search(lead):
        return {"rule"}
    if known.is_any(entity, ("Program",)) and (_MEANS.search(lead) or (group.governor == VERB and _IS_MEANS.match(rest))):
        return {"means"}
    return {"frame"} if len(rest) < 16 and _SINCE.search(rest) and not _LIVES.match(rest) else set()


def tell(told: Told, sentence: Sequence[Named], owner: str | None, known: Knowledge) -> Told:
    """What has been told of after a sentence, given as what it names. `owner`: of its last figure."""
    named = [n for n in sentence if not n.group.listed]
    plain = [n for n in named if not n.marks & BY_THE_WAY]
    subject = next((n.group.ids[0] for n in plain if n.marks & {"subject", "first", "fronted"}), None)
    subject = known.bodies.get(subject, subject) if subject is not None else None  # what a leader does is his body's
    things = [n for n in plain if known.is_any(n.group.ids[0], THINGS)]
    made = [n for n in things if "made" in n.marks]
    leading = [n for n in things if "brought" not in n.marks]
    lead = told.lead or subject or (leading[0].group.ids[0] if leading else None)
    acting = [known.bodies.get(n.group.ids[0], n.group.ids[0]) for n in plain if n.marks & {"subject", "first"}]
    acting = [i for i in acting if known.is_any(i, _ACTORS)]
    return replace(
        told,
        subject=subject or told.subject,
        thing=things[-1].group.ids[0] if things else told.thing,
        made=made[-1].group.ids[0] if made else told.made if not named else None,
        lead=lead,
        actor=acting[0] if acting else told.actor,
        owner=owner or told.owner,
        recent=(*told.recent, *(i for n in named for i in _with_body(n, known)))[-REACH:],
    )


def named_in(doc: Document, clauses: Sequence[tuple[int, Clause]], known: Knowledge) -> list[Named]:
    """What a sentence names, in order, but for who reports it; its clauses come with their numbers."""
    found = [Named(g, number, m) for number, clause in clauses for g, m in zip(clause.groups, marks(doc, clause, known), strict=True)]
    named = [n for n in found if not n.marks & {"reporter", "fund"}]
    return [replace(n, marks=n.marks | {"opens"}) if index == 0 else n for index, n in enumerate(named)]


def _with_body(named: Named, known: Knowledge) -> tuple[str, ...]:
    """What is named, and before a person the body of his post (某医院院长某某): a post names it, though not as somebody who acts."""
    return tuple(i for id in named.group.ids for i in (known.bodies.get(id), id) if i is not None)


def opening(doc: Document, clauses: Sequence[Clause], known: Knowledge) -> Told:
    """What is told of before anything is told: what the whole document is about."""
    titled = [g for c in clauses if doc.blocks[c.sentence.block].kind == "title" for g in c.groups]
    often = Counter(i for c in clauses for g in c.groups for i in g.ids)
    ranked = sorted(often, key=lambda i: (-often[i], i))
    heard = {g.ids[0] for c in clauses for g, m in zip(c.groups, marks(doc, c, known), strict=True) if "reporter" in m}
    return Told(
        silent=frozenset(heard),
        main=next((i for i in ranked if not known.is_any(i, ("Person", "Media"))), None),
        team=next((i for i in ranked if known.is_any(i, ("AidTeam",)) and often[i] > 2), None),
        title=titled[0].ids[0] if titled else None,
    )


def turned(told: Told) -> Told:
    """What remains told of when a new paragraph begins."""
    return replace(told, subject=None, thing=None, made=None, lead=None, owner=None, above=told.lead)


def shifted(told: Told, text: str, start: int, known: Knowledge) -> Told:
    """What remains told of when the sentence at `start` turns to another field of the work (二是…, 劳务协作方面，…)."""
    if not _SHIFT.match(text, start):
        return told
    return replace(told, subject=None, lead=None, thing=None, made=None, owner=None)
