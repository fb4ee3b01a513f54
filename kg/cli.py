"""Arguments in, exit codes out: 0 done, 2 wrong use or input. Every message goes to standard error, without a traceback."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
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
    Path, typer.Argument(metavar="GRAPH", help="A graph (.ttl, .trig, .nq), or - for N-Quads on standard input.", show_default=False)
]


def command(run: Callable[P, None]) -> Callable[P, None]:
    """A function as a command: its errors become messages and exit codes."""

    @app.command()
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


@command
def build(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOC-OR-FOLDER", help="Documents, folders of them, - for a text on standard input.", show_default=False),
    ],
    to: Annotated[Path, typer.Option("--output", "-o", help="The graph: .ttl, .trig, .nq, … or - for N-Quads.", show_default=False)],
    workers: Annotated[int, typer.Option(help="How many processes share the work.", min=1)] = 1,
    base: Annotated[str | None, typer.Option(help="Where the IRIs of instances begin.", show_default="the project's own")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary; only what was left out.")] = False,
) -> None:
    """Build the graph of documents."""
    from kg import pipeline

    if to != STDIO:
        pipeline.check_target(to)
    with _documents(documents) as paths, console.progress(quiet) as progress:
        graph = pipeline.build(paths, workers=workers, base=base, progress=progress)
    if not graph.documents:
        raise KgError("\nkg: ".join([*console.failures(graph), "no document went through, and nothing was written"]))
    if to == STDIO:
        _to_stdout(graph.to_nquads())
    else:
        graph.write(to)
    for line in console.shortfalls(graph) if quiet else console.summarise(graph, str(to)):
        console.say(line)


@command
def query(
    graph: GraphArgument,
    question: Annotated[str, typer.Argument(metavar="QUERY", help="SPARQL, a file with it, a question's name, or -.", show_default=False)],
    form: Annotated[Format | None, typer.Option("--format", "-f", help="How it is written.", show_default="by suffix, else table")] = None,
    to: Annotated[Path, typer.Option("--output", "-o", help="Where to; - is standard output.")] = STDIO,
    limit: Annotated[int | None, typer.Option(help="How many rows of a table to show.", min=1, show_default="all")] = None,
) -> None:
    """Ask a graph a question."""
    from kg.graph import query as sparql
    from kg.graph import store

    if to != STDIO:
        output.check(to)
    text = _stdin_text() if question == "-" else sparql.find_query(question)
    sparql.check(text)
    with _graph(graph) as path:
        answer = sparql.run(store.load(path), text)
    form = form or _by_suffix(to)
    if form is not Format.TABLE:
        _write(to, {Format.CSV: sparql.to_csv, Format.JSON: sparql.to_json}[form](answer))
        return
    columns, rows = sparql.to_table(answer)
    _write(to, console.table(columns, rows[:limit], console.width() if to == STDIO else None))
    more = len(rows) - len(rows[:limit])
    console.say(console.count(len(rows), "row") + (f", {more} of them not shown" if more else ""))


@command
def questions(
    name: Annotated[str | None, typer.Argument(help="A question, to see its SPARQL.", show_default=False)] = None,
) -> None:
    """List the research questions, or show one."""
    from kg.graph import query as sparql

    if name:
        _to_stdout(sparql.find_question(name).text)
    else:
        rows = [(question.name, question.title_zh, question.title_en) for question in sparql.questions()]
        _to_stdout(console.table(("name", "中文", "English"), rows, console.width()))


@command
def explain(
    graph: GraphArgument,
    asked: Annotated[
        str,
        typer.Argument(
            metavar="ENTITY-OR-STATEMENT",
            help="A name, an IRI or its end, or a statement in words: '苏州市 assists 霍尔果斯市'.",
            show_default=False,
        ),
    ],
    form: Annotated[Explained, typer.Option("--format", "-f", help="How it is written.")] = Explained.TEXT,
    limit: Annotated[int | None, typer.Option(help="How many facts to show.", min=1, show_default="all")] = None,
) -> None:
    """Say why something is in a graph.

    Each fact in words, with the sentence that says so, the rule that read it, and what was completed to read it.
    """
    from kg.graph import explain as explaining
    from kg.graph import store

    with _graph(graph) as path:
        explanation = explaining.explain(store.triples(path), asked)
    found = len(explanation.facts)
    explanation = explaining.shortened(explanation, limit)
    if form is Explained.JSON:
        _to_stdout(explaining.to_json(explanation))
    else:
        _to_stdout(console.outline(explaining.to_outline(explanation), console.width()))
    more = found - len(explanation.facts)
    console.say(console.count(found, "fact") + (f", {more} of them not shown" if more else ""))


@command
def view(
    graph: GraphArgument,
    to: Annotated[Path, typer.Option("--output", "-o", help="The page: .html, or - for standard output.", show_default=False)],
    title: Annotated[str, typer.Option(help="The page's title.")] = "区域合作知识图谱",
) -> None:
    """Write the network as one HTML page.

    The page is interactive, and needs neither a network nor any other file.
    """
    from kg import pipeline

    if to != STDIO:
        output.check(to, (".html", ".htm"))
    with _graph(graph) as path:
        page = pipeline.view(path, title)
    _write(to, page)


@command
def export(
    graph: GraphArgument,
    to: Annotated[Path, typer.Option("--output", "-o", help="The file; its suffix says the format. Or -.", show_default=False)],
    form: Annotated[str | None, typer.Option("--format", "-f", help="Of standard output: ttl, jsonld, …", show_default="nq")] = None,
) -> None:
    """Write a graph in another format.

    .ttl Turtle, .trig TriG, .nq N-Quads, .nt N-Triples, .jsonld JSON-LD, .graphml GraphML, .csv two tables (nodes and edges).
    """
    from kg import pipeline

    if to == STDIO:
        with _graph(graph) as path:
            _to_stdout(pipeline.render(path, form or "nq"))
        return
    if form:
        raise OutputError(to, "the suffix says the format of a file", "leave --format out, or write to -")
    pipeline.check_target(to)
    with _graph(graph) as path:
        for written in pipeline.convert(path, to):
            console.say(f"written: {written}")


@command
def score(
    documents: Annotated[list[str], typer.Argument(metavar="DOC-OR-FOLDER", help="Documents, folders of them.", show_default=False)],
    gold: Annotated[
        Path | None, typer.Option(help="Where the annotations lie: NAME.json of NAME.txt.", show_default="beside, or in gold/ beside")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is missing (-), spurious (+), of another class (!).")] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
) -> None:
    """Hold the graphs of documents against reference annotations."""
    from kg import pipeline
    from kg.quality import FIGURES, report, total

    pairs, without = pipeline.annotated(documents, gold)
    compared = {name: pipeline.score(*pair) for name, pair in pairs.items()}
    if form is not Format.TABLE:
        _to_stdout(report.to_json(compared, errors) if form is Format.JSON else report.to_csv(compared))
    else:
        if len(compared) > 1:
            _to_stdout(console.table(("document", *FIGURES), report.overview(compared), console.width()) + "\n")
        _to_stdout(console.table(report.COLUMNS, report.rows(total(each.counts for each in compared.values())), console.width()))
        if errors:
            _to_stdout("".join(f"{line}\n" for line in ("", *report.faults(compared))))
    for document in without:
        console.say(f"not annotated: {document}")


@command
def report(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOC-OR-FOLDER", help="Documents, folders of them, - for a text on standard input.", show_default=False),
    ],
    form: Annotated[Format | None, typer.Option("--format", "-f", help="How it is written.", show_default="by suffix, else table")] = None,
    to: Annotated[Path, typer.Option("--output", "-o", help="Where to; - is standard output.")] = STDIO,
) -> None:
    """List what of documents became no fact.

    Sentences that name things and gave nothing, relations that were refused, names that may mean several things, figures and times that
    nothing took; and the shares of what is covered.
    """
    from kg import coverage, pipeline

    if to != STDIO:
        output.check(to)
    with _documents(documents) as paths, console.progress(False) as progress:
        covered, failures = pipeline.report(paths, progress=progress)
    if not covered:
        raise KgError("\nkg: ".join([*map(str, failures), "no document went through, and nothing was written"]))
    form = form or _by_suffix(to)
    if form is not Format.TABLE:
        _write(to, coverage.to_json(covered) if form is Format.JSON else coverage.to_csv(covered))
    else:
        width = console.width() if to == STDIO else None
        gaps = console.table(coverage.COLUMNS, coverage.rows(covered), width)
        _write(to, gaps + "\n" + console.table(("document", *coverage.SHARES), coverage.share_rows(covered), width))
    for failure in failures:
        console.say(f"left out: {failure}")
    console.say(f"{console.count(len(covered), 'document')}, {coverage.summary(covered)}")


@command
def version() -> None:
    """Say which version this is."""
    import kg

    print(f"kg {kg.__version__}")


def main() -> None:
    """The command `kg`."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that is not in UTF-8 shows what it can; it is no reason to fail.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    app()


def _by_suffix(path: Path) -> Format:
    """The format that a file's suffix says; a table where it says none."""
    return next((known for known in Format if path.suffix.lower() == f".{known}"), Format.TABLE)


@contextmanager
def _documents(names: list[str]) -> Iterator[list[Path]]:
    """The documents as paths; standard input stands in a file while the work goes on."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        paths = [Path(name) for name in names if name != "-"]
        if "-" in names:
            paths.append(_stdin_file(Path(folder, "stdin.txt")))
        yield paths


@contextmanager
def _graph(path: Path) -> Iterator[Path]:
    """The graph as a file, standard input too."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        yield _stdin_file(Path(folder, "stdin.nq")) if path == STDIO else path


def _stdin_file(path: Path) -> Path:
    path.write_bytes(sys.stdin.buffer.read())
    return path


def _stdin_text() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("-", "the query on standard input is not in UTF-8", "convert it") from error


def _write(to: Path, content: str) -> None:
    if to == STDIO:
        _to_stdout(content)
    else:
        output.write(to, content)


def _to_stdout(content: str) -> None:
    """Text to standard output in UTF-8, whatever the terminal's encoding."""
    try:
        sys.stdout.buffer.write(content.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("-", f"standard output cannot be written ({error.strerror})", "make room, or write elsewhere") from error
