"""The program, how a function becomes a command of it, and what the commands share: standard input and output, formats."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from kg import console, output
from kg.errors import InputError, KgError, OutputError

P = ParamSpec("P")
STDIO = Path("-")

app = typer.Typer(
    name="kg",
    help="Knowledge graphs of regional cooperation from Chinese documents: build, ask, look at, hand on.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Explained(StrEnum):
    """How an explanation is written."""

    TEXT = "text"
    JSON = "json"


GraphArgument = Annotated[
    Path,
    typer.Argument(metavar="GRAPH", help="A graph (.ttl, .trig, .nq), a graph folder, or - for N-Quads.", show_default=False),
]


def command(name: str | None = None, of: typer.Typer = app) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A decorator that makes a function a command, whose errors become messages and exit codes.

    `name`: the function's own where it is None.
    """

    def declare(run: Callable[P, None]) -> Callable[P, None]:
        @of.command(name)
        @functools.wraps(run)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                run(*args, **kwargs)
                sys.stdout.flush()
            except KgError as error:
                console.say(f"kg: {error}")
                raise typer.Exit(2) from None
            except KeyboardInterrupt:
                console.say("kg: interrupted")
                raise typer.Exit(130) from None
            except BrokenPipeError:
                # Whoever read has seen enough (`kg query … | head`): no fault. What is still buffered must go nowhere.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

        return guarded

    return declare


def main() -> None:
    """The command `kg`."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that is not in UTF-8 shows what it can; it is no reason to fail.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    app()


def by_suffix(path: Path) -> Format:
    """The format that a file's suffix says; a table where it says none."""
    return next((known for known in Format if path.suffix.lower() == f".{known}"), Format.TABLE)


@contextmanager
def documents_of(names: list[str]) -> Iterator[list[Path]]:
    """The documents as paths; standard input stands in a file while the work goes on."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        paths = [Path(name) for name in names if name != "-"]
        if "-" in names:
            paths.append(_stdin_file(Path(folder, "stdin.txt")))
        yield paths


@contextmanager
def graph_file(path: Path) -> Iterator[Path]:
    """The graph as a file, standard input too."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        yield _stdin_file(Path(folder, "stdin.nq")) if path == STDIO else path


def _stdin_file(path: Path) -> Path:
    path.write_bytes(sys.stdin.buffer.read())
    return path


def stdin_text() -> str:
    """A query on standard input. InputError where it is not in UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("-", "the query on standard input is not in UTF-8", "convert it") from error


def write(to: Path, content: str) -> None:
    """Text into a file, or to standard output where `to` is -. OutputError where it cannot be written."""
    if to == STDIO:
        to_stdout(content)
    else:
        output.write(to, content)


def to_stdout(content: str) -> None:
    """Text to standard output in UTF-8, whatever the terminal's encoding. OutputError where it cannot be written."""
    try:
        sys.stdout.buffer.write(content.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("-", f"standard output cannot be written ({error.strerror})", "make room, or write elsewhere") from error


def show(columns: Sequence[str], rows: Sequence[Sequence[str]], form: Format, to: Path = STDIO) -> None:
    """Rows in a form: a table as wide as the terminal, CSV, or JSON with one object for each row. OutputError as of `write`."""
    if form is Format.TABLE:
        write(to, console.table(columns, rows, console.width() if to == STDIO else None))
    elif form is Format.JSON:
        content = [dict(zip(columns, row, strict=True)) for row in rows]
        write(to, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    else:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        write(to, text.getvalue())
