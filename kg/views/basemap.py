"""A reader's own map beneath the points of the map layout: GeoJSON (RFC 7946) in, lines and areas as whole numbers out.

    file ─ json ─ geometries, every position checked ─► rounded to a grid ─► Basemap ─ table ─► the page

Positions are rounded to the finest grid on which the page can draw them all. Borders that two areas share stay shared, because both are
rounded alike; what becomes smaller than the grid falls away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError

LARGEST = 64_000_000  # bytes of a file: beyond them reading takes minutes and gigabytes
POINTS = 100_000  # positions that a browser draws in a frame
GRIDS = (0.0001, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)  # degrees; the first is eleven metres
GEODETIC = ("CRS84", "EPSG::4326", "EPSG:4326")  # ends of the names by which an old file says that it is in longitude and latitude
_DEPTHS = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}  # lists around a position
_POINTS = ("Point", "MultiPoint")
_FORMATS = "give a file in GeoJSON; a Shapefile, KML or TopoJSON is converted by ogr2ogr or mapshaper (-o format=geojson)"
_MEND = "mend the geometry, or leave it out"
_SMALLER = "simplify it first, for example with mapshaper (-simplify) or ogr2ogr (-simplify)"
_CONVERT = "convert it to longitude and latitude in WGS84 (EPSG:4326), for example with ogr2ogr -t_srs EPSG:4326"

Line = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Basemap:
    """What is drawn: `areas` are lists of rings, the outer one first, `lines` are open; both of [x, y, dx, dy, …] in steps of `grid`
    degrees, longitude first.

    `read`, `kept`: positions in the file and after rounding; `left`: points (places) of the file, which are not drawn.
    """

    name: str
    areas: list[list[list[int]]]
    lines: list[list[int]]
    grid: float
    read: int
    kept: int
    left: int

    def table(self) -> dict[str, Any]:
        """What the page needs of it."""
        return {"name": self.name, "grid": self.grid, "areas": self.areas, "lines": self.lines, "isSimpler": int(self.grid > GRIDS[0])}

    def notes(self) -> list[str]:
        """What is to be said of the difference between the file and what is drawn."""
        simpler = f"{self.name}: {self.read:,} positions were simplified to {self.kept:,}, on a grid of {self.grid}°"
        points = f"{self.name}: lines and areas are drawn, points are not: {self.left:,}"
        return [*([simpler] if self.grid > GRIDS[0] else []), *([points] if self.left else [])]


def read(path: Path) -> Basemap:
    """The basemap in a GeoJSON file. InputError that names the file where it cannot be read, is no GeoJSON, is not in longitude and
    latitude, has nothing to draw, or is too large.
    """
    found = _Reader(path)
    try:
        value = _json(path)
        found.check_reference(value)
        found.take(value, "the file")
    except RecursionError as error:
        raise InputError(path, "this is no GeoJSON: its lists are nested too deeply", _FORMATS) from error
    if not found.areas and not found.lines:
        what = "points alone" if found.left else "no geometry"
        raise InputError(path, f"it has {what}, so there is nothing to draw", "give areas or lines (Polygon, MultiPolygon, LineString, …)")
    count = sum(len(line) for line in (*found.lines, *(ring for area in found.areas for ring in area)))
    for grid in GRIDS:
        areas = [rings for area in found.areas if (rings := [steps for ring in area if len(steps := _rounded(ring, grid)) >= 8])]
        lines = [steps for line in found.lines if len(steps := _rounded(line, grid)) >= 4]
        kept = sum(len(steps) // 2 for steps in (*lines, *(ring for area in areas for ring in area)))
        if kept <= POINTS:
            return Basemap(path.name, areas, lines, grid, count, kept, found.left)
    raise InputError(path, f"its {count:,} positions are too many to draw, also on a grid of {GRIDS[-1]}°", _SMALLER)


def _rounded(line: Line, grid: float) -> list[int]:
    """A line on the grid, as its first position and the steps from each to the next; positions that fall together are one."""
    at = np.rint(line / grid).astype(np.int64)
    steps = np.diff(at, axis=0)
    steps = steps[steps.any(axis=1)]
    return [int(number) for number in np.concatenate((at[:1], steps)).ravel()]


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(path, f"it is larger than {LARGEST // 1_000_000} MB", _SMALLER)
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError(path, "there is no such file", "mend the path of the basemap") from error
    except OSError as error:
        raise InputError(path, f"the basemap cannot be read ({error.strerror})", "name a GeoJSON file that may be read") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "this is no GeoJSON: it is not in UTF-8", _FORMATS) from error
    except ValueError as error:
        raise InputError(path, f"this is no GeoJSON: {error}", _FORMATS) from error


class _Reader:
    """Gathers lines and areas; each position is checked, and a message says where in the file it stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.areas: list[list[Line]] = []
        self.lines: list[Line] = []
        self.left = 0

    def check_reference(self, value: Any) -> None:
        """Files before RFC 7946 may name a system of coordinates."""
        reference = value.get("crs") if isinstance(value, dict) else None
        name = str((reference.get("properties") or {}).get("name", "")) if isinstance(reference, dict) else ""
        if name and not name.endswith(GEODETIC):
            self._refuse(f"its coordinates are in {name}, not in longitude and latitude", _CONVERT)

    def take(self, value: Any, where: str) -> None:
        """Takes in a GeoJSON object, and what it holds."""
        kind = value.get("type") if isinstance(value, Mapping) else None
        if kind == "FeatureCollection":
            for number, feature in enumerate(self._list(value, "features", where), start=1):
                self.take(feature, f"feature {number}")
        elif kind == "Feature":
            if value.get("geometry") is not None:  # a feature may be without a place
                self.take(value["geometry"], where)
        elif kind == "GeometryCollection":
            for number, geometry in enumerate(self._list(value, "geometries", where), start=1):
                self.take(geometry, f"{where}, geometry {number}")
        elif kind in _POINTS:
            self.left += 1 if kind == "Point" else len(self._list(value, "coordinates", where))
        elif kind in _DEPTHS:
            self._geometry(str(kind), self._list(value, "coordinates", where), where)
        else:
            said = f"its type is {kind}" if kind else "it has no type"
            self._refuse(f"{where} is no GeoJSON object: {said}", _FORMATS)

    def _geometry(self, kind: str, coordinates: list[Any], where: str) -> None:
        if kind == "LineString":
            self.lines.append(self._line(coordinates, 2, where))
        elif kind == "MultiLineString":
            self.lines += [self._line(line, 2, f"{where}, line {number}") for number, line in enumerate(coordinates, start=1)]
        elif kind == "Polygon":
            self._area(coordinates, where)
        else:
            for number, area in enumerate(coordinates, start=1):
                self._area(area, f"{where}, area {number}")

    def _area(self, rings: Any, where: str) -> None:
        if not isinstance(rings, list):
            self._refuse(f"{where}: a list of rings was expected", _MEND)
        if rings:
            self.areas.append([self._line(ring, 4, f"{where}, ring {number}") for number, ring in enumerate(rings, start=1)])

    def _line(self, positions: Any, least: int, where: str) -> Line:
        if not isinstance(positions, list) or len(positions) < least:
            self._refuse(f"{where}: at least {least} positions were expected", _MEND)
        points = [point for number, each in enumerate(positions, start=1) for point in self._position(each, f"{where}, position {number}")]
        return np.array(points).reshape(-1, 2)

    def _position(self, position: Any, where: str) -> Iterator[float]:
        numbers = position[:2] if isinstance(position, list) else []
        if len(numbers) < 2 or not all(type(each) in (int, float) and abs(each) < 1e300 for each in numbers):
            said = json.dumps(position, ensure_ascii=False)[:60]
            self._refuse(f"{where}: [longitude, latitude] was expected, not {said}", _MEND)
        longitude, latitude = numbers
        if abs(longitude) > 180 or abs(latitude) > 90:
            told = f"{where}: {longitude}, {latitude} is no longitude and latitude in degrees"
            if abs(longitude) <= 90 and abs(latitude) <= 180:
                self._refuse(told, "write the longitude before the latitude, as GeoJSON has it")
            self._refuse(f"{told}, but metres of a projection, it seems", _CONVERT)
        return iter((float(longitude), float(latitude)))

    def _list(self, value: Mapping[str, Any], name: str, where: str) -> list[Any]:
        found = value.get(name)
        if not isinstance(found, list):
            self._refuse(f"{where}: its {name} are no list", _MEND)
        return found

    def _refuse(self, problem: str, remedy: str) -> NoReturn:
        raise InputError(self.path, problem, remedy)
