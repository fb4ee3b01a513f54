"""Whether a graph says of its sources what they say: every statement has evidence, and every quotation stands where it is said to stand.

N-Quads, texts of the sources ─ verify ─► Verdict: what was looked at, and what does not hold
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg import vocabulary
from kg.graph.claims import DATES, RC, Node, first, nodes_of
from kg.graph.rdf import PREFIXES

_STATEMENT = f"{PREFIXES['rdf']}Statement"
_PLACE = f"{PREFIXES['oa']}SpecificResource"
_LINKS = {"indicator", "org:hasMembership", *DATES}
"""What leads from an entity to a fact that is none of its relations to others."""


class Problem(NamedTuple):
    """Something that does not hold.

    `document`: its title, or the end of its IRI; `node`: the IRI of what is wrong; `problem`: what is wrong.
    """

    document: str
    node: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many documents, statements and quotations were looked at, and what does not hold of them, sorted."""

    documents: int
    statements: int
    quotations: int
    problems: tuple[Problem, ...]


def documents(nquads: str) -> dict[str, str]:
    """The source documents of a graph: IRI → SHA-256 of their bytes, "" where the graph does not say."""
    return {iri: first(node, "digest") for iri, node in nodes_of([nquads]).items() if f"{RC}SourceDocument" in node.get("rdf:type", ())}


def verify(nquads: str, texts: Mapping[str, str]) -> Verdict:
    """A graph held against its sources. `texts`: of each source, by the SHA-256 of its bytes, as it was read for the graph.

    Linear in both. What is asserted between entities must be stated by a document, except where a region lies, which is common knowledge.
    """
    nodes = nodes_of([nquads])
    sources = {iri: first(node, "digest") for iri, node in nodes.items() if f"{RC}SourceDocument" in node.get("rdf:type", ())}
    statements = {iri: node for iri, node in nodes.items() if _STATEMENT in node.get("rdf:type", ())}
    places = {iri: node for iri, node in nodes.items() if _PLACE in node.get("rdf:type", ())}
    titles = {iri: first(nodes[iri], "dcterms:title", iri.rsplit("/", 1)[-1]) for iri in sources}
    problems = [
        *(Problem(titles[iri], iri, said) for iri, digest in sources.items() for said in _source(digest, texts)),
        *(problem for iri in statements for problem in _statement(iri, statements[iri], places, titles)),
        *(problem for iri in places for problem in _place(iri, nodes, sources, texts, titles)),
        *_unstated(nodes, statements.values()),
    ]
    return Verdict(len(sources), len(statements), len(places), tuple(sorted(set(problems))))


def _source(digest: str, texts: Mapping[str, str]) -> Iterator[str]:
    if not digest:
        yield "the graph does not say which bytes it was read from (rc:digest)"
    elif digest not in texts:
        yield f"no file among the sources has its bytes (SHA-256 {digest})"


def _statement(iri: str, node: Node, places: Mapping[str, Node], titles: Mapping[str, str]) -> Iterator[Problem]:
    evidence = node.get("prov:wasDerivedFrom", [])
    if not evidence:
        yield Problem("", iri, "the statement has no evidence")
    for place in evidence:
        if place not in places:
            document = place.partition("#")[0]
            yield Problem(titles.get(document, document), iri, f"its evidence {place} is not described")


def _place(
    iri: str, nodes: Mapping[str, Node], sources: Mapping[str, str], texts: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong with one quotation; nothing is said of those in a source that is missing, which is said once."""
    source = first(nodes[iri], "oa:hasSource")
    if source not in sources:
        yield Problem(source, iri, "its source is no document of the graph")
        return
    selectors = [nodes.get(selector, {}) for selector in nodes[iri].get("oa:hasSelector", ())]
    found = {key: first(selector, key) for selector in selectors for key in ("oa:start", "oa:end", "oa:exact") if key in selector}
    start, end, exact = (found.get(key, "") for key in ("oa:start", "oa:end", "oa:exact"))
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) and exact):
        yield Problem(titles[source], iri, "it has no place and wording in its source")
    elif (text := texts.get(sources[source])) is not None and text[int(start) : int(end)] != exact:
        stands = text[int(start) : int(end)]
        yield Problem(titles[source], iri, f"“{exact}” is said to stand at {start} to {end}, where “{stands}” stands")


def _unstated(nodes: Mapping[str, Node], statements: Iterable[Node]) -> Iterator[Problem]:
    """What is asserted of entities and no statement says."""
    terms = vocabulary.load()
    said = set()
    for statement in statements:
        subject, predicate, value = (first(statement, key) for key in ("rdf:subject", "rdf:predicate", "rdf:object"))
        said.add((subject, predicate, value))
    for iri, node in nodes.items():
        region = f"{RC}Region" in node.get("rdf:type", ())
        for key, values in node.items():
            if key not in terms.relations and key not in _LINKS:
                continue
            if "rdf:predicate" in node or (region and key == "locatedIn"):
                continue
            predicate = RC + key if ":" not in key else PREFIXES["org"] + key.partition(":")[2]
            for value in values:
                if (iri, predicate, value) not in said:
                    yield Problem("", iri, f"{key} {value} is asserted, and no statement says so")
