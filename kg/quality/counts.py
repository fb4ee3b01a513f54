"""Counts and what they come to: precision, recall and F1, of one document or summed over many (micro average)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIGURES = ("entity", "entity+class", "relation", "post", "indicator", "date", "evidence")


@dataclass(frozen=True, slots=True)
class Counts:
    """`hits`: what is in graph and reference; `stated`: what is in the graph; `expected`: what is in the reference."""

    hits: int = 0
    stated: int = 0
    expected: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.stated + other.stated, self.expected + other.expected)

    @property
    def precision(self) -> float:
        """Share of what is stated that is right: 1 where neither says anything."""
        return self.hits / self.stated if self.stated else float(not self.expected)

    @property
    def recall(self) -> float:
        """Share of what is expected that is stated: 1 where nothing is expected."""
        return self.hits / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def total(documents: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """The counts of several documents summed by figure, in the order in which the figures first occur."""
    summed: dict[str, Counts] = {}
    for counts in documents:
        for figure, count in counts.items():
            summed[figure] = summed.get(figure, Counts()) + count
    return summed
