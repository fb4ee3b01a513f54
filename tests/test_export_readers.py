"""Every export is read by a program that has nothing to do with ours, which finds what Oxigraph finds in the graph itself."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from graph_case import document, facts

from kg import vocabulary
from kg.graph import export, nquads
from kg.graph.rdf import PREFIXES, to_nquads

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
Rows = list[tuple[str, ...]]


@cache
def corpus() -> str:
    """The graph of two documents that say nearly the same."""
    other = dataclasses.replace(facts(), document=document(digest="1b" * 32, title="如东另文"), posts=(), indicators=())
    return "".join(f"{line}\n" for line in nquads.union([to_nquads(facts()), to_nquads(other)]))


def plain(term: Any) -> str:
    """A term of either library: an IRI, or the value of a literal with its language or datatype."""
    if isinstance(term, rdflib.URIRef):
        return str(term)
    if isinstance(term, ox.NamedNode):
        return term.value
    value = str(term) if isinstance(term, rdflib.Literal) else term.value
    kind = term.language or getattr(term.datatype, "value", term.datatype) or ""
    return f"{value} ({'' if kind.endswith('XMLSchema#string') else kind.lower()})"


def quads(path: Path) -> Rows:
    """What rdflib reads of a format that has named graphs."""
    dataset = rdflib.Dataset()
    dataset.parse(path, format={".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld"}[path.suffix])
    return sorted((plain(s), plain(p), plain(o), str(g)) for s, p, o, g in dataset.quads())


def triples(path: Path) -> Rows:
    """What rdflib reads of a format that has none."""
    graph = rdflib.Graph().parse(path, format={".nt": "nt", ".ttl": "turtle", ".rdf": "xml"}[path.suffix])
    return sorted((plain(s), plain(p), plain(o)) for s, p, o in graph)


def network(path: Path) -> Rows:
    """The nodes and edges that networkx reads."""
    read = networkx.read_gexf(path) if path.suffix == ".gexf" else networkx.read_graphml(path, force_multigraph=True)
    edges = [(source, local(data["predicate"]), target) for source, target, data in read.edges(data=True)]
    return sorted([*((node, data["label"]) for node, data in read.nodes(data=True)), *edges])


def table(*columns: str) -> Callable[[Path], Rows]:
    """What the csv module reads in columns of a table."""

    def rows(path: Path) -> Rows:
        with path.open(encoding="utf-8", newline="") as file:
            cells = ([local(row[column]) if column == "Property" else row[column] for column in columns] for row in csv.DictReader(file))
            return sorted(map(tuple, cells))

    return rows


def local(term: str) -> str:
    return term.rpartition(":")[2]


# Whoever adds an exporter says here by whom it is read.
READERS: dict[str, Callable[[Path], Rows]] = {
    ".nq": quads,
    ".trig": quads,
    ".jsonld": quads,
    ".nt": triples,
    ".ttl": triples,
    ".rdf": triples,
    ".graphml": network,
    ".gexf": network,
    ".nodes.csv": table("Id", "Label"),
    ".edges.csv": table("Source", "Property", "Target"),
    ".neo4j-nodes.csv": table(":ID", "name"),
    ".neo4j-edges.csv": table(":START_ID", ":TYPE", ":END_ID"),
}


def asked(query: str) -> Rows:
    """What Oxigraph answers about the graph itself."""
    store = ox.Store()
    store.load(corpus().encode("utf-8"), ox.RdfFormat.N_QUADS)
    found: Any = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return sorted(tuple(cell.value for cell in row if cell is not None) for row in found)


def names(local_names: Iterable[str]) -> str:
    return " ".join(f"rc:{name}" for name in sorted(local_names))


def nodes() -> Rows:
    classes = f"VALUES ?class {{ {names(vocabulary.load().entity_classes)} }}"
    return asked(f"SELECT DISTINCT ?s ?label {{ {classes} ?s a ?class ; skos:prefLabel ?label FILTER(LANG(?label) = 'zh-hans') }}")


def edges() -> Rows:
    """Relations, and posts: as many of a person at a body as there are roles, former ones apart."""
    relations = f"VALUES ?p {{ {names(vocabulary.load().relations)} }}"
    related = asked(f"SELECT DISTINCT ?s ?p ?o {{ {relations} ?s ?p ?o }}")
    role = "org:role/skos:prefLabel ?role OPTIONAL { ?post rc:former ?former }"
    posts = asked(f"SELECT DISTINCT ?s ?o ?role ?former {{ ?post org:member ?s ; org:organization ?o ; {role} }}")
    return sorted([*((s, re.split("[#/]", p)[-1], o) for s, p, o in related), *((post[0], "hasMembership", post[1]) for post in posts)])


def wanted(suffix: str) -> Rows:
    reader = READERS[suffix]
    if reader in (quads, triples):
        parsed = ox.parse(corpus(), ox.RdfFormat.N_QUADS)
        read = [(plain(q.subject), plain(q.predicate), plain(q.object), q.graph_name.value) for q in parsed]
        return sorted(read if reader is quads else {row[:3] for row in read})
    if reader is network:
        return sorted([*nodes(), *edges()])
    return nodes() if "nodes" in suffix else edges()


def test_every_export_has_an_independent_reader() -> None:
    assert set(READERS) == set(export.EXPORTERS)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_the_reader_finds_what_oxigraph_finds_in_the_graph(suffix: str, tmp_path: Path) -> None:
    (path,) = export.export(corpus(), tmp_path / f"graph{suffix}")
    found = READERS[suffix](path)
    assert found == wanted(suffix)
    assert len(found) > 5


@pytest.mark.parametrize(("suffix", "needed"), [("nodes", {":ID", ":LABEL"}), ("edges", {":START_ID", ":END_ID", ":TYPE"})])
def test_the_headers_are_those_of_the_importer_of_neo4j(suffix: str, needed: set[str], tmp_path: Path) -> None:
    """`name:TYPE`, either part of which may be missing; what identifies a node, what leads from one to another, and of what kind it is."""
    export.export(corpus(), tmp_path / "graph.neo4j.csv")
    with (tmp_path / f"graph.neo4j-{suffix}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert [column for column in header if not re.fullmatch(r"[^:]+|:(ID|LABEL|START_ID|END_ID|TYPE)", column)] == []
    assert {column for column in header if ":" in column} == needed
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}
    assert all(row[header.index(column)] for row in rows for column in needed)
