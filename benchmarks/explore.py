"""What the explore page costs over a graph that is too large for a browser: `make bench-explore`.

    python -m benchmarks.explore [FOLDER] [--documents N]

A graph folder of invented reports about all of the country's cities and counties, some of which are in every tenth report, is built once (a
folder that is there already is taken as it is); then a server of it is asked as the page asks it, and a browser opens the page. Seconds
of the clock, the middle of `TURNS` turns, and the largest; the first answer of all is apart, as the outline is made for it.
"""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks import reports
from kg import folders, gazetteer

SENTENCES = (10, 24)
DOCUMENTS = 3000


def regions() -> list[str]:
    """Names of cities and counties, each as often as it is to be written of: a few are hubs."""
    known = gazetteer.load().divisions.values()
    names = sorted({each.name for each in known if each.level in ("prefecture", "county") and len(each.name) > 2})
    random.Random(1).shuffle(names)
    return [name for place, name in enumerate(names) for _ in range(200 if place < 4 else 40 if place < 40 else 8 if place < 300 else 1)]


def fill(folder: Path, size: int) -> None:
    """A graph folder of so many reports, with its index."""
    texts = folder.with_name(f"{folder.name}-texts")
    texts.mkdir(parents=True, exist_ok=True)
    names = regions()
    for number in range(size):
        text = f"第{number}号简报\n\n{reports.report(number, SENTENCES, names)}"
        (texts / f"{number:05}.txt").write_text(text, encoding="utf-8")
    folders.build([texts], folder)
    folders.reindex(folder)
