"""The shapes let a right graph pass, and say what is wrong with a wrong one, whichever validator holds them against it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT
from faults import FAULTS, PARTS, PREFIXES, Fault, right_graph
from rdflib import SH, Graph, URIRef

import kg
from kg import data, vocabulary
from kg.errors import KgError
from kg.graph import rdf
from kg.graph import validate as module
from kg.graph.validate import COMPLETE, FAST, Violation, validate
from kg.model import Document, Entity, EntityDate, Evidence, Facts, Indicator, Post, Source, Statement

RIGHT = (Path(__file__).parent / "graphs" / "cooperation.ttl").read_text("utf-8")
ID = "https://w3id.org/regional-cooperation/id/"
RC = vocabulary.NAMESPACE
SHAPES = "https://w3id.org/regional-cooperation/shapes#"
VALIDATORS = [COMPLETE, pytest.param(FAST, marks=pytest.mark.skipif(not module.installed(FAST), reason="pyshifty is not installed"))]
WARNINGS = {"Entity-altLabelOther", "datesInOrder"}  # of what documents may say, and of what merging may bring about
PLANTED: list[tuple[str, int, Fault]] = [(shape, n, fault) for shape, faults in sorted(FAULTS.items()) for n, fault in enumerate(faults)]


def graph(turtle: str) -> Graph:
    return Graph().parse(data=turtle, format="turtle")


def base_of(shape: str, number: int) -> str:
    return f"{ID}{shape}/{number}/"


@cache
def planted() -> Graph:
    """All faults, the base of each of its own, in one graph: what costs time is asking."""
    return graph("\n".join(fault.turtle(base_of(shape, number)) for shape, number, fault in PLANTED))


@cache
def found(by: str, lang: str) -> tuple[Violation, ...]:
    """What is wrong with all that is planted."""
    return tuple(validate(planted(), lang, by))


@pytest.mark.parametrize("by", VALIDATORS)
def test_a_right_graph_has_no_violation(by: str) -> None:
    assert validate(graph(RIGHT), by=by) == []
    parts = Graph()
    for part in PARTS:
        parts.parse(data=PREFIXES.format(base=f"{ID}{part}/") + right_graph(part), format="turtle")
    assert validate(parts, by=by) == []


def test_validation_leaves_the_graph_alone() -> None:
    checked = graph(RIGHT)
    before = set(checked)
    for by in (COMPLETE, module.validator()):
        validate(checked, by=by)
        assert set(checked) == before


def test_every_shape_has_a_fault_planted() -> None:
    """Shapes that demand something themselves; those that only gather others, or are asked for by sh:node, report through these."""
    shapes = graph((data.folder("ontology") / "shapes.ttl").read_text("utf-8"))
    silent = {SH.property, SH.message, SH.severity, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.path, rdflib.RDF.type}
    demanding = {
        str(shape).removeprefix(SHAPES)
        for shape in {*shapes.subjects(rdflib.RDF.type, SH.NodeShape), *shapes.subjects(rdflib.RDF.type, SH.PropertyShape)}
        if set(shapes.predicates(shape)) - silent and not list(shapes.subjects(SH.node, shape))
    }
    assert demanding == set(FAULTS)
    assert all(FAULTS.values())


def test_every_shape_has_a_name_and_says_in_both_languages_what_would_be_right() -> None:
    shapes = graph((data.folder("ontology") / "shapes.ttl").read_text("utf-8"))
    for shape in shapes.subjects(SH.property):
        assert all(isinstance(part, URIRef) for part in shapes.objects(shape, SH.property) if isinstance(shape, URIRef)), shape
    for name in FAULTS:
        shape = URIRef(SHAPES + name)
        holder = shapes.value(shape, SH.sparql, default=shape)
        assert sorted(str(getattr(m, "language", "")) for m in shapes.objects(holder, SH.message)) == ["en", "zh-Hans"], name


@pytest.mark.parametrize(("shape", "number", "fault"), PLANTED, ids=[f"{shape}-{number}" for shape, number, _ in PLANTED])
def test_a_fault_is_found_out(shape: str, number: int, fault: Fault) -> None:
    """By the shape that it was planted for, at the node that is wrong, which is called by its label, in both languages."""
    base = base_of(shape, number)
    literal = fault.node and not {"/", "#"} & set(fault.node)
    node = fault.node if literal else base + fault.node
    labels = {str(o) for p in (rdflib.SKOS.prefLabel, rdflib.DCTERMS.title) for o in planted().objects(URIRef(node), p) if str(o)}
    for lang in ("en", "zh"):
        fitting = [v for v in found(module.validator(), lang) if v.shape == SHAPES + shape and _is_at(v, node, bool(fault.node))]
        assert fitting, [v for v in found(module.validator(), lang) if v.focus.startswith(base)]
        says = module._messages(lang)[SHAPES + shape]
        for violation in fitting:
            assert says in violation.message
            assert not labels or any(f"“{label}”" in violation.message for label in labels)
            assert violation.severity == ("Warning" if shape in WARNINGS else "Violation")


def _is_at(violation: Violation, node: str, named: bool) -> bool:
    return violation.focus == node if named else not violation.focus.startswith("http")


@pytest.mark.skipif(not module.installed(FAST), reason="pyshifty is not installed")
def test_both_validators_find_the_same() -> None:
    """On everything that is planted: node, property, value, shape, words. Blank nodes have no name that both could know."""
    of_each = [sorted(map(_known, found(by, "en"))) for by in (COMPLETE, FAST)]
    assert [len(of_each[0]) > len(PLANTED), [v for v in of_each[0] if v not in of_each[1]], [v for v in of_each[1] if v not in of_each[0]]] == [
        True, [], [],
    ]  # fmt: skip


def _known(violation: Violation) -> tuple[str, ...]:
    focus, value = (part if part.startswith("http") else "_" for part in (violation.focus, violation.value))
    return focus, violation.path, value, violation.shape, violation.message if focus != "_" else "", violation.severity


def test_messages_name_the_node_and_say_what_would_be_right() -> None:
    wrong = graph(RIGHT.replace("rc:settledIn <Park/云海产业园>", "rc:settledIn <Person/林远>").replace("0.95", "1.95"))
    assert {
        "“白鹭电子”：落户之处是行政区域或园区（现为 “林远”）",
        "“云城市 rc:assists 海川县”：陈述的置信度是 0 到 1 之间的小数（现为 1.95）",
    } <= {v.message for v in validate(wrong, "zh")}
    assert {
        "“白鹭电子”: rc:settledIn leads to a region or a park (it has “林远”)",
        "“云城市 rc:assists 海川县”: A statement has one confidence, a decimal between 0 and 1 (it has 1.95)",
    } <= {v.message for v in validate(wrong, "en")}


def test_the_validator_that_is_asked_for_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "installed", {COMPLETE: "0.40.1"}.get)
    assert module.validator() == COMPLETE
    with pytest.raises(KgError, match=r"the validator pyshifty is not installed; install it \(pip install .*\), or ask for pyshacl"):
        validate(RIGHT, by=FAST)


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


DECISIONS = (
    "same,扬州市中医院,扬州市人民医院,医院官网,林",
    "rename,榆林市第一医院,榆林市第一人民医院,,",
    "retype,榆林市第一医院,学校,,",
    "reject,扬州市 assists 绥德县,,,",
    "confirm,扬州市人民医院 cooperatesWith 榆林市第一医院,,,",
)


def whole_of(tmp_path: Path, *decisions: str) -> str:
    """Two documents with one hospital under two names, and what people decided."""
    for name, text in {
        "one": "扬州市人民医院与榆林市第一医院结对帮扶。\n扬州市支援绥德县，累计投入资金1.2亿元。\n扬州市市长林远舟出席会议。\n",
        "two": "扬州市中医院选派医生到绥德县。\n扬州市没有支援绥德县。\n",
    }.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    table = tmp_path / "curation.csv"
    table.write_text("decision,entity,other,reason,by\n" + "\n".join(decisions) + "\n", encoding="utf-8")
    built = kg.build([tmp_path / "one.txt", tmp_path / "two.txt"], curation=table)
    assert built.whole.unused == ()
    return built.to_nquads()


def test_what_is_merged_and_decided_keeps_to_the_shapes(tmp_path: Path) -> None:
    nquads = whole_of(tmp_path, *DECISIONS)
    assert all(f"ontology#{term}>" in nquads for term in ("Merge", "Confirmed", "Rejected"))
    assert validate(nquads) == []
    assert validate(kg.build([ROOT / "seeds" / "documents"]).to_nquads()) == []


def test_a_decision_that_breaks_the_graph_is_found_out(tmp_path: Path) -> None:
    found = {v.message for v in validate(whole_of(tmp_path, "retype,榆林市第一医院,人物,,"), "zh")}
    assert "“扬州市人民医院”：合作的对象是行政区域、组织、园区或设施（现为 “榆林市第一医院”）" in found


@pytest.mark.skipif(not module.installed(FAST), reason="pyshifty is not installed")
def test_both_validators_find_the_same_in_a_sample_that_is_damaged() -> None:
    nquads = kg.process(ROOT / "seeds" / "documents" / "suzhou-suqian.txt").nquads
    for old, new in (("ontology#status>", "ontology#state>"), ('"@zh-Hans', '"@zh'), ("core#start", "core#end"), ("ns/oa#start>", "ns/oa#end>")):
        wrong = nquads.replace(old, new)
        assert validate(wrong, by=COMPLETE) == validate(wrong, by=FAST)


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
    kinds = shapes.value(URIRef(f"{SHAPES}Entity-kind"), SH.qualifiedValueShape)
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
