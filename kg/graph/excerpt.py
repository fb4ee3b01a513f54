"""A part of a graph that is too large to be read: some entities and the links among them, chosen from the outline, told from the store.

    Outline ─ central, around, paths, found ─► entities and links ─ view ─► the View that `claims.from_nquads` gives of a whole graph

What is asked is bounded, and what is left out is counted.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.graph.claims import NOTHING, DocumentView, EntityView, FactView, Node, RelationView, View, claims_of, fact_values
from kg.graph.dossier import titled
from kg.graph.nodes import Nodes
from kg.graph.outline import POST
from kg.model import STATUSES

CITED = 1
"""Statements of a link whose sentences are told with it, the latest; its dates, status and confidence are those of all."""
QUOTED = 150
"""Links that are told with sentences, those that most statements tell: a sentence takes five reads of the store."""
STEPS = 6
"""Links of the longest path that is looked for."""
LOOKED_AT = 200_000
"""Entities that are looked at for a path."""
PATHS = 12
LINKS = 4000
"""Links that are given at once, those that most statements tell."""
_CHUNK = 500
_SAID = 12  # statements of a fact that are told
# The order is that of how near a name is: the whole of it, its beginning, its pinyin or initials, a part of it, the beginning of these.
_NEARNESS = """CASE WHEN folded = :text THEN 0 WHEN substr(folded, 1, length(:text)) = :text THEN 1
    WHEN :plain > '' AND (syllables = :plain OR initials = :plain) THEN 2 WHEN instr(folded, :text) THEN 3
    WHEN :plain > '' AND substr(syllables, 1, length(:plain)) = :plain THEN 4
    WHEN :plain > '' AND substr(initials, 1, length(:plain)) = :plain THEN 5
    WHEN length(:plain) > 2 AND instr(syllables, :plain) THEN 6 END"""
_FOUND = f"""SELECT entity, MIN(nearness * 10000 + length(name)), name FROM (SELECT *, {_NEARNESS} AS nearness FROM name)
    WHERE nearness IS NOT NULL GROUP BY entity ORDER BY 2, 1"""
# Divisions lie in one another by the thousand: over what the gazetteer has, one goes upwards alone.
_AROUND = """SELECT other, SUM(told) AS said FROM (SELECT b AS other, told FROM link WHERE a = :id
    UNION ALL SELECT a, told FROM link WHERE b = :id AND told > 0) WHERE other <> :id GROUP BY other ORDER BY said DESC, other"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as the outline has it. `number`: its rank; `mentions`: of documents; `degree`: links; `around`: neighbours."""

    number: int
    iri: str
    label: str
    cls: str
    longitude: str
    latitude: str
    mentions: int
    degree: int
    around: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link by its number; `mode`: "", stated or denied; `told`: how many statements there are of it."""

    number: int
    a: int
    key: str
    role: str
    b: int
    mode: str
    told: int


@dataclass(frozen=True, slots=True)
class Ways:
    """Shortest paths between two entities, as lists of numbers.

    `looked`: entities that were looked at; `cut`: whether those were too many.
    """

    paths: tuple[tuple[int, ...], ...]
    looked: int
    cut: bool


class Outline:
    """An outline that `outline.write` made, for reading. To be closed."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)

    def close(self) -> None:
        """Nothing more is asked."""
        self._base.close()

    def totals(self) -> tuple[int, int]:
        """How many entities and links there are."""
        return self._number("SELECT COUNT(*) FROM entity"), self._number("SELECT COUNT(*) FROM link")

    def numbers(self, iris: Iterable[str]) -> list[int]:
        """The entities of these IRIs, those that there are."""
        return [row[0] for iri in iris for row in self._base.execute("SELECT id FROM entity WHERE iri = ?", (iri,))]

    def known(self, numbers: Iterable[int]) -> list[Known]:
        """These entities by rank."""
        rows = self._base.execute("SELECT * FROM entity WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (_list(numbers),))
        return [Known(*row) for row in rows]

    def names(self, number: int) -> list[str]:
        """What an entity is called, its label first."""
        return [row[0] for row in self._base.execute("SELECT name FROM name WHERE entity = ? ORDER BY place", (number,))]

    def found(self, text: str, start: int, most: int) -> tuple[list[tuple[int, str]], int]:
        """Entities with the name that a text means: a name, a part of one, pinyin, initials, the nearest first; and how many there are."""
        folded = text.casefold().strip()
        plain = "".join(letter for letter in folded if letter.isalnum()) if folded.isascii() else ""
        if not folded:
            return [], 0
        rows = self._base.execute(_FOUND, {"text": folded, "plain": plain}).fetchall()
        return [(row[0], row[2]) for row in rows[start : start + most]], len(rows)

    def central(self, most: int) -> list[int]:
        """The entities with the most links."""
        return [row[0] for row in self._base.execute("SELECT id FROM entity WHERE degree > 0 ORDER BY id LIMIT ?", (most,))]

    def around(self, number: int, start: int, most: int) -> list[int]:
        """The neighbours of an entity, those of which most is told first."""
        return [row[0] for row in self._base.execute(f"{_AROUND} LIMIT :most OFFSET :start", {"id": number, "most": most, "start": start})]

    def among(self, new: Set[int], present: Set[int]) -> list[Link]:
        """The links of new entities with each other and with those that are present; no more than `LINKS`."""
        both = new | present
        few = {each.number for each in self.known(new) if each.degree + 2 * each.around < len(both)}
        found: dict[int, Link] = {}
        for own, plus in ((few, "+"), (new - few, "")):  # a unary plus: all links of the entity are read, rather than each pair tried
            for one, other in (("a", "b"), ("b", "a")):
                query = f"""SELECT * FROM link WHERE {one} IN (SELECT value FROM json_each(?))
                    AND {plus}{other} IN (SELECT value FROM json_each(?))"""
                found |= {row[0]: Link(*row) for row in self._base.execute(query, (_list(own), _list(both)))}
        most = sorted(found.values(), key=lambda link: (-link.told, link.number))[:LINKS]
        return sorted(most, key=lambda link: link.number)

    def links(self, one: int, other: int) -> list[Link]:
        """The links from one entity to another."""
        return [Link(*row) for row in self._base.execute("SELECT * FROM link WHERE a = ? AND b = ? ORDER BY id", (one, other))]

    def rated(self, link: int) -> tuple[str, tuple[tuple[str, str], ...], str]:
        """The highest confidence, all dates and the strongest status of the statements of a link."""
        rows = self._base.execute("SELECT confidence, status, dates FROM statement WHERE link = ?", (link,)).fetchall()
        confidence = max((row[0] for row in rows), default="")
        status = max((row[1] for row in rows if row[1] in STATUSES), key=STATUSES.index, default="")
        return confidence, tuple(sorted({(key, value) for row in rows for key, value in json.loads(row[2])})), status

    def statements(self, link: int, most: int) -> list[str]:
        """The statements of a link, those of the latest documents first."""
        query = "SELECT iri FROM statement WHERE link = ? ORDER BY day DESC, iri LIMIT ?"
        return [row[0] for row in self._base.execute(query, (link, most))]

    def facts(self, number: int, most: int) -> list[tuple[str, str, str, str, list[str]]]:
        """Kind, key, target, mode and statements of the facts of an entity, so many of each kind."""
        query = """SELECT kind, key, target, mode, json_group_array(statement) FROM fact WHERE entity = ? AND kind = ?
            GROUP BY 1, 2, 3, 4 ORDER BY COUNT(*) DESC, 2, 3, 4 LIMIT ?"""
        rows = (row for kind in ("posts", "indicators", "dates") for row in self._base.execute(query, (number, kind, most)))
        return [(kind, key, target, mode, sorted(json.loads(statements))) for kind, key, target, mode, statements in rows]

    def fact_counts(self, number: int) -> dict[str, int]:
        """How many facts of each kind there are of an entity."""
        query = "SELECT kind, COUNT(DISTINCT key || ' ' || mode || ' ' || target) FROM fact WHERE entity = ? GROUP BY 1"
        return dict(self._base.execute(query, (number,)))

    def paths(self, one: int, other: int, steps: int = STEPS) -> Ways:
        """Shortest paths, whichever way links run: over what documents state, else over the hierarchy of divisions, too; not over what they
        deny.
        """
        stated = _Search(self, True).run(one, other, steps)
        if stated.paths or stated.cut:
            return stated
        whole = _Search(self, False).run(one, other, steps)
        return Ways(whole.paths, max(stated.looked, whole.looked), whole.cut)

    def neighbours(self, numbers: Sequence[int], stated: bool) -> Iterator[tuple[int, int]]:
        """Pairs of an entity and a neighbour, both ways, over what nobody denies."""
        only = "AND told > 0" if stated else ""
        for start in range(0, len(numbers), _CHUNK):
            chunk = _list(numbers[start : start + _CHUNK])
            for one, other in (("a", "b"), ("b", "a")):
                query = f"SELECT {one}, {other} FROM link WHERE {one} IN (SELECT value FROM json_each(?)) AND mode <> 'denied' {only}"
                yield from self._base.execute(query, (chunk,))

    def _number(self, query: str) -> int:
        number: int = self._base.execute(query).fetchone()[0]
        return number


class _Search:
    """Breadth-first from both ends by turns, a whole step at a time, from the end where fewer wait."""

    def __init__(self, outline: Outline, stated: bool) -> None:
        self._outline, self._stated = outline, stated

    def run(self, one: int, other: int, steps: int) -> Ways:
        before: list[dict[int, list[int]]] = [{one: []}, {other: []}]  # of each entity reached, those that it was reached from
        edge = [[one], [other]]
        for _ in range(steps):
            if one == other:
                return Ways(((one,),), 1, False)
            side = 0 if len(edge[0]) <= len(edge[1]) else 1
            reached: dict[int, list[int]] = {}
            for near, far in self._outline.neighbours(edge[side], self._stated):
                if far not in before[side] and near not in (links := reached.setdefault(far, [])):
                    links.append(near)
            before[side] |= reached
            looked = len(before[0]) + len(before[1])
            if met := sorted(reached.keys() & before[1 - side].keys()):
                return Ways(_joined(met, before), looked, False)
            edge[side] = sorted(reached)
            if not reached or looked > LOOKED_AT:
                return Ways((), looked, bool(reached))
        return Ways((), looked, False)


def _joined(met: Sequence[int], before: Sequence[Mapping[int, Sequence[int]]]) -> tuple[tuple[int, ...], ...]:
    """Paths over the entities at which two searches met, those of the highest ranks first."""
    found: list[tuple[int, ...]] = []
    for middle in met:
        for head in _back(middle, before[0]):
            for tail in _back(middle, before[1]):
                found.append((*reversed(head), *tail[1:]))
                if len(found) == PATHS:
                    return tuple(found)
    return tuple(found)


def _back(number: int, before: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The ways back to where a search began."""
    if not before[number]:
        yield (number,)
    for each in sorted(before[number]):
        for rest in _back(each, before):
            yield (number, *rest)


def _list(numbers: Iterable[int]) -> str:
    return json.dumps(sorted(numbers))


class _Light(Mapping[str, Node]):
    """The nodes of a store, but of entities no more than their names: all that a hub has would be read for its label."""

    def __init__(self, nodes: Nodes, outline: Outline) -> None:
        self._nodes, self._outline = nodes, outline

    def __getitem__(self, iri: str) -> Node:
        if numbers := self._outline.numbers([iri]):
            return {"skos:prefLabel": self._outline.names(numbers[0])[:1]}
        return self._nodes[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def view(
    nodes: Nodes, outline: Outline, numbers: Iterable[int], links: Sequence[Link], cited: int = CITED, most: int = QUOTED
) -> View:
    """Entities by their numbers, and links among them, with what `cited` statements of `most` links say. The entities have no documents."""
    known = {each.number: each for each in outline.known({*numbers, *(end for link in links for end in (link.a, link.b))})}
    told = _Told(nodes, outline)
    quoted = {link.number for link in sorted(links, key=lambda link: (link.key != POST, -link.told, link.number))[:most]}
    said = Counter((link.a, link.key, link.role, link.b) for link in links)
    for link in links:
        ends = known[link.a].iri, known[link.b].iri
        doubtful = said[link.a, link.key, link.role, link.b] > 1  # affirmed and denied: whether other documents say so, sentences tell
        number = max(cited, _SAID) if doubtful else cited if link.number in quoted or link.key == POST else 0
        told.put(link, ends, outline.statements(link.number, number))
    entities = tuple(entity(outline, each) for each in known.values())
    return told.view(entities)


class _Told:
    """Relations and facts that links and statements come to, what is asserted apart from what is not."""

    def __init__(self, nodes: Nodes, outline: Outline) -> None:
        self._nodes, self._outline, self._light = nodes, outline, _Light(nodes, outline)
        self._relations: list[RelationView] = []
        self._facts: list[FactView] = []
        self._unasserted: list[RelationView | FactView] = []

    def put(self, link: Link, ends: tuple[str, str], statements: Sequence[str]) -> None:
        """Adds a link with the sentences of some of its statements; dates, confidence and status are those of all."""
        confidence, dates, status = self._outline.rated(link.number)
        polarity = _polarity(link.mode)
        claims = claims_of([self._nodes[iri] for iri in statements if iri in self._nodes], self._light, polarity)
        if link.key != POST:
            said = claims.get((ends[0], link.key, ends[1]), NOTHING)
            relation = RelationView(ends[0], link.key, ends[1], confidence, dates, *said[2:5], status, polarity)
            (self._unasserted if link.mode else self._relations).append(relation)
            return
        for (subject, _, membership), said in sorted(claims.items()):
            values = fact_values(POST, membership, self._light)
            self._add(FactView(subject, "posts", values, confidence, *said[2:5], status, polarity, membership), link.mode)

    def put_fact(self, entity: str, fact: tuple[str, str, str, str, list[str]]) -> None:
        """Adds a fact as `Outline.facts` has it."""
        kind, key, target, mode, statements = fact
        polarity = _polarity(mode)
        said = claims_of([self._nodes[iri] for iri in statements[:_SAID] if iri in self._nodes], self._light, polarity)
        claim = said.get((entity, key, target), NOTHING)
        node = "" if kind == "dates" else target
        self._add(FactView(entity, kind, fact_values(key, target, self._light), claim[0], *claim[2:], polarity, node), mode)

    def view(self, entities: tuple[EntityView, ...], documents: tuple[DocumentView, ...] = ()) -> View:
        """What was added, with documents and those that are quoted."""
        every = (*self._relations, *self._facts, *self._unasserted)
        known = {each.iri for each in documents}
        cited = (each for each in cited_documents(self._nodes, every) if each.iri not in known)
        return View(entities, tuple(self._relations), tuple(self._facts), tuple(self._unasserted), (*documents, *cited))

    def _add(self, fact: FactView, mode: str) -> None:
        (self._unasserted if mode else self._facts).append(fact)


def _polarity(mode: str) -> str:
    return "Denied" if mode == "denied" else "Affirmed"


def entity(outline: Outline, known: Known, documents: tuple[str, ...] = ()) -> EntityView:
    """An entity of the outline as `claims` has it."""
    alts = tuple(outline.names(known.number)[1:])
    return EntityView(known.iri, (known.cls,), known.label, alts, "", documents, known.longitude, known.latitude)


def cited_documents(nodes: Nodes, told: Iterable[RelationView | FactView]) -> tuple[DocumentView, ...]:
    """The documents that relations and facts quote."""
    iris = sorted({quotation.document for each in told for quotation in each.evidence})
    return tuple(DocumentView(each["iri"], each["title"], each["date"], each["publisher"]) for each in (titled(nodes, iri) for iri in iris))


def view_of(nodes: Nodes, outline: Outline, known: Known, most: int, documents: tuple[DocumentView, ...]) -> View:
    """An entity that documents mention, with its posts, figures and dates, so many of each."""
    told = _Told(nodes, outline)
    for fact in outline.facts(known.number, most):
        told.put_fact(known.iri, fact)
    return told.view((entity(outline, known, tuple(each.iri for each in documents)),), documents)
