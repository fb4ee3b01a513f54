"""The triples about some entities as small tables, from which the network page writes what is visible of them as Turtle.

    N-Quads ─ tables ─► spaces, terms, shapes, rows: {subject: [(predicate, object), …]} with each text once

The tables have what the graph says of the entities, the statements about them, and what these lead to: posts, figures, documents,
completions, not other entities. A place of evidence whose nodes are as `kg.graph.rdf` writes them (by position, by quotation) has no row:
document, offsets and wording say all of it, and the page has these already. Blank nodes have no name to be told by, and are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kg.graph.nquads import XSD, iri, split, tokens
from kg.graph.rdf import name

Node = list[tuple[str, str]]
Triples = Mapping[str, Node]

_TYPED = re.compile(r'(".*")\^\^<([^>]*)>', re.DOTALL)
_PLACE = re.compile(r"<(.*)#char=([0-9]+),([0-9]+)>")


def tables(nquads: str, entities: Collection[str], chosen: Collection[str], *, quoted: bool = True) -> dict[str, Any]:
    """What the graph has about the `chosen` ones of its `entities`, all of them IRIs; linear in the graph.

    `spaces`: beginnings of IRIs, each up to its last # or /. `terms`: "3 local" is the IRI spaces[3] + local; what begins with a quotation
    mark is a literal as in Turtle, whose datatype is told like an IRI: "2024"^^3 gYear. `shapes`: lists of predicates, as places in
    `terms`. `rows`: [shape, subject, object, …], the objects in the order of the shape. `quoted`: whether the page quotes all places of
    evidence already.
    """
    triples = _by_subject(nquads)
    wanted = {iri(each) for each in chosen}
    others = {iri(each) for each in entities} - wanted
    found = _closure(triples, wanted, others)
    places = [node for node in found if quoted and _is_place(node, triples)]
    known = {part for place in places for part in _parts(place)}
    found = {node: pairs for node, pairs in found.items() if node not in known}
    table = _Table(found)
    rows = [table.row(subject, node) for subject, node in sorted(found.items())]
    return {"spaces": list(table.spaces), "terms": table.terms, "shapes": [list(shape) for shape in table.shapes], "rows": rows}


def _by_subject(nquads: str) -> dict[str, Node]:
    """The triples of all graphs together, those with blank nodes left out, sorted."""
    found: dict[str, set[tuple[str, str]]] = {}
    for subject, predicate, object, _ in map(tokens, split(nquads)):
        if not (subject.startswith("_:") or object.startswith("_:")):
            found.setdefault(subject, set()).add((predicate, object))
    return {subject: sorted(pairs) for subject, pairs in found.items()}


def _closure(triples: Triples, wanted: Collection[str], others: Collection[str]) -> dict[str, Node]:
    """The nodes of the tables: no triple leads to one of the `others`, the entities that are not wanted."""
    subject, object = name("rdf:subject"), name("rdf:object")
    about = [node for node, pairs in triples.items() if _is_about(dict(pairs).get(subject), dict(pairs).get(object), wanted, others)]
    found: dict[str, Node] = {}
    waiting = [*sorted(wanted), *about]
    statements = set(about)
    while waiting:
        node = waiting.pop()
        if node in found or node not in triples:
            continue
        found[node] = [(predicate, target) for predicate, target in triples[node] if node not in wanted or target not in others]
        waiting += [target for _, target in found[node] if target in triples and target not in others and target not in statements]
    return found


def _is_about(subject: str | None, object: str | None, wanted: Collection[str], others: Collection[str]) -> bool:
    """Whether a statement is about one of the wanted entities, and says nothing of the others."""
    return subject in wanted and object not in others


def _parts(place: str) -> tuple[str, str, str]:
    """A place of evidence and its two selectors."""
    return place, place.replace("#char=", "#position="), place.replace("#char=", "#quote=")


def _is_place(node: str, triples: Triples) -> bool:
    """Whether a node is a place of evidence as `kg.graph.rdf` writes it, with nothing more to it."""
    match = _PLACE.fullmatch(node)
    if match is None:
        return False
    _, position, quote = _parts(node)
    start, end = (f'"{match[number]}"^^<{XSD}nonNegativeInteger>' for number in (2, 3))
    type_, exact = name("rdf:type"), name("oa:exact")
    resource = [(name("oa:hasSelector"), position), (name("oa:hasSelector"), quote), (name("oa:hasSource"), iri(match[1]))]
    positions = [(name("oa:start"), start), (name("oa:end"), end), (type_, name("oa:TextPositionSelector"))]
    wording = [pair for pair in triples.get(quote, ()) if pair[0] != exact]
    return (
        triples[node] == sorted([*resource, (type_, name("oa:SpecificResource"))])
        and triples.get(position) == sorted(positions)
        and wording == [(type_, name("oa:TextQuoteSelector"))]
        and [target.endswith('"') for predicate, target in triples[quote] if predicate == exact] == [True]
    )


class _Table:
    """Terms by number, the frequent ones first, so that most numbers are short."""

    def __init__(self, triples: Triples) -> None:
        count: Counter[str] = Counter()
        for subject, node in triples.items():
            count.update([subject, *(term for pair in node for term in pair)])
        order = sorted(count, key=lambda term: (-count[term], term))
        self.spaces: dict[str, int] = {}
        self.shapes: dict[tuple[int, ...], int] = {}
        self.places = {term: place for place, term in enumerate(order)}
        self.terms = [self._term(term) for term in order]

    def row(self, subject: str, node: Iterable[tuple[str, str]]) -> list[int]:
        shape = tuple(self.places[predicate] for predicate, _ in node)
        number = self.shapes.setdefault(shape, len(self.shapes))
        return [number, self.places[subject], *(self.places[object] for _, object in node)]

    def _term(self, term: str) -> str:
        if term.startswith("<"):
            return self._iri(term[1:-1])
        typed = _TYPED.fullmatch(term)
        return f"{typed[1]}^^{self._iri(typed[2])}" if typed else term

    def _iri(self, value: str) -> str:
        end = max(value.rfind("#"), value.rfind("/")) + 1
        return f"{self.spaces.setdefault(value[:end], len(self.spaces))} {value[end:]}"
