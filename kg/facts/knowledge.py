"""What reading a document's clauses needs to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.facts.delegations import Tours
from kg.facts.factuality import Moods
from kg.facts.provenance import Reader
from kg.lexicon import Frame
from kg.model import Document
from kg.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading frames needs: the document, its clauses' frames, the classes of its entities, the vocabulary, what was completed."""

    doc: Document
    frames: Mapping[str, tuple[Frame, ...]]
    types: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary
    senders: Mapping[str, frozenset[str]]
    reader: Reader
    receiver: str | None = None
    moods: Moods = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    masthead: str | None = None
    home: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tours: Tours = Tours()

    def admits(self, relation: str, subject: str, target: str) -> bool:
        """Whether the vocabulary lets `relation` hold between two entities."""
        return subject != target and self.vocabulary.admits(relation, self.types[subject], self.types[target])

    def in_range(self, relation: str, target: str) -> bool:
        """Whether an entity can be the object of `relation`, whatever the subject."""
        return self.is_any(target, self.vocabulary.property(relation).range)

    def is_any(self, entity: str, classes: Iterable[str]) -> bool:
        """Whether an entity is of one of `classes`, or of a subclass."""
        return any(self.vocabulary.is_a(t, c) for t in self.types[entity] for c in classes)

    def touring(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Those of `ids` that lead or send a delegation, where all of them do, else none."""
        return tuple(ids) if set(ids) <= self.tours.everybody else ()
