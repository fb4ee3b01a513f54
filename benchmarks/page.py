"""What a browser does to show the page, beside plain pyvis with the same graph, in one run: `make bench-page`.

Graphs of 500, 5,000 and 20,000 invented entities with twice as many relations, as three pages each:

    kg      the page of kg view
    still   pyvis with the positions that kg view computed, and its physics off
    stock   pyvis as it is, physics on; stopped after so many CPU seconds, and then reported as "more than"

CPU is that of the page's main thread (DevTools, thread ticks; of a page that is stopped, what Linux counts). First draw and interactive are seconds of the clock since the page was asked for:
until anything was on the canvas, and until the main thread was idle.

    python -m benchmarks.page [--limit SECONDS] [NODES ...]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
from selenium import webdriver

from benchmarks.browser import chromium
from kg.views.part import choose
from kg.views.payload import payload
from kg.views.visualise import visualise

SIZES = (500, 5_000, 20_000)
LIMIT = 160.0  # CPU seconds after which stock pyvis is stopped
CLASSES = ("Enterprise", "Project", "Park", "School", "Hospital", "Person", "Agreement", "Event")
RELATIONS = (("assists", "支援"), ("cooperatesWith", "合作"), ("settledIn", "落户"), ("investsIn", "投资"), ("establishes", "设立"))
BEAT, QUIET, IDLE = 0.1, 0.02, 1.0  # seconds: between two looks; of CPU between them that count as busy; without such, when a page is idle

# Counts the frames that are drawn (each begins by clearing the canvas), and notes when the first thing was drawn.
WATCH = """
window.frames_drawn = 0; window.first_drawn = null;
const held = CanvasRenderingContext2D.prototype, clear = held.clearRect, fill = held.fill;
held.clearRect = function (...box) { window.frames_drawn += 1; return clear.apply(this, box); };
held.fill = function (...shape) { window.first_drawn = performance.now(); held.fill = fill; return fill.apply(this, shape); };
"""
# Drags the ground to and fro, one step each frame, for so many milliseconds; hands over the frames drawn a second.
PAN = """
const [length, done] = arguments, canvas = document.querySelector("canvas"), start = performance.now(), before = window.frames_drawn;
const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: y, pointerId: 1,
  pointerType: "mouse", button: type === "pointermove" ? -1 : 0, buttons: type === "pointerup" ? 0 : 1, isPrimary: true }));
let turn = 0;
send("pointerdown", 5, 5);
const step = () => {
  turn += 1;
  const way = 6 * (turn % 60 < 30 ? turn % 30 : 30 - (turn % 30));
  send("pointermove", 5 + way, 5 + way);
  if (performance.now() - start < length) return requestAnimationFrame(step);
  const seconds = (performance.now() - start) / 1000;
  send("pointerup", 5 + way, 5 + way);
  done([(window.frames_drawn - before) / seconds, window.frames_drawn - before]);
};
requestAnimationFrame(step);
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Bytes of the file; seconds of the clock to the first draw and to interactive; CPU seconds to interactive, and of each frame of a pan.

    NaN for what was not reached.
    """

    size: int
    drawn: float
    interactive: float
    cpu: float
    rate: float
    frame: float
    stopped: bool = False

    def row(self, name: str) -> str:
        """A row of the table."""
        more = "> " if self.stopped else ""
        parts = (f"{self.drawn:.2f} s", f"{more}{self.interactive:.2f} s", f"{more}{self.cpu:.2f} s", f"{self.rate:.0f}", f"{self.frame * 1000:.0f} ms")
        return f"| {name} | {self.size / 1e6:.2f} MB | {' | '.join('–' if 'nan' in part else part for part in parts)} |"


def invented(nodes: int) -> nx.MultiDiGraph:
    """Entities around cities of very different sizes, with two relations for each; every relation has a year and a sentence."""
    chance = random.Random(nodes)
    network = nx.MultiDiGraph()
    cities = max(nodes // 60, 6)
    home = [number if number < cities else int(cities * chance.random() ** 2) for number in range(nodes)]
    members: list[list[int]] = [[] for _ in range(cities)]
    for number, city in enumerate(home):
        members[city].append(number)
        cls = "City" if number < cities else chance.choice(CLASSES)
        network.add_node(f"n{number:05}", id=f"n{number:05}", label=f"{cls[:2]}实体{number}号", cls=cls, alt=[], documents=[f"d{number % 40}"])
    for number in range(2 * nodes):
        subject = number % nodes
        city = home[subject] if chance.random() < 0.9 else int(cities * chance.random() ** 2)
        other = city if chance.random() < 0.4 else chance.choice(members[city])
        predicate, label = chance.choice(RELATIONS)
        quote = f"据介绍，实体{subject}号与实体{other}号的{label}工作已经启动，两地在产业、教育、医疗等方面不断拓展协作空间。"
        evidence = [{"quote": quote, "doc": f"纪实{number % 40}", "document": f"d{number % 40}", "start": number, "end": number + len(quote)}]
        told = {"predicate": predicate, "label_zh": label, "date": str(2010 + number % 15), "confidence": "0.9", "evidence": evidence}
        network.add_edge(f"n{subject:05}", f"n{other:05}", key=f"{predicate} {number}", **told)
    return network


def pyvis_page(network: nx.MultiDiGraph, *, physics: bool) -> str:
    """The graph as pyvis alone writes it; without physics at the positions of our page."""
    from pyvis.network import Network

    plain = Network(height="860px", width="100%", directed=True, cdn_resources="in_line")
    nodes, edges, _ = payload(choose(network).network)
    for node in nodes:
        at = {} if physics else {"x": node["x"], "y": node["y"]}
        plain.nodes.append({"id": node["id"], "label": node["label"], "shape": "dot", "size": node["size"], **at})
    plain.edges.extend({"from": edge["from"], "to": edge["to"], "arrows": "to"} for edge in edges)
    if not physics:
        plain.toggle_physics(False)
    html: str = plain.generate_html()
    return html


def ticks(browser: webdriver.Chrome) -> float:
    """CPU seconds of the page's main thread since it was asked for."""
    metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def thread_seconds(browser: webdriver.Chrome) -> tuple[float, float]:
    """The same of all pages of the browser, as Linux counts it (a page that computes answers no question meanwhile), and the seconds for which
    they waited for a processor: on a busy machine, a page that uses none may only be waiting.
    """
    own, used, waited = {browser.service.process.pid}, 0, 0
    for process in sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        main, line = _read(f"/proc/{process}/task/{process}/stat").rpartition(")")[2].split(), _read(f"/proc/{process}/cmdline")
        if main and int(main[1]) in own:
            own.add(process)
            if "--type=renderer" in line:
                used += int(main[11]) + int(main[12])
                waited += int((_read(f"/proc/{process}/task/{process}/schedstat").split() or ["0", "0"])[1])
    return used / os.sysconf("SC_CLK_TCK"), waited / 1e9


def _read(path: str) -> str:
    """A file of /proc; empty where its process has ended."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def measure(page: Path, limit: float) -> Measured:
    """Opens a page in a browser of its own, waits until it is idle or has used up the limit, then drags its ground."""
    size = page.stat().st_size
    with chromium() as browser:
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        browser.get("about:blank")
        browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        start, before, ran = time.perf_counter(), ticks(browser), thread_seconds(browser)
        browser.get(page.as_uri())
        used, last, now, busy = 0.0, sum(ran), 0.0, 0.0
        while now - busy < IDLE or used == 0:
            time.sleep(BEAT)
            spent, now = thread_seconds(browser), time.perf_counter() - start
            if sum(spent) - last >= QUIET:
                busy = now
            used, last = spent[0] - ran[0], sum(spent)
            if used > limit:
                return Measured(size, _NAN, now, used, _NAN, _NAN, stopped=True)
        cpu, drawn = ticks(browser) - before, browser.execute_script("return window.first_drawn")
        rate, frames = browser.execute_async_script(PAN, 3000)
        frame = (ticks(browser) - before - cpu) / max(frames, 1)
        return Measured(size, _seconds(drawn), busy, cpu, rate, frame)


_NAN = float("nan")


def _seconds(milliseconds: Any) -> float:
    return _NAN if milliseconds is None else float(milliseconds) / 1000


def measured(nodes: int, limit: float, folder: Path) -> Iterator[tuple[str, Measured]]:
    """What each of the three pages of a graph takes."""
    network = invented(nodes)
    kinds: dict[str, Callable[[], str]] = {
        "kg": lambda: visualise(network, "图"),
        "still": lambda: pyvis_page(network, physics=False),
        "stock": lambda: pyvis_page(network, physics=True),
    }
    for name, make in kinds.items():
        page = folder / f"{name}-{nodes}.html"
        page.write_text(make(), "utf-8")
        yield name, measure(page, limit)


def main() -> None:
    """Prints the table, what the machine is, and how the page stands beside pyvis."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("nodes", nargs="*", type=int, default=SIZES)
    options.add_argument("--limit", type=float, default=LIMIT, help="CPU seconds after which a page is stopped")
    asked = options.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f}\n")
    print("| page | file | first draw | interactive | CPU to interactive | frames/s | CPU of a frame |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for nodes in asked.nodes:
            found = {}
            for kind, each in measured(nodes, asked.limit, Path(name)):
                found[kind] = each
                print(each.row(f"{kind}, {nodes:,}"), flush=True)
            ours, still, stock = found["kg"].cpu, found["still"].cpu, found["stock"]
            more = "more than " if stock.stopped else ""
            print(f"<!-- {nodes:,}: stock takes {more}{stock.cpu / ours:.0f} times, still {still / ours:.2f} times the CPU of kg -->", flush=True)
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
