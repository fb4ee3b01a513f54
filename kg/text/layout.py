"""A clean text cut into blocks: paragraphs joined, Markdown marks removed, spaces and punctuation tidied."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from kg.text.normalise import tidy
from kg.text.paragraphs import Paragraph, paragraphs
from kg.text.traced import Traced, concat, rewrite


@dataclass(frozen=True, slots=True)
class Piece:
    """A block whose kind is not known yet.

    `untidy`: its clean text with its lines and spaces as they were. `level`: of a Markdown heading, else 0. `item`: whether it is
    an item of a Markdown list. `gap`: blank lines above it.
    """

    traced: Traced
    untidy: Traced
    level: int
    item: bool
    gap: int

    @property
    def text(self) -> str:
        return self.traced.text

    @property
    def raw(self) -> str:
        return self.untidy.text


_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_EMPHASIS = re.compile(r"\*\*|__(?=[^\W_])|(?<=[^\W_])__")
_MARKS = re.compile(
    r"(?m)^[ \t]*+(?:[-*_][ \t]*+){3,}$|^[ \t]*+```.*$|^[ \t]*+\|?(?:[ \t]*+:?-{2,}:?[ \t]*+\|)++.*$"
    r"|(?<!\*)\*(?=[^\s*][^*\n]{0,200}\*)|(?<=[^\s*0-9])\*(?!\*)|\\(?=[!-/:-@\[-`{-~])|`|</?[A-Za-z][^<>\n]{0,200}>"
)


def front_matter(text: str) -> int:
    """Where a Markdown file's text begins, behind its front matter."""
    match = _FRONT_MATTER.match(text)
    return match.end() if match else 0


def _without_markdown(traced: Traced) -> Traced:
    start = front_matter(traced.text)
    traced = traced.slice(start, len(traced.text))
    for _ in range(2):  # a picture may stand inside a link
        traced = rewrite(traced, _LINK_OPEN, lambda match: "")
        traced = rewrite(traced, _LINK_CLOSE, lambda match: "")
    return rewrite(traced, _MARKS, lambda match: "")


_ADDRESS = r"\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?: \"[^\"\n]{0,200}\")?\)"
_LINK_OPEN = re.compile(rf"!?\[(?=[^\[\]\n]{{0,500}}{_ADDRESS})")
_LINK_CLOSE = re.compile(_ADDRESS)


def layout(traced: Traced, marked_up: bool) -> list[Piece]:
    """The blocks of a clean text in order, none of them empty; `marked_up` says that it is Markdown."""
    if marked_up:
        traced = _without_markdown(traced)
    traced = rewrite(traced, _EMPHASIS, lambda match: "")
    pieces = (_piece(traced, paragraph) for paragraph in paragraphs(traced.text))
    return [piece for piece in pieces if piece.text]


def _piece(traced: Traced, paragraph: Paragraph) -> Piece:
    parts: list[Traced] = []
    for line in paragraph.lines:
        if parts:
            parts.append(Traced("\n", array("I", parts[-1].offsets[-1:])))
        parts.append(traced.slice(line.start, line.end))
    joined = concat(parts)
    first = paragraph.first
    return Piece(tidy(joined), joined, first.level, first.marked and not first.level, first.gap)
