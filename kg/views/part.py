"""The part of a network that a page shows: all of it, what is around one entity, or the most central entities of one that is too large.

MultiDiGraph ─ neighbourhood ─► what is about one entity ─ central ─► what a browser can draw
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from networkx import Graph, MultiDiGraph

LIMIT = 20_000  # nodes that a page can show and still be used; docs/page.md has the measurements
DEPTH = 2
SEED = 20240601  # of the Louvain method; any fixed number
DIGITS = 9  # of a PageRank that count: its last ones depend on the order of the sums


@dataclass(frozen=True, slots=True)
class Focus:
    """An entity by IRI, and the number of relations that lead from it to the farthest node that is wanted."""

    node: str
    depth: int = DEPTH


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown, and what is to be said of the rest: the key of a text of the page, and what is filled into it."""

    network: MultiDiGraph
    notices: tuple[tuple[str, tuple[str, ...]], ...] = ()


def choose(network: MultiDiGraph, limit: int = LIMIT, focus: Focus | None = None) -> Part:
    """The part of a network with at most `limit` nodes, around `focus` where there is one. The network stays as it is."""
    if focus is None:
        return _cut(network, limit, ())
    near = network.subgraph(neighbourhood(network, focus))
    label = str(network.nodes[focus.node].get("label") or focus.node)
    told = ("around", (label, f"{focus.depth}", *_left(network, near)))
    part = _cut(near, limit, (focus.node,))
    return Part(part.network, (told, *part.notices))


def neighbourhood(network: MultiDiGraph, focus: Focus) -> set[str]:
    """The nodes up to `focus.depth` relations away, whichever way these run.

    Over the hierarchy of divisions it leads upwards alone: downwards a county would have all counties of its province around it.
    """
    found = last = {focus.node}
    for _ in range(focus.depth):
        ahead = {b for a in last for _, b in network.out_edges(a)}
        back = {a for b in last for a, _, data in network.in_edges(b, data=True) if not is_background(data)}
        last = (ahead | back) - found
        found = found | last
    return found


def is_background(data: Mapping[str, Any]) -> bool:
    """Whether an edge is the hierarchy of divisions as the gazetteer has it."""
    return data.get("predicate") == "locatedIn" and not data.get("evidence") and not data.get("confidence")


def central(network: MultiDiGraph, number: int, always: Collection[str] = ()) -> list[str]:
    """The `number` most central nodes, sorted; those of `always` among them.

    Of each community (Louvain) its share, those with the highest PageRank, so that no part of the map is lost; nodes that no document
    links to another come last. Both over what documents state, without directions.
    """
    import networkx as nx

    stated = _stated(network)
    ranks = {node: round(rank, DIGITS) for node, rank in nx.pagerank(stated).items()}
    linked = [node for node in stated if stated.degree(node)]
    groups = nx.community.louvain_communities(stated.subgraph(linked).copy(), seed=SEED) if linked else []
    # Where in its community each node stands, from 0 (first) to 1 (last): in this order each community gives its share.
    standing = dict.fromkeys(stated, 1.0)
    for group in groups:
        for place, node in enumerate(sorted(group, key=lambda node: (-ranks[node], node))):
            standing[node] = place / len(group)
    order = sorted(stated, key=lambda node: (node not in always, not stated.degree(node), standing[node], -ranks[node], node))
    return sorted(order[:number])


def _stated(network: MultiDiGraph) -> Graph:
    """The nodes, and how often documents link two of them, in sorted order."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(network.nodes))
    for a, b in sorted((min(a, b), max(a, b)) for a, b, data in network.edges(data=True) if a != b and not is_background(data)):
        graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    return graph


def _cut(network: MultiDiGraph, limit: int, always: Collection[str]) -> Part:
    if len(network) <= limit:
        return Part(network)
    chosen = network.subgraph(central(network, limit, always))
    return Part(chosen, (("cut", (f"{len(network):,}", f"{len(chosen):,}", *_left(network, chosen))),))


def _left(whole: MultiDiGraph, part: MultiDiGraph) -> tuple[str, str]:
    """How many entities and relations are left out."""
    return f"{len(whole) - len(part):,}", f"{whole.number_of_edges() - part.number_of_edges():,}"
