"""When what the clauses say held: the time in the clause before its predicate, else the time that heads the sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.clauses import Clause
from kg.facts.times import Time
from kg.model import Document

_HEAD = 3  # characters before a time that heads its clause: 自, 早在
_NOW = re.compile(r"目前|现|如今|至今|截至|此前|此后|随后|后来|以往|历年|常年")
_OPENS = re.compile(r"开始|起|启动|正式|结缘|结对|结为|建立|确立")
_PASSING = re.compile(r"以来|至今")
_LASTING = frozenset(("assists", "cooperatesWith", "operates", "partOf"))


@dataclass(frozen=True, slots=True)
class When:
    """`date`: the moment of an act; `start`, `end`: the bounds of what lasts. Xsd lexical forms, None where not said."""

    date: str | None = None
    start: str | None = None
    end: str | None = None


NEVER = When()


def of_clauses(doc: Document, clauses: Sequence[Clause], times: Sequence[Time]) -> dict[int, Time]:
    """The times of clauses by where these begin; clauses without one are left out.

    >>> # 2010年起，常州市对口支援安康市，并选派教师。   2010 for both clauses
    """
    starts = [t.start for t in times]
    found: dict[int, Time] = {}
    sentence, head = -1, None
    for clause in clauses:
        if clause.sentence.start != sentence:
            sentence, head = clause.sentence.start, None
        mine = times[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        own = [t for t in mine if not t.deadline and not any(g.start <= t.start < g.end for g in clause.groups)]
        first = clause.predicates[0].start if clause.predicates else clause.end
        before = [t for t in own if t.end <= first]
        heads = [t for t in own if t.start - clause.start <= _HEAD and not _PASSING.match(doc.text, t.end)]
        head = heads[-1] if heads else head
        time = before[-1] if before else None if own or _NOW.match(doc.text, clause.start) else head
        if time is not None and not _PASSING.match(doc.text, time.end):
            found[clause.start] = time
    return found


def of_statement(doc: Document, clause: Clause, predicate: str, time: Time | None) -> When:
    """When a relation held that a clause tells with a time: an act at its date, what lasts from when it is said to begin."""
    if time is None:
        return NEVER
    if time.until:
        return When(start=time.value, end=time.until)
    opens = predicate in _LASTING and (time.since or _OPENS.search(doc.text, time.end, clause.end))
    return When(start=time.value) if opens else When(date=time.value)
