"""Degenerate texts, alone and mixed: no fault, the laws of extraction, every quote at its offsets, the same facts again.

The suite reads them small; `make stress` reads them at full size, up to a million characters. How the time grows is measured by
`benchmarks/growth.py`, on the same texts.
"""

from __future__ import annotations

import re

import pyoxigraph
import pytest
from facts_case import document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import nasty
from test_facts_laws import check, check_order, evidence

from benchmarks.degenerate import TEXTS
from kg import facts as rooms
from kg.graph.rdf import to_nquads
from kg.model import Document, Facts
from kg.text.script import script_of

SMALL = 1_000
HAN = re.compile("[\u4e00-\u9fff]")
EXACT = pyoxigraph.NamedNode("http://www.w3.org/ns/oa#exact")
BOUNDS = re.compile(r"#quote=(\d+),(\d+)$")
UNWRITABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no RDF document can hold."""


def check_offsets(doc: Document) -> None:
    """Offsets never fall, and lead each Chinese character back to itself, traditional ones to what they were."""
    offsets = list(doc.offsets)
    assert len(offsets) == len(doc.text)
    assert offsets == sorted(offsets)
    own = ((char, doc.source.text[at]) for char, at in zip(doc.text, offsets, strict=True) if HAN.match(char))
    assert all(char == said for char, said in own if HAN.match(said) and script_of(said) == "Hans")


def check_quotes(facts: Facts) -> None:
    """Each quotation in the graph is what the source has at its offsets, and each stretch of evidence has one."""
    text = facts.document.source.text
    quads = pyoxigraph.parse(to_nquads(facts).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    quotes = {q.subject.value: q.object.value for q in quads if q.predicate == EXACT}
    bounds = set()
    for name, quote in quotes.items():
        match = BOUNDS.search(name)
        assert match, name
        start, end = int(match[1]), int(match[2])
        bounds.add((start, end))
        assert UNWRITABLE.sub("\ufffd", quote) == UNWRITABLE.sub("\ufffd", text[start:end])
    spans = {facts.document.locate(e.start, e.end) for e in evidence(facts)}
    assert {(span.start, span.end) for span in spans} <= bounds


@pytest.mark.parametrize("name", TEXTS)
def test_degenerate_texts_keep_the_laws(name: str, full_size: bool) -> None:
    make, size = TEXTS[name]
    doc = document(make(size if full_size else SMALL))
    check_offsets(doc)
    facts = rooms.extract(doc)
    check_order(facts)
    check_quotes(facts)
    if not full_size:  # these look at each stretch for itself
        check(facts)
        assert rooms.extract(document(doc.source.text)) == facts


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(TEXTS)), st.integers(1, 200)), min_size=1, max_size=5), nasty())
def test_mixtures_of_them_keep_the_laws(parts: list[tuple[str, int]], between: str) -> None:
    facts = rooms.extract(document(between.join(TEXTS[name][0](size) for name, size in parts)))
    check_offsets(facts.document)
    check(facts)
    check_order(facts)
    check_quotes(facts)


@pytest.mark.parametrize(("name", "relation"), [("zero width inside names", "cooperatesWith"), ("private use", "cooperatesWith")])
def test_what_prints_nothing_hides_no_fact(name: str, relation: str) -> None:
    facts = rooms.extract(document(TEXTS[name][0](SMALL)))
    assert relation in {statement.predicate for statement in facts.statements}


def test_a_numeral_of_ten_thousand_characters() -> None:
    check(rooms.extract(document(f"扬州市投入{'一亿二千万' * 2000}元，占百分之{'一万' * 2000}。")))


def test_a_text_that_ends_in_a_row_of_persons() -> None:
    check(rooms.extract(document("扬州市市长林远舟、")))
