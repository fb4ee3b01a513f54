"""Indicators: every figure with the entity that it is about and what it measures.

Which figures count is decided here, whose they are in `kg.facts.owners`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from kg import confidence
from kg import lexicon as lexicons
from kg.facts import counted, dimensions, factuality, owners, standing
from kg.facts.clauses import Clause
from kg.facts.figures import Figure
from kg.facts.knowledge import Knowledge
from kg.facts.owners import Place, Signs
from kg.facts.recognise import Recognised
from kg.facts.times import Time
from kg.lexicon import MeasureKind
from kg.model import Document, Evidence, Indicator, Remark

_PLANNED = ("Park", "Facility", "Event", "Program", "Project")
"""What is planned rather than plans: a sum planned for it is its own figure."""
Pick = Callable[[Place, Signs], str | None]
"""What chooses among candidates."""


def read(doc: Document, found: Recognised, clauses: Sequence[Clause], known: Knowledge) -> tuple[tuple[Indicator, ...], tuple[Remark, ...]]:
    """The indicators of the document, sorted, and remarks on the figures that are only aimed at, in order."""
    remarks: list[Remark] = []
    result: dict[tuple[str, Decimal, str, str], Indicator] = {}
    moments = dimensions.Moments(found.times, [t.start for t in found.times])
    whole: Indicator | None = None
    part = False
    moment: Time | None = None
    weights = lexicons.load().owner_signs
    for place, signs, owner in decide(doc, found.figures, clauses, known, lambda _, signs: owners.choose(signs, weights)):
        figure = place.figure
        if owner is None or not counted.tells(place):
            continue
        told = factuality.of_figure(known.moods[place.clause.start], figure.start, figure.kind == "money", known.is_any(owner, _PLANNED))
        if told.unreal:
            remarks.append(Remark(f"{told.unreal}-figure", figure.start, figure.end, doc.text[figure.start : figure.end]))
            continue
        rule = owners.rule(signs, weights, owner)
        moment = moments.of(place, moment if place.chained is not None else None)
        one = _indicator(known, place, owner, rule, moment)
        one = replace(one, status=told.status, polarity=told.polarity)
        part = whole is not None and dimensions.is_part(place, part)
        if part and whole is not None and whole.unit == one.unit and whole.evidence[0].start == one.evidence[0].start:
            one = replace(one, part_of=whole)
        else:
            whole, part = one, False
        result.setdefault((one.entity, one.value, one.unit, one.measure), one)
    indicators = sorted(result.values(), key=lambda i: (i.entity, i.evidence[0].start, i.value, i.unit, i.measure))
    return tuple(indicators), tuple(remarks)


def decide(
    doc: Document, figures: Sequence[Figure], clauses: Sequence[Clause], known: Knowledge, pick: Pick
) -> Iterator[tuple[Place, Signs, str | None]]:
    """Every figure in its place, with the candidates for its owner and the owner, in order.

    `pick` chooses among the candidates; there are none where the place of the figure decides.
    """
    starts = [f.start for f in figures]
    told = standing.opening(doc, clauses, known)
    block = -1
    for (_, in_block), group in groupby(enumerate(clauses), key=lambda c: (c[1].sentence.start, c[1].sentence.block)):
        numbered = list(group)
        kind = doc.blocks[in_block].kind
        if in_block != block:
            block = in_block
            told = standing.turned(told)
        named = standing.named_in(doc, numbered, known)
        told = standing.shifted(told, doc.text, numbered[0][1].sentence.start, known)
        ends = [n.group.end for n in named]
        owner: str | None = None
        chained: tuple[Figure, str, int] | None = None
        measured: tuple[MeasureKind, ...] = ()
        for number, clause in numbered:
            mine = figures[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
            for index, figure in enumerate(mine):
                before = mine[index - 1].end if index else clause.start
                after = mine[index + 1].start if index + 1 < len(mine) else clause.end
                measured = owners.kinds(doc, clause, figure, before, after) or (measured if index and figure.start - before <= 2 else ())
                at = bisect_right(ends, figure.start)
                around = named[max(0, at - standing.REACH) : at], named[at : at + standing.REACH_BEHIND]
                place = Place(doc, clause, number, figure, *around, told, chained, measured)
                signs: Signs = {}
                if kind in ("colophon", "distribution"):
                    owner = known.masthead
                elif (owner := owners.in_row(clause, around[0], index, len(mine)) or owners.attended(place, known)) is None:
                    signs = owners.candidates(place, known)
                    owner = pick(place, signs)
                yield place, signs, owner
                if owner is not None and counted.tells(place):
                    chained = (figure, owner, number)
        if kind == "heading":
            told = replace(told, heading=next((n.group.ids[0] for n in named), told.heading))
        else:
            told = standing.tell(told, named, chained[1] if chained else None, known)


def _indicator(known: Knowledge, place: Place, owner: str, rule: str, time: Time | None) -> Indicator:
    clause, figure = place.clause, place.figure
    evidence = Evidence(clause.sentence.start, clause.sentence.end, rule, known.reader.of(clause, [owner]))
    value = figure.value.normalize()
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    payer, payee = dimensions.parties(place, owner, known)
    return Indicator(
        owner,
        value,
        figure.unit,
        dimensions.measure(place),
        figure.qualifier,
        time.value[:4] if time else None,
        known.doc.text[figure.start : figure.end],
        (evidence,),
        confidence.of("indicator", (evidence,)),
        basis=dimensions.basis(place),
        payer=payer,
        payee=payee,
    )
