"""Which figures tell something: no spans of time, ages, ordinals, small counts by the way (一是, 三方)."""

from __future__ import annotations

import re

from kg.facts.figures import Figure
from kg.facts.owners import Place

_NO_INDICATOR = frozenset(("duration", "age", "ordinal"))
_BY_THE_WAY = frozenset("次回方面种点步度代轮期级层")
"""Units of small counts in words that tell nothing: 三次, 四方面, 两代人."""
_TERM = re.compile(r"(?:工期|建设期|租期|合同期|管理期|经营期|托管期|服务期|展期|期限)(?:限)?(?:为|是|共|约|定为)?$|平均每[月年周].{0,8}$")
_PARTS_OF_THE_COUNTRY = re.compile(r"(?:东部|中部|西部|中西部|东西部|沿海|内地)$")
_TOLD = re.compile(r"(?:首批|已有|现有|共有|累计|设有|建有|拥有)$")


def counts(figure: Figure) -> bool:
    """Whether a figure is of a kind that tells something, as far as it shows by itself."""
    return figure.kind not in _NO_INDICATOR and figure.value != 0


def tells(place: Place) -> bool:
    """Whether a figure in its place tells something: a span of time does as a term (工期14个月), a small count in words where it ends its
    phrase or opens a stock-taking.

    >>> # 派出教师九名。 已有五批干部。   but not 三方签约, 四个方面
    """
    figure, text = place.figure, place.doc.text
    if figure.kind == "duration":
        return _TERM.search(text, place.clause.start, figure.start) is not None
    if not counts(figure) or (figure.unit == "个" and _PARTS_OF_THE_COUNTRY.search(text, place.clause.start, figure.start)):
        return False  # 东部8个省市: they are told of, not counted
    if not figure.spelt or figure.value >= 10 or figure.unit == "%":
        return True
    if figure.value < 3 or figure.unit in _BY_THE_WAY or not place.kinds:
        return False
    ends = text[figure.end : figure.end + 1] in "，。；、" and "\u4e00" <= text[figure.start - 1] <= "\u9fff"
    return ends or _TOLD.search(text, place.clause.start, figure.start) is not None
