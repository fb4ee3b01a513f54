"""Facts of one entity that contradict each other, found as the research question `contradictions` finds them.

Two exact figures of one measure, one unit and one period with different values, or two dates of one kind, none of which is the other told
more exactly, contradict each other where different documents state them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

Fact = Mapping[str, Any]


def against(kind: str, facts: Sequence[Fact]) -> dict[int, list[int]]:
    """For the place of each fact that others contradict, the places of those; `kind` is posts, indicators or dates."""
    test = {"indicators": _figures_differ, "dates": _dates_differ}.get(kind)
    found: dict[int, list[int]] = {}
    if test is None:
        return found
    for a, b in combinations(range(len(facts)), 2):
        if test(facts[a], facts[b]) and _sources(facts[a]).isdisjoint(_sources(facts[b])):
            found.setdefault(a, []).append(b)
            found.setdefault(b, []).append(a)
    return found


def _figures_differ(one: Fact, other: Fact) -> bool:
    same = all(one.get(field) == other.get(field) for field in ("measure", "unit", "period"))
    exact = one.get("qualifier") == other.get("qualifier") == "Exactly"
    return same and exact and bool(one.get("value")) and one.get("value") != other.get("value")


def _dates_differ(one: Fact, other: Fact) -> bool:
    earlier, later = sorted((str(one.get("value", "")), str(other.get("value", ""))))
    return bool(earlier) and one.get("property") == other.get("property") and not later.startswith(earlier)


def _sources(fact: Fact) -> set[str]:
    return {str(quotation.get("document") or quotation.get("doc")) for quotation in fact.get("evidence") or ()}
