"""The shapes let a right graph pass, and say what is wrong with a wrong one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT
from rdflib import SH, Graph, URIRef

import kg
from kg import data, vocabulary
from kg.graph import rdf
from kg.graph.validate import Violation, validate
from kg.model import Document, Entity, EntityDate, Evidence, Facts, Indicator, Post, Source, Statement

RIGHT = (Path(__file__).parent / "graphs" / "cooperation.ttl").read_text("utf-8")
ID = "https://w3id.org/regional-cooperation/id/"
RC = vocabulary.NAMESPACE


def check(turtle: str, lang: str = "en") -> list[Violation]:
    return validate(Graph().parse(data=turtle, format="turtle"), lang)


def changed(old: str, new: str) -> str:
    assert old in RIGHT
    return RIGHT.replace(old, new, 1)


def test_a_right_graph_has_no_violation() -> None:
    assert check(RIGHT) == []


def test_validation_leaves_the_graph_alone() -> None:
    graph = Graph().parse(data=RIGHT, format="turtle")
    before = set(graph)
    validate(graph)
    assert set(graph) == before


# what is changed in the right graph, the node that is wrong then, the property, and what is said of it
WRONG = {
    "label without language": ('"白鹭电子"@zh-Hans', '"白鹭电子"', "Enterprise/白鹭电子", "prefLabel", "exactly one preferred label in zh-Hans"),
    "two labels": ('"林远"@zh-Hans', '"林远"@zh-Hans , "林源"@zh-Hans', "Person/林远", "prefLabel", "exactly one preferred label"),
    "label in traditional script": ('"东原省"@zh-Hans', '"東原省"@zh-Hant', "region/0", "prefLabel", "exactly one preferred label"),
    "not mentioned": ('"云海协作"@zh-Hans ; rc:mentionedIn <document/one>', '"云海协作"@zh-Hans', "Program/云海协作", "mentionedIn", "is mentioned"),
    "of two kinds": ("a rc:Park ;", "a rc:Park , rc:Enterprise ;", "Park/云海产业园", "type", "exactly one kind"),
    "only a named union": ("a rc:Person ;", "a rc:Agent ;", "membership/a", "member", "one person as member"),
    "subject of the wrong class": ("rc:visits <region/2> ;", "rc:assists <region/2> ;", "Person/林远", "", "starts from an actor"),
    "object of the wrong class": ("rc:assists <region/2> ;\n    rc:est", "rc:assists <Program/云海协作> ;\n    rc:est",
                                  "region/1", "assists", "leads to a region"),
    "object that is nothing known": ("rc:settledIn <Park/云海产业园>", "rc:settledIn <Park/云>",
                                     "Enterprise/白鹭电子", "settledIn", "leads to a region or a park"),
    "parts of another kind": ("rc:locatedIn <region/2> ;", "rc:partOf <Program/云海协作> ;", "Park/云海产业园", "partOf", "part of a park"),
    "unknown predicate": ("rdf:predicate rc:visits", "rdf:predicate rc:mentionedIn", "statement/13", "predicate", "exactly one predicate"),
    "no subject": ("rdf:subject <Person/林远> ; rdf:predicate rc:visits", "rdf:predicate rc:visits",
                   "statement/13", "subject", "one subject"),
    "no status": ("rc:status rc:Done ;", "", "statement/5", "status", "has one status"),
    "unknown status": ("rc:status rc:Done", "rc:status rc:Exactly", "statement/5", "status", "has one status"),
    "unknown polarity": ("rc:polarity rc:Denied", "rc:polarity rc:Done", "statement/19", "polarity", "has one polarity"),
    "too sure": ("rc:confidence 0.95", "rc:confidence 1.95", "statement/1", "confidence", "between 0 and 1"),
    "not sure at all": ("rc:confidence 0.95 ;", "", "statement/1", "confidence", "one confidence"),
    "no evidence": (" ; prov:wasDerivedFrom <document/two#char=4,13>", "", "statement/2", "wasDerivedFrom", "has evidence"),
    "ends before it starts": ("oa:start 4", "oa:start 40", "document/two#position=4,13", "start", "before the end"),
    "starts before the text": ("oa:start 4", "oa:start -4", "document/two#position=4,13", "start", "non-negative integer"),
    "no quotation": ("oa:hasSelector <document/one#position=0,8> , <document/one#quote=0,8>", "oa:hasSelector <document/one#position=0,8>",
                     "document/one#char=0,8", "hasSelector", "by quotation"),
    "empty quotation": ('"云城市帮扶海川县"', '""', "document/one#quote=0,8", "exact", "words of the source"),
    "no source": ("oa:hasSource <document/two> ;", "", "document/two#char=4,13", "hasSource", "exactly one source"),
    "role without name": ('skos:prefLabel "市长"@zh-Hans', 'skos:altLabel "市长"@zh-Hans', "membership/a", "", "one name"),
    "post at a person": ("org:organization <region/1>", "org:organization <Person/林远>",
                         "membership/a", "organization", "exactly one organisation"),
    "figure without value": ("schema:value 210000000 ;", "", "indicator/a", "value", "decimal value"),
    "figure as text": ("schema:value 210000000", 'schema:value "2.1亿"', "indicator/a", "value", "decimal value"),
    "unknown qualifier": ("rc:MoreThan", "rc:AtLeast", "indicator/a", "qualifier", "Exactly, MoreThan, LessThan, About"),
    "figure of nobody": ("rc:indicator <indicator/b> .", "rc:rule \"x\" .", "indicator/b", "", "of exactly one entity"),
    "completion of nothing": ("rc:completedTo <region/1> ; ", "", "completion/a", "completedTo", "exactly one entity"),
    "completion to no entity": ("rc:completedTo <region/1>", "rc:completedTo <document/two>", "completion/a", "completedTo", "one entity"),
    "completion by no rule": ('rc:rule "carried-subject" ; ', "", "completion/a", "rule", "exactly one rule"),
    "completion read nowhere": (' ; prov:wasDerivedFrom <document/two#char=4,13> .\n<statement/3>', " .\n<statement/3>",
                                "completion/a", "wasDerivedFrom", "exactly one piece of evidence"),
    "completed by what is none": ("rc:completion <completion/a>", "rc:completion <region/1>", "statement/2", "completion", "rc:Completion"),
    "date in words": ('"2021"^^xsd:gYear', '"二〇二一年"', "Agreement/云海协作框架协议", "date", "year, a month of a year or a day"),
    "day that is none": ('"2024-01-09"^^xsd:date', '"2024-1-9"^^xsd:date', "document/two", "issued", "at most one date"),
    "digest too short": ("2222222222222222222222222222222222222222222222222222222222222222", "2222", "document/two", "digest", "SHA-256"),
    "off the map": ("schema:latitude 31.25", "schema:latitude 131.25", "region/1", "latitude", "between -90 and 90"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_graph_is_found_out(case: str) -> None:
    old, new, focus, path, message = WRONG[case]
    found = check(changed(old, new))
    fitting = [v for v in found if v.focus == ID + focus and message in v.message and v.path.endswith(path)]
    assert fitting, found
    assert fitting[0].severity == "Violation"
    assert not path or fitting[0].path.rpartition("#")[2].rpartition("/")[2] == path


def test_messages_come_in_the_language_that_is_asked_for() -> None:
    (violation,) = check(changed("rc:confidence 0.95", "rc:confidence 1.95"), "zh")
    assert violation.message == "陈述的置信度是 0 到 1 之间的小数"
    assert violation.value == "1.95"


def test_what_the_converter_writes_keeps_to_the_shapes() -> None:
    text = "云城市市长林远说，云城市2021年起帮扶海川县，已投入300万元。"
    doc = Document(Source("a.txt", text, "0" * 64, "text", "utf-8"), text, range(len(text)), (), (), "Hans", date="2024")
    said, sure = (Evidence(0, len(text), "frame"),), Decimal("0.9")
    facts = Facts(
        doc,
        entities=(
            Entity("region/1", ("City", "Prefecture"), "云城市", code="1", parent="region/0"),
            Entity("region/0", ("Province",), "东原省", mentioned=False, code="0"),
            Entity("region/2", ("County",), "海川县", ("海川",)),
            Entity("Person/林远", ("Person",), "林远"),
        ),
        statements=(Statement("region/1", "assists", "region/2", said, sure, start="2021"),),
        posts=(Post("Person/林远", "市长", "region/1", True, said, sure),),
        indicators=(Indicator("region/1", Decimal(3000000), "元", "投入", "Exactly", "2024", "300万元", said, sure),),
        dates=(EntityDate("region/2", "date", "2021-05-06", said, sure),),
        home="region/1",
    )
    quads = rdf.to_nquads(facts)
    assert validate(quads) == []
    assert [v.path for v in validate(quads.replace('"0.9"', '"9"'))] == [RC + "confidence"] * 4


@pytest.mark.parametrize("path", sorted((ROOT / "seeds" / "documents").glob("*.txt")), ids=lambda path: path.stem)
def test_the_graph_of_a_sample_keeps_to_the_shapes(path: Path) -> None:
    nquads = kg.process(path).nquads
    assert nquads.count("#Statement> ") > 5
    assert validate(nquads) == []


def test_shapes_and_ontology_say_the_same_of_relations() -> None:
    """Both sides of each relation, class by class: the shape lets pass what the vocabulary admits."""
    terms = vocabulary.load()
    shapes = Graph().parse(data.folder("ontology") / "shapes.ttl")
    for relation in terms.relations:
        (shape,) = shapes.subjects(SH.targetSubjectsOf, URIRef(RC + relation))
        (inner,) = shapes.objects(shape, SH.property)
        for node, side in ((shape, terms.property(relation).domain), (inner, terms.property(relation).range)):
            admitted = {str(cls).removeprefix(RC) for cls in _classes(shapes, node)}
            for cls in terms.entity_classes:
                assert any(terms.is_a(cls, one) for one in admitted) == any(terms.is_a(cls, one) for one in side), (relation, cls)


def test_shapes_and_ontology_say_the_same_of_wholes_and_parts() -> None:
    terms = vocabulary.load()
    shapes = Graph().parse(data.folder("ontology") / "shapes.ttl")
    found = {}
    for whole in shapes.subjects(SH.path, URIRef(RC + "partOf")):
        for target in shapes.objects(next(shapes.subjects(SH.property, whole)), SH.targetClass):
            found[str(target).removeprefix(RC)] = {str(cls).removeprefix(RC) for cls in _classes(shapes, whole)}
    assert found == {cls: set(admitted) for cls, admitted in terms.property("partOf").pairs}


def test_a_statement_may_be_of_every_relation_and_an_entity_of_every_kind() -> None:
    terms = vocabulary.load()
    shapes = Graph().parse(data.folder("ontology") / "shapes.ttl")
    (predicates,) = (_list(shapes, shapes.value(s, SH["in"])) for s in shapes.subjects(SH.path, rdflib.RDF.predicate))
    assert set(terms.relations) <= {p.removeprefix(RC) for p in predicates}
    (kinds,) = (shapes.value(s, SH.qualifiedValueShape) for s in shapes.subjects(SH.path, rdflib.RDF.type))
    assert [k.removeprefix(RC) for k in _list(shapes, shapes.value(kinds, SH["in"]))] == list(terms.entity_classes)


def _list(graph: Graph, head: rdflib.term.Node | None) -> list[str]:
    assert head is not None
    return [str(item) for item in graph.items(head)]


def _classes(shapes: Graph, node: rdflib.term.Node) -> set[str]:
    """The classes of which sh:class, or sh:or of some, demands one."""
    found = {str(cls) for cls in shapes.objects(node, SH["class"])}
    for alternatives in shapes.objects(node, SH["or"]):
        found |= {str(shapes.value(shape, SH["class"])) for shape in shapes.items(alternatives)}
    return found
