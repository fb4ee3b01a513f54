"""Words of a sentence, as hints: jieba's segmentation with the commonest word class that its dictionary gives.

Segmentation alone is used; tags come from the dictionary, so that the cost is that of `jieba.cut`. A word that the dictionary lacks
has the tag "x": in this genre most often a piece of a proper name.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

_PIECE = 500  # characters: jieba's search for the best path copies it, and is quadratic over a long run without punctuation
_RUN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
"""What jieba cuts by itself, whatever stands beside it: its own pattern of runs of Chinese characters, letters and figures."""

_GLUED = re.compile(r"[交归由让请向与和同为给对经到在赴往][省市县区州旗镇乡]")
"""A verb or preposition and a word for a level, which jieba takes for one unknown word (交县|农投公司)."""


_TITLED = re.compile(r"(总?[局处厅社])([局处厅社]长)|(室)(主任)|(党委)(政府)")
"""The end of a body's name and the post in it, which the dictionary has as one word (教育局|局长)."""


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
    with (Path(str(jieba.__file__)).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, tag = line.split()
            tags[word] = tag
            counts[word] = int(count)
    return tags, counts


@cache
def _cutter() -> Callable[[str], Iterable[str]]:
    jieba = import_module("jieba")
    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    # jieba keeps its model in a file; the shared temporary folder is no place for it: another user's file would be in the way
    tokenizer.tmp_dir = str(_model_folder())
    tokenizer.initialize()
    cut: Callable[[str], Iterable[str]] = tokenizer.cut
    return cut


def _model_folder() -> Path:
    """A private folder for jieba's model: the user's cache, or a folder of this process alone where that cannot be written."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        (caches / "regional-kg").mkdir(parents=True, exist_ok=True)
        if os.access(caches / "regional-kg", os.W_OK):
            return caches / "regional-kg"
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="regional-kg-"))


@lru_cache(maxsize=4096)
def _words(run: str) -> tuple[str, ...]:
    """The words of a run. A document's runs are cut several times: within their sentence, and between the names found there."""
    return tuple(_cutter()(run))


def tokenise(text: str, start: int = 0) -> list[Token]:
    """The words of `text`, whose first character stands at `start` of the document.

    >>> [t.text for t in tokenise("南通工作组援建伊宁县")]
    ['南通', '工作组', '援建', '伊宁县']
    """
    tags, _ = _dictionary()
    tokens = []
    runs = (run for at in range(0, len(text), _PIECE) for run in _RUN.split(text[at : at + _PIECE]) if run)
    words = (w for run in runs for w in _words(run))
    for word in (piece for w in words for piece in _pieces(w, tags)):
        tokens.append(Token(start, start + len(word), word, tags.get(word, "x")))
        start += len(word)
    return tokens


def _pieces(word: str, tags: Mapping[str, str]) -> Iterable[str]:
    """A word, or what it is put together from where the dictionary or its lack of it joins what belongs to two names."""
    titled = _TITLED.fullmatch(word)
    if titled:
        return [part for part in titled.groups() if part]
    return word if word not in tags and _GLUED.fullmatch(word) else (word,)


def word_class(word: str) -> str | None:
    """The dictionary's commonest class of `word`, None where it has no such word."""
    return _dictionary()[0].get(word)


def frequency(word: str) -> int:
    """The dictionary's count of `word`, 0 where it has no such word."""
    return _dictionary()[1].get(word, 0)
