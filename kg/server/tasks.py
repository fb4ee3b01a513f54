"""What a worker can be asked, as a table: `TASKS`. Each task takes what is open and arguments of plain JSON, and gives bytes.

    query      {text, default, named, forms, rows, bytes, first, gzip}  the answer to a query in the form of `kg.graph.results` that `forms`
                                                                        has for its kind: "cells" for plain JSON, None for none
    question   {name, where, rows, first, bytes}                        the first rows of a shipped question's answer that show some values,
                                                                        how many rows there are, and the values that its parameters have
    has        {graph}                                                  whether there is a named graph
    show       {view, of, bytes}                                        what a page is made of: a row of `kg.server.shown`, as JSON
    outline    {target}                                                 a file with the outline of the graph (`kg.graph.outline`)
    data       {paths, suffix, bytes}                                   the description of a node in a form of `kg.graph.export`, or as CSV

`MAKERS` are what a process of its own makes for the server:

    take       {graph, place, held}                                     a snapshot of a graph, for memory where it has no more bytes
    render     {source, target, suffix, graph, packed}                  a file with the graph, or one named graph, as `kg export` writes it
    describe   {source, target, suffix}                                 a file with the description of the graph, as `kg describe` writes it
    lying      {places, origin}                                         where documents lie, by their digests
    text       {path, digest}                                           the text of a document
    find       {path, base}                                             what is in a document that was sent in (`kg.server.drafts`)
    keep       {path, folder}                                           that document in a graph folder
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import folders, judgement, output
from kg.graph import export, nquads, outline, query, snapshot, store
from kg.graph.guard import Scope
from kg.graph.nodes import Nodes
from kg.graph.nquads import Term
from kg.graph.results import FORMS
from kg.server import drafts, explored, shown
from kg.views import pinyin

_SMALL = 1000
"""Bytes that are not worth compressing."""
_OFFERED = 400


class TooLargeError(Exception):
    """The answer has more rows or bytes than are given out. Says which, and how many there may be."""


class NoFormError(Exception):
    """The answer is of a kind that there is no form for that the client takes. Says the kind."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a worker has open: the index of the graph."""

    index: Any

    @classmethod
    def on_disk(cls, index: Path) -> Opened:
        """An index on disk, for reading."""
        return cls(store.open_index(index))

    @classmethod
    def in_memory(cls, dump: Path) -> Opened:
        """What `store.dump` wrote, in memory."""
        return cls(store.load_dump(dump))


@dataclass(frozen=True, slots=True)
class Answer:
    """`about`: plain JSON, such as the number of rows; `body`: the bytes of the answer."""

    body: bytes
    about: Mapping[str, Any] = field(default_factory=dict)


Task = Callable[[Opened, Mapping[str, Any]], Answer]


def answer_query(opened: Opened, arguments: Mapping[str, Any]) -> Answer:
    """The answer to a query. TooLargeError where it has more than `rows` rows or `bytes` bytes, unless the `first` rows are enough."""
    reading = query.check(arguments["text"])
    kind = reading.kind or "table"  # where the form cannot be made out, the engine will say what is wrong
    form = arguments["forms"][kind]
    if form is None:
        raise NoFormError(kind)
    scope = Scope.of(arguments["default"], arguments["named"])
    most = arguments.get("first") or arguments["rows"]
    result = query.run(opened.index, arguments["text"], scope, most, reading)
    if not result.complete and not arguments.get("first"):
        raise TooLargeError(f"rows {most}")
    content = json.dumps(cells(result), ensure_ascii=False) if form == "cells" else FORMS[form].write(result)
    body = content.encode("utf-8")
    if len(body) > arguments["bytes"]:
        raise TooLargeError(f"bytes {arguments['bytes']}")
    about = {"rows": len(result.rows), "complete": result.complete, "form": form, "lasting": reading.lasting, "gzip": False}
    if arguments.get("gzip") and len(body) > _SMALL:
        return Answer(gzip.compress(body, 5, mtime=0), {**about, "gzip": True})
    return Answer(body, about)


def has_graph(opened: Opened, arguments: Mapping[str, Any]) -> Answer:
    """Whether there is a named graph: `about` has `found`."""
    return Answer(b"", {"found": not store.unknown(opened.index, Scope((), (arguments["graph"],)))})


def answer_question(opened: Opened, arguments: Mapping[str, Any]) -> Answer:
    """The answer to a shipped question, narrowed. TooLargeError where it has more than `rows` rows, or what is given `bytes` bytes."""
    question = query.find_question(arguments["name"])
    result = query.run(opened.index, question.text, None, arguments["rows"])
    if not result.complete:
        raise TooLargeError(f"rows {arguments['rows']}")
    fitting, most = query.narrowed(result, arguments["where"]), arguments["first"]
    given = query.Result(result.kind, result.columns, fitting.rows[:most], len(fitting.rows) <= most)
    places = {name: result.columns.index(name) for name in question.parameters if name in result.columns}
    values = {name: dict.fromkeys(query.shown(row[place]) for row in result.rows) for name, place in places.items()}
    offers = {name: [value for value in found if value][:_OFFERED] for name, found in values.items()}
    said = {"answer": cells(given), "fitting": len(fitting.rows), "whole": len(result.rows), "offers": offers}
    return _limited(json.dumps(said, ensure_ascii=False).encode("utf-8"), arguments["bytes"])


def cells(result: query.Result) -> dict[str, Any]:
    """A result as plain JSON; `from_cells` backwards."""
    return {"kind": result.kind, "columns": result.columns, "rows": result.rows, "complete": result.complete}


def from_cells(said: Mapping[str, Any]) -> query.Result:
    """The result that `cells` made plain."""
    rows = tuple(tuple(None if cell is None else Term(*cell) for cell in row) for row in said["rows"])
    return query.Result(said["kind"], tuple(said["columns"]), rows, said["complete"])


def show(opened: Opened, arguments: Mapping[str, Any]) -> Answer:
    """What a page is made of. TooLargeError where that has more than `bytes` bytes."""
    found = (shown.SHOWN | explored.EXPLORED)[arguments["view"]](Nodes(opened.index), arguments["of"])
    return _limited(json.dumps(found, ensure_ascii=False).encode("utf-8"), arguments["bytes"])


def outlined(opened: Opened, arguments: Mapping[str, Any]) -> Answer:
    """A file with the outline of the graph."""
    outline.write(Nodes(opened.index), Path(arguments["target"]), pinyin.reading)
    return Answer(b"")


def data(opened: Opened, arguments: Mapping[str, Any]) -> Answer:
    """The description of a node; `about` has `missing` where there is none. TooLargeError where it has more than `bytes` bytes."""
    found = shown.data(Nodes(opened.index), arguments)
    return Answer(b"", {"missing": True}) if found is None else _limited(found, arguments["bytes"])


def _limited(body: bytes, most: int) -> Answer:
    if len(body) > most:
        raise TooLargeError(f"bytes {most}")
    return Answer(body, {"missing": False})


def take(arguments: Mapping[str, Any]) -> Answer:
    """A snapshot of a graph."""
    taken = snapshot.take(Path(arguments["graph"]), Path(arguments["place"]), arguments["held"])
    places = {"source": taken.source, "index": taken.index, "dump": taken.dump}
    return Answer(b"", {"state": taken.state, **{name: place and str(place) for name, place in places.items()}})


def render(arguments: Mapping[str, Any]) -> Answer:
    """A file with the graph, or with one named graph of it. Its literals are as the documents' files have them."""
    text = store.read(Path(arguments["source"]))
    if arguments["graph"]:
        ending = f" {nquads.iri(arguments['graph'])} ."
        text = "".join(f"{line}\n" for line in nquads.split(text) if line.endswith(ending))
    return _written(Path(arguments["target"]), export.EXPORTERS[arguments["suffix"]](text), packed=arguments["packed"])


def describe(arguments: Mapping[str, Any]) -> Answer:
    """A file with the description of the graph as a dataset."""
    lines = folders.describe(Path(arguments["source"]))
    return _written(Path(arguments["target"]), export.EXPORTERS[arguments["suffix"]]("".join(f"{line}\n" for line in lines)))


def lying(arguments: Mapping[str, Any]) -> Answer:
    """Where documents lie, by the SHA-256 of their bytes; with those of a graph folder where it has an `origin`."""
    places = [Path(place) for place in arguments["places"]]
    places += judgement.origins(Path(arguments["origin"])) if arguments["origin"] else []
    return Answer(b"", {"paths": {digest: str(path) for digest, path in judgement.lying(places).items()}})


def text(arguments: Mapping[str, Any]) -> Answer:
    """The text of a document; `about` has `missing` where the file is no longer it."""
    found = judgement.text_of(Path(arguments["path"]), arguments["digest"])
    return Answer((found or "").encode("utf-8", "surrogatepass"), {"missing": found is None})


def _json(found: Mapping[str, Any]) -> Answer:
    return Answer(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def _written(target: Path, content: str, *, packed: bool = False) -> Answer:
    data = content.encode("utf-8")
    output.write(target, gzip.compress(data, 5, mtime=0) if packed else data)
    return Answer(b"")


TASKS: dict[str, Task] = {
    "query": answer_query,
    "question": answer_question,
    "has": has_graph,
    "show": show,
    "data": data,
    "outline": outlined,
}
WORDED = ("query",)
"""Tasks that strangers word."""
MAKERS: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
    "take": take,
    "render": render,
    "describe": describe,
    "lying": lying,
    "text": text,
    "find": lambda arguments: _json(drafts.find(arguments)),
    "keep": lambda arguments: _json(drafts.keep(arguments)),
}
