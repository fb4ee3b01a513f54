"""Files in, sources out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.model import Source
from kg.text.decode import decode
from kg.text.layout import front_matter


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader takes out of a file: the text, the encoding it was in, and what the format says of the document."""

    text: str
    encoding: str
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None


Reader = Callable[[bytes, str], Parts]
"""A file's bytes and its name (for messages) → its parts. Raises InputError."""


def read_text(data: bytes, name: str) -> Parts:
    """A plain text file."""
    return Parts(*decode(data, name))


_FIELDS = {
    "title": "title", "标题": "title", "date": "date", "日期": "date", "publisher": "publisher", "source": "publisher", "来源": "publisher",
    "url": "url", "link": "url",
}  # fmt: skip
_FIELD = re.compile(r"(?m)^(\w+)\s*[:：][ \t]*(.+?)[ \t]*$")


def read_markdown(data: bytes, name: str) -> Parts:
    """A Markdown file; title, date, publisher and url come from its front matter."""
    text, encoding = decode(data, name)
    said: dict[str, str] = {}
    for key, value in _FIELD.findall(text[: front_matter(text)]):
        field = _FIELDS.get(key.lower())
        if field and value.strip("\"'"):
            said.setdefault(field, value.strip("\"'"))
    return Parts(text, encoding, said.get("title"), said.get("date"), said.get("publisher"), said.get("url"))


def read_html(data: bytes, name: str) -> Parts:
    """The article of an HTML page."""
    from kg.text.html import article

    return Parts(*article(data, name))


READERS: dict[str, Reader] = {".txt": read_text, ".md": read_markdown, ".markdown": read_markdown, ".html": read_html, ".htm": read_html}
"""Suffix → reader. To read another format, add a function and a row."""

_FORMATS = {".markdown": "md", ".htm": "html"}


def read(path: Path) -> Source:
    """A file as a Source.

    Raises InputError for a path that is missing, a folder, unreadable or of an unknown suffix, and for a file that is empty,
    binary or in no known encoding.
    """
    reader_of(path)
    try:
        if path.is_dir():
            raise InputError(path, "this is a folder", "give a file, or build the whole folder")
        if path.exists() and not path.is_file():
            raise InputError(path, "this is no ordinary file", "save its content in a file first")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(path, "there is no such file", "check the spelling of the path") from None
    except PermissionError:
        raise InputError(path, "no permission to read it", "change the file's permissions, or run as its owner") from None
    except (OSError, ValueError) as error:
        raise InputError(path, f"it cannot be read ({getattr(error, 'strerror', None) or error})", "check the path and the disk") from None
    return parse(data, str(path), path.suffix)


def reader_of(path: Path) -> Reader:
    """The reader of a path's suffix. Raises InputError, with the suffixes that there are."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        if path.is_dir():
            raise InputError(path, "this is a folder", "give a file, or build the whole folder")
        raise InputError(path, f"files {path.suffix or 'without a suffix'} are not read", f"these are: {' '.join(sorted(READERS))}")
    return reader


def parse(data: bytes, name: str, suffix: str = ".txt") -> Source:
    """The bytes of a document (of standard input, say) as a Source; `suffix` says which reader. Raises InputError."""
    parts = reader_of(Path(f"-{suffix}"))(data, name)
    kind = suffix.lower()
    return Source(
        name=Path(name).name,
        text=parts.text,
        digest=hashlib.sha256(data).hexdigest(),
        format=_FORMATS.get(kind, kind[1:]),
        encoding=parts.encoding,
        title=parts.title,
        date=parts.date,
        publisher=parts.publisher,
        url=parts.url,
    )
