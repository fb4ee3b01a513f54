"""The head of a document: which of its lines are masthead or folio, kicker, title, subtitle and byline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.text.dates import DATE
from kg.text.forms import (
    DASHES,
    SHORT,
    is_author,
    is_body,
    is_byline,
    is_date_line,
    is_entry,
    is_folio,
    is_furniture,
    is_serial,
    is_signed,
    names_reporters,
    peeled,
)
from kg.text.layout import Piece

_OFFICIAL = re.compile("关于.{4,}|.{4,}的(?:通知|意见|决定|报告|总结|通报|函|批复|公告|方案|办法|请示)(?:[（(].{1,12}[)）])?")
_KICKER = re.compile(
    "[“《【].{2,20}[”》】].{0,8}|[^，。！？]{2,20}(?:进行时|系列(?:报道|之[一二三四五六七八九十]{1,2})|(?:特别|专题|连续|深度)报道|在行动|巡礼|特稿|专栏|[①-⑳])"
    "|[◆■●▲★◎].{2,20}|[^，。！？]{2,16}[·|｜][^，。！？]{2,10}(?:篇|季|站)"
)
OPEN_END = ("关于", "关于印发", "的", "和", "与", "及", "暨", "、", "《", "——", "—", "：")
GOES_ON = ("关于", "的", "暨", "和", "与", "及", "》", "”")
_LINES = 3
"""Lines of a title, at most."""
_LONGEST = 40
"""Lines of a head, at most: a text of short lines alone (a list, a poem) is none."""


def mark_head(pieces: Sequence[Piece], found: list[tuple[str, int]], first: int) -> None:
    """Sets the kinds of the blocks above the first paragraph or numbered heading, `first` being the place of that paragraph."""
    end = _end(pieces, found, first)
    roles = _roles(pieces[:end], found)
    at = _title(pieces, roles)
    kickers, title = ([], []) if at is None else _lines(pieces, roles, at)
    top, bottom = (min([*kickers, *title]), max(title)) if title else (-1, -1)
    stated = _stated(roles)
    for number, role in enumerate(roles):
        if number in title:
            found[number] = ("title", 0)
        elif number in kickers:
            found[number] = ("subtitle", 0)
        elif number < top or not title:
            kind = _above(pieces, roles, number, stated)
            found[number] = (kind, 0) if kind and (title or kind != "masthead" or role != "plain") else found[number]
        elif kind := _below(pieces, roles, number, bottom):
            found[number] = (kind, 0)


def _end(pieces: Sequence[Piece], found: Sequence[tuple[str, int]], first: int) -> int:
    """Where the head ends; remarks in brackets right behind it belong to it, also long ones."""
    end = next((number for number in range(first) if found[number][0] == "heading" and not pieces[number].level), first)
    if not end and first and pieces[0].text[0] == "【":
        end = next((number for number in range(1, first) if found[number][0] == "heading" and not pieces[number].level), first)
    end = min(end, _LONGEST)
    while end < len(pieces) and end == first and is_byline(pieces[end]) and not is_entry(pieces[end]):
        end += 1
    return end


def _roles(pieces: Sequence[Piece], found: Sequence[tuple[str, int]]) -> list[str]:
    """What each line of the head may be; an office with a date below the number of an issue is furniture too."""
    roles: list[str] = []
    for piece, (kind, _) in zip(pieces, found, strict=False):
        role = _role(piece, kind)
        roles.append("furniture" if role == "byline" and roles[-1:] == ["furniture"] and is_signed(piece) else role)
    return roles


def _role(piece: Piece, kind: str) -> str:
    """What a line of the head may be by itself: furniture, serial, byline, date, dash, body, plain, or other (no title)."""
    text = piece.text
    if piece.level:
        return "dash" if text.startswith(DASHES) else "plain"
    if is_furniture(piece):
        return "furniture"
    if is_date_line(text):
        return "date"
    if is_serial(piece):
        return "serial"
    if is_byline(piece):
        return "reporters" if names_reporters(piece.raw) else "byline"
    if text.startswith(DASHES):
        return "dash"
    plain = kind == "line" or (kind == "heading" and text[0] == "【") or (kind == "paragraph" and len(text) <= 2 * SHORT)
    if not plain or "。" in text or text.startswith("编者按") or text[-1] in "：:；，":
        return "other"
    return "body" if is_body(text) else "plain"


def _stated(roles: Sequence[str]) -> int:
    """The place of the masthead's last line, -1 where there is none: of the furniture, and of a date right below it."""
    last = max((number for number, role in enumerate(roles) if role == "furniture"), default=-1)
    while 0 <= last < len(roles) - 1 and roles[last + 1] == "date":
        last += 1
    return last


def _title(pieces: Sequence[Piece], roles: Sequence[str]) -> int | None:
    """The place of the title's first line: a Markdown heading of the first level, else below the masthead, else above a folio."""
    marked = next((number for number, piece in enumerate(pieces[: len(roles)]) if piece.level == 1), None)
    if marked is not None:
        return marked
    stated = _stated(roles)
    able = [number for number in range(len(roles)) if _can_be_title(pieces, roles, number)]
    below = [number for number in able if number > stated]
    above = [number for number in able if number < stated and roles[number] == "plain"]
    if stated < 0:
        return _first_below(roles, below)
    if below and "reporters" in roles[stated + 1 : below[0]]:
        below = []
    said = [number for number in above if _is_said_above(pieces, roles, number, below)]
    if said or not below:
        return next(iter(said or above), None)
    return _first_below(roles, below)


def _can_be_title(pieces: Sequence[Piece], roles: Sequence[str], number: int) -> bool:
    goes_on = number + 1 < len(roles) and pieces[number + 1].text.startswith("关于")
    return roles[number] in ("plain", "serial") or (roles[number] == "body" and goes_on)


def _first_below(roles: Sequence[str], able: Sequence[int]) -> int | None:
    """The first line that may be the title, names of periodicals skipped while another line is left.

    A periodical's name by itself is the title of a text that has no other, unless a date or byline shows that it is a masthead.
    """
    for number in able:
        if roles[number] == "plain" or roles[number] == "body":
            return number
    if "furniture" in roles and able:
        return able[0]
    if able:
        return able[0]
    return next((number for number, role in enumerate(roles) if role == "body"), None) if "furniture" not in roles else None


def _is_said_above(pieces: Sequence[Piece], roles: Sequence[str], number: int, below: Sequence[int]) -> bool:
    """Whether a line above the furniture is the title all the same: an official one, or one whose folio names the paper."""
    text = pieces[number].text
    if _OFFICIAL.fullmatch(text):
        return True
    folio = next(place for place in range(number, len(roles)) if roles[place] == "furniture")
    paged = "page" in peeled(pieces[folio].text)[0] and "issue" not in peeled(pieces[folio].text)[0]
    return paged and (is_folio(pieces[folio]) or len(text) > 12 or not below)


def _lines(pieces: Sequence[Piece], roles: Sequence[str], at: int) -> tuple[list[int], list[int]]:
    """The places of the kickers above the title, and of the lines of the title."""
    kickers: list[int] = []
    while len(kickers) < _LINES and _is_kicker(pieces, roles, at):
        kickers.append(at)
        at += 1
    title = [at]
    while len(title) < _LINES and _goes_on(pieces, roles, title[-1], _LINES - len(title)):
        title.append(title[-1] + 1)
    return kickers, title


def _is_kicker(pieces: Sequence[Piece], roles: Sequence[str], number: int) -> bool:
    """Whether a line leads to the title below it: the name of a series or campaign (“百千万工程”进行时)."""
    if number + 1 >= len(roles) or roles[number + 1] != "plain" or pieces[number].level or not _KICKER.fullmatch(pieces[number].text):
        return False
    return _is_last(pieces, roles, number + 1) or (number + 2 < len(roles) and roles[number + 2] == "plain")


def _is_last(pieces: Sequence[Piece], roles: Sequence[str], number: int) -> bool:
    """Whether a line is the last of a title: a byline follows, or, where it stands close to the line above, a blank line."""
    if number + 1 < len(roles) and roles[number + 1] in ("byline", "reporters", "date", "dash", "furniture"):
        return True
    if number + 1 < len(roles) and (roles[number + 1] == "body" or is_author(pieces[number + 1].raw)):
        return True
    return not pieces[number].gap and number + 1 < len(pieces) and pieces[number + 1].gap > 0


def _goes_on(pieces: Sequence[Piece], roles: Sequence[str], number: int, left: int) -> bool:
    """Whether the line below a line of the title is the title's too; `left`: how many more lines the title may have."""
    below = number + 1
    if below >= len(roles) or roles[below] not in ("plain", "serial") or pieces[number].level or pieces[below].level:
        return False
    text, rest = pieces[number].text, pieces[below].text
    if text.endswith(OPEN_END) or rest.startswith(GOES_ON) or text.count("《") > text.count("》"):
        return True
    if pieces[below].gap or is_author(pieces[below].raw) or rest[0] == "【" or _KICKER.fullmatch(rest):
        return False
    return _is_last(pieces, roles, below) or (left > 1 and _goes_on(pieces, roles, below, left - 1))


def _above(pieces: Sequence[Piece], roles: Sequence[str], number: int, stated: int) -> str | None:
    """The kind of a line above the title, or of a head without a title."""
    role = roles[number]
    if role in ("byline", "reporters") and (pieces[number].text[0] in "（(" or number > stated):
        return "byline"
    if role == "date" and stated < number and "serial" not in roles[:number]:
        return "byline"
    if role in ("furniture", "serial", "date") or number <= stated or role == "body":
        return "masthead"
    return None


def _below(pieces: Sequence[Piece], roles: Sequence[str], number: int, bottom: int) -> str | None:
    """The kind of a line below the title; None where it may be a heading."""
    role = roles[number]
    if role == "dash" or (number == bottom + 1 and pieces[number].level == 2 > pieces[bottom].level > 0):
        return "subtitle" if number <= bottom + 2 else None
    if role in ("byline", "reporters", "date", "furniture"):
        return "byline"
    if number > bottom + 3 or pieces[number].level:
        return None
    signed = roles[number + 1 : number + 2] in (["date"], ["byline"], ["reporters"]) or roles[number - 1] in ("date", "byline", "reporters")
    if is_author(pieces[number].raw) or (role == "body" and (signed or pieces[number - 1].gap == pieces[number].gap == 0)):
        return "byline"
    return "byline" if DATE.search(pieces[number].text) and role in ("plain", "body") and peeled(pieces[number].text)[1] == "" else None
