"""What people decided about a graph, replayed on each build: a table that Excel opens, a decision in each row.

    curation.csv ─ read ─► Decision, … ─ decide ─► the graph as decided, and what of the decisions could not be carried out

    decision    entity                other                          what it does
    same        an entity             another one                    the first becomes the second
    different   an entity             another one                    the two are never merged
    rename      an entity             a name                         its label; the one that it had becomes another name
    retype      an entity             a class                        its class
    reject      a statement in words  –                              it is asserted no more; that documents say so stays there
    confirm     a statement in words  –                              it is certain, whatever rule read it

An entity is named by its label where nothing else in the graph is called so, or by its IRI or the end of it (Hospital/某市人民医院). A
statement is said as `kg explain` takes it: 苏州市 assists 霍尔果斯市. The columns `reason` and `by` are for people. Rows that begin with # are
left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg import vocabulary
from kg.errors import AmbiguousNameError, InputError, KgError, UnknownNameError
from kg.graph.claims import KEYS, RC, EntityView, entity_view, first, nodes_of
from kg.graph.identity import DECIDED, Merge
from kg.graph.naming import Names
from kg.graph.nquads import iri, literal, read_term, tokens
from kg.graph.rdf import PREFIXES, name

COLUMNS = ("decision", "entity", "other", "reason", "by")
SAME, DIFFERENT, RENAME, RETYPE, REJECT, CONFIRM = "same", "different", "rename", "retype", "reject", "confirm"
WORDS = {
    **{word: word for word in (SAME, DIFFERENT, RENAME, RETYPE, REJECT, CONFIRM)},
    "相同": SAME, "不同": DIFFERENT, "改名": RENAME, "改类": RETYPE, "否定": REJECT, "确认": CONFIRM,
}
TEMPLATE = "\ufeff" + ",".join(COLUMNS) + "\r\n"
"""An empty table: in UTF-8 with the mark by which Excel knows it."""
_NEEDS_OTHER = (SAME, DIFFERENT, RENAME, RETYPE)


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """A row of the table. `row`: its number in the file, from 2 on; `decision`: one of the six; the others as they stand there."""

    row: int
    decision: str
    entity: str
    other: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, order=True)
class Unused:
    """A decision that could not be carried out, and why; `conflict`: because of another decision."""

    decision: Decision
    problem: str
    conflict: bool


@dataclass(slots=True)
class Decided:
    """What decisions come to. `merges`: in the place of what would be reconciled; `apart`: pairs of IRIs that are two; `unused`: sorted."""

    lines: list[str]
    merges: list[Merge] = field(default_factory=list)
    apart: set[frozenset[str]] = field(default_factory=set)
    unused: list[Unused] = field(default_factory=list)


def read(path: Path) -> tuple[Decision, ...]:
    """The decisions of a table. InputError with the row where something is not as it should be."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(path, f"the file cannot be read ({error.strerror})", "allow reading it, or mend the path") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "the table is not in UTF-8", "save it from Excel as “CSV UTF-8”") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not set(COLUMNS[:3]) <= {column.strip() for column in rows.fieldnames or ()}:
        raise InputError(path, f"the columns are {', '.join(rows.fieldnames or ('none',))}", f"begin with the row {','.join(COLUMNS)}")
    return tuple(_decision(path, number, row) for number, row in enumerate(rows, start=2) if _says(row))


def _says(row: Mapping[str, str | None]) -> bool:
    cells = [(value or "").strip() for value in row.values() if not isinstance(value, list)]
    return any(cells) and not cells[0].startswith("#")


def _decision(path: Path, number: int, row: Mapping[str, str | None]) -> Decision:
    cells = {column.strip(): (row[column] or "").strip() for column in row if column}
    word = cells.get("decision", "")
    if word not in WORDS:
        raise InputError(path, f"row {number}: {word or 'nothing'} is no decision", f"write one of {', '.join(WORDS)}")
    found = Decision(number, WORDS[word], *(cells.get(column, "") for column in COLUMNS[1:]))
    if not found.entity or (found.decision in _NEEDS_OTHER and not found.other):
        lacking = "other" if found.entity else "entity"
        raise InputError(path, f"row {number}: {word} lacks {lacking}", "fill in the cell, or take the row out")
    if found.decision == RETYPE and _class(found.other) is None:
        problem = f"row {number}: the ontology has no class {found.other}"
        raise InputError(path, problem, "write a class of the ontology, such as Hospital or 医院")
    return found


def _class(said: str) -> str | None:
    """The local name of the kind of entities that is meant by a local name or a label."""
    terms = vocabulary.load()
    return next((cls for cls in terms.entity_classes if said in (cls, terms.label(cls, "zh"), terms.label(cls, "en"))), None)


def decide(lines: Iterable[str], decisions: Sequence[Decision]) -> Decided:
    """The graph as decided, and what could not be carried out. What one decision says of a thing, no later row can say otherwise."""
    decided = Decided(list(lines))
    if not decisions:
        return decided
    nodes = nodes_of(["\n".join(decided.lines)])
    views = {subject: view for subject in sorted(nodes) if (view := entity_view(subject, nodes[subject]))}
    names = _Named(nodes, views)
    work = _Work(names)
    for decision in decisions:
        problem, conflict = work.take(decision, decided)
        if problem:
            decided.unused.append(Unused(decision, problem, conflict))
    decided.lines = sorted(set(work.carried_out(decided.lines)))
    return decided


class _Named:
    """What is meant by the cells of a table."""

    def __init__(self, nodes: Mapping[str, Mapping[str, list[str]]], views: Mapping[str, EntityView]) -> None:
        self.statements: dict[str, tuple[str, str, str]] = {}
        for subject, node in nodes.items():
            said = [first(node, key) for key in ("rdf:subject", "rdf:predicate", "rdf:object")]
            if all(said):
                predicate = said[1].removeprefix(RC) if said[1].startswith(RC) else KEYS.get(said[1], said[1])
                self.statements[subject] = (said[0], predicate, said[2])
        ends = {subject: (said[0], said[2]) for subject, said in self.statements.items()}
        self._names = Names(views, self.statements, ends)

    def entity(self, asked: str) -> str:
        """The IRI of the entity that is meant. KgError where nothing is, or several."""
        found = self._names.find(asked)
        if isinstance(found, tuple):
            raise UnknownNameError(asked, ())
        return found

    def stated(self, asked: str) -> tuple[str, ...]:
        """The statements that are meant. KgError where there are none."""
        found = self._names.find(asked)
        if isinstance(found, str):
            raise KgError(f"“{asked}” is an entity, not a statement")
        return found


class _Work:
    """What decisions do to lines, gathered decision by decision."""

    def __init__(self, names: _Named) -> None:
        self._named = names
        self._labels: dict[str, str] = {}
        self._classes: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        self._into: dict[str, str] = {}

    def take(self, decision: Decision, decided: Decided) -> tuple[str, bool]:
        """Notes a decision; what keeps it from being carried out, and whether that is another decision."""
        try:
            if decision.decision in (REJECT, CONFIRM):
                return self._mark(decision)
            subject = self._named.entity(decision.entity)
            if decision.decision == RENAME:
                return self._once(self._labels, subject, decision.other)
            if decision.decision == RETYPE:
                return self._once(self._classes, subject, _class(decision.other) or "")
            return self._pair(decision, subject, self._named.entity(decision.other), decided)
        except (UnknownNameError, AmbiguousNameError, KgError) as error:
            return str(error), False

    def _once(self, said: dict[str, str], subject: str, value: str) -> tuple[str, bool]:
        before = said.setdefault(subject, value)
        return ("", False) if before == value else (f"another row says {before}", True)

    def _mark(self, decision: Decision) -> tuple[str, bool]:
        for statement in self._named.stated(decision.entity):
            problem, conflict = self._once(self._marks, statement, decision.decision)
            if problem:
                return problem, conflict
        return "", False

    def _pair(self, decision: Decision, one: str, other: str, decided: Decided) -> tuple[str, bool]:
        pair = frozenset((one, other))
        if len(pair) < 2:
            return "both are the same thing of the graph", False
        if decision.decision == DIFFERENT:
            if any(frozenset((merge.merged, merge.into)) == pair for merge in decided.merges):
                return "another row says that they are the same", True
            decided.apart.add(pair)
            return "", False
        if pair in decided.apart:
            return "another row says that they are different", True
        if self._into.get(one, other) != other or other in self._into:
            return "another row makes one of the two a third thing", True
        self._into[one] = other
        decided.merges.append(Merge(one, other, DECIDED, decision.reason or "人工决定"))
        return "", False

    def carried_out(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines after renaming, retyping, rejecting and confirming; some of them more than once."""
        rejected = {self._named.statements[statement] for statement, mark in self._marks.items() if mark == REJECT}
        plain = {(iri(s), name(p if ":" in p else f"rc:{p}"), iri(o)) for s, p, o in rejected}
        for line in lines:
            subject, predicate, object, graph = tokens(line)
            if (subject, predicate, object) not in plain:
                for further, value in self._said(subject[1:-1], predicate, object):
                    yield " ".join(part for part in (subject, further, value, graph, ".") if part)

    def _said(self, subject: str, predicate: str, object: str) -> Iterator[tuple[str, str]]:
        """What stands in the place of what a line says of its subject."""
        if subject in self._labels and predicate == name("skos:prefLabel"):
            yield name("skos:prefLabel"), literal(self._labels[subject], "zh-Hans")
            if self._labels[subject] != read_term(object).value:
                yield name("skos:altLabel"), object
        elif subject in self._classes and predicate == name("rdf:type"):
            yield predicate, name(f"rc:{self._classes[subject]}")
        elif subject in self._marks and predicate == name("rc:confidence"):
            confirmed = self._marks[subject] == CONFIRM
            yield predicate, literal("1", datatype=f"{PREFIXES['xsd']}decimal") if confirmed else object
            yield name("rc:curated"), name("rc:Confirmed" if confirmed else "rc:Rejected")
        else:
            yield predicate, object


PROBLEMS = ("row", "what", "decision", "entity", "other", "problem")


def rows(unused: Iterable[Unused]) -> list[tuple[str, ...]]:
    """What could not be carried out, a row each, after `PROBLEMS`."""
    return [
        (str(d.row), "conflict" if each.conflict else "unused", d.decision, d.entity, d.other, each.problem)
        for each in sorted(unused)
        for d in [each.decision]
    ]
