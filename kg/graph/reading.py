"""A document as the graph knows it: what it is, what it mentions by which names, and what it says at which of its places.

    nodes, IRI of a document ─ reading ─► plain JSON: what its page shows, but for the text, which no graph holds

Places are code points of the source as it was read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.graph.claims import first, quotation
from kg.graph.dossier import fact_of, reference, titled, triple_of
from kg.graph.nodes import Nodes


def reading(nodes: Nodes, iri: str) -> dict[str, Any]:
    """The document: its facts, its places in order with the numbers of the facts that are read there, and the entities with their names.

    `filled`: places of wordings that are no names (该园区) with what they mean. Grows with what the document says.
    """
    node, own = nodes[iri], nodes.within(iri.replace("/document/", "/graph/"))
    places = {place: quotation(place, nodes) for place in nodes.subjects("oa:hasSource", iri)}
    stated: dict[str, list[str]] = defaultdict(list)
    facts: list[dict[str, Any]] = []
    filled: dict[tuple[int, int], dict[str, Any]] = {}
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place in places:
        for statement in nodes.subjects("prov:wasDerivedFrom", place):
            if "rdf:predicate" in nodes[statement]:
                stated[statement].append(place)
    for statement in sorted(stated, key=lambda each: (min(places[place].start for place in stated[each]), each)):
        triple = triple_of(nodes[statement])
        if triple is None:
            continue
        facts.append(fact_of(nodes, triple, [statement]))
        for place in stated[statement]:
            at[places[place].start, places[place].end].append(len(facts) - 1)
        for completion in nodes[statement].get("completion", ()):
            filled |= _filled(nodes, completion)
    quotes = {(piece.start, piece.end): piece.quote for piece in places.values()}
    home = first(node, "home")
    return {
        **titled(nodes, iri),
        "digest": first(node, "digest"),
        "language": first(node, "dcterms:language", "zh"),
        "source": first(node, "dcterms:source"),
        "home": reference(nodes, home) if home else None,
        "entities": [_entity(nodes, own, entity) for entity in nodes.subjects("mentionedIn", iri)],
        "places": [{"start": start, "end": end, "quote": quotes[start, end], "facts": at[start, end]} for start, end in sorted(at)],
        "facts": facts,
        "filled": [filled[span] for span in sorted(filled)],
    }


def _entity(nodes: Nodes, own: Nodes, iri: str) -> dict[str, Any]:
    """An entity with the names that the document has for it."""
    here = own.get(iri, {})
    found = reference(nodes, iri)
    return {**found, "names": sorted({found["label"], *here.get("skos:prefLabel", ()), *here.get("skos:altLabel", ())})}


def _filled(nodes: Nodes, completion: str) -> dict[tuple[int, int], dict[str, Any]]:
    """What a completion filled in, by its place; empty where the document as a whole tells."""
    node = nodes.get(completion, {})
    start, _, end = first(node, "completedFrom").rpartition("#char=")[2].partition(",")
    if not (start.isdecimal() and end.isdecimal()):
        return {}
    entity = reference(nodes, first(node, "completedTo"))
    return {(int(start), int(end)): {"start": int(start), "end": int(end), "wording": first(node, "wording"), "entity": entity}}
