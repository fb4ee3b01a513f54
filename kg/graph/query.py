"""Questions to a graph, in SPARQL: refused where they would change it or reach out of it, answered as plain terms.

    store, text ─ run ─► Result ─ to_table, results.to_csv, … ─► what is shown or written

A query sees the union of all documents' graphs as its default graph, and each document's graph under `GRAPH`; FROM and FROM NAMED choose
among them, and load nothing. The usual prefixes need no declaration, and relative IRIs are relative to where instances have theirs. Rows
of a query without ORDER BY come sorted, so that equal graphs give equal answers.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import data
from kg.errors import InputError, QueryError
from kg.graph import guard
from kg.graph.guard import Reading, Scope
from kg.graph.nquads import Term, written
from kg.graph.rdf import BASE, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Store

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_HINTS = {
    "Prefix not found": "declare the prefix of the name before it",
    "IRI parsing failed": "write the IRI in full",
    "is unbound": "group by every variable of SELECT that is not aggregated",
}
_HEAD = re.compile(r"#\s*(zh|en|description|说明|parameters):\s*(.+)")
_COLUMN = re.compile(r"#\s*column\s+(\w+)(?:\s*\[(.+?)\s+\|\s+(.+?)\])?:\s*(.+?)\s+\|\s+(.+)")


@dataclass(frozen=True, slots=True)
class Result:
    """An answer.

    `kind`: "table" (SELECT), "boolean" (ASK) or "graph" (CONSTRUCT, DESCRIBE). `rows`: one term for each column, None where a
    variable has no value; of ASK one row with one boolean; of a graph one row for each triple. `complete`: whether these are all rows.
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of an answer shows, in Chinese and English; its headings are its name where it has none."""

    name: str
    zh: str
    en: str
    heading_zh: str
    heading_en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A research question that the project ships: its name is the file's, what it is for stands in the first comments of the file.

    `purpose`: what a row says, and what it leaves out, `purpose_zh` in Chinese; `parameters`: the columns that it is meant to be narrowed
    by; `columns`: what each column shows, as lines `# column NAME [标题 | Heading]: 中文 | English` say.
    """

    name: str
    title_zh: str
    title_en: str
    purpose: str
    parameters: tuple[str, ...]
    columns: tuple[Column, ...]
    text: str
    purpose_zh: str = ""


def run(store: Store, text: str, scope: Scope | None = None, most: int | None = None, reading: Reading | None = None) -> Result:
    """The answer of a store to a query; of its rows `most`, in the order that they come in, where that is given.

    `scope`: the data set that is asked, before the one that the query names; `reading`: what `check` said, where that is known. QueryError
    where the query is malformed, would change the graph or reach out of it, or asks for graphs that are not there.
    """
    from kg.graph.store import answer, unknown

    reading = reading or check(text)
    scope = scope or reading.scope
    for graph in unknown(store, scope) if scope else ():
        problem = f"the graph <{graph}> is not here, and nothing is loaded"
        raise QueryError(text, problem, "leave it out, or name one that SELECT DISTINCT ?g { GRAPH ?g {} } lists", kind="unknown")
    try:
        found = Result(*answer(store, text, PREFIXES, BASE, scope, most))
    except SyntaxError as error:
        raise _malformed(text, str(error.msg)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(text, f"the query cannot be answered ({error})", "use what SPARQL 1.1 has") from error
    if found.kind == "table" and "ORDER" in reading.words:
        return found
    return Result(found.kind, found.columns, tuple(sorted(found.rows, key=_order)), found.complete)


def check(text: str) -> Reading:
    """What a query is. QueryError where it would change the graph or reach out of it."""
    return guard.read(text, PREFIXES, BASE)


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
    return Result(result.kind, result.columns, rows, result.complete)


def to_table(result: Result) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows as a reader sees them: values of literals, IRIs as prefixed names or relative to the base."""
    return result.columns, [tuple(shown(cell) for cell in row) for row in result.rows]


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
    return QueryError(text, problem, hint, (line, column))


def _question(path: Path) -> Question:
    text = path.read_text("utf-8")
    said: dict[str, list[str]] = defaultdict(list)
    columns = []
    for line in itertools.takewhile(lambda line: line.startswith("#"), text.split("\n")):
        if match := _HEAD.match(line):
            said[match[1]].append(match[2].strip())
        elif match := _COLUMN.match(line):
            name, heading_zh, heading_en, zh, en = match.groups()
            columns.append(Column(name, zh, en.strip(), heading_zh or name, heading_en or name))
    title_zh, title_en = (" ".join(said[lang]) or path.stem for lang in ("zh", "en"))
    parameters = tuple(name.strip() for name in " ".join(said["parameters"]).split(",") if name.strip())
    purpose, purpose_zh = " ".join(said["description"]), "".join(said["说明"])
    return Question(path.stem, title_zh, title_en, purpose, parameters, tuple(columns), text, purpose_zh)


def _order(row: Iterable[Term | None]) -> tuple[str, ...]:
    return tuple("" if cell is None else written(cell) for cell in row)
