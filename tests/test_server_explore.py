"""The network over HTTP: what is asked piece by piece is what the whole graph has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx as nx
import pytest
from server_case import running
from test_server_pages import HTML, Outline

from kg.graph import store
from kg.graph.network import to_network
from kg.server.security import POLICY


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file) as found:
        yield found


@pytest.fixture(scope="module")
def network(graph_file: Path) -> nx.MultiDiGraph:
    return to_network(store.read(graph_file))


def iri(network: nx.MultiDiGraph, label: str) -> str:
    return next(node for node, data in network.nodes(data=True) if data["label"] == label)


def test_the_page_takes_everything_from_here(client: httpx.Client) -> None:
    for path in ("/explore", "/explore?lang=en", "/explore?focus=%3Cb%3E"):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 200 and answer.headers["content-security-policy"] == POLICY
        outline = Outline(answer.text)
        assert not outline.wrong, outline.wrong
        for link in outline.links:
            assert link.startswith("/"), link
        assert "<b>" not in answer.text
        for name in ("explore.css", "explore.js", "vis-network.js"):
            place = answer.text.index(f"/static/{name}?v=")
            asked = client.get(answer.text[place : answer.text.index('"', place)])
            assert asked.status_code == 200 and "immutable" in asked.headers["cache-control"]
    assert 'href="/explore' in client.get("/", headers=HTML).text


def test_the_first_view_has_the_entities_with_the_most_links_and_the_links_among_them(client: httpx.Client, network: nx.MultiDiGraph) -> None:
    said = client.get("/explore/start.json").json()
    keys = {node["key"] for node in said["nodes"]}
    linked = {end for a, b, data in network.edges(data=True) if data["evidence"] for end in (a, b)}
    assert keys == linked and said["entities"] == len(network)
    assert len(said["edges"]) == network.subgraph(keys).number_of_edges()
    assert len({(node["x"], node["y"]) for node in said["nodes"]}) == len(keys)


def test_an_entity_is_meant_by_its_iri_the_end_of_it_or_a_name(client: httpx.Client, network: nx.MultiDiGraph) -> None:
    own = iri(network, "扬州市")
    for focus in (own, own.partition("/id/")[2], "扬州市"):
        said = client.get("/explore/start.json", params={"focus": focus}).json()
        assert said.get("focus") == own and own in {node["key"] for node in said["nodes"]}, (focus, said)
    many = client.get("/explore/start.json", params={"focus": "人民医院"}).json()
    assert [each["label"] for each in many["candidates"]] == ["扬州市人民医院"]
    assert client.get("/explore/start.json", params={"focus": "查无此名"}).json()["candidates"] == []


def test_neighbours_come_with_their_links_to_what_is_there(client: httpx.Client, network: nx.MultiDiGraph) -> None:
    own = iri(network, "绥德县")
    alone = client.get("/explore/around.json", params={"of": own}).json()
    keys = {node["key"] for node in alone["nodes"]}
    assert own in keys and len(alone["edges"]) == network.subgraph(keys).number_of_edges()
    other = client.get("/explore/entities.json", params={"of": iri(network, "扬州绿杨食品有限公司")}).json()
    there = [*alone["nodes"], *other["nodes"]]
    numbers = ",".join(str(node["number"]) for node in there)
    more = client.get("/explore/around.json", params={"of": iri(network, "榆林高新技术产业开发区"), "with": numbers, "state": alone["state"]}).json()
    brought = {node["key"] for node in more["nodes"]} - {node["key"] for node in there}
    within = network.subgraph({node["key"] for node in there} | brought)
    wanted = {(a, b) for a, b in within.edges() if {a, b} & brought}
    assert {(more["nodes"][edge["from"]]["key"], more["nodes"][edge["to"]]["key"]) for edge in more["edges"]} == wanted


def test_a_link_and_an_entity_have_their_sentences(client: httpx.Client, network: nx.MultiDiGraph) -> None:
    one, other = iri(network, "扬州市"), iri(network, "绥德县")
    said = client.get("/explore/link.json", params={"one": one, "other": other}).json()
    quotes = [said["rest"]["quotes"][quotation[0]] for edge in said["edges"] for quotation in edge["evidence"]]
    assert quotes and all("绥德县" in quote for quote in quotes)
    own = next(node for node, data in network.nodes(data=True) if data["indicators"])
    told = client.get("/explore/entity.json", params={"of": own}).json()
    assert {fact["text"] for fact in told["nodes"][0]["indicators"]} == {fact["text"] for fact in network.nodes[own]["indicators"]}
    assert told["rest"]["documents"][0] == "扬州市与榆林市签署合作框架协议"


def test_paths_lead_over_the_whole_graph(client: httpx.Client, network: nx.MultiDiGraph) -> None:
    one, other = iri(network, "绥德县乡村振兴产业园"), iri(network, "榆林市")
    said = client.get("/explore/paths.json", params={"one": one, "other": other}).json()
    assert said["length"] == nx.shortest_path_length(network.to_undirected(as_view=True), one, other)
    assert {one, other} < {node["key"] for node in said["nodes"]}
    alone = client.get("/explore/paths.json", params={"one": one, "other": one}).json()
    assert alone["length"] == 0
    assert client.get("/explore/paths.json", params={"one": one, "other": "urn:x"}).status_code == 404


def test_what_is_asked_wrongly_is_answered_plainly(client: httpx.Client) -> None:
    for path in ("around.json", "around.json?of=urn:x", "entity.json?of=%00", "link.json?one=a&other=b", "entities.json", "paths.json"):
        assert client.get(f"/explore/{path}").status_code == 404, path
    assert client.get("/explore/start.json?state=0").status_code == 409
    answer = client.get("/explore/around.json", params={"of": "urn:x", "with": ",".join(["1"] * 6000)}, headers={"Accept": "application/json"})
    assert answer.status_code == 400 and "5000" in answer.json()["detail"]
    assert client.get("/explore/search.json").json()["entities"] == []
    assert client.get("/explore/search.json", params={"q": "%_"}).json()["count"] == 0


def test_search_finds_what_the_lists_find(client: httpx.Client) -> None:
    for asked in ("yzs", "扬州", "医院"):
        here = client.get("/explore/search.json", params={"q": asked}).json()["entities"]
        there = client.get("/search.json", params={"q": asked}).json()["entities"]
        assert {each["iri"] for each in here} == {each["iri"] for each in there} and here, asked
