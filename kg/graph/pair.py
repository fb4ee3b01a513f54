"""All that a graph tells of two regions together, each fact with its sentences.

    nodes, IRI, IRI ─ between ─► facts of assistance and cooperation, things by topic, figures by year, documents, pairs of regions inside

A side is a region, what comes from it, lies in it or has settled in it, and who holds a post there; no other region. A thing concerns both
where both sides have a part in it, where it is of both, or where a fact leads from one side to the other. Sums are never added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kg import vocabulary
from kg.graph.claims import first
from kg.graph.dossier import Triple, fact_of, reference, titled, triple_of
from kg.graph.nodes import Nodes
from kg.graph.pairs import RELATIONS, Pairings, by_year
from kg.graph.sides import HOMES, MOST, Sides

TOPICS = {
    "programmes": ("Program",),
    "agreements": ("Document",),
    "events": ("Event",),
    "parks": ("Park", "Facility"),
    "projects": ("Project",),
    "enterprises": ("Enterprise", "Brand"),
    "institutions": ("Institution",),
    "people": ("Person",),
    "themselves": ("Region", "Entity"),
}
"""What things are shown as, by the first of these that one of their classes falls under."""
PAGE = 40
"""Things of a topic that are told at once."""
_OF_A_THING = 20
_FIGURES = 300
_FACTS = 300
_INSIDE = 200
_SHARED = ("signs", "participatesIn", "organizes", "establishes", "implements", "operates", "investsIn")
_POST, _FIGURE = "org:hasMembership", "indicator"
Facts = dict[Triple, set[str]]


def between(nodes: Nodes, one: str, other: str, only: str = "", start: int = 0) -> dict[str, Any] | None:
    """What is told of two regions; None where one of them is no region of the graph, or both are the same.

    `only`: one topic, of which `PAGE` things from `start` on are told; else the first of each. `whole`: whether all of both sides was
    looked at. Grows with the facts of both sides and the pairs of the graph.
    """
    found = Pairings(nodes)
    if one == other or not all(found.sides.is_region(iri) for iri in (one, other)):
        return None
    concerned = _Concerned(nodes, found.sides, one, other)
    told = _paired(found, one, other)
    topics, every = concerned.topics(only, start)
    for _, _, group in told:
        for triple, statements in group.items():
            every.setdefault(triple, set()).update(statements)
    return {
        "one": found.sides.named(one),
        "other": found.sides.named(other),
        "pairing": [
            {"key": key, "giver": giver, "count": len(group), "facts": _own_first(nodes, group, {one, other})} for key, giver, group in told
        ],
        "topics": topics,
        "only": only if only in TOPICS else "",
        **concerned.figures(every),
        "documents": _documents(nodes, every),
        "inside": _inside(found, one, other),
        "whole": concerned.whole and found.complete,
    }


def _paired(found: Pairings, one: str, other: str) -> list[tuple[str, str, dict[Triple, list[str]]]]:
    """Assistance one way, the other way, and cooperation, as far as there is any: the relation, who gives, the facts."""
    told = []
    for relation, left, right in (("assists", one, other), ("assists", other, one), ("cooperatesWith", min(one, other), max(one, other))):
        if (relation, left, right) in found.found:
            told.append((relation, left if relation == "assists" else "", found.found[relation, left, right].facts))
    return told


def _own_first(nodes: Nodes, group: Mapping[Triple, Iterable[str]], regions: set[str]) -> list[dict[str, Any]]:
    """The facts of a pairing, those of the regions themselves before those of others."""
    order = sorted(group, key=lambda triple: ({triple[0], triple[2]} != regions, triple))
    return [fact_of(nodes, triple, group[triple]) for triple in order[:_FACTS]]


class _Concerned:
    """The things that concern both of two regions, with the facts that say so."""

    def __init__(self, nodes: Nodes, sides: Sides, one: str, other: str) -> None:
        self._nodes, self._sides = nodes, sides
        (left, whole), (right, whole_too) = (self._party(region) for region in (one, other))
        self.whole = whole and whole_too
        self._left, self._right = left - {other}, right - {one}
        self._parties = left | right | {one, other}
        self.facts: dict[str, Facts] = defaultdict(lambda: defaultdict(set))
        self._joined()
        self._shared()
        for iri in sorted((self._left & self._right) - {one, other}):
            self._add(iri, posts=True)
        for iri in [iri for iri in self.facts if self._topic(iri) == "people"]:
            self._add(iri, posts=True)

    def topics(self, only: str, start: int) -> tuple[list[dict[str, Any]], Facts]:
        """Things by topic with their facts, those with the most facts first; and all facts of all of them."""
        grouped: dict[str, list[str]] = defaultdict(list)
        every: Facts = {}
        for iri, facts in self.facts.items():
            grouped[self._topic(iri)].append(iri)
            for triple, statements in facts.items():
                every.setdefault(triple, set()).update(statements)
        told = []
        for topic in TOPICS:
            if topic not in grouped or only not in ("", topic):
                continue
            things = sorted(grouped[topic], key=lambda iri: (-len(self.facts[iri]), iri))
            begin = start if only == topic else 0
            shown = [self._thing(iri) for iri in things[begin : begin + PAGE]]
            told.append({"key": topic, "count": len(things), "start": begin, "things": shown})
        return told, every

    def figures(self, facts: Facts) -> dict[str, Any]:
        """`figures` of these things, and those told with these facts of one of the parties: by year, in a year the greatest first.

        `figures_left`: how many more there are.
        """
        nodes, places = self._nodes, {place for statements in facts.values() for s in statements for place in self._places(s)}
        owners = {iri for iri in self.facts if not self._sides.is_region(iri)}
        stated: Facts = defaultdict(set)
        for statement in [s for place in sorted(places) for s in nodes.subjects("prov:wasDerivedFrom", place)]:
            triple = triple_of(nodes[statement])
            if triple and triple[1] == _FIGURE and not triple[3] and self._concerns(triple):
                stated[triple].add(statement)
        for owner in sorted(owners)[:MOST]:
            for statement in nodes.subjects("rdf:subject", owner):
                triple = triple_of(nodes[statement])
                if triple and triple[1] == _FIGURE and not triple[3]:
                    stated[triple].add(statement)
        told = [fact_of(nodes, triple, stated[triple]) for triple in sorted(stated)[:_FIGURES]]
        years = [{"year": year, "figures": figures} for year, figures in by_year(told)]
        return {"figures": years, "figures_left": len(stated) - len(told)}

    def _concerns(self, triple: Triple) -> bool:
        figure = self._nodes.get(triple[2], {})
        return bool({triple[0], *figure.get("payer", ()), *figure.get("payee", ())} & (self._parties | self.facts.keys()))

    def _party(self, region: str) -> tuple[set[str], bool]:
        """A side: the region's own things and those who hold posts there."""
        members, whole = self._sides.members(region)
        held = [post for member in members for post in self._nodes.subjects("org:organization", member)]
        people = {person for post in held[:MOST] for person in self._nodes.subjects(_POST, post)}
        return {*members, *people}, whole and len(held) <= MOST

    def _joined(self) -> None:
        """Facts that lead from one side to the other, but for pairing itself and for where things lie."""
        fewer, more = sorted((self._left, self._right), key=len)
        for party in sorted(fewer):
            for end in ("rdf:subject", "rdf:object"):
                for statement in self._nodes.subjects(end, party):
                    triple = triple_of(self._nodes[statement])
                    if triple is None or triple[1] in (*HOMES, *RELATIONS):
                        continue
                    ends = {triple[0], self._organization(triple)}
                    if party in ends and (ends - {party}) & more:
                        self.facts[self._about(triple)][triple].add(statement)

    def _shared(self) -> None:
        """Things that both sides have a part in."""

        def parts(side: set[str]) -> set[str]:
            return {value for iri in side for key in _SHARED for value in self._nodes.get(iri, {}).get(key, ())}

        for iri in sorted(parts(self._left) & parts(self._right)):
            if not self._sides.is_region(iri):
                self._add(iri, posts=False)

    def _add(self, iri: str, *, posts: bool) -> None:
        """The facts that a thing has with either side; of a person the posts too."""
        for end in ("rdf:subject", "rdf:object"):
            for statement in self._nodes.subjects(end, iri)[:MOST]:
                triple = triple_of(self._nodes[statement])
                if triple is None or (triple[1] == _POST and not posts):
                    continue
                if triple[1] in (*vocabulary.load().relations, _POST) and {triple[0], self._organization(triple)} - {iri} <= self._parties:
                    self.facts[iri][triple].add(statement)

    def _organization(self, triple: Triple) -> str:
        """Where a fact leads: of a post to the organization."""
        return first(self._nodes.get(triple[2], {}), "org:organization") if triple[1] == _POST else triple[2]

    def _about(self, triple: Triple) -> str:
        """The end of a fact that it is shown under: what is no region, and of two the one of the earlier topic."""
        ends = [self._organization(triple), triple[0]]
        return min(ends, key=lambda iri: (self._sides.is_region(iri), list(TOPICS).index(self._topic(iri)), ends.index(iri)))

    def _topic(self, iri: str) -> str:
        terms = vocabulary.load()
        classes = [cls for cls in reference(self._nodes, iri)["classes"] if cls in terms.classes]
        fitting = (topic for topic, kinds in TOPICS.items() if any(terms.is_a(cls, kind) for cls in classes for kind in kinds))
        return next(fitting, "themselves")

    def _thing(self, iri: str) -> dict[str, Any]:
        facts = self.facts[iri]
        shown = [fact_of(self._nodes, triple, facts[triple], iri) for triple in sorted(facts)[:_OF_A_THING]]
        return {**reference(self._nodes, iri), "count": len(facts), "facts": shown}

    def _places(self, statement: str) -> list[str]:
        return list(self._nodes[statement].get("prov:wasDerivedFrom", ()))


def _documents(nodes: Nodes, facts: Mapping[Triple, Iterable[str]]) -> list[dict[str, Any]]:
    """The documents of facts with how many of them each tells, the latest first."""
    counted: Counter[str] = Counter()
    for statements in facts.values():
        counted.update({place.partition("#")[0] for s in statements for place in nodes[s].get("prov:wasDerivedFrom", ())})
    told = [{**titled(nodes, document), "facts": count} for document, count in counted.items()]
    return sorted(sorted(told, key=lambda row: str(row["iri"])), key=lambda row: str(row["date"]), reverse=True)


def _inside(found: Pairings, one: str, other: str) -> list[dict[str, Any]]:
    """Pairs of regions that lie in these two."""
    told: list[dict[str, Any]] = []
    for key in sorted(found.found):
        ends = [{end, *found.sides.above(end)} for end in key[1:]]
        apart = (one in ends[0] and other in ends[1]) or (other in ends[0] and one in ends[1])
        if apart and {*key[1:]} != {one, other}:
            pairing, (giver, receiver) = found.found[key], (found.sides.named(end) for end in key[1:])
            counted = {"facts": len(pairing.facts), "years": sorted(pairing.years)}
            told.append({"relation": key[0], "giver": giver, "receiver": receiver, **counted})
    return sorted(told, key=_size)[:_INSIDE]


def _size(row: dict[str, Any]) -> tuple[int, str, str]:
    return -row["facts"], row["giver"]["code"], row["receiver"]["code"]
