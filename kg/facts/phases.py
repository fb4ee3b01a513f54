"""Phases: a park's or a project's 一期 and 二期, beside its name or alone further on, where the document tells of more than one.

A single phase is the thing itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.model import Document, Mention

_BESIDE = re.compile(r"[（(]?第?([一二三四五六])期(?:工程|项目|园区|标准化厂房|厂房)?[）)]?(?!间)")
_ALONE = re.compile(
    r"(?:(?<=[，。；：、\n])|(?<=其中)|(?<=其))(?:项目|园区|工程|产业园)?第?([一二三四五六])期(?:工程|项目|园区)?(?=[\u4e00-\u9fff，]|\d)(?!间)"
)
_PLACED = re.compile(r"(?:位于|坐落于|坐落在|落户|入驻|选址|地处|在)[\u4e00-\u9fff]{0,6}$")
_OWN = re.compile(r"(?:项目)?[（(]?第?[一二三四五六]期(?:工程|项目)?[）)]?$")


def find(doc: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """The phases of the parks and projects among `mentions`, each labelled with its number behind the name of the whole. Linear."""
    things = [m for m in _longest(mentions) if m.cls in ("Park", "Project", "Facility") and not m.relative]
    starts = [m.start for m in things]
    found: dict[str, list[tuple[str, Mention]]] = defaultdict(list)
    for thing in things:
        name = doc.text[thing.start : thing.end]
        if match := _OWN.search(name):
            whole = name[: match.start()] + ("项目" if match[0].startswith("项目") else "")
            number = re.search("[一二三四五六](?=期)", match[0])
            if number and thing.cls == "Project" and len(whole) > 4:
                found[whole].append((number[0], _phase(thing.start, thing.end, whole, number[0])))
        elif match := _BESIDE.match(doc.text, thing.end):
            found[name].append((match[1], _phase(thing.start, match.end(), name, match[1])))
    for digit, start, end in _alone(doc):
        at = bisect_right(starts, start) - 1
        while at > 0 and _PLACED.search(doc.text[max(0, things[at].start - 8) : things[at].start]):
            at -= 1  # where a thing lies is not what is built in phases
        if at >= 0 and "\n\n" not in doc.text[things[at].end : start]:
            name = doc.text[things[at].start : things[at].end]
            name = _OWN.sub("项目" if "项目" in name[-4:] else "", name)
            found[name].append((digit, _phase(start, end, name, digit)))
    return [m for phases in found.values() if len({n for n, _ in phases}) > 1 for _, m in phases]


def _phase(start: int, end: int, whole: str, number: str) -> Mention:
    return Mention(start, end, "Project", "phase", f"{whole}{number}期")


def _alone(doc: Document) -> Iterator[tuple[str, int, int]]:
    for match in _ALONE.finditer(doc.text):
        yield match[1], match.start(1) - (doc.text[match.start(1) - 1] == "第"), match.end()


def _longest(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in order that lie in no other one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
