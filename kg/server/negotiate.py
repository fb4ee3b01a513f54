"""Which form an answer has: what a client says that it takes (RFC 9110, section 12.5) or has already, against what there is.

A media range that is more specific counts before one that is less; among equals, what the client likes better, then what we like better.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.graph.results import Form

_LONGEST = 4000
"""Characters of a header that are looked at: no client has more to say."""


def media_type(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that suits an Accept header best; the first where the header is empty, None where none suits.

    >>> media_type("text/csv;q=0.5, application/*", ["application/json", "text/csv"])
    'application/json'
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda media: (_quality(media, ranges), -offered.index(media)))
    return best if _quality(best, ranges) > 0 else None


def form(accept: str, forms: Sequence[Form]) -> tuple[Form, str] | None:
    """The form that suits an Accept header best, and the media type to call it by; None where none does.

    A form has several media types: what was asked for by name is given by that name.
    """
    ours = [form.media[0] for form in forms]
    owner = {media: form for form in reversed(forms) for media in form.media}
    others = [media for media in owner if media not in ours]
    ranges = _ranges(accept)
    named = [media for media in others if any(media == said for said, _ in ranges)]
    best = media_type(accept, [*ours, *named])
    return (owner[best], best) if best else None


def language(accept: str) -> str:
    """zh or en, whichever an Accept-Language header has first; en where it has neither."""
    said = {tag.split("-")[0]: quality for tag, quality in reversed(_ranges(accept)) if quality > 0}
    return "zh" if said.get("zh", 0) > said.get("en", 0) or (said.get("zh", 0) == said.get("en", 0) and _first(accept) == "zh") else "en"


def takes_gzip(accept: str) -> bool:
    """Whether an Accept-Encoding header has gzip."""
    said = dict(_ranges(accept))
    return said.get("gzip", said.get("*", 0)) > 0


def same(known: str, tag: str) -> bool:
    """Whether an If-None-Match header has an entity tag (RFC 9110, section 13.1.2).

    >>> same('W/"a", "b"', '"b"'), same("*", '"b"'), same('"bb"', '"b"')
    (True, True, False)
    """
    return known.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in known[:_LONGEST].split(","))


def _first(accept: str) -> str:
    return next((tag.split("-")[0] for tag, _ in _ranges(accept) if tag.split("-")[0] in ("zh", "en")), "")


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    for wanted in (media, f"{media.split('/')[0]}/*", "*/*"):
        for said, quality in ranges:
            if said == wanted:
                return quality
    return 0.0


def _ranges(header: str) -> list[tuple[str, float]]:
    """What a header lists, in lower case and without parameters, with its quality from 0 to 1."""
    found = []
    for part in header[:_LONGEST].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name, quality))
    return found
