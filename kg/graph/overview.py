"""The dossier of an entity of which too much is told for one page: the first facts of each group, chosen from the outline.

    Outline, nodes, IRI ─ overview ─► what `dossier` gives, of fewer facts with fewer passages; all are counted, and told by page

A page takes as long as what it shows, whatever the graph has.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.graph.claims import entity_view, first
from kg.graph.dossier import LISTED, PAGE, fact_of, group_of, identity, rank, reference
from kg.graph.excerpt import Light
from kg.graph.nodes import Nodes
from kg.graph.outline import POST
from kg.graph.outlined import Fact, Link, Outline

MANY = 100
"""Links and facts from which on an entity has an overview rather than a dossier."""
FACTS = 80
"""Facts of all groups together that are told at first, as many of each group; at least `_LEAST`."""
_LEAST, _PASSAGES = 3, 2


def overview(nodes: Nodes, outline: Outline, iri: str, asked: tuple[str, str, int] = ("", "", 0)) -> dict[str, Any] | None:
    """What is said of an entity that has at least `MANY` links and facts; None of any other.

    `asked`: the key of one group, or "documents", of which `PAGE` from a place on are told; with what a fact of the group leads to (`rest`
    of a fact), that fact with `PAGE` statements from a place on.
    """
    known = outline.known(outline.numbers([iri]))
    if not known or sum(count for *_, count in outline.counts(known[0].number)) < MANY:
        return None
    teller = _Teller(nodes, outline, iri, known[0].number)
    only, other, start = asked
    groups = teller.between(only, other, start) if other else teller.groups(only, start)
    listed = (start, PAGE) if only == "documents" else (0, LISTED)
    node = nodes.some(iri, ("divisionCode", "dcterms:valid", "rule", "rdf:type"))
    view = entity_view(iri, node)
    return {
        **reference(teller.light, iri),
        "classes": list(view.types) if view else [],
        "code": first(node, "divisionCode"),
        "valid": first(node, "dcterms:valid"),
        "documents": outline.documents(known[0].number, *listed),
        "mentioned": known[0].mentions,
        "groups": groups,
        "identity": identity(nodes, iri),
        "rules": list(node.get("rule", ())),
    }


class _Teller:
    """The facts of one entity."""

    def __init__(self, nodes: Nodes, outline: Outline, iri: str, number: int) -> None:
        self._nodes, self._outline, self._iri, self._number = nodes, outline, iri, number
        self.light = Light(nodes, outline)

    def groups(self, only: str, start: int) -> list[dict[str, Any]]:
        """The groups in order, each with its first facts; or one of them with those from a place on."""
        counted = self._counted()
        share = PAGE if only else max(_LEAST, min(PAGE, FACTS // max(len(counted), 1)))
        told = []
        for group in sorted(counted, key=rank):
            if only in ("", group):
                begin = start if only else 0
                found = self._outline.latest(self._number, counted[group], begin, share)
                count = sum(counted[group].values())
                told.append({"key": group, "count": count, "start": begin, "facts": [self._fact(each, 0, _PASSAGES) for each in found]})
        return told

    def between(self, only: str, other: str, start: int) -> list[dict[str, Any]]:
        """The facts of a group that lead to another entity or a value, with their statements from a place on."""
        ends = self._counted().get(only, {})
        number = next(iter(self._outline.numbers([other])), 0)
        found = self._outline.leading(self._number, ends, number, other)
        facts = [self._fact(each, start, PAGE) for each in found]
        return [{"key": only, "count": max((fact["told"] for fact in facts), default=0), "start": start, "facts": facts}]

    def _counted(self) -> dict[str, dict[tuple[str, bool], int]]:
        """By group, which keys at which end make it up, and how many links and facts these have."""
        counted: dict[str, dict[tuple[str, bool], int]] = defaultdict(dict)
        for key, is_subject, count in self._outline.counts(self._number):
            if group := group_of(key, is_subject):
                end = counted[group]
                end[key, is_subject] = end.get((key, is_subject), 0) + count
        return counted

    def _fact(self, told: Link | Fact, start: int, most: int) -> dict[str, Any]:
        """A fact with some of its statements, those of the latest documents; how sure and how far it is, all of them say."""
        return self._of_link(told, start, most) if isinstance(told, Link) else self._of_fact(told, start, most)

    def _of_link(self, link: Link, start: int, most: int) -> dict[str, Any]:
        a, b = (each.iri for number in (link.a, link.b) for each in self._outline.known([number]))
        statements = [iri for iri in self._outline.statements(link.number, most, start) if iri in self._nodes]
        target = first(self._nodes[statements[0]], "rdf:object") if link.key == POST and statements else b
        fact = fact_of(self.light, (a, link.key, target, link.mode == "denied"), statements, self._iri)
        confidence, dates, status = self._outline.rated(link.number)
        rest = (b if a == self._iri else a) if link.told > len(statements) else ""
        return {**fact, "confidence": confidence, "dates": dates, "status": status, "told": link.told, "rest": rest}

    def _of_fact(self, told: Fact, start: int, most: int) -> dict[str, Any]:
        statements = [iri for iri in told.statements[start : start + most] if iri in self._nodes]
        fact = fact_of(self.light, (self._iri, told.key, told.target, told.mode == "denied"), statements, self._iri)
        rest = told.target if len(told.statements) > len(statements) else ""
        return {**fact, "told": len(told.statements), "rest": rest}
