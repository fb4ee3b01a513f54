"""All that a graph says of one entity, for a reader: names, facts by relation from both ends, where each was read, identity, places.

    nodes, IRI ─ dossier ─► plain JSON: what a page of the entity shows

Claims that several documents make are one fact with the passages of all. What is denied or merely planned is told with that status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kg import vocabulary
from kg.graph.claims import DATES, KEYS, RC, EntityView, Node, entity_view, fact_values, first, quotation
from kg.graph.nodes import Nodes
from kg.model import STATUSES

PAGE = 50
"""Facts of one relation that are told at once."""
_MEMBERSHIP = "org:hasMembership"
_KINDS = {_MEMBERSHIP: "posts", "indicator": "indicators", **dict.fromkeys(DATES, "dates")}
LISTED = 12
"""Documents that are named at first."""
_LINKED = 500
"""Namesakes, candidates, heirs of an entity that are told."""


def dossier(nodes: Nodes, iri: str, only: str = "", start: int = 0, most: int = PAGE) -> dict[str, Any] | None:
    """What is said of an entity; None where the node is no entity.

    `only`: the key of one group of facts, of which `most` from `start` on are told, or "documents", of which as many are; else the first of
    each. Grows with the entity's facts.
    """
    view = entity_view(iri, nodes.get(iri, {}))
    if view is None:
        return None
    node = nodes[iri]
    groups = _groups(nodes, iri)
    told = []
    for key in sorted(groups, key=rank):
        if only and key != only:
            continue
        begin = start if only else 0
        triples = sorted(groups[key], key=lambda triple: _latest(nodes, groups[key][triple], triple))
        shown = [_fact(nodes, triple, groups[key][triple], iri) for triple in triples[begin : begin + most]]
        told.append({"key": key, "count": len(triples), "start": begin, "facts": shown})
    return {
        **reference(nodes, iri),
        "code": view.code,
        "valid": first(node, "dcterms:valid"),
        "documents": _documents(nodes, view)[start : start + most] if only == "documents" else _documents(nodes, view)[:LISTED],
        "mentioned": len(view.documents),
        "groups": told,
        "identity": identity(nodes, iri),
        "rules": list(node.get("rule", ())),
    }


def _documents(nodes: Nodes, view: EntityView) -> list[dict[str, str]]:
    """The documents that mention an entity, the latest first."""
    return sorted((titled(nodes, document) for document in view.documents), key=lambda each: each["date"], reverse=True)


def reference(nodes: Mapping[str, Node], iri: str) -> dict[str, Any]:
    """An entity as others refer to it: IRI, label, the class that it is drawn as, its point where the graph has one."""
    view = entity_view(iri, nodes.get(iri, {}))
    if view is None:
        label = first(nodes.get(iri, {}), "skos:prefLabel") or iri.rsplit("/", 1)[-1]
        return {"iri": iri, "label": label, "classes": [], "cls": "", "names": []}
    found: dict[str, Any] = {"iri": iri, "label": view.label, "names": list(view.alt_labels)}
    found |= {"classes": list(view.types), "cls": main_class(view)}
    if view.longitude and view.latitude:
        found["point"] = [view.longitude, view.latitude]
    return found


def main_class(view: EntityView) -> str:
    """The one of an entity's classes that it is shown as: 市 status before the level."""
    return "City" if "City" in view.types else view.types[0]


def titled(nodes: Mapping[str, Node], document: str) -> dict[str, str]:
    """A document by IRI, title, date and publisher."""
    node = nodes.get(document, {})
    title = first(node, "dcterms:title", document.rsplit("/", 1)[-1])
    return {"iri": document, "title": title, "date": first(node, "dcterms:issued"), "publisher": first(node, "dcterms:publisher")}


def key_of(predicate: str) -> str:
    """A property as `claims` calls it."""
    return predicate.removeprefix(RC) if predicate.startswith(RC) else KEYS.get(predicate, predicate)


Triple = tuple[str, str, str, bool]
"""Subject, property by its key, object, and whether it is denied."""


def triple_of(node: Node) -> Triple | None:
    """What a statement states; None of what is none."""
    subject, predicate, object_ = (first(node, key) for key in ("rdf:subject", "rdf:predicate", "rdf:object"))
    return (subject, key_of(predicate), object_, first(node, "polarity") == f"{RC}Denied") if subject and predicate and object_ else None


def fact_of(nodes: Mapping[str, Node], triple: Triple, statements: Iterable[str], seen_from: str = "") -> dict[str, Any]:
    """A fact: its parts, its values, how sure and how far it is, and its passages."""
    return _fact(nodes, triple, set(statements), seen_from)


def _groups(nodes: Nodes, iri: str) -> dict[str, dict[Triple, set[str]]]:
    """The facts of an entity by group, each with its statements: `out-assists`, `in-assists`, `posts`, `members`, `indicators`, `dates`."""
    groups: dict[str, dict[Triple, set[str]]] = defaultdict(lambda: defaultdict(set))
    terms = vocabulary.load()
    held = nodes.subjects("org:organization", iri)
    for statement in {
        *nodes.subjects("rdf:subject", iri),
        *nodes.subjects("rdf:object", iri),
        *(statement for membership in held for statement in nodes.subjects("rdf:object", membership)),
    }:
        triple = triple_of(nodes[statement])
        if triple is not None and (group := _group(triple, iri)):
            groups[group][triple].add(statement)
    for key, values in nodes[iri].items():
        if key in terms.relations:
            for value in values:
                if value in nodes:
                    _plain(groups, (iri, key, value, False), iri)
    for key in ("locatedIn",):  # what lies in a region by the gazetteer, no document has to say
        for subject in nodes.subjects(key, iri):
            _plain(groups, (subject, key, iri, False), iri)
    return {key: dict(found) for key, found in groups.items()}


def _plain(groups: dict[str, dict[Triple, set[str]]], triple: Triple, iri: str) -> None:
    group = _group(triple, iri)
    if triple not in groups[group]:
        groups[group][triple] = set()


def _group(triple: Triple, iri: str) -> str:
    return group_of(triple[1], triple[0] == iri)


def group_of(key: str, is_subject: bool) -> str:
    """The group of a fact in the dossier of an entity that is its subject, or not; "" of what is no fact of an entity."""
    terms = vocabulary.load()
    if key in _KINDS:
        return _KINDS[key] if is_subject else "members"
    if key not in terms.relations:
        return ""
    return f"out-{key}" if is_subject or terms.property(key).symmetric else f"in-{key}"


def rank(group: str) -> tuple[int, int, str]:
    """The place of a group: relations in the order of the ontology, each from both ends; then people, figures and dates."""
    direction, _, key = group.partition("-")
    if not key:
        return (1, ("posts", "members", "indicators", "dates").index(group), "")
    return (0, vocabulary.load().relations.index(key), "" if direction == "out" else "~")


def _latest(nodes: Nodes, statements: Iterable[str], triple: Triple) -> tuple[bool, str, Triple]:
    """What has a source comes first, then what is told most recently."""
    known = list(statements)
    places = [place for statement in known for place in nodes[statement].get("prov:wasDerivedFrom", ())]
    dates = [first(nodes.get(place.partition("#")[0], {}), "dcterms:issued") for place in places]
    return not known, "".join(chr(0x10FFFF - ord(digit)) for digit in max(dates, default="")) or "\U0010ffff", triple


def _fact(nodes: Mapping[str, Node], triple: Triple, statements: set[str], iri: str) -> dict[str, Any]:
    subject, key, object_, denied = triple
    stated = [nodes[statement] for statement in sorted(statements)]
    passages = {place for node in stated for place in node.get("prov:wasDerivedFrom", ())}
    status = {value.removeprefix(RC) for node in stated for value in node.get("status", ())}
    fact: dict[str, Any] = {
        "statements": sorted(statements),
        "subject": reference(nodes, subject),
        "key": key,
        "denied": denied,
        "confidence": max((value for node in stated for value in node.get("confidence", ())), default=""),
        "status": max((each for each in status if each in STATUSES), key=STATUSES.index, default=""),
        "dates": sorted({(when, value) for node in stated for when in DATES for value in node.get(when, ())}),
        "rules": sorted({rule for node in stated for rule in node.get("rule", ())}),
        "passages": sorted((_passage(nodes, place, stated) for place in passages), key=lambda p: (p["date"], p["document"], p["start"])),
        "told": len(passages),
        "rest": "",
    }
    if key in _KINDS:
        fact["kind"] = _KINDS[key]
        fact["values"] = dict(fact_values(key, object_, nodes))
        if key == _MEMBERSHIP:
            fact["organization"] = reference(nodes, first(nodes.get(object_, {}), "org:organization"))
        if key == "indicator":
            figure = nodes.get(object_, {})
            fact["parties"] = {side: reference(nodes, party) for side in ("payer", "payee") for party in figure.get(side, ())}
            fact["included"] = "includedIn" in figure
    else:
        fact["kind"] = "relations"
        fact["object"] = reference(nodes, object_)
    fact["other"] = fact["subject"] if subject != iri else fact.get("object") or fact.get("organization")
    return fact


def _passage(nodes: Mapping[str, Node], place: str, stated: list[Node]) -> dict[str, Any]:
    piece = quotation(place, nodes)
    filled = []
    for completion in sorted({iri for node in stated for iri in node.get("completion", ())}):
        node = nodes.get(completion, {})
        if place in node.get("prov:wasDerivedFrom", ()):
            wording, rule = first(node, "wording"), first(node, "rule")
            filled.append({"wording": wording, "entity": reference(nodes, first(node, "completedTo")), "rule": rule})
    about = titled(nodes, piece.document)
    return {
        "document": piece.document, "title": about["title"], "date": about["date"],
        "start": piece.start, "end": piece.end, "quote": piece.quote, "completed": filled,
    }  # fmt: skip


def identity(nodes: Nodes, iri: str) -> dict[str, Any]:
    """What was merged into an entity and why, who bears its name and is another one, and what came after it."""
    merges = [nodes[merge] for merge in nodes.subjects("mergedInto", iri)]
    different = {*nodes.values_of(iri, "owl:differentFrom", _LINKED), *nodes.subjects("owl:differentFrom", iri)}
    return {
        "merged": [
            {"iri": first(merge, "merged"), "rule": first(merge, "rule"), "reason": first(merge, "reason")}
            for merge in merges
        ],
        "into": [{**reference(nodes, first(nodes[merge], "mergedInto")), "reason": first(nodes[merge], "reason")}
                 for merge in nodes.subjects("merged", iri)],
        "different": [reference(nodes, other) for other in sorted(different)],
        "candidates": [reference(nodes, other) for other in sorted(nodes.values_of(iri, "candidate", _LINKED))],
        "heirs": [reference(nodes, other) for other in sorted(nodes.values_of(iri, "dcterms:isReplacedBy", _LINKED))],
        "forebears": [reference(nodes, other) for other in nodes.subjects("dcterms:isReplacedBy", iri)],
    }  # fmt: skip
