"""Independent clients: other engines load the graph and answer every question alike. docs/servers.md has what differs.

rdflib and Virtuoso take about a minute together: `make servers` asks them (`--servers`). The Oxigraph server is asked in every run.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
import servers

from kg.graph import query

QUESTIONS = query.questions()
IDS = [question.name for question in QUESTIONS]
QUICK_IN_RDFLIB = ("agreements", "aid-teams", "assistance", "corroborated", "events", "merged")
"""Questions that rdflib answers over the samples within seconds each; for most of the others it takes half a minute to several minutes."""
Answer = tuple[tuple[str, ...], list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def expected(answered: dict[str, query.Result]) -> dict[str, Answer]:
    """What `kg query` answers."""
    return {name: query.to_table(answer) for name, answer in answered.items()}


@pytest.fixture(scope="module")
def oxigraph(samples: str) -> Iterator[servers.Server]:
    command = servers.oxigraph_command()
    assert command, "the program oxigraph is missing: pip install 'oxigraph>=0.5.13,<0.6', which the extra dev does"
    with servers.oxigraph(command) as server:
        servers.fill(server, samples)
        server.put("", servers.merged(samples))
        yield server


@pytest.fixture(scope="module")
def virtuoso(samples: str, asked_of_servers: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    if not asked_of_servers:
        pytest.skip("Virtuoso is asked by make servers")
    command = which("virtuoso-t")
    if command is None:
        warnings.warn("VIRTUOSO WAS NOT ASKED: there is no virtuoso-t on PATH (apt-get install virtuoso-opensource-7)", stacklevel=1)
        pytest.skip("there is no virtuoso-t on PATH: apt-get install virtuoso-opensource-7")
    with servers.virtuoso(command, tmp_path_factory.mktemp("virtuoso")) as server:
        servers.fill(server, samples)
        yield server


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_the_oxigraph_server_answers_as_we_do(question: query.Question, oxigraph: servers.Server, expected: dict[str, Answer]) -> None:
    assert oxigraph.ask(question.text) == expected[question.name]


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_virtuoso_answers_as_we_do(question: query.Question, virtuoso: servers.Server, expected: dict[str, Answer]) -> None:
    """The same rows; their order is another where it is one of Chinese words."""
    columns, rows = virtuoso.ask(question.text)
    assert columns == expected[question.name][0]
    assert sorted(rows) == sorted(expected[question.name][1])


def test_rdflib_answers_as_we_do(samples: str, asked_of_servers: bool, expected: dict[str, Answer]) -> None:
    """The same rows, in one graph: rdflib reads the triples of all documents as the union that they are."""
    if not asked_of_servers:
        pytest.skip("rdflib is asked about the samples by make servers, and all questions about a small graph by every run")
    from rdflib import Graph

    triples = servers.merged(samples)
    graph = Graph().parse(data=triples, format="nt")
    assert len(graph) == triples.count("\n")
    for name in QUICK_IN_RDFLIB:
        question = query.find_question(name)
        answer = [tuple("" if cell is None else str(cell) for cell in row) for row in graph.query(question.text)]  # type: ignore[union-attr]
        assert sorted(answer) == sorted(expected[question.name][1]), question.name


def test_a_server_that_cannot_start_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="false ended at once, with 1"), servers.oxigraph("false"):
        pass


def test_a_query_that_a_server_refuses_is_told_of(oxigraph: servers.Server) -> None:
    with pytest.raises(RuntimeError, match="400 "):
        oxigraph.ask("SELECT ?s { ?s ")
