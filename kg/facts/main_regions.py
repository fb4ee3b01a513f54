"""The regions that a document is about: the two sides of its cooperation, and the one that is helped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from kg import gazetteer as gazetteers
from kg.facts.groups import Group
from kg.facts.resolve import Resolved

_HOME = 5  # mentions: 我州 speaks of the home too
_PAIRS = 2  # provinces whose teams a document tells of: of more, none is the one that it is about
_MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))


def main_pair(resolved: Resolved, test: Callable[[Group], bool]) -> tuple[str, ...] | None:
    """The two regions that the document tells of: the one named most, and the one of a like level named most beside it."""
    home = f"region/{resolved.home}"
    ranked = sorted(
        ((len(g.mentions) + (_HOME if i == home else 0), i) for i, g in resolved.groups.items() if g.code and test(g)),
        key=lambda x: (-x[0], x[1]),
    )
    for index, (_, one) in enumerate(ranked):
        level = _level_of(resolved.groups[one].code or "")
        for _, other in ranked[index + 1 :]:
            like = _level_of(resolved.groups[other].code or "")
            nearer = level == "county" and resolved.groups[other].code in _MUNICIPALITIES and any(
                r[1] != other and one_in_other(resolved, r[1], [other]) and _level_of(resolved.groups[r[1]].code or "") == level
                for r in ranked[1:]
            )  # 某县 and 北京 with 房山区: the district is meant
            if (like == level or _ranks(like, level)) and not nearer and not one_in_other(resolved, other, [one]):
                return (one, other)
    return None


def _level_of(code: str) -> str:
    """The level at which a region is paired: a municipality is a city among cities."""
    return "prefecture" if code in _MUNICIPALITIES else gazetteers.load().division(code).level


def _ranks(one: str, other: str) -> bool:
    return {one, other} <= {"prefecture", "county"}


def one_in_other(resolved: Resolved, found: str, chosen: Sequence[str]) -> bool:
    """Whether a region lies in one of those chosen, or one of them in it."""
    code = resolved.groups[found].code
    others = [resolved.groups[c].code for c in chosen]
    return any(code and other and related(code, other) for other in others)


def related(one: str, other: str) -> bool:
    """Whether two division codes are of one region, or one region lies in the other."""
    return gazetteers.load().related(one, other)


def holds(outer: str, inner: str) -> bool:
    """Whether one id is a region's, and the other that of one that lies in it by the tables of divisions."""
    codes = outer.removeprefix("region/"), inner.removeprefix("region/")
    return all(c.isdigit() for c in codes) and gazetteers.load().contains(*codes)


def main_receiver(resolved: Resolved) -> str | None:
    """The city or county that the document tells of as helped: the one that its teams name, else a home that sends nobody, else the
    region named most that neither sends nor is the home. None where teams of several provinces are told of.
    """
    home = resolved.home
    teams = [g.team for g in resolved.groups.values() if g.team]
    senders = {c for team in teams for c in team.senders} or ({home} if home else set())
    if len({code[:2] for code in senders}) > _PAIRS:
        return None  # a survey of many pairs: 受援地 is another one in each passage
    told = Counter(c for team in teams for c in team.receivers[-1:] if not c.endswith("0000") and f"region/{c}" in resolved.groups)
    if told:
        return f"region/{max(told, key=lambda c: (told[c], c))}"
    if home and f"region/{home}" in resolved.groups and not any(related(s, home) for s in senders):
        return f"region/{home}"
    fits = [
        (len(g.mentions), i)
        for i, g in resolved.groups.items()
        if g.cls == "Region"
        and g.code
        and len(g.code) == 6
        and not g.code.endswith("0000")
        and not any(related(s, g.code) for s in senders)
    ]
    return max(fits, key=lambda x: (x[0], x[1]))[1] if fits and senders else None


def chains(links: Sequence[tuple[int, int, str]], resolved: Resolved) -> list[tuple[int, int, str]]:
    """The links to regions with a chain as one link, to the lowest of it (阿坝州壤塘县)."""
    gazetteer = gazetteers.load()
    result: list[tuple[int, int, str]] = []
    for link in links:
        before = result[-1] if result else None
        outer, inner = (resolved.groups[before[2]].code if before else None), resolved.groups[link[2]].code
        if before and before[1] == link[0] and outer and inner and gazetteer.contains(outer, inner):
            result[-1] = (before[0], link[1], link[2])
        else:
            result.append(link)
    return result


def outermost(links: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The links in the document's order, without those that lie within the name of another."""
    end = -1
    for link in sorted(links, key=lambda x: (x[0], -x[1])):
        if link[0] >= end:
            end = link[1]
            yield link
