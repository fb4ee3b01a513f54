"""The two sides of a document's aid: which of its regions give, and which receive.

What names and frames have read (甲市 assists 乙县) tells it; a region that nothing was read of is on the side that it lies nearer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.facts.resolve import Resolved

_EAST = frozenset("11 12 31 32 33 35 37 44".split())
_WEST = frozenset("15 45 50 51 52 53 54 61 62 63 64 65 66".split())
"""First digits of division codes: the provinces that cooperation between east and west pairs, which goes one way."""

_WITHIN = {
    "32": (frozenset("01 02 04 05 11".split()), frozenset("03 07 08 09 13".split())),
    "33": (frozenset("01 02 04 05 06".split()), frozenset("08 11".split())),
    "35": (frozenset("01 02 05".split()), frozenset("04 07 08 09".split())),
    "44": (frozenset("01 03 04 06 19 20".split()), frozenset("02 05 07 08 09 12 14 15 16 17 18 51 52 53".split())),
}
"""Of provinces that pair their own: the prefectures that give and those that receive (南北挂钩, 山海协作, the pairing of the delta with the
east, west and north of Guangdong), by the next digits of their codes.
"""


def giver(one: str, other: str) -> str | None:
    """Which of two regions, by their ids, aid leads from by what is known of their provinces; None where that says nothing."""
    codes = [i.removeprefix("region/") for i in (one, other)]
    if codes[0][:2] == codes[1][:2]:
        gives, receives = _WITHIN.get(codes[0][:2], (frozenset[str](), frozenset[str]()))
        sides = [(c[2:4] in gives) - (c[2:4] in receives) for c in codes]
    else:
        sides = [1 if c[:2] in _EAST else -1 for c in codes]
    return None if sorted(sides) != [-1, 1] else (one, other)[sides.index(1)]


@dataclass(frozen=True, slots=True)
class Sides:
    """Codes of the regions that give (`givers`) and receive (`receivers`); `homes`: code of the region that an entity is of, by id.

    `across`: whether the document tells of the west, so that its regions in the east are likely givers; aid within a province is otherwise.
    """

    givers: frozenset[str]
    receivers: frozenset[str]
    homes: Mapping[str, str]
    regions: frozenset[str]
    across: bool = True

    def gives(self, entity: str) -> bool:
        """Whether an entity is an aid team or of a region that gives."""
        return entity.startswith("AidTeam/") or self._balance(entity) > 0

    def receives(self, entity: str) -> bool:
        """Whether an entity is of a region that receives."""
        return not entity.startswith("AidTeam/") and self._balance(entity) < 0

    def county(self, entity: str) -> str | None:
        """The lowest region of the document, not below a county, that an entity is of or lies in; None where it has none."""
        code = self.homes.get(entity, "").split("-")[0]
        for own in (code[:6], code[:4] + "00", code[:2] + "0000") if len(code) >= 6 else ():
            if f"region/{own}" in self.regions:
                return f"region/{own}"
        return None

    def _balance(self, entity: str) -> int:
        code = self.homes.get(entity, "")
        east, west = (_EAST, _WEST) if self.across else (frozenset[str](), frozenset[str]())
        return _nearness(code, self.givers, east) - _nearness(code, self.receivers, west)


def _nearness(code: str, others: Iterable[str], provinces: frozenset[str]) -> int:
    """How near a region is to one of `others`: of one county 4, prefecture 3, province 2; of the provinces of that side 1."""
    best = int(code[:2] in provinces)
    for other in others:
        if code and other:
            same = [size for size in (2, 4, 6) if code[:size] == other[:size]]
            best = max(best, len(same) + 1 if same else 0)
    return best


def find(resolved: Resolved, assists: Iterable[tuple[str, str]], located: Iterable[tuple[str, str]]) -> Sides:
    """The sides of a document. `assists`: who was read to help whom; `located`: what was read to lie where."""
    homes = {i: g.code or g.region or g.parent or (i[7:] if i.startswith("region/") else "") for i, g in resolved.groups.items()}
    for one, place in located:
        homes[one] = homes.get(one) or homes.get(place, "")
    apart = [(one, other) for one, other in assists if homes.get(one, "") != homes.get(other, "")]
    pairs = [(homes.get(one, "") if one.startswith("region/") else "", homes.get(other, "")) for one, other in apart]
    for group in resolved.groups.values():
        if group.team:
            pairs += [(one, "") for one in group.team.senders] + [("", other) for other in group.team.receivers]
    # who is read to help from the west to the east was read wrongly
    kept = [(one, other) for one, other in pairs if one[:2] not in _WEST or other[:2] in _WEST]
    across = any(code[:2] in _WEST for id, code in homes.items() if id.startswith("region/"))
    kept = [(one, other) for one, other in kept if one or not across or other[:2] not in _EAST]
    givers = frozenset(one for one, _ in kept if one)
    receivers = frozenset(other for _, other in kept if other)
    return Sides(givers, receivers, homes, frozenset(i for i in resolved.groups if i.startswith("region/")), across)
