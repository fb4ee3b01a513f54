"""Why something is in a graph: functions and the command `kg explain`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from facts_case import document
from graph_case import facts as small
from typer.testing import Result

from kg import confidence
from kg.errors import AmbiguousNameError, KgError, UnknownNameError
from kg.facts import extract
from kg.graph.explain import Explanation, explain, shortened, to_json, to_outline
from kg.graph.nquads import read_term, split, tokens
from kg.graph.rdf import to_nquads

Run = Callable[..., Result]
TEXT = (
    "常州市与安康市协作纪实\n\n"
    "2023年5月18日，常州市与安康市签署《常安协作框架协议》。市发改委与常州市商务局签署《常安消费协议》。\n"
    "常州市支援旬阳市，投入1200万元，建成旬阳市拐枣产业园。该园区占地300亩。\n"
    "常州市市长陆一舟出席仪式。常州市第一人民医院与安康市中心医院结对帮扶。\n"
)
GRAPH = to_nquads(extract(document(TEXT)))


def ask(asked: str, graph: str = GRAPH) -> Explanation:
    lines = (tokens(line) for line in split(graph))
    return explain([(read_term(s).value, p[1:-1], read_term(o).value) for s, p, o, _ in lines], asked)


def test_an_entity_is_told_with_its_names_its_identity_and_its_facts() -> None:
    found = ask("旬阳市拐枣产业园")
    assert found.entity is not None
    assert found.entity.classes == (("Park", "园区"),)
    assert [rule.name for rule in found.entity.rules] == ["name-by-head"]
    assert "类别词" in found.entity.rules[0].zh
    assert [title for _, title, _ in found.entity.documents] == ["常州市与安康市协作纪实"]
    assert {fact.zh for fact in found.facts if fact.kind == "relations"} >= {"常州市 设立 旬阳市拐枣产业园", "旬阳市拐枣产业园 位于 旬阳市"}
    (figure,) = (fact for fact in found.facts if fact.kind == "indicators" and "300亩" in fact.zh)
    assert figure.passages[0].completed[0].wording == "该园区"
    assert figure.passages[0].completed[0].label == "旬阳市拐枣产业园"


def test_a_quotation_stands_where_it_is_said_to_stand() -> None:
    places = [passage for name in ("常州市", "安康市", "旬阳市") for fact in ask(name).facts for passage in fact.passages]
    filled = [completed for passage in places for completed in passage.completed if completed.start is not None]
    assert places and filled
    for passage in places:
        assert TEXT[passage.start : passage.end] == passage.quote
    for completed in filled:
        assert TEXT[completed.start : completed.end] == completed.wording


@pytest.mark.parametrize(
    "asked",
    [
        "常州市 assists 旬阳市",
        "常州市 rc:assists 旬阳市",
        "常州市 支援 旬阳市",
        "常州支援旬阳",
        "region/320400 assists region/610981",
        "常州市 assists 610981",
        " 常州市  assists\t旬阳市 ",
    ],
)
def test_a_statement_in_words(asked: str) -> None:
    (fact,) = ask(asked).facts
    assert (fact.zh, fact.en) == ("常州市 支援 旬阳市", "常州市 assists 旬阳市")
    assert [rule.name for rule in fact.rules] == ["支援-assists"]
    assert "支援" in fact.rules[0].zh and "支援" in fact.rules[0].en
    assert (fact.rules[0].right, fact.rules[0].measured) == confidence.load().rules["assists", "支援-assists"]
    assert f"measured {fact.rules[0].right}/{fact.rules[0].measured}" in "\n".join(line for _, line in to_outline(ask(asked)))
    assert [passage.quote for passage in fact.passages] == ["常州市支援旬阳市，投入1200万元，建成旬阳市拐枣产业园。"]
    for iri in (fact.iri, fact.iri.rsplit("/", 1)[-1]):
        assert ask(iri).facts == (fact,)


@pytest.mark.parametrize("asked", ["安康市 合作 常州市", "常州市 cooperatesWith 安康市", "安康市合作常州市"])
def test_a_symmetric_statement_either_way_round(asked: str) -> None:
    (fact,) = ask(asked).facts
    assert {"常州市", "安康市"} == {fact.zh.split()[0], fact.zh.split()[-1]}


def test_a_post() -> None:
    (fact,) = ask("陆一舟 任 常州市").facts
    assert (fact.kind, fact.zh) == ("posts", "陆一舟 任 常州市 市长")
    assert fact in ask("常州市").facts


def test_an_elided_subject_and_a_relative_name_are_said() -> None:
    (built,) = ask("常州市 establishes 旬阳市拐枣产业园").facts
    assert [(c.label, c.wording, c.rule.name) for p in built.passages for c in p.completed] == [("常州市", "常州市", "carried-subject")]
    (signed,) = ask("安康市发改委 signs 《常安消费协议》").facts
    assert [(c.label, c.wording, c.rule.name) for p in signed.passages for c in p.completed] == [
        ("安康市发改委", "市发改委", "nearest-region")
    ]
    body = ask("市发改委").entity
    assert body is not None and body.label == "安康市发改委"


def test_candidates_dates_and_a_region_that_no_document_mentions() -> None:
    graph = to_nquads(small())
    (dated,) = ask("南通市 assists 伊宁县", graph).facts
    assert dated.qualities == (("日期", "2024"), ("极性", "肯定"), ("状态", "既有"))
    assert dated.passages[0].date == "2024-12-18"
    yining, jiangsu = ask("伊宁县", graph).entity, ask("江苏省", graph).entity
    assert yining is not None and "region/654002" in yining.candidates
    assert jiangsu is not None and jiangsu.documents == ()
    assert any("曾任" in fact.zh for fact in ask("沈一帆", graph).facts)
    assert any("no document mentions it" in line for _, line in to_outline(ask("江苏省", graph)))


def test_what_is_denied_and_what_is_planned_is_said_so() -> None:
    graph = to_nquads(extract(document("常州市尚未与安康市签署《常安劳务协议》。常州市将于明年建成旬阳市拐枣产业园。")))
    denied = ask("常州市 signs 《常安劳务协议》", graph).facts[0]
    planned = ask("常州市 establishes 旬阳市拐枣产业园", graph).facts[0]
    assert denied.zh.startswith("否定：") and denied.en.startswith("denied: ")
    assert ("极性", "否定") in denied.qualities
    assert not planned.zh.startswith("否定") and "状态" in dict(planned.qualities)


def test_an_unknown_name_is_refused_with_near_names() -> None:
    with pytest.raises(UnknownNameError, match="nothing that is called 常洲市; did you mean 常州市") as caught:
        ask("常洲市")
    assert caught.value.name == "常洲市" and "常州市" in caught.value.near
    with pytest.raises(UnknownNameError, match="called 旬羊市; did you mean"):
        ask("常州市 assists 旬羊市")
    with pytest.raises(UnknownNameError, match="called QQ; give a label"):
        ask("QQ")


def test_several_things_of_a_name_are_listed() -> None:
    names = "".join(f'<{kind}> <http://www.w3.org/2004/02/skos/core#prefLabel> "新华"@zh-Hans .\n' for kind in ("x:a/1", "x:b/1"))
    types = "<x:a/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/regional-cooperation/ontology#Park> .\n"
    with pytest.raises(AmbiguousNameError, match=r"2 things that are called 新华; .*\n  x:a/1  新华  园区\n  x:b/1  新华  学校") as caught:
        ask("新华", names + types + types.replace("a/1", "b/1").replace("Park", "School"))
    assert len(caught.value.candidates) == 2


def test_what_the_graph_does_not_say_is_refused_with_what_it_says() -> None:
    with pytest.raises(KgError, match="does not say “旬阳市 assists 常州市”; between the two it says assists"):
        ask("旬阳市 assists 常州市")
    with pytest.raises(KgError, match="it says nothing between the two"):
        ask("旬阳市 assists 安康市")


def test_json_has_the_fields_and_the_outline_all_of_them() -> None:
    found = ask("常州市")
    given = json.loads(to_json(found))
    assert given["entity"]["label"] == "常州市"
    assert len(given["facts"]) == len(found.facts) > 5
    shown = "\n".join(line for _, line in to_outline(found))
    for fact in found.facts:
        assert fact.zh in shown and fact.iri.rsplit("/", 1)[-1] in shown
        for passage in fact.passages:
            assert passage.quote in shown and f"{passage.start}–{passage.end}" in shown
    assert shortened(found, 2).facts == found.facts[:2] and shortened(found, None) == found


def test_the_order_of_the_lines_changes_nothing() -> None:
    lines = GRAPH.splitlines(keepends=True)
    assert ask("常州市", "".join(reversed(lines))) == ask("常州市")


@pytest.mark.parametrize("suffix", [".nq", ".ttl", ".trig"])
def test_the_command_reads_every_format(suffix: str, run: Run, document: Path, tmp_path: Path) -> None:
    assert run("build", document, "-o", tmp_path / f"graph{suffix}", "-q").exit_code == 0
    result = run("explain", tmp_path / f"graph{suffix}", "扬州市 支援 绥德县")
    assert result.exit_code == 0, result.stderr
    assert "1. 扬州市 支援 绥德县" in result.stdout and "[支援-assists]" in result.stdout
    assert result.stderr == "1 fact\n"


def test_the_command_reads_standard_input_and_writes_json(run: Run, graph_file: Path) -> None:
    result = run("explain", "-", "绥德县", "--format", "json", "--limit", "1", stdin=graph_file.read_bytes())
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["entity"]["label"] == "绥德县"
    assert len(json.loads(result.stdout)["facts"]) == 1
    assert re.fullmatch(r"\d+ facts, \d+ of them not shown\n", result.stderr)


@pytest.mark.parametrize(
    ("asked", "message"), [("扬洲市", "did you mean 扬州市"), ("绥德县 assists 扬州市", "does not say"), ("", "called")]
)
def test_the_command_refuses(asked: str, message: str, run: Run, graph_file: Path) -> None:
    result = run("explain", graph_file, asked)
    assert result.exit_code == 2 and message in result.stderr and result.stdout == ""
