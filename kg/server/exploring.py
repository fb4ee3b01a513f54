"""The network of the graph, expanding from the store: the page of `kg view`, with its graph fetched piece by piece.

    /explore?focus=                     the page: the most central entities, or those around one (an IRI, its end, or a name)
    /explore/start.json?focus=          what it shows first
    /explore/search.json?q=             entities by name, part of a name, pinyin or initials
    /explore/around.json?of=&start=     neighbours of an entity, at most 200 at once, those of which most is told first
    /explore/entities.json?of=&of=      entities by IRI
    /explore/entity.json?of=            posts, figures, dates and documents of an entity
    /explore/link.json?one=&other=      the links from one entity to another with all their sentences
    /explore/paths.json?one=&other=     shortest paths between two entities, of at most six links
    /explore/triples.json?with=         the triples about the entities that are there

Entities and links come in the tables of `kg.views.payload`. `with=1,2,3`: the numbers of the entities that are there already, to which the
links are wanted, too; with `state`, the state of the graph that these numbers are of.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import vocabulary
from kg.graph.network import POST
from kg.server import negotiate, rendering
from kg.server.explored import read
from kg.server.pages import READ, count, show, tagged
from kg.server.problems import RequestError
from kg.server.published import Published
from kg.views import classes, page_files

FIRST = 60
"""Entities of the first view."""
BATCH = 200
PRESENT = 5000
"""Entities that may be there."""
_HITS = 12
_LONGEST = 100
_RADIUS, _GROWTH, _WIDEST = 5.0, 2.6, 24.0
Json = dict[str, Any]


async def page(request: Request) -> Response:
    """The page, which fetches all else."""
    heading = rendering.texts()["nav-explore"][rendering.language(request)]
    values = {"nodes": True, "notices": (), "heading": heading}
    return rendering.page(request, "explore.html", values, headers={"Cache-Control": "no-cache"})


async def start(request: Request) -> Response:
    """The first view. With a `focus` that several entities may be: these, as `candidates`."""
    focus = request.query_params.get("focus", "")[:1000]
    names = {classes.drawn_as(name) for name in vocabulary.load().entity_classes}
    legend = {"classes": [asdict(look) for look in classes.looks(names)], "namespace": vocabulary.NAMESPACE, "options": page_files.OPTIONS}
    if focus:
        focus, candidates = await _meant(request, focus)
        if not focus:
            return _json(request, {**legend, **candidates})
    found = await asked_outline(request, "begin", {"focus": focus, "most": BATCH if focus else FIRST})
    if found["missing"]:
        raise RequestError("not-found", path=focus)
    content = await asyncio.to_thread(_tables, found, arranged=not focus)
    content |= {name: found[name] for name in ("entities", "links", "focus")}
    return _json(request, {**content, **legend, "first": FIRST, "batch": BATCH})


async def search(request: Request) -> Response:
    """Entities that are called so."""
    asked, place = request.query_params.get("q", "")[:_LONGEST], count(request.query_params.get("start", ""))
    found = await asked_outline(request, "sought", {"q": asked, "start": place, "most": _HITS})
    for each in found["entities"]:
        each |= _look(each["cls"])
    return _json(request, found)


async def around(request: Request) -> Response:
    """Neighbours of an entity."""
    of, place = request.query_params.get("of", ""), count(request.query_params.get("start", ""))
    return await _part(request, "around", {"of": of, "start": place, "most": BATCH, "with": _present(request)})


async def entities(request: Request) -> Response:
    """Entities by IRI."""
    return await _part(request, "bring", {"iris": request.query_params.getlist("of")[:BATCH], "with": _present(request)})


async def entity(request: Request) -> Response:
    """What is told of an entity."""
    return await _part(request, "entity", {"of": request.query_params.get("of", "")})


async def link(request: Request) -> Response:
    """What links one entity to another."""
    return await _part(request, "link", {end: request.query_params.get(end, "") for end in ("one", "other")})


async def paths(request: Request) -> Response:
    """Shortest paths between two entities."""
    ends = {end: request.query_params.get(end, "") for end in ("one", "other")}
    return await _part(request, "ways", {**ends, "with": _present(request)})


async def triples(request: Request) -> Response:
    """The triples about the entities that are there."""
    return _json(request, await asked_outline(request, "triples", {"with": _present(request)}))


async def _part(request: Request, view: str, of: Mapping[str, Any]) -> Response:
    found = await asked_outline(request, view, of)
    if found["missing"]:
        raise RequestError("not-found", path=request.url.path[:200])
    content = await asyncio.to_thread(_tables, found, arranged=False)
    kept = ("neighbours", "length", "looked", "cut", "most", "left")
    return _json(request, content | {name: found[name] for name in kept if name in found})


async def asked_outline(request: Request, view: str, of: Mapping[str, Any]) -> Json:
    """What a worker finds in the outline and the store. RequestError where the page was made of another state of the graph."""
    published = _published(request)
    while True:
        state = published.state
        if request.query_params.get("state", state) != state:
            raise RequestError("changed")
        outline = await published.outlined()
        if published.state == state:
            return await show(request, view, {**of, "outline": str(outline)})


def _published(request: Request) -> Published:
    published: Published = request.app.state.published
    return published


async def _meant(request: Request, focus: str) -> tuple[str, Json]:
    """The IRI of the entity that is meant by an IRI, the end of one or a name; or the entities that may be meant."""
    found = await show(request, "find", {"paths": [focus]} if ":" not in focus else {"iri": focus})
    if found["iri"]:
        return str(found["iri"]), {}
    hits = (await asked_outline(request, "sought", {"q": focus[:_LONGEST], "start": 0, "most": _HITS}))["entities"]
    exact = [each for each in hits if each["found"].casefold() == focus.casefold()]
    if len(exact) == 1:
        return exact[0]["iri"], {}
    return "", {"candidates": [each | _look(each["cls"]) for each in exact or hits], "asked": focus}


def _present(request: Request) -> list[int]:
    """The numbers that the request has as `with`. RequestError where they are too many."""
    said = request.query_params.get("with", "").split(",")
    numbers = [int(each) for each in said if each.isascii() and each.isdecimal() and len(each) < 10]
    if len(numbers) > PRESENT:
        raise RequestError("too-many", count=len(numbers), most=PRESENT)
    return numbers


def _look(cls: str) -> Json:
    """How a class looks."""
    look = asdict(classes.looks({classes.drawn_as(cls)})[0])
    return {"look": look, "kind": classes.label_of(cls, "zh"), "kind_en": classes.label_of(cls, "en")}


def _tables(found: Mapping[str, Any], *, arranged: bool) -> Json:
    """What was found as the tables of the page; with places where the page cannot have any yet."""
    from kg.graph.network import network_of
    from kg.views.layout import arrange
    from kg.views.payload import payload

    network = network_of(read(found["view"]))
    known = {each["iri"]: each for each in found["known"]}
    for iri in network.nodes:
        network.nodes[iri]["mentioned"] = known[iri]["mentions"] > 0
    radius = {iri: round(min(_RADIUS + _GROWTH * math.log1p(known[iri]["degree"]), _WIDEST), 1) for iri in network.nodes}
    names = sorted(network.nodes)
    places = dict.fromkeys(names, (0.0, 0.0))
    if arranged:
        at = {name: number for number, name in enumerate(names)}
        links = sorted((at[a], at[b]) for a, b in network.edges())
        places = dict(zip(names, arrange([radius[name] for name in names], links).points, strict=True))
    nodes, edges, rest = payload(network, places)
    for node in nodes:
        own = known[node["key"]]
        node |= {"size": radius[node["key"]], "number": own["number"], "around": own["around"], "mentions": own["mentions"]}
    told = {(a, f"{key} {role}" if key == POST else key, b, mode): number for a, key, role, b, mode, number in found["told"]}
    for edge in edges:
        name, _, kind = rest["relations"][edge["rel"]]["name"].partition("-")
        key = f"{POST} {edge.get('role', '')}" if name == POST else name
        mode = "denied" if kind == "denied" else "stated" if edge.get("stated") else ""
        edge["told"] = told.get((nodes[edge["from"]]["key"], key, nodes[edge["to"]]["key"], mode), len(edge["evidence"]))
    titles = {each["iri"]: each["title"] for each in found.get("documents", ())}
    rest["documents"] = [titles.get(iri, title) for iri, title in zip(rest["sources"], rest["documents"], strict=True)]
    return {"base": found["base"], "nodes": nodes, "edges": edges, "rest": rest}


def _json(request: Request, content: Mapping[str, Any]) -> Response:
    headers = tagged(request)
    if negotiate.same(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    said = {"state": _published(request).state, **content}
    return Response(json.dumps(said, ensure_ascii=False) + "\n", 200, headers, "application/json")


ROUTES: tuple[BaseRoute, ...] = (
    Route("/explore", page, methods=READ),
    Route("/explore/start.json", start, methods=READ),
    Route("/explore/search.json", search, methods=READ),
    Route("/explore/around.json", around, methods=READ),
    Route("/explore/entities.json", entities, methods=READ),
    Route("/explore/entity.json", entity, methods=READ),
    Route("/explore/link.json", link, methods=READ),
    Route("/explore/paths.json", paths, methods=READ),
    Route("/explore/triples.json", triples, methods=READ),
)
