"""Programmes: which there are, and of one of them who takes part in which role, what its parts are, and the money told by year.

    nodes ─ programmes ─► rows, those that most documents name first      nodes, IRI ─ programme ─► parties, parts, wholes, sums by year

Sums are never added.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.graph.claims import DATES, RC, first
from kg.graph.dossier import Triple, fact_of, key_of, reference, triple_of
from kg.graph.nodes import Nodes
from kg.graph.nquads import Term, written
from kg.graph.pairs import by_year, greatest
from kg.graph.sides import Sides

PAGE = 50
ROLES = ("establishes", "organizes", "implements", "participatesIn", "investsIn", "operates", "issues")
"""Relations that lead to a programme from who has a part in it, in the order in which they are told."""
_PARTIES, _PARTS, _SUMS, _LEVELS = 400, 200, 300, 4
_STATEMENTS, _GLANCE = 10_000, 400
"""Statements about a programme that are looked at, on its own page and in the list: there years and regions are those of the first."""
_LISTED = """SELECT ?programme (COUNT(DISTINCT ?document) AS ?documents) (MIN(?name) AS ?label) {{
?programme a rc:Program ; skos:prefLabel ?name OPTIONAL {{ ?programme rc:mentionedIn ?document }} }}
GROUP BY ?programme ORDER BY DESC(?documents) ?label ?programme OFFSET {start} LIMIT {most}"""
_ROLES = """SELECT ?programme ?role (COUNT(DISTINCT ?who) AS ?count) {{ VALUES ?programme {{ {programmes} }} VALUES ?role {{ {roles} }}
?who ?role ?programme }} GROUP BY ?programme ?role"""
_COUNT = "SELECT (COUNT(DISTINCT ?programme) AS ?count) { ?programme a rc:Program }"


def programmes(nodes: Nodes, start: int, most: int = PAGE) -> dict[str, Any]:
    """Programmes from `start` on with how many have which part in them, the years that are told, the parts, the greatest sum."""
    rows = []
    sides = Sides(nodes)
    listed = nodes.table(_LISTED.format(start=start, most=most))
    counted = _counted(nodes, [iri for iri, _, _ in listed])
    for iri, documents, _ in listed:
        stated = _parties(nodes, iri, _GLANCE)
        dated = [nodes[iri], *(nodes[statement] for statements in stated.values() for statement in statements)]
        years = {value[:4] for node in dated for key in DATES for value in node.get(key, ())}
        regions = sorted({region for triple in stated for region in sides.of(triple[0])})
        rows.append({
            **reference(nodes, iri), "documents": int(documents), "roles": counted[iri],
            "regions": [sides.named(region) for region in regions[:8]], "more": max(0, len(regions) - 8), "years": sorted(years),
            "parts": len(nodes.subjects("partOf", iri)), "money": greatest(nodes, _figures(nodes, iri)),
        })  # fmt: skip
    return {"programmes": rows, "count": int(nodes.table(_COUNT)[0][0]), "start": start}


def programme(nodes: Nodes, iri: str) -> dict[str, Any] | None:
    """What a page of a programme has beside the facts of an entity; None of what is no programme.

    `parties`: who has a part, with `roles`, the `regions` that they count for, and whom of the others they assist; `below`: of each of its
    parts, which its facts tell, what is part of that, with the `level` below it; `wholes`: what it is part of; `money`: sums of it, its
    parts, or paid for it, by year.
    """
    if f"{RC}Program" not in nodes.get(iri, {}).get("rdf:type", ()):
        return None
    sides, stated = Sides(nodes), _parties(nodes, iri)
    roles: dict[str, list[Triple]] = defaultdict(list)
    for triple in sorted(stated, key=lambda triple: (ROLES.index(triple[1]), triple)):
        roles[triple[0]].append(triple)
    parties = [
        {
            **reference(nodes, party),
            "roles": [fact_of(nodes, triple, stated[triple], iri) for triple in roles[party]],
            "regions": [sides.named(region) for region in sides.of(party) if region != party],
            "assists": [reference(nodes, each) for each in nodes[party].get("assists", ()) if each in roles],
        }
        for party in list(roles)[:_PARTIES]
    ]
    below, parts, left = _parts(nodes, iri)
    return {
        "parties": parties,
        "parties_left": max(0, len(roles) - _PARTIES),
        "below": below,
        "below_left": left,
        "wholes": [reference(nodes, whole) for whole in nodes[iri].get("partOf", ())],
        "money": _money(nodes, [iri, *parts]),
    }


def _counted(nodes: Nodes, iris: list[str]) -> dict[str, dict[str, int]]:
    """How many have which part in each of some programmes."""
    terms, roles = (" ".join(written(Term("iri", iri)) for iri in some) for some in (iris, [RC + role for role in ROLES]))
    rows = nodes.table(_ROLES.format(programmes=terms, roles=roles))
    counted = {(iri, key_of(role)): int(count) for iri, role, count in rows}
    return {iri: {role: counted[iri, role] for role in ROLES if (iri, role) in counted} for iri in iris}


def _parties(nodes: Nodes, iri: str, most: int = _STATEMENTS) -> dict[Triple, set[str]]:
    """Who has a part in a programme, by the facts that say so, of so many statements at most; what is denied is none."""
    found: dict[Triple, set[str]] = defaultdict(set)
    for statement in nodes.subjects("rdf:object", iri)[:most]:
        triple = triple_of(nodes[statement])
        if triple and triple[1] in ROLES and not triple[3]:
            found[triple].add(statement)
    return found


def _parts(nodes: Nodes, iri: str) -> tuple[dict[str, list[dict[str, Any]]], list[str], int]:
    """What is part of the parts of a programme, each thing once; all parts that are told; and how many of them are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    direct = nodes.subjects("partOf", iri)
    parts = [iri, *direct]

    def below(whole: str, top: str, level: int) -> None:
        for part in nodes.subjects("partOf", whole):
            if part not in seen and level < _LEVELS:
                seen.add(part)
                parts.append(part)
                if len(parts) - len(direct) <= _PARTS:
                    found.setdefault(top, []).append({**reference(nodes, part), "level": level})
                below(part, top, level + 1)

    seen = set(parts)
    for part in direct:
        below(part, part, 1)
    inner = sum(map(len, found.values()))
    return found, parts[1:][:_PARTS], len(parts) - 1 - len(direct) - inner


def _figures(nodes: Nodes, iri: str) -> list[str]:
    """The sums of money that are of a node or paid to it."""
    figures = {*nodes[iri].get("indicator", ()), *nodes.subjects("payee", iri)}
    return [figure for figure in sorted(figures) if first(nodes.get(figure, {}), "schema:unitText") == "元"]


def _money(nodes: Nodes, things: list[str]) -> list[dict[str, Any]]:
    """Sums by year, each with who pays and who is paid as far as it is told; in a year the greatest first."""
    stated: dict[Triple, set[str]] = defaultdict(set)
    for figure in dict.fromkeys(figure for thing in things for figure in _figures(nodes, thing)):
        for statement in nodes.subjects("rdf:object", figure):
            triple = triple_of(nodes[statement])
            if triple and key_of(triple[1]) == "indicator" and not triple[3]:
                stated[triple].add(statement)
    told = [fact_of(nodes, triple, stated[triple]) for triple in sorted(stated)[:_SUMS]]
    return [{"year": year, "sums": sums} for year, sums in by_year(told)]
