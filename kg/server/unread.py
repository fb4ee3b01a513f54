"""What was not understood in a document, in the words of the page: kinds and notes of `kg.coverage` are a program's.

    kind, note, View ─ kind_said, note_said ─► “有名称而没有事实的句子”, “苏州市、霍尔果斯市；词语：合作”
"""

from __future__ import annotations

import re
from typing import Protocol

from kg import vocabulary

_FIGURE = "-figure"
_RELATION = re.compile(r"(?P<one>.+?) (?P<key>[a-z]\w+) (?P<other>.+?)(?P<why> \([^()]*\): .*)?")
_WORDS, _COUNTED = "words: ", "a figure"


class Words(Protocol):
    """What a page says things with."""

    def text(self, key: str, /, **parts: object) -> str:
        """A text of the table."""

    def relation_name(self, key: str, backwards: bool = False) -> str:
        """What a property is called."""


def kind_said(words: Words, kind: str) -> str:
    """What kind of thing was not understood."""
    if kind.endswith(_FIGURE) and not kind.startswith("unread"):
        return words.text("gap-figure-of", kind=words.text(f"gap-{kind.removesuffix(_FIGURE)}"))
    return words.text(f"gap-{kind}")


def note_said(words: Words, kind: str, note: str) -> str:
    """What a note says: names and words of a sentence, a relation with its label, or the note as it is."""
    comma = words.text("comma")
    if kind == "silent-sentence":
        parts = [part for part in note.split("; ") if part]
        said = [comma.join(part.split(", ")) for part in parts if part != _COUNTED and not part.startswith(_WORDS)]
        triggers = [part.removeprefix(_WORDS).split(", ") for part in parts if part.startswith(_WORDS)]
        said += [words.text("gap-words", words=comma.join(each)) for each in triggers]
        return words.text("and").join([*said, *([words.text("gap-with-figure")] if _COUNTED in parts else [])])
    match = _RELATION.fullmatch(note)
    if match is None or match["key"] not in vocabulary.load().properties:
        return note
    return f"{match['one']} {words.relation_name(match['key'])} {match['other']}"
