"""A network as one HTML page that needs nothing else: no network, no other file, no server.

    MultiDiGraph ─ payload, arrange ─► pyvis.network.Network ─ generate_html with the template of page/ ─► HTML

pyvis carries nodes, edges and options into the page and brings vis-network, which pans, zooms and drags. Everything else of its page is
replaced: its own template loads scripts from the network, runs scripts found in texts and searches by identifier.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import output
from kg.views import page_files
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


def visualise(
    network: MultiDiGraph,
    title: str,
    limit: int = LIMIT,
    focus: Focus | None = None,
    *,
    basemap: Basemap | None = None,
    triples: Callable[[Collection[str]], Any] | None = None,
) -> str:
    """The page of a network as made by `kg.graph.network.to_network`, the same for the same input; the network stays as it is.

    Of more than `limit` nodes the most central are drawn; with a focus, its neighbourhood alone. The page says what it leaves out.
    `basemap`: what lies beneath the points of the map layout. `triples`: tables (`kg.graph.triple_tables`) of what the graph has about some
    nodes, from which the page writes what is visible as Turtle; without them it offers none.
    """
    from jinja2 import Environment, PackageLoader
    from pyvis.network import Network

    part = choose(network, limit, focus)
    nodes, edges, rest = payload(part.network)
    if basemap is not None:
        rest["basemap"] = basemap.table()
    carrier = Network(directed=True, heading=title, cdn_resources="in_line")
    carrier.nodes, carrier.edges, carrier.options = nodes, edges, page_files.OPTIONS
    environment = Environment(loader=PackageLoader("kg.views", "page"), autoescape=True)
    environment.filters["embed"] = page_files.embed
    environment.filters["reembed"] = lambda text: page_files.embed(json.loads(text))  # pyvis hands its options over as JSON already
    library, script, style = page_files.library(), page_files.script(), page_files.page_file("style.css")
    environment.globals.update(
        library=page_files.markup(library),
        script=page_files.markup(script),
        style=page_files.markup(style),
        policy=_policy([library, script], style),
        rest=rest,
        triples=triples(sorted(part.network)) if triples is not None else None,
        notices=[{"key": key, "values": json.dumps(values), "text": NOTICES[key].format(*values)} for key, values in part.notices],
    )
    carrier.templateEnv, carrier.path = environment, "page.html.j2"
    html: str = carrier.generate_html()
    return html.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair has no bytes


def write(html: str, path: Path) -> None:
    """The page as a file in UTF-8, whole or not at all. OutputError where it cannot be written."""
    output.write(path, html)


def _policy(scripts: list[str], style: str) -> str:
    """The content security policy: these scripts and this style, and nothing from anywhere."""
    allowed = " ".join(_hash(text) for text in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
