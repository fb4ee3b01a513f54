"""How sure a statement is: the share of its rule's statements that were right, as measured; `seeds/measured/` as a typed view.

    precision.csv   kind,rule,hits,stated: of so many statements of a rule so many were in the reference annotations

`kind` is a relation, post, indicator or date. A rule that made few statements is known by those few and by its kind, a kind by its few and
by the whole: each level is the beta prior of the next, with its mean and the weight of `STRENGTH` statements,

    p(whole) = (hits + 1) / (stated + 2)
    p(kind) = (hits + STRENGTH p(whole)) / (stated + STRENGTH)          p(rule) = (hits + STRENGTH p(kind)) / (stated + STRENGTH)

and a rule that nobody measured is its kind. Of several rules that read one statement the surest counts, and no more: where rules agree they
mostly read the same words, and err together (in unseen documents noisy-or claimed 0.96 of ten such statements, the surest 0.84; seven
were right).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg import vocabulary
from kg.data import folder
from kg.errors import SeedError
from kg.lexicon import rows
from kg.model import Evidence

COLUMNS = ("kind", "rule", "hits", "stated")
# Between 8 and 32 the log loss on documents left out hardly changes (0.587 to 0.579 on the unseen ones, 2026-11).
STRENGTH = 16
_LEAST, _MOST = Decimal("0.01"), Decimal("0.99")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Precision:
    """Counts of rules, of kinds and of all, from which confidence is told. `rules`: (kind, rule) → hits and stated."""

    rules: Mapping[Key, tuple[int, int]]
    kinds: Mapping[str, tuple[int, int]]
    whole: tuple[int, int]

    def confidence(self, kind: str, rules: Iterable[str]) -> Decimal:
        """The confidence of a statement that these rules read, in (0, 1) with two decimals."""
        hits, stated = self.whole
        level = _smoothed(self.kinds.get(kind, (0, 0)), (hits + 1) / (stated + 2))
        surest = max((_smoothed(self.rules.get((kind, rule), (0, 0)), level) for rule in rules), default=level)
        return min(max(Decimal(f"{surest:.2f}"), _LEAST), _MOST)


def _smoothed(counts: tuple[int, int], prior: float) -> float:
    return (counts[0] + STRENGTH * prior) / (counts[1] + STRENGTH)


def measured(rules: Mapping[Key, tuple[int, int]]) -> Precision:
    """The precision of rules, kinds and all from the counts of the rules: (kind, rule) → hits and stated."""
    hits: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    for (kind, _), (right, made) in rules.items():
        hits[kind] += right
        stated[kind] += made
    return Precision(rules, {kind: (hits[kind], stated[kind]) for kind in stated}, (hits.total(), stated.total()))


def read(path: Path) -> Precision:
    """The table of a file. SeedError where a kind is unknown or the counts are none."""
    kinds = {*vocabulary.load().relations, "post", "indicator", "date"}
    found: dict[Key, tuple[int, int]] = {}
    for number, row in rows(path, COLUMNS):
        if row["kind"] not in kinds:
            raise SeedError(path, number, f"kind is {row['kind']}, not one of {', '.join(sorted(kinds))}")
        counts = (row["hits"], row["stated"])
        if not all(count.isascii() and count.isdigit() for count in counts) or int(counts[0]) > int(counts[1]):
            raise SeedError(path, number, f"{'/'.join(counts)} is no share of statements")
        found[row["kind"], row["rule"]] = (int(counts[0]), int(counts[1]))
    return measured(found)


def of(kind: str, evidence: Iterable[Evidence]) -> Decimal:
    """The confidence of a statement of a kind by the rules of its evidence."""
    return load().confidence(kind, (piece.rule for piece in evidence))


@cache
def load() -> Precision:
    """The precision that was measured for this version. SeedError where the table is wrong."""
    return read(folder("seeds") / "measured" / "precision.csv")
