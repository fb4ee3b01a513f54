"""What the page needs to know of a network, as plain JSON values, sorted.

Texts that many facts share (sentences, titles of documents) stand once in a table, and facts refer to their place in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.model import STATUSES
from kg.views.classes import drawn_as, label_of, looks
from kg.views.doubts import against, denials
from kg.views.layout import arrange
from kg.views.part import is_background
from kg.views.pinyin import reading

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Json = dict[str, Any]
Fact = Mapping[str, Any]
FACTS = ("posts", "indicators", "dates")
FIELDS = ("wording", "role", "name", "measure", "value", "unit", "qualifier", "period", "basis")
# What an edge is to the filters, in their order: asserted or planned, denied, or the hierarchy of divisions.
KINDS = ("", "denied", "background")
# After the name of a relation that no document states: the hierarchy of divisions.
BACKGROUND, BACKGROUND_EN = "（行政隶属）", " (divisions)"
# After the name of one that documents deny.
DENIED, DENIED_EN = "（否定）", " (denied)"
PLACES = ("City", "Region", "Area")  # a part of the map is named after its largest place
NAMED = 6  # nodes from which on a part of the map has a name
LONGEST = 60  # years of one span; a longer one is a misread date
RADIUS, GROWTH, WIDEST = 5.0, 1.9, 24.0  # pixels at scale 1: of a node without links, per square root of a link, at most


class _Texts:
    """Distinct texts in the order of their first use."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: object) -> int:
        return self.places.setdefault(str(text or ""), len(self.places))


class _Sources:
    """Sentences, documents and words for how far things have come, and quotations as places among them."""

    def __init__(self, known: Mapping[str, Mapping[str, str]]) -> None:
        self.quotes, self.documents, self.statuses = _Texts(), _Texts(), _Texts()
        self.titles: dict[int, str] = {}
        self.issued = {iri: each["issued"] for iri, each in known.items()}
        self.known = {vocabulary.load().label(status, "zh"): status for status in STATUSES}
        for label in self.known:
            self.statuses.place(label)

    def cite(self, quotations: Iterable[Mapping[str, Any]]) -> list[list[int]]:
        """[place of the sentence, place of the document, first character, end] of each quotation; -1 for an offset that is not known."""
        return [
            [self.quotes.place(each.get("quote")), self._document(each), *_offsets(each.get("start"), each.get("end"))]
            for each in quotations
        ]

    def is_projected(self, data: Mapping[str, Any]) -> bool:
        return self.known.get(str(data.get("status"))) == "Projected"

    def _document(self, quotation: Mapping[str, Any]) -> int:
        title = str(quotation.get("doc") or "")
        place = self.documents.place(quotation.get("document") or title)
        self.titles.setdefault(place, title)
        return place

    def tables(self) -> Json:
        """The tables that the places refer to; `documents` are titles, `issued` the documents' own dates, `sources` their IRIs."""
        words, iris = self.statuses.places, self.documents.places
        return {
            "quotes": list(self.quotes.places),
            "documents": [self.titles.get(place) or iri.rsplit("/", 1)[-1][:12] for iri, place in iris.items()],
            "issued": [self.issued.get(iri, "") for iri in iris],
            "sources": list(iris),
            "statuses": [{"name": self.known.get(word, word), "label": word, "label_en": self._english(word)} for word in words],
        }

    def _english(self, word: str) -> str:
        return vocabulary.load().label(self.known[word], "en") if word in self.known else word


def payload(network: MultiDiGraph, places: Mapping[Any, tuple[float, float]] | None = None) -> tuple[list[Json], list[Json], Json]:
    """(nodes, edges, the rest) of the page.

    Nodes are sorted by the number of edges that documents state, the largest first, so that the page names the important ones first.
    The network stays as it is. `places`: where its nodes lie, where that is known already; then no part of the map has a name.
    """
    degree = _degrees(network)
    chosen = sorted(network.nodes, key=lambda node: (-degree[node], str(node)))
    place = {node: index for index, node in enumerate(chosen)}
    radius = {node: _radius(degree[node]) for node in chosen}
    positions, groups = _positions(network, radius) if places is None else (places, [])
    present = looks({_class(network.nodes[node]) for node in chosen})
    classes = {look.name: index for index, look in enumerate(present)}
    sources = _Sources(network.graph.get("documents") or {})
    unasserted = _unasserted_facts(network)
    nodes = []
    for index, node in enumerate(chosen):
        data, (x, y) = network.nodes[node], positions[node]
        drawn: Json = {"id": index, "x": x, "y": y, "size": radius[node], "cls": classes[_class(data)]}
        told = _told(node, data, sources)
        facts = {kind: _facts(kind, data.get(kind) or (), unasserted.get((node, kind), ()), sources, place) for kind in FACTS}
        nodes.append({**drawn, **told, **{kind: found for kind, found in facts.items() if found}})
    edges, relations = _edges(network, place, sources)
    names = [look.name for look in present]
    rest: Json = {
        "classes": [asdict(look) for look in present],
        "relations": relations,
        **sources.tables(),
        "regions": [_region(sorted(place[node] for node in group), nodes, names) for group in groups if len(group) >= NAMED],
        "namespace": vocabulary.NAMESPACE,
    }
    return nodes, edges, rest


def _degrees(network: MultiDiGraph) -> Counter[Any]:
    """How many edges of each node documents state."""
    return Counter(node for a, b, data in network.edges(data=True) if not is_background(data) for node in (a, b))


def _positions(network: MultiDiGraph, radius: Mapping[Any, float]) -> tuple[Mapping[Any, tuple[float, float]], list[list[Any]]]:
    """Where each node lies, and the communities of the map."""
    by_name = sorted(radius, key=str)
    place = {node: index for index, node in enumerate(by_name)}
    ends = [*network.edges(), *((a, b) for a, b, _ in _unasserted_edges(network))]
    links = sorted((place[a], place[b]) for a, b in ends if a in place and b in place)
    drawing = arrange([radius[node] for node in by_name], links)
    groups = [[by_name[index] for index in group] for group in drawing.groups]
    return dict(zip(by_name, drawing.points, strict=True)), groups if len(groups) > 1 else []


def _region(members: list[int], nodes: Sequence[Json], classes: Sequence[str]) -> Json:
    """A part of the map, named after its largest mentioned place, else after its largest node. `members` come largest first."""
    mentioned = [node for node in members if not nodes[node].get("background")] or members
    cities = [node for node in mentioned if classes[nodes[node]["cls"]] in PLACES]
    return {"name": nodes[(cities or mentioned)[0]]["label"], "nodes": members}


def _radius(degree: int) -> float:
    return round(min(RADIUS + GROWTH * math.sqrt(degree), WIDEST), 1)


def _class(data: Mapping[str, Any]) -> str:
    return drawn_as(str(data.get("cls") or "Entity"))


def _told(node: object, data: Mapping[str, Any], sources: _Sources) -> Json:
    """What is said of a node beside its facts; what is empty is left out.

    `kind`: the class' own label where it is drawn as another one; `background`: no document mentions it.
    """
    label = str(data.get("label") or node)
    cls = str(data.get("cls") or "")
    is_other = bool(cls) and drawn_as(cls) != cls
    alt = sorted({str(name) for name in data.get("alt") or ()} - {label, ""})
    told: Json = {
        "key": str(data.get("id") or node),
        "label": label,
        "kind": label_of(cls, "zh") if is_other else "",
        "kind_en": label_of(cls, "en") if is_other else "",
        "type": cls if is_other else "",
        "background": int(data.get("mentioned", True) is False),
        "alt": alt,
        "readings": [reading(name) for name in (label, *alt)],
        "documents": [sources.documents.place(iri) for iri in data.get("documents") or ()],
        "years": _years(*(str(fact.get("value") or "") for fact in data.get("dates") or ())),
        "at": _coordinates(data),
    }
    return {name: value for name, value in told.items() if value}


def _facts(kind: str, facts: Sequence[Fact], unasserted: Sequence[Fact], sources: _Sources, drawn: Collection[Any]) -> list[Json]:
    """The facts of a node, with the places of those that contradict each; last what documents deny, or merely plan.

    Posts that an edge between drawn nodes tells are left out.
    """
    asserted, others = ([fact for fact in each if not _is_edge(fact, drawn)] for each in (facts, unasserted))
    doubts = against(kind, [{**fact, "projected": sources.is_projected(fact)} for fact in asserted], sources.issued)
    found = [_fact(fact, sources) | ({"against": doubts[place]} if place in doubts else {}) for place, fact in enumerate(asserted)]
    return found + [_fact(fact, sources) | ({"denied": 1} if _is_denied(fact) else {"stated": 1}) for fact in others]


def _is_edge(fact: Fact, drawn: Collection[Any]) -> bool:
    """Whether a fact is a post that an edge between drawn nodes tells."""
    return fact.get("person") in drawn and fact.get("organization") in drawn


def _is_denied(data: Mapping[str, Any]) -> bool:
    return data.get("polarity") == "Denied"


def _unasserted_facts(network: MultiDiGraph) -> dict[tuple[Any, str], list[Fact]]:
    """What documents deny, or merely plan, by node and kind of fact."""
    found: dict[tuple[Any, str], list[Fact]] = {}
    for node, fact in network.graph.get("unasserted", {}).get("facts", ()):
        found.setdefault((node, fact["kind"]), []).append(fact)
    return found


def _coordinates(data: Mapping[str, Any]) -> list[float]:
    """[longitude, latitude] in degrees; empty where they are not known."""
    try:
        return [round(float(data[name]), 4) for name in ("longitude", "latitude")]
    except (KeyError, TypeError, ValueError):
        return []


def _years(*dates: str) -> list[int]:
    """The years that dates name, those between the ends of a span (2019 – 2022) among them."""
    found: set[int] = set()
    for date in dates:
        for part in date.split("、"):
            years = sorted(int(year) for year in re.findall(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?=-|\b)", part))
            if years and years[-1] - years[0] <= LONGEST:
                found.update(range(years[0], years[-1] + 1))
    return sorted(found)


def _fact(fact: Fact, sources: _Sources) -> Json:
    """A post, an indicator or a date: what it says, its fields, how sure and how far it is, and the sentences."""
    quotations = fact.get("evidence") or ([fact] if fact.get("quote") else ())
    told: Json = {"text": str(fact.get("text") or ""), "evidence": sources.cite(quotations)}
    fields = {name: str(fact[name]) for name in FIELDS if fact.get(name)}
    dated = [str(fact[name]) for name in ("property", "value") if fact.get("property") and fact.get(name)]
    return told | ({"date": dated} if len(dated) == 2 else {"fields": fields} if fields else {}) | _rated(fact, sources)


def _rated(data: Mapping[str, Any], sources: _Sources) -> Json:
    """How sure a fact is, as a text, and how far it has come, as a place in the table."""
    rated: Json = {"confidence": str(data["confidence"])} if data.get("confidence") not in (None, "") else {}
    return rated | ({"status": sources.statuses.place(data["status"])} if data.get("status") else {})


def _edges(network: MultiDiGraph, place: Mapping[Any, int], sources: _Sources) -> tuple[list[Json], list[Json]]:
    """The edges between chosen nodes, and the relations that they are of: the most frequent first, but where things lie last.

    After those that the graph asserts come, of the same two nodes, those that documents deny, or merely plan (`stated`).
    """
    asserted = [(a, b, str(key), data) for a, b, key, data in network.edges(keys=True, data=True)]
    others = [(a, b, f"{data.get('predicate')} {data.get('role')}", data) for a, b, data in _unasserted_edges(network)]
    found = [(place[a], place[b], _relation(key, data), key, data) for a, b, key, data in asserted + others if a in place and b in place]
    found.sort(key=lambda edge: edge[:4])
    labels = {relation: _labels(relation[0], data) for _, _, relation, _, data in reversed(found)}
    count = Counter(edge[2] for edge in found)
    order = {relation: (relation[0] == "locatedIn", KINDS.index(relation[1]), -number, relation) for relation, number in count.items()}
    relations = sorted(count, key=lambda relation: order[relation])
    number = {relation: index for index, relation in enumerate(relations)}
    edges = [_edge(a, b, number[relation], data, sources) for a, b, relation, _, data in found]
    said = [((a, b, relation[0], data.get("role")), _is_denied(data), data.get("evidence") or ()) for a, b, relation, _, data in found]
    for index, others_said in denials(said).items():
        edges[index]["against"] = others_said
    return edges, [_row(name, labels[name, kind], kind) for name, kind in relations]


def _unasserted_edges(network: MultiDiGraph) -> list[tuple[Any, Any, Fact]]:
    found: list[tuple[Any, Any, Fact]] = network.graph.get("unasserted", {}).get("edges", [])
    return found


def _edge(a: int, b: int, relation: int, data: Fact, sources: _Sources) -> Json:
    # The longest quotation first: a name alone (苏州援疆工作组) may be evidence, and says little to a reader.
    evidence = sorted(data.get("evidence") or (), key=lambda quotation: -len(quotation["quote"]))
    edge: Json = {"from": a, "to": b, "rel": relation, "evidence": sources.cite(evidence)}
    told = {name: str(data[name]) for name in ("date", "role", "node") if data.get(name) not in (None, "")}
    years = _years(told.get("date", ""))
    is_stated = data.get("polarity") == "Affirmed"  # what the graph asserts has no polarity here
    return edge | told | _rated(data, sources) | ({"years": years} if years else {}) | ({"stated": 1} if is_stated else {})


def _labels(name: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """What a relation is called in Chinese and in English; its name where it has no label."""
    zh = str(data.get("label_zh") or name)
    return zh, str(data.get("label_en") or zh)


def _row(name: str, labels: tuple[str, str], kind: str) -> Json:
    """A relation as a row of the filters."""
    if not kind:
        return {"name": name, "label": labels[0], "label_en": labels[1]}
    after, after_en = (DENIED, DENIED_EN) if kind == "denied" else (BACKGROUND, BACKGROUND_EN)
    return {"name": f"{name}-{kind}", "label": f"{labels[0]}{after}", "label_en": f"{labels[1]}{after_en}", kind: 1}


def _relation(key: object, data: Mapping[str, Any]) -> tuple[str, str]:
    """The name of an edge's relation, and its kind: what is denied, and the hierarchy, are relations of their own to the page."""
    kind = "denied" if _is_denied(data) else "background" if is_background(data) else ""
    return str(data.get("predicate") or key), kind


def _offsets(*values: object) -> list[int]:
    return [value if isinstance(value, int) else -1 for value in values]
