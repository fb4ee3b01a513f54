"""Pairs of regions and programmes as pages.

    /pairs?kind=&programme=&giver=&receiver=&by=   who assists whom, who works with whom: a matrix, and a list for narrow screens
    /pairs.csv, /pairs.json                        the same rows
    /pair?one=&other=                              all that is told of two regions, by their IRIs; also /pair.json
    /programmes                                    programmes; also /programmes.json

    rows of pairs ─ grid ─► lines and columns by province, and the cells where they meet
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.graph.pairs import COLUMNS, LINES, RELATIONS
from kg.server.lists import answer
from kg.server.pages import READ, count, show, tagged
from kg.server.problems import RequestError

_LONGEST = 200
"""Characters of what is asked for that are looked at."""
_LISTED = 500
"""Pairs of the list beside a matrix."""
_HEADER = (
    "relation giver giver_code giver_province receiver receiver_code receiver_province facts facts_of_the_regions_themselves pairs "
    "first_year last_year years documents programmes money_yuan_greatest money_wording money_measure money_period"
).split()


async def pairs(request: Request) -> Response:
    """Pairs of regions."""
    asked = {key: request.query_params.get(key, "")[:_LONGEST] for key in ("kind", "programme", "giver", "receiver", "by")}
    path = request.url.path
    whole = not path.endswith((".csv", ".json"))
    found = await show(request, "pairs", asked | ({"kind": ""} if whole else {}))  # a matrix of the one relation has signs of the other
    if path.endswith(".csv"):
        return Response(_csv(found["rows"]), 200, tagged(request), "text/csv")
    if whole:
        chosen = asked["kind"] if asked["kind"] in RELATIONS else ""
        found["shown"] = chosen or next((each for each in RELATIONS if found["counts"][each]), RELATIONS[0])
        found["asked"] = {key: value for key, value in asked.items() if value}
        found |= grid(found["rows"], found["shown"])
    return answer(request, "pairs.html", found)


async def pair(request: Request) -> Response:
    """What is told of two regions. RequestError where one of them is none."""
    asked: dict[str, Any] = {end: request.query_params.get(end, "") for end in ("one", "other", "only")}
    found = await show(request, "pair", {**asked, "start": count(request.query_params.get("start", ""))})
    if found["missing"]:
        raise RequestError("not-found", path=f"{asked['one']} – {asked['other']}"[:200])
    return answer(request, "pair.html", found)


async def programmes(request: Request) -> Response:
    """Programmes, those that most documents name first."""
    return answer(request, "programmes.html", await show(request, "programmes", {"start": count(request.query_params.get("start", ""))}))


ROUTES: tuple[BaseRoute, ...] = (
    Route("/pairs", pairs, methods=READ),
    Route("/pairs.json", pairs, methods=READ),
    Route("/pairs.csv", pairs, methods=READ),
    Route("/pair", pair, methods=READ),
    Route("/pair.json", pair, methods=READ),
    Route("/programmes", programmes, methods=READ),
    Route("/programmes.json", programmes, methods=READ),
)


def grid(rows: Sequence[Mapping[str, Any]], shown: str) -> dict[str, Any]:
    """The matrix of one relation: `lines` and `columns` by province, `cells` by the IRIs of a line and a column, `list` of the pairs.

    A cell has the `row` of the relation shown, and as `also` that of the other relation. Cooperation has no giver: who assists elsewhere
    stands at the side. Where there are too many regions, those of the fewest facts are left out; `left`: how many pairs are not drawn.
    """
    givers, takers = ({row[end]["iri"] for row in rows if row["relation"] == "assists"} for end in ("giver", "receiver"))
    drawn = [_turned(row, givers, takers) for row in rows if row["relation"] == shown]
    others = {frozenset((row["giver"]["iri"], row["receiver"]["iri"])): row for row in rows if row["relation"] != shown}
    side, head = _most(drawn, "giver", LINES), _most(drawn, "receiver", COLUMNS)
    inside = [row for row in drawn if row["giver"]["iri"] in side and row["receiver"]["iri"] in head]
    cells: dict[str, dict[str, Any]] = {}
    for row in inside:
        also = others.get(frozenset((row["giver"]["iri"], row["receiver"]["iri"])))
        cells.setdefault(row["giver"]["iri"], {})[row["receiver"]["iri"]] = {"row": row, "also": also}
    lines, columns = (_grouped([row[end] for row in inside]) for end in ("giver", "receiver"))
    listed = _listed(drawn[:_LISTED])
    return {"lines": lines, "columns": columns, "cells": cells, "list": listed, "left": len(drawn) - len(inside), "whole": len(drawn)}


def _turned(row: Mapping[str, Any], givers: set[str], takers: set[str]) -> Mapping[str, Any]:
    """A row of cooperation with who assists elsewhere first."""
    first, second = row["giver"]["iri"], row["receiver"]["iri"]
    backwards = (second in givers) - (second in takers) > (first in givers) - (first in takers)
    return {**row, "giver": row["receiver"], "receiver": row["giver"]} if row["relation"] != "assists" and backwards else row


def _most(rows: Iterable[Mapping[str, Any]], end: str, most: int) -> set[str]:
    """The regions of one end with the most facts, so many at most."""
    counted: dict[str, int] = {}
    for row in rows:
        counted[row[end]["iri"]] = counted.get(row[end]["iri"], 0) + row["facts"]
    return set(sorted(counted, key=lambda iri: (-counted[iri], iri))[:most])


def _grouped(regions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Regions by province, each once, in the order of the division codes."""
    found: dict[str, dict[str, Any]] = {}
    unique = {region["iri"]: region for region in regions}
    for region in sorted(unique.values(), key=lambda region: (not region["code"], region["code"], region["iri"])):
        province = region["province"]
        found.setdefault(province["iri"], {"province": province, "regions": []})["regions"].append(region)
    return sorted(found.values(), key=lambda group: (not group["province"]["code"], group["province"]["code"]))


def _listed(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The pairs of each line."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["giver"]["iri"], {"giver": row["giver"], "rows": []})["rows"].append(row)
    return list(found.values())


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for row in rows:
        ends = [value for end in ("giver", "receiver") for value in (row[end]["label"], row[end]["code"], row[end]["province"]["label"])]
        years, money = row["years"], row["money"] or {}
        told = [row["facts"], row["own"], row["pairs"], *([years[0], years[-1]] if years else ["", ""]), "|".join(years), row["documents"]]
        sums = [money.get(key, "") for key in ("value", "wording", "measure", "period")]
        writer.writerow([row["relation"], *ends, *told, "|".join(row["programmes"]), *sums])
    return "\ufeff" + text.getvalue()
