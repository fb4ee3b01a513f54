"""What is written depends on the documents alone: two processes with other hash seeds, and the documents in another order, write the same.

Every command is in the table, with every format that it has; one that is added and not entered here makes the test fail.
"""

from __future__ import annotations

import os
import subprocess
import sys
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer
from conftest import ROOT, SAMPLES, TEXT
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import store
from kg.graph.export import EXPORTERS

COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
LEFT_OUT = {
    "version": "writes a constant",
    "serve": "answers over the network what query and view answer here",
}
DIFFERS = {
    "folder/lock": "names the process that wrote last",
    "folder/index/*/*": "the engine's own files, whose content is compared instead",
}
DOCUMENTS = {
    "agreement.txt": TEXT,
    "firms.txt": "扬州绿杨食品股份有限公司（以下简称“绿杨食品”）落户绥德县，投资2000万元。\r\n2024年3月，扬州市市长林远舟到榆林市考察。\r\n",
    "short.md": "# 简讯\n\n绿杨食品在榆林市投资。拟于2025年投入500万元。\n",
    "traditional.txt": "據介紹，揚州市援建的綏德縣第一中學已經投入使用。\n",
}
GONE, LATE = "榆林市市长贺立群到扬州市考察。\n", "扬州市支援米脂县。\n"


def runs(documents: list[Path], out: Path) -> dict[str, list[list[str | Path]]]:
    """The runs of each command, in the order in which they are done; each is done in every format that its command has."""
    graph, folder, table = out / "graph.nq", out / "folder", out / "table.csv"
    gone, late = documents[0].parent.parent / "gone.txt", documents[0].parent.parent / "late.txt"
    return {
        "build": [
            ["build", *documents, gone, "--into", folder],
            ["build", *documents, "-o", graph],
            ["build", *documents, late, "-o", out / "later.nq"],
            ["build", late, "-o", out / "one.nq"],
            ["build", *documents, "-o", "-"],
        ],
        "add": [["add", folder, late]],
        "forget": [["forget", folder, "gone.txt"]],
        "reindex": [["reindex", folder]],
        "list": [["list", folder]],
        "curate": [["curate", "new", table], ["curate", "check", graph, "--table", table]],
        "query": [["query", folder, "assistance"], ["query", graph, "DESCRIBE ?s { ?s a rc:Enterprise }"], ["query", folder, "merged"]],
        "questions": [["questions"], ["questions", "assistance"]],
        "explain": [["explain", graph, "扬州市"]],
        "report": [["report", *documents]],
        "view": [["view", graph, "-o", out / "page.html"]],
        "export": [["export", graph, "-o", out / f"export{suffix}"] for suffix in EXPORTERS],
        "describe": [["describe", each, "-o", out / f"{each.stem}-about{form}"] for form in store.FORMATS for each in (folder, graph)],
        "panel": [["panel", graph, "-o", out / f"panel{suffix}", "--codebook", out / "codebook.csv"] for suffix in (".csv", ".parquet")],
        "measures": [["measures", graph]],
        "validate": [["validate", out / "one.nq"]],
        "verify": [["verify", folder]],
        "diff": [["diff", graph, out / "later.nq"]],
        "score": [["score", SAMPLES / "joint-parks.txt", "--errors"]],
    }


def formats(command: str, args: list[str | Path]) -> Iterator[list[str | Path]]:
    """A run in every format of its command, or as it is."""
    found = COMMANDS[command]
    found = getattr(found, "commands", {}).get(str(args[-1 if len(args) < 2 else 1]), found)
    hints = typing.get_type_hints(found.callback)
    kinds = [kind for kind in (hints.get("form"), *typing.get_args(hints.get("form"))) if isinstance(kind, type) and issubclass(kind, Enum)]
    if not kinds:
        yield args
    for choice in kinds[0] if kinds else ():
        yield [*args, "--format", choice.value]


def write_everything(here: Path, out: Path, backwards: bool) -> None:
    """All that commands write, in `out`, and what they say on standard output."""
    documents = sorted((here / "documents").iterdir(), reverse=backwards)
    number = 0
    for command, each in runs(documents, out).items():
        for args in (args for run in each for args in formats(command, run)):
            done = CliRunner().invoke(app, [str(argument) for argument in args])
            assert done.exit_code in (0, 1) and not isinstance(done.exception, Exception), (args, done.output, done.exception)
            number += 1
            (out / f"{number:03}-{command}.stdout").write_text(done.stdout.replace(str(out), "OUT"), encoding="utf-8")
    quads = sorted(map(str, store.load(out / "folder").quads_for_pattern(None, None, None, None)))
    (out / "index.txt").write_text("\n".join(quads), encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    names = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if not any(Path(name).match(pattern) for pattern in DIFFERS)}


def test_two_processes_with_other_hash_seeds_and_another_order_write_the_same(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (tmp_path / "documents" / name).write_text(text, encoding="utf-8", newline="")
    (tmp_path / "documents" / "twin.txt").write_text(TEXT, encoding="utf-8")  # the bytes of another: only one of them counts
    for name, text in (("gone.txt", GONE), ("late.txt", LATE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    started = []
    for seed in ("0", "4711"):
        (tmp_path / seed).mkdir()
        places = [str(tmp_path), str(tmp_path / seed)]
        program = f"from pathlib import Path; import test_determinism as t; t.write_everything(*map(Path, {places}), {seed != '0'})"
        paths = os.pathsep.join(map(str, (ROOT / "tests", ROOT)))
        started.append(subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}))
    assert [process.wait() for process in started] == [0, 0]
    one, other = (files(tmp_path / seed) for seed in ("0", "4711"))
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert {f"export{suffix}" for suffix in EXPORTERS} <= set(one)
    assert "股份有限公司" in one["graph.nq"].decode("utf-8")
    assert b"Merge" in one["graph.nq"]  # so that what is put together is among what is compared


def test_every_command_is_run_or_left_out_with_a_reason(tmp_path: Path) -> None:
    known = set(runs([tmp_path / "d" / "a.txt"], tmp_path))
    assert set(COMMANDS) - set(LEFT_OUT) == known
