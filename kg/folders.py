"""Documents into graph folders and out of them: the order of the work, as `pipeline` is for graphs in memory.

    add      documents ─ process ─► graphs ─ commit ─► the folder with them
    forget   names ─ commit ─► the folder without them
    reindex  the folder ─► the index that answers questions about it

A folder is a set of documents: whatever was added, replaced and forgotten in whatever order, it equals a build of what is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kg import recipe
from kg.corpus import digest_of, select
from kg.errors import InputError, OutputError, RefusedError
from kg.graph import about, curation, index, store, validate
from kg.graph import folder as graph_folder
from kg.graph.curation import Unused
from kg.graph.folder import Entry, Manifest, Writer
from kg.graph.nquads import split
from kg.graph.whole import Whole, found_in, whole
from kg.pipeline import DocumentResult, Progress, attempts

LISTED = ("name", "entities", "statements", "posts", "indicators", "dates", "remarks", "digest", "path")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a folder, each collection sorted.

    `added`, `removed`: documents that were not there before, or are not any more; `replaced`: new in the place of an older text from the
    same path; `remade`: there before, but made by another program or with other knowledge; `kept`: there before and asked for again;
    `taken`: those of the others that an interrupted run had finished, and that were not made again;
    `empty`: names of those made now in which nothing was found. `failures`, `skipped`, `duplicates`: as of a build; a document that was
    refused is a RefusedError. `validator`: what those made now were held against the shapes by, "" where by nothing.
    """

    manifest: Manifest
    added: tuple[Entry, ...] = ()
    replaced: tuple[Entry, ...] = ()
    remade: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    taken: tuple[Entry, ...] = ()
    empty: tuple[str, ...] = ()
    failures: tuple[InputError, ...] = ()
    skipped: tuple[Path, ...] = ()
    duplicates: tuple[Path, ...] = ()
    validator: str = ""

    @property
    def refused(self) -> bool:
        """Whether the shapes refused a document."""
        return any(isinstance(failure, RefusedError) for failure in self.failures)


@dataclass(frozen=True, slots=True)
class Way:
    """How documents are worked on: in so many processes, with IRIs that begin with `base`, telling `progress` after each.

    `check`: whether each graph that is made is held against the shapes before it enters; where it is None, only if pyshifty is installed,
    as a page of text takes 0.14 s to read, 0.1 s to hold against the shapes by pyshifty and 1.4 s by pySHACL.
    """

    workers: int = 1
    base: str | None = None
    progress: Progress | None = None
    check: bool | None = None

    @property
    def validator(self) -> str:
        """What holds graphs against the shapes, with its version; "" where nothing does."""
        if self.check is False or (self.check is None and not validate.installed(validate.FAST)):
            return ""
        by = validate.validator()
        return f"{by} {validate.installed(by)}"


def build(paths: Iterable[str | Path], folder: Path, way: Way = Way()) -> Change:
    """The folder with the graphs of these documents and no others. As `add` in all else."""
    return _add(paths, folder, way, afresh=True)


def add(paths: Iterable[str | Path], folder: Path, way: Way = Way()) -> Change:
    """The folder with the graphs of these documents besides what it has; it is made where there is none.

    A text that comes from the path of another one takes its place. Graphs that lie there finished, by this program and with this
    knowledge, are not made again, so that a run that was interrupted goes on where it was. A document that cannot be read, or whose graph
    breaks a shape, is a failure of the result: nothing of it is written, and the others go through. InputError where an argument does not
    exist or the folder is damaged; OutputError where it cannot be written.
    """
    return _add(paths, folder, way, afresh=False)


def forget(names: Sequence[str], folder: Path) -> Change:
    """The folder without the documents that are meant by names, paths or digests: as if they had never been there.

    InputError where the folder has no such document; then nothing is forgotten.
    """
    with graph_folder.writing(folder, existing=True) as writer:
        before = Manifest(writer.base, tuple(sorted(writer.entries.values())))
        removed: set[Entry] = set()
        for name in names:
            found = graph_folder.find(before, name)
            if not found:
                raise InputError(folder, f"no document of it is meant by {name}", "give a name, a path or a digest that kg list shows")
            removed |= set(found)
        for entry in removed:
            del writer.entries[entry.digest]
        return Change(writer.commit(), removed=tuple(sorted(removed)))


def reindex(folder: Path) -> Path:
    """The index of the folder, made from its files; where it lies.

    OutputError where it cannot be written, or somebody writes the folder.
    """
    with graph_folder.writing(folder, existing=True):
        return store.reindex(folder)


def found(folder: Path) -> Whole:
    """What was found out about the folder's graph, without its lines: what was merged, what is in doubt, which decisions could not be
    carried out.

    InputError where the folder is damaged.
    """
    made = index.read(store.index_of(folder))
    return found_in(folder) if made is None else Whole((), made.merges, made.doubts)


def listed(folder: Path) -> list[tuple[str, ...]]:
    """A row for each document, after `LISTED`, by name. InputError where the folder is damaged."""
    rows = []
    for entry in graph_folder.read_manifest(folder).entries:
        report = graph_folder.ledger(folder, entry)["report"]
        figures = [len(report["entities"]), *(report[kind] for kind in ("statements", "posts", "indicators", "dates"))]
        rows.append((entry.name, *map(str, figures), str(sum(n for _, n in report["remarks"])), entry.digest[:12], entry.path))
    return sorted(rows)


def describe(graph: Path) -> list[str]:
    """What a graph is and, of a graph folder, what it was made with, as sorted N-Triples lines. InputError where it cannot be read."""
    if not graph_folder.is_folder(graph):
        return about.describe(store.read(graph), {})
    manifest = graph_folder.read_manifest(graph)
    recipes = {entry.digest: graph_folder.ledger(graph, entry)["recipe"] for entry in manifest.entries}
    table = graph / graph_folder.DECISIONS
    decided = hashlib.sha256(table.read_bytes()).hexdigest() if table.is_file() else None
    return about.describe(store.read(graph), recipes, decided, manifest.base)


def check(graph: Path, table: Path | None) -> tuple[int, tuple[Unused, ...]]:
    """How many decisions a table has, and those that cannot be carried out on the graph. `table`: the folder's own where it is None.

    InputError where there is no table, or it is wrong.
    """
    decisions = curation.read(table or graph / graph_folder.DECISIONS)
    if graph_folder.is_folder(graph):
        manifest, texts = graph_folder.graphs(graph)
        return len(decisions), whole(texts, decisions, manifest.base).unused
    return len(decisions), tuple(sorted(curation.decide(split(store.read(graph)), decisions).unused))


def _add(paths: Iterable[str | Path], folder: Path, way: Way, *, afresh: bool) -> Change:
    from kg.graph.rdf import BASE
    from kg.text import READERS

    selection = select(paths, READERS)
    with graph_folder.writing(folder) as writer:
        if writer.base and not afresh and way.base not in (None, writer.base):
            raise OutputError(
                folder, f"its IRIs begin with {writer.base}, not with {way.base}", "leave --base out, or build another folder"
            )
        before = Manifest(writer.base, tuple(sorted(writer.entries.values())))
        writer.base = way.base or (not afresh and writer.base) or BASE
        fresh, taken, failures = _made(writer, selection.files, way)
        asked = {entry.digest: entry for entry in fresh}
        if afresh:
            _drop(writer, writer.entries.keys() - asked.keys())
        else:
            now = {entry.path: entry.digest for entry in fresh}
            _drop(writer, [entry.digest for entry in before.entries if now.get(entry.path, entry.digest) != entry.digest])
        manifest = writer.commit() if fresh else before
    return replace(
        _change(before, asked, manifest),
        taken=tuple(sorted(taken)),
        empty=tuple(sorted(entry.name for entry in fresh if not graph_folder.ledger(folder, entry)["report"]["entities"])),
        failures=tuple(sorted((*selection.failures, *failures), key=str)),
        skipped=selection.skipped,
        duplicates=selection.duplicates,
        validator=way.validator,
    )


def _drop(writer: Writer, digests: Iterable[str]) -> None:
    for digest in digests:
        writer.entries.pop(digest, None)


def _made(writer: Writer, files: Iterable[Path], way: Way) -> tuple[list[Entry], list[Entry], list[InputError]]:
    """The entries of the files, made where they do not lie there finished; those that lay there and no manifest names; and what failed."""
    made_with = recipe.recipe(writer.base)
    entries: list[Entry] = []
    taken: list[Entry] = []
    todo: list[Path] = []
    for path in files:
        digest = digest_of(path)
        finished = writer.finished(digest, made_with.digest)
        if finished is None:
            todo.append(path)
        else:
            entry = replace(finished, name=path.name, path=str(path.resolve()))
            entries.append(entry)
            if digest not in writer.entries or writer.entries[digest].made != entry.made:
                taken.append(entry)
            writer.entries[digest] = entry
    failures: list[InputError] = []
    outcomes = attempts(todo, workers=way.workers, base=writer.base, check=bool(way.validator), progress=way.progress)
    for path, outcome in zip(todo, outcomes, strict=True):
        if isinstance(outcome, DocumentResult):
            entry = _entry(outcome, path, made_with.digest)
            writer.put(entry, outcome.nquads, {"report": asdict(outcome.report), "recipe": asdict(made_with)})
            entries.append(entry)
        else:
            failures.append(outcome)
    return entries, taken, failures


def _entry(result: DocumentResult, path: Path, made: str) -> Entry:
    data = result.nquads.encode("utf-8")
    return Entry(result.digest, made, path.name, str(path.resolve()), hashlib.sha256(data).hexdigest(), result.nquads.count("\n"))


def _change(before: Manifest, asked: Mapping[str, Entry], manifest: Manifest) -> Change:
    old = {entry.digest: entry for entry in before.entries}
    left = {entry.digest for entry in manifest.entries}
    gone = {entry for entry in before.entries if entry.digest not in left}
    places = {entry.path for entry in gone}
    new = {entry for entry in asked.values() if entry.digest not in old}
    same = {entry for entry in asked.values() if entry.digest in old and old[entry.digest].sha256 == entry.sha256}
    return Change(
        manifest,
        added=tuple(sorted(entry for entry in new if entry.path not in places)),
        replaced=tuple(sorted(entry for entry in new if entry.path in places)),
        remade=tuple(sorted(set(asked.values()) - new - same)),
        kept=tuple(sorted(same)),
        removed=tuple(sorted(entry for entry in gone if entry.path not in {e.path for e in new})),
    )
