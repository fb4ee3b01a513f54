"""Which files a corpus consists of: arguments in, each document once, in an order that does not depend on how they were named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

# A report of a hundred pages has less than half a megabyte, a thick book three. What is larger is a dump of many documents, which would
# become one graph of one source; the bound also keeps the time and the memory of a worker foreseeable.
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Selection:
    """What the arguments amount to.

    `files`: the documents, sorted. `failures`: what cannot be a document, and why. `skipped`: files in folders whose suffix no reader
    knows. `duplicates`: files whose bytes are those of a file in `files`. All sorted.
    """

    files: tuple[Path, ...]
    failures: tuple[InputError, ...]
    skipped: tuple[Path, ...]
    duplicates: tuple[Path, ...]


def select(paths: Iterable[str | Path], suffixes: Collection[str]) -> Selection:
    """The documents that are meant by files and folders.

    A file that is named counts whatever its suffix; a folder gives the files below it with one of `suffixes` (`.txt`, …), those that begin
    with a dot left out. InputError where an argument does not exist: that is a slip of the pen, and nothing should be built past it.
    """
    files: set[Path] = set()
    skipped: set[Path] = set()
    failures: list[InputError] = []
    for path in map(Path, paths):
        if path.is_dir():
            found, others = _walk(path, suffixes, failures)
            files |= found
            skipped |= others
            if not found:
                failures.append(InputError(path, "the folder has no document in it", f"documents end in {', '.join(sorted(suffixes))}"))
        elif path.exists():
            files.add(path)
        else:
            raise InputError(path, "there is no such file or folder", "check the name")
    return _distinct(files, skipped - files, failures)


def _walk(folder: Path, suffixes: Collection[str], failures: list[InputError]) -> tuple[set[Path], set[Path]]:
    """The files below a folder: those with one of the suffixes, and the others. A folder that cannot be listed is a failure."""

    def note(error: OSError) -> None:
        failures.append(InputError(error.filename, "the folder cannot be listed", "allow reading it"))

    found: set[Path] = set()
    others: set[Path] = set()
    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                (found if Path(name).suffix.lower() in suffixes else others).add(Path(place, name))
    return found, others


def _distinct(files: set[Path], skipped: set[Path], failures: list[InputError]) -> Selection:
    """Each content once: of files with the same bytes the one whose path sorts first."""
    seen: set[str] = set()
    kept: list[Path] = []
    duplicates: list[Path] = []
    for path in sorted(files):
        try:
            digest = digest_of(path)
        except InputError as error:
            failures.append(error)
            continue
        (duplicates if digest in seen else kept).append(path)
        seen.add(digest)
    return Selection(tuple(kept), tuple(sorted(failures, key=str)), tuple(sorted(skipped)), tuple(duplicates))


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal. InputError where it cannot be read, is no regular file, or is larger than `LARGEST`."""
    if not path.is_file():
        raise InputError(path, "this is no regular file", "give a file, or - and the document on standard input")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(path, f"{size / 1e6:.0f} MB are too large for one document", f"split it; up to {LARGEST // 10**6} MB are read")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(path, f"the file cannot be read ({error.strerror})", "allow reading it") from error
