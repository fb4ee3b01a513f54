"""What figures say besides their numbers: what is measured, when, added up or recurring, parts of wholes, payers and payees."""

from __future__ import annotations

import pytest
from facts_case import document

from kg.facts import extract
from kg.graph.claims import from_nquads
from kg.graph.rdf import to_nquads
from kg.model import Facts, Indicator

PERIODS = (
    ("2023年，扬州市安排援助资金4200万元，实施项目36个。", "36个", "2023"),
    ("2022年扬榆产业园实现产值8亿元，税收6000万元。", "6000万元", "2022"),
    ("截至2023年底，扬州市选派教师120名。", "120名", "2023"),
    ("2021年以来，扬州援陕工作组投入帮扶资金5.6亿元。", "5.6亿元", "2021"),
    ("扬榆产业园2018年开园，占地186亩。", "186亩", None),
    ("扬榆产业园占地186亩。", "186亩", None),
)
BASES = (
    ("扬州援陕工作组累计投入帮扶资金5.6亿元。", "5.6亿元", "Cumulative"),
    ("2021年以来，扬州市选派教师120名。", "120名", "Cumulative"),
    ("扬榆产业园年产服装200万件。", "200万件", "Recurring"),
    ("绥德县人均增收3000元。", "3000元", "Recurring"),
    ("扬榆产业园产值比上年增长9%。", "9%", None),
    ("扬榆产业园占地186亩。", "186亩", None),
)
PAID = (
    ("扬州市向绥德县拨付财政援助资金4200万元。", "扬州市", "绥德县"),
    ("绥德县云岭小学由扬州市邗江区出资1800万元。", "邗江区", "绥德县云岭小学"),
    ("扬州市慈善总会为绥德县人民医院捐款50万元。", "扬州市慈善总会", "绥德县人民医院"),
    ("江苏瑞恒食品有限公司投资1.1亿元，在绥德县建设瑞恒小米深加工项目。", "江苏瑞恒食品有限公司", "瑞恒小米深加工项目"),
    ("扬榆产业园去年产值8亿元。", None, None),
)


def figures(text: str) -> tuple[Facts, dict[str, Indicator]]:
    facts = extract(document(text))
    return facts, {i.wording: i for i in facts.indicators}


@pytest.mark.parametrize(("text", "wording", "period"), PERIODS)
def test_period(text: str, wording: str, period: str | None) -> None:
    assert figures(text)[1][wording].period == period


@pytest.mark.parametrize(("text", "wording", "basis"), BASES)
def test_basis(text: str, wording: str, basis: str | None) -> None:
    assert figures(text)[1][wording].basis == basis


@pytest.mark.parametrize(("text", "payer", "payee"), PAID)
def test_who_pays_whom(text: str, payer: str | None, payee: str | None) -> None:
    facts, found = figures(text)
    labels = {e.id: e.label for e in facts.entities}
    (one,) = found.values()
    assert (one.payer and labels[one.payer], one.payee and labels[one.payee]) == (payer, payee)


def test_parts_lead_to_their_whole() -> None:
    _, found = figures("扬州市落实援助资金4200万元，其中用于教育1500万元、医疗800万元；社会捐款300万元。")
    wholes = {wording: one.part_of and one.part_of.wording for wording, one in found.items()}
    assert wholes == {"4200万元": None, "1500万元": "4200万元", "800万元": "4200万元", "300万元": None}


def test_a_measure_has_no_other_figure_in_it() -> None:
    _, found = figures("扬榆产业园占地186亩、入驻企业28家。")
    assert found["28家"].measure == "入驻企业"


def test_the_graph_tells_of_parts_parties_and_basis() -> None:
    facts = extract(document("2021年以来，扬州市累计向绥德县拨付援助资金4200万元，其中用于教育1500万元。"))
    text = to_nquads(facts)
    assert "ontology#includedIn>" in text
    values = [dict(fact.values) for fact in from_nquads(text).facts if fact.kind == "indicators"]
    (whole,) = (v for v in values if v["wording"] == "4200万元")
    assert (whole["basis"], whole["payer"], whole["payee"]) == ("Cumulative", "扬州市", "绥德县")
