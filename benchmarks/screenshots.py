"""The pictures of the page in docs/, taken in Chromium of the graph of the sample documents: `make screenshots`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import kg
from benchmarks.browser import chromium
from kg import data, pipeline

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/regional-cooperation/id/region/"
SUZHOU, KHORGOS, FUYANG = (f"{BASE}{code}" for code in ("320500", "654004", "341200"))

# Name of the picture → what of the page it shows, as the fragment of its address.
PICTURES = {
    "page.png": f"n={quote(KHORGOS)}",
    "page-path.png": f"p={quote(KHORGOS)}&p={quote(FUYANG)}",
}
SETTLING = 3.0  # seconds until a page is drawn and quiet


def take(folder: Path) -> None:
    """Writes the pictures into a folder."""
    with tempfile.TemporaryDirectory() as name:
        graph, page = Path(name) / "graph.nq", Path(name) / "page.html"
        kg.build([data.folder("seeds") / "documents"]).write(graph)
        page.write_text(pipeline.view(graph, "区域合作知识图谱"), encoding="utf-8")
        with chromium() as browser:
            for picture, fragment in PICTURES.items():
                browser.get("about:blank")
                browser.get(f"{page.as_uri()}#{fragment}")
                time.sleep(SETTLING)
                browser.save_screenshot(str(folder / picture))
                print(folder / picture)


if __name__ == "__main__":
    take(ROOT / "docs")
