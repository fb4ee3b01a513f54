"""What the page needs to know of a network, as plain JSON values, sorted.

Texts that many facts share (sentences, titles of documents) stand once in a table, and facts refer to their place in it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg.views.classes import drawn_as, label_of, looks
from kg.views.layout import arrange

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Json = dict[str, Any]
FACTS = ("posts", "indicators", "dates")
BACKGROUND = "（行政隶属）"  # after the name of a relation that no document states: the hierarchy of divisions
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

    Nodes are sorted by the number of edges that documents state, the largest first, so that the page names the important ones first.
    The network stays as it is.
    """
    degree = _degrees(network)
    chosen = sorted(network.nodes, key=lambda node: (-degree[node], str(node)))[:limit]
    place = {node: index for index, node in enumerate(chosen)}
    radius = {node: _radius(degree[node]) for node in chosen}
    positions = _positions(network, radius)
    present = looks({_class(network.nodes[node]) for node in chosen})
    classes = {look.name: index for index, look in enumerate(present)}
    sources = _Sources()
    nodes = []
    for index, node in enumerate(chosen):
        data, (x, y) = network.nodes[node], positions[node]
        drawn: Json = {"id": index, "x": x, "y": y, "size": radius[node], "cls": classes[_class(data)]}
        nodes.append({**drawn, **_told(node, data, sources, place)})
    edges, relations = _edges(network, place, sources)
    rest: Json = {
        "classes": [asdict(look) for look in present],
        "relations": relations,
        "quotes": list(sources.quotes.places),
        "documents": list(sources.documents.places),
    }
    return nodes, edges, rest


def _degrees(network: MultiDiGraph) -> Counter[Any]:
    """How many edges of each node documents state."""
    return Counter(node for a, b, data in network.edges(data=True) if not _is_background(data) for node in (a, b))


def _is_background(data: Mapping[str, Any]) -> bool:
    """Whether an edge is the hierarchy of divisions as the gazetteer has it."""
    return data.get("predicate") == "locatedIn" and not data.get("evidence")


def _positions(network: MultiDiGraph, radius: Mapping[Any, float]) -> dict[Any, tuple[float, float]]:
    by_name = sorted(radius, key=str)
    place = {node: index for index, node in enumerate(by_name)}
    links = sorted((place[a], place[b]) for a, b in network.edges() if a in place and b in place)
    return dict(zip(by_name, arrange([radius[node] for node in by_name], links), strict=True))


def _radius(degree: int) -> float:
    return round(min(RADIUS + GROWTH * math.sqrt(degree), WIDEST), 1)


def _class(data: Mapping[str, Any]) -> str:
    return drawn_as(str(data.get("cls") or "Entity"))


def _told(node: object, data: Mapping[str, Any], sources: _Sources, drawn: Collection[Any]) -> Json:
    """What is said of a node; what is empty is left out, and so are posts that an edge between drawn nodes tells.

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
        facts = [fact for fact in data.get(kind) or () if not all(fact.get(end) in drawn for end in ("person", "organization"))]
        told[kind] = [_fact(fact, sources) for fact in facts]
    return {name: value for name, value in told.items() if value}


def _fact(fact: Mapping[str, Any], sources: _Sources) -> Json:
    """A post, an indicator or a date: what it says, and the sentences that say so."""
    quotations = fact.get("evidence") or ([fact] if fact.get("quote") else ())
    return {"text": str(fact.get("text") or ""), "evidence": sources.cite(quotations)}


def _edges(network: MultiDiGraph, place: Mapping[Any, int], sources: _Sources) -> tuple[list[Json], list[Json]]:
    """The edges between chosen nodes, and the relations that they are of: the most frequent first, but where things lie last."""
    found = [
        (place[a], place[b], _relation(key, data), str(key), data)
        for a, b, key, data in network.edges(keys=True, data=True)
        if a in place and b in place
    ]
    found.sort(key=lambda edge: edge[:4])
    labels = {relation: f"{data.get('label_zh') or relation[0]}" for _, _, relation, _, data in reversed(found)}
    count = Counter(edge[2] for edge in found)
    relations = sorted(count, key=lambda relation: (relation[0] == "locatedIn", relation[1], -count[relation], relation))
    number = {relation: index for index, relation in enumerate(relations)}
    edges = []
    for a, b, relation, _, data in found:
        # The longest quotation first: a name alone (苏州援疆工作组) may be evidence, and says little to a reader.
        evidence = sorted(data.get("evidence") or (), key=lambda quotation: -len(quotation["quote"]))
        edge: Json = {"from": a, "to": b, "rel": number[relation], "evidence": sources.cite(evidence)}
        told = {name: str(data[name]) for name in ("date", "role", "status", "confidence") if data.get(name) not in (None, "")}
        edges.append(edge | told)
    return edges, [_row(name, labels[name, background], background) for name, background in relations]


def _row(name: str, label: str, background: bool) -> Json:
    """A relation as a row of the filters."""
    if not background:
        return {"name": name, "label": label}
    return {"name": f"{name}-background", "label": f"{label}{BACKGROUND}", "background": 1}


def _relation(key: object, data: Mapping[str, Any]) -> tuple[str, bool]:
    """The name of an edge's relation, and whether it is background, which is a relation of its own to the page."""
    return str(data.get("predicate") or key), _is_background(data)


def _offsets(*values: object) -> list[int]:
    return [value if isinstance(value, int) else -1 for value in values]
