"""The server over HTTP, as clients see it: the same answers as the command line, graphs as they are in the files, and who may ask."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
import rdflib
from conftest import ROOT, TEXT
from rdflib.compare import to_isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from server_case import EASY, running
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from typer.testing import Result

from kg import folders
from kg.graph import export, query, results, snapshot, store
from kg.server import app, protocol

GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file) as found:
        yield found


def test_every_question_has_the_answer_of_the_command_line_in_every_form(
    client: httpx.Client, graph_file: Path, run: Callable[..., Result]
) -> None:
    index = store.load(graph_file)
    for question in query.questions():
        expected = query.run(index, question.text)
        for form in results.TABLES:
            answer = client.get("/sparql", params={"query": question.text, "format": form.name})
            assert answer.content == form.write(expected).encode("utf-8"), (question.name, form.name)
        assert client.post("/sparql", data={"query": question.text}).text == results.to_json(expected), question.name
    for name in ("assistance", "posts"):
        text = query.find_question(name).text
        for form in ("csv", "json"):
            shown = run("query", graph_file, name, "--format", form).stdout_bytes
            assert client.get("/sparql", params={"query": text, "format": form}).content == shown


@pytest.mark.parametrize("media", ["application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"])
def test_tables_are_read_back_by_others(client: httpx.Client, media: str) -> None:
    """What the engine's own readers make of each form, against what the form says; CSV has lost the kinds of terms."""
    text = 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { (1 "x<>&\\"\\t\\n甲"@zh-Hans 1.50 <urn:a>) (UNDEF "" true "07"^^xsd:gMonth) } }'
    answer = client.get("/sparql", params={"query": text}, headers={"Accept": media})
    if media == "text/csv":
        assert answer.text == 'a,b,c,d\r\n,,true,07\r\n1,"x<>&""\t\n甲",1.5,urn:a\r\n'
        return
    known = {form.media[0]: form for form in results.TABLES}[media].name
    parsed = pyoxigraph.parse_query_results(answer.content, getattr(pyoxigraph.QueryResultsFormat, known.upper()))
    assert isinstance(parsed, pyoxigraph.QuerySolutions)
    rows = [[None if (cell := row[name]) is None else store.term(cell) for name in "abcd"] for row in parsed]
    expected = query.run(store.load(""), text).rows
    assert [tuple(row) for row in rows] == list(expected)


@pytest.mark.parametrize("form", results.GRAPHS, ids=lambda form: form.name)
def test_graphs_are_read_back_by_others(client: httpx.Client, graph_file: Path, form: results.Form) -> None:
    text = "CONSTRUCT { ?s ?p ?o } { ?s a rc:City ; ?p ?o }"
    answer = client.get("/sparql", params={"query": text, "format": form.name})
    found = rdflib.Graph().parse(data=answer.text, format={"jsonld": "json-ld", "rdf": "xml"}.get(form.name, form.name))
    expected = rdflib.Graph().parse(data=results.to_lines(query.run(store.load(graph_file), text)), format="nt")
    assert len(expected) > 10
    assert to_isomorphic(found) == to_isomorphic(expected)


@pytest.mark.parametrize("form", results.GRAPHS, ids=lambda form: form.name)
def test_the_store_gives_graphs_as_the_files_have_them(client: httpx.Client, graph_file: Path, form: results.Form) -> None:
    whole = client.get("/store?default", headers={"Accept": form.media[0]})
    assert (whole.status_code, whole.headers["content-type"].partition(";")[0]) == (200, form.media[0])
    assert whole.text == export.EXPORTERS[f".{form.name}"](graph_file.read_text("utf-8"))
    (graph, *_) = [row["g"]["value"] for row in client.get("/sparql", params={"query": GRAPHS}).json()["results"]["bindings"]]
    lines = [line for line in graph_file.read_text("utf-8").split("\n") if line.endswith(f" <{graph}> .")]
    expected = export.EXPORTERS[f".{form.name}"]("\n".join(lines))
    one = client.get("/store", params={"graph": graph}, headers={"Accept": form.media[0], "Accept-Encoding": "identity"})
    assert one.text == expected
    direct = client.get("/store/data/graph/" + graph.rpartition("/")[2], headers={"Accept": form.media[0]})
    assert direct.text == expected
    head = client.head("/store", params={"graph": graph}, headers={"Accept": form.media[0], "Accept-Encoding": "identity"})
    assert (head.content, head.headers["content-length"]) == (b"", str(len(one.content)))
    again = client.get("/store?default", headers={"Accept": form.media[0], "If-None-Match": whole.headers["etag"]})
    assert again.status_code == 304


def test_the_store_keeps_literals(tmp_path: Path) -> None:
    """The engine rewrites them: 10000.00 becomes 10000, and the tag comes in lower case."""
    path = tmp_path / "kept.nq"
    lines = ['<urn:a> <urn:p> "10000.00"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g> .', '<urn:a> <urn:q> "甲"@zh-Hans <urn:g> .']
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with running(path) as client:
        for address in ("/store?default", "/store?graph=urn:g"):
            answer = client.get(address, headers={"Accept": "application/n-triples"})
            assert answer.text == "".join(f"{line.removesuffix(' <urn:g> .')} .\n" for line in lines)


def test_the_store_says_what_is_wrong(client: httpx.Client) -> None:
    for address in ("/store", "/store?default&graph=urn:x", "/store?graph=", "/store?graph=urn:a&graph=urn:b"):
        assert (client.get(address).status_code, "say which graph" in client.get(address).text) == (400, True)
    assert client.get("/store?graph=urn:nothing").text == "the dataset has no graph urn:nothing\n"
    assert client.get("/store?graph=urn:nothing").status_code == 404
    assert client.get("/store?default", headers={"Accept": "text/csv"}).status_code == 406
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = client.request(method, "/store?default", content=b"<urn:a> <urn:b> <urn:c> .", headers={"Content-Type": "text/turtle"})
        assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)
        assert f"{method} is not taken here" in answer.text


def test_the_data_set_is_described(client: httpx.Client, graph_file: Path) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    assert answer.text == "".join(f"{line}\n" for line in folders.describe(graph_file))
    assert client.get("/healthz").text == "ok\n"


def test_rdflib_asks(client: httpx.Client, graph_file: Path) -> None:
    remote = rdflib.Graph(SPARQLStore(f"{client.base_url}/sparql", returnFormat="json"))
    expected = query.run(store.load(graph_file), "SELECT ?s ?o { ?s rc:assists ?o }").rows
    rows = remote.query("PREFIX rc: <https://w3id.org/regional-cooperation/ontology#> SELECT ?s ?o { ?s rc:assists ?o }")
    assert sorted((str(row[0]), str(row[1])) for row in rows) == sorted((a.value, b.value) for a, b in expected if a and b)
    assert expected


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_asks(client: httpx.Client, form: str) -> None:
    sparqlwrapper = pytest.importorskip("SPARQLWrapper")
    wrapper = sparqlwrapper.SPARQLWrapper(f"{client.base_url}/sparql", returnFormat=form)
    wrapper.setQuery('SELECT ("苏州" AS ?x) {}')
    found = wrapper.query().convert()
    told = found.toxml() if form == "xml" else str(found if form == "json" else found.decode("utf-8"))
    assert "苏州" in told
    wrapper.setMethod("POST")
    wrapper.setQuery("CONSTRUCT { <urn:a> <urn:b> 1 } {}")
    wrapper.setReturnFormat("turtle")
    assert b"<urn:a>" in wrapper.query().convert()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks(client: httpx.Client) -> None:
    address = f"{client.base_url}/sparql"
    for arguments in (["--data-urlencode", 'query=SELECT ("苏州" AS ?x) {}'], ["-G", "--data-urlencode", 'query=SELECT ("苏州" AS ?x) {}']):
        run = subprocess.run(["curl", "-s", "-f", "--compressed", "-H", "Accept: text/csv", *arguments, address], capture_output=True, check=True)
        assert run.stdout.decode("utf-8") == "x\r\n苏州\r\n"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "evil.example:80", "[::1", "a@localhost@b"])
def test_a_request_to_another_host_is_refused(client: httpx.Client, host: str) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Host": host})
    assert answer.status_code in (400, 403)
    assert "true" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]:8000", "192.0.2.7", "kg.example.org", "KG.example.org.:443"])
def test_a_request_to_this_machine_or_a_given_name_is_taken(named: httpx.Client, host: str) -> None:
    assert named.get("/sparql", params={"query": "ASK {}"}, headers={"Host": host}).status_code == 200


@pytest.fixture(scope="module")
def named(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file, names=("kg.example.org",), everybody=True) as found:
        yield found


def test_headers(client: httpx.Client) -> None:
    for address in ("/sparql", "/sparql?query=ASK%20{}", "/sparql?query=x", "/nothing", "/store?default", "/healthz"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_pages_of_other_sites(client: httpx.Client, named: httpx.Client) -> None:
    """A page from anywhere reads what is for everybody; of what is for this machine it reads nothing, though it may send a query."""
    ask = {"query": "ASK {}"}
    allow = "access-control-allow-origin"
    assert allow not in client.get("/sparql", params=ask, headers={"Origin": "https://evil.example"}).headers
    assert allow not in client.get("/sparql", params=ask, headers={"Origin": "null"}).headers
    assert client.get("/sparql", params=ask, headers={"Origin": "http://localhost:3000"}).headers[allow] == "http://localhost:3000"
    assert "Origin" in client.get("/sparql", params=ask).headers["vary"]
    answer = named.get("/sparql", params=ask, headers={"Origin": "https://elsewhere.example"})
    assert (answer.headers[allow], "access-control-allow-credentials" in answer.headers) == ("*", False)
    before = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = named.options("/sparql", headers=before)
    assert (preflight.status_code, preflight.headers[allow]) == (204, "*")
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/store/data/../../../etc/passwd", "/static/..%2f..%2fetc%2fpasswd"])
def test_no_path_leads_to_files(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "root:" in answer.text) == (404, False)


def test_a_folder_is_followed_while_it_changes(tmp_path: Path, document: Path) -> None:
    """Who asks while somebody writes gets the state before or after; a query that runs then is not disturbed."""
    place = tmp_path / "archive"
    folders.build([document], place)
    folders.reindex(place)
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("扬州", "泰州").replace("2023", "2021"), "utf-8")
    with running(place) as client:
        before = client.get("/sparql", params={"query": GRAPHS, "format": "csv"})
        state = client.get("/healthz").headers["graph-state"]
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(STR(?c)) + STRLEN(STR(?f)) > 1) }"
        answers: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: answers.append(httpx.get(f"{client.base_url}/sparql", params={"query": slow}, timeout=60)))
        asking.start()
        folders.add([other], place)
        folders.reindex(place)
        for _ in range(300):
            if client.get("/healthz").headers["graph-state"] != state:
                break
            time.sleep(0.1)
        after = client.get("/sparql", params={"query": GRAPHS, "format": "csv"}, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert len(after.text.split()) > len(before.text.split())
        assert client.get("/store?default", headers={"Accept": "application/n-triples"}).text == export.to_ntriples(store.read(place))
        asking.join()
    assert [answer.status_code for answer in answers] == [200]


def test_a_snapshot_stays_when_the_folder_goes(tmp_path: Path, document: Path) -> None:
    place = tmp_path / "archive"
    folders.build([document], place)
    folders.reindex(place)
    text = store.read(place)
    taken = snapshot.take(place, tmp_path / "taken", 0)
    assert taken.state == snapshot.state_of(place)
    folders.forget(["agreement.txt"], place)
    folders.reindex(place)
    assert store.read(place) == ""
    assert store.read(taken.source) == text
    assert taken.index is not None
    index = store.open_index(taken.index)
    assert query.run(index, "ASK { ?s rc:assists ?o }") == query.run(store.load(text), "ASK { ?s rc:assists ?o }")
    assert taken.dump is None
    without = snapshot.take(place, tmp_path / "empty", 1 << 30)
    assert without.dump is not None
    assert query.to_table(query.run(store.load_dump(without.dump), "ASK { ?s ?p ?o }"))[1] == [("false",)]


def test_a_large_graph_is_asked_on_disk(tmp_path: Path, graph_file: Path) -> None:
    text = query.find_question("assistance").text
    expected = results.to_csv(query.run(store.load(graph_file), text))
    with running(graph_file, dataclasses.replace(EASY, held=0)) as client:
        assert client.get("/sparql", params={"query": text, "format": "csv"}).content == expected.encode("utf-8")


def test_a_page_is_a_route_and_shows_the_first_rows(graph_file: Path) -> None:
    async def page(request: Request) -> Response:
        found, _ = await protocol.ask(request, request.query_params["q"], 3)
        return PlainTextResponse(f"{found.kind} {len(found.rows)} {found.complete}")

    with running(graph_file, routes=[*app.ROUTES, Route("/page", page)]) as client:
        assert client.get("/page", params={"q": "SELECT ?s { ?s ?p ?o }"}).text == "table 3 False"
        assert client.get("/page", params={"q": "SELECT DISTINCT ?s { ?s a rc:City } LIMIT 3"}).text == "table 3 True"
        assert client.get("/page", params={"q": "ASK {}"}).text == "boolean 1 True"
        wrong = client.get("/page", params={"q": "SELECT ?s {"})
        assert (wrong.status_code, wrong.text.startswith("the query is malformed at line 1, column")) == (400, True), wrong.text


def test_a_graph_that_cannot_be_read_is_not_served(tmp_path: Path, run: Callable[..., Result]) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_text("<urn:a> <urn:b> .\n", "utf-8")
    for path, message in ((broken, "this is not well-formed"), (tmp_path / "none.nq", "there is no such file")):
        result = run("serve", path, "--port", "0")
        assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_sources_that_are_not_there_are_told_of_before_anything_is_served(tmp_path: Path, graph_file: Path, run: Callable[..., Result]) -> None:
    result = run("serve", graph_file, "--port", "0", "--sources", tmp_path / "nowhere")
    assert (result.exit_code, "nowhere: there is no such file or folder; check the name" in result.stderr) == (2, True), result.stderr


def test_a_worker_cannot_make_a_socket() -> None:
    """In a process of its own: it never gets the right back. The engine would call another server here, were it let."""
    program = (
        "import socket, pyoxigraph\n"
        "from kg.server.worker import cut_off\n"
        "if not cut_off(): raise SystemExit(3)\n"
        "try: socket.socket()\n"
        "except PermissionError: print('no socket')\n"
        "try: list(pyoxigraph.Store().query('SELECT * { SERVICE <http://127.0.0.1:40404/x> { ?s ?p ?o } }'))\n"
        "except OSError as error: print('no service', error)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    if run.returncode == 3:
        pytest.skip("this system does not let a process give up sockets")
    assert run.stdout.startswith("no socket\nno service"), run.stderr
    assert "ermission denied" in run.stdout
