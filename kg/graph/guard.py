"""What a query is, before anything answers it: its form, the graphs that it names, and whether it would reach out or change something.

    text ─ read ─► Reading: form, words, the data set that it asks for

A query is cut into the tokens of SPARQL's grammar and its beginning is parsed: prologue, form, data set. Refused is what no reader of the
graph may do, wherever it stands. The engine reads characters, not words: to it `SERVICE:x`, `trueSERVICE` and `SERVICESILENT` begin a call
of another server. So no word and no prefix may hold SERVICE, and FROM stands where the grammar has it or nowhere. SPARQL lets any character
be written as \\uXXXX, and engines differ in when they read that: both readings are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from kg.errors import QueryError

# The tokens of SPARQL, as far as needed to tell a keyword from the same letters in a string, an IRI, a comment or a name. Each attempt that
# fails takes what it has looked at into the token that follows from it: a text is read in time linear in its length, whatever it is.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*+)
      | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
          | "(?!"")(?:[^"\\\n\r]|\\[^\n\r])*+" | '(?!'')(?:[^'\\\n\r]|\\[^\n\r])*+')
      | (?P<open>\"\"\".*+ | '''.*+ | ["'][^\n\r]*+)
      | (?P<variable>[?$]\w++)
      | (?P<name>(?:(?P<prefix>\w[\w.-]*+))?:(?:(?![.-])(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|[.-](?=[\w.:%\\-]))+)?)
      | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]+)*+)
      | (?P<word>\w[\w.-]*+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"\w+")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")
_CHANGES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "USING"})
# Form of a query → kind of its answer.
FORMS = {"SELECT": "table", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_ONLY_HERE = "ask for what is in the graph itself"
# What differs each time that it is asked for.
_CHANCE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The data set that a query is asked of: the graphs that make up its default graph, and those under their names; IRIs, sorted."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, default: Iterable[str], named: Iterable[str]) -> Scope | None:
        """The scope of these graphs; None, which is all there is, where none are named."""
        scope = cls(tuple(sorted(set(default))), tuple(sorted(set(named))))
        return scope if scope.default or scope.named else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A query that is let through. `kind` of its answer: "table", "boolean", "graph", or "" where its form cannot be made out, and the
    engine will say what is wrong; `words`: its bare words in capitals; `scope`: None where it names no graphs.
    """

    kind: str
    words: frozenset[str]
    scope: Scope | None

    @property
    def lasting(self) -> bool:
        """Whether it has the same answer whenever the same graph is asked."""
        return not self.words & _CHANCE


def read(text: str, prefixes: Mapping[str, str], base: str) -> Reading:
    """What a query is. QueryError where it would change the graph or reach out of it.

    `prefixes` that need no declaration; `base`: what relative IRIs are relative to.
    """
    tokens = [token for token in _TOKEN.finditer(_unescaped(text)) if token.lastgroup != "comment" and not token[0].isspace()]
    both = [*tokens, *_TOKEN.finditer(text)]
    words = frozenset(word.upper() for token in both if (said := token["word"] or token["open"]) for word in _WORD.findall(said))
    prefixed = frozenset(token["prefix"].upper() for token in both if token["prefix"])
    if any("SERVICE" in name for name in words | prefixed):
        raise QueryError(text, "SERVICE asks another server", _ONLY_HERE, kind="refused")
    for word in sorted(words & _CHANGES):
        raise QueryError(text, f"{word} would change the graph", "ask with SELECT, ASK, CONSTRUCT or DESCRIBE", kind="refused")
    spaces, base, rest = _prologue(tokens, dict(prefixes), base)
    form = rest[0]["word"].upper() if rest and rest[0]["word"] else ""
    clauses = list(_clauses(rest))
    if sum("FROM" in name for token in both for name in _names(token)) != 2 * len(clauses):
        remedy = "write FROM <IRI> before the pattern, with spaces around it"
        raise QueryError(text, "FROM stands where it names no graph", remedy, kind="refused")
    graphs = [(named, _iri(token, spaces, base)) for named, token in clauses]
    scope = Scope.of((iri for named, iri in graphs if not named), (iri for named, iri in graphs if named))
    return Reading(FORMS.get(form, ""), words, scope)


Tokens = list[re.Match[str]]


def _prologue(tokens: Tokens, spaces: dict[str, str], base: str) -> tuple[dict[str, str], str, Tokens]:
    """Prefixes and base as the prologue has them, and the tokens after it."""
    place = 0
    while place + 1 < len(tokens) and tokens[place]["word"]:
        word, following = tokens[place]["word"].upper(), tokens[place + 1]
        if word == "BASE" and following["iri"]:
            base, place = _resolved(following["iri"][1:-1], base), place + 2
        elif word == "PREFIX" and following["name"] and place + 2 < len(tokens) and tokens[place + 2]["iri"]:
            spaces[following["prefix"] or ""] = _resolved(tokens[place + 2]["iri"][1:-1], base)
            place += 3
        else:
            break
    return spaces, base, tokens[place:]


def _clauses(tokens: Tokens) -> Iterator[tuple[bool, re.Match[str]]]:
    """Whether a graph is NAMED, and the token that names it, for each FROM outside of braces."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0 and token["word"] and token["word"].upper() == "FROM":
            rest = tokens[place + 1 : place + 3]
            named = len(rest) == 2 and bool(rest[0]["word"]) and rest[0]["word"].upper() == "NAMED"
            found = rest[1:] if named else rest[:1]
            if found and (found[0]["iri"] or found[0]["name"]):
                yield named, found[0]


def _names(token: re.Match[str]) -> list[str]:
    said = token["word"] or token["open"] or token["prefix"] or ""
    return [word.upper() for word in _WORD.findall(said)]


def _iri(token: re.Match[str], spaces: Mapping[str, str], base: str) -> str:
    if token["iri"]:
        return _resolved(token["iri"][1:-1], base)
    prefix, _, local = token["name"].partition(":")
    return spaces.get(prefix, f"{prefix}:") + _LOCAL_ESCAPE.sub(r"\1", local)


def _resolved(iri: str, base: str) -> str:
    """An IRI, made absolute where it is relative; one that ends in # keeps it."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
        return iri
    return urljoin(base, iri.removesuffix("#")) + "#" * iri.endswith("#")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(code) if (code := int(m[1] or m[2], 16)) < 0x110000 else "\ufffd", text)
