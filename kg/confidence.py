"""How sure a statement is: the share of its rule's statements that were right, as measured; `seeds/measured/` as a typed view.

    precision.csv     kind,rule,hits,stated: of so many statements of a rule so many were in the reference annotations
    completions.csv   completion,hits,expected,stated: of the statements for which such a thing had to be filled in so many were right,
                      where their rules let expect so many; the completion `none` is that of statements that needed none
    unseen.csv        family,hits,expected,stated: the same of documents that nobody looked at while rules were written

`kind` is a relation, post, indicator or date, `family` the same with relation for all relations. A rule that made few statements is known
by those few and by its kind, a kind by its few and by the whole: each level is the beta prior of the next, with its mean and the weight of
`STRENGTH` statements,

    p(whole) = (hits + 1) / (stated + 2)
    p(kind) = (hits + STRENGTH p(whole)) / (stated + STRENGTH)          p(rule) = (hits + STRENGTH p(kind)) / (stated + STRENGTH)

and a rule that nobody measured is its kind. Of several rules that read one statement the surest counts, and no more: where rules agree they
mostly read the same words, and err together (in unseen documents noisy-or claimed 0.96 of ten such statements, the surest 0.84; seven
were right).

Two things shift the odds, each as far as it did in what was measured: logit of the share that was right (smoothed likewise) less logit of
the expected one. A statement that was read with a subject carried on, or with 该园区 for a name, is less sure than its rule; and rules look
better on the documents that they were written on than they are on those to come, which are unseen too.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
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

RULES, COMPLETIONS, UNSEEN = "precision.csv", "completions.csv", "unseen.csv"
COLUMNS = {
    RULES: ("kind", "rule", "hits", "stated"),
    COMPLETIONS: ("completion", "hits", "expected", "stated"),
    UNSEEN: ("family", "hits", "expected", "stated"),
}
FAMILIES = ("relation", "post", "indicator", "date")
# Chosen on the annotated documents, each left out in turn: from 8 to 32 the log loss hardly changes (0.54 to 0.53 on the unseen ones).
STRENGTH = 16
NONE = "none"
_STAND_IN = "stands-for-"
_LEAST, _MOST = Decimal("0.01"), Decimal("0.99")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Observed:
    """Statements that have something in common: how many were right, how many of them were to be expected, how many there are."""

    hits: int
    expected: float
    stated: int

    @property
    def shift(self) -> float:
        """How far what they have in common shifts the odds, as a difference of logits; 0 where there is nothing to tell it from."""
        if not 0 < self.expected < self.stated:
            return 0.0
        prior = self.expected / self.stated
        return _logit((self.hits + STRENGTH * prior) / (self.stated + STRENGTH)) - _logit(prior)


@dataclass(frozen=True, slots=True)
class Precision:
    """Counts from which confidence is told. `rules`: (kind, rule) → hits and stated; `kinds` and `whole`: their sums.

    `completions`: by sort; `unseen`: by family.
    """

    rules: Mapping[Key, tuple[int, int]]
    kinds: Mapping[str, tuple[int, int]]
    whole: tuple[int, int]
    completions: Mapping[str, Observed]
    unseen: Mapping[str, Observed]

    def by_rule(self, kind: str, rules: Iterable[str]) -> float:
        """How sure the surest of the rules is, whatever had to be filled in."""
        hits, stated = self.whole
        level = _smoothed(self.kinds.get(kind, (0, 0)), (hits + 1) / (stated + 2))
        return max((_smoothed(self.rules.get((kind, rule), (0, 0)), level) for rule in rules), default=level)

    def as_read(self, kind: str, rules: Iterable[str], completions: Iterable[str] = ()) -> float:
        """How sure a statement is that these rules read with these completions, in documents such as those that were measured."""
        return _shifted(self.by_rule(kind, rules), (self.completions[c].shift for c in sorts(completions) if c in self.completions))

    def confidence(self, kind: str, rules: Iterable[str], completions: Iterable[str] = ()) -> Decimal:
        """The confidence of a statement that these rules read with these completions, in (0, 1) with two decimals."""
        found = self.unseen.get(family(kind))
        sure = _shifted(self.as_read(kind, rules, completions), [found.shift] if found else [])
        # Nine digits first: the last bit of a logarithm, which machines may differ in, must not tip a tie.
        return min(max(Decimal(f"{sure:.9f}").quantize(_LEAST), _LEAST), _MOST)


def sorts(completions: Iterable[str]) -> tuple[str, ...]:
    """The sorts of completions that are told apart, sorted: whatever stands for a name is one sort; `none` where there is none."""
    found = {_STAND_IN.rstrip("-") if rule.startswith(_STAND_IN) else rule for rule in completions}
    return tuple(sorted(found)) or (NONE,)


def family(kind: str) -> str:
    """`relation` for every relation, else the kind itself."""
    return kind if kind in FAMILIES else FAMILIES[0]


def _shifted(share: float, shifts: Iterable[float]) -> float:
    return 1 / (1 + math.exp(-_logit(share) - sum(shifts)))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _smoothed(counts: tuple[int, int], prior: float) -> float:
    return (counts[0] + STRENGTH * prior) / (counts[1] + STRENGTH)


def measured(rules: Mapping[Key, tuple[int, int]], completions: Mapping[str, Observed], unseen: Mapping[str, Observed]) -> Precision:
    """The precision that counts tell. `rules`: (kind, rule) → hits and stated; `completions`: by sort; `unseen`: by family."""
    hits: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    for (kind, _), (right, made) in rules.items():
        hits[kind] += right
        stated[kind] += made
    kinds = {kind: (hits[kind], stated[kind]) for kind in stated}
    return Precision(rules, kinds, (hits.total(), stated.total()), completions, unseen)


def read(directory: Path) -> Precision:
    """The tables of a folder. SeedError where a kind is unknown or the counts are none."""
    kinds = {*vocabulary.load().relations, *FAMILIES[1:]}
    found: dict[Key, tuple[int, int]] = {}
    for number, row in rows(directory / RULES, COLUMNS[RULES]):
        if row["kind"] not in kinds:
            raise SeedError(directory / RULES, number, f"kind is {row['kind']}, not one of {', '.join(sorted(kinds))}")
        hits, stated = _share(directory / RULES, number, row["hits"], row["stated"])
        found[row["kind"], row["rule"]] = (int(hits), int(stated))
    return measured(found, _observed(directory / COMPLETIONS), _observed(directory / UNSEEN))


def _observed(path: Path) -> dict[str, Observed]:
    """A table of what was observed where something else was expected, by its first column."""
    found = {}
    for number, row in rows(path, COLUMNS[path.name]):
        hits, stated = _share(path, number, row["hits"], row["stated"])
        expected, _ = _share(path, number, row["expected"], row["stated"])
        found[row[COLUMNS[path.name][0]]] = Observed(int(hits), float(expected), int(stated))
    return found


def _share(path: Path, number: int, part: str, whole: str) -> tuple[Decimal, Decimal]:
    """Two counts, the first no more than the second."""
    if not all(count.isascii() and count.replace(".", "", 1).isdigit() for count in (part, whole)) or Decimal(part) > Decimal(whole):
        raise SeedError(path, number, f"{part}/{whole} is no share of statements")
    return Decimal(part), Decimal(whole)


def of(kind: str, evidence: Iterable[Evidence]) -> Decimal:
    """The confidence of a statement of a kind: by the rules of its evidence, and by what was filled in where least was."""
    rules: set[str] = set()
    filled: dict[tuple[int, int], set[str]] = defaultdict(set)
    for piece in evidence:
        rules.add(piece.rule)
        filled[piece.start, piece.end].update(completion.rule for completion in piece.completions)
    least = min((tuple(sorted(names)) for names in filled.values()), key=lambda names: (len(names), names), default=())
    return load().confidence(kind, sorted(rules), least)


@cache
def load() -> Precision:
    """The precision that was measured for this version. SeedError where a table is wrong."""
    return read(folder("seeds") / "measured")
