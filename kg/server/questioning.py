"""The research questions as pages.

    /questions                                all of them, by title, with what each is for
    /questions/NAME?COLUMN=VALUE              the answer of one, narrowed by its parameters; its query; what its columns show
    /questions/NAME.csv?COLUMN=VALUE          the rows that are shown, all of them, in the order that is shown: csv, tsv, json, xml
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.graph import query
from kg.graph.query import Question, Result
from kg.graph.results import TABLES
from kg.server import asking, protocol, rendering
from kg.server.asking import FIRST, Answered
from kg.server.problems import RequestError
from kg.server.published import Published
from kg.server.tasks import from_cells
from kg.views.pinyin import reading

CHOICES = 40
"""Values of a parameter that are offered as a list to choose from; more are offered while one types."""
_READ = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Narrowed(Answered):
    """`fitting` rows of `whole` show what is asked for; `offers`: the values that the parameters have, by parameter."""

    fitting: int
    whole: int
    offers: Mapping[str, list[str]]


async def listed(request: Request) -> Response:
    """All questions."""
    lang = rendering.language(request)
    rows = [(question.name, title(question, lang), *purpose(question, lang)) for question in query.questions()]
    return rendering.page(request, "questions.html", {"questions": rows})


async def one(request: Request) -> Response:
    """A question with its answer."""
    lang, name = rendering.language(request), request.path_params["name"]
    question, where = _asked(request)
    explained = {column.name: column.zh if lang == "zh" else column.en for column in question.columns}
    titles = {column.name: column.heading_zh if lang == "zh" else column.heading_en for column in question.columns}
    values: dict[str, Any] = {
        "name": name, "title": title(question, lang), "purpose": purpose(question, lang), "text": question.text, "where": where,
        "explained": explained, "titles": titles, "parameters": [], "answer": None, "problem": None,
    }  # fmt: skip
    status = 200
    try:
        narrowed = await answer(request, question, where)
        values["parameters"] = [(key, sorted(narrowed.offers.get(key, []), key=_order)) for key in question.parameters]
        values["answer"] = await asking.shown(request, narrowed, question.text)
        counts = {"count": len(narrowed.result.rows), "fitting": narrowed.fitting, "whole": narrowed.whole}
        values["answer"] |= {"downloads": f"/questions/{name}", **counts}
    except RequestError as error:
        values["problem"], status = error.said(lang), error.status
    return rendering.page(request, "question.html", values | {"choices": CHOICES}, status, {"Cache-Control": "no-store"})


async def download(request: Request) -> Response:
    """The rows of a question's answer that its page shows, in its order and the form that the suffix names."""
    form = next((form for form in TABLES if form.name == request.path_params["form"]), None)
    if form is None:
        raise RequestError("not-found", path=request.url.path[:200])
    question, where = _asked(request)
    published: Published = request.app.state.published
    narrowed = await answer(request, question, where, published.limits.rows)
    rows = tuple(await asking.in_order(request, narrowed.result))
    result = Result(narrowed.result.kind, narrowed.result.columns, rows, narrowed.result.complete)
    content = await asyncio.to_thread(form.write, result)
    return Response(content, 200, {"Cache-Control": "no-cache", "Graph-State": published.state}, form.media[0])


ROUTES: tuple[BaseRoute, ...] = (
    Route("/questions", listed, methods=_READ),
    Route("/questions/{name}.{form}", download, methods=_READ),
    Route("/questions/{name}", one, methods=_READ),
)


def _asked(request: Request) -> tuple[Question, dict[str, str]]:
    """The question of a path, and the values that its parameters are narrowed to. RequestError where there is no such question."""
    question = next((each for each in query.questions() if each.name == request.path_params["name"]), None)
    if question is None:
        raise RequestError("not-found", path=request.url.path[:200])
    return question, {key: request.query_params[key] for key in question.parameters if request.query_params.get(key)}


async def answer(request: Request, question: Question, where: Mapping[str, str], first: int = FIRST) -> Narrowed:
    """The answer to a question, narrowed, of which so many rows are given. RequestError where there is none."""
    published: Published = request.app.state.published
    key = (published.state, str(first), question.name, *(part for item in sorted(where.items()) for part in item))
    kept = request.app.state.kept.get(key)
    if isinstance(kept, Narrowed):
        return kept
    limits, begun = published.limits, asyncio.get_running_loop().time()
    arguments = {"name": question.name, "where": dict(where), "rows": limits.rows, "first": first, "bytes": limits.bytes}
    run = published.run("question", arguments, protocol.id_of(request))
    said = json.loads((await protocol.while_connected(request, run)).body)
    result, seconds = from_cells(said["answer"]), asyncio.get_running_loop().time() - begun
    found = Narrowed(result, seconds, said["fitting"], said["whole"], said["offers"])
    request.app.state.kept.put(key, found)
    return found


def title(question: Question, lang: str) -> str:
    """What a question asks, in a language."""
    return question.title_zh if lang == "zh" else question.title_en


def purpose(question: Question, lang: str) -> tuple[str, str]:
    """What it is for, and the language that this is said in."""
    return (question.purpose_zh, "zh-CN") if lang == "zh" and question.purpose_zh else (question.purpose, "en")


def _order(value: str) -> tuple[str, str]:
    return reading(value[:40]), value
