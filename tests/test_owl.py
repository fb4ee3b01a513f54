"""The ontology as OWL 2 DL: what the triples show, what the reasoner finds, and that both find what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from rdflib import FOAF, ORG, OWL, PROV, RDF, RDFS, Graph, URIRef
from rdflib import namespace as spaces

from benchmarks.ontology import reasoner, rules
from kg import data, vocabulary

RC = vocabulary.NAMESPACE
SMALL = Path(__file__).parent / "graphs" / "cooperation.ttl"
PREFIXES = f"""@prefix rc: <{RC}> . @prefix owl: <{OWL}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . @prefix foaf: <{FOAF}> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <https://example.org/> . """


def planted(graph: Graph, turtle: str) -> Graph:
    return reasoner.merged(graph, Graph().parse(data=PREFIXES + turtle, format="turtle"))


@pytest.fixture(scope="module")
def alone() -> Graph:
    return reasoner.ontology()


@pytest.fixture(scope="module")
def aligned() -> Graph:
    return reasoner.merged(reasoner.ontology("alignments.ttl"), Graph().parse(reasoner.HERE / "external.ttl"))


# ---------------------------------------------------------------- what the triples show


def test_nothing_in_the_triples_is_outside_owl_2_dl(alone: Graph, aligned: Graph) -> None:
    assert rules.faults(alone) == []
    assert rules.faults(reasoner.ontology("alignments.ttl")) == []
    assert rules.faults(aligned) == []


FAULTS = {
    "an undeclared property": ("rc:Region :colour 'red' .", "undeclared property: https://example.org/colour"),
    "an undeclared superproperty": ("rc:assists rdfs:subPropertyOf :helps .", "undeclared property: https://example.org/helps"),
    "an undeclared class": ("rc:assists rdfs:domain :Helper .", "undeclared class: https://example.org/Helper"),
    "a class that is a datatype": ("rc:Region a rdfs:Datatype .", f"declared as two kinds: {RC}Region"),
    "a property of two kinds": ("rc:date a owl:ObjectProperty .", f"declared as two kinds: {RC}date"),
    "a class of classes": ("rc:EntityKind rdfs:subClassOf owl:Class .", f"reserved vocabulary: {OWL.Class} is used as a class or datatype"),
    "statements of RDF as domain": ("rc:rule rdfs:domain rdf:Statement .", f"reserved vocabulary: {RDF.Statement} is used as a class"),
    "a word about RDF's own term": ("rdf:subject rdfs:label 'x' .", f"reserved vocabulary: {RDF.subject} is spoken of"),
    "a superproperty of RDF": ("rc:partOf rdfs:subPropertyOf rdfs:member .", f"reserved vocabulary: {RDFS.member} is used as a superproperty"),
    "a date as range": ("rc:date rdfs:range xsd:date .", "not in the datatype map: http://www.w3.org/2001/XMLSchema#date, the range of"),
    "a date as value": ("rc:Region rdfs:comment '2024'^^xsd:gYear .", "not in the datatype map: http://www.w3.org/2001/XMLSchema#gYear"),
    "a transitive asymmetry": ("rc:partOf a owl:AsymmetricProperty .", f"not simple: {RC}partOf has a characteristic"),
    "a counted transitive property": (
        "rc:Region rdfs:subClassOf [ a owl:Restriction ; owl:onProperty rc:locatedIn ; owl:maxCardinality 1 ] .",
        f"not simple: {RC}locatedIn is counted",
    ),
    "a property over a transitive one": (
        "rc:settledIn a owl:TransitiveProperty .",
        f"not simple: {RC}settledIn has a characteristic",
    ),
    "a disjoint transitive property": ("rc:partOf owl:propertyDisjointWith rc:assists .", f"not simple: {RC}partOf is disjoint"),
    "a list without an end": ("rc:Region owl:unionOf [ rdf:first rc:City ; rdf:rest [ ] ] .", "list: it does not end"),
    "a list that is two": ("rc:Region owl:unionOf [ rdf:first rc:City , rc:Park ; rdf:rest () ] .", "list: a node has 2 first and 1 rest"),
    "a blank thing": ("[] a rc:Region .", f"blank node: of {RC}Region"),
    "a class used twice": (
        "rc:Region rdfs:subClassOf _:c . rc:Park rdfs:subClassOf _:c . _:c a owl:Class ; owl:complementOf rc:Person .",
        "blank node: an unnamed class is used more or less than once",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_in_the_triples(name: str, alone: Graph) -> None:
    turtle, expected = FAULTS[name]
    found = rules.faults(planted(alone, turtle))
    assert any(fault.startswith(expected) for fault in found), found


# ---------------------------------------------------------------- what the reasoner finds

PLANTS = {
    "unsatisfiable": ("rc:Ghost a owl:Class ; rdfs:subClassOf rc:Person , rc:Park .", ("unsatisfiable", f"{RC}Ghost")),
    "contradicts an alignment": ("rc:Person rdfs:subClassOf foaf:Project .", ("unsatisfiable", f"{RC}Person")),
    "undeclared": ("rc:assists rdfs:subPropertyOf :helps .", ("profile", "Use of undeclared object property: <https://example.org/helps>")),
    "reserved": ("rc:EntityKind rdfs:subClassOf owl:Class .", ("profile", "Use of reserved vocabulary for class IRI: owl:Class")),
    "not simple": ("rc:partOf a owl:AsymmetricProperty .", ("profile", "Use of non-simple property in")),
    "of two kinds": (":it a rc:Person , rc:Park .", ("inconsistent", "no world is as the file says")),
    "aids itself": (":it a rc:Region ; rc:assists :it .", ("inconsistent", "no world is as the file says")),
    "the wrong way round": (":it a rc:Event . :that a rc:Region ; rc:assists :it .", ("inconsistent", "no world is as the file says")),
}


@pytest.fixture(scope="module")
def reasoned(alone: Graph, aligned: Graph) -> Mapping[str, set[tuple[str, str]]]:
    """What the reasoner finds, by ontology, all in one run of Java."""
    if lacking := reasoner.missing():
        pytest.skip(f"the ontology was NOT checked by a reasoner: {lacking}")
    small = reasoner.projected(Graph().parse(SMALL))
    twice = small + Graph().parse(data=PREFIXES + ":d a rc:SourceDocument ; rc:digest '1' , '2' .", format="turtle")
    every = {"alone": alone, "aligned": aligned, "graph": reasoner.merged(aligned, small), "digests": reasoner.merged(aligned, twice)}
    every |= {name: planted(aligned, turtle) for name, (turtle, _) in PLANTS.items()}
    findings, axioms = reasoner.check(every)
    assert all(count > 500 for count in axioms.values()), "an ontology was not read as a whole"
    return {name: {(finding.kind, finding.what) for finding in findings if finding.name == name} for name in every}


@pytest.mark.parametrize("name", ("alone", "aligned", "graph"))
def test_the_reasoner_finds_nothing_wrong(name: str, reasoned: Mapping[str, set[tuple[str, str]]]) -> None:
    assert reasoned[name] == set()


@pytest.mark.parametrize("name", PLANTS)
def test_the_reasoner_finds_what_is_planted(name: str, reasoned: Mapping[str, set[tuple[str, str]]]) -> None:
    kind, what = PLANTS[name][1]
    assert any(found == kind and said.startswith(what) for found, said in reasoned[name]), reasoned[name]


def test_two_values_where_one_is_allowed_are_found(reasoned: Mapping[str, set[tuple[str, str]]]) -> None:
    assert {kind for kind, _ in reasoned["digests"]} == {"inconsistent"}


def test_without_the_reasoner_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, alone: Graph) -> None:
    monkeypatch.setenv("HERMIT_JAR", str(tmp_path / "none.jar"))
    with pytest.raises(FileNotFoundError, match="pip install|apt-get install"):
        reasoner.check({"ontology": alone})


# ---------------------------------------------------------------- alignments

SPACES = ("DCTERMS", "FOAF", "GEO", "ORG", "PROV", "SDO", "SKOS", "TIME")


@pytest.mark.parametrize("file", ("regional-cooperation.ttl", "alignments.ttl"))
def test_terms_of_others_exist_there(file: str) -> None:
    """As far as rdflib knows the vocabulary: Web Annotation it does not."""
    graph = Graph().parse(data.folder("ontology") / file)
    named = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    known = {str(getattr(spaces, name)._NS).replace("https://schema", "http://schema"): getattr(spaces, name) for name in SPACES}
    checked = [(space, term.removeprefix(space)) for term in sorted(named) for space in known if term.startswith(space) and term != space]
    assert len(checked) > 20
    assert [space + term for space, term in checked if term not in known[space]] == []


def test_the_alignments_stand_to_the_ontology_they_are_of() -> None:
    graph = Graph().parse(data.folder("ontology") / "alignments.ttl")
    this = URIRef("https://w3id.org/regional-cooperation/alignments")
    assert (this, OWL.imports, URIRef(RC.rstrip("#"))) in graph
    assert str(graph.value(this, OWL.versionInfo)) == vocabulary.load().version
    assert str(graph.value(this, OWL.versionIRI)) == f"{this}/{vocabulary.load().version}"
    for link in (RDFS.subClassOf, RDFS.subPropertyOf):
        assert all(str(own).startswith(RC) for own in graph.subjects(link))
        assert not any(str(other).startswith(RC) for other in graph.objects(None, link))


def test_the_ontology_names_superclasses_of_others_only_where_graphs_need_them(alone: Graph) -> None:
    others = {(str(own).removeprefix(RC), str(other)) for own, other in alone.subject_objects(RDFS.subClassOf) if isinstance(other, URIRef)}
    assert {pair for pair in others if not pair[1].startswith(RC)} == {
        ("Organization", str(ORG.Organization)),
        ("Person", str(FOAF.Person)),
        ("Document", str(FOAF.Document)),
        ("SourceDocument", str(FOAF.Document)),
        ("SourceDocument", str(PROV.Entity)),
    }
    assert not any(str(above).startswith("http") and not str(above).startswith(RC) for above in alone.objects(None, RDFS.subPropertyOf))
