"""Documents that were sent in and are not kept yet: where they lie, and what processes of their own make of them.

    bytes, name ─ Drafts.add ─► a folder of the server's with the document ─ find ─► what is in it
                                                                           ─ keep ─► the graph folder with it, and a copy in its uploads/

`find` and `keep` run in processes with limits (`MAKERS` of `kg.server.tasks`), as documents of strangers are hard on whoever reads them.
A name is data: its last part alone counts, without signs that steer, and it never chooses a place outside its draft's own folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import secrets
import shutil
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import folders, output
from kg.errors import InputError, KgError
from kg.graph import claims, folder
from kg.graph.claims import Quotation, View
from kg.preview import formats, preview

UPLOADS = "uploads"
_MOST = 8
_FACTS, _GAPS, _ENTITIES = 400, 200, 600
_LONGEST = 150
"""Bytes of a name without its suffix: a file system takes 255, and other programs add to them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it was sent. `found`: what `find` says of it."""

    path: Path
    found: dict[str, Any] = field(default_factory=dict)


class Drafts:
    """The last few documents that were sent in, by a name that nobody can guess.

    `token`: what a form of ours has, and no other; `writing`: held by who puts one into the graph, as a folder has one writer at a time.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.writing = asyncio.Lock()
        self._drafts: OrderedDict[str, Draft] = OrderedDict()

    def place(self, root: Path, name: str, content: bytes) -> Path:
        """Where a document lies that has just been sent, below a folder of the server's."""
        path = root / f"draft-{secrets.token_hex(8)}" / name
        path.parent.mkdir()
        path.write_bytes(content)
        return path

    def add(self, path: Path, found: dict[str, Any]) -> str:
        """The name of a new draft; the oldest goes where there are too many."""
        name = secrets.token_urlsafe(12)
        self._drafts[name] = Draft(path, found)
        while len(self._drafts) > _MOST:
            self.drop(next(iter(self._drafts)))
        return name

    def get(self, name: str) -> Draft | None:
        """The draft of this name; None where there is none."""
        return self._drafts.get(name)

    def drop(self, name: str) -> None:
        """Takes a draft away, with its file."""
        draft = self._drafts.pop(name, None)
        if draft is not None:
            remove(draft.path)


def remove(path: Path) -> None:
    """Takes a document away that was placed."""
    shutil.rmtree(path.parent, ignore_errors=True)


def safe_name(said: str) -> str:
    """The name that a file of ours has for what its sender calls it. KgError where no reader takes such files.

    >>> safe_name("../../etc/协议<b>\\u202e.TXT")
    '协议<b>.txt'
    """
    last = said.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    stem, dot, suffix = " ".join(plain.split()).rpartition(".")
    if not dot or f".{suffix.lower()}" not in formats():
        raise KgError(f"{plain[:80] or '?'}: {' '.join(formats())}")
    kept = stem.strip(". ").encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip()
    return f"{kept or 'document'}.{suffix.lower()}"


def find(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What is in the document at `path`: entities, facts with their sentences, what became no fact; IRIs begin with `base`."""
    path = Path(arguments["path"])
    try:
        text, covered = preview(path, arguments["base"] or None)
    except InputError as error:
        raise KgError(f"{path.name}: {error.problem}; {error.remedy}") from error
    view = claims.from_nquads(text)
    called = {entity.iri: {"label": entity.label, "cls": entity.types[0]} for entity in view.entities}
    named = [{**called[entity.iri], "names": list(entity.alt_labels)} for entity in view.entities if entity.documents]
    facts = _facts(view, called)
    gaps = [{"kind": gap.kind, "quote": gap.quote, "note": gap.note} for gap in covered.gaps]
    return {
        "title": covered.title or path.name, "shares": [list(share) for share in covered.shares],
        "entities": named[:_ENTITIES], "facts": facts[:_FACTS], "gaps": gaps[:_GAPS],
        "counts": {"entities": len(named), "facts": len(facts), "gaps": len(gaps)},
    }  # fmt: skip


def keep(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The document at `path` in the graph folder `folder`, with a copy in its uploads/. `new`: whether it was not there before."""
    source, target = Path(arguments["path"]), Path(arguments["folder"])
    content = source.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    document = f"{folder.read_manifest(target).base}document/{digest}"
    if any(entry.digest == digest for entry in folder.read_manifest(target).entries):
        return {"new": False, "document": document}
    copy = target / UPLOADS / digest[:12] / source.name
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        output.write(copy, content)
        change = folders.add([copy], target)
        if change.failures:
            raise KgError("; ".join(str(failure) for failure in change.failures))
        folders.reindex(target)
    except (KgError, OSError) as error:
        shutil.rmtree(copy.parent, ignore_errors=True)
        with contextlib.suppress(OSError):
            copy.parent.parent.rmdir()  # where it is empty
        said = str(error) if isinstance(error, KgError) else error.strerror or "no place"
        raise KgError(said.replace(f"{target}/", "")) from error
    return {"new": True, "document": document}


def _facts(view: View, called: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Relations, posts, indicators and dates that the document tells, as rows."""
    rows: list[dict[str, Any]] = []
    for relation in view.relations:
        if relation.evidence:
            said = {"key": relation.predicate, "object": called[relation.object], "values": {}, "status": relation.status}
            rows.append({"kind": "relations", "subject": called[relation.subject], **said, "quotes": _quotes(relation.evidence)})
    for fact in view.facts:
        if fact.evidence:
            values = {"values": dict(fact.values), "status": fact.status, "quotes": _quotes(fact.evidence)}
            rows.append({"kind": fact.kind, "subject": called[fact.entity], **values})
    return rows


def _quotes(evidence: tuple[Quotation, ...]) -> list[str]:
    return list(dict.fromkeys(quotation.quote for quotation in evidence))[:3]
