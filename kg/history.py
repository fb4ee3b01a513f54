"""What divisions were called in other times, and what those that ended have become: `seeds/gazetteer/history.csv`.

    昆山县 320523, 昆山市 329012  ─►  320583   renamed, upgraded or given another code: one division, by its code of today
    沧浪区, 平江区, 金阊区       ─►  320502, 320503, 320504   merged into 姑苏区: each an ended division of its own, which leads to 姑苏区

A row is a tenure: the years in which a code stood for a name. Its column `division` says whose tenure it is. A division goes on where
the ministry kept its code; under one name; by its name's stem from county to city to district and from 地区 to 地级市; as the seat district
of the city that its prefecture became (毕节市 of 毕节地区 → 七星关区). It has ended where it was merged into one that was there already
(崇文区 → 东城区, 宣化县 → 宣化区), shared out among several of which none, or none alone, bears its name, or where nothing says which of
the cases it is: two things that are one are found by `successors`, one thing that is two cannot be parted again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import tables
from kg.errors import SeedError

COLUMNS = ("code", "name", "level", "parent", "start", "end", "new_codes", "division", "short_names", "risky_forms")
FIRST = 1981
"""The year in which the lists begin: a tenure that starts then may be older."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """The years `start` ≤ year < `end` in which `code` stood for `name`.

    `following`: the codes that came next; `texts`: the name and its short forms, `risky` those of them that need context; `division`:
    code of today's division whose tenure it is, else the code of one that ended, with the year of its start where that code is others'
    too (500110-1997).
    """

    code: str
    name: str
    level: str
    parent: str
    start: int
    end: int
    following: tuple[str, ...]
    division: str
    texts: tuple[str, ...]
    risky: tuple[str, ...]


def read(path: Path, now: Collection[str]) -> tuple[Tenure, ...]:
    """The tenures in the order of the table. `now`: the codes of today. SeedError for a row that is not as it should be."""
    raw = list(tables.rows(path, COLUMNS))
    codes = {cells[0] for _, cells in raw} | set(now)
    own = {cells[7] for _, cells in raw if cells[7] in (cells[0], f"{cells[0]}-{cells[4]}")}
    found = []
    for line, (code, name, level, parent, start, end, following, division, short, marked) in raw:
        tables.one_of(path, line, "level", level, ("prefecture", "county"))
        tables.known(path, line, (parent,), now)
        if not (start.isdecimal() and end.isdecimal() and int(start) <= int(end)):
            raise SeedError(path, line, f"{start} to {end} are no years from when to when")
        if division not in now and division not in own:
            raise SeedError(path, line, f"{division or 'nothing'} is no division: neither today's nor one that a row ends with")
        texts = (name, *tables.split(short))
        heirs = tables.known(path, line, tables.split(following), codes)
        risky = tables.risky(path, line, marked, texts)
        found.append(Tenure(code, name, level, parent, int(start), int(end), heirs, division, texts, risky))
    return tuple(found)


def last(tenures: Iterable[Tenure]) -> dict[str, Tenure]:
    """Division → its last tenure; of two that end in one year the one that stands later in the table."""
    found: dict[str, Tenure] = {}
    for tenure in tenures:
        if tenure.division not in found or found[tenure.division].end <= tenure.end:
            found[tenure.division] = tenure
    return found


def successors(tenures: Iterable[Tenure], now: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Division that ended → those of today that it has become, through all changes between, sorted."""
    tenures = tuple(tenures)
    by_code: dict[str, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        by_code[tenure.code].append(tenure)
    ended = {division: tenure for division, tenure in last(tenures).items() if division not in now}
    heirs = {division: {_bearer(code, tenure, by_code, now) for code in tenure.following} for division, tenure in ended.items()}
    return {division: _today(division, heirs) for division in ended}


def _bearer(code: str, before: Tenure, by_code: Mapping[str, list[Tenure]], now: Collection[str]) -> str:
    """The division that a code stood for when the tenure before had ended: the first whose tenure ends later, else today's."""
    others = [tenure for tenure in by_code[code] if tenure is not before]
    later = [tenure for tenure in others if tenure.end > before.end]
    if later:
        return min(later, key=lambda tenure: (tenure.end, tenure.start)).division
    return code if code in now else others[-1].division


def _today(division: str, heirs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """What a division has become in the end: those that nothing follows."""
    seen, waiting = {division}, sorted(heirs[division])
    for following in waiting:  # grows while it is walked
        seen.add(following)
        waiting += sorted(heirs.get(following, set()) - seen - set(waiting))
    return tuple(sorted(seen - heirs.keys()))
