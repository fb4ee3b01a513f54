"""What a document would add to a graph, before anybody adds it: for a reader who looks at it first."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.coverage import Coverage, cover


def preview(path: Path, base: str | None = None) -> tuple[str, Coverage]:
    """A document's graph as N-Quads, and what of the document became no fact. InputError where the document cannot be read."""
    from kg.facts import extract
    from kg.graph.rdf import BASE, to_nquads
    from kg.text import prepare, read

    facts = extract(prepare(read(path)))
    return to_nquads(facts, base or BASE), cover(facts)


def warm_up() -> None:
    """Loads the libraries and tables that reading needs, by reading a page of one sentence: what comes afterwards needs memory and time for
    its document alone.
    """
    with tempfile.TemporaryDirectory(prefix="kg-") as place:
        page = Path(place) / "page.html"
        page.write_text("<html><body><article><p>蘇州市對口支援綏德縣，投入資金3億元。</p></article></body></html>", encoding="utf-8")
        preview(page)


def formats() -> tuple[str, ...]:
    """The suffixes of the files that can be read, sorted."""
    from kg.text import READERS

    return tuple(sorted(READERS))
