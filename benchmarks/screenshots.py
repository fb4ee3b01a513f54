"""The pictures of the page in docs/, taken in Chromium of the graph of the sample documents: `make screenshots`."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from selenium import webdriver

import kg
from kg import data, pipeline

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/regional-cooperation/id/region/"
SUZHOU, KHORGOS, FUYANG = (f"{BASE}{code}" for code in ("320500", "654004", "341200"))

# Name of the picture → what of the page it shows, as the fragment of its address.
PICTURES = {
    "page.png": f"n={quote(KHORGOS)}",
    "page-path.png": f"p={quote(KHORGOS)}&p={quote(FUYANG)}",
}
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1360,860", "--force-prefers-reduced-motion")
SETTLING = 1.5  # seconds until a page is drawn and quiet


def take(folder: Path) -> None:
    """Writes the pictures into a folder."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        sys.exit("chromium and chromedriver are not installed (Debian, Ubuntu: apt-get install chromium chromium-driver fonts-noto-cjk)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS:
        options.add_argument(flag)
    with tempfile.TemporaryDirectory() as name:
        graph, page = Path(name) / "graph.nq", Path(name) / "page.html"
        kg.build([data.folder("seeds") / "documents"]).write(graph)
        page.write_text(pipeline.view(graph, "区域合作知识图谱"), encoding="utf-8")
        browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        try:
            for picture, fragment in PICTURES.items():
                browser.get("about:blank")
                browser.get(f"{page.as_uri()}#{fragment}")
                time.sleep(SETTLING)
                browser.save_screenshot(str(folder / picture))
                print(folder / picture)
        finally:
            browser.quit()


if __name__ == "__main__":
    take(ROOT / "docs")
