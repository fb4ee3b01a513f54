"""What listens and reads requests: uvicorn, and a clock for clients who never finish asking.

    connected, or answered ─ clock ─► the head of a request is there whole: no clock      ─ SECONDS ─► 408, and closed

uvicorn closes a connection on which nothing comes after an answer (`timeout_keep_alive`), but takes each single byte for a sign of life,
and does not look at a connection on which nothing has been asked yet. So whoever sends one byte of a header each second, or of a body
that nobody reads, or nothing at all, holds a connection for ever, and there are not so many of them (`limit_concurrency`). Bodies that
are read have a clock of their own (`kg.server.bodies`).
"""

from __future__ import annotations

import asyncio
import logging

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 20.0
"""How long the head of a request may take, to its last byte: as long as Apache gives it (`RequestReadTimeout header=20-40`)."""

_HEAD = 128 << 10
"""Bytes of a request before its body: a query may stand in the address."""
_MOST = 1000
"""Connections at a time; who comes then is told to come again."""


def server(app: Starlette) -> uvicorn.Server:
    """What runs an application, with little said and nothing logged of who asks what."""
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # it would tell of each form that is none
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        limit_concurrency=_MOST,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=_HEAD,
    )
    return uvicorn.Server(config)


class Connection(H11Protocol):
    """A connection as uvicorn has it, with a clock that runs while no request is at work."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The clock runs from here to the first request."""
        super().connection_made(transport)
        self._start()

    def handle_events(self) -> None:
        """The clock stops where what came has completed the head of a request."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._stop()

    def on_response_complete(self) -> None:
        """The clock runs again: the rest of a request that is answered already has to come, and the next one."""
        self._start()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP: mostly an address that somebody typed for curl, which sends Chinese as it is (RFC 9112, 3.2: to be refused)."""
        remedy = "In an address, what is not ASCII stands percent-encoded: curl -G --data-urlencode NAME=VALUE does that."
        super().send_400_response(f"{msg} {remedy}\n")

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._stop()
        self._clock = self.loop.call_later(SECONDS, self._late)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _late(self) -> None:
        """Tells who has begun to ask; a browser that keeps a connection in reserve and has sent nothing would take that for an answer."""
        if self.transport.is_closing():
            return
        begun, _ = self.conn.trailing_data
        if begun and self.conn.our_state is h11.IDLE:
            said = f"the headers of the request did not come within {SECONDS:g} seconds; send it again\n".encode("ascii")
            headers = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(said))), ("connection", "close")]
            for event in (h11.Response(status_code=408, headers=headers), h11.Data(data=said), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
