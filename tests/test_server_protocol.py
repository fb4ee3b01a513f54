"""SPARQL 1.1 Protocol: the W3C's cases for queries (by the names that they have in w3c/rdf-tests, sparql11/protocol), and what else it says."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from server_case import running

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
FORM, DIRECT = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server with the data that the cases take for granted: a document for each graph. It has data0 too, which loads nothing."""
    graphs = [DATA.format(number) for number in range(4)]
    path = tmp_path_factory.mktemp("w3c") / "data.nq"
    path.write_text("".join(f"<{graph}> {TYPE} <http://xmlns.com/foaf/0.1/Document> <{graph}> .\n" for graph in graphs), "utf-8")
    with running(path) as found:
        yield found


def at(**parameters: Any) -> str:
    return "/sparql/?" + urlencode([(key.replace("_", "-"), v) for key, value in parameters.items() for v in ([value] * isinstance(value, str) or value)])


def document(number: int) -> str:
    return f"<{DATA.format(number)}>"


BOTH = f"ASK {{ {document(1)} a ?type . {document(2)} a ?type . }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ {document(1)} a ?type }} GRAPH ?g2 {{ {document(2)} a ?type }} }}"
FULL = f"ASK {{ {document(3)} a ?type GRAPH ?g1 {{ {document(1)} a ?type }} GRAPH ?g2 {{ {document(2)} a ?type }} }}"
FROM = f"ASK FROM {document(3)} {{ GRAPH ?g1 {{ {document(1)} a ?type }} GRAPH ?g2 {{ {document(2)} a ?type }} }}"
ZERO, ONE, TWO, THREE = (DATA.format(number) for number in range(4))

# Case → method, address, headers, body, and what is expected: true, a kind of answer, or a refusal.
CASES: dict[str, tuple[str, str, dict[str, str], bytes, str]] = {
    "query_post_form": ("POST", at(default_graph_uri=ZERO), FORM, b"query=ASK%20%7B%7D", "true"),
    "query_dataset_default_graphs_get": ("GET", at(query=BOTH, default_graph_uri=[ONE, TWO]), {}, b"", "true"),
    "query_dataset_default_graphs_post": ("POST", at(default_graph_uri=[ONE, TWO]), DIRECT, BOTH.encode(), "true"),
    "query_dataset_named_graphs_post": ("POST", at(named_graph_uri=[ONE, TWO]), DIRECT, NAMED.encode(), "true"),
    "query_dataset_named_graphs_get": ("GET", at(query=NAMED, named_graph_uri=[ONE, TWO]), {}, b"", "true"),
    "query_dataset_full": ("POST", at(default_graph_uri=THREE, named_graph_uri=[ONE, TWO]), DIRECT, FULL.encode(), "true"),
    "query_multiple_dataset": ("POST", at(named_graph_uri=[ONE, TWO]), DIRECT, FROM.encode(), "true"),
    "query_get": ("GET", at(query="ASK {}", default_graph_uri=ZERO), {}, b"", "true"),
    "query_content_type_select": ("POST", at(default_graph_uri=ZERO), DIRECT, b"SELECT (1 AS ?value) {}", "tabular"),
    "query_content_type_ask": ("POST", at(default_graph_uri=ZERO), DIRECT, b"ASK {}", "boolean"),
    "query_content_type_describe": ("POST", at(default_graph_uri=ZERO), DIRECT, b"DESCRIBE <http://example.org/>", "RDF"),
    "query_content_type_construct": ("POST", at(default_graph_uri=ZERO), DIRECT, b"CONSTRUCT { <s> <p> 1 } WHERE {}", "RDF"),
    "query_post_direct": ("POST", "/sparql/", DIRECT, b"ASK {}", "true"),
    "bad_query_method": ("PUT", at(query="ASK {}", default_graph_uri=ZERO), FORM, b"", "405"),
    "bad_multiple_queries": ("GET", at(query=["ASK {}", "SELECT * {}"]), {}, b"", "400"),
    "bad_query_wrong_media_type": ("POST", "/sparql/", {"Content-Type": "text/plain"}, b"ASK {}", "415"),
    "bad_query_missing_form_type": ("POST", "/sparql/", {}, b"query=ASK%20%7B%7D", "415"),
    "bad_query_missing_direct_type": ("POST", "/sparql/", {}, b"ASK {}", "415"),
    "bad_query_non_utf8": (
        "POST", "/sparql/", {"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"), "400"
    ),
    "bad_query_syntax": ("GET", at(query="ASK {"), {}, b"", "400"),
}  # fmt: skip
# Of the same suite: the cases of updates, which this service has none of.
UPDATES = (
    "update_dataset_default_graph update_dataset_default_graphs update_dataset_named_graphs update_dataset_full update_post_form "
    "update_post_direct update_base_uri bad_update_get bad_multiple_updates bad_update_wrong_media_type bad_update_missing_form_type "
    "bad_update_non_utf8 bad_update_syntax bad_update_dataset_conflict"
).split()
EXPECTED = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}


@pytest.mark.parametrize("case", CASES)
def test_the_w3c_says(client: httpx.Client, case: str) -> None:
    method, address, headers, body, expected = CASES[case]
    answer = client.request(method, address, headers=headers, content=body)
    if expected.isdigit():
        assert answer.status_code == int(expected), answer.text
        assert answer.text.strip()
        return
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] in EXPECTED["boolean" if expected == "true" else expected]
    if expected == "true":
        assert answer.json()["boolean"] is True


def test_all_cases_of_the_suite_are_accounted_for() -> None:
    assert len(CASES) + len(UPDATES) == 34


@pytest.mark.parametrize(
    ("headers", "body"),
    [(FORM, b"update=CLEAR+ALL"), ({"Content-Type": "application/sparql-update"}, b"CLEAR ALL"), (DIRECT, b"CLEAR ALL"), (FORM, b"query=CLEAR+ALL")],
)
def test_no_update_is_taken(client: httpx.Client, headers: dict[str, str], body: bytes) -> None:
    answer = client.post("/sparql", headers=headers, content=body)
    assert answer.status_code in (400, 403)
    assert "this service only reads" in answer.text or "CLEAR would change the graph" in answer.text


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1:1/x", "urn:nothing", "no iri"])
@pytest.mark.parametrize("way", ["FROM", "FROM NAMED", "default-graph-uri", "named-graph-uri"])
def test_graphs_that_are_not_here_are_refused_and_nothing_is_loaded(client: httpx.Client, graph: str, way: str) -> None:
    if way.startswith("FROM"):
        answer = client.get("/sparql", params={"query": f"ASK {way} <{graph}> {{ ?s ?p ?o }}"})
    else:
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", way: graph})
    assert answer.status_code == 400
    assert "nothing is loaded" in answer.text or "FROM stands where it names no graph" in answer.text


def count(client: httpx.Client, clauses: str, pattern: str = "?s ?p ?o", **parameters: Any) -> int:
    answer = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {clauses} {{ {pattern} }}", **parameters})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_data_sets(tmp_path: Path) -> None:
    """A triple that two graphs share is one triple of their merge; named graphs are those that are named."""
    path = tmp_path / "shared.nq"
    lines = ["<urn:a> <urn:p> <urn:b> <urn:g1> .", "<urn:a> <urn:p> <urn:b> <urn:g2> .", "<urn:a> <urn:p> <urn:c> <urn:g2> ."]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    inside = "GRAPH ?g { ?s ?p ?o }"
    with running(path) as client:
        assert (count(client, ""), count(client, "", inside)) == (2, 3)
        assert (count(client, "FROM <urn:g1>"), count(client, "FROM <urn:g1>", inside)) == (1, 0)
        assert (count(client, "FROM <urn:g1> FROM <urn:g2>"), count(client, "FROM <urn:g1> FROM <urn:g2>", inside)) == (2, 0)
        assert (count(client, "FROM NAMED <urn:g2>"), count(client, "FROM NAMED <urn:g2>", inside)) == (0, 2)
        assert count(client, "FROM <urn:g1> FROM <urn:g2> FROM NAMED <urn:g1>", inside) == 1
        assert count(client, "FROM <urn:g2>", **{"default-graph-uri": "urn:g1"}) == 1
        both = client.get("/sparql", params={"query": "PREFIX u: <urn:> BASE <urn:x> ASK FROM u:g1 FROM NAMED <urn:g2> { ?s ?p ?o }"})
        assert both.json()["boolean"] is True


def test_what_is_malformed_is_told_with_its_place_in_both_languages(client: httpx.Client) -> None:
    wrong = "SELECT * {\n ?s a }"
    english = client.get("/sparql", params={"query": wrong})
    assert (english.status_code, english.headers["content-language"]) == (400, "en")
    assert english.text.startswith("the query is malformed at line 2, column 8")
    chinese = client.get("/sparql", params={"query": wrong}, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5", "Accept": "application/json"})
    assert chinese.headers["content-type"] == "application/problem+json"
    told = chinese.json()
    assert (told["status"], told["line"], told["column"]) == (400, 2, 8)
    assert told["detail"].startswith("查询有语法错误：第 2 行第 8 列，“?s a }”附近。")


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT * {}", "", "application/sparql-results+json"),
        ("SELECT * {}", "*/*", "application/sparql-results+json"),
        ("SELECT * {}", "application/xml;q=0.9,text/html;q=0.8,*/*;q=0.8", "application/xml"),
        ("SELECT * {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * {}", "text/*", "text/csv"),
        ("SELECT * {}", "application/json;q=0.1, text/csv;q=0", "application/json"),
        ("ASK {}", "application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "", "text/turtle"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        ("DESCRIBE <urn:a>", "application/n-triples", "application/n-triples"),
        ("SELECT * {}", "text/turtle", "406"),
        ("SELECT * {}", "image/png, text/csv;q=0", "406"),
        ("ASK {}", "nonsense;q=x", "406"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "text/csv", "406"),
    ],
)
def test_the_form_is_what_the_client_takes(client: httpx.Client, query: str, accept: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    if media == "406":
        assert answer.status_code == 406
        assert "there is no such form of this; there are" in answer.text
    else:
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
        assert "Accept" in answer.headers["vary"]


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}


@pytest.mark.parametrize("query", ["", "SELECT * {}", "ASK { <urn:a> ?p '<b>&#37;苏州' }", "nonsense <script>"])
def test_a_browser_is_led_to_the_query_page_with_the_query_in_it(client: httpx.Client, query: str) -> None:
    asked = {"query": query} if query else {}
    for method in ("GET", "HEAD"):
        answer = client.request(method, "/sparql", params={**asked, "lang": "en"}, headers=BROWSER)
        assert answer.status_code == 303 and "Accept" in answer.headers["vary"], answer.text
    page = client.get(answer.headers["location"], headers=BROWSER)
    assert page.url.path == "/query" and dict(page.url.params) == {**asked, "lang": "en"}
    assert not query or html.escape(query, quote=False) in page.text.replace("&#39;", "'").replace("&#34;", '"')
    assert page.status_code == (400 if query.startswith("nonsense") else 200)


def test_programs_and_downloads_are_answered_where_they_ask(client: httpx.Client) -> None:
    for asked, headers in (
        ({"query": "SELECT * {}"}, {}),
        ({"query": "SELECT * {}", "format": "csv"}, BROWSER),
        ({"query": "SELECT * {}", "default-graph-uri": ONE}, BROWSER),
        ({}, {"Accept": "*/*"}),
        ({}, {"Accept": "text/turtle, text/html;q=0.5"}),
    ):
        answer = client.get("/sparql", params=asked, headers=headers)
        assert answer.status_code == 200 and "html" not in answer.headers["content-type"], (asked, headers)
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(("form", "media"), [("csv", "text/csv"), ("xml", "application/sparql-results+xml"), ("text/csv", "text/csv")])
def test_format_goes_before_accept(client: httpx.Client, form: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * {}", "format": form}, headers={"Accept": "application/json"})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert client.get("/sparql", params={"query": "SELECT * {}", "format": "ttl"}).status_code == 406


def test_percent_signs_and_chinese_survive_every_way_in(client: httpx.Client) -> None:
    query = 'SELECT ?x { BIND("100%25 苏州 +&=?#" AS ?x) }'
    ways = [
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query.encode(), headers=DIRECT),
        client.post("/sparql", content=f"query={quote(query)}".encode(), headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}),
    ]
    for answer in ways:
        assert answer.json()["results"]["bindings"] == [{"x": {"type": "literal", "value": "100%25 苏州 +&=?#"}}]


def test_too_much_is_refused(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK {} #" + "x" * 60_000}).status_code == 200
    long = client.post("/sparql", content=b"ASK {} #" + b"x" * 300_000, headers=DIRECT)
    assert (long.status_code, "bytes; make it shorter" in long.text) == (413, True)
    assert client.post("/sparql", content=b"x" * 2_000_000, headers=DIRECT).status_code == 413
    fields = client.post("/sparql", content=b"&".join(b"a=b" for _ in range(2000)), headers=FORM)
    assert fields.status_code == 400


def test_not_utf_8(client: httpx.Client) -> None:
    for answer in (
        client.post("/sparql", content=b"ASK { <urn:a> ?p '\xff' }", headers=DIRECT),
        client.post("/sparql", content=b"query=ASK+%7B%7D%23%FF", headers=FORM),
        client.get("/sparql?query=ASK%7B%7D%23%C3"),
    ):
        assert (answer.status_code, answer.text) == (400, "the request is not in UTF-8; convert it\n")


def test_the_same_answer_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    tag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}, headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/sparql", params={"query": "SELECT * { ?s ?p ?x }"}, headers=tag).status_code == 200
    assert client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}, headers={**tag, "Accept": "text/csv"}).status_code == 200
    for chance in ("SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}"):
        answer = client.get("/sparql", params={"query": chance})
        assert ("etag" in answer.headers, answer.headers["cache-control"]) == (False, "no-store")


def test_head_and_gzip(client: httpx.Client) -> None:
    query = {"query": "SELECT ?s ?p ?o ?a ?b ?c { ?s ?p ?o . ?a ?b ?c }"}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    packed = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert (plain.content, plain.headers["etag"] == packed.headers["etag"]) == (packed.content, False)
    head = client.head("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(plain.content)))


def test_the_service_describes_itself(client: httpx.Client) -> None:
    import rdflib

    for media in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"):
        answer = client.get("/sparql", headers={"Accept": media})
        found = rdflib.Graph().parse(data=answer.text, format=media)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        (service,) = found.subjects(rdflib.RDF.type, sd.Service)
        assert found.value(service, sd.endpoint) == rdflib.URIRef(str(client.base_url).rstrip("/") + "/sparql")
        assert found.value(service, sd.supportedLanguage) == sd.SPARQL11Query
        assert sd.BasicFederatedQuery not in set(found.objects(service, sd.feature))
        assert len(set(found.objects(service, sd.resultFormat))) == 8
    assert len(client.get("/sparql").content) < 2000
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_post_without_a_query_and_with_a_bad_id(client: httpx.Client) -> None:
    assert (client.post("/sparql", data={"x": "y"}).status_code, client.post("/sparql", data={"x": "y"}).text) == (
        400,
        "there is no query; give it as the parameter query\n",
    )
    assert "8 to 64 letters" in client.get("/sparql", params={"query": "ASK {}", "id": "../x"}).text
    assert json.loads(client.get("/sparql", params={"query": "ASK {}", "id": "ask-0001"}).text)["boolean"] is True
