"""A network as one HTML page that needs nothing else: no network, no other file, no server.

    MultiDiGraph ─ payload, arrange ─► pyvis.network.Network ─ generate_html with the template of page/ ─► HTML

pyvis carries nodes, edges and options into the page and brings vis-network, which pans, zooms and drags. Everything else of its page is
replaced: its own template loads scripts from the network, runs scripts found in texts and searches by identifier.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import output
from kg.views.part import LIMIT, Focus, choose
from kg.views.payload import payload

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.views.basemap import Basemap

# What the page says of what it leaves out, as in page/texts.js, which has the English, too.
NOTICES = {
    "around": "仅含“{0}”周围 {1} 层以内的实体；图谱的另外 {2} 个实体、{3} 条关系未列入。",
    "cut": "共 {0} 个实体，仅显示最中心的 {1} 个（各片区按 PageRank 取）；未显示 {2} 个实体、{3} 条关系。",
}
SCRIPTS = (
    *("texts", "source", "model", "ways", "export", "elements", "shapes", "camera", "around", "places", "basemap", "hit", "regions"),
    *("paint", "labels", "facts", "detail", "filters", "time", "search", "listing", "picture", "dialogs", "looking", "address", "main"),
)
OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "chosen": False},
    "interaction": {"hover": False, "keyboard": False, "tooltipDelay": 86_400_000, "selectConnectedEdges": False, "zoomSpeed": 0.7},
}


def visualise(
    network: MultiDiGraph, title: str, limit: int = LIMIT, focus: Focus | None = None, *, basemap: Basemap | None = None
) -> str:
    """The page of a network as made by `kg.graph.network.to_network`, the same for the same input; the network stays as it is.

    Of more than `limit` nodes the most central are drawn; with a focus, its neighbourhood alone. The page says what it leaves out.
    `basemap`: what lies beneath the points of the map layout.
    """
    from jinja2 import Environment, PackageLoader
    from pyvis.network import Network

    part = choose(network, limit, focus)
    nodes, edges, rest = payload(part.network)
    if basemap is not None:
        rest["basemap"] = basemap.table()
    carrier = Network(directed=True, heading=title, cdn_resources="in_line")
    carrier.nodes, carrier.edges, carrier.options = nodes, edges, OPTIONS
    environment = Environment(loader=PackageLoader("kg.views", "page"), autoescape=True)
    environment.filters["embed"] = embed
    environment.filters["reembed"] = lambda text: embed(json.loads(text))  # pyvis hands its options over as JSON already
    library, script, style = _library(), _script(), _page_file("style.css")
    environment.globals.update(
        library=_markup(library),
        script=_markup(script),
        style=_markup(style),
        policy=_policy([library, script], style),
        rest=rest,
        notices=[{"key": key, "values": json.dumps(values), "text": NOTICES[key].format(*values)} for key, values in part.notices],
    )
    carrier.templateEnv, carrier.path = environment, "page.html.j2"
    html: str = carrier.generate_html()
    return html.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair has no bytes


def write(html: str, path: Path) -> None:
    """The page as a file in UTF-8, whole or not at all. OutputError where it cannot be written."""
    output.write(path, html)


def embed(value: Any) -> Any:
    """A value as JSON that can stand inside a script element: no character of it ends the element or a line of a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return _markup(text)


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


def _policy(scripts: list[str], style: str) -> str:
    """The content security policy: these scripts and this style, and nothing from anywhere."""
    allowed = " ".join(_hash(text) for text in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _library() -> str:
    """vis-network out of the pyvis package, with line ends as a browser reads them and without the pointer to its source map."""
    text = files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))


@cache
def _script() -> str:
    """The page's own script: its parts in one strict function, so that they see each other and the page's globals stay clean."""
    parts = "\n".join(_page_file(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\nmain();\n}})();'


@cache
def _page_file(name: str) -> str:
    return files("kg.views").joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")
