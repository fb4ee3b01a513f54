"""The graph folder: documents come, go and change, and what is left is what a build of what is left would be."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from typer.testing import Result

import kg
from kg import folders
from kg.errors import InputError, OutputError, RefusedError
from kg.folders import Way
from kg.graph import folder as graph_folder
from kg.graph import rdf, store, validate

# Texts that share entities, so that taking one away must leave the others' facts in place.
TEXTS = (
    "2023年5月18日，扬州市与榆林市签署《扬州市—榆林市战略合作框架协议》。\n",
    "扬州市支援绥德县，累计投入资金1.2亿元。扬州市人民医院与榆林市第一医院结对帮扶。\n",
    "扬州绿杨食品有限公司落户榆林高新技术产业开发区，投资3000万元。\n",
    "榆林市市长贺立群到扬州市考察。\n",
    "这里什么也没有。\n",
)
OLD, NEW = "扬州市支援绥德县。\n", "扬州市支援米脂县。\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def all_at_once(paths: list[Path]) -> str:
    return kg.build(paths).to_nquads() if paths else ""


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 3), st.integers(0, len(TEXTS) - 1)),
        st.tuples(st.just("forget"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("build"), st.integers(0, 3), st.integers(0, len(TEXTS) - 1)),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_steps_equals_one_build_of_what_is_left(
    steps: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Four places, five texts: added, replaced by another text, forgotten, built afresh."""
    here = tmp_path_factory.mktemp("steps")
    folder = here / "graph"
    left: dict[int, int] = {}  # the place from which each text came last
    for kind, place, text in steps:
        path = here / "documents" / f"{place}.txt"
        if kind == "forget":
            if place in left.values():
                folders.forget([str(path)], folder)
            left = {t: p for t, p in left.items() if p != place}
            continue
        written(here / "documents", path.name, TEXTS[text])
        (folders.build if kind == "build" else folders.add)([path], folder)
        left = {} if kind == "build" else {t: p for t, p in left.items() if p != place}
        left[text] = place
    texts = [written(here / "left", f"{text}.txt", TEXTS[text]) for text in sorted(left)]
    if graph_folder.is_folder(folder):
        assert graph_folder.text(folder) == all_at_once(texts)
        folders.reindex(folder)
        assert content(store.load(folder)) == content(store.load(all_at_once(texts)))


def content(loaded: Store) -> set[str]:
    return {str(quad) for quad in loaded.quads_for_pattern(None, None, None, None)}


def test_what_became_of_each_document_is_told(tmp_path: Path) -> None:
    one, two = written(tmp_path / "d", "one.txt", OLD), written(tmp_path / "d", "two.txt", TEXTS[2])
    folder = tmp_path / "graph"
    first = folders.add([one, two], folder)
    assert {entry.name for entry in first.added} == {"one.txt", "two.txt"}
    one.write_text(NEW, encoding="utf-8")
    second = folders.add([tmp_path / "d"], folder)
    assert ([e.name for e in second.replaced], [e.name for e in second.kept], second.removed) == (["one.txt"], ["two.txt"], ())
    assert "米脂县" in graph_folder.text(folder)
    assert "绥德县" not in graph_folder.text(folder)
    third = folders.build([two], folder)
    assert ([e.name for e in third.kept], [e.name for e in third.removed]) == (["two.txt"], ["one.txt"])
    assert sorted(path.suffix for path in (folder / "documents").iterdir()) == [".json", ".nq"]


def test_what_was_made_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what the manifest names, nor what an interrupted run had finished."""
    path, folder = written(tmp_path / "d", "one.txt", OLD), tmp_path / "graph"
    folders.add([path], folder)
    before = graph_folder.text(folder)
    (folder / "manifest.json").unlink()
    monkeypatch.setattr("kg.pipeline.process", lambda *_: pytest.fail("made again"))
    folders.add([path], folder)
    assert graph_folder.text(folder) == before


def test_a_graph_that_was_tampered_with_is_found_and_made_again(tmp_path: Path) -> None:
    path, folder = written(tmp_path / "d", "one.txt", OLD), tmp_path / "graph"
    folders.add([path], folder)
    whole = graph_folder.text(folder)
    file = next((folder / "documents").glob("*.nq"))
    file.write_text(whole.replace("绥德县", "清涧县"), encoding="utf-8")
    with pytest.raises(InputError, match=r"the graph of one\.txt is not the one that was written; add the document again"):
        graph_folder.text(folder)
    folders.add([path], folder)
    assert graph_folder.text(folder) == whole
    file.unlink()
    with pytest.raises(InputError, match=r"the graph of one\.txt cannot be read"):
        graph_folder.text(folder)


def test_other_knowledge_makes_the_graph_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, folder = written(tmp_path / "d", "one.txt", OLD), tmp_path / "graph"
    folders.add([path], folder)
    monkeypatch.setattr("kg.recipe.program_version", lambda: "another")
    change = folders.add([path], folder)
    assert [entry.name for entry in change.kept] == ["one.txt"]  # made again, and the same
    assert json.loads(next((folder / "documents").glob("*.json")).read_text("utf-8"))["recipe"]["version"] == "another"


def test_a_second_writer_is_told_who_writes_and_readers_go_on(tmp_path: Path) -> None:
    path, folder = written(tmp_path / "d", "one.txt", OLD), tmp_path / "graph"
    folders.add([path], folder)
    with graph_folder.writing(folder):
        with pytest.raises(OutputError, match=rf"process {os.getpid()} is writing this folder; wait until it is done; reading goes on"):
            folders.add([path], folder)
        with pytest.raises(OutputError, match="is writing this folder"):
            folders.reindex(folder)
        assert "绥德县" in graph_folder.text(folder)
    folders.add([path], folder)


def test_the_lock_of_a_dead_writer_binds_nobody(tmp_path: Path) -> None:
    path, folder = written(tmp_path / "d", "one.txt", OLD), tmp_path / "graph"
    folders.add([path], folder)
    assert (folder / "lock").exists()
    handle = os.open(folder / "lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.close(handle)
    folders.forget(["one.txt"], folder)
    assert graph_folder.text(folder) == ""


def test_what_cannot_be_read_is_left_out_and_the_old_text_stays(tmp_path: Path) -> None:
    good, bad, folder = written(tmp_path / "d", "good.txt", OLD), written(tmp_path / "d", "bad.txt", TEXTS[3]), tmp_path / "graph"
    folders.add([good, bad], folder)
    before = graph_folder.text(folder)
    bad.write_bytes(b"\x00\x01\x02" * 50)
    change = folders.add([good, bad], folder)
    assert [failure.path for failure in change.failures] == [str(bad)]
    assert graph_folder.text(folder) == before


@pytest.fixture
def broken_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of documents that name 绥德县 it is sure beyond measure."""
    sound = rdf.to_nquads

    def broken(*arguments: Any) -> str:
        text = sound(*arguments)
        return text.replace('ontology#confidence> "0.', 'ontology#confidence> "1.') if "绥德县" in text else text

    monkeypatch.setattr(rdf, "to_nquads", broken)


@pytest.mark.usefixtures("broken_converter")
def test_what_breaks_a_shape_is_stopped_at_the_door(run: Callable[..., Result], tmp_path: Path) -> None:
    bad, good, folder = written(tmp_path / "d", "bad.txt", OLD), written(tmp_path / "d", "good.txt", TEXTS[2]), tmp_path / "graph"
    change = folders.add([bad, good], folder, Way(check=True))
    (refusal,) = change.failures
    assert isinstance(refusal, RefusedError)
    assert (refusal.path, change.refused, change.validator) == (str(bad), True, Way(check=True).validator)
    assert refusal.problem.startswith("its graph breaks the shapes of the ontology in ")
    assert "“扬州市 rc:assists 绥德县”: A statement has one confidence, a decimal between 0 and 1 (it has 1." in str(refusal)
    assert [entry.name for entry in change.added] == ["good.txt"]
    assert graph_folder.text(folder) == all_at_once([good])
    assert len(list((folder / "documents").iterdir())) == 2
    said = run("add", folder, bad, good, "--check")
    assert (said.exit_code, "left out: " in said.stderr, "1 there already" in said.stderr) == (2, True, True)
    said = run("build", bad, "--into", tmp_path / "none", "--check")
    assert (said.exit_code, "no document went through" in said.stderr, (tmp_path / "none" / "manifest.json").exists()) == (2, True, False)
    assert ok(run("add", folder, bad, "--no-check")).stderr.startswith("1 added")


def test_of_itself_the_door_is_guarded_where_the_guard_is_fast(monkeypatch: pytest.MonkeyPatch, run: Callable[..., Result]) -> None:
    monkeypatch.setattr(validate, "installed", {"pyshacl": "1", "pyshifty": "2"}.get)
    assert [Way(check=check).validator for check in (None, True, False)] == ["pyshifty 2", "pyshifty 2", ""]
    monkeypatch.setattr(validate, "installed", {"pyshacl": "1"}.get)
    assert [Way(check=check).validator for check in (None, True, False)] == ["", "pyshacl 1", ""]
    said = run("build", "x.txt", "-o", "x.nq", "--check")
    assert (said.exit_code, "of a file ask kg validate" in said.stderr) == (2, True)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "d", "one.txt", OLD)
    with pytest.raises(OutputError, match="there are other things in this folder; name a new folder for the graph"):
        folders.add([path], tmp_path / "d")
    with pytest.raises(OutputError, match="this is a file; name a folder"):
        folders.add([path], path)
    assert [p.name for p in (tmp_path / "d").iterdir()] == ["one.txt"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "the manifest is damaged"),
        ('{"version": 1}', "the manifest is damaged"),
        ('{"version": 99, "base": "", "documents": []}', "this manifest is of version 99, and 1 is read"),
    ],
)
def test_a_damaged_manifest_is_said_to_be_one(content: str, problem: str, tmp_path: Path) -> None:
    folders.add([written(tmp_path / "d", "one.txt", OLD)], tmp_path / "graph")
    (tmp_path / "graph" / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        graph_folder.text(tmp_path / "graph")


def ok(result: Result) -> Result:
    assert result.exit_code == 0, (result.stderr, result.exception)
    return result


def test_the_commands(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    one, two, graph = written(tmp_path / "d", "one.txt", TEXTS[0]), written(tmp_path / "d", "two.txt", TEXTS[1]), tmp_path / "graph"
    assert "1 added → " in ok(run("build", one, "--into", graph)).stderr
    assert "1 added → " in ok(run("add", graph, two)).stderr
    answer = ok(run("query", graph, "SELECT (COUNT(?d) AS ?n) { ?d a rc:SourceDocument }", "-f", "csv")).stdout
    assert answer.split() == ["n", "2"]
    rows = json.loads(ok(run("list", graph, "-f", "json")).stdout)
    assert [row["name"] for row in rows] == ["one.txt", "two.txt"]
    assert "1 forgotten → " in ok(run("forget", graph, "one.txt")).stderr
    ok(run("export", graph, "-o", tmp_path / "left.nq"))
    assert (tmp_path / "left.nq").read_text("utf-8") == all_at_once([two])
    assert "index: " in ok(run("reindex", graph)).stderr
    failed = run("forget", graph, "three.txt")
    assert (failed.exit_code, "no document of it is meant by three.txt" in failed.stderr) == (2, True)
    failed = run("add", tmp_path / "none", tmp_path / "none.txt")
    assert (failed.exit_code, (tmp_path / "none").exists()) == (2, False)
    failed = run("add", graph, "-")
    assert (failed.exit_code, "put the text into a file" in failed.stderr) == (2, True)
