"""What each block is: masthead, title, byline, heading, paragraph, caption, distribution list, colophon, source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.text.dates import DATE, is_date
from kg.text.forms import HEADING, SHORT, is_byline, is_entry, is_prose
from kg.text.heads import mark_head
from kg.text.layout import Piece
from kg.text.lines import TERMINAL
from kg.text.normalise import HAN

_DISTRIBUTION = re.compile("(?:原刊)?(?:报|送|发|抄|抄送|抄报|主送|呈报|呈送|报送|分送|印送|报送单位|发送)[:：]")
_COLOPHON = re.compile(
    "[（(]?(?:责任编辑|责编|编辑|主编|副主编|编审|审核|审校|校对|校核|监制|美编|排版|值班编辑|值班主任|一审|二审|三审|签发|签发人|核稿|地址|邮编|邮政编码|电话|联系电话|联系人|传真|邮箱|电子邮箱|投稿|投稿邮箱"
    "|网址|微信|共印|印数"
    "|图文|文图|文字|图片|供图|摄影|视频|制作|剪辑|海报|设计|策划|统筹|审读|初审|复审|终审|总监|值班总编|编发)[:：｜|/／丨]"
    "|(?:供稿|撰稿|来源|文|作者|通讯员)[:：｜|/／丨].{1,30}(?:责任编辑|责编|编辑|审核|校对|主编)[:：｜|/／丨].*"
    "|[（(—～~-]*(?:END|全文完|完)[)）—～~-]*$|.*共印[0-9]+份|.*[0-9]+日印发|.{0,40}(?:版权|侵权|转载请|未经授权|免责声明).*"
    "|(?:声明|版权声明)[:：].*|扫码.{0,20}|点击.{0,12}(?:原文|关注|阅读).*"
)
_SOURCE = re.compile("(?:文章来源|原文链接|原文地址|链接|来源|稿源|出处|信息来源|转自|资料来源|网页链接)[:：].*|https?://\\S+")
_CAPTION = re.compile(
    "图(?:[①-⑳]|[一二三四五六七八九十0-9]{1,2}(?![0-9]*[年月个名家]))[:：、.\\s]?.*|[（(]?(?:资料)?图片?[:：].*"
    "|.{0,60}(?:摄|摄影|供图|资料图|资料图片|航拍图?|配图|图片来源.{1,20})[)）]?|.{0,60}[（(].{0,24}(?:摄|供图|来源[:：].{1,20})[)）]"
)
_NUMBERED = (
    (re.compile("第[一二三四五六七八九十百0-9]{1,4}[章节部分篇编条卷]"), 1),
    (re.compile("[一二三四五六七八九十百]{1,3}、"), 1),
    (re.compile("(?:—{1,2}|PART[ .]?)?0?[0-9]{1,2}(?:—{1,2})?$"), 1),
    (re.compile("【[^【】]{1,30}】[^，。！？；]{0,16}$"), 1),
    (re.compile("（[一二三四五六七八九十百]{1,3}）"), 2),
    (re.compile("[0-9]{1,2}[.．、](?![0-9])"), 3),
    (re.compile("（[0-9]{1,2}）"), 4),
)
_ENTRIES = 3
"""Dated lines in a row that make a chronicle, at least."""


def kinds(pieces: Sequence[Piece]) -> list[tuple[str, int]]:
    """Kind and heading level of each block of a document."""
    found: list[tuple[str, int]] = [_of_itself(piece) for piece in pieces]
    _chronicle(pieces, found)
    first = next((number for number, kind in enumerate(found) if kind == ("paragraph", 0)), len(pieces))
    last = next((number for number in range(len(pieces) - 1, -1, -1) if found[number] == ("paragraph", 0)), -1)
    mark_head(pieces, found, first)
    _tail(pieces, found, last, first)
    _body(pieces, found, first)
    return _outermost_first(found)


def _of_itself(piece: Piece) -> tuple[str, int]:
    """What a block's own form says; a short line of no special form is a heading of level 0 until its neighbours decide."""
    text = piece.text
    if piece.level:
        return "heading", piece.level
    if _DISTRIBUTION.match(text):
        return "distribution", 0
    if _CAPTION.fullmatch(text) and len(text) <= 2 * SHORT and (text[-1] in "摄图影）" or not re.search("。.", text)):
        return "caption", 0
    for pattern, level in _NUMBERED:
        if pattern.match(text) and not is_prose(text):
            return "heading", level
    return ("paragraph", 0) if piece.item or is_prose(text) else ("line", 0)


def _chronicle(pieces: Sequence[Piece], found: list[tuple[str, int]]) -> None:
    """Dated lines, three or more of them in a row, are paragraphs, however short; the year above them is a heading."""
    entries = [is_entry(piece) for piece in pieces]
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and entries[end]:
            end += 1
        if end - start >= _ENTRIES:
            found[start:end] = [("paragraph", 0)] * (end - start)
            if start and is_date(pieces[start - 1].text) and not DATE.match(pieces[start].text):
                found[start - 1] = ("heading", 1)
        start = max(end, start + 1)


def _tail(pieces: Sequence[Piece], found: list[tuple[str, int]], last: int, first: int) -> None:
    """Distribution lists, colophon, sources and signatures: below the middle of the document."""
    for number in range(first, len(pieces)):
        text = pieces[number].text
        kind = found[number][0]
        late = number > last or 2 * number >= len(pieces)
        if kind == "distribution" and not late:
            found[number] = ("paragraph", 0)
        elif not late or kind in ("heading", "caption", "distribution", "title"):
            continue
        elif _SOURCE.fullmatch(text) and len(text) <= 200:
            found[number] = ("source", 0)
        elif _COLOPHON.match(text) and (number >= last or len(text) <= 2 * SHORT):
            found[number] = ("colophon", 0)
        elif (is_byline(pieces[number]) and (number > last or text[0] in "（(·")) or (number > last and _is_signature(pieces, number)):
            found[number] = ("byline", 0)
        elif number > last and number and found[number - 1][0] == "distribution" and text[-1:] not in TERMINAL:
            found[number] = ("distribution", 0)


def _is_signature(pieces: Sequence[Piece], number: int) -> bool:
    """Whether a short line stands above a date: who signs the document."""
    return len(pieces[number].text) <= HEADING and number + 1 < len(pieces) and is_date(pieces[number + 1].text)


def _body(pieces: Sequence[Piece], found: list[tuple[str, int]], first: int) -> None:
    """Short lines of no special form: captions in a document that shows pictures, lines of verse, bylines, else headings."""
    pictured = sum(1 for kind, _ in found if kind == "caption") >= 2
    numbered = any(kind == "heading" for kind, _ in found)
    short = [False, *(kind == "line" for kind, _ in found), False]  # one more at either end: a block always has neighbours
    for number, piece in enumerate(pieces):
        if not short[number + 1]:
            continue
        above = found[number - 1][0] if number else ""
        in_verse = (short[number] and above != "heading") or short[number + 2]
        if above == "heading" and is_byline(piece):
            found[number] = ("byline", 0)
        elif piece.text.endswith(tuple(TERMINAL + ")）" + ("" if above == "heading" else "："))) or not _LETTER.search(piece.text):
            found[number] = ("paragraph", 0)
        elif above == "heading" and numbered:
            found[number] = ("heading", found[number - 1][1])
        elif pictured and numbered and number > first and not in_verse:
            found[number] = ("caption", 0)
        else:
            found[number] = ("paragraph", 0) if in_verse and number > first else ("heading", 1)


_LETTER = re.compile(f"[{HAN}A-Za-z]")


def _outermost_first(found: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Heading levels counted from 1, without gaps: a document may begin with ### or with （一）."""
    ranks = {level: rank for rank, level in enumerate(sorted({level for kind, level in found if kind == "heading"}), start=1)}
    return [(kind, ranks[level] if kind == "heading" else 0) for kind, level in found]
