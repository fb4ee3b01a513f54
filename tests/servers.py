"""SPARQL servers on a free port of this machine, filled by the Graph Store Protocol and asked by the SPARQL Protocol.

Nothing of this project answers: what a server says here, any client would hear. HTTP is the standard library's.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

READY_SECONDS = 60
VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 100000
"""
"""What a private Virtuoso needs, and nothing that listens beyond this machine. `dba` has the password of a fresh database: `dba`."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server answers. `store`: its Graph Store Protocol; `opener`: how it is logged in to."""

    query: str
    store: str
    opener: urllib.request.OpenerDirector = field(default_factory=lambda: urllib.request.build_opener(urllib.request.ProxyHandler({})))

    def put(self, graph: str, ntriples: str) -> None:
        """Makes this the whole content of a named graph, or of the default graph where the name is empty."""
        address = f"{self.store}?" + (f"graph={urllib.parse.quote(graph, safe='')}" if graph else "default")
        # N-Triples are Turtle, and that is what every server takes
        request = urllib.request.Request(address, ntriples.encode(), {"Content-Type": "text/turtle"}, method="PUT")
        self._read(request)

    def ask(self, query: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Columns and rows of a SELECT query, the bare values of terms, "" where there is none. RuntimeError where it refuses."""
        form = urllib.parse.urlencode({"query": query}).encode()
        request = urllib.request.Request(self.query, form, {"Accept": "application/sparql-results+json"})
        answer = json.loads(self._read(request))
        columns = tuple(answer["head"]["vars"])
        return columns, [tuple(row.get(name, {}).get("value", "") for name in columns) for row in answer["results"]["bindings"]]

    def _read(self, request: urllib.request.Request) -> bytes:
        try:
            with self.opener.open(request, timeout=READY_SECONDS) as reply:
                return bytes(reply.read())
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{request.full_url}: {error.code} {error.read().decode('utf-8', 'replace')[:600]}") from error


def fill(server: Server, nquads: str) -> None:
    """Puts each named graph of sorted N-Quads into a server under its name."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in nquads.splitlines():
        triple, _, graph = line.removesuffix(" .").rpartition(" ")
        graphs[graph[1:-1]].append(f"{triple} .\n")
    for graph, lines in sorted(graphs.items()):
        server.put(graph, "".join(lines))


def merged(nquads: str) -> str:
    """The triples of N-Quads, each once, as N-Triples."""
    return "".join(sorted({f"{line.removesuffix(' .').rpartition(' ')[0]} .\n" for line in nquads.splitlines()}))


def oxigraph_command() -> str | None:
    """The program of the PyPI package `oxigraph`, beside this Python, or else on PATH."""
    return shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")


@contextmanager
def oxigraph(command: str) -> Iterator[Server]:
    """A running Oxigraph server in memory. Its default graph is one of its own: the union of all graphs is made triple by triple, and slow."""
    port = free_port()
    with _running([command, "serve", "--bind", f"127.0.0.1:{port}"], port):
        yield Server(f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store")


@contextmanager
def virtuoso(command: str, folder: Path) -> Iterator[Server]:
    """A running Virtuoso with a fresh database in an empty folder; its default graph is always the union of all graphs."""
    port, sql_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(folder=folder, port=port, sql_port=sql_port), "utf-8")
    address = f"http://127.0.0.1:{port}"
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, "dba", "dba")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPDigestAuthHandler(passwords))
    with _running([command, "+foreground", "+configfile", str(folder / "virtuoso.ini")], port):
        yield Server(f"{address}/sparql", f"{address}/sparql-graph-crud-auth", opener)


def free_port() -> int:
    """A port of this machine where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    """A process while it runs and listens; it is ended at the end, whatever happens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(READY_SECONDS * 20):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended at once, with {process.returncode}")
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} did not listen on port {port} within {READY_SECONDS} s")
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
