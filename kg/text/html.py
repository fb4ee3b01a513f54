"""The article of an HTML page (trafilatura enters here)."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import InputError
from kg.text.decode import decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_SHORT = 600
"""Characters of an article that is asked for again with everything in it: of short pages the library drops the headings."""
_LATEST = "2100-01-01"
"""A date of a page counts up to here. The library's own limit is today: the same page would then read differently tomorrow."""


def article(data: bytes, name: str) -> tuple[str, str, str | None, str | None, str | None, str | None]:
    """The article's text, the page's encoding, and the article's title, date, publisher and address as far as the page states them.

    Raises InputError where the page has no article.
    """
    declared = _CHARSET.search(data[:4096])
    page, encoding = decode(data, name, declared.group(1).decode("ascii") if declared else None)
    page = page.lstrip("\ufeff")
    found = _extracted(page)
    text = _text(found)
    if len(text) < _SHORT:
        text = max(text, _text(_extracted(page, favor_recall=True)), key=len)
    if not text.strip():
        raise InputError(name, "no article was found in the page", "save the article's text as .txt")
    title, date, publisher, url = (getattr(found, field, None) or None for field in ("title", "date", "sitename", "url"))
    return text, encoding, title, date, publisher, url


def _text(found: Any) -> str:
    return (getattr(found, "text", None) or "").replace("\r\n", "\n").replace("\r", "\n")


def _extracted(page: str, **options: Any) -> Any:
    import trafilatura

    return trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        **options,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _LATEST},
    )
