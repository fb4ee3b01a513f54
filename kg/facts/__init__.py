"""Sentences in, facts out.

    Document ──recognise──► mentions, times, figures ──resolve──► entities ──relate──► statements, posts, indicators, dates

`extract(doc)` runs the three stages. What comes out is a pure function of the document and of `ontology/` and `seeds/`.
"""

from __future__ import annotations

from kg.facts.extract import extract
from kg.facts.recognise import recognise
from kg.facts.resolve import resolve

__all__ = ["extract", "recognise", "resolve"]
