"""The tables of `seeds/gazetteer/`, row by row: what stands in their cells, and what is refused with file and row."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg.errors import SeedError


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row. SeedError where the file is missing, its header or a row's length is another."""
    try:
        stream = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise SeedError(path, 0, f"cannot be read: {error.strerror}") from error
    with stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, ()))
        if header != columns:
            raise SeedError(path, 1, f"the columns are {','.join(header)}; they should be {','.join(columns)}")
        for line, cells in enumerate(reader, start=2):
            if len(cells) != len(columns):
                raise SeedError(path, line, f"{len(cells)} cells instead of {len(columns)}")
            yield line, cells


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell, which are separated by |."""
    return tuple(cell.split("|")) if cell else ()


def risky(path: Path, line: int, cell: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """The risky forms of a row. SeedError for one that is none of its forms."""
    marked = split(cell)
    for text in marked:
        if text not in forms:
            raise SeedError(path, line, f"the risky form {text} is none of the forms {'、'.join(forms)}")
    return marked


def one_of(path: Path, line: int, what: str, value: str, allowed: tuple[str, ...]) -> str:
    """The value. SeedError where it is none of those allowed."""
    if value not in allowed:
        raise SeedError(path, line, f"unknown {what} {value}; there are {', '.join(allowed)}")
    return value


def known(path: Path, line: int, codes: tuple[str, ...], all_codes: Collection[str]) -> tuple[str, ...]:
    """The codes. SeedError for one that nothing has."""
    for code in codes:
        if code not in all_codes:
            raise SeedError(path, line, f"no division has the code {code}")
    return codes


def degrees(path: Path, line: int, cell: str) -> Decimal | None:
    """A number of degrees, None where the cell is empty. SeedError where it is no number."""
    try:
        return Decimal(cell) if cell else None
    except InvalidOperation:
        raise SeedError(path, line, f"{cell} is no number of degrees") from None
