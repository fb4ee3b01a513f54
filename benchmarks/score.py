"""Hold the graphs of annotated documents against their reference annotations, with the scorer of a folder beside the repository.

    python benchmarks/score.py SHARED        # SHARED/score/score.py, SHARED/gold with SHARED/seeds, and the repository's own documents

Two samples are kept out of sight while rules are written, and so are the invented documents in `documents/unstudied`; each set is
summed up apart, and the distance between the figures is how much the rules merely fit what they were written on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "seeds" / "documents"
HELD_OUT = frozenset({"delegation-visit", "joint-parks"})
FIGURES = ("entity", "entity+class", "relation", "post", "indicator", "date", "evidence")

Figures = dict[str, dict[str, float]]


def pairs(shared: Path) -> list[tuple[Path, Path]]:
    """(annotation, text) of every annotated document: the samples, then those of the folder."""
    own = [(gold, SAMPLES / f"{gold.stem}.txt") for gold in sorted((SAMPLES / "gold").glob("*.json"))]
    return own + [(gold, shared / "seeds" / f"{gold.stem}.txt") for gold in sorted((shared / "gold").glob("*.json"))]


def invented(folder: str) -> list[tuple[Path, Path]]:
    """(annotation, text) of the invented documents of a folder."""
    return [(gold, gold.with_suffix(".txt")) for gold in sorted((HERE / "documents" / folder).glob("*.json"))]


def scores(shared: Path, documents: list[tuple[Path, Path]]) -> dict[str, Figures]:
    """Document → figure → hits, predicted, gold, as the scorer counts them."""
    with tempfile.TemporaryDirectory() as folder:
        golds, texts = Path(folder, "gold"), Path(folder, "texts")
        for place in (golds, texts):
            place.mkdir()
        for gold, text in documents:
            shutil.copy(gold, golds)
            shutil.copy(text, texts)
        build = f"{sys.executable} -m kg build {{text}} -o {{out}} --quiet"
        command: list[str | Path] = [sys.executable, shared / "score" / "score.py", "--all", golds, texts, "--build", build, "--json"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr or run.stdout)
    figures: dict[str, Figures] = json.loads(run.stdout)
    return {name: figures[name] for name in figures if name != "micro"}


def row(figure: str, documents: list[Figures]) -> str:
    """Micro-averaged precision, recall and F1 of one figure."""
    hit, predicted, gold = (sum(document.get(figure, {}).get(count, 0) for document in documents) for count in ("hit", "predicted", "gold"))
    precision, recall = (hit / whole if whole else float(not hit) for whole in (predicted, gold))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{figure:24}{precision:7.3f}{recall:7.3f}{f1:7.3f}   {hit:.0f}/{predicted:.0f}/{gold:.0f}"


def main() -> None:
    """Print a table for each set of documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    figures = scores(shared, pairs(shared))
    samples = {
        "written on": [figures[name] for name in sorted(figures.keys() - HELD_OUT)],
        "held out": [figures[name] for name in sorted(figures.keys() & HELD_OUT)],
        "together": [figures[name] for name in sorted(figures)],
    }
    own = {f"{folder}, invented": list(scores(shared, invented(folder)).values()) for folder in ("studied", "unstudied")}
    for title, documents in (samples | own).items():
        print(f"{title + f' ({len(documents)})':24}{'P':>7}{'R':>7}{'F1':>7}   hit/predicted/reference")
        print("\n".join(row(figure, documents) for figure in FIGURES), end="\n\n")


if __name__ == "__main__":
    main()
