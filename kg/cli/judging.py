"""Commands that judge graphs and documents: against shapes, sources, annotations, each other."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import console, output
from kg.cli.program import (
    STDIO,
    Format,
    GraphArgument,
    by_suffix,
    command,
    documents_of,
    graph_file,
    show,
    to_stdout,
    write,
)
from kg.errors import KgError


class Language(StrEnum):
    """A language that messages are in."""

    EN = "en"
    ZH = "zh"


class Validator(StrEnum):
    """What holds a graph against the shapes."""

    PYSHIFTY = "pyshifty"
    PYSHACL = "pyshacl"


class Changes(StrEnum):
    """How changes are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PATCH = "patch"


@command()
def validate(
    graph: GraphArgument,
    lang: Annotated[Language, typer.Option(help="Of the messages.")] = Language.EN,
    validator: Annotated[
        Validator | None, typer.Option(help="Which one speaks.", show_default="pyshifty where it is installed, else pyshacl")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
) -> None:
    """Hold a graph against the shapes of the ontology.

    All of its documents together. Exits with 1 where something is not as the shapes say; a warning alone is no such thing.
    """
    from kg import judgement
    from kg.graph import validate as shapes

    by = shapes.validator(validator)
    with graph_file(graph) as path:
        documents, found = judgement.validate(path, lang, by)
    if found or form is not Format.TABLE:
        show(judgement.INVALID, found, form)
    counts = Counter(row.severity for row in found)
    warnings = f", {console.count(counts['warning'], 'warning')}" if counts["warning"] else ""
    said = f"{console.count(documents, 'document')}, {console.count(counts['violation'], 'violation')}{warnings}"
    console.say(f"{said} ({by} {shapes.installed(by)})")
    if counts["violation"]:
        raise typer.Exit(1)


@command()
def verify(
    graph: GraphArgument,
    sources: Annotated[
        list[Path] | None,
        typer.Option(help="Documents, folders of them; may be given again.", show_default="where those of a graph folder lay"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
) -> None:
    """Hold the quotations of a graph against its sources.

    Finds each source by its bytes, and says which quotations do not stand where they should, and which statements have none. Exits with 1
    where there are such.
    """
    from kg import judgement
    from kg.graph.verify import Problem

    with graph_file(graph) as path:
        verdict = judgement.verify(path, sources or ())
    if verdict.problems or form is not Format.TABLE:
        show(Problem._fields, verdict.problems, form)
    figures = ((verdict.documents, "document"), (verdict.statements, "statement"), (verdict.quotations, "quotation"))
    said = ", ".join(console.count(number, one) for number, one in figures)
    console.say(f"{said}: " + (console.count(len(verdict.problems), "problem") if verdict.problems else "everything stands"))
    if verdict.problems:
        if any(problem.problem.startswith("no file among the sources") for problem in verdict.problems):
            console.say("say with --sources where the documents lie; they are known by their bytes, whatever they are called")
        raise typer.Exit(1)


@command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A graph, or a graph folder.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="A graph, or a graph folder.", show_default=False)],
    form: Annotated[Changes, typer.Option("--format", "-f", help="How it is written; patch: RDF Patch.")] = Changes.TABLE,
    to: Annotated[Path, typer.Option("--output", "-o", help="Where to; - is standard output.")] = STDIO,
) -> None:
    """Say what changed from one graph to another, and by which documents."""
    from kg.graph import difference, store

    old, new = store.read(before), store.read(after)
    if form is Changes.PATCH:
        write(to, difference.patch(old, new))
        return
    changes = difference.compare(old, new)
    show(difference.COLUMNS, changes, Format(form), to)
    counts = Counter(change.change for change in changes)
    console.say(", ".join(f"{number} {word}" for word, number in sorted(counts.items())) or "nothing changed")


@command()
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
        to_stdout(report.to_json(compared, errors) if form is Format.JSON else report.to_csv(compared))
    else:
        if len(compared) > 1:
            to_stdout(console.table(("document", *FIGURES), report.overview(compared), console.width()) + "\n")
        to_stdout(console.table(report.COLUMNS, report.rows(total(each.counts for each in compared.values())), console.width()))
        if errors:
            to_stdout("".join(f"{line}\n" for line in ("", *report.faults(compared))))
    for document in without:
        console.say(f"not annotated: {document}")


@command()
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
    with documents_of(documents) as paths, console.progress(False) as progress:
        covered, failures = pipeline.report(paths, progress=progress)
    if not covered:
        raise KgError("\nkg: ".join([*map(str, failures), "no document went through, and nothing was written"]))
    form = form or by_suffix(to)
    if form is not Format.TABLE:
        write(to, coverage.to_json(covered) if form is Format.JSON else coverage.to_csv(covered))
    else:
        width = console.width() if to == STDIO else None
        gaps = console.table(coverage.COLUMNS, coverage.rows(covered), width)
        write(to, gaps + "\n" + console.table(("document", *coverage.SHARES), coverage.share_rows(covered), width))
    for failure in failures:
        console.say(f"left out: {failure}")
    console.say(f"{console.count(len(covered), 'document')}, {coverage.summary(covered)}")


@command()
def version() -> None:
    """Say which version this is."""
    import kg

    print(f"kg {kg.__version__}")
