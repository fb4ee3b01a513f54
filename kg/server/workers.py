"""A pool of processes that answer, each with the index open: limits of time, memory and number, and the means to stop an answer.

    task, arguments ─ Pool.run ─► Answer

A few workers stand ready for everybody. A task that is not done within `patience` goes on in a place of its own, with less right to the
processors, and a new worker takes over where it stood: so a short question is answered though long ones run. There are so many such
places and no more; when they are taken, or too many wait, the answer at once is that the server is busy. What runs too long, needs too much
memory, is stopped by somebody or is no longer waited for ends with its process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError, QueryError
from kg.graph.results import BY_KIND
from kg.graph.snapshot import Snapshot
from kg.server.nursery import Nursery
from kg.server.problems import RequestError
from kg.server.tasks import WORDED, Answer

_Said = tuple[dict[str, Any], bytes]
_SLICE = 0.03
_UNLIMITED = 1 << 45
"""Bytes that no machine has."""
_CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is given out.

    `ready`: workers for everybody; `places`: for what takes longer than `patience` seconds; `queue`: who may wait for a worker; `seconds`
    and `memory` (bytes) of one task; `ours`: how many times as long pages and the research questions may take; `rows` and `bytes` of an
    answer; `request`: bytes of a query; `held`: bytes of an index on disk up to which it is held in memory.
    """

    ready: int = max(2, _CORES)
    places: int = max(2, _CORES)
    queue: int = 32
    patience: float = 0.3
    seconds: float = 10.0
    ours: float = 3.0
    memory: int = 1 << 30
    rows: int = 100_000
    bytes: int = 64 << 20
    request: int = 256 << 10
    held: int = 512 << 20


class _DeadError(Exception):
    """The process ended while it was asked."""


class _Worker:
    """One process and the pipe to it. `life`: as `worker.live` takes it."""

    def __init__(self, nursery: Nursery, life: Mapping[str, Any] | None) -> None:
        self._nursery = nursery
        self._number, self._pipe = nursery.start()
        try:
            self._pipe.send_bytes(json.dumps(life).encode("utf-8"))
            self.offline = bool(json.loads(self._received())["offline"])
        except (_DeadError, OSError):
            self.end()
            raise

    def ask(self, task: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The answer to a task, waiting for it. _DeadError where the process ended."""
        try:
            self._pipe.send_bytes(json.dumps({"task": task, "arguments": arguments}).encode("utf-8"))
        except OSError as error:
            raise _DeadError from error
        return json.loads(self._received()), self._received()

    def _received(self) -> bytes:
        try:
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise _DeadError from error

    def step_back(self) -> None:
        """Less right to the processors from now on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._number, 10)

    def overdue(self, late: threading.Event) -> None:
        """The process killed while somebody waits for it, who is told so by `late`."""
        late.set()
        self._nursery.end(self._number)

    def fate(self) -> RequestError:
        """Why the process ended that was to answer."""
        found = self._nursery.fate(self._number)
        return RequestError("memory") if found == "memory" else RequestError("crashed", how=found or "?")

    def end(self) -> None:
        """The process killed, and gone. Whoever waits for it gets _DeadError."""
        self._nursery.end(self._number)
        self._pipe.close()


def made(nursery: Nursery, task: str, arguments: Mapping[str, Any], limits: tuple[float, int] | None = None) -> Answer:
    """The answer to one of `MAKERS`, by a process of its own; `limits`: its seconds and bytes of memory. RequestError where it fails."""
    worker = _Worker(nursery, {"memory": limits[1]} if limits else None)
    late = threading.Event()
    clock = threading.Timer(limits[0], worker.overdue, [late]) if limits else None
    try:
        if clock:
            clock.start()
        return _understood(*worker.ask(task, arguments))
    except _DeadError as error:
        if limits and late.is_set():
            raise RequestError("time", seconds=f"{limits[0]:g}") from error
        raise worker.fate() from error
    finally:
        if clock:
            clock.cancel()
            clock.join()
        worker.end()


class Pool:
    """Workers on one snapshot. To be opened and closed in the event loop that it is used in."""

    def __init__(self, snapshot: Snapshot, limits: Limits, nursery: Nursery, *, own_nursery: bool = False) -> None:
        self.snapshot = snapshot
        self.offline = True
        self._limits = limits
        self._nursery = nursery
        self._own_nursery = own_nursery
        self._threads = ThreadPoolExecutor(2 * (limits.ready + limits.places) + 2, "worker")
        self._idle: list[_Worker] = []
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._running: dict[str, asyncio.Event] = {}
        self._aside: set[_Worker] = set()
        self._long = 0
        self._asked = 0
        self._closed = False

    async def open(self) -> None:
        """The workers started. Whatever they raise while they open the index."""
        for worker in await asyncio.gather(*(self._start() for _ in range(self._limits.ready))):
            self._give_back(worker)

    async def close(self) -> None:
        """What runs is waited for; then the processes are ended."""
        self._closed = True
        for worker in self._aside:
            self._end(worker)
        while self._asked:
            await asyncio.sleep(0.05)
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in self._idle:
            await self._in_thread(worker.end)
        self._threads.shutdown(wait=False)
        if self._own_nursery:
            await asyncio.to_thread(self._nursery.close)

    async def run(self, task: str, arguments: Mapping[str, Any], id: str = "") -> Answer:
        """The answer of a worker to a task of `TASKS`. Cancelling ends the task.

        QueryError of a query; RequestError where it is too large, takes too long, needs too much, the server is busy, or `stop` was called
        with its `id`.
        """
        self._asked += 1
        stopped = asyncio.Event()
        if id:
            self._running[id] = stopped
        try:
            worker = await self._take()
            asked = asyncio.ensure_future(self._in_thread(worker.ask, task, arguments))
            seconds = self._limits.seconds * (1 if task in WORDED else self._limits.ours)
            return _understood(*await self._watched(worker, asked, stopped, seconds))
        finally:
            self._asked -= 1
            self._running.pop(id, None)

    async def aside(self, task: str, arguments: Mapping[str, Any]) -> Answer:
        """The answer to a task that no stranger can word, by a worker of its own, without limits. RequestError where the pool is closed."""
        worker: _Worker = await self._start(_UNLIMITED)
        worker.step_back()
        self._aside.add(worker)
        try:
            return _understood(*await self._in_thread(worker.ask, task, arguments))
        except _DeadError as error:
            raise RequestError("busy") from error
        finally:
            self._aside.discard(worker)
            self._end(worker)

    def stop(self, id: str) -> bool:
        """Whether a task of this id was running; it is stopped."""
        found = self._running.get(id)
        if found:
            found.set()
        return found is not None

    async def _watched(self, worker: _Worker, asked: asyncio.Future[_Said], stopped: asyncio.Event, seconds: float) -> _Said:
        """The worker's answer, within the limits. The worker goes back, or is ended and another started in its place."""
        stop = asyncio.ensure_future(stopped.wait())
        both: set[asyncio.Future[Any]] = {asked, stop}
        long = False
        try:
            done, waited = await self._first(both)
            if not done and seconds > waited:
                if self._long >= self._limits.places:
                    raise RequestError("busy")
                long = True
                self._long += 1
                worker.step_back()
                self._replace()
                rest = seconds - waited
                done, _ = await asyncio.wait(both, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
            if asked not in done:
                raise RequestError("stopped") if done else RequestError("time", seconds=f"{seconds:g}")
            answer = asked.result()
        except _DeadError as error:
            raise await self._in_thread(worker.fate) from error
        finally:
            stop.cancel()
            if long:
                self._long -= 1
            if asked.done() and not asked.cancelled() and asked.exception() is None and not long:
                self._give_back(worker)
            else:
                asked.add_done_callback(lambda task: task.cancelled() or task.exception())
                self._end(worker)
                if not long:
                    self._replace()
        return answer

    async def _first(self, both: set[asyncio.Future[Any]]) -> tuple[set[asyncio.Future[Any]], float]:
        """What is done within the patience that there is, and how many seconds that were. The more wait, the less patience there is."""
        waited = 0.0
        while True:
            done, _ = await asyncio.wait(both, timeout=_SLICE, return_when=asyncio.FIRST_COMPLETED)
            waited += _SLICE
            if done or waited >= min(self._limits.seconds, self._limits.patience / (1 + len(self._waiting) / self._limits.ready)):
                return done, waited

    async def _take(self) -> _Worker:
        """A worker that is free. RequestError where too many wait for one, or none comes free in time."""
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= self._limits.queue:
            raise RequestError("busy")
        place: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            return await asyncio.wait_for(place, self._limits.seconds)
        except (TimeoutError, asyncio.CancelledError) as error:
            if place.done() and not place.cancelled():  # it came just then
                self._give_back(place.result())
            if isinstance(error, TimeoutError):
                raise RequestError("busy") from error
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(place)

    def _give_back(self, worker: _Worker) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        self._idle.append(worker)

    def _replace(self) -> None:
        """Another worker, as soon as it has started."""
        if not self._closed:
            task = asyncio.ensure_future(self._started())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _started(self) -> None:
        for pause in (0.0, 0.5, 2.0, 8.0):
            await asyncio.sleep(pause)
            with contextlib.suppress(_DeadError, OSError):
                self._give_back(await self._start())
                return

    async def _start(self, memory: int = 0) -> _Worker:
        index = self.snapshot.index
        life = {"index": index and str(index), "memory": memory or self._limits.memory}
        worker: _Worker = await self._in_thread(_Worker, self._nursery, life)
        self.offline = self.offline and worker.offline
        return worker

    def _end(self, worker: _Worker) -> None:
        task = asyncio.ensure_future(self._in_thread(worker.end))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _in_thread(self, call: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *arguments)


def _understood(head: dict[str, Any], body: bytes) -> Answer:
    """A worker's answer, or what it raised."""
    if "about" in head:
        return Answer(body, head["about"])
    if "query" in head:
        said = head["query"]
        raise QueryError("", said["problem"], said["remedy"], tuple(said["place"]) if said["place"] else None, kind=said["kind"])
    if "large" in head:
        what, most = head["large"].split()
        raise RequestError("too-large", what=what, most=most)
    if "kind" in head:
        raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in BY_KIND[head["kind"]]))
    if "fault" in head:
        raise RequestError("fault", problem=head["fault"])
    raise RequestError("memory") if "memory" in head else KgError(head["error"])
