"""Delegations: who leads one, who sends it, and the words that stand for it later (代表团, 一行).

甲市委书记某某率党政代表团赴乙县…。代表团走访了丙镇。     某某 and 甲市 visit 乙县, 丙镇
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg import lexicon as lexicons
from kg.facts import titles
from kg.facts.anaphora import Reference
from kg.facts.main_regions import holds, outermost
from kg.facts.resolve import Resolved
from kg.model import Document

TEAM = r"(?:代表团|考察团|访问团|学习团|经贸团|慰问团|党政团|交流团|商务团|招商团|观摩团|参访团|考察组|调研组|调研团|慰问组|督导组|专家组)"
"""What people who travel together are called."""
_LEADS = re.compile(r"率领|率|带领|带队|率队|率团|带着|一行")
_NAMED = re.compile(rf"[^，。；！？]{{0,20}}?(?:{TEAM}|一行)|[^。；！？]{{0,60}}?组成的?[^，。；！？]{{0,14}}?{TEAM}")
_STANDS_FOR = re.compile(
    r"代表团|考察团|考察组|访问团|慰问团|专家组|专家团|调研组|调研团|交流团|学习团|参访团|(?:(?<=[，。；\n])|(?<=^))一行(?:人)?(?!业|政|动)"
)
_MARK = re.compile(r"[，。；]")
_BESIDE = ("、", "，", "和", "与", "及", "以及")
_OWN_NAME = 3  # 党政|代表团: what may stand between the sender's name and the delegation
_SENT_BY = re.compile(rf"(?!领导)[^，。；、：在到赴来]{{0,6}}?{TEAM}")
_SENDS = re.compile(rf"[^，。；、：在到赴来]{{0,6}}?(?:{TEAM}|一行)")
_GOES_OUT = re.compile(rf"(?!领导)[^，。；、：在到赴来]{{0,6}}?{TEAM}(?:一行)?[^，。；]{{0,6}}?(?:来|赴|到|莅临|前往|走进)")
"""Behind a region: its delegation goes somewhere, whoever leads it."""
_COMES = re.compile(r"(?:来|赴|到|莅临)[^，。；、：\n]{1,16}?(?:考察|调研|交流|对接|访问|学习|走访|慰问|帮扶)")
"""Behind a name: it is told itself to go and visit (甲市政协来我县考察)."""
_SENDERS = ("Region", "GovernmentBody", "School", "Hospital", "Association")
_ASSEMBLIES = re.compile(r"政协|人大|工商联|商会|总工会|妇联|团委|科协|文联|残联")
"""Bodies that send delegations of their own, not of their region."""


@dataclass(frozen=True, slots=True)
class Led:
    """A delegation as the text tells of it at `start`, in the block numbered `block`: who leads it, and who sends it as far as it says."""

    start: int
    block: int
    leaders: tuple[str, ...]
    senders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tours:
    """Who travels in a document: `near`: the leaders by sender and number of the block that tells of them last; `alone`: by sender, where
    the document tells of one delegation of theirs; `everybody`: leaders and senders.
    """

    near: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everybody: frozenset[str] = frozenset()

    def leaders(self, sender: str, block: int) -> tuple[str, ...]:
        """Who leads the delegation of `sender` that a block tells of; nobody where the document leaves that open."""
        return self.near.get((sender, block)) or self.alone.get(sender, ())


@dataclass(frozen=True, slots=True)
class Delegations:
    """What a document tells of delegations. `standing`: references of the words that stand for one; `sent`: of each traveller those who
    sent the delegation; `tours`: who travels.
    """

    standing: tuple[Reference, ...]
    sent: Mapping[str, tuple[str, ...]]
    tours: Tours


def find(doc: Document, resolved: Resolved, references: Sequence[Reference]) -> Delegations:
    """The delegations of a document: who leads them, whoever has a post in a region that sends one and is named later, and what stands for
    them.
    """
    persons = {i for i, g in resolved.groups.items() if g.cls == "Person"}
    people = [r for r in references if set(r.ids) & persons]
    by_end = {r.end: r for r in references if not set(r.ids) & persons}
    teams = {i for r in references if _SENT_BY.match(doc.text, r.end) or _COMES.match(doc.text, r.end) for i in r.ids} - persons
    senders: dict[str, tuple[str, ...]] = {}
    led: list[Led] = []
    for row, match in _led(doc, people, by_end):
        named = _NAMED.match(doc.text, match.end()) if match[0] != "一行" else None
        posts = [p for person in row for p in _served(doc, resolved, person, by_end)]
        own = [p for p in posts if p in teams] or (posts if named else [])
        sender = (_sender(resolved, references, named) if named else None) or next(iter(own), None)
        members = tuple(person.ids[0] for person in row)
        for leader in members if named or sender else ():
            senders.setdefault(leader, (sender,) if sender else ())
        sentence = doc.sentence_at(match.start())
        led.append(Led(match.start(), sentence.block if sentence else -1, members, senders.get(members[-1], ())))
    sending = sorted({s for sent in senders.values() for s in sent})
    first = led[0].start if sending else len(doc.text)
    if not sending:  # nobody is told to lead one
        unled = [r for r in references if resolved.groups[r.ids[0]].cls == "Region" and _GOES_OUT.match(doc.text, r.end)]
        sending = sorted({i for r in unled for i in r.ids})
        first = unled[0].start if unled else first
        led = sorted([*led, *(_alone(doc, r) for r in unled)], key=lambda d: d.start)
    beside: dict[int, str] = {}  # of each leader of a region in a row of them, that region, by the end of the name
    for person in (r for r in references if sending and r.start > first and len(r.ids) == 1 and set(r.ids) & persons - senders.keys()):
        home = beside.get(person.start - 1) if doc.text[person.start - 1] == "、" else None
        home = home or _region_of_post(doc, resolved, person, by_end)
        if home is not None and (person.start - 1 in beside or doc.text.startswith("领导", person.start - 2)):
            beside[person.end] = home
        body = next((s for s in sending if home and _within(home, s)), None)
        if body is not None:
            senders[person.ids[0]] = (body,)
    return Delegations(tuple(_standing_for(doc, resolved, led)), senders, _tours(led))


def _alone(doc: Document, sender: Reference) -> Led:
    """A delegation that is told of by its sender alone."""
    sentence = doc.sentence_at(sender.start)
    return Led(sender.start, sentence.block if sentence else -1, (), sender.ids)


def _tours(led: Sequence[Led]) -> Tours:
    near = {(sender, d.block): d.leaders for d in led for sender in d.senders}
    alike: dict[str, set[tuple[str, ...]]] = {}
    for one in led:
        for sender in one.senders:
            alike.setdefault(sender, set()).add(one.leaders)
    alone = {sender: next(iter(leaders)) for sender, leaders in alike.items() if len(leaders) == 1}
    return Tours(near, alone, frozenset(i for d in led for i in (*d.leaders, *d.senders)))


def _within(region: str, whole: str) -> bool:
    return region == whole or holds(whole, region)


def _led(
    doc: Document, persons: Sequence[Reference], by_end: Mapping[int, Reference]
) -> Iterator[tuple[list[Reference], re.Match[str]]]:
    """Each verb of leading with the person right before it in its clause, and those coordinated with that one."""
    ends = [r.end for r in persons]
    lexicon = lexicons.load()
    for match in _LEADS.finditer(doc.text):
        at = bisect_right(ends, match.start()) - 1
        if at >= 0 and match.start() - ends[at] <= 3 and not re.search(r"[，。；、\n]", doc.text[ends[at] : match.start()]):
            first = at
            while first:
                roles = titles.before(doc.text, persons[first].start, by_end, lexicon)
                lead = roles[0].lead if roles else persons[first].start
                between = doc.text[ends[first - 1] : lead]
                if between not in _BESIDE or (between == "，" and not roles):
                    break
                first -= 1
            yield list(persons[first : at + 1]), match


def _sender(resolved: Resolved, references: Sequence[Reference], named: re.Match[str]) -> str | None:
    """Whom a delegation is named by (率烟台市党政代表团, 率某市政协考察团): the last such name before the word for it."""
    inside = [r for r in references if named.start() <= r.start and r.end < named.end() and len(r.ids) == 1]
    fit = [r.ids[0] for r in inside if resolved.groups[r.ids[0]].cls in _SENDERS and _SENDS.fullmatch(named.string, r.end, named.end())]
    return fit[-1] if fit else None


def _served(doc: Document, resolved: Resolved, person: Reference, by_end: Mapping[int, Reference]) -> list[str]:
    """Whom a leader's posts speak for: an assembly or association itself, and the region of the first body."""
    roles = titles.before(doc.text, person.start, by_end, lexicons.load())
    bodies = [r.body.ids[0] for r in roles if r.body and _ASSEMBLIES.search(resolved.groups[r.body.ids[0]].label)]
    region = _region_of_post(doc, resolved, person, by_end)
    others = [r.body.ids[0] for r in roles if r.body and resolved.groups[r.body.ids[0]].cls == "Region"]
    return list(dict.fromkeys([*bodies, region, *others] if region else [*bodies, *others]))


def _region_of_post(doc: Document, resolved: Resolved, person: Reference, by_end: Mapping[int, Reference]) -> str | None:
    """The region that a leader's first post is in: of a body of government, the region it belongs to; of one told of as a leader of a
    region, that region.
    """
    leads = by_end.get(person.start - 2) if doc.text.startswith("领导", person.start - 2) else None
    if leads is not None and resolved.groups[leads.ids[0]].cls == "Region":
        return leads.ids[0]
    for role in titles.before(doc.text, person.start, by_end, lexicons.load()):
        group = resolved.groups[role.body.ids[0]] if role.body else None
        if role.body and group and group.cls == "Region":
            return role.body.ids[0]
        if group and group.cls == "GovernmentBody" and f"region/{group.region}" in resolved.groups:
            return f"region/{group.region}"
    return None


def _standing_for(doc: Document, resolved: Resolved, led: Sequence[Led]) -> Iterator[Reference]:
    """代表团 and 一行 behind the sentence that introduces the delegation, where no other name stands before them."""
    ends = {e for _, e, _ in outermost(resolved.links)}
    starts = [d.start for d in led]
    for match in _STANDS_FOR.finditer(doc.text):
        at = bisect_right(starts, match.start()) - 1
        introduces = at >= 0 and not _MARK.search(doc.text, starts[at], match.start())
        before = doc.text[match.start() - _OWN_NAME : match.start()]
        named = any(match.start() - n in ends for n in range(len(re.split("[，。；、是为由与和向陪迎的\n]", before)[-1]) + 1))
        if at >= 0 and not introduces and not named:
            told = tuple(dict.fromkeys([*led[at].leaders, *led[at].senders]))
            yield Reference(match.start(), match.end(), told, False, f"stands-for-{match[0]}")
