"""What the reading of a fact filled in, and that every rule has words."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES
from facts_case import document

from kg import lexicon, vocabulary
from kg.errors import SeedError
from kg.facts import extract
from kg.facts.provenance import plainest
from kg.model import Completion, Evidence, Facts, Span
from kg.text import prepare, read


def completions(text: str, predicate: str) -> set[tuple[str, str, str | None, str]]:
    """(rule, label of the entity, wording, label of the object or organisation) of all facts of a kind in a text."""
    facts = extract(document(text))
    labels = {entity.id: entity.label for entity in facts.entities}
    claims = [
        *((s.evidence, s.object) for s in facts.statements if s.predicate == predicate),
        *((p.evidence, p.organization) for p in facts.posts if predicate == "post"),
        *((i.evidence, i.entity) for i in facts.indicators if predicate == "indicator"),
        *((d.evidence, d.entity) for d in facts.dates if predicate == "date"),
    ]
    return {
        (c.rule, labels[c.entity], c.wording and facts.document.text[c.wording.start : c.wording.end], labels[target])
        for evidence, target in claims
        for piece in evidence
        for c in piece.completions
    }


CASES = {
    "an elided subject": (
        "常州市支援旬邑县，2021年建成旬邑县果蔬产业园。",
        "establishes",
        ("carried-subject", "常州市", "常州市", "旬邑县果蔬产业园"),
    ),
    "a subject of the sentence before": (
        "无锡市对口支援延川县。累计投入3000万元，建成延川县红枣产业园。",
        "establishes",
        ("carried-subject", "无锡市", "无锡市", "延川县红枣产业园"),
    ),
    "a park": (
        "延川县红枣产业园建成投用。该园区位于延川县。",
        "locatedIn",
        ("stands-for-该园区", "延川县红枣产业园", "该园区", "延川县"),
    ),
    "both": (
        "常州市与安康市往来密切，两市共建安康市硒茶产业园。",
        "establishes",
        ("stands-for-两市", "安康市", "两市", "安康市硒茶产业园"),
    ),
    "our city": (
        "安康日报社\n\n2023年5月6日，我市与常州市签署《常安劳务协议》。安康市市长出席。",
        "signs",
        ("home", "安康市", "我市", "《常安劳务协议》"),
    ),
    "a relative name": (
        "安康市召开会议，市发改委与常州市商务局签署《常安消费协议》。",
        "signs",
        ("nearest-region", "安康市发改委", "市发改委", "《常安消费协议》"),
    ),
    "a coordinated name": (
        "安康市人民医院、第二人民医院与常州市第一人民医院结对帮扶。",
        "locatedIn",
        ("neighbour-in-row", "安康市第二人民医院", "第二人民医院", "安康市"),
    ),
    "a shared head": (
        "旬阳市第一、第二初级中学与常州市第三初级中学结对。",
        "locatedIn",
        ("shared-head", "旬阳市第一初级中学", "旬阳市第一", "旬阳市"),
    ),
    "a fused abbreviation": (
        "常州市与安康市协作多年，常安两地共建安康市富硒产业园。",
        "establishes",
        ("fused-abbreviation", "安康市", "安", "安康市富硒产业园"),
    ),
    "a figure": (
        "延川县红枣产业园建成投用。该园区占地300亩。",
        "indicator",
        ("stands-for-该园区", "延川县红枣产业园", "该园区", "延川县红枣产业园"),
    ),
    "a date": (
        "延川县红枣产业园占地300亩。2022年，该园区开工建设。",
        "date",
        ("stands-for-该园区", "延川县红枣产业园", "该园区", "延川县红枣产业园"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_completed_is_said(case: str) -> None:
    text, predicate, expected = CASES[case]
    assert expected in completions(text, predicate), completions(text, predicate)


@pytest.mark.parametrize("text", ["常州市支援旬邑县。", "常州市与安康市签署《常安协作协议》，常州市投资建设安康市硒茶产业园。"])
def test_what_is_said_in_full_needs_no_completion(text: str) -> None:
    assert {c for p in ("assists", "signs", "establishes", "cooperatesWith") for c in completions(text, p)} == set()


def test_of_two_readings_the_plainer_one_stands() -> None:
    filled = Evidence(0, 5, "frame", (Completion("carried-subject", "a", Span(0, 2)),))
    plain, other = Evidence(0, 5, "frame"), Evidence(0, 5, "another")
    assert plainest([filled, plain, other]) == plainest([other, plain, filled]) == [other, plain]


def rules_of(facts: Facts) -> set[str]:
    """The names of all rules that a document's graph tells of."""
    claims = (*facts.statements, *facts.posts, *facts.indicators, *facts.dates)
    pieces = [piece for claim in claims for piece in claim.evidence]
    return {
        *(piece.rule for piece in pieces),
        *(completion.rule for piece in pieces for completion in piece.completions),
        *(entity.rule for entity in facts.entities if entity.rule),
    }


def test_every_rule_that_reads_has_words() -> None:
    paths = [*sorted(SAMPLES.glob("*.txt")), *sorted((ROOT / "tests" / "golden").glob("*/text.txt"))]
    rules = set().union(*(rules_of(extract(prepare(read(path)))) for path in paths))
    assert len(rules) > 50
    assert sorted(rule for rule in rules if lexicon.rule_words(rule) is None) == []


def test_every_frame_has_words() -> None:
    frames = [frame for frames in lexicon.load().frames.values() for frame in frames]
    for frame in frames:
        zh, en = lexicon.rule_words(f"{frame.predicate}-{frame.relation}") or ("", "")
        assert frame.predicate in zh and frame.predicate in en
        assert vocabulary.load().label(frame.relation, "zh") in zh


def test_words_are_chosen_by_the_form_of_a_rule() -> None:
    zh, en = lexicon.rule_words("stands-for-该园区") or ("", "")
    assert "该园区" in zh and "该园区" in en
    assert lexicon.rule_words("签约-nothing") is None and lexicon.rule_words("nothing") is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,甲,", r"rules.csv, row 2: a rule needs words once, in both languages"),
        ("a,甲{word},a", r"rules.csv, row 2: {word} is no part of the rule"),
        ("{verb}-a,甲,a", r"rules.csv, row 2: {verb} is no part of the rule"),
        ("a,甲,a\na,乙,b", r"rules.csv, row 3: a rule needs words once"),
    ],
)
def test_a_wrong_row_is_refused(row: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "rules.csv").write_text(f"rule,zh,en\n{row}\n", encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        lexicon.read_rules(tmp_path / "rules.csv")
