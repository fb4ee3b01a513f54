"""What of a document became facts, and what did not: the work list for the next rule, so that no loss is silent.

Facts ─ cover ─► Coverage: gaps, each with its place and reason, and shares of what is covered ─ rows, to_csv, to_json ─► what is shown
"""

from __future__ import annotations

import csv
import io
import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from kg import gazetteer, lexicon
from kg.model import Entity, EntityDate, Evidence, Facts, Indicator, Post, Remark, Sentence, Sighting, Span, Statement

IMPLIED = frozenset(
    "name-prefix completed-by-its-region named-after-its-parties named-after-parent named-after-the-whole region-in-the-name "
    "seat-before-the-head seat-in-brackets sender-of-the-team strand-of-aid team-named-after-receiver "
    "team-named-after-sender village-in-its-region".split()
)
"""Rules that read a name, not the sentence it stands in: a sentence that gave only what they read is silent."""

COLUMNS = ("document", "what", "place", "passage", "why")
SHARES = ("sentences", "figures", "times", "names")
_PROSE = frozenset(("paragraph", "caption", "heading", "title", "subtitle"))
_LOSSES = frozenset(("rejected-statement", "ambiguous-place"))
"""Kinds of remarks on what may be a fact that was lost; the others tell how a thing is told that is no fact."""
_SHORTEST = 2
"""Length of the shortest trigger word that is looked for: a single character may be part of any word."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was seen and became no fact, at `start`:`end` of the source.

    `kind`: silent-sentence, unread-figure, unread-time, ambiguous-name, or the kind of a remark (rejected-statement, …); `note`: what was
    seen there, or why it was left.
    """

    kind: str
    start: int
    end: int
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The gaps of a document, in the order of the text, and for each of `SHARES` how many are covered by facts, of how many.

    What is told as a wish, a condition or the like is read as no fact: it is a gap by its remark, and part of no share.
    `sentences`: those that could tell a fact; `figures`, `times`: those that tell something; `names`: the entities that are mentioned.
    """

    document: str
    title: str
    gaps: tuple[Gap, ...]
    shares: tuple[tuple[str, int, int], ...]


def cover(facts: Facts) -> Coverage:
    """What of a document became facts, and what did not. A pure function of the facts, linear in them."""
    found = _Taken(facts)
    unreal = _Unreal(facts)
    promising = [(sentence, note) for sentence, note in _promising(facts) if note and (found.told(sentence) or not unreal.within(sentence))]
    silent = [(sentence, note) for sentence, note in promising if not found.told(sentence)]
    seen = [s for s in facts.sightings if _in_prose(facts, s.start) and (found.takes(s) or not unreal.is_one(s))]
    unread = [s for s in seen if not found.takes(s)]
    mentioned = [e for e in facts.entities if e.mentioned]
    bare = sum(e.id not in found.entities for e in mentioned)
    gaps = [
        *(_gap(facts, "silent-sentence", sentence, note) for sentence, note in silent),
        *(_gap(facts, f"unread-{s.kind}", s, s.value) for s in unread),
        *(_gap(facts, r.kind, r, r.note) for r in facts.remarks if r.kind != "ambiguous-place"),
        *(_gap(facts, "ambiguous-name", e.mentions[0], _candidates(e)) for e in mentioned if e.candidates and e.mentions),
    ]
    counts = Counter(s.kind for s in seen), Counter(s.kind for s in unread)
    shares = (
        ("sentences", len(promising) - len(silent), len(promising)),
        *((f"{kind}s", counts[0][kind] - counts[1][kind], counts[0][kind]) for kind in ("figure", "time")),
        ("names", len(mentioned) - bare, len(mentioned)),
    )
    source = facts.document.source
    ordered = sorted(set(gaps), key=lambda g: (g.start, g.end, g.kind, g.note))
    return Coverage(source.name, facts.document.title or "", tuple(ordered), shares)


def total(documents: Iterable[Coverage]) -> tuple[tuple[str, int, int], ...]:
    """The shares of several documents together."""
    covered: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for document in documents:
        for name, some, all_ in document.shares:
            covered[name] += some
            whole[name] += all_
    return tuple((name, covered[name], whole[name]) for name in SHARES)


def rows(documents: Iterable[Coverage]) -> list[tuple[str, ...]]:
    """A row of `COLUMNS` for each gap."""
    return [(d.document, g.kind, f"{g.start}–{g.end}", g.quote, g.note) for d in documents for g in d.gaps]


def share_rows(documents: Sequence[Coverage]) -> list[tuple[str, ...]]:
    """The document, and each of `SHARES` in words; of several documents all together at the end."""
    named = [(d.document, d.shares) for d in documents]
    if len(documents) > 1:
        named.append(("all documents", total(documents)))
    return [(name, *(said(*share[1:]) for share in shares)) for name, shares in named]


def said(covered: int, whole: int) -> str:
    """A share in words: 3/4 75%; of nothing 0/0."""
    return f"{covered}/{whole}" + (f" {100 * covered / whole:.0f}%" if whole else "")


def summary(documents: Sequence[Coverage]) -> str:
    """One line over all documents: the shares, then how many gaps there are of each kind."""
    kinds = Counter(gap.kind for document in documents for gap in document.gaps)
    covered = ", ".join(f"{name} {said(*share)}" for name, *share in total(documents))
    gaps = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    return f"covered: {covered}; gaps: {gaps or 'none'}"


def to_csv(documents: Iterable[Coverage]) -> str:
    """document, kind, start, end, quote, note: a line for each gap."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("document", "kind", "start", "end", "quote", "note"))
    writer.writerows((d.document, g.kind, g.start, g.end, g.quote, g.note) for d in documents for g in d.gaps)
    return text.getvalue()


def to_json(documents: Sequence[Coverage]) -> str:
    """`documents` with their gaps and shares, and the shares of all together as `total`: name → covered, of."""
    content = {
        "documents": [
            {"document": d.document, "title": d.title, "shares": _by_name(d.shares), "gaps": [asdict(g) for g in d.gaps]} for d in documents
        ],
        "total": _by_name(total(documents)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _by_name(shares: Iterable[tuple[str, int, int]]) -> dict[str, dict[str, int]]:
    return {name: {"covered": covered, "of": whole} for name, covered, whole in shares}


def _gap(facts: Facts, kind: str, place: Span | Sentence | Sighting | Remark, note: str) -> Gap:
    span = facts.document.locate(place.start, place.end)
    return Gap(kind, span.start, span.end, facts.document.quote(place.start, place.end), note)


def _candidates(entity: Entity) -> str:
    """The divisions that a name may mean, each with the one it belongs to."""
    known = gazetteer.load()
    divisions = [known.division(code) for code in entity.candidates]
    return ", ".join(f"{known.division(d.parent).name if d.parent else ''}{d.name} {d.code}" for d in divisions)


def _in_prose(facts: Facts, at: int) -> bool:
    blocks = facts.document.blocks
    index = bisect_right([b.start for b in blocks], at) - 1
    return index >= 0 and blocks[index].kind in _PROSE


class _Unreal:
    """What the document tells of otherwise than as a fact, as remarks say: wishes, conditions, questions."""

    def __init__(self, facts: Facts) -> None:
        self._places = {(r.start, r.end) for r in facts.remarks if r.kind not in _LOSSES}
        self._starts = sorted(start for start, _ in self._places)

    def within(self, sentence: Sentence) -> bool:
        """Whether the sentence tells of something so."""
        return bisect_left(self._starts, sentence.start) < bisect_left(self._starts, sentence.end)

    def is_one(self, sighting: Sighting) -> bool:
        """Whether the figure itself is told so."""
        return (sighting.start, sighting.end) in self._places


class _Taken:
    """What facts were read from: places by where they begin, with what was read there."""

    def __init__(self, facts: Facts) -> None:
        self._text = facts.document.text
        claims: tuple[Statement | Post | Indicator | EntityDate, ...] = (*facts.statements, *facts.posts, *facts.indicators, *facts.dates)
        self._told = sorted({(e.start, e.end) for c in claims for e in c.evidence if e.rule not in IMPLIED})
        self._starts = [start for start, _ in self._told]
        self.entities = {
            *(i for s in facts.statements for i in (s.subject, s.object)),
            *(i for p in facts.posts for i in (p.person, p.organization)),
            *(f.entity for f in facts.indicators),
            *(d.entity for d in facts.dates),
        }
        self._figures: dict[str, list[Evidence]] = defaultdict(list)
        self._times: dict[str, list[Evidence]] = defaultdict(list)
        for figure in facts.indicators:
            for form in (figure.wording, f"{figure.value.normalize():f} {figure.unit}"):
                self._figures[form] += figure.evidence
            self._times[figure.period or ""] += figure.evidence
        for dating in facts.dates:
            self._times[dating.value] += dating.evidence
        for statement in facts.statements:
            for value in (statement.date, statement.start, statement.end):
                self._times[value or ""] += statement.evidence

    def told(self, sentence: Sentence) -> bool:
        """Whether a fact was read from the sentence, beyond what names in it imply."""
        at = bisect_left(self._starts, sentence.start)
        return at < len(self._told) and self._told[at][0] < sentence.end

    def takes(self, sighting: Sighting) -> bool:
        """Whether a fact was read with a figure or time in the sentence that it stands in."""
        if sighting.kind == "figure":
            pieces = [e for form in (self._text[sighting.start : sighting.end], sighting.value) for e in self._figures.get(form, ())]
        else:
            values = sighting.value.split("/")
            pieces = [e for value in (*values, *(v[:4] for v in values)) for e in self._times.get(value, ())]
        return any(e.start <= sighting.start and sighting.end <= e.end for e in pieces)


def _promising(facts: Facts) -> Iterator[tuple[Sentence, str]]:
    """The sentences of the prose with what promises a fact: two names, or a name with a trigger word or figure; "" where nothing does."""
    doc, names = facts.document, _outermost(facts)
    starts = [span.start for span, _ in names]
    figures = [s.start for s in facts.sightings if s.kind == "figure"]
    words = frozenset(word for word in lexicon.load().frames if len(word) >= _SHORTEST)
    lengths = sorted({len(word) for word in words}, reverse=True)
    for sentence in doc.sentences:
        if doc.blocks[sentence.block].kind not in _PROSE:
            continue
        mine = names[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        labels = list(dict.fromkeys(label for _, label in mine))
        triggers = list(_triggers(doc.text, sentence, [span for span, _ in mine], (words, lengths))) if labels else []
        counted = bisect_left(figures, sentence.end) > bisect_left(figures, sentence.start)
        notes = [", ".join(labels), *([f"words: {', '.join(triggers)}"] if triggers else []), *(["a figure"] if counted else [])]
        yield sentence, "; ".join(notes) if len(labels) > 1 or (labels and (triggers or counted)) else ""


def _outermost(facts: Facts) -> list[tuple[Span, str]]:
    """Where entities are named, with their labels, in order; names inside names and regions right before others of a chain left out."""
    spans = sorted(((m, e.label, e.id) for e in facts.entities for m in e.mentions), key=lambda n: (n[0].start, -n[0].end))
    kept: list[tuple[Span, str, str]] = []
    for span, label, id in spans:
        if kept and span.start < kept[-1][0].end:
            continue
        if kept and kept[-1][0].end == span.start and kept[-1][2].startswith("region/") and len(span) > 1:
            kept.pop()  # 陕西省安康市 is one place
        kept.append((span, label, id))
    return [(span, label) for span, label, _ in kept]


def _triggers(text: str, sentence: Sentence, names: Sequence[Span], words: tuple[frozenset[str], Sequence[int]]) -> Iterator[str]:
    """The predicates of the frames in a sentence, outside its names, each once; the longest at each place."""
    known, lengths = words
    taken = {i for span in names for i in range(span.start, span.end)}
    found: dict[str, None] = {}
    at = sentence.start
    while at < sentence.end:
        fits = (n for n in lengths if at + n <= sentence.end and text[at : at + n] in known and not taken & set(range(at, at + n)))
        length = next(fits, 0)
        if length:
            found[text[at : at + length]] = None
        at += length or 1
    yield from found
