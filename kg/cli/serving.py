"""The command that keeps running: a graph for browsers and programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import console
from kg.cli.program import GraphArgument, command, graph_file


@command()
def serve(
    graph: GraphArgument,
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every address of this machine.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="The port.", min=0, max=65535, show_default="8000, or the next that is free")] = None,
    name: Annotated[list[str] | None, typer.Option(help="A host name that it is called by; again for more.", show_default=False)] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(help="Documents or folders whose text is shown; again for more.", show_default="where those of a graph folder lay"),
    ] = None,
    seconds: Annotated[float, typer.Option(help="How long a query may take.", min=0.1)] = 10.0,
    rows: Annotated[int, typer.Option(help="How many rows an answer may have.", min=1)] = 100_000,
    allow_upload: Annotated[bool, typer.Option("--allow-upload", help="Let visitors add documents to a graph folder.")] = False,
) -> None:
    """Serve a graph to browsers and programs.

    A page for each thing and document, a query editor, SPARQL at /sparql, the graphs at /store. Writes nothing, unless --allow-upload
    lets visitors add documents. Follows the graph while it changes. Ctrl-C ends it.
    """
    from kg.server import app
    from kg.server.published import Published
    from kg.server.security import is_local
    from kg.server.sources import Sources
    from kg.server.workers import Limits

    local = is_local(host)
    added = " and add to it" if allow_upload else ""
    with graph_file(graph) as path:
        published = Published(path, Limits(seconds=seconds, rows=rows))
        # what lies about on this machine is shown to everybody only where that was said
        shown_texts = Sources(published, sources or (), path if local and not sources else None)
        application = app.application(published, name or (), not local, sources=shown_texts, uploads=allow_upload)
        listener = app.listen(host, port)
        shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}"

        def ready() -> None:
            console.say(f"{address}/ (SPARQL at {address}/sparql; Ctrl-C ends it)")
            if not local:
                console.say(f"ATTENTION: anybody who can reach {host} can read this graph{added}, and there is no password.")
            if not published.offline:
                console.say("This system lets no process give up sockets: queries that ask other servers are refused by reading them.")

        app.serve(application, listener, ready)
