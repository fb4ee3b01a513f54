"""Whose side an entity is on: the regions that it counts for, and the provinces that these lie in.

    nodes ─ Sides.of ─► regions of an entity      ─ Sides.members ─► who counts for a region

A region counts for itself. Whatever else comes from somewhere counts for that; else for where it lies, where it has settled, or what it is
part of. Of regions that lie in one another the innermost counts.
"""

from __future__ import annotations

from kg.graph.claims import RC, first
from kg.graph.dossier import reference
from kg.graph.nodes import Nodes

HOMES = ("originatesFrom", "locatedIn", "settledIn")
MOST = 2000
"""Entities of a region that are looked at, by each way of being there."""
_STEPS = 6


class Sides:
    """Sides of one graph; what has been found is kept."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, iri: str) -> tuple[str, ...]:
        """The regions that an entity counts for, sorted; none where the graph does not say."""
        if iri not in self._known:
            self._known[iri] = self._found(iri, frozenset())
        return self._known[iri]

    def above(self, region: str) -> list[str]:
        """The regions that a region lies in, from the inside out."""
        found: list[str] = []
        todo = [region]
        while todo and len(found) < _STEPS:
            inner = todo.pop(0)
            outer = [each for each in self._nodes.get(inner, {}).get("locatedIn", ()) if self.is_region(each)]
            fresh = [each for each in outer if each != region and each not in found]
            found += fresh
            todo += fresh
        return found

    def province(self, region: str) -> str:
        """The province that a region is or lies in; a country for itself; "" where the graph does not say."""
        for each in (region, *self.above(region)):
            if self._is(each, "Province"):
                return each
        return region if self._is(region, "Country") else ""

    def members(self, region: str) -> tuple[list[str], bool]:
        """The region and what comes from it, lies in it or has settled in it, but no other region; and whether that is all of it."""
        found, whole = {region}, True
        for key in HOMES:
            there = self._nodes.subjects(key, region)
            whole = whole and len(there) <= MOST
            found |= {each for each in there[:MOST] if not self.is_region(each)}
        return sorted(found), whole

    def is_region(self, iri: str) -> bool:
        """Whether a node is a region."""
        return self._is(iri, "Region")

    def named(self, region: str) -> dict[str, str]:
        """A region by IRI, label, code and drawn class; all "" for ""."""
        if not region:
            return {"iri": "", "label": "", "code": "", "cls": ""}
        about = reference(self._nodes, region)
        return {"iri": region, "label": about["label"], "code": first(self._nodes.get(region, {}), "divisionCode"), "cls": about["cls"]}

    def _is(self, iri: str, cls: str) -> bool:
        return f"{RC}{cls}" in self._nodes.get(iri, {}).get("rdf:type", ())

    def _found(self, iri: str, seen: frozenset[str]) -> tuple[str, ...]:
        if self.is_region(iri):
            return (iri,)
        if iri in seen or len(seen) >= _STEPS:
            return ()
        for key in (*HOMES, "partOf"):
            outer = self._nodes.get(iri, {}).get(key, ())
            found = {region for each in outer for region in self._found(each, seen | {iri})}
            if found:
                return tuple(sorted(found - {above for region in found for above in self.above(region)}))
        return ()
