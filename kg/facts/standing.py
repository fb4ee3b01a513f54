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
_RECEIVER = frozenset(("给", "为", "向", "对"))
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
THINGS = ("Park", "Facility", "Event", "Program", "Project", "Enterprise", "Brand", "School", "Hospital")
REACH, REACH_BEHIND = 24, 6
"""How many references before and behind a figure are candidates: a reader looks no further, and deciding stays linear."""
BY_THE_WAY = frozenset(("agent", "aside", "place", "partner", "receiver"))
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
    document names most, which aid team, and what its title names first.
    """

    subject: str | None = None
    thing: str | None = None
    made: str | None = None
    lead: str | None = None
    above: str | None = None
    heading: str | None = None
    owner: str | None = None
    recent: tuple[str, ...] = ()
    main: str | None = None
    team: str | None = None
    title: str | None = None


def marks(doc: Document, clause: Clause) -> list[frozenset[str]]:
    """How each group of a clause stands in it."""
    result = []
    before = clause.start
    subject = clause.subject if clause.subject is not None and not clause.carried else None
    for index, group in enumerate(clause.groups):
        found = set()
        lead = doc.text[before : group.start]
        if group.governor in _AGENT:
            found.add("agent")
        elif _ASIDE.search(lead):
            found.add("aside")
        elif group.governor in _PLACE:
            found.add("fronted" if group.start - clause.start <= 3 and group.governor in _RESTING else "place")
        elif group.governor in _RECEIVER:
            found.add("receiver")
        elif group.governor in COMITATIVE:
            found.add("partner")
        elif group.governor in ("把", "将"):
            found.add("disposed")
        elif _MADE_NOW.search(lead):
            found.add("made")
        elif subject is not None and subject.start == group.start:
            found.add("subject")
        elif _MAKING.search(lead):
            found.add("made")
        elif _BRINGING.search(lead):
            found.add("brought")
        elif group.governor == VERB:
            found.add("object")
        elif group.governor:
            found.add("adjunct")
        elif index == 0:
            found.add("first")
        else:
            found.add("free")
        if _RELATIVE.search(lead) and index:
            found.add("relative")
        qualifies = group.attributive or (group.possessive and bool(found & {"object", "made", "brought", "free"}))
        if qualifies and not found & {"agent", "aside", "place", "fronted", "receiver", "partner"}:
            found = {"attributive" if index else "attributive-first"}
        if group.listed:
            found.add("listed")
        result.append(frozenset(found))
        before = group.end
    return result


def tell(told: Told, sentence: Sequence[Named], owner: str | None, known: Knowledge) -> Told:
    """What has been told of after a sentence, given as what it names. `owner`: of its last figure."""
    named = [n for n in sentence if not n.group.listed]
    plain = [n for n in named if not n.marks & BY_THE_WAY]
    subject = next((n.group.ids[0] for n in plain if n.marks & {"subject", "first", "fronted"}), None)
    things = [n for n in plain if known.is_any(n.group.ids[0], THINGS)]
    made = [n for n in things if "made" in n.marks]
    lead = told.lead or subject or (things[0].group.ids[0] if things else None)
    return replace(
        told,
        subject=subject or told.subject,
        thing=things[-1].group.ids[0] if things else told.thing,
        made=made[-1].group.ids[0] if made else told.made if not named else None,
        lead=lead,
        owner=owner or told.owner,
        recent=(*told.recent, *(i for n in named for i in _with_body(n, known)))[-REACH:],
    )


def named_in(doc: Document, clauses: Sequence[tuple[int, Clause]]) -> list[Named]:
    """What a sentence names, in order; its clauses come with their numbers."""
    named = [Named(g, number, m) for number, clause in clauses for g, m in zip(clause.groups, marks(doc, clause), strict=True)]
    return [replace(n, marks=n.marks | {"opens"}) if index == 0 else n for index, n in enumerate(named)]


def _with_body(named: Named, known: Knowledge) -> tuple[str, ...]:
    """What is named, and before a person the body of his post (某医院院长某某): a post names it, though not as somebody who acts."""
    return tuple(i for id in named.group.ids for i in (known.bodies.get(id), id) if i is not None)


def opening(doc: Document, clauses: Sequence[Clause], known: Knowledge) -> Told:
    """What is told of before anything is told: what the whole document is about."""
    titled = [g for c in clauses if doc.blocks[c.sentence.block].kind == "title" for g in c.groups]
    often = Counter(i for c in clauses for g in c.groups for i in g.ids)
    ranked = sorted(often, key=lambda i: (-often[i], i))
    return Told(
        main=next((i for i in ranked if not known.is_any(i, ("Person",))), None),
        team=next((i for i in ranked if known.is_any(i, ("AidTeam",)) and often[i] > 2), None),
        title=titled[0].ids[0] if titled else None,
    )


def turned(told: Told) -> Told:
    """What remains told of when a new paragraph begins."""
    return replace(told, subject=None, thing=None, made=None, lead=None, owner=None, above=told.lead)
