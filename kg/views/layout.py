"""Where each node of a drawing lies, computed beforehand, so that the page draws at once and always the same.

    links ─► components ┬─ large ─► communities ─► each laid out by stress ─► packed as discs beside those they are linked to ─► the map
                        └─ small, single nodes ─► rows beneath the map

A force layout of a whole graph with hubs is one tangle; communities side by side can be read like regions on a map. Lengths are pixels at
scale 1. Distances are kept in a space that is `STRETCH` times narrower than the drawing, because names are wide and screens are, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

Points = NDArray[np.float64]
Link = tuple[int, int]

SEED = 20240601  # of the Louvain method; any fixed number
STRETCH = 1.45
EDGE = 62.0  # length of an edge between two nodes with no other neighbours
GAP = 24.0  # between the rims of two nodes: room for a name beneath the upper one
FRAGMENT = 8  # a component up to this size stands in the rows beneath the map, where there is a larger one
WHOLE = 60  # a graph below this size is not cut into communities
LARGEST = 600  # nodes in a community; stress needs a matrix of the square of it
ROW_GAP = np.array((72.0, 42.0))  # beside and beneath a small component: room for a name
MARGIN = 26.0  # between two communities
ANGLES = 48  # places that are tried around each community already packed


@dataclass(frozen=True, slots=True)
class _Graph:
    """Nodes 0 … n-1 with their radii, and the distinct links between different ones with their multiplicity."""

    radii: Points
    graph: nx.Graph

    def within(self, nodes: Sequence[int]) -> list[Link]:
        """The links among `nodes`, as places in `nodes`."""
        place = {node: index for index, node in enumerate(nodes)}
        return sorted((place[a], place[b]) for a, b in self.graph.subgraph(nodes).edges())


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where the nodes lie: `points[i]` is (x, y) of node i, centred on the origin, in tenths of a pixel.

    `groups`: the communities that stand side by side on the map, the largest first, each a sorted list of nodes.
    """

    points: list[tuple[float, float]]
    groups: list[list[int]]


def arrange(radii: Sequence[float], links: Sequence[Link]) -> Drawing:
    """The drawing of a graph.

    `radii[i]` is the radius of node i; `links` are pairs of nodes, parallel links and loops allowed. The same input gives the same output.
    """
    if not radii:
        return Drawing([], [])
    graph = _graph(radii, links)
    components = sorted((sorted(found) for found in nx.connected_components(graph.graph)), key=lambda nodes: (-len(nodes), nodes))
    large = [nodes for nodes in components if len(nodes) > FRAGMENT] or [nodes for nodes in components[:1] if len(nodes) > 1]
    small = components[len(large) :]
    points = np.zeros((len(radii), 2))
    groups = communities(graph.graph, large) if large else []
    if groups:
        _draw_map(graph, groups, points)
    _draw_rows(graph, small, points, [node for nodes in large for node in nodes])
    points[:, 0] *= STRETCH
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    return Drawing([(round(float(x), 1), round(float(y), 1)) for x, y in points], groups)


def communities(graph: nx.Graph, components: Sequence[list[int]]) -> list[list[int]]:
    """The nodes of the components cut into groups that are densely linked inside, none larger than `LARGEST`; largest first."""
    nodes = sorted(node for component in components for node in component)
    if len(nodes) < WHOLE:
        found = [list(component) for component in components]
    else:
        found = [sorted(group) for group in nx.community.louvain_communities(graph.subgraph(nodes).copy(), seed=SEED)]
    cut = []
    for group in found:
        hubs_first = sorted(group, key=lambda node: (-graph.degree(node), node))
        cut += [sorted(hubs_first[start : start + LARGEST]) for start in range(0, len(group), LARGEST)]
    return sorted(cut, key=lambda group: (-len(group), group))


def _graph(radii: Sequence[float], links: Sequence[Link]) -> _Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(radii)))
    for a, b in sorted((min(link), max(link)) for link in links):
        if a != b:
            graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    return _Graph(np.asarray(radii, dtype=float), graph)


# One community


def _place(radii: Points, links: Sequence[Link]) -> Points:
    """A community's nodes around the origin, none touching another."""
    count = len(radii)
    if count <= 2:  # by far the most frequent components
        return np.column_stack((np.arange(count) * EDGE - (count - 1) * EDGE / 2, np.zeros(count)))
    points = _sunflower(count)
    if links:
        target = _distances(count, links)
        points = _stress(_tree(count, links), target)
    points = _spread(points, radii)
    centred: Points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    return centred


def _sunflower(count: int) -> Points:
    """Evenly filled disc."""
    index = np.arange(count)
    angle = index * math.pi * (3 - math.sqrt(5))
    distance = EDGE * 0.7 * np.sqrt(index)
    return np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))


def _distances(count: int, links: Sequence[Link]) -> Points:
    """Wanted distances between all pairs: the shortest way, an edge of a hub being longer, so that its neighbours find room around it."""
    ends = np.asarray(links)
    degree = np.bincount(ends.ravel(), minlength=count)
    length = EDGE * (0.7 + 0.3 * np.sqrt(degree[ends].max(axis=1)))
    matrix = csr_matrix((length, (ends[:, 0], ends[:, 1])), shape=(count, count))
    distances: Points = dijkstra(matrix, directed=False)
    reachable = np.isfinite(distances)
    distances[~reachable] = distances[reachable].max() + EDGE
    return distances


def _tree(count: int, links: Sequence[Link]) -> Points:
    """A start for the stress: the breadth-first tree of the busiest node, its subtrees in sectors after their size."""
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(links)
    points = _sunflower(count) * 3  # what the tree does not reach stays where it is
    root = min(graph, key=lambda node: (-graph.degree(node), node))
    order = [root]
    children: dict[int, list[int]] = {}
    for parent, reached in nx.bfs_successors(graph, root, sort_neighbors=lambda nodes: sorted(nodes)):
        children[parent] = list(reached)
        order.extend(reached)
    weight = dict.fromkeys(order, 1.0)
    for node in reversed(order):
        weight[node] += sum(weight[child] for child in children.get(node, ()))
    sector = {root: (0.0, 2 * math.pi, 0)}
    for node in order:
        start, width, depth = sector[node]
        points[node] = np.array((math.cos(start + width / 2), math.sin(start + width / 2))) * depth * EDGE
        total = sum(weight[child] for child in children.get(node, ()))
        for child in children.get(node, ()):
            share = width * weight[child] / total
            sector[child] = (start, share, depth + 1)
            start += share
    return points


def _stress(points: Points, target: Points, rounds: int = 90) -> Points:
    """Points whose distances come near the wanted ones, near ones counting more.

    Each round moves every node to the mean of the places where the others would have it (E. Gansner, Y. Koren, S. North: Graph drawing by
    stress majorization, 2004, section 2.3); sums of products only, so that no linear algebra library decides on the last digit.
    """
    weight = 1.0 / np.maximum(target, 1.0) ** 2
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    for _ in range(rounds):
        x, y = points[:, 0][:, None] - points[:, 0][None], points[:, 1][:, None] - points[:, 1][None]
        factor = weight * target / np.maximum(np.sqrt(x * x + y * y), 1e-3)
        pull_x = (weight * points[:, 0][None] + factor * x).sum(axis=1)
        pull_y = (weight * points[:, 1][None] + factor * y).sum(axis=1)
        points = np.column_stack((pull_x, pull_y)) / total
    return points


def _spread(points: Points, radii: Points, rounds: int = 120) -> Points:
    """The points, pushed apart until no two nodes are nearer than their radii and the gap."""
    points = points.copy()
    reach = 2 * float(radii.max()) + GAP
    for turn in range(rounds):
        pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        a, b = pairs[:, 0], pairs[:, 1]
        offset = points[a] - points[b]
        distance = np.sqrt((offset * offset).sum(axis=1))
        same = distance < 1e-6
        angle = (a[same] * 2.4 + b[same] + turn)[:, None] + np.array((0.0, math.pi / 2))
        offset[same], distance[same] = np.cos(angle), 1.0
        lack = np.maximum(radii[a] + radii[b] + GAP - np.where(same, 0.0, distance), 0.0)
        if lack.max() < 0.5:
            break
        push = offset / distance[:, None] * (lack * 0.5)[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(a, push[:, axis], len(points)) - np.bincount(b, push[:, axis], len(points))
    return points


# The map of communities


def _draw_map(graph: _Graph, groups: Sequence[list[int]], points: Points) -> None:
    """Fills in the points of the nodes of the communities."""
    local = [_place(graph.radii[group], graph.within(group)) for group in groups]
    rims = [np.sqrt((at * at).sum(axis=1)) + graph.radii[group] for group, at in zip(groups, local, strict=True)]
    size = np.array([rim.max() for rim in rims]) + MARGIN / 2
    group_of = {node: index for index, group in enumerate(groups) for node in group}
    between = [(a, b, data["weight"]) for a, b, data in graph.graph.edges(data=True) if group_of.get(a) != group_of.get(b)]
    ties = np.zeros((len(groups), len(groups)))
    for a, b, weight in between:
        ties[group_of[a], group_of[b]] += weight
        ties[group_of[b], group_of[a]] += weight
    centres = _pack(size, ties)
    for index, group in enumerate(groups):
        points[group] = local[index] + centres[index]
    for index, group in enumerate(groups):
        outward = [(a, b) if group_of[a] == index else (b, a) for a, b, _ in between if index in (group_of[a], group_of[b])]
        if len(group) > 2 and outward:
            points[group] = _turn(points[group], centres[index], points[[a for a, _ in outward]], points[[b for _, b in outward]])


def _pack(size: Points, ties: Points) -> Points:
    """Centres of discs of these radii, none overlapping, each near those it is tied to.

    One after the other, the one that is most tied to those that stand already first, at the best of the places that touch one of them.
    """
    centres = np.zeros((len(size), 2))
    placed = [0]
    waiting = list(range(1, len(size)))
    angle = np.linspace(0, 2 * math.pi, ANGLES, endpoint=False)
    ring = np.column_stack((np.cos(angle), np.sin(angle)))
    while waiting:
        tied = ties[waiting][:, placed].sum(axis=1)
        chosen = waiting.pop(int(np.argmax(tied + size[waiting] * 1e-6)))
        at = centres[placed]
        places = (at[:, None] + ring[None] * (size[placed] + size[chosen])[:, None, None] * 1.001).reshape(-1, 2)
        distance = np.sqrt(((places[:, None] - at[None]) ** 2).sum(axis=2))
        free = (distance >= size[placed] + size[chosen]).all(axis=1)
        strength = ties[chosen, placed]
        wish = (distance * strength).sum(axis=1) / max(float(strength.sum()), 1.0)
        middle = np.sqrt((places * places).sum(axis=1))
        cost = np.where(free, wish + 0.6 * middle, np.inf)
        centres[chosen] = places[int(np.argmin(cost))]
        placed.append(chosen)
    return centres


def _turn(points: Points, centre: Points, inside: Points, outside: Points) -> Points:
    """The points of a community, turned around its centre so that its nodes look towards those they are linked to elsewhere."""
    own, far = inside - centre, outside - centre
    angle = math.atan2(float((own[:, 0] * far[:, 1] - own[:, 1] * far[:, 0]).sum()), float((own * far).sum()))
    x, y = (points - centre).T
    return np.column_stack((x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))) + centre


# The rows beneath


def _draw_rows(graph: _Graph, small: Sequence[list[int]], points: Points, above: Sequence[int]) -> None:
    """Fills in the points of the nodes of small components, in rows as wide as what stands above them and centred beneath it."""
    blocks = [_place(graph.radii[nodes], graph.within(nodes)) for nodes in small]
    widest = [2 * float(graph.radii[nodes].max()) for nodes in small]
    sizes = [at.max(axis=0) - at.min(axis=0) + rim + ROW_GAP for at, rim in zip(blocks, widest, strict=True)]
    middle, y, width = 0.0, 0.0, math.sqrt(sum(float(w * h) for w, h in sizes))
    if above:
        left, right = float(points[above, 0].min()), float(points[above, 0].max())
        middle, y, width = (left + right) / 2, float(points[above, 1].max()) + 3 * GAP, max(right - left, width)
    for row in _rows([float(w) for w, _ in sizes], width):
        x = middle - sum(float(sizes[index][0]) for index in row) / 2
        height = max(float(sizes[index][1]) for index in row)
        for index in row:
            w = float(sizes[index][0])
            points[small[index]] = blocks[index] + np.array((x + w / 2, y + height / 2))
            x += w
        y += height


def _rows(widths: Sequence[float], width: float) -> list[list[int]]:
    """The places of the widths, cut into rows that are no wider than `width` where one alone is not."""
    rows: list[list[int]] = []
    filled = math.inf
    for index, each in enumerate(widths):
        if filled + each > width:
            rows.append([])
            filled = 0.0
        rows[-1].append(index)
        filled += each
    return rows
