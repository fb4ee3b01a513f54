"""Clients that others wrote, against the server: `make clients`. rdflib, SPARQLWrapper and curl are asked in `tests/test_server.py`.

Comunica, a query engine in JavaScript, is fetched from npm for this; where there is no npm, that is said, and nothing is asked.

    python -m benchmarks.clients [GRAPH]
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import kg
from kg.graph import query, store
from kg.graph.rdf import PREFIXES

COMUNICA = "@comunica/query-sparql@4.4.1"
QUERY = "SELECT ?a ?b { ?a rc:assists ?b . ?a skos:prefLabel ?name } ORDER BY ?a ?b"
PROGRAM = "from kg.cli import main; main()"


def main() -> int:
    """0 where Comunica has the answer that `kg query` has, 1 where not or where there is no npm."""
    if shutil.which("npm") is None:
        print("there is no npm on this machine: install Node.js to ask with Comunica")
        return 1
    if len(sys.argv) > 1:
        return _compared(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "graph.nq")
        kg.build(sorted(Path("seeds/documents").glob("*.txt"))).write(graph)
        return _compared(graph)


def _compared(graph: Path) -> int:
    text = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items()) + QUERY
    command = [sys.executable, "-c", PROGRAM, "serve", str(graph), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server, tempfile.TemporaryDirectory() as folder:
        assert server.stderr is not None
        address = server.stderr.readline().split()[0] + "sparql"
        threading.Thread(target=server.stderr.read, daemon=True).start()
        ask = ["npm", "exec", "--yes", "--ignore-scripts", f"--package={COMUNICA}", "--", "comunica-sparql", f"sparql@{address}", text]
        try:
            run = subprocess.run([*ask, "-t", "application/sparql-results+json"], capture_output=True, text=True, cwd=folder)
        finally:
            server.terminate()
    if run.returncode:
        print(run.stderr)
        return 1
    found = [(row["a"]["value"], row["b"]["value"]) for row in json.loads(run.stdout)["results"]["bindings"]]
    expected = [tuple(cell.value for cell in row if cell) for row in query.run(store.load(graph), text).rows]
    print(f"Comunica has {len(found)} rows, kg query {len(expected)}: {'the same' if found == expected else 'others'}")
    return int(found != expected)


if __name__ == "__main__":
    sys.exit(main())
