"""The READMEs are held against the program: commands, options, formats, names, and what they point to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from conftest import ROOT, TEXT
from typer.testing import Result

import kg
from kg.cli import app
from kg.corpus import LARGEST
from kg.graph.export import suffixes
from kg.graph.query import questions
from kg.text import READERS

READMES = ["README.md", "README.zh-CN.md"]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows_of_commands(name: str) -> dict[str, str]:
    """Command → its row of the command table."""
    return {match[1]: match[0] for match in re.finditer(r"^\| `kg (\w+)[^\n]*$", text_of(name), re.MULTILINE)}


@pytest.mark.parametrize("name", READMES)
def test_the_command_table_has_every_command_with_every_option(name: str) -> None:
    rows = rows_of_commands(name)
    assert set(rows) == set(COMMANDS)
    for command, row in rows.items():
        inner = getattr(COMMANDS[command], "commands", {}).values()
        parameters = [parameter for each in (COMMANDS[command], *inner) for parameter in each.params]
        options = {option for parameter in parameters for option in parameter.opts if option.startswith("--")}
        mentioned = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", row)) | ({"--output"} if " -o " in row else set())
        assert mentioned == options - {"--help"}, command


@pytest.mark.parametrize("name", READMES)
def test_the_table_has_every_format(name: str) -> None:
    row = rows_of_commands(name)["export"]
    parts = {".nodes.csv", ".edges.csv", ".neo4j-nodes.csv", ".neo4j-edges.csv"}
    assert set(suffixes()) - parts <= set(re.findall(r"`(\.[a-z0-9.]+)`", row))
    assert {".txt", ".md", ".html"} <= set(READERS) & set(re.findall(r"`(\.[a-z]+)`", text_of(name)))


@pytest.mark.parametrize("name", READMES)
def test_every_command_line_in_it_can_be_parsed(name: str) -> None:
    lines = re.findall(r"^    kg (\w+)([^\n#]*)", text_of(name), re.MULTILINE)
    assert {command for command, _ in lines} >= {"build", "query", "questions", "view", "export"}
    for command, rest in lines:
        inner = getattr(COMMANDS[command], "commands", {}).values()
        known = {option for each in (COMMANDS[command], *inner) for parameter in each.params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z]+", rest.split("'")[0])) <= known, (command, rest)


@pytest.mark.parametrize("name", READMES)
def test_queries_in_it_are_answered(name: str, run: Callable[..., Result], graph_file: Path) -> None:
    queries = re.findall(r"^    kg query \S+ '([^']+)'", text_of(name), re.MULTILINE)
    assert len(queries) >= 2
    for query in queries:
        result = run("query", graph_file, query)
        assert result.exit_code == 0, (query, result.stderr)
        assert not result.stderr.startswith("0 rows"), query


@pytest.mark.parametrize("name", READMES)
def test_questions_named_in_it_exist(name: str) -> None:
    shipped = {path.stem for path in (ROOT / "ontology" / "questions").glob("*.rq")}
    named = re.findall(r"^    kg (?:questions|query \S+) ([a-z][\w-]+)", text_of(name), re.MULTILINE)
    assert named and set(named) <= shipped


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_questions_has_every_question_with_its_title(name: str) -> None:
    titles = {question.name: question.title_zh if "zh" in name else question.title_en for question in questions()}
    shown = dict(re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|$", text_of(name), re.MULTILINE))
    assert titles and {question: shown.get(question) for question in titles} == titles


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_places_names_what_is_there(name: str) -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", text_of(name).partition("kg/model.py")[2].partition("\n\n")[0], re.MULTILINE)
    places = {place for row in rows for place in re.findall(r"`([^`]+)`", row)}
    assert len(places) > 8
    assert [place for place in sorted(places) if not (ROOT / place).exists()] == []
    assert {f"kg/{folder.name}/" for folder in (ROOT / "kg").iterdir() if (folder / "__init__.py").exists()} <= places


@pytest.mark.parametrize("name", READMES)
def test_its_python_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds" / "documents").mkdir(parents=True)
    for sample in sorted((ROOT / "seeds" / "documents").glob("suzhou-fuyang.txt")):
        (tmp_path / "seeds" / "documents" / sample.name).write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", text_of(name), re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, object] = {"kg": kg}
    for block in blocks:
        exec(compile(block.replace("workers=2", "workers=1"), name, "exec"), names)
    assert (tmp_path / "graph.ttl").exists()
    assert "/graph/" in str(names["nquads"])


@pytest.mark.parametrize("name", [*READMES, "CHANGELOG.md", "benchmarks/README.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text_of(name)):
        assert target.startswith("https://") or (ROOT / name).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_figures_in_it_are_the_programs(name: str) -> None:
    text = text_of(name)
    assert f"{LARGEST // 10**6} MB" in text
    properties = {"en": "fifteen relations", "zh": "十五种关系"}["zh" if "zh" in name else "en"]
    assert properties in text


def test_the_changelog_has_this_version() -> None:
    assert f"## [{kg.__version__}]" in text_of("CHANGELOG.md")


def test_every_target_that_the_readme_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", text_of("Makefile"), re.MULTILINE))
    named = {target for name in [*READMES, "benchmarks/README.md"] for target in re.findall(r"\bmake ([a-z0-9-]+)\b", text_of(name))}
    assert {"demo", "test"} <= named & targets
    assert {name for name in named if f"`make {name}`" in text_of("README.md") + text_of("benchmarks/README.md")} <= targets
