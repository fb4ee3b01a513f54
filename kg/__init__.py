"""Knowledge graphs of regional cooperation from Chinese documents.

    import kg
    graph = kg.build(["documents/"])                  # a KnowledgeGraph
    graph.write("graph.ttl")
    for row in graph.query("SELECT …").rows: …

and the stages of one document as plain functions, each fed with what the one before it gave:

    source = kg.read(Path("a.txt"))                   # Source: what was read
    doc = kg.prepare(source)                          # Document: blocks, sentences, the way back to the source
    facts = kg.extract(doc)                           # Facts: entities, statements, posts, indicators, dates
    nquads = kg.to_nquads(facts)                      # str: the document's named graph

Importing `kg` loads nothing: each name brings in what it needs when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import InputError, KgError, OutputError, QueryError, SeedError, VocabularyError
    from kg.facts.extract import extract
    from kg.graph.rdf import to_nquads
    from kg.model import Document, Facts, Source
    from kg.pipeline import DocumentResult, KnowledgeGraph, build, process
    from kg.text import prepare, read

_HOMES = {
    "build": "kg.pipeline",
    "process": "kg.pipeline",
    "KnowledgeGraph": "kg.pipeline",
    "DocumentResult": "kg.pipeline",
    "read": "kg.text",
    "prepare": "kg.text",
    "extract": "kg.facts",
    "to_nquads": "kg.graph.rdf",
    "Source": "kg.model",
    "Document": "kg.model",
    "Facts": "kg.model",
    "KgError": "kg.errors",
    "InputError": "kg.errors",
    "OutputError": "kg.errors",
    "QueryError": "kg.errors",
    "SeedError": "kg.errors",
    "VocabularyError": "kg.errors",
}

__all__ = [
    "Document",
    "DocumentResult",
    "Facts",
    "InputError",
    "KgError",
    "KnowledgeGraph",
    "OutputError",
    "QueryError",
    "SeedError",
    "Source",
    "VocabularyError",
    "build",
    "extract",
    "prepare",
    "process",
    "read",
    "to_nquads",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("regional-kg")
    if name not in _HOMES:
        raise AttributeError(f"module kg has no attribute {name}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
