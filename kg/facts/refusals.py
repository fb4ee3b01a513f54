"""Relations that a frame read and that cannot be: why, as remarks, so that what is refused can be looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from kg.facts.frames import Found
from kg.facts.knowledge import Knowledge
from kg.model import Remark

KIND = "rejected-statement"


def remarks(
    refused: Iterable[Found], stated: Collection[tuple[str, str]], known: Knowledge, label: Callable[[str], str]
) -> tuple[Remark, ...]:
    """A remark for each relation that was refused, at the clause that was read first, in order.

    `stated`: pairs of entities that the sentences relate, whichever way round: another frame of the verb read them rightly.
    """
    first: dict[tuple[str, str, str], Found] = {}
    for one in refused:
        if (one.subject, one.object) not in stated and (one.object, one.subject) not in stated:
            first.setdefault((one.subject, one.predicate, one.object), one)
    found = (
        Remark(
            KIND,
            one.clause.start,
            one.clause.end,
            f"{label(one.subject)} {one.predicate} {label(one.object)} ({one.rule}): {_reason(one, known, label)}",
        )
        for one in first.values()
    )
    return tuple(sorted(found, key=lambda r: (r.start, r.end, r.note)))


def _reason(one: Found, known: Knowledge, label: Callable[[str], str]) -> str:
    """What stands against a relation: the class of its subject or object, of the two together, or what the frame asks for."""
    term = known.vocabulary.property(one.predicate)
    for side, entity, classes in (("domain", one.subject, term.domain), ("range", one.object, term.range)):
        if not known.is_any(entity, classes):
            return f"{side}: {label(entity)} is {_classes(known.types[entity])}, not {_classes(classes)}"
    if not known.admits(one.predicate, one.subject, one.object):
        return f"range: a {_classes(known.types[one.subject])} is not in this relation to a {_classes(known.types[one.object])}"
    return "class: the frame asks for a thing of another class"


def _classes(classes: Iterable[str]) -> str:
    return "|".join(sorted(classes))
