"""Who is paired with whom: the members of acts that need two sides (签约, 结对, 合作).

甲与乙签约                    甲–乙
甲与乙、丙签约                甲–乙, 甲–丙
甲与乙、丙与丁结对            甲–乙, 丙–丁
甲、乙分别与丙、丁签约        甲–丙, 乙–丁
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.facts.subjects import Case

_LINKS = frozenset(("与", "和", "同", "及", "暨"))


def sides(case: Case, own: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs between the subject `own` and its partners `other`; within the subject's own coordination where no partner is told."""
    behind = [i for i in other if i not in own]
    if not behind:
        yield from _within(case, own)
    elif case.clause.respectively and len(own) == len(behind) > 1:
        yield from zip(own, behind, strict=True)
    else:
        yield from ((a, b) for a in own for b in behind)


def _within(case: Case, own: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs that a coordination itself tells of by the place of its 与."""
    if len(own) == 2:
        yield own[0], own[1]
        return
    joints = next((g.joints for g in case.clause.groups if g.ids == tuple(own)), ())
    if len(joints) != len(own) - 1:
        return
    links = [joint in _LINKS for joint in joints]
    if len(own) % 2 == 0 and all(links[0::2]) and not any(links[1::2]):
        yield from zip(own[0::2], own[1::2], strict=True)
    elif len(own) == 3 and case.frame.relation == "signs" and not case.predicate.word.endswith("约"):
        yield from ((own[0], own[1]), (own[0], own[2]), (own[1], own[2]))  # 甲局、乙局、丙厅签署…
    elif links and links[0] and not any(links[1:]):
        yield from ((own[0], b) for b in own[1:])
