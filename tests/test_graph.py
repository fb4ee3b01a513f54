"""Facts to RDF: what a graph says, that it says it in one way only, and that it can be traced to the character."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from graph_case import CHARACTERS, DOC, QUICK, TEXTS, any_facts, document, facts, said, shuffled
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import DCTERMS, ORG, PROV, RDF, SKOS, XSD

from kg.errors import VocabularyError
from kg.graph import nquads
from kg.graph.claims import from_nquads
from kg.graph.rdf import BASE, dated, decimal, to_dataset, to_nquads
from kg.model import Completion, Entity, EntityDate, Facts, Span, Statement

# rdflib's own readers and writers of N-Quads use what rdflib calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

RC = rdflib.Namespace("https://w3id.org/regional-cooperation/ontology#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SCHEMA = rdflib.Namespace("http://schema.org/")
DOCUMENT = rdflib.URIRef(f"{BASE}document/{'0a' * 32}")
NANTONG, YINING, RUDONG, JIANGSU = (rdflib.URIRef(f"{BASE}region/{code}") for code in ("320600", "654021", "320623", "320000"))
PARK, PERSON = rdflib.URIRef(f"{BASE}Park/电商%5C产业园"), rdflib.URIRef(f"{BASE}Person/沈一帆")


@pytest.fixture(scope="module")
def text() -> str:
    return to_nquads(facts())


@pytest.fixture(scope="module")
def graph(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(f"{line}\n" for line in nquads.triples(nquads.split(text))), format="nt")


def test_lines_are_sorted_and_each_stands_once(text: str) -> None:
    lines = text.split("\n")[:-1]
    assert text.endswith(" .\n")
    assert lines == sorted(set(lines))


def test_everything_stands_in_one_named_graph_that_is_not_the_document(text: str) -> None:
    graphs = {nquads.tokens(line)[3] for line in nquads.split(text)}
    assert graphs == {f"<{BASE}graph/{'0a' * 32}>"}


@QUICK
@given(any_facts())
def test_there_are_no_blank_nodes_and_two_parsers_read_the_same(given: Facts) -> None:
    text = to_nquads(given)
    ours = {nquads.tokens(line)[:3] for line in nquads.split(text)}
    assert not [line for line in nquads.split(text) if any(token.startswith("_:") for token in nquads.tokens(line))]
    quads = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    assert len(quads) == len(ours)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="nquads")
    theirs = {(str(s), str(p), str(o)) for s, p, o, _ in dataset.quads()}
    assert theirs == {(q.subject.value, q.predicate.value, q.object.value) for q in quads}
    assert theirs == {tuple(nquads.read_term(token).value for token in triple) for triple in ours}


@QUICK
@given(any_facts())
def test_lines_are_what_a_serialiser_of_canonical_n_quads_writes(given: Facts) -> None:
    text = to_nquads(given)
    written = pyoxigraph.serialize(
        pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS), format=pyoxigraph.RdfFormat.N_QUADS
    )
    assert written is not None
    assert [nquads.with_cased_tags(line) for line in nquads.split(written.decode())] == nquads.split(text)


@QUICK
@given(any_facts())
def test_every_quotation_stands_in_the_source_where_it_says(given: Facts) -> None:
    view = from_nquads(to_nquads(given))
    quotations = [q for claim in (*view.relations, *view.facts) for q in claim.evidence]
    assert bool(quotations) == bool(given.statements or given.posts)
    for quotation in quotations:
        assert given.document.source.text[quotation.start : quotation.end] == quotation.quote != ""


@QUICK
@given(st.data())
def test_the_order_of_the_facts_does_not_show(data: st.DataObject) -> None:
    assert to_nquads(shuffled(facts(), data)) == to_nquads(facts())


@QUICK
@given(any_facts(), any_facts())
def test_a_corpus_is_the_union_of_its_documents(one: Facts, two: Facts) -> None:
    texts = [to_nquads(one), to_nquads(two)]
    both = nquads.union(texts)
    assert both == nquads.union(reversed(texts))
    assert set(both) == {line for text in texts for line in text.split("\n") if line}
    if one.document.source.digest != two.document.source.digest:
        kept = [line for line in both if two.document.source.digest not in nquads.tokens(line)[3]]
        assert "".join(f"{line}\n" for line in kept) == texts[0]


def test_entities_carry_classes_and_labels(graph: rdflib.Graph) -> None:
    assert set(graph.objects(NANTONG, RDF.type)) == {RC.City, RC.Prefecture, RC.Region}
    assert set(graph.objects(PARK, RDF.type)) == {RC.Park}
    assert list(graph.objects(NANTONG, SKOS.prefLabel)) == [rdflib.Literal("南通市", lang="zh-Hans")]
    assert {str(o) for o in graph.objects(NANTONG, SKOS.altLabel)} == {"通", "南通"}
    assert list(graph.objects(RUDONG, SKOS.altLabel)) == [rdflib.Literal("如東縣", lang="zh-Hant")]
    assert str(graph.value(NANTONG, RC.divisionCode)) == "320600"
    assert (graph.value(NANTONG, SCHEMA.longitude), graph.value(NANTONG, SCHEMA.latitude)) == (
        rdflib.Literal("120.89", datatype=XSD.decimal),
        rdflib.Literal("31.98", datatype=XSD.decimal),
    )


def test_tags_keep_their_case(text: str) -> None:
    tags = {nquads.read_term(nquads.tokens(line)[2]).language for line in nquads.split(text)}
    assert tags == {"", "zh-Hans", "zh-Hant"}


def test_background_is_not_mentioned_and_not_stated(graph: rdflib.Graph) -> None:
    assert (NANTONG, RC.locatedIn, JIANGSU) in graph
    assert set(graph.objects(JIANGSU, RC.mentionedIn)) == set()
    assert set(graph.objects(NANTONG, RC.mentionedIn)) == {DOCUMENT}
    assert not list(graph.subjects(RDF.predicate, RC.locatedIn))


def test_an_ambiguous_place_keeps_its_candidates_and_the_rule_that_chose(graph: rdflib.Graph) -> None:
    assert set(graph.objects(YINING, RC.candidate)) == {YINING, rdflib.URIRef(f"{BASE}region/654002")}
    assert str(graph.value(YINING, RC.rule)) == "home"


def test_a_relation_is_a_triple_and_a_statement(graph: rdflib.Graph) -> None:
    assert (NANTONG, RC.assists, YINING) in graph
    (statement,) = graph.subjects(RDF.predicate, RC.assists)
    assert (graph.value(statement, RDF.subject), graph.value(statement, RDF.object)) == (NANTONG, YINING)
    assert graph.value(statement, RC.confidence) == rdflib.Literal("0.95", datatype=XSD.decimal)
    assert graph.value(statement, RC.date) == rdflib.Literal("2024", datatype=XSD.gYear)
    assert str(graph.value(statement, RC.rule)) == "frame"
    place = graph.value(statement, PROV.wasDerivedFrom)
    assert str(place) == f"{DOCUMENT}#char=2,{DOC.source.text.index('。') + 1}"
    assert graph.value(place, OA.hasSource) == DOCUMENT


def test_a_symmetric_relation_is_written_in_the_direction_that_was_read(graph: rdflib.Graph) -> None:
    assert list(graph.subject_objects(RC.cooperatesWith)) == [(NANTONG, YINING)]
    (statement,) = graph.subjects(RDF.predicate, RC.cooperatesWith)
    assert graph.value(statement, RC.startDate) == rdflib.Literal("2013-03", datatype=XSD.gYearMonth)
    assert graph.value(statement, RC.endDate) == rdflib.Literal("2024-01-31", datatype=XSD.date)


def test_what_was_completed_stands_with_the_statement_and_its_place_in_the_source() -> None:
    start = DOC.text.index("南通市累计")
    filled = (Completion("carried-subject", "region/320600", Span(start, start + 3)), Completion("protagonist", "Person/沈一帆"))
    (figure,) = facts().indicators
    evidence = (dataclasses.replace(figure.evidence[0], completions=filled),)
    changed = dataclasses.replace(facts(), indicators=(dataclasses.replace(figure, evidence=evidence),))
    graph = to_dataset(to_nquads(changed))
    (statement,) = graph.subjects(RDF.predicate, RC.indicator)
    carried, told = sorted(graph.objects(statement, RC.completion), key=lambda node: str(graph.value(node, RC.rule)))
    assert (graph.value(carried, RC.completedTo), graph.value(told, RC.completedTo)) == (NANTONG, PERSON)
    assert graph.value(carried, PROV.wasDerivedFrom) == graph.value(statement, PROV.wasDerivedFrom)
    place = str(graph.value(carried, RC.completedFrom)).removeprefix(f"{DOCUMENT}#char=").split(",")
    assert DOC.source.text[slice(*map(int, place))] == str(graph.value(carried, RC.wording)) == "南通市"
    assert graph.value(told, RC.completedFrom) is None and graph.value(told, RC.wording) is None


def test_quotations_keep_line_breaks_of_the_source(graph: rdflib.Graph) -> None:
    exact = {str(o) for o in graph.objects(None, OA.exact)}
    assert "南通市对口支\n援伊宁县“电商\\产业园”。" in exact
    assert {o.datatype for p in (OA.start, OA.end) for o in graph.objects(None, p)} == {XSD.nonNegativeInteger}


def test_posts_are_memberships_and_statements(graph: rdflib.Graph) -> None:
    posts = {
        (
            graph.value(node, ORG.member),
            str(graph.value(graph.value(node, ORG.role), SKOS.prefLabel)),
            graph.value(node, ORG.organization),
            str(graph.value(node, RC.former)),
        )
        for node in graph.subjects(RDF.type, ORG.Membership)
    }
    assert posts == {(PERSON, "市长", NANTONG, "None"), (PERSON, "县长", RUDONG, "true")}
    stated = {graph.value(node, RDF.object) for node in graph.subjects(RDF.predicate, ORG.hasMembership)}
    assert stated == set(graph.subjects(RDF.type, ORG.Membership)) == set(graph.objects(PERSON, ORG.hasMembership))


def test_indicators_are_nodes_and_statements(graph: rdflib.Graph) -> None:
    ((entity, node),) = graph.subject_objects(RC.indicator)
    assert entity == NANTONG
    assert graph.value(node, SCHEMA.value).n3() == '"210000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert [str(graph.value(node, p)) for p in (SCHEMA.unitText, RC.measure, RC.wording)] == ["元", "累计投入", "2.1亿元"]
    assert graph.value(node, RC.qualifier) == RC.Exactly
    assert graph.value(node, RC.period) == rdflib.Literal("2024", datatype=XSD.gYear)
    (statement,) = graph.subjects(RDF.predicate, RC.indicator)
    assert (graph.value(statement, RDF.subject), graph.value(statement, RDF.object)) == (NANTONG, node)


def test_a_date_is_typed_to_its_granularity_and_stated(graph: rdflib.Graph) -> None:
    assert graph.value(PARK, RC.date) == rdflib.Literal("2024-12", datatype=XSD.gYearMonth)
    (statement,) = graph.subjects(RDF.predicate, RC.date)
    assert graph.value(statement, RDF.object) == rdflib.Literal("2024-12", datatype=XSD.gYearMonth)


def test_the_document_says_what_it_is(graph: rdflib.Graph) -> None:
    said = {p: str(o) for p, o in graph.predicate_objects(DOCUMENT)}
    assert said == {
        RDF.type: str(RC.SourceDocument),
        RC.digest: "0a" * 32,
        RC.home: str(YINING),
        DCTERMS.language: "zh-Hans",
        DCTERMS.title: "南通市对口支援",
        DCTERMS.issued: "2024-12-18",
        DCTERMS.publisher: "如东日报",
        DCTERMS.source: "https://example.org/a?b=1",
    }


def test_an_address_that_is_none_stays_a_text() -> None:
    text = to_nquads(Facts(document(url="见 <总第3期>")))
    assert '<http://purl.org/dc/terms/source> "见 <总第3期>" ' in text


def test_the_scripts_of_a_traditional_document_are_told_apart() -> None:
    doc = document("如東縣訊\n如東縣", script="Hant", title="如東縣訊", publisher="如东日报")
    text = to_nquads(Facts(doc))
    assert '"如東縣訊"@zh-Hant' in text
    assert '"如东日报"@zh-Hans' in text


def test_what_two_documents_say_alike_is_one_fact_with_two_statements() -> None:
    one, two = facts(), dataclasses.replace(facts(), document=document(digest="1b" * 32))
    graphs = [rdflib.Dataset(default_union=True).parse(data=to_nquads(f), format="nquads") for f in (one, two)]
    for kind in (ORG.Membership, RC.Indicator):
        assert set(graphs[0].subjects(RDF.type, kind)) == set(graphs[1].subjects(RDF.type, kind)) != set()
    assert set(graphs[0].subjects(RDF.type, RDF.Statement)).isdisjoint(graphs[1].subjects(RDF.type, RDF.Statement))


def test_equal_claims_become_one_with_all_evidence_and_the_highest_confidence() -> None:
    given = facts()
    again = dataclasses.replace(given.statements[0], evidence=said("2024年"), confidence=Decimal("0.99"))
    view = from_nquads(to_nquads(dataclasses.replace(given, statements=(*given.statements, again))))
    (relation,) = [r for r in view.relations if r.predicate == "assists"]
    assert relation.confidence == "0.99"
    assert [q.quote for q in relation.evidence] == ["南通市对口支\n援伊宁县“电商\\产业园”。", "2024年"]


def test_the_view_tells_what_had_to_be_filled_in_where_least_had_to() -> None:
    given = facts()
    (plain,), (other,) = said("2024年"), said("电商")
    carried, stand_in = (Completion(rule, "region/320600") for rule in ("carried-subject", "stands-for-该市"))
    for pieces, completions in (
        ((dataclasses.replace(plain, completions=(stand_in, carried)),), ("carried-subject", "stands-for-该市")),
        (
            (dataclasses.replace(plain, completions=(stand_in, carried)), dataclasses.replace(other, completions=(stand_in,))),
            ("stands-for-该市",),
        ),
        ((dataclasses.replace(plain, completions=(carried,)), other), ()),
    ):
        statement = dataclasses.replace(given.statements[0], evidence=pieces)
        view = from_nquads(to_nquads(dataclasses.replace(given, statements=(statement,))))
        assert [r.completions for r in view.relations if r.evidence] == [completions]


def test_the_base_can_be_another() -> None:
    text = to_nquads(facts(), "https://example.org/kg/")
    assert BASE not in text
    assert "<https://example.org/kg/region/320600>" in text
    with pytest.raises(ValueError, match="no base for instances: https://example.org/kg#"):
        to_nquads(facts(), "https://example.org/kg#")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"statements": (Statement("region/1", "assists", "region/654021", said("2024"), Decimal(1)),)},
            "a claim about region/1, which is not among the entities",
        ),
        (
            {"dates": (EntityDate("region/654021", "date", "2023-02-29", said("2024"), Decimal(1)),)},
            "no date of the calendar: 2023-02-29",
        ),
    ],
)
def test_facts_that_do_not_hold_together_are_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        to_nquads(dataclasses.replace(facts(), **changed))


def test_terms_that_the_ontology_lacks_are_refused() -> None:
    misspelt = Statement("region/320600", "asists", "region/654021", said("2024"), Decimal(1))
    with pytest.raises(VocabularyError, match=r"the ontology has no term asists; did you mean assists\?"):
        to_nquads(dataclasses.replace(facts(), statements=(misspelt,)))
    with pytest.raises(VocabularyError, match=r"the ontology has no term Hospitl; did you mean Hospital\?"):
        to_nquads(Facts(DOC, (Entity("Hospitl/甲", ("Hospitl",), "甲"),)))


@pytest.mark.parametrize("value", ["2024-13", "2024-1", "24", "2024-W01-1", "２０２４", "0000", "", "2024-02-30", "2024-02-03T00"])
def test_no_date(value: str) -> None:
    with pytest.raises(ValueError, match=f"no date.*{value}"):
        dated(value)


@QUICK
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_decimals_are_canonical(value: Decimal) -> None:
    text = decimal(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", text)
    assert text != "-0"


def test_a_number_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no number: Infinity"):
        decimal(Decimal("Infinity"))


@QUICK
@given(TEXTS, TEXTS)
def test_names_in_paths_are_valid_and_stay_different(one: str, two: str) -> None:
    paths = nquads.path(one), nquads.path(two)
    assert (one == two) == (paths[0] == paths[1])
    assert pyoxigraph.NamedNode(BASE + paths[0]).value == BASE + paths[0]


def test_chinese_stays_readable_in_paths() -> None:
    assert nquads.path("School/苏州（第一）中学·分校") == "School/苏州（第一）中学·分校"
    assert nquads.path("a b#c?d%e[\ue000") == "a%20b%23c%3Fd%25e%5B%EE%80%80"
    assert nquads.path("甲\u3000乙\u200b") == "甲%E3%80%80乙%E2%80%8B"


@QUICK
@given(st.text(CHARACTERS), st.sampled_from(["", "zh-Hans", "en"]), st.sampled_from(["", f"{nquads.XSD}date"]))
def test_terms_round_trip(value: str, language: str, datatype: str) -> None:
    term = nquads.Term("literal", value, "" if language else datatype, language)
    assert nquads.read_term(nquads.written(term)) == term
    for graph in ("", " <http://g/>"):
        line = f"<http://a/> <http://p/> {nquads.written(term)}{graph} ."
        assert nquads.tokens(line) == ("<http://a/>", "<http://p/>", nquads.written(term), graph.strip())


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(ValueError, match="no RDF term: 苏州"):
        nquads.read_term("苏州")


@pytest.mark.parametrize(("tag", "cased"), [("zh-hans", "zh-Hans"), ("ZH-hant-hk", "zh-Hant-HK"), ("en", "en"), ("en-x-hans", "en-x-hans")])
def test_language_tags_get_their_customary_case(tag: str, cased: str) -> None:
    assert nquads.cased_tag(tag) == cased
    line = f'<http://a/> <http://p/> "a\\"@zh-hans"@{tag} <http://g/> .'
    assert nquads.with_cased_tags(line) == line.replace(f'"@{tag} ', f'"@{cased} ')


def test_an_rdflib_dataset_holds_the_same(text: str) -> None:
    written = to_dataset(text).serialize(format="nquads")
    assert set(nquads.split(written)) == set(nquads.split(text))


def test_the_view_gives_the_facts_back(text: str) -> None:
    view, given = from_nquads(text), facts()
    assert {(e.iri.removeprefix(BASE), e.label, bool(e.documents)) for e in view.entities} == {
        (nquads.path(e.id), e.label, e.mentioned) for e in given.entities
    }
    stated = {(r.subject, r.predicate, r.object) for r in view.relations if r.evidence}
    assert stated == {(BASE + nquads.path(s.subject), s.predicate, BASE + nquads.path(s.object)) for s in given.statements}
    assert {r.rules for r in view.relations if r.evidence} == {tuple(sorted({e.rule for e in s.evidence})) for s in given.statements}
    assert {rule for fact in view.facts for rule in fact.rules} == {
        e.rule for claim in (*given.posts, *given.indicators, *given.dates) for e in claim.evidence
    }
    kinds = defaultdict(list)
    for fact in view.facts:
        kinds[fact.kind].append(dict(fact.values))
    posts = {(post["role"], post["name"], post.get("former")) for post in kinds["posts"]}
    assert posts == {("县长", "如东县", "true"), ("市长", "南通市", None)}
    assert kinds["indicators"] == [
        {"measure": "累计投入", "value": "210000000", "unit": "元", "qualifier": "Exactly", "period": "2024", "wording": "2.1亿元"}
    ]
    assert kinds["dates"] == [{"property": "date", "value": "2024-12"}]


def test_a_relation_has_the_strongest_status_and_what_is_denied_says_nothing_of_it() -> None:
    given = dataclasses.replace(facts(), statements=facts().statements[:1])
    planned = dataclasses.replace(given.statements[0], status="Planned")
    denied = dataclasses.replace(given.statements[0], polarity="Denied", evidence=said("2024年"), status="Done")

    def told(*statements: Statement) -> list[tuple[str, int]]:
        view = from_nquads(to_nquads(dataclasses.replace(given, statements=statements)))
        return [(r.status, len(r.evidence)) for r in view.relations if r.predicate == "assists"]

    assert told(planned, given.statements[0], denied) == told(given.statements[0]) == [("Standing", 1)]
    assert told(planned, denied) == []
