"""The pipeline's laws: a document's graph is a function of the document, and a corpus is the union of its documents' graphs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES, TEXT

import kg
from kg.corpus import digest_of, select
from kg.engines.table import ENGINES, choose
from kg.errors import InputError, OutputError
from kg.graph.whole import whole
from kg.pipeline import KnowledgeGraph, build, process

SUFFIXES = (".txt", ".md")


@pytest.fixture(scope="module")
def corpus() -> KnowledgeGraph:
    return build([SAMPLES])


def samples() -> list[Path]:
    return sorted(SAMPLES.glob("*.txt"))


def test_building_each_alone_and_uniting_gives_what_building_all_at_once_gives(corpus: KnowledgeGraph) -> None:
    assert len(corpus.documents) == len(samples()) > 1
    alone = [build([path]).to_nquads() for path in samples()]
    assert whole(alone).text == corpus.to_nquads() != ""


def test_every_quad_of_a_document_stands_in_its_own_named_graph(corpus: KnowledgeGraph) -> None:
    for document in corpus.documents:
        lines = document.nquads.rstrip("\n").split("\n")
        assert lines == sorted(set(lines))
        assert all(line.endswith(f"graph/{document.digest}> .") for line in lines)


def test_forgetting_a_document_is_dropping_its_graph(corpus: KnowledgeGraph) -> None:
    gone = corpus.documents[0]
    rest = KnowledgeGraph(corpus.documents[1:])
    others = [path for path in samples() if digest_of(path) != gone.digest]
    assert rest.to_nquads() == build(others).to_nquads()
    assert gone.digest not in rest.to_nquads()


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_engine_gives_the_same_in_order(engine: str) -> None:
    with ENGINES[engine](2) as executor:
        assert list(executor.map(pow, range(7), [2] * 7)) == [n * n for n in range(7)]
        assert executor.submit(pow, 3, 2).result() == 9
        with pytest.raises(ZeroDivisionError, match="zero"):
            executor.submit(divmod, 1, 0).result()


def test_workers_and_order_do_not_show_in_graphs_and_errors(corpus: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    graph = build([*reversed(samples()), tmp_path / "empty.txt"], workers=2)
    assert graph.documents == corpus.documents
    assert [str(failure) for failure in graph.failures] == [str(failure) for failure in build([tmp_path / "empty.txt"]).failures]
    assert len(graph.failures) == 1


def test_no_worker_is_no_engine() -> None:
    with pytest.raises(ValueError, match="0 workers can do no work; at least 1 is needed"):
        choose(0)


def written_in_a_process_of_its_own(seed: str, names: list[str], out: Path) -> bytes:
    command = [sys.executable, "-m", "kg", "build", *names, "-o", str(out), "--quiet"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
    return out.read_bytes()


def test_the_same_bytes_whatever_the_hash_seed_and_the_order(tmp_path: Path) -> None:
    """Of the samples, and of the real documents where they lie beside the repository."""
    beside = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    names = list(map(str, [*samples(), *beside]))
    one = written_in_a_process_of_its_own("0", names, tmp_path / "one.ttl")
    assert one.count(b"rc:SourceDocument") == len(names)
    for seed in ("1", "3"):
        assert written_in_a_process_of_its_own(seed, names[::-1], tmp_path / "other.ttl") == one


def test_a_graph_does_not_depend_on_where_its_document_lies_or_how_it_is_called(tmp_path: Path) -> None:
    results = []
    for name in ("a/one.txt", "b/两.txt"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(TEXT, encoding="utf-8")
        results.append(process(path))
    assert results[0].nquads == results[1].nquads
    assert results[0].digest == hashlib.sha256(TEXT.encode()).hexdigest()


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT}第{number + 1}份。", encoding="utf-8")
    seen: list[tuple[int, int, str]] = []
    build([tmp_path], progress=lambda *step: seen.append(step))
    assert seen == [(1, 3, "0.txt"), (2, 3, "1.txt"), (3, 3, "2.txt")]


def test_a_summary_counts_each_entity_once(document: Path) -> None:
    second = document.with_name("second.txt")
    second.write_text(TEXT + "\n扬州市与榆林市继续合作。\n", encoding="utf-8")
    one, both = build([document]).summary, build([document, second]).summary
    assert both.documents == 2
    assert both.entities == one.entities != ()
    assert both.statements >= 2 * one.statements > 0


def test_a_fault_in_one_document_is_reported_with_it(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(path: Path, base: str | None = None) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("kg.pipeline.process", faulty)
    (failure,) = build([document]).failures
    assert failure.path == str(document)
    assert failure.problem.startswith("the program failed on this document (ZeroDivisionError at test_pipeline.py:")


def test_a_graph_is_written_and_read_as_rdf(document: Path, tmp_path: Path) -> None:
    graph = build([document])
    graph.write(tmp_path / "graph.nq")
    assert (tmp_path / "graph.nq").read_text("utf-8") == graph.to_nquads()
    assert len(graph.to_rdflib()) == graph.to_nquads().count("\n")
    with pytest.raises(OutputError, match=r"graph\.doc: the format \.doc is not known; use .*\.ttl"):
        graph.write(tmp_path / "graph.doc")


def test_a_base_of_ones_own(document: Path) -> None:
    text = build([document], base="https://example.org/kg/").to_nquads()
    assert "<https://example.org/kg/document/" in text
    assert "regional-cooperation/id/" not in text
    for wrong in ("kg", "https://example.org/a b/", "https://example.org/kg"):
        with pytest.raises(kg.KgError, match="is no base for IRIs; use one like https://"):
            build([document], base=wrong)


def test_a_folder_gives_the_documents_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "below/deep/c.txt", "d.xlsx", ".hidden.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    selection = select([tmp_path], SUFFIXES)
    assert [str(path.relative_to(tmp_path)) for path in selection.files] == ["a.MD", "b.txt", "below/deep/c.txt"]
    assert [path.name for path in selection.skipped] == ["d.xlsx"]
    assert selection.failures == ()


def test_a_selection_does_not_depend_on_the_order_of_the_arguments(tmp_path: Path) -> None:
    for name, text in {"a.txt": "甲", "b.txt": "甲", "c.txt": "乙", "empty.txt": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "none").mkdir()
    arguments = [tmp_path / "b.txt", tmp_path, tmp_path / "none", tmp_path / "a.txt"]
    selections = {repr(select(order, SUFFIXES)) for order in permutations(arguments)}
    assert len(selections) == 1
    selection = select(arguments, SUFFIXES)
    assert [path.name for path in selection.files] == ["a.txt", "c.txt", "empty.txt"]
    assert [path.name for path in selection.duplicates] == ["b.txt"]
    assert [str(failure) for failure in selection.failures] == [
        f"{tmp_path / 'none'}: the folder has no document in it; documents end in .md, .txt"
    ]


def test_a_named_file_counts_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"PK")
    assert select([path], SUFFIXES).files == (path,)
    with pytest.raises(InputError, match=r"gone\.txt: there is no such file or folder; check the name"):
        select([path, tmp_path / "gone.txt"], SUFFIXES)


def test_importing_kg_loads_nothing() -> None:
    program = "import sys; before = set(sys.modules); import kg; print(*sorted(m for m in set(sys.modules) - before if m.startswith('kg')))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.split() == ["kg"]


def test_the_front_door_has_what_it_promises() -> None:
    for name in kg.__all__:
        assert getattr(kg, name).__name__ == name
    with pytest.raises(AttributeError, match="module kg has no attribute bild"):
        kg.bild  # noqa: B018
    assert set(kg.__all__) < set(dir(kg))


def test_the_stages_as_plain_functions(document: Path) -> None:
    facts = kg.extract(kg.prepare(kg.read(document)))
    assert kg.to_nquads(facts) == process(document).nquads
