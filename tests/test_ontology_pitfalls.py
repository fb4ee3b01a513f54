"""The pitfalls of ontologies that OOPS! and FOOPS! look for, as far as a program can see them offline, each with a fault that it finds.

A check takes a graph and gives what it finds; PITFALLS has for each a change (SPARQL Update) after which it must find something more, and
EXCEPTIONS what it may find in the ontology as it is, with the reason. A finding that is no longer there has to leave that table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg import data, vocabulary

RC = vocabulary.NAMESPACE
THIS = URIRef(RC.rstrip("#"))
FOLDER = data.folder("ontology")
BUILT_IN = tuple(map(str, (RDF, RDFS, OWL, "http://www.w3.org/2001/XMLSchema#")))
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty)
Check = Callable[[Graph], Iterable[str]]


@cache
def ontology() -> Graph:
    return Graph().parse(FOLDER / vocabulary.FILE)


def local(term: Node) -> str:
    return str(term).removeprefix(RC)


def own(graph: Graph, *types: Node) -> list[URIRef]:
    """The ontology's own terms of these types, all where none is given, sorted."""
    found = {s for s, t in graph.subject_objects(RDF.type) if isinstance(s, URIRef) and str(s).startswith(RC) and (not types or t in types)}
    return sorted(found)


def members(graph: Graph, node: Node) -> frozenset[Node]:
    """The named classes of a class expression, unions resolved."""
    union = graph.value(node, OWL.unionOf)
    return frozenset({node}) if union is None else frozenset().union(*(members(graph, m) for m in graph.items(union)))


def sides(graph: Graph, property: Node) -> tuple[frozenset[Node], frozenset[Node]]:
    found = [frozenset().union(*(members(graph, c) for c in graph.objects(property, side))) for side in (RDFS.domain, RDFS.range)]
    return found[0], found[1]


def excluded(graph: Graph) -> set[frozenset[Node]]:
    """The pairs of classes that nothing is both of."""
    heads = [*graph.objects(None, OWL.disjointUnionOf)]
    heads += [h for group in graph.subjects(RDF.type, OWL.AllDisjointClasses) for h in graph.objects(group, OWL.members)]
    pairs = {frozenset(pair) for head in heads for pair in combinations(list(graph.items(head)), 2)}
    return pairs | {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}


def texts(graph: Graph, term: Node, property: Node) -> dict[str, str]:
    return {str(text.language): str(text) for text in graph.objects(term, property) if isinstance(text, Literal)}


# ---------------------------------------------------------------- what OOPS! looks for


def p02_synonyms_as_classes(graph: Graph) -> Iterator[str]:
    yield from (local(a) for a, b in graph.subject_objects(OWL.equivalentClass) if str(a).startswith(RC) and str(b).startswith(RC))


def p04_unconnected(graph: Graph) -> Iterator[str]:
    for term in own(graph):
        used = any(s != term for s in graph.subjects(None, term)) or (None, term, None) in graph
        further = [o for p, o in graph.predicate_objects(term) if p != RDF.type]
        links = [o for o in further if isinstance(o, BNode) or (isinstance(o, URIRef) and not str(o).startswith(BUILT_IN))]
        if not used and not links:
            yield local(term)


def p05_wrong_inverses(graph: Graph) -> Iterator[str]:
    yield from (local(a) for a, b in graph.subject_objects(OWL.inverseOf) if sides(graph, a) != sides(graph, b)[::-1])


def p06_cycles(graph: Graph) -> Iterator[str]:
    for term in own(graph):
        for link in (RDFS.subClassOf, RDFS.subPropertyOf):
            if any(term in graph.transitive_objects(up, link) for up in graph.objects(term, link)):
                yield local(term)


def p07_merged_concepts(graph: Graph) -> Iterator[str]:
    yield from (local(term) for term in own(graph) if re.search(r"[a-z](And|Or)[A-Z]", local(term)))


def p08_missing_annotations(graph: Graph) -> Iterator[str]:
    for term in own(graph):
        if any(set(texts(graph, term, property)) != {"zh-Hans", "en"} for property in (RDFS.label, SKOS.definition)):
            yield local(term)


def p10_siblings_not_disjoint(graph: Graph) -> Iterator[str]:
    """Of each two classes under one class that is no mere union of roles; a class above another counts as well."""
    pairs, classes = excluded(graph), own(graph, OWL.Class)
    for parent in classes:
        children = [c for c in classes if (c, RDFS.subClassOf, parent) in graph]
        if (parent, OWL.unionOf, None) not in graph:
            yield from (f"{local(a)} {local(b)}" for a, b in combinations(children, 2) if frozenset((a, b)) not in pairs)


def p11_missing_domain_or_range(graph: Graph) -> Iterator[str]:
    for term in own(graph, *PROPERTY_TYPES):
        if not all((term, side, None) in graph for side in (RDFS.domain, RDFS.range)):
            yield local(term)


def p12_equal_properties_not_declared(graph: Graph) -> Iterator[str]:
    """Properties with the same sides and a label in common."""
    for a, b in combinations(own(graph, *PROPERTY_TYPES), 2):
        alike = set(texts(graph, a, RDFS.label).values()) & set(texts(graph, b, RDFS.label).values())
        if alike and sides(graph, a) == sides(graph, b):
            yield f"{local(a)} {local(b)}"


def p13_no_inverse(graph: Graph) -> Iterator[str]:
    inverse = URIRef(RC + "inverseLabel")
    for term in own(graph, OWL.ObjectProperty):
        told = (term, OWL.inverseOf, None) in graph or (None, OWL.inverseOf, term) in graph or (term, inverse, None) in graph
        if not told and (term, RDF.type, OWL.SymmetricProperty) not in graph:
            yield local(term)


def p19_several_domains_or_ranges(graph: Graph) -> Iterator[str]:
    for term in own(graph):
        if any(len(list(graph.objects(term, side))) > 1 for side in (RDFS.domain, RDFS.range)):
            yield local(term)


def p20_annotations_misused(graph: Graph) -> Iterator[str]:
    """A label that is a sentence, or a definition that says no more than the label."""
    for term in own(graph):
        labels, definitions = texts(graph, term, RDFS.label), texts(graph, term, SKOS.definition)
        if any(label[-1] in "。." or len(label) > 40 for label in labels.values()) or set(labels.values()) & set(definitions.values()):
            yield local(term)


def p22_naming(graph: Graph) -> Iterator[str]:
    """Classes and individuals begin with a capital, properties without one; words are joined by capitals."""
    for term in own(graph):
        property = any((term, RDF.type, t) in graph for t in (*PROPERTY_TYPES, OWL.AnnotationProperty))
        if not re.fullmatch(r"[a-z][A-Za-z]*" if property else r"[A-Z][A-Za-z]*", local(term)):
            yield local(term)


def p24_recursive_definitions(graph: Graph) -> Iterator[str]:
    for link in (OWL.unionOf, OWL.oneOf, OWL.disjointUnionOf, OWL.intersectionOf):
        yield from (local(term) for term, head in graph.subject_objects(link) if term in graph.items(head))
    yield from (local(term) for term, other in graph.subject_objects(OWL.equivalentClass) if term == other)


def p25_inverse_of_itself(graph: Graph) -> Iterator[str]:
    yield from (local(a) for a, b in graph.subject_objects(OWL.inverseOf) if a == b)


def p26_inverse_of_a_symmetric_property(graph: Graph) -> Iterator[str]:
    yield from (local(a) for pair in graph.subject_objects(OWL.inverseOf) for a in pair if (a, RDF.type, OWL.SymmetricProperty) in graph)


def p27_wrong_equivalent_properties(graph: Graph) -> Iterator[str]:
    yield from (local(a) for a, b in graph.subject_objects(OWL.equivalentProperty) if sides(graph, a) != sides(graph, b))


def p28_wrong_symmetric(graph: Graph) -> Iterator[str]:
    for term in graph.subjects(RDF.type, OWL.SymmetricProperty):
        if len(set(sides(graph, term))) > 1:
            yield local(term)


def p29_wrong_transitive(graph: Graph) -> Iterator[str]:
    for term in graph.subjects(RDF.type, OWL.TransitiveProperty):
        if len(set(sides(graph, term))) > 1:
            yield local(term)


def p32_one_label_for_two(graph: Graph) -> Iterator[str]:
    for types in ((OWL.Class,), PROPERTY_TYPES, (OWL.NamedIndividual,)):
        called = defaultdict(list)
        for term in own(graph, *types):
            for lang, label in texts(graph, term, RDFS.label).items():
                called[lang, label.lower()].append(local(term))
        yield from (" ".join(names) for names in called.values() if len(names) > 1)


def p33_chain_of_one(graph: Graph) -> Iterator[str]:
    yield from (local(term) for term, head in graph.subject_objects(OWL.propertyChainAxiom) if len(list(graph.items(head))) < 2)


def p34_untyped_class(graph: Graph) -> Iterator[str]:
    used = {o for p in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.allValuesFrom) for o in graph.objects(None, p)}
    used |= {m for p in (OWL.unionOf, OWL.disjointUnionOf) for head in graph.objects(None, p) for m in graph.items(head)}
    used |= set(graph.objects(None, RDF.type))
    for cls in used:
        if isinstance(cls, URIRef) and not str(cls).startswith(BUILT_IN) and (cls, RDF.type, OWL.Class) not in graph:
            yield local(cls)


def p35_untyped_property(graph: Graph) -> Iterator[str]:
    used = {*graph.predicates(), *graph.objects(None, OWL.onProperty), *graph.objects(None, RDFS.subPropertyOf)}
    types = {*PROPERTY_TYPES, OWL.AnnotationProperty}
    for term in used:
        if not str(term).startswith(BUILT_IN) and not types & set(graph.objects(term, RDF.type)):
            yield local(term)


def p36_file_extension(graph: Graph) -> Iterator[str]:
    yield from (str(s) for s in graph.subjects(RDF.type, OWL.Ontology) if re.search(r"\.(owl|ttl|rdf|n3|xml|jsonld)\b", str(s)))


def p38_not_declared(graph: Graph) -> Iterator[str]:
    """P37 and P38: the ontology has one header, under the IRI of its namespace."""
    if list(graph.subjects(RDF.type, OWL.Ontology)) != [THIS]:
        yield "owl:Ontology"


def p39_ambiguous_namespace(graph: Graph) -> Iterator[str]:
    if [str(space) for space in graph.objects(THIS, VANN.preferredNamespaceUri)] != [RC]:
        yield "vann:preferredNamespaceUri"


def p40_hijacked(graph: Graph) -> Iterator[str]:
    """Terms of others of which more is said here than what they are."""
    for subject in {s for s in graph.subjects() if isinstance(s, URIRef)}:
        header = (subject, RDF.type, OWL.Ontology) in graph
        if not header and not subject.startswith(RC) and set(graph.predicates(subject)) != {RDF.type}:
            yield str(subject)


def p41_no_licence(graph: Graph) -> Iterator[str]:
    if not [o for o in graph.objects(THIS, DCTERMS.license) if isinstance(o, URIRef)]:
        yield "dcterms:license"


# ---------------------------------------------------------------- what FOOPS! looks for


def foops_persistent_iri(graph: Graph) -> Iterator[str]:
    lasting = re.compile(r"https://w3id\.org/|https?://purl\.|https://doi\.org/")
    yield from (str(s) for s in graph.subjects(RDF.type, OWL.Ontology) if not lasting.match(str(s)))


def foops_version_iri(graph: Graph) -> Iterator[str]:
    version = str(graph.value(THIS, OWL.versionInfo))
    if not re.fullmatch(r"\d+\.\d+\.\d+", version) or graph.value(THIS, OWL.versionIRI) != URIRef(f"{THIS}/{version}"):
        yield "owl:versionIRI"


def foops_prefix(graph: Graph) -> Iterator[str]:
    if [str(o) for o in graph.objects(THIS, VANN.preferredNamespacePrefix)] != ["rc"]:
        yield "vann:preferredNamespacePrefix"


def foops_credit(graph: Graph) -> Iterator[str]:
    """Who made it, and how it is cited: with its version."""
    if not graph.value(THIS, DCTERMS.creator):
        yield "dcterms:creator"
    if str(graph.value(THIS, OWL.versionInfo)) not in str(graph.value(THIS, DCTERMS.bibliographicCitation)):
        yield "dcterms:bibliographicCitation"


def foops_title_and_description(graph: Graph) -> Iterator[str]:
    yield from (str(p) for p in (DCTERMS.title, DCTERMS.description) if set(texts(graph, THIS, p)) != {"zh-Hans", "en"})


def foops_dates(graph: Graph) -> Iterator[str]:
    """When it was issued and when last modified, in this order."""
    issued, modified = (str(graph.value(THIS, p) or "") for p in (DCTERMS.issued, DCTERMS.modified))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", issued) or not issued <= modified:
        yield "dcterms:issued, dcterms:modified"


def foops_reuse(graph: Graph) -> Iterator[str]:
    """At least three other vocabularies are built on."""
    others = {re.sub(r"[^/#]*$", "", o) for o in graph.objects(None, RDFS.subClassOf) if isinstance(o, URIRef) and not o.startswith(RC)}
    if len(others) < 3:
        yield " ".join(sorted(others))


# The fault: an update of the graph after which the check finds more than before.
PITFALLS: dict[Check, str] = {
    p02_synonyms_as_classes: "INSERT DATA { rc:Region owl:equivalentClass rc:Area }",
    p04_unconnected: "INSERT DATA { rc:Lonely a owl:Class ; rdfs:label 'lonely'@en }",
    p05_wrong_inverses: "INSERT DATA { rc:signs owl:inverseOf rc:visits }",
    p06_cycles: "INSERT DATA { rc:Entity rdfs:subClassOf rc:Hospital }",
    p07_merged_concepts: "INSERT DATA { rc:ParkAndFacility a owl:Class }",
    p08_missing_annotations: "DELETE WHERE { rc:assists skos:definition ?text }",
    p10_siblings_not_disjoint: "DELETE WHERE { rc:Entity owl:disjointUnionOf ?list }",
    p11_missing_domain_or_range: "DELETE WHERE { rc:former rdfs:domain ?cls }",
    p12_equal_properties_not_declared: "INSERT DATA { rc:payer rdfs:label 'payee'@en }",
    p13_no_inverse: "DELETE WHERE { rc:signs rc:inverseLabel ?text }",
    p19_several_domains_or_ranges: "INSERT DATA { rc:signs rdfs:range rc:Policy }",
    p20_annotations_misused: "INSERT DATA { rc:signs rdfs:label 'Is a party to the object.'@en }",
    p22_naming: "INSERT DATA { rc:aid_team a owl:Class }",
    p24_recursive_definitions: "INSERT DATA { rc:Actor owl:unionOf (rc:Actor) }",
    p25_inverse_of_itself: "INSERT DATA { rc:signs owl:inverseOf rc:signs }",
    p26_inverse_of_a_symmetric_property: "INSERT DATA { rc:cooperatesWith owl:inverseOf rc:signs }",
    p27_wrong_equivalent_properties: "INSERT DATA { rc:signs owl:equivalentProperty rc:visits }",
    p28_wrong_symmetric: "INSERT DATA { rc:signs a owl:SymmetricProperty }",
    p29_wrong_transitive: "INSERT DATA { rc:signs a owl:TransitiveProperty }",
    p32_one_label_for_two: "INSERT DATA { rc:Area rdfs:label 'Region'@en }",
    p33_chain_of_one: "INSERT DATA { rc:locatedIn owl:propertyChainAxiom (rc:settledIn) }",
    p34_untyped_class: "INSERT DATA { rc:Region rdfs:subClassOf <http://schema.org/AdministrativeArea> }",
    p35_untyped_property: "INSERT DATA { rc:Region <http://schema.org/about> 'regions' }",
    p36_file_extension: "INSERT DATA { <https://example.org/regional-cooperation.ttl> a owl:Ontology }",
    p38_not_declared: "DELETE WHERE { ?ontology a owl:Ontology }",
    p39_ambiguous_namespace: "INSERT { ?o vann:preferredNamespaceUri 'https://example.org/' } WHERE { ?o a owl:Ontology }",
    p40_hijacked: "INSERT DATA { foaf:Person rdfs:subClassOf rc:Entity }",
    p41_no_licence: "DELETE WHERE { ?ontology dcterms:license ?licence }",
    foops_persistent_iri: "INSERT DATA { <https://example.org/ontology> a owl:Ontology }",
    foops_version_iri: "DELETE WHERE { ?ontology owl:versionIRI ?version }",
    foops_prefix: "DELETE WHERE { ?ontology vann:preferredNamespacePrefix ?prefix }",
    foops_credit: "DELETE WHERE { ?ontology dcterms:creator ?creator }",
    foops_title_and_description: "DELETE { ?o dcterms:title ?t } WHERE { ?o dcterms:title ?t FILTER(lang(?t) = 'en') }",
    foops_dates: "DELETE WHERE { ?ontology dcterms:modified ?date }",
    foops_reuse: "DELETE { ?c rdfs:subClassOf ?o } WHERE { ?c rdfs:subClassOf ?o FILTER(!strstarts(str(?o), str(rc:))) }",
}  # fmt: skip

LEVELS = ("Country", "County", "Prefecture", "Province", "Township", "Village")
LEADS_TO_A_VALUE = "leads to one of a few named values; nobody asks what has the value under a name of its own"
LEADS_TO_A_NODE = "leads from a node of the record to what it is about; the way back is the same triple"
EXCEPTIONS: dict[Check, dict[str, str]] = {
    p10_siblings_not_disjoint: {
        f"City {level}": "a city is a status that stands beside the level" for level in LEVELS
    },
    p13_no_inverse: dict.fromkeys(("basis", "curated", "polarity", "qualifier", "status"), LEADS_TO_A_VALUE)
    | dict.fromkeys(("completedFrom", "merged"), LEADS_TO_A_NODE),
    p29_wrong_transitive: {"locatedIn": "whatever a place lies in is a place, so that chains go on; what lies there first need be none"},
}


def damaged(update: str) -> Graph:
    graph = Graph()
    for triple in ontology():
        graph.add(triple)
    spaces = {"rc": RC, "owl": OWL, "rdfs": RDFS, "skos": SKOS, "dcterms": DCTERMS, "vann": VANN, "foaf": "http://xmlns.com/foaf/0.1/"}
    graph.update(update, initNs=spaces)
    return graph


@cache
def found(check: Check) -> frozenset[str]:
    """What a check finds in the ontology as it is."""
    return frozenset(check(ontology()))


def name_of(check: Check) -> str:
    return getattr(check, "__name__", "")


@pytest.mark.parametrize("check", PITFALLS, ids=name_of)
def test_the_ontology_has_this_pitfall_where_a_reason_is_given_alone(check: Check) -> None:
    assert sorted(found(check)) == sorted(EXCEPTIONS.get(check, {}))


@pytest.mark.parametrize("check", PITFALLS, ids=name_of)
def test_a_planted_fault_is_found(check: Check) -> None:
    assert set(check(damaged(PITFALLS[check]))) - found(check)


def test_every_check_is_run() -> None:
    assert {name for name in globals() if re.match(r"p\d\d_|foops_", name)} == {name_of(check) for check in PITFALLS}


@pytest.mark.parametrize("check", [p36_file_extension, p40_hijacked, foops_persistent_iri], ids=name_of)
def test_the_alignments_have_no_pitfall_of_publication(check: Check) -> None:
    assert sorted(check(Graph().parse(FOLDER / "alignments.ttl"))) == []
