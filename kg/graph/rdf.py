"""Facts in, RDF out: the only place where the values of `kg.model` and RDF meet.

One document's facts become one named graph, written as sorted N-Quads. There are no blank nodes: what has no name gets an IRI from
its content, so that equal facts are equal nodes in every document and in every run.

    <BASE>/document/DIGEST              the source document; its evidence is DOCUMENT#char=START,END
    <BASE>/graph/DIGEST                 the named graph that holds what it says
    <BASE>/statement/HASH               that the document says so: status, polarity, confidence, rules, evidence
    <BASE>/membership/HASH, indicator/HASH, role/NAME    facts that need a node of their own
    <BASE>/completion/HASH              what the reading of a statement filled in (a subject carried on, 该园区, 市发改委)
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from kg import vocabulary
from kg.graph.nquads import XSD, iri, literal, path
from kg.model import STATUSES, Completion, Document, Entity, EntityDate, Evidence, Facts, Indicator, Post, Statement, asserted

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

BASE = "https://w3id.org/regional-cooperation/id/"

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rc": vocabulary.NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": XSD,
}

SCRIPTS = {"Hans": "zh-Hans", "Hant": "zh-Hant"}

Triple = tuple[str, str, str]
Claim = TypeVar("Claim", Statement, Post, Indicator, EntityDate)


def to_nquads(facts: Facts, base: str = BASE) -> str:
    """What one document says, as sorted N-Quads lines in the document's own named graph.

    A pure function of the facts: the order of the collections does not matter, and claims that are equal but for evidence and
    confidence are written once, with the evidence of all and the highest confidence. Every quotation is `source.text[start:end]`.
    `base`: where the IRIs of instances begin, ending in / and without #, which begins the places in a document.
    ValueError where it is otherwise, a claim is about an entity that the facts do not list, or a date is none of the calendar;
    VocabularyError where a class or property is not in the ontology.
    """
    if not base.endswith("/") or "#" in base:
        raise ValueError(f"no base for instances: {base}")
    graph = iri(f"{base}graph/{facts.document.source.digest}")
    lines = {f"{s} {p} {o} {graph} ." for s, p, o in _triples(facts, base)}
    return "".join(f"{line}\n" for line in sorted(lines))


def to_dataset(text: str) -> Dataset:
    """N-Quads text as an rdflib Dataset with the usual prefixes, whose default graph is the union. Some 20,000 quads a second."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for prefix, space in PREFIXES.items():
        dataset.bind(prefix, space)
    dataset.parse(data=text, format="nquads")
    return dataset


def to_graph(text: str, form: str) -> Graph:
    """A text in a format (nt, turtle) as one plain rdflib graph."""
    import rdflib

    return rdflib.Graph().parse(data=text, format=form)


@cache
def name(term: str) -> str:
    """A prefixed name as an N-Quads term: `rc:assists` → `<https://w3id.org/…#assists>`."""
    prefix, local = term.split(":", 1)
    return iri(PREFIXES[prefix] + local)


def decimal(value: Decimal) -> str:
    """A number in the canonical form of xsd:decimal (2.1E+8 → 210000000, 0.950 → 0.95); ValueError where it is not finite."""
    if not value.is_finite():
        raise ValueError(f"no number: {value}")
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


def dated(value: str) -> str:
    """A date as a literal of its granularity: xsd:gYear, xsd:gYearMonth or xsd:date; ValueError where the calendar lacks it."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        raise ValueError(f"no date: {value}")
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError as error:
        raise ValueError(f"no date of the calendar: {value}") from error
    return literal(value, datatype=XSD + {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)])


def _triples(facts: Facts, base: str) -> Iterator[Triple]:
    doc = facts.document
    known = {entity.id for entity in facts.entities}
    document = f"{base}document/{doc.source.digest}"
    yield from _document(facts, base, document)
    for entity in facts.entities:
        yield from _entity(entity, base, document)
    spans: set[tuple[int, int]] = set()
    for claim, plain, extra in _claims(facts, base, known):
        yield from extra
        if asserted(claim):
            yield plain
        yield from _reified(claim, plain, base, doc)
        spans |= {(e.start, e.end) for e in claim.evidence}
    for start, end in spans:
        yield from _evidence(doc, document, start, end)


def _document(facts: Facts, base: str, document: str) -> Iterator[Triple]:
    doc, node = facts.document, iri(document)
    yield node, name("rdf:type"), name("rc:SourceDocument")
    yield node, name("rc:digest"), literal(doc.source.digest)
    yield node, name("dcterms:language"), literal(SCRIPTS[doc.script])
    for term, text in (("dcterms:title", doc.title), ("dcterms:publisher", doc.publisher)):
        if text:
            yield node, name(term), literal(text, _language(doc, text))
    if doc.date:
        yield node, name("dcterms:issued"), dated(doc.date)
    if url := doc.source.url:
        scheme, _, rest = url.partition("://")
        located = scheme in ("http", "https") and rest and path(rest) == rest
        yield node, name("dcterms:source"), iri(url) if located else literal(url)
    if facts.home:
        yield node, name("rc:home"), iri(base + path(facts.home))


def _language(doc: Document, text: str) -> str:
    """The script of what the document says of itself: the source's own where the source has it so, else simplified."""
    own = text == doc.source.title or text in doc.source.text
    return SCRIPTS[doc.script] if own else "zh-Hans"


def _entity(entity: Entity, base: str, document: str) -> Iterator[Triple]:
    node = iri(base + path(entity.id))
    for cls in _classes(entity.types):
        yield node, name("rdf:type"), name(f"rc:{cls}")
    yield node, name("skos:prefLabel"), literal(entity.label, "zh-Hans")
    for label in set(entity.alt_labels) - {entity.label}:
        yield node, name("skos:altLabel"), literal(label, "zh-Hans")
    for label in entity.original_labels:
        yield node, name("skos:altLabel"), literal(label, "zh-Hant")
    if entity.mentioned:
        yield node, name("rc:mentionedIn"), iri(document)
    if entity.code:
        yield node, name("rc:divisionCode"), literal(entity.code)
    if entity.parent:
        yield node, name("rc:locatedIn"), iri(base + path(entity.parent))
    if entity.longitude is not None and entity.latitude is not None:
        yield node, name("schema:longitude"), literal(decimal(entity.longitude), datatype=f"{XSD}decimal")
        yield node, name("schema:latitude"), literal(decimal(entity.latitude), datatype=f"{XSD}decimal")
    if entity.rule:
        yield node, name("rc:rule"), literal(entity.rule)
    for heir in entity.successors:
        yield node, name("dcterms:isReplacedBy"), iri(base + path(heir))
    if entity.valid:
        yield node, name("dcterms:valid"), literal(entity.valid)
    for code in entity.candidates:
        yield node, name("rc:candidate"), iri(f"{base}region/{path(code)}")


def _classes(types: tuple[str, ...]) -> set[str]:
    """The classes to write: those given and, of a level or status of regions, rc:Region, so that a query for regions needs no inference."""
    terms = vocabulary.load()
    return {*types, *("Region" for cls in types if terms.is_a(cls, "Region"))}


def _claims(
    facts: Facts, base: str, known: set[str]
) -> Iterator[tuple[Statement | Post | Indicator | EntityDate, Triple, Iterable[Triple]]]:
    """Each claim, the plain triple that would assert it, and the triples of the nodes that the plain triple needs."""

    def entity(id: str) -> str:
        if id not in known:
            raise ValueError(f"a claim about {id}, which is not among the entities")
        return iri(base + path(id))

    terms = vocabulary.load()
    for statement in _united(facts.statements):
        predicate = terms.property(statement.predicate).local
        yield statement, (entity(statement.subject), name(f"rc:{predicate}"), entity(statement.object)), ()
    for post in _united(facts.posts):
        node = node_iri(base, "membership", post.person, post.role, post.organization, post.former)
        plain = (entity(post.person), name("org:hasMembership"), node)
        yield post, plain, _membership(post, node, entity(post.organization), base)
    for figure in _united(facts.indicators):
        node = _figure_node(base, figure)
        links = {"payer": figure.payer, "payee": figure.payee}
        further = [(node, name(f"rc:{link}"), entity(id)) for link, id in links.items() if id]
        if figure.part_of is not None:
            further.append((node, name("rc:includedIn"), _figure_node(base, figure.part_of)))
        yield figure, (entity(figure.entity), name("rc:indicator"), node), (*_figure(figure, node), *further)
    for dating in _united(facts.dates):
        yield dating, (entity(dating.entity), name(f"rc:{dating.property}"), dated(dating.value)), ()


def _united(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, those that are equal but for evidence, confidence and status as one, with the strongest status."""
    same: dict[Claim, list[Claim]] = {}
    for claim in claims:
        same.setdefault(replace(claim, evidence=(), confidence=Decimal(0), status=""), []).append(claim)
    return [
        replace(
            key,
            evidence=tuple({e for c in group for e in c.evidence}),
            confidence=max(c.confidence for c in group),
            status=max((c.status for c in group), key=STATUSES.index),
        )
        for key, group in same.items()
    ]


def _membership(post: Post, node: str, organization: str, base: str) -> Iterator[Triple]:
    role = iri(f"{base}role/{path(post.role)}")
    yield node, name("rdf:type"), name("org:Membership")
    yield node, name("org:member"), iri(base + path(post.person))
    yield node, name("org:organization"), organization
    yield node, name("org:role"), role
    yield role, name("rdf:type"), name("org:Role")
    yield role, name("skos:prefLabel"), literal(post.role, "zh-Hans")
    if post.former:
        yield node, name("rc:former"), literal("true", datatype=f"{XSD}boolean")


def _figure_node(base: str, figure: Indicator) -> str:
    parts = (decimal(figure.value), figure.unit, figure.measure, figure.qualifier, figure.period, figure.wording)
    return node_iri(base, "indicator", figure.entity, *parts)


def _figure(figure: Indicator, node: str) -> Iterator[Triple]:
    yield node, name("rdf:type"), name("rc:Indicator")
    yield node, name("schema:value"), literal(decimal(figure.value), datatype=f"{XSD}decimal")
    if figure.unit:
        yield node, name("schema:unitText"), literal(figure.unit)
    if figure.measure:
        yield node, name("rc:measure"), literal(figure.measure, "zh-Hans")
    yield node, name("rc:qualifier"), name(f"rc:{figure.qualifier}")
    if figure.period:
        yield node, name("rc:period"), dated(figure.period)
    if figure.basis:
        yield node, name("rc:basis"), name(f"rc:{figure.basis}")
    if figure.wording:
        yield node, name("rc:wording"), literal(figure.wording)


def _reified(claim: Statement | Post | Indicator | EntityDate, plain: Triple, base: str, doc: Document) -> Iterator[Triple]:
    """The rdf:Statement that this document makes: it belongs to the document, since confidence and evidence do."""
    times: dict[str, str | None] = {}
    if isinstance(claim, Statement):
        times = {"date": claim.date, "startDate": claim.start, "endDate": claim.end}
    # what is denied is another statement of the same triple
    denied = () if claim.polarity == "Affirmed" else (claim.polarity,)
    node = node_iri(base, "statement", doc.source.digest, *plain, *times.values(), *denied)
    yield node, name("rdf:type"), name("rdf:Statement")
    for term, value in zip(("rdf:subject", "rdf:predicate", "rdf:object"), plain, strict=True):
        yield node, name(term), value
    yield node, name("rc:confidence"), literal(decimal(claim.confidence), datatype=f"{XSD}decimal")
    yield node, name("rc:status"), name(f"rc:{claim.status}")
    yield node, name("rc:polarity"), name(f"rc:{claim.polarity}")
    for property, moment in times.items():
        if moment:
            yield node, name(f"rc:{property}"), dated(moment)
    for rule in {e.rule for e in claim.evidence}:
        yield node, name("rc:rule"), literal(rule)
    for piece in claim.evidence:
        source = _place(doc, f"{base}document/{doc.source.digest}", piece)
        yield node, name("prov:wasDerivedFrom"), source
        for completion in piece.completions:
            yield from _completion(completion, node, source, base, doc)
        if not isinstance(claim, Statement | EntityDate):
            yield plain[2], name("prov:wasDerivedFrom"), source


def _completion(completion: Completion, statement: str, source: str, base: str, doc: Document) -> Iterator[Triple]:
    """What was filled in to read a statement at `source`; one node for all statements that were read there with it."""
    wording, place = completion.wording, ""
    if wording:
        span = doc.locate(wording.start, wording.end)
        place = f"{base}document/{doc.source.digest}#char={span.start},{span.end}"
    node = node_iri(base, "completion", source, completion.rule, completion.entity, place)
    yield statement, name("rc:completion"), node
    yield node, name("rdf:type"), name("rc:Completion")
    yield node, name("rc:rule"), literal(completion.rule)
    yield node, name("rc:completedTo"), iri(base + path(completion.entity))
    yield node, name("prov:wasDerivedFrom"), source
    if wording:
        yield node, name("rc:completedFrom"), iri(place)
        yield node, name("rc:wording"), literal(doc.quote(wording.start, wording.end))


def _place(doc: Document, document: str, piece: Evidence) -> str:
    span = doc.locate(piece.start, piece.end)
    return iri(f"{document}#char={span.start},{span.end}")


def _evidence(doc: Document, document: str, start: int, end: int) -> Iterator[Triple]:
    """The place in the source that `Document.text[start:end]` came from, by position and by wording."""
    span = doc.locate(start, end)
    place, position, quote = (iri(f"{document}#{kind}={span.start},{span.end}") for kind in ("char", "position", "quote"))
    yield place, name("rdf:type"), name("oa:SpecificResource")
    yield place, name("oa:hasSource"), iri(document)
    yield place, name("oa:hasSelector"), position
    yield place, name("oa:hasSelector"), quote
    yield position, name("rdf:type"), name("oa:TextPositionSelector")
    yield position, name("oa:start"), literal(str(span.start), datatype=f"{XSD}nonNegativeInteger")
    yield position, name("oa:end"), literal(str(span.end), datatype=f"{XSD}nonNegativeInteger")
    yield quote, name("rdf:type"), name("oa:TextQuoteSelector")
    yield quote, name("oa:exact"), literal(doc.quote(start, end))


def node_iri(base: str, kind: str, *parts: object) -> str:
    """An IRI from content: 20 hexadecimal digits of a SHA-256, 80 bits, enough for 10^9 nodes of a kind with odds of 10^-6."""
    digest = hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
    return iri(f"{base}{kind}/{digest[:20]}")
