"""Points by longitude and latitude as a small drawing: where an entity is, and those that it has to do with. No boundaries, no tiles.

    what `dossier` tells ─ drawn ─► points with their places in the drawing, None where nothing has a place
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

WIDTH, HEIGHT, _EDGE = 320, 220, 26
_LABELLED = 7
_SMALLEST = 1.5
"""Degrees that the drawing spans at least: two villages side by side are not half a world apart."""
_MOST = 120


def drawn(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Points with `x` and `y` in the drawing, the entity's own first, and the lines of the grid; None where its place is not known."""
    own = _own(found)
    if own is None:
        return None
    others = {fact["other"]["iri"]: fact["other"] for group in found["groups"] for fact in group["facts"] if _placed(fact["other"])}
    others.pop(own["iri"], None)
    others = {iri: each for iri, each in others.items() if "Country" not in each["classes"]}
    points = [own, *list(others.values())[:_MOST]]
    places = [(float(each["point"][0]), float(each["point"][1])) for each in points]
    box = _box(places)
    shown: list[dict[str, Any]] = []
    taken: list[tuple[float, float]] = []
    for number, (each, place) in enumerate(zip(points, places, strict=True)):
        x, y = _at(place, box)
        room = all(abs(x - a) > 70 or abs(y - b) > 13 for a, b in taken)
        labelled = number == 0 or (len(taken) < _LABELLED and room)
        if labelled:
            taken.append((x, y))
        shown.append({**each, "x": x, "y": y, "labelled": labelled, "left": x > WIDTH * 0.62})
    return {"points": shown, "width": WIDTH, "height": HEIGHT, "approximate": own["iri"] != found["iri"], "grid": _grid(box)}


def _own(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """The entity itself, or the first place that it lies in or comes from."""
    if _placed(found):
        return {key: found[key] for key in ("iri", "label", "cls", "classes", "point")}
    for key in ("out-locatedIn", "out-settledIn", "out-originatesFrom"):
        for group in found["groups"]:
            if group["key"] == key:
                for fact in group["facts"]:
                    if _placed(fact["other"]):
                        return dict(fact["other"])
    return None


def _placed(each: Mapping[str, Any] | None) -> bool:
    if not each or "point" not in each:
        return False
    try:
        longitude, latitude = (float(value) for value in each["point"])
    except ValueError:
        return False
    return abs(longitude) <= 180 and abs(latitude) < 85


Box = tuple[float, float, float, float]
"""West, north, and drawing units for a degree east and a degree south."""


def _box(places: list[tuple[float, float]]) -> Box:
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, _SMALLEST), max(north - south, _SMALLEST)
    scale = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 2 * _EDGE) / high)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return middle_x - WIDTH / 2 / (scale * narrow), middle_y + HEIGHT / 2 / scale, scale * narrow, scale


def _at(place: tuple[float, float], box: Box) -> tuple[float, float]:
    west, north, across, down = box
    return round((place[0] - west) * across, 1), round((north - place[1]) * down, 1)


def _grid(box: Box) -> list[dict[str, Any]]:
    """Meridians and parallels at even degrees."""
    west, north, across, down = box
    east, south = west + WIDTH / across, north - HEIGHT / down
    step = next(each for each in (0.2, 0.5, 1, 2, 5, 10, 20, 45) if (east - west) / each <= 6 or each == 45)
    lines: list[dict[str, Any]] = []
    for number in range(math.ceil(west / step), math.floor(east / step) + 1):
        lines.append({"x": round((number * step - west) * across, 1), "name": f"{number * step:g}°"})
    for number in range(math.ceil(south / step), math.floor(north / step) + 1):
        lines.append({"y": round((north - number * step) * down, 1), "name": f"{number * step:g}°"})
    return lines
