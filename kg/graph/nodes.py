"""An index as nodes that are read when they are asked for: what `claims.nodes_of` gives of a whole graph, of as much of it as a page needs.

    store ─ Nodes ─► IRI → its values by property; and backwards, who has a value
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.graph.claims import KEYS, RC, Node, gathered
from kg.graph.nquads import Term
from kg.graph.rdf import BASE, PREFIXES
from kg.graph.store import answer, term

_IRIS = {key: iri for iri, key in KEYS.items()}


class Nodes(Mapping[str, Node]):
    """The nodes of a store, of all graphs together or of one named graph. A node that has been read is kept."""

    def __init__(self, store: ox.Store, graph: str = "") -> None:
        self._store = store
        self._graph = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        self._known: dict[str, Node] = {}

    def __getitem__(self, iri: str) -> Node:
        if iri not in self._known:
            found = gathered((s.value, p.value, o.value) for s, p, o in self.triples(iri))
            self._known[iri] = found.get(iri, {})
        if not self._known[iri]:
            raise KeyError(iri)
        return self._known[iri]

    def __contains__(self, iri: object) -> bool:
        """Whether `[]` finds a node, without reading all of it."""
        if iri in self._known:
            return bool(self._known[str(iri)])
        subject = _named(str(iri))
        quads = self._store.quads_for_pattern(subject, None, None, self._graph) if subject else ()
        return any(quad.predicate.value.startswith(RC) or quad.predicate.value in KEYS for quad in quads)

    def __iter__(self) -> Iterator[str]:
        seen = set()
        for quad in self._store.quads_for_pattern(None, None, None, self._graph):
            iri = term(quad.subject).value
            if iri not in seen:
                seen.add(iri)
                yield iri

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def triples(self, iri: str) -> list[tuple[Term, Term, Term]]:
        """The triples that begin with a node, in the order of the store; none of what is no IRI."""
        subject = _named(iri)
        if subject is None:
            return []
        quads = self._store.quads_for_pattern(subject, None, None, self._graph)
        return [(term(quad.subject), term(quad.predicate), term(quad.object)) for quad in quads]

    def subjects(self, key: str, iri: str) -> list[str]:
        """The nodes that have an IRI as a value of a property, which is named as in a node; sorted."""
        return sorted(set(self._pattern(key, iri)))

    def any_subject(self, key: str, iri: str) -> str:
        """One of them, "" where there is none."""
        return next(self._pattern(key, iri), "")

    def having(self, key: str, most: int) -> Iterator[tuple[str, str, str]]:
        """Subject, property and value as plain text wherever a property stands, so many at most, in the order of the store."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(property_iri(key)), None, self._graph)
        for quad, _ in zip(quads, range(most), strict=False):
            yield term(quad.subject).value, quad.predicate.value, term(quad.object).value

    def values_of(self, iri: str, key: str, most: int) -> list[str]:
        """Values of one property of a node as plain text, so many at most, in the order of the store."""
        subject = _named(iri)
        quads = self._store.quads_for_pattern(subject, ox.NamedNode(property_iri(key)), None, self._graph) if subject else ()
        return [term(quad.object).value for quad, _ in zip(quads, range(most), strict=False)]

    def some(self, iri: str, keys: Iterable[str], most: int = 500) -> dict[str, list[str]]:
        """The values of some properties of a node, so many of each at most, for a node that has too much to be read whole."""
        found = {key: sorted(self.values_of(iri, key, most)) for key in keys}
        return {key: values for key, values in found.items() if values}

    def apart(self, iri: str, keys: Iterable[str]) -> list[tuple[Term, Term, Term]]:
        """The triples that begin with a node, but for those of some properties, of which it may have very many."""
        if _named(iri) is None:
            return []
        left_out = ", ".join(f"<{property_iri(key)}>" for key in keys)
        _, columns, rows, _ = answer(self._store, f"SELECT ?p ?o {{ <{iri}> ?p ?o FILTER(?p NOT IN ({left_out})) }}", PREFIXES, BASE)
        assert columns == ("p", "o")
        return [(Term("iri", iri), predicate, value) for predicate, value in rows if predicate and value]

    def holds(self, subject: str, predicate: str, value: str) -> bool:
        """Whether there is a triple of three IRIs."""
        start, between, end = (_named(each) for each in (subject, predicate, value))
        if start is None or between is None or end is None:
            return False
        return next(iter(self._store.quads_for_pattern(start, between, end, self._graph)), None) is not None

    def leading_to(self, iri: str, most: int) -> list[tuple[Term, Term, Term]]:
        """The triples that end with a node, so many at most, in the order of the store."""
        object_ = _named(iri)
        if object_ is None:
            return []
        quads = self._store.quads_for_pattern(None, None, object_, self._graph)
        return [(term(q.subject), term(q.predicate), term(q.object)) for q, _ in zip(quads, range(most), strict=False)]

    def table(self, text: str) -> list[tuple[str, ...]]:
        """The rows of a query as plain text, "" where there is no value. For texts of ours, to which nobody adds but terms."""
        return [tuple(row.values()) for row in self.records(text)]

    def records(self, text: str) -> list[dict[str, str]]:
        """The same by column."""
        _, columns, rows, _ = answer(self._store, text, PREFIXES, BASE)
        return [{column: cell.value if cell else "" for column, cell in zip(columns, row, strict=True)} for row in rows]

    def within(self, graph: str) -> Nodes:
        """The nodes of one named graph; all of them where there is no such graph."""
        return Nodes(self._store, graph) if self.has_graph(graph) else self

    def has_graph(self, graph: str) -> bool:
        """Whether an IRI is the name of a graph."""
        named = _named(graph)
        return named is not None and self._store.contains_named_graph(named)

    def base(self) -> str:
        """Where the IRIs of instances begin: before those of the documents."""
        document = self.any_subject("rdf:type", f"{RC}SourceDocument")
        return document.rpartition("document/")[0] or BASE

    def _pattern(self, key: str, iri: str) -> Iterator[str]:
        object_ = _named(iri)
        if object_ is not None:
            predicate = ox.NamedNode(property_iri(key))
            for quad in self._store.quads_for_pattern(None, predicate, object_, self._graph):
                yield term(quad.subject).value


def property_iri(key: str) -> str:
    """The IRI of a property that a node has under a key: `assists`, `rdf:type`, or the IRI itself."""
    if ":" not in key:
        return RC + key
    prefix, _, local = key.partition(":")
    return _IRIS.get(key) or (PREFIXES[prefix] + local if prefix in PREFIXES else key)


def _named(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None
