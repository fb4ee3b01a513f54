"""Bad input of every kind: a clear message, exit 2, no traceback, nothing half-written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]

# Bytes that are no text in UTF-8, GB18030 or Big5, and hold no NUL that would give a binary file away.
NO_ENCODING = "合作".encode() + b"\xff\xfe\xff\x80\xff\xff\x81" * 40


def assert_refused(result: Result, message: str) -> None:
    """Exit 2 and the message, and nothing on standard output."""
    assert result.exit_code == 2, (result.exit_code, result.stderr, result.exception)
    assert re.search(message, result.stderr), result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


DOCUMENTS = {
    "empty": ("a.txt", b"", "a.txt: .*empty"),
    "white space": ("a.txt", " \n\n\u3000\n".encode(), "a.txt: .*empty"),
    "image": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "a.txt: this is a PNG image, not text"),
    "binary": ("a.txt", bytes(range(256)) * 20, "a.txt: .*(binary|not text|no text)"),
    "no encoding": ("a.txt", NO_ENCODING, "a.txt: .*encod"),
    "unknown suffix": ("a.docx", "扬州市与榆林市合作。".encode(), r"a.docx: .*\.txt"),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_document_that_cannot_be_read(case: str, run: Run, tmp_path: Path) -> None:
    name, content, message = DOCUMENTS[case]
    (tmp_path / name).write_bytes(content)
    assert_refused(run("build", tmp_path / name, "-o", tmp_path / "graph.ttl"), message)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("case", DOCUMENTS)
def test_others_go_through_and_the_report_says_which_did_not(case: str, run: Run, document: Path, tmp_path: Path) -> None:
    name, content, message = DOCUMENTS[case]
    (tmp_path / name).write_bytes(content)
    result = run("build", tmp_path / name, document, "-o", tmp_path / "graph.ttl", "--quiet")
    assert result.exit_code == 0, result.stderr
    assert re.search(f"left out: .*{message}", result.stderr), result.stderr
    assert (tmp_path / "graph.ttl").stat().st_size > 0


def test_a_document_without_permission(run: Run, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document.chmod(0)
    if os.access(document, os.R_OK):  # a superuser may read everything
        refuse_to_open(monkeypatch, document)
    assert_refused(run("build", document, "-o", tmp_path / "graph.ttl"), r"agreement.txt: the file cannot be read \(Permission denied\)")


def refuse_to_open(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    opening = Path.open

    def refusing(self: Path, *args: object, **kwargs: object) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied", str(path))
        return opening(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)


def test_fifty_megabytes_of_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.write("扬州市".encode())
        file.truncate(50_000_000)
    assert_refused(run("build", path, "-o", tmp_path / "graph.ttl"), "line.txt: 50 MB are too large for one document; split it")


def test_a_text_with_no_entity(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hm.txt"
    path.write_text("嗯，好的，那就这样吧。\n", encoding="utf-8")
    result = run("build", path, "-o", tmp_path / "graph.ttl")
    assert result.exit_code == 0, result.stderr
    assert "nothing was found in hm.txt" in result.stderr
    assert "SourceDocument" in (tmp_path / "graph.ttl").read_text("utf-8")


def test_a_folder_with_no_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.xlsx").write_bytes(b"PK")
    result = run("build", tmp_path / "figures", "-o", tmp_path / "graph.ttl")
    assert_refused(result, r"figures: the folder has no document in it; .*\.txt\nkg: in formats that are not read: \.xlsx 1\n")
    assert not (tmp_path / "graph.ttl").exists()


def test_a_document_that_is_not_there(run: Run, document: Path, tmp_path: Path) -> None:
    assert_refused(run("build", document, tmp_path / "b.txt", "-o", tmp_path / "graph.ttl"), "b.txt: there is no such file or folder")
    assert not (tmp_path / "graph.ttl").exists()


def test_a_pipe_is_no_document(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    result = run("build", tmp_path / "pipe.txt", "-o", tmp_path / "graph.ttl")
    assert_refused(result, "pipe.txt: this is no regular file; .* standard input")


OUTPUTS = {
    "no folder": ("nowhere/graph.ttl", "graph.ttl: there is no folder .*nowhere; make it first"),
    "a folder": ("folder.ttl", "folder.ttl: this is a folder"),
    "a folder without a suffix": ("folder", "folder: this is a folder"),
    "no suffix": ("graph", r"graph: the format of a file without a suffix is not known; use .*\.ttl"),
    "unknown suffix": ("graph.xyz", r"graph.xyz: the format .xyz is not known; use .*\.ttl"),
}


@pytest.mark.parametrize("case", OUTPUTS)
def test_an_output_that_cannot_be_written(case: str, run: Run, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, message = OUTPUTS[case]
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr("kg.pipeline.process", lambda *_: pytest.fail("work began before the output was looked at"))
    assert_refused(run("build", document, "-o", tmp_path / name), message)


@pytest.mark.parametrize("arguments", [("export",), ("view",), ("query",)])
def test_every_command_looks_at_its_output_first(arguments: tuple[str, ...], run: Run, graph_file: Path, tmp_path: Path) -> None:
    suffix = {"export": ".ttl", "view": ".html", "query": ".csv"}[arguments[0]]
    question = ["ASK {}"] if arguments[0] == "query" else []
    result = run(*arguments, graph_file, *question, "-o", tmp_path / f"nowhere/out{suffix}")
    assert_refused(result, "there is no folder .*nowhere")


def test_a_read_only_output_stays_as_it_is(run: Run, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("precious")
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        refuse_to_open(monkeypatch, path)
    assert_refused(run("build", document, "-o", path), r"graph.ttl: the file cannot be written \(Permission denied\)")
    monkeypatch.undo()
    assert path.read_text() == "precious"


def test_a_failed_build_leaves_the_old_graph(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "graph.ttl").write_text("the graph of yesterday")
    assert_refused(run("build", tmp_path / "a.txt", "-o", tmp_path / "graph.ttl"), "nothing was written")
    assert (tmp_path / "graph.ttl").read_text() == "the graph of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "graph.ttl"]


QUERIES = {
    "malformed": ("SELECT ?s WHERE { ?s ?p", "malformed|cannot be parsed|no valid"),
    "update": ("INSERT DATA { <a:b> <a:c> <a:d> }", "update|change"),
    "deletion": ("DELETE WHERE { ?s ?p ?o }", "update|change"),
    "drop": ("DROP ALL", "update|change"),
    "service": ("SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", "SERVICE"),
    "no question": ("who-supports-who-through-what", "no question"),
    "empty": ("", "the query is empty; give SPARQL"),
}


@pytest.mark.parametrize("case", QUERIES)
def test_a_query_that_cannot_be_answered(case: str, run: Run, graph_file: Path, tmp_path: Path) -> None:
    query, message = QUERIES[case]
    before = graph_file.read_bytes()
    assert_refused(run("query", graph_file, query, "-o", tmp_path / "answer.csv", "--format", "csv"), message)
    assert graph_file.read_bytes() == before
    assert not (tmp_path / "answer.csv").exists()


@pytest.mark.parametrize("command", ["query", "export", "view"])
@pytest.mark.parametrize("name", ["gone.nq", "broken.nq", "broken.ttl", "graph.xyz"])
def test_a_graph_that_cannot_be_read(command: str, name: str, run: Run, tmp_path: Path) -> None:
    if name != "gone.nq":
        (tmp_path / name).write_text("this is <no graph")
    targets: dict[str, list[str | Path]] = {"export": ["-o", tmp_path / "out.nq"], "view": ["-o", tmp_path / "out.html"]}
    rest = targets.get(command, ["ASK {}"])
    assert_refused(run(command, tmp_path / name, *rest), f"{name}: ")
    assert not list(tmp_path.glob("out*"))


def test_a_format_that_is_not_known(run: Run, graph_file: Path) -> None:
    assert_refused(run("export", graph_file, "-o", "-", "--format", "doc"), "-: the format doc is not known; use one of .*jsonld.*, ttl")
    assert_refused(run("query", graph_file, "ASK {}", "--format", "doc"), "doc")


def test_a_format_beside_a_suffix(run: Run, graph_file: Path, tmp_path: Path) -> None:
    result = run("export", graph_file, "-o", tmp_path / "graph.ttl", "--format", "nq")
    assert_refused(result, "graph.ttl: the suffix says the format of a file; leave --format out")
    assert not (tmp_path / "graph.ttl").exists()


def test_wrong_use(run: Run, document: Path) -> None:
    assert_refused(run("build", document), "--output")
    assert_refused(run("build", document, "-o", "g.nq", "--workers", "0"), "--workers")
    assert_refused(run("built"), "No such command")


def test_no_traceback_in_a_process_of_its_own(tmp_path: Path) -> None:
    """The same from outside, where no test runner stands between the program and its exit."""
    (tmp_path / "a.txt").write_bytes(b"")
    command = [sys.executable, "-m", "kg", "build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "graph.ttl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"kg: .*a\.txt: .*empty.*\nkg: no document went through, and nothing was written\n", done.stderr), done.stderr


def test_an_interrupt_is_no_traceback(run: Run, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.pipeline.process", interrupted)
    result = run("build", document, "-o", tmp_path / "graph.ttl")
    assert (result.exit_code, result.stderr) == (130, "kg: interrupted\n")
    assert not (tmp_path / "graph.ttl").exists()
