"""What a figure says besides its number: what it measures, of when it is, whether it adds up or recurs, who pays whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.knowledge import Knowledge
from kg.facts.owners import Place
from kg.facts.times import Time

_EDGE = re.compile(r"^[的了超过近约达到已为至共有等，、；：]+|[的了超过近约达到已为至共有，、；：]+$")
_STOP = re.compile(r"[，。；：、！？]")
_ADDED_UP = re.compile(r"累计|总计|共计|合计|先后|至今|迄今|以来|[年月]来|截至|截止")
_RECURRING = re.compile(
    r"每年|年均|每月|月均|每天|每日|每季|每学期|每人|人均|户均|(?<![上去今前当本同\d])年(?=产|销|处理|接待|加工|发电|供|出栏|营|增|运|屠宰)|[日月](?=产|处理|供|发货|接待|均)|月(?=薪|工资|收入)"
)
_UNTOLD = re.compile(r"去年|今年|前年|当年|上年|同年|上月|本月|今春|去冬")
_WHOLE_SENTENCE = re.compile(r"(?:以来|[底末初间度]|期间|全年|上半年|下半年)?，")
_PART = re.compile(r"其中")
_LASTING = frozenset(("area", "capacity", "capital", "stock", "terrain", "tenants"))
"""Kinds of what lasts: a moment told of in an earlier clause (开园, 投产) is not that of the figure."""
_PAYERS = ("Region", "Organization", "Person")
_RECEIVED = frozenset(("向", "给", "对", "为"))
_GIVEN_BY = frozenset(("由", "经"))


@dataclass(frozen=True, slots=True)
class Moments:
    """The times of a document, to be asked for the one that holds for a figure. `starts`: of `times`, which are in order."""

    times: Sequence[Time]
    starts: Sequence[int]

    def of(self, place: Place, before: Time | None) -> Time | None:
        """The time of a figure: the last one before it in its clause; else the sentence's, where that holds for all it says.

        A time that a comma follows holds for the whole sentence (2023年，某市…); that of the figure before (`before`) holds on where a clause
        goes on to take stock. A time that only a reader who knows the date can tell (去年) holds and is unknown.
        """
        start, end = place.clause.sentence.start, place.figure.start
        mine = self.times[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        text = place.doc.text
        own = [t for t in mine if t.start >= place.clause.start]
        if own or _UNTOLD.search(text, place.clause.start, end):
            return own[-1] if own else None
        for time in (mine[-1], mine[0]) if mine else ():
            if _WHOLE_SENTENCE.match(text, time.end):
                return time
        return None if any(k.name in _LASTING for k in place.kinds) else before


def measure(place: Place) -> str:
    """What is measured: the words of the clause around the figure, without names, other figures and edges."""
    text, figure = place.doc.text, place.figure
    ends = [n.group.end for n in place.named if n.clause == place.number]
    if place.chained is not None and place.chained[2] == place.number:
        ends.append(place.chained[0].end)
    left = text[max([place.clause.start, *ends]) : figure.start]
    right = _STOP.split(text[figure.end : place.clause.end])[0]
    parts = [_EDGE.sub("", left)[-16:], _EDGE.sub("", right)[:16]]
    return "…".join(p for p in parts if p) or figure.unit


def basis(place: Place) -> str | None:
    """Cumulative where the figure adds up over a time (累计, 以来), Recurring where it is of each year, day or head (年产, 人均); else None."""
    text = place.doc.text
    start = place.chained[0].end if place.chained is not None and place.chained[2] == place.number else place.clause.start
    if _RECURRING.search(text, start, place.figure.start):
        return "Recurring"
    # 截至某日, and 以来 hold for the whole sentence where they open it
    opening = text[place.clause.sentence.start : place.clause.sentence.start + 16].partition("，")[0]
    if _ADDED_UP.search(text, start, place.figure.start) or _ADDED_UP.search(opening):
        return "Cumulative"
    return None


def is_part(place: Place, before: bool) -> bool:
    """Whether the figure is a part of one that its sentence has given (其中…). `before`: whether the figure before it is one."""
    if place.chained is None or place.figure.unit != place.chained[0].unit:
        return False
    if _PART.search(place.doc.text, place.chained[0].end, place.figure.start):
        return True
    return before and place.chained[2] == place.number


def parties(place: Place, owner: str, known: Knowledge) -> tuple[str | None, str | None]:
    """Who pays and who is paid a sum that is given or put into something; None where the text does not say.

    >>> # 甲市向乙县拨付4200万元   gives 甲市, 乙县;   某小学由甲区出资600万元 gives 甲区, 某小学
    """
    roles = {k.role for k in place.kinds[:1]}
    if place.figure.kind != "money" or not (roles & {"gift", "sunk"} or any(k.name in ("raised", "subsidy") for k in place.kinds[:1])):
        return None, None
    own = [n.group for n in place.named if n.clause == place.number]
    behind = [n.group for n in place.behind if n.clause == place.number]
    agents = [g.ids[0] for g in own if g.governor in _GIVEN_BY]
    receivers = [g.ids[0] for g in (*own, *behind) if g.governor in _RECEIVED]
    subject = place.clause.subject
    acting = [subject.ids[0]] if subject is not None and subject.governor not in _RECEIVED else []
    payer = next((i for i in (*agents, *acting) if known.is_any(i, _PAYERS) and i not in receivers), None)
    if not receivers and (payer == owner and "gift" not in roles or not roles & {"gift", "sunk"}):
        return None, None  # who spends on what is not named, or merely has the money
    payee = next((i for i in (*receivers, owner) if i != payer), None)
    return payer, payee
