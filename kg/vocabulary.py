"""The ontology as a closed, typed view: what classes and properties there are, and what may be said of what.

Everything comes from `ontology/regional-cooperation.ttl`; nothing of it is repeated here. A term that the ontology does not have
is refused with the nearest one that it has.

    >>> vocabulary = load()
    >>> vocabulary.is_a("Hospital", "Organization")
    True
    >>> vocabulary.admits("assists", {"Region"}, {"School"})
    True
    >>> vocabulary.label("assists", "zh")
    '支援'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg import data
from kg.errors import VocabularyError

NAMESPACE = "https://w3id.org/regional-cooperation/ontology#"
FILE = "regional-cooperation.ttl"

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual of the ontology. `labels`, `definitions`: by language, "zh" and "en"."""

    local: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    @property
    def iri(self) -> str:
        """The term's IRI."""
        return NAMESPACE + self.local


@dataclass(frozen=True, slots=True)
class EntityClass(Term):
    """A class.

    `parents`, `ancestors`: local names of the direct and of all superclasses within the ontology, sorted, itself not among them.
    `members`: of a named union (`Actor`) the classes that it unites, itself a mere role that no entity is typed with; otherwise empty.
    """

    parents: tuple[str, ...]
    ancestors: frozenset[str]
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Property(Term):
    """A property.

    `domain`, `range`: local names of the classes that may be its subject and its object, named unions resolved; empty where it takes
    no entity (a range of dates, a domain of statements). `pairs`: for some classes of subject a narrower range, as (class, range).
    `parents`: local names of its direct superproperties within the ontology. `inverse_labels`: how it reads from the object, by language.
    """

    domain: frozenset[str]
    range: frozenset[str]
    pairs: tuple[tuple[str, frozenset[str]], ...]
    parents: tuple[str, ...]
    symmetric: bool
    transitive: bool
    inverse_labels: Mapping[str, str]


_T = TypeVar("_T", bound=Term)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of the ontology by local name.

    `relations`: the properties that lead from entity to entity and that documents are read for; `entity_classes`: the classes that
    entities are recognised as, each without a level of region. Both are in the order of the ontology's own lists.
    `individuals`: the named values (`MoreThan`).
    """

    version: str
    classes: Mapping[str, EntityClass]
    properties: Mapping[str, Property]
    individuals: Mapping[str, Term]
    relations: tuple[str, ...]
    entity_classes: tuple[str, ...]

    def cls(self, name: str) -> EntityClass:
        """The class of this local name; VocabularyError where there is none."""
        return _known(self.classes, name)

    def property(self, name: str) -> Property:
        """The property of this local name; VocabularyError where there is none."""
        return _known(self.properties, name)

    def label(self, name: str, lang: str) -> str:
        """The label of a class, property or individual in "zh" or "en"; VocabularyError where there is none of this name."""
        if name in self.classes:
            return self.classes[name].labels[lang]
        return _known({**self.individuals, **self.properties}, name).labels[lang]

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether every `cls` is an `ancestor`; so is every class of itself. VocabularyError where there is no such class."""
        wanted, lineage = self.cls(ancestor), self.cls(cls).ancestors | {cls}
        return ancestor in lineage or not lineage.isdisjoint(wanted.members)

    def admits(self, property: str, subject_classes: Collection[str], object_classes: Collection[str]) -> bool:
        """Whether the ontology lets a thing of these classes stand in `property` to a thing of those.

        One fitting class on each side is enough (a region is of several). A park or facility fits where organisations act.
        VocabularyError where a term is unknown.
        """
        term = self.property(property)
        subject, object_ = self._lineage(subject_classes), self._lineage(object_classes)
        if subject.isdisjoint(term.domain) or object_.isdisjoint(term.range):
            return False
        return all(not object_.isdisjoint(admitted) for cls, admitted in term.pairs if cls in subject)

    def _lineage(self, classes: Collection[str]) -> frozenset[str]:
        return frozenset(classes).union(*(self.cls(name).ancestors for name in classes))


def _known(terms: Mapping[str, _T], name: str) -> _T:
    if name in terms:
        return terms[name]
    import difflib  # takes as long to load as the whole vocabulary, for what seldom happens

    lowered = {term.lower(): term for term in terms}
    near = difflib.get_close_matches(name.lower(), lowered, n=1)
    raise VocabularyError(name, lowered[near[0]] if near else None)


@cache
def load() -> Vocabulary:
    """The vocabulary of the ontology that the program came with."""
    return read(data.folder("ontology") / FILE)


def read(path: Path) -> Vocabulary:
    """The vocabulary of an ontology in Turtle; OSError where it cannot be read, SyntaxError where it is no Turtle."""
    graph = _Graph(path)
    properties = (*graph.instances(_OWL + "ObjectProperty"), *graph.instances(_OWL + "DatatypeProperty"))
    (ontology,) = graph.subjects(_RDF + "type", _OWL + "Ontology")
    return Vocabulary(
        version=graph.objects(ontology, _OWL + "versionInfo")[0],
        classes={name: _class(graph, name) for name in graph.instances(_OWL + "Class")},
        properties={name: _property(graph, name) for name in properties},
        individuals={name: _term(graph, name) for name in graph.instances(_OWL + "NamedIndividual")},
        relations=graph.instances(NAMESPACE + "Relation"),
        entity_classes=graph.instances(NAMESPACE + "EntityKind"),
    )


def _term(graph: _Graph, name: str) -> Term:
    return Term(name, graph.texts(name, _RDFS + "label"), graph.texts(name, _SKOS + "definition"))


def _class(graph: _Graph, name: str) -> EntityClass:
    term = _term(graph, name)
    parents = graph.superclasses(name)
    members = graph.expanded(NAMESPACE + name) if graph.objects(NAMESPACE + name, _OWL + "unionOf") else frozenset()
    return EntityClass(term.local, term.labels, term.definitions, parents, graph.ancestors(name), members)


def _property(graph: _Graph, name: str) -> Property:
    term, iri = _term(graph, name), NAMESPACE + name
    kinds = graph.objects(iri, _RDF + "type")
    return Property(
        term.local,
        term.labels,
        term.definitions,
        domain=frozenset().union(*map(graph.expanded, graph.objects(iri, _RDFS + "domain"))),
        range=frozenset().union(*map(graph.expanded, graph.objects(iri, _RDFS + "range"))),
        pairs=graph.restrictions(iri),
        parents=graph.locals(name, _RDFS + "subPropertyOf"),
        symmetric=_OWL + "SymmetricProperty" in kinds,
        transitive=_OWL + "TransitiveProperty" in kinds,
        inverse_labels=graph.texts(name, NAMESPACE + "inverseLabel"),
    )


class _Graph:
    """The triples of a Turtle file by subject and property, in the order of the file; a node is the value of its IRI or blank node."""

    def __init__(self, path: Path) -> None:
        import pyoxigraph

        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, object_ = quad.subject.value, quad.object.value
            self._objects[subject, quad.predicate.value].append(object_)
            self._subjects[quad.predicate.value, object_].append(subject)
            if isinstance(quad.object, pyoxigraph.Literal) and quad.object.language:
                self._texts[subject, quad.predicate.value][quad.object.language.split("-")[0]] = object_

    def objects(self, subject: str, property: str) -> list[str]:
        return self._objects.get((subject, property), [])

    def subjects(self, property: str, object_: str) -> list[str]:
        return self._subjects.get((property, object_), [])

    def instances(self, cls: str) -> tuple[str, ...]:
        """Local names of the ontology's own terms that are of this class."""
        return tuple(s.removeprefix(NAMESPACE) for s in self._subjects.get((_RDF + "type", cls), ()) if s.startswith(NAMESPACE))

    def texts(self, name: str, property: str) -> Mapping[str, str]:
        return self._texts.get((NAMESPACE + name, property), {})

    def locals(self, name: str, property: str) -> tuple[str, ...]:
        """Local names of the ontology's own terms that a property leads to, sorted."""
        found = self.objects(NAMESPACE + name, property)
        return tuple(sorted(o.removeprefix(NAMESPACE) for o in found if o.startswith(NAMESPACE)))

    def superclasses(self, name: str) -> tuple[str, ...]:
        """The direct superclasses that are no mere unions."""
        return tuple(c for c in self.locals(name, _RDFS + "subClassOf") if not self.objects(NAMESPACE + c, _OWL + "unionOf"))

    def ancestors(self, name: str) -> frozenset[str]:
        parents = self.superclasses(name)
        return frozenset(parents).union(*map(self.ancestors, parents))

    def expanded(self, node: str) -> frozenset[str]:
        """Local names of the classes that a class is: of a union its members, unions among them resolved, else itself."""
        unions = self.objects(node, _OWL + "unionOf")
        if unions:
            return frozenset().union(*(self.expanded(member) for union in unions for member in self._list(union)))
        return frozenset({node.removeprefix(NAMESPACE)} if node.startswith(NAMESPACE) else ())

    def restrictions(self, property: str) -> tuple[tuple[str, frozenset[str]], ...]:
        """For each class that is restricted in the values of a property: the class and what the values must be."""
        found = {}
        for node in self._subjects.get((_OWL + "onProperty", property), ()):
            admitted = frozenset().union(*map(self.expanded, self.objects(node, _OWL + "allValuesFrom")))
            for cls in self._subjects[_RDFS + "subClassOf", node]:
                found[cls.removeprefix(NAMESPACE)] = admitted
        return tuple(sorted(found.items()))

    def _list(self, node: str) -> Iterator[str]:
        while node != _RDF + "nil":
            yield self.objects(node, _RDF + "first")[0]
            node = self.objects(node, _RDF + "rest")[0]
