"""Comparisons as tables, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping

from kg.quality.compare import Comparison
from kg.quality.counts import FIGURES, Counts, total

COLUMNS = ("figure", "precision", "recall", "F1", "hits/stated/expected")
ALL = "all documents"


def rows(counts: Mapping[str, Counts]) -> list[tuple[str, ...]]:
    """A row of `COLUMNS` for each figure: those of all documents first, then the relations that occur, each by its name."""
    kinds = [figure for figure in counts if figure not in FIGURES and (counts[figure].stated or counts[figure].expected)]
    return [
        (
            figure if figure in FIGURES else f"· {figure}",
            *(f"{share:.3f}" for share in (count.precision, count.recall, count.f1)),
            f"{count.hits}/{count.stated}/{count.expected}",
        )
        for figure, count in ((figure, counts[figure]) for figure in (*FIGURES, *kinds))
    ]


def overview(documents: Mapping[str, Comparison]) -> list[tuple[str, ...]]:
    """A row for each document: its name, and F1 of each of `FIGURES`."""
    return [(name, *(f"{compared.counts[figure].f1:.2f}" for figure in FIGURES)) for name, compared in documents.items()]


def faults(documents: Mapping[str, Comparison]) -> Iterator[str]:
    """What is missing and what is spurious, document by document, a line each; - is missing, + spurious, ! of a class that is not right."""
    signs = {"missing": "-", "spurious": "+", "class": "!"}
    for name, compared in documents.items():
        yield name
        for fault in compared.faults:
            yield f"  {signs[fault.kind]} {fault.figure} {fault.fact}"


def to_json(documents: Mapping[str, Comparison], errors: bool) -> str:
    """`documents` and `total`: figure → precision, recall, f1, hits, stated, expected; with `errors`, each document's faults."""
    content: dict[str, object] = {"total": _figures(total(compared.counts for compared in documents.values()))}
    content["documents"] = {name: _figures(compared.counts) for name, compared in documents.items()}
    if errors:
        content["errors"] = {
            name: [{"kind": fault.kind, "figure": fault.figure, "fact": fault.fact} for fault in compared.faults]
            for name, compared in documents.items()
        }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def to_csv(documents: Mapping[str, Comparison]) -> str:
    """document, figure, precision, recall, f1, hits, stated, expected; the sums at the end."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("document", "figure", "precision", "recall", "f1", "hits", "stated", "expected"))
    writer.writerows(_lines((name, compared.counts) for name, compared in documents.items()))
    writer.writerows(_lines([(ALL, total(compared.counts for compared in documents.values()))]))
    return text.getvalue()


def _figures(counts: Mapping[str, Counts]) -> dict[str, dict[str, float]]:
    return {
        figure: {
            "precision": round(count.precision, 4),
            "recall": round(count.recall, 4),
            "f1": round(count.f1, 4),
            "hits": count.hits,
            "stated": count.stated,
            "expected": count.expected,
        }
        for figure, count in counts.items()
    }


def _lines(documents: Iterable[tuple[str, Mapping[str, Counts]]]) -> Iterator[tuple[object, ...]]:
    for name, counts in documents:
        for figure, figures in _figures(counts).items():
            yield name, figure, *figures.values()
