"""What is one in several documents: merged by evidence of its own, kept apart by place and class, reported where nothing decides."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pyoxigraph as ox
import pytest
from facts_case import document as facts_document
from graph_case import QUICK, any_facts, document
from hypothesis import given
from hypothesis import strategies as st

from kg import data
from kg.facts import extract
from kg.graph import nquads
from kg.graph.claims import from_nquads
from kg.graph.curation import Decision
from kg.graph.identity import OTHER_NAME, PLACE_IN_NAME, QUOTED, TAIL
from kg.graph.rdf import BASE, PREFIXES, to_nquads
from kg.graph.whole import Whole, whole
from kg.model import Entity, Evidence, Facts, Indicator, Post, Statement

SUZHOU = Entity("region/320500", ("City", "Prefecture"), "苏州市", code="320500")
FUYANG = Entity("region/341200", ("City", "Prefecture"), "阜阳市", code="341200")
EVIDENCE = (Evidence(0, 3, "rule"),)
SURE = Decimal("0.9")


def thing(cls: str, label: str, *alt: str) -> Entity:
    return Entity(f"{cls}/{label}", (cls,), label, alt)


def graph(number: int, *entities: Entity, claims: tuple[Statement | Post | Indicator, ...] = ()) -> str:
    """The graph of a document that names these and says so."""
    kinds = {kind: tuple(c for c in claims if isinstance(c, kind)) for kind in (Statement, Post, Indicator)}
    doc = document("三个字的文献", digest=f"{number:064x}")
    return to_nquads(Facts(doc, entities, kinds[Statement], kinds[Post], kinds[Indicator]))


def located(thing: Entity, place: Entity) -> Statement:
    return Statement(thing.id, "locatedIn", place.id, EVIDENCE, SURE)


def merges(found: Whole) -> set[tuple[str, str, str]]:
    return {(m.merged.removeprefix(BASE), m.into.removeprefix(BASE), m.rule) for m in found.merges}


def test_a_short_name_here_is_the_full_name_there() -> None:
    full, short = thing("Enterprise", "晨曦光电科技股份有限公司", "晨曦光电"), thing("Enterprise", "晨曦光电")
    found = whole([graph(1, full), graph(2, short)])
    assert merges(found) == {("Enterprise/晨曦光电", "Enterprise/晨曦光电科技股份有限公司", OTHER_NAME)}
    assert found.merges[0].reason == "“晨曦光电”是“晨曦光电科技股份有限公司”的别名，同类实体中别无他者有此名"
    (entity,) = from_nquads(found.text).entities
    assert (entity.label, entity.alt_labels, len(entity.documents)) == ("晨曦光电科技股份有限公司", ("晨曦光电",), 2)


def test_a_province_before_its_city_makes_no_other_thing() -> None:
    found = whole(
        [
            graph(1, thing("School", "江苏苏州技师学院")),
            graph(2, thing("School", "苏州技师学院")),
            graph(3, thing("School", "苏州市技师学院")),
        ]
    )
    assert len(found.merges) == 2
    assert {rule for *_, rule in merges(found)} == {PLACE_IN_NAME}


def test_a_general_word_at_the_end_makes_no_other_thing() -> None:
    found = whole([graph(1, thing("Event", "运河文化周")), graph(2, thing("Event", "运河文化周活动"))])
    assert {rule for *_, rule in merges(found)} == {TAIL}


def test_a_quoted_name_is_the_one_of_the_place_that_the_document_names() -> None:
    here, there = thing("Project", "“稻香里”文旅综合体"), thing("Project", "苏州“稻香里”文旅综合体")
    assert merges(whole([graph(1, here, SUZHOU), graph(2, there)])) == {(here.id, there.id, QUOTED)}
    assert merges(whole([graph(1, here, FUYANG), graph(2, there)])) == set()


def test_what_lies_elsewhere_is_something_else_and_reported() -> None:
    full, short = thing("Enterprise", "晨曦光电科技股份有限公司", "晨曦光电"), thing("Enterprise", "晨曦光电")
    found = whole([graph(1, full, SUZHOU, claims=(located(full, SUZHOU),)), graph(2, short, FUYANG, claims=(located(short, FUYANG),))])
    assert found.merges == ()
    assert [doubt.reason for doubt in found.doubts] == ["“晨曦光电”与“晨曦光电科技股份有限公司”名称相合，所在地不同"]


def test_what_could_be_several_is_merged_with_none_of_them_and_reported() -> None:
    one, two = thing("Enterprise", "晨曦光电科技有限公司", "晨曦光电"), thing("Enterprise", "晨曦光电材料有限公司", "晨曦光电")
    found = whole([graph(1, one), graph(2, two), graph(3, thing("Enterprise", "晨曦光电"))])
    assert (found.merges, [len(doubt.entities) for doubt in found.doubts]) == ((), [3])
    assert found.doubts[0].reason == "“晨曦光电”可指其中几个"


def test_nothing_is_merged_by_way_of_a_third() -> None:
    """The middle one has evidence with either, these none with each other."""
    first, middle, last = (
        thing("Program", "金桥行动", "金桥"),
        thing("Program", "金桥行动计划", "金桥行动"),
        thing("Program", "金桥行动计划项目"),
    )
    found = whole([graph(1, first), graph(2, middle), graph(3, last)])
    assert found.merges == ()
    assert [doubt.reason for doubt in found.doubts] == ["并非两两之间都有同一的依据，未予合并"]


def test_two_names_in_one_document_regions_people_and_other_classes_are_left_alone() -> None:
    full, short = thing("Enterprise", "晨曦光电科技股份有限公司", "晨曦光电"), thing("Enterprise", "晨曦光电")
    assert whole([graph(1, full, short)]).merges == ()
    assert whole([graph(1, full), graph(2, thing("Brand", "晨曦光电"))]).merges == ()
    assert whole([graph(1, thing("Person", "林远舟", "远舟同志")), graph(2, thing("Person", "远舟同志"))]).merges == ()
    assert whole([graph(1, thing("Hospital", "苏州市人民医院", "市人民医院")), graph(2, thing("Hospital", "市人民医院"))]).merges == ()
    parks = [graph(1, thing("Park", "北京·沧州科创产业园")), graph(2, thing("Park", "天津·沧州科创产业园"))]
    assert whole(parks).merges == ()


def test_what_two_documents_say_of_one_thing_is_said_once() -> None:
    full, short, person = (
        thing("Enterprise", "晨曦光电科技股份有限公司", "晨曦光电"),
        thing("Enterprise", "晨曦光电"),
        thing("Person", "林远舟"),
    )
    texts = [
        graph(
            number,
            firm,
            person,
            claims=(
                Post(person.id, "总经理", firm.id, False, EVIDENCE, SURE),
                Indicator(firm.id, Decimal(3000), "万元", "投资", "Exactly", None, "3000万元", EVIDENCE, SURE),
            ),
        )
        for number, firm in enumerate((full, short))
    ]
    view = from_nquads(whole(texts).text)
    assert sorted(fact.kind for fact in view.facts) == ["indicators", "posts"]
    assert all(len({quote.document for quote in fact.evidence}) == 2 for fact in view.facts)


SAMPLE = [
    graph(1, thing("Enterprise", "晨曦光电科技股份有限公司", "晨曦光电"), SUZHOU),
    graph(2, thing("Enterprise", "晨曦光电"), thing("Event", "运河文化周")),
    graph(3, thing("Event", "运河文化周活动"), FUYANG),
]


def test_the_order_of_documents_does_not_matter_and_what_is_whole_stays() -> None:
    texts = {whole(order).text for order in itertools.permutations(SAMPLE)}
    assert len(texts) == 1
    assert whole(texts).text == texts.pop()


@QUICK
@given(st.lists(any_facts(), min_size=1, max_size=4))
def test_whatever_the_documents_say_the_whole_is_one_graph(given: list[Facts]) -> None:
    texts = [to_nquads(facts) for facts in given]
    found = whole(texts)
    assert whole(list(reversed(texts))).text == found.text
    assert whole([found.text]).text == found.text or found.merges
    merged = {merge.merged for merge in found.merges}
    assert not merged & {entity.iri for entity in from_nquads(found.text).entities}
    assert nquads.split(found.text) == sorted(set(nquads.split(found.text)))


# Namesakes


YINING = Entity("region/654021", ("County",), "伊宁县", code="654021")
KHORGOS = Entity("region/654004", ("City", "County"), "霍尔果斯市", code="654004")
WANG = thing("Person", "王伟")
SCHOOL = thing("School", "伊宁县第一中学")


def post(person: Entity, role: str, body: Entity) -> Post:
    return Post(person.id, role, body.id, False, EVIDENCE, SURE)


def held(number: int, role: str, body: Entity, *claims: Statement, date: str | None = None) -> str:
    """A document that gives the person a post."""
    extra = [SUZHOU, YINING, KHORGOS, FUYANG]
    doc = document("三个字的文献", digest=f"{number:064x}", date=date)
    entities = tuple({e.id: e for e in (WANG, body, *extra)}.values())
    return to_nquads(Facts(doc, entities, claims, (post(WANG, role, body),), ()))


def persons(found: Whole) -> set[str]:
    return {e.iri.removeprefix(f"{BASE}Person/") for e in from_nquads(found.text).entities if "Person" in e.types}


def test_namesakes_in_posts_that_do_not_fit_one_person_are_two_and_the_reason_is_told() -> None:
    found = whole([held(1, "副市长", SUZHOU), held(2, "教师", SCHOOL)])
    assert persons(found) == {"王伟~320500", "王伟~654021"}
    assert found.splits[0].reason == "同名“王伟”，所任职务或所在地不合：苏州市，伊宁县"
    assert f"<{BASE}Person/王伟~320500> <{PREFIXES['owl']}differentFrom> <{BASE}Person/王伟~654021>" in found.text
    store = ox.Store()
    store.bulk_load(found.text.encode(), ox.RdfFormat.N_QUADS)
    asked = (data.folder("ontology") / "questions" / "namesakes.rq").read_text("utf-8")
    (row,) = store.query(asked, use_default_graph_as_union=True)
    assert [term.value.removeprefix(f"{BASE}Person/") for term in row] == ["王伟", "王伟~320500", "王伟~654021"]
    posts = {(f.entity.rpartition("~")[2], dict(f.values)["role"]) for f in from_nquads(found.text).facts if f.kind == "posts"}
    assert posts == {("320500", "副市长"), ("654021", "教师")}


def test_a_leader_and_a_teacher_are_two_though_their_places_are_paired() -> None:
    aids = Statement(SUZHOU.id, "assists", YINING.id, EVIDENCE, SURE)
    assert len(persons(whole([held(1, "副市长", SUZHOU, aids), held(2, "教师", SCHOOL)]))) == 2


def test_one_person_keeps_one_iri_where_nothing_speaks_against_it() -> None:
    aids = Statement(SUZHOU.id, "assists", KHORGOS.id, EVIDENCE, SURE)
    bureau = thing("GovernmentBody", "苏州市教育局")
    for texts in (
        [held(1, "副市长", SUZHOU), held(2, "副市长", SUZHOU)],
        [held(1, "副市长", SUZHOU), held(2, "局长", bureau)],
        [held(1, "副市长", SUZHOU, aids), held(2, "市委副书记", KHORGOS)],
        [held(1, "副市长", SUZHOU), graph(2, WANG, FUYANG)],
    ):
        found = whole(texts)
        assert (persons(found), found.splits, found.doubts) == ({"王伟"}, (), ()), texts


def test_a_leader_elsewhere_years_later_may_have_moved_and_is_in_doubt() -> None:
    found = whole([held(1, "副市长", SUZHOU, date="2018-01-05"), held(2, "副市长", FUYANG, date="2023-01-05")])
    assert persons(found) == {"王伟"}
    assert [doubt.reason for doubt in found.doubts] == ["“王伟”在相隔数年的文献中任职于互不相关的两地，仍作一人"]
    assert len(persons(whole([held(1, "副市长", SUZHOU, date="2023-01-05"), held(2, "副市长", FUYANG, date="2023-06-05")]))) == 2


def test_a_document_that_could_tell_of_either_namesake_goes_with_none() -> None:
    found = whole([held(1, "副市长", SUZHOU), held(2, "教师", SCHOOL), graph(3, WANG)])
    assert persons(found) == {"王伟~320500", "王伟~654021", "王伟"}
    assert [doubt.reason for doubt in found.doubts] == ["“王伟”为数个同名者，其中 1 份文献不知所指何者"]


def test_institutions_of_one_name_in_two_cities_are_two() -> None:
    clinic = thing("Hospital", "第一人民医院")
    there = [graph(n, clinic, city, claims=(located(clinic, city),)) for n, city in ((1, SUZHOU), (2, FUYANG))]
    found = whole(there)
    assert [split.into for split in found.splits] == [tuple(f"{BASE}Hospital/第一人民医院~{code}" for code in ("320500", "341200"))]
    firm = thing("Enterprise", "晨曦光电科技股份有限公司")
    seats = [graph(n, firm, city, claims=(located(firm, city),)) for n, city in ((1, SUZHOU), (2, FUYANG))]
    assert whole(seats).splits == ()


def test_namesakes_do_not_depend_on_order_and_stay_parted() -> None:
    texts = [held(1, "副市长", SUZHOU), held(2, "教师", SCHOOL), graph(3, WANG), held(4, "市长", SUZHOU)]
    found = {whole(order).text for order in itertools.permutations(texts)}
    assert len(found) == 1
    assert whole(found).text == found.pop()


def test_people_can_say_that_namesakes_are_one() -> None:
    decision = Decision(2, "same", "Person/王伟~654021", "Person/王伟~320500", "", "")
    found = whole([held(1, "副市长", SUZHOU), held(2, "教师", SCHOOL)], (decision,))
    assert (persons(found), found.unused) == ({"王伟~320500"}, ())


def test_cohorts_of_one_number_sent_from_two_cities_are_two() -> None:
    cohort = thing("AidTeam", "第十一批援疆干部人才")
    assert len(whole([graph(1, cohort, SUZHOU), graph(2, cohort, FUYANG)]).splits) == 1
    assert whole([graph(1, cohort, SUZHOU, YINING), graph(2, cohort, FUYANG, YINING)]).splits == ()


def test_a_name_without_its_place_is_the_one_of_the_place_where_it_lies() -> None:
    bare, full = thing("School", "第一中学"), thing("School", "苏州市第一中学")
    here = graph(1, bare, SUZHOU, claims=(located(bare, SUZHOU),))
    assert merges(whole([here, graph(2, full)])) == {(bare.id, full.id, PLACE_IN_NAME)}
    assert whole([graph(1, bare, FUYANG, claims=(located(bare, FUYANG),)), graph(2, full)]).merges == ()
    assert whole([graph(1, bare, full, SUZHOU, claims=(located(bare, SUZHOU),)), graph(2, full)]).merges == ()


def test_a_document_that_tells_of_both_keeps_a_short_name_from_the_full_one() -> None:
    full, short = thing("Enterprise", "晨曦光电科技股份有限公司", "晨曦光电"), thing("Enterprise", "晨曦光电")
    assert whole([graph(1, full), graph(2, short), graph(3, full, short)]).merges == ()


@pytest.mark.parametrize("text", ["代表团走访霍城县。城关镇投资3000万元。"])
def test_a_town_that_nothing_links_is_its_documents_own(text: str) -> None:
    ids = {entity.id for noise in ("", "来宾很多。") for entity in extract(facts_document(text + noise)).entities if entity.label == "城关镇"}
    assert len(ids) == 2
    assert all(id.startswith("region/unlinked-") for id in ids)
