"""Floors: the F1 of each figure on each set of annotated documents below which the tests fail. They only rise.

    set,figure,floor        floors.csv, sorted
    samples,relation,0.78

A floor is what was measured, rounded down to the second decimal: a rule that is right may cost a fact somewhere, and no more.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg import output
from kg.quality import FIGURES, Counts

FLOORS = Path(__file__).resolve().parent / "floors.csv"
COLUMNS = ("set", "figure", "floor")

Key = tuple[str, str]


def read(path: Path = FLOORS) -> dict[Key, float]:
    """(set, figure) → floor; ValueError where a row is none of the form above."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise ValueError(f"{path}: the columns are not {','.join(COLUMNS)}")
    return {(name, figure): float(floor) for name, figure, floor in rows[1:]}


def write(floors: Mapping[Key, float], path: Path = FLOORS) -> None:
    """The table of the floors, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((*key, f"{floor:.2f}") for key, floor in sorted(floors.items()))
    output.write(path, text.getvalue())


def raised(floors: Mapping[Key, float], measured: Mapping[str, Mapping[str, Counts]]) -> dict[Key, float]:
    """The floors, each at least what was measured; those of sets that were not measured stay, and none falls."""
    reached = {
        (name, figure): math.floor(round(counts[figure].f1, 6) * 100 + 1e-9) / 100
        for name, counts in measured.items()
        for figure in FIGURES
        if counts
    }
    return {key: max(floors.get(key, 0.0), reached.get(key, 0.0)) for key in {*floors, *reached}}


def below(floors: Mapping[Key, float], measured: Mapping[str, Mapping[str, Counts]]) -> Iterator[str]:
    """A line for each figure that is below its floor, in sums alone."""
    for (name, figure), floor in sorted(floors.items()):
        counts = measured.get(name)
        if counts and round(counts[figure].f1, 6) < floor:
            yield f"{name}: {figure} is {counts[figure].f1:.3f}, its floor {floor:.2f}"
