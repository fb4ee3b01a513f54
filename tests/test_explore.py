"""The outline of a graph, and parts of the graph told out of it: held against the graph read as a whole."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from test_views_taken import graph as contradicting

from kg.graph import dossier, excerpt, outline, outlined, overview, store
from kg.graph.claims import FactView, View, from_nquads
from kg.graph.network import POST, network_of
from kg.graph.nodes import Nodes
from kg.graph.outlined import Outline
from kg.views import pinyin


@pytest.fixture(scope="module", params=["affirmed", "denied and planned, too"])
def quads(request: pytest.FixtureRequest, graph_file: Path) -> str:
    return graph_file.read_text("utf-8") if request.param == "affirmed" else contradicting()


@pytest.fixture(scope="module")
def whole(quads: str) -> View:
    return from_nquads(quads)


@pytest.fixture(scope="module")
def nodes(quads: str) -> Nodes:
    return Nodes(store.load(quads))


@pytest.fixture(scope="module")
def found(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outline]:
    path = tmp_path_factory.mktemp("outline") / "outline.sqlite"
    outline.write(nodes, path, pinyin.reading)
    opened = Outline(path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def sample(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outline]:
    path = tmp_path_factory.mktemp("outline") / "outline.sqlite"
    outline.write(Nodes(store.load(graph_file)), path, pinyin.reading)
    opened = Outline(path)
    yield opened
    opened.close()


def stated(whole: View) -> nx.Graph:
    """Entities linked by what documents say, be it merely planned, and nobody denies."""
    graph = nx.Graph()
    graph.add_nodes_from(entity.iri for entity in whole.entities)
    for a, b, data in network_of(whole).edges(data=True):
        if data["evidence"] and a != b:
            graph.add_edge(a, b)
    graph.add_edges_from((a, b) for a, b, data in unasserted(whole) if data["polarity"] == "Affirmed" and a != b)
    return graph


def unasserted(whole: View) -> list[tuple[str, str, dict[str, Any]]]:
    edges: list[tuple[str, str, dict[str, Any]]] = network_of(whole).graph["unasserted"]["edges"]
    return edges


def test_a_part_that_is_the_whole_tells_what_the_whole_tells(nodes: Nodes, found: Outline, whole: View) -> None:
    entities, links = found.totals()
    numbers = set(range(1, entities + 1))
    among = found.among(numbers, set())
    assert len(among) == links
    part = excerpt.view(nodes, found, numbers, among, cited=1_000_000)
    assert sorted(part.relations, key=str) == sorted(whole.relations, key=str)
    assert {each.iri: (each.label, each.alt_labels, each.longitude) for each in part.entities} == {
        each.iri: (each.label, each.alt_labels, each.longitude) for each in whole.entities
    }
    bodies = {each.iri for each in whole.entities}
    among_facts = [fact for fact in whole.facts if fact.kind == "posts" and dict(fact.values).get("organization") in bodies]
    assert sorted(part.facts, key=str) == sorted(among_facts, key=str)
    among_others = [each for each in whole.unasserted if not isinstance(each, FactView) or dict(each.values).get("organization") in bodies]
    assert sorted(part.unasserted, key=str) == sorted(among_others, key=str)
    views = [excerpt.view_of(nodes, found, known, 1000, ()) for known in found.known(numbers)]
    for told, wanted, elsewhere in (("facts", whole.facts, among_facts), ("unasserted", whole.unasserted, among_others)):
        own = [fact for view in views for fact in getattr(view, told)]
        assert sorted(own, key=str) == sorted((fact for fact in wanted if fact not in elsewhere), key=str), told
    counted = sum(sum(found.fact_counts(known.number).values()) for known in found.known(numbers))
    assert counted == sum(len(view.facts) + len(view.unasserted) for view in views)


def test_an_overview_counts_what_the_dossier_has_and_tells_all_of_it_by_page(
    nodes: Nodes, found: Outline, whole: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MANY", 0), ("FACTS", 1), ("_LEAST", 1), ("PAGE", 2)):
        monkeypatch.setattr(overview, name, value)
    for each in whole.entities:
        everything = dossier.dossier(nodes, each.iri, most=1000)
        first = overview.overview(nodes, found, each.iri)
        assert everything and first
        assert [(group["key"], group["count"]) for group in first["groups"]] == [(g["key"], g["count"]) for g in everything["groups"]], each.label
        assert all(len(group["facts"]) == 1 for group in first["groups"])
        for key in ("iri", "label", "names", "cls", "classes", "code", "valid", "mentioned", "identity", "rules"):
            assert first[key] == everything[key], (each.label, key)
        assert {row["iri"] for row in first["documents"]} == {row["iri"] for row in everything["documents"]}
        for group in everything["groups"]:
            told = [paged(nodes, found, each.iri, group["key"], start) for start in range(0, group["count"], 2)]
            facts = [fact for page in told for fact in page]
            assert sorted(map(plain, facts)) == sorted(map(plain, group["facts"])), (each.label, group["key"])


def paged(nodes: Nodes, found: Outline, iri: str, key: str, start: int) -> list[dict[str, Any]]:
    told = overview.overview(nodes, found, iri, (key, "", start))
    assert told and [group["key"] for group in told["groups"]] == [key]
    facts: list[dict[str, Any]] = told["groups"][0]["facts"]
    return facts


def plain(fact: dict[str, Any]) -> str:
    return str([fact["subject"]["iri"], fact["key"], (fact["other"] or {}).get("iri"), fact.get("values"), fact["denied"], fact["status"],
                fact["confidence"], [tuple(moment) for moment in fact["dates"]], [p["quote"] for p in fact["passages"]]])  # fmt: skip


def test_the_first_is_the_one_with_the_most_links(found: Outline, whole: View) -> None:
    degree = Counter(end for a, b, data in network_of(whole).edges(data=True) if data["evidence"] for end in {a, b})
    known = found.known(range(1, found.totals()[0] + 1))
    assert [each.degree for each in known] == sorted((each.degree for each in known), reverse=True)
    assert {each.iri: each.degree for each in known if each.degree} == dict(degree)
    assert found.central(3) == [1, 2, 3]


def test_neighbours_come_once_in_batches_those_of_which_most_is_told_first(found: Outline, whole: View) -> None:
    network = network_of(whole)
    for known in found.known(range(1, 12)):
        told: Counter[str] = Counter()
        for a, b, data in [*network.edges(data=True), *unasserted(whole)]:
            if a != b and (a == known.iri or (b == known.iri and data["evidence"])):
                told[b if a == known.iri else a] += 1
        numbers = [*found.around(known.number, 0, 2), *found.around(known.number, 2, 1000)]
        assert len(set(numbers)) == len(numbers) == known.around == len(told), known.label
        assert {each.iri for each in found.known(numbers)} == set(told)
        said = [sum(link.told for one, other in ((known.number, n), (n, known.number)) for link in found.links(one, other)) for n in numbers]
        assert said == sorted(said, reverse=True)


def test_links_to_what_is_there_are_the_same_however_they_are_looked_up(found: Outline) -> None:
    numbers = set(range(1, found.totals()[0] + 1))
    everything = {link.number: link for link in found.among(numbers, set())}
    for new in ({1}, {2, 3, 7}, set(range(5, 12))):
        for present in (set(), {1, 4}, numbers - new):
            both = new | present
            wanted = {n for n, link in everything.items() if {link.a, link.b} <= both and {link.a, link.b} & new}
            assert {link.number for link in found.among(new, present)} == wanted, (new, present)


def test_paths_are_the_shortest_that_there_are(found: Outline, whole: View) -> None:
    graph = stated(whole)
    known = {each.iri: each.number for each in found.known(range(1, found.totals()[0] + 1))}
    numbered = {number: iri for iri, number in known.items()}
    for one, other in itertools.combinations(sorted(graph)[:14], 2):
        ways = found.paths(known[one], known[other])
        if nx.has_path(graph, one, other) and (length := nx.shortest_path_length(graph, one, other)) <= outlined.STEPS:
            assert ways.paths and all(len(path) == length + 1 for path in ways.paths), (one, other)
            wanted = [[known[node] for node in path] for path in itertools.islice(nx.all_shortest_paths(graph, one, other), 100)]
            assert len(ways.paths) == min(len(wanted), outlined.PATHS)
            assert all(list(path) in wanted for path in ways.paths)
            assert all(graph.has_edge(numbered[a], numbered[b]) for path in ways.paths for a, b in itertools.pairwise(path))
    assert found.paths(1, 1).paths == ((1,),)
    assert found.paths(1, 10**9).paths == () and not found.paths(1, 10**9).cut


@pytest.mark.parametrize(
    ("text", "label"),
    [("扬州市", "扬州市"), ("扬州", "扬州市"), ("yangzhou", "扬州市"), ("YZS", "扬州市"), (" yang zhou shi ", "扬州市"), ("绥德", "绥德县"), ("sdx", "绥德县")],
)
def test_an_entity_is_found_by_name_pinyin_and_initials(sample: Outline, text: str, label: str) -> None:
    hits, count = sample.found(text, 0, 5)
    assert sample.known([hits[0][0]])[0].label == label, hits
    assert count >= len(hits)


def test_what_nobody_is_called_is_not_found(sample: Outline) -> None:
    for text in ("", " ", "%", "_", "'", "\x00", "查无此名", "qqqq", "*?"):
        assert sample.found(text, 0, 5) == ([], 0), text
    everything, count = sample.found("市", 0, 10_000)
    assert len(everything) == count and [*sample.found("市", 0, 2)[0], *sample.found("市", 2, 10_000)[0]] == everything


def test_a_post_is_a_link_with_its_role(found: Outline, whole: View) -> None:
    keys = {(a, key) for a, _, key, _ in network_of(whole).edges(keys=True, data=True) if key.startswith(POST)}
    numbers = set(range(1, found.totals()[0] + 1))
    names = {each.number: each.iri for each in found.known(numbers)}
    assert {(names[link.a], f"{POST} {link.role}") for link in found.among(numbers, set()) if link.key == POST} == keys


def test_an_outline_is_the_same_bytes_from_the_same_graph(nodes: Nodes, tmp_path: Path) -> None:
    for name in ("one", "other"):
        outline.write(nodes, tmp_path / name, pinyin.reading)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
