"""What changed from one graph to another: in words, and as a patch that makes the one the other.

N-Quads, N-Quads ─ compare ─► Change, … : what was added, removed, changed, and by which documents
N-Quads, N-Quads ─ patch ─► RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from kg import vocabulary
from kg.graph.claims import EntityView, FactView, Quotation, RelationView, View, from_nquads
from kg.graph.nquads import split

COLUMNS = ("change", "kind", "what", "how", "documents")
Key = TypeVar("Key")
Value = TypeVar("Value")


class Change(NamedTuple):
    """Something that is other than it was. `change`: added, removed or changed; `kind`: document, entity, relation, post, indicator or
    date.

    `what` and `how` in words, `how` "" unless changed; `documents`: titles of those that say so, or said so where nothing says so any more.
    """

    change: str
    kind: str
    what: str
    how: str
    documents: str


def compare(before: str, after: str) -> list[Change]:
    """What changed, sorted; empty where the graphs say the same. Linear in both."""
    old, new = from_nquads(before), from_nquads(after)
    names = {entity.iri: entity.label for view in (old, new) for entity in view.entities}
    titles = {quote.document: quote.title for view in (old, new) for quote in _quotations(view)}
    return sorted(
        {
            *_changes(_entities(old), _entities(new), lambda entity: _entity(entity, titles)),
            *_changes(_relations(old), _relations(new), lambda relation: _relation(relation, names)),
            *_changes(_facts(old), _facts(new), lambda fact: _fact(fact, names)),
        }
    )


def patch(before: str, after: str) -> str:
    """The quads to delete and to add, as one transaction of RDF Patch; sorted, deletions first."""
    old, new = set(split(before)), set(split(after))
    lines = [*(f"D {line}" for line in sorted(old - new)), *(f"A {line}" for line in sorted(new - old))]
    return "".join(f"{line}\n" for line in ["TX .", *lines, "TC ."])


def patched(text: str, changes: str) -> str:
    """A graph after a patch. ValueError where a line of the patch is none, or something is to be deleted that is not there."""
    lines = set(split(text))
    for row in split(changes):
        action, _, quad = row.partition(" ")
        if action == "D" and quad in lines:
            lines.remove(quad)
        elif action == "A":
            lines.add(quad)
        elif action not in ("TX", "TC"):
            raise ValueError(f"this cannot be done to the graph: {row[:200]}")
    return "".join(f"{line}\n" for line in sorted(lines))


def _changes(
    old: Mapping[Key, Value], new: Mapping[Key, Value], told: Callable[[Value], tuple[str, str, dict[str, str], str]]
) -> Iterator[Change]:
    """The differences of two collections; `told` gives kind, wording, what may change, and the documents of an item."""
    for change, here, there in (("removed", old, new), ("added", new, old)):
        for key in here.keys() - there.keys():
            kind, what, _, documents = told(here[key])
            yield Change(change, kind, what, "", documents)
    for key in old.keys() & new.keys():
        (kind, what, was, _), (_, _, now, documents) = told(old[key]), told(new[key])
        how = [f"{name}: {was[name] or '–'} → {now[name] or '–'}" for name in now if was[name] != now[name]]
        if how:
            yield Change("changed", kind, what, "; ".join(how), documents)


def _quotations(view: View) -> Iterator[Quotation]:
    for relation in view.relations:
        yield from relation.evidence
    for fact in view.facts:
        yield from fact.evidence


def _entities(view: View) -> dict[str, EntityView]:
    return {entity.iri: entity for entity in view.entities}


def _relations(view: View) -> dict[tuple[str, str, str], RelationView]:
    return {(r.subject, r.predicate, r.object): r for r in view.relations if r.evidence}


def _facts(view: View) -> dict[tuple[str, str, tuple[tuple[str, str], ...]], FactView]:
    return {(fact.entity, fact.kind, fact.values): fact for fact in view.facts}


def _entity(entity: EntityView, titles: Mapping[str, str]) -> tuple[str, str, dict[str, str], str]:
    terms = vocabulary.load()
    classes = ", ".join(terms.label(cls, "zh") for cls in entity.types)
    said = {"name": entity.label, "class": classes, "other names": ", ".join(entity.alt_labels), "documents": str(len(entity.documents))}
    titled = {titles.get(iri, iri.rsplit("/", 1)[-1][:12]) for iri in entity.documents}
    return "entity", f"{entity.label} ({classes})", said, "; ".join(sorted(titled))


def _relation(relation: RelationView, names: Mapping[str, str]) -> tuple[str, str, dict[str, str], str]:
    label = vocabulary.load().label(relation.predicate, "zh")
    what = f"{names[relation.subject]} {label} {names[relation.object]}"
    dates = ", ".join(f"{name} {value}" for name, value in relation.dates)
    said = {"status": relation.status, "confidence": relation.confidence, "dates": dates, "quotations": _count(relation.evidence)}
    return "relation", what, said, _titles(relation.evidence)


def _fact(fact: FactView, names: Mapping[str, str]) -> tuple[str, str, dict[str, str], str]:
    values = dict(fact.values)
    hidden = {"organization"} if "name" in values else set()
    what = f"{names[fact.entity]}: " + ", ".join(value for name, value in fact.values if name not in hidden)
    said = {"status": fact.status, "confidence": fact.confidence, "quotations": _count(fact.evidence)}
    return fact.kind.removesuffix("s"), what, said, _titles(fact.evidence)


def _count(evidence: tuple[Quotation, ...]) -> str:
    return str(len(evidence))


def _titles(evidence: tuple[Quotation, ...]) -> str:
    return "; ".join(sorted({quote.title for quote in evidence}))
