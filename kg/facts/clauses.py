"""A shallow parse: sentences into clauses, clauses into groups of references, predicates and the prepositions that govern them.

    今年9月，甲医院、乙医院分别与丙医院、丁医院签约。
    ─► Clause(groups=[甲+乙 "", 丙+丁 "与"], predicates=[签约], respectively=True)

Elided subjects are carried: a clause without a subject has that of the clause before it, a sentence without one that of its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import lexicon as lexicons
from kg.facts.anaphora import Reference
from kg.facts.units import Unit
from kg.model import Document, Sentence

_BREAK = re.compile(r"[，。；！？!?…：]|——")
_SEATED = re.compile(r"(?:设|建|落|坐落|座落|位|开|立)[在于]$")
"""What makes a place qualify the thing behind it, which is then in no place itself: 设在某镇的某中心."""
_JOINTS = frozenset(("、", "和", "与", "及", "以及", "暨", "同"))
_PREPOSITION = re.compile(
    r"(?:在|于|向|与|和|同|跟|对|由|被|把|将|从|自|到|至|赴|往|为|给|以|经|据|经过|经由|围绕|依托|通过|借助|以及|包括|涵盖|例如|按照|根据|除了|针对|面向|前往|来到|抵达|交由|交给|让|请|使|令|携手|联合|会同|联手|系)$"
)
VERB = "动"
"""Governor of a group that stands right behind a verb."""

_LIGHT = frozenset(("是", "系", "为", "会", "能", "来", "去", "据", "说", "介绍", "据悉", "表示", "认为"))
_JOINTLY = frozenset(("携手", "联合", "会同", "联手"))
_WHOLES = frozenset(("当地", "受援地", "全县", "全市", "全州", "全区", "全省"))
_ACT_FOR = re.compile(
    r"代表团|党政|医生|专家|教师|干部|人才|团队|医疗队|工作组|两地|两市|双方|方面|政府|各地|市委|领导|援建|指挥部|首批|前方|后方|教育|医护|老师|队员|组团|师生|三方|两区|两县"
)
_NOMINAL = re.compile(
    r"额|总额|资金|规模|机制|工作(?![组队站室])|方(?!案)|者|商(?!会)|费|率|力度|成果|需求|意向|任务|经验|单位|成效|事业|队伍|人员|干部人才|领域|模式|关系(?=[，。、的])|项目(?=[\d，。、的])|期(?=[间，])|史|路"
)
"""Words that make the verb before them a noun: 投资额, 援疆工作, 合作机制."""

_LONGEST = 400
_BELONGING = frozenset(("下属", "所属", "下辖", "隶属"))
_COPULAS = frozenset(("系", "为"))
_ADVERB = 2
AGENTS = frozenset(("由", "被", "经", "交由", "交给", "让", "请", "使", "令", "经由"))


@dataclass(frozen=True, slots=True)
class GroupOf:
    """References in coordination. `ids`: the entities, in order; `governor`: the preposition before the group, "" where there is none.

    `possessive`: whether 的 follows (该园的配套设施): the group qualifies what comes after it; `attributive`: whether a noun follows that it
    qualifies (阜阳农产品), and that is no word for people who act for it (苏州专家); `listed`: whether 等 follows. `joints`: the words between
    the members; `modified`: whether a relative clause stands before it (两校开办的|某培训班).
    """

    start: int
    end: int
    ids: tuple[str, ...]
    governor: str
    possessive: bool
    named: bool
    attributive: bool = False
    listed: bool = False
    joints: tuple[str, ...] = ()
    modified: bool = False


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb of the frames at `start`:`end`."""

    start: int
    end: int
    word: str


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
    cuts = [sentence.start]
    depth = 0
    for at in range(sentence.start, sentence.end):
        char = text[at]
        depth += (char in "“《（") - (char in "”》）")
        if depth <= 0 and at not in inside and _BREAK.match(text, at):
            cuts.append(at + 1)
    bounds = [(a, b) for a, b in zip(cuts, [*cuts[1:], sentence.end], strict=True) if b > a]
    # no writer's clause is so long: what is, is cut, so that reading stays linear
    return [(at, min(at + _LONGEST, b)) for a, b in bounds for at in range(a, b, _LONGEST)]


def _qualifies(text: str, reference: Reference, following: Unit | None, roles: Mapping[str, str]) -> bool:
    """Whether a reference qualifies the noun that follows it: a product (阜阳农产品), a post (市委常委某某)."""
    if any(text[reference.end : reference.end + n] in roles for n in range(6, 1, -1)):
        return True
    if reference.rule.startswith("stands-for-") and reference.rule[11:] in _WHOLES:
        return True
    verbs = lexicons.load().predicate_verbs
    acts = any(
        text[reference.end : reference.end + n] in verbs or text[reference.end + 2 : reference.end + 2 + n] in verbs for n in (2, 3, 4)
    )
    if following is None or acts or following.text in lexicons.load().factuality:
        return False  # 甲市计划…: what somebody means to do is no thing of his
    if _ACT_FOR.match(following.text) or following.text.startswith("一行"):
        return False
    if following.kind == "figure":
        counted_off = reference.ids[0].startswith("AidTeam/")  # 医疗队三十二人入驻…: it is the team that acts
        return not counted_off and not re.search(r"[次批轮年月天倍期日]$", following.text)
    if following.kind != "word":
        return False
    return following.tag in ("n", "nz", "ng", "b", "nt") and len(following.text) > 1


def _catchword(text: str, first: Reference, last: Reference) -> bool:
    """Whether a name stands in a quotation that goes on behind it (“南通所能”)."""
    return text[first.start - 1 : first.start] == "“" and text[last.end : last.end + 1] != "”" and first.end - first.start <= 4


_LEVELS = frozenset("省 市 县 区 州 镇 乡 村".split())


def _verb_before(units: Mapping[int, Unit], at: int) -> str:
    """VERB where the word before `at` is a verb: what follows it is its object, not a subject; else ""."""
    level = units.get(at - 1)
    if level is not None and level.text in _LEVELS:
        at -= 1  # 看了县|职业技术学校
    for back in (1, 2, 3, 4):
        unit = units.get(at - back)
        if unit is not None and unit.end == at:
            if unit.text in ("了", "着", "过"):
                return _verb_before(units, unit.start)
            return VERB if unit.kind == "word" and unit.tag in ("v", "vd", "vq") and unit.text not in _LIGHT else ""
    return ""


def _relative_verb(text: str, start: int, at: int, units: Mapping[int, Unit]) -> Unit | None:
    """The verb of a relative clause that ends right before `at`: 的 behind a verb, perhaps with an ordinal after it (开办的首期|…)."""
    mark = text.rfind("的", max(start, at - 8), at)
    if mark < 0 or (mark + 1 < at and not _BETWEEN.fullmatch(text, mark + 1, at)):
        return None
    verb = next((units[mark - n] for n in (1, 2, 3, 4) if mark - n in units and units[mark - n].end == mark), None)
    told = verb is not None and verb.kind == "word" and (verb.tag in ("v", "vn", "vd") or verb.text in lexicons.load().predicate_verbs)
    return verb if told else None


_TAKING = ("从", "在", "把", "将", "对", "向")
_BETWEEN = re.compile(r"(?:第?[\d一二三四五六七八九十首两]+[期批届座家个所条项部]?|全[国省市县疆]首[家个座]|“?[\u4e00-\u9fff]{2,4}”?——)")


def _groups(text: str, start: int, end: int, references: Sequence[Reference], following: Mapping[int, Unit]) -> list[GroupOf]:
    """The references of a clause in groups of coordination. `following`: units by their start."""
    roles = lexicons.load().roles
    at = bisect_left(references, start, key=lambda r: r.start)
    mine = [r for r in references[at : bisect_left(references, end, lo=at, key=lambda r: r.start)] if r.end <= end]
    groups: list[GroupOf] = []
    index = 0
    while index < len(mine):
        first = last = mine[index]
        ids = list(first.ids)
        joints: list[str] = []
        while index + 1 < len(mine) and _joined(text, last, mine[index + 1]):
            index += 1
            joints.append(text[last.end : mine[index].start])
            last = mine[index]
            ids += [i for i in last.ids if i not in ids]
        before = _PREPOSITION.search(text, max(start, first.start - 4), first.start)
        governor = before[0] if before else _verb_before(following, first.start)
        follows = bool(groups) and groups[-1].possessive and groups[-1].end + 1 == first.start
        seated = follows and bool(_SEATED.search(text, start, groups[-1].start))  # 设在某区的|某公司
        if not governor and follows and not seated:
            governor = groups[-1].governor  # 在丰台区的某会展馆: the place is the hall
        verb = _relative_verb(text, start, first.start, following)
        if verb is not None and not governor:
            governor = text[verb.start - 1] if text[verb.start - 1 : verb.start] in _TAKING else ""  # 从共建的两市各取一字
        after = text[last.end : last.end + 1]
        group = GroupOf(first.start, last.end, tuple(dict.fromkeys(ids)), governor, after == "的", first.named)
        groups.append(
            replace(
                group,
                attributive=_catchword(text, first, last) or _qualifies(text, last, following.get(last.end), roles),
                listed=after == "等",
                joints=tuple(joints),
                modified=verb is not None or seated,
            )
        )
        index += 1
    return groups


_LISTED_BETWEEN = re.compile(r"、[\u4e00-\u9fff]{2,7}(?:院|校|站|馆|社|厂|店|村|中心|公司|局|学校|园|所|队|基地|车间|企业)、")
"""Of a row, a member that is no name of its own (甲医院、技工学校、乙局)."""


def _joined(text: str, one: Reference, other: Reference) -> bool:
    between = text[one.end : other.start]
    return (
        between in _JOINTS
        or _LISTED_BETWEEN.fullmatch(between) is not None
        or (between == "" and text[one.end - 1] == "》" and text[other.start] == "《")
        or between == ""
        and one.rule == other.rule == "name"
        and len(one.ids) == 1
        and one.end - one.start == 1 == other.end - other.start
    )


def _predicates(
    text: str, bounds: tuple[int, int], taken: set[int], words: Mapping[int, frozenset[str]], units: Mapping[int, Unit]
) -> list[Predicate]:
    """The longest verbs of the frames in a clause, outside references.

    `words`: the verbs by length, longest first; `units`: by their start.
    """
    start, end = bounds
    found = []
    at = start
    while at < end:
        for length, verbs in words.items():
            free = at + length <= end and text[at : at + length] in verbs and not any(i in taken for i in range(at, at + length))
            if free and length == 1 and not _is_word(units, at):
                continue  # 来 in 后来 is no verb
            if free and not _NOMINAL.match(text, at + length) and not (text[at - 1] == "总" and length == 2):
                found.append(Predicate(at, at + length, text[at : at + length]))
                at += length
                break
        else:
            at += 1
    return found


def _is_word(units: Mapping[int, Unit], at: int) -> bool:
    unit = units.get(at)
    return unit is not None and (unit.end == at + 1 or unit.kind == "aid")


def _subject(groups: Sequence[GroupOf], predicates: Sequence[Predicate]) -> GroupOf | None:
    """The group that the clause is about: an agent (由…), of several the one next to its verb; else the first before a predicate
    that nothing governs.
    """
    first = predicates[0].start if predicates else None
    head = _relative_head(groups, predicates)
    for index, group in enumerate(groups):
        if group.governor in _COPULAS and group.joints and predicates and predicates[-1].start - group.end <= _ADVERB and index:
            return group  # 某园系甲市与乙市共建
        inside = any(p.end <= group.start for p in predicates) and any(g.modified and g.start > group.end for g in groups)
        if group.governor in AGENTS and (head is None or group.start > head.start) and not inside:
            verb = next((p.start for p in predicates if p.start >= group.end and p.word not in _BELONGING), None)
            nearer = [g for g in groups[index + 1 :] if verb is not None and g.end <= verb and not g.governor]
            return replace(nearer[-1], governor=group.governor) if nearer else group
    if head is not None:
        return head
    for group in groups:
        if first is not None and group.start > first:
            break
        if not group.governor and not group.attributive:
            return group
    return None


def _spoken_of(groups: Sequence[GroupOf], subject: GroupOf) -> GroupOf:
    """What the next clauses go on about: of a passive (某园由两市共建，地处…) what is done, not who does it."""
    if subject.governor not in AGENTS | _COPULAS:
        return subject
    return next((g for g in groups if g.end <= subject.start and not g.governor and not g.attributive), subject)


def _relative_head(groups: Sequence[GroupOf], predicates: Sequence[Predicate]) -> GroupOf | None:
    """The thing that a relative clause at the clause's beginning qualifies, which is then what the clause is about."""
    head = next((g for g in groups if g.modified and not g.governor and not g.possessive), None)
    inner = [p for p in predicates if head is not None and p.end <= head.start]
    return head if len(inner) <= 1 else None


def verbs_by_length(verbs: Iterable[str]) -> dict[int, frozenset[str]]:
    """Verbs by their length, the longest first."""
    lengths = sorted({len(v) for v in verbs}, reverse=True)
    words = list(verbs)
    return {n: frozenset(v for v in words if len(v) == n) for n in lengths}


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
        self.current: GroupOf | None = None
        self.actor: GroupOf | None = None
        self.fresh = True
        self.lead = GroupOf(0, 0, (cast.protagonist,), "", False, False) if cast.protagonist else None

    def open_block(self, prose: bool) -> None:
        """A new paragraph: a team remains the topic, anybody else only where nobody is the hero of the whole."""
        team = self.topic is not None and bool(set(self.topic.ids) & self.cast.teams)
        self.topic = self.topic if prose and (team or self.lead is None) else self.lead
        self.actor = self.topic
        self.fresh = True

    def open_sentence(self) -> None:
        """A new sentence: what is elided at its beginning is the paragraph's topic."""
        self.current = self.topic

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
        joint = next((g for g in groups if g.governor in _JOINTLY and g.start > spoken.end), None)
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
        if opens and (self.fresh or set(subject.ids) & self.cast.leads or self.topic is None) and not set(subject.ids) & self.cast.persons:
            self.topic = subject
        self.fresh = False


def parse(
    doc: Document, references: Sequence[Reference], verbs: Mapping[int, frozenset[str]], cast: Cast, units: Sequence[Sequence[Unit]]
) -> list[Clause]:
    """The clauses of the document. `cast`: who can act in it; `units`: of its sentences."""
    clauses: list[Clause] = []
    carrier = _Carrier(cast)
    block = -1
    at = 0
    for number, sentence in enumerate(doc.sentences):
        following = {u.start: u for u in units[number]}
        if sentence.block != block:
            prose = doc.blocks[sentence.block].kind == "paragraph" and (
                sentence.block == 0 or doc.blocks[sentence.block - 1].kind == "paragraph"
            )
            block = sentence.block
            carrier.open_block(prose)
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
            groups = _groups(doc.text, start, end, mine, following)
            predicates = _predicates(doc.text, (start, end), taken, verbs, following)
            subject = _subject(groups, predicates)
            if doc.text[start - 1 : start] == "；":
                carrier.open_sentence()
            heard = carrier.follow(groups, subject, heard)
            chosen = subject if subject is not None else carrier.current
            carried = subject is None and chosen is not None
            clauses.append(
                Clause(
                    start, end, sentence, tuple(groups), tuple(predicates), chosen, carried, "分别" in doc.text[start:end], carrier.actor
                )
            )
    return clauses
