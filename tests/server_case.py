"""A real server on a free port, for the tests that talk to it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from starlette.routing import BaseRoute

from kg.server import app, connections
from kg.server.published import Published
from kg.server.sources import Sources
from kg.server.workers import Limits

# Generous: other work may share the machine.
EASY = Limits(ready=2, places=2, patience=5.0, seconds=60.0)


@contextmanager
def running(
    graph: Path,
    limits: Limits = EASY,
    names: tuple[str, ...] = (),
    everybody: bool = False,
    routes: Sequence[BaseRoute] = app.ROUTES,
    sources: Sequence[Path] = (),
    uploads: bool = False,
) -> Iterator[httpx.Client]:
    """A client of a server of its own."""
    listener = app.listen("127.0.0.1", 0)
    published = Published(graph, limits)
    server = connections.server(app.application(published, names, everybody, routes, Sources(published, sources), uploads))

    async def serve() -> None:
        async with published.opened():
            await server.serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as client:
            client.get("/healthz").raise_for_status()
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
