"""SPARQL 1.1 Protocol, its query half: requests into queries, queries into answers (https://www.w3.org/TR/sparql11-protocol/).

    GET ?query=…                                      the query in the address
    POST application/x-www-form-urlencoded            query=… in the body
    POST application/sparql-query                     the query is the body

with `default-graph-uri`, `named-graph-uri` as often as wanted, `format` (a name or a media type, before what Accept says), and `id`, by
which a query can be stopped while it runs: POST or DELETE /queries/ID. A browser that comes to the address is led to the query page.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kg.errors import QueryError
from kg.graph import query
from kg.graph.results import BY_KIND, GRAPHS, TABLES, Form
from kg.server import bodies, description, negotiate, rendering, security
from kg.server.problems import RequestError
from kg.server.published import Published
from kg.server.tasks import from_cells

T = TypeVar("T")
_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_HTML = "text/html"
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a request has it. `format`: what it wants its answer in, "" for what Accept says; `id`: "" for none."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = ""
    id: str = ""


async def sparql(request: Request) -> Response:
    """The answer to a query; without one, the description of the service."""
    published: Published = request.app.state.published
    asked = await read(request, published.limits.request)
    if request.method != "POST" and _wants_page(request, asked):
        return RedirectResponse(_page(request, asked), 303, {"Vary": "Accept"})
    if asked is None:
        return await description.service(request)
    forms = {kind: _form(request, asked, offered) for kind, offered in BY_KIND.items()}
    packed = negotiate.takes_gzip(request.headers.get("accept-encoding", ""))
    known = [published.state, asked.text, asked.default, asked.named, {kind: found and found[1] for kind, found in forms.items()}, packed]
    tag = f'"{hashlib.sha256(json.dumps(known).encode()).hexdigest()[:32]}"'
    headers = {"Vary": "Accept, Accept-Encoding", "Graph-State": published.state}
    lasting = {"ETag": tag, "Cache-Control": "no-cache"}
    if negotiate.same(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers | lasting)
    arguments = _arguments(published, asked, {kind: found and found[0].name for kind, found in forms.items()}) | {"gzip": packed}
    answer = await while_connected(request, _explained(published.run("query", arguments, asked.id)))
    headers |= lasting if answer.about["lasting"] else {"Cache-Control": "no-store"}
    if answer.about["gzip"]:
        headers["Content-Encoding"] = "gzip"
    media = {form.name: media for form, media in filter(None, forms.values())}[answer.about["form"]]
    return Response(answer.body, 200, headers, media)


def _wants_page(request: Request, asked: Asked | None) -> bool:
    """Whether an answer would be for a reader: where HTML is liked best, and nothing is asked for that the query page has not."""
    if asked is not None and (asked.format or asked.default or asked.named):
        return False
    forms = (*TABLES, *GRAPHS) if asked is None else [form for offered in BY_KIND.values() for form in offered]
    offered = [*dict.fromkeys(media for form in forms for media in form.media), _HTML]
    return negotiate.media_type(request.headers.get("accept", ""), offered) == _HTML


def _page(request: Request, asked: Asked | None) -> str:
    lang = request.query_params.get("lang", "")
    said = {"query": asked.text if asked else "", "lang": lang if lang in rendering.LANGUAGES else ""}
    said = {key: value for key, value in said.items() if value}
    return "/query" + (f"?{urlencode(said)}" if said else "")


async def ask(request: Request, text: str, first: int, id: str = "") -> tuple[query.Result, bool]:
    """The first rows of the answer to a query, for pages: `complete` says whether these are all; and whether it is lasting.

    RequestError where there is no answer.
    """
    published: Published = request.app.state.published
    arguments = _arguments(published, Asked(text), dict.fromkeys(BY_KIND, "cells")) | {"first": first}
    answer = await while_connected(request, _explained(published.run("query", arguments, id)))
    return from_cells(json.loads(answer.body)), bool(answer.about["lasting"])


async def stop(request: Request) -> Response:
    """Stops the query with the id in the path."""
    security.refuse_other_sites(request)
    if not request.app.state.published.stop(request.path_params["id"]):
        raise RequestError("no-such-query", id=request.path_params["id"][:64])
    return Response(None, 204)


async def read(request: Request, most: int) -> Asked | None:
    """The query of a request; None where a GET has none. RequestError where it is none, more than one, or longer than `most` bytes."""
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        media, _, parameters = request.headers.get("content-type", "").partition(";")
        media = media.strip().lower()
        if media == _UPDATE:
            raise RequestError("read-only")
        if media not in (_FORM, _DIRECT):
            raise RequestError("media", media=media or "无类型 / no type")
        charset = parameters.partition("charset=")[2].strip().strip('"').lower()
        body = await _body(request, most)
        if charset not in ("", "utf-8", "utf8"):
            raise RequestError("not-utf-8")
        fields += _fields(body) if media == _FORM else [("query", _decoded(body))]
    if any(name == "update" for name, _ in fields):
        raise RequestError("read-only")
    queries = _all(fields, "query")
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise RequestError("several-queries", count=len(queries)) if queries else RequestError("no-query")
    if len(queries[0].encode("utf-8")) > most:
        raise RequestError("body", most=most)
    id = id_of(request, *_all(fields, "id"))
    form = (_all(fields, "format") or [""])[0]
    return Asked(queries[0], tuple(_all(fields, "default-graph-uri")), tuple(_all(fields, "named-graph-uri")), form, id)


def id_of(request: Request, *said: str) -> str:
    """The id that a query is asked under, "" for none. RequestError where it is none."""
    id = [*said, request.headers.get("query-id", "")][0]
    if id and not _ID.fullmatch(id):
        raise RequestError("bad-id")
    return id


async def _explained(answer: Awaitable[T]) -> T:
    try:
        return await answer
    except QueryError as error:
        raise RequestError(error.kind, place=error.place, problem=error.problem, remedy=error.remedy) from error


def _arguments(published: Published, asked: Asked, forms: Mapping[str, str | None]) -> dict[str, object]:
    limits = published.limits
    graphs = {"default": asked.default, "named": asked.named}
    return {"text": asked.text, **graphs, "forms": forms, "rows": limits.rows, "bytes": limits.bytes}


def _form(request: Request, asked: Asked, forms: Sequence[Form]) -> tuple[Form, str] | None:
    """The form that an answer would have among these, and its media type; None where the client takes none of them."""
    if not asked.format:
        return negotiate.form(request.headers.get("accept", ""), forms)
    wanted = {"turtle": "ttl", "json-ld": "jsonld", "rdfxml": "rdf", "ntriples": "nt"}.get(asked.format.lower(), asked.format.lower())
    return next(((form, form.media[0]) for form in forms if wanted in (form.name, *form.media)), None)


async def while_connected(request: Request, answer: Awaitable[T]) -> T:
    """The answer, unless whoever asked goes away: then it is no longer worked for. ClientDisconnect."""
    job = asyncio.ensure_future(answer)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({job, gone}, return_when=asyncio.FIRST_COMPLETED)
        if job.done():
            return job.result()
        raise ClientDisconnect
    finally:
        for task in (gone, job):
            task.cancel()
        await asyncio.gather(gone, job, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request, most: int) -> bytes:
    # each byte of a query is at most three in a form
    return b"".join([chunk async for chunk in bodies.chunks(request, 3 * most, RequestError("body", most=most))])


def _fields(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise RequestError("not-utf-8") from error
    except ValueError as error:
        raise RequestError("several-queries", count=_FIELDS) from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError("not-utf-8") from error


def _all(fields: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]
