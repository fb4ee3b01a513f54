"""Short forms joined to the full names of a document: 西部专家工作站, 苏大附一院, 公利医院, 立讯精密."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.facts.resolve import Group

_IGNORED = re.compile(r"[（()）“”《》·\s—-]")
_FAMILY = {
    "School": "body",
    "Hospital": "body",
    "ResearchInstitute": "body",
    "Institution": "body",
    "Association": "body",
    "Media": "body",
    "GovernmentBody": "body",
    "Enterprise": "enterprise",
    "Park": "site",
    "Facility": "site",
    "Event": "event",
    "Program": "initiative",
    "Project": "initiative",
    "Policy": "document",
    "Agreement": "document",
    "Publication": "document",
}


def is_subsequence(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in their order."""
    rest = iter(full)
    return all(char in rest for char in short)


def abbreviates(short: str, full: str, family: str) -> bool:
    """Whether `short` is a form of the name `full`: its end, its beginning (of an enterprise), or its characters in order
    between the same ends.

    >>> abbreviates("苏大附一院", "苏州大学附属第一医院", "body"), abbreviates("西部专家工作站", "江苏沿江农科所西部专家工作站", "body")
    (True, True)
    """
    if len(short) < 3 or len(short) >= len(full):
        return False
    if full.endswith(short) and len(short) >= 4:
        return True
    if family == "enterprise":
        return full.startswith(short) or (short[:2] == full[:2] and len(short) >= 4 and is_subsequence(short, full))
    if family == "body":
        return short[0] == full[0] and short[-1] == full[-1] and len(short) <= 7 and is_subsequence(short, full) and short[1] in full[1:4]
    if full.startswith(short) and full[len(short) :] in ("活动", "战略", "工程", "计划", "行动", "规划", "项目"):
        return True
    if family == "site":
        # two parks of one prefix (某某产业园, 某某扶贫产业园) are two; a short form leaves out what stands before its own beginning
        return len(short) >= 5 and short[-4:] == full[-4:] and is_subsequence(short, full) and short[:2] != full[:2]
    return (
        family in ("event", "document", "initiative") and short[:2] == full[:2] and short[-2:] == full[-2:] and is_subsequence(short, full)
    )


def _joins(short: Group, full: Group) -> bool:
    if short.cls not in _FAMILY or _FAMILY[short.cls] != _FAMILY.get(full.cls):
        return False
    if short.region and full.region and short.region != full.region:
        return False
    if any(m.relative for m in short.mentions) or (_FAMILY[short.cls] == "body" and short.region and not full.label.endswith(short.label)):
        return False
    a, b = _IGNORED.sub("", short.label), _IGNORED.sub("", full.label)
    return abbreviates(a, b, _FAMILY[short.cls]) and not _numbers_differ(a, b)


def _numbers_differ(short: str, full: str) -> bool:
    """Whether an ordinal tells the two apart (第二届 and 第三届, 一中 and 二中)."""
    return bool(set(re.findall(r"[一二三四五六七八九十\d]+", short)) - set(re.findall(r"[一二三四五六七八九十\d]+", full)))


def join(groups: Sequence[Group]) -> list[Group]:
    """The groups with short forms joined to the one full name that they can be of; a form that fits several stays alone.

    A short form shares its first or its last character with the full one, so only such pairs are compared.
    """
    from kg.facts.resolve import merge

    result = {id(g): g for g in groups}
    ends: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key, group in result.items():
        label = _IGNORED.sub("", group.label)
        if label and group.cls in _FAMILY:
            ends["first", label[0]].add(key)
            ends["last", label[-1]].add(key)
    order = {id(g): n for n, g in enumerate(groups)}
    for short in sorted(groups, key=lambda g: len(g.label)):
        label = _IGNORED.sub("", short.label)
        if id(short) not in result or not label or result[id(short)] is not short:
            continue
        near = sorted(ends["first", label[0]] | ends["last", label[-1]], key=lambda k: order[k])
        full = [k for k in near if k in result and k != id(short) and _joins(short, result[k])]
        if len(full) == 1:
            result[full[0]] = merge([result[full[0]], short])
            del result[id(short)]
    return list(result.values())
