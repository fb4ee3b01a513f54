"""Turtle and TriG for reading: subjects in order, `a` first, prefixes declared, instances relative to a base.

Written here rather than by a library because the same graph has to give the same bytes, at any size: every literal keeps its lexical
form and its language tag (`210000000`, `@zh-Hans`), and a graph of a million triples takes seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from kg.graph.nquads import XSD, tokens, triples

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

# A local name that needs no escape in Turtle, and a relative IRI that every resolver gives back unchanged: stricter than the grammar.
_LOCAL = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*")
_RELATIVE = re.compile(r"[A-Za-z]+/[A-Za-z0-9_\u3400-\u9fff()（）“”《》·—%-]+(?:#[a-z]+=[0-9,]+)?")
_NUMBER = re.compile(rf'"([+-]?[0-9]*\.[0-9]+)"\^\^<{XSD}decimal>|"([+-]?[0-9]+)"\^\^<{XSD}integer>|"(true|false)"\^\^<{XSD}boolean>')
_DATATYPE = re.compile(r'"\^\^(<[^>]*>)$')


class Names:
    """How terms are written: prefixes and the base, and which of them were needed."""

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item))
        self._base = base
        self._known: dict[str, str] = {}
        self._used: set[str] = set()

    def header(self) -> str:
        """The declarations in Turtle that the terms written so far need."""
        lines = [f"@prefix {prefix}: <{space}> .\n" for prefix, space in sorted(self._prefixes) if prefix in self._used]
        return "".join([f"@base <{self._base}> .\n" if "@base" in self._used else "", *lines])

    def term(self, token: str) -> str:
        """A term in N-Quads notation as Turtle writes it."""
        if token.startswith("<"):
            if token not in self._known:
                self._known[token] = self._short(token)
            return self._known[token]
        if match := _NUMBER.fullmatch(token):
            return str(match[1] or match[2] or match[3])
        if match := _DATATYPE.search(token):
            return token[: match.start(1)] + self.term(match[1])
        return token

    def prefixed(self, token: str) -> str:
        """An IRI as a prefixed name where a prefix fits, else as it is."""
        value = token[1:-1]
        for prefix, space in self._prefixes:
            if value.startswith(space) and _LOCAL.fullmatch(value, len(space)):
                self._used.add(prefix)
                return f"{prefix}:{value[len(space) :]}"
        return token

    def _short(self, token: str) -> str:
        value, short = token[1:-1], self.prefixed(token)
        if short == token and self._base and value.startswith(self._base) and _RELATIVE.fullmatch(value, len(self._base)):
            self._used.add("@base")
            return f"<{value[len(self._base) :]}>"
        return short


def to_turtle(lines: Iterable[str], prefixes: Mapping[str, str], base: str = "") -> str:
    """All triples of canonical N-Quads lines, whatever graph they stand in, as one Turtle text. O(n log n)."""
    names = Names(prefixes, base)
    body = "".join(f"\n{block}" for block in _blocks(triples(lines), names, ""))
    return names.header() + body


def to_trig(lines: Iterable[str], prefixes: Mapping[str, str], base: str = "") -> str:
    """Canonical N-Quads lines as TriG: the default graph first, then the named graphs in order of their IRIs."""
    names = Names(prefixes, base)
    graphs: dict[str, list[str]] = {}
    for line in lines:
        graphs.setdefault(tokens(line)[3], []).append(line)
    body = []
    for graph, members in sorted(graphs.items()):
        if not graph:
            body += [f"\n{block}" for block in _blocks(triples(members), names, "")]
        else:
            blocks = "\n".join(_blocks(triples(members), names, "    "))
            body.append(f"\n{names.term(graph)} {{\n{blocks}}}\n")
    return names.header() + "".join(body)


def _blocks(lines: list[str], names: Names, indent: str) -> Iterator[str]:
    """One block of text for each subject of sorted N-Triples lines."""
    for subject, group in groupby((tokens(line) for line in lines), key=lambda parts: parts[0]):
        objects: dict[str, list[str]] = {}
        for _, predicate, object, _ in group:
            objects.setdefault(predicate, []).append(names.term(object))
        parts = [
            f"{'a' if predicate == RDF_TYPE else names.term(predicate)} {', '.join(objects[predicate])}"
            for predicate in sorted(objects, key=lambda p: (p != RDF_TYPE, p))
        ]
        between = f" ;\n{indent}    "
        yield f"{indent}{names.term(subject)} {between.join(parts)} .\n"
