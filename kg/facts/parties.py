"""Parties: who 甲方 and 乙方 of an agreement are, and the two bodies that 双方 goes on with.

甲方：甲区人民政府 … 甲方支持乙方          甲方 is the government
甲学校与乙学校签约。双方约定…             双方 are the schools
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg.facts.groups import Group
from kg.facts.named_before import Link, first_from
from kg.model import Document

_OPENS = re.compile(r"([甲乙丙丁])方(?:[（(][^）)\n]{1,12}[）)])?[：:]\s*")
_CALLED = re.compile(r"[（(](?:以下)?(?:简称|称)?(?:为)?[“\"]?([甲乙丙丁])方[”\"]?[）)]")
_PARTY = re.compile(
    r"(?:甲、?乙)?双方(?![是为系])|(?<![\u4e00-\u9fff])[甲乙丙丁]方|(?<=[对向为由与和同给经])[甲乙丙丁]方|[甲乙丙丁]方(?!法|案|面|式|位|向)"
)
_BODIES = ("GovernmentBody", "School", "Hospital", "Institution", "ResearchInstitute", "Association", "Media")
_PARTNERS = (*_BODIES, "Park", "Enterprise", "Region")
_SIGN = re.compile(r"签[订署约下]|结[对成为]|合作|共建")
_BACK = 6  # names before 双方 among which the two stand


def of_agreement(doc: Document, links: Sequence[Link]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where 甲方, 乙方 and 双方 stand in an agreement and whom they mean. `links`: the outermost, in order."""
    starts = {start: number for number, (start, _, _) in enumerate(links)}
    named: dict[str, str] = {}
    for match in _OPENS.finditer(doc.text):
        number = starts.get(match.end())
        while number is not None and number + 1 < len(links) and links[number + 1][0] == links[number][1]:
            number += 1  # of a chain of regions the lowest counts
        if number is not None:
            named.setdefault(match[1], links[number][2])
    for _, end, found in links:
        called = _CALLED.match(doc.text, end)
        if called:
            named.setdefault(called[1], found)
    for match in _PARTY.finditer(doc.text) if {"甲", "乙"} <= set(named) else ():
        both = match[0].endswith("双方")
        if both or (match[0][0] in named and not _OPENS.match(doc.text, match.start())):
            yield match.start(), match.end(), (named["甲"], named["乙"]) if both else (named[match[0][0]],)


def bodies(doc: Document, groups: Mapping[str, Group], links: Sequence[Link], at: int) -> tuple[str, ...] | None:
    """The two bodies of one class, or any two that sign something, that open the sentence of 双方, or the one before it, joined by 与
    (甲校与乙校…); None where none do.

    `links`: the outermost, in order.
    """
    sentence = doc.sentence_at(at)
    if sentence is None:
        return None
    number = bisect_left(doc.sentences, sentence.start, key=lambda s: s.start)
    before = doc.sentences[number - 1] if number and doc.sentences[number - 1].block == sentence.block else sentence
    stop = first_from(links, at)
    near = [x for x in links[max(0, stop - _BACK) : stop] if x[0] >= before.start and not x[2].startswith("Person/")]
    for one, other in reversed(list(zip(near, near[1:], strict=False))):
        first, second = groups[one[2]].cls, groups[other[2]].cls
        if first == second == "Region":
            return None  # a pair of regions stands nearer, or something is told of regions
        joined = doc.text[one[1] : other[0]] in ("与", "和", "同")
        opens = doc.text[one[0] - 1 : one[0]] in ("，", "。", "\n", "", "：", "；") and doc.text[other[1] : other[1] + 1] not in "的、"
        signed = first in _PARTNERS and second in _PARTNERS and _SIGN.search(doc.text, other[1], at) is not None
        if joined and opens and ((first == second and first in _BODIES) or signed) and one[2] != other[2]:
            return one[2], other[2]
    return None
