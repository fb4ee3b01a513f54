"""What the project knows of places: `seeds/gazetteer/` as a closed, typed view.

    load() ─► Gazetteer ─► forms["伊宁"]        (Form 伊宁 → 654002, Form 伊宁 → 654021)
                           division("654002")   Division 伊宁市, a county, city=True
                           ancestors("654002")  ("654000", "650000", "CN")
                           types("654002")      ("City", "County")

Codes: six digits for provinces, prefectures and counties, nine for townships, ISO 3166-1 alpha-2 for countries, and names of our own
(`XPCC`, `XPCC-01`, `XPCC-01-010`) for the Xinjiang Production and Construction Corps, whose divisions and regiments have no
official code. What was renamed or upgraded has today's code under all its names; what ended keeps its own, and `successor` leads to what
it has become (`kg.history`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg import data, history, tables
from kg.errors import SeedError
from kg.history import Tenure

T = TypeVar("T")

CLASSES = {
    "country": "Country",
    "province": "Province",
    "prefecture": "Prefecture",
    "county": "County",
    "township": "Township",
    "corps": "Region",
    "corps-division": "Region",
    "regiment": "Region",
}
"""Level of a division → local name of its class in the vocabulary."""

KINDS = ("full", "short", "customary", "former")
"""Kinds of forms, the most reliable first; candidates of one surface form stand in this order."""

AREA_KINDS = ("economic", "relief", "river", "water", "mountain", "historical", "international", "direction")
ZONE_KINDS = ("park", "new-area", "district", "scenic")
SCOPES = ("province", "place", "country")
_EVER = 9999
PLACES = ("code", "name", "level", "parent", "lon", "lat", "short_names", "customary_names", "risky_forms")
"""Columns of the three tables of what exists: countries, divisions, corps (which adds `seat`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A wording that names a division.

    `code`: the division's code. `kind`: full (苏州市), short (苏州: without its kind), customary (克州, 农一师) or former
    (吴县市: its name of old). `risky`: also an ordinary word, another thing's name, or shared with other divisions, so that it
    needs context (朝阳, 和平, 团结).
    """

    text: str
    code: str
    kind: str
    risky: bool


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division, a country, or a unit of the Production and Construction Corps.

    `level`: a key of `CLASSES`. `parent`: code of what it lies in, None for countries. `city`: whether it has 市 status. `lon`,
    `lat`: of its seat, in degrees, None where unknown. `start`, `end`: the years between which an abolished division existed,
    None for what exists today.
    """

    code: str
    name: str
    level: str
    parent: str | None
    city: bool
    forms: tuple[Form, ...] = ()
    lon: Decimal | None = None
    lat: Decimal | None = None
    start: str | None = None
    end: str | None = None

    @property
    def years(self) -> str | None:
        """The years between which it existed, as an interval of ISO 8601: 1983/2012, ../2012; None for what exists today."""
        first = ".." if self.start == str(history.FIRST) else self.start
        return f"{first}/{self.end}" if self.end else None


@dataclass(frozen=True, slots=True)
class Area:
    """A named area that is no division. `kind`: one of `AREA_KINDS`; `codes`: the divisions it lies in or touches, as far as given."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A park, new area or other unit of administration that is no division.

    `code`: its number in the statistics, empty where it has none. `parent`: code of the division it lies in. `kind`: one of `ZONE_KINDS`.
    """

    code: str
    name: str
    parent: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """All that `seeds/gazetteer/` says, read-only.

    `divisions`: code → what exists today (countries, provinces, prefectures, counties, corps); `abolished`: code → what does not.
    `forms`: surface form → its candidates, in the order of `KINDS`, then by level and code. `seats`: code of a unit of the corps →
    code of the city it is one with, or of the county it lies in. `abbreviations`: one character → codes, the most usual first;
    `scopes`: the same character → province (may stand in a row like 沪苏浙), place (only fused, as in 苏霍) or country.
    `areas`, `zones`: name or alias → what it names. `townships` is read when first asked for. `successors`: what ended → today's
    divisions; `borne`: full name → who bore it, from which year, up to which, where there were several.
    """

    folder: Path
    divisions: Mapping[str, Division]
    abolished: Mapping[str, Division]
    forms: Mapping[str, tuple[Form, ...]]
    seats: Mapping[str, str]
    abbreviations: Mapping[str, tuple[str, ...]]
    scopes: Mapping[str, str]
    areas: Mapping[str, Area]
    zones: Mapping[str, Zone]
    successors: Mapping[str, tuple[str, ...]] = field(repr=False)
    borne: Mapping[str, tuple[tuple[str, int, int], ...]] = field(repr=False)

    @property
    def townships(self) -> Townships:
        """Name → the townships, towns and subdistricts of that name (城关镇: some hundred)."""
        return load_townships(self.folder)

    def division(self, code: str) -> Division:
        """The division of this code, today's before an abolished one, townships included. KeyError for a code that nothing has."""
        found = self._find(code)
        if found is None:
            raise KeyError(code)
        return found

    def has(self, code: str) -> bool:
        """Whether some division has this code, or had it."""
        return self._find(code) is not None

    def _find(self, code: str) -> Division | None:
        return self.divisions.get(code) or self.abolished.get(code) or (self.townships.by_code(code) if len(code) == 9 else None)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Codes of what the division lies in, nearest first: 654021 → ("654000", "650000", "CN"). KeyError for an unknown code."""
        parent = self.division(code).parent
        return () if parent is None else (parent, *self.ancestors(parent))

    def contains(self, outer: str, inner: str) -> bool:
        """Whether the division `inner` lies in `outer`; none lies in itself. KeyError for an unknown `inner`."""
        return outer in self.ancestors(inner)

    def related(self, one: str, other: str) -> bool:
        """Whether two divisions are one, or one of them lies in the other. KeyError for an unknown code."""
        return one == other or self.contains(one, other) or self.contains(other, one)

    def types(self, code: str) -> tuple[str, ...]:
        """Local names of a division's classes in the vocabulary: 320500 → ("City", "Prefecture"). KeyError for an unknown code."""
        division = self.division(code)
        return ("City", CLASSES[division.level]) if division.city else (CLASSES[division.level],)

    def successor(self, code: str) -> tuple[str, ...]:
        """Codes of today's divisions that an abolished one has become, through all changes between; () for what exists today."""
        return self.successors.get(code, ())

    def forms_in(self, text: str, year: int | None) -> tuple[Form, ...]:
        """What a surface form names in a text of that year: who bore the name then, before who bears it today.

        哈密市 is 伊州区 before 2016, when 哈密地区 took the name over; in a year of change and where the year is unknown, today's.
        """
        forms = self.forms.get(text, ())
        borne = self.borne.get(text, ()) if year is not None else ()
        then = {code for code, start, end in borne if year is not None and start <= year < end}
        if not then:
            return forms
        others = {code for code, *_ in borne} - then
        risky = any(form.risky for form in forms if form.kind in ("full", "former"))
        known = {form.code for form in forms}
        named = (Form(text, code, "full", risky) for code in sorted(then - known))
        return (*named, *(form for form in forms if form.code not in others))


class Townships(Mapping[str, tuple[Division, ...]]):
    """Name → townships of that name, by code. Each `Division` is made when it is asked for: there are some 43,000."""

    def __init__(self, codes: dict[str, str], names: dict[str, str], parents: dict[str, str]) -> None:
        """`codes`: name → codes, joined by "|"; `names`: code → name; `parents`: code → parent where that is not its first six digits."""
        self._codes = codes
        self._names = names
        self._parents = parents

    def __getitem__(self, name: str) -> tuple[Division, ...]:
        return tuple(self._division(code, name) for code in self._codes[name].split("|"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def by_code(self, code: str) -> Division | None:
        """The township of this code, None where there is none."""
        return self._division(code, self._names[code]) if code in self._names else None

    def _division(self, code: str, name: str) -> Division:
        return Division(code, name, "township", self._parents.get(code, code[:6]), False, (Form(name, code, "full", False),))


@cache
def load(folder: Path | None = None) -> Gazetteer:
    """The gazetteer in `folder` (by default the project's own), without townships.

    SeedError for a missing, misnamed or additional column, an unknown level, kind or scope, a parent or code that no row has, a code or
    name that occurs twice, a number that is none, a risky form that is none of the row's forms.
    """
    place = folder or data.folder("seeds") / "gazetteer"
    now: dict[str, Division] = {}
    _read_places(place / "countries.csv", PLACES, ("country",), now)
    _read_places(place / "divisions.csv", PLACES, ("province", "prefecture", "county"), now)
    seats = _read_places(place / "xpcc.csv", (*PLACES, "seat"), ("corps", "corps-division", "regiment"), now)
    tenures = history.read(place / "history.csv", now)
    successors = history.successors(tenures, now)
    past = _earlier(now, tenures, successors)
    known = now.keys() | past.keys()
    abbreviations, scopes = _read_abbreviations(place / "abbreviations.csv", known)
    areas, zones = _read_areas(place / "areas.csv", known), _read_zones(place / "zones.csv", known)
    forms, borne = _index(now, past), _borne(now, tenures)
    return Gazetteer(place, now, past, forms, seats, abbreviations, scopes, areas, zones, successors, borne)


@cache
def load_townships(folder: Path | None = None) -> Townships:
    """The townships of `folder/townships.csv`. SeedError for a row whose code, name or parent is none."""
    path = (folder or data.folder("seeds") / "gazetteer") / "townships.csv"
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    for line, (code, name, parent) in tables.rows(path, ("code", "name", "parent")):
        if len(code) != 9 or len(parent) != 6 or not name:
            raise SeedError(path, line, f"a township has nine digits, a name and six digits of its parent, not {code},{name},{parent}")
        codes[name] = f"{codes[name]}|{code}" if name in codes else code
        if code not in names:
            names[code] = name
            if not code.startswith(parent):
                parents[code] = parent
    return Townships(codes, names, parents)


def _read_places(path: Path, columns: tuple[str, ...], levels: tuple[str, ...], now: dict[str, Division]) -> dict[str, str]:
    """The table's divisions into `now`; comes out: code → seat, where the table has that column. A parent stands before its children."""
    seats: dict[str, str] = {}
    for line, (code, name, level, parent, lon, lat, short, customary, risky, *one_with) in tables.rows(path, columns):
        tables.one_of(path, line, "level", level, levels)
        if code in now:
            raise SeedError(path, line, f"the code {code} occurs twice")
        if level != "country" or parent:
            tables.known(path, line, (parent,), now)
        if one_with and one_with[0]:
            seats[code] = tables.known(path, line, (one_with[0],), now)[0]
        shorts, customs = tables.split(short), tables.split(customary)
        marked = tables.risky(path, line, risky, (name, *shorts, *customs))
        forms: tuple[Form, ...] = (Form(name, code, "full", name in marked),)
        if shorts:
            forms += tuple([Form(text, code, "short", text in marked) for text in shorts])
        if customs:
            forms += tuple([Form(text, code, "customary", text in marked) for text in customs])
        # A corps division is written together with its city (第一师阿拉尔市) and is yet no city itself.
        city = name.endswith("市") and not level.startswith("corps")
        seat = (tables.degrees(path, line, lon), tables.degrees(path, line, lat))
        now[code] = Division(code, name, level, parent or None, city, forms, *seat)
    return seats


def _earlier(now: dict[str, Division], tenures: Sequence[Tenure], successors: Mapping[str, tuple[str, ...]]) -> dict[str, Division]:
    """The divisions that ended, by code. Former names of what exists are added in `now`.

    A former name is none that some division bears in full today, none that the row's division or one that it was merged into has kept
    (镇沅县, today's short form of 镇沅彝族哈尼族拉祜族自治县), and it is its last bearer's only.
    """
    full = {division.name for division in now.values()}
    bearer = {form.text: code for code, division in now.items() for form in division.forms}
    kept = {(tenure.code, tenure.name): tenure.division for tenure in tenures}
    past: dict[str, Division] = {}
    for code, tenure in history.last(tenures).items():
        if code not in now:
            starts = [each.start for each in tenures if each.division == code]
            city = tenure.name.endswith("市")
            years = str(min(starts)), str(tenure.end)
            past[code] = Division(code, tenure.name, tenure.level, tenure.parent, city, (), None, None, *years)
    for tenure in tenures:
        code = tenure.division
        if kept.keys() & {(heir, tenure.name) for heir in tenure.following if kept.get((heir, tenure.name)) != code}:
            continue
        place = now if code in now else past
        taken, heirs = {form.text for form in place[code].forms}, successors.get(code, ())
        fresh = [text for text in tenure.texts if text not in full and text not in taken and bearer.get(text) not in heirs]
        forms = [Form(text, code, "former", text in tenure.risky) for text in fresh]
        place[code] = replace(place[code], forms=(*place[code].forms, *forms))
    return past


def _borne(now: Mapping[str, Division], tenures: Sequence[Tenure]) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """Name that several divisions bore in full → who, from which year, up to which; today's bearers of names of old among them."""
    since: dict[str, int] = {}
    borne: dict[str, set[tuple[str, int, int]]] = {}
    for tenure in tenures:
        if tenure.division in now and tenure.name != now[tenure.division].name:
            since[tenure.division] = max(tenure.end, since.get(tenure.division, 0))
        start = 0 if tenure.start == history.FIRST else tenure.start
        borne.setdefault(tenure.name, set()).add((tenure.division, start, tenure.end))
    for code, division in now.items():
        borne.setdefault(division.name, set()).add((code, since.get(code, 0), _EVER))
    return {name: tuple(sorted(found)) for name, found in borne.items() if len({code for code, *_ in found}) > 1}


def _read_abbreviations(path: Path, known: Collection[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Comes out: character → codes, character → scope. The column `note` is for readers of the table."""
    codes_of: dict[str, tuple[str, ...]] = {}
    scopes: dict[str, str] = {}
    for line, (character, codes, scope, _note) in tables.rows(path, ("character", "codes", "scope", "note")):
        if len(character) != 1 or character in codes_of:
            raise SeedError(path, line, f"{character} is not one character, or occurs twice")
        scopes[character] = tables.one_of(path, line, "scope", scope, SCOPES)
        codes_of[character] = tables.known(path, line, tables.split(codes), known)
    return codes_of, scopes


def _read_areas(path: Path, known: Collection[str]) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for line, (name, aliases, kind, codes) in tables.rows(path, ("name", "aliases", "kind", "codes")):
        tables.one_of(path, line, "kind", kind, AREA_KINDS)
        area = Area(name, tables.split(aliases), kind, tables.known(path, line, tables.split(codes), known))
        _enter(path, line, areas, (name, *area.aliases), area)
    return areas


def _read_zones(path: Path, known: Collection[str]) -> dict[str, Zone]:
    zones: dict[str, Zone] = {}
    for line, (code, name, parent, kind, aliases) in tables.rows(path, ("code", "name", "parent", "kind", "aliases")):
        tables.one_of(path, line, "kind", kind, ZONE_KINDS)
        zone = Zone(code, name, tables.known(path, line, (parent,), known)[0], kind, tables.split(aliases))
        _enter(path, line, zones, (name, *zone.aliases), zone)
    return zones


def _enter(path: Path, line: int, index: dict[str, T], names: tuple[str, ...], thing: T) -> None:
    for name in names:
        if name in index:
            raise SeedError(path, line, f"the name {name} occurs twice")
        index[name] = thing


def _index(now: dict[str, Division], past: dict[str, Division]) -> dict[str, tuple[Form, ...]]:
    """Surface form → candidates, in the order of `KINDS`, then by level and code."""
    found: dict[str, tuple[Form, ...]] = {}
    several: set[str] = set()
    for divisions in (now, past):
        for division in divisions.values():
            for form in division.forms:
                if form.text in found:
                    several.add(form.text)
                    found[form.text] += (form,)
                else:
                    found[form.text] = (form,)
    rank = {name: place for place, name in enumerate((*KINDS, *CLASSES))}
    for text in several:
        found[text] = tuple(
            sorted(found[text], key=lambda form: (rank[form.kind], rank[(now.get(form.code) or past[form.code]).level], form.code))
        )
    return found
