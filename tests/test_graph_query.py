"""Questions to a graph: answers, refusals, messages, formats of answers; and graph files that cannot be read."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import json
import time
from pathlib import Path

import pyoxigraph
import pytest
from graph_case import QUICK, document, facts
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg import data
from kg.errors import InputError, QueryError
from kg.graph import export, guard, query, results, store
from kg.graph.nquads import Term
from kg.graph.rdf import BASE, PREFIXES, to_nquads

ELSEWHERE = "http://127.0.0.1:1/x"


@pytest.fixture(scope="module")
def index() -> pyoxigraph.Store:
    return store.load(to_nquads(facts()))


def test_rows_columns_and_prefixes(index: pyoxigraph.Store) -> None:
    result = query.run(index, "SELECT ?name ?code WHERE { ?r a rc:Region ; skos:prefLabel ?name OPTIONAL { ?r rc:divisionCode ?code } }")
    assert result.kind == "table"
    assert result.columns == ("name", "code")
    assert result.rows[0] == (Term("literal", "伊宁县", "", "zh-Hans"), Term("literal", "654021"))
    rows = [("伊宁县", "654021"), ("南通市", "320600"), ("如东县", "320623"), ("江苏省", "320000")]
    assert query.to_table(result) == (("name", "code"), rows)


def test_iris_are_shown_short_and_missing_values_empty(index: pyoxigraph.Store) -> None:
    result = query.run(index, "SELECT ?s ?p ?o WHERE { ?s ?p ?x . FILTER(?p = rc:assists) OPTIONAL { ?x rc:nothing ?o } }")
    assert query.to_table(result)[1] == [("region/320600", "rc:assists", "")]


def test_a_declared_prefix_beats_ours(index: pyoxigraph.Store) -> None:
    assert query.run(index, "PREFIX rc: <http://example.org/> SELECT * { ?s rc:assists ?o }").rows == ()


def test_the_default_graph_is_the_union_and_graphs_have_names() -> None:
    texts = [to_nquads(facts()), to_nquads(dataclasses.replace(facts(), document=document(digest="1b" * 32)))]
    both = store.load(texts)
    assert len(query.run(both, "SELECT ?o { ?s rc:assists ?o }").rows) == 1
    (total,) = query.run(both, "SELECT (SUM(?v) AS ?sum) { ?s rc:indicator/schema:value ?v ; skos:prefLabel ?name }").rows
    assert total[0] is not None
    assert total[0].value == "210000000"
    graphs = query.run(both, "SELECT ?g { GRAPH ?g { ?s rc:assists ?o } }")
    assert [row[0] for row in graphs.rows] == [Term("iri", f"{BASE}graph/{digest * 32}") for digest in ("0a", "1b")]


def test_ask_and_construct(index: pyoxigraph.Store) -> None:
    assert query.to_table(query.run(index, "ASK { ?s rc:assists ?o }")) == (("answer",), [("true",)])
    result = query.run(index, "CONSTRUCT { ?o rc:assistedBy ?s } WHERE { ?s rc:assists ?o }")
    assert (result.kind, query.to_table(result)[1]) == ("graph", [("region/654021", "rc:assistedBy", "region/320600")])


def test_rows_without_an_order_are_sorted_and_with_one_are_not(index: pyoxigraph.Store) -> None:
    codes = [row[0] for row in query.run(index, "SELECT ?c { ?r rc:divisionCode ?c }").rows]
    backwards = [row[0] for row in query.run(index, "SELECT ?c { ?r rc:divisionCode ?c } ORDER BY DESC(?c)").rows]
    assert [c and c.value for c in codes] == ["320000", "320600", "320623", "654021"]
    assert backwards == codes[::-1]


# Each of these but the last few is answered by the engine itself, and reaches another server or would if there were one.
REACHING_OUT = [
    f"SELECT * {{ SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
    f"SELECT*{{FILTER(1<2)sErViCe#c\n<{ELSEWHERE}>{{?s ?p ?o}}}}",
    f"PREFIX : <{ELSEWHERE}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p trueSERVICE<{ELSEWHERE}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1.0e5SERVICE<{ELSEWHERE}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p rc:.SERVICE<{ELSEWHERE}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICESILENT<{ELSEWHERE}>{{ ?s ?p ?o }} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE <{ELSEWHERE}> {{}} }} }}",
    f'SELECT*{{FILTER("\\u0022#"!=<http://x/\\u0041#y>)SERVICE<{ELSEWHERE}>{{?s ?p ?o}}}}',
    f"SELECT*{{FILTER('''a'b#'''!='#')SERVICE<{ELSEWHERE}>{{?s ?p ?o}}}}",
    f'SELECT*{{FILTER("""a\\"""#"""!="#")SERVICE<{ELSEWHERE}>{{?s ?p ?o}}}}',
    f"SELECT * {{ ?s a ?o SERVICE ?x {{ ?s ?p ?o }} BIND(<{ELSEWHERE}> AS ?x) }}",
    f"SELECT * {{ \\u0053ERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_no_query_reaches_another_server(index: pyoxigraph.Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE asks another server; ask for what is in the graph itself"):
        query.run(index, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> {}",
        f"SELECT * FROM <{ELSEWHERE}> {{ ?s ?p ?o }}",
        "SELECT * from named rc:x {}",
        f"ASK FROM <{BASE}graph/{'0a' * 32}> FROM <data:,x> {{}}",
        "CONSTRUCT { ?s ?p ?o } FROM <no iri at all> { ?s ?p ?o }",
    ],
)
def test_no_query_loads_graphs(index: pyoxigraph.Store, text: str) -> None:
    with pytest.raises(QueryError, match="is not here, and nothing is loaded; leave it out, or name one|FROM stands where"):
        query.run(index, text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK FROM <urn:a> FROM NAMED <urn:b> {}",
        "PREFIX u: <urn:> PREFIX : <http://x/> SELECT ?from # FROM <urn:c>\nfrom u:a FROM NAMED :b-c from <rel> WHERE { ?from ?p 'FROM <urn:d>' }",
        "BASE <http://b/c/> PREFIX x: <d#> CONSTRUCT { ?s ?p ?o } FROM x:e FROM NAMED <../f> WHERE { ?s ?p ?o }",
        "DESCRIBE ?s FROM <urn:\\u0061> WHERE { ?s ?p ?o }",
        "SELECT (EXISTS { ?s ?p ?o } AS ?e) FROM <urn:a> { ?s ?p ?o { SELECT ?s { ?s a ?t } } }",
        "SELECT * { ?s ?p ?o }",
    ],
)
def test_the_data_set_is_the_one_that_another_parser_reads(text: str) -> None:
    algebra = translateQuery(parseQuery(text), base=BASE, initNs={}).algebra
    clauses = algebra.datasetClause or ()
    default, named = ([str(clause[key]) for clause in clauses if key in clause] for key in ("default", "named"))
    assert query.check(text).scope == guard.Scope.of(default, named)
    kinds = {"SelectQuery": "table", "AskQuery": "boolean", "ConstructQuery": "graph", "DescribeQuery": "graph"}
    assert query.check(text).kind == kinds[algebra.name]


@pytest.mark.parametrize("part", ['\\"', "a.", "a-", "'\\\n", '\\"\\\n', '"""\\""" ', "<a", "@a-", ":-", "rc:a-", "''", "FROM "])
@pytest.mark.parametrize("before", ["ASK { ", 'ASK { ?s ?p "', "ASK { ?s ?p '''"])
def test_a_query_is_read_in_linear_time(before: str, part: str) -> None:
    """Ten thousand times the same took ten seconds where it was quadratic, and takes a tenth of one: the limit is for a busy machine."""
    began = time.process_time()
    with contextlib.suppress(QueryError):
        query.check(before + part * 10_000)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "text", ["PREFIX : <x:> SELECT * FROM:x {}", "SELECT * { FROM <x:> ?p ?o }", "SELECT * trueFROM <x:> {}", "ASK FROM {}"]
)
def test_from_stands_where_the_grammar_has_it(index: pyoxigraph.Store, text: str) -> None:
    with pytest.raises(QueryError, match="FROM stands where it names no graph; write FROM <IRI> before the pattern, with spaces around it"):
        query.run(index, text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://a> <http://b> <http://c> }",
        "delete where { ?s ?p ?o }",
        f"LOAD <{ELSEWHERE}>",
        "CLEAR ALL",
        "DROP GRAPH <http://g>",
        "CREATE GRAPH <http://g>",
        "COPY DEFAULT TO <http://g>",
        "MOVE DEFAULT TO <http://g>",
        "ADD DEFAULT TO <http://g>",
        "PREFIX x: <http://x/> #\nWITH x:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_no_query_changes_the_graph(index: pyoxigraph.Store, text: str) -> None:
    with pytest.raises(QueryError, match="would change the graph; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"):
        query.run(index, text)
    assert len(query.run(index, "SELECT * { ?s ?p ?o }").rows) == to_nquads(facts()).count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x>' } # SERVICE",
        'SELECT * { ?s ?p """FROM "" INSERT""" }',
        "SELECT * { ?service ?from $load }",
        "SELECT * { <http://x/SERVICE#FROM> ?p ?o }",
        "SELECT * { ?s rc:SERVICE ?o ; rc:a.FROM-INSERT 'x'@load }",
        "PREFIX add: <http://x/> SELECT * { ?s add:FROM ?o }",
        "SELECT * { ?s ?p ?o FILTER(1<2 && ?o > 3) } # FROM\n# DELETE",
    ],
)
def test_what_only_looks_like_a_refused_word_is_answered(index: pyoxigraph.Store, text: str) -> None:
    assert query.run(index, text).kind == "table"


@QUICK
@given(st.text("aS ?<>#'\"\\\n{}.:@()u0053", max_size=30), st.sampled_from(REACHING_OUT))
def test_nothing_before_a_call_hides_it_from_the_guard_alone(before: str, call: str) -> None:
    text = f"SELECT * {{ {before} {call.partition('{')[2]}"
    try:
        query.check(text)
    except QueryError:
        return
    # What the guard lets through is no call to the engine either: where the text is a query, it is one with any other word there.
    assert not is_query(text) or is_query(text.replace("SERVICE", "XERVICE").replace("sErViCe", "XERVICE"))


def is_query(text: str) -> bool:
    try:
        pyoxigraph.Store().query(text, prefixes=PREFIXES)
    except (SyntaxError, RuntimeError):
        return False
    return True


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?s rc:assists }", r"malformed at line 2, column 16, near “\?s rc:assists }”; mend it there or just before"),
        ("SELECT * { ?s foo:p ?o }", "malformed at line 1.*declare the prefix"),
        ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", "malformed at line 1.*group by every variable"),
        ("", "malformed at line 1, column 1; mend it"),
        ("SELECT (<http://example.org/f>(1) AS ?x) {}", "cannot be answered .*not supported"),
        ("SELECT * { ?s ?p '\ud800' }", "cannot be answered"),
    ],
)
def test_a_malformed_query_is_told_where(index: pyoxigraph.Store, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        query.run(index, text)
    assert caught.value.query == text
    assert "\n" not in str(caught.value)


def test_csv(index: pyoxigraph.Store) -> None:
    text = results.to_csv(query.run(index, 'SELECT ?s ("甲,\\"乙\\"\\n丙" AS ?x) ?none { ?s rc:assists ?o }'))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["s", "x", "none"], [f"{BASE}region/320600", '甲,"乙"\n丙', ""]]
    assert text.endswith("\r\n")


def test_json_is_what_sparql_says(index: pyoxigraph.Store) -> None:
    result = query.run(index, "SELECT ?l ?v ?s ?none { ?s rc:indicator/schema:value ?v ; skos:prefLabel ?l }")
    document = json.loads(results.to_json(result))
    assert document["head"] == {"vars": ["l", "v", "s", "none"]}
    assert document["results"]["bindings"] == [
        {
            "l": {"type": "literal", "value": "南通市", "xml:lang": "zh-Hans"},
            "v": {"type": "literal", "value": "210000000", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
            "s": {"type": "uri", "value": f"{BASE}region/320600"},
        }
    ]
    parsed = pyoxigraph.parse_query_results(results.to_json(result).encode(), pyoxigraph.QueryResultsFormat.JSON)
    assert len(list(parsed)) == 1
    assert json.loads(results.to_json(query.run(index, "ASK { ?s rc:visits ?o }"))) == {"head": {}, "boolean": False}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ontology" / "questions"
    folder.mkdir(parents=True)
    (folder / "who-assists-whom.rq").write_text("# zh: 谁支援谁？\n# en: Who assists whom?\nSELECT * { ?s rc:assists ?o }\n", "utf-8")
    (folder / "posts.rq").write_text("#en: Who holds which post?\nSELECT * { ?m a org:Membership }\n", "utf-8")
    monkeypatch.setattr(data, "folder", lambda name: tmp_path / name)
    return folder


def test_shipped_questions_have_names_and_titles(shipped: Path) -> None:
    assert [(q.name, q.title_zh, q.title_en) for q in query.questions()] == [
        ("posts", "posts", "Who holds which post?"),
        ("who-assists-whom", "谁支援谁？", "Who assists whom?"),
    ]
    assert query.find_question("posts").text.startswith("#en")
    with pytest.raises(QueryError, match="there is no question who-assist-whom; did you mean who-assists-whom\\?"):
        query.find_question("who-assist-whom")
    with pytest.raises(QueryError, match="there is no question xyz; there are posts, who-assists-whom"):
        query.find_question("xyz")


def test_a_query_is_given_as_text_file_or_name(shipped: Path, tmp_path: Path) -> None:
    assert query.find_query("ASK { ?s ?p ?o }") == "ASK { ?s ?p ?o }"
    assert query.find_query("ASK{}") == "ASK{}"
    assert query.find_query(" posts ") == query.find_question("posts").text
    assert query.find_query(str(shipped / "posts.rq")) == query.find_question("posts").text
    with pytest.raises(InputError, match="none.rq: there is no such file; mend the path, or give the name of a shipped question"):
        query.find_query(str(tmp_path / "none.rq"))
    (tmp_path / "gbk.rq").write_bytes("# 查询\nASK {}".encode("gbk"))
    with pytest.raises(InputError, match="the query is not in UTF-8"):
        query.find_query(str(tmp_path / "gbk.rq"))


def test_the_questions_of_the_project_are_answerable(index: pyoxigraph.Store) -> None:
    for question in query.questions():
        assert question.title_zh != question.name != question.title_en, question.name
        assert query.run(index, question.text).columns, question.name


@pytest.mark.parametrize("suffix", [".nq", ".nt", ".ttl", ".trig", ".jsonld"])
def test_every_format_of_rdf_is_read_back(suffix: str, tmp_path: Path) -> None:
    text = to_nquads(facts())
    path = tmp_path / f"graph{suffix.upper()}"
    path.write_text(export.EXPORTERS[suffix](text), "utf-8")
    wanted = text if suffix in (".nq", ".trig", ".jsonld") else export.to_ntriples(text)
    assert store.read(path) == wanted
    count = query.run(store.load(path), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert count == ((Term("literal", str(text.count("\n")), "http://www.w3.org/2001/XMLSchema#integer"),),)


def test_foreign_graphs_are_read_alike_every_time(tmp_path: Path) -> None:
    path = tmp_path / "foreign.ttl"
    path.write_text('@prefix : <http://x/> .\n:a :p [ :q "_:b9 \\"@EN-us" , "x"@EN-us ], [ :r :a ] ; :s <http://x/_:c> .\n', "utf-8")
    text = store.read(path)
    assert text == store.read(path)
    assert '_:b0 <http://x/q> "x"@en-US .' in text
    assert '_:b0 <http://x/q> "_:b9 \\"@EN-us" .' in text
    assert "<http://x/a> <http://x/s> <http://x/_:c> ." in text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"<http://a> <http://b> .", r"a\.ttl: this is not well-formed Turtle \(Parser error at line 1.*mend the line"),
        ("a.nq", b"\x89PNG\r\n", r"a\.nq: this is not well-formed N-Quads"),
        ("a.jsonld", b"{", r"a\.jsonld: this is not well-formed JSON-LD"),
        ("a.jsonld", b'{"@context": "http://127.0.0.1:1/c"}', r"a\.jsonld: this is not well-formed JSON-LD"),
        ("a.txt", b"", r"a\.txt: graphs in the format \.txt are not read; use \.jsonld, \.nq"),
        ("graph", b"", r"graph: graphs in the format of a file without a suffix are not read"),
        ("folder.ttl", None, r"folder\.ttl: this is a folder; name a graph file"),
        ("none.ttl", ..., r"none\.ttl: there is no such file; build the graph first"),
    ],
)
def test_graph_files_that_cannot_be_read(tmp_path: Path, name: str, content: object, message: str) -> None:
    path = tmp_path / name
    if content is None:
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    for reader in (store.read, store.load):
        with pytest.raises(InputError, match=message):
            reader(path)


def test_an_answer_is_narrowed_by_what_its_columns_show() -> None:
    term = query.Term
    answer = query.Result("table", ("who", "whom"), ((term("literal", "甲"), term("literal", "乙")), (term("literal", "甲"), None)))
    assert query.narrowed(answer, {"who": "甲", "whom": "乙"}).rows == answer.rows[:1]
    assert query.narrowed(answer, {"whom": ""}).rows == answer.rows[1:]
    assert query.narrowed(answer, {}) == answer
    with pytest.raises(QueryError, match="the answer has no column when; it has who, whom"):
        query.narrowed(answer, {"when": "2020"})
