"""A golden case: a folder with `text.txt`, what is read, and `expect.json`, what must and must not come out.

    {"shows": "what the case is about",
     "home": "苏州市",
     "entities": ["School | 苏州技师学院"],
     "relations": ["苏州市 assists 霍尔果斯市"],
     "posts": ["林远舟 | 市长 | 扬州市", "贺立群 | 市长 | 榆林市 | former"],
     "indicators": ["甲产业园 | 210000000 | 元 | Exactly"],
     "dates": ["甲产业园 | startDate | 2024-08"],
     "absent": {"relations": ["苏州市 signs *"]}}

Facts are compared by the labels of their entities, in these readable forms. What a case does not list is not looked at; `*` stands for anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from kg import facts as rooms
from kg import text as texts
from kg import vocabulary as vocabularies
from kg.model import Facts, asserted

KINDS = ("entities", "relations", "posts", "indicators", "dates")
"""What a case can list, and so can its `absent`."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case. `expected`, `absent`: readable facts by kind; `home`: label of the region that 我市 means, None where the case does not say."""

    folder: Path
    shows: str
    expected: Mapping[str, tuple[str, ...]]
    absent: Mapping[str, tuple[str, ...]]
    home: str | None


def load(folder: Path) -> Case:
    """The case of a folder. ValueError where a key is unknown or nothing is asked."""
    said = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    wrong = sorted({*said} - {*KINDS, "shows", "home", "absent"} | {*said.get("absent", {})} - {*KINDS})
    if wrong:
        raise ValueError(f"{folder.name}: unknown keys {', '.join(wrong)}; there are shows, home, absent, {', '.join(KINDS)}")
    expected = {kind: tuple(said.get(kind, ())) for kind in KINDS}
    absent = {kind: tuple(said.get("absent", {}).get(kind, ())) for kind in KINDS}
    if not any((*expected.values(), *absent.values(), said.get("home"))):
        raise ValueError(f"{folder.name}: the case asks for nothing")
    return Case(folder, said["shows"], expected, absent, said.get("home"))


def cases(root: Path) -> list[Case]:
    """The cases below a folder, sorted by name."""
    return [load(path.parent) for path in sorted(root.glob("*/expect.json"))]


@cache
def facts_of(path: Path) -> Facts:
    """What the program reads in a file."""
    return rooms.extract(texts.prepare(texts.read(path)))


def plain(value: Decimal) -> str:
    """A number without exponent and trailing zeros."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def readable(facts: Facts) -> dict[str, frozenset[str]]:
    """The facts by kind, in the forms that cases are written in; a symmetric relation in both directions. What is merely planned, or denied,
    is no fact.
    """
    label = {e.id: e.label for e in facts.entities}
    statements = [s for s in facts.statements if asserted(s)]
    vocabulary = vocabularies.load()
    relations = {f"{label[s.subject]} {s.predicate} {label[s.object]}" for s in statements}
    relations |= {
        f"{label[s.object]} {s.predicate} {label[s.subject]}" for s in statements if vocabulary.property(s.predicate).symmetric
    }
    return {
        "entities": frozenset(f"{cls} | {e.label}" for e in facts.entities if e.mentioned for cls in e.types),
        "relations": frozenset(relations),
        "posts": frozenset(
            " | ".join([label[p.person], p.role, label[p.organization], *(["former"] if p.former else [])]) for p in facts.posts
        ),
        "indicators": frozenset(f"{label[i.entity]} | {plain(i.value)} | {i.unit} | {i.qualifier}" for i in facts.indicators if asserted(i)),
        "dates": frozenset(f"{label[d.entity]} | {d.property} | {d.value}" for d in facts.dates if asserted(d)),
    }


def _matching(patterns: Iterable[str], found: Iterable[str]) -> list[str]:
    return [fact for fact in found if any(fnmatchcase(fact, pattern) for pattern in patterns)]


def differences(case: Case) -> list[str]:
    """What is missing and what should not be there, one line each; empty where the case holds."""
    facts = facts_of(case.folder / "text.txt")
    found = readable(facts)
    lines = []
    for kind in KINDS:
        lines += [f"missing of {kind}: {fact}" for fact in case.expected[kind] if not _matching([fact], found[kind])]
        lines += [f"not among {kind}: {fact}" for fact in sorted(_matching(case.absent[kind], found[kind]))]
    if case.home is not None:
        home = next((e.label for e in facts.entities if e.id == facts.home), None)
        if home != case.home:
            lines.append(f"home is {home}, not {case.home}")
    return lines
