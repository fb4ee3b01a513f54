"""A part of a graph that is too large to be read: some entities and the links among them, chosen from the outline, told from the store.

    Outline ─ central, around, paths, found ─► entities and links ─ view ─► the View that `claims.from_nquads` gives of a whole graph

What is asked is bounded, and what is left out is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.graph.claims import NOTHING, RC, DocumentView, EntityView, FactView, Node, RelationView, View, claims_of, fact_values
from kg.graph.dossier import titled
from kg.graph.nodes import Nodes
from kg.graph.outline import POST
from kg.graph.outlined import Known, Link, Outline

CITED = 1
"""Statements of a link whose sentences are told with it, the latest; its dates, status and confidence are those of all."""
QUOTED = 150
"""Links that are told with sentences, those that most statements tell: a sentence takes five reads of the store."""
_SAID = 12  # statements of a fact that are told


class Light(Mapping[str, Node]):
    """The nodes of a store, but of entities no more than class, names and point: all that a hub has would be read for its label."""

    def __init__(self, nodes: Nodes, outline: Outline) -> None:
        self._nodes, self._outline = nodes, outline
        self._entities: dict[str, Node | None] = {}

    def __getitem__(self, iri: str) -> Node:
        if "#" in iri:  # a place in a document: there are many, and none of them is an entity
            return self._nodes[iri]
        if iri not in self._entities:
            known = self._outline.known(self._outline.numbers([iri]))
            self._entities[iri] = self._named(known[0]) if known else None
        return self._entities[iri] or self._nodes[iri]

    def _named(self, known: Known) -> Node:
        label, *others = self._outline.names(known.number)
        point = {f"schema:{name}": [value] for name, value in (("longitude", known.longitude), ("latitude", known.latitude)) if value}
        return {"rdf:type": [RC + known.cls], "skos:prefLabel": [label], "skos:altLabel": others, **point}

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def view(
    nodes: Nodes, outline: Outline, numbers: Iterable[int], links: Sequence[Link], cited: int = CITED, most: int = QUOTED
) -> View:
    """Entities by their numbers, and links among them, with what `cited` statements of `most` links say. The entities have no documents."""
    known = {each.number: each for each in outline.known({*numbers, *(end for link in links for end in (link.a, link.b))})}
    told = _Told(nodes, outline)
    quoted = {link.number for link in sorted(links, key=lambda link: (link.key != POST, -link.told, link.number))[:most]}
    said = Counter((link.a, link.key, link.role, link.b) for link in links)
    for link in links:
        ends = known[link.a].iri, known[link.b].iri
        doubtful = said[link.a, link.key, link.role, link.b] > 1  # affirmed and denied: whether other documents say so, sentences tell
        number = max(cited, _SAID) if doubtful else cited if link.number in quoted or link.key == POST else 0
        told.put(link, ends, outline.statements(link.number, number) if number else ())
    entities = tuple(entity(outline, each) for each in known.values())
    return told.view(entities)


class _Told:
    """Relations and facts that links and statements come to, what is asserted apart from what is not."""

    def __init__(self, nodes: Nodes, outline: Outline) -> None:
        self._nodes, self._outline, self._light = nodes, outline, Light(nodes, outline)
        self._relations: list[RelationView] = []
        self._facts: list[FactView] = []
        self._unasserted: list[RelationView | FactView] = []

    def put(self, link: Link, ends: tuple[str, str], statements: Sequence[str]) -> None:
        """Adds a link with the sentences of some of its statements; dates, confidence and status are those of all."""
        confidence, dates, status = self._outline.rated(link.number)
        polarity = _polarity(link.mode)
        claims = claims_of([told for iri in statements if (told := self._nodes.get(iri))], self._light, polarity)
        if link.key != POST:
            said = claims.get((ends[0], link.key, ends[1]), NOTHING)
            relation = RelationView(ends[0], link.key, ends[1], confidence, dates, *said[2:5], status, polarity)
            (self._unasserted if link.mode else self._relations).append(relation)
            return
        for (subject, _, membership), said in sorted(claims.items()):
            values = fact_values(POST, membership, self._light)
            self._add(FactView(subject, "posts", values, confidence, *said[2:5], status, polarity, membership), link.mode)

    def put_fact(self, entity: str, fact: tuple[str, str, str, str, list[str]]) -> None:
        """Adds a fact as `Outline.facts` has it."""
        kind, key, target, mode, statements = fact
        polarity = _polarity(mode)
        said = claims_of([told for iri in statements[:_SAID] if (told := self._nodes.get(iri))], self._light, polarity)
        claim = said.get((entity, key, target), NOTHING)
        node = "" if kind == "dates" else target
        self._add(FactView(entity, kind, fact_values(key, target, self._light), claim[0], *claim[2:], polarity, node), mode)

    def view(self, entities: tuple[EntityView, ...], documents: tuple[DocumentView, ...] = ()) -> View:
        """What was added, with documents and those that are quoted."""
        every = (*self._relations, *self._facts, *self._unasserted)
        known = {each.iri for each in documents}
        cited = (each for each in cited_documents(self._nodes, every) if each.iri not in known)
        return View(entities, tuple(self._relations), tuple(self._facts), tuple(self._unasserted), (*documents, *cited))

    def _add(self, fact: FactView, mode: str) -> None:
        (self._unasserted if mode else self._facts).append(fact)


def _polarity(mode: str) -> str:
    return "Denied" if mode == "denied" else "Affirmed"


def entity(outline: Outline, known: Known, documents: tuple[str, ...] = ()) -> EntityView:
    """An entity of the outline as `claims` has it."""
    alts = tuple(outline.names(known.number)[1:])
    return EntityView(known.iri, (known.cls,), known.label, alts, "", documents, known.longitude, known.latitude)


def cited_documents(nodes: Nodes, told: Iterable[RelationView | FactView]) -> tuple[DocumentView, ...]:
    """The documents that relations and facts quote."""
    iris = sorted({quotation.document for each in told for quotation in each.evidence})
    return tuple(DocumentView(each["iri"], each["title"], each["date"], each["publisher"]) for each in (titled(nodes, iri) for iri in iris))


def view_of(nodes: Nodes, outline: Outline, known: Known, most: int, documents: tuple[DocumentView, ...]) -> View:
    """An entity that documents mention, with its posts, figures and dates, so many of each."""
    told = _Told(nodes, outline)
    for fact in outline.facts(known.number, most):
        told.put_fact(known.iri, fact)
    return told.view((entity(outline, known, tuple(each.iri for each in documents)),), documents)
