"""The ontology's files: every term described in two languages, nothing used that is not there, every question answered."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg import data, vocabulary
from kg.graph import store
from kg.graph.query import find_question

FOLDER = data.folder("ontology")
RC = vocabulary.NAMESPACE
TERMS = vocabulary.load()
NAMES = {*TERMS.classes, *TERMS.properties, *TERMS.individuals, "inverseLabel"}
QUESTIONS = sorted(FOLDER.glob("questions/*.rq"))
SMALL = Path(__file__).parent / "graphs" / "cooperation.ttl"
TURTLE = ("regional-cooperation.ttl", "alignments.ttl", "shapes.ttl")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(FOLDER / "regional-cooperation.ttl")


def test_it_introduces_itself_as_much_as_its_alignments(ontology: Graph) -> None:
    wanted = (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.issued, DCTERMS.modified, DCTERMS.license, DCTERMS.bibliographicCitation)
    for graph in (ontology, Graph().parse(FOLDER / "alignments.ttl")):
        (this,) = graph.subjects(RDF.type, OWL.Ontology)
        for property in (*wanted, OWL.versionIRI, OWL.versionInfo, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri):
            assert (this, property, None) in graph, property
        assert TERMS.version in str(graph.value(this, DCTERMS.bibliographicCitation))


def test_it_introduces_itself(ontology: Graph) -> None:
    this = URIRef(RC.rstrip("#"))
    assert (this, RDF.type, OWL.Ontology) in ontology
    assert str(ontology.value(this, VANN.preferredNamespaceUri)) == RC
    assert str(ontology.value(this, OWL.versionIRI)) == f"{this}/{TERMS.version}"
    assert ontology.value(this, DCTERMS.license) is not None
    for property in (DCTERMS.title, DCTERMS.description):
        assert sorted(str(text.language) for text in ontology.objects(this, property) if isinstance(text, Literal)) == ["en", "zh-Hans"]


def test_every_term_is_labelled_and_defined_once_in_each_language(ontology: Graph) -> None:
    defined = {str(s).removeprefix(RC) for s in ontology.subjects(RDF.type) if str(s).startswith(RC)}
    annotations = {str(s).removeprefix(RC) for s in ontology.subjects(RDF.type, OWL.AnnotationProperty) if str(s).startswith(RC)}
    assert defined == NAMES
    assert annotations == NAMES - {*TERMS.classes, *TERMS.properties, *TERMS.individuals}
    for name in sorted(NAMES):
        for property in (RDFS.label, SKOS.definition):
            texts = [text for text in ontology.objects(URIRef(RC + name), property) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh-Hans"], (name, property)
            for text in texts:
                assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (text.language == "zh-Hans"), (name, text)


def test_every_term_has_examples_as_many_in_each_language(ontology: Graph) -> None:
    for name in sorted(NAMES):
        texts = [text for text in ontology.objects(URIRef(RC + name), SKOS.example) if isinstance(text, Literal)]
        languages = [text.language for text in texts]
        assert languages.count("zh-Hans") == languages.count("en") == len(texts) / 2 > 0, name
        for text in texts:
            assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (text.language == "zh-Hans"), (name, text)


def test_every_relation_reads_the_other_way_round(ontology: Graph) -> None:
    label = URIRef(f"{RC}inverseLabel")
    for name in TERMS.relations:
        texts = [text for text in ontology.objects(URIRef(RC + name), label) if isinstance(text, Literal)]
        expected = [] if TERMS.property(name).symmetric else ["en", "zh-Hans"]
        assert sorted(str(text.language) for text in texts) == expected, name
    for read in ("en", "zh-Hans"):
        labels = [str(text) for text in ontology.objects(None, label) if isinstance(text, Literal) and text.language == read]
        assert len(labels) == len(set(labels))


def test_no_two_terms_of_a_kind_have_one_label() -> None:
    for terms in (TERMS.classes, TERMS.properties, TERMS.individuals):
        for lang in ("zh", "en"):
            labels = [term.labels[lang] for term in terms.values()]
            assert sorted(labels) == sorted(set(labels))


def test_every_property_says_what_it_leads_from_and_to(ontology: Graph) -> None:
    for name in TERMS.properties:
        for property in (RDFS.domain, RDFS.range):
            assert len(list(ontology.objects(URIRef(RC + name), property))) == 1, (name, property)


def test_every_class_of_entity_is_an_entity() -> None:
    for cls in TERMS.entity_classes:
        assert TERMS.is_a(cls, "Entity")


def test_the_fixed_alignments_stand(ontology: Graph) -> None:
    fixed = {
        "Organization": "http://www.w3.org/ns/org#Organization",
        "Person": "http://xmlns.com/foaf/0.1/Person",
        "Document": "http://xmlns.com/foaf/0.1/Document",
        "SourceDocument": "http://www.w3.org/ns/prov#Entity",
    }
    for cls, parent in fixed.items():
        assert (URIRef(RC + cls), RDFS.subClassOf, URIRef(parent)) in ontology


def test_a_union_and_the_subclasses_that_restate_it_agree(ontology: Graph) -> None:
    unions = [cls for cls in TERMS.classes if TERMS.cls(cls).members]
    assert unions
    for cls in unions:
        (members,) = (set(ontology.items(head)) for head in ontology.objects(URIRef(RC + cls), OWL.unionOf))
        assert members == set(ontology.subjects(RDFS.subClassOf, URIRef(RC + cls)))


def test_a_disjoint_union_and_the_subclasses_agree(ontology: Graph) -> None:
    covered = list(ontology.subject_objects(OWL.disjointUnionOf))
    assert {str(cls).removeprefix(RC) for cls, _ in covered} == {"Entity", "Place", "Organization", "Initiative", "Document"}
    for cls, head in covered:
        members = {str(member).removeprefix(RC) for member in ontology.items(head)}
        assert members == {name for name, term in TERMS.classes.items() if str(cls).removeprefix(RC) in term.parents}


def test_blank_nodes_stand_for_unnamed_classes_and_lists_alone(ontology: Graph) -> None:
    for node in {s for s in ontology.subjects() if isinstance(s, BNode)}:
        types = set(ontology.objects(node, RDF.type))
        assert types <= {OWL.Class, OWL.Restriction, OWL.AllDisjointClasses, OWL.AllDifferent}
        assert types or (node, RDF.first, None) in ontology


@pytest.mark.parametrize("file", TURTLE)
def test_no_term_is_used_that_is_not_there(file: str) -> None:
    graph = Graph().parse(FOLDER / file)
    used = {str(node).removeprefix(RC) for triple in graph for node in triple if isinstance(node, URIRef) and str(node).startswith(RC)}
    assert used - {""} <= NAMES


@pytest.mark.parametrize("file", TURTLE)
def test_no_declared_prefix_is_unused(file: str) -> None:
    text = (FOLDER / file).read_text("utf-8")
    declared = set(re.findall(r"^@prefix (\w+):", text, re.MULTILINE))
    body = re.sub(r"^@prefix .*$|^#.*$", "", text, flags=re.MULTILINE)
    assert {prefix for prefix in declared if not re.search(rf"\b{prefix}:\w", body)} == set()


# ---------------------------------------------------------------- the JSON-LD context


def test_the_context_knows_every_relation_and_no_unknown_term() -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    targets = {name: entry["@id"] if isinstance(entry, dict) else entry for name, entry in context.items()}
    ours = {target.removeprefix("rc:") for target in targets.values() if str(target).startswith("rc:")}
    assert ours <= NAMES
    assert ours >= set(TERMS.properties)


def test_a_graph_written_with_the_context_means_the_same() -> None:
    graph = Graph().parse(SMALL)
    context = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))
    text = graph.serialize(format="json-ld", context=context, auto_compact=False)
    nodes = {node["id"]: node for node in json.loads(text)["graph"]}
    city = nodes["https://w3id.org/regional-cooperation/id/region/1"]
    assert sorted(city["type"]) == ["City", "Prefecture", "Region"]
    assert city["label"] == "云城市"
    assert city["assists"] == ["https://w3id.org/regional-cooperation/id/region/2"]
    assert isomorphic(Graph().parse(data=text, format="json-ld"), graph)


# ---------------------------------------------------------------- the research questions


def test_there_are_at_least_twenty_questions() -> None:
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_written_as_all_are(path: Path) -> None:
    text = path.read_text("utf-8")
    first, second = text.splitlines()[:2]
    assert re.fullmatch(r"# zh: .*[\u4e00-\u9fff].*", first)
    assert re.fullmatch(r"# en: [A-Z][^\u4e00-\u9fff]*", second)
    assert re.search(r"(?m)^# description: [A-Z].*", text) and re.search(r"(?m)^# 说明: .*[\u4e00-\u9fff]", text)
    (parameters,) = re.findall(r"(?m)^# parameters: (.+)$", text)
    answer = ox.Store().query(text)
    assert isinstance(answer, ox.QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    assert set(parameters.split(", ")) <= set(columns)
    explained = find_question(path.stem).columns
    assert [each.name for each in explained] == columns, "`# column NAME [标题 | Heading]: 中文 | English` for each column, in their order"
    for each in explained:
        assert re.search(r"[\u4e00-\u9fff]", each.zh) and re.search(r"[a-z]", each.en), each
        assert re.search(r"[\u4e00-\u9fff]", each.heading_zh) and not re.search(r"[A-Za-z]", each.heading_zh), each
        assert re.fullmatch(r"“?[A-Z][^\u4e00-\u9fff]*", each.heading_en), each
        assert len(each.heading_zh) <= 10 and len(each.heading_en) <= 26, f"a heading is short: {each}"
    for headings in ([each.heading_zh for each in explained], [each.heading_en for each in explained]):
        assert len(set(headings)) == len(headings), f"two columns have one heading: {headings}"
    query = re.sub(r"(?m)^\s*#.*$", "", text)
    assert "ORDER BY" in query
    assert not re.search(r"\bGRAPH\b|\bSERVICE\b|\bFROM\b|\bSAMPLE\b|\bGROUP_CONCAT\b|FILTER\s*\([^)]*\bIN\b", query)
    declared = set(re.findall(r"PREFIX (\w+):", query))
    used = set(re.findall(r"(?<![\w?<:])(\w+):(?=\w)", re.sub(r'PREFIX.*|"[^"]*"', "", query)))
    assert declared == used
    assert set(re.findall(r"\brc:(\w+)", query)) <= NAMES


def rows(store: ox.Store, path: Path, union: bool) -> list[tuple[str, ...]]:
    found = store.query(path.read_text("utf-8"), use_default_graph_as_union=union)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [tuple(cell.value if isinstance(cell := row[name], ox.Literal) else str(cell or "") for name in names) for row in found]


@pytest.fixture(scope="module")
def plain() -> ox.Store:
    """The small graph in the default graph."""
    store = ox.Store()
    store.load(path=str(SMALL), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def named(plain: ox.Store) -> ox.Store:
    """The small graph twice over, as it is asked: what several documents say stands in several graphs, and once in their union."""
    graphs = (ox.NamedNode("https://example.org/one"), ox.NamedNode("https://example.org/two"))
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in plain for graph in graphs]
    return store.load(ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode())


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_has_the_same_answer_with_and_without_named_graphs(path: Path, plain: ox.Store, named: ox.Store) -> None:
    answer = rows(plain, path, union=False)
    assert answer
    assert answer == rows(named, path, union=False)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_two_engines_give_a_question_the_same_answer(path: Path, plain: ox.Store) -> None:
    found = Dataset(default_union=True).parse(SMALL).query(path.read_text("utf-8"))
    answer = [tuple("" if cell is None else str(cell) for cell in row) for row in found]  # type: ignore[union-attr]
    assert answer == rows(plain, path, union=False)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_of_an_empty_graph_has_no_answer(path: Path) -> None:
    assert rows(ox.Store(), path, union=False) == []


def test_cooperation_is_one_fact_whichever_way_round_it_is_told(plain: ox.Store) -> None:
    store = ox.Store()
    store.extend(plain)
    store.update(
        f"""PREFIX rc: <{RC}> PREFIX rdf: <{RDF}> PREFIX prov: <http://www.w3.org/ns/prov#>
        BASE <https://w3id.org/regional-cooperation/id/>
        INSERT DATA {{ <statement/99> a rdf:Statement ; rdf:subject <Hospital/海川县医院> ; rdf:predicate rc:cooperatesWith ;
            rdf:object <Hospital/云城市医院> ; prov:wasDerivedFrom <document/two#char=4,13> }}"""
    )
    pairings, corroborated = (rows(store, FOLDER / "questions" / f"{name}.rq", union=False) for name in ("pairings", "corroborated"))
    assert len(pairings) == 1
    assert ("云城市医院", "合作", "海川县医院", "2") in [row[:4] for row in corroborated]


def test_an_undated_document_hides_no_date_of_another(plain: ox.Store) -> None:
    """A post that two documents tell of, one of them without a date."""
    store = ox.Store()
    store.extend(plain)
    store.update(
        f"""PREFIX rc: <{RC}> PREFIX rdf: <{RDF}> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX oa: <http://www.w3.org/ns/oa#>
        BASE <https://w3id.org/regional-cooperation/id/>
        INSERT DATA {{ <statement/99> a rdf:Statement ; rdf:object <membership/a> ; prov:wasDerivedFrom <document/three#char=0,2> .
            <document/three#char=0,2> oa:hasSource <document/three> ; oa:hasSelector <document/three#quote=0,2> .
            <document/three#quote=0,2> oa:exact "市长" }}"""
    )
    (row,) = rows(store, FOLDER / "questions" / "posts.rq", union=False)
    assert row[:6] == ("云城市", "市长", "林远", "曾任", "2", "2023-05 云城援海记")


def test_what_is_earned_is_no_money_that_was_given(plain: ox.Store) -> None:
    store = ox.Store()
    store.extend(plain)
    store.update(
        f"""PREFIX rc: <{RC}> BASE <https://w3id.org/regional-cooperation/id/>
        INSERT DATA {{ <indicator/a> rc:measure "年产值"@zh-Hans . <indicator/b> rc:measure "年产值"@zh-Hans }} ;
        DELETE DATA {{ <indicator/a> rc:measure "累计投入"@zh-Hans }}"""
    )
    assert rows(store, FOLDER / "questions" / "money.rq", union=False) == []
    (row,) = rows(store, FOLDER / "questions" / "settlements.rq", union=False)
    assert row[4:6] == ("", "")
