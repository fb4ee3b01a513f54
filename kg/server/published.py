"""The graph that is served: a snapshot with its workers, and the next one when the graph has changed.

    graph ─ Published.run ─► answers of the state that the graph is in, or was in when the question came

Whoever asks keeps the state that was there when they asked; the workers of an old state end with their last answer. The folder is looked
at each second, its manifest alone. While a writer has not yet made the index of what it wrote, the state before it is served, for a
while: making an index here as well would be work done twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.graph import folder, snapshot, store
from kg.graph.snapshot import Snapshot
from kg.server import workers
from kg.server.nursery import Nursery
from kg.server.problems import RequestError
from kg.server.tasks import TASKS, Answer
from kg.server.workers import Limits, Pool

_LOG = logging.getLogger("kg.server")
_LOOK, _PATIENCE = 1.0, 30.0
_MAKING, _IN_LINE = 2, 8
"""Files that are made at a time, and that may be asked for meanwhile."""
_KEPT = 64
"""Files of exports that are kept of one state."""


class Published:
    """A graph, opened for readers. To be used as `async with published.opened()`."""

    def __init__(self, graph: Path, limits: Limits | None = None) -> None:
        self.graph = graph
        self.limits = limits or Limits()
        self._place = Path()
        self._number = 0
        self._pool: Pool
        self._files: dict[tuple[str, ...], asyncio.Future[Path]] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._nursery: Nursery
        self._reader: asyncio.Future[Nursery] | None = None  # made for the first document that comes
        self._turns = asyncio.Semaphore(_MAKING)
        self._processing = 0
        self._beginning: asyncio.Future[Path] | None = None

    @property
    def place(self) -> Path:
        """A folder of the server's own, that goes with it."""
        return self._place

    @property
    def state(self) -> str:
        """The name of the state that is served: equal for equal graphs."""
        return self._pool.snapshot.state

    @property
    def offline(self) -> bool:
        """Whether the system keeps the workers from making connections."""
        return self._pool.offline

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """The graph open, and followed while it changes. KgError where it cannot be opened."""
        with tempfile.TemporaryDirectory(prefix="kg-serve-", ignore_cleanup_errors=True) as place:
            self._place = Path(place)
            self._nursery = await asyncio.to_thread(Nursery)
            seen = snapshot.stamp(self.graph)
            self._pool = await self._next()
            following = asyncio.ensure_future(self._follow(seen))
            try:
                yield
            finally:
                following.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await following
                await asyncio.gather(self._pool.close(), *self._ending)
                await self._close_reader()
                await asyncio.to_thread(self._nursery.close)

    async def run(self, task: str, arguments: Mapping[str, Any], id: str = "") -> Answer:
        """The answer to a task, as of `Pool.run`."""
        return await self._pool.run(task, arguments, id)

    def stop(self, id: str) -> bool:
        """Whether a task of this id was running; it is stopped."""
        return self._pool.stop(id)

    async def rendered(self, suffix: str, graph: str = "", *, packed: bool = False) -> Path:
        """A file with the graph as `kg export` writes it, its literals as they are in the documents' files; `graph`: one named graph of it.

        `packed`: compressed with gzip. RequestError where too many are being made.
        """
        return await self._file("render", {"suffix": suffix, "graph": graph, "packed": packed})

    async def described(self, suffix: str) -> Path:
        """A file with the description of the graph as a dataset, as `kg describe` writes it."""
        return await self._file("describe", {"suffix": suffix})

    async def outlined(self) -> Path:
        """The outline of the graph (`kg.graph.outline`), made once for each state. RequestError while it is being made for longer than a
        request can wait.
        """
        try:
            return await asyncio.wait_for(self._file("outline", {}), self.limits.seconds)
        except TimeoutError as error:
            raise RequestError("preparing") from error

    def outline_at_hand(self) -> Path | None:
        """The outline, if it has been made. Of a graph on disk, where it takes long to read much, it is begun with."""
        key = (self.state, "outline")
        if key not in self._files and self._pool.snapshot.dump is None:
            beginning = asyncio.ensure_future(self._file("outline", {}))
            beginning.add_done_callback(lambda made: made.cancelled() or made.exception())  # whoever needs it is told what went wrong
            self._beginning = beginning
        made = self._files.get(key)
        return made.result() if made and made.done() and not made.cancelled() and not made.exception() else None

    async def made(self, task: str, arguments: Mapping[str, Any]) -> Answer:
        """The answer to one of `tasks.MAKERS`, none of which strangers may word. RequestError where it fails."""
        return await self._make(task, arguments)

    async def process(self, task: str, arguments: Mapping[str, Any], seconds: float) -> Answer:
        """The answer to one of `MAKERS` by a process of its own, within limits. RequestError beyond them, or where too many wait."""
        if self._processing >= _IN_LINE:
            raise RequestError("busy")
        self._processing += 1
        try:
            async with self._turns:
                if self._reader is None or (self._reader.done() and self._reader.exception()):
                    self._reader = asyncio.ensure_future(asyncio.to_thread(self._nursery.reader))
                reader = await asyncio.shield(self._reader)
                return await asyncio.to_thread(workers.made, reader, task, arguments, (seconds, self.limits.memory))
        finally:
            self._processing -= 1

    async def _close_reader(self) -> None:
        if self._reader is not None:
            with contextlib.suppress(OSError, EOFError):
                await asyncio.to_thread((await self._reader).close)

    async def _file(self, task: str, arguments: Mapping[str, Any]) -> Path:
        """A file that another process makes, once for each state. The last few are kept."""
        pool = self._pool
        key = (pool.snapshot.state, task, *map(str, arguments.values()))
        if key not in self._files or (self._files[key].done() and self._files[key].exception()):
            if sum(not made.done() for made in self._files.values()) >= _IN_LINE:
                raise RequestError("busy")
            self._files[key] = asyncio.ensure_future(self._new_file(pool, task, arguments))
        self._files[key] = self._files.pop(key)  # the last that was asked for
        for old in [key for key, made in self._files.items() if made.done()][:-_KEPT]:
            made = self._files.pop(old)
            if not made.exception():
                made.result().unlink(missing_ok=True)
        return await asyncio.shield(self._files[key])

    async def _new_file(self, pool: Pool, task: str, arguments: Mapping[str, Any]) -> Path:
        self._number += 1
        target = self._place / f"file-{self._number}"
        if task in TASKS:  # what needs the graph open
            await pool.aside(task, {"target": str(target), **arguments})
        else:
            await self._make(task, {"source": str(pool.snapshot.source), "target": str(target), **arguments})
        return target

    async def _make(self, task: str, arguments: Mapping[str, Any]) -> Answer:
        async with self._turns:
            return await asyncio.to_thread(workers.made, self._nursery, task, arguments)

    async def _next(self) -> Pool:
        """A pool on the graph as it is now."""
        self._number += 1
        place = self._place / f"state-{self._number}"
        about = (await self._make("take", {"graph": str(self.graph.resolve()), "place": str(place), "held": self.limits.held})).about
        nursery = self._nursery
        index, dump = (Path(about[name]) if about[name] else None for name in ("index", "dump"))
        if dump:
            nursery = await asyncio.to_thread(self._nursery.child, dump)
        taken = Snapshot(about["state"], Path(about["source"]), index, dump)
        pool = Pool(taken, self.limits, nursery, own_nursery=nursery is not self._nursery)
        await pool.open()
        return pool

    async def _follow(self, seen: tuple[tuple[int, ...], ...]) -> None:
        """Takes the next state whenever the graph has changed."""
        waited = 0.0
        while True:
            await asyncio.sleep(_LOOK)
            now = snapshot.stamp(self.graph)
            if now == seen or not now:
                continue
            waited += _LOOK
            try:
                if folder.is_folder(self.graph) and not store.index_of(self.graph).is_dir() and waited < _PATIENCE:
                    continue
                if await asyncio.to_thread(snapshot.state_of, self.graph) != self.state:
                    old, self._pool = self._pool, await self._next()
                    self._end(old)
                    _LOG.info("the graph has changed: state %s", self.state)
                seen, waited = now, 0.0
            except KgError as error:
                if waited <= _LOOK:
                    _LOG.warning("the graph has changed and cannot be read, what was there before is served: %s", error)

    def _end(self, pool: Pool) -> None:
        async def end() -> None:
            await pool.close()
            await asyncio.to_thread(shutil.rmtree, _root(pool.snapshot, self._place), True)

        task = asyncio.ensure_future(end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


def _root(taken: Snapshot, place: Path) -> Path:
    """The folder right below `place` that a snapshot lies in."""
    return place / taken.source.relative_to(place).parts[0]
