"""The graph folder while it is written: whoever is killed, and whoever reads, meets the folder before or after."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import ROOT
from pyoxigraph import Store
from typer.testing import Result

import kg
from kg import folders, output
from kg.folders import Way
from kg.graph import folder as graph_folder
from kg.graph import index, query, store, whole

ONE = "2023年5月18日，扬州市与榆林市签署《扬州市—榆林市战略合作框架协议》。\n"
TWO = "扬州市支援绥德县，累计投入资金1.2亿元。扬州市人民医院与榆林市第一医院结对帮扶。\n"

# Where the lines are at which a run is killed: everything that changes files of a folder, and that takes old ones away.
WRITERS = {module.__file__: module.__name__ for module in (output, graph_folder, index, store, shutil)}
STARTS = ("indexed", "fresh")
UNGUARDED = Way(check=False)
STEPS = 16
KILLS = 5
"""In each of the modules, from each start: fifty together."""


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(ONE, encoding="utf-8")
    two.write_text(TWO, encoding="utf-8")
    return one, two


def in_a_process(call: str, *arguments: object) -> subprocess.Popen[str]:
    """A function of this file in a process of its own, whose standard output is what it returns, as JSON."""
    program = f"import json, test_folders_meanwhile as t; from pathlib import Path; print(json.dumps(t.{call}(*map(Path, {[*map(str, arguments)]}))))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "tests", ROOT)))}
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def content(loaded: Store) -> set[str]:
    return {str(quad) for quad in loaded.quads_for_pattern(None, None, None, None)}


def add_and_index(document: Path, folder: Path, fatal: tuple[str, int] = ("", 0)) -> Counter[str]:
    """An add with its index, which kills itself at a line of a module that writes, the so-manieth that it comes to; else how many there are."""
    lines: Counter[str] = Counter()

    def step(frame: FrameType, event: str, _: object) -> Any:
        name = WRITERS.get(frame.f_code.co_filename)
        if name is None:
            return None
        if event == "line":
            lines[name] += 1
            if (name, lines[name]) == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
        return step

    sys.settrace(step)
    folders.add([document], folder, UNGUARDED)
    folders.reindex(folder)
    sys.settrace(None)
    return lines


def forked(document: Path, folder: Path, start: Path, fatal: tuple[str, int] = ("", 0)) -> int:
    """How a process that adds to a copy of a folder ends; how many lines there were, in lines.json beside the folder, where it lives on."""
    shutil.copytree(start, folder)
    child = os.fork()
    if child == 0:
        lines = add_and_index(document, folder, fatal)
        (folder.parent / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_often(document: Path, here: Path) -> list[int]:
    """How each of fifty runs ended; their folders lie in `here`.

    The engine and the validator have threads, without which their other half in a forked process waits for ever: the process that forks must
    never have called them. What it has read of the project's knowledge, the forked ones need not read again.
    """
    folders.add([document], here / "known", UNGUARDED)
    whole.found_in(here / "known")
    ends = []
    for start in STARTS:
        forked(document, here / f"{start}-whole", here / start)
        lines = json.loads((here / "lines.json").read_text("utf-8"))
        for name in WRITERS.values():
            for number in range(KILLS):
                fatal = (name, 1 + lines[name] * number // KILLS)
                ends.append(forked(document, here / f"{start}-{name}-{number}.killed", here / start, fatal))
    return ends


def phase(folder: Path) -> str:
    """How far an add of a second document had come."""
    if len(graph_folder.read_manifest(folder).entries) == 2:
        if store.index_of(folder).is_dir():
            return "index"
        return "part of the index" if list(folder.glob("index/.new-*")) else "manifest"
    lying = [len(list(folder.glob(f"documents/[0-9a-f]*{suffix}"))) for suffix in (".nq", ".json")]
    return {(1, 1): "nothing", (2, 1): "graph", (2, 2): "ledger"}[lying[0], lying[1]]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_that_is_killed_leaves_the_folder_before_or_after(documents: tuple[Path, Path], tmp_path: Path) -> None:
    """Fifty kills, spread over the lines of all that writes; the next run is not disturbed by what lies about."""
    one, two = documents
    wanted = {}
    for paths in ([one], [one, two]):
        text = kg.build(paths).to_nquads()
        wanted[text] = content(store.load(text))
    before, after = wanted
    for start in STARTS:
        folders.add([one], tmp_path / start)
    folders.reindex(tmp_path / "indexed")
    ends, errors = in_a_process("kill_often", two, tmp_path).communicate(timeout=100)
    assert errors == ""
    killed = sorted(tmp_path.glob("*.killed"))
    assert (json.loads(ends), len(killed)) == ([-signal.SIGKILL] * 50, 50)
    reached: Counter[str] = Counter()
    for attempt, folder in enumerate(killed):
        reached[phase(folder)] += 1
        found = graph_folder.text(folder)
        assert found in (before, after), folder.name
        assert content(store.load(folder)) == wanted[found], folder.name
        left = (before, after)[attempt % 2]
        if left == after:
            folders.add([two], folder, UNGUARDED)
        elif found == after:
            folders.forget(["two.txt"], folder)
        folders.reindex(folder)
        assert graph_folder.text(folder) == left, folder.name
        assert content(store.open_index(store.index_of(folder))) == wanted[left], folder.name
        assert sorted(folder.glob("index/*")) == [store.index_of(folder), index.beside(store.index_of(folder))], folder.name
        # What was finished and not named stays for the next run that wants it.
        assert len(list((folder / "documents").iterdir())) == 4 or left == before, folder.name
    print(f"kills by the phase that was reached: {dict(reached)}")
    assert set(reached) == {"nothing", "graph", "ledger", "manifest", "part of the index", "index"}, reached


QUESTION = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def answer(graph: Path | str) -> str:
    rows = sorted(map(repr, query.run(store.load(graph), QUESTION).rows))
    return hashlib.sha256("\n".join(rows).encode("utf-8")).hexdigest()


def read_often(folder: Path, here: Path) -> dict[str, int]:
    """The answers of a folder until there is a file that says stop, each with how often it was given."""
    answers: Counter[str] = Counter()
    while not (here / "stop").exists():
        answers[answer(folder)] += 1
        (here / "begun").touch()
    return answers


def test_who_reads_while_somebody_writes_sees_the_folder_before_or_after(documents: tuple[Path, Path], tmp_path: Path) -> None:
    """It is asked, with an index and without, while a document comes and goes and the index is made anew; nobody meets an error."""
    one, two = documents
    before, after = (answer(kg.build(paths).to_nquads()) for paths in ([one], [one, two]))
    folder = tmp_path / "graph"
    folders.add([one], folder, UNGUARDED)
    folders.reindex(folder)
    reader = in_a_process("read_often", folder, tmp_path)
    while not (tmp_path / "begun").exists() and reader.poll() is None:
        time.sleep(0.01)
    for step in range(STEPS):
        folders.forget(["two.txt"], folder) if step % 2 else folders.add([two], folder, UNGUARDED)
        if step % 5:  # else the reader does without an index
            folders.reindex(folder)
    (tmp_path / "stop").touch()
    told, errors = reader.communicate(timeout=100)
    assert errors == ""
    answers = json.loads(told)
    assert set(answers) <= {before, after}, answers
    assert min(answers.get(each, 0) for each in (before, after)) > 0, answers


def build_half(documents: Path, folder: Path) -> None:
    """A build that is killed when two documents are done."""
    folders.build([documents], folder, Way(check=False, progress=lambda done, *_: os.kill(os.getpid(), signal.SIGKILL) if done == 2 else None))


def test_a_build_that_was_killed_goes_on_where_it_was_and_says_so(run: Callable[..., Result], tmp_path: Path) -> None:
    documents, folder = tmp_path / "documents", tmp_path / "graph"
    documents.mkdir()
    for number, text in enumerate((ONE, TWO, "榆林市市长贺立群到扬州市考察。\n")):
        (documents / f"{number}.txt").write_text(text, encoding="utf-8")
    killed = in_a_process("build_half", documents, folder)
    killed.communicate(timeout=100)
    assert (killed.returncode, graph_folder.is_folder(folder)) == (-signal.SIGKILL, False)
    finished = {path: path.stat().st_mtime_ns for path in (folder / "documents").glob("*.nq")}
    said = run("build", documents, "--into", folder)
    assert (said.exit_code, said.stderr.splitlines()[0]) == (0, f"3 added → {folder}: 3 documents")
    assert "  taken over from a run that was interrupted: 0.txt, 1.txt\n" in said.stderr
    assert (len(finished), {path: path.stat().st_mtime_ns for path in finished}) == (2, finished)
    assert graph_folder.text(folder) == kg.build([documents]).to_nquads()
    again = run("build", documents, "--into", folder)
    assert (again.stderr.splitlines()[0], "taken over" in again.stderr) == (f"3 there already → {folder}: 3 documents", False)
