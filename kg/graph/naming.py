"""What a reader's words mean in a graph: an entity by any of its names or its IRI, a statement by its IRI or in words."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kg import gazetteer, vocabulary
from kg.errors import AmbiguousNameError, KgError, UnknownNameError
from kg.graph.claims import EntityView
from kg.graph.nquads import Term
from kg.graph.query import shown

_NEAR = 5
"""So many names are offered where nothing has the one that was asked for."""
_MEMBERSHIP = "org:hasMembership"


class Names:
    """The entities of a graph by their names, and its statements by what they say.

    `statements`: subject, property and object by IRI; `ends`: the entities that each is about (of a post, person and organisation).
    """

    def __init__(
        self, entities: Mapping[str, EntityView], statements: Mapping[str, tuple[str, str, str]], ends: Mapping[str, Sequence[str]]
    ) -> None:
        self.entities, self.statements, self.ends = entities, statements, ends
        self._labels: dict[str, list[str]] = defaultdict(list)
        self._others: dict[str, list[str]] = defaultdict(list)
        for iri, view in entities.items():
            self._labels[view.label].append(iri)
            for name in view.alt_labels:
                self._others[name].append(iri)

    def find(self, asked: str) -> str | tuple[str, ...]:
        """The IRI of the entity that is meant, or those of the statements.

        UnknownNameError with near names, AmbiguousNameError with the IRIs; KgError where the graph has no such statement of known things.
        """
        if self._named(asked):
            return self.find_entity(asked)
        stated = _by_end(asked, self.statements)
        if stated:
            return stated
        readings = list(_readings(asked))
        for left, key, right in readings:
            subjects, objects = self._named(left), self._named(right)
            if subjects and objects:
                return self._stated(asked, (subjects, key, objects))
        unknown = next((name for left, _, right in readings for name in (left, right) if not self._named(name)), asked)
        raise UnknownNameError(unknown, self._near(unknown))

    def find_entity(self, asked: str) -> str:
        """The IRI of the entity that is meant. UnknownNameError with near names, AmbiguousNameError with the IRIs."""
        named = self._named(asked)
        if not named:
            raise UnknownNameError(asked, self._near(asked))
        if len(named) > 1:
            raise AmbiguousNameError(asked, tuple(self._line(iri) for iri in named))
        return named[0]

    def _named(self, name: str) -> tuple[str, ...]:
        """The entities of a name: those whose label it is, else those that have it as another name, else those whose IRI ends so.

        Else the regions that are called so, though the documents do not (扬州, where they all say 扬州市).
        """
        said = self._labels.get(name) or self._others.get(name) or _by_end(name, self.entities)
        return tuple(said or self._regions.get(name, ()))

    @cached_property
    def _regions(self) -> dict[str, list[str]]:
        """The regions of the graph by the forms that the gazetteer has of their names."""
        codes = {view.code: iri for iri, view in self.entities.items() if view.code}
        found: dict[str, list[str]] = defaultdict(list)
        for name, forms in gazetteer.load().forms.items():
            found[name] += [codes[code] for code in dict.fromkeys(form.code for form in forms) if code in codes]
        return found

    def _stated(self, asked: str, said: tuple[Sequence[str], str, Sequence[str]]) -> tuple[str, ...]:
        """The statements that say so, whichever way round where the property is symmetric."""
        subjects, key, objects = said
        both = key != _MEMBERSHIP and vocabulary.load().property(key).symmetric
        found, beside = [], []
        for iri, ends in self.ends.items():
            one, other = ends
            straight = one in subjects and other in objects
            turned = one in objects and other in subjects
            if self.statements[iri][1] == key and (straight or (both and turned)):
                found.append(iri)
            elif straight or turned:
                beside.append(self.statements[iri][1])
        if found:
            return tuple(found)
        others = sorted(set(beside))
        hint = f"between the two it says {', '.join(others)}" if others else "it says nothing between the two"
        raise KgError(f"the graph does not say “{asked}”; {hint}")

    def _line(self, iri: str) -> str:
        view = self.entities[iri]
        labels = "，".join(vocabulary.load().label(cls, "zh") for cls in view.types)
        return f"{shown(Term('iri', iri))}  {view.label}  {labels}"

    def _near(self, name: str) -> tuple[str, ...]:
        """The names that come nearest: those that hold it or that it holds, then those that look like it."""
        letters = set(name)
        names = sorted(known for known in {*self._labels, *self._others} if letters & set(known))
        within = sorted((n for n in names if len(n) > 1 and (n in name or name in n)), key=lambda n: (abs(len(n) - len(name)), n))
        alike = difflib.get_close_matches(name, names, n=_NEAR, cutoff=0.5)
        return tuple(dict.fromkeys([*within[:_NEAR], *alike]))[:_NEAR]


def _by_end(asked: str, iris: Mapping[str, object]) -> tuple[str, ...]:
    """The IRIs that are this, or end in it behind a stroke."""
    return tuple(iri for iri in iris if iri == asked or (asked and iri.endswith(f"/{asked}")))


def _forms() -> dict[str, str]:
    """How the properties of statements between entities are written: local name, prefixed name, labels."""
    terms = vocabulary.load()
    forms = dict.fromkeys((_MEMBERSHIP, "hasMembership", "任职", "任"), _MEMBERSHIP)
    for key in terms.relations:
        forms |= dict.fromkeys((key, f"rc:{key}", terms.label(key, "zh"), terms.label(key, "en")), key)
    return forms


def _readings(asked: str) -> Iterator[tuple[str, str, str]]:
    """The ways to read words as subject, property, object; a property between blanks first, then the longest."""
    forms = _forms()
    for blank in (r"\s+", r"\s*"):
        for form in sorted(forms, key=lambda f: (-len(f), f)):
            for match in re.finditer(f"{blank}{re.escape(form)}{blank}", asked):
                left, right = asked[: match.start()].strip(), asked[match.end() :].strip()
                if left and right:
                    yield left, forms[form], right
