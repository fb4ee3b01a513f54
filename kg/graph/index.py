"""The index of a graph folder: an Oxigraph store on disk with each document's graph and, as its default graph, the union of all.

    folder ─ fill ─► the store, in one stream, and what it was made of
    older store, folder ─ fill ─► the same, where only few documents are others

What was merged touches the documents that name it and no others: those are put together in memory, the rest goes through one at a time. An
older index is not changed, as somebody may be reading it: the new one is a copy, which shares its files, with the graphs of some documents
exchanged.
"""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph import folder, whole
from kg.graph.folder import Entry, Manifest
from kg.graph.identity import Doubt, Merge, merged
from kg.graph.nquads import iri, split
from kg.graph.rdf import BASE

FEW = 20
"""So many documents are always exchanged in a copy of the older index."""
SHARE = 4
"""And where they are no more than one of so many. Exchanging takes some four times as long as loading in a stream, for each document."""
_IRI = re.compile(r"<[^>\s]*>")


@dataclass(frozen=True, slots=True)
class Made:
    """What an index was made of. `documents`: SHA-256 of each one's graph by the digest of the document; `merges`, `doubts`: sorted."""

    base: str
    documents: Mapping[str, str]
    merges: tuple[Merge, ...]
    doubts: tuple[Doubt, ...]

    def text(self) -> str:
        """As it stands in its file beside the index; `read` backwards."""
        said = {"base": self.base, "documents": self.documents, "merges": self.merges, "doubts": self.doubts}
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def beside(index: Path) -> Path:
    """The file that says what an index was made of."""
    return index.with_name(f"{index.name}.json")


def read(index: Path) -> Made | None:
    """What an index was made of; None where nothing says that."""
    try:
        content = json.loads(beside(index).read_text("utf-8"))
        doubts = tuple(Doubt(tuple(entities), reason) for entities, reason in content["doubts"])
        return Made(content["base"], content["documents"], tuple(Merge(*merge) for merge in content["merges"]), doubts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fill(place: Path, target: Path, olds: Iterable[Path]) -> Made | None:
    """The index of a folder at `target`, where nothing is yet, made from an older one where that is less work; what it was made of.

    None where people decided something, or namesakes were parted: then it is put together in memory, and nothing is made from it.
    For whoever writes the folder. InputError as of `folder.graphs`; OSError where it cannot be written.
    """
    manifest = folder.read_manifest(place)
    base = manifest.base or BASE
    if (place / folder.DECISIONS).is_file():
        _load(target, _both(whole.of_folder(place).lines))
        return None
    found = whole.found_in(place)
    if found.splits:
        _load(target, _both(whole.of_folder(place).lines))
        return None
    made = Made(base, {entry.digest: entry.sha256 for entry in manifest.entries}, found.merges, found.doubts)
    work = _Exchange(place, manifest, made)
    for old in olds:
        before = read(old)
        if before is not None and before.base == base and work.done(old, before, target):
            return made
    _load(target, _whole(place, manifest, made))
    return made


def _whole(place: Path, manifest: Manifest, made: Made) -> Iterator[str]:
    """The lines of the whole, and of its default graph."""
    involved = {iri(name) for merge in made.merges for name in merge[:2]}
    together: list[str] = []
    for entry in manifest.entries:
        text = folder.graph(place, entry)
        if involved and not involved.isdisjoint(_IRI.findall(text)):
            together += split(text)
        else:
            yield from _both(split(text))
    yield from _both(merged(together, made.merges, made.base))


def _both(lines: Iterable[str]) -> Iterator[str]:
    """Each line, and the same in the default graph. All of them are in a named graph, whose IRI has no space."""
    for line in lines:
        yield f"{line}\n"
        yield f"{line[: line.rindex(' <')]} .\n"


def _load(target: Path, lines: Iterable[str]) -> None:
    store = ox.Store(str(target))
    store.bulk_load(io.BufferedReader(_Stream(lines), 1 << 20), ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


class _Stream(io.RawIOBase):
    """Lines as a file to read from."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as there is room for, 0 at the end."""
        while len(self._rest) < len(buffer):
            more = "".join(itertools.islice(self._lines, 1000)).encode("utf-8")
            if not more:
                break
            self._rest += more
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


class _Exchange:
    """Documents of an older index for those of the folder as it is now."""

    def __init__(self, place: Path, manifest: Manifest, made: Made) -> None:
        self._place, self._made = place, made
        self._entries: dict[str, Entry] = {entry.digest: entry for entry in manifest.entries}

    def done(self, old: Path, before: Made, target: Path) -> bool:
        """Whether the older index was brought up to date at `target`; False, and nothing there, where that would be more work than less."""
        now = self._made.documents
        gone = {digest for digest, sha in before.documents.items() if now.get(digest) != sha}
        fresh = {digest for digest, sha in now.items() if before.documents.get(digest) != sha}
        most = max(FEW, len(now) // SHARE)
        if len(gone | fresh) > most:
            return False
        store = ox.Store.read_only(str(old))
        drawn = self._drawn_in(store, before, gone, fresh)
        if len(gone | fresh | drawn) > most:
            return False
        store.backup(str(target))
        self._exchange(ox.Store(str(target)), gone | drawn, fresh | drawn)
        return True

    def _drawn_in(self, store: Any, before: Made, gone: Set[str], fresh: Set[str]) -> set[str]:
        """The documents that stay and may read otherwise now: those that name what is merged, or was, where it is named in what comes or
        goes, and so on: of two posts that say the same of one thing, each document has a share in what becomes of them.
        """
        groups = _groups([*before.merges, *self._made.merges])
        pending = {name for merge in {*before.merges} ^ {*self._made.merges} for name in (iri(merge.merged), iri(merge.into))}
        for digest in fresh:
            pending |= groups.keys() & self._named(digest)
        for digest in gone:
            pending |= groups.keys() & {str(term) for quad in self._quads(store, digest) for term in (quad.subject, quad.object)}
        seen: set[str] = set()
        drawn: set[str] = set()
        while pending:
            for name in groups[pending.pop()] - seen:
                seen.add(name)
                for digest in self._naming(store, name) - fresh - drawn:
                    drawn.add(digest)
                    pending |= (groups.keys() & self._named(digest)) - seen
        return drawn

    def _named(self, digest: str) -> set[str]:
        return set(_IRI.findall(folder.graph(self._place, self._entries[digest])))

    def _naming(self, store: Any, name: str) -> set[str]:
        """The documents of the folder as it is now that name an entity in a store."""
        node = ox.NamedNode(name[1:-1])
        graphs = {quad.graph_name for quad in store.quads_for_pattern(node, None, None, None)}
        graphs |= {quad.graph_name for quad in store.quads_for_pattern(None, None, node, None)}
        return self._entries.keys() & {graph.value.rsplit("/", 1)[-1] for graph in graphs if isinstance(graph, ox.NamedNode)}

    def _graph(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self._made.base}graph/{name}")

    def _quads(self, store: Any, name: str) -> Iterator[ox.Quad]:
        return iter(store.quads_for_pattern(None, None, None, self._graph(name)))

    def _exchange(self, store: Any, out: Set[str], into: Set[str]) -> None:
        """Graphs out of a store and others into it, and the default graph after them."""
        names = [*sorted(out), "identity"]
        lost = {quad.triple for name in names for quad in self._quads(store, name)}
        for name in names:
            store.remove_graph(self._graph(name))
        came = [line for digest in into for line in split(folder.graph(self._place, self._entries[digest]))]
        lines = merged(came, self._made.merges, self._made.base)
        store.extend(ox.parse(input="".join(_both(lines)), format=ox.RdfFormat.N_QUADS))
        for triple in lost:
            found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
            if not any(isinstance(quad.graph_name, ox.NamedNode) for quad in found):
                store.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
        store.flush()


def _groups(merges: Sequence[Merge]) -> dict[str, frozenset[str]]:
    """What hangs together by merges, as terms: each with all of its group."""
    groups: dict[str, frozenset[str]] = {}
    for merge in merges:
        one, other = iri(merge.merged), iri(merge.into)
        group = groups.get(one, frozenset((one,))) | groups.get(other, frozenset((other,)))
        groups.update(dict.fromkeys(group, group))
    return groups
