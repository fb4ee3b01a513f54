"""The server over HTTP, as clients see it: a real one, on a free port."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.server import app
from kg.server.published import Published
from kg.server.workers import Limits

# Generous: other work may share the machine.
EASY = Limits(ready=2, places=2, patience=5.0, seconds=60.0)


@contextmanager
def running(graph: Path, limits: Limits = EASY) -> Iterator[httpx.Client]:
    """A client of a server of its own."""
    listener = app.listen("127.0.0.1", 0)
    published = Published(graph, limits)
    server = app.server(app.application(published))

    async def serve() -> None:
        async with published.opened():
            await server.serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file) as found:
        yield found


def test_a_query_is_answered(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s rc:assists ?o }"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/sparql-results+json")
    assert answer.json()["boolean"] is True
