"""What axe-core finds in the pages of the server, over the sample documents: every page of `benchmarks.tour`, light and dark, in Chinese and
English, wide and as on a phone: `make a11y`.

Faults that axe-core calls serious or critical, colour contrast below 4.5 among them, make it end with 1; moderate and minor ones, and what it
leaves to a person's eye, are told.

    python -m benchmarks.access [NAME …]        only the pages of these names
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver

from benchmarks import axe
from benchmarks.browser import chromium
from benchmarks.tour import serving, tour
from kg import data, folders

STATES = ((1400, "light", "zh"), (1400, "dark", "en"), (390, "light", "en"), (390, "dark", "zh"))
"""Width, scheme and language: each two of them meet."""
GRAVE = ("serious", "critical")
SOUGHT = "霍尔果斯"
OPENED = {
    "": "",
    ", list": "document.getElementById('open-list').click()",
    ", export": "document.getElementById('list').close(); document.getElementById('open-export').click()",
    ", help": "document.getElementById('export-dialog').close(); document.getElementById('open-help').click()",
}
"""What is opened in the pages that draw the network, one after the other: how that is called, and what opens it."""
_READY = """return location.protocol !== "about:" && document.readyState === "complete"
  && (!document.getElementById("canvas") || Boolean(window.kg && kg.isReady && kg.isStill() && !kg.isAsking?.()))"""
_FIND = """
const done = arguments[arguments.length - 1];
for (const each of document.querySelectorAll("details")) each.open = true;
axe.run(document, { resultTypes: ["violations", "incomplete"] }).then(({ violations, incomplete }) => done({
  faults: violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ target, any, all, none }) =>
    `${target}: ${[...any, ...all, ...none].map(({ message }) => message)[0] ?? ""}`) })),
  open: incomplete.map(({ id, nodes }) => `${id} (${nodes[0].any.concat(nodes[0].all)[0]?.message ?? nodes[0].target})`) }));
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule of axe-core that a page breaks, and where."""

    page: str
    rule: str
    impact: str
    where: str


def main(names: Sequence[str]) -> int:
    """0 where no fault is grave; 1 where one is, or where axe-core cannot be had."""
    if axe.main():
        return 1
    found: dict[Fault, list[str]] = {}
    left: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        graph = Path(folder, "graph")
        folders.build([data.folder("seeds") / "documents"], graph)
        folders.reindex(graph)
        with serving(graph) as client:
            pages = {name: str(client.base_url.join(path)) for name, path in tour(client, SOUGHT).items() if not names or name in names}
            for state, fault in _examined(browser, pages, left):
                found.setdefault(fault, []).append(state)
    for fault, states in sorted(found.items(), key=lambda item: (item[0].impact not in GRAVE, item[0].rule, item[0].page)):
        print(f"{fault.impact}: {fault.rule} in {fault.page} ({', '.join(states)}): {fault.where}")
    for what, times in sorted(left.items()):
        print(f"for a person to look at, {times} times: {what}")
    grave = sum(fault.impact in GRAVE for fault in found)
    print(f"{len(pages)} pages in {len(STATES)} states each (width, scheme, language): {len(found)} faults, {grave} of them grave")
    return int(grave > 0)


def _examined(browser: webdriver.Chrome, pages: Mapping[str, str], left: Counter[str]) -> Iterator[tuple[str, Fault]]:
    script = axe.find()
    assert script is not None
    browser.set_script_timeout(60)
    for name, address in pages.items():
        for width, scheme, language in STATES:
            show(browser, address, width, scheme, language)
            browser.execute_script(script)
            for opened, opening in OPENED.items() if name.startswith("explore") else [("", "")]:
                browser.execute_script(opening)
                told: dict[str, Any] = browser.execute_async_script(_FIND)
                left.update(told["open"])
                for each in told["faults"]:
                    yield f"{width} {scheme} {language}", Fault(name + opened, each["id"], each["impact"], " | ".join(each["where"])[:300])


def show(browser: webdriver.Chrome, address: str, width: int, scheme: str, language: str, height: int = 900) -> None:
    """Opens a page and waits until it is there. `scheme`: light or dark; a width below 600 is that of a phone."""
    phone = width < 600
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    page, mark, place = address.partition("#")
    browser.get("about:blank")
    browser.get(f"{page}{'&' if '?' in page else '?'}lang={language}{mark}{place}")
    for _ in range(200):
        time.sleep(0.05)
        if browser.execute_script(_READY):
            return
    sys.exit(f"{address} does not come")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
