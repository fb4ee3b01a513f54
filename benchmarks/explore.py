"""What the explore page costs over a graph that is too large for a browser: `make bench-explore`.

    python -m benchmarks.explore [FOLDER] [--documents N]

A graph folder of invented reports about all of the country's cities and counties, some of which are in every tenth report, is built once (a
folder that is there already is taken as it is); then a server of it is asked as the page asks it, and a browser opens the page. Seconds
of the clock, the middle of `TURNS` turns, and the largest; the first answer of all is apart, as the outline is made for it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import random
import statistics
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from benchmarks import reports
from benchmarks.browser import chromium
from kg import folders, gazetteer
from kg.graph import folder as graph_folder
from kg.server import app, connections
from kg.server.published import Published

SENTENCES = (10, 24)
DOCUMENTS = 2000
TURNS = 5


def regions() -> list[str]:
    """Names of cities and counties, each as often as it is to be written of: a few are hubs."""
    known = gazetteer.load().divisions.values()
    names = sorted({each.name for each in known if each.level in ("prefecture", "county") and len(each.name) > 2})
    random.Random(1).shuffle(names)
    return [name for place, name in enumerate(names) for _ in range(200 if place < 4 else 40 if place < 40 else 8 if place < 300 else 1)]


def fill(folder: Path, size: int) -> None:
    """A graph folder of so many reports, with its index."""
    texts = folder.with_name(f"{folder.name}-texts")
    texts.mkdir(parents=True, exist_ok=True)
    names = regions()
    for number in range(size):
        text = f"第{number}号简报\n\n{reports.report(number, SENTENCES, names)}"
        (texts / f"{number:05}.txt").write_text(text, encoding="utf-8")
    folders.build([texts], folder)
    folders.reindex(folder)


def requests(client: httpx.Client) -> dict[str, list[str]]:
    """What is asked, each with several addresses: the busiest entities, names, pairs far apart, and the pages beside."""
    start = client.get("/explore/start.json").json()
    keys = [node["key"] for node in sorted(start["nodes"], key=lambda node: node["number"])]
    present = ",".join(str(node["number"]) for node in start["nodes"])
    found = [client.get("/explore/search.json", params={"q": each}).json()["entities"][-1] for each in ("医院", "产业园", "公司", "一中")]
    ends = [each["iri"] for each in found]
    return {
        "first view": ["/explore/start.json"],
        "a hub, 200 neighbours": [f"/explore/around.json?of={quote(key)}" for key in keys[:TURNS]],
        "a hub, with 60 there": [f"/explore/around.json?of={quote(key)}&with={present}" for key in keys[:TURNS]],
        "a hub, its last neighbours": [f"/explore/around.json?of={quote(key)}&start={around}" for key, around in _last(start)],
        "search": [f"/explore/search.json?q={quote(each)}" for each in ("医院", "suzhou", "产业", "hzrmyy", "人民医院", "shi", "qqqq")],
        "facts of a hub": [f"/explore/entity.json?of={quote(key)}" for key in keys[:TURNS]],
        "sentences of a link": [f"/explore/link.json?one={quote(_link(start, n)[0])}&other={quote(_link(start, n)[1])}" for n in range(TURNS)],
        "paths": [f"/explore/paths.json?one={quote(one)}&other={quote(other)}" for one, other in itertools.combinations([keys[0], *ends], 2)],
        "page /": ["/"],
        "page /search": [f"/search?q={quote(each)}" for each in ("医院", "suzhou", "hzrmyy", "查无此名")],
        "page /documents": ["/documents", "/documents?start=500"],
        "page /class/Region": ["/class/Region", "/class/Enterprise", "/class/Project"],
        "page of a hub": [f"/node?iri={quote(key)}" for key in keys[:TURNS]],
    }


def _last(start: Any) -> list[tuple[str, int]]:
    hubs = sorted(start["nodes"], key=lambda node: node["number"])[:TURNS]
    return [(node["key"], max(node["around"] - 200, 0)) for node in hubs]


def _link(start: Any, number: int) -> tuple[str, str]:
    edge = sorted(start["edges"], key=lambda edge: -edge["told"])[number]
    return start["nodes"][edge["from"]]["key"], start["nodes"][edge["to"]]["key"]


def ask(client: httpx.Client) -> None:
    """Prints a line for each thing that is asked."""
    began = time.perf_counter()
    while (answer := client.get("/explore/start.json", headers={"Accept": "application/json"})).status_code == 503:
        time.sleep(1)
    said = answer.json()
    print(f"first answer of all, with the outline made: {time.perf_counter() - began:.1f} s; {said['entities']:,} entities, {said['links']:,} links")
    for name, addresses in requests(client).items():
        times, statuses, size = [], set(), 0
        for address in addresses * (1 if len(addresses) > 2 else TURNS):
            began = time.perf_counter()
            answer = client.get(address, headers={"Accept": "text/html" if name.startswith("page") else "application/json"})
            times.append(time.perf_counter() - began)
            statuses.add(answer.status_code)
            size = max(size, len(answer.content))
        told = "" if statuses == {200} else f"  {sorted(statuses)}"
        print(f"{name:28}{statistics.median(times):8.3f} s, at most {max(times):7.3f} s, {size / 1000:7.0f} kB{told}", flush=True)


def look(address: str) -> None:
    """Prints how long the page takes in a browser: until the first view stands, and until the neighbours of the greatest hub do."""
    with chromium(1400, 900) as browser:
        browser.get("about:blank")
        began = time.perf_counter()
        browser.get(f"{address}/explore")
        _wait(browser, "return Boolean(window.kg && kg.isReady)")
        print(f"in a browser: first view after {time.perf_counter() - began:.2f} s")
        key = browser.execute_script("return kg.places().map(each => [kg.left(each[0]), each[0]]).sort((a, b) => b[0] - a[0])[0][1]")
        for _ in range(TURNS):
            began = time.perf_counter()
            browser.execute_script("kg.expand(arguments[0])", key)
            time.sleep(0.05)
            _wait(browser, "return !kg.isAsking() && kg.isStill()")
            shown = browser.execute_script("return kg.shown()")
            print(f"in a browser: 200 more neighbours after {time.perf_counter() - began:.2f} s; {shown['nodes']} entities, {shown['edges']} relations")


def _wait(browser: Any, script: str) -> None:
    while not browser.execute_script(script):
        time.sleep(0.02)


def serve(folder: Path) -> None:
    """Serves a graph folder while it is asked and looked at."""
    published = Published(folder)
    listener = app.listen("127.0.0.1", 0)
    server = connections.server(app.application(published))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"

    async def run() -> None:
        async with published.opened():
            await server.serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        with httpx.Client(base_url=address, timeout=120) as client:
            ask(client)
        look(address)
    finally:
        server.should_exit = True
        thread.join()


def main() -> None:
    """Makes the graph where it is not there, and prints what the page costs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("out/explore/graph"))
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    chosen = parser.parse_args()
    if not chosen.folder.is_dir():
        fill(chosen.folder, chosen.documents)
    quads = sum(entry.quads for entry in graph_folder.read_manifest(chosen.folder).entries)
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {quads:,} quads in documents")
    serve(chosen.folder)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
