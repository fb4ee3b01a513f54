"""Every page that the server has, by name: what pictures are taken of, what axe-core examines, and what the tests read.

    client ─ tour ─► {name: address}                    graph folder ─ serving ─► a client of `kg serve` over it

Which entities are shown is asked of the server, so that any graph has a tour.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx

from kg.server.rendering import encoded

PROGRAM = "from kg.cli import main; main()"
HTML = {"Accept": "text/html"}
FIGURES = """SELECT ?entity ?value {
  ?statement rdf:predicate rc:indicator ; rdf:subject ?entity ; rdf:object ?figure .
  ?figure schema:value ?value ; schema:unitText "元" .
} ORDER BY DESC(?value) LIMIT 40"""
ASSISTS = "SELECT ?giver ?receiver { ?giver rc:assists ?receiver }"
DRAFT = (
    "苏州与霍尔果斯.txt",
    """苏州市对口支援霍尔果斯市，累计投入资金2.1亿元，建设苏新中心。2019年5月，两地签署合作协议。
建议苏州市与霍尔果斯市共建两地产业园。苏州市和霍尔果斯市的干部同车到达，带来1200件展品。
霍尔果斯市合作苏州市委党校。
""",
)
"""A document that is sent in to be looked at: its name and text."""


def tour(client: httpx.Client, graph: str = "") -> dict[str, str]:
    """The address of each page. `graph`: a name that search finds, for the pages of search and of an entity that has much."""
    home = client.get("/").raise_for_status()
    sought = graph or _any(client)
    found = client.get("/search.json", params={"q": sought}).json()
    base, entity = found["base"], found["entities"][0]["iri"]
    pages = {
        "home": "/",
        "search": f"/search?q={quote(sought)}",
        "search-near": f"/search?q={quote(sought + '城')}",
        "search-none": "/search?q=zzzz",
        "documents": "/documents",
        "pairs": "/pairs",
        "entity": _page(entity, base),
        "missing": "/page/region/000000",
        "not-found": "/nowhere",
        "query": "/query",
        "query-table": _query(ASSISTS),
        "query-graph": _query(ASSISTS, view="graph"),
        "query-chart": _query(FIGURES, view="chart"),
        "query-yes": _query("ASK { ?giver rc:assists ?receiver }"),
        "query-triples": _query("CONSTRUCT WHERE { ?giver rc:assists ?receiver }"),
        "query-nothing": _query("SELECT * { ?giver rc:assists <urn:nobody> }"),
        "query-fault": _query("SELECT * {\n  ?giver rc:asissts ?receiver ]\n}"),
        "questions": "/questions",
        "question": "/questions/assistance",
        "question-chart": "/questions/aid-teams?view=chart",
        "question-nothing": "/questions/assistance?giver=zzzz",
    }
    pages |= _of_classes(client, base) | _of_documents(client) | _of_pairs(client)
    pages["explore-entity"] = f"/explore?{urlencode({'focus': entity})}"
    for path in re.findall(r'<a href="(/[a-z]+)"', home.text.partition("</nav>")[0]):
        pages.setdefault(path[1:], path)  # what is new in the navigation
    if "upload" in pages:
        pages |= {"upload-done": "/upload?done=kept", "draft": _draft(client)}
    return pages


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[httpx.Client]:
    """A client of a server of its own, which may be sent documents."""
    command = [sys.executable, "-c", PROGRAM, "serve", str(graph), "--port", "0", "--allow-upload", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split()[0]
        threading.Thread(target=server.stderr.read, daemon=True).start()
        try:
            with httpx.Client(base_url=address, timeout=60, headers=HTML) as client:
                yield client
        finally:
            server.terminate()


def _any(client: httpx.Client) -> str:
    """The name of some entity."""
    said = client.get("/pairs.json").json()["rows"]
    return str(said[0]["giver"]["label"]) if said else "苏州"


def _page(iri: str, base: str) -> str:
    return encoded(f"/page/{iri.removeprefix(base)}")


def _query(text: str, **more: str) -> str:
    return f"/query?{urlencode({'query': text, **more})}"


def _of_classes(client: httpx.Client, base: str) -> dict[str, str]:
    """The list of a class, and for each class that has members the page of the one that most documents mention."""
    pages = {}
    for look in sorted(set(re.findall(r'href="/class/(\w+)"', client.get("/").text))):
        members = client.get(f"/class/{look}.json").json()["entities"]
        pages["class"] = f"/class/{look}"
        if members:
            pages[f"entity-{look}"] = _page(members[0]["iri"], base)
    return pages


def _of_documents(client: httpx.Client) -> dict[str, str]:
    """A document and a statement that it makes."""
    found = client.get("/documents.json").json()
    if not found["documents"]:
        return {}
    pages = {"document": _page(found["documents"][0]["iri"], found["base"])}
    known = re.findall(r'href="(/page/statement/[^"]*)"', client.get(pages["document"]).text)
    return pages | ({"statement": known[0]} if known else {})


def _of_pairs(client: httpx.Client) -> dict[str, str]:
    """The pair that most documents tell of."""
    rows = client.get("/pairs.json").json()["rows"]
    if not rows:
        return {}
    most = max(rows, key=lambda row: (row["documents"], row["facts"], row["giver"]["iri"], row["receiver"]["iri"]))
    ends = {"one": most["giver"]["iri"], "other": most["receiver"]["iri"]}
    return {"pair": f"/pair?{urlencode(ends)}", "pairs-cooperation": "/pairs?kind=cooperatesWith", "pairs-provinces": "/pairs?by=province"}


def _draft(client: httpx.Client) -> str:
    """The address of a document that has just been sent in."""
    name, text = DRAFT
    token = re.search(r'name="token" value="([^"]+)"', client.get("/upload").text)
    assert token is not None, "the page for documents has no form"
    answer = client.post("/upload", data={"token": token[1]}, files={"document": (name, text.encode())})
    return answer.headers["location"].partition("?")[0]
