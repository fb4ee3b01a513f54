"""The outline of a graph: who is linked to whom by which statements, and what everybody is called, in one file that is asked by rank.

    Nodes ─ write ─► outline (SQLite) ─ kg.graph.excerpt ─► neighbours, paths, names, the most central

An index like the store's, made from it and thrown away with it: what a store can only tell by reading all of a hub's triples (its
neighbours in the order of how much is told, how many there are, names by pinyin) stands here in that order. The way in for sqlite3.

    entity     id, 1 for the one with the most links; iri, label, cls (as it is drawn), longitude, latitude; mentions: how many documents
               mention it; degree: its links that documents state; around: entities that it is linked to, as `expands` counts them
    name       entity, place (0: its label), name, folded, syllables, initials
    link       id, a, key (a relation, or org:hasMembership), role (of a post), b, mode, told: how many statements say so, 0 for the
               gazetteer's
    statement  link, day (when its document was issued), iri, confidence, status, dates (JSON)
    fact       entity, kind (posts, indicators, dates), key, target, mode, day, statement
    document   id, 1 for the latest; iri, title, day, publisher
    mention    entity, document

The mode is "" of what the graph asserts, stated of what documents affirm and the graph does not assert (it is merely planned), denied of
what they deny. Ranks count what is asserted alone.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg import vocabulary
from kg.graph.claims import DATES, RC, entity_view, first, gathered
from kg.graph.dossier import key_of, main_class
from kg.graph.nodes import Nodes

POST = "org:hasMembership"
_ALL = sys.maxsize
_TABLES = """
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT, cls TEXT, longitude TEXT, latitude TEXT,
                     mentions INTEGER, degree INTEGER, around INTEGER);
CREATE TABLE name (entity INTEGER, place INTEGER, name TEXT, folded TEXT, syllables TEXT, initials TEXT);
CREATE TABLE link (id INTEGER PRIMARY KEY, a INTEGER, key TEXT, role TEXT, b INTEGER, mode TEXT, told INTEGER);
CREATE TABLE statement (link INTEGER, day TEXT, iri TEXT, confidence TEXT, status TEXT, dates TEXT);
CREATE TABLE fact (entity INTEGER, kind TEXT, key TEXT, target TEXT, mode TEXT, day TEXT, statement TEXT);
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT, title TEXT, day TEXT, publisher TEXT);
CREATE TABLE mention (entity INTEGER, document INTEGER);
CREATE TABLE raw (a INTEGER, key TEXT, role TEXT, b INTEGER, mode TEXT, day TEXT, iri TEXT, confidence TEXT, status TEXT, dates TEXT);
CREATE TABLE rank (raw INTEGER PRIMARY KEY, id INTEGER);
"""
_RAW = "INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# What the raw links come to, in the order of the entities' ranks. That a relation is not asserted is seen here, of a post it is known
# before.
_LINKS = f"""
INSERT INTO link (a, key, role, b, mode, told)
    SELECT one.id, key, role, other.id, CASE WHEN mode > '' OR SUM(iri = '') > 0 THEN mode ELSE 'stated' END,
        COUNT(DISTINCT NULLIF(iri, ''))
    FROM raw JOIN rank one ON one.raw = a JOIN rank other ON other.raw = b GROUP BY 1, 2, 3, 4, mode
    ORDER BY 1, 2, 3, 4, 5;
CREATE INDEX link_a ON link (a, b);
CREATE INDEX link_b ON link (b, a);
INSERT INTO statement
    SELECT DISTINCT link.id, day, iri, confidence, status, dates FROM raw
    JOIN rank one ON one.raw = raw.a JOIN rank other ON other.raw = raw.b
    JOIN link ON link.a = one.id AND link.b = other.id AND link.key = raw.key AND link.role = raw.role
        AND raw.mode = CASE WHEN link.mode = 'stated' AND link.key <> '{POST}' THEN '' ELSE link.mode END
    WHERE iri > '' ORDER BY 1, 2 DESC, 3;
CREATE INDEX statement_link ON statement (link, day DESC, iri);
UPDATE entity SET around = (SELECT COUNT(*) FROM
    (SELECT b FROM link WHERE a = entity.id AND b <> a UNION SELECT a FROM link WHERE b = entity.id AND b <> a AND told > 0));
CREATE INDEX fact_entity ON fact (entity, kind);
CREATE INDEX name_entity ON name (entity, place);
CREATE INDEX mention_entity ON mention (entity, document);
DROP TABLE raw;
DROP TABLE rank;
ANALYZE;
"""


@dataclass(slots=True)
class _Entity:
    types: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    longitude: str = ""
    latitude: str = ""
    mentions: int = 0


@dataclass(slots=True)
class _Stated:
    iri: str
    subject: str = ""
    key: str = ""
    object: str = ""
    polarity: str = ""
    confidence: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    dates: list[list[str]] = field(default_factory=list)

    def mode(self) -> str:
        """As far as the statement itself tells it."""
        return "denied" if self.polarity == f"{RC}Denied" else ""

    def rated(self) -> tuple[str, str, str]:
        """Confidence, status and dates as their columns have them."""
        status = min(self.status, default="").removeprefix(RC)
        return max(self.confidence, default=""), status, json.dumps(sorted(self.dates))


def write(nodes: Nodes, target: Path, read: Callable[[str], str]) -> None:
    """The outline of a graph as a file, where nothing is yet. `read`: the syllables of a name, apart by blanks.

    One pass over the entities and one over the statements; memory grows with the entities.
    """
    entities = _entities(nodes)
    place = {iri: number for number, iri in enumerate(sorted(entities))}
    base = sqlite3.connect(target)
    try:
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
        _statements(base, nodes, place)
        _plain(base, nodes, place)
        _ranked(base, entities, place, read)
        _mentioned(base, nodes)
        base.executescript(_LINKS)
        base.commit()
    finally:
        base.close()


def _entities(nodes: Nodes) -> dict[str, _Entity]:
    """The entities of the graph, what their own triples say of them."""
    terms = vocabulary.load()
    classes = {RC + name for name in terms.classes if terms.is_a(name, "Entity")}
    found: dict[str, _Entity] = {}
    for iri, _, cls in nodes.having("rdf:type", _ALL):
        if cls in classes:
            found.setdefault(iri, _Entity()).types.append(cls)
    values: Mapping[str, Callable[[_Entity, str], None]] = {
        "skos:prefLabel": lambda entity, value: entity.labels.append(value),
        "skos:altLabel": lambda entity, value: entity.alts.append(value),
        "schema:longitude": lambda entity, value: setattr(entity, "longitude", value),
        "schema:latitude": lambda entity, value: setattr(entity, "latitude", value),
        "mentionedIn": lambda entity, value: setattr(entity, "mentions", entity.mentions + 1),
    }
    for key, put in values.items():
        for iri, _, value in nodes.having(key, _ALL):
            if iri in found:
                put(found[iri], value)
    return found


def _statements(base: sqlite3.Connection, nodes: Nodes, place: Mapping[str, int]) -> None:
    """What statements say: links between entities, and facts of one of them. A post at what is no entity is a fact of its holder.

    What the graph asserts stands in it as well: of a link that is a row without a statement.
    """
    plain = {key: {(s, o) for s, _, o in nodes.having(key, _ALL)} for key in (*DATES, "indicator", POST)}
    issued = {iri: day for iri, _, day in nodes.having("dcterms:issued", _ALL)}
    relations = set(vocabulary.load().relations)
    raw, facts = [], []
    for each in _stated(nodes, place):
        subject, key, object_, statement = each.subject, each.key, each.object, each.iri
        about = (max((issued.get(document, "") for document in each.documents), default=""), statement, *each.rated())
        if key in relations and object_ in place:
            raw.append((place[subject], key, "", place[object_], each.mode(), *about))
            continue
        if key not in plain:
            continue
        mode = each.mode() or ("" if (subject, object_) in plain[key] else "stated")
        body, role = _membership(nodes, object_) if key == POST else ("", "")
        if body in place:
            post = (place[subject], key, role, place[body], mode)
            raw += [(*post, *about), *([(*post, "", "", "", "", "")] if not mode else [])]
        else:
            kind = {POST: "posts", "indicator": "indicators"}.get(key, "dates")
            facts.append((place[subject], kind, key, object_, mode, about[0], statement))
    base.executemany(_RAW, raw)
    base.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)", facts)


def _stated(nodes: Nodes, place: Mapping[str, int]) -> list[_Stated]:
    """The statements about entities, read property by property: one by one would take ten times as long."""
    found = {iri: _Stated(iri) for iri, _, subject in nodes.having("rdf:subject", _ALL) if subject in place}
    values: Mapping[str, Callable[[_Stated, str], None]] = {
        "rdf:subject": lambda each, value: setattr(each, "subject", value),
        "rdf:predicate": lambda each, value: setattr(each, "key", sys.intern(key_of(value))),
        "rdf:object": lambda each, value: setattr(each, "object", value),
        "polarity": lambda each, value: setattr(each, "polarity", value),
        "confidence": lambda each, value: each.confidence.append(value),
        "status": lambda each, value: each.status.append(value),
        "prov:wasDerivedFrom": lambda each, value: each.documents.append(sys.intern(value.partition("#")[0])),
        **{key: lambda each, value, key=key: each.dates.append([key, value]) for key in DATES},  # type: ignore[misc]
    }
    for key, put in values.items():
        for iri, _, value in nodes.having(key, _ALL):
            if iri in found:
                put(found[iri], sys.intern(value))
    return [each for each in found.values() if each.key and each.object]


def _membership(nodes: Nodes, membership: str) -> tuple[str, str]:
    """The body of a post, and the role as the edges of the network have it (原市长)."""
    node = gathered((s.value, p.value, o.value) for s, p, o in nodes.triples(membership)).get(membership, {})
    role = first(node, "org:role")
    label = next((o.value for _, p, o in nodes.triples(role) if p.value.endswith("core#prefLabel")), role) if role else ""
    return first(node, "org:organization"), f"{'原' if first(node, 'former') == 'true' else ''}{label}"


def _plain(base: sqlite3.Connection, nodes: Nodes, place: Mapping[str, int]) -> None:
    """Relations that stand in the graph, of which the gazetteer's have no statement."""
    for key in vocabulary.load().relations:
        pairs = ((place[s], key, "", place[o], "", "", "", "", "", "") for s, _, o in nodes.having(key, _ALL) if s in place and o in place)
        base.executemany(_RAW, pairs)


def _ranked(
    base: sqlite3.Connection, entities: Mapping[str, _Entity], place: Mapping[str, int], read: Callable[[str], str]
) -> None:
    """The entities by rank, with their names; the facts with the entities' final numbers."""
    degree: Counter[int] = Counter()
    for end in ("a", "b"):
        told = f"""SELECT {end}, COUNT(*) FROM
            (SELECT a, b FROM raw WHERE mode = '' GROUP BY a, key, role, b HAVING MAX(iri) > '' AND MIN(iri) = '') GROUP BY 1"""
        for number, links in base.execute(told):
            degree[number] += links
    order = sorted(entities, key=lambda iri: (-degree[place[iri]], -entities[iri].mentions, iri))
    base.executemany("INSERT INTO rank VALUES (?, ?)", ((place[iri], rank) for rank, iri in enumerate(order, start=1)))
    readings: dict[str, tuple[str, str]] = defaultdict(lambda: ("", ""))
    rows, names = [], []
    for rank, iri in enumerate(order, start=1):
        entity = entities[iri]
        view = entity_view(iri, {"rdf:type": entity.types, "skos:prefLabel": sorted(entity.labels) or [iri.rsplit("/", 1)[-1]]})
        assert view is not None
        point = (entity.longitude, entity.latitude)
        rows.append((rank, iri, view.label, main_class(view), *point, entity.mentions, degree[place[iri]], 0))
        for number, name in enumerate(dict.fromkeys([view.label, *sorted(entity.alts)])):
            if name not in readings:
                syllables = read(name).split()
                readings[name] = ("".join(syllables), "".join(each[0] for each in syllables))
            names.append((rank, number, name, name.casefold(), *readings[name]))
    base.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    base.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", names)
    base.execute("UPDATE fact SET entity = (SELECT id FROM rank WHERE raw = fact.entity)")


def _mentioned(base: sqlite3.Connection, nodes: Nodes) -> None:
    """The documents, and the entities that each mentions."""
    told: dict[str, dict[str, str]] = {iri: {} for iri in nodes.subjects("rdf:type", f"{RC}SourceDocument")}
    for key in ("title", "issued", "publisher"):
        for iri, _, value in nodes.having(f"dcterms:{key}", _ALL):
            if iri in told:
                told[iri][key] = min(value, told[iri].get(key, value))
    order = sorted(told, key=lambda iri: told[iri].get("issued", ""), reverse=True)
    number = {iri: place for place, iri in enumerate(order, start=1)}
    rows = [
        (number[iri], iri, about.get("title", iri.rsplit("/", 1)[-1]), about.get("issued", ""), about.get("publisher", ""))
        for iri, about in told.items()
    ]
    base.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?)", rows)
    known = dict(base.execute("SELECT iri, id FROM entity"))
    pairs = ((iri, document) for iri, _, document in nodes.having("mentionedIn", _ALL) if iri in known and document in number)
    base.executemany("INSERT INTO mention VALUES (?, ?)", ((known[iri], number[document]) for iri, document in pairs))
