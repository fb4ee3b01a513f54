"""The command line where all is well: what goes in, what comes out, and how fast help is there."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, TEXT
from typer.testing import Result

import kg
from kg import console

Run = Callable[..., Result]
PAIRS = "SELECT ?from ?to { ?a rc:assists ?b . ?a skos:prefLabel ?from . ?b skos:prefLabel ?to } ORDER BY ?from ?to"


def ok(result: Result) -> Result:
    assert result.exit_code == 0, (result.stderr, result.exception)
    return result


def test_help_is_there_at_once() -> None:
    """In 0.3 seconds of CPU: the best of five runs, as whatever else the machine does can only add."""
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert "build" in run.stdout
    assert min(seconds) < 0.3, seconds


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq", ".nt", ".jsonld"])
def test_build_writes_the_format_of_the_suffix(suffix: str, run: Run, document: Path, tmp_path: Path) -> None:
    out = tmp_path / f"graph{suffix}"
    result = ok(run("build", document, "-o", out))
    assert result.stdout == ""
    assert re.match(rf"1 document, \d+ entities, \d+ statements?, .* → {re.escape(str(out))}\n  entities: .*Region \d", result.stderr)
    answer = ok(run("query", out, "ASK { ?d a rc:SourceDocument }", "--format", "json"))
    assert json.loads(answer.stdout)["boolean"] is True


def test_build_says_what_it_left_out(run: Run, document: Path, tmp_path: Path) -> None:
    (document.parent / "table.xlsx").write_bytes(b"PK")
    (document.parent / "empty.txt").write_bytes(b"")
    (document.parent / "twin.txt").write_bytes(document.read_bytes())
    result = ok(run("build", document.parent, "-o", tmp_path / "graph.nq"))
    assert re.search(r"^1 document, ", result.stderr)
    assert re.search(r"left out: .*empty\.txt: the file is empty", result.stderr)
    assert re.search(r"1 file with the content of another: .*twin\.txt", result.stderr)
    assert "in formats that are not read: .xlsx 1" in result.stderr
    assert (tmp_path / "graph.nq").read_text("utf-8") == kg.build([document]).to_nquads()


def test_quiet_says_only_what_was_left_out(run: Run, document: Path, tmp_path: Path) -> None:
    assert ok(run("build", document, "-o", tmp_path / "graph.nq", "--quiet")).stderr == ""


def test_standard_input_and_output(run: Run, document: Path, tmp_path: Path) -> None:
    built = ok(run("build", "-", "-o", "-", "-q", stdin=TEXT.encode())).stdout
    assert built == kg.build([document]).to_nquads()
    counted = ok(run("query", "-", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "-f", "csv", stdin=built)).stdout
    assert counted.split() == ["n", str(built.count("\n"))]
    ok(run("export", "-", "-o", tmp_path / "graph.nq", stdin=built))
    assert (tmp_path / "graph.nq").read_text("utf-8") == built
    assert ok(run("export", "-", "-o", "-", stdin=built)).stdout == built
    ok(run("export", "-", "-o", tmp_path / "graph.ttl", stdin=built))
    assert ok(run("export", "-", "-o", "-", "--format", "ttl", stdin=built)).stdout == (tmp_path / "graph.ttl").read_text("utf-8")
    page = ok(run("view", "-", "-o", "-", stdin=built)).stdout
    assert page.lstrip().lower().startswith("<!doctype html>")


def test_a_query_as_itself_as_a_file_and_from_standard_input(run: Run, graph_file: Path, tmp_path: Path) -> None:
    (tmp_path / "pairs.rq").write_text(PAIRS, encoding="utf-8")
    answers = {
        ok(run("query", graph_file, PAIRS, "-f", "csv")).stdout,
        ok(run("query", graph_file, tmp_path / "pairs.rq", "-f", "csv")).stdout,
        ok(run("query", graph_file, "-", "-f", "csv", stdin=PAIRS)).stdout,
    }
    assert len(answers) == 1
    rows = list(csv.reader(io.StringIO(answers.pop())))
    assert rows[0] == ["from", "to"]
    assert ["扬州市", "绥德县"] in rows[1:]


def test_forms_of_an_answer(run: Run, graph_file: Path, tmp_path: Path) -> None:
    table = ok(run("query", graph_file, PAIRS))
    assert re.search(r"扬州市 +绥德县", table.stdout)
    assert re.search(r"^\d+ rows?$", table.stderr.strip())
    for name, read in (("a.json", json.loads), ("a.csv", lambda text: list(csv.reader(io.StringIO(text))))):
        ok(run("query", graph_file, PAIRS, "-o", tmp_path / name))
        assert "绥德县" in str(read((tmp_path / name).read_text("utf-8")))
    ok(run("query", graph_file, PAIRS, "-o", tmp_path / "a.out", "-f", "table"))
    assert (tmp_path / "a.out").read_text("utf-8") == table.stdout


def test_a_limit_shows_fewer_rows_and_says_so(run: Run, graph_file: Path) -> None:
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    total = int(ok(run("query", graph_file, everything)).stderr.split()[0])
    limited = ok(run("query", graph_file, everything, "--limit", "2"))
    assert limited.stderr.strip() == f"{total} rows, {total - 2} of them not shown"
    assert len(limited.stdout.strip().splitlines()) == 4


def test_questions_have_titles_in_both_languages_and_can_be_asked(run: Run, graph_file: Path) -> None:
    listed = ok(run("questions")).stdout
    names = sorted(path.stem for path in (ROOT / "ontology" / "questions").glob("*.rq"))
    assert len(names) >= 10
    for name in names:
        row = next(line for line in listed.splitlines() if line.startswith(f"{name} "))
        assert re.search(r"[\u4e00-\u9fff]{2}.* {2,}[A-Z]", row), row
        assert ok(run("questions", name)).stdout == (ROOT / "ontology" / "questions" / f"{name}.rq").read_text("utf-8")
        ok(run("query", graph_file, name, "--format", "json"))


def test_view_writes_a_page_with_its_title(run: Run, graph_file: Path, tmp_path: Path) -> None:
    ok(run("view", graph_file, "-o", tmp_path / "graph.html", "--title", "扬州 & 榆林"))
    page = (tmp_path / "graph.html").read_text("utf-8")
    assert "扬州 &amp; 榆林" in page
    assert "绥德县" in page


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq", ".nt", ".jsonld", ".graphml", ".csv"])
def test_export_writes_every_format_and_names_what_it_wrote(suffix: str, run: Run, graph_file: Path, tmp_path: Path) -> None:
    result = ok(run("export", graph_file, "-o", tmp_path / f"out{suffix}"))
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == (["out.edges.csv", "out.nodes.csv"] if suffix == ".csv" else [f"out{suffix}"])
    assert sorted(Path(line.removeprefix("written: ")).name for line in result.stderr.splitlines()) == written
    assert all("扬州市" in (tmp_path / name).read_text("utf-8") for name in written if name != "out.edges.csv")


def test_version(run: Run) -> None:
    assert ok(run("version")).stdout == f"kg {kg.__version__}\n"
    assert re.fullmatch(r"\d+\.\d+\.\d+", kg.__version__)


def test_a_reader_that_leaves_early_is_no_fault(graph_file: Path) -> None:
    """`kg query … | head -n 1`, with more of an answer than a pipe holds."""
    many = "SELECT ?s ?p ?o ?q { ?s ?p ?o . ?q ?r ?v }"
    command = [sys.executable, "-m", "kg", "query", str(graph_file), f"{many} LIMIT 20000", "-f", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_output_is_utf8_in_any_locale(graph_file: Path) -> None:
    command = [sys.executable, "-m", "kg", "query", str(graph_file), PAIRS, "-f", "csv"]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert "绥德县" in run.stdout.decode("utf-8")


def test_a_table_is_as_wide_as_its_content_or_folded() -> None:
    rows = [("a", "字" * 60)]
    assert "字" * 30 + "\n" in console.table(("x", "y"), rows, None)
    assert "a" * 60 in console.table(("x",), [("a" * 60,)], None)
    folded = console.table(("x", "y"), rows, 40)
    assert folded.count("字") == 60
    assert "字" * 20 not in folded
    assert "扬州市 of Jiangsu" in console.table(("x",), [("扬州  \n 市 of\n  Jiangsu",)], None)
    assert "[bold]" in console.table(("x",), [("[bold]",)], None)
