"""Graphs as files of every format: the table `EXPORTERS`.

What goes in is N-Quads, the truth, never the content of a store: a store rewrites numbers and language tags. What comes out depends on
the set of quads alone, byte for byte.

    .nq .nt .ttl .trig .jsonld .rdf      RDF; .nt, .ttl and .rdf (RDF/XML) merge the named graphs into one
    .graphml .gexf                       the network of entities, for Gephi, yEd, Cytoscape
    .nodes.csv .edges.csv                the same as two tables for Gephi; OUT.csv writes both, OUT.nodes.csv and OUT.edges.csv
    .neo4j-nodes.csv .neo4j-edges.csv    the same for Neo4j's importer (neo4j-admin database import); OUT.neo4j.csv writes both
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg import output
from kg.errors import OutputError
from kg.graph import nquads
from kg.graph.jsonld import to_jsonld
from kg.graph.network import flat, to_gexf, to_graphml, to_network
from kg.graph.rdf import BASE, PREFIXES
from kg.graph.store import to_rdfxml
from kg.graph.turtle import to_trig, to_turtle

# Column → attribute of the network. Id, Label, Source and Target are what Gephi looks for.
NODE_COLUMNS = {
    "Id": "id",
    "Label": "label",
    "Class": "cls",
    "Class (zh)": "class_label_zh",
    "Other names": "alt",
    "Division code": "code",
    "Longitude": "longitude",
    "Latitude": "latitude",
    "Mentioned": "mentioned",
    "Posts": "posts",
    "Indicators": "indicators",
    "Dates": "dates",
}
EDGE_COLUMNS = {
    "Source": "source",
    "Target": "target",
    "Label": "label_zh",
    "Source name": "source_label",
    "Property": "predicate",
    "Target name": "target_label",
    "Role": "role",
    "Date": "date",
    "Confidence": "confidence",
    "Quotations": "quotes",
    "Documents": "sources",
}
# The same as Neo4j's importer looks for: a header with types, classes and properties as labels.
NEO4J_NODES = {
    ":ID": "id",
    "name": "label",
    ":LABEL": "cls",
    **{key: name for key, name in NODE_COLUMNS.items() if name not in ("id", "label", "cls")},
}
NEO4J_EDGES = {":START_ID": "source", ":END_ID": "target", ":TYPE": "type", **dict(list(EDGE_COLUMNS.items())[6:])}
# What one suffix stands for where two files are written.
PAIRS = {".neo4j.csv": (".neo4j-nodes.csv", ".neo4j-edges.csv"), ".csv": (".nodes.csv", ".edges.csv")}
_DOCUMENT = re.compile(r"^<(\S+?)document/[0-9a-f]+> \S+ <https://w3id\.org/regional-cooperation/ontology#SourceDocument> ", re.MULTILINE)


def export(text: str, out: Path) -> tuple[Path, ...]:
    """The graph of an N-Quads text as a file of the format that the suffix of `out` says; the files that were written.

    OutputError where the suffix is not known or the place cannot be written; then nothing is written.
    """
    files = {place: EXPORTERS[suffix] for place, suffix in targets(out).items()}
    for place in files:
        output.check(place)
    for place, content in [(place, exporter(text)) for place, exporter in files.items()]:
        output.write(place, content)
    return tuple(files)


def targets(out: Path) -> dict[Path, str]:
    """The files that an export to `out` writes, each with its row of `EXPORTERS`; OutputError where no row fits."""
    name = out.name.lower()
    if out.is_dir():
        raise OutputError(out, "this is a folder", "name a file in it")
    for suffix in sorted(EXPORTERS, key=len, reverse=True):
        if name.endswith(suffix) and len(name) > len(suffix):
            return {out: suffix}
    for suffix, both in PAIRS.items():
        if name.endswith(suffix) and len(name) > len(suffix):
            return {out.with_name(out.name[: -len(suffix)] + one): one for one in both}
    raise OutputError(out, f"the format {out.suffix or 'of a file without a suffix'} is not known", f"use {', '.join(suffixes())}")


def suffixes() -> list[str]:
    """The suffixes that `export` takes."""
    return sorted({*EXPORTERS, *PAIRS})


def to_nquads(text: str) -> str:
    """Sorted N-Quads, each quad once."""
    return "".join(f"{line}\n" for line in nquads.union([text]))


def to_ntriples(text: str) -> str:
    """Sorted N-Triples, the named graphs merged."""
    return "".join(f"{line}\n" for line in nquads.triples(nquads.split(text)))


def turtle(text: str) -> str:
    """Turtle, the named graphs merged."""
    return to_turtle(nquads.split(text), PREFIXES, _base(text))


def trig(text: str) -> str:
    """TriG, one block for each named graph."""
    return to_trig(nquads.split(text), PREFIXES, _base(text))


def jsonld(text: str) -> str:
    """JSON-LD, one graph object for each named graph."""
    return to_jsonld(nquads.split(text), _base(text))


def rdfxml(text: str) -> str:
    """RDF/XML, the named graphs merged."""
    return to_rdfxml(nquads.triples(nquads.split(text)), PREFIXES)


def graphml(text: str) -> str:
    """GraphML of the network of entities."""
    return to_graphml(to_network(text))


def gexf(text: str) -> str:
    """GEXF of the network of entities."""
    return to_gexf(to_network(text))


def nodes_csv(text: str) -> str:
    """The entities, one row each."""
    return _csv(NODE_COLUMNS, (flat(data) for _, data in to_network(text).nodes(data=True)))


def edges_csv(text: str) -> str:
    """The relations between entities, one row each."""
    return _csv(EDGE_COLUMNS, _edges(text))


def neo4j_nodes_csv(text: str) -> str:
    """The entities with the header of Neo4j's importer."""
    return _csv(NEO4J_NODES, (flat(data) for _, data in to_network(text).nodes(data=True)))


def neo4j_edges_csv(text: str) -> str:
    """The relations with the header of Neo4j's importer; the type is the property's local name."""
    return _csv(NEO4J_EDGES, ({**row, "type": row["predicate"].rpartition(":")[2]} for row in _edges(text)))


def _edges(text: str) -> Iterator[dict[str, str]]:
    network = to_network(text)
    label = dict(network.nodes(data="label"))
    for source, target, data in network.edges(data=True):
        yield {"source": source, "target": target, "source_label": label[source], "target_label": label[target], **flat(data)}


def _csv(columns: dict[str, str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns.values()] for row in rows)
    return text.getvalue()


def _base(text: str) -> str:
    """Where the IRIs of instances begin, as the source documents of the graph have it."""
    return min((str(base) for base in _DOCUMENT.findall(text)), default=BASE)


EXPORTERS: dict[str, Callable[[str], str]] = {
    ".nq": to_nquads,
    ".nt": to_ntriples,
    ".ttl": turtle,
    ".trig": trig,
    ".jsonld": jsonld,
    ".rdf": rdfxml,
    ".graphml": graphml,
    ".gexf": gexf,
    ".nodes.csv": nodes_csv,
    ".edges.csv": edges_csv,
    ".neo4j-nodes.csv": neo4j_nodes_csv,
    ".neo4j-edges.csv": neo4j_edges_csv,
}
