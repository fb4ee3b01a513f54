"""The article of an HTML page (trafilatura enters here)."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import InputError
from kg.text.decode import decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_LATEST = "2100-01-01"
"""A date of a page counts up to here. The library's own limit is today: the same page would then read differently tomorrow."""


def article(data: bytes, name: str) -> tuple[str, str, str | None, str | None, str | None, str | None]:
    """The article's text, the page's encoding, and the article's title, date, publisher and address as far as the page states them.

    Raises InputError where the page has no article.
    """
    declared = _CHARSET.search(data[:4096])
    page, encoding = decode(data, name, declared.group(1).decode("ascii") if declared else None)
    found = _extracted(page.lstrip("\ufeff"))
    text = (found.text or "").replace("\r\n", "\n").replace("\r", "\n") if found else ""
    if not text.strip():
        raise InputError(name, "no article was found in the page", "save the article's text as .txt")
    return text, encoding, found.title or None, found.date or None, found.sitename or found.hostname or None, found.url or None


def _extracted(page: str) -> Any:
    import trafilatura

    return trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": _LATEST},
    )
