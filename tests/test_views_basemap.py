"""A reader's own map beneath the points: what is read of GeoJSON, what is refused and how, and that it is drawn where the points are."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import views_sample as sample
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_bad_input import assert_refused
from test_views import Page
from test_views_browser import CITY, Browser, browser, driver
from typer.testing import Result

from kg.errors import InputError
from kg.views import basemap
from kg.views.visualise import visualise, write

__all__ = ["browser", "driver"]  # fixtures
Run = Callable[..., Result]

SQUARE = [[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 31.0], [120.0, 30.0]]
HOLE = [[120.4, 30.4], [120.6, 30.4], [120.6, 30.6], [120.4, 30.6], [120.4, 30.4]]
POSITIONS = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)


def area(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": "虚构"}, "geometry": geometry}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def saved(value: object, folder: Path, name: str = "ground.geojson") -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def unrolled(steps: list[int], grid: float) -> list[tuple[float, float]]:
    """The positions of a line as the page reads them."""
    found, x, y = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x * grid, y * grid))
    return found


def test_every_kind_of_geometry_is_read(tmp_path: Path) -> None:
    line = [[120, 30], [121, 31, 250]]  # a height may follow
    kinds = [
        area(SQUARE, HOLE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]},
        {"type": "LineString", "coordinates": line},
        {"type": "MultiLineString", "coordinates": [line, line]},
        {"type": "GeometryCollection", "geometries": [area(SQUARE), {"type": "Point", "coordinates": [1, 2]}]},
        {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        None,
    ]
    found = basemap.read(saved(collection(*map(feature, kinds)), tmp_path))
    assert [len(rings) for rings in found.areas] == [2, 1, 1, 1]
    assert [unrolled(each, found.grid) for each in found.lines] == [[(120, 30), (121, 31)]] * 3
    assert found.areas[0][0] == [1_200_000, 300_000, 10_000, 0, 0, 10_000, -10_000, 0, 0, -10_000]
    assert found.notes() == ["ground.geojson: lines and areas are drawn, points are not: 3"]


@pytest.mark.parametrize("value", [area(SQUARE), feature(area(SQUARE)), collection(feature(area(SQUARE)))])
def test_a_geometry_a_feature_and_a_collection_say_the_same(value: Any, tmp_path: Path) -> None:
    assert basemap.read(saved(value, tmp_path)).areas == basemap.read(saved(area(SQUARE), tmp_path)).areas


@settings(max_examples=60, deadline=None)
@given(line=st.lists(POSITIONS, min_size=2, max_size=30), grid=st.sampled_from(basemap.GRIDS))
def test_rounding_moves_no_position_by_more_than_half_a_step(line: list[list[float]], grid: float) -> None:
    import numpy as np

    drawn = unrolled(basemap._rounded(np.array(line), grid), grid)
    reach = math.hypot(grid, grid) / 2 + 1e-9
    assert all(min(math.dist(at, each) for each in drawn) <= reach for at in line)
    assert all(a != b for a, b in zip(drawn, drawn[1:], strict=False)), "no position is drawn twice"
    backwards = unrolled(basemap._rounded(np.array(line[::-1]), grid), grid)
    assert {(round(x, 6), round(y, 6)) for x, y in backwards} == {(round(x, 6), round(y, 6)) for x, y in drawn}, "a border looks the same from both sides"


def test_a_large_file_is_simplified_and_a_huge_one_refused_and_both_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basemap, "POINTS", 200)
    circle = [[100 + math.cos(turn / 500), 30 + math.sin(turn / 500)] for turn in range(3142)]
    found = basemap.read(saved(area([*circle, circle[0]]), tmp_path))
    assert (found.read, found.grid, found.kept <= 200) == (3143, 0.05, True)
    assert found.notes() == [f"ground.geojson: 3,143 positions were simplified to {found.kept}, on a grid of 0.05°"]
    monkeypatch.setattr(basemap, "POINTS", 20)
    with pytest.raises(InputError, match=r"ground.geojson: its 3,143 positions are too many to draw.*mapshaper"):
        basemap.read(saved(area([*circle, circle[0]]), tmp_path))
    monkeypatch.setattr(basemap, "LARGEST", 1000)
    with pytest.raises(InputError, match=r"ground.geojson: it is larger than 0 MB; simplify it first"):
        basemap.read(tmp_path / "ground.geojson")


REFUSED: dict[str, tuple[object, str]] = {
    "metres of a projection": (area([[13358338, 3503549], [13469658, 3503549], [13469658, 3632749], [13358338, 3503549]]), r"the file, ring 1, position 1: 13358338, 3503549 is no longitude.*metres.*EPSG:4326"),
    "latitude first": (collection(feature({"type": "LineString", "coordinates": [[31.3, 120.6], [31.4, 120.7]]})), r"feature 1, position 1: 31.3, 120.6 .*longitude before the latitude"),
    "another system": (collection(feature(area(SQUARE)), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), r"its coordinates are in urn:ogc:def:crs:EPSG::3857.*ogr2ogr"),
    "TopoJSON": ({"type": "Topology", "arcs": []}, r"the file is no GeoJSON object: its type is Topology.*mapshaper"),
    "another JSON": ([1, 2], r"the file is no GeoJSON object: it has no type"),
    "no JSON": ('{"type": "Polygon",\n "coordinates": [[[1,}', r"this is no GeoJSON: Expecting value: line 2 column 22"),
    "nested without end": ("[" * 100_000, r"this is no GeoJSON: its lists are nested too deeply"),
    "points alone": (collection(feature({"type": "Point", "coordinates": [120, 30]})), r"it has points alone, so there is nothing to draw; give areas or lines"),
    "nothing": (collection(), r"it has no geometry, so there is nothing to draw"),
    "not a number": (area([[120, 30], ["121", 30], [121, 31], [120, 30]]), r'the file, ring 1, position 2: \[longitude, latitude\] was expected, not \["121", 30\]'),
    "infinite": ('{"type": "LineString", "coordinates": [[1e999, 30], [NaN, 31]]}', r"the file, position 1: \[longitude, latitude\] was expected"),
    "a number without end": ('{"type": "LineString", "coordinates": [[1' + "0" * 400 + ", 30], [1, 2]]}", r"the file, position 1: \[longitude, latitude\] was expected"),
    "a ring of two": (area([[120, 30], [121, 30]]), r"the file, ring 1: at least 4 positions were expected"),
    "features in no list": ({"type": "FeatureCollection", "features": {}}, r"the file: its features are no list"),
    "a ring in no list": ({"type": "MultiPolygon", "coordinates": [5]}, r"the file, area 1: a list of rings was expected"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_map_in_longitude_and_latitude_is_refused(case: str, run: Run, graph_file: Path, tmp_path: Path) -> None:
    value, message = REFUSED[case]
    path = saved(value, tmp_path)
    result = run("view", graph_file, "-o", tmp_path / "page.html", "--basemap", path)
    assert_refused(result, f"ground.geojson: {message}")
    assert [each.name for each in tmp_path.iterdir()] == [path.name], "nothing is written"


def test_a_file_that_cannot_be_read_is_named(run: Run, graph_file: Path, tmp_path: Path) -> None:
    (tmp_path / "gbk.geojson").write_bytes('{"type": "南"}'.encode("gbk"))
    for name, message in {"none.geojson": "there is no such file", "gbk.geojson": "this is no GeoJSON: it is not in UTF-8", ".": "the basemap cannot be read"}.items():
        assert_refused(run("view", graph_file, "-o", tmp_path / "page.html", "--basemap", tmp_path / name), message)


def test_the_command_puts_it_into_the_page(run: Run, graph_file: Path, tmp_path: Path) -> None:
    path = saved(collection(feature(area(SQUARE)), feature({"type": "Point", "coordinates": [1, 2]})), tmp_path, "<script>&.json")
    result = run("view", graph_file, "-o", tmp_path / "page.html", "--basemap", path)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.endswith("<script>&.json: lines and areas are drawn, points are not: 1\n")
    page = Page((tmp_path / "page.html").read_text("utf-8"))
    assert page.data("rest")["basemap"] == basemap.read(path).table()
    assert "basemap" not in Page(visualise(sample.small(), "图")).data("rest")


def test_it_is_drawn_beneath_the_points_in_their_projection(browser: Browser, tmp_path: Path) -> None:
    network = sample.small()
    network.nodes[CITY].update(longitude="120.5", latitude="30.5")
    network.nodes[sample.iri("Region", "白榆县")].update(longitude="118", latitude="33")
    ground = basemap.read(saved(collection(feature(area(SQUARE)), feature({"type": "LineString", "coordinates": [[118, 33], [120.5, 30.5]]})), tmp_path))
    write(visualise(network, "图", basemap=ground), browser.folder / "page.html")
    browser.prefer("prefers-reduced-motion", "reduce")
    browser.driver.get((browser.folder / "page.html").as_uri() + "#t=light")
    land = browser.ask("return getComputedStyle(document.documentElement).getPropertyValue('--land').trim()")
    assert f'fill="{land}"' not in browser.ask("return kg.svg()"), "the network lies on no map"
    browser.ask("document.getElementById('map').click()")
    browser.settle()
    svg = ElementTree.fromstring(browser.ask("return kg.svg()"))
    drawn = {each.get("class"): numbers(each.get("d")) for each in svg.iter("{http://www.w3.org/2000/svg}path") if each.get("class")}
    city, other = (browser.ask("return kg.locate(arguments[0])", key) for key in (CITY, sample.iri("Region", "白榆县")))
    corners = drawn["land"]
    middle = [(min(values) + max(values)) / 2 for values in zip(*corners, strict=True)]
    assert math.dist(middle, (city["x"], city["y"])) < 2, "the city lies in the middle of its square"
    assert math.dist(drawn["border"][0], (other["x"], other["y"])) < 2
    corner = (corners[0][0] * 0.8 + middle[0] * 0.2, corners[0][1] * 0.8 + middle[1] * 0.2)
    pixel = "const c = document.querySelector('canvas'), r = c.width / c.clientWidth; return [...c.getContext('2d').getImageData(arguments[0] * r, arguments[1] * r, 1, 1).data]"
    assert browser.ask(pixel, *corner)[:3] == [int(land[place : place + 2], 16) for place in (1, 3, 5)]
    assert browser.find("#unplaced").text.endswith("底图：ground.geojson")
    assert browser.errors() == []
    browser.prefer("prefers-reduced-motion", "")


def numbers(way: str | None) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", way or "")]
