"""Which entity of a graph is which of the reference: one to one, the surest pairs first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import vocabulary
from kg.graph.claims import EntityView, View
from kg.quality.reference import Named, Reference, folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that the document mentions. `classes`: those of a reference; `names`: folded, `preferred` the first of them."""

    iri: str
    label: str
    classes: frozenset[str]
    preferred: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aligned:
    """The mentioned entities of a graph by IRI, and the ids of those that the reference has."""

    reference: Reference
    candidates: Mapping[str, Candidate]
    ids: Mapping[str, str]

    def id(self, iri: str) -> str:
        """The reference's id of an entity; its IRI where the reference has none for it."""
        return self.ids.get(iri, iri)

    def name(self, node: str) -> str:
        """What people call what an id or an IRI stands for."""
        if node in self.reference.entities:
            return self.reference.entities[node].name
        return self.candidates[node].label if node in self.candidates else node


def align(reference: Reference, view: View) -> Aligned:
    """The graph's entities with the reference's, matched by any name in common."""
    candidates = {entity.iri: _candidate(entity) for entity in view.entities if entity.documents}
    taken: set[str] = set()
    ids: dict[str, str] = {}
    for _, id, iri in sorted(_pairs(reference.entities.values(), candidates.values())):
        if id not in taken and iri not in ids:
            taken.add(id)
            ids[iri] = id
    return Aligned(reference, candidates, ids)


def _candidate(entity: EntityView) -> Candidate:
    """A reference knows one class of regions: their levels are background knowledge."""
    terms = vocabulary.load()
    classes = frozenset("Region" if terms.is_a(cls, "Region") else cls for cls in entity.types)
    names = frozenset(map(folded, (entity.label, *entity.alt_labels)))
    return Candidate(entity.iri, entity.label, classes, folded(entity.label), names)


def _pairs(named: Iterable[Named], candidates: Iterable[Candidate]) -> Iterator[tuple[int, str, str]]:
    """(doubt, id, IRI) of every pair with a name in common."""
    by_name: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for name in candidate.names:
            by_name[name].append(candidate)
    for entity in named:
        for iri, candidate in {c.iri: c for form in entity.forms for c in by_name.get(form, ())}.items():
            yield -_sureness(entity, candidate), entity.id, iri


def _sureness(entity: Named, candidate: Candidate) -> int:
    """How much speaks for a pair: the full name as the preferred label most, then the class, then any sign by itself."""
    preferred_in_full = candidate.preferred in entity.names
    same_class = bool(candidate.classes & entity.classes)
    named_in_full = bool(candidate.names & entity.names)
    preferred = candidate.preferred in entity.forms
    return 3 * preferred_in_full + 2 * same_class + named_in_full + preferred
