"""What had to be filled in to read a fact: who an elided subject is, what 该园区, 两地 or 我市 stands for, whose 市发改委 is.

Reader.of(clause, ids) ─► Completions of the entities that the clause does not call by a name of their own
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.facts.anaphora import Reference
from kg.facts.clauses import Clause
from kg.facts.main_regions import outermost
from kg.facts.resolve import Resolved
from kg.model import Completion, Evidence, Mention, Span

_PARTIAL = frozenset(("phase", "shared-head"))
"""Rules whose mentions are parts of a name, which they complete (第二 in 第一、第二人民医院)."""
_INSIDE = "inside-a-name"
"""Of a wording that is part of the name of something else: 安康市 in 安康市果蔬产业园 is not who builds it."""


def plainest(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence sorted, each place and rule once: of several readings the one that had the least to complete."""
    best: dict[tuple[int, int, str], Evidence] = {}
    for piece in evidence:
        known = best.setdefault((piece.start, piece.end, piece.rule), piece)
        if len(piece.completions) < len(known.completions):
            best[piece.start, piece.end, piece.rule] = piece
    return [best[key] for key in sorted(best)]


def _partial(mention: Mention) -> bool:
    """Whether a mention gives a part of the name alone, and its rule completed the rest."""
    shorter = mention.end - mention.start < len(mention.label or "")
    return mention.relative or mention.fused or (mention.rule in _PARTIAL and shorter)


class Reader:
    """The wordings of each entity of a document, in order: those that name it, and those that only the context completes."""

    def __init__(self, resolved: Resolved, references: Sequence[Reference]) -> None:
        said: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        outer = set(outermost(resolved.links))
        for link in resolved.links:
            said[link[2]].append((*link[:2], "" if link in outer else _INSIDE))
        completed: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
        for reference in references:
            for entity in reference.ids if not reference.named else ():
                completed[entity].add((reference.start, reference.end, reference.rule))
        for entity, group in resolved.groups.items():
            completed[entity] |= {(m.start, m.end, m.rule) for m in group.mentions if _partial(m)}
        self._wordings: dict[str, list[tuple[int, int, str]]] = {}
        for entity in said.keys() | completed.keys():
            known = {(start, end) for start, end, _ in completed[entity]}
            plain = {w for w in said[entity] if w[:2] not in known}
            self._wordings[entity] = sorted(plain | completed[entity])

    def within(self, start: int, end: int, entities: Iterable[str]) -> tuple[Completion, ...]:
        """What was completed to read `entities` in `start`:`end` of the text; nothing for one that stands there by name, or not at all."""
        found = []
        for entity in dict.fromkeys(entities):
            wordings = self._named(entity, start, end)
            if wordings and all(rule for _, _, rule in wordings):
                found.append(Completion(wordings[0][2], entity, Span(*wordings[0][:2])))
        return tuple(found)

    def of(self, clause: Clause, entities: Iterable[str]) -> tuple[Completion, ...]:
        """What was completed to read `entities` in a clause, that of each entity in turn."""
        return tuple(completion for entity in dict.fromkeys(entities) for completion in self._one(clause, entity))

    def filled(self, stretch: tuple[int, int], entity: str, rule: str) -> tuple[Completion, ...]:
        """As `within`; an entity that does not stand there was filled in by `rule` from where it was named last before."""
        start, end = stretch
        return self.within(start, end, [entity]) if self._between(entity, start, end) else (self._before(start, entity, rule),)

    def _before(self, at: int, entity: str, rule: str) -> Completion:
        """`entity` filled in from where it was named last before `at`; without a place where it was not."""
        wordings = self._wordings.get(entity, [])
        index = bisect_left(wordings, (at, 0, ""))
        return Completion(rule, entity, Span(*wordings[index - 1][:2]) if index else None)

    def _one(self, clause: Clause, entity: str) -> tuple[Completion, ...]:
        if self._named(entity, clause.start, clause.end):
            return self.within(clause.start, clause.end, [entity])
        subject, sentence = clause.subject, clause.sentence
        if clause.carried and subject is not None and entity in subject.ids:
            if subject.end == 0:
                return (Completion("protagonist", entity, None),)
            names = self._named(entity, subject.start, subject.end)
            place = Span(*names[0][:2]) if names else Span(subject.start, subject.end)
            return (Completion("carried-subject", entity, place), *self.within(subject.start, subject.end, [entity]))
        return self.filled((sentence.start, sentence.end), entity, "told-before")

    def _named(self, entity: str, start: int, end: int) -> list[tuple[int, int, str]]:
        return [w for w in self._between(entity, start, end) if w[2] != _INSIDE]

    def _between(self, entity: str, start: int, end: int) -> list[tuple[int, int, str]]:
        wordings = self._wordings.get(entity, [])
        low, high = bisect_left(wordings, (start, 0, "")), bisect_left(wordings, (end, 0, ""))
        return [w for w in wordings[low:high] if w[1] <= end]
