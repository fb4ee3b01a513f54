"""Decisions of people: a table that is replayed on each build, and what is said of decisions that cannot be carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from graph_case import document
from typer.testing import Result

import kg
from kg import folders
from kg.errors import InputError
from kg.graph import curation, store
from kg.graph.claims import View, from_nquads
from kg.graph.rdf import to_nquads
from kg.graph.whole import whole
from kg.model import Entity, Facts

Run = Callable[..., Result]
ONE = "扬州市人民医院与榆林市第一医院结对帮扶。\n扬州市支援绥德县，累计投入资金1.2亿元。\n"
TWO = "扬州市中医院选派医生到绥德县。\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "two.txt").write_text(TWO, encoding="utf-8")
    return folder


def table(tmp_path: Path, *rows: str) -> Path:
    """A table as Excel saves it."""
    path = tmp_path / "curation.csv"
    path.write_bytes((curation.TEMPLATE + "".join(f"{row}\r\n" for row in rows)).encode("utf-8"))
    return path


def decided(documents: Path, tmp_path: Path, *rows: str) -> tuple[kg.KnowledgeGraph, View]:
    graph = kg.build([documents], curation=table(tmp_path, *rows))
    return graph, from_nquads(graph.to_nquads())


def names(view: View) -> dict[str, tuple[str, ...]]:
    return {entity.label: entity.types for entity in view.entities}


def related(view: View) -> set[tuple[str, str, str]]:
    labels = {entity.iri: entity.label for entity in view.entities}
    return {(labels[r.subject], r.predicate, labels[r.object]) for r in view.relations}


def test_same_makes_two_one(documents: Path, tmp_path: Path) -> None:
    graph, view = decided(documents, tmp_path, "same,扬州市中医院,扬州市人民医院,医院官网,林")
    assert "扬州市中医院" not in names(view)
    (hospital,) = [entity for entity in view.entities if entity.label == "扬州市人民医院"]
    assert "扬州市中医院" in hospital.alt_labels
    assert len(hospital.documents) == 2
    assert [(merge.rule, merge.reason) for merge in graph.whole.merges] == [("curation", "医院官网")]
    assert graph.whole.unused == ()


def test_different_keeps_apart_what_names_would_merge(tmp_path: Path) -> None:
    entities = [Entity(f"School/{label}", ("School",), label) for label in ("江苏苏州技师学院", "苏州技师学院")]
    texts = [to_nquads(Facts(document("文献", digest=f"{number:064x}"), (entity,))) for number, entity in enumerate(entities)]
    assert len(whole(texts).merges) == 1
    path = table(tmp_path, "不同,School/江苏苏州技师学院,School/苏州技师学院,,")
    found = whole(texts, curation.read(path))
    assert (found.merges, found.unused) == ((), ())


def test_rename_and_retype(documents: Path, tmp_path: Path) -> None:
    _, view = decided(documents, tmp_path, "rename,榆林市第一医院,榆林市第一人民医院,,", "改类,榆林市第一医院,学校,,")
    assert names(view)["榆林市第一人民医院"] == ("School",)
    (entity,) = [entity for entity in view.entities if entity.label == "榆林市第一人民医院"]
    assert "榆林市第一医院" in entity.alt_labels


def test_reject_takes_the_assertion_and_leaves_the_statement(documents: Path, tmp_path: Path) -> None:
    graph, view = decided(documents, tmp_path, "reject,扬州市 assists 绥德县,,误读,林")
    assert ("扬州市", "assists", "绥德县") not in related(view)
    asked = "SELECT ?q { ?s rdf:predicate rc:assists ; rc:curated rc:Rejected ; prov:wasDerivedFrom/oa:hasSelector/oa:exact ?q }"
    assert len(graph.query(asked).rows) == 1


def test_confirm_makes_certain(documents: Path, tmp_path: Path) -> None:
    _, view = decided(documents, tmp_path, "confirm,扬州市 assists 绥德县,,核对过原件,林")
    ends = "/region/321000", "assists", "/region/610826"
    assert [r.confidence for r in view.relations if (r.subject[-14:], r.predicate, r.object[-14:]) == ends] == ["1"]


def test_what_cannot_be_carried_out_is_said(run: Run, documents: Path, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "# 注释,,,,",
        "rename,榆林市第一医院,甲,,",
        "rename,榆林市第一医院,乙,,",
        "rename,没有这家医院,乙,,",
        "same,扬州市,绥德县,,",
        "different,扬州市,绥德县,,",
        "same,扬州市,扬州市,,",
        "reject,扬州市 visits 绥德县,,,",
    )
    graph = tmp_path / "graph.nq"
    kg.build([documents]).write(graph)
    found = run("curate", "check", graph, "--table", path, "-f", "json")
    assert found.exit_code == 1
    rows = [(row["row"], row["what"], row["problem"].split(";")[0]) for row in json.loads(found.stdout)]
    assert rows == [
        ("4", "conflict", "another row says 甲"),
        ("5", "unused", "the graph has nothing that is called 没有这家医院"),
        ("7", "conflict", "another row says that they are the same"),
        ("8", "unused", "both are the same thing of the graph"),
        ("9", "unused", "the graph does not say “扬州市 visits 绥德县”"),
    ]
    assert found.stderr == "7 decisions, 5 of them not carried out\n"
    built = run("build", documents, "-o", tmp_path / "x.nq", "--curation", path)
    assert "row 4 of the curation (rename 榆林市第一医院): another row says 甲" in built.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("decision,entity\r\n", "the columns are decision, entity; begin with the row decision,entity,other,reason,by"),
        ("", "the columns are none"),
        (curation.TEMPLATE + "remove,扬州市,,,\r\n", "row 2: remove is no decision; write one of same"),
        (curation.TEMPLATE + "same,扬州市,,,\r\n", "row 2: same lacks other"),
        (curation.TEMPLATE + "retype,扬州市,Castle,,\r\n", "row 2: the ontology has no class Castle"),
    ],
)
def test_a_wrong_table_is_refused_with_the_row(content: str, message: str, documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "curation.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        kg.build([documents], curation=path)
    path.write_bytes("decision,entity,other\r\nsame,扬州,榆林".encode("gb18030"))
    with pytest.raises(InputError, match="the table is not in UTF-8; save it from Excel as “CSV UTF-8”"):
        kg.build([documents], curation=path)


def test_a_folder_replays_its_own_decisions(run: Run, documents: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    folders.build([documents], folder)
    folders.reindex(folder)
    assert ("扬州市", "assists", "绥德县") in related(from_nquads(store.read(folder)))
    table(folder, "reject,扬州市 assists 绥德县,,误读,林")
    assert ("扬州市", "assists", "绥德县") not in related(from_nquads(store.read(folder)))
    asked = run("query", folder, "ASK { ?a skos:prefLabel \"扬州市\"@zh-Hans ; rc:assists/skos:prefLabel \"绥德县\"@zh-Hans }", "-f", "json")
    assert json.loads(asked.stdout)["boolean"] is False
    folders.add([documents], folder)
    assert run("curate", "check", folder).stderr == "1 decision, 0 of them not carried out\n"
    assert ("扬州市", "assists", "绥德县") not in related(from_nquads(store.read(folder)))


def test_a_new_table_opens_in_excel(run: Run, tmp_path: Path) -> None:
    assert run("curate", "new", tmp_path / "c.csv").exit_code == 0
    assert (tmp_path / "c.csv").read_bytes() == b"\xef\xbb\xbfdecision,entity,other,reason,by\r\n"
    again = run("curate", "new", tmp_path / "c.csv")
    assert (again.exit_code, "there is a file already" in again.stderr) == (2, True)
