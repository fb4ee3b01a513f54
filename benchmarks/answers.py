"""The answers of the shipped questions, as files that reviewing is reading the diff of: python -m benchmarks.answers [FOLDER].

    seeds/documents        ─► tests/answers/samples/QUESTION.csv
    tests/graphs/*.ttl     ─► tests/answers/small/QUESTION.csv

Lines end in LF, for the sake of the diff; all else is what `kg query --format csv` writes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import kg
from kg.graph import query, results, store

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "answers"
SAMPLES = ROOT / "seeds" / "documents"
SMALL = ROOT / "tests" / "graphs" / "cooperation.ttl"


def answers(graph: Path | str) -> dict[str, str]:
    """The answer of each question over a graph file, or over N-Quads, as CSV with LF."""
    index = store.load(graph)
    return as_text({question.name: query.run(index, question.text) for question in query.questions()})


def as_text(told: Mapping[str, query.Result]) -> dict[str, str]:
    """Answers as CSV with LF."""
    return {name: results.to_csv(answer).replace("\r\n", "\n") for name, answer in told.items()}


def write(folder: Path, told: dict[str, str]) -> None:
    """One file for each answer, and no other file of that kind in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.csv"):
        if path.stem not in told:
            path.unlink()
    for name, text in told.items():
        (folder / f"{name}.csv").write_text(text, "utf-8", newline="\n")


def main(folder: Path = ANSWERS) -> None:
    """Writes the answers over the samples and over the small graph."""
    graph = kg.build([SAMPLES])
    write(folder / "samples", answers(graph.to_nquads()))
    write(folder / "small", answers(SMALL))
    print(f"{len(query.questions())} questions over two graphs → {folder}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
