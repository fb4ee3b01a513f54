"""Tables for research: pairs of regions by year, places in the network, and what their columns mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import networkx
import pytest
from graph_case import document
from pyarrow import parquet
from typer.testing import Result

from kg import vocabulary
from kg.graph import panel
from kg.graph.rdf import to_nquads
from kg.model import Entity, Evidence, Facts, Statement

Run = Callable[..., Result]
REGIONS = {
    code: Entity(f"region/{code}", ("City", "Prefecture"), name, code=code) for code, name in (("1", "甲市"), ("2", "乙市"), ("3", "丙市"))
}
EVIDENCE = (Evidence(0, 3, "rule"),)


def graph(number: int, *said: tuple[str, str, str, str | None], things: tuple[Entity, ...] = (), date: str = "2024-05") -> str:
    """What a document of that date says: subject, property, object, date."""
    ids = {entity.label: entity.id for entity in (*REGIONS.values(), *things)}
    statements = tuple(Statement(ids[a], p, ids[b], EVIDENCE, panel.Decimal("0.9"), date=when) for a, p, b, when in said)
    return to_nquads(Facts(document("三个字的文献", digest=f"{number:064x}", date=date), (*REGIONS.values(), *things), statements))


def cells(text: str) -> dict[tuple[str, str, str], dict[str, str]]:
    rows = [dict(zip(panel.columns(), row, strict=True)) for row in panel.panel(text)]
    return {(row["giver"], row["receiver"], row["year"]): row for row in rows}


def test_a_row_for_each_pair_and_year() -> None:
    text = graph(1, ("甲市", "assists", "乙市", "2021"), ("甲市", "visits", "乙市", None)) + graph(
        2, ("甲市", "assists", "乙市", "2021-06")
    )
    found = cells(text)
    assert set(found) == {("甲市", "乙市", "2021"), ("甲市", "乙市", "2024")}
    assert [found["甲市", "乙市", "2021"][name] for name in ("n_assists", "n_visits", "documents", "giver_level")] == ["1", "0", "2", "Prefecture"]
    assert found["甲市", "乙市", "2024"]["n_visits"] == "1"


def test_parties_count_for_their_regions_and_nothing_for_itself() -> None:
    things = (
        Entity("Hospital/甲院", ("Hospital",), "甲院"),
        Entity("Hospital/乙院", ("Hospital",), "乙院"),
        Entity("Agreement/约", ("Agreement",), "约"),
    )
    said = (
        ("甲院", "locatedIn", "甲市", None),
        ("乙院", "locatedIn", "乙市", None),
        ("乙院", "cooperatesWith", "甲院", "2020"),
        ("甲市", "assists", "甲院", "2020"),
        ("甲市", "signs", "约", "2020"),
        ("丙市", "signs", "约", "2020"),
    )
    found = cells(graph(1, *said, things=things))
    assert {ends: (row["n_cooperatesWith"], row["n_signs"]) for ends, row in found.items()} == {
        ("甲市", "乙市", "2020"): ("1", "0"),
        ("甲市", "丙市", "2020"): ("0", "1"),
    }


def test_sums_are_not_added_up(graph_file: Path) -> None:
    found = cells(graph_file.read_text("utf-8"))
    row = found["扬州市", "绥德县", ""]
    assert (row["money_yuan_max"], row["money_statements"]) == ("120000000", "1")


def test_the_codebook_has_every_column_and_what_the_ontology_says() -> None:
    book = {column: (zh, en) for column, zh, en in panel.codebook()}
    assert tuple(book) == panel.columns()
    terms = vocabulary.load()
    for property in panel.COUNTED:
        zh, en = book[f"n_{property}"]
        assert terms.property(property).definitions["zh"] in zh
        assert terms.property(property).definitions["en"] in en


def test_the_files_hold_the_same_table(run: Run, graph_file: Path, tmp_path: Path) -> None:
    assert run("panel", graph_file, "-o", tmp_path / "p.csv", "--codebook", tmp_path / "c.csv").exit_code == 0
    assert run("panel", graph_file, "-o", tmp_path / "p.parquet").exit_code == 0
    text = (tmp_path / "p.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    table = parquet.read_table(tmp_path / "p.parquet")
    held = [{name: "" if value is None else value for name, value in row.items()} for row in table.to_pylist()]
    assert [
        {k: (float(v) if k == "money_yuan_max" and v else type(h[k])(v)) for k, v in row.items()} for row, h in zip(rows, held, strict=True)
    ] == held
    assert table.schema.field("n_assists").metadata[b"description"].startswith(b"how many relations")
    assert (tmp_path / "c.csv").read_bytes().startswith(b"\xef\xbb\xbfcolumn,zh,en\r\n")
    refused = run("panel", graph_file, "-o", tmp_path / "p.xlsx")
    assert (refused.exit_code, "the format .xlsx is not known" in refused.stderr) == (2, True)


def test_places_in_the_network_by_regime() -> None:
    scheme = Entity("Program/东西协作", ("Program",), "东西协作")
    text = graph(1, ("甲市", "assists", "乙市", None), ("甲市", "implements", "东西协作", None), things=(scheme,)) + graph(
        2, ("乙市", "assists", "丙市", None), ("丙市", "cooperatesWith", "甲市", None)
    )
    rows = {(row["regime"], row["region"]): row for each in panel.measures(text) for row in [dict(zip(panel.MEASURES, each, strict=True))]}
    assert {regime for regime, _ in rows} == {panel.ALL, "东西协作"}
    assert {region for regime, region in rows if regime == "东西协作"} == {"甲市", "乙市"}
    whole = networkx.DiGraph([("甲", "乙"), ("乙", "丙"), ("丙", "甲"), ("甲", "丙")])
    for region, one in (("甲市", "甲"), ("乙市", "乙"), ("丙市", "丙")):
        assert float(rows[panel.ALL, region]["betweenness"]) == pytest.approx(networkx.betweenness_centrality(whole)[one], abs=0.001)
    assert [rows[panel.ALL, "甲市"][name] for name in ("gives_to", "receives_from", "works_with")] == ["1", "0", "1"]
    assert [rows[panel.ALL, "丙市"][name] for name in ("gives_to", "receives_from", "works_with")] == ["0", "1", "1"]


def test_the_command_of_measures(run: Run, graph_file: Path) -> None:
    found = run("measures", graph_file, "-f", "csv")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0] == ",".join(panel.MEASURES)
    assert any(line.startswith("*,321000,扬州市,Prefecture,") for line in found.stdout.splitlines())
