"""What a document would add to a graph, before anybody adds it: for a reader who looks at it first."""

from __future__ import annotations

from pathlib import Path

from kg.coverage import Coverage, cover


def preview(path: Path, base: str | None = None) -> tuple[str, Coverage]:
    """A document's graph as N-Quads, and what of the document became no fact. InputError where the document cannot be read."""
    from kg.facts import extract
    from kg.graph.rdf import BASE, to_nquads
    from kg.text import prepare, read

    facts = extract(prepare(read(path)))
    return to_nquads(facts, base or BASE), cover(facts)


def formats() -> tuple[str, ...]:
    """The suffixes of the files that can be read, sorted."""
    from kg.text import READERS

    return tuple(sorted(READERS))
