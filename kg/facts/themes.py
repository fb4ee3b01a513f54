"""What a verb happens to: the thing whose moment a verb of `seeds/cues/dated_verbs.csv` tells.

object    两市签署《某协议》        what stands behind the verb; before it where nothing does (协议当场签署)
subject   某产业园开园              what stands before it; behind it where it follows at once (开工某项目) or is qualified (开园的某产业园)
settler   某公司落户某产业园        what stands before it, never what is behind
since     自2019年某工程实施以来    the same, with a time that opens a period
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg import lexicon as lexicons
from kg.facts.clauses import Clause
from kg.facts.grouping import VERB, GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.predicates import Predicate
from kg.facts.units import Unit
from kg.lexicon import DatedVerb
from kg.model import Document

_ACTORS = ("GovernmentBody", "AidTeam", "Media")
_FREE = frozenset(("", VERB, "把", "将", "为"))
_NOUN = re.compile(r"方(?!案)|单位|资本|资金|区|率|量|商标|大会|地(?!位)|额|成本|期|方案|模式|机制|人|者|以来的|条件|时间|许可")
"""What makes the verb before it a noun: 注册资本, 启动区, 签约率."""
_FIRST_OF = re.compile(r"[首第][一]?[个家座所][^，。；]{0,16}$")
"""What is built in a name for its rank: 全省首个三地共建某项目——某园区开园."""
_WORKS = re.compile(r"(?:的?[一二三四首]期|主体|厂房|车间|生产线|工程|项目)")
"""What a firm begins or finishes, where it follows the verb: 开工建设一期工程."""
_PHASE = re.compile(r"[二三四五]期|其[一二三]期")
_FIRST_PHASE = re.compile(r"^[，；]?[一首]期")
_IS = re.compile(r"(?:是|为|系)[^，。；]{0,10}$|(?:落户|入驻|进驻|落地|走进)$")
"""What was named as a predicate, or as the place of another: 共建双方是某园区和某县, 落户某园区."""
_PLATE = re.compile(r"的(?:牌子|牌匾|铭牌|招牌)")
_RELATIVE = re.compile(r"于?[\d〇一二三四五六七八九十年月日底初]*的")
_CLEFT = re.compile(r"[，]?(?:是|系|为)")
_BESIDE = re.compile(r"[^，。；的由与和]{1,3}的")  # 某园区东头的厂房: the park is not what is told of
_MEMBERS = re.compile(r"的?(?:首批|全体)?(?:\d+|[一二三四五六七八九十]+)?[余多]?[名位]?(?:队员|专家|医生|教师|干部|成员|干部人才|医护人员)")
_LOOSE = frozenset("主体 正式 仪式 现场 全线 全面 当日 当天 共同 双方 首批".split())


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated verb of a clause. `verbs`: its readings; `relative`: whether it qualifies what follows (揭牌的某中心)."""

    predicate: Predicate
    verbs: tuple[DatedVerb, ...]
    relative: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Where a theme may be found beside the clause: the units of the clause, the groups the sentence told of, the heading's thing;
    whether the document tells of second phases, so that a first one is a part of its whole.
    """

    units: Sequence[Unit]
    known: Knowledge
    previous: tuple[GroupOf, ...]
    heading: GroupOf | None
    phases: bool


@cache
def _pattern() -> re.Pattern[str]:
    """The dated verbs, the longest first."""
    return re.compile("|".join(sorted(lexicons.load().dated_verbs, key=lambda w: (-len(w), w))))


def find(doc: Document, clause: Clause) -> list[Happening]:
    """The dated verbs of a clause, outside names, in order."""
    found = []
    pattern, verbs = _pattern(), lexicons.load().dated_verbs
    inside = {i for g in clause.groups for i in range(g.start, g.end)}
    starts = {g.start for g in clause.groups}
    at = clause.start
    while (match := pattern.search(doc.text, at, clause.end)) is not None:
        at = match.start() + 1
        if match.start() in inside or _NOUN.match(doc.text, match.end()):
            continue
        if match[0].endswith("共建") and _FIRST_OF.search(doc.text, max(clause.start, match.start() - 20), match.start()):
            continue
        if len(match[0]) == 1 and not starts & {match.end(), match.end() + 1}:
            continue  # 设 is a verb of its own where what is set up follows
        at = match.end()
        predicate = Predicate(match.start(), match.end(), match[0])
        found.append(Happening(predicate, verbs[match[0]], bool(_RELATIVE.match(doc.text, match.end(), clause.end))))
    return found


def theme(doc: Document, clause: Clause, happening: Happening, context: Context) -> GroupOf | None:
    """What the verb, in the one reading that `happening` has, happens to; None where the sentence names nothing that it can."""
    verb = happening.verbs[0]
    start, end = happening.predicate.start, happening.predicate.end
    behind = [g for g in clause.groups if g.start >= end and (g.governor in _FREE or g.start == end)]
    if happening.relative:
        said = next((g for g in clause.groups if g.end <= start and _fits(g, verb, context) and _CLEFT.match(doc.text, g.end)), None)
        if said is not None and not behind:
            return said  # 某园区是两市共同建设的合作园区
        final = clause.end - end <= 2 and not behind  # 某中心，是某局2019年设立的
        return _told(doc, clause, verb, context) if final else next((g for g in behind if _fits(g, verb, context)), None)
    if verb.theme != "settler":
        target = next((g for g in behind if _fits(g, verb, context) and (not g.possessive or _PLATE.match(doc.text, g.end))), None)
        if target is not None and (verb.theme == "object" or target.start - end <= 1):
            return target
    if verb.theme == "subject" and _WORKS.match(doc.text, end) and "Enterprise" in verb.classes:
        verb = replace(verb, classes=verb.classes - {"Enterprise"})
    if verb.theme == "object" and (behind or _noun_in(doc, context.units, clause, (end, clause.end))):
        return None
    for group in reversed(clause.groups):
        members = _MEMBERS.match(doc.text, group.end)
        if group.end <= start and group.governor in _FREE and (not group.possessive or members) and _fits(group, verb, context):
            after = members.end() if members else group.end
            return None if _other_subject(doc, clause, after, start, context) else group
    if _other_subject(doc, clause, clause.start, start, context):
        return None
    return _told(doc, clause, verb, context)


def _told(doc: Document, clause: Clause, verb: DatedVerb, context: Context) -> GroupOf | None:
    """What was told of before: in the sentence what nothing governs first; else the subject that the clause carries, or the heading's."""
    said = [g for g in reversed(context.previous) if not g.possessive and not _IS.search(doc.text, max(0, g.start - 12), g.start)]
    told = [g for g in said if _fits(g, verb, context, _ACTORS) and not _BESIDE.match(doc.text, g.end)]
    free = next((g for g in told if not g.governor), None) or next((g for g in told if g.governor in _FREE), None)
    if free is not None:
        return free
    carried = clause.subject if clause.carried else None
    return next((g for g in (carried, context.heading) if g is not None and _fits(g, verb, context, _ACTORS)), None)


def _fits(group: GroupOf, verb: DatedVerb, context: Context, never: tuple[str, ...] = ()) -> bool:
    """Whether a group has what the verb can happen to; `never`: classes that act rather than come to be, but for verbs of theirs."""
    barred = tuple(c for c in ("AidTeam", *never) if c not in verb.classes)
    return any(context.known.is_any(i, verb.classes) and not context.known.is_any(i, barred) for i in group.ids)


def _noun_in(doc: Document, units: Sequence[Unit], clause: Clause, bounds: tuple[int, int]) -> bool:
    """Whether a noun that no preposition governs stands between two places, outside the clause's names."""
    start, end = bounds
    governed = False
    named = doc.text[start - 1 : start] in ("》", "”")  # what kind of thing a title is of: 《某某》写生画册
    for unit in units:
        if unit.end <= start or unit.start >= end:
            continue
        if any(g.start <= unit.start < g.end for g in clause.groups):
            continue
        governed = governed or (unit.kind == "word" and unit.tag == "p")
        noun = unit.tag[:1] == "n" or unit.tag in ("vn", "x", "j")
        named = named and unit.kind == "word" and (noun or unit.tag == "v")
        if named:
            continue
        if not governed and (unit.kind in ("quote", "title") or (unit.kind == "word" and noun and not _is_loose(unit.text))):
            return True
    return False


def _is_loose(word: str) -> bool:
    """Whether a noun, as the dictionary has it, is none that a verb could happen to: 计划 and 预计 before a verb are no things."""
    return word in _LOOSE or word in lexicons.load().factuality


def _other_subject(doc: Document, clause: Clause, start: int, end: int, context: Context) -> bool:
    """Whether between two places something else is named that the verb happens to: a further phase, or a thing without a name."""
    stretch = doc.text[start:end]
    if _PHASE.search(stretch) or (context.phases and _FIRST_PHASE.search(stretch)):
        return True
    return _noun_in(doc, context.units, clause, (start, end))
