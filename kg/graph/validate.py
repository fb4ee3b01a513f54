"""Whether a graph keeps to the shapes of `ontology/shapes.ttl`, by one of two validators that say the same.

    graph ─ triples, our classes' hierarchy ─► pySHACL or pyshifty ─► report ─► Violation, … with names and words

pySHACL is always there; pyshifty (the extra fast-shacl) is ten times as fast and speaks where it is installed. Both see one plain graph in
memory: on an Oxigraph store pySHACL is slow and wrong, as the store rewrites literals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from kg import data, vocabulary
from kg.errors import KgError
from kg.graph import nquads, rdf
from kg.graph.claims import Node, first, nodes_of
from kg.graph.rdf import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

FAST, COMPLETE = "pyshifty", "pyshacl"
_SH = "http://www.w3.org/ns/shacl#"
_LONGEST = 60
_SAID = {"zh": ("“{}”", "{}：{}", "（现为 {}）"), "en": ("“{}”", "{}: {}", " (it has {})")}


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something in a graph that a shape forbids.

    `focus`: the node that is wrong; `path`: the property that is wrong of it, "" where it is the node itself; `value`: the offending
    value, "" where one is missing; `shape`: the shape's IRI; `message`: what is wrong of what, by name, and what would be right, in the
    language asked for; `severity`: Violation, or Warning of what a document may say and be wrong.
    """

    focus: str
    path: str
    value: str
    shape: str
    message: str
    severity: str


def validate(graph: str | Graph, lang: str = "en", by: str | None = None) -> list[Violation]:
    """What is wrong in a graph, sorted; empty where it keeps to the shapes.

    `graph`: N-Quads, whatever their graphs are called, or an rdflib graph, which is not changed; `lang`: of the messages, "zh" or
    "en"; `by`: FAST or COMPLETE, that of `validator` where it is None. Linear in the graph: of a page of text (2,000 triples) 0.1 s by
    pyshifty, 1.3 s by pySHACL. KgError where the validator that is asked for is not installed.
    """
    lines = nquads.triples(nquads.split(graph if isinstance(graph, str) else graph.serialize(format="nt")))
    report = _reports(validator(by))("".join(f"{line}\n" for line in lines))
    results = _results(report.serialize(format="nt"))
    nodes = nodes_of(["\n".join(lines)]) if results else {}
    return sorted({_violation(properties, nodes, lang) for properties in results})


def validator(wanted: str | None = None) -> str:
    """The validator that is there, the fast one where it is; or the one that is wanted. KgError where that is not installed."""
    if wanted is None:
        return FAST if installed(FAST) else COMPLETE
    if not installed(wanted):
        raise KgError(f"the validator {wanted} is not installed; install it (pip install 'regional-kg[fast-shacl]'), or ask for {COMPLETE}")
    return wanted


@cache
def installed(name: str) -> str:
    """The version of a validator that is installed; "" where it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _reports(by: str) -> Callable[[str], Graph]:
    return {FAST: _pyshifty, COMPLETE: _pyshacl}[by]


def _pyshifty(triples: str) -> Graph:
    # Bytes: a text may be taken for a path, or an address to be fetched. Nothing is inferred, as pySHACL infers nothing.
    report: Graph = _prepared().validate(triples.encode("utf-8"), infer=False)[1]
    return report


def _pyshacl(triples: str) -> Graph:
    import pyshacl

    _, report, text = pyshacl.validate(rdf.to_graph(triples + _hierarchy(), "nt"), shacl_graph=_shapes(), inplace=True)
    if not hasattr(report, "serialize"):
        raise ValueError(f"the shapes cannot be applied: {text}")
    found: Graph = report
    return found


@cache
def _prepared() -> Any:
    import shifty

    return shifty.PreparedValidator(_file().encode("utf-8") + _hierarchy().encode("utf-8"))


@cache
def _shapes() -> Graph:
    return rdf.to_graph(_file(), "turtle")


def _file() -> str:
    return (data.folder("ontology") / "shapes.ttl").read_text("utf-8")


@cache
def _messages(lang: str) -> Mapping[str, str]:
    """What each shape says in a language, by its IRI: of several messages of a SPARQL constraint pySHACL reports one."""
    nodes = _nodes(_shapes().serialize(format="nt"))
    found: dict[str, str] = {}
    for shape, node in nodes.items():
        for holder in (node, *(nodes[query.value] for query in node.get(f"{_SH}sparql", ()))):
            for message in holder.get(f"{_SH}message", ()):
                if message.language.split("-")[0] == lang:
                    found[shape] = message.value
    return found


@cache
def _asked_of_graphs() -> Set[str]:
    """The shapes that are asked once for a graph, whose target is a term as a node: what they find is the node that is wrong."""
    asked = {shape: node for shape, node in _nodes(_shapes().serialize(format="nt")).items() if f"{_SH}targetNode" in node}
    return {*asked, *(part.value for node in asked.values() for part in node.get(f"{_SH}property", ()))}


@cache
def _hierarchy() -> str:
    """Which of our classes is a subclass of which, as N-Triples: all of the ontology that shapes need."""
    terms = vocabulary.load()
    space, predicate = vocabulary.NAMESPACE, nquads.iri(f"{PREFIXES['rdfs']}subClassOf")
    pairs = sorted((cls, above) for cls in terms.classes for above in terms.classes if cls != above and terms.is_a(cls, above))
    return "".join(f"{nquads.iri(space + cls)} {predicate} {nquads.iri(space + above)} .\n" for cls, above in pairs)


def _results(report: str) -> list[Mapping[str, list[nquads.Term]]]:
    """The properties of each result of a report in N-Triples, without the results that sh:node and the like are explained by."""
    nodes = _nodes(report)
    return [nodes[result.value] for node in nodes.values() for result in node.get(f"{_SH}result", ())]


def _nodes(triples: str) -> Mapping[str, Mapping[str, list[nquads.Term]]]:
    """The values of each subject by property."""
    nodes: dict[str, dict[str, list[nquads.Term]]] = defaultdict(lambda: defaultdict(list))
    for line in nquads.split(triples):
        subject, predicate, object_ = map(nquads.read_term, nquads.tokens(line)[:3])
        nodes[subject.value][predicate.value].append(object_)
    return nodes


def _violation(properties: Mapping[str, list[nquads.Term]], nodes: Mapping[str, Node], lang: str) -> Violation:
    def one(name: str) -> nquads.Term:
        return next(iter(properties.get(_SH + name, ())), nquads.Term("literal", ""))

    path, focus, value = one("resultPath"), one("focusNode").value, one("value").value
    quoted, said, found = _SAID[lang]
    shape = one("sourceShape").value
    if shape in _asked_of_graphs() and value:
        focus, value = value, ""
    sentence = said.format(_called(focus, nodes, quoted), _messages(lang).get(shape, one("resultMessage").value))
    return Violation(
        focus=focus,
        path=path.value if path.kind == "iri" else "",
        value=value,
        shape=shape,
        message=sentence + (found.format(_called(value, nodes, quoted)) if value and value != focus else ""),
        severity=one("resultSeverity").value.removeprefix(_SH),
    )


def _called(term: str, nodes: Mapping[str, Node], quoted: str = "{}") -> str:
    """A node by its label or by what it says, in quotation marks; by its IRI where it has neither; a literal as it stands."""
    node = nodes.get(term, {})
    name = next((first(node, key) for key in ("skos:prefLabel", "dcterms:title", "oa:exact", "wording") if key in node), "")
    if not name and "rdf:predicate" in node:
        parts = (_called(first(node, f"rdf:{part}"), nodes) for part in ("subject", "predicate", "object"))
        name = " ".join(part for part in parts if part)
    for key in ("oa:hasSelector", "org:role") if not name else ():
        name = name or next((found for place in node.get(key, ()) if (found := _called(place, nodes)) != place), "")
    if name:
        return quoted.format(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…")
    return f"rc:{term.removeprefix(vocabulary.NAMESPACE)}" if term.startswith(vocabulary.NAMESPACE) else term
