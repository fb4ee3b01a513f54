"""A graph as it is at one moment, in a place of its own: readers keep it for as long as they like, whatever is written meanwhile.

    graph file or folder ─ take ─► Snapshot: its files, an index or a dump of it, and a name for its state

Files of a graph folder are never changed, only taken away: the copy is made of hard links where the file system has them, and costs
neither time nor room. The index of the folder itself is of no use to readers that stay: whoever writes takes it away, and the engine opens
its files late.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from kg import output
from kg.errors import InputError, OutputError
from kg.graph import folder, store

_RETRIES = 5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`state`: hexadecimal digits, equal for equal graphs; `source`: the graph, a file of N-Quads or a graph folder.

    `index`: of it, on disk; None where there is a `dump` instead, which is small enough to be held in memory.
    """

    state: str
    source: Path
    index: Path | None
    dump: Path | None


def state_of(graph: Path) -> str:
    """The name of the state that a graph is in. InputError where it cannot be read."""
    if folder.is_folder(graph):
        return store.index_of(graph).name
    try:
        with graph.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except FileNotFoundError as error:
        raise InputError(graph, "there is no such file", "build the graph first, or mend the path") from error
    except OSError as error:
        raise InputError(graph, f"the graph cannot be read ({error.strerror})", "name a graph file or a graph folder") from error


def stamp(graph: Path) -> tuple[tuple[int, ...], ...]:
    """What changes whenever the graph does, without reading it; empty while it is not there."""
    places = (graph / folder.MANIFEST, graph / folder.DECISIONS) if graph.is_dir() else (graph,)
    found = []
    for place in places:
        try:
            status = place.stat()
        except OSError:
            continue
        found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)


def take(graph: Path, place: Path, held: int) -> Snapshot:
    """A snapshot of a graph in a folder that is made for it. `held`: bytes of an index or a dump up to which it is for memory.

    InputError as of `store.load`, OutputError where it cannot be written.
    """
    try:
        place.mkdir(parents=True)
        if not folder.is_folder(graph):
            return _of_file(graph, place, held)
        for attempt in range(_RETRIES):
            try:
                return _of_folder(graph, place / str(attempt), held)
            except FileNotFoundError:
                # Whoever writes has taken a file away between our reading of the manifest and our copy: what it says now is the graph.
                shutil.rmtree(place / str(attempt))
        raise InputError(graph, "the folder changes faster than it can be read", "wait until it is written")
    except OSError as error:
        problem = f"the graph cannot be copied ({error.strerror or error})"
        raise OutputError(place, problem, "make room in the folder for temporary files") from error


def _of_file(graph: Path, place: Path, held: int) -> Snapshot:
    state, text = state_of(graph), store.read(graph)
    source, index, dump = place / "graph.nq", place / "index", place / "dump.nq"
    output.write(source, text)
    store.to_dump(text, dump)
    if dump.stat().st_size <= held:
        return Snapshot(state, source, None, dump)
    store.make_index(dump, index)
    dump.unlink()
    return Snapshot(state, source, index, None)


def _of_folder(graph: Path, place: Path, held: int) -> Snapshot:
    """FileNotFoundError where a file of it has been taken away meanwhile."""
    (place / folder.DOCUMENTS).mkdir(parents=True)
    manifest = folder.read_manifest(graph)
    output.write(place / folder.MANIFEST, manifest.text())
    if (graph / folder.DECISIONS).is_file():
        shutil.copyfile(graph / folder.DECISIONS, place / folder.DECISIONS)
    for entry in manifest.entries:
        for suffix in (".nq", ".json"):
            _link(graph / folder.DOCUMENTS / f"{entry.stem}{suffix}", place / folder.DOCUMENTS / f"{entry.stem}{suffix}")
    index = store.index_of(place)
    made = graph / folder.INDEX / index.name
    if made.is_dir():
        index.mkdir(parents=True)
        for path in sorted(made.iterdir()):
            # Tables are never changed; the rest is small, and the engine writes its log.
            (_link if path.suffix == ".sst" else shutil.copyfile)(path, index / path.name)
        if not made.is_dir():
            raise FileNotFoundError(made)
    else:
        store.reindex(place)
    if sum(path.stat().st_size for path in index.iterdir()) > held:
        return Snapshot(index.name, place, index, None)
    dump = place / "dump.nq"
    store.dump(index, dump)
    return Snapshot(index.name, place, None, dump)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(old, new)
