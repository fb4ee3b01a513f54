"""Frames to statements: each predicate of a clause, with the arguments that its frame asks for (`kg.facts.places`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.facts import factuality, mutual, praised
from kg.facts.clauses import Clause
from kg.facts.factuality import Factuality
from kg.facts.grouping import VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.places import PLACES, STUDY
from kg.facts.predicates import Predicate
from kg.facts.subjects import LOCATIVE, Case, elided, fits
from kg.facts.travellers import VISIT
from kg.model import STATUSES, Document

_STANDING = Factuality("Standing")

_MEMORY = 12  # groups of a sentence that are remembered: what was named before them is not meant any more


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in the making: ids of subject and object, the clause that says it, the rule, and how far it is a fact.

    `refused`: the frame read it so, but the classes of the two forbid it.
    """

    subject: str
    predicate: str
    object: str
    clause: Clause
    rule: str
    refused: bool = False
    factuality: Factuality = _STANDING


def _pairs(case: Case, subjects: Sequence[str], targets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Subject with object: one by one under 分别, else each with each; of what needs two sides, one side with the other."""
    if case.frame.relation == "cooperatesWith":
        yield from mutual.sides(case, subjects, targets) if targets else ()
    elif set(subjects) == set(targets):
        return
    elif case.clause.respectively and len(subjects) == len(targets) > 1:
        yield from zip(subjects, targets, strict=True)
    else:
        yield from ((a, b) for a in subjects for b in targets)


def read(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """The statements that frames find in the clauses, in order."""
    topic: GroupOf | None = None
    sentence = -1
    visit = False
    previous: list[GroupOf] = []
    earlier: list[GroupOf] = []
    block = -1
    travellers: tuple[str, ...] = ()
    for number, clause in enumerate(clauses):
        if clause.sentence.start != sentence:
            earlier += previous
            if clause.sentence.block != block:
                travellers = ()
                earlier = _carried_over(known.doc, block, clause.sentence.block, earlier, known)
                block = clause.sentence.block
            sentence, previous = clause.sentence.start, []
            topic = clause.subject if clause.carried else None
            visit = VISIT.search(known.doc.text, clause.sentence.start, clause.sentence.end) is not None
            travellers = travellers or _told_next(clauses, number, known)
        following = _built_next(known.doc, clauses, number) if clause.predicates else ()
        apposed = _apposed(clauses, number, known.doc.text)
        memory = tuple(previous[-_MEMORY:]), tuple(earlier[-_MEMORY:])
        for predicate in clause.predicates:
            for frame in known.frames[predicate.word]:
                case = Case(clause, predicate, frame, topic, *memory, visit, following, travellers, apposed)
                told = [replace(f, factuality=_judged(predicate, clause, f.predicate, known)) for f in _statements(case, known)]
                yield from told
                gone = tuple(dict.fromkeys(f.subject for f in told if f.predicate == "visits" and not f.refused))
                touring = known.touring(clause.subject.ids) if frame.relation == "visits" and clause.subject else ()
                travellers = gone or touring or travellers
        if not clause.predicates:
            yield from _static(clause, known)
        own = clause.subject if clause.subject is not None and not clause.carried and not clause.subject.governor else None
        topic = own or next((g for g in clause.groups if not g.governor), None) or topic
        previous += clause.groups


_BUILDS = re.compile(r"建|改造|打造|扩|盖|开发|设立|办")
_REPAIRS = re.compile(r"(?:用于)?(?:修缮|修复|翻修|整修|修整|装修|翻新|扩建|改建|重建|提升|提质|升级)(?:了|改造|扩容|提升)?")
_USED_FOR = re.compile(r"(?:专项|定向|全部|主要)?(?:用于|用在|投向|投到|用来|替|为|帮)")


def _built_next(doc: Document, clauses: Sequence[Clause], number: int) -> tuple[GroupOf, ...]:
    """What the next clause of the sentence builds, where it has no subject of its own (投入6000万元，建成某小学), or uses money for
    (捐资650万元，用于某工程).
    """
    after = clauses[number + 1] if number + 1 < len(clauses) else None
    if after is None or after.sentence != clauses[number].sentence or not after.carried:
        return ()
    if _USED_FOR.match(doc.text, after.start) or _REPAIRS.match(doc.text, after.start):
        return after.groups
    built = [p.end for p in after.predicates if _BUILDS.search(p.word)]
    return tuple(g for g in after.groups if g.governor == VERB or (not g.governor and g.start >= built[0])) if built else ()


def _told_next(clauses: Sequence[Clause], number: int, known: Knowledge) -> tuple[str, ...]:
    """The travellers that a sentence names only behind where they went (来到甲公司，|考察组深入…)."""
    first, after = clauses[number], clauses[number + 1] if number + 1 < len(clauses) else None
    if after is None or after.sentence != first.sentence or after.carried or after.subject is None:
        return ()
    if not elided(first) or not first.predicates:
        return ()
    return known.touring(after.subject.ids)


def _apposed(clauses: Sequence[Clause], number: int, text: str) -> GroupOf | None:
    """What the clause's last word is called: the name right behind the dash that ends it."""
    after = clauses[number + 1] if number + 1 < len(clauses) else None
    if after is None or text[after.start - 1] != "—" or not after.groups:
        return None
    first = after.groups[0]
    return first if not text[after.start : first.start].strip("—“") else None


def _carried_over(doc: Document, old: int, new: int, groups: Sequence[GroupOf], known: Knowledge) -> list[GroupOf]:
    """What a new block remembers: what its heading named, and the last event told of."""
    if old >= 0 and doc.blocks[old].kind == "heading" and doc.blocks[new].kind == "paragraph":
        return list(groups)
    return [g for g in groups if any(known.is_any(i, ("Event",)) for i in g.ids)][-1:]


def _judged(predicate: Predicate, clause: Clause, relation: str, known: Knowledge) -> Factuality:
    """How far what a predicate says, read as `relation`, is a fact."""
    return factuality.judge(known.moods[clause.start], relation, (predicate.start, predicate.end), predicate.word)


def _static(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """甲在乙，… : a place said of its subject without a verb."""
    for one, other in zip(clause.groups, clause.groups[1:], strict=False):
        if not one.governor and other.governor == "在" and other.start - one.end == 1 and clause.end - other.end <= 1:
            for subject in one.ids:
                for target in other.ids:
                    if known.admits("locatedIn", subject, target) and not known.is_any(subject, ("Region", "Person")):
                        yield Found(subject, "locatedIn", target, clause, "在-locatedIn")


_SEATED = ("School", "Hospital", "ResearchInstitute", "Institution", "Park", "Facility")


_WITHIN = re.compile(r"(?:境内|[东南西北中]部|城[东南西北区]|县城|市区|主城区)?的")


def owned(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """What a region or park is said to have: 某镇的某小学 lies there, 某县的某公司 is from there, 园中的某中心 lies in the park."""
    for clause in clauses:
        for one, other in zip(clause.groups, clause.groups[1:], strict=False):
            within = _WITHIN.fullmatch(known.doc.text, one.end, other.start)
            if not within or len(one.ids) != 1 or not other.named:
                continue
            whole = one.ids[0]
            for member in other.ids[:1]:
                firm = known.is_any(member, ("Enterprise",)) and known.is_any(whole, ("Region",))
                seated = known.is_any(member, _SEATED) and known.is_any(whole, ("Region", "Park"))
                relation = "originatesFrom" if firm else "locatedIn"
                if (firm or seated) and known.admits(relation, member, whole):
                    yield Found(member, relation, whole, clause, "place-of-the-thing")


_ENTRUSTED = re.compile(r"(?:运营|经营|管理|运维|管护|招商)(?:工作|权|事务)?(?:均|都|也|则)?(?:由|归|交由|交给|移交给?|委托给?|委托)(?:[^，。；]{2,18}?(?:设立|成立|组建|出资|合资)的)?$")


def entrusted(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Who runs a thing whose running is entrusted to them: 园区的日常管理交给某公司, 运营由某集团承担."""
    told: list[GroupOf] = []
    block = -1
    for clause in clauses:
        if clause.sentence.block != block:
            block = clause.sentence.block
            told = told if known.doc.blocks[block - 1].kind == "heading" else []
        for index, group in enumerate(clause.groups):
            if _ENTRUSTED.search(known.doc.text, clause.start, group.start):
                here = [i for g in clause.groups[:index] for i in g.ids if known.is_any(i, ("Park", "Facility"))]
                before = [i for g in told for i in g.ids if known.is_any(i, ("Park", "Facility"))]
                for thing in here[-1:] or before[:1]:
                    for operator in group.ids:
                        if known.admits("operates", operator, thing):
                            yield Found(operator, "operates", thing, clause, "running-entrusted")
        told = [*told, *clause.groups][-_MEMORY:]


def signed_by_name(clauses: Sequence[Clause], known: Knowledge, parties: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    """Who signs an agreement that no sentence tells the signers of: the two regions of its name. `parties`: them, by agreement."""
    for clause in clauses:
        signing = [p for p in clause.predicates if any(f.relation == "signs" for f in known.frames[p.word])]
        told = _judged(signing[0], clause, "signs", known) if signing else None
        if told is not None and not told.unreal:
            for agreement in (i for g in clause.groups for i in g.ids):
                for party in parties.get(agreement, ()):
                    if known.admits("signs", party, agreement):
                        yield Found(party, "signs", agreement, clause, "agreement-named-after-its-parties", factuality=told)


def works_in(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """A team helps where the text has it act: 某工作队在某县…"""
    for clause in clauses:
        if clause.subject is None or not clause.predicates:
            continue
        told = [_judged(p, clause, "assists", known) for p in clause.predicates]
        real = [t for t in told if not t.unreal and t.polarity == "Affirmed"]
        if not real:
            continue
        best = max(real, key=lambda t: STATUSES.index(t.status))
        teams = [i for i in clause.subject.ids if known.is_any(i, ("AidTeam",))]
        for group in clause.groups:
            arrives = group.governor in ("抵达", "到", "赴", "来到") and not STUDY.search(known.doc.text, clause.start, clause.end)
            if (group.governor in LOCATIVE or arrives) and not group.possessive:
                for team in teams:
                    for target in group.ids:
                        if (
                            known.is_any(target, ("Region",))
                            and target not in known.senders.get(team, ())
                            and known.admits("assists", team, target)
                        ):
                            yield Found(team, "assists", target, clause, "team-works-there", factuality=best)


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


def _signed(case: Case, parties: Sequence[str], agreements: Sequence[str], known: Knowledge) -> Iterator[Found]:
    """Signing: the sides cooperate, and each signs what is named; under 分别 each pair its own agreement."""
    rule = case.predicate.word
    other = PLACES["beside"](case, known)
    own = tuple(i for i in parties if i not in other)
    pairs = [pair for pair in mutual.sides(case, own, other) if known.admits("cooperatesWith", *pair)]
    for pair in pairs:
        yield Found(pair[0], "cooperatesWith", pair[1], case.clause, f"{rule}-together")
    aligned = case.clause.respectively and len(pairs) == len(agreements) > 1
    signed = (
        [(i, a) for pair, a in zip(pairs, agreements, strict=True) for i in pair]
        if aligned
        else [(i, a) for i in parties for a in agreements]
    )
    for party, agreement in signed:
        admitted = fits(case, agreement, known) and known.admits("signs", party, agreement)
        if admitted or party != agreement:
            yield Found(party, "signs", agreement, case.clause, f"{rule}-signs", refused=not admitted)


_A_FIRM = re.compile(r"了?(?:[\d一二三两]+[家个座])?[\u4e00-\u9fff]{0,4}?(?:公司|工厂|企业|厂|分店|门店)")
"""What somebody founds that has no name (在某省成立公司): the place is not where the founder lies."""
_AT_IT = re.compile(
    r"(?:(?:活动|仪式|会|展)(?:[上中]|期间|现场|当天)，?|[，。；](?=同期|其间|期间)|当天，?(?=还|同))(?:还|同时|同步|同期|其间|期间|集中|现场)*$"
)


def _by_nobody(case: Case, text: str) -> bool:
    """Whether a thing is held without anybody who holds it, whoever was told of before (活动上还举办了某仪式)."""
    return case.clause.carried and _AT_IT.search(text, max(0, case.clause.start - 8), case.predicate.start) is not None


_HELD = frozenset(("开展", "举办", "举行", "召开", "推出"))
_OF_BOTH = re.compile(r"协作|合作|帮扶|支援|结对|挂钩")


def _jointly(case: Case, subjects: Sequence[str], targets: Sequence[str], known: Knowledge) -> Iterator[Found]:
    """Two that carry out the scheme of their cooperation cooperate: 甲市与乙县深化东西部协作."""
    if case.frame.relation != "implements" or len(subjects) != 2:
        return
    scheme = any(known.is_any(i, ("Program",)) and _OF_BOTH.search(known.labels[i]) for i in targets)
    if scheme and known.admits("cooperatesWith", *subjects):
        yield Found(subjects[0], "cooperatesWith", subjects[1], case.clause, f"{case.predicate.word}-cooperatesWith")


_CONVENES = frozenset(("召开", "举行"))


def _convened(case: Case, subject: str, target: str, known: Knowledge) -> bool:
    """Whether a person is told to hold a meeting, who then takes part in it (某某率队到乙县，召开某联席会议)."""
    own = case.clause.subject is not None and case.clause.subject.start >= case.clause.sentence.start
    person = own and case.predicate.word in _CONVENES and known.is_any(subject, ("Person",))
    return person and known.admits("participatesIn", subject, target)


_TOKEN = re.compile(r"锦旗|牌匾|匾额|感谢信|哈达|纪念[品册章]")
"""Given in thanks, not in aid."""
_NOUN_OF_HELP = re.compile(r"的(?:大力|无私|关心|支持|帮助|帮扶|援助|支援|和|与|、)*$")
_THANKS = re.compile(r"感谢|谢意|给予")
_STARTS = re.compile(r"(?:启动|投入|正式|开始|上线|试|全面|进入|开业|建成|实现|稳定)+$")


def _starts_running(case: Case, subjects: Sequence[str], known: Knowledge) -> bool:
    """Whether a site is said to begin to run (某中心启动运营), not to run another."""
    own = case.clause.subject
    itself = own is not None and own.ids == tuple(subjects) and all(known.is_any(i, ("Park", "Facility", "Project")) for i in own.ids)
    return itself and _STARTS.search(known.doc.text, case.clause.start, case.predicate.start) is not None


def _no_help(case: Case, text: str) -> bool:
    """Whether a verb of helping tells of a token of thanks, or is a noun that somebody is thanked for (给予甲县的支持帮助表示感谢)."""
    start, end = case.clause.start, case.clause.end
    noun = _NOUN_OF_HELP.search(text, start, case.predicate.start) is not None
    return (noun and _THANKS.search(text, start, end) is not None) or _TOKEN.search(text, case.predicate.end, case.clause.end) is not None


def _at_home(person: str, place: str, known: Knowledge) -> bool:
    """Whether a person would visit the region that he serves, or came from with a delegation (看望甲县籍学生), or a region's body the region."""
    own_body = known.is_any(person, ("GovernmentBody",)) and known.is_any(place, ("Region",))
    return place in (known.sent.get(person) or (known.bodies.get(person),)) or (own_body and known.labels[place] in known.labels[person])


def _statements(case: Case, known: Knowledge) -> Iterator[Found]:
    frame = case.frame
    if frame.relation == "organizes" and _by_nobody(case, known.doc.text):
        return
    subjects = PLACES[frame.subject](case, known)
    targets = PLACES[frame.object](case, known)
    if frame.subject == "parties" and subjects:
        yield from _signed(case, subjects, targets, known)
        return
    if frame.relation == "locatedIn" and frame.subject == "object":
        subjects = tuple(i for i in subjects if known.is_any(i, ("Event", "Park", "Facility", "Project", "Organization")))
    if frame.relation == "locatedIn" and frame.subject == "subject" and frame.object == "at":
        transitive = any(case.predicate.end <= g.start for g in case.clause.groups)
        transitive = transitive or _A_FIRM.match(known.doc.text, case.predicate.end, case.clause.end) is not None
        if case.predicate.word in _HELD:  # 某医院在某街道开展义诊: the hospital lies elsewhere
            subjects = tuple(i for i in subjects if known.is_any(i, ("Event", "Program", "Project")))
        subjects = (
            () if transitive else tuple(i for i in subjects if not known.is_any(i, ("Region", "Person", "GovernmentBody", "AidTeam")))
        )
    yield from _jointly(case, subjects, targets, known)
    targets = praised.without(case, targets, known)
    if frame.relation == "operates" and targets and _starts_running(case, subjects, known):
        return
    if frame.relation == "assists" and _no_help(case, known.doc.text):
        return
    checked = subjects if frame.subject == "object" else targets
    for subject, target in _pairs(case, subjects, targets):
        if frame.relation in ("visits", "assists") and _at_home(subject, target, known):
            continue
        own = subject if frame.subject == "object" else target
        if (own in checked and not fits(case, own, known)) or not known.admits(frame.relation, subject, target):
            if _convened(case, subject, target, known):
                yield Found(subject, "participatesIn", target, case.clause, f"{case.predicate.word}-participatesIn")
            elif subject != target:
                yield Found(subject, frame.relation, target, case.clause, f"{case.predicate.word}-{frame.relation}", refused=True)
            continue
        if frame.relation == "settledIn" and known.is_any(subject, ("AidTeam", "GovernmentBody")):
            continue
        if target in known.senders.get(subject, ()) and frame.relation in ("assists", "visits", "settledIn"):
            continue
        # a park does not come from elsewhere: where it 落户 is where it lies
        relation = "locatedIn" if frame.relation == "settledIn" and known.is_any(subject, ("Park",)) else frame.relation
        yield Found(subject, relation, target, case.clause, f"{case.predicate.word}-{relation}")
