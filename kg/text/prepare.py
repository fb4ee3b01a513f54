"""A source made into a document: the order of the steps, and what the document says of itself."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from kg.model import Block, Document, Sentence, Source
from kg.text.dates import DATE, completed, find_dates, from_metadata, is_date
from kg.text.heads import GOES_ON, OPEN_END
from kg.text.kinds import kinds
from kg.text.layout import Piece, layout
from kg.text.normalise import HAN, clean
from kg.text.segment import sentences

_FIELD_GAP = re.compile(r"\s(?=(?P<label>[^\s:：]{2,6}[:：]))|[^\S\n]{2,}|[\u3000\t\n]|(?<=[日月])\s(?=\S)|(?<=[-/.][0-9]{2})\s(?=\S)")
_FIELDS = frozenset({"masthead", "byline", "colophon"})


def prepare(source: Source) -> Document:
    """A document with its blocks and sentences. Never raises, whatever the text; linear in its length.

    >>> doc = prepare(Source("a.txt", "苏霍合作\\n\\n2024 年，霍尔\\n\\n果斯设立园区。\\n", "0", "txt", "utf-8"))
    >>> doc.text, doc.quote(11, 15)
    ('苏霍合作\\n2024年，霍尔果斯设立园区。', '霍尔\\n\\n果斯')
    """
    cleaned, script = clean(source.text)
    pieces = layout(cleaned, marked_up=source.format in ("md", "html"))
    found = kinds(pieces)
    offsets = array("I")
    blocks: list[Block] = []
    cut: list[Sentence] = []
    place = 0
    for number, (piece, (kind, level)) in enumerate(zip(pieces, found, strict=True)):
        if number:
            offsets.append(offsets[-1])
            place += 1
        offsets.extend(piece.traced.offsets)
        blocks.append(Block(kind, place, place + len(piece.text), level))
        cut += (Sentence(place + start, place + end, number) for start, end in _sentences(piece, kind))
        place += len(piece.text)
    return Document(
        source=source,
        text="\n".join(piece.text for piece in pieces),
        offsets=offsets,
        blocks=tuple(blocks),
        sentences=tuple(cut),
        script=script,
        title=title_of(pieces, found) or source.title,
        date=date_of(source, pieces, found),
        publisher=source.publisher or publisher_of(pieces, found),
    )


def _sentences(piece: Piece, kind: str) -> list[tuple[int, int]]:
    """The sentences of a block; the fields of a byline or colophon that stand apart from one another are one each.

    `2025年1月    据某某报道`, `责任编辑：甲　地址：乙`: without their spaces they would run together.
    """
    if kind not in _FIELDS:
        return sentences(piece.text)
    starts = [0, *_field_starts(piece), len(piece.text)]
    return [(start + i, start + j) for start, end in pairwise(starts) for i, j in sentences(piece.text[start:end])]


def _field_starts(piece: Piece) -> list[int]:
    """Where in a block's tidy text its fields after the first one begin; letters spaced apart (陈　默) are no fields."""
    raw = piece.raw
    places: list[int] = []
    for gap in _FIELD_GAP.finditer(raw):
        start, end = gap.span()
        apart = raw[:start].split()[-1:], raw[end:].split(maxsplit=1)[:1]
        if gap["label"] or all(len(word) > 1 for words in apart for word in words):
            places.append(bisect_left(piece.traced.offsets, piece.untidy.offsets[end]))
    return sorted({place for place in places if 0 < place < len(piece.text)})


def _of_kind(pieces: Sequence[Piece], found: Sequence[tuple[str, int]], *wanted: str) -> list[Piece]:
    return [piece for piece, (kind, _) in zip(pieces, found, strict=True) if kind in wanted]


def title_of(pieces: Sequence[Piece], found: Sequence[tuple[str, int]]) -> str | None:
    """The title as its lines have it, with the space between its two halves where it has one (通伊一家 实干兴边).

    Between two lines stands a space, unless the second goes on in the first's sentence (…指挥部 + 关于…的总结).
    """
    title = ""
    for piece in _of_kind(pieces, found, "title"):
        words = piece.raw.split()
        spaced = len("".join(words)) == len(piece.text) and all(len(word) > 1 for word in words)
        line = _respaced(piece.text, [len(word) for word in words]) if spaced else piece.text
        joined = not title or title.endswith(OPEN_END) or line.startswith(GOES_ON) or title.count("《") > title.count("》")
        title += line if joined else f" {line}"
    return title or None


def _respaced(text: str, widths: Sequence[int]) -> str:
    parts: list[str] = []
    start = 0
    for width in widths:
        parts.append(text[start : start + width])
        start += width
    return " ".join(parts)


def date_of(source: Source, pieces: Sequence[Piece], found: Sequence[tuple[str, int]]) -> str | None:
    """The date that the document states of itself, never one of its prose.

    In order: the head (masthead, byline), a dateline (本报2024年5月6日讯), the foot (under the signature, the imprint, a date in brackets
    behind the last sentence), the file's metadata. A finer date of the
    same zone wins over a coarser one that it agrees with.
    """
    first = next((number for number, (kind, _) in enumerate(found) if kind == "paragraph"), len(found))
    head = [piece for piece, (kind, _) in zip(pieces[:first], found, strict=False) if kind in ("masthead", "byline")]
    issued = completed(" ".join(piece.text for piece, (kind, _) in zip(pieces[:first], found, strict=False) if kind == "masthead"))
    foot = [(piece, kind) for piece, (kind, _) in zip(pieces[first:], found[first:], strict=True)][::-1]
    signed = [piece for piece, kind in foot if kind == "byline" or (kind != "heading" and is_date(piece.text))]
    printed = [piece for piece, kind in foot if kind in ("colophon", "source")]
    prose = [piece.text for piece in _of_kind(pieces, found, "paragraph")]
    datelines = [match.group() for text in prose[:1] for match in [_DATELINE.match(text)] if match]
    endings = [match.group() for text in prose[-1:] for match in [_ENDING.search(text[-60:])] if match]
    zones = [[piece.text for piece in zone] for zone in (head, signed, printed)]
    for number, zone in enumerate((zones[0], datelines, *zones[1:], endings)):
        dates = [form for text in zone for form in find_dates(_WORK.sub("", text))]
        if issued and not number and not any(len(form) > 7 for form in dates):
            return issued
        if dates:
            return next((finer for finer in dates if len(finer) > len(dates[0]) and finer.startswith(dates[0])), dates[0])
    return from_metadata(source.date)


_WORK = re.compile("《[^《》]*》|原(?:标题|题)[:：].*")
"""The name of a work, in which a date is not the document's."""
_DATELINE = re.compile(f"[（【]?[{HAN}]{{0,16}}{DATE.pattern}[{HAN}]{{0,4}}?(?:讯|电|消息|报道)")
_ENDING = re.compile(f"(?:^|(?<=[。！？”]))（{DATE.pattern}[^（）]{{0,20}}）$")


_PUBLISHER = re.compile(f"(?:来源|稿源|信息来源|发布机构|发布单位)[:：]\\s*(?P<name>[{HAN}A-Za-z0-9·]{{2,24}})")
_MEDIUM = f"《?(?P<name>[{HAN}A-Za-z0-9]{{2,20}}?(?:发布|日报|晚报|早报|时报|报|网|台|周刊|通讯社|纪事|新闻|融媒|中心|在线|观察))》?"
_DATED_NAME = re.compile(f"[0-9][0-9年月日/.: -]*\\s+{_MEDIUM}(?=\\s|$)")
_REWORKED = re.compile("整理|改写|摘编|综合|选编|编写|(?<![数证依])据(?!点|说|悉)|摘自|选自|转自|转载|原载|https?://")
"""Of a text made from others': the paper in the line is that of its sources."""
_PAPER = re.compile(f"(?P<name>[{HAN}]{{1,10}}(?<![简专快摘汇通会])报)")
_NAMED_DATE = re.compile(f"[（(]?{_MEDIUM}\\s*{DATE.pattern}")


def publisher_of(pieces: Sequence[Piece], found: Sequence[tuple[str, int]]) -> str | None:
    """Who published the document, where a line of its head or foot plainly names one (来源：某某日报; 2023-12-08 某某发布)."""
    for piece in _of_kind(pieces, found, "byline", "source", "masthead"):
        spaced = " ".join(piece.raw.split())
        match = _PUBLISHER.search(spaced) or _DATED_NAME.match(spaced) or _NAMED_DATE.match(spaced) or _PAPER.fullmatch(piece.text)
        if match and not _REWORKED.search(spaced) and not spaced[match.end() :].startswith(("、", "和", "//")):
            return match["name"]
    return None
