"""Commands that make graphs: one file of documents, or a graph folder of which documents come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import console
from kg.cli.program import STDIO, Format, GraphArgument, app, command, documents_of, show, to_stdout
from kg.errors import KgError, OutputError

if TYPE_CHECKING:
    from kg.folders import Way

Documents = Annotated[
    list[str],
    typer.Argument(metavar="DOC-OR-FOLDER", help="Documents, folders of them, - for a text on standard input.", show_default=False),
]
Workers = Annotated[int, typer.Option(help="How many processes share the work.", min=1)]
Base = Annotated[str | None, typer.Option(help="Where the IRIs of instances begin.", show_default="the project's own")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary; only what was left out.")]
Folder = Annotated[Path, typer.Argument(metavar="GRAPH-FOLDER", help="A graph folder.", show_default=False)]
Check = Annotated[
    bool | None,
    typer.Option("--check/--no-check", help="Refuse what breaks a shape of the ontology.", show_default="where pyshifty is installed"),
]
Stale = Annotated[bool, typer.Option("--stale", help="Leave the index as it is, until kg reindex.")]


@command()
def build(
    documents: Documents,
    to: Annotated[Path | None, typer.Option("--output", "-o", help="The graph: .ttl, .trig, .nq, … or - for N-Quads.")] = None,
    into: Annotated[Path | None, typer.Option(help="A graph folder, in the place of -o: documents can be added and forgotten.")] = None,
    workers: Workers = 1,
    base: Base = None,
    curation: Annotated[Path | None, typer.Option(help="A table of what people decided; a graph folder has its own.")] = None,
    check: Check = None,
    quiet: Quiet = False,
) -> None:
    """Build the graph of documents."""
    from kg import folders, pipeline

    if (to is None) == (into is None):
        raise KgError("where should the graph go? give --output FILE, or --into FOLDER")
    if into is not None:
        if curation is not None:
            raise KgError(f"a graph folder has its own table; put it there as {into / 'curation.csv'}")
        _fill(documents, into, folders.Way(workers, base, check=check), afresh=True, quiet=quiet)
        return
    assert to is not None
    if check is not None:
        raise KgError("--check and --no-check are for what enters a graph folder; of a file ask kg validate")
    if to != STDIO:
        pipeline.check_target(to)
    with documents_of(documents) as paths, console.progress(quiet) as progress:
        graph = pipeline.build(paths, workers=workers, base=base, curation=curation, progress=progress)
    if not graph.documents:
        raise KgError("\nkg: ".join([*console.failures(graph), "no document went through, and nothing was written"]))
    if to == STDIO:
        to_stdout(graph.to_nquads())
    else:
        graph.write(to)
    for line in console.shortfalls(graph) if quiet else console.summarise(graph, str(to)):
        console.say(line)


@command()
def add(
    folder: Folder,
    documents: Documents,
    workers: Workers = 1,
    base: Base = None,
    check: Check = None,
    quiet: Quiet = False,
    stale: Stale = False,
) -> None:
    """Add documents to a graph folder.

    A text from the path of an older one takes its place. A run that was interrupted goes on where it was. Exits with 2 where a document
    was refused.
    """
    from kg import folders

    _fill(documents, folder, folders.Way(workers, base, check=check), stale=stale, quiet=quiet)


@command()
def forget(
    folder: Folder,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names, paths, or the beginning of digests.", show_default=False)],
    stale: Stale = False,
) -> None:
    """Take documents out of a graph folder, as if they had never been there."""
    from kg import folders

    change = folders.forget(names, folder)
    for line in console.changes(change, str(folder)):
        console.say(line)
    if not stale:
        folders.reindex(folder)


@command("list")
def list_(
    folder: Folder,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
) -> None:
    """List the documents of a graph folder."""
    from kg import folders

    rows = folders.listed(folder)
    show(folders.LISTED, rows, form)
    console.say(console.count(len(rows), "document"))


curate = typer.Typer(help="Decisions of people: a table that is replayed on each build.", no_args_is_help=True)
app.add_typer(curate, name="curate")


@command(of=curate)
def new(table: Annotated[Path, typer.Argument(metavar="TABLE", help="Where the table is to be.", show_default=False)]) -> None:
    """Write an empty table of decisions, which Excel opens."""
    from kg import output
    from kg.graph.curation import TEMPLATE

    if table.exists():
        raise OutputError(table, "there is a file already", "name another, or write into this one")
    output.check(table, (".csv",))
    output.write(table, TEMPLATE)


@command(of=curate)
def check(
    graph: GraphArgument,
    table: Annotated[Path | None, typer.Option(help="The table of decisions.", show_default="curation.csv of the graph folder")] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
) -> None:
    """Say which decisions cannot be carried out on a graph, and which contradict each other.

    Exits with 1 where there are such.
    """
    from kg import folders
    from kg.graph.curation import PROBLEMS, rows

    decisions, unused = folders.check(graph, table)
    if unused or form is not Format.TABLE:
        show(PROBLEMS, rows(unused), form)
    console.say(f"{console.count(decisions, 'decision')}, {len(unused)} of them not carried out")
    if unused:
        raise typer.Exit(1)


@command()
def reindex(folder: Folder) -> None:
    """Make the index of a graph folder anew, from its files."""
    from kg import folders

    console.say(f"index: {folders.reindex(folder)}")


def _fill(documents: Sequence[str], folder: Path, way: Way, *, afresh: bool = False, stale: bool = False, quiet: bool = False) -> None:
    """Documents into a folder, and what became of them."""
    from kg import folders

    if str(STDIO) in documents:
        raise KgError("a graph folder keeps where its documents lie, and standard input is no place; put the text into a file")
    with console.progress(quiet) as progress:
        change = (folders.build if afresh else folders.add)(documents, folder, replace(way, progress=progress))
    if not (change.added or change.replaced or change.remade or change.kept):
        raise KgError("\nkg: ".join([*console.failures(change), "no document went through, and the folder is as it was"]))
    for line in console.changes(change, str(folder)) if not quiet else console.shortfalls(change):
        console.say(line)
    if not stale:
        folders.reindex(folder)
    if not quiet:
        for line in console.identities(folders.found(folder)):
            console.say(line)
    if change.refused:
        raise typer.Exit(2)
