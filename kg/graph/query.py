"""Questions to a graph, in SPARQL: refused where they would change it or reach out of it, answered as plain terms.

    store, text ─ run ─► Result ─ to_table, to_csv, to_json ─► what is shown or written

A query sees the union of all documents' graphs as its default graph, and each document's graph under `GRAPH`. The usual prefixes need
no declaration. Rows of a query without ORDER BY come sorted, so that equal graphs give equal answers.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import data
from kg.errors import InputError, QueryError
from kg.graph.nquads import Term, written
from kg.graph.rdf import BASE, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Store

# The tokens of SPARQL, as far as needed to tell a keyword from the same letters in a string, an IRI, a comment or a name.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*''' | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<name>(?P<prefix>\w[\w.-]*)?:(?:(?![.-])(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|[.-](?=[\w.:%\\-]))+)?)
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<word>\w+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CHANGES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "USING"})
_REFUSED = {
    "SERVICE": ("SERVICE asks another server", "ask for what is in the graph itself"),
    "FROM": ("FROM names graphs to load", "leave it out, or use GRAPH for the graph of one document"),
}
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_HINTS = {
    "Prefix not found": "declare the prefix of the name before it",
    "IRI parsing failed": "write the IRI in full",
    "is unbound": "group by every variable of SELECT that is not aggregated",
}
_HEAD = re.compile(r"#\s*(zh|en|description|parameters):\s*(.+)")


@dataclass(frozen=True, slots=True)
class Result:
    """An answer.

    `kind`: "table" (SELECT), "boolean" (ASK) or "graph" (CONSTRUCT, DESCRIBE). `rows`: one term for each column, None where a
    variable has no value; of ASK one row with one boolean; of a graph one row for each triple.
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A research question that the project ships: its name is the file's, what it is for stands in the first comments of the file.

    `purpose`: what a row says, and what it leaves out; `parameters`: the columns that it is meant to be narrowed by.
    """

    name: str
    title_zh: str
    title_en: str
    purpose: str
    parameters: tuple[str, ...]
    text: str


def run(store: Store, text: str) -> Result:
    """The answer of a store to a query. QueryError where the query is malformed, or would change the graph or reach out of it."""
    from kg.graph.store import answer

    words = check(text)
    try:
        result = Result(*answer(store, text, PREFIXES))
    except SyntaxError as error:
        raise _malformed(text, str(error.msg)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(text, f"the query cannot be answered ({error})", "use what SPARQL 1.1 has") from error
    if result.kind == "table" and "ORDER" in words:
        return result
    return Result(result.kind, result.columns, tuple(sorted(result.rows, key=_order)))


def check(text: str) -> frozenset[str]:
    """The bare words of a query, in capitals. QueryError where it would change the graph or reach out of it.

    The engine reads characters, not words: to it `SERVICE:x`, `trueSERVICE` and `SERVICESILENT` begin a call of another server. So no word
    and no prefix may hold SERVICE or FROM. SPARQL lets any character be written as \\uXXXX, and engines differ in when they read that: both
    readings are looked at.
    """
    tokens = [match for reading in (text, _unescaped(text)) for match in _TOKEN.finditer(reading)]
    words = frozenset(match["word"].upper() for match in tokens if match["word"])
    prefixes = frozenset(match["prefix"].upper() for match in tokens if match["prefix"])
    for refused, (problem, remedy) in _REFUSED.items():
        if any(refused in name for name in words | prefixes):
            raise QueryError(text, problem, remedy)
    for word in sorted(words & _CHANGES):
        raise QueryError(text, f"{word} would change the graph", "ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return words


def questions() -> tuple[Question, ...]:
    """The shipped research questions, sorted by name."""
    return tuple(_question(path) for path in sorted(data.folder("ontology").glob("questions/*.rq")))


def find_question(name: str) -> Question:
    """The shipped question of this name; QueryError with the nearest name where there is none."""
    known = {question.name: question for question in questions()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}" if known else "write the query itself"
    raise QueryError(name, f"there is no question {name}", hint)


def find_query(argument: str) -> str:
    """The text of a query that is given as itself, as a file (.rq, .sparql, or any that exists), or as the name of a shipped question.

    QueryError where it is none of them, InputError where the file cannot be read.
    """
    if not argument.strip():
        raise QueryError(argument, "the query is empty", "give SPARQL, a file with it, or the name of a shipped question")
    if re.search(r"[\s{]", argument.strip()):
        return argument
    path = Path(argument.strip())
    if path.suffix.lower() not in (".rq", ".sparql") and not path.is_file():
        return find_question(argument.strip()).text
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise InputError(path, "there is no such file", "mend the path, or give the name of a shipped question") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "the query is not in UTF-8", "convert it") from error
    except OSError as error:
        raise InputError(path, f"the query cannot be read ({error.strerror})", "allow reading it") from error


def narrowed(result: Result, wanted: Mapping[str, str]) -> Result:
    """The rows that show these values in these columns. QueryError where the answer has no such column."""
    for column in wanted:
        if column not in result.columns:
            raise QueryError(column, f"the answer has no column {column}", f"it has {', '.join(result.columns)}")
    places = {result.columns.index(column): value for column, value in wanted.items()}
    rows = tuple(row for row in result.rows if all(shown(row[place]) == value for place, value in places.items()))
    return Result(result.kind, result.columns, rows)


def to_table(result: Result) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows as a reader sees them: values of literals, IRIs as prefixed names or relative to the base."""
    return result.columns, [tuple(shown(cell) for cell in row) for row in result.rows]


def to_csv(result: Result) -> str:
    """The answer as SPARQL 1.1 CSV: values and full IRIs, lines ended by CR LF."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(result.columns)
    writer.writerows([_plain(cell) for cell in row] for row in result.rows)
    return text.getvalue()


def to_json(result: Result) -> str:
    """The answer as SPARQL 1.1 JSON; a graph as a table of its triples, in the same form."""
    document: dict[str, Any] = {"head": {"vars": list(result.columns)}}
    if result.kind == "boolean":
        document = {"head": {}, "boolean": _plain(result.rows[0][0]) == "true"}
    else:
        rows = [zip(result.columns, row, strict=True) for row in result.rows]
        document["results"] = {"bindings": [{name: _json(cell) for name, cell in row if cell is not None} for row in rows]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def shown(term: Term | None) -> str:
    """A term for a reader: `rc:assists`, `region/320500`, the bare value of a literal; "" for None."""
    if term is None or term.kind == "literal":
        return term.value if term else ""
    if term.kind == "blank":
        return f"_:{term.value}"
    for prefix, space in PREFIXES.items():
        if term.value.startswith(space):
            return f"{prefix}:{term.value[len(space) :]}"
    return term.value.removeprefix(BASE)


def _malformed(text: str, message: str) -> QueryError:
    """The engine's message, without its lists of characters, and the line that it is about."""
    match = _PLACE.match(message)
    if match is None:
        return QueryError(text, f"the query is malformed ({message.splitlines()[0]})", "mend it")
    line, column = int(match[1]), int(match[2])
    hint = next((hint for said, hint in _HINTS.items() if said in match[3]), "mend it there or just before")
    lines = text.split("\n")
    near = lines[line - 1][max(0, column - 21) : column + 19].strip() if line <= len(lines) else ""
    problem = f"the query is malformed at line {line}, column {column}" + (f", near “{near}”" if near else "")
    return QueryError(text, problem, hint)


def _question(path: Path) -> Question:
    text = path.read_text("utf-8")
    said: dict[str, list[str]] = defaultdict(list)
    for line in text.split("\n")[:12]:
        if match := _HEAD.match(line):
            said[match[1]].append(match[2].strip())
    title_zh, title_en = (" ".join(said[lang]) or path.stem for lang in ("zh", "en"))
    parameters = tuple(name.strip() for name in " ".join(said["parameters"]).split(",") if name.strip())
    return Question(path.stem, title_zh, title_en, " ".join(said["description"]), parameters, text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(code) if (code := int(m[1] or m[2], 16)) < 0x110000 else "\ufffd", text)


def _order(row: Iterable[Term | None]) -> tuple[str, ...]:
    return tuple("" if cell is None else written(cell) for cell in row)


def _plain(term: Term | None) -> str:
    return "" if term is None else f"_:{term.value}" if term.kind == "blank" else term.value


def _json(term: Term) -> dict[str, str]:
    if term.kind != "literal":
        return {"type": "uri" if term.kind == "iri" else "bnode", "value": term.value}
    tagged = {"xml:lang": term.language} if term.language else {"datatype": term.datatype} if term.datatype else {}
    return {"type": "literal", "value": term.value, **tagged}
