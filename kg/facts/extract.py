"""The three stages in their order."""

from __future__ import annotations

from dataclasses import replace

from kg.facts import measures, moments, posts
from kg.facts.recognise import recognise
from kg.facts.relate import parse, relate
from kg.facts.resolve import masthead, resolve
from kg.model import Document, Facts


def extract(doc: Document) -> Facts:
    """All that the document says, as facts with evidence."""
    found = recognise(doc)
    resolved = resolve(doc, found)
    parsed = parse(doc, found, resolved)
    home = f"region/{resolved.home}" if resolved.home else None
    references, clauses, known = parsed
    held = posts.read(doc, resolved, references, known.reader)
    known = replace(known, bodies=posts.bodies(held, resolved), masthead=masthead(doc, resolved))
    return Facts(
        doc,
        entities=resolved.entities,
        statements=relate(doc, found, resolved, parsed),
        posts=held,
        indicators=measures.read(doc, found, clauses, known),
        dates=moments.read(doc, clauses, found, known),
        home=home,
        remarks=resolved.remarks,
    )
