"""The measure: a graph is right by itself, and each fault counts once, where it belongs."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import TEXT
from typer.testing import Result

from kg import vocabulary
from kg.errors import InputError
from kg.graph.claims import View, from_nquads
from kg.quality import FIGURES, Comparison, Counts, compare, read, total
from kg.quality.reference import folded

Run = Callable[..., Result]
Annotation = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def view(graph_file: Path) -> View:
    """The graph of the small document."""
    return from_nquads(graph_file.read_text("utf-8"))


@pytest.fixture(scope="module")
def own(view: View) -> Annotation:
    """The annotation that says what the graph says."""
    terms = vocabulary.load()
    ids = {entity.iri: f"e{number}" for number, entity in enumerate(view.entities) if entity.documents}
    places = {e.iri for e in view.entities if any(terms.is_a(cls, "Region") for cls in e.types)}
    facts = {kind: [(f.entity, dict(f.values)) for f in view.facts if f.kind == kind] for kind in ("posts", "indicators", "dates")}
    return {
        "entities": [
            {"id": ids[e.iri], "type": "Region" if e.iri in places else e.types[0], "name": e.label, "mentions": list(e.alt_labels)}
            for e in view.entities
            if e.documents
        ],
        "relations": [
            {"s": ids[r.subject], "p": r.predicate, "o": ids[r.object]}
            for r in view.relations
            if r.subject in ids and r.object in ids and not (r.predicate == "locatedIn" and r.subject in places)
        ],
        "posts": [{"person": ids[who], "role": v["role"], "organization": ids[v["organization"]]} for who, v in facts["posts"]],
        "indicators": [{"of": ids[what], "value": float(v["value"]), "unit": v["unit"]} for what, v in facts["indicators"]],
        "dates": [{"of": ids[what], "property": v["property"], "value": v["value"]} for what, v in facts["dates"]],
    }


@pytest.fixture
def held(view: View, tmp_path: Path) -> Callable[[Annotation], Comparison]:
    """The graph of the small document against an annotation."""

    def against(annotation: Annotation) -> Comparison:
        path = tmp_path / "annotation.json"
        path.write_text(json.dumps(annotation), encoding="utf-8")
        return compare(read(path), view, TEXT)

    return against


def test_a_graph_is_right_by_itself(own: Annotation, held: Callable[[Annotation], Comparison]) -> None:
    assert all(own[kind] for kind in ("entities", "relations", "posts", "indicators", "dates"))
    compared = held(own)
    assert {figure: count.f1 for figure, count in compared.counts.items()} == dict.fromkeys(compared.counts, 1.0)
    assert compared.faults == ()
    assert compared.verdicts and all(verdict.right and verdict.rules for verdict in compared.verdicts)
    assert set(FIGURES) <= set(compared.counts)


@pytest.mark.parametrize(("kind", "figure"), [("relations", "relation"), ("posts", "post"), ("indicators", "indicator"), ("dates", "date")])
def test_what_the_reference_lacks_is_spurious_and_what_it_leaves_open_counts_neither_way(
    kind: str, figure: str, own: Annotation, held: Callable[[Annotation], Comparison]
) -> None:
    before = held(own).counts[figure]
    without, optional = copy.deepcopy(own), copy.deepcopy(own)
    # The last: what other facts follow from stays.
    del without[kind][-1]
    compared = held(without)
    assert compared.counts[figure] == Counts(before.hits - 1, before.stated, before.expected - 1)
    assert [(fault.kind, fault.figure) for fault in compared.faults] == [("spurious", figure)]
    assert [verdict.right for verdict in compared.verdicts].count(False) == 1
    optional[kind][-1]["optional"] = True
    compared = held(optional)
    assert compared.counts[figure] == Counts(before.hits - 1, before.stated - 1, before.expected - 1)
    assert compared.faults == ()
    assert all(verdict.right for verdict in compared.verdicts)


def test_what_the_graph_lacks_is_missing(own: Annotation, held: Callable[[Annotation], Comparison]) -> None:
    more = copy.deepcopy(own)
    more["entities"].append({"id": "new", "type": "Park", "name": "绿杨产业园"})
    more["relations"].append({"s": "new", "p": "locatedIn", "o": own["relations"][0]["s"]})
    more["indicators"].append({"of": "new", "value": 3, "unit": "亩"})
    compared = held(more)
    assert [(fault.kind, fault.figure) for fault in compared.faults] == [
        ("missing", figure) for figure in ("entity", "indicator", "relation")
    ]
    for figure in ("entity", "entity+class", "relation", "indicator", "locatedIn"):
        assert (compared.counts[figure].precision, compared.counts[figure].recall < 1) == (1, True)


def test_another_class_is_a_fault_of_its_own_and_also_forgives_it(own: Annotation, held: Callable[[Annotation], Comparison]) -> None:
    other = copy.deepcopy(own)
    entity = next(e for e in other["entities"] if e["type"] == "Enterprise")
    entity["type"] = "Park"
    compared = held(other)
    assert (compared.counts["entity"].f1, compared.counts["entity+class"].f1 < 1) == (1, True)
    assert [(fault.kind, fault.fact) for fault in compared.faults] == [("class", f"{entity['name']}: Park, not Enterprise")]
    entity["also"] = ["Enterprise"]
    assert held(other).faults == ()


def test_what_follows_from_the_reference_counts_neither_way(own: Annotation, held: Callable[[Annotation], Comparison]) -> None:
    narrower = copy.deepcopy(own)
    relation = next(r for r in narrower["relations"] if r["p"] == "cooperatesWith")
    relation["p"] = "assists"
    compared = held(narrower)
    assert [(fault.kind, fault.figure) for fault in compared.faults] == [("missing", "relation")]
    assert all(verdict.right for verdict in compared.verdicts)


def test_the_ends_of_cooperation_have_no_order_and_a_start_is_a_date(own: Annotation, held: Callable[[Annotation], Comparison]) -> None:
    turned = copy.deepcopy(own)
    for relation in turned["relations"]:
        if relation["p"] == "cooperatesWith":
            relation["s"], relation["o"] = relation["o"], relation["s"]
    for date in turned["dates"]:
        date["property"] = "startDate" if date["property"] == "date" else date["property"]
    assert held(turned).faults == ()


def test_a_quotation_that_does_not_stand_there_is_no_evidence(view: View, own: Annotation, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(own), encoding="utf-8")
    compared = compare(read(tmp_path / "a.json"), view, "。" + TEXT)
    assert compared.counts["evidence"].hits == 0 < compared.counts["evidence"].stated


def test_counts_of_nothing_and_sums() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert (Counts(0, 1, 0).precision, Counts(0, 0, 1).precision, Counts(0, 0, 1).recall, Counts(0, 1, 1).f1) == (0, 0, 0, 0)
    assert total([{"post": Counts(1, 2, 3)}, {"post": Counts(1, 1, 1), "date": Counts()}]) == {"post": Counts(2, 3, 4), "date": Counts()}


def test_labels_are_compared_without_what_nobody_hears() -> None:
    assert folded("《苏州—阜阳 合作协议》（2023）") == "苏州阜阳合作协议2023"
    assert folded("“ＡＢＣ”·基地") == folded("abc基地")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "this is no JSON in UTF-8"),
        ("[]", "an annotation is a JSON object"),
        ('{"posts": {}}', "posts is no list"),
        ('{"entities": [1]}', "row 1 of entities is no object"),
        ('{"entities": [{"id": "a", "type": "Park"}]}', "row 1 of entities has no proper name"),
        ('{"entities": [{"id": "a", "type": "Parc", "name": "园"}]}', "no term Parc; did you mean Park?"),
        ('{"entities": [{"id": "a", "type": "Statement", "name": "园"}]}', "no term Statement"),
        (
            '{"entities": [{"id": "a", "type": "Park", "name": "园"}, {"id": "a", "type": "Park", "name": "区"}]}',
            "the entity a stands twice",
        ),
        ('{"relations": [{"s": "a", "p": "assists", "o": "b"}]}', "there is no entity a"),
        (
            '{"entities": [{"id": "a", "type": "Park", "name": "园"}], "relations": [{"s": "a", "p": "date", "o": "a"}]}',
            "date is no relation",
        ),
        (
            '{"entities": [{"id": "a", "type": "Park", "name": "园"}], "dates": [{"of": "a", "property": "date", "value": "近日"}]}',
            "is no date",
        ),
        (
            '{"entities": [{"id": "a", "type": "Park", "name": "园"}], "indicators": [{"of": "a", "value": true, "unit": "元"}]}',
            "no proper value",
        ),
    ],
)
def test_an_annotation_that_is_none_is_refused(content: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=problem) as raised:
        read(path)
    assert raised.value.path == str(path)
    assert "mend the annotation" in str(raised.value)


@pytest.fixture
def annotated(document: Path, own: Annotation) -> Path:
    """The folder of the small document, annotated; one name is of another class, and one relation is missing."""
    content = copy.deepcopy(own)
    content["entities"].append({"id": "new", "type": "Person", "name": "周远航"})
    del content["relations"][-1]
    (document.parent / "gold").mkdir()
    (document.parent / "gold" / "agreement.json").write_text(json.dumps(content), encoding="utf-8")
    return document.parent


def test_score_prints_a_table_and_the_errors_where_asked(run: Run, annotated: Path) -> None:
    result = run("score", annotated)
    assert result.exit_code == 0, result.stderr
    assert [line.split()[0] for line in result.stdout.splitlines()[2:9]] == list(FIGURES)
    assert "周远航" not in result.stdout
    assert (listed := run("score", annotated, "--errors").stdout).startswith(result.stdout)
    assert "  - entity Person 周远航\n" in listed and listed.count("\n  + relation ") == 1


def test_score_for_programs(run: Run, annotated: Path) -> None:
    (annotated / "other.txt").write_text("南通市与伊宁县签约。\n", encoding="utf-8")
    result = run("score", annotated, "--gold", annotated / "gold", "--format", "json", "--errors")
    content = json.loads(result.stdout)
    name = "agreement.txt"
    assert content["documents"][name] == content["total"]
    assert set(content["total"]["relation"]) == {"precision", "recall", "f1", "hits", "stated", "expected"}
    assert {"kind": "missing", "figure": "entity", "fact": "Person 周远航"} in content["errors"][name]
    assert result.stderr == f"not annotated: {annotated / 'other.txt'}\n"
    rows = list(csv.DictReader(io.StringIO(run("score", annotated, "-f", "csv").stdout)))
    assert {row["document"] for row in rows} == {name, "all documents"}
    assert {row["figure"] for row in rows} == set(content["total"])


def test_score_of_several_documents_lists_them(run: Run, annotated: Path) -> None:
    (annotated / "second.txt").write_text(f"{TEXT}\n", encoding="utf-8")
    (annotated / "second.json").write_text((annotated / "gold" / "agreement.json").read_text("utf-8"), encoding="utf-8")
    lines = run("score", annotated).stdout.splitlines()
    assert lines[0].split() == ["document", *FIGURES]
    assert [line.split()[0] for line in lines[2:4]] == ["agreement.txt", "second.txt"]


def test_score_without_an_annotation_says_where_it_should_be(run: Run, document: Path) -> None:
    result = run("score", document)
    assert result.exit_code == 2
    assert result.stderr == f"kg: {document}: no document has an annotation; put NAME.json for NAME.txt into gold/ beside it\n"
    assert run("score", document.parent / "none.txt").exit_code == 2
