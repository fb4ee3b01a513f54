"""What part of a network a page shows, and that it says what it leaves out."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
import views_sample as sample
from test_cli_bad_input import assert_refused
from test_views import ROOT, Page
from typer.testing import Result

from kg.cli.exploring import view
from kg.views.part import LIMIT, Focus, central, choose, neighbourhood
from kg.views.visualise import NOTICES, visualise

Run = Callable[..., Result]


def keys(html: str) -> set[str]:
    return {node["key"] for node in Page(html).data("nodes")}


def notices(html: str) -> list[str]:
    return re.findall(r'<p class="notice"[^>]*>([^<]*)</p>', html)


def test_a_network_too_large_shows_its_centre_and_says_how_much_it_leaves_out() -> None:
    network = sample.large(80, 160)
    html = visualise(network, "图", limit=30)
    left = network.number_of_edges() - network.subgraph(keys(html)).number_of_edges()
    assert len(keys(html)) == 30
    assert notices(html) == [f"共 80 个实体，仅显示最中心的 30 个（各片区按 PageRank 取）；未显示 50 个实体、{left} 条关系。"]
    assert notices(visualise(network, "图", limit=80)) == []


def test_what_is_shown_of_a_large_network_are_its_hubs_and_the_centre_of_every_community() -> None:
    network = sample.large(300, 700)
    chosen = set(central(network, 90))
    plain = nx.Graph()
    plain.add_nodes_from(network)
    for a, b in network.edges():
        plain.add_edge(a, b, weight=network.number_of_edges(a, b) + network.number_of_edges(b, a))
    ranks = nx.pagerank(plain)
    hubs = sorted(network, key=lambda node: -ranks[node])[:5]
    assert set(hubs) <= chosen
    cities = {node for node in network if network.nodes[node]["cls"] == "City" and network.degree(node) > 8}
    assert cities <= chosen, "the largest place of each community is kept, however small the community"
    assert sum(ranks[node] for node in chosen) > 0.55


def test_the_choice_does_not_depend_on_the_order_of_the_network() -> None:
    network = sample.large(120, 260)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network.nodes(data=True))))
    turned.add_edges_from(sorted(network.edges(keys=True, data=True), key=lambda edge: (edge[1], edge[0], edge[2])))
    assert central(turned, 40) == central(network, 40)


def test_entities_without_a_stated_relation_go_first() -> None:
    network = sample.small()
    assert sample.iri("Person", "林一舟") not in central(network, 4)
    assert sample.iri("Person", "林一舟") in central(network, 4, always=[sample.iri("Person", "林一舟")])


def line() -> tuple[nx.MultiDiGraph, list[str]]:
    """Five entities in a row, the second in a province of the hierarchy, which has another county."""
    network = nx.MultiDiGraph()
    row = [sample.add_entity(network, "City", f"{name}市") for name in "甲乙丙丁戊"]
    for one, other in zip(row, row[1:], strict=False):
        sample.add_relation(network, one, "assists", other, "一句。")
    province = sample.add_entity(network, "Province", "某省", mentioned=False)
    county = sample.add_entity(network, "Region", "某县", mentioned=False)
    for below in (row[1], county):
        sample.add_relation(network, below, "locatedIn", province, "", evidence=[])
    return network, [*row, province, county]


@pytest.mark.parametrize(("depth", "places"), [(1, [1, 2, 3]), (2, [0, 1, 2, 3, 4, 5]), (9, [0, 1, 2, 3, 4, 5])])
def test_a_neighbourhood_runs_both_ways_but_not_down_the_hierarchy(depth: int, places: list[int]) -> None:
    network, nodes = line()
    assert neighbourhood(network, Focus(nodes[2], depth)) == {nodes[place] for place in places}


def test_a_focus_is_kept_where_its_neighbourhood_is_too_large_and_both_cuts_are_told() -> None:
    network, nodes = line()
    part = choose(network, 2, Focus(nodes[4], 3))
    assert nodes[4] in part.network
    assert part.notices == (("around", ("戊市", "3", "3", "3")), ("cut", ("4", "2", "2", "2")))
    assert len(network) == 7, "the network stays as it is"


def test_the_page_says_the_same_in_both_places() -> None:
    table = (ROOT / "kg/views/page/texts.js").read_text("utf-8")
    for key, text in NOTICES.items():
        assert f'  {key}: ["{text}", ' in table


def test_the_command_cuts_out_the_neighbourhood_of_a_name(run: Run, graph_file: Path, tmp_path: Path) -> None:
    result = run("view", graph_file, "-o", tmp_path / "page.html", "--focus", "绥德", "--depth", "1")
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "page.html").read_text("utf-8")
    labels = {node["label"] for node in Page(page).data("nodes")}
    assert {"绥德县", "扬州市"} <= labels
    assert "西安市" not in labels
    assert re.match("仅含“绥德县”周围 1 层以内的实体；图谱的另外 [0-9]+ 个实体、[0-9]+ 条关系未列入。", notices(page)[0])


def test_the_command_shows_the_centre_alone_where_it_is_told_to(run: Run, graph_file: Path, tmp_path: Path) -> None:
    assert run("view", graph_file, "-o", tmp_path / "page.html", "--limit", "5").exit_code == 0
    assert len(keys((tmp_path / "page.html").read_text("utf-8"))) == 5


def test_a_focus_that_is_not_there_is_answered_with_near_names(run: Run, graph_file: Path, tmp_path: Path) -> None:
    result = run("view", graph_file, "-o", tmp_path / "page.html", "--focus", "绥德具")
    assert_refused(result, "the graph has nothing that is called 绥德具; did you mean 绥德县")
    assert list(tmp_path.glob("page*")) == []


def test_an_ambiguous_focus_is_answered_with_its_candidates(run: Run, tmp_path: Path) -> None:
    base = "https://w3id.org/regional-cooperation/"
    named = [
        f"<{base}id/park/{name}> <{relation}> {value} ."
        for name in ("a", "b")
        for relation, value in (
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"<{base}ontology#Park>"),
            ("http://www.w3.org/2004/02/skos/core#prefLabel", '"合作园"@zh'),
        )
    ]
    (tmp_path / "graph.nq").write_text("\n".join(named) + "\n", "utf-8")
    result = run("view", tmp_path / "graph.nq", "-o", tmp_path / "page.html", "--focus", "合作园")
    assert_refused(result, "2 things that are called 合作园; give the IRI of one(.|\n)*park/a(.|\n)*park/b")


def test_the_command_has_the_limits_of_the_page() -> None:
    options = inspect.signature(view).parameters
    assert (options["depth"].default, options["limit"].default) == (Focus("").depth, LIMIT)
