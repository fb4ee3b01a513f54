"""What a graph is made with besides its document: program, ontology, seeds, and where its IRIs begin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import data

_NOT_KNOWLEDGE = ("documents",)
"""Folders of seeds/ that make no graph another one: the sample corpus."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`version` of the program and the SHA-256 of its `code`, of `ontology` and of `seeds`; `base`: where the IRIs of instances begin."""

    version: str
    code: str
    ontology: str
    seeds: str
    base: str

    @property
    def digest(self) -> str:
        """All of it as 12 hexadecimal digits: graphs of one document and one recipe are equal."""
        parts = (self.version, self.code, self.ontology, self.seeds, self.base)
        return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]


def recipe(base: str) -> Recipe:
    """The recipe of this installation."""
    package = Path(__file__).resolve().parent
    return Recipe(
        version=program_version(),
        code=_digest(package, (".py",)),
        ontology=_digest(data.folder("ontology"), (".ttl", ".jsonld")),
        seeds=_digest(data.folder("seeds"), (".csv", ".txt")),
        base=base,
    )


def program_version() -> str:
    """The version of the installed program; "0" where it runs without being installed."""
    try:
        return version("regional-kg")
    except PackageNotFoundError:
        return "0"


@cache
def _digest(folder: Path, suffixes: tuple[str, ...]) -> str:
    """The files below a folder with such suffixes, names and contents, as one SHA-256."""
    found = hashlib.sha256()
    for path in sorted(_files(folder, suffixes)):
        found.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterable[Path]:
    for path in folder.rglob("*"):
        within = path.relative_to(folder).parts
        if path.suffix in suffixes and path.is_file() and not within[0].startswith("_") and within[0] not in _NOT_KNOWLEDGE:
            yield path
