"""Mentions inside mentions: regions in the names of bodies, firms in the names of their divisions."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.model import Mention


def nest(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Mentions that stand alone, and those that lie inside a longer one; of partly overlapping ones the longer, then the earlier, stays."""
    rank = {"known-name": 1, "title": 2, "phase": 3, "shared-head": 3, "short-form-introduced": 1, "quoted-in-a-row": 1}
    ordered = sorted(
        set(mentions), key=lambda m: (m.start - m.end, -rank.get(m.rule, 0), m.start, m.cls, m.rule, m.label or "", m.code or "")
    )
    owner: dict[int, Mention] = {}
    outer, inner = [], []
    for mention in ordered:
        holders = {id(owner[i]) for i in range(mention.start, mention.end) if i in owner}
        if not holders:
            outer.append(mention)
            for i in range(mention.start, mention.end):
                owner[i] = mention
        elif len(holders) == 1 and all(i in owner for i in range(mention.start, mention.end)):
            holder = owner[mention.start]
            if (holder.start, holder.end) != (mention.start, mention.end) or (holder.rule == "shared-head" and mention.cls == "Region"):
                inner.append(mention)
    return sorted(outer, key=lambda m: m.start), sorted(inner, key=lambda m: (m.start, -m.end, m.cls))


def pairs(outer: Sequence[Mention], inner: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Each mention of `inner` with the one of `outer` (in order, without overlap) that it lies in."""
    starts = [m.start for m in outer]
    for mention in inner:
        at = bisect_right(starts, mention.start) - 1
        if at >= 0 and mention.end <= outer[at].end:
            yield outer[at], mention


def inside(outer: Sequence[Mention], inner: Sequence[Mention]) -> Mapping[int, tuple[Mention, ...]]:
    """The mentions inside each mention, by its start."""
    found: dict[int, list[Mention]] = defaultdict(list)
    for holder, mention in pairs(outer, inner):
        found[holder.start].append(mention)
    return {k: tuple(v) for k, v in found.items()}


def places(outer: Sequence[Mention], inner: Sequence[Mention]) -> list[Mention]:
    """The regions inside names, but those in enterprises' names: they tell of a brand, not of a place that the document speaks of."""
    return [m for holder, m in pairs(outer, inner) if m.cls == "Region" and m.code and holder.cls != "Enterprise"]
