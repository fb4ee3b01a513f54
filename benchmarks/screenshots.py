"""The pictures in docs/, taken in Chromium of the graph of the sample documents: `make screenshots`.

PAGE are of the page that `kg view` writes, SERVED of the pages of `kg serve`. A picture has 256 colours, so that it is small.

    python -m benchmarks.screenshots [NAME …]       only the pictures of these names
"""

from __future__ import annotations

import base64
import io
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from selenium import webdriver

from benchmarks.access import SOUGHT, show
from benchmarks.browser import chromium
from benchmarks.tour import serving, tour
from kg import data, folders, pipeline

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/regional-cooperation/id/region/"
SUZHOU, KHORGOS, FUYANG = (f"{BASE}{code}" for code in ("320500", "654004", "341200"))
WIDTH, HEIGHT, PHONE = 1280, 860, 390

# Name of the picture → what of the page it shows, as the fragment of its address.
PAGE = {
    "page": f"n={quote(KHORGOS)}",
    "page-path": f"p={quote(KHORGOS)}&p={quote(FUYANG)}",
}
# Name of the picture → the page of the tour, how wide it is, light or dark, its language.
SERVED = {
    "server-home": ("home", WIDTH, "light", "zh"),
    "server-home-dark": ("home", WIDTH, "dark", "en"),
    "server-search": ("search", WIDTH, "light", "zh"),
    "server-explore": ("explore", WIDTH, "light", "zh"),
    "server-entity": ("entity", WIDTH, "light", "zh"),
    "server-programme": ("entity-Program", WIDTH, "light", "zh"),
    "server-statement": ("statement", WIDTH, "light", "en"),
    "server-document": ("document", WIDTH, "light", "zh"),
    "server-document-dark": ("document", WIDTH, "dark", "zh"),
    "server-class": ("class", WIDTH, "light", "zh"),
    "server-pairs": ("pairs", WIDTH, "light", "zh"),
    "server-pair": ("pair", WIDTH, "light", "zh"),
    "server-programmes": ("programmes", WIDTH, "light", "zh"),
    "server-questions": ("questions", WIDTH, "light", "zh"),
    "server-question": ("question", WIDTH, "light", "zh"),
    "server-question-dark": ("question", WIDTH, "dark", "en"),
    "server-query": ("query-graph", WIDTH, "light", "zh"),
    "server-chart": ("query-chart", WIDTH, "dark", "zh"),
    "server-fault": ("query-fault", WIDTH, "light", "zh"),
    "server-upload": ("draft", WIDTH, "light", "zh"),
    "server-phone-entity": ("entity", PHONE, "light", "zh"),
    "server-phone-document": ("document", PHONE, "dark", "zh"),
    "server-phone-question": ("question", PHONE, "light", "zh"),
}
SETTLING = 3.0  # seconds until a page is drawn and quiet


def take(folder: Path, names: Sequence[str]) -> None:
    """Writes the pictures into a folder; all of them where no names are given."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        graph, page = Path(name) / "graph", Path(name) / "page.html"
        folders.build([data.folder("seeds") / "documents"], graph)
        folders.reindex(graph)
        page.write_text(pipeline.view(graph, "区域合作知识图谱"), encoding="utf-8")
        for picture, fragment in PAGE.items():
            if not names or picture in names:
                show(browser, f"{page.as_uri()}#{fragment}", WIDTH, "light", "zh", HEIGHT)
                time.sleep(SETTLING)
                _keep(browser, folder / f"{picture}.png")
        with serving(graph) as client:
            pages = tour(client, SOUGHT)
            for picture, (place, width, scheme, language) in SERVED.items():
                if (not names or picture in names) and place in pages:
                    show(browser, str(client.base_url.join(pages[place])), width, scheme, language, HEIGHT)
                    time.sleep(SETTLING if place == "explore" else 0.3)
                    _keep(browser, folder / f"{picture}.png")


def _keep(browser: webdriver.Chrome, path: Path) -> None:
    """Writes what the window shows."""
    from PIL import Image

    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path, path.stat().st_size >> 10, "KiB")


if __name__ == "__main__":
    take(ROOT / "docs", sys.argv[1:])
