"""What is taken along from the page: Turtle that is a part of the graph, tables with sentences and offsets; and what documents deny."""

from __future__ import annotations

import csv
import dataclasses
import io
from decimal import Decimal
from typing import Any

import pytest
import rdflib
from graph_case import DOC, SOURCE, document, facts, said
from test_views import Page
from test_views_browser import Browser, Keys, browser, driver

from kg import pipeline
from kg.graph import query, rdf, store
from kg.graph.claims import from_nquads
from kg.graph.network import network_of, to_network
from kg.graph.triple_tables import tables
from kg.model import EntityDate, Facts, Statement
from kg.views.doubts import against

__all__ = ["browser", "driver"]  # fixtures
NANTONG, YINING, PARK = "region/320600", "region/654021", "Park/电商\\产业园"
OTHER = "南通市尚未对口支援伊宁县。南通市投入3亿元。产业园2023年落成，拟于2026年扩建。江苏省计划支援伊宁县。"


def another() -> Facts:
    """A second document: it denies a relation of the first, has another figure and another date, and plans something."""
    doc = document(OTHER, digest="0b" * 32, title="另一份“报道”", date="2024-12-31")
    first = facts()
    stated = said("南通市投入3亿元。", "figure", doc)
    figure = dataclasses.replace(first.indicators[0], value=Decimal("3E+8"), wording="3亿元", period=None, evidence=stated)
    return dataclasses.replace(
        first,
        document=doc,
        statements=(
            Statement(NANTONG, "assists", YINING, said("南通市尚未对口支援伊宁县。", doc=doc), Decimal("0.6"), polarity="Denied"),
            Statement("region/320000", "assists", YINING, said("江苏省计划支援伊宁县。", doc=doc), Decimal("0.5"), status="Planned"),
        ),
        posts=(),
        indicators=(figure,),
        dates=(
            EntityDate(PARK, "date", "2023", said("产业园2023年落成", doc=doc), Decimal("0.7")),
            EntityDate(PARK, "startDate", "2026", said("拟于2026年扩建", doc=doc), Decimal("0.7"), status="Planned"),
        ),
    )


def graph() -> str:
    return "".join(sorted({*rdf.to_nquads(facts()).splitlines(keepends=True), *rdf.to_nquads(another()).splitlines(keepends=True)}))


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("taken") / "graph.nq"
    path.write_text(graph(), "utf-8")
    return pipeline.view(path, "图")


def parsed(text: str) -> set[Any]:
    return set(rdflib.Graph().parse(data=text, format="turtle"))


def whole(nquads: str) -> set[Any]:
    return {(s, p, o) for s, p, o, _ in rdflib.Dataset().parse(data=nquads, format="nquads").quads()}


HIDING = (
    "",
    "document.querySelector(\"[aria-label='仅看设立']\").click()",
    "document.querySelector(\"#cls .only[aria-label*='园区']\").click()",
    "document.querySelector('#document-rows input').click()",
    "const box = document.getElementById('sure'); box.value = 85; box.dispatchEvent(new Event('input'))",
)


def test_the_turtle_of_the_view_is_a_part_of_the_graph_whatever_is_hidden(browser: Browser, html: str) -> None:
    everything = whole(graph())
    browser.show(html)
    browser.ask("document.getElementById('alone').click()")
    for hide in HIDING:
        browser.ask(f"document.getElementById('reset-all').click(); {hide}")
        part = parsed(browser.ask("return kg.turtle()"))
        assert part - everything == set(), f"after {hide}"
        assert len(part) > 50, f"after {hide}"
        if not hide:
            assert everything - part == set(), "where all is visible, all of the graph is in it"
        else:
            assert len(part) < len(everything), f"after {hide}"
    assert browser.errors() == []


def test_hidden_relations_are_in_no_statement_of_the_turtle(browser: Browser, html: str) -> None:
    browser.show(html)
    assists = rdflib.URIRef(f"{rdf.PREFIXES['rc']}assists")
    browser.ask("document.querySelector(\"[aria-label='仅看设立']\").click()")
    part = parsed(browser.ask("return kg.turtle()"))
    assert not [triple for triple in part if assists in triple]
    browser.ask("document.getElementById('all-relation').click(); document.querySelector(\"[aria-label='仅看支援（否定）']\").click()")
    part = parsed(browser.ask("return kg.turtle()"))
    polarities = {str(o).rsplit("#", 1)[-1] for s, p, o in part if str(p).endswith("polarity") and (s, rdflib.RDF.predicate, assists) in part}
    assert polarities == {"Denied"}, "the affirmation of the other document is hidden"
    assert not [triple for triple in part if triple[1] == assists], "what is denied is no triple of its own"


def test_the_tables_have_each_sentence_with_its_place_in_the_source(browser: Browser, html: str) -> None:
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(browser.folder)})
    browser.show(html)
    browser.press("e")
    found = {}
    for name in ("edges", "facts"):
        browser.find(f"#csv-{name}").click()
        path = browser.folder / f"图-{name}.csv"
        browser.until(path.exists)
        found[name] = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    for row in (*found["edges"], *found["facts"]):
        if row["document_iri"]:
            text = SOURCE if row["document"] == DOC.title else OTHER
            assert row["sentence"] == text[int(row["start"]) : int(row["end"])]
            assert row["document_date"] == ("2024-12-18" if text is SOURCE else "2024-12-31")
    between = [row for row in found["edges"] if (row["subject_label"], row["object_label"]) == ("南通市", "伊宁县")]
    assert {(row["relation"], row["polarity"]) for row in between} == {
        ("assists", "肯定"),
        ("assists", "否定"),
        ("cooperatesWith", "肯定"),
    }
    assert {(row["kind"], row["measure"], row["value"], row["unit"], row["polarity"]) for row in found["facts"]} == {
        ("指标", "累计投入", "210000000", "元", "肯定"),
        ("指标", "累计投入", "300000000", "元", "肯定"),
        ("日期", "", "2024-12", "", "肯定"),
        ("日期", "", "2023", "", "肯定"),
        ("日期", "", "2026", "", "未作为事实"),
    }
    assert {(row["relation_label"], row["role"]) for row in found["edges"] if row["role"]} == {("任职", "市长"), ("任职", "原县长")}


def test_what_is_denied_or_planned_is_shown_as_that(browser: Browser, html: str) -> None:
    page = Page(html)
    names = [row["name"] for row in page.data("rest")["relations"]]
    assert "assists-denied" in names
    browser.show(html)
    nodes = {node["label"]: node["key"] for node in page.data("nodes")}
    browser.ask("kg.focus(arguments[0])", nodes["南通市"])
    text = browser.find("#detail").text
    assert "与其他文档不一致：否定——另一份“报道”（2024-12-31）" in text
    assert "与其他文档不一致：肯定——南通市对口支援（2024-12-18）" in text
    assert "与其他文档不一致：累计投入 3亿元——另一份“报道”（2024-12-31）" in text
    assert "另一份“报道” · 2024-12-31 · 第 1–13 字" in text, "the document's own date stands beside the quotation"
    assert "否定" in browser.texts("#detail .chip")
    svg = browser.ask("return kg.svg()")
    assert svg.count('stroke-dasharray="5 4"') == 2, "what is denied and what is planned is dashed, and nothing else"
    browser.press("l")
    browser.find("#table th:last-child button").click()
    assert browser.find("#table th:last-child").text.startswith("不一致")
    rows = [row.split() for row in browser.texts("#table tbody tr")]
    assert [(row[0], row[-1]) for row in rows[:3]] == [("南通市", "4"), ("伊宁县", "2"), ("电商\\产业园", "2")], "those in doubt come first"
    browser.press(Keys.ESCAPE)
    browser.ask("kg.focus(arguments[0])", nodes["江苏省"])
    assert "未作为事实" in browser.texts("#detail .chip")
    assert browser.errors() == []


def test_what_is_denied_or_planned_is_in_no_other_file() -> None:
    network = to_network(graph())
    edges = {(a.rsplit("/", 2)[-1], key, b.rsplit("/", 2)[-1]) for a, b, key in network.edges(keys=True)}
    assert ("320000", "assists", "654021") not in edges
    assert ("320600", "assists", "654021") in edges, "one document affirms it"
    dates = [date["value"] for _, data in network.nodes(data=True) for date in data["dates"]]
    assert dates == ["2023", "2024-12"]


def test_the_page_tells_the_contradictions_that_the_question_finds() -> None:
    answer = query.run(store.load(graph()), query.find_question("contradictions").text)
    columns, rows = query.to_table(answer)
    asked = {(row[columns.index("what")], row[columns.index("one")], row[columns.index("other")]) for row in rows}
    network = network_of(from_nquads(graph()))
    issued = {iri: each["issued"] for iri, each in network.graph["documents"].items()}
    told = set()
    for _, data in network.nodes(data=True):
        for kind in ("indicators", "dates"):
            for place, others in against(kind, data[kind], issued).items():
                for other in others:
                    values = [f"{data[kind][each]['value']}{data[kind][each].get('unit', '')}" for each in (place, other)]
                    told.add((data["label"], *sorted(values)))
    assert told | {("南通市", "肯定", "否定")} == asked
    assert len(asked) == 3


def test_tables_hold_what_is_about_the_chosen_entities_and_no_blank_node() -> None:
    nquads = graph() + "_:b <http://example.org/p> <http://example.org/o> .\n"
    entities = [entity.iri for entity in from_nquads(nquads).entities]
    whole_table = tables(nquads, entities, entities)
    assert not [term for term in whole_table["terms"] if term.startswith("_:")]
    chosen = [iri for iri in entities if iri.endswith("654021")]
    part = tables(nquads, entities, chosen)
    told = {part["spaces"][int(space)] + local for space, local in (term.split(" ", 1) for term in part["terms"] if not term.startswith('"'))}
    assert set(chosen) <= told
    assert not {each for each in entities if "320600" in each} & told, "no statement is told that leads to an entity which is not drawn"
    assert len(part["rows"]) < len(whole_table["rows"])
