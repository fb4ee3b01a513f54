"""The gate: no figure below its floor, and our figures those of the scorer beside the repository, where there is one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import annotated, floors
from kg import pipeline
from kg.graph.claims import from_nquads
from kg.graph.nquads import split, triples
from kg.quality import FIGURES, Comparison, Counts, compare, read, total
from kg.text import read as read_source

SCORER = annotated.SHARED / "score" / "score.py"


@dataclass(frozen=True)
class Held:
    """The graph of a document and its comparison, neither of which a failing test shows: some documents are not to be looked at."""

    graph: str = field(repr=False)
    compared: Comparison = field(repr=False)


Measured = dict[str, dict[Path, Held]]


def held(document: Path, annotation: Path) -> Held:
    nquads = pipeline.process(document).nquads
    return Held(nquads, compare(read(annotation), from_nquads(nquads), read_source(document).text))


@pytest.fixture(scope="module")
def measured() -> Measured:
    """Every annotated document, by set and annotation."""
    return {
        name: {annotation: held(document, annotation) for document, annotation in pairs} for name, pairs in annotated.documents().items()
    }


@pytest.mark.parametrize("name", list(annotated.documents()))
def test_no_figure_is_below_its_floor(name: str, measured: Measured) -> None:
    """In sums alone: what is wrong in unseen documents stays unseen."""
    if not measured[name]:
        pytest.skip(f"no annotated documents in {annotated.SHARED}")
    sums = total(each.compared.counts for each in measured[name].values())
    assert list(floors.below(floors.read(), {name: sums})) == []


def test_every_set_of_the_repository_has_documents_and_a_floor_for_each_figure(measured: Measured) -> None:
    assert {name for name, documents in measured.items() if documents} >= {"samples", "rotated", "studied", "opened", "opened-second", "unstudied"}
    table = floors.read()
    assert set(table) == {(name, figure) for name in measured for figure in FIGURES}
    assert all(0 < floor <= 1 for floor in table.values())


def test_no_document_is_in_two_sets(measured: Measured) -> None:
    paths = [path for documents in measured.values() for path in documents]
    assert len(paths) == len(set(paths))


@pytest.mark.skipif(not SCORER.exists(), reason=f"no scorer beside the repository: {SCORER}")
def test_our_figures_are_those_of_the_scorer(measured: Measured, tmp_path: Path) -> None:
    scorer = _module(SCORER)
    pairs = {annotation: document for each in annotated.documents().values() for document, annotation in each}
    for annotation, each in ((path, each) for documents in measured.values() for path, each in documents.items()):
        graph = tmp_path / "graph.ttl"
        graph.write_text("".join(f"{line}\n" for line in triples(split(each.graph))), encoding="utf-8")
        text = pairs[annotation].read_text("utf-8")
        theirs, _ = scorer.score(json.loads(annotation.read_text("utf-8")), scorer.read_graph(graph), text)
        for figure, count in each.compared.counts.items():
            counts = theirs[figure if figure in FIGURES else f"· {figure}"]
            ours = [round(value, 3) for value in (count.precision, count.recall, count.f1)]
            assert ours == [round(scorer.prf(*counts)[name], 3) for name in ("p", "r", "f1")], (annotation.stem, figure)


def test_floors_only_rise(tmp_path: Path) -> None:
    low, high = Counts(1, 4, 4), Counts(3, 4, 4)
    measured = {"a": dict.fromkeys(FIGURES, low), "b": dict.fromkeys(FIGURES, high), "absent": {}}
    before = {("a", "relation"): 0.5, ("b", "relation"): 0.5, ("absent", "relation"): 0.4}
    after = floors.raised(before, measured)
    assert {key: after[key] for key in before} == {("a", "relation"): 0.5, ("b", "relation"): 0.75, ("absent", "relation"): 0.4}
    assert (after["a", "post"], after["b", "post"]) == (0.25, 0.75)
    assert all(floors.raised(after, {name: each}) == after for name, each in measured.items())
    assert list(floors.below(after, measured)) == ["a: relation is 0.250, its floor 0.50"]
    floors.write(after, tmp_path / "floors.csv")
    assert floors.read(tmp_path / "floors.csv") == after
    (tmp_path / "floors.csv").write_text("set,floor\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the columns are not set,figure,floor"):
        floors.read(tmp_path / "floors.csv")


def test_a_floor_is_what_was_measured_rounded_down() -> None:
    assert floors.raised({}, {"a": dict.fromkeys(FIGURES, Counts(729, 1000, 1000))})["a", "post"] == 0.72
    assert floors.raised({}, {"a": dict.fromkeys(FIGURES, Counts(29, 100, 100))})["a", "post"] == 0.29


def _module(path: Path) -> ModuleType:
    """A module of another folder, in which nothing is written."""
    module = ModuleType("scorer_beside")
    exec(compile(path.read_text("utf-8"), str(path), "exec"), module.__dict__)
    return module
