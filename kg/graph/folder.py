"""The graph folder: the graphs of many documents as files, of which documents come and go.

    FOLDER/
      manifest.json              which documents the graph consists of; what it does not name is not there
      documents/DIGEST.MADE.nq   one document's graph, sorted N-Quads; DIGEST: of the document's bytes, MADE: of what made the graph
      documents/DIGEST.MADE.json its ledger: where the document came from, what made the graph, what was found, what was not understood
      curation.csv               decisions of people, where there are any
      index/                     an Oxigraph store of the whole, which can be made anew from the rest at any time
      lock                       held by whoever writes

The truth is files, and the manifest is the one that counts: it is replaced in one step (written beside, then renamed) when everything that
it names lies in its place. A run that is killed leaves the old manifest or the new one; the graphs that it had finished lie there
unnamed, and the next run that wants them does not make them again. One process writes at a time; readers need no lock, as no file is ever
changed: a reader that finds a file gone reads the manifest again.

This module knows files alone: neither what makes graphs nor what answers questions.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from kg import output
from kg.errors import InputError, OutputError
from kg.graph.nquads import union

MANIFEST, DOCUMENTS, INDEX, LOCK, DECISIONS = "manifest.json", "documents", "index", "lock", "curation.csv"
VERSION = 1
_RETRIES = 5
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A document of the folder.

    `digest`: SHA-256 of the document's bytes; `made`: digest of what made its graph (program, ontology, seeds, base); `path`: where the
    document lay, "" where it came by standard input; `sha256`: of its graph's file; `quads`: how many it has.
    """

    digest: str
    made: str
    name: str
    path: str
    sha256: str
    quads: int

    @property
    def stem(self) -> str:
        """The names of its files, but for their suffixes."""
        return f"{self.digest}.{self.made}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder's graph consists of. `base`: where the IRIs of instances begin; `entries`: sorted by digest, one for each."""

    base: str
    entries: tuple[Entry, ...] = ()

    @property
    def digest(self) -> str:
        """What the manifest says, as 16 hexadecimal digits of a SHA-256: equal for equal graphs."""
        said = [self.base, *(f"{entry.digest} {entry.sha256}" for entry in self.entries)]
        return hashlib.sha256("\n".join(said).encode("utf-8")).hexdigest()[:16]

    def text(self) -> str:
        """As it stands in its file; `read_manifest` backwards."""
        content = {"version": VERSION, "base": self.base, "documents": [asdict(entry) for entry in self.entries]}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def is_folder(path: Path) -> bool:
    """Whether a graph folder lies at `path`."""
    return (path / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """What the folder consists of. InputError where it is no graph folder, or its manifest is damaged or of another version."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != VERSION:
            problem = f"this manifest is of version {content['version']}, and {VERSION} is read"
            raise InputError(path, problem, "use the program that wrote it, or build the folder again")
        return Manifest(content["base"], tuple(sorted(Entry(**entry) for entry in content["documents"])))
    except FileNotFoundError as error:
        raise InputError(folder, "this is no graph folder", "make one with kg build DOC... --into FOLDER") from error
    except OSError as error:
        raise InputError(path, f"the file cannot be read ({error.strerror})", "allow reading it") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            path, f"the manifest is damaged ({error})", "build the folder again: graphs that are whole are not made anew"
        ) from error


def graphs(folder: Path) -> tuple[Manifest, tuple[str, ...]]:
    """The manifest and the graph of each of its documents, as N-Quads texts in the order of its entries. As of `reduced`."""
    return reduced(folder, tuple)


def reduced(folder: Path, function: Callable[[Iterator[str]], Found]) -> tuple[Manifest, Found]:
    """The manifest, and what a function makes of the graphs of its documents, which it gets as N-Quads texts in the order of its entries,
    one at a time; it may be called again.

    While somebody else writes, what is read is the folder before or after. InputError where a file is missing or is not what was written.
    """
    for attempt in range(_RETRIES):
        manifest = read_manifest(folder)
        try:
            return manifest, function(graph(folder, entry) for entry in manifest.entries)
        except InputError:
            # A writer may have taken files away that only the manifest before named.
            if attempt == _RETRIES - 1 or read_manifest(folder) == manifest:
                raise
    raise AssertionError("not reached")


def graph(folder: Path, entry: Entry) -> str:
    """The graph of one document. InputError where its file is missing or is not what was written."""
    path = folder / DOCUMENTS / f"{entry.stem}.nq"
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = f"the graph of {entry.name} cannot be read ({error.strerror})"
        raise InputError(path, problem, "add the document again, or bring the file back") from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise InputError(
            path, f"the graph of {entry.name} is not the one that was written", "add the document again, or bring the file back"
        )
    return data.decode("utf-8")


def text(folder: Path) -> str:
    """The graphs of all documents as one sorted N-Quads text, as they were made. InputError as of `graphs`."""
    return "".join(f"{line}\n" for line in union(graphs(folder)[1]))


def ledger(folder: Path, entry: Entry) -> Mapping[str, Any]:
    """What is kept of a document beside its graph. InputError where the file is missing or damaged."""
    path = folder / DOCUMENTS / f"{entry.stem}.json"
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(path, f"the ledger of {entry.name} cannot be read ({error})", "add the document again") from error
    return content if isinstance(content, dict) else {}


def find(manifest: Manifest, asked: str) -> tuple[Entry, ...]:
    """The documents that are meant by a name, a path, or the beginning of a digest (six digits or more)."""
    path = str(Path(asked).resolve())
    named = tuple(entry for entry in manifest.entries if asked in (entry.name, entry.path) or (entry.path and entry.path == path))
    if named or len(asked) < 6:
        return named
    return tuple(entry for entry in manifest.entries if entry.digest.startswith(asked.lower()))


@dataclass(slots=True)
class Writer:
    """A folder while it is written: nothing of it counts until `commit`. `base` is "" in a new one."""

    folder: Path
    base: str
    entries: dict[str, Entry] = field(default_factory=dict)

    def finished(self, digest: str, made: str) -> Entry | None:
        """The entry of a graph that lies there whole, named or not; None where it must be made."""
        entry = self.entries.get(digest)
        if entry is None or entry.made != made:
            ledger = self.folder / DOCUMENTS / f"{digest}.{made}.json"
            try:
                entry = Entry(**json.loads(ledger.read_text("utf-8"))["entry"])
            except (OSError, ValueError, KeyError, TypeError):
                return None
        try:
            graph(self.folder, entry)
        except InputError:
            return None
        return entry

    def put(self, entry: Entry, nquads: str, ledger: Mapping[str, object]) -> None:
        """A document's graph and ledger into their files; the entry counts from the next commit on.

        OutputError where they cannot be written.
        """
        place = self.folder / DOCUMENTS / entry.stem
        # The ledger last: where it lies, the graph is whole.
        output.write(place.with_name(f"{entry.stem}.nq"), nquads)
        said = json.dumps({"entry": asdict(entry), **ledger}, ensure_ascii=False, indent=1, sort_keys=True)
        output.write(place.with_name(f"{entry.stem}.json"), said + "\n")
        self.entries[entry.digest] = entry

    def commit(self) -> Manifest:
        """The entries as the folder's manifest, in one step; then the files that nothing names any more are taken away."""
        manifest = Manifest(self.base, tuple(sorted(self.entries.values())))
        _sync(self.folder / DOCUMENTS)
        output.write(self.folder / MANIFEST, manifest.text())
        _sync(self.folder)
        self._sweep(manifest)
        return manifest

    def _sweep(self, manifest: Manifest) -> None:
        named = {f"{entry.stem}{suffix}" for entry in manifest.entries for suffix in (".nq", ".json")}
        for path in (self.folder / DOCUMENTS).iterdir():
            if path.name not in named:
                path.unlink(missing_ok=True)


@contextmanager
def writing(folder: Path, *, existing: bool = False) -> Iterator[Writer]:
    """The folder, to be written by this process alone; it is made where there is none, unless it must be `existing`.

    OutputError where it cannot be made, somebody else is writing it, or it is a folder of other things; InputError where its manifest is
    damaged, or there is none.
    """
    if existing:
        read_manifest(folder)
    else:
        _make(folder)
    with _locked(folder):
        before = read_manifest(folder) if existing or is_folder(folder) else Manifest("")
        yield Writer(folder, before.base, {entry.digest: entry for entry in before.entries})


def _make(folder: Path) -> None:
    """A folder with the places for everything in it. One with other things in it is none of ours."""
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(folder, "this is a file", "name a folder")
        if folder.is_dir() and not (folder / DOCUMENTS).is_dir() and any(folder.iterdir()):
            raise OutputError(folder, "there are other things in this folder", "name a new folder for the graph")
        (folder / DOCUMENTS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, f"the folder cannot be made ({error.strerror})", "allow it, or choose another place") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The folder's lock, which the system takes back from a process that ends, however it ends."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(
            folder, f"the folder cannot be written ({error.strerror})", "allow writing it, or choose another place"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            who = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            writer = f"process {who}" if who else "another process"
            raise OutputError(folder, f"{writer} is writing this folder", "wait until it is done; reading goes on meanwhile") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """The names in a folder onto the disk: a file's content alone does not outlive a power cut."""
    with contextlib.suppress(OSError):  # some file systems cannot, and then have nothing to offer
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
