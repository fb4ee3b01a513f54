"""Graphs held against what they should be: their sources, the shapes, each other. Connects what reads documents and what reads graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.corpus import digest_of, select
from kg.errors import InputError
from kg.graph import folder as graph_folder
from kg.graph import nquads, store
from kg.graph import verify as verifying
from kg.graph.claims import RC

if TYPE_CHECKING:
    from kg.graph.validate import Violation
    from kg.graph.verify import Verdict

INVALID = ("document", "severity", "node", "property", "value", "message")


class Invalid(NamedTuple):
    """What a shape forbids; all parts as text, after `INVALID`.

    `document`: titles of the documents in whose graphs the node is told of; `severity`: violation, or warning of what documents may say.
    """

    document: str
    severity: str
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
    return verifying.verify(text, dict(_texts(wanted, [*sources, *origins(graph)])))


def origins(graph: Path) -> Iterator[Path]:
    """Where the documents of a graph folder lay, if they still lie there."""
    if graph_folder.is_folder(graph):
        for entry in graph_folder.read_manifest(graph).entries:
            if entry.path and Path(entry.path).is_file():
                yield Path(entry.path)


def lying(places: Iterable[Path]) -> dict[str, Path]:
    """The documents that lie in files and folders, by the SHA-256 of their bytes. InputError where an argument does not exist."""
    from kg.text import READERS

    return {digest_of(path): path for path in reversed(select(places, READERS).files)}


def text_of(path: Path, digest: str) -> str | None:
    """The text of a document as it is read for a graph; None where the file has other bytes by now, or cannot be read."""
    from kg.text import read

    try:
        return read(path).text if digest_of(path) == digest else None
    except (InputError, OSError):
        return None


def _texts(wanted: set[str], places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(digest, text) of the wanted documents that lie there, each once."""
    for digest, path in lying(places).items():
        if digest in wanted and (text := text_of(path, digest)) is not None:
            yield digest, text


def validate(graph: Path, lang: str = "en", by: str | None = None) -> tuple[int, list[Invalid]]:
    """How many documents a graph has, and what of it the shapes forbid, sorted. For times see `kg.graph.validate`, which names `by`.

    All documents together, as the graph is used, with what was merged and decided: what is one entity in two documents has one label, one
    class, one code. Of a part alone much would be missing that another part has. InputError where the graph cannot be read.
    """
    from kg.graph import validate as shapes
    from kg.graph.claims import first, nodes_of

    text = store.read(graph)
    violations = shapes.validate(text, lang, by)
    titles = {iri: first(node, "dcterms:title", iri.rsplit("/", 1)[-1]) for iri, node in nodes_of([text]).items() if "digest" in node}
    said_by = _documents(text, {violation.focus for violation in violations}) if violations else {}
    found = [
        Invalid(", ".join(sorted(titles[document] for document in said_by.get(each.focus, ()) if document in titles)), *_said(each))
        for each in violations
    ]
    return len(titles), sorted(found)


def _documents(text: str, wanted: Set[str]) -> Mapping[str, Set[str]]:
    """For each wanted node the documents in whose graphs it is told of."""
    documents: dict[str, str] = {}
    told_in: dict[str, set[str]] = defaultdict(set)
    for line in nquads.split(text):
        subject, predicate, _, graph = nquads.tokens(line)
        if predicate == f"<{RC}digest>":
            documents[graph] = subject[1:-1]
        if subject[1:-1] in wanted:
            told_in[subject[1:-1]].add(graph)
    return {node: {documents[graph] for graph in graphs if graph in documents} for node, graphs in told_in.items()}


def _said(violation: Violation) -> tuple[str, str, str, str, str]:
    return violation.severity.lower(), violation.focus, violation.path, violation.value, violation.message
