"""A text with its marks, as what a page writes in order: names of entities, and the places where something is read.

    text, reading ─ chunks ─► [[token, …], …], for each stretch of text that is at hand

Marks may lie in one another and overlap: the text is cut where any begins or ends, and each piece has the marks that cover it. Offsets are
code points of the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the source that means an entity; `named`: by a name of its, not by 该园区."""

    start: int
    end: int
    entity: Mapping[str, Any]
    named: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """What is written next.

    `kind`: text, with the `mentions` that cover it, the widest first; open and close, of the place `start`:`end`; anchor, where such a
    place begins that cannot be nested; told, where it ends and its `facts` are pointed to; break, a new line.
    """

    kind: str
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    start: int = 0
    end: int = 0
    facts: int = 0


def chunks(found: Mapping[str, Any], text: str | None) -> list[list[Token]]:
    """The text of a document with its marks; where it is not at hand, each of the sentences that are quoted, in order.

    A place at which the text does not say what is quoted is not marked.
    """
    places = found["places"]
    if text is not None:
        held = [place for place in places if text[place["start"] : place["end"]] == place["quote"]]
        return [tokens(text, 0, held, mentions(text, 0, found))]
    pieces: list[list[Token]] = []
    rest = list(places)
    while rest:
        outer = max((place for place in rest if place["start"] == rest[0]["start"]), key=lambda place: place["end"])
        inside = [place for place in rest if place["end"] <= outer["end"]]
        rest = [place for place in rest if place["end"] > outer["end"]]
        quote = outer["quote"]
        pieces.append(tokens(quote, outer["start"], inside, mentions(quote, outer["start"], found)))
    return pieces


def mentions(text: str, offset: int, found: Mapping[str, Any]) -> list[Mention]:
    """Where a stretch of the source, which begins at `offset`, names entities of the document, the longest names first, and where other
    wordings mean them. A name may be broken over lines.
    """
    bearers = _bearers(found["entities"])
    named: list[Mention] = []
    if bearers:
        names = sorted(bearers, key=lambda name: (-len(name), name))
        pattern = re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in names))
        for match in pattern.finditer(text):
            entity = bearers[re.sub(r"\s+", "", match[0])]
            named.append(Mention(match.start() + offset, match.end() + offset, entity))
    spans = {(each.start, each.end) for each in named}
    for each in found["filled"]:
        start, end = each["start"], each["end"]
        within = offset <= start < end <= offset + len(text) and (start, end) not in spans
        if within and text[start - offset : end - offset] == each["wording"]:
            named.append(Mention(start, end, each["entity"], named=False))
    return sorted(named, key=lambda each: (each.start, -each.end))


def _bearers(entities: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The entity that a name means: of several that have it, the one whose first name it is."""
    bearers: dict[str, Mapping[str, Any]] = {}
    for entity in entities:
        for name in entity["names"]:
            plain = re.sub(r"\s+", "", name)
            if len(plain) > 1 and (plain not in bearers or plain == entity["label"]):
                bearers[plain] = entity
    return bearers


def tokens(text: str, offset: int, places: Sequence[Mapping[str, Any]], named: Sequence[Mention]) -> list[Token]:
    """A stretch of the source, which begins at `offset`, cut at every beginning and end of a mark."""
    nested, crossing = _nested(places)
    opening, closing, ending = defaultdict(list), defaultdict(list), defaultdict(list)
    for place in nested:
        opening[place["start"]].append(place)
        closing[place["end"]].append(place)
    for place in crossing:
        opening[place["start"]].append(place)
        ending[place["end"]].append(place)
    breaks = {offset + match.start() for match in re.finditer("\n", text)}
    cuts = {offset, offset + len(text), *opening, *closing, *ending, *breaks, *(each + 1 for each in breaks)}
    cuts |= {edge for each in named for edge in (each.start, each.end)}
    edges = sorted(cut for cut in cuts if offset <= cut <= offset + len(text))
    found: list[Token] = []
    for cut, following in zip(edges, [*edges[1:], None], strict=True):
        for each in sorted(closing[cut], key=lambda each: -each["start"]):
            found += [_told(each), Token("close", start=each["start"], end=each["end"])]
        found += [_told(each) for each in ending[cut]]
        for each in sorted(opening[cut], key=lambda each: -each["end"]):
            found.append(Token("anchor" if each in crossing else "open", start=each["start"], end=each["end"]))
        if following is not None:
            piece = text[cut - offset : following - offset]
            covering = tuple(each for each in named if each.start <= cut and following <= each.end)
            found.append(Token("break") if piece == "\n" else Token("text", piece, covering))
    return found


def _told(place: Mapping[str, Any]) -> Token:
    return Token("told", start=place["start"], end=place["end"], facts=len(place["facts"]))


def _nested(places: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The places that lie beside or in one another, and those that cross one of these."""
    nested: list[Mapping[str, Any]] = []
    crossing: list[Mapping[str, Any]] = []
    around: list[int] = []
    for place in sorted(places, key=lambda each: (each["start"], -each["end"])):
        while around and around[-1] <= place["start"]:
            around.pop()
        if around and place["end"] > around[-1]:
            crossing.append(place)
        else:
            nested.append(place)
            around.append(place["end"])
    return nested, crossing
