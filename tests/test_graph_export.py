"""Files of every format: what stands in them, that they do not depend on chance, that a failure leaves nothing behind; the network."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx
import pytest
import rdflib
from graph_case import QUICK, TEXTS, any_facts, document, facts
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.graph import export, nquads, store
from kg.graph.network import to_network
from kg.graph.rdf import BASE, to_nquads
from kg.graph.turtle import to_turtle
from kg.model import Entity, Facts

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
NANTONG, YINING, PERSON = f"{BASE}region/320600", f"{BASE}region/654021", f"{BASE}Person/沈一帆"


def corpus() -> str:
    """The graph of two documents that say nearly the same."""
    other = dataclasses.replace(facts(), document=document(digest="1b" * 32, title="如东\u2028另文"), posts=(), indicators=())
    return "".join(f"{line}\n" for line in nquads.union([to_nquads(facts()), to_nquads(other)]))


def test_quads_are_kept_where_there_are_graphs_and_merged_where_there_are_none(tmp_path: Path) -> None:
    text = corpus()
    for suffix in (".nq", ".trig", ".jsonld"):
        path = tmp_path / f"a{suffix}"
        assert export.export(text, path) == (path,)
        assert store.read(path) == text
    for suffix in (".nt", ".ttl", ".rdf"):
        export.export(text, path := tmp_path / f"a{suffix}")
        assert nquads.split(store.read(path)) == nquads.triples(nquads.split(text))


@QUICK
@given(any_facts(), st.sampled_from([".nq", ".nt", ".ttl", ".trig", ".jsonld", ".rdf"]))
def test_every_format_of_rdf_holds_any_graph(tmp_path_factory: pytest.TempPathFactory, given: Facts, suffix: str) -> None:
    text = to_nquads(given)
    path = tmp_path_factory.mktemp("formats") / f"a{suffix}"
    export.export(text, path)
    held = nquads.triples(nquads.split(text))
    if suffix == ".rdf":
        held = sorted({readable_xml(line) for line in held})
    assert nquads.triples(nquads.split(store.read(path))) == held


def readable_xml(line: str) -> str:
    """A triple with what XML cannot hold replaced."""
    subject, predicate, object, _ = nquads.tokens(line)
    term = nquads.read_term(object)
    value = nquads.NOT_XML.sub("\ufffd", term.value) if term.kind == "literal" else term.value
    return f"{subject} {predicate} {nquads.written(term._replace(value=value))} ."


@QUICK
@given(any_facts())
def test_rdflib_reads_the_turtle_and_the_json_alike(given: Facts) -> None:
    text = to_nquads(given)
    turtle = rdflib.Graph().parse(data=export.EXPORTERS[".ttl"](text), format="turtle")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=export.EXPORTERS[".jsonld"](text), format="json-ld")
    wanted = {tuple(nquads.read_term(token).value for token in nquads.tokens(line)[:3]) for line in nquads.split(text)}
    assert {(str(s), str(p), str(o)) for s, p, o in turtle} == wanted
    assert {(str(s), str(p), str(o)) for s, p, o, _ in dataset.quads()} == wanted


def test_turtle_is_for_reading() -> None:
    text = export.EXPORTERS[".ttl"](to_nquads(facts()))
    assert text.startswith(f"@base <{BASE}> .\n@prefix dcterms: ")
    assert "@prefix foaf:" not in text
    block = next(block for block in text.split("\n\n") if block.startswith("<region/654021> "))
    assert block.split(" ;\n    ")[:3] == [
        "<region/654021> a rc:County, rc:Region",
        'skos:prefLabel "伊宁县"@zh-Hans',
        "rc:candidate <region/654002>, <region/654021>",
    ]
    assert "rc:confidence 0.95 ;" in text
    assert 'schema:value "210000000"^^xsd:decimal ;' in text
    assert "rc:former true ." in text
    assert "<Park/电商%5C产业园>" in text


def test_turtle_leaves_alone_what_only_looks_short() -> None:
    lines = [
        f'<{BASE}a/../b> <http://schema.org/a.b> "1"^^<{nquads.XSD}decimal> .',
        f'<{BASE}a:b> <http://schema.org/> "x"^^<http://x/y> .',
        f'<{BASE}> <http://schema.org/ok> "01"^^<{nquads.XSD}integer> .',
    ]
    text = to_turtle(lines, {"schema": "http://schema.org/", "xsd": nquads.XSD}, BASE)
    assert sorted(line for line in nquads.split(text) if not line.startswith("@")) == [
        f"<{BASE}> schema:ok 01 .",
        f'<{BASE}a/../b> <http://schema.org/a.b> "1"^^xsd:decimal .',
        f'<{BASE}a:b> <http://schema.org/> "x"^^<http://x/y> .',
    ]


def test_another_base_is_found_in_the_graph() -> None:
    assert export.EXPORTERS[".ttl"](to_nquads(facts(), "https://example.org/kg/")).startswith("@base <https://example.org/kg/> .\n")


def test_json_uses_the_terms_of_the_context() -> None:
    content = json.loads(export.EXPORTERS[".jsonld"](to_nquads(facts())))
    (graph,) = content["graph"]
    (node,) = [node for node in graph["graph"] if node["id"] == "region/320600"]
    assert node["type"] == ["City", "Prefecture", "Region"]
    assert (node["label"], node["altLabel"], node["assists"], node["longitude"]) == ("南通市", ["南通", "通"], ["region/654021"], "120.89")
    (figure,) = [node for node in graph["graph"] if node["type"] == ["Indicator"]]
    assert (figure["value"], figure["qualifier"]) == ("210000000", "Exactly")
    assert figure["period"] == {"@type": "xsd:gYear", "@value": "2024"}


PROGRAM = """
import dataclasses, sys
sys.path.insert(0, "tests")
from graph_case import QUICK, document, facts
from kg.graph import export, nquads
from kg.graph.rdf import to_nquads
texts = [to_nquads(facts()), to_nquads(dataclasses.replace(facts(), document=document(digest="1b" * 32)))]
if sys.argv[1] == "reversed":
    texts.reverse()
text = "".join(line + "\\n" for line in nquads.union(texts))
for suffix in sorted(export.EXPORTERS):
    sys.stdout.buffer.write(suffix.encode() + b"\\n" + export.EXPORTERS[suffix](text).encode())
"""


def test_files_depend_on_neither_hash_seeds_nor_order() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, order],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed, order in (("1", "given"), ("2", "reversed"))
    ]
    assert runs[0] == runs[1]
    assert all(f"{suffix}\n".encode() in runs[0] for suffix in export.EXPORTERS)


def test_tables_of_nodes_and_edges(tmp_path: Path) -> None:
    written = export.export(corpus(), tmp_path / "graph.csv")
    assert [path.name for path in written] == ["graph.nodes.csv", "graph.edges.csv"]
    nodes, edges = (list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))) for path in written)
    (city,) = [row for row in nodes if row["Id"] == NANTONG]
    assert (city["Label"], city["Class"], city["Other names"], city["Division code"]) == ("南通市", "City", "南通 | 通", "320600")
    assert (city["Posts"], city["Indicators"], city["Mentioned"]) == ("市长 沈一帆", "累计投入 2.1亿元（2024）", "true")
    (edge,) = [row for row in edges if row["Property"] == "assists"]
    assert (edge["Source"], edge["Target"], edge["Label"], edge["Confidence"]) == (NANTONG, YINING, "支援", "0.95")
    assert edge["Quotations"] == "南通市对口支\n援伊宁县“电商\\产业园”。 | 南通市对口支\n援伊宁县“电商\\产业园”。"
    assert edge["Documents"] == "南通市对口支援 [2–22] | 如东\u2028另文 [2–22]"
    assert export.export(corpus(), tmp_path / "b.nodes.csv") == (tmp_path / "b.nodes.csv",)
    assert (tmp_path / "b.nodes.csv").read_bytes() == written[0].read_bytes()


def test_graphml_is_read_back_by_networkx(tmp_path: Path) -> None:
    export.export(corpus(), tmp_path / "a.graphml")
    found = networkx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    network = to_network(corpus())
    assert set(found) == set(network)
    assert sorted(found.edges()) == sorted(network.edges())
    assert found.nodes[NANTONG]["label"] == "南通市"
    assert len({key for _, _, key in found.edges(keys=True)}) == network.number_of_edges()


def test_gexf_is_read_back_by_networkx_and_says_no_time(tmp_path: Path) -> None:
    export.export(corpus(), tmp_path / "a.gexf")
    found = networkx.read_gexf(tmp_path / "a.gexf")
    network = to_network(corpus())
    assert set(found) == set(network)
    assert sorted(found.edges()) == sorted(network.edges())
    assert found.nodes[NANTONG]["label"] == "南通市"
    assert "lastmodifieddate" not in (tmp_path / "a.gexf").read_text("utf-8")


def test_rdflib_reads_the_rdf_xml_as_oxigraph_does(tmp_path: Path) -> None:
    export.export(corpus(), tmp_path / "a.rdf")
    theirs = rdflib.Graph().parse(tmp_path / "a.rdf", format="xml")
    ours = rdflib.Graph().parse(data="\n".join(nquads.triples(nquads.split(corpus()))), format="nt")
    assert set(theirs) == set(ours)
    assert 'xml:lang="zh-Hans"' in (tmp_path / "a.rdf").read_text("utf-8")


def test_tables_for_the_importer_of_neo4j(tmp_path: Path) -> None:
    """Every edge leads from one identifier of the nodes to another, and has a type that is a name."""
    written = export.export(corpus(), tmp_path / "graph.neo4j.csv")
    assert [path.name for path in written] == ["graph.neo4j-nodes.csv", "graph.neo4j-edges.csv"]
    nodes, edges = (list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))) for path in written)
    ids = {row[":ID"]: row for row in nodes}
    assert len(ids) == len(nodes)
    assert (ids[NANTONG]["name"], ids[NANTONG][":LABEL"]) == ("南通市", "City")
    assert {row[":START_ID"] for row in edges} | {row[":END_ID"] for row in edges} <= set(ids)
    assert {row[":TYPE"] for row in edges} >= {"assists", "hasMembership"}
    assert all(row[":TYPE"].isidentifier() for row in edges)


@QUICK
@given(TEXTS)
def test_graphml_is_well_formed_whatever_the_names(label: str) -> None:
    text = to_nquads(Facts(document(), (Entity(f"School/{label}", ("School",), label),)))
    found = networkx.parse_graphml(export.EXPORTERS[".graphml"](text))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.xlsx", r"a\.xlsx: the format \.xlsx is not known; use \.csv, \.edges\.csv, \.gexf, \.graphml, \.jsonld, \.neo4j-edges"),
        ("graph", "the format of a file without a suffix is not known"),
        (".ttl", "the format of a file without a suffix is not known"),
        ("none/a.ttl", "there is no folder .*none; make it first"),
        ("folder.ttl", "this is a folder; name a file in it"),
    ],
)
def test_places_that_cannot_be_written(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(OutputError, match=message):
        export.export(corpus(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.ttl"]


def test_of_two_tables_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.edges.csv").mkdir()
    with pytest.raises(OutputError, match=r"a\.edges\.csv: this is a folder"):
        export.export(corpus(), tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.edges.csv"]


def test_the_network_has_entities_for_nodes_and_relations_for_edges() -> None:
    network = to_network([to_nquads(facts())])
    assert list(network) == sorted(network)
    assert {data["label"]: (data["cls"], data["mentioned"]) for _, data in network.nodes(data=True)} == {
        "电商\\产业园": ("Park", True),
        "沈一帆": ("Person", True),
        "江苏省": ("Province", False),
        "南通市": ("City", True),
        "如东县": ("County", True),
        "伊宁县": ("County", True),
    }
    assert {(network.nodes[s]["label"], key, network.nodes[o]["label"]) for s, o, key in network.edges(keys=True)} == {
        ("南通市", "assists", "伊宁县"),
        ("南通市", "cooperatesWith", "伊宁县"),
        ("南通市", "establishes", "电商\\产业园"),
        ("南通市", "locatedIn", "江苏省"),
        ("如东县", "locatedIn", "南通市"),
        ("沈一帆", "org:hasMembership 市长", "南通市"),
        ("沈一帆", "org:hasMembership 原县长", "如东县"),
    }
    post = network.edges[PERSON, NANTONG, "org:hasMembership 市长"]
    assert (post["predicate"], post["label_zh"], post["role"], post["evidence"]) == (
        "org:hasMembership",
        "任职",
        "市长",
        next(fact["evidence"] for fact in network.nodes[PERSON]["posts"] if fact["role"] == "市长"),
    )
    edge = network.edges[NANTONG, YINING, "cooperatesWith"]
    assert (edge["predicate"], edge["label_zh"], edge["confidence"]) == ("cooperatesWith", "合作", "0.8")
    assert edge["date"] == "2013-03 – 2024-01-31"
    (evidence,) = edge["evidence"]
    assert (evidence["quote"], evidence["doc"], evidence["start"], evidence["end"]) == (
        "南通市对口支\n援伊宁县“电商\\产业园”。",
        "南通市对口支援",
        2,
        22,
    )
    assert network.edges[f"{BASE}region/320623", NANTONG, "locatedIn"]["evidence"] == []


def test_the_facts_of_a_node_say_where_they_were_read() -> None:
    network = to_network(to_nquads(facts()))
    posts = network.nodes[PERSON]["posts"]
    assert sorted(post["text"] for post in posts) == ["南通市 市长", "原如东县 县长"]
    assert [post["text"] for post in network.nodes[f"{BASE}region/320623"]["posts"]] == ["原县长 沈一帆"]
    assert {post["quote"] for post in posts} == {"2024年，沈一帆任南通市市长，原任如东县县长"}
    (figure,) = network.nodes[NANTONG]["indicators"]
    assert (figure["text"], figure["value"], figure["unit"], figure["quote"]) == (
        "累计投入 2.1亿元（2024）",
        "210000000",
        "元",
        "南通市累计投入2.1亿元。",
    )
    (date,) = network.nodes[f"{BASE}Park/电商%5C产业园"]["dates"]
    assert (date["text"], date["value"], date["doc"]) == ("日期：2024-12", "2024-12", "南通市对口支援")


def test_foreign_graphs_make_a_network_too(tmp_path: Path) -> None:
    path = tmp_path / "foreign.ttl"
    path.write_text(
        "@prefix rc: <https://w3id.org/regional-cooperation/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix org: <http://www.w3.org/ns/org#> . @prefix oa: <http://www.w3.org/ns/oa#> .\n"
        "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
        "<http://x/a> a rc:School ; rc:assists <http://x/b> ; rc:indicator [] ; org:hasMembership [] .\n"
        "<http://x/b> a rc:Unheard, rc:School . <http://x/c> a rc:Unheard ; rc:assists <http://x/a> .\n"
        "[] a rdf:Statement ; rdf:subject <http://x/a> ; rdf:predicate rc:assists ; rdf:object <http://x/b> ; rc:confidence 'high' ;\n"
        "   prov:wasDerivedFrom [ oa:hasSelector [ oa:start 'first' ; oa:exact '甲' ] ] .\n",
        "utf-8",
    )
    network = to_network(store.read(path))
    assert {(node, data["label"]) for node, data in network.nodes(data=True)} == {("http://x/a", "a"), ("http://x/b", "b")}
    edge = network.edges["http://x/a", "http://x/b", "assists"]
    assert [(q["quote"], q["start"], q["end"]) for q in edge["evidence"]] == [("甲", 0, 0)]
    assert len(network.nodes["http://x/a"]["indicators"]) == 1
