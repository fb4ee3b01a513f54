"""Commands that make graphs: one file of documents, or a graph folder of which documents come and go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import console
from kg.cli.program import STDIO, command, documents_of, to_stdout
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.folders import Change

Documents = Annotated[
    list[str],
    typer.Argument(metavar="DOC-OR-FOLDER", help="Documents, folders of them, - for a text on standard input.", show_default=False),
]
Workers = Annotated[int, typer.Option(help="How many processes share the work.", min=1)]
Base = Annotated[str | None, typer.Option(help="Where the IRIs of instances begin.", show_default="the project's own")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary; only what was left out.")]
Folder = Annotated[Path, typer.Argument(metavar="GRAPH-FOLDER", help="A graph folder.", show_default=False)]
Index = Annotated[bool, typer.Option("--index/--no-index", help="Make the index anew, or leave it to kg reindex.")]


@command
def build(
    documents: Documents,
    to: Annotated[Path | None, typer.Option("--output", "-o", help="The graph: .ttl, .trig, .nq, … or - for N-Quads.")] = None,
    into: Annotated[Path | None, typer.Option(help="A graph folder, in the place of -o: documents can be added and forgotten.")] = None,
    workers: Workers = 1,
    base: Base = None,
    quiet: Quiet = False,
) -> None:
    """Build the graph of documents."""
    from kg import pipeline

    if (to is None) == (into is None):
        raise KgError("where should the graph go? give -o FILE, or --into FOLDER")
    if into is not None:
        _fill(documents, into, pipeline.Way(workers, base), quiet, afresh=True)
        return
    assert to is not None
    if to != STDIO:
        pipeline.check_target(to)
    with documents_of(documents) as paths, console.progress(quiet) as progress:
        graph = pipeline.build(paths, workers=workers, base=base, progress=progress)
    if not graph.documents:
        raise KgError("\nkg: ".join([*console.failures(graph), "no document went through, and nothing was written"]))
    if to == STDIO:
        to_stdout(graph.to_nquads())
    else:
        graph.write(to)
    for line in console.shortfalls(graph) if quiet else console.summarise(graph, str(to)):
        console.say(line)


@command
def add(folder: Folder, documents: Documents, workers: Workers = 1, base: Base = None, quiet: Quiet = False, index: Index = True) -> None:
    """Add documents to a graph folder.

    A text from the path of an older one takes its place. A run that was interrupted goes on where it was.
    """
