"""Aid that no single frame tells: people sent, money given, things built, teams at work, by the two sides of the document.

甲区派出5名医生，在乙县人民医院坐诊       甲区 assists 乙县人民医院
乙县某镇的某车间由甲区援建              甲区 assists 乙县
甲市累计投入帮扶资金3亿元               甲市 assists the region that the document tells of as helped
看望乙县人民医院里的甲区医疗队          甲区医疗队 assists 乙县人民医院, 乙县
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.grouping import GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.places import STUDY
from kg.facts.sides import Sides

_WHERE = ("Region", "School", "Hospital", "Institution")
_SITES = ("School", "Hospital")
_PEOPLE = r"(?:医生|医师|医护|护士|教师|老师|校长|专家|干部|人才|队员|骨干|支教|技术员|农技员|志愿者|医务|名医|名师|研究生|团队|医疗队|支教队|服务队)"
_SENT = re.compile(
    r"(?:派出|选派|派遣|派驻|援派|增派|委派|派来|输送|选送|抽调|组派|派去|(?<!互)派(?!出所))[^，。；]{0,16}?(?:\d+[余多]?[名位人批个]|"
    + _PEOPLE
    + ")"
)
_SENT_OFF = re.compile(r"(?:的)?[\d一二三四五六七八九十百两]+[余多]?(?:名|位|批|个)[^，。；]{0,14}?" + _PEOPLE)
_STATIONED = re.compile(r"到岗|支教|任教|驻点|坐诊|常驻|长驻|驻扎|蹲点|帮扶|顶岗|上岗|带教")
_REACHES = re.compile(
    r"(?:(?<![大加升展伸长高])到|在|赴|往|去了?|于|驻|常驻|长驻|进驻|入驻|落脚|走进|来到|前往|抵达|奔赴|驰援|支援|深入|下沉到?|充实到|覆盖|分赴)$"
)
_MONEY = re.compile(
    r"(?:投入|拨付|拨来|拨出|划来|划拨|拨款|援助|安排|落实|注入|拿出|掏出|提供|下达|筹集|筹措|支持|给予)了?"
    r"[^，。；]{0,8}?(?:帮扶|援助|协作|对口|援[疆藏青滇黔]|财政|支援|扶贫)[^，。；]{0,6}?(?:资金|经费|款)"
    r"|(?:捐款|捐资|捐赠|捐助|捐出|捐献)(?!仪式)"
)
_FOR = re.compile(r"(?:给|为|替|帮|帮助|助|用于|用在|投向|向|对|[送交运发捐寄](?:到|往|至|抵|去|给|达))$")
_BENEFIT = re.compile(r"(?:给|为|替|帮)$")
_BUILT = re.compile(r"援建|捐建|帮建|代建|援助建设|援赠|援助")
_MEMBERS = re.compile(
    r"(?:的)?(?:[\d一二三四五六七八九十百]+[余多]?[名位]|领队|队长|副队长|组长|成员|队员|专家|医生|医师|教师|老师|干部|一员)"
)
_INSIDE = re.compile(r"(?:里|内|中)?的$")
_OF_THE_TEAM = re.compile(r"(?:随|随同|跟随|率|率领|带着|带领|带|组成|派出|选派|组建)(?:[\d一二三四五六七八九十百]+[余多]?[人名位]的?)?$")
_ONLY_VISITED = re.compile(r"看望|慰问|走访|会见|座谈")
_THERE = re.compile(r"为[此它其]")
_COMES = re.compile(r"进驻|入驻|到岗|到任|赴任|住下|常驻|驻扎|驻点|到来|抵达|赴")


_Sent = tuple[list[str], tuple[int, int], int]
"""Who sends people, where the clause says so, and from where on it tells where they go."""


@dataclass(slots=True)
class _Told:
    """What the walk has passed, the last ones last: the places of the helped side in the sentence (`latest`), and its sites and regions in
    the paragraph.
    """

    block: int = -1
    sentence: int = -1
    latest: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


class _Reader:
    """A walk over the clauses of a document with what it knows of its sides."""

    def __init__(self, known: Knowledge, sides: Sides) -> None:
        self.known, self.sides = known, sides
        self.text = known.doc.text
        self.told = _Told()

    def enter(self, clause: Clause) -> None:
        """Forget the paragraph before, unless it was a heading."""
        block = clause.sentence.block
        if block != self.told.block:
            heading = self.told.block >= 0 and self.known.doc.blocks[self.told.block].kind == "heading"
            self.told = _Told(block, sites=self.told.sites if heading else [], regions=self.told.regions if heading else [])
        if clause.sentence.start != self.told.sentence:
            self.told.sentence, self.told.latest = clause.sentence.start, []

    def leave(self, clause: Clause) -> None:
        """Remember what the clause names on the helped side."""
        for group in clause.groups:
            for entity in group.ids:
                if self.sides.receives(entity):
                    if self.known.is_any(entity, _SITES):
                        self.told.sites.append(entity)
                    if self.known.is_any(entity, (*_SITES, "Region")):
                        self.told.latest.append(entity)
                    region = entity if self.known.is_any(entity, ("Region",)) else self.sides.county(entity)
                    self.told.regions += [region] if region else []

    def givers(self, ids: Sequence[str], classes: tuple[str, ...] = ("Region", "Organization")) -> list[str]:
        """Those of the side that gives."""
        return [i for i in ids if self.sides.gives(i) and self.known.is_any(i, classes)]

    def helped(self, group: GroupOf) -> list[str]:
        """The regions and bodies of a group that receive."""
        return [i for i in group.ids if self.sides.receives(i) and self.known.is_any(i, _WHERE)]

    def here(self, giver: str) -> list[str]:
        """The county that the paragraph has told of last on the helped side, else the one that the document is about; for a province the
        last province, for a hospital or school the one that the sentence has named.
        """
        site = self.told.latest[-1:] if self.known.is_any(giver, _SITES) else []
        if site and self.known.is_any(site[0], _SITES):
            return site
        whole = giver.endswith("0000")
        told = [i for i in self.told.regions if i.endswith("0000")] if whole else self.told.regions
        near = self.sides.county(told[-1]) if told else self.known.receiver
        fits = near is not None and self.sides.receives(near) and (not whole or near.endswith("00"))
        return [near] if fits and near else []

    def found(self, clause: Clause, one: str, other: str, rule: str, at: tuple[int, int]) -> Iterator[Found]:
        """The statement, where the two can have it and the clause tells it as a fact."""
        if not self.known.admits("assists", one, other) or other in self.known.senders.get(one, ()):
            return
        told = factuality.judge(self.known.moods[clause.start], "assists", at, self.text[at[0] : at[1]])
        yield Found(one, "assists", other, clause, rule, factuality=told)


def read(clauses: Sequence[Clause], known: Knowledge, sides: Sides) -> Iterator[Found]:
    """Who helps whom by people, money, buildings and teams, in the order of the clauses."""
    reader = _Reader(known, sides)
    for number, clause in enumerate(clauses):
        reader.enter(clause)
        following = clauses[number + 1] if number + 1 < len(clauses) and clauses[number + 1].sentence == clause.sentence else None
        for rule in (_people, _money, _built, _benefit, _teams):
            yield from rule(reader, clause, following)
        reader.leave(clause)


def _people(reader: _Reader, clause: Clause, following: Clause | None) -> Iterator[Found]:
    """People sent: 甲区派出5名医生到乙院, 甲区的24名教师去了乙县."""
    text = reader.text
    off = next((x for g in clause.groups if (x := _sent_off(reader, clause, g))), None)
    sent = off or _sent_by_subject(reader, clause)
    if sent is None or STUDY.search(text, clause.start, clause.end):
        return
    own, span, start = sent
    stationed = _STATIONED.search(text, span[0], clause.end) or (off is None and reader.told.regions)
    places = [i for g in clause.groups if g.start >= start if _reached(reader, clause, g) for i in reader.helped(g)]
    if following is not None and (following.carried or text[clause.end - 1] == "："):
        listed = text[following.start - 1] == "：" or text[following.start : following.start + 2] == "落脚"
        places += [i for g in following.groups if listed or _reached(reader, following, g) for i in reader.helped(g)]
    for one in own:
        for other in places or (reader.here(one) if stationed else []):
            yield from reader.found(clause, one, other, "people-sent", span)


def _sent_off(reader: _Reader, clause: Clause, group: GroupOf) -> _Sent | None:
    """Those of the giving side that a group names right before their people (甲区的24名教师)."""
    off = _SENT_OFF.match(reader.text, group.end, clause.end)
    own = reader.givers(group.ids) if off and not group.governor else []
    return (own, off.span(), group.end) if own and off else None


def _sent_by_subject(reader: _Reader, clause: Clause) -> _Sent | None:
    """Those of the giving side that the clause is about, where it says that they send people."""
    sent = _SENT.search(reader.text, clause.start, clause.end)
    own = reader.givers(clause.subject.ids) if sent and clause.subject else []
    return (own, sent.span(), clause.start) if own and sent else None


def _reached(reader: _Reader, clause: Clause, group: GroupOf) -> bool:
    """Whether somebody is said to go to a group or to be at it."""
    return _REACHES.search(reader.text, clause.start, group.start) is not None


def _money(reader: _Reader, clause: Clause, following: Clause | None) -> Iterator[Found]:
    """Money and gifts: 甲市拨付援助资金1000万元; the one named behind 向, 为 or 用于 receives, else the one that is told of."""
    text = reader.text
    given = _MONEY.search(text, clause.start, clause.end)
    if given is None or clause.subject is None or clause.subject.start > given.start():
        return
    if _THERE.search(text, clause.start, given.start()):
        return  # 建起某中心，甲局为此拨付…: it goes to the thing
    later = following.groups if following is not None and following.carried else ()
    aimed = _aimed(reader, clause, clause.groups) or _aimed(reader, clause, later)  # 向乙县捐款，用于某校: the county is given it
    behind = [i for g in (*clause.groups, *later) if g.start >= given.end() for i in g.ids if reader.sides.receives(i)]
    aimed = aimed or [i for i in map(reader.sides.county, behind[:1]) if i]
    for one in reader.givers(clause.subject.ids):
        firm = reader.known.is_any(one, ("Enterprise",))
        for other in aimed or ([] if firm else reader.here(one)):
            yield from reader.found(clause, one, other, "money-given", given.span())


def _aimed(reader: _Reader, clause: Clause, groups: Sequence[GroupOf]) -> list[str]:
    """The helped ones that a gift is said to be for."""
    return [i for g in groups if _FOR.search(reader.text, clause.start, g.start) for i in reader.helped(g)]


def _built(reader: _Reader, clause: Clause, following: Clause | None) -> Iterator[Found]:
    """Things built for somebody: 甲区援建的某小学, 村里的工厂由甲区援建; who receives is where the thing is."""
    text = reader.text
    built = _BUILT.search(text, clause.start, clause.end)
    if built is None or clause.subject is None:
        return
    near = [g for g in clause.groups if g.end <= built.start() and reader.givers(g.ids)]
    own = reader.givers(near[-1].ids) if near else reader.givers(clause.subject.ids)
    behind = [i for g in clause.groups if g.start >= built.end() for i in reader.helped(g)]
    before = [i for g in clause.groups if g.end <= built.start() for i in reader.helped(g)]
    places = [reader.sides.county(i) or i for i in behind[:1]] or before[-1:] or reader.told.latest[-1:]
    for one in own:
        for other in places or reader.here(one):
            yield from reader.found(clause, one, other, "built-as-aid", built.span())


def _benefit(reader: _Reader, clause: Clause, _: Clause | None) -> Iterator[Found]:
    """What is done for somebody: 甲区给乙县请来设计团队."""
    for group in clause.groups:
        if _BENEFIT.search(reader.text, clause.start, group.start) and not group.possessive and clause.subject is not None:
            for one in reader.givers(clause.subject.ids, ("Region", "Institution")):
                for other in reader.helped(group):
                    yield from reader.found(clause, one, other, "done-for-them", (group.end, group.end + 2))


def _teams(reader: _Reader, clause: Clause, _: Clause | None) -> Iterator[Found]:
    """Teams where they work: 看望乙院里的医疗队, 随医疗队进驻乙院; their senders help the region too."""
    text = reader.text
    for index, group in enumerate(clause.groups):
        teams = [i for i in group.ids if reader.known.is_any(i, ("AidTeam",))]
        members = _MEMBERS.match(text, group.end) is not None
        if not teams or (group.possessive and not members):
            continue
        within = clause.groups[index - 1] if index and _INSIDE.fullmatch(text, clause.groups[index - 1].end, group.start) else None
        places = reader.helped(within) if within else []
        acts = members or _OF_THE_TEAM.search(text, clause.start, group.start) or (clause.subject is not None and group == clause.subject)
        if acts and not _ONLY_VISITED.search(text, clause.start, clause.end):
            others = [g for g in clause.groups if g is not group and not g.possessive and _reached(reader, clause, g)]
            places += [i for g in others for i in reader.helped(g) if not i.endswith("0000")]
        if acts and not places and _COMES.search(text, group.end, clause.end):
            places = reader.told.sites[-1:]
        for team in teams:
            for place in places:
                yield from _work(reader, clause, team, place, (group.end, group.end + 2))


def _work(reader: _Reader, clause: Clause, team: str, place: str, at: tuple[int, int]) -> Iterator[Found]:
    """A team that works at a place helps it and its county; so does the region that sent it."""
    yield from reader.found(clause, team, place, "team-works-there", at)
    county = reader.sides.county(place)
    if county:
        yield from reader.found(clause, team, county, "team-works-there", at)
        for sender in sorted(reader.known.senders.get(team, ())):
            if sender in reader.known.types and reader.sides.gives(sender):
                yield from reader.found(clause, sender, county, "sender-of-the-team", at)
