"""What the page needs to know of a network, as plain JSON values, sorted.

Texts that many facts share (sentences, titles of documents) stand once in a table, and facts refer to their place in it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg.views.classes import drawn_as, label_of, looks
from kg.views.layout import arrange

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Json = dict[str, Any]
FACTS = ("posts", "indicators", "dates")
RADIUS, GROWTH, WIDEST = 5.0, 1.9, 24.0  # pixels at scale 1: of a node without links, per square root of a link, at most


class _Texts:
    """Distinct texts in the order of their first use."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: object) -> int:
        return self.places.setdefault(str(text or ""), len(self.places))


class _Sources:
    """Sentences and titles of documents, and quotations as places in them."""

    def __init__(self) -> None:
        self.quotes, self.documents = _Texts(), _Texts()

    def cite(self, quotations: Iterable[Mapping[str, Any]]) -> list[list[int]]:
        """[place of the sentence, place of the title, first character, end] of each quotation; -1 for an offset that is not known."""
        return [
            [self.quotes.place(each.get("quote")), self.documents.place(each.get("doc")), *_offsets(each.get("start"), each.get("end"))]
            for each in quotations
        ]


def payload(network: MultiDiGraph, limit: int) -> tuple[list[Json], list[Json], Json]:
    """(nodes, edges, the rest) of the page: of a network with more than `limit` nodes, those with the most edges.

    Nodes are sorted by degree, the largest first, so that the page names the important ones first. The network stays as it is.
    """
    chosen = sorted(network.nodes, key=lambda node: (-network.degree(node), str(node)))[:limit]
    positions = _positions(network, chosen)
    present = looks({_class(network.nodes[node]) for node in chosen})
    classes = {look.name: index for index, look in enumerate(present)}
    sources = _Sources()
    nodes = []
    for index, node in enumerate(chosen):
        data, (x, y) = network.nodes[node], positions[node]
        drawn: Json = {"id": index, "x": x, "y": y, "size": _radius(network.degree(node)), "cls": classes[_class(data)]}
        nodes.append({**drawn, **_told(node, data, sources)})
    edges, relations = _edges(network, {node: index for index, node in enumerate(chosen)}, sources)
    rest: Json = {
        "classes": [asdict(look) for look in present],
        "relations": relations,
        "quotes": list(sources.quotes.places),
        "documents": list(sources.documents.places),
    }
    return nodes, edges, rest


def _positions(network: MultiDiGraph, chosen: Iterable[Any]) -> dict[Any, tuple[float, float]]:
    by_name = sorted(chosen, key=str)
    place = {node: index for index, node in enumerate(by_name)}
    links = sorted((place[a], place[b]) for a, b in network.edges() if a in place and b in place)
    return dict(zip(by_name, arrange([_radius(network.degree(node)) for node in by_name], links), strict=True))


def _radius(degree: int) -> float:
    return round(min(RADIUS + GROWTH * math.sqrt(degree), WIDEST), 1)


def _class(data: Mapping[str, Any]) -> str:
    return drawn_as(str(data.get("cls") or "Entity"))


def _told(node: object, data: Mapping[str, Any], sources: _Sources) -> Json:
    """What is said of a node; what is empty is left out.

    `kind`: the class' own label where it is drawn as another one; `background`: no document mentions it.
    """
    label = str(data.get("label") or node)
    cls = str(data.get("cls") or "")
    told: Json = {
        "key": str(data.get("id") or node),
        "label": label,
        "kind": label_of(cls) if cls and drawn_as(cls) != cls else "",
        "background": int(data.get("mentioned", True) is False),
        "alt": sorted({str(name) for name in data.get("alt") or ()} - {label, ""}),
    }
    for kind in FACTS:
        told[kind] = [_fact(fact, sources) for fact in data.get(kind) or ()]
    return {name: value for name, value in told.items() if value}


def _fact(fact: Mapping[str, Any], sources: _Sources) -> Json:
    """A post, an indicator or a date: what it says, and the sentences that say so."""
    quotations = fact.get("evidence") or ([fact] if fact.get("quote") else ())
    return {"text": str(fact.get("text") or ""), "evidence": sources.cite(quotations)}


def _edges(network: MultiDiGraph, place: Mapping[Any, int], sources: _Sources) -> tuple[list[Json], list[Json]]:
    """The edges between chosen nodes, and the relations that they are of, the most frequent first."""
    found = [
        (place[a], place[b], str(data.get("predicate") or key), str(key), data)
        for a, b, key, data in network.edges(keys=True, data=True)
        if a in place and b in place
    ]
    found.sort(key=lambda edge: edge[:4])
    labels = {predicate: str(data.get("label_zh") or predicate) for _, _, predicate, _, data in reversed(found)}
    count = Counter(edge[2] for edge in found)
    relations = sorted(count, key=lambda predicate: (-count[predicate], predicate))
    number = {predicate: index for index, predicate in enumerate(relations)}
    edges = []
    for a, b, predicate, _, data in found:
        edge: Json = {"from": a, "to": b, "rel": number[predicate], "evidence": sources.cite(data.get("evidence") or ())}
        edges.append(edge | {name: str(data[name]) for name in ("date", "confidence") if data.get(name) not in (None, "")})
    return edges, [{"name": predicate, "label": labels[predicate]} for predicate in relations]


def _offsets(*values: object) -> list[int]:
    return [value if isinstance(value, int) else -1 for value in values]
