"""What the page needs to know of a network, as plain JSON values in the page's order, sorted.

Texts that many facts share (sentences, titles of documents) stand once in a table, and facts refer to their place in it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.views.classes import drawn_as, looks
from kg.views.layout import arrange

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Json = dict[str, Any]
FACTS = ("posts", "indicators", "dates")
RADIUS, GROWTH, WIDEST = 5.0, 1.9, 24.0  # pixels at scale 1: of a node without links, per square root of a link, at most


class _Table:
    """Distinct texts in the order of their first use."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))

    def texts(self) -> list[str]:
        return list(self.places)


def payload(network: MultiDiGraph, limit: int) -> tuple[list[Json], list[Json], Json]:
    """(nodes, edges, the rest) of the page: of a network with more than `limit` nodes, those with the most edges.

    Nodes are sorted by degree, the largest first, so that the page can name the important ones first. The network stays as it is.
    """
    chosen = sorted(network.nodes, key=lambda node: (-network.degree(node), str(node)))[:limit]
    by_name = sorted(chosen, key=str)
    place = {node: index for index, node in enumerate(by_name)}
    links = sorted((place[a], place[b]) for a, b in network.edges() if a in place and b in place)
    radii = [radius(network.degree(node)) for node in by_name]
    positions = dict(zip(by_name, arrange(radii, links), strict=True))

    quotes, documents = _Table(), _Table()
    present = looks({_class(network.nodes[node]) for node in chosen})
    classes = {look.name: index for index, look in enumerate(present)}
    nodes = []
    for index, node in enumerate(chosen):
        data, (x, y) = network.nodes[node], positions[node]
        entry: Json = {"id": index, "x": x, "y": y, "size": radius(network.degree(node)), "key": str(data.get("id", node)), "label": _label(node, data)}
        entry["cls"] = classes[_class(data)]
        entry["alt"] = sorted({str(name) for name in data.get("alt") or ()} - {entry["label"]})
        for kind in FACTS:
            entry[kind] = [_fact(fact, quotes, documents) for fact in data.get(kind) or ()]
        nodes.append({key: value for key, value in entry.items() if value != []})
    edges, relations = _edges(network, {node: index for index, node in enumerate(chosen)}, quotes, documents)
    rest: Json = {
        "classes": [{"name": look.name, "label": look.label, "group": look.group, "colour": look.colour, "path": look.path} for look in present],
        "relations": relations,
        "quotes": quotes.texts(),
        "documents": documents.texts(),
    }
    return nodes, edges, rest


def radius(degree: int) -> float:
    """Pixels at scale 1."""
    return round(min(RADIUS + GROWTH * math.sqrt(degree), WIDEST), 1)


def _class(data: Mapping[str, Any]) -> str:
    return drawn_as(str(data.get("cls") or "Other"))


def _label(node: object, data: Mapping[str, Any]) -> str:
    return str(data.get("label") or node)


def _edges(network: MultiDiGraph, place: Mapping[object, int], quotes: _Table, documents: _Table) -> tuple[list[Json], list[Json]]:
    """The edges between chosen nodes, and the relations that they are of, the most frequent first."""
    found = [(place[a], place[b], str(data.get("predicate") or ""), str(key), data) for a, b, key, data in network.edges(keys=True, data=True) if a in place and b in place]
    found.sort(key=lambda edge: edge[:4])
    names = {predicate: str(data.get("label_zh") or predicate) for _, _, predicate, _, data in reversed(found)}
    count = Counter(predicate for _, _, predicate, _, _ in found)
    relations = sorted(names, key=lambda predicate: (-count[predicate], predicate))
    number = {predicate: index for index, predicate in enumerate(relations)}
    edges = []
    for a, b, predicate, _, data in found:
        entry: Json = {"from": a, "to": b, "rel": number[predicate]}
        entry["evidence"] = _evidence(data.get("evidence") or (), quotes, documents)
        for key in ("date", "confidence"):
            if data.get(key) not in (None, ""):
                entry[key] = str(data[key])
        edges.append(entry)
    return edges, [{"name": predicate, "label": names[predicate]} for predicate in relations]


def _evidence(items: Iterable[Mapping[str, Any]], quotes: _Table, documents: _Table) -> list[list[int]]:
    """[place of the sentence, place of the document, first character or -1, end or -1] of each."""
    return [
        [quotes.place(str(item.get("quote") or "")), documents.place(str(item.get("doc") or "")), _offset(item.get("start")), _offset(item.get("end"))]
        for item in items
    ]


def _offset(value: object) -> int:
    return value if isinstance(value, int) else -1


def _fact(fact: Mapping[str, Any], quotes: _Table, documents: _Table) -> Json:
    """A post, an indicator or a date: what it says, and the sentence that says so."""
    return {"text": str(fact.get("text") or ""), "evidence": _evidence([fact] if fact.get("quote") else (), quotes, documents)}
