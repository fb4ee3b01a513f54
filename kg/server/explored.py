"""What the network page asks for, as workers find it: the table `EXPLORED`, rows like those of `kg.server.shown`.

    begin    {focus, most}                        the most central entities, or those around one
    around   {of, start, with, most}              neighbours of an entity
    bring    {iris, with}                         entities by IRI
    entity   {of}                                 posts, figures, dates and documents of an entity
    link     {one, other}                         the links from one entity to another with all their sentences
    ways     {one, other, with}                   shortest paths between two entities
    triples  {with}                               tables of the triples about entities (`kg.graph.triple_tables`), and what is left out
    sought   {q, start, most}                     entities by name, part of a name, pinyin or initials
    search   {q, start}                           the same for the page of search, with near names where there are none

Each has `outline`, the file that `kg.graph.outline` wrote; `with` are the entities that are there, by number. What comes are entities and
links as a `View` made plain, with what the outline knows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from kg.graph import excerpt
from kg.graph.claims import DocumentView, EntityView, FactView, Quotation, RelationView, View
from kg.graph.contents import PAGE
from kg.graph.nodes import Nodes
from kg.graph.outlined import STEPS, Link, Outline
from kg.graph.portion import portion
from kg.graph.triple_tables import tables
from kg.server.shown import near

_FACTS, _DOCUMENTS, _EVIDENCE = 100, 100, 500
Json = dict[str, Any]


@contextmanager
def _opened(arguments: Mapping[str, Any]) -> Iterator[Outline]:
    outline = Outline(Path(arguments["outline"]))
    try:
        yield outline
    finally:
        outline.close()


def _excerpt(nodes: Nodes, outline: Outline, numbers: Iterable[int], links: Sequence[Link], cited: int = excerpt.CITED) -> Json:
    """Entities and links, made plain."""
    view = excerpt.view(nodes, outline, numbers, links, cited)
    return _plain(nodes, outline, view, links)


def _plain(nodes: Nodes, outline: Outline, view: View, links: Sequence[Link]) -> Json:
    known = {each.number: each for each in outline.known(outline.numbers(entity.iri for entity in view.entities))}
    told = [(known[each.a].iri, each.key, each.role, known[each.b].iri, each.mode, each.told) for each in links]
    return {"base": nodes.base(), "view": _row(view), "known": [_row(each) for each in known.values()], "told": told}


def _row(told: Any) -> Any:
    """A value of ours by field, and those in it; `asdict` copies every text and every tuple of them, which takes as long as the store."""
    if isinstance(told, tuple):
        return [_row(each) if is_dataclass(each) else each for each in told]
    return {field.name: _row(value) if isinstance(value := getattr(told, field.name), tuple) else value for field in fields(told)}


def read(said: Mapping[str, Any]) -> View:
    """The View that was made plain."""

    def cited(row: Mapping[str, Any]) -> Json:
        return {**row, "evidence": tuple(Quotation(**each) for each in row["evidence"])}

    return View(
        tuple(EntityView(**{**row, "types": tuple(row["types"])}) for row in said["entities"]),
        tuple(RelationView(**cited(row)) for row in said["relations"]),
        tuple(FactView(**cited(row)) for row in said["facts"]),
        tuple(FactView(**cited(row)) if "kind" in row else RelationView(**cited(row)) for row in said["unasserted"]),
        documents=tuple(DocumentView(**row) for row in said["documents"]),
    )


def begin(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """The first view: the most central entities, or `focus` with its neighbours; `missing` where there is no such entity."""
    with _opened(arguments) as outline:
        entities, links = outline.totals()
        common = {"missing": False, "entities": entities, "links": links, "focus": arguments["focus"], "base": nodes.base()}
        if not arguments["focus"]:
            numbers = outline.central(arguments["most"])
        else:
            own = outline.numbers([arguments["focus"]])
            if not own:
                return {**common, "missing": True}
            numbers = [*own, *outline.around(own[0], 0, arguments["most"])]
        return {**common, **_excerpt(nodes, outline, numbers, outline.among(set(numbers), set()))}


def around(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """Neighbours of an entity from `start` on, with their links to each other and to those that are there."""
    with _opened(arguments) as outline:
        own = outline.numbers([arguments["of"]])
        if not own:
            return {"missing": True}
        found = outline.around(own[0], arguments["start"], arguments["most"])
        return _arrived(nodes, outline, [*own, *found], arguments["with"]) | {"neighbours": len(found)}


def bring(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """Entities, with their links to each other and to those that are there."""
    with _opened(arguments) as outline:
        numbers = outline.numbers(arguments["iris"])
        return _arrived(nodes, outline, numbers, arguments["with"]) if numbers else {"missing": True}


def _arrived(nodes: Nodes, outline: Outline, numbers: Sequence[int], present: Sequence[int]) -> Json:
    new = set(numbers) - set(present)
    return {"missing": False, **_excerpt(nodes, outline, numbers, outline.among(new, {*present, *numbers} - new))}


def ways(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """The entities on the shortest paths between two, with their links; `length` in links, -1 where none was found."""
    with _opened(arguments) as outline:
        ends = outline.numbers([arguments["one"], arguments["other"]])
        if len(ends) < 2:
            return {"missing": True}
        found = outline.paths(*ends)
        numbers = sorted({*ends, *(number for path in found.paths for number in path)})
        told = {"length": len(found.paths[0]) - 1 if found.paths else -1, "looked": found.looked, "cut": found.cut, "most": STEPS}
        return {**_arrived(nodes, outline, numbers, arguments["with"]), **told}


def entity(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """An entity with its facts and the documents that mention it, the latest first; of each kind the first, and how many there are."""
    with _opened(arguments) as outline:
        known = outline.known(outline.numbers([arguments["of"]]))
        if not known:
            return {"missing": True}
        mentions = outline.documents(known[0].number, 0, _DOCUMENTS)
        documents = tuple(DocumentView(each["iri"], each["title"], each["date"], each["publisher"]) for each in mentions)
        view = excerpt.view_of(nodes, outline, known[0], _FACTS, documents)
        counted = outline.fact_counts(known[0].number)
        left = {kind: count - _FACTS for kind, count in counted.items() if count > _FACTS}
        return {"missing": False, **_plain(nodes, outline, view, ()), "documents": mentions, "left": left}


def link(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """The links from one entity to another with their sentences."""
    with _opened(arguments) as outline:
        ends = outline.numbers([arguments["one"], arguments["other"]])
        if len(ends) < 2:
            return {"missing": True}
        return {"missing": False, **_excerpt(nodes, outline, ends, outline.links(*ends), _EVIDENCE)}


def triples(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """The triples about the entities that are there."""
    with _opened(arguments) as outline:
        found = portion(nodes, outline, arguments["with"])
        chosen = [known.iri for known in outline.known(arguments["with"])]
        told = tables("".join(f"{line}\n" for line in found.lines), found.entities, chosen, quoted=False)
        counted = {"statements": found.statements, "left": found.statements_left, "mentions_left": found.mentions_left}
        return {"missing": False, "triples": told, **counted}


def sought(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """Entities that are called so: each with the name that was found, and how many there are."""
    with _opened(arguments) as outline:
        hits, count = outline.found(arguments["q"], arguments["start"], arguments["most"])
        known = {each.number: each for each in outline.known(number for number, _ in hits)}
        rows = [{**_row(known[number]), "found": name, "names": outline.names(number)[1:]} for number, name in hits]
        return {"base": nodes.base(), "entities": rows, "count": count, "start": arguments["start"]}


def search(nodes: Nodes, arguments: Mapping[str, Any]) -> Json:
    """The entities that are meant by a name, a part of it or its pinyin; names near to it where there are none."""
    found = sought(nodes, {**arguments, "most": PAGE})
    entities = [{**each, "classes": [each["cls"]], "documents": each["mentions"]} for each in found["entities"]]
    others = near(nodes, arguments["q"]) if arguments["q"].strip() and not entities else []
    return {**found, "entities": entities, "near": others}


EXPLORED: dict[str, Callable[[Nodes, Mapping[str, Any]], Json]] = {
    "begin": begin,
    "around": around,
    "bring": bring,
    "ways": ways,
    "entity": entity,
    "link": link,
    "triples": triples,
    "sought": sought,
    "search": search,
}
