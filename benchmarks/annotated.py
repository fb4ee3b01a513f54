"""The annotated documents, set by set.

    samples     sample documents that rules were written on (`seeds/documents`)
    rotated     sample documents of which only the scores were looked at until 2026-11-21, and which rules were written on since
    shared      documents of a folder beside the repository that rules were written on, where it is there
    studied     invented documents that rules were written on (`documents/studied`)
    opened      invented documents of which only the scores were looked at until 2026-11-22, and which rules were written on since
                (`documents/opened`)
    opened-second  the like, opened later that day (`documents/opened-second`)
    unstudied   invented documents of which only the scores were looked at (`documents/unstudied`)

The distance between what rules were written on and the rest is how much they merely fit it. Of the sets in `UNSEEN` nothing but sums may
be printed: an error that somebody has read is an error that somebody writes a rule for.
"""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAMPLES = ROOT / "seeds" / "documents"
SHARED = Path(os.environ.get("SHARED") or ROOT.parent / "shared")
ROTATED = frozenset({"delegation-visit", "joint-parks"})
UNSEEN = ("unstudied",)

Pair = tuple[Path, Path]


def documents(shared: Path = SHARED) -> dict[str, list[Pair]]:
    """(document, annotation) of every annotated document by set, sorted; the set `shared` is empty where there is no such folder."""
    own = [(SAMPLES / f"{gold.stem}.txt", gold) for gold in sorted((SAMPLES / "gold").glob("*.json"))]
    return {
        "samples": [pair for pair in own if pair[0].stem not in ROTATED],
        "rotated": [pair for pair in own if pair[0].stem in ROTATED],
        "shared": [(shared / "seeds" / f"{gold.stem}.txt", gold) for gold in sorted((shared / "gold").glob("*.json"))],
        "studied": _invented("studied"),
        "opened": _invented("opened"),
        "opened-second": _invented("opened-second"),
        "unstudied": _invented("unstudied"),
    }


def _invented(name: str) -> list[Pair]:
    return [(gold.with_suffix(".txt"), gold) for gold in sorted((HERE / "documents" / name).glob("*.json"))]
