"""The pages that ask: the query page and the research questions show what the graph answers, and every state stands in the address."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from server_case import EASY, running
from test_server_pages import Outline

from kg import vocabulary
from kg.errors import QueryError
from kg.graph import query, store
from kg.graph.nquads import XSD, Term
from kg.graph.query import Result
from kg.graph.rdf import BASE, PREFIXES
from kg.graph.results import TABLES
from kg.server import answers, asking, rendering
from kg.server.answers import Order
from kg.server.terms import terms

ASSISTS = "SELECT ?giver ?receiver (COUNT(*) AS ?n) { ?giver rc:assists ?receiver } GROUP BY ?giver ?receiver"
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=2)


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file) as found:
        found.headers["Accept"] = "text/html"
        yield found


def page(client: httpx.Client, path: str, status: int = 200, **said: str) -> str:
    answer = client.get(path, params=said)
    assert answer.status_code == status, answer.text[:500]
    outline = Outline(answer.text)
    assert not outline.wrong, outline.wrong
    assert not [link for link in outline.links if "//" in link], outline.links
    return answer.text


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))


def test_the_editor_is_a_plain_form_with_the_query_of_the_address(client: httpx.Client) -> None:
    text = 'SELECT * {\n  ?s ?p "</textarea><script>alert(1)</script>" }'
    shown = page(client, "/query", query=text)
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", shown, re.DOTALL)
    assert area is not None
    assert html.unescape(area[1]) == text
    assert '<form id="ask" class="group" action="/query"' in shown
    assert "<script>alert" not in shown


def test_a_table_has_the_labels_of_what_it_links_to_and_says_how_much_it_is(client: httpx.Client) -> None:
    shown = page(client, "/query", query=ASSISTS, lang="en")
    assert re.search(r"\b\d+ rows? in \d+\.\d\d s|1 row in", words(shown))
    assert f'href="/page/region/{"610826"}?lang=en"' in shown
    assert "绥德县" in shown
    for form in ("json", "xml", "csv", "tsv"):
        link = re.search(rf'href="(/sparql\?[^"]*format={form})" download="answer\.{form}"', shown)
        assert link is not None, form
        assert client.get(html.unescape(link[1])).status_code == 200, form


def test_rows_that_are_left_out_are_told_of(client: httpx.Client) -> None:
    many = "SELECT ?n { " + " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcd") + " BIND(?a+10*?b+100*?c+1000*?d AS ?n) }"
    shown = words(page(client, "/query", query=many, lang="en"))
    assert "10,000 rows" not in shown
    assert f"the first {asking.FIRST:,} rows" in shown
    assert "there are more" in shown
    assert f"1–{answers.PAGE} of {asking.FIRST:,}" in shown
    later = page(client, "/query", query=many, sort="n", down="1", start=str(answers.PAGE))
    rows = [int(value.replace(",", "")) for value in re.findall(r'<td [^>]*class="number">([\d,]+)</td>', later)]
    assert len(rows) == answers.PAGE
    assert rows == sorted(rows, reverse=True)


def test_an_iri_leads_to_its_page_or_to_where_it_lies_or_nowhere(client: httpx.Client) -> None:
    """No link of an answer, in a table or a network, leads to a page that is not there; no scheme but that of the web becomes a link."""
    outside = ("http://www.wikidata.org/entity/Q42", "https://example.org/甲?a=1&b=2#c")
    nowhere = ("urn:x:y", "javascript:alert(1)", "data:text/html,x", f"{BASE}region/000000", vocabulary.NAMESPACE + "nothing", "tag:a,2020:b")
    values = " ".join(f"<{iri}>" for iri in (*outside, *nowhere))
    shown = Outline(page(client, "/query", query=f"SELECT * {{ VALUES ?iri {{ {values} }} }}"))
    assert shown.elsewhere == list(outside)
    assert not [link for link in shown.links if link.startswith(("/page/", "/node", *(f"{iri.partition(':')[0]}:" for iri in nowhere)))]
    for text in ("SELECT * { GRAPH ?graph { ?s ?p ?o } }", f"CONSTRUCT {{ ?s ?p ?o . ?s rdfs:seeAlso <{outside[0]}> }} WHERE {{ ?s ?p ?o }}"):
        for view in ("table", "graph"):
            found = Outline(page(client, "/query", query=text, view=view))
            assert view == "graph" or "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" in found.elsewhere
            inner = sorted({link for link in found.links if link.startswith(("/page/", "/node"))})
            assert len(inner) > 10
            for link in inner[:: max(1, len(inner) // 12)]:
                assert client.get(link).status_code == 200, link
    statement = next(link for link in inner if link.startswith("/page/statement/"))
    described = Outline(page(client, statement))
    assert "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement" in described.elsewhere
    assert all(client.get(link).status_code == 200 for link in described.links if link.startswith(("/page/", "/node")))


@pytest.mark.parametrize("text", ["SELECT * {\n  ?甲 ?p ?o . ] }", "SELECT * {\n ?s ]\n}", "SELECT * { ?s <urn:x> '😀' , ; }", "SELECT"])
def test_a_fault_is_shown_with_its_line_and_column(client: httpx.Client, text: str) -> None:
    with pytest.raises(QueryError, match="line") as caught:
        query.run(store.load(""), text)
    assert caught.value.place is not None
    line, column = caught.value.place
    assert words(page(client, "/query", 400, query=text, lang="zh")).count(f"第 {line} 行第 {column} 列") == 1
    shown = page(client, "/query", 400, query=text, lang="en")
    assert words(shown).count(f"line {line}, column {column}") == 1
    assert f'data-line="{line}" data-column="{column}"' in shown
    at = text.split("\n")[line - 1][column - 1 : column] or " "
    assert f"<mark>{html.escape(at)}</mark>" in shown


def test_what_is_refused_is_refused_in_words(client: httpx.Client) -> None:
    assert "本服务只读" in words(page(client, "/query", 400, query="DELETE WHERE { ?s ?p ?o }", lang="zh"))
    assert "SERVICE" in words(page(client, "/query", 400, query="SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", lang="en"))


def test_a_query_that_takes_too_long_is_told_of(graph_file: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
    with running(graph_file, replace(EASY, seconds=0.5, patience=0.1)) as found:
        answer = found.get("/query", params={"query": endless, "lang": "en"}, headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "took more than 0.5 seconds" in answer.text


def test_a_network_has_a_node_for_each_entity_and_a_line_for_each_link(client: httpx.Client) -> None:
    shown = page(client, "/query", query="CONSTRUCT { ?a rc:assists ?b } { ?a rc:assists ?b }", view="graph", lang="en")
    rows = client.get("/sparql", params={"query": "SELECT ?a ?b { ?a rc:assists ?b }", "format": "json"}).json()["results"]["bindings"]
    ends = {row[name]["value"] for row in rows for name in "ab"}
    assert shown.count('<a class="node') == len(ends)
    assert shown.count("<line ") == len({(row["a"]["value"], row["b"]["value"]) for row in rows})
    assert '<text class="said"' in shown
    one = page(client, "/query", query="SELECT ?a { ?a rc:assists ?b }", view="graph")
    assert "<svg class=\"net\"" not in one
    assert '<table class="rows"' in one


def test_a_chart_is_a_table_with_bars_of_the_numbers(client: httpx.Client) -> None:
    text = 'SELECT ?x ?n { VALUES (?x ?n) { ("甲" 4) ("乙" 1) ("丙" -1) } }'
    shown = page(client, "/query", query=text, view="chart")
    bars = {value: float(wide) for wide, value in re.findall(r'width="([\d.]+)" height="10"/></svg></td><td class="number">(-?\d)<', shown)}
    assert bars == {"4": 80.0, "1": 20.0, "-1": 20.0}
    line = page(client, "/query", query='SELECT ?x ?n { VALUES (?x ?n) { ("2020" 4) ("2018" 1) ("2024" 2) } }', view="chart")
    places = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', line)]
    assert len(places) == 3
    assert places[2] - places[1] == pytest.approx(2 * (places[1] - places[0]))


def test_views_that_an_answer_does_not_have_are_not_offered(client: httpx.Client) -> None:
    assert "view=chart" not in page(client, "/query", query="SELECT ?l { ?s skos:prefLabel ?l }")
    assert "view=graph" not in page(client, "/query", query="SELECT ?l { ?s skos:prefLabel ?l }")
    verdict = page(client, "/query", query="ASK { ?s rc:assists ?o }", lang="en")
    assert '<p class="verdict">Yes</p>' in verdict


CELLS = st.one_of(
    NUMBERS.map(lambda number: Term("literal", str(number), XSD + "decimal")),
    st.text("苏州a1 é", max_size=5).map(lambda text: Term("literal", text)),
    st.none(),
)


@given(st.lists(CELLS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_rows_are_sorted_and_none_is_lost(values: list[Term | None]) -> None:
    result = Result("table", ("a",), tuple((value,) for value in values))
    for down in (False, True):
        rows = answers.ordered(result, Order("a", down), {})
        assert sorted(map(str, rows)) == sorted(map(str, result.rows))
        empty = [row[0] is None for row in rows]
        assert empty == sorted(empty), "what has no value is not last"
        numbers = [Decimal(row[0].value) for row in rows if row[0] is not None and row[0].datatype]
        assert numbers == sorted(numbers, reverse=down)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["2019", "2020-05", "2021-01-31", "甲", "乙"]), NUMBERS), min_size=1, max_size=80), st.sampled_from(["bar", "line"]))
def test_what_is_drawn_stays_within_the_chart_and_keeps_its_numbers(pairs: list[tuple[str, Decimal]], form: str) -> None:
    result = Result("table", ("x", "y"), tuple((Term("literal", x), Term("literal", str(y), XSD + "decimal")) for x, y in pairs))
    found = answers.chart(result, {}, "zh", ("x", "y", form))
    assert found is not None
    assert found["count"] == len(pairs)
    shown = sorted(Decimal(row["value"]) for row in found["rows"])
    assert len(shown) == min(len(pairs), answers.BARS if form == "bar" else 400)
    if len(shown) == len(pairs):
        assert shown == sorted(y for _, y in pairs)
    for row in found["rows"]:
        assert 0 <= row["from"] <= 100 and row["from"] + row["wide"] <= 100.5, row
    for point in found["line"]["points"] if found["line"] else ():
        assert 0 <= point["x"] <= 720 and 0 <= point["y"] <= 300, point


def test_completions_have_every_term_of_the_ontology_in_both_languages(client: httpx.Client) -> None:
    rows = client.get("/query/terms").json()
    assert rows == list(terms())
    known = vocabulary.load()
    called = {row["term"]: row for row in rows}
    for name in (*known.relations, *known.entity_classes):
        row = called[f"rc:{name}"]
        assert row["zh"] and row["en"], row
        assert row["kind"] in ("class", "relation")
    for row in rows:
        prefix = row["term"].partition(":")[0]
        assert row["kind"] == "keyword" or prefix in PREFIXES, row
    for row in rows:
        if row["kind"] == "property" and not row["term"].startswith("rc:"):
            query.check(f"SELECT * {{ ?s {row['term']} ?o }}")


def test_every_question_has_a_page_that_explains_its_columns(client: httpx.Client, graph_file: Path) -> None:
    overview = page(client, "/questions", lang="zh")
    index = store.load(graph_file)
    for question in query.questions():
        assert f'href="/questions/{question.name}?lang=zh"' in overview, question.name
        shown = page(client, f"/questions/{question.name}", lang="zh")
        count = len(query.run(index, question.text).rows)
        assert question.title_zh in words(shown)
        for column in question.columns:
            assert html.escape(column.zh, quote=False).replace('"', "&#34;") in shown, (question.name, column.name)
            assert f"<dt>{column.heading_zh} <code" in shown, (question.name, column.name)
        lead = re.search(r'<div class="lead">(.*?)</div>', shown, re.DOTALL)
        assert lead and question.purpose_zh in words(lead[1]) and question.purpose not in words(lead[1]), question.name
        assert count == 0 or re.search(rf"\b{count} 行", words(shown)), (question.name, count)
        assert f"/query?{'query='}" in shown, question.name


def test_a_question_is_narrowed_as_the_command_line_narrows_it(client: httpx.Client, graph_file: Path) -> None:
    question = query.find_question("assistance")
    whole = query.run(store.load(graph_file), question.text)
    giver = query.shown(whole.rows[0][whole.columns.index("giver")])
    expected = query.narrowed(whole, {"giver": giver})
    shown = page(client, "/questions/assistance", giver=giver, lang="en")
    assert re.search(rf"<option[^>]* selected>{giver}</option>", shown)
    assert len(re.findall(r"<tr[^>]*><td", shown)) == len(expected.rows)
    nothing = page(client, "/questions/assistance", giver="无此地", lang="en")
    assert "Nothing in the graph fits" in words(nothing)
    assert re.search("<option[^>]* selected>无此地</option>", nothing)
    assert client.get("/questions/no-such").status_code == 404


def test_a_narrowed_question_is_downloaded_as_it_is_shown(client: httpx.Client, graph_file: Path) -> None:
    question = query.find_question("indicators")
    whole = query.run(store.load(graph_file), question.text)
    where = {name: query.shown(whole.rows[0][whole.columns.index(name)]) for name in question.parameters[:1]}
    expected = query.narrowed(whole, where)
    assert 0 < len(expected.rows) < len(whole.rows), "a filter that takes nothing out shows nothing"
    column = whole.columns[0]
    shown = page(client, "/questions/indicators", **where, sort=column, down="1", lang="en")
    links = {form: html.unescape(link) for link, form in re.findall(r'<a href="([^"]+)" download="answer\.(\w+)"', shown)}
    assert set(links) == {form.name for form in TABLES}
    for form in TABLES:
        answer = client.get(links[form.name])
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, form.media[0]), form.name
        assert sorted(answer.text.split("\n")) == sorted(form.write(expected).split("\n")) or form.name in ("json", "xml")
    assert len(client.get(links["json"]).json()["results"]["bindings"]) == len(expected.rows)
    values = [row[column] for row in csv.DictReader(io.StringIO(client.get(links["csv"]).text))]
    cells = re.findall(r"<tr[^>]*><td[^>]*>\s*(?:<[^>]+>)*([^<]+)", shown)
    assert [words(cell).strip() for cell in cells] == values
    assert client.get("/questions/indicators.ttl").status_code == client.get("/questions/no-such.csv").status_code == 404


def test_every_text_of_a_page_is_there_in_both_languages() -> None:
    for key, said in rendering.texts().items():
        assert said["zh"] and said["en"], key
        fields = [sorted(re.findall(r"{(\w+)}", said[lang])) for lang in ("zh", "en")]
        assert fields[0] == fields[1], key


def test_the_address_keeps_the_view_and_the_language(client: httpx.Client) -> None:
    shown = page(client, "/query", query=ASSISTS, view="chart", lang="en", x="receiver")
    assert '<option value="receiver" selected>' in shown
    assert f"query={quote('SELECT')}" in shown
    assert "lang=en" in shown
    assert 'aria-current="true">Chart</a>' in shown
