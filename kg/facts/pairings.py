"""Regions that documents pair: ties of aid (甲市与乙市建立结对帮扶关系), lists of pairs below what announces them (甲区——乙市；), and two side
by side that do something together (甲区乙市共同打造…).

Which of the two gives is what is known of paired aid (`sides.giver`): it leads from the provinces of the coast to the others, and within
some of them from one half to the other. Where that says nothing the two are said to work together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.facts.anaphora import Reference
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.knowledge import Knowledge
from kg.facts.sides import giver
from kg.facts.subjects import COMITATIVE

_TIE = re.compile(
    r"(?:建立|结成|结为|结下|缔结|缔结为|确立|确立为|确定|形成|明确)(?:了|起|起了)?[^，。；、]{0,10}?(?:帮扶|支援|援助)[^，。；、]{0,6}?(?:关系|对子)"
)
_ANNOUNCED = re.compile(r"结对|帮扶|支援|协作|对口|挂钩|结为|合作")
_OF_AID = re.compile(r"帮扶|支援|援助|援[藏疆青]|扶贫|东西部")
_DASH = re.compile(r"\s*(?:[—–－-]{1,3}|→|~|～)\s*")
_TOGETHER = re.compile(r"共同|携手|联合|联手|合作(?!社)|协作|共建|结对|对口")
_OPENS = re.compile(r"(?:^|[\n；;：:。])[\s\d（(）)、.．①-⑳•·*■●]*$")
_CLOSES = re.compile(r"\s*(?:[；;。，,、\n]|$)")
_FAR = 1500
"""Characters: how far above a list stands what announces it."""


def read(clauses: Sequence[Clause], known: Knowledge, references: Sequence[Reference]) -> Iterator[Found]:
    """Who is paired with whom, in the order of the text."""
    for clause in clauses:
        yield from _tied(clause, known)
    yield from _listed(clauses, known, references)


def _tied(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """甲市与乙市建立结对帮扶关系: the one beside the other is told which way aid goes, where that is known of their provinces."""
    tie = _TIE.search(known.doc.text, clause.start, clause.end)
    if tie is None or clause.subject is None:
        return
    beside = [i for g in clause.groups if g.governor in COMITATIVE and g.end <= tie.start() for i in g.ids]
    two = clause.subject.ids if len(clause.subject.ids) == 2 and not beside else (*clause.subject.ids, *beside)
    if len(two) == 2:
        yield from _paired((two[0], two[1]), True, clause, "tied-by-aid")


def _listed(clauses: Sequence[Clause], known: Knowledge, references: Sequence[Reference]) -> Iterator[Found]:
    """Pairs of a list: two regions with a dash between them and nothing else, below or behind words of pairing."""
    text = known.doc.text
    at = 0
    announced = row = -_FAR
    for one, other in pairwise(references):
        while at < len(clauses) and clauses[at].end <= one.start:
            if _ANNOUNCED.search(text, clauses[at].start, clauses[at].end):
                announced = row = clauses[at].start
            at += 1
        if at == len(clauses):
            return
        if one.end == other.start and one.named and other.named and _TOGETHER.match(text, other.end):
            aided = _OF_AID.search(text, other.end, other.end + 6) is not None
            yield from _paired((one.ids[0], other.ids[0]), aided, clauses[at], "side-by-side")
        alone = _OPENS.search(text, max(0, one.start - 12), one.start) and _CLOSES.match(text, other.end)
        if alone and _DASH.fullmatch(text, one.end, other.start) and one.start - row < _FAR and len(one.ids) == len(other.ids) == 1:
            row = one.start
            aided = _OF_AID.search(text, max(0, announced - _FAR), one.start) is not None
            yield from _paired((one.ids[0], other.ids[0]), aided, clauses[at], "paired-in-a-list")


def _paired(two: tuple[str, str], aided: bool, clause: Clause, rule: str) -> Iterator[Found]:
    """What is said of two regions: aid where it is told and its direction is known, else that they work together."""
    if two[0] == two[1] or not all(i.startswith("region/") for i in two):
        return
    first = giver(*two) if aided else None
    if first is not None:
        yield Found(first, "assists", two[1] if first == two[0] else two[0], clause, rule)
    else:
        yield Found(two[0], "cooperatesWith", two[1], clause, rule)
