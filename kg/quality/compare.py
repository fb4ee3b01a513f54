"""A graph held against a reference, figure by figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import vocabulary
from kg.graph.claims import FactView, Quotation, RelationView, View
from kg.quality.align import Aligned, align
from kg.quality.counts import Counts
from kg.quality.reference import Figure, Key, Reference, date_key, figure_key, post_key, relation_key

_PLACES = frozenset(("Region", "Area"))


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong: `kind` is missing, spurious or class; `figure` the one that it lowers; `fact` for people to read."""

    kind: str
    figure: str
    fact: str


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """Whether a claim of the graph is borne out by the reference. `kind`: the relation, or post, indicator, date.

    Of claims about optional entities, and others that the reference cannot tell of, there is no verdict; optional facts are right.
    """

    kind: str
    rules: tuple[str, ...]
    completions: tuple[str, ...]
    confidence: str
    right: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts by figure (`FIGURES`, then each relation by its name), what is wrong, and the verdicts; the latter two sorted."""

    counts: Mapping[str, Counts]
    faults: tuple[Fault, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the comparison of one figure, or of a few that belong together, comes to."""

    counts: Mapping[str, Counts]
    faults: tuple[Fault, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


def compare(reference: Reference, view: View, text: str) -> Comparison:
    """The graph of one document against its annotation. `text`: the document as it was read, in which the quotations must stand."""
    aligned = align(reference, view)
    relations = [r for r in view.relations if r.subject in aligned.candidates and r.object in aligned.candidates]
    facts: dict[str, list[FactView]] = defaultdict(list)
    for fact in view.facts:
        facts[fact.kind].append(fact)
    kinds = _relations(aligned, relations, _superordinate(view))
    outcomes = (
        _entities(aligned),
        _Outcome({"relation": kinds.counts["relation"]}),
        _keyed("post", aligned, reference.posts, [(_post(aligned, fact), fact) for fact in facts["posts"]]),
        _indicators(aligned, facts["indicators"]),
        _keyed("date", aligned, reference.dates, [(_date(aligned, f), f) for f in facts["dates"] if f.entity in aligned.candidates]),
        _Outcome({"evidence": _evidence(aligned, relations, text)}),
        kinds,
    )
    return Comparison(
        counts={figure: count for outcome in outcomes for figure, count in outcome.counts.items()},
        faults=tuple(sorted(fault for outcome in outcomes for fault in outcome.faults)),
        verdicts=tuple(sorted(verdict for outcome in outcomes for verdict in outcome.verdicts)),
    )


def _entities(aligned: Aligned) -> _Outcome:
    """Entities found, and those found with a class that is right."""
    found = {id: aligned.candidates[iri] for iri, id in aligned.ids.items()}
    required = [entity for entity in aligned.reference.entities.values() if not entity.optional]
    stated = [iri for iri in aligned.candidates if not aligned.reference.optional(aligned.id(iri))]
    hits = [entity for entity in required if entity.id in found]
    right = [entity for entity in hits if found[entity.id].classes & entity.classes]
    spurious = (aligned.candidates[iri] for iri in stated if iri not in aligned.ids)
    faults = (
        *(Fault("missing", "entity", f"{e.cls} {e.name}") for e in required if e.id not in found),
        *(Fault("spurious", "entity", f"{'/'.join(sorted(c.classes))} {c.label}") for c in spurious),
        *(
            Fault("class", "entity", f"{e.name}: {e.cls}, not {'/'.join(sorted(found[e.id].classes))}")
            for e in hits
            if not found[e.id].classes & e.classes
        ),
    )
    counts = {figure: Counts(len(n), len(stated), len(required)) for figure, n in (("entity", hits), ("entity+class", right))}
    return _Outcome(counts, faults)


def _superordinate(view: View) -> dict[str, list[str]]:
    """Place → the places it directly lies in, by IRI, background hierarchy included."""
    above: dict[str, list[str]] = defaultdict(list)
    for relation in view.relations:
        if relation.predicate == "locatedIn":
            above[relation.subject].append(relation.object)
    return above


def _relations(aligned: Aligned, relations: Iterable[RelationView], above: Mapping[str, list[str]]) -> _Outcome:
    """Relations, together and each by its name."""
    wanted = aligned.reference.relations
    untold = _Untold(aligned, above)
    hits: set[Key] = set()
    spurious: set[Key] = set()
    verdicts = []
    for relation in relations:
        key = relation_key(relation.predicate, aligned.id(relation.subject), aligned.id(relation.object))
        right = key in wanted or key in untold.implied
        if key in wanted:
            hits.add(key)
        elif untold.of(relation, key):
            if not right:
                continue
        else:
            spurious.add(key)
        verdicts.append(_verdict(relation.predicate, relation, right))
    required = {key for key, needed in wanted.items() if needed}
    counts = {"relation": Counts(len(required & hits), len(required & hits) + len(spurious), len(required))}
    for name in vocabulary.load().relations:
        of_kind = [sum(key[0] == name for key in keys) for keys in (required & hits, spurious, required)]
        counts[name] = Counts(of_kind[0], of_kind[0] + of_kind[1], of_kind[2])
    faults = _faults("relation", [f"{aligned.name(s)} {p} {aligned.name(o)}" for p, s, o in required - hits], "missing") + _faults(
        "relation", [f"{aligned.name(s)} {p} {aligned.name(o)}" for p, s, o in spurious], "spurious"
    )
    return _Outcome(counts, faults, tuple(verdicts))


class _Untold:
    """What counts neither way among relations that the reference does not have.

    What follows from those it has, whatever is said of an optional entity, and where regions lie, which is background knowledge.
    """

    def __init__(self, aligned: Aligned, above: Mapping[str, list[str]]) -> None:
        self.aligned = aligned
        self.implied = {
            relation_key(implied, subject, target)
            for relation, subject, target in aligned.reference.relations
            for implied in vocabulary.load().property(relation).parents
        }
        iris = {id: iri for iri, id in aligned.ids.items()}
        # Subject → ids of what lies above the places that the reference gives it. A place that the reference does not name has the id
        # None: whether such a place is above another one is not told apart.
        self.beyond: dict[str, set[str | None]] = defaultdict(set)
        for relation, subject, target in aligned.reference.relations:
            if relation in ("locatedIn", "settledIn") and target in iris:
                self.beyond[subject] |= {aligned.ids.get(place) for place in _closure(iris[target], above)}

    def of(self, relation: RelationView, key: Key) -> bool:
        """Whether a relation that the reference does not have counts neither way."""
        subject, target = (self.aligned.ids.get(iri) for iri in (relation.subject, relation.object))
        if key in self.implied or self.aligned.reference.optional(subject, target):
            return True
        if relation.predicate == "locatedIn" and self._lies_as_known(relation.subject):
            return True
        return relation.predicate in ("locatedIn", "settledIn") and subject is not None and target in self.beyond.get(subject, ())

    def _lies_as_known(self, iri: str) -> bool:
        id = self.aligned.ids.get(iri)
        return bool(({self.aligned.reference.entities[id].cls} if id else self.aligned.candidates[iri].classes) & _PLACES)


def _closure(start: str, above: Mapping[str, list[str]]) -> set[str]:
    """All places above one."""
    found: set[str] = set()
    queue = [start]
    while queue:
        for place in above.get(queue.pop(), ()):
            if place not in found:
                found.add(place)
                queue.append(place)
    return found


def _post(aligned: Aligned, fact: FactView) -> Key:
    values = dict(fact.values)
    return post_key(aligned.id(fact.entity), values["role"], aligned.id(values["organization"]))


def _date(aligned: Aligned, fact: FactView) -> Key:
    values = dict(fact.values)
    return date_key(aligned.id(fact.entity), values["property"], values["value"])


def _keyed(figure: str, aligned: Aligned, wanted: Mapping[Key, bool], claims: Iterable[tuple[Key, FactView]]) -> _Outcome:
    """Posts or dates: sets of keys of which the reference may leave some open."""
    stated: set[Key] = set()
    verdicts = []
    for key, fact in claims:
        ids = (key[0], key[2]) if figure == "post" else (key[0],)
        if key in wanted or not aligned.reference.optional(*ids):
            stated.add(key)
            verdicts.append(_verdict(figure, fact, key in wanted))
    required = {key for key, needed in wanted.items() if needed}
    left_open = wanted.keys() - required
    counts = Counts(len(stated & required), len(stated - left_open), len(required))
    faults = _faults(figure, (" ".join(map(aligned.name, key)) for key in required - stated), "missing") + _faults(
        figure, (" ".join(map(aligned.name, key)) for key in stated - wanted.keys()), "spurious"
    )
    return _Outcome({figure: counts}, faults, tuple(verdicts))


def _indicators(aligned: Aligned, facts: Iterable[FactView]) -> _Outcome:
    """Figures: each as often as it is stated, as one value may be stated twice of one thing (with another qualifier)."""
    required = Counter(key for key, needed in aligned.reference.indicators if needed)
    optional = {key for key, needed in aligned.reference.indicators if not needed}
    optional_values = {key[1:] for key in optional}
    stated: Counter[Figure] = Counter()
    seen: set[tuple[Figure, str]] = set()
    verdicts = []
    for fact in facts:
        values = dict(fact.values)
        key = figure_key(aligned.id(fact.entity), float(values["value"]), values.get("unit", ""))
        if key not in required and (key[1:] in optional_values or aligned.reference.optional(key[0])):
            # Which thing an optional figure is of is not told; where it is the reference's, it is right.
            if key in optional:
                verdicts.append(_verdict("indicator", fact, True))
            continue
        if (key, values["qualifier"]) not in seen:
            seen.add((key, values["qualifier"]))
            stated[key] += 1
        verdicts.append(_verdict("indicator", fact, key in required or key in optional))
    counts = Counts((required & stated).total(), stated.total(), required.total())
    faults = _faults("indicator", (_figure(aligned, key) for key in (required - stated).elements()), "missing") + _faults(
        "indicator", (_figure(aligned, key) for key in (stated - required).elements()), "spurious"
    )
    return _Outcome({"indicator": counts}, faults, tuple(verdicts))


def _figure(aligned: Aligned, key: Figure) -> str:
    return f"{aligned.name(key[0])} {key[1]:.12g} {key[2]}"


def _evidence(aligned: Aligned, relations: Iterable[RelationView], text: str) -> Counts:
    """How many of the relations, where regions lie left out, carry evidence whose quotations all stand in the text at their offsets."""
    quotations = {(r.subject, r.predicate, r.object): r.evidence for r in relations}
    asserted = [r for r in relations if not (r.predicate == "locatedIn" and aligned.candidates[r.subject].classes & _PLACES)]
    sound = 0
    for relation in asserted:
        found = next(filter(None, _said(relation, quotations)), ())
        sound += bool(found) and all(text[q.start : q.end] == q.quote for q in found)
    return Counts(sound, len(asserted), len(asserted))


def _said(relation: RelationView, quotations: Mapping[Key, tuple[Quotation, ...]]) -> Iterator[tuple[Quotation, ...]]:
    """The evidence of a relation, the nearest first: of cooperation also its other direction's, and that of assistance it follows from."""
    ends = (relation.subject, relation.object)
    yield relation.evidence
    if relation.predicate == "cooperatesWith":
        for predicate in ("cooperatesWith", "assists"):
            for subject, target in (ends, ends[::-1]):
                yield quotations.get((subject, predicate, target), ())


def _verdict(kind: str, claim: RelationView | FactView, right: bool) -> Verdict:
    return Verdict(kind, claim.rules, claim.completions, claim.confidence, right)


def _faults(figure: str, facts: Iterable[str], kind: str) -> tuple[Fault, ...]:
    return tuple(Fault(kind, figure, fact) for fact in facts)
