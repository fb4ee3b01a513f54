"""Graphs as files of every format: the table `EXPORTERS`.

What goes in is N-Quads, the truth, never the content of a store: a store rewrites numbers and language tags. What comes out depends on
the set of quads alone, byte for byte.

    .nq .nt .ttl .trig .jsonld     RDF; .nt and .ttl merge the named graphs into one
    .graphml                       the network of entities, for Gephi, yEd, Cytoscape
    .nodes.csv .edges.csv          the same as two tables; OUT.csv writes both, OUT.nodes.csv and OUT.edges.csv
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kg import output
from kg.errors import OutputError
from kg.graph import nquads
from kg.graph.jsonld import to_jsonld
from kg.graph.network import flat, to_graphml, to_network
from kg.graph.rdf import BASE, PREFIXES
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
    if name.endswith(".csv"):
        return {out.with_suffix(suffix): suffix for suffix in (".nodes.csv", ".edges.csv")}
    raise OutputError(out, f"the format {out.suffix or 'of a file without a suffix'} is not known", f"use {', '.join(suffixes())}")


def suffixes() -> list[str]:
    """The suffixes that `export` takes."""
    return sorted({*EXPORTERS, ".csv"})


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


def graphml(text: str) -> str:
    """GraphML of the network of entities."""
    return to_graphml(to_network(text))


def nodes_csv(text: str) -> str:
    """The entities, one row each."""
    return _csv(NODE_COLUMNS, (flat(data) for _, data in to_network(text).nodes(data=True)))


def edges_csv(text: str) -> str:
    """The relations between entities, one row each."""
    network = to_network(text)
    label = dict(network.nodes(data="label"))
    rows = (
        {"source": source, "target": target, "source_label": label[source], "target_label": label[target], **flat(data)}
        for source, target, data in network.edges(data=True)
    )
    return _csv(EDGE_COLUMNS, rows)


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
    ".graphml": graphml,
    ".nodes.csv": nodes_csv,
    ".edges.csv": edges_csv,
}
