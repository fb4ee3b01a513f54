"""The triples about some entities out of a graph that is too large to be read: they themselves, what links them, what is stated of that.

    Outline, nodes, numbers ─ portion ─► lines of N-Triples, each of them one of the graph, and what is left out

Of each link and fact the statements of the latest documents come first, until they are enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg import vocabulary
from kg.graph.closure import Triples, lines
from kg.graph.nodes import Nodes, property_iri
from kg.graph.nquads import Term
from kg.graph.outline import POST
from kg.graph.outlined import Known, Outline

STATEMENTS = 1000
"""Statements that are told at most; each takes some five nodes of the store."""
_PARTS = [property_iri(f"rdf:{part}") for part in ("subject", "predicate", "object")]
DOCUMENTS = 100
"""Documents by which an entity is told to be mentioned, the latest."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Sorted lines; the IRIs of entities that they name; how many statements and mentions there are, and how many are left out."""

    lines: tuple[str, ...]
    entities: tuple[str, ...]
    statements: int
    statements_left: int
    mentions_left: int


def portion(nodes: Nodes, outline: Outline, numbers: Iterable[int]) -> Portion:
    """What the graph has of some entities and of nobody else."""
    known = outline.known(numbers)
    gathered = _Gathered(nodes, outline)
    for each in known:
        gathered.add_own(each)
    statements, count = outline.stated([each.number for each in known], STATEMENTS)
    for iri in statements:
        gathered.add_statement(iri)
    for a, key, b in outline.asserted([each.number for each in known]):
        gathered.found.add((_iri(a), _iri(property_iri(key)), _iri(b)))
    mentions = sum(max(each.mentions - DOCUMENTS, 0) for each in known)
    return Portion(tuple(lines(gathered.found)), tuple(sorted(gathered.entities)), count, count - len(statements), mentions)


class _Gathered:
    """Triples as they come. What leads on is followed, but to no entity and to no other statement."""

    def __init__(self, nodes: Nodes, outline: Outline) -> None:
        self._nodes, self._outline = nodes, outline
        self._seen: set[str] = set()
        self.found: Triples = set()
        self.entities: set[str] = set()
        self._apart = [*vocabulary.load().relations, "mentionedIn", "indicator", POST]

    def add_own(self, known: Known) -> None:
        """The triples that begin with an entity, but for links, posts and figures; of the documents that mention it the latest."""
        self.entities.add(known.iri)
        own = self._nodes.apart(known.iri, self._apart)
        documents = self._outline.documents(known.number, 0, DOCUMENTS)
        self._follow([*own, *((_iri(known.iri), _iri(property_iri("mentionedIn")), _iri(each["iri"])) for each in documents)])

    def add_statement(self, iri: str) -> None:
        """The triples of a statement, and of a post or a figure the triple that it states where the graph has it."""
        triples = self._nodes.triples(iri)
        self._follow(triples)
        said = {predicate.value: value for _, predicate, value in triples}
        parts = [said[key] for key in _PARTS if key in said]
        if len(parts) == len(_PARTS) and self._nodes.holds(*(part.value for part in parts)):
            self.found.add((parts[0], parts[1], parts[2]))

    def _follow(self, triples: list[tuple[Term, Term, Term]]) -> None:
        waiting = triples
        while waiting:
            self.found.update(waiting)
            ahead = {o.value for _, _, o in waiting if o.kind == "iri"} - self._seen
            self._seen |= ahead
            waiting = [triple for iri in sorted(ahead) if not self._stops(iri) for triple in self._nodes.triples(iri)]

    def _stops(self, iri: str) -> bool:
        if "#" in iri:  # a place of evidence, or a part of one
            return False
        if self._outline.numbers([iri]):
            self.entities.add(iri)
            return True
        return bool(self._nodes.values_of(iri, "rdf:predicate", 1))


def _iri(value: str) -> Term:
    return Term("iri", value)
