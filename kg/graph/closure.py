"""What belongs to the description of a node, as N-Triples: itself, what is stated of it with all evidence, and the names of what is named.

    nodes, IRI ─ described ─► sorted lines

Of a document, or of the graph that it has, it is all that the document says; of any other node that is no entity, what leads to it.
"""

from __future__ import annotations

from kg.graph.claims import RC, entity_view
from kg.graph.nodes import Nodes
from kg.graph.nquads import XSD, Term, written
from kg.graph.rdf import PREFIXES

MOST = 20_000
"""Nodes that are described at most."""
_LEADING = 1000
_NAMES = {f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdf']}type", f"{PREFIXES['dcterms']}title", f"{PREFIXES['dcterms']}issued"}
_ALONG = {f"{PREFIXES['prov']}wasDerivedFrom", f"{PREFIXES['oa']}hasSelector", f"{RC}completion", f"{PREFIXES['org']}role"}
"""Properties that lead from a statement to what it cannot be understood without."""
_VALUES = {f"{PREFIXES['org']}Membership", f"{RC}Indicator"}
_TYPED = {f"{PREFIXES['oa']}{end}": f"{XSD}nonNegativeInteger" for end in ("start", "end")}
"""What the index has made plain integers of."""

Triples = set[tuple[Term, Term, Term]]


def described(nodes: Nodes, iri: str) -> list[str]:
    """The description of a node; empty where the graph has no such node. Grows with what is stated of it."""
    if iri not in nodes:
        graph = nodes.within(iri)
        return [] if graph is nodes else lines({triple for name in graph for triple in graph.triples(name)})
    if f"{RC}SourceDocument" in nodes[iri].get("rdf:type", ()):
        return _all_of(nodes, iri)
    found: Triples = set(nodes.triples(iri))
    if entity_view(iri, nodes[iri]) is None:
        found |= set(nodes.leading_to(iri, _LEADING))
    starts = {*_statements(nodes, iri), *nodes.subjects("mergedInto", iri), *nodes.subjects("merged", iri)}
    if not starts:
        starts = {iri}
    _follow(nodes, starts, found)
    mentioned = {term.value for _, _, term in found if term.kind == "iri"} | {s.value for s, _, _ in found}
    for name in sorted(mentioned):
        found |= {triple for triple in nodes.triples(name) if triple[1].value in _NAMES}
    return lines(found)


def _statements(nodes: Nodes, iri: str) -> set[str]:
    held = nodes.subjects("org:organization", iri)
    return {
        *nodes.subjects("rdf:subject", iri),
        *nodes.subjects("rdf:object", iri),
        *(statement for membership in held for statement in nodes.subjects("rdf:object", membership)),
    }


def _follow(nodes: Nodes, starts: set[str], found: Triples) -> None:
    """Adds the triples of the nodes and of those that they need."""
    todo, seen = sorted(starts), set(starts)
    while todo and len(seen) <= MOST:
        for triple in nodes.triples(todo.pop()):
            found.add(triple)
            value = triple[2]
            needed = triple[1].value in _ALONG or (value.kind == "iri" and _VALUES & set(nodes.get(value.value, {}).get("rdf:type", ())))
            if needed and value.kind == "iri" and value.value not in seen:
                seen.add(value.value)
                todo.append(value.value)


def _all_of(nodes: Nodes, iri: str) -> list[str]:
    """Everything in the document's own graph."""
    graph = nodes.within(iri.replace("/document/", "/graph/"))
    if graph is nodes:  # the graph has forgotten which document says what
        return lines({*nodes.triples(iri), *nodes.leading_to(iri, MOST)})
    return lines({triple for name in graph for triple in graph.triples(name)})


def lines(found: Triples) -> list[str]:
    """Triples of the store as sorted lines of N-Triples, with the datatypes of the documents' files."""
    return sorted({f"{written(s)} {written(p)} {written(o._replace(datatype=_TYPED.get(p.value, o.datatype)))} ." for s, p, o in found})
