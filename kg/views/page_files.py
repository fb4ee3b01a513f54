"""The files of the page, put together: its template's blocks, its scripts as one, its style, vis-network out of the pyvis package.

    page/*.js ─ script ─► one script     a value ─ embed ─► JSON that can stand in a page
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

SCRIPTS = (
    *("texts", "source", "model", "ways", "turtle", "export", "elements", "shapes", "camera", "around", "places", "basemap"),
    *("hit", "regions", "paint", "labels", "facts", "detail", "filters", "time", "search", "listing", "picture", "dialogs"),
    *("looking", "address", "main"),
)
GROWING = {"source": ("served_texts", "served"), "main": ("growth", "steps", "told", "main")}
SERVED = tuple(part for name in SCRIPTS for part in GROWING.get(name, (name,)))
"""Of the server's page, whose graph comes piece by piece."""
OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "chosen": False},
    "interaction": {"hover": False, "keyboard": False, "tooltipDelay": 86_400_000, "selectConnectedEdges": False, "zoomSpeed": 0.7},
}


def embed(value: Any) -> Any:
    """A value as JSON that can stand inside a script element: no character of it ends the element or a line of a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return markup(text)


def markup(text: str) -> Any:
    """A text that a template takes as it is."""
    from markupsafe import Markup

    return Markup(text)


@cache
def library() -> str:
    """vis-network out of the pyvis package, with line ends as a browser reads them and without the pointer to its source map."""
    text = files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))


@cache
def script(names: Sequence[str] = SCRIPTS, function: str = "()") -> str:
    """The page's own script: its parts in one strict function, so that they see each other and the page's globals stay clean.

    `function`: its parameters, with `async` before them where a part waits.
    """
    parts = "\n".join(page_file(f"{name}.js") for name in names)
    return f'({function} => {{\n"use strict";\n{parts}\nmain();\n}})();'


@cache
def page_file(name: str) -> str:
    """A file of the page, with line ends as a browser reads them."""
    return files("kg.views").joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")
