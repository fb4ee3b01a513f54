"""The texts of documents, found by the digests of their bytes: a graph holds no more of them than it quotes.

    digest ─ Sources.text ─► the text as it was read for the graph, None where no file has these bytes

Files are read in processes of their own, and which lie where is looked up once for each state of the graph.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError
from kg.server.published import Published

_KEPT = 32
"""Texts that are kept."""


class Sources:
    """Where texts are found. `places`: files and folders; `origin`: a graph folder whose documents are looked for where they lay.

    InputError where one of the places does not exist.
    """

    def __init__(self, published: Published, places: Sequence[Path] = (), origin: Path | None = None) -> None:
        for place in places:
            if not place.exists():
                raise InputError(place, "there is no such file or folder", "check the name")
        self._published = published
        self._places = tuple(places)
        self._origin = origin
        self._paths: dict[str, str] = {}
        self._state = ""
        self._texts: dict[str, str] = {}
        self._looking = asyncio.Lock()

    async def text(self, digest: str) -> str | None:
        """The text of a document; None where no file has its bytes. KgError where a place is gone."""
        if not self._places and self._origin is None:
            return None
        async with self._looking:
            if self._state != self._published.state:
                state = self._published.state
                places, origin = [str(place.resolve()) for place in self._places], self._origin and str(self._origin.resolve())
                self._paths = dict((await self._published.made("lying", {"places": places, "origin": origin})).about["paths"])
                self._state = state
        if digest not in self._texts:
            if digest not in self._paths:
                return None
            answer = await self._published.made("text", {"path": self._paths[digest], "digest": digest})
            if answer.about["missing"]:
                return None
            self._texts[digest] = answer.body.decode("utf-8", "surrogatepass")
        self._texts[digest] = self._texts.pop(digest)  # the last that was asked for
        for old in list(self._texts)[:-_KEPT]:
            del self._texts[old]
        return self._texts.get(digest)
