"""Visits told from the side of the host: who is met somewhere, and whose coming is welcomed.

某某在甲市会见了乙市市长某某一行              the mayor visits 甲市
甲县县长某某对乙区党政代表团的到来表示欢迎    乙区 visits 甲县
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg import gazetteer as gazetteers
from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.delegations import TEAM
from kg.facts.frames import Found
from kg.facts.grouping import GroupOf
from kg.facts.knowledge import Knowledge

_MEETS = re.compile(r"(?:会见|接见|会晤)了?(?!厅)(?:来访的|前来考察的)?")
_TRAVELS = re.compile(rf"(?:一行|的?(?:率领|带领|率)[^，。；]{{0,24}}?{TEAM})")
_COMING = re.compile(rf"(?:[^，。；、的]{{0,6}}?{TEAM}|[^，。；、的]{{0,4}}领导|[^，。；、的]{{0,4}}客人)?(?:一行)?(?:各位[^，。；]{{1,6}})?的?(?:到来|来访|莅临)")


def read(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Who is received where, in the order of the clauses."""
    for clause in clauses:
        yield from _met(clause, known)
        yield from _welcomed(clause, known)


def _met(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """在甲市会见了乙市市长某某一行; 甲市市长会见了乙市市长某某一行."""
    text = known.doc.text
    meets = _MEETS.search(text, clause.start, clause.end)
    if meets is None:
        return
    there = [g.ids[0] for g in clause.groups if g.governor == "在" and g.end <= meets.start() and known.is_any(g.ids[0], ("Region",))]
    for guest in clause.groups:
        travels = guest.start >= meets.end() and known.is_any(guest.ids[0], ("Person",)) and _TRAVELS.match(text, guest.end, clause.end)
        place = next(iter(there), None) or (_host(clause, guest, known) if travels else None)
        for one in _party(guest, known) if travels and place else ():
            yield from _visit(one, str(place), clause, (meets.span(), "met-there"), known)


def _party(guest: GroupOf, known: Knowledge) -> tuple[str, ...]:
    """Those who travel with the guests of a group, and who sent them."""
    return tuple(dict.fromkeys([*guest.ids, *(s for i in guest.ids for s in known.sent.get(i, ()))]))


def _welcomed(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """对乙区党政代表团的到来表示欢迎: they have come to the region of who welcomes them, else to the document's home."""
    text = known.doc.text
    welcome = text.find("欢迎", clause.start, clause.end)
    if welcome < 0:
        return
    for guest in clause.groups:
        coming = _COMING.match(text, guest.end, clause.end)
        if coming is None or not (guest.governor in ("对", "向") or text.startswith("欢迎", guest.start - 2)):
            continue
        host = _host(clause, guest, known)
        for one in guest.ids if host is not None else ():
            if known.is_any(one, ("Region", "Person")):
                yield from _visit(one, str(host), clause, (coming.span(), "welcomed-there"), known)


def _host(clause: Clause, guest: GroupOf, known: Knowledge) -> str | None:
    """The region that somebody who welcomes guests speaks for."""
    before = [g for g in clause.groups if g.end <= guest.start and not g.governor]
    own = clause.subject if clause.subject is not None and clause.subject.ids != guest.ids else next(iter(before), None)
    if own is not None and own.ids != guest.ids:
        body = own.ids[0] if known.is_any(own.ids[0], ("Region",)) else known.bodies.get(own.ids[0], "")
        if body.startswith("region/"):
            return body
    return known.home


def _visit(one: str, place: str, clause: Clause, told: tuple[tuple[int, int], str], known: Knowledge) -> Iterator[Found]:
    """The visit, unless the visitor is of that region, or the region is a part of the visitor's."""
    home = one if one.startswith("region/") else known.bodies.get(one, "")
    lies = gazetteers.load().contains
    codes = [i[7:].split("-")[0] for i in (home, place) if i.startswith("region/")]
    near = len(codes) == 2 and (codes[0] == codes[1] or lies(codes[1], codes[0]) or (home == one and lies(codes[0], codes[1])))
    if not near and known.admits("visits", one, place):
        span, rule = told
        real = factuality.judge(known.moods[clause.start], "visits", span, "")
        yield Found(one, "visits", place, clause, rule, factuality=real)
