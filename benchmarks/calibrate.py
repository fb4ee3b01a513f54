"""Measure how often each rule is right, which is the confidence of what it reads, and how far such confidence can be believed.

    python -m benchmarks.calibrate [SHARED]     # SHARED: the folder beside the repository with further documents

Writes the tables of `seeds/measured/` (counts of all annotated documents, see `kg/confidence.py`) and, in `docs/quality.md`, those of
stated confidence against the share that was right. There each document's statements get the confidence that the other documents give.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import annotated
from kg import confidence, output, pipeline
from kg.quality.compare import Verdict

MEASURED = annotated.ROOT / "seeds" / "measured"
RECORD = annotated.ROOT / "docs" / "quality.md"
BEGIN, END = "<!-- calibration -->", "<!-- /calibration -->"
BINS = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))

Counts = dict[confidence.Key, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the reference says of the claims of one document's graph."""

    unseen: bool
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the confidence that other documents give it."""

    family: str
    unseen: bool
    stated: float
    right: bool


def judge(shared: Path) -> list[Judged]:
    """The verdicts on each annotated document."""
    return [
        Judged(name in annotated.UNSEEN, pipeline.score(*pair).verdicts)
        for name, pairs in annotated.documents(shared).items()
        for pair in pairs
    ]


def count(documents: Iterable[Judged]) -> Counts:
    """(kind, rule) → hits and stated; a statement counts for each of its rules."""
    hits: Counter[confidence.Key] = Counter()
    stated: Counter[confidence.Key] = Counter()
    for document in documents:
        for verdict in document.verdicts:
            for rule in verdict.rules:
                hits[verdict.kind, rule] += verdict.right
                stated[verdict.kind, rule] += 1
    return {key: (hits[key], stated[key]) for key in sorted(stated)}


def precision_of(documents: Sequence[Judged], rules: Counts) -> confidence.Precision:
    """Rules as they were counted, what completions make of them, and then what unseen documents do; `rules`: `count` of the documents."""
    plain = confidence.measured(rules, {}, {})
    every = [verdict for document in documents for verdict in document.verdicts]
    completions = _observed(
        (sort, verdict.right, plain.by_rule(verdict.kind, verdict.rules))
        for verdict in every
        for sort in confidence.sorts(verdict.completions)
    )
    read = confidence.measured(rules, completions, {})
    unseen = _observed(
        (confidence.family(verdict.kind), verdict.right, read.as_read(verdict.kind, verdict.rules, verdict.completions))
        for document in documents
        if document.unseen
        for verdict in document.verdicts
    )
    return confidence.measured(rules, completions, unseen)


def _observed(statements: Iterable[tuple[str, bool, float]]) -> dict[str, confidence.Observed]:
    """What was right by what the statements have in common, given as that, whether it is right, and how sure that was to be expected."""
    groups: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for common, right, expected in statements:
        groups[common].append((right, expected))
    return {
        common: confidence.Observed(sum(right for right, _ in group), round(sum(expected for _, expected in group), 1), len(group))
        for common, group in groups.items()
    }


def to_csv(precision: confidence.Precision) -> dict[str, str]:
    """The tables that `kg.confidence` reads, by name, sorted."""
    content: dict[str, Iterable[tuple[object, ...]]] = {
        confidence.RULES: ((*key, *pair) for key, pair in sorted(precision.rules.items())),
        confidence.COMPLETIONS: ((sort, o.hits, f"{o.expected:.1f}", o.stated) for sort, o in sorted(precision.completions.items())),
        confidence.UNSEEN: ((name, o.hits, f"{o.expected:.1f}", o.stated) for name, o in sorted(precision.unseen.items())),
    }
    tables = {}
    for name, lines in content.items():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(confidence.COLUMNS[name])
        writer.writerows(lines)
        tables[name] = text.getvalue()
    return tables


def leave_one_out(documents: Sequence[Judged]) -> Iterator[Told]:
    """Every claim with the confidence that the other documents give it."""
    together = count(documents)
    for document in documents:
        own = count([document])
        others = {key: (hits - own.get(key, (0, 0))[0], stated - own.get(key, (0, 0))[1]) for key, (hits, stated) in together.items()}
        precision = precision_of([other for other in documents if other is not document], others)
        for verdict in document.verdicts:
            stated = float(precision.confidence(verdict.kind, verdict.rules, verdict.completions))
            yield Told(confidence.family(verdict.kind), document.unseen, stated, verdict.right)


def table(claims: Iterable[Told]) -> str:
    """Share of right claims by what confidence said of them, and how many they are, as Markdown; then the means of both."""
    cells: dict[tuple[str, int], list[Told]] = defaultdict(list)
    for claim in claims:
        cells[claim.family, next(at for at, (_, high) in enumerate(BINS) if claim.stated < high)].append(claim)
    lines = [f"| stated | {' | '.join(f'{family}s' for family in confidence.FAMILIES)} |", "|---" * (len(confidence.FAMILIES) + 1) + "|"]
    for at, (low, high) in enumerate(BINS):
        found = [cells[family, at] for family in confidence.FAMILIES]
        row = [f"{_mean(c.right for c in claims):.2f} of {len(claims)}" if claims else "–" for claims in found]
        lines.append(f"| {low:.2f} to {high:.2f} | {' | '.join(row)} |")
    whole = [[claim for at in range(len(BINS)) for claim in cells[family, at]] for family in confidence.FAMILIES]
    for title, means in (
        ("mean stated", [_mean(c.stated for c in claims) for claims in whole]),
        ("mean right", [_mean(c.right for c in claims) for claims in whole]),
    ):
        lines.append(f"| {title} | {' | '.join(f'{mean:.2f}' for mean in means)} |")
    return "\n".join(lines)


def section(documents: Sequence[Judged]) -> str:
    """The part of the record that tells how far confidence can be believed."""
    claims = list(leave_one_out(documents))
    unseen = sum(document.unseen for document in documents)
    return f"""## How far confidence can be believed

Confidence is the measured precision of the rule that read a statement, less what it costs that something had to be filled in to read it, and
less what rules lose on documents that nobody looked at while they were written (`kg/confidence.py`, `seeds/measured/`). `make calibrate`
measured it on {len(documents)} annotated documents, {unseen} of them unseen. Below, each statement has the confidence that the other documents
give it, and a cell says which share of the statements of that confidence was right, and how many they are. What a reference marks optional
is right here. The unseen documents, which is what to expect of others:

{table(claim for claim in claims if claim.unseen)}

The documents that rules were written on, where they do better than confidence says:

{table(claim for claim in claims if not claim.unseen)}
"""


def replaced(record: str, text: str) -> str:
    """The record with the part between the markers replaced, all else as it is; ValueError where it lacks them."""
    before, begin, rest = record.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the record has no part between {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{text}{END}{after}"


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def main() -> None:
    """Measure, and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=annotated.SHARED)
    shared = parser.parse_args().shared
    if not (shared / "gold").is_dir():
        print(f"No annotated documents in {shared}: measured on those of the repository alone.")
    documents = judge(shared)
    counts = count(documents)
    for name, text in to_csv(precision_of(documents, counts)).items():
        output.write(MEASURED / name, text)
    output.write(RECORD, replaced(RECORD.read_text("utf-8"), section(documents)))
    print(f"{len(counts)} rules measured on {len(documents)} documents: {MEASURED.name}/, {RECORD.name}")


if __name__ == "__main__":
    main()
