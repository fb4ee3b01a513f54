"""Precision, recall and F1 of the graphs of the annotated documents, set by set, as sums alone (`kg score` shows single documents).

python -m benchmarks.score [SHARED]            # SHARED: the folder beside the repository with further documents
python -m benchmarks.score [SHARED] --raise    # and raise the floors of `floors.csv` to what was measured
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from benchmarks import annotated, floors
from kg import console, pipeline
from kg.quality import Counts, report, total

TOGETHER = {
    "written on": ("samples", "shared", "rotated"),
    "of these, rotated late": ("rotated",),
    "studied, invented": ("studied",),
    "opened late, invented": ("opened",),
    "opened last, invented": ("opened-second",),
    "unstudied, invented": ("unstudied",),
}


def measure(shared: Path) -> dict[str, list[Mapping[str, Counts]]]:
    """Counts of each document by set."""
    return {name: [pipeline.score(*pair).counts for pair in pairs] for name, pairs in annotated.documents(shared).items()}


def main() -> None:
    """Print a table for each set of documents, and raise the floors where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=annotated.SHARED)
    parser.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to what was measured")
    arguments = parser.parse_args()
    measured = measure(arguments.shared)
    if not measured["shared"]:
        print(f"No annotated documents in {arguments.shared}: measured on those of the repository alone.\n")
    for title, names in TOGETHER.items():
        counts = [each for name in names for each in measured[name]]
        print(f"{title}: {console.count(len(counts), 'document')}")
        print(console.table(report.COLUMNS, report.rows(total(counts)), console.width()))
    if arguments.lift:
        before = floors.read()
        after = floors.raised(before, {name: total(counts) for name, counts in measured.items()})
        floors.write(after)
        print(console.count(sum(after[key] > before.get(key, -1) for key in after), "floor") + " raised")


if __name__ == "__main__":
    main()
