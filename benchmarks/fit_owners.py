"""Fit the weights by which `kg.facts.owners` decides whose a figure is, and write them to `seeds/measured/owner_signs.csv`.

    python -m benchmarks.fit_owners [SHARED] [--write]     # SHARED: the folder beside the repository with further documents

The model is a conditional logit over the places of the candidates of each figure: the chance of one grows with e to the sum of the weights
of its signs. What is fitted on are the annotated documents that rules were written on and the golden cases; the held-out documents are never read.
A sign's weight is drawn towards what is known of the language beforehand (`BELIEFS`), else towards nought, so that rare signs stay small.
As a decision leans on the one before it, the figures are read again with the program's own decisions, and the last rounds are averaged.

Printed: how many owners are right, on what was fitted on and in cross-validation by document (each document decided with weights that
were fitted without it). Deterministic.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks import annotated
from kg import quality
from kg.facts import counted, extract, measures, owners, posts
from kg.facts.clauses import Clause
from kg.facts.figures import Figure
from kg.facts.knowledge import Knowledge
from kg.facts.owners import Place, Signs
from kg.facts.recognise import recognise
from kg.facts.relate import parse
from kg.facts.resolve import masthead, resolve
from kg.graph.claims import from_nquads
from kg.graph.rdf import BASE, to_nquads
from kg.model import Document
from kg.quality.align import align
from kg.quality.reference import folded
from kg.text import prepare, read

WEIGHTS = annotated.ROOT / "seeds" / "measured" / "owner_signs.csv"
PULL = 2.0
"""How strongly weights are drawn towards the beliefs; of 1, 1.5, 2 and 4 the best in cross-validation, by a little."""
RARE = 5
"""Signs seen less often are left out, but for those of which something is believed."""
FOLDS = 9
ROUNDS, STEADY = 7, 4
"""How often the figures are read again, and over how many of the last rounds weights are averaged: single rounds move three owners to and fro."""
BELIEFS = {
    "behind.de": 4.0,
    "behind.spent": 1.5,
    "behind.adjacent": 1.0,
    "sunk:behind.spent": 3.0,
    "sunk:own.subject": -1.0,
    "sunk:own.agent": -1.0,
    "gift:own.subject": 1.0,
    "gift:own.receiver": -1.0,
    "gift:own.agent": 2.0,
    "gift:before.agent": 2.0,
    "own.subject": 1.5,
    "own.adjacent": 1.0,
    "own.relative": 1.0,
    "own.counted": -1.0,
    "own.aside": -1.0,
    "before.aside": -1.0,
    **{f"{where}.{mark}": -1.0 for where in ("own", "before") for mark in ("frame", "means", "rule")},
    "own.disposed": 2.5,
    "before.disposed": 1.0,
    "leads": 1.5,
    "before.made": 1.0,
    "head": 3.0,
    "before.terms": 2.0,
    "own.tally": 2.5,
    "fits": 1.0,
    "fits.told": 0.7,
    "strange": -1.0,
    "across.subject": 1.0,
    "chain.across": -0.5,
}
"""The thing that a sum qualifies or is spent on owns it, not who spends it; a gift is the giver's; asides and rows that are counted own nothing."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure of a document: the candidates' signs, and the candidates that an annotator would accept."""

    document: str
    signs: Signs
    right: frozenset[str]


Rows = Mapping[tuple[float, str], list[frozenset[str]]]
"""By value and unit, for each figure that an annotation has, the ids of the owners that it accepts."""


def accepted(doc: Document, annotation: Path) -> Rows:
    """The owners that a reference annotation accepts."""
    facts = extract(doc)
    reference = quality.read(annotation)
    ids = align(reference, from_nquads(to_nquads(facts))).ids
    owners_of = {ids[BASE + e.id]: e.id for e in facts.entities if BASE + e.id in ids}
    sure: dict[tuple[float, str], list[frozenset[str]]] = defaultdict(list)
    further: dict[tuple[float, str], frozenset[str]] = defaultdict(frozenset)
    for (owner, value, unit), required in reference.indicators:
        found = frozenset(owners_of[o] for o in (owner,) if o in owners_of)
        if required:
            sure[value, unit].append(found)
        else:
            further[value, unit] |= found
    return {key: [owner | further[key] for owner in sure[key]] or [further[key]] for key in sorted({*sure, *further})}


def expected(doc: Document, case: Path) -> Rows:
    """The owners that a golden case expects."""
    facts = extract(doc)
    rows: dict[tuple[float, str], list[frozenset[str]]] = defaultdict(list)
    for line in json.loads(case.read_text("utf-8")).get("indicators", []):
        label, value, unit = line.split(" | ")[:3]
        rows[float(value), folded(unit)].append(frozenset(e.id for e in facts.entities if e.label == label))
    return rows


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document, read as far as its figures, with what its annotation accepts. `name`: of the document or golden case."""

    name: str
    doc: Document
    figures: Sequence[Figure]
    clauses: Sequence[Clause]
    known: Knowledge
    rows: Rows


def parsed(text: Path, annotation: Path) -> Parsed:
    """A document with its annotation. A golden case is known by its annotation's name, expect.json."""
    doc = prepare(read(text))
    found = recognise(doc)
    resolved = resolve(doc, found)
    references, clauses, known = parse(doc, found, resolved)
    held = posts.read(doc, resolved, references, known.reader)
    known = replace(known, bodies=posts.bodies(held, resolved), masthead=masthead(doc, resolved))
    golden = annotation.name == "expect.json"
    rows = expected(doc, annotation) if golden else accepted(doc, annotation)
    return Parsed(annotation.parent.name if golden else annotation.stem, doc, found.figures, clauses, known, rows)


def choices(one: Parsed, weights: Weights) -> list[Choice]:
    """The choices of a document."""
    rows = one.rows
    often = Counter((float(f.value), folded(f.unit)) for f in one.figures if counted.counts(f))
    seen: Counter[tuple[float, str]] = Counter()
    result = []

    def pick(place: Place, signs: Signs) -> str | None:
        key = (float(place.figure.value), folded(place.figure.unit))
        own = owners.choose(signs, weights)
        if not counted.counts(place.figure) or key not in rows:
            return own
        number = seen[key]
        seen[key] += 1
        right = rows[key][number] if often[key] == len(rows[key]) else frozenset().union(*rows[key])
        if right & set(signs):
            result.append(Choice(one.name, signs, right & set(signs)))
        return own if weights else min(right & set(signs), default=own)

    for _ in measures.decide(one.doc, one.figures, one.clauses, one.known, pick):
        pass
    return result


def fit(chosen: Sequence[Choice], names: Sequence[str]) -> dict[str, float]:
    """The weights of the signs `names` that make the right candidates likeliest, drawn towards the beliefs."""
    index = {name: number for number, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    wanted_rows: list[bool] = []
    starts: list[int] = []
    for choice in chosen:
        starts.append(len(wanted_rows))
        for entity, found in sorted((e, f) for e in choice.signs for f in map(sorted, choice.signs[e])):
            known = [index[s] for s in found if s in index]
            rows += [len(wanted_rows)] * len(known)
            columns += known
            wanted_rows.append(entity in choice.right)
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(wanted_rows), len(names)))
    turned, wanted, first = table.T.tocsr(), np.array(wanted_rows), np.array(starts)
    segment = np.repeat(np.arange(len(starts)), np.diff([*starts, len(wanted_rows)]))
    belief = np.array([BELIEFS.get(name, 0.0) for name in names])

    def loss(weights: Any) -> tuple[float, Any]:
        score = table @ weights
        likely = np.exp(score - np.maximum.reduceat(score, first)[segment])
        likely /= np.add.reduceat(likely, first)[segment]
        chance = np.maximum(np.add.reduceat(likely * wanted, first), 1e-12)
        slope = turned @ (likely - np.where(wanted, likely / chance[segment], 0.0)) + PULL * (weights - belief)
        return float(PULL / 2 * ((weights - belief) ** 2).sum() - np.log(chance).sum()), slope

    found = minimize(loss, belief, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return dict(zip(names, map(float, found.x), strict=True))


def mean(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each weight over several rounds; a sign that a round left out counts nought there."""
    names = sorted({name for weights in rounds for name in weights})
    return {name: sum(weights.get(name, 0.0) for weights in rounds) / len(rounds) for name in names}


def right(chosen: Sequence[Choice], weights: Weights) -> int:
    """How many choices come out right."""
    return sum(owners.choose(c.signs, weights) in c.right for c in chosen)


def main() -> None:
    """Fit, print what came of it, and write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=annotated.SHARED)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    sets = annotated.documents(arguments.shared)
    documents = [pair for name in sorted(sets.keys() - set(annotated.UNSEEN)) for pair in sets[name]]
    cases = [(c.parent / "text.txt", c) for c in sorted((annotated.ROOT / "tests" / "golden").glob("*/expect.json"))]
    texts = [parsed(text, gold) for text, gold in documents]
    examples = [parsed(text, gold) for text, gold in cases]
    weights: dict[str, float] = {}
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        chosen = [c for one in texts for c in choices(one, weights)]
        golden = [c for one in examples for c in choices(one, weights)]
        often = Counter(s for c in chosen + golden for places in c.signs.values() for found in places for s in found)
        names = sorted(s for s in often if often[s] >= RARE or s in BELIEFS)
        rounds.append(fit(chosen + golden, names))
        weights = mean(rounds[-STEADY:])
    stems = sorted({c.document for c in chosen})
    crossed = 0
    for fold in range(FOLDS):
        out = set(stems[fold::FOLDS])
        apart = fit([c for c in chosen if c.document not in out] + golden, names)
        crossed += right([c for c in chosen if c.document in out], apart)
    print(
        f"{len(chosen)} choices, {right(chosen, weights)} right; cross-validated {crossed}; golden cases {right(golden, weights)} of {len(golden)}"
    )
    if arguments.write:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["sign", "weight"])
            table.writerows([name, f"{weights[name]:.2f}"] for name in sorted(weights) if abs(weights[name]) >= 0.05)


if __name__ == "__main__":
    main()
