"""The page for documents that are sent in, of a server that was started with --allow-upload; of another there is no such page.

    GET  /upload            a form for a file
    POST /upload            the file is read in a process of its own; to the page of what was found in it
    GET  /upload/DRAFT      what was found: entities, facts with their sentences, what was not understood
    POST /upload/DRAFT      action=keep: into the graph folder; action=discard: gone

A request that changes something must come from a page of this server (Origin, Sec-Fetch-Site) and have the token of its form.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError
from kg.graph import folder
from kg.preview import formats
from kg.server import bodies, drafts, rendering, security
from kg.server.drafts import Draft, Drafts
from kg.server.problems import RequestError
from kg.server.published import Published

LARGEST = 8 << 20
"""Bytes of a document."""
SECONDS = 60.0
_SENDING = 300.0
"""Seconds that a document may take to come."""
_AROUND = 64 << 10
"""Bytes of a form beside the file in it."""
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}  # without a referrer a form of ours says Origin: null
_NOTICES = ("kept", "known", "discarded")


async def form(request: Request) -> Response:
    """The form for a file; what became of the last one."""
    _drafts(request)
    done = request.query_params.get("done", "")
    return _page(request, "upload.html", {"problem": "", "done": done if done in _NOTICES else ""})


async def send(request: Request) -> Response:
    """Takes a file, and leads to what was found in it."""
    held, published = _drafts(request), _published(request)
    security.refuse_other_sites(request)
    fields = await _fields(request)
    _check(held, fields)
    file = fields.get("document")
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise RequestError("no-file")
        content = await file.read()
        if len(content) > LARGEST:
            raise RequestError("file", most=LARGEST >> 20)
        path = await asyncio.to_thread(held.place, published.place, _named(file.filename), content)
        try:
            found = await _made(request, "find", {"path": str(path), "base": await asyncio.to_thread(_base, published)})
        except BaseException:
            await asyncio.to_thread(drafts.remove, path)
            raise
        name = held.add(path, found)
    except RequestError as error:
        return _page(request, "upload.html", {"problem": error.said(rendering.language(request)), "done": ""}, error.status)
    finally:
        await fields.close()
    return _to(request, f"/upload/{name}")


async def look(request: Request) -> Response:
    """What was found in a document."""
    return _shown(request, _draft(request))


async def decide(request: Request) -> Response:
    """Keeps a document, or lets it go."""
    held, published, draft = _drafts(request), _published(request), _draft(request)
    security.refuse_other_sites(request)
    fields = await _fields(request)
    _check(held, fields)
    name = request.path_params["draft"]
    if fields.get("action") == "discard":
        held.drop(name)
        return _to(request, "/upload", done="discarded")
    if fields.get("action") != "keep" or not folder.is_folder(published.graph):
        raise RequestError("not-found", path=request.url.path)
    try:
        async with held.writing:
            draft = _draft(request)  # somebody may have kept it, or let it go, meanwhile
            kept = await _made(request, "keep", {"path": str(draft.path), "folder": str(published.graph.resolve())})
            held.drop(name)
    except RequestError as error:
        if error.kind == "no-draft":
            raise
        return _shown(request, draft, error)
    return _to(request, "/upload", done="kept" if kept["new"] else "known")


_READ = ["GET", "HEAD"]
ROUTES: tuple[BaseRoute, ...] = (
    Route("/upload", form, methods=_READ),
    Route("/upload", send, methods=["POST"]),
    Route("/upload/{draft}", look, methods=_READ),
    Route("/upload/{draft}", decide, methods=["POST"]),
)


def _shown(request: Request, draft: Draft, problem: RequestError | None = None) -> Response:
    lang = rendering.language(request)
    values: dict[str, Any] = {"draft": request.path_params["draft"], "name": draft.path.name, "found": draft.found}
    values |= {"keeps": folder.is_folder(_published(request).graph), "problem": problem.said(lang) if problem else ""}
    return _page(request, "draft.html", values, problem.status if problem else 200)


def _page(request: Request, template: str, values: dict[str, Any], status: int = 200) -> Response:
    common = {"token": _drafts(request).token, "formats": formats(), "megabytes": LARGEST >> 20}
    return rendering.page(request, template, values | common, status, _HEADERS)


def _to(request: Request, path: str, **said: str) -> Response:
    return RedirectResponse(rendering.View(request, rendering.language(request)).url(path, **said), 303, _HEADERS)


def _published(request: Request) -> Published:
    published: Published = request.app.state.published
    return published


def _drafts(request: Request) -> Drafts:
    """RequestError where nothing may be sent in."""
    held: Drafts | None = request.app.state.drafts
    if held is None:
        raise RequestError("not-found", path=request.url.path[:200])
    return held


def _draft(request: Request) -> Draft:
    found = _drafts(request).get(request.path_params["draft"])
    if found is None:
        raise RequestError("no-draft")
    return found


def _check(held: Drafts, fields: FormData) -> None:
    token = fields.get("token")
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), held.token.encode()):
        raise RequestError("token")


def _named(said: str) -> str:
    try:
        return drafts.safe_name(said)
    except KgError as error:
        raise RequestError("suffix", offered=" ".join(formats())) from error


def _base(published: Published) -> str:
    """Where the IRIs of the graph folder begin, "" where it says nothing or is none."""
    return folder.read_manifest(published.graph).base if folder.is_folder(published.graph) else ""


async def _made(request: Request, task: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = await _published(request).process(task, arguments, SECONDS)
    except RequestError as error:
        if error.kind in ("crashed", "fault"):
            raise RequestError(f"{task}-crashed", how=error.parts.get("how") or error.parts.get("problem")) from error
        raise RequestError(f"file-{error.kind}", seconds=f"{SECONDS:g}") if error.kind in ("time", "memory") else error from error
    except KgError as error:
        raise RequestError("file-bad", problem=str(error)) from error
    found: dict[str, Any] = json.loads(answer.body)
    return found


async def _fields(request: Request) -> FormData:
    """The fields of a form. RequestError where they are larger than they may be, or no form."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    large = RequestError("file", most=LARGEST >> 20)
    try:
        if media == "multipart/form-data":
            stream = bodies.chunks(request, LARGEST + _AROUND, large, _SENDING)
            return await MultiPartParser(request.headers, stream, max_files=1, max_fields=4, max_part_size=_AROUND).parse()
        if media == "application/x-www-form-urlencoded":
            return await FormParser(request.headers, bodies.chunks(request, _AROUND, large)).parse()
    except (MultiPartException, ValueError, KeyError) as error:
        raise RequestError("no-file") from error
    raise RequestError("media", media=media or "无类型 / no type")
