"""Linked data: each IRI of the graph answers, with a page for people and with data for programs.

    /id/REST                303 to /page/REST or /data/REST.SUFFIX, by Accept
    /page/REST              the page of an entity, a document, or any other node
    /data/REST.SUFFIX       its description: ttl, jsonld, nt, rdf; of an entity also csv
    /node?iri=IRI           the page of a node that has its IRI elsewhere

REST is what the IRI has after the base of the graph's instances, Chinese raw or percent-encoded.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.graph.results import GRAPHS, TABLES, Form
from kg.server import marks, negotiate, pointmap, rendering
from kg.server.problems import RequestError
from kg.server.protocol import while_connected
from kg.server.published import Published
from kg.views import classes

READ = ["GET", "HEAD"]
_KEPT = 32 << 20
"""Bytes that are kept of what pages are made of."""
_LONGEST = 2000
"""Characters of an IRI that is asked for."""
_HTML = Form("html", ("text/html", "application/xhtml+xml"), lambda result: "")
_FORMS = {form.name: form for form in (*GRAPHS, *TABLES) if form in GRAPHS or form.name == "csv"}
_TEMPLATES = {"entity": "entity.html", "document": "document.html", "node": "node.html", "graph": "graph.html", "missing": "missing.html"}


class Kept:
    """What the last pages were made of, so that nobody asks for it again: by state of the graph and what was asked."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[str, ...]) -> bytes | None:
        """What is kept under this key; None where there is nothing."""
        if key in self._bodies:
            self._bodies.move_to_end(key)
        return self._bodies.get(key)

    def put(self, key: tuple[str, ...], body: bytes) -> None:
        """Keeps it, and lets go what was asked for longest ago."""
        self._size += len(body) - len(self._bodies.pop(key, b""))
        self._bodies[key] = body
        while self._size > _KEPT:
            self._size -= len(self._bodies.popitem(last=False)[1])


async def show(request: Request, view: str, of: Mapping[str, Any]) -> dict[str, Any]:
    """What a page is made of: a row of `kg.server.shown`. RequestError where there is no answer."""
    published: Published = request.app.state.published
    kept: Kept = request.app.state.pages
    key = (published.state, view, json.dumps(of, sort_keys=True))
    body = kept.get(key)
    if body is None:
        arguments = {"view": view, "of": of, "bytes": published.limits.bytes}
        body = (await while_connected(request, published.run("show", arguments))).body
        kept.put(key, body)
    found: dict[str, Any] = json.loads(body)
    return found


async def identify(request: Request) -> Response:
    """To the page or the data of what an IRI names. RequestError 406 where neither suits."""
    rest = request.path_params["rest"]
    found = negotiate.form(request.headers.get("accept", ""), (_HTML, *GRAPHS))
    if found is None:
        raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in (_HTML, *GRAPHS)))
    known = await show(request, "find", {"paths": _paths(request)})
    if not known["iri"] and found[0] is not _HTML:
        raise RequestError("not-found", path=request.url.path[:200])
    path = f"/page/{rest}" if found[0] is _HTML else f"/data/{rest}.{found[0].name}"
    query = f"?{request.url.query}" if request.url.query and found[0] is _HTML else ""
    return RedirectResponse(rendering.encoded(path) + query, 303, {"Vary": "Accept", "Link": _links(rest, "describedby")})


async def page(request: Request) -> Response:
    """The page of a node of the graph, or of one that is not there with near names."""
    if negotiate.form(request.headers.get("accept", ""), (_HTML,)) is None:
        raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in (_HTML, *GRAPHS)))
    headers = tagged(request)
    if negotiate.same(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    asked = request.query_params
    outline = request.app.state.published.outline_at_hand()
    of: dict[str, Any] = {name: asked.get(name, "")[:_LONGEST] for name in ("only", "other")} | {"start": count(asked.get("start", "0"))}
    of |= {"outline": str(outline)} if outline else {}
    of |= {"paths": _paths(request)} if "rest" in request.path_params else {"iri": asked.get("iri", "")}
    found = await show(request, "node", of)
    if found["kind"] == "missing":
        name = request.path_params.get("rest") or asked.get("iri", "")
        return rendering.page(request, "missing.html", {"found": found, "name": name, "base": found["base"]}, 404)
    if found["iri"].startswith(found["base"]):
        headers["Link"] = _links(found["iri"][len(found["base"]) :], "alternate")
    if found["kind"] == "document":
        found["text"] = await request.app.state.sources.text(found["digest"])
        found["looks"] = sorted({classes.drawn_as(entity["cls"]) for entity in found["entities"]})
        found["chunks"] = marks.chunks(found, found["text"])
    if found["kind"] == "entity":
        found["map"] = pointmap.drawn(found)
    return rendering.page(request, _TEMPLATES[found["kind"]], {"found": found, "base": found["base"]}, headers=headers)


async def data(request: Request) -> Response:
    """The description of a node in the form that its suffix names; without one, in the form that the request takes."""
    rest, dot, suffix = request.path_params["rest"].rpartition(".")
    published: Published = request.app.state.published
    headers = {"Graph-State": published.state, "Cache-Control": "no-cache"}
    if not dot or suffix not in _FORMS:
        rest = request.path_params["rest"]
        found = negotiate.form(request.headers.get("accept", ""), GRAPHS)
        if found is None:
            raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in GRAPHS))
        suffix, media = found[0].name, found[1]
        headers["Vary"] = "Accept"
    else:
        media = _FORMS[suffix].media[0]
    headers["ETag"] = _tag(request, published.state + suffix)
    if negotiate.same(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    arguments = {"paths": _paths(request, rest), "suffix": f".{suffix}", "bytes": published.limits.bytes}
    answer = await while_connected(request, published.run("data", arguments))
    if answer.about["missing"]:
        raise RequestError("not-found", path=request.url.path[:200])
    meant, shown = rendering.encoded(f"/id/{rest}"), rendering.encoded(f"/page/{rest}")
    headers["Link"] = f'<{meant}>; rel="describes", <{shown}>; rel="alternate"; type="text/html"'
    return Response(answer.body, 200, headers, media)


async def static(request: Request) -> Response:
    """A stylesheet or script of the pages: one for each digest, to be kept."""
    name = request.path_params["name"]
    try:
        content = rendering.static(name)
    except FileNotFoundError as error:
        raise RequestError("not-found", path=request.url.path[:200]) from error
    media = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[name.rpartition(".")[2]]
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") else "no-cache"
    return Response(content, 200, {"Cache-Control": kept}, media)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/id/{rest:path}", identify, methods=READ),
    Route("/page/{rest:path}", page, methods=READ),
    Route("/data/{rest:path}", data, methods=READ),
    Route("/node", page, methods=READ),
    Route("/static/{name}", static, methods=READ),
)


def _paths(request: Request, rest: str | None = None) -> list[str]:
    """What the IRI may have after its base: the path as it is meant, and as it was written."""
    meant = request.path_params["rest"] if rest is None else rest
    written = request.scope.get("raw_path", b"").decode("ascii", "replace").split("/", 2)[-1]
    return list(dict.fromkeys([meant, written if rest is None else written.rpartition(".")[0]]))


def _links(rest: str, relation: str) -> str:
    """The forms of a node's data for the header Link."""
    return ", ".join(
        f'<{rendering.encoded(f"/data/{rendering.plain(rest)}.{form.name}")}>; rel="{relation}"; type="{form.media[0]}"' for form in GRAPHS
    )


def tagged(request: Request) -> dict[str, str]:
    """The headers by which an answer about the graph is known again."""
    published: Published = request.app.state.published
    return {"Cache-Control": "no-cache", "ETag": _tag(request, published.state), "Graph-State": published.state}


def _tag(request: Request, state: str) -> str:
    told = f"{state} {request.url.path}?{request.url.query} {rendering.language(request)}"
    return f'"{hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]}"'


def count(text: str) -> int:
    """A number of an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
