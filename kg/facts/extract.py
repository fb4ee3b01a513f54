"""The three stages in their order."""

from __future__ import annotations

from dataclasses import replace

from kg.facts import measures, moments, posts
from kg.facts.recognise import Recognised, recognise
from kg.facts.relate import parse, relate
from kg.facts.resolve import masthead, resolve
from kg.model import Document, Facts, Sighting

_TELL_NOTHING = frozenset(("duration", "age", "ordinal"))
_SMALL = 10


def extract(doc: Document) -> Facts:
    """All that the document says, as facts with evidence."""
    found = recognise(doc)
    resolved = resolve(doc, found)
    parsed = parse(doc, found, resolved)
    home = f"region/{resolved.home}" if resolved.home else None
    references, clauses, known = parsed
    held = posts.read(doc, resolved, references, known.reader)
    known = replace(known, bodies=posts.bodies(held, resolved), masthead=masthead(doc, resolved))
    statements, refused = relate(doc, found, resolved, (references, clauses, known))
    indicators, aims = measures.read(doc, found, clauses, known)
    return Facts(
        doc,
        entities=resolved.entities,
        statements=statements,
        posts=held,
        indicators=indicators,
        dates=moments.read(doc, clauses, found, known),
        home=home,
        remarks=(*resolved.remarks, *refused, *aims),
        sightings=_sightings(found),
    )


def _sightings(found: Recognised) -> tuple[Sighting, ...]:
    """The figures and times that can tell something, in order: no ages, ordinals, spans of time, nor small counts in words (三方)."""
    figures = (f for f in found.figures if f.kind not in _TELL_NOTHING and f.value and not (f.spelt and f.value < _SMALL))
    seen = [Sighting("figure", f.start, f.end, f"{f.value.normalize():f} {f.unit}") for f in figures]
    seen += [Sighting("time", t.start, t.end, "/".join(filter(None, (t.value, t.until)))) for t in found.times]
    return tuple(sorted(seen, key=lambda s: (s.start, s.end, s.kind)))
