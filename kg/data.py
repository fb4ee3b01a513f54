"""Where the data of the project lies: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """The folder `ontology` or `seeds`. FileNotFoundError where the installation lacks it."""
    package = Path(__file__).resolve().parent
    for place in (package / "_data" / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the data folder {name}/ is missing beside {package}; install the package again")
