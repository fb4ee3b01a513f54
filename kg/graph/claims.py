"""RDF in, plain values out: what a graph says of its entities, and where each claim was read. `rdf.to_nquads` backwards.

N-Quads ─ from_nquads ─► View: entities, relations, posts, indicators, dates, each with its quotations
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg import vocabulary
from kg.graph.nquads import read_term, split, tokens
from kg.graph.rdf import PREFIXES
from kg.model import STATUSES

RC = PREFIXES["rc"]
DATES = ("date", "startDate", "endDate")
KEYS = {
    f"{PREFIXES[prefix]}{local}": f"{prefix}:{local}"
    for prefix, locals in {
        "dcterms": ("title", "issued", "publisher", "source", "language", "isReplacedBy", "valid"),
        "oa": ("hasSource", "hasSelector", "start", "end", "exact"),
        "org": ("member", "organization", "role", "hasMembership"),
        "owl": ("differentFrom",),
        "prov": ("wasDerivedFrom",),
        "rdf": ("type", "subject", "predicate", "object"),
        "schema": ("value", "unitText", "longitude", "latitude"),
        "skos": ("prefLabel", "altLabel"),
    }.items()
    for local in locals
}
_FIGURE = {
    "measure": "measure",
    "value": "schema:value",
    "unit": "schema:unitText",
    "qualifier": "qualifier",
    "period": "period",
    "basis": "basis",
    "wording": "wording",
}
_PARTIES = ("payer", "payee")
_KINDS = {"org:hasMembership": "posts", "indicator": "indicators", **dict.fromkeys(DATES, "dates")}
Node = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """The stretch `start`:`end` of a source document that says so; `document`: its IRI, `title`: its title, or the end of its IRI."""

    document: str
    start: int
    end: int
    quote: str
    title: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity. `types`: local names of its classes, the most specific ones, sorted; `documents`: IRIs of those that mention it."""

    iri: str
    types: tuple[str, ...]
    label: str
    alt_labels: tuple[str, ...]
    code: str
    documents: tuple[str, ...]
    longitude: str
    latitude: str


@dataclass(frozen=True, slots=True)
class RelationView:
    """A relation between entities, `predicate` by local name; `rules`: names of those that read it, sorted.

    `completions`: names of the rules that filled something in, at the place of the evidence where least had to be filled in; sorted.
    `status`: the strongest that a document gives. `confidence` and `status` are "", `evidence`, `rules` and `completions` are empty where
    no document says it.
    """

    subject: str
    predicate: str
    object: str
    confidence: str
    dates: tuple[tuple[str, str], ...]
    evidence: tuple[Quotation, ...]
    rules: tuple[str, ...]
    completions: tuple[str, ...]
    status: str = ""
    polarity: str = "Affirmed"


@dataclass(frozen=True, slots=True)
class FactView:
    """A post, an indicator or a date of an entity: `kind` is posts, indicators or dates, `values` says what by field.

    `node`: the IRI of a post or an indicator, "" of a date.
    """

    entity: str
    kind: str
    values: tuple[tuple[str, str], ...]
    confidence: str
    evidence: tuple[Quotation, ...]
    rules: tuple[str, ...]
    completions: tuple[str, ...]
    status: str = ""
    polarity: str = "Affirmed"
    node: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A source document: `issued` is its own date, `title` its title or the end of its IRI; "" for what is not known."""

    iri: str
    title: str
    issued: str
    publisher: str


@dataclass(frozen=True, slots=True)
class View:
    """What a graph says, each collection sorted.

    `relations`, `facts`: what it asserts; `unasserted`: what documents deny, or merely plan, and what is a statement only.
    """

    entities: tuple[EntityView, ...]
    relations: tuple[RelationView, ...]
    facts: tuple[FactView, ...]
    unasserted: tuple[RelationView | FactView, ...] = ()
    documents: tuple[DocumentView, ...] = ()


def from_nquads(texts: str | Iterable[str]) -> View:
    """What the graphs of N-Quads texts say together. Claims that several documents make are one, with the quotations of all."""
    nodes = nodes_of([texts] if isinstance(texts, str) else texts)
    entities = {iri: view for iri in sorted(nodes) if (view := entity_view(iri, nodes[iri]))}
    claims, denials = (claims_of(nodes.values(), nodes, polarity) for polarity in ("Affirmed", "Denied"))
    asserted = [(iri, key, target) for iri in entities for key, objects in sorted(nodes[iri].items()) for target in objects]
    found = [made for triple in asserted if (made := _view(triple, claims.get(triple, NOTHING), nodes, entities))]
    stated = [(triple, "Affirmed", claims[triple]) for triple in sorted(claims.keys() - set(asserted))]
    stated += [(triple, "Denied", claim) for triple, claim in sorted(denials.items())]
    return View(
        tuple(entities.values()),
        tuple(view for view in found if isinstance(view, RelationView)),
        tuple(view for view in found if isinstance(view, FactView)),
        tuple(made for triple, polarity, claim in stated if (made := _view(triple, claim, nodes, entities, polarity))),
        tuple(_document(iri, nodes[iri]) for iri in sorted(nodes) if f"{RC}SourceDocument" in nodes[iri].get("rdf:type", ())),
    )


def _view(
    triple: tuple[str, str, str], claim: Claim, nodes: Mapping[str, Node], entities: Container[str], polarity: str = "Affirmed"
) -> RelationView | FactView | None:
    """A triple that is claimed of an entity, as the relation or the fact that it is; None for other triples."""
    subject, key, target = triple
    if subject not in entities:
        return None
    if key in vocabulary.load().relations and target in entities:
        return RelationView(subject, key, target, *claim, polarity)
    if (kind := _KINDS.get(key)) is None:
        return None
    node = "" if key in DATES else target
    return FactView(subject, kind, fact_values(key, target, nodes), claim[0], *claim[2:], polarity, node)


def _document(iri: str, node: Node) -> DocumentView:
    title, issued, publisher = (first(node, f"dcterms:{key}") for key in ("title", "issued", "publisher"))
    return DocumentView(iri, title or iri.rsplit("/", 1)[-1], issued, publisher)


def nodes_of(texts: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """The values of each subject by property: IRIs and lexical forms, sorted. Ours by local name, others prefixed or in full."""
    lines = (tokens(line) for text in texts for line in split(text))
    return gathered((read_term(subject).value, predicate[1:-1], read_term(object).value) for subject, predicate, object, _ in lines)


def gathered(triples: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    """The same from triples of plain values: IRIs and lexical forms."""
    found: dict[str, dict[str, set[str]]] = {}
    for subject, iri, value in triples:
        key = iri.removeprefix(RC) if iri.startswith(RC) else KEYS.get(iri)
        if key:
            found.setdefault(subject, {}).setdefault(key, set()).add(value)
    return {subject: {key: sorted(values) for key, values in node.items()} for subject, node in found.items()}


def first(node: Node, key: str, default: str = "") -> str:
    """The first value of a property; `default` where the node has none."""
    return node.get(key, [default])[0]


def entity_view(iri: str, node: Node) -> EntityView | None:
    """The entity that a node is; None where it is none."""
    terms = vocabulary.load()
    classes = {cls.removeprefix(RC) for cls in node.get("rdf:type", ()) if cls.startswith(RC)} & set(terms.classes)
    classes = {cls for cls in classes if terms.is_a(cls, "Entity")}
    general = {ancestor for cls in classes for ancestor in terms.cls(cls).ancestors}
    if not classes:
        return None
    label = first(node, "skos:prefLabel", iri.rsplit("/", 1)[-1])
    return EntityView(
        iri,
        types=tuple(sorted(classes - general)),
        label=label,
        alt_labels=tuple(name for name in node.get("skos:altLabel", ()) if name != label),
        code=first(node, "divisionCode"),
        documents=tuple(node.get("mentionedIn", ())),
        longitude=first(node, "schema:longitude"),
        latitude=first(node, "schema:latitude"),
    )


Claim = tuple[str, tuple[tuple[str, str], ...], tuple[Quotation, ...], tuple[str, ...], tuple[str, ...], str]
"""What a `RelationView` has after its object."""
NOTHING: Claim = ("", (), (), (), (), "")


def claims_of(statements: Iterable[Node], nodes: Mapping[str, Node], polarity: str = "Affirmed") -> dict[tuple[str, str, str], Claim]:
    """For each triple that statements affirm (or deny, where `polarity` is Denied): the highest confidence, the dates, quotations and rules
    of all of them, the completions, the strongest status. `statements` may have other nodes among them; `nodes`: what they refer to.
    """
    stated: dict[tuple[str, str, str], list[Node]] = {}
    for node in statements:
        parts = [first(node, key) for key in ("rdf:subject", "rdf:predicate", "rdf:object")]
        if all(parts) and (first(node, "polarity") == f"{RC}Denied") == (polarity == "Denied"):
            predicate = parts[1].removeprefix(RC) if parts[1].startswith(RC) else KEYS.get(parts[1], parts[1])
            stated.setdefault((parts[0], predicate, parts[2]), []).append(node)
    return {
        triple: (
            max((value for node in group for value in node.get("confidence", ())), key=_number, default=""),
            tuple(sorted({(key, value) for node in group for key in DATES for value in node.get(key, ())})),
            tuple(sorted({quotation(place, nodes) for node in group for place in node.get("prov:wasDerivedFrom", ())})),
            tuple(sorted({rule for node in group for rule in node.get("rule", ())})),
            _completions(group, nodes),
            max((s for s in STATUSES for node in group if f"{RC}{s}" in node.get("status", ())), key=STATUSES.index, default=""),
        )
        for triple, group in stated.items()
    }


def _completions(statements: Sequence[Node], nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """The rules that filled something in at the place of the evidence where least was filled in."""
    filled: dict[str, set[str]] = {place: set() for statement in statements for place in statement.get("prov:wasDerivedFrom", ())}
    for iri in {iri for statement in statements for iri in statement.get("completion", ())}:
        node = nodes.get(iri, {})
        for place in node.get("prov:wasDerivedFrom", ()):
            filled.setdefault(place, set()).update(node.get("rule", ()))
    return min((tuple(sorted(rules)) for rules in filled.values()), key=lambda rules: (len(rules), rules), default=())


def quotation(place: str, nodes: Mapping[str, Node]) -> Quotation:
    """The quotation that an oa:SpecificResource is."""
    node = nodes.get(place, {})
    selectors = [nodes.get(selector, {}) for selector in node.get("oa:hasSelector", ())]
    start, end, exact = (next((s[key][0] for s in selectors if key in s), "") for key in ("oa:start", "oa:end", "oa:exact"))
    document = first(node, "oa:hasSource", place.partition("#")[0])
    title = first(nodes.get(document, {}), "dcterms:title", document.rsplit("/", 1)[-1])
    return Quotation(document, int(_number(start)), int(_number(end)), exact, title)


def _number(text: str) -> float:
    """A number that a foreign graph may have written as anything; 0 for what is none."""
    return float(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?|\.[0-9]+", text) else 0.0


def fact_values(key: str, target: str, nodes: Mapping[str, Node]) -> tuple[tuple[str, str], ...]:
    """What a post, an indicator or a date says, by field; fields without a value are left out."""
    if key in DATES:
        return (("property", key), ("value", target))
    node = nodes.get(target, {})
    if key == "indicator":
        found = {name: first(node, property).removeprefix(RC) for name, property in _FIGURE.items()}
        found |= {party: first(nodes.get(iri, {}), "skos:prefLabel", iri) for party in _PARTIES if (iri := first(node, party))}
    else:
        role, organization = (first(node, property) for property in ("org:role", "org:organization"))
        found = {
            "role": first(nodes.get(role, {}), "skos:prefLabel", role),
            "organization": organization,
            "name": first(nodes.get(organization, {}), "skos:prefLabel", organization),
            "former": first(node, "former"),
        }
    return tuple((name, value) for name, value in found.items() if value)
