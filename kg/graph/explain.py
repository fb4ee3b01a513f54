"""Why something is in a graph: each fact in words, where it was read, by which rule, and what the reading filled in.

triples, "苏州市" or "苏州市 assists 霍尔果斯市" ─ explain ─► Explanation ─ to_outline, to_json ─► what is shown
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import confidence, lexicon, vocabulary
from kg.graph.claims import DATES, KEYS, RC, Node, entity_view, fact_values, first, gathered, quotation
from kg.graph.naming import Names
from kg.graph.nquads import Term
from kg.graph.query import shown

_STATED = frozenset(("rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "confidence", "rule", "completion", "prov:wasDerivedFrom"))
"""Properties of a statement that have their own place in a fact; what else the ontology knows is listed."""


_MEASURED = {"posts": "post", "indicators": "indicator", "dates": "date"}
"""What the measured precision calls the kinds of facts that are no relations."""


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A rule by name, and what it does in Chinese and English; both are the name where the table of rules has no words for it.

    `right`, `measured`: of so many statements of its kind that it made in annotated documents so many were right; 0 where nobody measured.
    """

    name: str
    zh: str
    en: str
    right: int = 0
    measured: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: that `entity` (IRI; `label`) is meant by the `wording` at `start`:`end` of the source; "" and None where the
    document as a whole tells.
    """

    entity: str
    label: str
    wording: str
    start: int | None
    end: int | None
    rule: Rule


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source document that says so, with what was completed to read it; `date` is the document's, "" where it has none."""

    document: str
    title: str
    date: str
    start: int
    end: int
    quote: str
    completed: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement. `kind`: relations, posts, indicators or dates; `zh`, `en`: it in words; `qualities`: (label in Chinese, value) of what
    else is said of it (its dates, its status).
    """

    iri: str
    kind: str
    zh: str
    en: str
    confidence: str
    qualities: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity. `classes`: (local name, label in Chinese); `rules`: what decided what it is; `candidates`: labels or IRIs of what else it
    could have been; `documents`: (IRI, title, date) of those that mention it.
    """

    iri: str
    label: str
    names: tuple[str, ...]
    classes: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    candidates: tuple[str, ...]
    documents: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer: the `entity` that was asked for, None where a statement was, and the facts."""

    asked: str
    entity: Thing | None
    facts: tuple[Fact, ...]


def explain(triples: Iterable[tuple[str, str, str]], asked: str) -> Explanation:
    """Why a graph, given as triples of plain values (IRIs and lexical forms), has an entity or a statement.

    `asked`: an entity by its label, another name, its IRI or the end of its IRI; a statement by its IRI or the end of it, or in words, as
    "苏州市 assists 霍尔果斯市" or "苏州市支援霍尔果斯市". UnknownNameError, AmbiguousNameError; KgError where the graph does not say so.
    """
    graph = _Graph(gathered(triples))
    meant = Names(graph.entities, graph.statements, graph.ends).find(asked.strip())
    if isinstance(meant, str):
        facts = [graph.fact(iri) for iri in graph.statements if meant in graph.ends[iri]]
        return Explanation(asked, graph.thing(meant), _sorted(facts))
    return Explanation(asked, None, _sorted([graph.fact(iri) for iri in meant]))


def shortened(explanation: Explanation, limit: int | None) -> Explanation:
    """The explanation with so many facts at most."""
    return dataclasses.replace(explanation, facts=explanation.facts[:limit])


def to_json(explanation: Explanation) -> str:
    """The explanation as JSON: its fields by name."""
    return json.dumps(dataclasses.asdict(explanation), ensure_ascii=False, indent=1) + "\n"


def to_outline(explanation: Explanation) -> Iterator[tuple[int, str]]:
    """The explanation for a reader: lines, each with its depth."""
    if explanation.entity is not None:
        yield from _thing_lines(explanation.entity)
    for number, fact in enumerate(explanation.facts, start=1):
        yield 0, ""
        yield 0, f"{number}. {fact.zh}"
        yield 1, f"{fact.en}"
        yield 1, "；".join([f"置信度 confidence {fact.confidence or '—'}", *(f"{label} {value}" for label, value in fact.qualities)])
        for rule in fact.rules:
            yield 1, f"规则 rule: {_in_words(rule)}"
        for passage in fact.passages:
            yield 1, f"“{passage.quote}”"
            yield 2, f"{_document(passage.title, passage.date)} {passage.start}–{passage.end}"
            for filled in passage.completed:
                where = f"“{filled.wording}” ({filled.start}–{filled.end})" if filled.wording else "全文 the document"
                yield 2, f"补全 completed: {where} → {filled.label}: {_in_words(filled.rule)}"
        yield 1, _short(fact.iri)


def _thing_lines(thing: Thing) -> Iterator[tuple[int, str]]:
    yield 0, f"{thing.label}  {_short(thing.iri)}"
    yield 1, "类别 class: " + "，".join(f"{zh} {local}" for local, zh in thing.classes)
    if thing.names:
        yield 1, "别称 other names: " + "，".join(thing.names)
    for rule in thing.rules:
        yield 1, f"身份 identity: {_in_words(rule)}"
    if thing.candidates:
        yield 1, "可能是 candidates: " + "，".join(thing.candidates)
    for _, title, date in thing.documents:
        yield 1, f"见于 mentioned in: {_document(title, date)}"
    if not thing.documents:
        yield 1, "文献未提及，只是上级区划 no document mentions it: it is here as the parent of a region"


def _in_words(rule: Rule) -> str:
    words = rule.name if rule.zh == rule.name else f"{rule.zh} / {rule.en} [{rule.name}]"
    return f"{words}，实测 measured {rule.right}/{rule.measured}" if rule.measured else words


def _document(title: str, date: str) -> str:
    return f"《{title.strip('《》')}》" + (f" {date}" if date else "")


def _short(iri: str) -> str:
    return shown(Term("iri", iri))


def _sorted(facts: list[Fact]) -> tuple[Fact, ...]:
    kinds = ("relations", "posts", "indicators", "dates")
    return tuple(sorted(facts, key=lambda fact: (kinds.index(fact.kind), fact.zh, fact.iri)))


def _rule(name: str, kind: str = "") -> Rule:
    """A rule with its words, and how often it was right in statements of a kind."""
    return Rule(name, *(lexicon.rule_words(name) or (name, name)), *confidence.load().rules.get((kind, name), (0, 0)))


class _Graph:
    """The nodes of a graph: its entities, its statements, and which entities each statement is about."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self.nodes = nodes
        self.entities = {iri: view for iri in sorted(nodes) if (view := entity_view(iri, nodes[iri]))}
        self.statements = {iri: ends for iri in sorted(nodes) if (ends := self._triple(iri))}
        self.ends = {iri: self._about(triple) for iri, triple in self.statements.items()}

    def _triple(self, iri: str) -> tuple[str, str, str] | None:
        """Subject, property by the key that `claims` has for it, object of a statement; None where a node is none that can be told."""
        node = self.nodes[iri]
        subject, predicate, object_ = (first(node, key) for key in ("rdf:subject", "rdf:predicate", "rdf:object"))
        key = predicate.removeprefix(RC) if predicate.startswith(RC) else KEYS.get(predicate, "")
        known = key in ("org:hasMembership", "indicator", *DATES) or key in vocabulary.load().relations
        return (subject, key, object_) if subject in self.entities and known and object_ else None

    def _about(self, triple: tuple[str, str, str]) -> tuple[str, ...]:
        subject, key, object_ = triple
        return subject, first(self.nodes.get(object_, {}), "org:organization") if key == "org:hasMembership" else object_

    def thing(self, iri: str) -> Thing:
        """An entity with what decided what it is."""
        view, node = self.entities[iri], self.nodes[iri]
        return Thing(
            iri,
            view.label,
            view.alt_labels,
            tuple((cls, vocabulary.load().label(cls, "zh")) for cls in view.types),
            tuple(_rule(name) for name in node.get("rule", ())),
            tuple(self._label(candidate) for candidate in node.get("candidate", ())),
            tuple((document, *self._titled(document)) for document in view.documents),
        )

    def fact(self, iri: str) -> Fact:
        """A statement with where it was read and how."""
        node, (subject, key, object_) = self.nodes[iri], self.statements[iri]
        kind, zh, en = self._words(subject, key, object_)
        if f"{RC}Denied" in node.get("polarity", ()):
            zh, en = f"否定：{zh}", f"denied: {en}"
        terms = vocabulary.load()
        others = sorted(property for property in node if property not in _STATED and property in terms.properties)
        qualities = tuple((terms.label(property, "zh"), self._value(value)) for property in others for value in node[property])
        passages = tuple(sorted((self._passage(place, node) for place in node.get("prov:wasDerivedFrom", ())), key=_place))
        rules = tuple(_rule(name, _MEASURED.get(kind, key)) for name in node.get("rule", ()))
        return Fact(iri, kind, zh, en, first(node, "confidence"), qualities, rules, passages)

    def _words(self, subject: str, key: str, object_: str) -> tuple[str, str, str]:
        """The kind of a statement, and it in Chinese and English."""
        name, said, terms = self._label(subject), dict(fact_values(key, object_, self.nodes)), vocabulary.load()
        if key == "org:hasMembership":
            was = said.get("former") == "true"
            role, body = said.get("role", ""), said.get("name", "")
            return (
                "posts",
                f"{name} {'曾任' if was else '任'} {body} {role}",
                f"{name} {'held' if was else 'holds'} the post {role} at {body}",
            )
        if key == "indicator":
            measured = said.get("measure", "") or "数字"
            figure = f"{said.get('value', '')} {said.get('unit', '')}".strip()
            period = f"，{said['period']}" if "period" in said else ""
            label = {
                lang: terms.label(said["qualifier"], lang) if said.get("qualifier") in terms.individuals else "" for lang in ("zh", "en")
            }
            zh = f"{name} {measured}: {said.get('wording', figure)} = {figure}（{label['zh']}{period}）"
            return "indicators", zh, f"{name} has the figure {figure} ({label['en']}{period.replace('，', ', ')})"
        label = {lang: terms.label(key, lang) for lang in ("zh", "en")}
        other = said.get("value", "") if key in DATES else self._label(object_)
        return "dates" if key in DATES else "relations", f"{name} {label['zh']} {other}", f"{name} {label['en']} {other}"

    def _passage(self, place: str, statement: Node) -> Passage:
        piece = quotation(place, self.nodes)
        mine = [
            node for iri in statement.get("completion", ()) if place in (node := self.nodes.get(iri, {})).get("prov:wasDerivedFrom", ())
        ]
        filled = sorted((self._filled(node) for node in mine), key=lambda f: (f.start is None, f.start or 0, f.label, f.rule.name))
        title, date = self._titled(piece.document)
        return Passage(piece.document, title, date, piece.start, piece.end, piece.quote, tuple(filled))

    def _filled(self, node: Node) -> Filled:
        entity, where = first(node, "completedTo"), first(node, "completedFrom")
        start, _, end = where.rpartition("#char=")[2].partition(",")
        placed = start.isdecimal() and end.isdecimal()
        rule = _rule(first(node, "rule"))
        return Filled(
            entity, self._label(entity), first(node, "wording"), int(start) if placed else None, int(end) if placed else None, rule
        )

    def _titled(self, document: str) -> tuple[str, str]:
        """Title and date of a document."""
        node = self.nodes.get(document, {})
        return first(node, "dcterms:title", document.rsplit("/", 1)[-1]), first(node, "dcterms:issued")

    def _label(self, iri: str) -> str:
        return self.entities[iri].label if iri in self.entities else _short(iri)

    def _value(self, value: str) -> str:
        """A value for a reader: an individual of the ontology by its label."""
        local = value.removeprefix(RC)
        terms = vocabulary.load()
        return terms.label(local, "zh") if local in terms.individuals else self._label(value) if value in self.entities else value


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.document, passage.start, passage.end
