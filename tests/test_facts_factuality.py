"""Status and polarity of what sentences tell: planned, agreed, under way, done, standing, denied, or no fact at all."""

from __future__ import annotations

import pytest
from facts_case import document

from kg import facts as rooms
from kg import vocabulary as vocabularies
from kg.graph.nquads import path
from kg.graph.rdf import BASE, name, to_nquads
from kg.lexicon import CUES, PHASES, load
from kg.model import STATUSES, Facts, asserted

AID, JOINT, PARK = "扬州市 assists 绥德县", "扬州市 cooperatesWith 榆林市", "扬州市 establishes 扬榆产业园"
BUILDS = "扬州正阳电气有限公司 establishes 绥德储能项目"
INVESTS, SETTLES = "扬州正阳电气有限公司 investsIn 绥德储能项目", "扬州正阳电气有限公司 settledIn 绥德经济开发区"
SIGNS, JOINS = "扬州市 signs 《扬榆文旅合作协议》", "扬州市 participatesIn 扬榆文旅推介会"
HOSPITAL = "扬州市 establishes 绥德县医院"

TOLD = [
    # auxiliaries of intention
    ("扬州市拟与榆林市共建煤化工产业园。", JOINT, "Planned"),
    ("扬州市计划于2025年与榆林市共建煤化工产业园。", JOINT, "Planned"),
    ("扬州市原定支援绥德县。", AID, "Planned"),
    ("绥德经济开发区有望引进扬州正阳电气有限公司。", SETTLES, "Planned"),
    ("扬州正阳电气有限公司准备入驻绥德经济开发区。", SETTLES, "Planned"),
    ("扬州市与榆林市有意合作共建扬榆产业园。", JOINT, "Planned"),
    ("扬州市提出与榆林市共建煤化工产业园的设想。", JOINT, "Planned"),
    ("扬州市与榆林市共建煤化工产业园一事正在洽谈。", JOINT, "Planned"),
    ("榆林市还应支援绥德县，并拟援建绥德县医院。", "榆林市 establishes 绥德县医院", "Planned"),
    # coordinated clauses go on, 已 and 目前 end it
    ("扬州正阳电气有限公司打算投资8亿元，建设绥德储能项目。", BUILDS, "Planned"),
    ("扬州正阳电气有限公司打算投资8亿元，目前正在建设绥德储能项目。", BUILDS, "UnderWay"),
    # a relative clause closes with its 的
    ("扬州市拟投资的绥德储能项目由扬州正阳电气有限公司建成。", BUILDS, "Done"),
    # 将: undecided, with a time, of an event, after a signing, and as 把
    ("扬州市将与榆林市共建煤化工产业园。", JOINT, "Planned"),
    ("扬州市将重点支援绥德县。", AID, "Planned"),
    ("王强表示，扬州市将全力支援绥德县。", AID, "Planned"),
    ("扬州正阳电气有限公司将于明年3月入驻绥德经济开发区。", SETTLES, "Agreed"),
    ("下月起，扬州市每年将选派10名教师支援绥德县。", AID, "Agreed"),
    ("扬榆文旅推介会将在榆林市举行。", "扬榆文旅推介会 locatedIn 榆林市", "Agreed"),
    ("扬州市承办的扬榆文旅推介会将于10月在榆林市举行。", "扬州市 organizes 扬榆文旅推介会", "Agreed"),
    ("扬州正阳电气有限公司与绥德县签约，将投资8亿元建设绥德储能项目。", INVESTS, "Agreed"),
    ("扬州市将其支援的绥德县医院列为重点。", "扬州市 assists 绥德县医院", "Standing"),
    ("扬州市将3000万元资金投入绥德储能项目。", "扬州市 investsIn 绥德储能项目", "Done"),
    # what is signed or decided
    ("扬州正阳电气有限公司与绥德县签约，拟投资8亿元建设绥德储能项目。", INVESTS, "Agreed"),
    ("根据协议，扬州正阳电气有限公司将投资8亿元建设绥德储能项目。", INVESTS, "Agreed"),
    ("扬州正阳电气有限公司签约入驻绥德经济开发区。", SETTLES, "Agreed"),
    ("双方商定，扬州市每年援助绥德县5000万元。", AID, "Agreed"),
    ("扬州市已决定支援绥德县。", AID, "Agreed"),
    ("扬州市承诺支援绥德县。", AID, "Agreed"),
    ("扬州市获批建设扬榆产业园。", PARK, "Agreed"),
    ("扬州市即将建成扬榆产业园。", PARK, "Agreed"),
    # under way
    ("扬州市正在建设扬榆产业园。", PARK, "UnderWay"),
    ("扬州市正加快建设扬榆产业园。", PARK, "UnderWay"),
    ("扬州市启动建设扬榆产业园。", PARK, "UnderWay"),
    ("扬州市实施“百企入榆”行动计划，支援绥德县。", "扬州市 implements “百企入榆”行动计划", "UnderWay"),
    ("扬州市不断支援绥德县。", AID, "UnderWay"),
    # done
    ("扬州市已经建成扬榆产业园。", PARK, "Done"),
    ("扬州市建成了扬榆产业园。", PARK, "Done"),
    ("扬州市已与榆林市签署《扬榆文旅合作协议》。", SIGNS, "Done"),
    ("扬州市曾支援绥德县。", AID, "Done"),
    ("扬州市支援过绥德县。", AID, "Done"),
    ("扬州市应榆林市邀请，参加扬榆文旅推介会。", JOINS, "Done"),
    ("面向未来，扬州市与榆林市签署《扬榆文旅合作协议》。", SIGNS, "Done"),
    # words that only look like cues
    ("扬州市从未停止支援绥德县。", AID, "Standing"),
    ("扬州市没有忘记支援绥德县。", AID, "Standing"),
    ("扬州市不仅支援绥德县，还支援佳县。", AID, "Standing"),
    ("扬州市不远千里支援绥德县。", AID, "Standing"),
    ("扬州市不得不支援绥德县。", AID, "Standing"),
    ("扬州市想方设法支援绥德县。", AID, "Standing"),
    ("扬州市应用新技术支援绥德县。", AID, "Standing"),
    ("扬州市可持续支援绥德县。", AID, "Standing"),
    ("按照工作计划，扬州市支援绥德县。", AID, "Standing"),
    ("根据专家建议，扬州市支援绥德县。", AID, "Standing"),
    ("扬州市拟定方案，支援绥德县。", AID, "Standing"),
    ("这里适应当地情况，扬州市支援绥德县。", AID, "Standing"),
    ("扬州市并未支援绥德县，而是支援佳县。", "扬州市 assists 佳县", "Standing"),
    ("若羌县与扬州市签署《扬若合作协议》。", "若羌县 signs 《扬若合作协议》", "Done"),
    ("扬州市为榆林市提供了不少帮助，援建绥德县医院。", HOSPITAL, "UnderWay"),
]  # fmt: skip

DENIED = [
    ("扬州市尚未与榆林市签署《扬榆文旅合作协议》。", SIGNS),
    ("扬州市没有与榆林市签署《扬榆文旅合作协议》。", SIGNS),
    ("扬州市未能参加扬榆文旅推介会。", JOINS),
    ("扬州市取消参加扬榆文旅推介会。", JOINS),
    ("扬州市不再支援绥德县。", AID),
    ("扬州市暂停支援绥德县。", AID),
    ("扬州市从不支援绥德县。", AID),
    ("扬州市并未支援绥德县，而是支援佳县。", AID),
    ("扬州市与榆林市合作一事告吹。", JOINT),
]

UNREAL = [
    ("建议扬州市支援绥德县，由扬州正阳电气有限公司投资建设绥德储能项目。", AID, "wish"),
    ("建议扬州市支援绥德县，由扬州正阳电气有限公司投资建设绥德储能项目。", INVESTS, "wish"),
    ("专家建议，榆林市支援绥德县，扬州市援建绥德县医院。", HOSPITAL, "wish"),
    ("会议要求，扬州市要继续支援绥德县。", AID, "wish"),
    ("扬州市应支援绥德县。", AID, "wish"),
    ("扬州市还要支援绥德县。", AID, "wish"),
    ("扬州市亟需支援绥德县。", AID, "wish"),
    ("扬州市仍须支援绥德县。", AID, "wish"),
    ("扬州市均应支援绥德县。", AID, "wish"),
    ("为此建议扬州市与榆林市共建扬榆产业园。", PARK, "wish"),
    ("扬州市方可支援绥德县。", AID, "possible"),
    ("扬州市鼓励扬州正阳电气有限公司入驻绥德经济开发区。", SETTLES, "wish"),
    ("扬州市力争2026年建成扬榆产业园，引进扬州正阳电气有限公司。", PARK, "wish"),
    ("扬州市可支援绥德县。", AID, "possible"),
    ("如果扬州市支援绥德县，扬州正阳电气有限公司就会落户绥德经济开发区。", SETTLES, "condition"),
    ("扬州市若支援绥德县，绥德县就能发展。", AID, "condition"),
    ("扬州市何不与榆林市共建煤化工产业园？", JOINT, "question"),
    ("难道扬州市没有支援绥德县吗？", AID, "question"),
    ("扬州市是否支援绥德县，尚无定论。", AID, "question"),
    ("凡扬州市支援绥德县的项目，均由榆林市实施。", AID, "principle"),
    ("扬州市一般支援绥德县。", AID, "principle"),
]

FIGURES = [
    ("绥德储能项目计划总投资8亿元，占地300亩。", "绥德储能项目 800000000", "Projected"),
    ("绥德储能项目总投资8亿元，预计年产值2亿元。", "绥德储能项目 200000000", "Projected"),
    ("绥德储能项目总投资8亿元，预计年产值2亿元。", "绥德储能项目 800000000", "Standing"),
    ("扬州正阳电气有限公司打算投资8亿元，建设绥德储能项目。", "绥德储能项目 800000000", "Planned"),
    ("扬州市拟投入8亿元建设绥德储能项目。", "绥德储能项目 800000000", "Planned"),
    ("扬州正阳电气有限公司与绥德县签约，投资8亿元建设绥德储能项目。", "绥德储能项目 800000000", "Agreed"),
    ("扬州市投入8亿元建设绥德储能项目。", "绥德储能项目 800000000", "Done"),
]

DATES = [
    ("绥德储能项目于2023年10月投产。", "绥德储能项目 2023-10", "Done"),
    ("绥德储能项目总投资8亿元，计划于2026年建成。", "绥德储能项目 2026", "Planned"),
    ("绥德储能项目预计2026年10月投产。", "绥德储能项目 2026-10", "Planned"),
]

PLANS = "榆林市工作总结\n\n一、主要做法\n\n2023年，扬州市建设扬榆产业园。\n\n二、下一步打算\n\n扬州市建设绥德储能项目，参加扬榆文旅推介会。扬州市位于江苏省。\n"


def statuses(facts: Facts) -> dict[str, str]:
    """Status of each statement in readable form, a symmetric relation in both directions; what is denied with a mark."""
    label = {e.id: e.label for e in facts.entities}
    found = {}
    for said in facts.statements:
        for one, other in ((said.subject, said.object), (said.object, said.subject)):
            if one == said.subject or vocabularies.load().property(said.predicate).symmetric:
                mark = "" if said.polarity == "Affirmed" else "!"
                found[f"{mark}{label[one]} {said.predicate} {label[other]}"] = said.status
    return found


def read(text: str) -> Facts:
    return rooms.extract(document(text + "\n"))


@pytest.mark.parametrize(("text", "relation", "status"), TOLD)
def test_the_status_of_a_relation(text: str, relation: str, status: str) -> None:
    assert statuses(read(text)).get(relation) == status


@pytest.mark.parametrize(("text", "relation"), DENIED)
def test_what_is_denied_is_a_statement_of_its_own(text: str, relation: str) -> None:
    found = statuses(read(text))
    assert f"!{relation}" in found
    assert relation not in found


@pytest.mark.parametrize(("text", "relation", "kind"), UNREAL)
def test_what_is_no_fact_is_a_remark(text: str, relation: str, kind: str) -> None:
    facts = read(text)
    assert not {relation, f"!{relation}"} & set(statuses(facts))
    assert (kind, relation) in {(r.kind, r.note) for r in facts.remarks}


@pytest.mark.parametrize(("text", "figure", "status"), FIGURES)
def test_the_status_of_a_figure(text: str, figure: str, status: str) -> None:
    facts = read(text)
    label = {e.id: e.label for e in facts.entities}
    assert {f"{label[i.entity]} {i.value}": i.status for i in facts.indicators}.get(figure) == status


@pytest.mark.parametrize(("text", "date", "status"), DATES)
def test_the_status_of_a_date(text: str, date: str, status: str) -> None:
    facts = read(text)
    label = {e.id: e.label for e in facts.entities}
    assert {f"{label[d.entity]} {d.value}": d.status for d in facts.dates}.get(date) == status


def test_a_figure_that_is_aimed_at_is_a_remark() -> None:
    facts = read("扬州市力争投入8亿元建设绥德储能项目。")
    assert facts.indicators == ()
    assert [(r.kind, r.note) for r in facts.remarks if r.kind.endswith("figure")] == [("wish-figure", "8亿元")]


def test_under_a_heading_of_plans_nothing_has_happened_yet() -> None:
    found = statuses(read(PLANS))
    assert found[PARK] == "UnderWay"
    assert found["扬州市 establishes 绥德储能项目"] == "Planned"


def test_of_several_tellings_the_strongest_counts() -> None:
    said = read("扬州市拟建设扬榆产业园。扬州市正在建设扬榆产业园。扬州市已建成扬榆产业园。")
    assert statuses(said)[PARK] == "Done"
    assert len({e.start for s in said.statements if s.predicate == "establishes" for e in s.evidence}) == 3


@pytest.mark.parametrize(
    ("text", "relation", "plain"),
    [
        ("扬州市拟建设扬榆产业园。", "establishes", False),
        ("扬州市未建成扬榆产业园。", "establishes", False),
        ("扬州市获批建设扬榆产业园。", "establishes", True),
        ("扬州市已建成扬榆产业园。", "establishes", True),
    ],
)
def test_only_facts_are_plain_triples(text: str, relation: str, plain: bool) -> None:
    facts = read(text)
    (said,) = (s for s in facts.statements if s.predicate == relation)
    assert asserted(said) == plain
    written = to_nquads(facts)
    triple = f"<{BASE}{path(said.subject)}> {name(f'rc:{relation}')} <{BASE}{path(said.object)}> "
    assert (triple in written) == plain
    assert f"{name('rc:status')} {name(f'rc:{said.status}')} " in written
    assert f"{name('rc:polarity')} {name(f'rc:{said.polarity}')} " in written


def test_the_values_are_those_of_the_ontology() -> None:
    terms = vocabularies.load()
    others = {"Affirmed", "Denied", "Confirmed", "Rejected", "Exactly", "MoreThan", "LessThan", "About", "Cumulative", "Recurring"}
    assert {*STATUSES, *others} == set(terms.individuals)
    assert not terms.is_a("Status", "Entity")


def test_the_tables_use_every_category_and_phase() -> None:
    lexicon = load()
    assert set(lexicon.factuality.values()) == set(CUES)
    assert set(lexicon.phases.values()) == set(PHASES)
    assert lexicon.longest_cue == max(map(len, lexicon.factuality))
