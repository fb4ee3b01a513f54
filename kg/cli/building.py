"""Commands that make graphs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import console
from kg.cli.program import (
    STDIO,
    command,
    documents_of,
    to_stdout,
)
from kg.errors import KgError


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
