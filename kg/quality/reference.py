"""Reference annotations: what a document says, marked by hand in a JSON file, as values.

    {"entities":   [{"id", "type", "name", "mentions"?, "aliases"?, "also"?, "optional"?}, …],
     "relations":  [{"s", "p", "o", "optional"?}, …],             "posts": [{"person", "role", "organization", "optional"?}, …],
     "indicators": [{"of", "value", "unit", "optional"?}, …],     "dates": [{"of", "property", "value", "optional"?}, …]}

`s`, `o`, `person`, `organization` and `of` are ids of entities, `type` and `also` classes, `p` relations of the vocabulary. `mentions` are
the forms that the document has, `aliases` names that are as good as `name`. Other keys (qualifier, measure, …) are for people.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import vocabulary
from kg.errors import InputError, VocabularyError

Key = tuple[str, str, str]
Figure = tuple[str, float, str]

_UNHEARD = re.compile(r"[\s\"'“”‘’「」『』《》〈〉<>()\[\]【】·•・\-—–]")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_DATES = ("date", "startDate", "endDate")
_REMEDY = "mend the annotation"


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of the reference. `classes`: any of them is right; `names`: name and aliases, `forms`: these and the mentions, folded."""

    id: str
    cls: str
    classes: frozenset[str]
    name: str
    names: frozenset[str]
    forms: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """An annotation. Relations, posts and dates: key → whether it is required (not optional); a figure may be stated more than once.

    Keys: (relation, subject, object), the ends of a symmetric relation sorted; (person, role, organisation); (entity, value, unit);
    (entity, property, value), the property of a beginning being `date` too, since what lasts begins at its moment.
    """

    entities: Mapping[str, Named]
    relations: Mapping[Key, bool]
    posts: Mapping[Key, bool]
    indicators: tuple[tuple[Figure, bool], ...]
    dates: Mapping[Key, bool]

    def optional(self, *ids: str | None) -> bool:
        """Whether one of the ids is that of an optional entity."""
        return any(id in self.entities and self.entities[id].optional for id in ids if id is not None)


def folded(label: str) -> str:
    """A label's form for comparison: width, case, white space, quotes, brackets, dots and dashes make no difference.

    >>> folded("《苏州—阜阳 合作协议》（2023）")
    '苏州阜阳合作协议2023'
    """
    return _UNHEARD.sub("", unicodedata.normalize("NFKC", label)).lower()


def relation_key(relation: str, subject: str, target: str) -> Key:
    """How a relation is told from others: the ends of a symmetric one have no order."""
    if vocabulary.load().property(relation).symmetric:
        subject, target = sorted((subject, target))
    return relation, subject, target


def post_key(person: str, role: str, organization: str) -> Key:
    """How a post is told from others."""
    return person, folded(role), organization


def figure_key(entity: str, value: float, unit: str) -> Figure:
    """How a figure is told from others."""
    return entity, round(value, 4), folded(unit)


def date_key(entity: str, property: str, value: str) -> Key:
    """How a date is told from others."""
    return entity, "date" if property == "startDate" else property, value


def find(document: Path, folder: Path | None = None) -> Path | None:
    """The annotation of NAME.txt: NAME.json in the folder; where none is given, beside the document or in gold/ beside it. Else None."""
    folders = (folder,) if folder else (document.parent, document.parent / "gold")
    places = (place / f"{document.stem}.json" for place in folders)
    return next((place for place in places if place.is_file()), None)


def read(path: Path) -> Reference:
    """The annotation of a file. InputError where it cannot be read, is not of the form above, or speaks of what it does not define."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(path, f"the annotation cannot be read ({error.strerror})", "allow reading it") from error
    except ValueError as error:
        raise InputError(path, f"this is no JSON in UTF-8 ({error})", _REMEDY) from error
    try:
        return _Reader(content).reference()
    except VocabularyError as error:
        raise InputError(path, str(error), _REMEDY) from error
    except _MalformedError as error:
        raise InputError(path, str(error), _REMEDY) from error


class _MalformedError(Exception):
    """What is wrong with an annotation."""


class _Reader:
    """The lists of an annotation, checked row by row."""

    def __init__(self, content: object) -> None:
        if not isinstance(content, dict):
            raise _MalformedError("an annotation is a JSON object with entities, relations, posts, indicators and dates")
        self.content: dict[str, Any] = content
        self.terms = vocabulary.load()
        self.entities: dict[str, Named] = {}

    def reference(self) -> Reference:
        """All lists, the entities first: the others refer to them."""
        for row in self.rows("entities", id=str, type=str, name=str):
            if row["id"] in self.entities:
                raise _MalformedError(f"the entity {row['id']} stands twice")
            self.entities[row["id"]] = self.entity(row)
        return Reference(
            entities=self.entities,
            relations=self.keyed("relations", self.relation, s=str, p=str, o=str),
            posts=self.keyed("posts", self.post, person=str, role=str, organization=str),
            indicators=tuple(
                (figure_key(self.known(row, "of"), float(row["value"]), row["unit"]), not row.get("optional"))
                for row in self.rows("indicators", of=str, value=(int, float), unit=str)
            ),
            dates=self.keyed("dates", self.date, of=str, property=str, value=str),
        )

    def rows(self, name: str, /, **columns: type | tuple[type, ...]) -> Iterator[dict[str, Any]]:
        """The rows of a list, each an object that has the columns."""
        rows = self.content.get(name, [])
        if not isinstance(rows, list):
            raise _MalformedError(f"{name} is no list")
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                raise _MalformedError(f"row {number} of {name} is no object")
            for column, kind in columns.items():
                if not isinstance(row.get(column), kind) or isinstance(row[column], bool):
                    raise _MalformedError(f"row {number} of {name} has no proper {column}: {json.dumps(row, ensure_ascii=False)[:120]}")
            yield row

    def keyed(self, name: str, key: Callable[[dict[str, Any]], Key], /, **columns: type) -> dict[Key, bool]:
        """Key → whether it is required."""
        return {key(row): not row.get("optional") for row in self.rows(name, **columns)}

    def entity(self, row: dict[str, Any]) -> Named:
        """An entity of the reference."""
        classes = [row["type"], *row.get("also", ())]
        for cls in classes:
            if not self.terms.is_a(self.terms.cls(cls).local, "Entity"):
                raise _MalformedError(f"the entity {row['id']} is a {cls}, which is no class of entities")
        names = frozenset(map(folded, (row["name"], *row.get("aliases", ()))))
        # A single character is a fused part (苏霍), which names nothing by itself.
        mentions = {form for form in map(folded, row.get("mentions", ())) if len(form) > 1}
        return Named(row["id"], row["type"], frozenset(classes), row["name"], names, names | mentions, bool(row.get("optional")))

    def known(self, row: dict[str, Any], column: str) -> str:
        """The id in a column, which an entity must have."""
        id: str = row[column]
        if id not in self.entities:
            raise _MalformedError(f"there is no entity {id}: {json.dumps(row, ensure_ascii=False)[:120]}")
        return id

    def relation(self, row: dict[str, Any]) -> Key:
        """The key of a relation."""
        if self.terms.property(row["p"]).local not in self.terms.relations:
            raise _MalformedError(f"{row['p']} is no relation between entities")
        return relation_key(row["p"], self.known(row, "s"), self.known(row, "o"))

    def post(self, row: dict[str, Any]) -> Key:
        """The key of a post."""
        return post_key(self.known(row, "person"), row["role"], self.known(row, "organization"))

    def date(self, row: dict[str, Any]) -> Key:
        """The key of a date."""
        if row["property"] not in _DATES or not _DATE.fullmatch(row["value"]):
            raise _MalformedError(f"{row['property']} {row['value']} is no date (2024, 2024-05 or 2024-05-18 as {', '.join(_DATES)})")
        return date_key(self.known(row, "of"), row["property"], row["value"])
