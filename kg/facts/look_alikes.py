"""What looks like a region's name and is none: two words' ends, rivers, the end of a township's name, common verbs."""

from __future__ import annotations

from collections.abc import Collection

from kg.facts.tokens import frequency, word_class
from kg.gazetteer import load_townships

_USUAL = 2000  # occurrences in the dictionary's corpus of a word that every text uses
_COMMON = 50  # occurrences there of a common word


def between_words(text: str, start: int, end: int) -> bool:
    """Whether a short form is but the end of one common word and the beginning of the next (投|资兴|业, 沿|海地|区)."""
    left, right = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    least = frequency(text[start:end])
    return len(left) == len(right) == 2 and "\u4e00" <= left[0] <= "\u9fff" and min(frequency(left), frequency(right)) > max(least, _COMMON)


def of_a_river(text: str, end: int) -> bool:
    """Whether a short form is the name of a river (沿着|白水|江)."""
    return text[end : end + 1] in ("江", "河") and word_class(text[end : end + 2]) is None and text[end + 1 : end + 2] not in tuple("镇乡村谷")


def behind_a_town(text: str, start: int, names: Collection[str]) -> bool:
    """Whether a short form takes the 镇 or 乡 of a township's name for its beginning (闻集|镇原|新村)."""
    towns = load_townships()
    return text[start] in "镇乡" and any(text[start - n : start + 1] in towns and text[start - n : start] not in names for n in (2, 3))


def is_a_deed(form: str) -> bool:
    """Whether a short form is a common verb, so that words beside it tell nothing (合作 between two regions of a prefecture that has one)."""
    return word_class(form) in ("v", "vn") and frequency(form) > _USUAL


def of_a_product(form: str, text: str, at: int) -> bool:
    """Whether a form takes the first half of a measure for its kind: 苏州|地区生产总值 tells of no 苏州地区."""
    return form.endswith("地区") and text.startswith("生产总值", at + len(form))


def of_cities(form: str, text: str, at: int) -> bool:
    """Whether a form is made of a word's end and of 城市: 沿|海城市 is no 海城市."""
    return form.endswith("城市") and len(form) == 3 and word_class(text[max(0, at - 1) : at + 1]) not in (None, "ns", "nr", "nz")


_EASTERN_OR_WESTERN = frozenset("广东 山东 江西 山西 陕西 广西".split())


def of_a_quarter(form: str, text: str, at: int) -> bool:
    """Whether a form takes the half of a quarter for its own beginning: 西|南山区 is no 南山区, but 广东|南山区 is."""
    return form[0] in "南北" and text[at - 1 : at] in ("东", "西") and text[max(0, at - 2) : at] not in _EASTERN_OR_WESTERN
