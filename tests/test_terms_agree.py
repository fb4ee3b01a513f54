"""One vocabulary, spoken of in many places: ontology, context, shapes, tables, converters. What each names, all have."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg import data, vocabulary
from kg.graph.rdf import to_dataset, to_nquads
from tests import graph_case

ROOT = Path(__file__).resolve().parent.parent
TERMS = vocabulary.load()
NAMES = {*TERMS.classes, *TERMS.properties, *TERMS.individuals, "inverseLabel"}
CONTEXT = json.loads((data.folder("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
SHAPES = (data.folder("ontology") / "shapes.ttl").read_text("utf-8")
CUES = data.folder("seeds") / "cues"
# Columns of the tables of cues that name classes or properties, several of them parted by strokes.
COLUMNS = {"class": TERMS.classes, "classes": TERMS.classes, "relation": TERMS.properties, "owners": TERMS.classes, "strangers": TERMS.classes}

# Classes without a word in the shapes, with the reason.
NO_SHAPE = {
    "EntityKind": "a class of classes: no instance of it is in a graph of documents",
    "Relation": "a class of properties: no instance of it is in a graph of documents",
    "City": "a status beside the level of a region, whose shape holds for it",
    "Claim": "stands for rdf:Statement, which has the shape",
} | dict.fromkeys(("Status", "Polarity", "Curation", "Basis", "Qualifier"), "an enumeration: the shapes list its values")
# Terms that no converter writes by name, with the reason.
BY_TABLE = "its local name comes with the statement, from the tables of cues"
NOT_NAMED = {name: BY_TABLE for name in TERMS.relations if name != "locatedIn"} | dict.fromkeys(
    ("payer", "payee", "date", "startDate", "endDate"), "written under the name of the field that holds it"
)


def prefixed(text: str) -> set[str]:
    """The terms that a text names with the ontology's prefix, comments of Turtle left out."""
    return set(re.findall(r"\brc:(\w+)", re.sub(r"(?m)^\s*#.*$", "", text)))


def expanded(name: str) -> str:
    """What a word means under the context, as a prefixed name."""
    entry = CONTEXT.get(name, f"rc:{name}")
    return str(entry["@id"] if isinstance(entry, dict) else entry)


def test_the_context_has_every_term_under_its_own_name() -> None:
    assert [name for name in sorted({*TERMS.classes, *TERMS.properties, *TERMS.individuals}) if expanded(name) != f"rc:{name}"] == []
    assert [name for name in TERMS.properties if name not in CONTEXT] == []


def test_values_of_the_context_are_of_the_kind_that_the_property_takes() -> None:
    for name, term in TERMS.properties.items():
        entry = CONTEXT[name]
        refers = isinstance(entry, dict) and entry.get("@type") in ("@id", "@vocab")
        assert refers or not term.range & set(TERMS.classes), f"{name} leads to things and the context takes it for a text"


def test_every_class_and_property_has_a_shape_or_a_reason_to_have_none() -> None:
    named = prefixed(SHAPES)
    assert sorted({*TERMS.classes, *TERMS.properties} - named) == sorted(NO_SHAPE)
    assert named <= NAMES


def test_every_value_of_an_enumeration_is_in_the_shapes() -> None:
    assert sorted(set(TERMS.individuals) - prefixed(SHAPES)) == []


def test_every_term_that_the_tables_name_is_there() -> None:
    named = set()
    for path in sorted(CUES.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                for column in COLUMNS.keys() & row.keys():
                    words = {word.strip("!-+? ") for word in re.split(r"[|;/ ]", row[column] or "") if word}
                    assert words <= set(COLUMNS[column]), f"{path.name}: {row}"
                    named |= words
    assert set(TERMS.relations) - named <= {"locatedIn", "partOf"}
    assert {path.stem for path in (data.folder("seeds") / "names").glob("*.csv")} <= set(TERMS.entity_classes)


def test_every_property_is_written_by_a_converter_or_comes_with_what_is_written() -> None:
    code = "".join(path.read_text("utf-8") for path in sorted((ROOT / "kg").rglob("*.py")))
    written = prefixed(code)
    assert written <= NAMES
    assert set(TERMS.properties) - written <= set(NOT_NAMED) <= set(TERMS.properties)


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    converted = Graph()
    for subject, predicate, object_, _ in to_dataset(to_nquads(graph_case.facts())).quads():
        converted.add((subject, predicate, object_))
    return {"converter": converted, "cooperation": Graph().parse(ROOT / "tests" / "graphs" / "cooperation.ttl")}


@pytest.mark.parametrize("name", ["converter", "cooperation"])
def test_compacted_with_the_context_and_expanded_again_a_graph_is_the_same(name: str, graphs: dict[str, Graph]) -> None:
    graph = graphs[name]
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False)
    assert isomorphic(Graph().parse(data=text, format="json-ld"), graph)
    keys = {key for node in json.loads(text)["graph"] for key in node}
    assert {key for key in keys if ":" in key and key.split(":")[0] == "rc"} == set()


@pytest.mark.parametrize("name", ["converter", "cooperation"])
def test_every_term_of_a_graph_is_in_the_ontology(name: str, graphs: dict[str, Graph]) -> None:
    space = vocabulary.NAMESPACE
    used = {str(term).removeprefix(space) for triple in graphs[name] for term in triple if str(term).startswith(space)}
    assert used
    assert used <= NAMES
