"""What OWL 2 DL asks of the triples of an ontology, as far as it can be seen without reasoning (OWL 2 Structural Specification, 5 and 11).

`tests/test_owl.py` plants a fault of each kind. The OWL API knows the whole profile (`reasoner.py`); this runs where there is no Java.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DECLARED = {OWL.Class, RDFS.Datatype, OWL.Ontology, *PROPERTIES}
RESERVED = tuple(map(str, (OWL._NS, RDF._NS, RDFS._NS, XSD._NS)))
BUILT_IN = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo, OWL.priorVersion, OWL.deprecated}
BUILT_IN |= {OWL.backwardCompatibleWith, OWL.incompatibleWith}
SYNTAX = {RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.imports, OWL.versionIRI}
"""Properties of which axioms are made, as the terms of `OWL_SYNTAX` are."""
OWL_SYNTAX = """allValuesFrom someValuesFrom hasValue onProperty cardinality maxCardinality minCardinality onClass qualifiedCardinality
    maxQualifiedCardinality minQualifiedCardinality unionOf intersectionOf complementOf oneOf disjointUnionOf disjointWith equivalentClass
    equivalentProperty inverseOf propertyDisjointWith propertyChainAxiom members distinctMembers sameAs differentFrom hasKey"""
SYNTAX |= {OWL[term] for term in OWL_SYNTAX.split()}
DATATYPES = {RDFS.Literal, RDF.PlainLiteral, RDF.XMLLiteral, OWL.real, OWL.rational}
DATATYPES |= {
    XSD[name]
    for name in """decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte unsignedLong
    unsignedInt unsignedShort unsignedByte double float string normalizedString token language Name NCName NMTOKEN boolean hexBinary
    base64Binary anyURI dateTime dateTimeStamp""".split()
}
"""The OWL 2 datatype map, and rdfs:Literal. There is no xsd:date in it, nor rdf:langString."""
ONLY_SIMPLE = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty}
COUNTS = {OWL[f"{kind}{'Q' if kind else 'q'}ualifiedCardinality"] for kind in ("", "max", "min")}
COUNTS |= {OWL.cardinality, OWL.maxCardinality, OWL.minCardinality, OWL.hasSelf}


def faults(graph: Graph) -> list[str]:
    """What is not OWL 2 DL in an ontology, all that it imports included in the graph; sorted, empty where nothing was found."""
    found = (_undeclared, _declared_twice, _reserved, _datatypes, _not_simple, _lists, _blank)
    return sorted({fault for rule in found for fault in rule(graph)})


def _kinds(graph: Graph, node: Node) -> set[Node]:
    return set(graph.objects(node, RDF.type)) & DECLARED


def _undeclared(graph: Graph) -> Iterator[str]:
    """Each property is declared as one, each class as one; individuals need not be."""
    for property in set(graph.predicates()) - SYNTAX - BUILT_IN:
        if not _kinds(graph, property) & set(PROPERTIES):
            yield f"undeclared property: {property}"
    for link in (RDFS.subPropertyOf, OWL.inverseOf, OWL.propertyDisjointWith, OWL.onProperty):
        for node in set(graph.objects(None, link)):
            if isinstance(node, URIRef) and not _kinds(graph, node) & set(PROPERTIES):
                yield f"undeclared property: {node}"
    for node in _classes(graph):
        named = isinstance(node, URIRef) and node not in DATATYPES | {OWL.Thing, OWL.Nothing}
        if named and not _kinds(graph, node) & {OWL.Class, RDFS.Datatype}:
            yield f"undeclared class: {node}"


def _classes(graph: Graph) -> set[Node]:
    """What stands where a class or a datatype does, the members of unions and of disjoint classes included."""
    links = (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.allValuesFrom, OWL.someValuesFrom, OWL.disjointWith, OWL.equivalentClass)
    found = {node for link in links for node in graph.objects(None, link)} | set(graph.subjects(RDFS.subClassOf))
    found |= {node for node in graph.objects(None, RDF.type) if not str(node).startswith(RESERVED)}
    lists = [head for link in (OWL.unionOf, OWL.intersectionOf, OWL.disjointUnionOf) for head in graph.objects(None, link)]
    lists += [head for node in graph.subjects(RDF.type, OWL.AllDisjointClasses) for head in graph.objects(node, OWL.members)]
    return found.union(*(graph.items(head) for head in lists))


def _declared_twice(graph: Graph) -> Iterator[str]:
    """An IRI may be class, individual and property at once, but not a property of two kinds, nor class and datatype."""
    for node in set(graph.subjects(RDF.type)):
        kinds = _kinds(graph, node)
        if len(kinds & set(PROPERTIES)) > 1 or kinds >= {OWL.Class, RDFS.Datatype}:
            yield f"declared as two kinds: {node}"


def _reserved(graph: Graph) -> Iterator[str]:
    """Nothing is said of RDF's, RDFS's, OWL's and XML Schema's own terms, and no instance or superclass is made of them."""
    for node in set(graph.subjects()):
        if isinstance(node, URIRef) and str(node).startswith(RESERVED):
            yield f"reserved vocabulary: {node} is spoken of"
    legal = DATATYPES | {OWL.Thing, OWL.Nothing}
    for node in _classes(graph):
        if isinstance(node, URIRef) and str(node).startswith(RESERVED) and node not in legal:
            yield f"reserved vocabulary: {node} is used as a class or datatype"
    for property in set(graph.objects(None, RDFS.subPropertyOf)):
        if isinstance(property, URIRef) and str(property).startswith(RESERVED):
            yield f"reserved vocabulary: {property} is used as a superproperty"


def _datatypes(graph: Graph) -> Iterator[str]:
    """Ranges of data properties are in the datatype map, as are literals but for what an ontology says of itself."""
    for property in graph.subjects(RDF.type, OWL.DatatypeProperty):
        for node in graph.objects(property, RDFS.range):
            if node not in DATATYPES and RDFS.Datatype not in graph.objects(node, RDF.type):
                yield f"not in the datatype map: {node}, the range of {property}"
    for subject, property, value in graph:
        datatype = value.datatype if isinstance(value, Literal) else None
        if datatype not in DATATYPES | {None, RDF.langString} and (subject, RDF.type, OWL.Ontology) not in graph:
            yield f"not in the datatype map: {datatype}, of {property}"


def _not_simple(graph: Graph) -> Iterator[str]:
    """A property that is transitive, or has a transitive one under it, has no characteristics but symmetry, is not counted or disjoint."""
    composite = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | set(graph.subjects(OWL.propertyChainAxiom))
    over = {above for property in composite for above in graph.transitive_objects(property, RDFS.subPropertyOf)}
    for property in over:
        if set(graph.objects(property, RDF.type)) & ONLY_SIMPLE:
            yield f"not simple: {property} has a characteristic that only simple properties may have"
        if (property, OWL.propertyDisjointWith, None) in graph or (None, OWL.propertyDisjointWith, property) in graph:
            yield f"not simple: {property} is disjoint with another property"
        for node in graph.subjects(OWL.onProperty, property):
            if set(graph.predicates(node)) & COUNTS:
                yield f"not simple: {property} is counted"


def _lists(graph: Graph) -> Iterator[str]:
    """A list has one first and one rest at each node, belongs to one axiom, and ends."""
    for node in {*graph.subjects(RDF.first), *graph.subjects(RDF.rest)}:
        firsts, rests = list(graph.objects(node, RDF.first)), list(graph.objects(node, RDF.rest))
        if len(firsts) != 1 or len(rests) != 1:
            yield f"list: a node has {len(firsts)} first and {len(rests)} rest"
        elif rests[0] != RDF.nil and (rests[0], RDF.first, None) not in graph:
            yield "list: it does not end"
        if len(list(graph.subjects(None, node))) != 1:
            yield "list: it does not belong to one axiom"


def _blank(graph: Graph) -> Iterator[str]:
    """A blank node is an unnamed class, an inverse, an axiom of several terms or a list; each but the axioms is used once."""
    unnamed = {OWL.Class, OWL.Restriction, OWL.AllDisjointClasses, OWL.AllDifferent, OWL.AllDisjointProperties, OWL.Axiom, RDFS.Datatype}
    for node in {node for node in graph.subjects() if isinstance(node, BNode)}:
        types = set(graph.objects(node, RDF.type))
        if not types <= unnamed or not (types or (node, RDF.first, None) in graph or (node, OWL.inverseOf, None) in graph):
            yield f"blank node: of {', '.join(sorted(map(str, types))) or 'no type'}"
        if types & {OWL.Class, OWL.Restriction} and len(list(graph.subjects(None, node))) != 1:
            yield "blank node: an unnamed class is used more or less than once"
