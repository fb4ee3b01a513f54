"""What was named before a place of the text, and of which kind it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from kg.facts.groups import Group

Link = tuple[int, int, str]
"""A stretch of the text and the id of what it names."""
Test = Callable[[Group], bool]

MEMORY = 200
"""Names before a word that stands for one: what was named longer ago is not meant."""


def of_class(*names: str) -> Test:
    """Whether a group is of one of these classes."""
    return lambda group: group.cls in names


def ending_in(*endings: str) -> Test:
    """Whether a group is a region whose name ends in one of these."""
    return lambda group: group.cls == "Region" and group.label.endswith(endings)


def first_from(links: Sequence[Link], at: int) -> int:
    """Number of the first link that does not begin before `at`."""
    return bisect_left(links, (at, -1, ""))


def named_before(links: Sequence[Link], at: int) -> Iterator[Link]:
    """The links that end before `at`, the nearest first; what was named too long ago is not meant."""
    last = first_from(links, at)
    return (links[n] for n in range(last - 1, max(-1, last - 1 - MEMORY), -1) if links[n][1] <= at)
