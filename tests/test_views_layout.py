"""Laws of the layout: places for all, none over another, the same for the same graph."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views.layout import LARGEST, WHOLE, arrange, communities

Graph = tuple[list[float], list[tuple[int, int]]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to 40 nodes with radii as the page has them, and links, loops and parallel ones among them."""
    count = draw(st.integers(1, 40))
    ends = st.integers(0, count - 1)
    links = draw(st.lists(st.tuples(ends, ends), max_size=80))
    return draw(st.lists(st.floats(5, 24), min_size=count, max_size=count)), links


def nearest(points: list[tuple[float, float]], radii: list[float]) -> float:
    """The least room between the rims of two nodes."""
    return min((math.dist(points[a], points[b]) - radii[a] - radii[b] for a, b in combinations(range(len(points)), 2)), default=math.inf)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_nodes_lie_apart_and_the_same_graph_is_laid_out_the_same(graph: Graph) -> None:
    radii, links = graph
    points = arrange(radii, links).points
    assert len(points) == len(radii)
    assert nearest(points, radii) > 0
    assert arrange(radii, links[::-1]).points == points


@pytest.mark.parametrize(
    ("name", "graph"),
    [
        ("ring", nx.cycle_graph(300)),
        ("star", nx.star_graph(200)),
        ("tree", nx.balanced_tree(3, 4)),
        ("towns", nx.connected_caveman_graph(12, 9)),
        ("nobody knows anybody", nx.empty_graph(120)),
        ("pairs", nx.disjoint_union_all([nx.path_graph(2)] * 40)),
    ],
)
def test_typical_graphs_fill_the_plane(name: str, graph: nx.Graph) -> None:
    radii = [5 + 1.9 * math.sqrt(graph.degree(node)) for node in graph]
    points = arrange(radii, list(graph.edges())).points
    assert nearest(points, radii) > 0, name
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    assert 1 / 4 < width / height < 4, name


def test_linked_nodes_stand_nearer_than_others() -> None:
    graph = nx.connected_caveman_graph(10, 8)
    points = arrange([8.0] * len(graph), list(graph.edges())).points
    linked = [math.dist(points[a], points[b]) for a, b in graph.edges()]
    apart = [math.dist(points[a], points[b]) for a, b in nx.non_edges(graph)]
    assert sum(linked) / len(linked) < sum(apart) / len(apart) / 2


def test_communities_are_a_partition_and_none_is_too_large() -> None:
    graph = nx.star_graph(LARGEST + 50)
    groups = communities(graph, [sorted(graph)])
    assert sorted(node for group in groups for node in group) == sorted(graph)
    assert max(len(group) for group in groups) == LARGEST
    assert 0 in groups[0]


def test_a_small_graph_is_not_cut() -> None:
    graph = nx.connected_caveman_graph(5, 6)
    assert len(graph) < WHOLE
    assert communities(graph, [sorted(graph)]) == [sorted(graph)]


def test_no_nodes_no_places() -> None:
    assert arrange([], []).points == []
