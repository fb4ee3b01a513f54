"""The house's own rules: who may import whom, how large things may be, what may not stand in the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("text", "facts", "graph", "views", "quality", "engines", "server")
MODULES = sorted((ROOT / "kg").rglob("*.py"))
# What all rooms may import beside the standard library and the libraries that they are the way in for.
SHARED = {"kg", "kg.recipe", "kg.model", "kg.errors", "kg.data", "kg.vocabulary", "kg.lexicon", "kg.gazetteer", "kg.confidence", "kg.output"}
# Modules besides the rooms that may know rooms: the one that connects them, and the lazy front door.
CONNECTORS = {"kg.pipeline", "kg.folders", "kg.judgement", "kg.preview", "kg"}
# The command line asks two rooms directly: for answers of a graph, and for tables of figures.
GUESTS = {
    "kg.console": ("graph",),
    "kg.cli.building": ("graph",),
    "kg.cli.exploring": ("graph",),
    "kg.cli.judging": ("graph", "quality"),
    "kg.cli.serving": ("server",),
}
# The server is a front door like the command line: it shows what the graph answers, and pages of the views.
OPEN_TO = {"server": ("graph", "views")}
# What a room may read of another, with the reason: what is measured is the graph that a user gets, through the one
# view that there is of it; what the server tells of a graph folder is what `kg describe` tells, of a document what
# `kg report` tells, and it finds sources as `kg verify` does.
READS = {"quality": {"kg.graph.claims"}, "server": {"kg.folders", "kg.judgement", "kg.preview"}}
# Libraries that come in through more than one module, with the reason.
SEVERAL_WAYS_IN = {
    "jinja2": "the drawing and the server's pages have templates of their own",
    "networkx": "its graph is the value that passes from the graph to the page, which lays it out with networkx's algorithms",
    "numpy": "the array type, which whatever computes positions shares",
    "starlette": "requests and responses are the values that pass between the server's modules",
    "typer": "each module of the command line declares its commands with it",
    "pyoxigraph": "the vocabulary is read from RDF, and must not depend on the room that writes it",
}
# Libraries that are declared and imported nowhere here, with the reason.
BEHIND_OTHERS = {
    "python_multipart": "starlette reads forms with files through it",
    "lxml_html_clean": "trafilatura needs it through lxml.html.clean, and asks for it as an extra of lxml that not every pip understands",
}
# Modules that need what nobody can guess, with the reason.
UNGUESSABLE = {"kg.server.drafts": {"secrets"}}  # the address of what somebody sent in, and the token of a form; neither reaches a graph
# Libraries that are declared by one name and imported by another.
IMPORTED_AS = {"pyshifty": "shifty"}
HEAVY = {"jieba", "lxml", "networkx", "numpy", "opencc", "pyoxigraph", "pyshacl", "pyvis", "rdflib", "rich", "scipy", "shifty", "trafilatura"}
HEAVY |= {"starlette", "uvicorn"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(path: Path, run_time_only: bool = False) -> set[str]:
    """Dotted names of what a module imports; `from kg import output` counts as kg.output where that is a module."""
    names: set[str] = set()
    left_out = {id(child) for node in ast.walk(tree(path)) if run_time_only and _types_only(node) for child in ast.walk(node)}
    for node in ast.walk(tree(path)):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                names.add(inner if any(module_name(other) == inner for other in MODULES) else str(node.module))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "import_module":
            names |= {argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)}
    return names


def _types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def room_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "kg" and parts[1] in ROOMS else None


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_room_imports_no_neighbour(path: Path) -> None:
    name = module_name(path)
    if name in CONNECTORS:
        return
    for imported in imports(path):
        if imported == "kg" or imported.startswith("kg."):
            guest = (*GUESTS.get(name, ()), *OPEN_TO.get(room_of(name) or "", ()))
            own = room_of(imported) is not None and room_of(imported) in (room_of(name), *guest)
            outside = room_of(name) is None and room_of(imported) is None
            read = imported in READS.get(room_of(name) or "", ())
            assert own or outside or read or imported in SHARED, f"{name} imports {imported}"


def test_the_values_and_the_errors_need_the_standard_library_alone() -> None:
    for name in ("model", "errors"):
        assert {imported.split(".")[0] for imported in imports(ROOT / "kg" / f"{name}.py")} <= sys.stdlib_module_names


def test_only_the_graph_knows_rdf() -> None:
    libraries = {"rdflib", "pyoxigraph", "pyshacl", "shifty"}
    knowing = {module_name(path) for path in MODULES if {name.split(".")[0] for name in imports(path, True)} & libraries}
    assert knowing
    assert {name for name in knowing if room_of(name) != "graph"} <= {"kg.vocabulary"}


def test_each_library_has_one_way_in() -> None:
    ways: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        for imported in imports(path, run_time_only=True):
            top = imported.split(".")[0]
            if top != "kg" and top not in sys.stdlib_module_names:
                ways[top].add(module_name(path))
    several = {library: sorted(names) for library, names in ways.items() if len(names) > 1}
    assert set(several) <= set(SEVERAL_WAYS_IN), several


def test_the_command_line_loads_no_heavy_library() -> None:
    program = f"import sys, kg.cli; print(*sorted({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == ""


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_sizes(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    assert len(lines) <= 400, f"{path} has {len(lines)} lines"
    long = [number for number, line in enumerate(lines, start=1) if len(line) > 140]
    assert not long, f"{path} has lines of more than 140 characters: {long}"
    for function in functions(path):
        arguments = function.args
        parameters = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs) if a.arg not in ("self", "cls")]
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= 50, f"{path}:{function.lineno} {function.name} has {length} lines"
        commands = path.parent.name == "cli"  # a command has a parameter for each of its options
        assert commands or len(parameters) <= 6, f"{path}:{function.lineno} {function.name} has {len(parameters)} parameters"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_what_is_public_says_what_it_does(path: Path) -> None:
    assert ast.get_docstring(tree(path)), f"{path} does not say what it is for"
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}:{node.lineno} class {node.name}"
            methods = [m for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_")]
            for member in methods:
                simple = any(isinstance(d, ast.Name) and d.id == "property" for d in member.decorator_list) and len(member.body) == 1
                assert simple or ast.get_docstring(member), f"{path}:{member.lineno} {node.name}.{member.name}"
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}:{node.lineno} {node.name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_names_say_something(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc", "base"}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            assert not re.search(r"(Manager|Helper|Util|Base)s?$", node.name), f"{path}:{node.lineno} {node.name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_clock_and_no_chance_reach_a_result(path: Path) -> None:
    chance = {name.split(".")[0] for name in imports(path)} & {"random", "secrets", "time", "uuid"}
    assert not chance - UNGUESSABLE.get(module_name(path), set())
    called = {node.func.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    assert not called & {"now", "today", "utcnow", "getmtime"}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_state_is_changed_at_module_level(path: Path) -> None:
    assert not [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Global)]


def test_nothing_is_left_to_do_and_no_place_of_one_machine_is_named() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|/work/|\.\./shared|/root/|/home/")
    for path in [*MODULES, *sorted((ROOT / "ontology").rglob("*.*")), *sorted((ROOT / "seeds" / "cues").rglob("*.csv"))]:
        found = unfinished.search(path.read_text("utf-8"))
        assert found is None, f"{path}: {found and found.group()}"


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    settings = project()["project"]
    extras = [extra for name, extra in settings["optional-dependencies"].items() if name != "dev"]
    lines = [*settings["dependencies"], *(line for extra in extras for line in extra)]
    declared = {re.split(r"[<>=]", line)[0].lower().replace("-", "_") for line in lines}
    declared = {IMPORTED_AS.get(name, name) for name in declared}
    imported = {name.split(".")[0] for path in MODULES for name in imports(path, run_time_only=True)}
    assert not imported & set(BEHIND_OTHERS)
    assert {name.lower() for name in imported - {"kg"} - sys.stdlib_module_names} | set(BEHIND_OTHERS) == declared


def test_dependencies_have_bounds_on_both_sides() -> None:
    extras = project()["project"]["optional-dependencies"]
    for line in [*project()["project"]["dependencies"], *(line for extra in extras.values() for line in extra)]:
        assert re.fullmatch(r"[A-Za-z0-9_-]+(==[\d.]+|>=[\d.]+,<[\d.]+)", line), line


def test_the_data_travels_in_the_wheel() -> None:
    carried = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {"ontology": "kg/_data/ontology", "seeds": "kg/_data/seeds"}
