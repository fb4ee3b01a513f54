"""The application: `ROUTES` is what it answers, `application` puts it together, `serve` runs it.

A page is a row in `ROUTES`: a coroutine from a request to a response, which finds the graph as `request.app.state.published` and asks it
with `protocol.ask`. What goes wrong is raised as a `RequestError`.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Collection, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError, OutputError
from kg.server import asking, connections, description, exploring, lists, pages, pairing, protocol, questioning, storeprotocol, uploading
from kg.server.drafts import Drafts
from kg.server.problems import RequestError, respond
from kg.server.published import Published
from kg.server.security import Security
from kg.server.sources import Sources

_READ = ["GET", "HEAD"]

ROUTES: tuple[BaseRoute, ...] = (
    Route("/sparql", protocol.sparql, methods=[*_READ, "POST"]),
    Route("/sparql/", protocol.sparql, methods=[*_READ, "POST"]),
    Route("/queries/{id}", protocol.stop, methods=["POST", "DELETE"]),
    Route("/store", storeprotocol.graph, methods=_READ),
    Route("/store/data/{rest:path}", storeprotocol.graph, methods=_READ),
    Route("/.well-known/void", description.void, methods=_READ),
    Route("/healthz", description.health, methods=_READ),
    *pages.ROUTES,
    *lists.ROUTES,
    *pairing.ROUTES,
    *exploring.ROUTES,
    *asking.ROUTES,
    *questioning.ROUTES,
    *uploading.ROUTES,
)


def application(
    published: Published,
    names: Collection[str] = (),
    everybody: bool = False,
    routes: Sequence[BaseRoute] = ROUTES,
    sources: Sources | None = None,
    uploads: bool = False,
) -> Starlette:
    """The application that serves a graph while it is open.

    `names`: hosts that it is called by; `everybody`: whether pages of any site may read it; `sources`: where texts are found;
    `uploads`: whether documents may be sent in.
    """
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Security, names=names, everybody=everybody)],
        exception_handlers={RequestError: _told, KgError: _failed, HTTPException: _missing, ClientDisconnect: _gone, Exception: _fault},
    )
    app.state.published = published
    app.state.sources = sources or Sources(published)
    app.state.kept = asking.Kept()
    app.state.pages = pages.Kept()
    app.state.drafts = Drafts() if uploads else None
    return app


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens: at the port, or at the first free one from 8000 on. OutputError where there is none."""
    ports = [port] if port is not None else range(8000, 8100)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    problem = ""
    for number in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen()
        except OSError as error:
            problem = error.strerror or str(error)
            listener.close()
        else:
            return listener
    raise OutputError(f"{host}:{port or 8000}", f"nothing can listen there ({problem})", "choose another --port or --host")


def serve(app: Starlette, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Opens the graph and serves it until the process is interrupted or told to end; calls `ready` in between.

    KgError where it cannot be opened.
    """

    async def run() -> None:
        async with app.state.published.opened():
            ready()
            await connections.server(app).serve(sockets=[listener])

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    # The server gives back a signal that it has obeyed, and to the end there are processes and files to be taken away.
    signal.signal(signal.SIGTERM, interrupt)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return respond(request, error)


async def _failed(request: Request, error: Exception) -> Response:
    return respond(request, RequestError("failed", problem=str(error)))


async def _fault(request: Request, error: Exception) -> Response:
    return respond(request, RequestError("fault", problem=type(error).__name__))


async def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        if request.method == "OPTIONS":
            return Response(None, 204, {"Allow": f"{allowed}, OPTIONS"})
        return respond(request, RequestError("method", {"Allow": allowed}, method=request.method, allowed=allowed))
    return respond(request, RequestError("not-found", path=request.url.path[:200]))


async def _gone(request: Request, error: Exception) -> Response:
    return Response(None, 499)
