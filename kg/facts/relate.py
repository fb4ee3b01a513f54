"""Relating: what the sentences say of the entities, as statements with evidence.

Names imply some relations, frames read the others from clauses. What is said of one subject, property and object is one statement with all
evidence, its status the strongest that any of it gives; what is denied is another. What is wished, supposed or asked is a remark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import confidence
from kg import gazetteer as gazetteers
from kg import lexicon as lexicons
from kg import vocabulary as vocabularies
from kg.facts import (
    aid,
    anaphora,
    apposition,
    attendance,
    bare,
    clauses,
    delegations,
    derive,
    factuality,
    frames,
    funds,
    happenings,
    journeys,
    pairings,
    predicates,
    received,
    receptions,
    refusals,
    sides,
    sites,
    titles,
    ventures,
    whens,
)
from kg.facts.anaphora import Reference
from kg.facts.clauses import Clause
from kg.facts.groups import Group
from kg.facts.knowledge import Knowledge
from kg.facts.main_regions import holds, main_receiver, related
from kg.facts.provenance import Reader, plainest
from kg.facts.recognise import Recognised
from kg.facts.resolve import Resolved
from kg.model import STATUSES, Document, Evidence, Remark, Statement

_ACTORS = ("Region", "Organization", "Person", "Park", "Facility", "Project", "Event")
_LEADS = ("Region", "GovernmentBody", "School", "Hospital", "Institution", "Association", "AidTeam", "ResearchInstitute")

_SEATED = ("位于", "地处", "坐落", "设在", "设于", "建在", "落在", "开在", "选址", "座落", "建到", "does-it-there")
_READERS = (
    frames.read,
    frames.owned,
    frames.entrusted,
    happenings.speaks_at,
    frames.inside,
    frames.works_in,
    sites.read,
    attendance.read,
    funds.read,
    happenings.attends,
)
_AID = re.compile(r"帮扶|支援|援助")
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """A relation as one sentence or name tells it."""

    evidence: Evidence
    status: str = "Standing"
    polarity: str = "Affirmed"
    when: whens.When = whens.NEVER


def knowledge(doc: Document, resolved: Resolved, references: Sequence[Reference]) -> Knowledge:
    """What reading the document's clauses needs."""
    types = {e.id: e.types for e in resolved.entities if e.mentioned}
    labels = {e.id: e.label for e in resolved.entities}
    senders = {i: frozenset(f"region/{c}" for c in g.team.senders) for i, g in resolved.groups.items() if g.team}
    reader = Reader(resolved, references)
    main = main_receiver(resolved)
    home = f"region/{resolved.home}" if f"region/{resolved.home}" in labels else None
    return Knowledge(doc, lexicons.load().frames, types, vocabularies.load(), senders, reader, main, home=home, labels=labels)


def parse(doc: Document, found: Recognised, resolved: Resolved) -> tuple[list[Reference], list[Clause], Knowledge]:
    """References and clauses of the document."""
    named = anaphora.find(doc, resolved)
    named = sorted([*named, *bare.find(doc, resolved, named)], key=lambda r: r.start)
    sent = delegations.find(doc, resolved, named)
    taken = {i for r in named for i in range(r.start, r.end)}
    told = [*sent.standing, *happenings.find(doc, resolved, named)]
    references = sorted([*named, *(r for r in told if not taken & set(range(r.start, r.end)))], key=lambda r: r.start)
    known = replace(knowledge(doc, resolved, references), sent=sent.sent, tours=sent.tours)
    cast = clauses.Cast(
        actors=frozenset(i for i in known.types if known.is_any(i, _ACTORS)),
        leads=frozenset(i for i in known.types if known.is_any(i, _LEADS)),
        teams=frozenset(i for i in known.types if known.is_any(i, ("AidTeam",))),
        persons=frozenset(i for i in known.types if "Person" in known.types[i]),
        protagonist=_protagonist(resolved, references),
    )
    verbs = predicates.verbs_by_length(known.frames)
    titled = titles.with_titles(doc.text, references, cast.persons, lexicons.load())
    parsed = clauses.parse(doc, titled, verbs, cast, found.units)
    return references, parsed, replace(known, moods=factuality.read(doc, parsed, found.units, found.times))


def _protagonist(resolved: Resolved, references: Sequence[Reference]) -> str | None:
    """The aid team that a document tells of: the one referred to most, where it is referred to more than twice."""
    counts = Counter(i for r in references for i in r.ids if resolved.groups[i].cls == "AidTeam")
    best = max(counts, key=lambda i: (counts[i], i), default=None)
    return best if best and counts[best] > 2 else None


def relate(
    doc: Document, recognised: Recognised, resolved: Resolved, parsed: tuple[list[Reference], list[Clause], Knowledge]
) -> tuple[tuple[Statement, ...], tuple[Remark, ...]]:
    """The statements of the document, sorted, and remarks on the relations that were read and cannot be."""
    references, parsed_clauses, known = parsed
    starts = [s.start for s in doc.sentences]
    refused: list[frames.Found] = []
    stated: set[tuple[str, str]] = set()
    said: dict[Key, list[_Said]] = defaultdict(list)
    unreal: set[Remark] = set()
    times = whens.of_clauses(doc, parsed_clauses, recognised.times)
    for implied in [*derive.read(doc, recognised, resolved), *apposition.read(doc, resolved)]:
        if known.admits(implied.predicate, implied.subject, implied.object):
            key = (implied.subject, implied.predicate, implied.object)
            said[key].append(_Said(_around(doc, starts, implied, known.reader)))

    def tell(read: frames.Found) -> None:
        """What a clause tells, with its evidence and time."""
        sentence, completions = read.clause.sentence, known.reader.of(read.clause, (read.subject, read.object))
        evidence = Evidence(sentence.start, sentence.end, read.rule, completions)
        when = whens.of_statement(doc, read.clause, read.predicate, times.get(read.clause.start))
        said[(read.subject, read.predicate, read.object)].append(_Said(evidence, read.factuality.status, read.factuality.polarity, when))

    def sort_out(read: frames.Found) -> None:
        """What a clause tells as a fact is told; what it refuses or only wishes is remembered."""
        if not (read.refused or read.factuality.unreal):
            stated.add((read.subject, read.object))
            tell(read)
        elif not read.factuality.unreal:
            refused.append(read)
        elif not read.refused:
            unreal.add(_as_remark(read, resolved))

    framed = [found for reader in _READERS for found in reader(parsed_clauses, known)]
    told = [*framed, *journeys.read(parsed_clauses, known, framed), *receptions.read(parsed_clauses, known)]
    for read in (*told, *pairings.read(parsed_clauses, known, references)):
        sort_out(read)
    paired = sides.find(resolved, *([(s, o) for s, p, o in said if p == name] for name in ("assists", "locatedIn")))
    for read in _by_sides(parsed_clauses, known, paired, framed):
        sort_out(read)
    _drop_among_givers(said, paired)
    signed = {o for _, p, o in said if p == "signs"}
    for read in frames.signed_by_name(parsed_clauses, known, derive.parties(recognised, resolved)):
        if read.object not in signed:
            tell(read)
    _settle(said, known)
    _drop_misread(said, resolved)
    remarks = refusals.remarks(refused, stated, known, lambda id: resolved.groups[id].label)
    return _statements(said, known), (*remarks, *sorted(unreal, key=lambda r: (r.start, r.end, r.kind, r.note)))


def _by_sides(parsed: Sequence[Clause], known: Knowledge, paired: sides.Sides, framed: Sequence[frames.Found]) -> list[frames.Found]:
    """What is read with the sides of the document known: aid, and firms that come. `framed`: what frames have read."""
    aided = [*aid.read(parsed, known, paired), *received.read(parsed, known, paired)]
    return [*aided, *ventures.read(parsed, known, paired, [*framed, *aided])]


def _drop_among_givers(said: dict[Key, list[_Said]], paired: sides.Sides) -> None:
    """Take away that who gives helps another who gives: such a sentence was read wrongly."""
    for key in [k for k in said if k[1] == "assists" and paired.gives(k[0]) and paired.gives(k[2])]:
        del said[key]


def _as_remark(read: frames.Found, resolved: Resolved) -> Remark:
    """A relation that is told otherwise than as a fact: its kind says how (wish, condition, question, …)."""
    subject, target = (resolved.groups[i].label for i in (read.subject, read.object))
    return Remark(read.factuality.unreal, read.clause.start, read.clause.end, f"{subject} {read.predicate} {target}")


def _around(doc: Document, starts: Sequence[int], implied: derive.Implied, reader: Reader) -> Evidence:
    """The sentence around what implies a relation, so that a reader sees the name where it stands."""
    at = bisect_right(starts, implied.start) - 1
    completions = reader.within(implied.start, implied.end, (implied.subject, implied.object))
    if at >= 0 and implied.end <= doc.sentences[at].end:
        return Evidence(doc.sentences[at].start, doc.sentences[at].end, implied.rule, completions)
    return Evidence(implied.start, implied.end, implied.rule, completions)


def _settle(said: dict[Key, list[_Said]], known: Knowledge) -> None:
    """A firm that comes from one region and opens in another has settled there (来自甲县的某公司…在乙园投产)."""
    homes = defaultdict(set)
    for s, p, o in said:
        if p == "originatesFrom" and o.startswith("region/"):
            homes[s].add(o[7:])
    seats = defaultdict(set)
    for s, p, o in said:
        if p == "locatedIn" and o.startswith("region/"):
            seats[s].add(o[7:])
    for key in [k for k in said if k[1] == "locatedIn" and k[0] in homes and known.is_any(k[0], ("Enterprise",))]:
        places = {key[2][7:]} if key[2].startswith("region/") else seats[key[2]]
        near = any(related(home, place) for home in homes[key[0]] for place in places)
        if not near and known.admits("settledIn", key[0], key[2]):
            said[(key[0], "settledIn", key[2])] += said.pop(key)


def _drop_misread(said: dict[Key, list[_Said]], resolved: Resolved) -> None:
    """Take away what the whole of what is said shows to have been read wrongly."""
    _drop_of_one_region(said, resolved)
    _drop_undirected(said)
    _drop_prefixes(said)
    _drop_weak_places(said)
    _drop_moved_regions(said)


def _drop_of_one_region(said: dict[Key, list[_Said]], resolved: Resolved) -> None:
    """Take away that two organs of one region cooperate (某省委、省政府开展某合作), and that a firm is brought to the region of its name, which
    is more often where it comes from (甲市引进甲市某集团运营乙园).
    """
    for key in [k for k in said if k[1] in ("cooperatesWith", "settledIn")]:
        one, other = (resolved.groups[i] for i in (key[0], key[2]))
        organs = one.cls == other.cls == "GovernmentBody" and one.region is not None and one.region == other.region
        organs = organs or (key[1] == "cooperatesWith" and {one.cls, other.cls} == {"Region", "GovernmentBody"} and _own(one, other))
        named = one.region is not None and other.code is not None and (one.region == other.code or holds(key[2], f"region/{one.region}"))
        brought = one.cls == "Enterprise" and named
        if organs or (brought and all(s.evidence.rule.startswith(("引", "招引")) for s in said[key])):
            del said[key]


def _own(one: Group, other: Group) -> bool:
    """Whether one of two is a body of the other, a region."""
    return one.code is not None and one.code == other.region or other.code is not None and other.code == one.region


def _drop_undirected(said: dict[Key, list[_Said]]) -> None:
    """Take away that two work together where all that says so are words of aid whose direction is told (结对帮扶)."""
    for key in [k for k in said if k[1] == "cooperatesWith"]:
        aided = (key[0], "assists", key[2]) in said or (key[2], "assists", key[0]) in said
        if aided and all(_AID.search(s.evidence.rule) for s in said[key]):
            del said[key]


def _drop_prefixes(said: dict[Key, list[_Said]]) -> None:
    """Take away the places that names imply where the text places the thing in another region (扬州特产展示馆建在榆林市)."""
    stated: dict[str, set[str]] = defaultdict(set)
    for (subject, name, target), found in said.items():
        seated = any(f.evidence.rule.startswith(_SEATED) and _is_fact(f) for f in found)
        if name == "locatedIn" and target.startswith("region/") and seated:
            stated[subject].add(target)
    for key in [k for k, found in said.items() if k[1] == "locatedIn" and all(f.evidence.rule == "name-prefix" for f in found)]:
        others = [o[7:] for o in stated.get(key[0], ()) if o != key[2] and "-" not in o[7:]]
        own = key[2][7:]
        if any(not related(own, o) for o in others):
            del said[key]


def _drop_weak_places(said: dict[Key, list[_Said]]) -> None:
    """Take away the places that only the course of the text gives, of things that something else places no less narrowly."""
    placed: dict[str, set[str]] = defaultdict(set)
    for (subject, name, target), found in said.items():
        if name in ("locatedIn", "settledIn") and any(f.evidence.rule not in sites.PLACED_WEAKLY for f in found):
            placed[subject].add(target)
    for key in [k for k in said if k[1] == "locatedIn" and k[0] in placed]:
        weak = all(f.evidence.rule in sites.PLACED_WEAKLY for f in said[key])
        if weak and not all(holds(o, key[2]) for o in placed[key[0]]):
            del said[key]


def _drop_moved_regions(said: dict[Key, list[_Said]]) -> None:
    """Take away that a division lies in one that it does not lie in by the tables: people of it are there (苏州医疗队驻在阿图什)."""
    divisions = gazetteers.load().divisions
    for key in [k for k in said if k[1] == "locatedIn"]:
        codes = [i.removeprefix("region/") for i in (key[0], key[2])]
        if all(c.isdigit() and c in divisions for c in codes) and not holds(key[2], key[0]):
            del said[key]


def _is_fact(said: _Said) -> bool:
    return said.polarity == "Affirmed" and said.status != "Planned"


def _statements(said: Mapping[Key, list[_Said]], known: Knowledge) -> tuple[Statement, ...]:
    """One statement for each key and polarity; of a symmetric property one direction alone; what a narrower property says is not said
    again.
    """
    result = []
    for key in sorted(said):
        subject, predicate, target = key
        symmetric = known.vocabulary.property(predicate).symmetric
        if symmetric and (target, predicate, subject) in said and subject > target:
            continue
        narrower = said.get((subject, "settledIn", target), []) if predicate == "locatedIn" else []
        both = [*said[key], *(said.get((target, predicate, subject), []) if symmetric else [])]
        for polarity in ("Affirmed", "Denied"):
            mine = [s for s in both if s.polarity == polarity]
            if mine and not (any(map(_is_fact, narrower)) or (narrower and not any(map(_is_fact, mine)))):
                spans = tuple(plainest([s.evidence for s in mine]))
                status = max((s.status for s in mine), key=STATUSES.index)
                sure = confidence.of(predicate, spans)
                when = next((s.when for s in mine if s.when != whens.NEVER), whens.NEVER)
                result.append(Statement(subject, predicate, target, spans, sure, when.date, when.start, when.end, status, polarity))
    return tuple(result)
