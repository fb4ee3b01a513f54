"""The page for queries: an editor, and answers as a table, a network or a chart.

    /query?query=…&view=table|graph|chart     the editor with the query, and its answer; whole without script
    /query/terms                              what a query can be completed with, as JSON

What is shown stands in the address: `sort`, `down`, `start` of a table; `x`, `y`, `form` of a chart. A script asks the same address under
an id (header Query-Id), by which the query can be stopped, and takes the answer out of the page.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.graph.nquads import Term
from kg.graph.query import Result
from kg.graph.results import BY_KIND
from kg.server import answers, negotiate, pages, protocol, rendering
from kg.server.answers import PAGE, Order
from kg.server.problems import RequestError
from kg.server.published import Published
from kg.server.terms import terms

FIRST = 5000
"""Rows of an answer that a page has; the others can be downloaded."""
VIEWS = ("table", "graph", "chart")
_READ = ["GET", "HEAD"]
_LOOKED_AT = 300
"""Rows that tell what the columns of an answer are."""
_KEPT, _SMALL = 12, 20_000
EXAMPLE = """SELECT ?giver ?receiver (COUNT(DISTINCT ?document) AS ?documents)
WHERE {
  ?statement rdf:predicate rc:assists ;
    rdf:subject ?giver ;
    rdf:object ?receiver ;
    prov:wasDerivedFrom/oa:hasSource ?document .
}
GROUP BY ?giver ?receiver
ORDER BY DESC(?documents)
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and how many seconds it took."""

    result: Result
    seconds: float


class Kept:
    """The last answers, so that another view of one asks nothing again: by state of the graph and query, none that is large."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, ...], Answered] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Answered | None:
        """The answer of this key, None where it is not kept."""
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def put(self, key: tuple[str, ...], answered: Answered) -> None:
        """Keeps an answer, and lets the oldest go."""
        if len(answered.result.rows) * max(1, len(answered.result.columns)) <= _SMALL:
            self._answers[key] = answered
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)


async def editor(request: Request) -> Response:
    """The editor, and the answer where there is a query."""
    asked = request.query_params
    text = asked.get("query", "").replace("\r\n", "\n")
    values: dict[str, Any] = {"query": text, "example": EXAMPLE, "answer": None, "problem": None}
    status = 200
    if text.strip():
        try:
            answered = await answer(request, text)
            values["answer"] = await shown(request, answered, text)
        except RequestError as error:
            values["problem"], status = _told(error, text, rendering.language(request)), error.status
    return rendering.page(request, "query.html", values, status, {"Cache-Control": "no-store"})


async def completions(request: Request) -> Response:
    """What a query can be completed with, as JSON."""
    body = json.dumps(terms(), ensure_ascii=False).encode("utf-8")
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if negotiate.same(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    return Response(body, 200, headers, "application/json")


ROUTES: tuple[BaseRoute, ...] = (
    Route("/query", editor, methods=_READ),
    Route("/query/terms", completions, methods=_READ),
)


async def answer(request: Request, text: str) -> Answered:
    """The answer to a query, kept or asked for. RequestError where there is none."""
    published: Published = request.app.state.published
    kept: Kept = request.app.state.kept
    key = (published.state, text)
    found = kept.get(key)
    if found is None:
        begun = asyncio.get_running_loop().time()
        result, lasting = await protocol.ask(request, text, FIRST, protocol.id_of(request))
        found = Answered(result, asyncio.get_running_loop().time() - begun)
        if lasting:
            kept.put(key, found)
    return found


async def shown(request: Request, answered: Answered, text: str) -> dict[str, Any]:
    """What the page shows of an answer, in the view that the request asks for and the answer has."""
    result, asked = answered.result, request.query_params
    lang = rendering.language(request)
    names, base = await named(request, result.rows[:_LOOKED_AT])
    columns = answers.entities(Result(result.kind, result.columns, result.rows[:_LOOKED_AT]), names) if result.rows else []
    drawable = len(columns) > 1
    chart = answers.chart(result, names, lang, (asked.get("x", ""), asked.get("y", ""), asked.get("form", "")))
    views = [view for view in VIEWS if view == "table" or (view == "graph" and drawable) or (view == "chart" and chart)]
    view = asked.get("view", "") if asked.get("view", "") in views else "table"
    found: dict[str, Any] = {
        "kind": result.kind, "columns": result.columns, "count": len(result.rows), "complete": result.complete, "base": base,
        "seconds": answered.seconds, "view": view, "views": views, "forms": [form.name for form in BY_KIND[result.kind]], "text": text,
        "numbers": answers.numbers(result),
    }  # fmt: skip
    if view == "graph":
        part = Result(result.kind, result.columns, result.rows[: answers.LINKS * 3])
        names, _ = await named(request, part.rows)
        found["network"] = await asyncio.to_thread(answers.network, part, names, columns, lang)
    elif view == "chart" and chart:
        names, _ = await named(request, result.rows[: answers.BARS])
        found["chart"] = answers.chart(result, names, lang, (chart["x"], chart["y"], chart["kind"]))
    else:
        found |= await table(request, result)
    return found


async def table(request: Request, result: Result) -> dict[str, Any]:
    """The rows of a page of a table, in the order that the request asks for."""
    asked = request.query_params
    rows = await in_order(request, result)
    start = min(pages.count(asked.get("start", "")), max(0, len(rows) - 1)) // PAGE * PAGE
    shown_rows = rows[start : start + PAGE]
    names, _ = await named(request, shown_rows)
    lang = rendering.language(request)
    cells = [[answers.cell(term, names, lang) for term in row] for row in shown_rows]
    return {"rows": cells, "start": start, "size": PAGE, "order": _order(request)}


async def in_order(request: Request, result: Result) -> list[tuple[Term | None, ...]]:
    """All rows, in the order that the request asks for."""
    order = _order(request)
    places = [result.columns.index(order.column)] if order.column in result.columns else []
    by, _ = await named(request, [[row[place] for place in places] for row in result.rows]) if places else ({}, "")
    return await asyncio.to_thread(answers.ordered, result, order, by)


def _order(request: Request) -> Order:
    return Order(request.query_params.get("sort", ""), bool(request.query_params.get("down", "")))


async def named(request: Request, rows: Any) -> tuple[answers.Names, str]:
    """What the IRIs in rows are called, of those that the graph tells of, and where its IRIs begin."""
    found = await pages.show(request, "names", {"iris": answers.iris(rows)})
    return found["names"], found["base"]


def _told(error: RequestError, text: str, lang: str) -> dict[str, Any]:
    """What is wrong, and the line that it is in with the place in it."""
    told: dict[str, Any] = {"said": error.said(lang), "place": error.place, "before": "", "at": "", "after": ""}
    lines = text.split("\n")
    if error.place and error.place[0] <= len(lines):
        line, column = lines[error.place[0] - 1], error.place[1] - 1
        told |= {"before": line[:column][-60:], "at": line[column : column + 1] or " ", "after": line[column + 1 :][:40]}
    return told
