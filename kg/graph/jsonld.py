"""JSON-LD for programs that know JSON: the terms of `ontology/context.jsonld`, which stands in the document, nodes sorted.

A node's properties come under the term of the context that fits their values (`"altLabel": ["南通"]`, `"value": "210000000"`), and under
the prefixed name with full values where none fits, so that any graph can be written and reads back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from kg import data
from kg.graph.nquads import Term, read_term, tokens, triples
from kg.graph.turtle import RDF_TYPE, Names


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term of the context: the IRI it stands for, and what values it takes."""

    name: str
    iri: str
    type: str
    language: str
    container: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Writer:
    """How things are named in a document."""

    names: Names
    entries: Mapping[str, tuple[_Entry, ...]]
    defined: frozenset[str]
    vocabulary: str

    def iri(self, value: str) -> str:
        """An IRI where JSON-LD takes one relative to the base; a blank node as it is."""
        return self.names.term(f"<{value}>").removeprefix("<").removesuffix(">") if not value.startswith("_:") else value

    def word(self, value: str) -> str:
        """An IRI where JSON-LD looks for a term: as a bare word, prefixed, or in full."""
        for entry in self.entries.get(value, ()):
            return entry.name
        local = value.removeprefix(self.vocabulary)
        if local != value and local.isidentifier() and local not in self.defined:
            return local
        return self.names.prefixed(f"<{value}>").removeprefix("<").removesuffix(">")


def to_jsonld(lines: Iterable[str], base: str = "") -> str:
    """Canonical N-Quads lines as one JSON-LD document, a graph object for each named graph. It names nothing on the network."""
    context = _context()
    prefixes = {name: value for name, value in context.items() if isinstance(value, str) and value.endswith(("#", "/")) and name[0] != "@"}
    entries: dict[str, list[_Entry]] = {}
    for name, value in context.items():
        if entry := _entry(name, value, prefixes):
            entries.setdefault(entry.iri, []).append(entry)
    # The terms that want a type or a language come before those that take anything.
    best = {iri: tuple(sorted(found, key=lambda e: (not (e.type or e.language), e.name))) for iri, found in entries.items()}
    writer = _Writer(Names(prefixes, base), best, frozenset(context), context["@vocab"])
    graphs: dict[str, list[str]] = {}
    for line in lines:
        graphs.setdefault(tokens(line)[3], []).append(line)
    members = _nodes(graphs.pop("", []), writer)
    members += [{"id": writer.iri(_value(graph)), "graph": _nodes(content, writer)} for graph, content in sorted(graphs.items())]
    head = {"@base": base, **context} if base else context
    return json.dumps({"@context": head, "graph": members}, ensure_ascii=False, indent=1) + "\n"


@cache
def _context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads((data.folder("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
    return context


def _entry(name: str, value: Any, prefixes: Mapping[str, str]) -> _Entry | None:
    """The term of one line of the context; None of a prefix or a keyword."""
    given: dict[str, Any] = value if isinstance(value, dict) else {"@id": value}
    prefix, _, local = str(given.get("@id", "")).partition(":")
    if name.startswith("@") or name in prefixes or prefix not in prefixes:
        return None
    container = given.get("@container", [])
    return _Entry(
        name,
        prefixes[prefix] + local,
        _expanded(str(given.get("@type", "")), prefixes),
        str(given.get("@language", "")),
        frozenset([container] if isinstance(container, str) else container),
    )


def _expanded(type: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = type.partition(":")
    return prefixes[prefix] + local if colon else type


def _value(token: str) -> str:
    """The IRI of a subject, a property or a graph; a blank node with its `_:`."""
    return token if token.startswith("_:") else token[1:-1]


def _nodes(lines: list[str], writer: _Writer) -> list[dict[str, Any]]:
    nodes = []
    for subject, group in groupby((tokens(line) for line in triples(lines)), key=lambda parts: parts[0]):
        node: dict[str, Any] = {"id": writer.iri(_value(subject))}
        for predicate, members in groupby(group, key=lambda parts: parts[1]):
            objects = [read_term(parts[2]) for parts in members]
            if predicate == RDF_TYPE and all(term.kind == "iri" for term in objects):
                node["type"] = [writer.word(term.value) for term in objects]
            else:
                node |= _property(_value(predicate), objects, writer)
        nodes.append({key: node[key] for key in sorted(node, key=lambda key: (key != "id", key != "type", key))})
    return nodes


def _property(predicate: str, objects: list[Term], writer: _Writer) -> dict[str, Any]:
    """The entries of a node for the values of one property: under the terms that they fit, the rest under its IRI with full values."""
    found: dict[str, Any] = {}
    for entry in writer.entries.get(predicate, ()):
        fit = _fits(entry)
        chosen, objects = [term for term in objects if fit(term)], [term for term in objects if not fit(term)]
        if chosen and "@language" in entry.container:
            tags = {term.language: [other.value for other in chosen if other.language == term.language] for term in chosen}
            found[entry.name] = {tag: _one_or_all(values, entry) for tag, values in tags.items()}
        elif chosen:
            found[entry.name] = _one_or_all([_short(term, entry, writer) for term in chosen], entry)
    if objects:
        key = writer.names.prefixed(f"<{predicate}>").removeprefix("<").removesuffix(">")
        found[key] = [_full(term, writer) for term in objects]
    return found


def _fits(entry: _Entry) -> Callable[[Term], bool]:
    """Whether a value can stand under a term."""
    if "@language" in entry.container:
        return lambda term: bool(term.language)
    if entry.language:
        return lambda term: term.language == entry.language
    if entry.type in ("@id", "@vocab"):
        return lambda term: term.kind != "literal"
    if entry.type:
        return lambda term: term.kind == "literal" and term.datatype == entry.type
    return lambda term: True


def _one_or_all(values: list[Any], entry: _Entry) -> Any:
    return values[0] if len(values) == 1 and "@set" not in entry.container else values


def _short(term: Term, entry: _Entry, writer: _Writer) -> Any:
    if entry.type == "@vocab" and term.kind == "iri":
        return writer.word(term.value)
    full = _full(term, writer)
    if entry.type == "@id":
        return full["@id"]
    return term.value if entry.type or entry.language else full


def _full(term: Term, writer: _Writer) -> Any:
    if term.kind != "literal":
        return {"@id": f"_:{term.value}" if term.kind == "blank" else writer.iri(term.value)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    return {"@type": writer.word(term.datatype), "@value": term.value} if term.datatype else term.value
