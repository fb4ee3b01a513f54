"""Documents made of a text, for the tests of the room `facts`."""

from __future__ import annotations

import hashlib

from kg import text as texts
from kg.model import Document, Source


def document(text: str) -> Document:
    """The document of a text, as if it stood in a file."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return texts.prepare(Source("case.txt", text, digest, "txt", "utf-8"))
