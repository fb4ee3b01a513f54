"""Where names stand in a text: one pass over it, however many names there are."""

from __future__ import annotations

from collections.abc import Iterable


def lengths_by_first(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with each character, the longest first."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}


class Finder:
    """Finds names in texts, in a time that does not grow with their number."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.lengths = lengths_by_first(self.names)

    def places(self, text: str) -> dict[str, list[int]]:
        """Where each name stands in the text, without overlap with itself; names that do not stand there are left out.

        >>> Finder(["扬州", "扬州市", "榆林"]).places("扬州市与扬州")
        {'扬州': [0, 4], '扬州市': [0]}
        """
        found: dict[str, list[int]] = {}
        for at, char in enumerate(text):
            for length in self.lengths.get(char, ())[::-1]:
                name = text[at : at + length]
                if name in self.names:
                    before = found.setdefault(name, [])
                    if not before or before[-1] + length <= at:
                        before.append(at)
        return found
