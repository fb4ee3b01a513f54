"""Delegations: who leads one, who sends it, and the words that stand for it later (代表团, 一行).

甲市委书记某某率党政代表团赴乙县…。代表团走访了丙镇。     某某 and 甲市 visit 乙县, 丙镇
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from kg import gazetteer as gazetteers
from kg import lexicon as lexicons
from kg.facts import titles
from kg.facts.anaphora import Reference
from kg.facts.main_regions import outermost
from kg.facts.resolve import Resolved
from kg.model import Document

_LEADS = re.compile(r"率领|率|带领|带队|率队|率团|带着|一行")
_NAMED = re.compile(r"[^，。；！？]{0,14}?(?:代表团|考察团|访问团|学习团|经贸团|慰问团)")
_STANDS_FOR = re.compile(r"代表团|考察团|考察组|访问团|慰问团|专家组|专家团|调研组|交流团|(?:(?<=[，。；\n])|(?<=^))一行(?:人)?(?!业|政|动)")
_MARK = re.compile(r"[，。；]")
_AND_POST = re.compile(r"[、和与][^，。；、]{0,14}")  # 书记甲、|市长|乙率…
_OWN_NAME = 3  # 党政|代表团: what may stand between the sender's name and the delegation


def find(doc: Document, resolved: Resolved, references: Sequence[Reference]) -> tuple[list[Reference], Mapping[str, tuple[str, ...]]]:
    """References of words that stand for a delegation, and the regions that sent the delegation of each of its people: who leads it, and
    whoever has a post in such a region and is named later.
    """
    persons = {i for i, g in resolved.groups.items() if g.cls == "Person"}
    leaders = _led(doc, [r for r in references if set(r.ids) & persons])
    by_end = {r.end: r for r in references if not set(r.ids) & persons}
    senders: dict[str, tuple[str, ...]] = {}
    spoken: list[tuple[int, tuple[str, ...]]] = []
    for row, match in leaders:
        named = _NAMED.match(doc.text, match.end()) if match[0] != "一行" else None
        posts = [_region_of_post(doc, resolved, person, by_end) for person in row] if named else []
        sender = (_sender(resolved, references, named) if named else None) or next((p for p in posts if p), None)
        members = tuple(person.ids[0] for person in row)
        for leader in members if named else ():
            senders.setdefault(leader, (sender,) if sender else ())
        spoken.append((match.start(), (*members, *senders.get(members[-1], ()))))
    sending = {s for sent in senders.values() for s in sent}
    first = spoken[0][0] if spoken else len(doc.text)
    for person in (r for r in references if sending and r.start > first and len(r.ids) == 1 and set(r.ids) & persons - senders.keys()):
        home = _region_of_post(doc, resolved, person, by_end)
        own = next((s for s in sorted(sending) if home and _within(home, s)), None)
        if own is not None:
            senders[person.ids[0]] = (own,)
    return list(_standing_for(doc, resolved, spoken)), senders


def _within(region: str, whole: str) -> bool:
    return region == whole or ("-" not in region and "-" not in whole and gazetteers.load().contains(whole[7:], region[7:]))


def _led(doc: Document, persons: Sequence[Reference]) -> Iterator[tuple[list[Reference], re.Match[str]]]:
    """Each verb of leading with the person right before it in its clause, and those coordinated with that one."""
    ends = [r.end for r in persons]
    for match in _LEADS.finditer(doc.text):
        at = bisect_right(ends, match.start()) - 1
        if at >= 0 and match.start() - ends[at] <= 3 and not re.search(r"[，。；、\n]", doc.text[ends[at] : match.start()]):
            first = at
            while first and _AND_POST.fullmatch(doc.text[ends[first - 1] : persons[first].start]):
                first -= 1
            yield list(persons[first : at + 1]), match


def _sender(resolved: Resolved, references: Sequence[Reference], named: re.Match[str]) -> str | None:
    """The region that a delegation is named by (率烟台市党政代表团)."""
    inside = [r for r in references if named.start() <= r.start and r.end < named.end() and len(r.ids) == 1]
    return next((r.ids[0] for r in inside if resolved.groups[r.ids[0]].cls == "Region"), None)


def _region_of_post(doc: Document, resolved: Resolved, person: Reference, by_end: Mapping[int, Reference]) -> str | None:
    """The region that a leader's first post is in: of a body of government, the region it belongs to."""
    for role in titles.before(doc.text, person.start, by_end, lexicons.load()):
        group = resolved.groups[role.body.ids[0]] if role.body else None
        if role.body and group and group.cls == "Region":
            return role.body.ids[0]
        if group and group.cls == "GovernmentBody" and f"region/{group.region}" in resolved.groups:
            return f"region/{group.region}"
    return None


def _standing_for(doc: Document, resolved: Resolved, spoken: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[Reference]:
    """代表团 and 一行 behind the sentence that introduces the delegation, where no other name stands before them."""
    ends = {e for _, e, _ in outermost(resolved.links)}
    starts = [at for at, _ in spoken]
    for match in _STANDS_FOR.finditer(doc.text):
        at = bisect_right(starts, match.start()) - 1
        introduces = at >= 0 and not _MARK.search(doc.text, starts[at], match.start())
        before = doc.text[match.start() - _OWN_NAME : match.start()]
        named = any(match.start() - n in ends for n in range(len(re.split("[，。；、是为由与和向陪迎的\n]", before)[-1]) + 1))
        if at >= 0 and not introduces and not named:
            yield Reference(match.start(), match.end(), spoken[at][1], False, f"stands-for-{match[0]}")
