"""What documents say against each other, found as the research question `contradictions` finds it.

Two exact figures of one measure, unit, basis and year with different values, or two dates of one kind, none of which is the other told more
exactly, contradict each other where different documents state them; so do an affirmation and a denial of one relation. A figure without a
period counts for the year of its document. What is projected contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

Fact = Mapping[str, Any]


def against(kind: str, facts: Sequence[Fact], issued: Mapping[str, str]) -> dict[int, list[int]]:
    """For the place of each fact that others contradict, the places of those.

    `kind` is posts, indicators or dates; `issued`: the date of each document, by IRI or else by title.
    """
    test = {"indicators": _figures_differ, "dates": _dates_differ}.get(kind)
    found: dict[int, list[int]] = {}
    if test is None:
        return found
    for a, b in combinations(range(len(facts)), 2):
        if test(facts[a], facts[b], issued):
            found.setdefault(a, []).append(b)
            found.setdefault(b, []).append(a)
    return found


def denials(edges: Sequence[tuple[object, bool, Sequence[Fact]]]) -> dict[int, list[int]]:
    """The same for relations: (what is said to hold, whether it is denied, the quotations) of each."""
    same: dict[object, list[int]] = {}
    for place, (said, _, _) in enumerate(edges):
        same.setdefault(said, []).append(place)
    found: dict[int, list[int]] = {}
    for places in same.values():
        for a, b in combinations(places, 2):
            if edges[a][1] != edges[b][1] and any(one != other for one in map(_source, edges[a][2]) for other in map(_source, edges[b][2])):
                found.setdefault(a, []).append(b)
                found.setdefault(b, []).append(a)
    return found


def _figures_differ(one: Fact, other: Fact, issued: Mapping[str, str]) -> bool:
    same = all(one.get(field) == other.get(field) for field in ("measure", "unit", "basis"))
    exact = one.get("qualifier") == other.get("qualifier") == "Exactly" and not (one.get("projected") or other.get("projected"))
    if not (same and exact and one.get("value") and one.get("value") != other.get("value")):
        return False
    return any(_period(one, first, issued) == _period(other, second, issued) for first, second in _apart(one, other))


def _dates_differ(one: Fact, other: Fact, _: Mapping[str, str]) -> bool:
    earlier, later = sorted((str(one.get("value", "")), str(other.get("value", ""))))
    differ = bool(earlier) and one.get("property") == other.get("property") and not later.startswith(earlier)
    return differ and any(True for _ in _apart(one, other))


def _period(fact: Fact, source: str, issued: Mapping[str, str]) -> str:
    return str(fact.get("period") or issued.get(source, "")[:4])


def _apart(one: Fact, other: Fact) -> Iterator[tuple[str, str]]:
    """The pairs of different documents that state the one and the other."""
    sources = [sorted({_source(quotation) for quotation in fact.get("evidence") or ()}) for fact in (one, other)]
    yield from ((first, second) for first in sources[0] for second in sources[1] if first != second)


def _source(quotation: Fact) -> str:
    return str(quotation.get("document") or quotation.get("doc"))
