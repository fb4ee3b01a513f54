"""What the tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

if TYPE_CHECKING:
    from kg.graph.query import Result as QueryResult

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "seeds" / "documents"

# Invented, and short: names of every frequent class, so that there is something to build, ask and draw.
TEXT = (
    "扬州市与榆林市签署合作框架协议\n\n"
    "2023年5月18日，扬州市与榆林市在西安市签署《扬州市—榆林市战略合作框架协议》。扬州市市长林远舟、榆林市市长贺立群出席签约仪式。\n"
    "扬州市人民医院与榆林市第一医院结对帮扶。扬州市支援绥德县，累计投入资金1.2亿元，建成绥德县乡村振兴产业园。\n"
    "扬州绿杨食品有限公司落户榆林高新技术产业开发区，投资3000万元。\n"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full-size", action="store_true", help="read the degenerate texts at full size, which takes an hour or more")
    parser.addoption("--servers", action="store_true", help="ask Virtuoso and rdflib every question too, which takes about a minute")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that start servers and browsers come first: with several processes, the short ones then fill what is left at the end."""
    slow = ("browser", "server", "views", "stress", "degenerate")
    items.sort(key=lambda item: next((rank for rank, word in enumerate(slow) if word in item.path.name), len(slow)))


@pytest.fixture
def full_size(request: pytest.FixtureRequest) -> bool:
    """Whether the degenerate texts are read at full size."""
    return bool(request.config.getoption("--full-size"))


@pytest.fixture(scope="session")
def asked_of_servers(request: pytest.FixtureRequest) -> bool:
    """Whether the slower servers are asked too."""
    return bool(request.config.getoption("--servers"))


@pytest.fixture(scope="session")
def samples() -> str:
    """The graph of the sample documents, as N-Quads."""
    import kg

    return kg.build([SAMPLES]).to_nquads()


@pytest.fixture(scope="session")
def answered(samples: str) -> dict[str, QueryResult]:
    """The answer of each shipped question over them."""
    from kg.graph import query, store

    index = store.load(samples)
    return {question.name: query.run(index, question.text) for question in query.questions()}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A small document in a folder of its own."""
    path = tmp_path / "documents" / "agreement.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the small document, as N-Quads."""
    import kg

    folder = tmp_path_factory.mktemp("graph")
    (folder / "agreement.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "graph.nq"
    kg.build([folder / "agreement.txt"]).write(path)
    return path


@pytest.fixture
def run() -> Callable[..., Result]:
    """`kg` in this process: arguments, and what stands on standard input."""
    from kg.cli import app

    def invoke(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)

    return invoke
