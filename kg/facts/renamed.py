"""Things that a text says were renamed: one thing with both names (甲园更名为乙园; 乙校，原名甲校)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg import gazetteer
from kg.facts.groups import Group, merge
from kg.model import Document

_CLASSES = frozenset(("Park", "Facility", "Enterprise", "School", "Hospital", "Institution", "ResearchInstitute", "Association"))
_WHEN = r"(?:[，,]|正式|随后|后来|后|于|此后|今年|去年|前年|当年|次年|年底|年初|\d{4}年|\d{1,2}月|\d{1,2}日|已|又|被|再|经批准|获批|由此|从此)*"
_BECAME = re.compile(rf"”?{_WHEN}(?:更名|改名|改称|易名|定名|重新命名|更改名称|升格|改)(?:为|成|作|叫)[“]?")
_WAS = re.compile(r"”?[（(，]?(?:的)?(?:原名|曾用名|旧名|旧称|原称|前称|原为|前身)(?:是|为|叫|系)?[：:]?[“]?")
_AS_NOW = re.compile("(?:改|更|换|启)(?:用|为|称|成|叫)?了?[现今]名")
_POINTED = re.compile("那[个座所家](\\w{2}?)(?:从此|由此|自此|此后|随后|后来|便|就|也|正式|于)*$")
_TAIL = 4  # characters: former and present names of one thing end alike
_NEAR = 24  # characters: what stands between the two names is no longer


def join(doc: Document, groups: Sequence[Group]) -> list[Group]:
    """The groups with those of a former name joined to the one of the name it was changed to, which is the label. Linear."""
    groups = _under_its_present_name(doc, groups)
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


def _under_its_present_name(doc: Document, groups: Sequence[Group]) -> list[Group]:
    """Groups joined where a text says that something has its present name (改用现名) without saying which: the name in the heading.

    What had another one is the thing of that class whose name ends alike; of several the one whose places the clause tells (京冀合办的那个园区).
    """
    result = list(groups)
    for match in _AS_NOW.finditer(doc.text):
        clause = doc.text[max(doc.text.rfind(mark, 0, match.start()) for mark in "。；，\n") + 1 : match.start()]
        headed = [g for g in result if g.cls in _CLASSES and any(_in_heading(doc, m.start) for m in g.mentions)]
        if len(headed) != 1:
            continue
        now = headed[0]
        former = [g for g in result if g is not now and g.cls == now.cls and g.label[-_TAIL:] == now.label[-_TAIL:]]
        former = [g for g in former if any(m.start < match.start() for m in g.mentions)]
        told = former if len(former) == 1 else [g for g in former if _tells_place(clause, g.label)]
        if len(told) == 1:
            one = replace(merge([now, told[0]]), label=now.label)
            result = [_pointed_at(one, clause, match.start()) if g is now else g for g in result if g is not told[0]]
    return result


def _pointed_at(group: Group, clause: str, end: int) -> Group:
    """The group with the words that point at it in the clause that ends at `end` (…的那个园区从此): what follows tells of it."""
    word = _POINTED.search(clause)
    if word is None:
        return group
    at = end - len(clause)
    mention = replace(group.mentions[0], start=at + word.start(1), end=at + word.end(1), fused=True)
    return replace(group, mentions=(*group.mentions, mention))


def _in_heading(doc: Document, at: int) -> bool:
    block = doc.block_at(at)
    return block is not None and block.kind in ("title", "heading", "subtitle")


def _tells_place(clause: str, label: str) -> bool:
    """Whether a clause names the place that a name begins with, in full or by one character."""
    places = gazetteer.load()
    name = next((label[:n] for n in range(min(len(label), 12), 1, -1) if label[:n] in places.forms), "")
    codes = {form.code for form in places.forms.get(name, ())}
    return bool(name) and (name in clause or any(codes & set(places.abbreviations.get(character, ())) for character in clause))
