"""An outline that `kg.graph.outline` wrote, for reading: the most central entities, neighbours, links, facts, names, paths.

    outline (SQLite) ─ Outline ─► entities, links and statements, by number; what is asked is bounded
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.graph.outline import POST
from kg.model import STATUSES

STEPS = 6
"""Links of the longest path that is looked for."""
LOOKED_AT = 200_000
"""Entities that are looked at for a path."""
PATHS = 12
LINKS = 4000
"""Links that are given at once, those that most statements tell."""
_CHUNK = 500
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


_PRESENT = "present AS (SELECT value FROM json_each(?))"


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
class Fact:
    """A post at what is no entity, an indicator or a date of an entity; `statements`: those of the latest documents first."""

    key: str
    target: str
    mode: str
    statements: tuple[str, ...]


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

    def statements(self, link: int, most: int, start: int = 0) -> list[str]:
        """The statements of a link, those of the latest documents first."""
        query = "SELECT iri FROM statement WHERE link = ? ORDER BY day DESC, iri LIMIT ? OFFSET ?"
        return [row[0] for row in self._base.execute(query, (link, most, start))]

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

    def counts(self, number: int) -> list[tuple[str, bool, int]]:
        """How many links and facts an entity has: key, whether it is their subject, number. Posts that are no links count as such ones."""
        query = """SELECT key, 1, COUNT(*) FROM link WHERE a = :id GROUP BY 1 UNION ALL
            SELECT key, 0, COUNT(*) FROM link WHERE b = :id AND a <> :id GROUP BY 1 UNION ALL
            SELECT key, 1, COUNT(*) FROM (SELECT DISTINCT key, mode, target FROM fact WHERE entity = :id) GROUP BY 1"""
        return [(key, bool(out), count) for key, out, count in self._base.execute(query, {"id": number})]

    def latest(self, number: int, ends: Iterable[tuple[str, bool]], start: int, most: int) -> list[Link | Fact]:
        """Links and facts of an entity, by key and whether it is their subject: the most recently told first, what nobody says last."""
        return self._told(number, ends, "", {"start": start, "most": most})

    def leading(self, number: int, ends: Iterable[tuple[str, bool]], other: int, target: str) -> list[Link | Fact]:
        """The same, of those that lead to another entity, or facts of a value."""
        limits = {"start": 0, "most": PATHS, "other": other, "target": target}
        return self._told(number, ends, "WHERE :other IN (a, b) OR target = :target", limits)

    def _told(self, number: int, ends: Iterable[tuple[str, bool]], narrowed: str, limits: Mapping[str, Any]) -> list[Link | Fact]:
        out, back = (json.dumps([key for key, is_subject in ends if is_subject == wanted]) for wanted in (True, False))
        query = f"""SELECT * FROM (
            SELECT 0 AS kind, id, (SELECT MAX(day) FROM statement WHERE link = link.id) AS day, told = 0 AS bare, a, b, '' AS target, key,
                mode FROM link WHERE (a = :id AND key IN (SELECT value FROM json_each(:out)))
                OR (b = :id AND a <> :id AND key IN (SELECT value FROM json_each(:back)))
            UNION ALL SELECT 1, MIN(rowid), MAX(day), 0, 0, 0, target, key, mode FROM fact
            WHERE entity = :id AND key IN (SELECT value FROM json_each(:out)) GROUP BY key, mode, target) {narrowed}
            ORDER BY bare, day DESC, a, b, key, target, mode LIMIT :most OFFSET :start"""
        rows = self._base.execute(query, {"id": number, "out": out, "back": back, **limits}).fetchall()
        return [self._fact(row[1]) if row[0] else self._link(row[1]) for row in rows]

    def stated(self, numbers: Iterable[int], most: int) -> tuple[list[str], int]:
        """Statements of the links among entities and of their facts, so many at most, and how many there are: first the latest of each."""
        query = f"""WITH {_PRESENT} SELECT iri FROM (
            SELECT iri, ROW_NUMBER() OVER (PARTITION BY link ORDER BY day DESC, iri) AS place FROM statement
                JOIN link ON link.id = link WHERE a IN present AND b IN present UNION ALL
            SELECT statement, ROW_NUMBER() OVER (PARTITION BY entity, key, target, mode ORDER BY day DESC, statement) FROM fact
                WHERE entity IN present) ORDER BY place, iri LIMIT ?"""
        count = f"""WITH {_PRESENT} SELECT (SELECT COUNT(*) FROM link JOIN statement ON link = link.id WHERE a IN present AND b IN present)
            + (SELECT COUNT(*) FROM fact WHERE entity IN present)"""
        chosen = _list(numbers)
        rows = self._base.execute(query, (chosen, most)).fetchall()
        return [row[0] for row in rows], int(self._base.execute(count, (chosen,)).fetchone()[0])

    def asserted(self, numbers: Iterable[int]) -> list[tuple[str, str, str]]:
        """Subject, key and object of the relations among entities that the graph asserts."""
        query = f"""WITH {_PRESENT} SELECT one.iri, key, other.iri FROM link JOIN entity one ON one.id = a JOIN entity other ON other.id = b
            WHERE a IN present AND b IN present AND mode = '' AND role = '' AND key <> '{POST}'"""
        return self._base.execute(query, (_list(numbers),)).fetchall()

    def documents(self, number: int, start: int, most: int) -> list[dict[str, str]]:
        """The documents that mention an entity, as `dossier.titled` has them, the latest first."""
        query = """SELECT iri, title, day, publisher FROM mention JOIN document ON document.id = mention.document
            WHERE entity = ? ORDER BY document.id LIMIT ? OFFSET ?"""
        rows = self._base.execute(query, (number, most, start))
        return [dict(zip(("iri", "title", "date", "publisher"), row, strict=True)) for row in rows]

    def _link(self, link: int) -> Link:
        return Link(*self._base.execute("SELECT * FROM link WHERE id = ?", (link,)).fetchone())

    def _fact(self, row: int) -> Fact:
        key, target, mode = self._base.execute("SELECT key, target, mode FROM fact WHERE rowid = ?", (row,)).fetchone()
        query = """SELECT statement FROM fact
            WHERE (entity, key, target, mode) = (SELECT entity, key, target, mode FROM fact WHERE rowid = ?) ORDER BY day DESC, statement"""
        return Fact(key, target, mode, tuple(statement for statement, in self._base.execute(query, (row,))))

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
