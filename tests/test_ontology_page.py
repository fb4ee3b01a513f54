"""docs/ontology.html is what the ontology says: every term at its anchor, in both languages, and nothing fetched from elsewhere."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg import data, vocabulary

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "ontology.html"
RC = vocabulary.NAMESPACE
STALE = "docs/ontology.html is not what ontology/ says: run `make docs`"


class Reader(HTMLParser):
    """What stands in a page: its anchors, its texts by the anchor of the term, where its links lead, and what a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.texts: dict[str, str] = {}
        self._term = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
            if tag == "div":
                self._term = given["id"]
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif {"href", "src"} & set(given) or (tag == "script" and given.get("type") != "application/ld+json"):
            self.fetched.append(tag)

    def handle_data(self, text: str) -> None:
        self.texts[self._term] = self.texts.get(self._term, "") + text


@cache
def read() -> tuple[str, Reader]:
    text, reader = PAGE.read_text("utf-8"), Reader()
    reader.feed(text)
    return text, reader


@cache
def ontology() -> Graph:
    return Graph().parse(data.folder("ontology") / vocabulary.FILE)


@cache
def names() -> list[str]:
    """Local names of what the ontology defines."""
    return sorted({str(term).removeprefix(RC) for term in ontology().subjects(RDF.type) if str(term).startswith(RC)})


def missing(texts: dict[str, str]) -> list[tuple[str, str]]:
    """What the ontology says of its terms and the texts do not."""
    found = []
    for name in names():
        shown = (RDFS.label, SKOS.definition, SKOS.example, SKOS.scopeNote, URIRef(RC + "inverseLabel"))
        said = [text for property in shown for text in ontology().objects(URIRef(RC + name), property)]
        found += [(name, str(text)) for text in [*said, RC + name] if str(text) not in texts.get(name, "")]
    return found


def test_every_term_stands_at_its_anchor_with_all_that_is_said_of_it() -> None:
    _, reader = read()
    assert missing(reader.texts) == [], STALE


@pytest.mark.parametrize("fault", ["anchor", "label"])
def test_a_page_that_lacks_a_term_or_a_label_is_found(fault: str) -> None:
    texts = dict(read()[1].texts)
    if fault == "anchor":
        del texts["assists"]
    else:
        texts["assists"] = texts["assists"].replace("支援", "援助")
    assert {name for name, _ in missing(texts)} == {"assists"}


def test_the_page_has_the_version_of_the_ontology() -> None:
    version = ontology().value(URIRef(RC.rstrip("#")), OWL.versionInfo)
    assert isinstance(version, Literal)
    assert f"{RC.rstrip('#')}/{version}" in read()[1].texts["metadata"], STALE
    assert re.search(rf"(?m)^\s*<dd><p>{re.escape(version)}</p></dd>$", read()[0]), STALE


def test_every_term_of_the_page_is_one_of_the_ontology() -> None:
    shown = set(re.findall(rf"<code>{re.escape(RC)}(\w+)</code>", read()[0]))
    assert sorted(shown) == names(), STALE


def test_every_alignment_is_shown() -> None:
    alignments = Graph().parse(data.folder("ontology") / "alignments.ttl")
    own = [(s, o) for s, _, o in alignments if str(s).startswith(RC) and isinstance(o, URIRef) and not str(o).startswith(RC)]
    assert len(own) > 20
    blocks = dict(re.findall(r'<div class="property entity" id="(\w+)">(.*?)</table>', read()[0], re.DOTALL))
    assert [(s, o) for s, o in own if f'href="{o}"' not in blocks[str(s).removeprefix(RC)]] == [], STALE


def test_anchors_are_unique_and_links_within_the_page_lead_somewhere() -> None:
    _, reader = read()
    assert sorted(reader.ids) == sorted(set(reader.ids))
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)
    assert all(re.match(r"#|https?://", link) for link in reader.links)


def test_nothing_is_fetched_and_nothing_shows_when_or_where_it_was_made() -> None:
    text, reader = read()
    assert reader.fetched == []
    assert not re.search(r"@import|url\(", text)
    assert not re.search(r"\bn[0-9a-f]{32}|/tmp/|file://|/home/|None\b", text)


def test_texts_say_which_language_they_are_in() -> None:
    text, _ = read()
    assert '<html lang="en">' in text
    body = text[text.index("<body") :]
    for chunk in re.findall(r"<(\w+[^>]*)>([^<]*[\u4e00-\u9fff][^<]*)<", body):
        assert 'lang="zh-Hans"' in chunk[0] or 'lang="en"' in chunk[0] or chunk[0] in {"p", "li"}, chunk
