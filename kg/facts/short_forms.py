"""Short forms joined to the full names of a document: 西部专家工作站, 苏大附一院, 公利医院, 立讯精密."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg import gazetteer as gazetteers
from kg.facts.groups import Group, merge

_IGNORED = re.compile(r"[（()）“”《》·\s—-]")
_BRIEFLY = tuple(level + "医院" for level in "市县区州旗")
"""What the one hospital of a county is called for short."""

_NUMBER = re.compile("[一二三四五六七八九十]中$")

_NUMBERED = re.compile("第([一二三四五六七八九十]+)(?:高级)?中学$")
"""What numbered middle schools are called in full."""

_LEGAL_FORM = re.compile(r"(?:控股)?(?:集团)?(?:股份)?(?:有限)?(?:责任)?(?:公司)?|科技|股份|银行|药业")  # behind a brand of two characters
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
    if len(short) == 2:
        return family == "enterprise" and full[2:] != "" and full.startswith(short) and _LEGAL_FORM.fullmatch(full, 2) is not None
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


def _joins(short: Group, full: Group, forms: tuple[str, str]) -> bool:
    """Whether one group's label, `forms[0]`, is a short form of the other's, `forms[1]`, of the same family of classes."""
    if _FAMILY[short.cls] != _FAMILY[full.cls] or _elsewhere(short.region, full.region):
        return False
    # a firm's name without its region is short for it where it comes later; before it, it is more often the parent's
    later = _FAMILY[short.cls] == "enterprise" and min(m.start for m in full.mentions) < min(m.start for m in short.mentions)
    shortened = (
        forms[0] == forms[1]
        or abbreviates(*forms, _FAMILY[short.cls])
        or (later and abbreviates(forms[0], without_region(forms[1]), "enterprise"))
    )
    if not shortened or _numbers_differ(*forms):
        return False
    # a name completed by its place (市发改委) is short for no other place's body
    same = short.cls in ("School", "Hospital") and short.region is not None and short.region == full.region
    if same and (_NUMBER.search(forms[0]) or (all(m.relative for m in short.mentions) and short.label.endswith(_BRIEFLY))):
        return True  # 县医院 where the county has one hospital in the text
    regional = _FAMILY[short.cls] == "body" and short.region and not full.label.endswith(short.label)
    return not regional and not any(m.relative for m in short.mentions)


def _elsewhere(one: str | None, other: str | None) -> bool:
    """Whether two regions are known and neither lies in the other."""
    return one is not None and other is not None and not gazetteers.load().related(one, other)


def _numbers_differ(short: str, full: str) -> bool:
    """Whether an ordinal tells the two apart (第二届 and 第三届, 一中 and 二中)."""
    return bool(set(re.findall(r"[一二三四五六七八九十\d]+", short)) - set(re.findall(r"[一二三四五六七八九十\d]+", full)))


def _traits(label: str, family: str) -> Iterator[tuple[str, str, str]]:
    """Under what a name is looked up by its short forms: what one of the ways of `abbreviates` asks of the full name."""
    for form in dict.fromkeys((label, without_region(label))) if family == "enterprise" else (label,):
        for size in range(2 if family == "enterprise" else 3, len(form) + (family == "site")):
            yield family, "begins", form[:size]
            yield family, "ends", form[-size:]
        yield from ((family, way, c) for way, rest in _ordered(form, family) for c in sorted(set(rest)))


def _ordered(label: str, family: str) -> tuple[tuple[str, str], ...]:
    """The ways in which a family leaves characters out: what a full name and its short form share, and where the other characters stand."""
    if family == "body":
        return ((f"between {label[0]} and {label[-1]}", label[1:-1]),)
    if family == "site":
        return ((f"before {label[-4:]}", label[:-4]),)
    return ((f"behind {label[:2]}", label[2:]),)


def _full(short: str, family: str, near: Mapping[tuple[str, str, str], Sequence[int]]) -> list[int]:
    """The numbers of the names that `short` may be a form of, in order; of the characters that all of them have the rarest is looked up."""
    found = {*near.get((family, "begins", short), ()), *near.get((family, "ends", short), ())}
    for way, rest in _ordered(short, family):
        shared = [near.get((family, way, c), ()) for c in sorted(set(rest))]
        found.update(shared[min(range(len(shared)), key=lambda n: len(shared[n]))] if shared else ())
    return sorted(found)


def without_region(label: str) -> str:
    """A firm's name without the regions that it begins with.

    >>> without_region("甘肃省静宁县常津果品有限责任公司")
    '常津果品有限责任公司'
    """
    forms = gazetteers.load().forms
    for _ in range(3):
        length = next((n for n in range(min(12, len(label) - 2), 1, -1) if label[:n] in forms), 0)
        if not length:
            break
        label = label[length:]
    return label


def _introduced(groups: Sequence[Group]) -> list[Group]:
    """The groups with the short forms that brackets introduced joined to the names before the brackets."""
    result: list[Group | None] = list(groups)
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        for form in group.forms:
            named[group.cls, form].append(n)
    for n, group in enumerate(groups):
        full = {m.label for m in group.mentions if m.rule == "short-form-introduced" and m.label}
        found = sorted({k for form in full for k in named[group.cls, form] if k != n and result[k] is not None})
        short, other = result[n], result[found[0]] if found else None
        if short is not None and other is not None:
            result[found[0]] = merge([other, short])
            result[n] = None
    return [g for g in result if g is not None]


_ZONES = (("经济技术开发区", "经开区"), ("经济开发区", "经开区"), ("高新技术产业开发区", "高新区"), ("高新技术产业园区", "高新区"))
"""Kinds of zones in full and as they are called."""


def _plain(group: Group) -> str:
    """A label as forms are compared: without marks, kinds of zones as they are called."""
    plain = _IGNORED.sub("", group.label)
    if group.cls == "School":
        return _NUMBERED.sub(r"\1中", plain)
    if group.cls == "Park" and plain.endswith("园区"):
        return plain.removesuffix("区")  # 某某产业园 is 某某产业园区
    if _FAMILY[group.cls] != "site":
        return plain
    zone = next(((full, short) for full, short in _ZONES if plain.endswith(full)), None)
    plain = plain.removesuffix(zone[0]) + zone[1] if zone else plain
    of = next((n for n in range(len(plain) - 3, 2, -1) if plain[n - 1] in "市县区" and plain[:n] in gazetteers.load().forms), None)
    return plain[: of - 1] + plain[of:] if of and plain.endswith(tuple(short for _, short in _ZONES)) else plain  # 甲|市|经开区


def join(groups: Sequence[Group]) -> list[Group]:
    """The groups with short forms joined to the one full name that they can be of; a form that fits several stays alone."""
    groups = _introduced(groups)
    plain = [_plain(g) if g.cls in _FAMILY else "" for g in groups]
    result: list[Group | None] = list(groups)
    near: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, label in enumerate(plain):
        for trait in _traits(label, _FAMILY[groups[n].cls]) if label else ():
            near[trait].append(n)
    for n in sorted(range(len(groups)), key=lambda n: len(groups[n].label)):
        short = result[n]
        if not plain[n] or short is None or short is not groups[n]:
            continue
        full = _only_one(
            k
            for k in _full(plain[n], _FAMILY[short.cls], near)
            if (len(plain[k]), len(groups[k].label)) > (len(plain[n]), len(short.label))
            and (other := result[k]) is not None
            and _joins(short, other, (plain[n], plain[k]))
        )
        if full is not None and (other := result[full]) is not None:
            result[full] = merge([other, short])
            result[n] = None
    return [g for g in result if g is not None]


def _only_one(numbers: Iterator[int]) -> int | None:
    """The number, where there is one and no other."""
    first = next(numbers, None)
    return first if next(numbers, None) is None else None
