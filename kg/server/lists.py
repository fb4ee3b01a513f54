"""Ways into the graph: the front page, search, the lists of documents and of the entities of a class.

    /                   what is in the graph
    /search?q=          entities by name, other name, part of a name, or pinyin
    /documents          documents, the latest first
    /class/NAME         entities of a class of the ontology
    each also as .json: /search.json?q=, /documents.json, /class/NAME.json
"""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.graph import query
from kg.server import negotiate, rendering
from kg.server.exploring import asked_outline
from kg.server.pages import READ, count, show, tagged
from kg.server.problems import RequestError
from kg.views import classes

_ASKED = ("pair-matrix", "assistance", "money", "settlements", "parks", "institutions", "timeline", "uncovered")
"""Questions that the front page names."""
_LONGEST = 100
"""Characters of a search that are looked at."""


async def home(request: Request) -> Response:
    """What is in the graph."""
    found = await show(request, "home", {})
    counted, chinese = found["classes"], rendering.language(request) == "zh"
    found["looks"] = [
        {"group": look.group if chinese else look.group_en, "name": look.name, "count": counted[look.name]}
        for look in classes.looks(set(counted))
    ]
    known = {question.name: question for question in query.questions()}
    named = [known[name] for name in _ASKED if name in known]
    found["questions"] = [(question.name, question.title_zh if chinese else question.title_en) for question in named]
    found["asked"] = len(known)
    return answer(request, "home.html", found)


async def search(request: Request) -> Response:
    """Entities that are called so."""
    asked = request.query_params.get("q", "")[:_LONGEST]
    found = await asked_outline(request, "search", {"q": asked, "start": count(request.query_params.get("start", ""))})
    return answer(request, "search.html", {**found, "q": asked})


async def documents(request: Request) -> Response:
    """Documents, the latest first."""
    return answer(request, "documents.html", await show(request, "documents", {"start": count(request.query_params.get("start", ""))}))


async def members(request: Request) -> Response:
    """Entities of a class. RequestError where there is no such class."""
    cls = request.path_params["name"]
    found = await show(request, "members", {"cls": cls, "start": count(request.query_params.get("start", ""))})
    if found["missing"]:
        raise RequestError("not-found", path=request.url.path[:200])
    return answer(request, "class.html", found)


def answer(request: Request, template: str, found: dict[str, Any]) -> Response:
    """The page, or what it is made of as JSON where the path asks for that."""
    headers = tagged(request)
    if negotiate.same(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    if request.url.path.endswith(".json"):
        return Response(json.dumps(found, ensure_ascii=False, indent=1) + "\n", 200, headers, "application/json")
    return rendering.page(request, template, {"found": found, "base": found["base"]}, headers=headers)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/", home, methods=READ),
    Route("/search", search, methods=READ),
    Route("/search.json", search, methods=READ),
    Route("/documents", documents, methods=READ),
    Route("/documents.json", documents, methods=READ),
    Route("/class/{name}.json", members, methods=READ),
    Route("/class/{name}", members, methods=READ),
)
