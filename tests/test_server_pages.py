"""Pages and data of what the graph names: each IRI answers in the form that is asked for, and no name out of a document becomes markup."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
import rdflib
from conftest import SAMPLES
from server_case import running

import kg
from kg.graph.claims import from_nquads
from kg.graph.nquads import iri, literal, path
from kg.graph.rdf import BASE, name
from kg.server import negotiate, rendering

READ = ("suzhou-fuyang.txt", "nantong-yining.txt")
HTML = {"Accept": "text/html"}
VOID = frozenset("area base br col embed hr img input link meta source track wbr path circle".split())


class Outline(html.parser.HTMLParser):
    """What is wrong with a page: elements that are not closed in order, identifiers that stand twice, script or style in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.wrong: list[str] = []
        self.links: list[str] = []
        self.elsewhere: list[str] = []  # links that say that they leave
        self.feed(text)
        self.wrong += [f"{tag} is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.wrong += [f"{tag} has {key}" for key in said if key == "style" or key.startswith("on")]
        if tag == "style" or (tag == "script" and not said.get("src")):
            self.wrong.append(f"{tag} in the page")
        if (identifier := said.get("id")) is not None:
            if identifier in self.ids:
                self.wrong.append(f"two elements are {identifier}")
            self.ids.add(identifier)
        for key in ("href", "src", "action"):
            if key in said:
                (self.elsewhere if said.get("rel") == "external" else self.links).append(said[key] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("samples") / "graph.nq"
    kg.build([SAMPLES / each for each in READ]).write(target)
    return target


@pytest.fixture(scope="module")
def client(samples: Path) -> Iterator[httpx.Client]:
    with running(samples) as found:
        yield found


def here(of: str) -> str:
    """Where an IRI below the base is to be asked for."""
    return "/id/" + of.removeprefix(BASE)


@pytest.mark.parametrize(
    ("accept", "status", "target"),
    [
        ("", 303, "/page/region/320500"),
        ("*/*", 303, "/page/region/320500"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", 303, "/page/region/320500"),
        ("text/turtle", 303, "/data/region/320500.ttl"),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", 303, "/data/region/320500.jsonld"),
        ("text/html;q=0.3, text/turtle", 303, "/data/region/320500.ttl"),
        ("application/rdf+xml", 303, "/data/region/320500.rdf"),
        ("application/n-triples, */*;q=0.1", 303, "/data/region/320500.nt"),
        ("text/html;q=0, */*", 303, "/data/region/320500.ttl"),
        ("image/png", 406, ""),
        ("text/html;q=0, text/turtle;q=0", 406, ""),
    ],
)
def test_an_iri_leads_to_what_the_client_takes(client: httpx.Client, accept: str, status: int, target: str) -> None:
    answer = client.get("/id/region/320500", headers={"Accept": accept})
    assert (answer.status_code, answer.headers.get("location", "")) == (status, target), accept
    assert "Accept" in answer.headers["vary"]
    if status == 303:
        assert '</data/region/320500.ttl>; rel="describedby"; type="text/turtle"' in answer.headers["link"]
        found = client.get(target, headers={"Accept": accept})
        assert found.status_code == 200, target
        assert negotiate.media_type(accept, [found.headers["content-type"].split(";")[0]]), found.headers["content-type"]


def test_data_are_the_same_in_every_form_and_have_every_statement_with_its_evidence(client: httpx.Client, samples: Path) -> None:
    forms = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    texts = {suffix: client.get(f"/data/region/320500.{suffix}").text for suffix in forms}
    found = {suffix: set(rdflib.Graph().parse(data=texts[suffix], format=form)) for suffix, form in forms.items()}
    assert all(each == found["nt"] for each in found.values()), {suffix: len(each) for suffix, each in found.items()}
    whole = rdflib.Dataset(default_union=True)
    whole.parse(samples, format="nquads")
    assert found["nt"] <= set(whole.triples((None, None, None)))
    subject = rdflib.URIRef(f"{BASE}region/320500")
    statements = set(whole.subjects(rdflib.RDF.subject, subject)) | set(whole.subjects(rdflib.RDF.object, subject))
    assert len(statements) > 10
    quote_of = rdflib.URIRef("http://www.w3.org/ns/oa#exact")
    described = {s for s, p, _ in found["nt"] if p == quote_of}
    for statement in statements:
        for place in whole.objects(statement, rdflib.PROV.wasDerivedFrom):
            selectors = set(whole.objects(place, rdflib.URIRef("http://www.w3.org/ns/oa#hasSelector")))
            assert selectors & described, statement
    assert client.get("/data/region/320500.csv").text.startswith("\ufeffrelation,subject,object")


def test_every_entity_answers_with_a_page_that_is_well_formed_and_leads_nowhere_else(client: httpx.Client, samples: Path) -> None:
    view = from_nquads(samples.read_text("utf-8"))
    assert len(view.entities) > 100
    for entity in view.entities:
        answer = client.get(here(entity.iri), headers=HTML, follow_redirects=True)
        assert answer.status_code == 200, entity.iri
        assert f"<h1>{entity.label}</h1>" in answer.text, entity.iri
        outline = Outline(answer.text)
        assert not outline.wrong, (entity.iri, outline.wrong)
        assert all(link.startswith(("/", "#")) for link in outline.links), entity.iri


def test_the_name_of_a_graph_answers_with_what_its_document_says(client: httpx.Client, samples: Path) -> None:
    whole = rdflib.Dataset()
    whole.parse(samples, format="nquads")
    for graph in [each for each in whole.graphs() if str(each.identifier).startswith(f"{BASE}graph/")]:
        rest = str(graph.identifier).removeprefix(BASE)
        answer = client.get(f"/id/{rest}", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert answer.status_code == 200, rest
        assert set(rdflib.Graph().parse(data=answer.text, format="turtle")) == set(rdflib.Graph() + graph)
        page = client.get(f"/id/{rest}", headers=HTML, follow_redirects=True)
        assert page.status_code == 200 and f"{len(graph):,}" in page.text and not Outline(page.text).wrong
        document = rest.replace("graph/", "document/", 1)
        assert f"/page/{document}" in page.text or document not in answer.text
        assert client.get("/node", params={"iri": str(graph.identifier)}, headers=HTML).status_code == 200
    assert client.get("/id/graph/0000", headers=HTML, follow_redirects=True).status_code == 404


def test_chinese_in_paths_works_raw_and_encoded(client: httpx.Client) -> None:
    rest = "Agreement/江苏省苏州市安徽省阜阳市结对合作帮扶框架协议"
    for written in (rest, quote(rest), quote(rest, safe=""), quote(rest).lower().replace("agreement", "Agreement")):
        answer = client.get(f"/id/{written}", headers=HTML, follow_redirects=True)
        assert answer.status_code == 200, written
        assert client.get(f"/data/{written}.nt").status_code == 200, written


def test_what_is_not_there_is_told_with_near_names(client: httpx.Client) -> None:
    answer = client.get("/page/region/苏州", headers=HTML)
    assert answer.status_code == 404
    assert "/page/region/320500" in Outline(answer.text).links
    assert client.get("/id/region/苏州", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get("/data/region/苏州.ttl").status_code == 404
    assert client.get("/node", params={"iri": "no iri <>"}, headers=HTML).status_code == 404


def test_a_fact_is_one_click_from_its_sentence(client: httpx.Client, samples: Path) -> None:
    view = from_nquads(samples.read_text("utf-8"))
    plain = re.sub(r"</?mark[^>]*>", "", unquote(client.get("/page/region/320500").text))
    for relation in [each for each in view.relations if f"{BASE}region/320500" in (each.subject, each.object)]:
        for piece in relation.evidence:
            assert rendering.environment().from_string("{{ q }}").render(q=piece.quote) in plain, relation
            assert f"{piece.document.removeprefix(BASE)}#char={piece.start},{piece.end}" in plain, relation


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "a/../../b", "50%#?&=公司", "javascript:alert(1)")
HOSTILE += ("𠮷野家 公司",)


def test_names_out_of_documents_are_text(tmp_path: Path) -> None:
    graph, lines = iri(f"{BASE}graph/0"), []
    for number, each in enumerate(HOSTILE):
        node, other = (iri(f"{BASE}Enterprise/{path(label)}") for label in (each, HOSTILE[number - 1]))
        lines += [
            f"{node} {name('rdf:type')} {name('rc:Enterprise')} {graph} .",
            f"{node} {name('skos:prefLabel')} {literal(each, 'zh-Hans')} {graph} .",
            f"{node} {name('skos:altLabel')} {literal(each + each, 'zh-Hans')} {graph} .",
            f"{node} {name('rc:cooperatesWith')} {other} {graph} .",
        ]
    (tmp_path / "graph.nq").write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")
    with running(tmp_path / "graph.nq") as client:
        for each in HOSTILE:
            rest = path(f"Enterprise/{each}")
            answer = client.get("/node", params={"iri": BASE + rest}, headers=HTML)
            assert answer.status_code == 200, each
            outline = Outline(answer.text)
            assert not outline.wrong, (each, outline.wrong)
            assert "49" not in re.sub(r"\?v=\w+", "", answer.text) or "7*7" not in each
            assert all(link.startswith(("/", "#")) for link in outline.links), each
            assert "unsafe" not in answer.headers["content-security-policy"]
            if ".." not in each:  # clients take dots out of paths before they ask
                assert client.get(f"/page/{quote(f'Enterprise/{each}')}", headers=HTML).status_code == 200, each
                assert client.get(f"/data/{quote(f'Enterprise/{each}')}.ttl").status_code == 200, each


def test_pages_speak_the_language_that_is_asked_for(client: httpx.Client) -> None:
    chosen = client.get("/page/region/320500", params={"lang": "en"}, headers={**HTML, "Accept-Language": "zh"})
    assert chosen.headers["content-language"] == "en" and '<html lang="en">' in chosen.text
    assert all("lang=en" in link for link in Outline(chosen.text).links if link.startswith("/page/") and "lang=zh" not in link)
    asked = client.get("/page/region/320500", headers={**HTML, "Accept-Language": "en-GB,zh;q=0.5"})
    assert asked.headers["content-language"] == "en" and "Accept-Language" in asked.headers["vary"]
    assert client.get("/page/region/320500", headers={**HTML, "Accept-Language": "*"}).headers["content-language"] == "zh-CN"


def test_every_text_has_both_languages_with_the_same_places() -> None:
    for key, said in rendering.texts().items():
        places = {lang: set(re.findall(r"\{(\w+)\}", text)) for lang, text in said.items()}
        assert said["zh"] and said["en"] and places["zh"] == places["en"], key


def test_a_page_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/page/region/320500", headers=HTML)
    again = client.get("/page/region/320500", headers={**HTML, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    style = re.search(r'href="(/static/style\.css\?v=[^"]+)"', first.text)
    assert style and "immutable" in client.get(style[1]).headers["cache-control"]
    assert client.get("/static/..%2Fapp.py").status_code == 404
