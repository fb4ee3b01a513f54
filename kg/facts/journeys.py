"""Journeys: what a delegation visits besides what its verbs of visiting say, and who travels with it.

甲镇是代表团的第一站。在乙乡，代表团察看了…      甲镇, 乙乡
市政协主席某某前往丙县                            he has come to the delegation's region too
参加活动的，甲市方面有某某、某某                  they have as well
甲乙互访不断                                      each visits the other
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg import gazetteer as gazetteers
from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.grouping import GroupOf
from kg.facts.knowledge import Knowledge

_STOP = re.compile(
    r"(?:是|成为|作为)[^，。；]{0,10}(?:代表团|考察团|考察组|慰问团|调研组|一行|此行|考察|调研)[^，。；]{0,6}(?:首|第[一二三四五]|最后一|下一|另一)站"
)
_STOP_BEFORE = re.compile(r"(?:首|第[一二三四五]|最后一|下一)站[，]?(?:便|就)?(?:是|为|选在|定在|安排在)$")
_LOOKS = re.compile(r"察看|查看|询问|参观|考察|调研|走访|看望|慰问|交谈|走进|来到|走入|走到|观看|品尝|体验|驻足|听取|了解|问|视察|指导|感受|座谈|交流")
_JOINS = re.compile(r"参加|一[同起](?:调研|考察|走访|对接)|带队|率队|陪同|随同|同行|随行|参与|出席|成员(?:有|包括|还有|为)|随团")
_LISTED = re.compile(r"(?:代表团|考察团|访问团|党政团|一行的?|主要)成员(?:有|包括|还有|为)|随团(?:出访|考察|前往)?的(?:还)?有")
_JOURNEY = re.compile(r"(?:参加|随同|陪同|参与|一同参加)了?(?:此次|本次|这次|上述|相关|有关)?(?:学习|实地)?(?:考察|调研|活动|访问|走访|对接|交流)")
"""What they take part in whose heads are told to travel along (市商务局、甲区负责人参加考察)."""
_TRAVELS = ("Region", "Organization")
_SHORT = 2  # characters of a region's name that a firm of it begins with
_MUTUAL = re.compile(r"互访(?!机制|制度|计划)")


def read(clauses: Sequence[Clause], known: Knowledge, framed: Sequence[Found]) -> Iterator[Found]:
    """The visits of the document that its verbs of visiting do not tell. `framed`: what the verbs tell, in the order of the text."""
    visits = [f for f in framed if f.predicate == "visits" and not f.refused and not f.factuality.unreal]
    goers = _goers(visits)
    yield from _stops(clauses, known, goers)
    yield from _members(known, visits)
    yield from _companions(clauses, known, visits)
    yield from _mutual(clauses, known)


def _goers(visits: Sequence[Found]) -> dict[int, tuple[str, ...]]:
    """Who visits, by the start of the clause that says so."""
    goers: dict[int, tuple[str, ...]] = {}
    for visit in visits:
        goers[visit.clause.start] = tuple(dict.fromkeys([*goers.get(visit.clause.start, ()), visit.subject]))
    return goers


def _stops(clauses: Sequence[Clause], known: Knowledge, goers: Mapping[int, tuple[str, ...]]) -> Iterator[Found]:
    """The stops of a journey: what is called one, and where its people look at things (在某乡，代表团询问…)."""
    text = known.doc.text
    travelling: tuple[str, ...] = ()
    for number, clause in enumerate(clauses):
        travelling = goers.get(clause.start, travelling)
        for group in clause.groups:
            called = _STOP.match(text, group.end, clause.end) or _STOP_BEFORE.search(text, clause.start, group.start)
            if called and travelling:
                yield from _told(travelling, group, clause, "stop-of-a-journey", known)
        there = _there(clause)
        after = clauses[number + 1] if number + 1 < len(clauses) else None
        if there is None or after is None or after.sentence != clause.sentence or after.subject is None:
            continue
        plain = clause.end - there.end <= 1 and (text[there.start - 1 : there.start] == "在" or text.startswith("在", clause.start))
        who = tuple(i for i in after.subject.ids if i in travelling or i in known.sent)
        looks = _LOOKS.search(text, after.subject.end if not after.carried else after.start, after.end)
        if plain and who and looks and not after.carried:
            senders = [i for person in who for i in known.sent.get(person, ())]
            yield from _told(tuple(dict.fromkeys([*who, *senders])), there, clause, "looks-there", known)


def _there(clause: Clause) -> GroupOf | None:
    """Where a clause that says nothing else is set: 在某馆，; 在甲县、乙区共建的某馆，."""
    if not clause.groups or clause.groups[0].governor != "在":
        return None
    if len(clause.groups) == 1 and not clause.predicates:
        return clause.groups[0]
    last = clause.groups[-1]
    return last if last.modified and all(p.end <= last.start for p in clause.predicates) else None


def _told(who: Sequence[str], group: GroupOf, clause: Clause, rule: str, known: Knowledge) -> Iterator[Found]:
    real = factuality.judge(known.moods[clause.start], "visits", (group.end, group.end), "")
    for visitor in who:
        for place in group.ids:
            if known.admits("visits", visitor, place) and place not in known.sent.get(visitor, ()):
                yield Found(visitor, "visits", place, clause, rule, factuality=real)


def _destinations(known: Knowledge, visits: Sequence[Found]) -> dict[str, Found]:
    """Of each region that sends a delegation, the first visit of it to a region that is not its own."""
    found: dict[str, Found] = {}
    sending = {s for senders in known.sent.values() for s in senders}
    for visit in visits:
        home = _home(visit.subject, known)
        for sender in known.sent.get(visit.subject, (home or visit.subject,)):
            if (sender in sending or sender == home) and visit.object.startswith("region/") and not _within(visit.object, sender):
                found.setdefault(sender, visit)
    return found


def _home(person: str, known: Knowledge) -> str | None:
    """The region that a traveller has a post in: of a body, the longest that its name begins with."""
    body = known.bodies.get(person, "")
    if not body or body.startswith("region/"):
        return body or None
    named = [e for e in sorted(known.labels) if e.startswith("region/") and known.labels[body].startswith(known.labels[e])]
    return max(named, key=lambda e: len(known.labels[e]), default=None)


def _within(region: str, whole: str) -> bool:
    one, other = region[7:].split("-")[0], whole[7:].split("-")[0]
    return one == other or gazetteers.load().contains(other, one)


def _members(known: Knowledge, visits: Sequence[Found]) -> Iterator[Found]:
    """Whoever of a delegation visits a place in the region that receives it has come to that region."""
    destinations = _destinations(known, visits)
    for visit in visits:
        for sender in known.sent.get(visit.subject, ()):
            whole = destinations.get(sender)
            if whole is None or not visit.object.startswith("region/") or visit.object == whole.object:
                continue
            if _within(visit.object, whole.object) and known.admits("visits", visit.subject, whole.object):
                yield Found(visit.subject, "visits", whole.object, visit.clause, "member-of-a-delegation", factuality=visit.factuality)


def _companions(clauses: Sequence[Clause], known: Knowledge, visits: Sequence[Found]) -> Iterator[Found]:
    """The people of the sender who are told to take part in what the delegation does."""
    destinations = _destinations(known, visits)
    rows: dict[int, list[Clause]] = {}
    for clause in clauses:
        rows.setdefault(clause.sentence.start, []).append(clause)
    own = {v.clause.sentence.start for v in visits}
    for row in (r for start, r in rows.items() if destinations and start not in own):
        text = known.doc.text[row[0].start : row[-1].end]
        if not _JOINS.search(text):
            continue
        listed = len(destinations) == 1 and _LISTED.search(text) is not None  # whoever they serve, they travel
        for one, clause in _travellers(row, known):
            side = next(iter(destinations)) if listed else _side(one, known, destinations)
            whole = destinations[side] if side else None
            later = whole is not None and clause.start >= whole.clause.sentence.end
            if whole is not None and later and known.admits("visits", one, whole.object):
                yield Found(one, "visits", whole.object, clause, "companion-of-a-delegation", factuality=whole.factuality)


def _travellers(row: Sequence[Clause], known: Knowledge) -> Iterator[tuple[str, Clause]]:
    """The people of a sentence, and the bodies whose heads it tells to take part in the journey."""
    for clause in row:
        journey = _JOURNEY.search(known.doc.text, clause.start, clause.end)
        for group in clause.groups:
            heads = journey is not None and group.end <= journey.start() and not group.governor
            yield from ((i, clause) for i in group.ids if known.is_any(i, ("Person",)) or (heads and known.is_any(i, _TRAVELS)))


def _side(one: str, known: Knowledge, destinations: Mapping[str, Found]) -> str | None:
    """The sender of a delegation that somebody travels for: by the region of a person's post, else by the name of the body itself."""
    own = next((s for s in known.sent.get(one, ()) if s in destinations), None)
    if own is not None:
        return own
    body = known.bodies.get(one, "") if known.is_any(one, ("Person",)) else one
    if body.startswith("region/"):
        return next((s for s in destinations if _within(body, s)), None)
    name = known.labels.get(body, "")
    return next((s for s in destinations if name.startswith(known.labels[s][:_SHORT])), None)


def _mutual(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Two regions that visit each other (两地互访)."""
    for clause in clauses:
        match = _MUTUAL.search(known.doc.text, clause.start, clause.end)
        pairs = [g.ids for g in clause.groups if len(g.ids) == 2 and match and g.end <= match.start() and not g.governor]
        if match is None or not pairs:
            continue
        real = factuality.judge(known.moods[clause.start], "visits", (match.start(), match.end()), "互访")
        for one, other in (pairs[-1], pairs[-1][::-1]):
            if known.is_any(one, ("Region",)) and known.admits("visits", one, other):
                yield Found(one, "visits", other, clause, "visit-each-other", factuality=real)
