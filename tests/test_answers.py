"""The questions over the sample documents: the answers expected, and laws that hold whatever the rules read.

After a change of the rules: `make answers`, and read the diff of tests/answers.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections import defaultdict

import pyoxigraph
import pytest
from conftest import ROOT, SAMPLES

from benchmarks.answers import ANSWERS, SMALL, answers, as_text
from kg.graph import query, store

NAMES = [question.name for question in query.questions()]
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def index(samples: str) -> pyoxigraph.Store:
    return store.load(samples)


@pytest.fixture(scope="module")
def told(answered: dict[str, query.Result]) -> dict[str, str]:
    return as_text(answered)


@pytest.fixture(scope="module")
def small() -> dict[str, str]:
    return answers(SMALL)


@pytest.fixture(scope="module")
def rows(told: dict[str, str]) -> dict[str, Rows]:
    """The answer of each question as rows by column."""
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in told.items()}


def held(folder: str, name: str, text: str) -> None:
    """Holds an answer against the file of it, and shows the lines that differ."""
    path = ANSWERS / folder / f"{name}.csv"
    expected = path.read_text("utf-8") if path.is_file() else ""
    diff = difflib.unified_diff(expected.splitlines(), text.splitlines(), str(path.relative_to(ROOT)), "now", lineterm="", n=0)
    assert text == expected, "\n".join(["the answer is another; if it is a better one: make answers", *diff])


@pytest.mark.parametrize("name", NAMES)
def test_what_a_question_answers_over_the_samples(name: str, told: dict[str, str]) -> None:
    held("samples", name, told[name])


@pytest.mark.parametrize("name", NAMES)
def test_what_a_question_answers_over_the_small_graph(name: str, small: dict[str, str]) -> None:
    held("small", name, small[name])


@pytest.mark.parametrize("folder", ["samples", "small"])
def test_no_answer_is_kept_of_a_question_that_is_gone(folder: str) -> None:
    assert sorted(path.stem for path in (ANSWERS / folder).iterdir()) == NAMES


# ---------------------------------------------------------------- laws


def test_every_quotation_stands_in_the_document_that_the_row_names(rows: dict[str, Rows]) -> None:
    texts = {}
    for row in rows["sources"]:
        texts[f"{row['issued']} {row['title']}"] = None
    sources = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    pairs = (("document", "quote"), ("lastDocument", "lastQuote"), ("firstDocument", "firstSaid"), ("secondDocument", "secondSaid"))
    found = 0
    homes: dict[str, set[int]] = defaultdict(lambda: set(range(len(sources))))
    for name, answer in rows.items():
        for row in answer:
            for document, quote in pairs:
                if document in row:
                    assert row[document] in texts, (name, row)
                if quote in row:
                    found += 1
                    # one text holds all that is quoted of one document
                    homes[row[document]] &= {number for number, text in enumerate(sources) if row[quote] in text}
                    assert row[quote] and homes[row[document]], (name, row)
    assert found > 400


def test_no_row_comes_twice(rows: dict[str, Rows]) -> None:
    for name, answer in rows.items():
        keys = [tuple(row.items()) for row in answer]
        assert len(keys) == len(set(keys)), name


def test_a_claim_has_one_row_whatever_supports_it(rows: dict[str, Rows]) -> None:
    keys = {
        "agreements": ("agreement", "party"),
        "aid-teams": ("team", "relation", "other"),
        "assistance": ("giver", "receiver", "programme"),
        "corroborated": ("subject", "relation", "object"),
        "pair-matrix": ("first", "direction", "second", "programme"),
        "planned": ("status", "subject", "relation", "object"),
        "posts": ("organization", "role", "person", "tense"),
        "timeline": ("date", "subject", "relation", "object"),
        "uncovered": ("level", "region"),
        "visits": ("date", "visitor", "host"),
    }
    for name, key in keys.items():
        claims = [tuple(row[column] for column in key) for row in rows[name]]
        assert sorted(claims) == sorted(set(claims)), name


def test_cooperation_stands_one_way_round(rows: dict[str, Rows]) -> None:
    for name, one, way, other in (("pair-matrix", "first", "direction", "second"), ("pairings", "first", "relation", "second")):
        pairs = {(row[one], row[other]) for row in rows[name] if row[way] == "合作"}
        assert pairs
        assert not {(second, first) for first, second in pairs} & pairs, name


def test_no_region_is_covered_and_uncovered(rows: dict[str, Rows]) -> None:
    covered = {row[end] for row in rows["pair-matrix"] for end in ("first", "second")}
    covered |= {row[end] for row in rows["assistance"] for end in ("giver", "receiver")}
    covered |= {row[end] for row in rows["pairings"] for end in ("firstRegion", "secondRegion")}
    assert covered
    assert not covered & {row["region"] for row in rows["uncovered"]}


def test_every_region_told_of_is_covered_or_not(rows: dict[str, Rows], index: pyoxigraph.Store) -> None:
    text = "SELECT DISTINCT ?n { VALUES ?c { rc:Province rc:Prefecture rc:County } ?r a ?c ; rc:mentionedIn ?d ; skos:prefLabel ?n }"
    named = {row[0] for row in query.to_table(query.run(index, text))[1]}
    uncovered = {row["region"] for row in rows["uncovered"]}
    assert uncovered < named
    levels = {"省级", "地级", "县级"}
    paired = {row[end] for row in rows["pair-matrix"] for end in ("first", "second") if row[f"{end}Level"] in levels}
    assert paired <= named - uncovered


def test_the_pairs_that_are_counted_are_the_pairs_that_are_named(rows: dict[str, Rows]) -> None:
    named: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for row in rows["pairings"]:
        ends = (row["firstRegion"], row["secondRegion"])
        if all(ends) and ends[0] != ends[1]:
            one, other = ends if row["relation"] == "支援" else sorted(ends)
            named[row["kind"], one, row["relation"], other].add((row["first"], row["second"]))
    counted = {
        (row["kind"], *((row["firstRegion"], row["direction"], row["secondRegion"]) if row["direction"] == "支援" else cooperation(row))): int(row["pairs"])
        for row in rows["institutions"]
    }
    assert counted == {key: len(pairs) for key, pairs in named.items()}


def cooperation(row: dict[str, str]) -> tuple[str, str, str]:
    one, other = sorted((row["firstRegion"], row["secondRegion"]))
    return one, "合作", other


def test_money_is_in_yuan_and_what_overlaps_is_marked(rows: dict[str, Rows], index: pyoxigraph.Store) -> None:
    assert rows["money"]
    assert not [row for row in rows["money"] if not re.fullmatch(r"\d+(\.\d+)?", row["yuan"]) or row["from"] == row["to"]]
    assert all(re.fullmatch(r"(计划)?(累计|经常)?(其中)?", row["caution"]) for name in ("money", "settlements") for row in rows[name])
    for row in rows["money"]:
        assert row["yearOf"] == "数字" or row["document"].startswith(row["year"]), row
        stated = [each for each in rows["indicators"] if (each["entity"], each["value"]) == (row["of"], row["yuan"])]
        assert stated and all(each["unit"] == "元" for each in stated), row
        assert ("累计" in row["caution"]) == ("累计" in {each["basis"] for each in stated}), row


def test_no_cell_shows_an_iri(rows: dict[str, Rows]) -> None:
    for name, answer in rows.items():
        assert not [row for row in answer if any("://" in value for value in row.values())], name


def test_a_plan_is_no_fact(rows: dict[str, Rows]) -> None:
    planned = {(row["subject"], row["relation"], row["object"]) for row in rows["planned"] if row["status"] == "计划中"}
    facts = {(row["subject"], row["relation"], row["object"]) for name in ("timeline", "corroborated") for row in rows[name]}
    assert not planned & facts


@pytest.mark.parametrize(("period", "expected"), [('rc:period "2022"^^xsd:gYear ;', 1), ("", 0)], ids=["of one year", "each of its document's year"])
def test_figures_of_one_year_that_differ_contradict_each_other(period: str, expected: int) -> None:
    """An area in two documents, of 2023 and of 2024: the samples agree with each other, so these are written by hand."""
    index = store.load(SMALL)
    for number, (document, value) in enumerate((("one#char=0,8", 3), ("two#char=4,13", 5))):
        index.update(
            f"""PREFIX rc: <https://w3id.org/regional-cooperation/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>
            PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX schema: <http://schema.org/>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> BASE <https://w3id.org/regional-cooperation/id/>
            INSERT DATA {{ <Park/云海产业园> rc:indicator <indicator/x{number}> .
                <indicator/x{number}> schema:value {value} ; schema:unitText "平方公里" ; rc:measure "占地"@zh-Hans ; {period} rc:qualifier rc:Exactly .
                <statement/x{number}> rdf:subject <Park/云海产业园> ; rdf:predicate rc:indicator ; rdf:object <indicator/x{number}> ;
                    prov:wasDerivedFrom <document/{document}> }}"""
        )
    found = query.to_table(query.run(index, query.find_question("contradictions").text))[1]
    areas = [row for row in found if row[1] == "占地"]
    assert len(areas) == expected, areas
    assert all((row[2], row[3], row[6]) == ("2022", "3平方公里", "5平方公里") for row in areas)
