"""Bare kinds that stand for a name: …新建高原蔬菜产业园。产业园占地300亩: the park named before whose name ends so.

A kind is meant so where it opens a clause, and where a name before it in the paragraph, or in the one before, ends in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from kg import lexicon as lexicons
from kg.facts.anaphora import Reference
from kg.facts.resolve import Resolved
from kg.model import Document

_CLASSES = frozenset(
    (
        "Park",
        "Facility",
        "Institution",
        "ResearchInstitute",
        "Enterprise",
        "Association",
        "School",
        "Hospital",
        "AidTeam",
        "Event",
        "Project",
        "Program",
    )
)
_OPENS = re.compile(r"(?:(?:目前|如今|现在|眼下|同时|其中|截至目前|去年|今年|建成后|运营以来|此外)，?|在|由|据|为|并由|[，。；：！？“\n])$")
_GOES_ON = re.compile(r"[、们化类式型性及和与]|们|项目|经济|协议|章程|展会|人员|建设(?!面积|用地|[了在由])|方面")
_SHORTEST, _LONGEST = 2, 6
_GENERAL = frozenset("公司 集团 集团公司 学校 医院 学院 大学 中学 小学 中心 基地 项目".split())
"""Kinds that also stand for names which do not end so."""
_FAR = 600  # characters: what was named longer ago is not meant by a bare word


def _kinds(resolved: Resolved) -> Mapping[str, frozenset[str]]:
    """The heads that names of the document end in, with the entities of these names."""
    heads = lexicons.load().heads
    kinds: dict[str, set[str]] = {}
    for entity, group in resolved.groups.items():
        for n in range(_SHORTEST, _LONGEST + 1) if group.cls in _CLASSES else ():
            kind = group.label[-n:]
            if len(group.label) > n + 1 and kind in heads and heads[kind].needs != "pair" and kind not in _GENERAL:
                kinds.setdefault(kind, set()).add(entity)
    return {kind: frozenset(found) for kind, found in kinds.items()}


def find(doc: Document, resolved: Resolved, references: Sequence[Reference]) -> Iterator[Reference]:
    """References by a bare kind, each to the last named thing of the kind. `references`: the others, which stand in no other's way."""
    kinds = _kinds(resolved)
    if not kinds:
        return
    taken = {i for r in references for i in range(r.start, r.end)}
    named = [r for r in references if r.named and len(r.ids) == 1]
    starts = [r.start for r in named]
    words = "|".join(re.escape(k) for k in sorted(kinds, key=lambda k: (-len(k), k)))
    for match in re.finditer(words, doc.text):
        start, end = match.span()
        if start in taken or not (start == 0 or _OPENS.search(doc.text, max(0, start - 8), start)) or _GOES_ON.match(doc.text, end):
            continue
        before = named[: bisect_left(starts, start)]
        last = next((r for r in reversed(before) if r.ids[0] in kinds[match[0]]), None)
        if last is not None and start - last.end < _FAR:
            yield Reference(start, end, last.ids, False, f"stands-for-{match[0]}")
