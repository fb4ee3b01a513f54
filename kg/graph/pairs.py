"""Pairs of regions: who assists whom, who works with whom, in how many facts, when, with what money.

    nodes ─ Pairings ─► one row for each relation and pair, with the facts themselves
    nodes, what is asked for ─ matrix ─► the rows of a matrix by region, or by province, with totals of facts that are counted once

What is told of bodies, firms, teams and people counts for the regions that they are of (`sides`). Assistance leads from one region to the
other, cooperation has no direction. Denied and merely planned things are no facts here. Sums are never added: the greatest stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.graph.claims import DATES, RC, first
from kg.graph.dossier import Triple, triple_of
from kg.graph.nodes import Nodes
from kg.graph.sides import Sides

RELATIONS = ("assists", "cooperatesWith")
STATEMENTS = 40_000
"""Statements of one relation that are looked at."""
LINES, COLUMNS = 80, 160
"""Regions at the side and at the head of a matrix; where there are more, it is by province unless one was chosen."""
_CHOSEN = {"kind", "programme", "giver", "receiver", "by"}
_SUMS = """SELECT DISTINCT ?place ?owner ?figure ?payer ?payee {
?figure schema:unitText "元" .
?statement rdf:object ?figure ; rdf:subject ?owner ; prov:wasDerivedFrom ?place .
OPTIONAL { ?figure rc:payer ?payer } OPTIONAL { ?figure rc:payee ?payee } }"""

Key = tuple[str, str, str]
"""A relation and two regions: of assistance the giver and the receiver."""


@dataclass(slots=True)
class Pairing:
    """What is told of one pair. `facts`: triples with their statements; `own`: how many are of the regions themselves."""

    facts: dict[Triple, list[str]] = field(default_factory=lambda: defaultdict(list))
    own: set[Triple] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    programmes: set[str] = field(default_factory=set)
    sums: dict[str, str] = field(default_factory=dict)
    """Figures of money by IRI, with who has them."""


class Pairings:
    """All pairs of a graph. Grows with its statements of assistance and cooperation. `complete`: whether all of them were looked at."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes, self.sides = nodes, Sides(nodes)
        self.found: dict[Key, Pairing] = defaultdict(Pairing)
        self.complete = True
        for relation in RELATIONS:
            statements = nodes.subjects("rdf:predicate", RC + relation)
            self.complete = self.complete and len(statements) <= STATEMENTS
            for statement in statements[:STATEMENTS]:
                self._count(relation, statement)
        for (_, one, other), pairing in self.found.items():
            pairing.programmes = self._programmes(one, other, pairing)
        self._pay()

    def _count(self, relation: str, statement: str) -> None:
        node = self.nodes[statement]
        triple = triple_of(node)
        if triple is None or triple[3] or f"{RC}Planned" in node.get("status", ()):
            return
        places = node.get("prov:wasDerivedFrom", ())
        years = {value[:4] for key in DATES[:2] for value in node.get(key, ())}
        years = years or {first(self.nodes.get(place.partition("#")[0], {}), "dcterms:issued")[:4] for place in places}
        for one in self.sides.of(triple[0]):
            for other in self.sides.of(triple[2]):
                if one != other:
                    pairing = self.found[relation, *self._ordered(relation, one, other)]
                    pairing.facts[triple].append(statement)
                    pairing.years |= years - {""}
                    pairing.places |= set(places)
                    if {triple[0], triple[2]} == {one, other}:
                        pairing.own.add(triple)

    @staticmethod
    def _ordered(relation: str, one: str, other: str) -> tuple[str, str]:
        return (one, other) if relation == "assists" or one < other else (other, one)

    def _programmes(self, one: str, other: str, pairing: Pairing) -> set[str]:
        """What both sides carry out or take part in."""
        parts: dict[str, set[str]] = {one: set(), other: set()}
        parties = {end for triple in pairing.facts for end in (triple[0], triple[2])} | {one, other}
        for party in sorted(parties):
            for key in ("implements", "participatesIn"):
                for region in {*self.sides.of(party)} & parts.keys():
                    parts[region] |= set(self.nodes.get(party, {}).get(key, ()))
        return {each for each in parts[one] & parts[other] if f"{RC}Program" in self.nodes.get(each, {}).get("rdf:type", ())}

    def _pay(self) -> None:
        """Gives each sum to the pair whose it is: from one side to the other by who pays and is paid, or told where this pair alone is."""
        told: dict[str, set[Key]] = defaultdict(set)
        for key, pairing in self.found.items():
            for place in pairing.places:
                told[place].add(key)
        for place, owner, figure, payer, payee in sorted(self.nodes.table(_SUMS)):
            givers, takers = set(self.sides.of(payer or owner)), set(self.sides.of(payee)) if payee else set()
            between = {("assists", one, other) for one in givers for other in takers}
            between |= {("cooperatesWith", *self._ordered("", one, other)) for one in givers for other in takers}
            helped = {key for key in told.get(place, ()) if key[0] == "assists"}
            alone = next(iter(helped)) if len(helped) == 1 else None
            if alone and (alone[1] in givers or alone[2] in takers):
                between.add(alone)
            for key in between & self.found.keys():
                self.found[key].sums[figure] = owner


def matrix(nodes: Nodes, asked: Mapping[str, str]) -> dict[str, Any]:
    """The pairs, as many as are asked for.

    `asked`: `kind` (a relation, "" for both), `programme` (its label), `giver` and `receiver` (IRIs of provinces), `by` (region, province,
    or "" for what suits). `rows` are in the order of the division codes; `pairs`: how many pairs of regions there are.
    """
    found = Pairings(nodes)
    asked = {key: asked.get(key, "") for key in sorted(_CHOSEN)}
    rows = [_row(found, key) for key in found.found if asked["kind"] in ("", key[0])]
    choices: dict[str, Any] = {"programmes": sorted({label for row in rows for label in row["programmes"]})}
    for end in ("giver", "receiver"):
        known = {row[end]["province"]["iri"]: row[end]["province"] for row in rows if row[end]["province"]["iri"]}
        choices[end] = sorted(known.values(), key=_place)
    rows = [row for row in rows if asked["programme"] in ("", *row["programmes"])]
    rows = [row for row in rows if all(asked[end] in ("", row[end]["iri"], row[end]["province"]["iri"]) for end in ("giver", "receiver"))]
    rows.sort(key=lambda row: (_place(row["giver"]), _place(row["receiver"]), row["relation"]))
    by = asked["by"] if asked["by"] in ("region", "province") else ""
    chosen = asked["giver"] and asked["receiver"]
    by = by or ("province" if not chosen and (len(_ends(rows, "giver")) > LINES or len(_ends(rows, "receiver")) > COLUMNS) else "region")
    counts = {relation: sum(row["relation"] == relation for row in rows) for relation in RELATIONS}
    pairs = len({frozenset((row["giver"]["iri"], row["receiver"]["iri"])) for row in rows})
    if by == "province":
        rows = _by_province(rows)
    for row in rows:
        row["facts"] = len(row["facts"])
        row["documents"] = len(row["documents"])
    return {**asked, "by": by, "rows": rows, "pairs": pairs, "counts": counts, "choices": choices, "complete": found.complete}


def _row(found: Pairings, key: Key) -> dict[str, Any]:
    """A pair as plain JSON; its facts and documents are sets still."""
    relation, one, other = key
    pairing, sides = found.found[key], found.sides
    ends = [{**sides.named(end), "province": sides.named(sides.province(end))} for end in (one, other)]
    return {
        "relation": relation, "giver": ends[0], "receiver": ends[1], "facts": set(pairing.facts), "own": len(pairing.own),
        "years": sorted(pairing.years), "documents": {place.partition("#")[0] for place in pairing.places}, "pairs": 1,
        "programmes": sorted({first(found.nodes.get(each, {}), "skos:prefLabel") for each in pairing.programmes} - {""}),
        "money": greatest(found.nodes, pairing.sums),
    }  # fmt: skip


def greatest(nodes: Nodes, figures: Iterable[str]) -> dict[str, str] | None:
    """The greatest of some sums by `value`, `wording`, `measure` and `period`; None where there is none."""
    told = [(size(first(nodes[figure], "schema:value")), figure) for figure in sorted(figures)]
    if not told:
        return None
    node = nodes[max(told)[1]]
    keys = {"value": "schema:value", "wording": "wording", "measure": "measure", "period": "period"}
    return {name: first(node, key) for name, key in keys.items()}


def size(value: str) -> Decimal:
    """A number for comparing; 0 for what is none."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def by_size(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts of figures by unit, then the greatest first."""
    told = [fact["values"] for fact in figures]
    keys = [(values.get("unit", ""), -size(values.get("value", "")), place) for place, values in enumerate(told)]
    return [figures[place] for _, _, place in sorted(keys)]


def by_year(figures: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Facts of figures by the year that they are of, or their document, the latest first; in a year as of `by_size`."""
    years: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in figures:
        date = fact["passages"][0]["date"] if fact["passages"] else ""
        years[(fact["values"].get("period") or date)[:4]].append(fact)
    return [(year, by_size(years[year])) for year in sorted(years, reverse=True)]


def _by_province(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of provinces: each fact once, however many pairs of their regions it counts for. Money is of a pair, and of no province."""
    found: dict[Key, dict[str, Any]] = {}
    for row in rows:
        ends = [row[end]["province"] if row[end]["province"]["iri"] else row[end] for end in ("giver", "receiver")]
        if row["relation"] != "assists":
            ends.sort(key=_place)
        key = (row["relation"], ends[0]["iri"], ends[1]["iri"])
        whole = found.setdefault(key, {
            "relation": row["relation"], "giver": {**ends[0], "province": ends[0]}, "receiver": {**ends[1], "province": ends[1]},
            "facts": set(), "own": 0, "years": [], "documents": set(), "pairs": 0, "programmes": [], "money": None,
        })  # fmt: skip
        whole["facts"] |= row["facts"]
        whole["documents"] |= row["documents"]
        whole["own"] += row["own"]
        whole["pairs"] += 1
        for name in ("years", "programmes"):
            whole[name] = sorted({*whole[name], *row[name]})
    return sorted(found.values(), key=lambda row: (_place(row["giver"]), _place(row["receiver"]), row["relation"]))


def _ends(rows: Iterable[Mapping[str, Any]], end: str) -> set[str]:
    return {row[end]["iri"] for row in rows}


def _place(region: Mapping[str, Any]) -> tuple[bool, str, str, str]:
    """By the code of the province, then by its own; what has none comes last."""
    about = region.get("province") or region
    return not about["code"], about["code"], region["code"], region["iri"]
