"""Words of a sentence, as hints: jieba's segmentation with the commonest word class that its dictionary gives.

Segmentation alone is used; tags come from the dictionary, so that the cost is that of `jieba.cut`. A word that the dictionary lacks
has the tag "x": in this genre most often a piece of a proper name. rjieba, which segments alike and much faster, is used where it
is installed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `start`:`end` of the document's text, with the commonest word class of the dictionary, "x" for an unknown word."""

    start: int
    end: int
    text: str
    tag: str


@cache
def _dictionary() -> tuple[Mapping[str, str], Mapping[str, int]]:
    jieba = import_module("jieba")
    tags, counts = {}, {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, tag = line.split()
            tags[word] = tag
            counts[word] = int(count)
    return tags, counts


@cache
def _cutter() -> Callable[[str], Iterable[str]]:
    try:
        cut: Callable[[str], Iterable[str]] = import_module("rjieba").cut
        return cut
    except ImportError:
        jieba = import_module("jieba")
        jieba.setLogLevel("WARNING")
        tokenizer = jieba.Tokenizer()
        cache_folder = Path(tempfile.gettempdir()) / "kg-jieba"
        cache_folder.mkdir(exist_ok=True)
        # jieba keeps its model in a file of a shared temporary folder; a folder of our own avoids clashes with other versions
        tokenizer.tmp_dir = str(cache_folder)
        tokenizer.initialize()
        own: Callable[[str], Iterable[str]] = tokenizer.cut
        return own


def tokenise(text: str, start: int = 0) -> list[Token]:
    """The words of `text`, whose first character stands at `start` of the document.

    >>> [t.text for t in tokenise("南通工作组援建伊宁县")]
    ['南通', '工作组', '援建', '伊宁县']
    """
    tags, _ = _dictionary()
    tokens = []
    for word in _cutter()(text):
        tokens.append(Token(start, start + len(word), word, tags.get(word, "x")))
        start += len(word)
    return tokens


def word_class(word: str) -> str | None:
    """The dictionary's commonest class of `word`, None where it has no such word."""
    return _dictionary()[0].get(word)


def frequency(word: str) -> int:
    """The dictionary's count of `word`, 0 where it has no such word."""
    return _dictionary()[1].get(word, 0)
