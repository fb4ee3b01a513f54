"""The page of an entity that very much is told of, and that of a programme: bounded, counted, and nothing twice or out of reach."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from graph_case import document, said
from server_case import running
from test_server_pages import HTML, Outline

from kg.graph import rdf
from kg.model import Entity, Facts, Span, Statement

HUB = "/page/region/320600"
COUNT = 120


def report(number: int, receivers: Sequence[str]) -> str:
    """A document's graph: who is assisted by the hub, by their codes."""
    names = {code: f"第{code}县" for code in receivers}
    text = "".join(f"南通市支援{name}。" for name in names.values())
    doc = document(text, digest=f"{number:02x}" * 32, title=f"第{number}号简报", date=f"2024-05-{number + 1:02}")
    hub = Entity("region/320600", ("City", "Prefecture"), "南通市", code="320600", mentions=(Span(0, 3),))
    entities = [Entity(f"region/{code}", ("County",), name, code=code, mentions=(Span(5, 6),)) for code, name in names.items()]
    stated = [
        Statement("region/320600", "assists", f"region/{code}", said(f"南通市支援{name}。", doc=doc), Decimal("0.9")) for code, name in names.items()
    ]
    return rdf.to_nquads(Facts(doc, (hub, *entities), tuple(stated), (), (), ()))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    codes = [f"{900000 + number}" for number in range(COUNT)]
    path = tmp_path_factory.mktemp("hub") / "graph.nq"
    path.write_text("".join(report(number, codes if number == 0 else codes[:1]) for number in range(16)), "utf-8")
    with running(path) as found:
        yield found


@pytest.fixture(scope="module")
def whole(client: httpx.Client) -> str:
    """The page as the store has it, before there is an outline; from then on there is one."""
    page = client.get(HUB, headers=HTML).text
    while client.get("/explore/start.json").status_code == 503:
        time.sleep(0.1)
    return page


def facts(page: str) -> list[str]:
    """The other entities of the facts of a page."""
    body = page[: page.index("<aside")]
    return [unquote(link) for link in re.findall(r'<li class="fact[^>]*>\s*<div class="says">\s*<a class="name" href="([^"]*)"', body)]


def test_the_first_facts_are_told_and_all_of_them_are_reached_by_page(client: httpx.Client, whole: str) -> None:
    page = client.get(HUB, headers=HTML).text
    assert not Outline(page).wrong
    count = re.search(r'id="h-out-assists">[^<]*<span class="count">(\d+)<', page)
    assert count and count[1] in whole and len(facts(page)) < int(count[1]) / 1.5
    assert len(page) < len(whole), "what is bounded is smaller"
    told: list[str] = []
    place = f"{HUB}?only=out-assists"
    while place:
        shown = client.get(place, headers=HTML).text
        assert len(facts(shown)) <= 50
        told += facts(shown)
        following = re.search(r'rel="next" href="([^"]*)"', shown)
        place = following[1].replace("&amp;", "&") if following else ""
    assert len(told) == len(set(told)) == int(count[1]) == COUNT
    assert set(facts(page)) <= set(told)


def test_of_a_fact_the_latest_passages_are_told_and_a_link_leads_to_all(client: httpx.Client, whole: str) -> None:
    assert whole.count("<blockquote") >= 16
    page = client.get(HUB, headers=HTML).text
    rest = next(link for link in re.findall(r'href="([^"]*other=[^"]*)"', page))
    assert "出处 16 处" in page
    shown = client.get(rest.replace("&amp;", "&"), headers=HTML).text
    assert shown.count("<blockquote") == 16 and len(facts(shown)) == 1
    assert not Outline(shown).wrong
    alone = client.get(f"{HUB}?only=out-assists&other=urn:nobody", headers=HTML)
    assert alone.status_code == 200 and facts(alone.text) == []


def test_documents_are_counted_and_told_by_page(client: httpx.Client, whole: str) -> None:
    for page in (whole, client.get(HUB, headers=HTML).text):
        listed = page[page.index('id="documents"') :]
        assert listed.count("/page/document/") == 12 and "全部 16 项" in listed
        days = re.findall(r"<time[^>]*>(2024-05-\d\d)<", listed)
        assert days == sorted(days, reverse=True) and len(days) == 12, "the latest come first"
    everything = client.get(f"{HUB}?only=documents", headers=HTML).text
    assert len(set(re.findall(r'href="(/page/document/[^"#]*)"', everything))) == 16


def test_a_part_of_a_programme_is_listed_once_with_its_sentence_and_what_is_part_of_it(tmp_path: Path) -> None:
    base = "https://w3id.org/regional-cooperation/id/"
    rc, rdf, skos = "https://w3id.org/regional-cooperation/ontology#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
    lines = [f'<{base}Program/{n}> <{rdf}type> <{rc}Program> .\n<{base}Program/{n}> <{skos}prefLabel> "计划{n}"@zh-Hans .\n' for n in range(4)]
    lines += [f"<{base}Program/{n}> <{rc}partOf> <{base}Program/{n - 1}> .\n" for n in (1, 2, 3)]
    lines += [f'<{base}statement/1> <{rdf}{key}> <{value}> .\n' for key, value in
              (("type", f"{rdf}Statement"), ("subject", f"{base}Program/1"), ("predicate", f"{rc}partOf"), ("object", f"{base}Program/0"))]
    (tmp_path / "graph.nt").write_text("".join(lines), "utf-8")
    with running(tmp_path / "graph.nt") as client:
        page = client.get("/page/Program/0", headers=HTML).text
    body = page[page.index('class="body"') : page.index("<aside")]
    assert not Outline(page).wrong
    for number in (1, 2, 3):
        assert len(re.findall(f'class="name" href="/page/Program/{number}"', body)) == 1, "each part once"
    assert body.count('id="in-partOf"') == 1 and body.index("/page/Program/1") < body.index("/page/Program/2") < body.index("/page/Program/3")
