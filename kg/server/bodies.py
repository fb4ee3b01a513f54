"""Bodies of requests, of strangers who may send too much, too slowly, or nothing at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from starlette.requests import Request

from kg.server.problems import RequestError

SECONDS = 60.0
"""How long a body may take, to its last byte."""


async def chunks(request: Request, most: int, large: RequestError, seconds: float = SECONDS) -> AsyncGenerator[bytes, None]:
    """A body as it comes. Raises `large` where it has more than `most` bytes, and RequestError where it takes longer than it may."""
    loop = asyncio.get_running_loop()
    end, size, stream = loop.time() + seconds, 0, request.stream()
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), max(0.0, end - loop.time()))
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise RequestError("slow", {"Connection": "close"}, seconds=f"{seconds:g}") from error
        size += len(chunk)
        if size > most:
            raise large
        yield chunk
