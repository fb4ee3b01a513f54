"""What each block is: masthead, title, byline, heading, paragraph, caption, distribution list, colophon, source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.text.dates import DATE, is_date
from kg.text.layout import Piece
from kg.text.lines import CLOSING, TERMINAL
from kg.text.names import is_name
from kg.text.normalise import HAN

_ISSUE = re.compile(
    "[（(]?(?:总)?第[0-9一二三四五六七八九十百]{1,4}(?:期|号)(?:[（(]总第?[0-9]{1,5}期[)）])?[)）]?|[0-9]{4}年第[0-9]{1,4}期.{0,12}"
    "|.{2,20}(?:主办|主管|编印|编)|.{2,20}[〔\\[（(][0-9]{4}[〕\\])）](?:第)?[0-9]{1,4}号|(?:内部)?(?:资料|刊物|材料).{0,6}"
    "|.{0,12}(?:简报|专报|内参|参阅|参考|快报|专刊|增刊|周报|月报|动态|通讯|文件|信息|要情|摘报)(?:[（(].{1,12}[)）])?|.{2,12}(?:专辑|特刊|专期)"
)
_BYLINE = re.compile(
    "(?:作者|文|撰文|撰稿|供稿|整理|记者|本报记者|通讯员|编辑|采写|来源|稿源|信息来源|原标题|原题|发布时间|发布日期|发布机构|时间|日期|发表于)[:：/／丨|].*"
    "|.{0,30}(?:记者|通讯员|评论员|特约撰稿人|撰稿人).{0,24}|·.{2,20}·|[（(](?:作者|摘编|原载|原文|转自|来源|本报|文|据|记者|执笔|摘自|整理).*[)）]"
    "|(?:摘编|摘|选|转载)自.{2,40}|.{2,30}(?:发布|讯)"
)
_DISTRIBUTION = re.compile("(?:原刊)?(?:报|送|发|抄|抄送|抄报|主送|呈报|呈送|报送|分送|印送|报送单位|发送)[:：]")
_COLOPHON = re.compile(
    "(?:责任编辑|责编|编辑|主编|副主编|编审|审核|审校|校对|校核|监制|美编|排版|值班编辑|值班主任|一审|二审|三审|签发|签发人|核稿|地址|邮编|邮政编码|电话|联系电话|联系人|传真|邮箱|电子邮箱|投稿|投稿邮箱|网址|微信|共印|印数)[:：]"
    "|.*共印[0-9]+份|.*[0-9]+日印发|.{0,40}(?:版权|侵权|转载请|未经授权|免责声明).*|(?:声明|版权声明)[:：].*|扫码.{0,20}|点击.{0,12}(?:原文|关注|阅读).*"
)
_SOURCE = re.compile("(?:文章来源|原文链接|原文地址|链接|来源|稿源|出处|信息来源|转自|资料来源|网页链接)[:：].*|https?://\\S+")
_CAPTION = re.compile(
    "图(?:[①-⑳]|[一二三四五六七八九十0-9]{1,2}(?![0-9]*[年月个名家]))[:：、.\\s]?.*|[（(]?(?:资料)?图片?[:：].*"
    "|.{0,60}(?:摄|摄影|供图|资料图|资料图片|航拍图?|配图|图片来源.{1,20})[)）]?|.{0,60}[（(].{0,24}(?:摄|供图|来源[:：].{1,20})[)）]"
)
_NUMBERED = (
    (re.compile("第[一二三四五六七八九十百0-9]{1,4}[章节部分篇编条卷]"), 1),
    (re.compile("[一二三四五六七八九十百]{1,3}、"), 1),
    (re.compile("0?[0-9]{1,2}$"), 1),
    (re.compile("（[一二三四五六七八九十百]{1,3}）"), 2),
    (re.compile("[0-9]{1,2}[.．、](?![0-9])"), 3),
    (re.compile("（[0-9]{1,2}）"), 4),
)
_SHORT = 40
_HEADING = 32


def kinds(pieces: Sequence[Piece]) -> list[tuple[str, int]]:
    """Kind and heading level of each block of a document."""
    found: list[tuple[str, int]] = [_of_itself(piece) for piece in pieces]
    first = next((number for number, kind in enumerate(found) if kind == ("paragraph", 0)), len(pieces))
    last = next((number for number in range(len(pieces) - 1, -1, -1) if found[number] == ("paragraph", 0)), -1)
    _head(pieces, found, first)
    _tail(pieces, found, last, first)
    _body(pieces, found, first)
    return _outermost_first(found)


def is_prose(text: str) -> bool:
    """Whether a block reads like a paragraph: long, or with a sentence's end."""
    bare = text.rstrip(CLOSING)
    return len(text) > 2 * _SHORT or bool(re.search("[。；]", text)) or (len(text) > _HEADING and bare.endswith(tuple(TERMINAL)))


def _of_itself(piece: Piece) -> tuple[str, int]:
    """What a block's own form says; a short line of no special form is a heading of level 0 until its neighbours decide."""
    text = piece.text
    if piece.level:
        return "heading", piece.level
    if _DISTRIBUTION.match(text):
        return "distribution", 0
    if _CAPTION.fullmatch(text) and len(text) <= 2 * _SHORT and (text[-1] in "摄图影）" or not re.search("。.", text)):
        return "caption", 0
    for pattern, level in _NUMBERED:
        if pattern.match(text) and not is_prose(text):
            return "heading", level
    return ("paragraph", 0) if piece.item or is_prose(text) else ("line", 0)


def _is_byline(piece: Piece) -> bool:
    text = piece.text
    if len(text) > 2 * _SHORT or (is_prose(text) and text[0] not in "（("):
        return False
    dated = DATE.match(text.lstrip("（("))
    return bool(_BYLINE.fullmatch(text) or (dated and len(text) <= _SHORT and not text.endswith(tuple(TERMINAL))))


def _is_issue(piece: Piece) -> bool:
    return not piece.level and len(piece.text) <= _SHORT and bool(_ISSUE.fullmatch(piece.text))


def _is_subtitle(piece: Piece, title: Piece) -> bool:
    """Whether the block below a title is its second line: it begins with a dash, or is a Markdown heading of the second level."""
    return piece.text.startswith(("——", "—", "--")) or piece.level == 2 > title.level > 0


def _head(pieces: Sequence[Piece], found: list[tuple[str, int]], first: int) -> None:
    """Masthead, title, subtitles and bylines: the blocks above the first paragraph or numbered heading."""
    end = next((number for number in range(first) if found[number][0] == "heading" and not pieces[number].level), first)
    while end < len(pieces) and end == first and _is_byline(pieces[end]):  # a remark in brackets may be a long one
        end += 1
    issue = [number for number in range(end) if _is_issue(pieces[number])]
    dates = [number for number in range(end) if is_date(pieces[number].text)]
    stated = max([*issue, *(dates if issue else [])], default=-1)
    title = _title(pieces, found, range(stated + 1, end))
    if title is None:
        title = _title(pieces, found, [number for number in range(end) if number not in issue])
    top = -1 if title is None else title
    for number in range(end):
        piece = pieces[number]
        if number == title:
            found[number] = ("title", 0)
        elif number < top and (number <= stated or number in issue):
            found[number] = ("byline", 0) if piece.text[0] in "（(" and _is_byline(piece) else ("masthead", 0)
        elif number in issue and title is None:
            found[number] = ("masthead", 0)
        elif _is_byline(piece) or (title is not None and number > top and found[number][0] == "line" and DATE.search(piece.text)):
            found[number] = ("byline", 0)
        elif number == top + 1 and title is not None and _is_subtitle(piece, pieces[title]):
            found[number] = ("subtitle", 0)
        elif found[number][0] == "line" and top < number <= top + 3 and title is not None and is_name(piece.raw):
            found[number] = ("byline", 0)


def _title(pieces: Sequence[Piece], found: Sequence[tuple[str, int]], numbers: Sequence[int]) -> int | None:
    """The title among the blocks of the head: a Markdown heading of the first level, else the first short line that is no byline."""
    for number in numbers:
        if pieces[number].level == 1:
            return number
    for number in numbers:
        text = pieces[number].text
        plain = found[number][0] == "line" or pieces[number].level or (found[number][0] == "paragraph" and len(text) <= 2 * _SHORT)
        if plain and not _is_byline(pieces[number]) and not is_date(text) and not text.startswith(("——", "编者按")) and "。" not in text:
            return number
    return None


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
        elif _COLOPHON.match(text) and (number >= last or len(text) <= 2 * _SHORT):
            found[number] = ("colophon", 0)
        elif (_is_byline(pieces[number]) and (number > last or text[0] in "（(·")) or (number > last and _is_signature(pieces, number)):
            found[number] = ("byline", 0)
        elif number > last and number and found[number - 1][0] == "distribution" and text[-1:] not in TERMINAL:
            found[number] = ("distribution", 0)


def _is_signature(pieces: Sequence[Piece], number: int) -> bool:
    """Whether a short line stands above a date: who signs the document."""
    return len(pieces[number].text) <= _HEADING and number + 1 < len(pieces) and is_date(pieces[number + 1].text)


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
        if above == "heading" and _is_byline(piece):
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
