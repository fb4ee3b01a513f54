"""Graphs held against their sources, against the shapes, and against each other."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLES, TEXT
from typer.testing import Result

import kg
from benchmarks import annotated, reports
from kg import folders, judgement
from kg.graph import difference, verify
from kg.graph import validate as shapes
from kg.graph.claims import nodes_of

Run = Callable[..., Result]
ID = "https://w3id.org/regional-cooperation/id/"


@pytest.fixture(scope="module")
def built() -> str:
    """The graph of the sample documents."""
    return kg.build([SAMPLES]).to_nquads()


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The sources of the sample documents by digest."""
    sources = [kg.read(path) for path in sorted(SAMPLES.glob("*.txt"))]
    return {source.digest: source.text for source in sources}


def test_every_quotation_of_the_samples_stands(built: str, texts: dict[str, str]) -> None:
    verdict = verify.verify(built, texts)
    assert verdict.problems == ()
    assert (verdict.documents, verdict.statements > 500, verdict.quotations > 150) == (len(texts), True, True)


@pytest.mark.skipif(not annotated.documents()["shared"], reason=f"no documents in {annotated.SHARED}")
def test_every_quotation_of_the_documents_beside_the_repository_stands() -> None:
    paths = sorted((annotated.SHARED / "seeds").glob("*.txt"))
    sources = {source.digest: source.text for source in map(kg.read, paths)}
    verdict = verify.verify(kg.build(paths).to_nquads(), sources)
    assert (verdict.documents, verdict.problems) == (len(paths), ())


def test_every_quotation_of_a_thousand_generated_documents_stands(tmp_path: Path) -> None:
    """Of all kinds of files, and of all kinds of facts: relations, posts, figures and dates. They are short, and few of them are pages, which
    take ten times as long to read.
    """
    others = [form for form in reports.FORMS if form != "page"]
    for seed in range(1000):
        reports.written(tmp_path, seed, "page" if seed % 40 == 0 else others[seed % len(others)], (1, 2 if seed % 4 == 0 else 1))
    graph = kg.build([tmp_path])
    assert (len(graph.documents), graph.failures, graph.duplicates) == (1000, (), ())
    sources = {source.digest: source for source in map(kg.read, sorted(tmp_path.iterdir()))}
    text = graph.to_nquads()
    assert verify.verify(text, {digest: source.text for digest, source in sources.items()}).problems == ()
    found: Counter[tuple[str, str]] = Counter()
    for node in nodes_of([text]).values():
        if "rdf:predicate" in node:
            (document,) = {place.partition("#")[0].rsplit("/", 1)[-1] for place in node["prov:wasDerivedFrom"]}
            form = sources[document].name.partition("-")[2].partition(".")[0]
            kind = node["rdf:predicate"][0].rpartition("#")[2]
            found[form, kind if kind in ("hasMembership", "indicator", "date") else "relation"] += 1
    assert set(found) >= set(itertools.product(reports.FORMS, ("hasMembership", "indicator", "relation")))
    assert {kind for _, kind in found} >= {"date"}
    assert sum(found.values()) > 2500


def quad(text: str, *parts: str) -> str:
    """The first line that has all of these in it."""
    return next(line for line in text.split("\n") if all(part in line for part in parts))


def test_what_does_not_hold_is_listed(built: str, texts: dict[str, str]) -> None:
    quoted = quad(built, "#exact>")
    start = quad(built, "oa#start>", "#position=")
    stated = next(line for line in built.split("\n") if "wasDerivedFrom>" in line and "/statement/" in line)
    derived = [line for line in built.split("\n") if line.startswith(stated.split(" ")[0] + " ") and "wasDerivedFrom>" in line]
    relation = quad(built, "ontology#assists> <")
    digest = quad(built, "ontology#digest>")
    shifted = re.sub(r'"([0-9]+)"', lambda m: f'"{int(m[1]) + 1}"', start)
    faults = {
        f"is said to stand at {int(shifted.split(chr(34))[1])} to": built.replace(start, shifted),
        "is said to stand at": built.replace(quoted, quoted.replace('#exact> "', '#exact> "另')),
        "it has no place and wording": built.replace(start + "\n", ""),
        "the statement has no evidence": "".join(f"{line}\n" for line in built.split("\n") if line and line not in derived),
        "is asserted, and no statement says so": built + relation.replace("assists", "visits") + "\n",
        "the graph does not say which bytes": built.replace(digest + "\n", ""),
        "is not described": built.replace(stated, stated.replace("#char=", "#char=9")),
    }
    for said, text in faults.items():
        problems = verify.verify(text, texts).problems
        assert any(said in problem.problem for problem in problems), said
    missing = verify.verify(built, dict(list(texts.items())[1:])).problems
    assert [problem.problem.split(" (")[0] for problem in missing] == ["no file among the sources has its bytes"]


def test_verify_finds_sources_by_their_bytes(run: Run, document: Path, tmp_path: Path) -> None:
    graph, moved = tmp_path / "graph.ttl", tmp_path / "elsewhere"
    kg.build([document]).write(graph)
    moved.mkdir()
    document.rename(moved / "renamed.txt")
    found = run("verify", graph, "--sources", moved)
    assert (found.exit_code, found.stderr.endswith("everything stands\n")) == (0, True), found.output
    (moved / "renamed.txt").write_text(TEXT.replace("1.2亿元", "1.3亿元"), encoding="utf-8")
    lost = run("verify", graph, "--sources", moved, "-f", "json")
    assert lost.exit_code == 1
    assert [row["problem"].split(" (")[0] for row in json.loads(lost.stdout)] == ["no file among the sources has its bytes"]
    assert "say with --sources where the documents lie" in lost.stderr


def test_a_quotation_that_was_altered_is_listed(run: Run, document: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    kg.build([document]).write(graph)
    text = graph.read_text("utf-8")
    quoted = quad(text, "#exact>", "1.2亿元")
    graph.write_text(text.replace(quoted, quoted.replace("1.2亿元", "9.9亿元")), encoding="utf-8")
    found = run("verify", graph, "--sources", document, "-f", "json")
    (row,) = json.loads(found.stdout)
    assert (found.exit_code, "9.9亿元" in row["problem"], "where “" in row["problem"]) == (1, True, True)


def test_a_folder_knows_where_its_sources_lay(run: Run, document: Path, tmp_path: Path) -> None:
    folders.add([document], tmp_path / "graph")
    assert judgement.verify(tmp_path / "graph").problems == ()
    document.unlink()
    assert run("verify", tmp_path / "graph").exit_code == 1


def test_validate_says_which_document_and_what(run: Run, document: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    kg.build([document, SAMPLES / "suzhou-suqian.txt"]).write(graph)
    for validator in {"pyshacl", shapes.validator()}:
        said = run("validate", graph, "--validator", validator).stderr
        assert said == f"2 documents, 0 violations ({validator} {shapes.installed(validator)})\n"
    text = graph.read_text("utf-8")
    graph.write_text(text.replace('"扬州市"@zh-Hans', '"扬州市"'), encoding="utf-8")
    for lang, message in (("zh", "：实体须有且仅有一个简体中文首选标签"), ("en", ": An entity has exactly one preferred label in zh-Hans")):
        found = run("validate", graph, "--lang", lang, "-f", "json")
        assert found.exit_code == 1
        rows = json.loads(found.stdout)
        assert {row["document"] for row in rows} == {"扬州市与榆林市签署合作框架协议"}
        assert any(row["message"] == "“扬州市”" + message and row["severity"] == "violation" for row in rows), rows


OLD = "扬州市对口支援绥德县，累计投入资金1.2亿元。\n扬州市市长林远舟出席会议。\n"
NEW = "扬州市对口支援绥德县，累计投入资金1.5亿元。\n扬州市对口支援米脂县。\n"


def graph_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    kg.build([path]).write(folder / f"{name}.nq")
    return folder / f"{name}.nq"


def test_diff_says_in_words_what_changed_and_by_which_document(run: Run, tmp_path: Path) -> None:
    old, new = graph_of(tmp_path, "old.txt", OLD), graph_of(tmp_path, "new.txt", NEW)
    found = run("diff", old, new, "-f", "json")
    assert found.exit_code == 0
    rows = {(row["change"], row["kind"], row["what"]) for row in json.loads(found.stdout)}
    assert ("added", "relation", "扬州市 支援 米脂县") in rows or ("added", "relation", "扬州市 帮扶 米脂县") in rows, rows
    assert ("added", "entity", "米脂县 (县级行政区)") in rows
    assert any(change == "removed" and kind == "post" and "林远舟" in what and "市长" in what for change, kind, what in rows)
    assert any(change == "removed" and kind == "indicator" and "120000000" in what for change, kind, what in rows)
    assert any(change == "added" and kind == "indicator" and "150000000" in what for change, kind, what in rows)
    assert not any(what.startswith("扬州市 ") and what.endswith(" 绥德县") for change, _, what in rows if change != "changed")
    assert run("diff", old, old).stderr == "nothing changed\n"


def test_a_patch_makes_one_graph_the_other(run: Run, built: str, tmp_path: Path) -> None:
    old, new = graph_of(tmp_path, "old.txt", OLD), graph_of(tmp_path, "new.txt", NEW)
    run("diff", old, new, "-f", "patch", "-o", tmp_path / "changes.rdfp")
    changes = (tmp_path / "changes.rdfp").read_text("utf-8")
    before, after = old.read_text("utf-8"), new.read_text("utf-8")
    assert difference.patched(before, changes) == after
    assert difference.patched(built, difference.patch(built, after)) == after
    assert difference.patch(after, after) == "TX .\nTC .\n"
    with pytest.raises(ValueError, match="this cannot be done to the graph: D <"):
        difference.patched(after, changes)
