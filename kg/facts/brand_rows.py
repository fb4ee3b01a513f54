"""Brands in a row that a closing word makes brands: 绥德羊、米脂小米等区域公用品牌."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts import rows
from kg.facts.units import Unit
from kg.lexicon import Lexicon
from kg.model import Mention

RULE = "row-of-brands"
_CLOSING = re.compile(
    r"等(?:一批|一大批|多个|众多|\d+[余多]?个|[一二两三四五六七八九十]+[大个])?[^，。；、]{0,12}?(?:品牌|地理标志)(?!化|建设|战略|企业|活动|影响|效应)"
)


def find(text: str, sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """The members of such rows that begin with a region and go on with the goods, where no longer name covers them."""
    covered = {i for m in mentions if m.cls not in ("Region", "Area") for i in range(m.start, m.end)}
    regions = {m.start: m.end for m in mentions if m.cls == "Region" and not m.fused}
    for sentence in sentences:
        for row in rows.find(text, sentence, lexicon):
            if not _CLOSING.match(text, row.members[-1][1]):
                continue
            for start, end in row.members:
                goods = end - regions.get(start, end)
                if 1 <= goods <= 6 and not covered & set(range(start, end)):
                    yield Mention(start, end, "Brand", RULE)
