"""Confidence is measured: what it is made of, how it backs off, and the tables that are written of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from conftest import SAMPLES
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibrate import BEGIN, END, MEASURED, RECORD, Judged, Told, count, leave_one_out, precision_of, replaced, table, to_csv
from kg import confidence
from kg.errors import SeedError
from kg.facts import extract, owners
from kg.model import Completion, Evidence
from kg.quality.compare import Verdict
from kg.text import prepare, read

COUNTS = st.integers(0, 60).flatmap(lambda stated: st.tuples(st.integers(0, stated), st.just(stated)))
TABLES = st.dictionaries(st.tuples(st.sampled_from(["assists", "signs", "post"]), st.sampled_from(["a", "b", "c"])), COUNTS, max_size=9)


@pytest.mark.parametrize("name", ["suzhou-fuyang", "nantong-yining", "fujian-ningxia"])
def test_every_statement_has_a_confidence_that_leaves_room_for_doubt(name: str) -> None:
    facts = extract(prepare(read(SAMPLES / f"{name}.txt")))
    claims = [*facts.statements, *facts.posts, *facts.indicators, *facts.dates]
    assert {type(claim).__name__ for claim in claims} == {"Statement", "Post", "Indicator", "EntityDate"}
    for claim in claims:
        assert 0 < claim.confidence < 1
        assert claim.confidence == round(claim.confidence, 2)
    assert len({claim.confidence for claim in claims}) > 5


def test_the_table_that_is_shipped_is_of_the_form_that_is_written() -> None:
    precision = confidence.read(MEASURED)
    assert to_csv(precision) == {name: (MEASURED / name).read_text("utf-8") for name in confidence.COLUMNS}
    assert confidence.NONE in precision.completions
    assert set(precision.unseen) == set(confidence.FAMILIES)
    assert {"assists", "locatedIn", "post", "indicator", "date"} <= set(precision.kinds)
    assert all(0 < precision.confidence(kind, [rule]) < 1 for kind, rule in precision.rules)


@given(TABLES)
def test_what_nobody_measured_is_its_kind_and_an_unknown_kind_is_the_whole(rules: dict[confidence.Key, tuple[int, int]]) -> None:
    precision = confidence.measured(rules, {}, {})
    for kind in ("assists", "visits"):
        assert precision.confidence(kind, ["unheard of"]) == precision.confidence(kind, [])
    hits, stated = precision.whole
    assert abs(precision.confidence("visits", []) - Decimal((hits + 1) / (stated + 2))) < Decimal("0.0051")


@given(TABLES, COUNTS, st.sampled_from(["a", "b"]))
def test_a_rule_that_is_right_more_often_is_believed_more(
    rules: dict[confidence.Key, tuple[int, int]], counts: tuple[int, int], rule: str
) -> None:
    hits, stated = counts
    worse, better = ({**rules, ("assists", rule): (right, stated + 1)} for right in (hits, hits + 1))
    assert confidence.measured(worse, {}, {}).confidence("assists", [rule]) <= confidence.measured(better, {}, {}).confidence(
        "assists", [rule]
    )


@given(TABLES, st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1))
def test_of_several_rules_the_surest_counts(rules: dict[confidence.Key, tuple[int, int]], several: list[str]) -> None:
    precision = confidence.measured(rules, {}, {})
    assert precision.confidence("assists", several) == max(precision.confidence("assists", [rule]) for rule in several)


def test_the_more_statements_the_less_the_kind_says() -> None:
    few, many = ({("assists", "a"): (n, n), ("assists", "b"): (0, 100)} for n in (2, 200))
    kinds = [confidence.measured(rules, {}, {}) for rules in (few, many)]
    assert [precision.confidence("assists", ["a"]) for precision in kinds] == [Decimal("0.13"), Decimal("0.98")]
    assert kinds[0].confidence("assists", ["b"]) < Decimal("0.05")


def test_what_had_to_be_filled_in_shifts_the_odds() -> None:
    completions = {"none": confidence.Observed(90, 80.0, 100), "carried-subject": confidence.Observed(50, 80.0, 100)}
    precision = confidence.measured({("assists", "a"): (160, 200)}, completions, {})
    plain, carried, twice = (
        precision.confidence("assists", ["a"], names) for names in ((), ["carried-subject"], ["carried-subject", "stands-for-该园区"])
    )
    assert (plain, carried, twice) == (Decimal("0.89"), Decimal("0.54"), Decimal("0.54"))
    assert confidence.sorts(["stands-for-该园区", "stands-for-两地", "home"]) == ("home", "stands-for")
    assert [confidence.Observed(*counts).shift for counts in ((0, 0.0, 0), (5, 5.0, 5), (4, 4.0, 8))] == [0, 0, 0]


def test_the_place_where_least_was_filled_in_counts() -> None:
    carried = Completion("carried-subject", "School/a")
    pieces = [Evidence(0, 5, "name-prefix", (carried,)), Evidence(9, 12, "name-prefix")]
    assert confidence.of("locatedIn", pieces) == confidence.of("locatedIn", pieces[1:])
    assert confidence.of("locatedIn", pieces[:1]) == confidence.load().confidence("locatedIn", ["name-prefix"], ["carried-subject"])


def test_what_is_expected_of_completions_is_what_the_rules_let_expect() -> None:
    documents = [judged(3, 1), judged(1, 1, unseen=True), judged(2, 2, completions=("carried-subject",))]
    counts = count(documents)
    assert counts == {("assists", "a"): (6, 10)}
    precision = precision_of(documents, counts)
    expected = confidence.measured(counts, {}, {}).by_rule("assists", ["a"])
    assert precision.completions == {
        "none": confidence.Observed(4, round(6 * expected, 1), 6),
        "carried-subject": confidence.Observed(2, round(4 * expected, 1), 4),
    }
    assert precision.unseen == {"relation": confidence.Observed(1, round(2 * precision.as_read("assists", ["a"]), 1), 2)}


def test_what_rules_lose_on_unseen_documents_is_taken_off() -> None:
    rules = {("assists", "a"): (160, 200), ("post", "a"): (160, 200)}
    precision = confidence.measured(rules, {}, {"relation": confidence.Observed(50, 80.0, 100)})
    assert precision.confidence("assists", ["a"]) == Decimal("0.54") < precision.confidence("post", ["a"]) == Decimal("0.80")
    assert precision.as_read("assists", ["a"]) == precision.as_read("post", ["a"])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("helps,a,1,2", "kind is helps, not one of assists"),
        ("assists,a,3,2", "3/2 is no share of statements"),
        ("assists,a,-1,2", "-1/2 is no share"),
        ("assists,a,1", "has not 4 columns"),
    ],
)
def test_a_table_that_is_none_is_refused(row: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "precision.csv").write_text(f"kind,rule,hits,stated\n{row}\n", encoding="utf-8")
    with pytest.raises(SeedError, match=problem) as raised:
        confidence.read(tmp_path)
    assert raised.value.row == 2


def test_a_table_of_completions_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precision.csv").write_text("kind,rule,hits,stated\nassists,a,1,2\n", encoding="utf-8")
    (tmp_path / "completions.csv").write_text("completion,hits,expected,stated\nnone,1,2.5,2\n", encoding="utf-8")
    (tmp_path / "unseen.csv").write_text("family,hits,expected,stated\n", encoding="utf-8")
    with pytest.raises(SeedError, match="2.5/2 is no share of statements"):
        confidence.read(tmp_path)


@pytest.mark.parametrize(
    ("weights", "rule"), [((3.0, 0.0), "clear"), ((1.0, 0.0), "likely"), ((0.0, 0.0), "doubtful"), ((0.0, 9.0), "doubtful")]
)
def test_the_rule_of_a_figure_says_how_clear_its_owner_was(weights: tuple[float, float], rule: str) -> None:
    signs = {"a": frozenset({"s", "t"}), "b": frozenset({"u"})}
    assert owners.rule(signs, {"s": weights[0], "u": weights[1]}, "a") == f"figure-of-{rule}-owner"
    assert owners.rule({}, {}, "a") == "figure-by-place"


def judged(right: int, wrong: int, rule: str = "a", unseen: bool = False, completions: tuple[str, ...] = ()) -> Judged:
    return Judged(unseen, tuple(Verdict("assists", (rule,), completions, "0.5", n < right) for n in range(right + wrong)))


def test_a_statement_counts_for_each_of_its_rules() -> None:
    assert count([judged(3, 1), judged(1, 1, unseen=True)]) == {("assists", "a"): (4, 6)}
    both = Judged(False, (Verdict("post", ("a", "b"), (), "0.5", True),))
    assert count([both]) == {("post", "a"): (1, 1), ("post", "b"): (1, 1)}


def test_a_document_does_not_speak_for_itself() -> None:
    others = [judged(10, 10), judged(5, 0, "b")]
    told = [list(leave_one_out([*others, judged(right, 9 - right, unseen=True)]))[-1].stated for right in (0, 9)]
    assert told[0] == told[1] == float(precision_of(others, count(others)).confidence("assists", ["a"]))


def test_the_table_of_the_record() -> None:
    claims = [Told("relation", False, 0.95, True), Told("relation", False, 0.91, False), Told("date", True, 0.3, False)]
    lines = table(claims).splitlines()
    assert lines[0] == "| stated | relations | posts | indicators | dates |"
    assert lines[2] == "| 0.00 to 0.50 | – | – | – | 0.00 of 1 |"
    assert lines[7:] == [
        "| 0.90 to 1.00 | 0.50 of 2 | – | – | – |",
        "| mean stated | 0.93 | 0.00 | 0.00 | 0.30 |",
        "| mean right | 0.50 | 0.00 | 0.00 | 0.00 |",
    ]


def test_only_the_part_between_the_markers_is_rewritten() -> None:
    record = RECORD.read_text("utf-8")
    before, after = record.split(BEGIN)[0], record.split(END)[1]
    assert replaced(record, "new\n") == f"{before}{BEGIN}\nnew\n{END}{after}"
    assert replaced(replaced(record, "new\n"), "newer\n") == replaced(record, "newer\n")
    with pytest.raises(ValueError, match="no part between <!-- calibration --> and"):
        replaced("# Record", "new\n")
