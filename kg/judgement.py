"""Graphs held against what they should be: their sources, the shapes, each other. Connects what reads documents and what reads graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.corpus import digest_of, select
from kg.errors import InputError
from kg.graph import folder as graph_folder
from kg.graph import nquads, store
from kg.graph import verify as verifying

if TYPE_CHECKING:
    from kg.graph.validate import Violation
    from kg.graph.verify import Verdict

INVALID = ("document", "node", "property", "value", "message")


class Invalid(NamedTuple):
    """A violation of a shape in the graph of one document; all parts as text, after `INVALID`."""

    document: str
    node: str
    property: str
    value: str
    message: str


def verify(graph: Path, sources: Iterable[Path] = ()) -> Verdict:
    """Whether every statement of a graph has evidence that stands in its source, word for word.

    `sources`: files and folders to look for the sources in, which are known by their bytes, not by their names; those of a graph folder are
    looked for where they lay, too. InputError where the graph cannot be read or an argument does not exist.
    """
    text = store.read(graph)
    wanted = {digest for digest in verifying.documents(text).values() if digest}
    return verifying.verify(text, dict(_texts(wanted, [*sources, *_origins(graph)])))


def _origins(graph: Path) -> Iterator[Path]:
    """Where the documents of a graph folder lay, if they still lie there."""
    if graph_folder.is_folder(graph):
        for entry in graph_folder.read_manifest(graph).entries:
            if entry.path and Path(entry.path).is_file():
                yield Path(entry.path)


def _texts(wanted: set[str], places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(digest, text) of the wanted documents that lie there, each once."""
    from kg.text import READERS, read

    for path in select(places, READERS).files:
        digest = digest_of(path)
        if digest in wanted:
            try:
                yield digest, read(path).text
            except InputError:
                continue


def validate(graph: Path, lang: str = "en") -> tuple[int, list[Invalid]]:
    """How many documents a graph has, and what of their graphs the shapes forbid, sorted. Some half a second for a page of text.

    InputError where the graph cannot be read.
    """
    by_graph: dict[str, list[str]] = defaultdict(list)
    for line in nquads.split(store.read(graph)):
        by_graph[nquads.tokens(line)[3]].append(line)
    found = [invalid for lines in by_graph.values() for invalid in _invalid(lines, lang)]
    return len(by_graph), sorted(found)


def _invalid(lines: list[str], lang: str) -> Iterator[Invalid]:
    from kg.graph import validate as shapes
    from kg.graph.claims import first, nodes_of

    text = "".join(f"{line}\n" for line in lines)
    documents = list(verifying.documents(text))
    nodes = nodes_of([text])
    title = first(nodes[documents[0]], "dcterms:title", documents[0].rsplit("/", 1)[-1]) if documents else ""
    for violation in shapes.validate(text, lang):
        yield _said(violation, title)


def _said(violation: Violation, title: str) -> Invalid:
    return Invalid(title, violation.focus, violation.path, violation.value, violation.message)
