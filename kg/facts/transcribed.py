"""Names of Tibetan, Mongolian, Uyghur or Kazakh persons, of several parts with dots (才让·多杰) and without (次仁旺堆).

They have no surname. The elements of `seeds/cues/transcribed.csv` are what most of them are made of; a name does not end inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.facts.surroundings import ACTS, goes_on, people_before, role_at
from kg.facts.tokens import word_class
from kg.lexicon import Lexicon
from kg.model import Document

_LEFT = re.compile(r"[\u4e00-\u9fff]{1,8}$")
_BOUNDARY = frozenset("的和与及让给对为是叫由向")
_DOTS = "·•"
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class _Parts:
    """The elements in a text. `starts`: where each begins, with its end; `ends`: places at an end where no other goes on; `inside`: places
    where no name ends.
    """

    starts: Mapping[int, int]
    ends: frozenset[int]
    inside: frozenset[int]


@cache
def _elements(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?=({'|'.join(sorted(words, key=lambda w: (-len(w), w)))}))")


def find(doc: Document, blocked: frozenset[int], lexicon: Lexicon) -> Iterator[tuple[int, str, str]]:
    """The names of the document, with where they begin and the rule. `blocked`: offsets that belong to other names."""
    text = doc.text
    starts = {m.start(): m.end(1) for m in _elements(lexicon.transcribed).finditer(text)}
    ends = frozenset(starts.values())
    inside = frozenset(i for start, end in starts.items() for i in range(start + 1, end)) | (ends & starts.keys())
    parts = _Parts(starts, ends - inside, inside)
    done = 0
    for match in re.finditer(rf"(?<=[\u4e00-\u9fff])[{_DOTS}](?=[\u4e00-\u9fff])", text):
        if match.start() < done:
            continue
        start = _begin(text, match.start(), blocked, lexicon)
        end = _end(text, match.end(), 2, parts, lexicon)
        while end is not None and text[end : end + 1] and text[end] in _DOTS:
            end = _end(text, end + 1, 2, parts, lexicon)
        if start is None or end is None or blocked & set(range(start, end)):
            continue
        said = role_at(text, start, max(0, start - 12), lexicon) or people_before(text, start, lexicon) or ACTS.match(text, end)
        if said or any(i in starts for i in range(start, end)):
            done = end
            yield start, text[start:end], "dotted-name"
    yield from _without_dots(text, parts, lexicon)


def _begin(text: str, dot: int, blocked: frozenset[int], lexicon: Lexicon) -> int | None:
    """Where the part before the first dot begins: behind a post, a word for people, another name or a function word."""
    left = _LEFT.search(text, max(0, dot - _LONGEST), dot)
    if left is None:
        return None
    if role_at(text, dot - 1, max(0, dot - 13), lexicon):
        return dot - 1  # 市长奇·某某某
    for start in range(dot - 2, left.start() - 1, -1):
        if start - 1 in blocked or text[start - 1 : start] in _BOUNDARY:
            return start
        if people_before(text, start, lexicon) or role_at(text, start, max(0, start - 12), lexicon):
            return start
    return left.start() if left.end() - left.start() > 1 else None


def _end(text: str, at: int, least: int, parts: _Parts, lexicon: Lexicon) -> int | None:
    """Where a part that begins at `at` ends: before what goes on, else before a single verb; never inside an element."""
    places = []
    for end in range(at + least, at + _LONGEST):
        if any(not "\u4e00" <= c <= "\u9fff" for c in text[end - 1 : end]) or end > len(text):
            break
        if end not in parts.inside:
            places.append(end)
    before_verb = [p for p in places if word_class(text[p : p + 1]) in ("v", "d", "p")]
    sure = next((p for p in places if goes_on(text, p, lexicon) or (p in parts.ends and (p in before_verb or _word_at(text, p)))), None)
    return sure or next(iter(before_verb), None)


def _word_at(text: str, at: int) -> bool:
    """Whether a word of several characters begins at a place, where a whole element of a name ends (依明|双手)."""
    return any(word_class(text[at : at + n]) is not None for n in (2, 3, 4))


def _composed(text: str, start: int, parts: _Parts) -> bool:
    """Whether two elements follow each other at `start`, where a name may begin: behind a mark or a function word (徒弟叫卓玛央金)."""
    free = not "\u4e00" <= text[start - 1 : start] <= "\u9fff" or text[start - 1] in _BOUNDARY
    middle = parts.starts[start]
    return free and middle - start >= 2 and parts.starts.get(middle, 0) - middle >= 2


def _without_dots(text: str, parts: _Parts, lexicon: Lexicon) -> Iterator[tuple[int, str, str]]:
    """Names without dots, behind a post or a word for people (市长扎西平措率…)."""
    done = 0
    for first in sorted(parts.starts):
        if first < done:
            continue
        for start in range(first, max(-1, first - 4), -1):
            if start < first and (word_class(text[start:first]) is not None or not "\u4e00" <= text[start] <= "\u9fff"):
                continue
            called = text[start - 1 : start] == "叫" or text[start - 2 : start] in ("名为", "的是")
            proven = called or role_at(text, start, max(0, start - 8), lexicon) or people_before(text, start, lexicon)
            if not proven and not (start == first and _composed(text, start, parts)):
                continue
            least = parts.starts[first] - start
            end = _end(text, start, least if start == first else max(3, least), parts, lexicon)
            if end is not None and text[end : end + 1] not in _DOTS:
                done = end
                yield start, text[start:end], "transcribed-name"
            break
