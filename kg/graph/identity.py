"""Which entities of different documents are one: a pure function over the union of their graphs.

    View, places of documents ─ reconcile ─► Identity: merges, each with its reason, and doubts that nobody decided
    N-Quads, merges ─ merged ─► N-Quads in which what is one has one IRI, and which say what was merged and why

Names decide within a class, and places may contradict. A merge stands on evidence of its own: of three entities of which only two pairs
have evidence none are merged, and that is a doubt. Regions have codes and people have too few names to be told apart by them: neither is
merged.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from kg import gazetteer, vocabulary
from kg.graph.claims import EntityView, Node, View, first
from kg.graph.nquads import iri, literal, tokens
from kg.graph.rdf import name, node_iri

OTHER_NAME, PLACE_IN_NAME, TAIL, QUOTED = "other-name", "place-in-name", "general-tail", "quoted-name"
REASONS = {
    OTHER_NAME: "“{0}”是“{1}”的别名，同类实体中别无他者有此名",
    PLACE_IN_NAME: "“{0}”与“{1}”去掉上级地名后同名，所在地相同",
    TAIL: "“{0}”与“{1}”只差一个通称",
    QUOTED: "“{0}”是“{1}”去掉地名的部分，所在文献涉及该地",
}
DECIDED = "curation"
"""The rule of merges that people decided."""
_TAILS = {"Event": ("活动",), "Program": ("工作", "战略", "机制", "项目"), "Project": ("项目", "工程", "建设项目")}
_GENERIC = "市县区州省盟旗镇乡该本我两各某"
_SHORTEST = 4
_QUOTES = "“《"
_BETWEEN = "·—-－～~ "
_NOT_MERGED = ("Region", "Person")
SEATED = frozenset("School Hospital GovernmentBody Institution ResearchInstitute Media Association Park Facility".split())
"""Classes of what lies in one place, so that the place tells which of one name it is. An enterprise may have seats in many."""


class Merge(NamedTuple):
    """An entity that is another one: IRIs, the rule that says so, and the reason in words."""

    merged: str
    into: str
    rule: str
    reason: str


class Doubt(NamedTuple):
    """Entities that may be one, and why that is not decided. `entities`: IRIs, sorted."""

    entities: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What was found out about the entities of a graph, both sorted."""

    merges: tuple[Merge, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity by what its name is made of.

    `regions`: those that it begins with, each as the codes that its wording may mean, without those that contain the next one (江苏苏州…);
    `rest`: what comes then; `places`: codes of where it lies.
    """

    view: EntityView
    cls: str
    regions: tuple[frozenset[str], ...]
    rest: str
    places: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """All that its regions may mean."""
        return frozenset().union(*self.regions)


def reconcile(view: View, named_in: Mapping[str, Set[str]], apart: Set[frozenset[str]] = frozenset()) -> Identity:
    """The entities that are one, each pair by evidence of its own.

    `named_in`: codes of the regions that each document names, by its IRI; `apart`: pairs of IRIs that people said are two. Linear in the
    entities, but for those that share a name.
    """
    named = _named(view)
    edges: dict[frozenset[str], tuple[str, str]] = {}
    doubts: set[Doubt] = set()
    for one, other, rule in _alike(named, named_in, doubts):
        pair = frozenset((one.view.iri, other.view.iri))
        if len(pair) < 2 or pair in apart or set(one.view.documents) & set(other.view.documents):
            continue  # what one document calls by two names was looked at with all of its text
        if _elsewhere(one, other):
            doubts.add(Doubt(tuple(sorted(pair)), f"“{one.view.label}”与“{other.view.label}”名称相合，所在地不同"))
        else:
            edges.setdefault(pair, (rule, REASONS[rule].format(one.view.label, other.view.label)))
    merges: list[Merge] = []
    views = {entity.view.iri: entity.view for entity in named}
    for group in _groups(edges):
        lacking = [pair for pair in itertools.combinations(group, 2) if frozenset(pair) not in edges]
        if lacking:
            doubts.add(Doubt(tuple(group), "并非两两之间都有同一的依据，未予合并"))
            continue
        *others, kept = sorted(group, key=lambda iri: (len(views[iri].documents), len(views[iri].label), iri))
        merges += [Merge(iri, kept, *edges[frozenset((iri, kept))]) for iri in others]
    return Identity(tuple(sorted(merges)), tuple(sorted(doubts)))


def places_of(nodes: Mapping[str, Node]) -> dict[str, set[str]]:
    """The codes of the regions that each document names, by its IRI."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes.values():
        for document in node.get("mentionedIn", ()) if "divisionCode" in node else ():
            found[document].add(first(node, "divisionCode"))
    return found


def merged(lines: Iterable[str], merges: Iterable[Merge], base: str) -> list[str]:
    """The lines with one IRI for what is one, sorted, and what was merged and why, in a graph of its own.

    The label of what was merged becomes another name. Posts and figures that say the same of one thing then are one node.
    """
    merges = tuple(merges)
    into = {iri(merge.merged): iri(merge.into) for merge in merges}
    if not into:
        return sorted(set(lines))
    renamed = {_renamed(line, into) for line in lines}
    return sorted({*_united(renamed), *_told(merges, base)})


def _renamed(line: str, into: Mapping[str, str]) -> str:
    subject, predicate, object, graph = tokens(line)
    if subject in into and predicate == name("skos:prefLabel"):
        predicate = name("skos:altLabel")
    return " ".join(part for part in (into.get(subject, subject), predicate, into.get(object, object), graph, ".") if part)


def _united(lines: Set[str]) -> Iterator[str]:
    """The lines with one node for posts, and for figures, that say the same of the same. What is merely planned is asserted of nothing:
    whose it is then stands in the statements alone.
    """
    kinds = {name("org:Membership"), name("rc:Indicator")}
    nodes = {parts[0] for line in lines if (parts := tokens(line))[1] == name("rdf:type") and parts[2] in kinds}
    content: dict[str, set[tuple[str, str]]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    stated: dict[str, str] = {}
    subjects: dict[str, str] = {}
    for line in lines:
        subject, predicate, object, _ = tokens(line)
        if predicate == name("rdf:subject"):
            subjects[subject] = object
        elif predicate == name("rdf:object") and object in nodes:
            stated[subject] = object
        elif subject in nodes and predicate != name("prov:wasDerivedFrom"):
            content[subject].add((predicate, object))
        elif object in nodes and predicate in (name("rc:indicator"), name("org:hasMembership")):
            owners[object].add(subject)
    for statement, node in stated.items():
        owners[node].add(subjects.get(statement, ""))
    alike: dict[tuple[frozenset[tuple[str, str]], frozenset[str]], list[str]] = defaultdict(list)
    for node in nodes:
        alike[frozenset(content[node]), frozenset(owners[node])].append(node)
    same = {node: min(group) for group in alike.values() if len(group) > 1 for node in group}
    for line in lines:
        subject, predicate, object, graph = tokens(line)
        yield " ".join(part for part in (same.get(subject, subject), predicate, same.get(object, object), graph, ".") if part)


def _told(merges: Iterable[Merge], base: str) -> Iterator[str]:
    graph = iri(f"{base}graph/identity")
    for merge in merges:
        node = node_iri(base, "merge", merge.merged, merge.into)
        yield f"{node} {name('rdf:type')} {name('rc:Merge')} {graph} ."
        yield f"{node} {name('rc:merged')} {iri(merge.merged)} {graph} ."
        yield f"{node} {name('rc:mergedInto')} {iri(merge.into)} {graph} ."
        yield f"{node} {name('rc:rule')} {literal(merge.rule)} {graph} ."
        yield f"{node} {name('rc:reason')} {literal(merge.reason, 'zh-Hans')} {graph} ."
        yield f"{iri(merge.merged)} {name('dcterms:isReplacedBy')} {iri(merge.into)} {graph} ."


def _named(view: View) -> list[_Named]:
    terms = vocabulary.load()
    codes = {entity.iri: entity.code for entity in view.entities if entity.code}
    located: dict[str, set[str]] = defaultdict(set)
    for relation in view.relations:
        if relation.predicate == "locatedIn" and relation.object in codes:
            located[relation.subject].add(codes[relation.object])
    found = []
    for entity in view.entities:
        cls = entity.types[0]
        if not any(terms.is_a(cls, kind) for kind in _NOT_MERGED):
            regions, rest = parts(entity.label)
            places = frozenset(located[entity.iri]) or (regions[-1] if regions else frozenset())
            found.append(_Named(entity, cls, regions, rest, places))
    return found


def parts(label: str) -> tuple[tuple[frozenset[str], ...], str]:
    """The regions that a name begins with, each as the codes that its wording may mean, and the rest of the name."""
    places = gazetteer.load()
    regions: list[frozenset[str]] = []
    rest = label
    while True:
        length = next((n for n in range(min(len(rest) - 2, 12), 1, -1) if rest[:n] in places.forms), 0)
        codes = frozenset(form.code for form in places.forms[rest[:length]] if not form.risky) if length else frozenset()
        if not codes:
            return tuple(regions), rest
        within = frozenset(code for code in codes if regions and any(places.contains(outer, code) for outer in regions[-1]))
        if within:
            regions.pop()
        regions.append(within or codes)
        rest = rest[length:].lstrip(_BETWEEN)


def _alike(named: list[_Named], named_in: Mapping[str, Set[str]], doubts: set[Doubt]) -> Iterator[tuple[_Named, _Named, str]]:
    """Pairs of entities that a rule holds for one, and the rule."""
    labels: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    bearers: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    keys: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    for entity in named:
        labels[entity.cls, entity.view.label].append(entity)
        keys[entity.cls, entity.rest].append(entity)
        for further in entity.view.alt_labels:
            bearers[entity.cls, further].append(entity)
    for entity in named:
        label = entity.view.label
        yield from _bearer(entity, bearers.get((entity.cls, label), []), doubts)
        for tail in _TAILS.get(entity.cls, ()):
            for other in labels.get((entity.cls, label + tail), ()):
                yield entity, other, TAIL
        for other in keys[entity.cls, entity.rest]:
            if other.view.iri > entity.view.iri and _same(entity.regions, other.regions):
                yield entity, other, PLACE_IN_NAME
            if entity.cls in SEATED and not entity.regions and other.codes & entity.places and len(label) >= _SHORTEST:
                yield entity, other, PLACE_IN_NAME
            about = set().union(*(named_in.get(document, ()) for document in entity.view.documents))
            if not entity.regions and other.codes & about and label[0] in _QUOTES:
                yield entity, other, QUOTED


def _same(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    """Whether names begin with the same regions."""
    return len(one) == len(other) > 0 and all(a & b for a, b in zip(one, other, strict=True))


def _bearer(entity: _Named, others: list[_Named], doubts: set[Doubt]) -> Iterator[tuple[_Named, _Named, str]]:
    """The one entity that has this one's label for another name; several are a doubt."""
    label = entity.view.label
    if len(label) < _SHORTEST or label[0] in _GENERIC:
        return
    others = [other for other in others if other.view.iri != entity.view.iri]
    if len(others) == 1:
        yield entity, others[0], OTHER_NAME
    elif others:
        doubts.add(Doubt(tuple(sorted({entity.view.iri, *(other.view.iri for other in others)})), f"“{label}”可指其中几个"))


def near(one: Set[str], other: Set[str]) -> bool:
    """Whether places are the same or one lies in the other, some of these and some of those; what ended counts as what it has become."""
    known = gazetteer.load()
    here, there = ({c for code in codes for c in (known.successor(code) or (code,)) if known.has(c)} for codes in (one, other))
    return any(known.related(a, b) for a in here for b in there)


def _elsewhere(one: _Named, other: _Named) -> bool:
    """Whether both are somewhere, and nowhere in the same place or one in the other."""
    return bool(one.places and other.places) and not near(one.places, other.places)


def _groups(edges: Iterable[frozenset[str]]) -> Iterator[list[str]]:
    """What hangs together by pairs, each group sorted."""
    import networkx

    graph = networkx.Graph()
    graph.add_edges_from(tuple(sorted(pair)) for pair in edges)
    yield from sorted(sorted(group) for group in networkx.connected_components(graph))
