"""What bears one name and is not one: a pure function over the union of documents, before anything is merged.

    lines ─ part ─► lines in which namesakes have IRIs of their own, what was parted and why, what is in doubt

An entity has one IRI in all documents by its class and name. Here the documents that mention it are held against each other: people by
their posts (organisation, place, rank, time), institutions and parks by where they lie, aid teams by who sent them. Two documents
*contradict* each other where the posts are at places of which neither lies in the other and that no assistance or cooperation connects,
or where one tells of a leader of a government and the other of ordinary staff, in no organisation that both name; leaders whose posts are
years apart may have moved, which is a doubt. They *agree* where they name one organisation, or places of which one lies in the other, or
that are connected. Documents that contradict nobody and agree with the documents of one namesake alone go with these; others keep the
plain IRI, and that is a doubt. Who is contradicted by nobody stays one: parting what is one is mended by a row of the curation, and so is
the opposite, but only the second misleads in silence.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from kg import gazetteer, lexicon
from kg.graph.identity import SEATED, Doubt, near, parts
from kg.graph.nquads import iri, path, read_term, split, tokens
from kg.graph.rdf import name

_MOVED = 2
"""Years between documents after which somebody may lead at another place."""
_WHOLE = frozenset(("CN",))
"""What connects everybody connects nobody."""
_TYPES = {name(f"rc:{cls}"): cls for cls in (*SEATED, "AidTeam", "Person", "Region")}


class Split(NamedTuple):
    """Namesakes: the IRI that they shared, those that they have now, sorted, and the reason in words."""

    shared: str
    into: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Parted:
    """What `part` found: the lines, sorted; splits and doubts, sorted."""

    lines: list[str]
    splits: tuple[Split, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class _Told:
    """What one document tells of an entity. `places`: codes; `bodies`: organisations and regions of its posts; `ranks`: leader, staff."""

    graph: str
    year: int | None = None
    places: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    ranks: set[str] = field(default_factory=set)


class _Corpus:
    """What is read from the lines once: of each entity that several documents mention, what each tells."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._said: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        wanted = {name(term) for term in _READ}
        for line in lines:
            if line.split(" ", 2)[1] in wanted:
                subject, predicate, object, graph = tokens(line)
                self._said[predicate].append((subject, object, graph))
        for said in self._said.values():
            said.sort()
        self.types = {subject: _TYPES[cls] for subject, cls, _ in self._said[name("rdf:type")] if cls in _TYPES}
        codes = ((subject, read_term(code).value) for subject, code, _ in self._said[name("rc:divisionCode")])
        self.codes = {subject: code for subject, code in codes if gazetteer.load().has(code)}
        self.labels = {subject: read_term(label).value for subject, label, _ in self._said[name("skos:prefLabel")]}
        related = (*self._said[name("rc:assists")], *self._said[name("rc:cooperatesWith")])
        connected = (frozenset((self.codes[s], self.codes[o])) for s, o, _ in related if s in self.codes and o in self.codes)
        self.connected = frozenset(pair for pair in connected if len(pair) == 2 and not pair & _WHOLE)

    def told(self) -> dict[str, list[_Told]]:
        """Entity → what each of its documents tells, where there are several; people by posts, what has a seat by that."""
        graphs: dict[str, set[str]] = defaultdict(set)
        for subject, _, graph in self._said[name("rc:mentionedIn")]:
            if self.types.get(subject, "Region") != "Region" and graph:
                graphs[subject].add(graph)
        found = {subject: {g: _Told(g) for g in sorted(held)} for subject, held in graphs.items() if len(held) > 1}
        years = {graph: int(read_term(date).value[:4]) for _, date, graph in self._said[name("dcterms:issued")]}
        senders = set(self._said[name("rc:originatesFrom")])
        seats: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, place, graph in (*self._said[name("rc:locatedIn")], *self._said[name("rc:originatesFrom")]):
            if place in self.codes and (self.types.get(subject) == "AidTeam") == ((subject, place, graph) in senders):
                seats[subject, graph].add(self.codes[place])
        for subject, held in found.items():
            for graph, told in held.items():
                told.year = years.get(graph)
                told.places |= seats[subject, graph] if self.types[subject] != "Person" else set()
        for subject in found:
            if self.types[subject] == "AidTeam" and not any(told.places for told in found[subject].values()):
                self._surroundings(found[subject])
        self._posts(found, seats)
        return {subject: list(held.values()) for subject, held in found.items()}

    def _surroundings(self, held: Mapping[str, _Told]) -> None:
        """The prefectures and counties that the documents tell of, for a team of which none says who sent it (第十一批援疆干部人才)."""
        for subject, _, graph in self._said[name("rc:mentionedIn")]:
            code = self.codes.get(subject, "")
            if graph in held and code and gazetteer.load().division(code).level in ("prefecture", "county"):
                held[graph].places.add(code)

    def _posts(self, found: Mapping[str, Mapping[str, _Told]], seats: Mapping[tuple[str, str], set[str]]) -> None:
        members = {(node, graph): person for node, person, graph in self._said[name("org:member")] if person in found}
        for node, body, graph in self._said[name("org:organization")]:
            if (node, graph) in members and graph in found[members[node, graph]]:
                told = found[members[node, graph]][graph]
                told.bodies.add(body)
                told.places |= self._places(body, seats.get((body, graph), set()))
        governing = {(node, graph) for node, body, graph in self._said[name("org:organization")] if self._governs(body)}
        for node, role, graph in self._said[name("org:role")]:
            if (node, graph) in members and graph in found[members[node, graph]]:
                rank = _rank(self.labels.get(role, ""))
                if rank == "staff" or (rank == "leader" and (node, graph) in governing):
                    found[members[node, graph]][graph].ranks.add(rank)

    def _places(self, body: str, seats: set[str]) -> set[str]:
        """Where a post is: in the region, at the organisation's seat, at the place that its name begins with."""
        if body in self.codes:
            return {self.codes[body]}
        regions, _ = parts(self.labels.get(body, ""))
        return set(seats) or (set(regions[-1]) if regions and len(regions[-1]) == 1 else set())

    def _governs(self, body: str) -> bool:
        return self.types.get(body) in ("Region", "GovernmentBody")


_READ = (
    "rdf:type", "rc:divisionCode", "skos:prefLabel", "rc:assists", "rc:cooperatesWith", "rc:mentionedIn", "dcterms:issued", "rc:locatedIn",
    "rc:originatesFrom", "org:member", "org:organization", "org:role",
)  # fmt: skip


def _rank(role: str) -> str:
    """leader or staff by the longest end of a role that is known; "" where none is."""
    roles = lexicon.load().roles
    return next((roles[role[at:]] for at in range(len(role)) if role[at:] in roles), "")


def part(lines: Iterable[str]) -> Parted:
    """The lines with an IRI for each of several namesakes. Linear in the lines, quadratic in the documents that mention one entity."""
    lines = sorted(set(lines))
    renamed, splits, doubts = _held(_Corpus(lines))
    return Parted(sorted(_rewritten(lines, renamed)) if renamed else lines, splits, doubts)


def found(texts: Iterable[str]) -> tuple[tuple[Split, ...], tuple[Doubt, ...]]:
    """The splits and doubts of `part` for texts of N-Quads, of which one at a time is in memory."""
    return _held(_Corpus(line for text in texts for line in split(text)))[1:]


def _held(corpus: _Corpus) -> tuple[dict[tuple[str, str], str], tuple[Split, ...], tuple[Doubt, ...]]:
    """Graph and entity → the IRI of the namesake that the graph tells of; the splits and doubts, sorted."""
    renamed: dict[tuple[str, str], str] = {}
    splits, doubts = [], []
    for entity, told in sorted(corpus.told().items()):
        groups, doubt = _groups(told, corpus.connected, corpus.types[entity] == "Person")
        shared, label = entity[1:-1], corpus.labels.get(entity, entity)
        if len(groups) > 1:
            keys = _keys(groups, corpus.labels)
            renamed |= {(each.graph, entity): iri(f"{shared}~{key}") for key, group in zip(keys, groups, strict=True) for each in group}
            places = "，".join(_named(group) for group in groups)
            reason = f"同名“{label}”，所任职务或所在地不合：{places}"
            splits.append(Split(shared, tuple(sorted(f"{shared}~{key}" for key in keys)), reason))
        if doubt:
            doubts.append(Doubt((shared,), f"“{label}”{doubt}"))
    return renamed, tuple(sorted(splits)), tuple(sorted(doubts))


def _named(group: Sequence[_Told]) -> str:
    """The places of a group in words."""
    codes = sorted(set().union(*(told.places for told in group)))
    return "、".join(gazetteer.load().division(code).name for code in codes)


def _keys(groups: Sequence[Sequence[_Told]], labels: Mapping[str, str]) -> list[str]:
    """What tells the IRIs of namesakes apart: the first code of their places, and an organisation where that is shared."""
    codes = [min(set().union(*(told.places for told in group))) for group in groups]
    bodies = [min(labels.get(body, "") for told in group for body in told.bodies or {""}) for group in groups]
    return [code if codes.count(code) == 1 else path(f"{code}-{body}") for code, body in zip(codes, bodies, strict=True)]


def _groups(told: Sequence[_Told], connected: Set[frozenset[str]], person: bool) -> tuple[list[list[_Told]], str]:
    """The documents of each namesake, none where all may be one, and what is in doubt."""
    against, with_, moved = set(), set(), False
    for one, other in itertools.combinations(range(len(told)), 2):
        verdict = _verdict(told[one], told[other], connected, person)
        moved |= verdict == "moved"
        against |= {(one, other), (other, one)} if verdict == "against" else set()
        with_ |= {(one, other), (other, one)} if verdict == "with" else set()
    if not against:
        return [], "在相隔数年的文献中任职于互不相关的两地，仍作一人" if moved else ""
    contested = sorted({one for one, _ in against})
    clusters = list(_clusters(contested, with_, against))
    left = 0
    for free in range(len(told)):
        if free not in contested:
            fits = [cluster for cluster in clusters if any((free, member) in with_ for member in cluster)]
            if len(fits) == 1:
                fits[0].append(free)
            left += len(fits) != 1
    groups = [[told[member] for member in cluster] for cluster in clusters]
    return groups, f"为数个同名者，其中 {left} 份文献不知所指何者" if left else ""


def _clusters(contested: Sequence[int], with_: Set[tuple[int, int]], against: Set[tuple[int, int]]) -> Iterator[list[int]]:
    """Documents that agree among themselves; those that hang together only by way of a third stay alone."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(contested)
    graph.add_edges_from((one, other) for one, other in sorted(with_) if one in graph and other in graph)
    for found in sorted(sorted(component) for component in networkx.connected_components(graph)):
        if any(pair in against for pair in itertools.permutations(found, 2)):
            yield from ([one] for one in found)
        else:
            yield found


def _verdict(one: _Told, other: _Told, connected: Set[frozenset[str]], person: bool) -> str:
    """What two documents say of an entity's being one: with, against, moved, or "" where they say nothing of it."""
    if one.bodies & other.bodies:
        return "with"
    if not (one.places and other.places):
        return ""
    ranks = [one.ranks, other.ranks]
    if {"leader"} in ranks and {"staff"} in ranks:
        return "against"
    if near(one.places, other.places) or (person and _linked(one.places, other.places, connected)):
        return "with"
    apart = one.year is not None and other.year is not None and abs(one.year - other.year) >= _MOVED
    return "moved" if person and apart and "staff" not in one.ranks | other.ranks else "against"


def _linked(one: Set[str], other: Set[str], connected: Set[frozenset[str]]) -> bool:
    """Whether regions assist each other or cooperate of which these places are one and those the other: people are sent between them."""
    pairs = (sorted(pair) for pair in connected)
    return any((near(one, {a}) and near(other, {b})) or (near(one, {b}) and near(other, {a})) for a, b in pairs)


def _rewritten(lines: Iterable[str], renamed: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The lines with the new IRIs in the graphs that they are for, also of the posts, which are by name of the person."""
    lines = list(lines)
    keys = {place: own[1:-1].rpartition("~")[2] for place, own in renamed.items()}
    posts = dict(renamed)
    for line in lines:
        subject, predicate, object, graph = tokens(line)
        if predicate == name("org:member") and (graph, object) in renamed:
            posts[graph, subject] = iri(f"{subject[1:-1]}~{keys[graph, object]}")
    for line in lines:
        subject, predicate, object, graph = tokens(line)
        written = (posts.get((graph, subject), subject), predicate, posts.get((graph, object), object), graph)
        yield " ".join(part for part in (*written, ".") if part)


def told(splits: Iterable[Split], base: str) -> Iterator[str]:
    """That namesakes are different, as lines of the graph on identity."""
    graph = iri(f"{base}graph/identity")
    for parted in splits:
        for one, other in itertools.combinations(parted.into, 2):
            yield f"{iri(one)} {name('owl:differentFrom')} {iri(other)} {graph} ."
