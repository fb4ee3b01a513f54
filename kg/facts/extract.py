"""The three stages in their order."""

from __future__ import annotations

from kg.facts.recognise import recognise
from kg.facts.resolve import resolve
from kg.model import Document, Facts


def extract(doc: Document) -> Facts:
    """All that the document says, as facts with evidence."""
    found = recognise(doc)
    resolved = resolve(doc, found)
    home = f"region/{resolved.home}" if resolved.home else None
    return Facts(doc, resolved.entities, home=home, remarks=resolved.remarks)
