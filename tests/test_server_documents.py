"""The page of a document: every statement at its place in the text, every mark on what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from conftest import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as markup
from server_case import running

import kg
from kg.graph.claims import from_nquads
from kg.graph.rdf import BASE
from kg.server import marks

HTML = {"Accept": "text/html"}
SOURCE = SAMPLES / "suzhou-fuyang.txt"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("document") / "graph.nq"
    kg.build([SOURCE]).write(target)
    return target


@pytest.fixture(scope="module", params=[True, False], ids=["text", "quotes"])
def client(graph: Path, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    with running(graph, sources=[SOURCE] if request.param else []) as found:
        yield found


def test_every_statement_stands_at_its_place(client: httpx.Client, graph: Path) -> None:
    view, source = from_nquads(graph.read_text("utf-8")), kg.read(SOURCE)
    document = f"{BASE}document/{source.digest}"
    answer = client.get(document.replace(BASE, "/page/"), headers=HTML)
    assert answer.status_code == 200
    page = markup.document_fromstring(answer.content)
    claims = [*view.relations, *view.facts]
    places = {(piece.start, piece.end) for claim in claims for piece in claim.evidence}
    assert len(places) > 20
    for claim in claims:
        for piece in claim.evidence:
            told = page.get_element_by_id(f"facts-{piece.start}-{piece.end}")
            assert f"#char={piece.start},{piece.end}" in [link.get("href") for link in told.iter("a")], claim
    for start, end in sorted(places):
        place = page.get_element_by_id(f"char={start},{end}")
        expected = source.text[start:end].replace("\n", "")
        plain = "".join(place.xpath(".//text()[not(parent::a[@class='tells'])]"))
        assert plain.replace("\n", "") == expected, (start, end)


def test_facts_of_a_place_are_all_there(client: httpx.Client, graph: Path) -> None:
    view, source = from_nquads(graph.read_text("utf-8")), kg.read(SOURCE)
    page = markup.document_fromstring(client.get(f"/page/document/{source.digest}", headers=HTML).content)
    labels = {entity.iri: entity.label for entity in view.entities}
    for relation in view.relations:
        for piece in relation.evidence:
            lines = [" ".join(item.itertext()) for item in page.get_element_by_id(f"facts-{piece.start}-{piece.end}").iter("li")]
            assert any(labels[relation.subject] in line and labels[relation.object] in line for line in lines), relation


def test_the_whole_text_is_shown_where_it_is_at_hand(client: httpx.Client) -> None:
    source = kg.read(SOURCE)
    answer = client.get(f"/page/document/{source.digest}", params={"lang": "en"}, headers=HTML)
    (shown,) = markup.document_fromstring(answer.content).find_class("text")
    plain = "".join(shown.xpath(".//text()[not(parent::a[@class='tells'])]"))
    whole = "".join(plain.split()) == "".join(source.text.split())
    assert whole != ("--sources" in answer.text)


def test_marks_lead_to_what_they_mean(client: httpx.Client, graph: Path) -> None:
    view, source = from_nquads(graph.read_text("utf-8")), kg.read(SOURCE)
    page = markup.document_fromstring(client.get(f"/page/document/{source.digest}", headers=HTML).content)
    names = {entity.label: {entity.label, *entity.alt_labels} for entity in view.entities}
    found = [mark for mark in page.iter("mark") if "filled-in" not in mark.get("class") and mark.get("title")]
    assert len(found) > 50
    for mark in found:
        assert "".join(mark.text_content().split()) in names[mark.get("title")], mark.get("title")


ENTITY = {"iri": "e", "label": "甲乙", "cls": "Region", "names": ["甲乙", "甲乙丙"]}
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8, unique=True)


@settings(max_examples=150, deadline=None)
@given(st.text("甲乙丙𠮷\n<&", min_size=12, max_size=30), SPANS, st.integers(0, 1000))
def test_marks_keep_the_text_and_their_order(text: str, spans: list[tuple[int, int]], offset: int) -> None:
    edges = {(start, min(start + length, len(text))) for start, length in spans if start < len(text)}
    places = [{"start": s + offset, "end": e + offset, "quote": text[s:e], "facts": [0]} for s, e in sorted(edges)]
    found = {"entities": [ENTITY], "filled": [], "places": places}
    named = marks.mentions(text, offset, found)
    tokens = marks.tokens(text, offset, places, named)
    assert "".join("\n" if token.kind == "break" else token.text for token in tokens) == text
    assert all("".join(text[each.start - offset : each.end - offset].split()) in ENTITY["names"] for each in named)
    begun = sorted((token.start, token.end) for token in tokens if token.kind in ("open", "anchor"))
    told = sorted((token.start, token.end) for token in tokens if token.kind == "told")
    assert begun == told == sorted((place["start"], place["end"]) for place in places)
    open_: list[tuple[int, int]] = []
    place = offset
    for token in tokens:
        if token.kind == "open":
            assert place == token.start
            open_.append((token.start, token.end))
        elif token.kind == "close":
            assert open_.pop() == (token.start, token.end) and place == token.end
        else:
            place += 1 if token.kind == "break" else len(token.text)
    assert not open_


def test_a_text_that_says_something_else_is_not_marked() -> None:
    found = {"entities": [], "filled": [], "places": [{"start": 0, "end": 2, "quote": "甲乙", "facts": [0]}]}
    assert [token.kind for token in marks.chunks(found, "丙丁")[0]] == ["text"]
