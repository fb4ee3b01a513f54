"""Canonical N-Quads, one string per quad: how a graph is held between the stages of this room.

A line is `SUBJECT PREDICATE OBJECT GRAPH .`, the graph left out in the default graph, its terms in the notation of canonical
N-Triples: one space between terms, characters raw except those that must be escaped, language tags in their customary case.
Equal quads are then equal strings, and a graph is a sorted list of them. Standard library alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"

_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in [*map(chr, range(0x20)), "\x7f", "\ufffe", "\uffff"]}
_ESCAPES |= {ord(c): e for c, e in zip('\b\t\n\f\r"\\', (r"\b", r"\t", r"\n", r"\f", r"\r", r"\"", r"\\"), strict=True)}
_ESCAPES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # half a surrogate pair is no character: no file could hold it
_UNESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")

# What RFC 3987 lets stand in a path: everything else is percent-encoded, and so are # and ?, which would end the path, and %. The RFC also
# lets spaces and invisible signs of Unicode stand there; nobody sees them, and rdflib takes the spaces for the end of the IRI.
_NOT_IN_PATH = re.compile(
    r"\s|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[^A-Za-z0-9\-._~!$&'()*+,;=:@/"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd]"
)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no text in XML may have."""
_LITERAL = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?', re.DOTALL)
_GRAPH = re.compile(r" (?P<graph><[^<>\"{}|^`\\ ]*>|_:[^ \"<>]+)$")
_TAG_AT_END = re.compile(r'"@([A-Za-z0-9-]+)(?=(?: <[^<>" ]*>| _:[^ "<>]+)? \.$)')


class Term(NamedTuple):
    """An RDF term. `kind`: iri, literal or blank; `datatype`: its IRI, "" for a plain or a tagged string; `language`: "" for none."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


def path(name: str) -> str:
    """A name as part of an IRI's path: what may not stand there percent-encoded, Chinese raw.

    >>> path("School/苏州 技师学院")
    'School/苏州%20技师学院'
    """
    return _NOT_IN_PATH.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode("utf-8", "surrogatepass")), name)


def iri(value: str) -> str:
    """An IRI as an N-Quads term."""
    return f"<{value}>"


def literal(text: str, language: str = "", datatype: str = "") -> str:
    """A literal as an N-Quads term: tagged, typed, or a plain string.

    >>> literal("苏州市", "zh-Hans")
    '"苏州市"@zh-Hans'
    """
    quoted = f'"{text.translate(_ESCAPES)}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype and datatype != f"{XSD}string" else quoted


def written(term: Term) -> str:
    """A term in N-Quads notation; `read_term` backwards."""
    if term.kind == "literal":
        return literal(term.value, term.language, term.datatype)
    return f"_:{term.value}" if term.kind == "blank" else f"<{term.value}>"


@lru_cache(maxsize=65536)
def read_term(token: str) -> Term:
    """The term that a token of a canonical line denotes; ValueError where it is none."""
    if token.startswith("<") and token.endswith(">"):
        return Term("iri", token[1:-1])
    if token.startswith("_:"):
        return Term("blank", token[2:])
    match = _LITERAL.fullmatch(token)
    if match is None:
        raise ValueError(f"no RDF term: {token[:80]}")
    return Term("literal", _unescaped(match["text"]), match["datatype"] or "", match["language"] or "")


def tokens(line: str) -> tuple[str, str, str, str]:
    """Subject, predicate, object and graph ("" for the default graph) of a canonical line, each in N-Quads notation."""
    subject, predicate, rest = line.split(" ", 2)
    rest = rest.removesuffix(" .")
    match = _GRAPH.search(rest)
    return (subject, predicate, rest[: match.start()], match["graph"]) if match else (subject, predicate, rest, "")


def triples(lines: Iterable[str]) -> list[str]:
    """The lines without their graphs, as sorted N-Triples, each once."""
    return sorted({"{} {} {} .".format(*tokens(line)[:3]) for line in lines})


def split(text: str) -> list[str]:
    """The lines of a text of N-Quads. Only \\n ends a line: literals may hold any other line separator of Unicode."""
    return [line for line in text.split("\n") if line]


def union(texts: Iterable[str]) -> list[str]:
    """The quads of several texts of canonical N-Quads as one sorted list, each once."""
    return sorted({line for text in texts for line in split(text)})


def with_cased_tags(line: str) -> str:
    """A line whose language tag is in its customary case (`zh-Hans`): some parsers give all of it in lower case."""
    return _TAG_AT_END.sub(lambda m: f'"@{cased_tag(m.group(1))}', line)


def cased_tag(tag: str) -> str:
    """A language tag in the case that RFC 5646 recommends: zh-Hans, zh-Hant-HK.

    Two letters after the first part are a region, four a script; after a single-letter part all is lower case.
    """
    parts: list[str] = []
    for part in tag.lower().split("-"):
        private = any(len(p) == 1 for p in parts)
        if parts and not private and part.isalpha() and len(part) in (2, 4):
            part = part.upper() if len(part) == 2 else part.capitalize()
        parts.append(part)
    return "-".join(parts)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _UNESCAPES[m[3]], text)
