"""The network of entities: what the page, GraphML and the tables of nodes and edges are made from. The way in for networkx here.

N-Quads ─ claims.from_nquads ─► View ─ to_network ─► networkx.MultiDiGraph
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg import vocabulary
from kg.graph.claims import EntityView, FactView, Quotation, RelationView, View, from_nquads
from kg.graph.nquads import NOT_XML

if TYPE_CHECKING:
    from networkx import MultiDiGraph


# Between several values in one text: no name and no sentence holds it.
SEPARATOR = " | "
# The edge from a person to the body in which the person holds a post.
POST = "org:hasMembership"
_POST_LABELS = {"label_zh": "任职", "label_en": "holds a post at"}
_WRITTEN = re.compile(r' lastmodifieddate="[^"]*"')


def to_network(texts: str | Iterable[str]) -> MultiDiGraph:
    """The entities of N-Quads texts as nodes, by IRI, and their relations as edges, by property, both in sorted order; then their posts,
    edges from the person to the body by `POST` and the role.

    Node: `id`, `label`, `cls` (local name of its most specific class; City before a level), `class_label_zh`, `class_label_en`, `alt`
    (list), `code`, `mentioned`, `longitude`, `latitude` (text, "" for none), `documents` (IRIs), and the lists of facts `posts`,
    `indicators` and `dates`; a post is a fact of the person and of the body, and has the IRIs of both, `person` and `organization`.
    Fact: `text` (as a reader says it), its fields, `confidence`, `status` (in words), and the first quotation's `quote`, `doc`, `start`,
    `end`; `evidence`: all quotations.
    Edge: `predicate`, `label_zh`, `label_en`, `role` (of a post, else ""), `node` (the IRI of a post; of others not there), `confidence`,
    `status` (in words), `date` (text), `evidence`.
    Quotation: `quote`, `doc` (the document's title), `document` (its IRI), `start`, `end`.

    What documents deny, or merely plan, is neither edge nor fact of a node. The attribute `unasserted` of the network has it: pairs of
    nodes with attributes as of an edge, and nodes with attributes as of a fact with its `kind`, each with its `polarity`. The attribute
    `documents` has the `title`, `issued` and `publisher` of each source document.
    """
    return network_of(from_nquads(texts))


def network_of(view: View) -> MultiDiGraph:
    """The network of a view of a graph, as `to_network` has it."""
    import networkx

    network = networkx.MultiDiGraph()
    for entity in view.entities:
        network.add_node(entity.iri, **_node(entity))
    for fact in view.facts:
        for node, told in _facts(fact, network):
            network.nodes[node][fact.kind].append(told)
    for relation in view.relations:
        network.add_edge(relation.subject, relation.object, key=relation.predicate, **_edge(relation))
    for fact in view.facts:
        for person, body, data in _posts(fact, network):
            network.add_edge(person, body, key=f"{POST} {data['role']}", **data)
    network.graph["documents"] = {
        each.iri: {"title": each.title, "issued": each.issued, "publisher": each.publisher} for each in view.documents
    }
    network.graph["unasserted"] = _unasserted(view, network)
    return network


def _unasserted(view: View, network: MultiDiGraph) -> dict[str, list[Any]]:
    """What is stated and not asserted: `edges` as (node, node, attributes), `facts` as (node, attributes)."""
    edges: list[Any] = []
    facts: list[Any] = []
    for each in view.unasserted:
        polarity = {"polarity": each.polarity}
        if isinstance(each, RelationView):
            edges.append((each.subject, each.object, _edge(each) | polarity))
            continue
        edges += [(person, body, data | polarity) for person, body, data in _posts(each, network)]
        facts += [(node, told | polarity | {"kind": each.kind}) for node, told in _facts(each, network)]
    return {"edges": edges, "facts": facts}


def _facts(fact: FactView, network: MultiDiGraph) -> Iterable[tuple[str, dict[str, Any]]]:
    """The nodes that a fact is told of, each with its attributes there."""
    for node, text in _told(fact, network):
        told = {"text": text, **dict(fact.values), **_rated(fact), **_cited(fact.evidence)}
        yield node, told | ({"person": fact.entity} if fact.kind == "posts" else {})


def _posts(fact: FactView, network: MultiDiGraph) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """The edge that a post is: the person, the body, its attributes; none for other facts, or where the body is no entity."""
    values = dict(fact.values)
    if fact.kind == "posts" and values.get("organization") in network:
        yield fact.entity, values["organization"], _post(fact, f"{_former(values)}{values.get('role', '')}")


def to_graphml(network: MultiDiGraph) -> str:
    """A network as GraphML. Lists become texts, edges get numbers for identifiers, characters that XML has not are left out."""
    import networkx

    file = io.BytesIO()
    networkx.write_graphml_xml(_plain(network), file, encoding="utf-8", prettyprint=True)
    return file.getvalue().decode("utf-8")


def to_gexf(network: MultiDiGraph) -> str:
    """A network as GEXF 1.2, as `to_graphml` in all else. It does not say when it was written."""
    import networkx

    plain = _plain(network)
    for number, (_, _, data) in enumerate(plain.edges(data=True)):
        data["id"] = f"e{number}"
    content = "\n".join(networkx.generate_gexf(plain, encoding="utf-8", prettyprint=True))
    return _WRITTEN.sub("", content, count=1) + "\n"


def _plain(network: MultiDiGraph) -> MultiDiGraph:
    """The network with texts alone for attributes."""
    import networkx

    plain = networkx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        plain.add_node(_xml(node), **{name: _xml(text) for name, text in flat(data).items()})
    for number, (subject, object, data) in enumerate(network.edges(data=True)):
        plain.add_edge(_xml(subject), _xml(object), key=f"e{number}", **{name: _xml(text) for name, text in flat(data).items()})
    return plain


def flat(data: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a node or an edge as texts: of facts what they say, of quotations the wording, the document and the place."""
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    texts |= {name: SEPARATOR.join(data[name]) for name in ("alt", "documents") if name in data}
    texts |= {kind: SEPARATOR.join(fact["text"] for fact in data[kind]) for kind in ("posts", "indicators", "dates") if kind in data}
    if "mentioned" in data:
        texts["mentioned"] = "true" if data["mentioned"] else "false"
    if "evidence" in data:
        texts["quotes"] = SEPARATOR.join(quotation["quote"] for quotation in data["evidence"])
        texts["sources"] = SEPARATOR.join("{doc} [{start}–{end}]".format(**quotation) for quotation in data["evidence"])
    return texts


def _xml(text: str) -> str:
    return NOT_XML.sub("", text)


def _node(entity: EntityView) -> dict[str, Any]:
    terms = vocabulary.load()
    cls = entity.types[0]
    return {
        "id": entity.iri,
        "label": entity.label,
        "cls": cls,
        "class_label_zh": terms.label(cls, "zh"),
        "class_label_en": terms.label(cls, "en"),
        "alt": list(entity.alt_labels),
        "code": entity.code,
        "mentioned": bool(entity.documents),
        "documents": list(entity.documents),
        "longitude": entity.longitude,
        "latitude": entity.latitude,
        "posts": [],
        "indicators": [],
        "dates": [],
    }


def _edge(relation: RelationView) -> dict[str, Any]:
    terms = vocabulary.load()
    return {
        "predicate": relation.predicate,
        "label_zh": terms.label(relation.predicate, "zh"),
        "label_en": terms.label(relation.predicate, "en"),
        "role": "",
        "confidence": relation.confidence,
        "status": terms.label(relation.status, "zh") if relation.status else "",
        "date": _dates(relation.dates),
        "evidence": [_quoted(quotation) for quotation in relation.evidence],
    }


def _post(fact: FactView, role: str) -> dict[str, Any]:
    return {
        "predicate": POST,
        **_POST_LABELS,
        "role": role,
        "node": fact.node,
        **_rated(fact),
        "date": "",
        "evidence": [_quoted(quotation) for quotation in fact.evidence],
    }


def _rated(fact: FactView) -> dict[str, str]:
    """How sure a fact is, and in words how far it has come."""
    return {"confidence": fact.confidence, "status": vocabulary.load().label(fact.status, "zh") if fact.status else ""}


def _former(values: Mapping[str, str]) -> str:
    return "原" if values.get("former") == "true" else ""


def _dates(dates: tuple[tuple[str, str], ...]) -> str:
    """When a relation held, as text: its moments, then from when to when."""
    values: dict[str, list[str]] = {key: [value for name, value in dates if name == key] for key in ("date", "startDate", "endDate")}
    bounds = ["、".join(values[key]) for key in ("startDate", "endDate")]
    return "、".join([*values["date"], *([f"{bounds[0]} – {bounds[1]}".strip()] if any(bounds) else [])])


def _told(fact: FactView, network: MultiDiGraph) -> Iterable[tuple[str, str]]:
    """The nodes that a fact is told of, each with the text that tells it there."""
    values = dict(fact.values)
    if fact.kind == "dates":
        yield fact.entity, f"{vocabulary.load().label(values['property'], 'zh')}：{values['value']}"
    elif fact.kind == "indicators":
        figure = values.get("wording") or f"{values.get('value', '')}{values.get('unit', '')}"
        period = f"（{values['period']}）" if "period" in values else ""
        yield fact.entity, f"{values.get('measure', '')} {figure}{period}".strip()
    else:
        former = _former(values)
        yield fact.entity, f"{former}{values.get('name', '')} {values.get('role', '')}".strip()
        if values.get("organization") in network:
            yield values["organization"], f"{former}{values.get('role', '')} {network.nodes[fact.entity]['label']}".strip()


def _cited(evidence: tuple[Quotation, ...]) -> dict[str, Any]:
    quotations = [_quoted(quotation) for quotation in evidence]
    return {**(quotations[0] if quotations else {}), "evidence": quotations}


def _quoted(quotation: Quotation) -> dict[str, Any]:
    return {
        "quote": quotation.quote,
        "doc": quotation.title,
        "document": quotation.document,
        "start": quotation.start,
        "end": quotation.end,
    }
