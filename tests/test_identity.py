"""What is one in several documents: merged by evidence of its own, kept apart by place and class, reported where nothing decides."""

from __future__ import annotations

import itertools
from decimal import Decimal

from graph_case import QUICK, any_facts, document
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import nquads
from kg.graph.claims import from_nquads
from kg.graph.identity import OTHER_NAME, PLACE_IN_NAME, QUOTED, TAIL
from kg.graph.rdf import BASE, to_nquads
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
