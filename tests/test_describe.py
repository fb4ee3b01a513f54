"""The description of a graph as a dataset: its figures are those that another engine counts, and it says what the graph was made with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, PROV, RDF, VOID
from typer.testing import Result

from kg import folders, vocabulary
from kg.graph import store

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
