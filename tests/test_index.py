"""The index of a graph folder: whatever it was made from, it holds what the whole graph is."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import SAMPLES
from graph_case import document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.graph import folder as graph_folder
from kg.graph import index, store, whole
from kg.graph.claims import from_nquads, nodes_of
from kg.graph.identity import places_of, reconcile
from kg.graph.rdf import BASE, to_nquads
from kg.model import Entity, Evidence, Facts, Indicator, Post, Statement

EVIDENCE = (Evidence(0, 3, "rule"),)
SURE = Decimal("0.9")
PERSON = Entity("Person/林远舟", ("Person",), "林远舟")
CITY = Entity("region/320500", ("City", "Prefecture"), "苏州市", code="320500")
# Firms of which some are one: a short name, the full one, two that the short name may mean.
FIRMS = tuple(
    Entity(f"Enterprise/{label}", ("Enterprise",), label, alt)
    for label, alt in (
        ("晨曦光电", ()),
        ("晨曦光电科技股份有限公司", ("晨曦光电",)),
        ("晨曦光电材料有限公司", ("晨曦光电",)),
        ("远山食品", ()),
        ("远山食品有限公司", ("远山食品",)),
        ("苏州丰泽茶业", ()),
        ("苏州市丰泽茶业", ()),
    )
)


def graph(number: int, firms: frozenset[int], planned: bool) -> str:
    """A document that tells the same post and the same figure of each of its firms, asserted or merely planned."""
    status = "Planned" if planned else "Done"
    own = [FIRMS[firm] for firm in sorted(firms)]
    posts = tuple(Post(PERSON.id, "董事长", firm.id, False, EVIDENCE, SURE, status=status) for firm in own)
    figures = tuple(Indicator(firm.id, Decimal(3), "元", "投资", "Exactly", None, "3元", EVIDENCE, SURE, status=status) for firm in own)
    located = tuple(Statement(firm.id, "locatedIn", CITY.id, EVIDENCE, SURE) for firm in own[:1])
    return to_nquads(Facts(document("三个字的文献", digest=f"{number:064x}"), (PERSON, CITY, *own), located, posts, figures))


def put(folder: Path, texts: dict[int, str]) -> None:
    """The folder with these graphs and no others."""
    with graph_folder.writing(folder) as writer:
        writer.base = BASE
        writer.entries.clear()
        for number, text in texts.items():
            sha = hashlib.sha256(text.encode("utf-8")).hexdigest()
            writer.put(graph_folder.Entry(f"{number:064x}", sha[:12], f"{number}.txt", "", sha, text.count("\n")), text, {})
        writer.commit()


def content(of: Path | str) -> set[str]:
    """Everything that a store holds, the default graph and the others."""
    return {str(quad) for quad in store.load(of).quads_for_pattern(None, None, None, None)}


DOCUMENTS = st.dictionaries(
    st.integers(0, 5), st.tuples(st.frozensets(st.integers(0, len(FIRMS) - 1), max_size=3), st.booleans()), max_size=6
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(DOCUMENTS, min_size=2, max_size=4))
def test_made_from_the_one_before_it_is_the_same(
    states: list[dict[int, tuple[frozenset[int], bool]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("index") / "graph"
    for state in states:
        put(folder, {number: graph(number, *said) for number, said in state.items()})
        place = store.reindex(folder)
        assert index.read(place) is not None
        assert content(folder) == content(whole.of_folder(folder).text)
        assert sorted(path.name for path in place.parent.iterdir()) == [place.name, f"{place.name}.json"]


def test_an_older_index_is_made_use_of_and_one_that_is_damaged_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {number: graph(number, frozenset({number, 4}), False) for number in range(4)}
    put(tmp_path / "graph", texts)
    old = store.reindex(tmp_path / "graph")
    del texts[2]
    put(tmp_path / "graph", texts)
    with monkeypatch.context() as patch:
        patch.setattr(index, "_load", lambda *_: pytest.fail("made from nothing"))
        place = store.reindex(tmp_path / "graph")
    assert place != old
    wanted = content(whole.of_folder(tmp_path / "graph").text)
    assert content(tmp_path / "graph") == wanted
    index.beside(place).write_text("{", encoding="utf-8")
    put(tmp_path / "graph", {**texts, 7: graph(7, frozenset({1}), True)})
    store.reindex(tmp_path / "graph")
    put(tmp_path / "graph", texts)
    store.reindex(tmp_path / "graph")
    assert content(tmp_path / "graph") == wanted


def test_what_is_one_is_found_in_what_graphs_say_of_entities() -> None:
    """What `whole` leaves out before it looks for what is one says nothing about that."""
    texts = [kg.process(path).nquads for path in sorted(SAMPLES.glob("*.txt"))]
    texts += [graph(number, frozenset({number, number + 1}), number % 2 == 0) for number in range(6)]
    together = "".join(texts)
    found = whole.whole(texts)
    wanted = reconcile(from_nquads(together), places_of(nodes_of([together])))
    assert (found.merges, found.doubts) == (wanted.merges, wanted.doubts)
    assert found.merges
