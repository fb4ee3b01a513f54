"""Answers as a page shows them: which rows, in which order, as cells; which columns a network and a chart can be drawn of.

    Result, what the IRIs are called ─ table ─► rows of cells      ─ network ─► nodes and links with their places      ─ chart ─► points

Every number that is shown is one of the answer: nothing is added up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

from kg import vocabulary
from kg.graph.nquads import XSD, Term
from kg.graph.query import Result, shown
from kg.views.pinyin import reading

PAGE = 200
"""Rows of a table that are shown at a time."""
BARS = 60
NODES, LINKS = 80, 200
_POINTS = 400
_WIDTH, _HEIGHT = 720.0, 300.0
_LEFT, _BOTTOM, _TOP, _RIGHT = 84.0, 34.0, 16.0, 24.0
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger")}
_TIME = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LINES = 26
_ROOM = 72.0

Names = Mapping[str, Mapping[str, Any]]
"""What IRIs are called: `label` and `cls` by IRI, of those that the graph knows; the label is "" where it does not name them."""


@dataclass(frozen=True, slots=True)
class Order:
    """How rows stand: by a column, "" for as they came; `down`: the largest first."""

    column: str = ""
    down: bool = False


def ordered(result: Result, order: Order, names: Names) -> list[tuple[Term | None, ...]]:
    """The rows in an order: numbers by size, words by how they are read, what has no value last."""
    rows = list(result.rows)
    if order.column not in result.columns:
        return rows
    place = result.columns.index(order.column)
    known = {row[place]: _key(row[place], names) for row in rows if row[place] is not None}
    filled = sorted((row for row in rows if row[place] is not None), key=lambda row: known[row[place]], reverse=order.down)
    return filled + [row for row in rows if row[place] is None]


def iris(rows: Iterable[Sequence[Term | None]]) -> list[str]:
    """The IRIs in rows, each once, as they come."""
    return list(dict.fromkeys(cell.value for row in rows for cell in row if cell is not None and cell.kind == "iri"))


def cell(term: Term | None, names: Names, lang: str) -> dict[str, Any]:
    """What a page shows of a term: `kind` is entity, term, iri, number, text or empty."""
    if term is None:
        return {"kind": "empty", "text": "", "language": ""}
    if term.kind == "iri":
        if _called(term.value, names):
            return {"kind": "entity", **names[term.value], "text": names[term.value]["label"]}
        if term.value.startswith(vocabulary.NAMESPACE):
            local = term.value.removeprefix(vocabulary.NAMESPACE)
            return {"kind": "term", "text": _label(local, lang) or local, "short": shown(term), "iri": term.value}
        return {"kind": "iri", "text": shown(term), "iri": term.value, "told": term.value in names}
    if term.kind == "literal" and term.datatype in _NUMBERS:
        return {"kind": "number", "text": term.value}
    return {"kind": "text", "text": shown(term), "language": term.language}


def numbers(result: Result) -> list[str]:
    """The columns that have numbers and nothing else."""
    return [name for place, name in enumerate(result.columns) if _all(result, place, lambda each: _number(each) is not None)]


def labels(result: Result) -> list[str]:
    """The columns that can stand beside a number."""
    return [name for name in result.columns if name not in numbers(result)] or list(result.columns[:1])


def entities(result: Result, names: Names) -> list[str]:
    """The columns that have IRIs of things that the graph tells of, and nothing else; of a graph subject and object."""
    if result.kind == "graph":
        return [result.columns[0], result.columns[2]]


    def told(term: Term) -> bool:
        return term.kind == "iri" and bool(_called(term.value, names))

    return [name for place, name in enumerate(result.columns) if _all(result, place, told)]


def chart(result: Result, names: Names, lang: str, chosen: tuple[str, str, str]) -> dict[str, Any] | None:
    """Bars, or a line over time, of a column of numbers by another; None where there is no such column.

    `chosen`: the two columns and "bar" or "line", each "" for what suits.
    """
    ys, xs = numbers(result), labels(result)
    if not ys or len(result.columns) < 2:
        return None
    x, y = chosen[0] if chosen[0] in result.columns else xs[0], chosen[1] if chosen[1] in ys else ys[0]
    at, of = result.columns.index(x), result.columns.index(y)
    rows = [(cell(row[at], names, lang), row[of]) for row in result.rows]
    pairs = [(label, value, number) for label, value in rows if value is not None and (number := _number(value)) is not None]
    over_time = bool(pairs) and all(_TIME.fullmatch(label["text"]) for label, _, _ in pairs)
    kind = chosen[2] if chosen[2] in ("bar", "line") else "line" if over_time else "bar"
    if kind == "line" and over_time:
        pairs.sort(key=lambda pair: pair[0]["text"])
    common = {"x": x, "y": y, "xs": [name for name in result.columns if name != y], "ys": ys, "kind": kind, "count": len(pairs)}
    most = BARS if kind == "bar" else _POINTS
    return {**common, "rows": _bars(pairs[:most]), "line": _line(pairs[:most]) if kind == "line" else None}


def network(result: Result, names: Names, columns: Sequence[str], lang: str) -> dict[str, Any]:
    """Nodes with their places and the links among them, as many as can be read; `left`: how many links are not drawn."""
    found = list(dict.fromkeys(_links(result, columns, lang)))
    places: dict[str, int] = {}
    links: list[tuple[int, int, str]] = []
    for one, other, name in found:
        if len(links) == LINKS:
            break
        if len(places) + len({one, other} - places.keys()) > NODES:
            continue
        links.append((places.setdefault(one, len(places)), places.setdefault(other, len(places)), name))
    nodes = [_node(iri, names) for iri in places]
    return {**_drawn(nodes, links), "left": len(found) - len(links)}


def _node(iri: str, names: Names) -> dict[str, Any]:
    cls = names[iri]["cls"] if iri in names else ""
    return {"iri": iri, "label": _called(iri, names) or shown(Term("iri", iri)), "cls": cls, "told": iri in names}


def _links(result: Result, columns: Sequence[str], lang: str) -> Iterable[tuple[str, str, str]]:
    """What each row links: the ends, and what the link is called where a column between them says so."""
    at = [result.columns.index(name) for name in columns]
    for row in result.rows:
        for first, second in zip(at, at[1:], strict=False):
            one, other = row[first], row[second]
            if one is None or other is None or other.kind != "iri" or one == other:
                continue
            between = [each for each in row[first + 1 : second] if each is not None and each.kind == "iri"]
            yield one.value, other.value, cell(between[0], {}, lang)["text"] if between else ""


def _drawn(nodes: Sequence[Mapping[str, Any]], links: Sequence[tuple[int, int, str]]) -> dict[str, Any]:
    from kg.views import layout

    points = layout.arrange([9.0] * len(nodes), [(one, other) for one, other, _ in links]).points
    left, top = (min((p[axis] for p in points), default=0.0) - margin for axis, margin in ((0, 80.0), (1, 24.0)))
    right, bottom = (max((p[axis] for p in points), default=0.0) + margin for axis, margin in ((0, 80.0), (1, 40.0)))
    at = [(round(x - left, 1), round(y - top, 1)) for x, y in points]
    lines = [
        {"x1": at[a][0], "y1": at[a][1], "x2": at[b][0], "y2": at[b][1], "name": name, "from": nodes[a]["label"], "to": nodes[b]["label"]}
        for a, b, name in links
    ]
    drawn = [{**node, "x": x, "y": y} for node, (x, y) in zip(nodes, at, strict=True)]
    return {"nodes": drawn, "lines": lines, "width": round(right - left), "height": round(bottom - top), "named": len(links) <= _LINES}


def _bars(pairs: Sequence[tuple[dict[str, Any], Term, Decimal]]) -> list[dict[str, Any]]:
    low, high = _range(pairs)
    whole = (high - low) or Decimal(1)
    return [
        {
            "label": label,
            "value": term.value,
            "from": float(round((min(number, Decimal(0)) - low) / whole * 100, 2)),
            "wide": float(max(round(abs(number) / whole * 100, 2), Decimal("0.4"))),
        }
        for label, term, number in pairs
    ]


def _line(pairs: Sequence[tuple[dict[str, Any], Term, Decimal]]) -> dict[str, Any]:
    """Points from left to right, joined where no label comes twice; gridlines at round numbers."""
    low, high = _range(pairs)
    step = _step((high - low) or Decimal(1))
    ceiling, floor = ((edge / step).to_integral_value(way) * step for edge, way in ((high, ROUND_CEILING), (low, ROUND_FLOOR)))
    whole = (ceiling - floor) or Decimal(1)

    def down(number: Decimal) -> float:
        return round(_TOP + float((ceiling - number) / whole) * (_HEIGHT - _TOP - _BOTTOM), 1)

    texts = [label["text"] for label, _, _ in pairs]
    distinct = list(dict.fromkeys(texts))
    across = _across(distinct)
    points = [{"x": across[label["text"]], "y": down(number), "label": label["text"], "value": term.value} for label, term, number in pairs]
    return {
        "points": points,
        "joined": " ".join(f"{p['x']},{p['y']}" for p in points) if len(distinct) == len(texts) else "",
        "marks": _marks(across),
        "grid": [{"y": down(floor + step * n), "text": f"{(floor + step * n).normalize():,f}"} for n in range(int(whole / step) + 1)],
        "width": _WIDTH, "height": _HEIGHT, "left": _LEFT, "right": _WIDTH - _RIGHT, "bottom": _HEIGHT - 10,
    }  # fmt: skip


def _across(texts: Sequence[str]) -> dict[str, float]:
    """Where labels stand: by their time where they all are times, at equal distances else."""
    moments = [_moment(text) for text in texts]
    places = [moment for moment in moments if moment is not None]
    if len(places) < len(texts):
        places = [float(place) for place in range(len(texts))]
    first = min(places, default=0.0)
    apart = (_WIDTH - _LEFT - _RIGHT) / ((max(places, default=0.0) - first) or 1.0)
    return {text: round(_LEFT + (place - first) * apart, 1) for text, place in zip(texts, places, strict=True)}


def _marks(across: Mapping[str, float]) -> list[dict[str, Any]]:
    """The labels that have room."""
    found: list[dict[str, Any]] = []
    for text, x in sorted(across.items(), key=lambda item: item[1]):
        if not found or x - found[-1]["x"] >= _ROOM:
            found.append({"x": x, "text": text})
    return found


def _moment(text: str) -> float | None:
    """A date as years: 2024-07 → 2024.5."""
    if not _TIME.fullmatch(text):
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return year + (month - 1) / 12 + (day - 1) / 372


def _step(whole: Decimal) -> Decimal:
    """A round number that goes some three to seven times into another."""
    tens = Decimal(10) ** (whole.adjusted())
    return next(tens * part for part in (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2)) if whole / (tens * part) <= 7)


def _range(pairs: Sequence[tuple[dict[str, Any], Term, Decimal]]) -> tuple[Decimal, Decimal]:
    values = [number for _, _, number in pairs]
    return min([Decimal(0), *values]), max([Decimal(0), *values])


def _number(term: Term) -> Decimal | None:
    if term.kind != "literal" or term.datatype not in _NUMBERS:
        return None
    try:
        found = Decimal(term.value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _all(result: Result, place: int, holds: Callable[[Term], bool]) -> bool:
    values = [row[place] for row in result.rows if row[place] is not None]
    return bool(values) and all(holds(value) for value in values if value is not None)


def _key(term: Term | None, names: Names) -> tuple[int, Decimal, str, str]:
    assert term is not None
    number = _number(term)
    if number is not None:
        return 0, number, "", ""
    text = (_called(term.value, names) if term.kind == "iri" else "") or shown(term)
    return 1, Decimal(0), reading(text[:60]), text


def _called(iri: str, names: Names) -> str:
    """What the graph calls an IRI, "" where it does not."""
    return str(names[iri]["label"]) if iri in names else ""


def _label(local: str, lang: str) -> str:
    known = vocabulary.load()
    for terms in (known.classes, known.properties, known.individuals):
        if local in terms:
            return terms[local].labels.get(lang, "")
    return ""
