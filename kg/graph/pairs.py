"""Pairs of regions: which there are, under which programmes, and all that a graph tells of one of them.

    nodes ─ matrix ─► rows of the shipped question `pair-matrix`, with the regions' IRIs
    nodes, IRI, IRI ─ between ─► facts that join the two sides, what both have a part in, who came from one to the other, sums by year

A side is a region with what lies in it, comes from it or has settled in it, one step far. Sums overlap and are never added.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.graph import query
from kg.graph.claims import RC, first
from kg.graph.dossier import fact_of, key_of, reference, triple_of
from kg.graph.nodes import Nodes

_HOMES = ("locatedIn", "originatesFrom", "settledIn")
_SHARED = ("signs", "participatesIn", "organizes", "establishes", "implements", "operates", "investsIn")
_PAYING = ("assists", "investsIn", "establishes")
_REGIONS = "SELECT ?region ?label { ?region a rc:Region ; skos:prefLabel ?label }"
_MOST = 2000
_ROWS = 1000


def matrix(nodes: Nodes, programme: str = "") -> list[dict[str, Any]]:
    """The rows of the matrix by its columns, of one programme where it is named, with `first_iri` and `second_iri`."""
    regions = {label: iri for iri, label in sorted(nodes.table(_REGIONS), reverse=True)}
    rows = nodes.records(query.find_question("pair-matrix").text)
    wanted = [row for row in rows if not programme or row["programme"] == programme]
    return [{**row, "first_iri": regions.get(row["first"], ""), "second_iri": regions.get(row["second"], "")} for row in wanted][:_ROWS]


def between(nodes: Nodes, one: str, other: str) -> dict[str, Any] | None:
    """What is told of two regions; None where one of them is no region of the graph. Grows with the facts of both sides."""
    if any(f"{RC}Region" not in nodes.get(iri, {}).get("rdf:type", ()) for iri in (one, other)) or one == other:
        return None
    left, right = _side(nodes, one), _side(nodes, other)
    moved = sorted((left & right) - {one, other})
    facts = _joining(nodes, left - {other}, right - {one})
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in facts:
        grouped[fact["key"]].append(fact)
    return {
        "one": reference(nodes, one),
        "other": reference(nodes, other),
        "groups": [{"key": key, "facts": grouped[key]} for key in sorted(grouped)],
        "shared": _shared(nodes, left - right, right - left),
        "moved": [reference(nodes, iri) for iri in moved],
        "money": _money(nodes, [fact for fact in facts if fact["key"] in _PAYING]),
    }


def _side(nodes: Nodes, region: str) -> set[str]:
    found = {region}
    for key in _HOMES:
        found |= set(nodes.subjects(key, region)[:_MOST])
    return found


def _joining(nodes: Nodes, left: set[str], right: set[str]) -> list[dict[str, Any]]:
    """Relations that lead from one side to the other, but for where things lie."""
    stated: dict[Any, list[str]] = defaultdict(list)
    for entity in sorted(left):
        for key in ("rdf:subject", "rdf:object"):
            for statement in nodes.subjects(key, entity):
                triple = triple_of(nodes[statement])
                if triple and {triple[0], triple[2]} & right and triple[1] not in ("locatedIn", "originatesFrom", "settledIn"):
                    stated[triple].append(statement)
    return [fact_of(nodes, triple, stated[triple]) for triple in sorted(stated)]


def _shared(nodes: Nodes, left: set[str], right: set[str]) -> list[dict[str, Any]]:
    """What both sides have a part in, by relation: agreements that both signed, parks that both set up."""
    found = []
    for key in _SHARED:
        mine, theirs = ({value for iri in side for value in nodes.get(iri, {}).get(key, ())} for side in (left, right))
        found += [{"key": key, **reference(nodes, iri)} for iri in sorted(mine & theirs)]
    return found


def _money(nodes: Nodes, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sums told where it is told that one side helps the other: of each year all of them, the greatest first."""
    years: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for place in sorted({f"{p['document']}#char={p['start']},{p['end']}" for fact in facts for p in fact["passages"]}):
        for statement in nodes.subjects("prov:wasDerivedFrom", place):
            node = nodes[statement]
            figure = first(node, "rdf:object")
            if key_of(first(node, "rdf:predicate")) == "indicator" and first(nodes.get(figure, {}), "schema:unitText") == "元":
                triple = triple_of(node)
                if triple is not None:
                    fact = fact_of(nodes, triple, [statement])
                    year = (fact["values"].get("period") or fact["passages"][0]["date"])[:4]
                    years[year].setdefault(figure, fact)
    return [
        {"year": year, "sums": sorted(years[year].values(), key=_size, reverse=True)}
        for year in sorted(years)
    ]


def _size(fact: dict[str, Any]) -> float:
    try:
        return float(Decimal(fact["values"].get("value", "0")))
    except InvalidOperation:
        return 0.0
