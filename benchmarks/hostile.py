"""Whether a server goes on answering while many ask it what it cannot answer: `make hostile`.

Some tens of clients send, without rest, queries that no machine answers: cross products, sorted ones, paths through everything, answers without end,
memory bombs, each time worded otherwise. Meanwhile somebody asks a short question twenty times a second. What counts is how long that
takes. A server that is flooded may say that it is busy; that is counted apart.

    python -m benchmarks.hostile [GRAPH] [--clients N] [--seconds N]
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import httpx

import kg
from kg.server import app, connections
from kg.server.published import Published
from kg.server.workers import Limits

HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>|^!<urn:x>)* ?d . ?e (!<urn:x>|^!<urn:x>)* ?f }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }",
    "SELECT DISTINCT ?a ?d ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '(a|aa)+$')) }",
)
SHORT = "SELECT ?a ?b { ?a rc:assists ?b } LIMIT 10"


def main() -> None:
    """Serves a graph, floods it, and says how a short question fared."""
    parser = argparse.ArgumentParser(description="floods a server and asks it a short question")
    parser.add_argument("graph", nargs="?", type=Path, help="of the sample documents where it is not given")
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=30)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = chosen.graph
        if graph is None:
            graph = Path(folder, "graph.nq")
            kg.build(sorted(Path("seeds/documents").glob("*.txt"))).write(graph)
        asyncio.run(_measure(graph, chosen.clients, chosen.seconds))


async def _measure(graph: Path, clients: int, seconds: float) -> None:
    published = Published(graph, Limits())
    server = connections.server(app.application(published))
    listener = app.listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
    async with published.opened():
        running = asyncio.ensure_future(server.serve(sockets=[listener]))
        await asyncio.to_thread(_probe, address, 2.0, "at rest")
        with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
            flood = elsewhere.submit(_flood, address, clients, seconds + 1)
            await asyncio.sleep(1)
            await asyncio.to_thread(_probe, address, seconds, f"beside {clients} hostile clients")
            statuses = await asyncio.wrap_future(flood)
        print("the hostile got:", ", ".join(f"{status} {count} times" for status, count in sorted(statuses.items())))
        await asyncio.to_thread(_probe, address, 2.0, "afterwards")
        server.should_exit = True
        await running


def _flood(address: str, clients: int, seconds: float) -> Counter[str]:
    """What the hostile were answered, how often, in a process of their own."""
    statuses: Counter[str] = Counter()
    end = time.monotonic() + seconds
    flood = [threading.Thread(target=_attack, args=(address, number, end, statuses)) for number in range(clients)]
    for thread in flood:
        thread.start()
    for thread in flood:
        thread.join()
    return statuses


def _attack(address: str, number: int, end: float, statuses: Counter[str]) -> None:
    with httpx.Client() as client:
        for turn in itertools.count(number):
            if time.monotonic() > end:
                return
            query = f"{HOSTILE[turn % len(HOSTILE)]} # {number} {turn}"
            patience = 1.5 if turn % 5 == 0 else 60.0  # some go away before they are answered
            try:
                statuses[str(client.post(address, data={"query": query}, timeout=patience).status_code)] += 1
            except httpx.HTTPError:
                statuses["gone"] += 1


def _probe(address: str, seconds: float, when: str) -> None:
    """Prints how long a short question took, and how often it was not answered."""
    times, refused, end = [], 0, time.monotonic() + seconds
    with httpx.Client(timeout=60) as client:
        while time.monotonic() < end:
            began = time.monotonic()
            if client.get(address, params={"query": SHORT}).status_code == 200:
                times.append(time.monotonic() - began)
            else:
                refused += 1
            time.sleep(0.05)
    if not times:
        print(f"{when}: never answered, {refused} times refused")
        return
    ranked = sorted(times)
    last = ranked[int(0.95 * (len(ranked) - 1))]
    print(
        f"{when}: {len(times)} answered, median {1000 * statistics.median(times):.0f} ms, 95 of 100 within {1000 * last:.0f} ms, "
        f"the longest {1000 * ranked[-1]:.0f} ms; {refused} refused"
    )


if __name__ == "__main__":
    main()
