"""Money of one that another builds with: whoever gave it invests in what is built.

乙县使用甲市帮扶资金600万元，建设某产业园       甲市 investsIn 某产业园
依托甲区的协作资金建起某车间                 甲区 investsIn 某车间
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.grouping import FUNDS_OF, SPENDS, GroupOf
from kg.facts.knowledge import Knowledge

_THINGS = ("Park", "Facility", "Project", "School", "Hospital")
_BUILDS = re.compile(r"建|改造|打造|扩|修|盖|开发|设立|办|实施|用于|支持|投向")


def read(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Who invests by the money that others build with, in the order of the clauses."""
    for clause, after in zip_longest(clauses, clauses[1:]):
        for group in clause.groups:
            used = SPENDS.search(known.doc.text, clause.start, group.start) and FUNDS_OF.match(known.doc.text, group.end, clause.end)
            following = after if used and after is not None and after.sentence == clause.sentence else None
            thing = _built(clause, group, following, known) if used else None
            for owner in group.ids if thing else ():
                for target in thing.ids if thing else ():
                    if known.admits("investsIn", owner, target) and known.is_any(target, _THINGS):
                        told = factuality.judge(known.moods[clause.start], "investsIn", (group.start, group.end), "")
                        yield Found(owner, "investsIn", target, clause, "money-of-theirs", factuality=told)


def _built(clause: Clause, owner: GroupOf, after: Clause | None, known: Knowledge) -> GroupOf | None:
    """What is built with the money of `owner`: behind it in its clause, else behind a verb of building in the next one."""
    here = [g for g in clause.groups if g.start > owner.end]
    later = after.groups if after is not None and (after.carried or after.subject is None) else ()
    for group in (*here, *later):
        start = owner.end if group in here else after.start if after is not None else owner.end
        thing = any(known.is_any(i, _THINGS) for i in group.ids)
        if thing and not group.possessive and _BUILDS.search(known.doc.text, start, group.start):
            return group
    return None
