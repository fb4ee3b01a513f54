"""Things that a text says were renamed: one thing with both names (甲园更名为乙园; 乙校，原名甲校)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.facts.groups import Group, merge
from kg.model import Document

_CLASSES = frozenset(("Park", "Facility", "Enterprise", "School", "Hospital", "Institution", "ResearchInstitute", "Association"))
_WHEN = r"(?:[，,]|正式|随后|后来|后|于|此后|今年|去年|前年|当年|次年|年底|年初|\d{4}年|\d{1,2}月|\d{1,2}日|已|又|被|再|经批准|获批|由此|从此)*"
_BECAME = re.compile(rf"”?{_WHEN}(?:更名|改名|改称|易名|定名|重新命名|更改名称|升格|改)(?:为|成|作|叫)[“]?")
_WAS = re.compile(r"”?[（(，]?(?:的)?(?:原名|曾用名|旧名|旧称|原称|前称|原为|前身)(?:是|为|叫|系)?[：:]?[“]?")
_NEAR = 24  # characters: what stands between the two names is no longer


def join(doc: Document, groups: Sequence[Group]) -> list[Group]:
    """The groups with those of a former name joined to the one of the name it was changed to, which is the label. Linear."""
    result: list[Group | None] = list(groups)
    owner = {(m.start, m.end): n for n, g in enumerate(groups) if g.cls in _CLASSES for m in g.mentions if not m.fused}
    ordered = sorted(owner)
    into: dict[int, int] = {}
    for first, second in zip(ordered, ordered[1:], strict=False):
        between = doc.text[first[1] : second[0]]
        if not 0 < len(between) <= _NEAR:
            continue
        one, other = owner[first], owner[second]
        old, new = (one, other) if _BECAME.fullmatch(between) else (other, one) if _WAS.fullmatch(between) else (-1, -1)
        while new in into:
            new = into[new]
        former, later = (result[old], result[new]) if old != new else (None, None)
        if former is not None and later is not None and former.cls == later.cls:
            result[new] = replace(merge([later, former]), label=later.label)
            result[old] = None
            into[old] = new
    return [g for g in result if g is not None]
