"""How names are read: what a search by pinyin and by initials compares. The way in for pypinyin.

Names of places have readings of their own (六安 is lu an, 厦门 is xia men). pypinyin knows most of them; those that it reads wrongly, or cannot
know, stand in `pinyin.csv` beside this module, and go before it.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_LATIN = re.compile(r"[a-z0-9]+")


def reading(name: str) -> str:
    """The syllables of a name without tones, apart by blanks: 苏州市 → su zhou shi. Latin letters and digits stay; signs fall away."""
    own = _own()
    parts = _special().split(name)
    syllables = [syllable for part in parts if part for syllable in (own[part].split() if part in own else _read(part))]
    return " ".join(found for syllable in syllables for found in _LATIN.findall(syllable.lower()))


@cache
def _special() -> re.Pattern[str]:
    """The names that have readings of their own, the longest first."""
    return re.compile(f"({'|'.join(map(re.escape, sorted(_own(), key=lambda each: (-len(each), each))))})")


def _read(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    syllables: list[str] = lazy_pinyin(text, v_to_u=False)
    return syllables


@cache
def _own() -> dict[str, str]:
    text = files("kg.views").joinpath("pinyin.csv").read_text(encoding="utf-8")
    return {row["name"]: row["pinyin"] for row in csv.DictReader(text.splitlines())}
