"""JSON-LD for programs that know JSON: IRIs compacted with prefixes and a base, nodes sorted, named graphs as graph objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from kg.graph.nquads import read_term, tokens, triples
from kg.graph.turtle import RDF_TYPE, Names


def to_jsonld(lines: Iterable[str], prefixes: Mapping[str, str], base: str = "") -> str:
    """Canonical N-Quads lines as one JSON-LD document. It names no context on the network; literals keep their lexical forms."""
    names = Names(prefixes, base)
    graphs: dict[str, list[str]] = {}
    for line in lines:
        graphs.setdefault(tokens(line)[3], []).append(line)
    members = _nodes(graphs.pop("", []), names)
    members += [{"@id": _iri(graph, names), "@graph": _nodes(content, names)} for graph, content in sorted(graphs.items())]
    return json.dumps({"@context": names.context(), "@graph": members}, ensure_ascii=False, indent=1) + "\n"


def _nodes(lines: list[str], names: Names) -> list[dict[str, Any]]:
    nodes = []
    for subject, group in groupby((tokens(line) for line in triples(lines)), key=lambda parts: parts[0]):
        node: dict[str, Any] = {"@id": _iri(subject, names)}
        for predicate, members in groupby(group, key=lambda parts: parts[1]):
            objects = [parts[2] for parts in members]
            if predicate == RDF_TYPE and all(not object.startswith('"') for object in objects):
                node["@type"] = _one_or_all([_term(object, names) for object in objects])
            else:
                node[_term(predicate, names)] = _one_or_all([_value(object, names) for object in objects])
        nodes.append(node)
    return nodes


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _iri(token: str, names: Names) -> str:
    """An IRI where JSON-LD takes one relative to the base."""
    return names.term(token).removeprefix("<").removesuffix(">")


def _term(token: str, names: Names) -> str:
    """An IRI where JSON-LD looks relative ones up as terms: prefixed or in full."""
    short = names.prefixed(token)
    return short.removeprefix("<").removesuffix(">")


def _value(token: str, names: Names) -> Any:
    if not token.startswith('"'):
        return {"@id": _iri(token, names)}
    term = read_term(token)
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype:
        return {"@type": _term(f"<{term.datatype}>", names), "@value": term.value}
    return term.value
