"""Commands that ask graphs, look at them and hand them on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg import console, output
from kg.cli.program import (
    STDIO,
    Explained,
    Format,
    GraphArgument,
    by_suffix,
    command,
    graph_file,
    show,
    stdin_text,
    to_stdout,
    write,
)
from kg.errors import KgError, OutputError


@command()
def query(
    graph: GraphArgument,
    question: Annotated[str, typer.Argument(metavar="QUERY", help="SPARQL, a file with it, a question's name, or -.", show_default=False)],
    form: Annotated[Format | None, typer.Option("--format", "-f", help="How it is written.", show_default="by suffix, else table")] = None,
    to: Annotated[Path, typer.Option("--output", "-o", help="Where to; - is standard output.")] = STDIO,
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only rows that show this; may be given again.", show_default=False)
    ] = None,
    limit: Annotated[int | None, typer.Option(help="How many rows of a table to show.", min=1, show_default="all")] = None,
) -> None:
    """Ask a graph a question."""
    from kg.graph import query as sparql
    from kg.graph import results, store

    if to != STDIO:
        output.check(to)
    text = stdin_text() if question == "-" else sparql.find_query(question)
    sparql.check(text)
    with graph_file(graph) as path:
        answer = sparql.narrowed(sparql.run(store.load(path), text), _wanted(where or ()))
    form = form or by_suffix(to)
    if form is not Format.TABLE:
        write(to, {Format.CSV: results.to_csv, Format.JSON: results.to_json}[form](answer))
        return
    columns, rows = sparql.to_table(answer)
    write(to, console.table(columns, rows[:limit], console.width() if to == STDIO else None))
    more = len(rows) - len(rows[:limit])
    console.say(console.count(len(rows), "row") + (f", {more} of them not shown" if more else ""))


@command()
def questions(
    name: Annotated[str | None, typer.Argument(help="A question, to see its SPARQL.", show_default=False)] = None,
    columns: Annotated[bool, typer.Option("--columns", help="What each column of its answer shows, in the place of SPARQL.")] = False,
) -> None:
    """List the research questions, or show one."""
    from kg.graph import query as sparql

    if columns:
        asked = [sparql.find_question(name)] if name else sparql.questions()
        told = [(q.name, column.name, column.zh, column.en) for q in asked for column in q.columns]
        to_stdout(console.table(("question", "column", "中文", "English"), told, console.width()))
    elif name:
        to_stdout(sparql.find_question(name).text)
    else:
        rows = [(q.name, q.title_zh, q.title_en, ", ".join(q.parameters)) for q in sparql.questions()]
        to_stdout(console.table(("name", "中文", "English", "ask by (--where)"), rows, console.width()))


def _wanted(said: Sequence[str]) -> dict[str, str]:
    """Columns and values of COLUMN=VALUE."""
    pairs = [each.partition("=") for each in said]
    for column, sign, _ in pairs:
        if not (column and sign):
            raise KgError(f"{column or '='} is no condition; write --where COLUMN=VALUE, such as --where giver=苏州市")
    return {column: value for column, _, value in pairs}


@command()
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

    with graph_file(graph) as path:
        explanation = explaining.explain(store.triples(path), asked)
    found = len(explanation.facts)
    explanation = explaining.shortened(explanation, limit)
    if form is Explained.JSON:
        to_stdout(explaining.to_json(explanation))
    else:
        to_stdout(console.outline(explaining.to_outline(explanation), console.width()))
    more = found - len(explanation.facts)
    console.say(console.count(found, "fact") + (f", {more} of them not shown" if more else ""))


@command()
def view(
    graph: GraphArgument,
    to: Annotated[Path, typer.Option("--output", "-o", help="The page: .html, or - for standard output.", show_default=False)],
    title: Annotated[str, typer.Option(help="The page's title.")] = "区域合作知识图谱",
    focus: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what is around this entity: a name, an IRI or its end.", show_default=False)
    ] = None,
    depth: Annotated[int, typer.Option(help="How many relations away from the focus.", min=1)] = 2,
    limit: Annotated[int, typer.Option(help="How many entities at most; of more, the most central.", min=1)] = 20_000,
    basemap: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Lines and areas beneath the map: GeoJSON in WGS84.", show_default=False)
    ] = None,
) -> None:
    """Write the network as one HTML page.

    The page is interactive, and needs neither a network nor any other file.
    """
    from kg import pipeline

    if to != STDIO:
        output.check(to, (".html", ".htm"))
    ground = pipeline.read_basemap(basemap) if basemap is not None else None
    with graph_file(graph) as path:
        page = pipeline.view(path, title, focus=focus, depth=depth, limit=limit, basemap=ground)
    write(to, page)
    for note in ground.notes() if ground is not None else ():
        console.say(note)


@command()
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
        with graph_file(graph) as path:
            to_stdout(pipeline.render(path, form or "nq"))
        return
    if form:
        raise OutputError(to, "the suffix says the format of a file", "leave --format out, or write to -")
    pipeline.check_target(to)
    with graph_file(graph) as path:
        for written in pipeline.convert(path, to):
            console.say(f"written: {written}")


@command()
def panel(
    graph: GraphArgument,
    to: Annotated[Path, typer.Option("--output", "-o", help="The table: .csv, .parquet, or - for CSV.")] = STDIO,
    codebook: Annotated[Path | None, typer.Option(help="Where to say what each column means: .csv.", show_default=False)] = None,
) -> None:
    """Write what is told of each pair of regions in each year.

    One row for each giver, receiver and year, for statistical programs, with a codebook after the ontology.
    """
    from kg.graph import panel as panels
    from kg.graph import store
    from kg.graph.parquet import to_parquet

    for place, suffixes in ((to, (".csv", ".parquet")), (codebook, (".csv",))):
        if place not in (STDIO, None):
            output.check(place, suffixes)
    with graph_file(graph) as path:
        rows = panels.panel(store.read(path))
    if to.suffix.lower() == ".parquet":
        output.write(to, to_parquet(panels.columns(), rows, {name: en for name, _, en in panels.codebook()}))
    else:
        write(to, panels.to_csv(panels.columns(), rows))
    if codebook is not None:
        output.write(codebook, panels.to_csv(("column", "zh", "en"), panels.codebook()))
    console.say(console.count(len(rows), "row"))


@command()
def measures(
    graph: GraphArgument,
    form: Annotated[Format, typer.Option("--format", "-f", help="How it is written.")] = Format.TABLE,
) -> None:
    """Say which place each region has in the network of each regime.

    Whom it assists, who assists it, with whom it works, betweenness, community, reciprocity; * stands for all regimes.
    """
    from kg.graph import panel as panels
    from kg.graph import store

    with graph_file(graph) as path:
        rows = panels.measures(store.read(path))
    show(panels.MEASURES, rows, form)
    console.say(console.count(len(rows), "row"))


@command()
def describe(
    graph: GraphArgument,
    to: Annotated[Path, typer.Option("--output", "-o", help="The description: .ttl, .nt, .jsonld, …, or - for Turtle.")] = STDIO,
) -> None:
    """Describe a graph as a dataset: VoID and DCAT, and PROV-O of how a graph folder was made."""
    from kg import folders
    from kg.graph import about
    from kg.graph.export import EXPORTERS, targets
    from kg.graph.turtle import to_turtle

    suffix = ".ttl" if to == STDIO else next(iter(targets(to).values()))
    if suffix not in (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"):
        raise OutputError(to, "a description is RDF", "use .ttl, .nt, .jsonld or .rdf")
    with graph_file(graph) as path:
        lines = folders.describe(path)
    turtle = suffix == ".ttl"
    write(to, to_turtle(lines, about.SPACES) if turtle else EXPORTERS[suffix]("".join(f"{line}\n" for line in lines)))
