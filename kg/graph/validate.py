"""Whether a document's graph keeps to the shapes of `ontology/shapes.ttl`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import data
from kg.graph import nquads, rdf

if TYPE_CHECKING:
    from rdflib import Graph

_SH = "http://www.w3.org/ns/shacl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something in a graph that a shape forbids.

    `focus`: the node that is wrong; `path`: the property that is wrong of it, "" where it is the node itself; `value`: the offending
    value, "" where one is missing; `shape`: the shape's IRI, or the kind of constraint in a shape without a name; `message`: in the
    language asked for; `severity`: Violation, Warning or Info.
    """

    focus: str
    path: str
    value: str
    shape: str
    message: str
    severity: str


def validate(graph: str | Graph, lang: str = "en") -> list[Violation]:
    """What is wrong in one document's graph, sorted; empty where it keeps to the shapes.

    `graph`: N-Quads, whatever their graphs are called, or an rdflib graph, which is not changed; `lang`: of the messages, "zh" or
    "en". Linear in the graph, about half a second for a page of text: for single documents, of which a corpus is the union.
    """
    import pyshacl

    _, report, _ = pyshacl.validate(
        rdf.to_dataset(graph) if isinstance(graph, str) else graph,
        shacl_graph=_turtle("shapes.ttl"),
        ont_graph=_turtle("regional-cooperation.ttl"),
        serialize_report_graph="nt",
    )
    return sorted(set(_violations(_lines(report), lang)))


@cache
def _turtle(file: str) -> Any:
    from pyshacl.rdfutil.load import load_from_source

    return load_from_source(str(data.folder("ontology") / file), rdf_format="turtle")


def _lines(report: object) -> list[str]:
    """The report as N-Triples lines; ValueError where there is none, because a shape itself is wrong."""
    if not isinstance(report, bytes | str):
        raise ValueError(f"the shapes cannot be applied: {report}")
    return nquads.split(report.decode("utf-8") if isinstance(report, bytes) else report)


def _violations(lines: list[str], lang: str) -> Iterator[Violation]:
    nodes: dict[nquads.Term, dict[str, list[nquads.Term]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        subject, predicate, object_ = map(nquads.read_term, nquads.tokens(line)[:3])
        nodes[subject][predicate.value].append(object_)
    for properties in nodes.values():
        if any(cls.value == f"{_SH}ValidationResult" for cls in properties[_TYPE]):
            yield _violation(properties, lang)


def _violation(properties: Mapping[str, list[nquads.Term]], lang: str) -> Violation:
    def one(name: str) -> nquads.Term:
        return next(iter(properties.get(_SH + name, ())), nquads.Term("literal", ""))

    path, shape = one("resultPath"), one("sourceShape")
    messages = sorted(properties.get(f"{_SH}resultMessage", ()), key=lambda m: (m.language.split("-")[0] != lang, m.value))
    return Violation(
        focus=one("focusNode").value,
        path=path.value if path.kind == "iri" else "",
        value=one("value").value,
        shape=(shape if shape.kind == "iri" else one("sourceConstraintComponent")).value,
        message=messages[0].value if messages else "",
        severity=one("resultSeverity").value.removeprefix(_SH),
    )
