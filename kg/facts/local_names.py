"""Names of schools, hospitals, museums and centres by the word for their level: 市|实验中学, 县|医院, 州|城乡规划展示馆.

What stands so is the one of its kind in the city or county that the text tells of; the context says which (`completing.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.facts.pieces import Piece
from kg.facts.units import Unit
from kg.lexicon import Head

_LEVELS = frozenset("市县区州旗省")
_CLASSES = {
    "School": re.compile(r"[一二三四五六七八九十][中小]$|实验|高级中学$|第.{1,2}[中小]|职[中高校]$|职教中心$|职业|技工|特殊教育|特教|党校$|师范"),
    "Hospital": re.compile(r"医院$|妇保院$|疾控中心$|卫生院$"),
    "Institution": re.compile(r"[\u4e00-\u9fff]{2}馆$|[\u4e00-\u9fff]{2}服务中心$|融媒体中心$|剧院$|福利院$|敬老院$"),
    "Facility": re.compile(r"(?:规划|展览|展示|体育|科技|图书|文化|博物|纪念|档案)[\u4e00-\u9fff]{0,2}馆$|客运站$|会展中心$|体育中心$|文化中心$"),
}
"""By class, what names of that sort end in or contain, where the level alone makes them one place's."""

_OPENS = frozenset("在到赴往由从经向与和及同让把将为给被对于至入")
_ONE_OF_MANY = frozenset("各全该本我每某跨两三几多同外")


def begin(units: Sequence[Unit], pieces: Sequence[Piece], start: int, end: int, head: Head) -> int | None:
    """Where a name that has but the word for its level before it begins; None where it is none. `start`, `end`: of its head."""
    kinds = _CLASSES.get(head.cls)
    if kinds is None:
        return None
    whole = bisect_left(units, end, key=lambda u: u.end)
    if whole < len(units) and units[whole].start == start - 1 and units[whole].text[0] in _LEVELS:
        return units[whole].start if kinds.search(head.text) and _opens(units, whole) else None  # 县一中 is one word of the dictionary
    inside = [p for p in pieces if p.text not in _LEVELS]
    first = next((p.start for p in inside), start)
    at = bisect_left(units, first, key=lambda u: u.start) - 1
    if at < 0 or units[at].text not in _LEVELS or units[at].end != first or len(inside) > 2:
        return None
    described = "".join(p.text for p in inside) + head.text
    if not kinds.search(described) or any(p.sort not in ("plain", "weak", "ordinal") for p in inside):
        return None
    return units[at].start if _opens(units, at) else None


def _opens(units: Sequence[Unit], at: int) -> bool:
    """Whether a name may begin at the word for a level: behind a mark, a time, a preposition, a verb or a post, not behind a noun."""
    before = units[at - 1] if at else None
    if before is None or before.kind in ("punctuation", "time"):
        return True
    if before.kind != "word" or before.text[-1] in _ONE_OF_MANY:
        return False
    return before.text in _OPENS or (before.tag == "x" and before.text[-1] in _OPENS) or before.tag[:1] in ("p", "c", "v", "u")
