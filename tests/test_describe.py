"""The description of a graph as a dataset: its figures are those that another engine counts, and it says what the graph was made with."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, PROV, RDF, VOID
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from typer.testing import Result

from kg import data, folders, recipe, vocabulary
from kg.graph import nquads, store

Run = Callable[..., Result]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
RC = rdflib.Namespace(vocabulary.NAMESPACE)


@pytest.fixture
def folder(document: Path, tmp_path: Path) -> Path:
    folders.add([document], tmp_path / "graph")
    return tmp_path / "graph"


def described(run: Run, graph: Path) -> rdflib.Graph:
    found = run("describe", graph)
    assert found.exit_code == 0, found.output
    return rdflib.Graph().parse(data=found.stdout, format="turtle")


def test_the_figures_are_those_that_rdflib_counts(run: Run, folder: Path) -> None:
    about = described(run, folder)
    (dataset,) = about.subjects(RDF.type, VOID.Dataset)
    triples = rdflib.Graph()
    for subject, predicate, object, _ in rdflib.Dataset().parse(data=store.read(folder), format="nquads").quads():
        triples.add((subject, predicate, object))
    assert int(about.value(dataset, VOID.triples)) == len(triples)
    assert int(about.value(dataset, VOID.distinctSubjects)) == len(set(triples.subjects()))
    assert int(about.value(dataset, VOID.properties)) == len(set(triples.predicates()))
    parts = {
        about.value(part, VOID.property): int(about.value(part, VOID.triples)) for part in about.objects(dataset, VOID.propertyPartition)
    }
    assert parts == {predicate: len(list(triples.triples((None, predicate, None)))) for predicate in set(triples.predicates())}
    classes = {
        about.value(part, VOID["class"]): int(about.value(part, VOID.entities)) for part in about.objects(dataset, VOID.classPartition)
    }
    assert classes == {cls: len(set(triples.subjects(RDF.type, cls))) for cls in set(triples.objects(None, RDF.type))}
    assert set(about.objects(dataset, DCTERMS.source)) == set(triples.subjects(RDF.type, RC.SourceDocument))


COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?s a ?class }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class GRAPH <x:ontology> { ?class rdfs:subClassOf* rc:Entity } }",
}


def test_the_figures_are_what_sparql_counts(run: Run, folder: Path) -> None:
    """All figures of VoID, by rdflib's engine, over the plain triples, with the ontology beside them."""
    about = described(run, folder)
    (dataset,) = about.subjects(RDF.type, VOID.Dataset)
    plain = rdflib.Dataset()
    for line in nquads.triples(nquads.split(store.read(folder))):
        plain.get_context(DATASET_DEFAULT_GRAPH_ID).parse(data=line, format="nt")
    plain.graph("x:ontology").parse(data.folder("ontology") / vocabulary.FILE)
    counted = {
        name: int(next(iter(plain.query(query, initNs={"rc": RC, "rdfs": rdflib.RDFS})))[0])  # type: ignore[index]
        for name, query in COUNTS.items()
    }
    assert {name: int(about.value(dataset, VOID[name])) for name in COUNTS} == counted  # type: ignore[arg-type]
    assert 5 < counted["entities"] < counted["distinctSubjects"]


def test_a_digest_is_said_of_source_documents_alone(run: Run, folder: Path) -> None:
    """As the ontology has it: the others have an identifier, each one, and none twice."""
    (folder / "curation.csv").write_text("decision,entity,other\n", encoding="utf-8")
    about = described(run, folder)
    used = set(about.objects(None, PROV.used)) | set(about.subjects(RDF.type, PROV.SoftwareAgent))
    named = {node: str(about.value(node, DCTERMS.identifier)) for node in used if about.value(node, rdflib.RDFS.label)}
    assert {str(about.value(node, rdflib.RDFS.label)).split(" ")[0] for node in named} == {"ontology", "seeds", "curation.csv", "regional-kg"}
    assert all(re.fullmatch("sha256:[0-9a-f]{64}", identifier) for identifier in named.values()), named
    assert len(set(named.values())) == len(named)
    assert set(about.subjects(RC.digest, None)) <= set(about.subjects(RDF.type, RC.SourceDocument))


@pytest.mark.parametrize("name", ["ontology/alignments.ttl", "ontology/shapes.ttl", "ontology/context.jsonld", "seeds/cues/rules.csv"])
def test_each_file_of_knowledge_enters_the_recipe(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word more in it, and graphs are not what they were; in a question, or in a sample document, and they are."""
    for part in ("ontology", "seeds"):
        shutil.copytree(data.folder(part), tmp_path / part)
    monkeypatch.setattr("kg.recipe.data.folder", lambda part: tmp_path / part)
    digests = []
    for changed in (None, "ontology/questions/assistance.rq", "seeds/documents/joint-parks.txt", name):
        if changed:
            with (tmp_path / changed).open("a", encoding="utf-8") as file:
                file.write("# more\n")
        recipe._digest.cache_clear()
        digests.append(recipe.recipe("https://example.org/id/").digest)
    recipe._digest.cache_clear()
    before, question, sample, after = digests
    assert (before == question == sample, before == after) == (True, False)


def test_it_says_what_the_graph_was_made_with(run: Run, folder: Path, document: Path) -> None:
    about = described(run, folder)
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    (source,) = {node for node in about.objects(None, PROV.used) if str(node).endswith(f"document/{digest}")}
    (activity,) = about.subjects(PROV.used, source)
    used = {str(about.value(node, rdflib.RDFS.label)) for node in about.objects(activity, PROV.used)} - {"None"}
    assert used == {"ontology", "seeds"}
    (agent,) = about.objects(activity, PROV.wasAssociatedWith)
    assert (agent, RDF.type, PROV.SoftwareAgent) in about
    graphs = list(about.subjects(PROV.wasGeneratedBy, activity))
    assert [str(node).rsplit("/", 2)[1:] for node in graphs] == [["graph", digest]]
    before = set(about)
    (folder / "curation.csv").write_text("decision,entity,other\n", encoding="utf-8")
    assert {str(object) for *_, object in set(described(run, folder)) - before} >= {"curation.csv"}


def test_equal_graphs_have_equal_descriptions(run: Run, folder: Path, document: Path, tmp_path: Path) -> None:
    folders.add([document], tmp_path / "other")
    assert run("describe", folder).stdout == run("describe", tmp_path / "other").stdout
    run("export", folder, "-o", tmp_path / "graph.nq")
    of_file = described(run, tmp_path / "graph.nq")
    assert set(of_file.subjects(RDF.type, VOID.Dataset)) == set(described(run, folder).subjects(RDF.type, VOID.Dataset))
    assert list(of_file.subjects(RDF.type, PROV.SoftwareAgent)) == []
    assert run("describe", folder, "-o", tmp_path / "about.jsonld").exit_code == 0
    assert set(rdflib.Graph().parse(tmp_path / "about.jsonld")) == set(described(run, folder))
    refused = run("describe", folder, "-o", tmp_path / "about.graphml")
    assert (refused.exit_code, "a description is RDF" in refused.stderr) == (2, True)
