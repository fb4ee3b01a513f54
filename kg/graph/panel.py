"""Tables for research: pairs of regions by year, and the places of regions in the network of each regime. With a codebook.

    N-Quads ─ panel ─► rows: giver × receiver × year, what is told of the pair in that year
    N-Quads ─ measures ─► rows: region × regime, its place in the network of who assists and who works with whom

A party counts for its region: an institution for the one that it lies in, a firm, a team or a person for the one that they come from. A
statement counts for the year that it is of, else for the year of the document. Sums of money overlap (累计, 其中) and are not added up: the
greatest stands.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from kg import vocabulary
from kg.graph.claims import RC, EntityView, Node, Quotation, View, first, from_nquads, nodes_of

COUNTED = ("assists", "cooperatesWith", "visits", "signs", "settledIn", "investsIn", "establishes", "implements", "operates")
"""Relations that a pair is counted by, a column each."""
KEYS = ("giver_code", "giver", "giver_level", "receiver_code", "receiver", "receiver_level", "year")
FIGURES = ("money_yuan_max", "money_statements", "documents")
MEASURES = ("regime", "code", "region", "level", "gives_to", "receives_from", "works_with", "betweenness", "community", "reciprocity")
ALL = "*"
"""The regime of all statements together."""
_LEVELS = ("Country", "Province", "Prefecture", "County", "Township", "Village")
_HOMES = ("originatesFrom", "locatedIn", "settledIn")
_BOTH_WAYS = ("cooperatesWith", "signs")


@dataclass(slots=True)
class _Cell:
    """What is told of a pair in a year."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sums: list[Decimal] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)


class _Regions:
    """Which region each entity counts for."""

    def __init__(self, view: View) -> None:
        self.views = {entity.iri: entity for entity in view.entities}
        self._up: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for relation in view.relations:
            if relation.predicate in (*_HOMES, "partOf"):
                self._up[relation.subject][relation.predicate].append(relation.object)

    def of(self, iri: str, seen: frozenset[str] = frozenset()) -> EntityView | None:
        """The region that an entity counts for; None where the graph does not say."""
        entity = self.views.get(iri)
        if entity is None or iri in seen or self.is_region(entity):
            return entity if entity is not None and iri not in seen else None
        for property in (*_HOMES, "partOf"):
            for outer in sorted(self._up[iri][property]):
                if found := self.of(outer, seen | {iri}):
                    return found
        return None

    @staticmethod
    def is_region(entity: EntityView) -> bool:
        """Whether an entity is a region."""
        return any(vocabulary.load().is_a(cls, "Region") for cls in entity.types)


def columns() -> tuple[str, ...]:
    """The columns of the panel."""
    return (*KEYS, *(f"n_{property}" for property in COUNTED), *FIGURES)


def panel(nquads: str) -> list[tuple[str, ...]]:
    """A row for each pair of regions and year of which something is told, after `columns`, sorted; year "" where nothing tells it."""
    view, nodes = from_nquads(nquads), nodes_of([nquads])
    regions, cells = _Regions(view), _cells(view, nodes)
    rows = []
    for (giver, receiver, year), cell in cells.items():
        ends = [part for iri in (giver, receiver) for part in _region(regions.views[iri])]
        money = [f"{max(cell.sums):f}" if cell.sums else "", str(len(cell.sums)), str(len(cell.documents))]
        rows.append((*ends, year, *(str(cell.counts[property]) for property in COUNTED), *money))
    return sorted(rows)


def _cells(view: View, nodes: Mapping[str, Node]) -> dict[tuple[str, str, str], _Cell]:
    regions = _Regions(view)
    issued = {iri: first(node, "dcterms:issued")[:4] for iri, node in nodes.items() if f"{RC}SourceDocument" in node.get("rdf:type", ())}
    cells: dict[tuple[str, str, str], _Cell] = defaultdict(_Cell)
    for relation in view.relations:
        if relation.predicate not in COUNTED or not relation.evidence:
            continue
        for one, other in _pairs(relation.subject, relation.predicate, relation.object, view, regions):
            for year in _years(relation.dates, relation.evidence, issued):
                cell = cells[one, other, year]
                cell.counts[relation.predicate] += 1
                cell.documents |= {quote.document for quote in relation.evidence}
    paid = _money(view, regions)
    for (one, other), figures in paid.items():
        for yuan, period, evidence in figures:
            for year in _years((("date", period),) if period else (), evidence, issued):
                cells[one, other, year].sums.append(yuan)
                cells[one, other, year].documents |= {quote.document for quote in evidence}
    return cells


def _pairs(subject: str, predicate: str, object: str, view: View, regions: _Regions) -> Iterator[tuple[str, str]]:
    """The two regions that a relation is between; of a signature, those of the other signers."""
    others = [object]
    if predicate == "signs":
        others = [r.subject for r in view.relations if r.predicate == "signs" and r.object == object and r.subject > subject]
    for other in others:
        one, two = regions.of(subject), regions.of(other)
        if one is not None and two is not None and one.iri != two.iri:
            ends = (one.iri, two.iri)
            yield (min(ends), max(ends)) if predicate in _BOTH_WAYS else ends


def _money(view: View, regions: _Regions) -> dict[tuple[str, str], list[tuple[Decimal, str, tuple[Quotation, ...]]]]:
    """Sums that a party pays another one, or that stand where it is told that the one assists the other."""
    helping = [
        (one.iri, two.iri, {(quote.document, quote.start) for quote in relation.evidence})
        for relation in view.relations
        if relation.predicate in ("assists", "investsIn", "establishes")
        and (one := regions.of(relation.subject))
        and (two := regions.of(relation.object))
        and one.iri != two.iri
    ]
    by_place: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    for giver, receiver, places in helping:
        for place in places:
            by_place[place].add((giver, receiver))
    found: dict[tuple[str, str], list[tuple[Decimal, str, tuple[Quotation, ...]]]] = defaultdict(list)
    for fact in view.facts:
        values = dict(fact.values)
        if fact.kind != "indicators" or values.get("unit") != "元" or not fact.evidence:
            continue
        pairs = {pair for quote in fact.evidence for pair in by_place.get((quote.document, quote.start), ())}
        if len(pairs) == 1:  # a sentence that tells of several pairs does not say whose the money is
            try:
                found[pairs.pop()].append((Decimal(values["value"]), values.get("period", ""), fact.evidence))
            except InvalidOperation:
                continue
    return found


def _years(dates: Iterable[tuple[str, str]], evidence: Iterable[Quotation], issued: Mapping[str, str]) -> list[str]:
    own = {value[:4] for name, value in dates if name in ("date", "startDate")}
    return sorted(own or {issued.get(quote.document, "") for quote in evidence})


def _region(entity: EntityView) -> tuple[str, str, str]:
    level = next((cls for cls in _LEVELS if cls in entity.types), "")
    return entity.code, entity.label, level


def codebook() -> list[tuple[str, str, str]]:
    """What each column of the panel means: column, Chinese, English; relations as the ontology defines them."""
    terms = vocabulary.load()
    texts = {
        "giver": ("支援方或主体所属的行政区域", "the region that the subject counts for"),
        "receiver": ("受援方或客体所属的行政区域", "the region that the object counts for"),
    }
    rows = []
    for side, (zh, en) in texts.items():
        rows.append((f"{side}_code", f"{zh}：区划代码", f"{en}: its division code"))
        rows.append((side, f"{zh}：名称", f"{en}: its name"))
        rows.append((f"{side}_level", f"{zh}：级别（本体中的类）", f"{en}: its level, a class of the ontology"))
    rows.append(("year", "陈述所属年份；未注明者取文献发表年份", "the year that the statement is of, else that of the document"))
    for property in COUNTED:
        zh, en = (terms.property(property).definitions[lang] for lang in ("zh", "en"))
        once = "how many relations, each once however many documents tell of it"
        rows.append((f"n_{property}", f"关系数（几篇文献所述的同一关系计一次）：{zh}", f"{once}: {en}"))
    rows.append(
        (
            "money_yuan_max",
            "文献所述金额中最大的一笔（元）；各笔有重叠，不相加",
            "the greatest sum that is told, in yuan; sums overlap and are not added",
        )
    )
    rows.append(("money_statements", "文献所述金额的笔数", "how many sums are told"))
    rows.append(("documents", "提及的文献篇数", "how many documents tell of it"))
    return rows


def measures(nquads: str) -> list[tuple[str, ...]]:
    """A row for each region and regime, after `MEASURES`, sorted: whom it assists, who assists it, with whom it works, and its place.

    The regime is a programme that the subject of a statement carries out or takes part in and that a document of the statement names; `ALL`
    for all of them. Betweenness in the directed network (Brandes 2001), communities by greedy modularity (Clauset, Newman, Moore 2004),
    reciprocity of the region's own ties; three decimals.
    """
    view = from_nquads(nquads)
    regions = _Regions(view)
    ties: dict[str, set[tuple[str, str, bool]]] = defaultdict(set)
    schemes = _schemes(view)
    for relation in view.relations:
        if relation.predicate not in ("assists", "cooperatesWith") or not relation.evidence:
            continue
        one, two = regions.of(relation.subject), regions.of(relation.object)
        if one is None or two is None or one.iri == two.iri:
            continue
        documents = {quote.document for quote in relation.evidence}
        names = {scheme.label for end in (relation.subject, one.iri) for scheme in schemes[end] if documents & set(scheme.documents)}
        for regime in (ALL, *names):
            ties[regime].add((one.iri, two.iri, relation.predicate == "assists"))
    return sorted(row for regime, found in ties.items() for row in _places(regime, found, regions))


def _schemes(view: View) -> dict[str, list[EntityView]]:
    """The programmes that each entity carries out or takes part in."""
    programs = {entity.iri: entity for entity in view.entities if "Program" in entity.types}
    found: dict[str, list[EntityView]] = defaultdict(list)
    for relation in view.relations:
        if relation.predicate in ("implements", "participatesIn") and relation.object in programs:
            found[relation.subject].append(programs[relation.object])
    return found


def _places(regime: str, ties: set[tuple[str, str, bool]], regions: _Regions) -> Iterator[tuple[str, ...]]:
    import networkx

    network = networkx.DiGraph()
    for one, two, directed in sorted(ties):
        network.add_edge(one, two)
        if not directed:
            network.add_edge(two, one)
    between = networkx.betweenness_centrality(network)
    groups = networkx.community.greedy_modularity_communities(network.to_undirected())
    number = {iri: place for place, group in enumerate(sorted(sorted(group) for group in groups), start=1) for iri in group}
    for iri in sorted(network):
        gives, receives = ({b for a, b, d in ties if d and a == iri}, {a for a, b, d in ties if d and b == iri})
        works = {b if a == iri else a for a, b, d in ties if not d and iri in (a, b)}
        mutual = networkx.reciprocity(network, iri)
        code, label, level = _region(regions.views[iri])
        figures = (str(len(gives)), str(len(receives)), str(len(works)), f"{between[iri]:.3f}", str(number[iri]), f"{mutual or 0:.3f}")
        yield (regime, code, label, level, *figures)


def to_csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV with the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return "\ufeff" + text.getvalue()
