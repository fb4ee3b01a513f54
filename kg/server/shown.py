"""What pages are made of, as workers find it: the table `SHOWN`. Each takes the nodes of the graph and arguments of plain JSON, and gives
plain JSON.

    find       {paths | iri}                        the IRI of a node, "" where it is not there
    node       {paths | iri, only, other, start, outline}   what a node is: entity, document, or any other; near names where it is not there
    home, documents {start}, members {cls, start}   what is in the graph
    pairs      {kind, programme, giver, receiver, by}, pair {one, other, only, start}   pairs of regions, and one of them
    programmes {start}                              programmes; what one of them has beside the facts of an entity is in its node
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg.graph import closure, contents, dossier, overview, pair, pairs, programmes, reading
from kg.graph.claims import RC, first
from kg.graph.dossier import reference, titled
from kg.graph.export import EXPORTERS
from kg.graph.nodes import Nodes
from kg.graph.nquads import path
from kg.graph.outlined import Outline

_NEAR = 8
_LOOKED_AT = 50_000
"""Names that are held against one that is not there."""
_LEADING = 200
_COLUMNS = tuple("relation subject object value unit period status confidence denied document start end quote".split())


def find(nodes: Nodes, arguments: Mapping[str, Any]) -> str:
    """The IRI that is asked for: `iri` itself, or the first below the base that the graph has of `paths`; "" where there is none."""
    if "iri" in arguments:
        return arguments["iri"] if _told(nodes, arguments["iri"]) else ""
    base = nodes.base()
    for asked in arguments["paths"]:
        for tried in (path(asked), asked, path(unquote(asked))):
            if _told(nodes, base + tried):
                return base + tried
    return ""


def node(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A node with its `kind`."""
    iri, base = find(nodes, arguments), nodes.base()
    if not iri:
        return {"kind": "missing", "base": base, "near": near(nodes, _last(arguments))}
    common = {"base": base, "iri": iri}
    if iri not in nodes:
        return {"kind": "graph", **common, **_graph(nodes, iri)}
    if f"{RC}SourceDocument" in nodes.values_of(iri, "rdf:type", _NEAR):
        return {"kind": "document", **common, **reading.reading(nodes, iri)}
    if (found := _entity(nodes, iri, arguments)) is not None:
        return {"kind": "entity", **common, **found, "programme": None if arguments.get("only") else programmes.programme(nodes, iri)}
    return {"kind": "node", **common, **_table(nodes, iri)}


def _entity(nodes: Nodes, iri: str, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is said of an entity, of one with very much the first of it; None of what is none."""
    only, start = arguments.get("only", ""), int(arguments.get("start", 0))
    if arguments.get("outline"):
        with closing(Outline(Path(arguments["outline"]))) as outline:
            found = overview.overview(nodes, outline, iri, (only, arguments.get("other", ""), start))
        if found is not None:
            return found
    return dossier.dossier(nodes, iri, only, start)


def found(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The IRI of a node that is asked for by the end of it; "" where the graph has none such."""
    return {"iri": find(nodes, arguments)}


def names(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What IRIs are called: of entities their label and class, of documents their title, of other nodes and of named graphs nothing; what
    the graph tells nothing of is not there.
    """
    called: dict[str, dict[str, Any]] = {}
    for iri in arguments["iris"]:
        about = nodes.get(iri, {})
        if "skos:prefLabel" in about:
            found = reference(nodes, iri)
            called[iri] = {"iri": iri, "label": found["label"], "cls": found["cls"]}
        elif f"{RC}SourceDocument" in about.get("rdf:type", ()):
            called[iri] = {"iri": iri, "label": titled(nodes, iri)["title"], "cls": ""}
        elif _told(nodes, iri):
            called[iri] = {"iri": iri, "label": "", "cls": ""}
    return {"base": nodes.base(), "names": called}


def near(nodes: Nodes, name: str) -> list[dict[str, Any]]:
    """Entities with names near to one that is not there."""
    bearers: dict[str, str] = {}
    for iri, _, label in nodes.having("skos:prefLabel", _LOOKED_AT):
        bearers.setdefault(label, iri)
    holding = sorted((label for label in bearers if name and (name in label or label in name)), key=lambda label: (len(label), label))
    # a name that is at least half alike has at least a third of the signs: that is quickly seen of very many names
    possible = sorted(label for label in bearers if 3 * sum(sign in label for sign in name) >= len(name))
    alike = get_close_matches(name, possible, n=_NEAR, cutoff=0.5) if name else []
    return [reference(nodes, bearers[label]) for label in dict.fromkeys([*alike, *holding])][:_NEAR]


def data(nodes: Nodes, arguments: Mapping[str, Any]) -> bytes | None:
    """A node's description in the form `suffix`; None where the graph has no such node."""
    iri = find(nodes, arguments)
    if not iri:
        return None
    if arguments["suffix"] == ".csv":
        return _csv(dossier.dossier(nodes, iri, most=closure.MOST)).encode("utf-8")
    return EXPORTERS[arguments["suffix"]]("".join(f"{line}\n" for line in closure.described(nodes, iri))).encode("utf-8")


def _graph(nodes: Nodes, iri: str) -> dict[str, Any]:
    """A named graph: the document that says what is in it, as far as there is one, and how many triples these are."""
    graph = nodes.within(iri)
    document = iri.replace("/graph/", "/document/")
    return {
        "label": iri.rsplit("/", 1)[-1],
        "document": titled(nodes, document) if document in nodes and document != iri else None,
        "count": sum(len(graph.triples(name)) for name in graph),
    }


def _last(arguments: Mapping[str, Any]) -> str:
    asked: Sequence[str] = arguments.get("paths") or [arguments.get("iri", "")]
    return unquote(asked[0]).rstrip("/").rsplit("/", 1)[-1]


def _table(nodes: Nodes, iri: str) -> dict[str, Any]:
    """A node that is no entity, by its properties; a statement also as the fact that it states."""
    triples = [
        {"property": p.value, "value": o.value, "kind": o.kind, "language": o.language, "told": o.kind == "iri" and _told(nodes, o.value)}
        for _, p, o in nodes.triples(iri)
    ]
    leading = [{"subject": s.value, "property": p.value} for s, p, _ in nodes.leading_to(iri, _LEADING)]
    found: dict[str, Any] = {
        "label": first(nodes[iri], "skos:prefLabel") or iri.rsplit("/", 1)[-1],
        "triples": sorted(triples, key=lambda row: (row["property"], row["value"])),
        "leading": sorted(leading, key=lambda row: (row["property"], row["subject"])),
        "fact": None,
    }
    triple = dossier.triple_of(nodes[iri])
    if triple is not None:
        found["fact"] = dossier.fact_of(nodes, triple, [iri])
    return found


def _told(nodes: Nodes, iri: str) -> bool:
    """Whether an IRI has a page: the graph tells of it, or is in part called by it."""
    return iri in nodes or nodes.has_graph(iri)


def _csv(found: dict[str, Any] | None) -> str:
    """The facts of an entity as rows, one for each passage."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for group in found["groups"] if found else ():
        for fact in group["facts"]:
            values = fact.get("values", {})
            other = (fact.get("object") or fact.get("organization") or {}).get("label", "")
            value = values.get("value") or values.get("role", "")
            row = [fact["key"], fact["subject"]["label"], other, value, values.get("unit", ""), values.get("period", "")]
            row += [fact["status"], fact["confidence"], "true" if fact["denied"] else ""]
            for passage in fact["passages"] or [{"title": "", "start": "", "end": "", "quote": ""}]:
                writer.writerow([*row, passage["title"], passage["start"], passage["end"], passage["quote"]])
    return "\ufeff" + text.getvalue()


def home(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What is in the graph."""
    return {"base": nodes.base(), **contents.contents(nodes)}


def documents(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Documents, the latest first."""
    return {"base": nodes.base(), **contents.documents(nodes, int(arguments["start"]))}


def members(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Entities of a class; `missing` where there is no such class."""
    told = contents.members(nodes, str(arguments["cls"]), int(arguments["start"]))
    return {"base": nodes.base(), "missing": told is None, **(told or {})}


def pair_matrix(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The pairs of regions, as many as are asked for."""
    return {"base": nodes.base(), **pairs.matrix(nodes, {key: str(value) for key, value in arguments.items()})}


def between(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of two regions; `missing` where one of them is none."""
    told = pair.between(nodes, str(arguments["one"]), str(arguments["other"]), str(arguments["only"]), int(arguments["start"]))
    return {"base": nodes.base(), "missing": told is None, **(told or {})}


def listed_programmes(nodes: Nodes, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Programmes, those that most documents name first."""
    return {"base": nodes.base(), **programmes.programmes(nodes, int(arguments["start"]))}


SHOWN: dict[str, Callable[[Nodes, Mapping[str, Any]], dict[str, Any]]] = {
    "node": node,
    "find": found,
    "names": names,
    "home": home,
    "documents": documents,
    "members": members,
    "pairs": pair_matrix,
    "pair": between,
    "programmes": listed_programmes,
}
