"""Text that remembers where each of its characters came from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Replacement = Callable[["re.Match[str]"], "str | None"]


@dataclass(frozen=True, slots=True)
class Traced:
    """`text`, and for each of its characters the place in the source that it came from; `offsets` never falls."""

    text: str
    offsets: array[int]

    def slice(self, start: int, end: int) -> Traced:
        """The stretch `start` ≤ i < `end`."""
        return Traced(self.text[start:end], self.offsets[start:end])

    def strip(self) -> Traced:
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def with_text(self, text: str) -> Traced:
        """Another wording of the same length, character for character."""
        if len(text) != len(self.text):
            raise ValueError(f"{len(text)} characters cannot stand for {len(self.text)} one by one")
        return Traced(text, self.offsets)


def trace(text: str) -> Traced:
    """A source text as its own copy: every character comes from its own place."""
    return Traced(text, array("I", range(len(text))))


def concat(parts: Iterable[Traced]) -> Traced:
    """The parts one after the other; their sources must follow one another too."""
    kept = list(parts)
    offsets = array("I")
    for part in kept:
        offsets.extend(part.offsets)
    return Traced("".join(part.text for part in kept), offsets)


def rewrite(traced: Traced, pattern: re.Pattern[str], replacement: Replacement) -> Traced:
    """The text with each match replaced; a match for which `replacement` answers None stays. Linear in the text.

    The characters of a replacement come from the characters of the match in order; where it is longer than the match, the
    surplus comes from the match's last character, where it is shorter, its own last one does: a quotation that ends
    in the replacement then covers the whole match.
    """
    pieces: list[str] = []
    offsets = array("I")
    done = 0
    for match in pattern.finditer(traced.text):
        new = replacement(match)
        if new is None:
            continue
        start, end = match.span()
        pieces += (traced.text[done:start], new)
        offsets.extend(traced.offsets[done:start])
        if new:
            kept = min(end - start, len(new))
            offsets.extend(traced.offsets[start : start + kept - 1])
            offsets.extend(traced.offsets[end - 1 : end] * (len(new) - kept + 1))
        done = end
    if not done:
        return traced
    pieces.append(traced.text[done:])
    offsets.extend(traced.offsets[done:])
    return Traced("".join(pieces), offsets)
