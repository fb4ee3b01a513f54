"""A block of tidy text cut into sentences."""

from __future__ import annotations

import re

LONGEST = 20_000
"""No sentence is longer than this; a page without a full stop (a table, a damaged file) is cut at a comma."""

_PAIRS = dict(zip("“‘《〈（【「『(", "”’》〉）】」』)", strict=True))
_CLOSERS = frozenset(_PAIRS.values())
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSERS)) + "]")
_END = re.compile(r"[。！？!?…]+[”’》〉）】」』)]*|(?<=[a-z)]{2})\.(?= [A-Z“])")
_GOES_ON = frozenset("，、；：,;:。！？…—）)》”’")
_SPEECH = 25
"""A quoted exclamation up to this many characters (“来对了！”他说) does not end the sentence that it stands in."""
_TITLE = 80


def _enclosed(text: str) -> dict[int, int]:
    """Opening bracket → its closing one, for pairs that match. One pass."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    depth = dict.fromkeys(_CLOSERS, 0)
    for match in _BRACKET.finditer(text):
        mark = match.group()
        if mark in _PAIRS:
            opened.append(match.start())
            depth[_PAIRS[mark]] += 1
            continue
        if not depth[mark]:
            continue
        while opened:  # each opening mark is taken off once
            start = opened.pop()
            depth[_PAIRS[text[start]]] -= 1
            if _PAIRS[text[start]] == mark:
                pairs[start] = match.start()
                break
    return pairs


def _protected(text: str) -> list[tuple[int, int]]:
    """Outermost bracketed stretches within which no sentence ends, in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(_enclosed(text).items()):
        limit = _SPEECH if text[start] in "“‘「『" else _TITLE
        if end - start - 1 > limit or (kept and start < kept[-1][1]):
            continue
        introduced = text[start] in "“‘「『" and text[start - 1 : start] in ("：", ":")
        kept.append((start, end - 2 if introduced else end))  # he said: “Good.” – ends there
    return kept


def sentences(text: str, longest: int = LONGEST) -> list[tuple[int, int]]:
    """Start and end of each sentence of one block, in order; together they cover it up to spaces between them.

    A sentence ends after 。！？… and the quotation marks or brackets that close there; not inside a title, a remark in brackets
    or a short quotation with which the sentence goes on, and not before a comma. Linear in the length of the text.

    >>> [ "两地签约。“好！”他说。"[i:j] for i, j in sentences("两地签约。“好！”他说。") ]
    ['两地签约。', '“好！”他说。']
    """
    cuts: list[int] = []
    protected = _protected(text)
    at = 0
    for match in _END.finditer(text):
        while at < len(protected) and protected[at][1] < match.start():
            at += 1
        inside = at < len(protected) and protected[at][0] < match.start()
        after = text[match.end() : match.end() + 1]
        if not inside and after not in _GOES_ON:
            cuts.append(match.end())
    result: list[tuple[int, int]] = []
    start = 0
    for end in [*cuts, len(text)]:
        result += _not_too_long(text, start, end, longest)
        start = end
    return result


_COMMAS = "，；、,;"


def _not_too_long(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """The stretch without spaces at its ends, in pieces of at most `longest` characters, cut behind a comma where there is one."""
    pieces: list[tuple[int, int]] = []
    while start < end:
        stop = end
        if end - start > longest:
            near = max(text.rfind(comma, start + longest // 2, start + longest) for comma in _COMMAS)
            stop = near + 1 if near > 0 else start + longest
        left = start
        right = stop
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            pieces.append((left, right))
        start = stop
    return pieces
