"""Clients that others wrote, against the server: `make clients`. rdflib, SPARQLWrapper and curl are asked in `tests/test_server.py`.

Comunica, a query engine in JavaScript, and YASGUI, the query editor of many endpoints, by both who maintain one, are fetched from npm for
this. YASGUI runs in Chromium on a page of another origin than the server's, which may read what it answers (CORS). Each is asked the same,
by GET and by POST where it can, and has to have the rows that `kg query` has. What is not on this machine is said, and not asked.

    python -m benchmarks.clients [GRAPH]
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import kg
from kg.graph import query, store
from kg.graph.rdf import PREFIXES

COMUNICA = (("@comunica/query-sparql@4.4.1", (18, 0)), ("@comunica/query-sparql@5.4.1", (22, 19)))
"""Each with the Node.js that it needs."""
YASGUI = (("@zazuko/yasgui", "4.6.2"), ("@triply/yasgui", "4.2.28"))
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "regional-kg"
QUERY = "SELECT ?a ?b { ?a rc:assists ?b . ?a skos:prefLabel ?name } ORDER BY ?a ?b"
WRONG = "SELECT ?a { ?a <urn:p"
PROGRAM = "from kg.cli import main; main()"
SECONDS = 60
PAGE = """<!doctype html><meta charset="utf-8"><title>YASGUI</title><link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div>
<script src="yasgui.min.js"></script><script>
window.ask = (endpoint, method, text) => {
  localStorage.clear();
  document.getElementById("yasgui").replaceChildren();
  const tab = new Yasgui(document.getElementById("yasgui"), { requestConfig: { endpoint, method }, copyEndpointOnNewTab: false }).getTab();
  window.told = null;
  tab.setEndpoint(endpoint);
  tab.setRequestConfig({ method });
  tab.setQuery(text);
  tab.getYasqe().on("queryResponse", () => setTimeout(() => {
    const results = tab.getYasr().results, error = results && results.getError();
    window.told = { rows: results && !error ? results.getBindings() : null, error: error ? String(error.text || error.statusText || "error") : "" };
  }, 200));
  tab.query().catch(() => {});
};
</script>"""

Rows = list[tuple[str, ...]]


def main() -> int:
    """0 where every client has the answer that `kg query` has, 1 where one has not or there is no npm."""
    if shutil.which("npm") is None:
        print("there is no npm on this machine: install Node.js to ask with Comunica and YASGUI")
        return 1
    if len(sys.argv) > 1:
        return _compared(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "graph.nq")
        kg.build(sorted(Path("seeds/documents").glob("*.txt"))).write(graph)
        return _compared(graph)


def _compared(graph: Path) -> int:
    text = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items()) + QUERY
    expected: Rows = [tuple(cell.value for cell in row if cell) for row in query.run(store.load(graph), text).rows]
    others = 0
    with _serving(graph) as address:
        for package, needed in COMUNICA:
            has = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
            if tuple(int(part) for part in has.strip("v").split(".")[:2]) < needed:
                print(f"{package} IS NOT ASKED: it needs Node.js {needed[0]}.{needed[1]}, and this is {has}")
            else:
                others += _told(package, _comunica(package, address, text), expected)
        for package, version in YASGUI:
            for way, found in _yasgui(package, version, address, text):
                others += _told(f"{package}@{version} {way}", found, expected)
    return int(others > 0)


def _told(client: str, found: Rows | str, expected: Rows) -> bool:
    """Whether a client has something else; what it has is printed."""
    said = f"has {len(found)} rows, kg query {len(expected)}: {'the same' if found == expected else 'others'}" if isinstance(found, list) else found
    print(f"{client} {said}", flush=True)
    return found != expected if isinstance(found, list) else "malformed" not in found


@contextmanager
def _serving(graph: Path) -> Iterator[str]:
    """The address of a server's endpoint."""
    command = [sys.executable, "-c", PROGRAM, "serve", str(graph), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = server.stderr.readline().split()[0] + "sparql"
            threading.Thread(target=server.stderr.read, daemon=True).start()
            yield address
        finally:
            server.terminate()


def _comunica(package: str, address: str, text: str) -> Rows | str:
    """The rows of Comunica, or what it says where it fails."""
    ask = ["npm", "exec", "--yes", "--ignore-scripts", f"--package={package}", "--", "comunica-sparql", f"sparql@{address}", text]
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([*ask, "-t", "application/sparql-results+json"], capture_output=True, text=True, cwd=folder)
    if run.returncode:
        return run.stderr.strip() or "says nothing"
    return [(row["a"]["value"], row["b"]["value"]) for row in json.loads(run.stdout)["results"]["bindings"]]


def _yasgui(package: str, version: str, address: str, text: str) -> Iterator[tuple[str, Rows | str]]:
    """The rows of YASGUI in a browser, asked for by GET and by POST, and whether it shows what is wrong with a query that is malformed."""
    from benchmarks.browser import chromium

    with _page(_fetched(package, version)) as page, chromium() as browser:
        for method, asked in (("GET", text), ("POST", text), ("POST", WRONG)):
            browser.get(page)
            _wait(browser, "return document.readyState === 'complete' && typeof window.ask === 'function'")
            browser.execute_script("ask(...arguments)", address, method, asked)
            told = _wait(browser, "return window.told")
            if asked == WRONG:
                error = (told or {}).get("error", "")
                yield "shows of a malformed query:", error.strip() if "malformed" in error else "says nothing"
            elif told and told["rows"] is not None:
                yield f"by {method}", [(row["a"]["value"], row["b"]["value"]) for row in told["rows"]]
            else:
                yield f"by {method}", (told or {}).get("error") or "says nothing"


def _wait(browser: Any, script: str) -> Any:
    """What a script gives as soon as it gives something; None where it does not in time."""
    for _ in range(SECONDS * 10):
        if found := browser.execute_script(script):
            return found
        time.sleep(0.1)
    return None


def _fetched(package: str, version: str) -> Path:
    """A folder in the user's cache with YASGUI as npm has it."""
    folder = CACHE / f"{package.strip('@').replace('/', '-')}-{version}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as place:
            subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=place, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next(Path(place).glob("*.tgz"))) as archive:
                archive.extractall(place, filter="data")
            fresh = Path(place, "fresh")
            fresh.mkdir()
            for name in ("yasgui.min.js", "yasgui.min.css"):
                shutil.copyfile(Path(place, "package", "build", name), fresh / name)
            shutil.copytree(fresh, folder)
    return folder


@contextmanager
def _page(folder: Path) -> Iterator[str]:
    """The address of a page with YASGUI, at a port of its own: another origin than the server's."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder, place, dirs_exist_ok=True)
        Path(place, "index.html").write_text(PAGE, "utf-8")
        handler = functools.partial(_Quiet, directory=place)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each request."""


if __name__ == "__main__":
    sys.exit(main())
