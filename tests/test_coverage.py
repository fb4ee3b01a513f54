"""What of a document became no fact: the pure function, and the command `kg report`."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TEXT
from facts_case import document
from graph_case import QUICK
from hypothesis import given
from hypothesis import strategies as st
from strategies import documents, nasty
from typer.testing import Result

from kg import coverage, lexicon
from kg.coverage import Coverage, cover
from kg.facts import extract
from kg.pipeline import report

Run = Callable[..., Result]


def covered(text: str) -> Coverage:
    return cover(extract(document(text)))


def gaps(text: str, kind: str) -> list[tuple[str, str]]:
    """(passage, note) of the gaps of a kind."""
    return [(gap.quote, gap.note) for gap in covered(text).gaps if gap.kind == kind]


def share(text: str, name: str) -> tuple[int, int]:
    return next(tuple(counts) for found, *counts in covered(text).shares if found == name)  # type: ignore[return-value]


def test_a_sentence_that_names_two_things_and_gives_nothing_is_listed() -> None:
    text = "常州市支援旬阳市。旬阳市的拐枣香飘常州市。天气晴好。"
    assert gaps(text, "silent-sentence") == [("旬阳市的拐枣香飘常州市。", "旬阳市, 常州市")]
    assert share(text, "sentences") == (1, 2)


def test_a_name_with_a_trigger_word_or_a_figure_is_enough() -> None:
    ((quote, note),) = gaps("常州市考察顺利。", "silent-sentence")
    assert quote == "常州市考察顺利。" and note == "常州市; words: 考察"
    assert gaps("常州市风景秀丽。", "silent-sentence") == []
    assert gaps("考察顺利，签约成功。", "silent-sentence") == []


def test_what_only_a_name_implies_leaves_its_sentence_silent() -> None:
    text = "常州市第一人民医院里人来人往，安康市中心医院也是。"
    facts = extract(document(text))
    assert any(s.predicate == "locatedIn" for s in facts.statements)
    assert len(gaps(text, "silent-sentence")) == 1


def test_rules_that_read_names_are_rules_that_there_are() -> None:
    assert all(lexicon.rule_words(rule) for rule in coverage.IMPLIED)


def test_a_relation_that_the_ontology_forbids_is_listed_with_the_reason() -> None:
    text = "安康市与常州市合作。常州市运营旬阳市拐枣产业园。"
    ((quote, note),) = gaps(text, "rejected-statement")
    assert quote == "常州市运营旬阳市拐枣产业园。"
    assert note.startswith("常州市 operates 旬阳市拐枣产业园 (运营-operates): domain: 常州市 is City|Prefecture, not ")
    assert "Organization" in note


def test_a_relation_is_refused_once_and_not_where_the_two_are_related() -> None:
    text = "常州市运营常州市科创产业园。常州市运营常州市科创产业园。"
    assert len(gaps(text, "rejected-statement")) == 1
    assert gaps(text + "常州市建成常州市科创产业园。", "rejected-statement") == []


def test_a_name_of_several_divisions_is_listed_with_all_of_them() -> None:
    text = "鼓楼区的企业参加了展会。"
    facts = extract(document(text))
    (entity,) = (e for e in facts.entities if e.candidates)
    ((quote, note),) = gaps(text, "ambiguous-name")
    assert quote == "鼓楼区"
    assert all(code in note for code in entity.candidates) and "南京市鼓楼区" in note
    assert gaps("南京市鼓楼区的企业参加了展会。", "ambiguous-name") == []


def test_figures_and_times_that_nothing_took_are_listed() -> None:
    text = "常州市支援旬阳市。2021年，共有35人到场。"
    assert gaps("35人到场。", "unread-figure") == [("35人", "35 人")]
    assert gaps("2021年的一天，天气晴好。", "unread-time") == [("2021年", "2021")]
    assert share(text, "figures")[1] == share(text, "times")[1] == 1


def test_what_is_told_as_a_wish_is_a_gap_by_its_remark_alone_and_in_no_share() -> None:
    text = "常州市支援旬阳市。建议常州市支援紫阳县，争取投入3000万元。"
    assert [gap.kind for gap in covered(text).gaps] == ["wish", "wish-figure"]
    assert share(text, "sentences") == (1, 1) and share(text, "figures") == (0, 0)


def test_figures_and_times_that_facts_were_read_with_are_covered() -> None:
    text = "2023年5月18日，常州市与安康市签署《常安协作框架协议》。常州市累计投入1.2亿元。"
    assert share(text, "figures") == (1, 1) and share(text, "times") == (1, 1)
    assert not gaps(text, "unread-figure") and not gaps(text, "unread-time")


@pytest.mark.parametrize("text", ["三方到场。", "他今年35岁。", "这是第12次。", "历时3天。"])
def test_figures_that_tell_nothing_are_no_gap(text: str) -> None:
    assert gaps(text, "unread-figure") == [] and share(text, "figures") == (0, 0)


@QUICK
@given(st.one_of(documents().map("\n\n".join), nasty()))
def test_laws(text: str) -> None:
    """Every gap stands in the source, what is covered is no more than there is, and the same facts give the same coverage."""
    facts = extract(document(text))
    found = cover(facts)
    for gap in found.gaps:
        assert facts.document.source.text[gap.start : gap.end] == gap.quote
    assert all(0 <= some <= whole for _, some, whole in found.shares)
    assert [name for name, _, _ in found.shares] == list(coverage.SHARES)
    assert list(found.gaps) == sorted(set(found.gaps), key=lambda g: (g.start, g.end, g.kind, g.note))
    assert cover(dataclasses.replace(facts)) == found


def test_totals_are_sums() -> None:
    some = [covered("常州市支援旬阳市。"), covered("常州市考察顺利。")]
    assert coverage.total(some)[0] == ("sentences", 1, 2)
    assert coverage.total([]) == tuple((name, 0, 0) for name in coverage.SHARES)
    assert coverage.share_rows(some)[-1][:2] == ("all documents", "1/2 50%")
    assert coverage.summary(some).startswith("covered: sentences 1/2 50%, figures 0/0, times 0/0, names 2/3 67%; gaps: silent-sentence 1")


def test_the_command_writes_a_table_and_a_summary(run: Run, document: Path) -> None:
    result = run("report", document.parent)
    assert result.exit_code == 0, result.stderr
    assert all(column in result.stdout for column in (*coverage.COLUMNS, *coverage.SHARES, "agreement.txt"))
    assert result.stderr.startswith("1 document, covered: sentences ")


def test_the_command_writes_csv_and_json(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "silent.txt"
    document.write_text(text := f"{TEXT}\n旬阳市的拐枣香飘常州市。\n", encoding="utf-8")
    ((found,), ()) = report([document])
    assert run("report", document, "-o", tmp_path / "gaps.csv").exit_code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "gaps.csv").read_text("utf-8"))))
    assert [(row["kind"], row["quote"]) for row in rows] == [(gap.kind, gap.quote) for gap in found.gaps]
    given = json.loads(run("report", document, "--format", "json").stdout)
    assert given["total"]["names"] == given["documents"][0]["shares"]["names"]
    assert len(given["documents"][0]["gaps"]) == len(found.gaps)
    assert text[slice(*(given["documents"][0]["gaps"][0][key] for key in ("start", "end")))] == given["documents"][0]["gaps"][0]["quote"]


def test_the_command_reads_standard_input_and_says_what_it_left_out(run: Run, document: Path) -> None:
    assert "stdin.txt" in run("report", "-", stdin=TEXT.encode()).stdout
    (document.parent / "empty.txt").write_bytes(b"")
    result = run("report", document.parent)
    assert result.exit_code == 0 and "left out: " in result.stderr and "empty.txt" in result.stderr


def test_the_command_refuses_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("report", tmp_path / "empty.txt", "-o", tmp_path / "gaps.csv")
    assert result.exit_code == 2 and "nothing was written" in result.stderr and not (tmp_path / "gaps.csv").exists()
    result = run("report", tmp_path / "nowhere")
    assert result.exit_code == 2 and "no such file" in result.stderr
