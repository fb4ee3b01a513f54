"""The ways into the graph: what the lists and the search say is what is in the graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from server_case import running
from test_server_pages import HTML, Outline

from kg.graph.claims import from_nquads


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file) as found:
        yield found


PATHS = ("/", "/?lang=en", "/search", "/search?q=yz&lang=en", "/search?q=%00%3Cb%3E", "/documents", "/class/School")


@pytest.mark.parametrize("path", PATHS)
def test_lists_are_whole_pages(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    outline = Outline(answer.text)
    assert not outline.wrong, outline.wrong
    for link in outline.links:
        if link.startswith("/") and not link.startswith(("/sparql", "/store", "/.well-known")):
            assert client.get(link, headers=HTML).status_code == 200, (path, link)


def test_counts_are_those_of_the_graph(client: httpx.Client, graph_file: Path) -> None:
    view = from_nquads(graph_file.read_text("utf-8"))
    said = client.get("/class/Region.json").json()
    regions = {entity.iri for entity in view.entities if entity.code}
    assert {entity["iri"] for entity in said["entities"]} == regions and said["count"] == len(regions)
    answer = client.get("/", headers=HTML).text
    mentioned = sum(1 for entity in view.entities if "Agreement" in entity.types and entity.documents)
    assert f'<span class="count">{mentioned}</span>' in answer[answer.index("/class/Agreement") :][:600]
    assert client.get("/class/Unheard", headers=HTML).status_code == 404
    assert client.get("/class/Region) }", headers=HTML).status_code == 404


@pytest.mark.parametrize("asked", ["扬州市", "扬州", "yangzhou", "yzs", "YangZhou Shi", " 扬州市 "])
def test_an_entity_is_found_by_its_names_and_their_pinyin(client: httpx.Client, asked: str) -> None:
    said = client.get("/search.json", params={"q": asked}).json()
    assert said["entities"][0]["label"] == "扬州市", [entity["label"] for entity in said["entities"]]


def test_what_is_not_found_has_near_names_and_no_markup(client: httpx.Client) -> None:
    said = client.get("/search.json", params={"q": "榆林第一医院"}).json()
    assert said["count"] == 0 and "榆林市第一医院" in [entity["label"] for entity in said["near"]]
    assert "<b>x" not in client.get("/search", params={"q": '"><b>x'}, headers=HTML).text
