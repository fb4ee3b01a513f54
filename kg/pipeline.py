"""The order of the stages, for one document and for many: the one place that connects the rooms.

    path ─ read ─► Source ─ prepare ─► Document ─ extract ─► Facts ─ to_nquads ─► the document's named graph

`process` is a pure function of a file's bytes and of what the project knows (ontology, seeds). `build` maps it over many documents with an
engine and keeps the results sorted, so that neither the order of the arguments nor the number of workers shows in what comes out.
"""

from __future__ import annotations

import os
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg import output
from kg.corpus import select
from kg.engines.table import choose
from kg.errors import InputError, KgError, OutputError, RefusedError

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.coverage import Coverage
    from kg.graph.curation import Decision
    from kg.graph.query import Result
    from kg.graph.whole import Whole
    from kg.model import Facts
    from kg.quality import Comparison
    from kg.views.basemap import Basemap

_BASE = re.compile(r"https?://[^\s<>\"{}|^`\\#]+/")
Progress = Callable[[int, int, str], None]
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one document.

    `entities`: (id, class) of each entity that it mentions, sorted; the class of a region is `Region`, whatever its level.
    `statements`, `posts`, `indicators`, `dates`: how many. `remarks`: (kind, how many) of what was seen and not turned into a fact.
    """

    name: str
    entities: tuple[tuple[str, str], ...]
    statements: int
    posts: int
    indicators: int
    dates: int
    remarks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document's graph as sorted N-Quads text, with the digest of the document's bytes and the report of what was found."""

    digest: str
    nquads: str
    report: Report


@dataclass(frozen=True, slots=True)
class Summary:
    """What a corpus came to: `entities` by class, each entity once however many documents mention it; the other figures are sums."""

    documents: int
    entities: tuple[tuple[str, int], ...]
    statements: int
    posts: int
    indicators: int
    dates: int
    remarks: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class KnowledgeGraph:
    """The graphs of the documents that went through, sorted by digest, and what did not.

    `failures`: documents that could not be read, and why. `skipped`: files in folders whose suffix no reader knows. `duplicates`: files
    with the bytes of another one. `decisions`: what people decided about the graph.
    """

    documents: tuple[DocumentResult, ...]
    failures: tuple[InputError, ...] = ()
    skipped: tuple[Path, ...] = ()
    duplicates: tuple[Path, ...] = ()
    decisions: tuple[Decision, ...] = ()
    base: str | None = None

    @property
    def summary(self) -> Summary:
        """The figures of the whole."""
        reports = [document.report for document in self.documents]
        classes = Counter(cls for _, cls in {entity for report in reports for entity in report.entities})
        remarks: Counter[str] = Counter()
        for report in reports:
            remarks.update(dict(report.remarks))
        return Summary(
            documents=len(reports),
            entities=tuple(sorted(classes.items())),
            statements=sum(report.statements for report in reports),
            posts=sum(report.posts for report in reports),
            indicators=sum(report.indicators for report in reports),
            dates=sum(report.dates for report in reports),
            remarks=tuple(sorted(remarks.items())),
        )

    @cached_property
    def whole(self) -> Whole:
        """The graphs put together: what was merged and why, what is in doubt, which decisions could not be carried out."""
        from kg.graph.rdf import BASE
        from kg.graph.whole import whole

        return whole((document.nquads for document in self.documents), self.decisions, self.base or BASE)

    @property
    def empty(self) -> tuple[str, ...]:
        """The names of the documents in which nothing was found, sorted."""
        return tuple(sorted(document.report.name for document in self.documents if not document.report.entities))

    def to_nquads(self) -> str:
        """All documents' named graphs as one sorted N-Quads text, with what is one under one IRI, as people decided."""
        return self.whole.text

    def to_rdflib(self) -> Dataset:
        """The same as an rdflib Dataset with one named graph for each document: for work with a few documents, as it is slow with many."""
        from kg.graph.rdf import to_dataset

        return to_dataset(self.to_nquads())

    def write(self, path: str | Path) -> None:
        """The graph as a file, in the format that the suffix says. OutputError where it cannot be written; then there is no file."""
        from kg.graph.export import export

        export(self.to_nquads(), Path(path))

    def query(self, text: str) -> Result:
        """The answer to a SPARQL query, over all documents. QueryError where it is malformed or wants to change something."""
        from kg.graph import query, store

        return query.run(store.load(self.to_nquads()), text)


def process(path: Path, base: str | None = None) -> DocumentResult:
    """One document's graph and report. `base`: where the IRIs of instances begin. InputError where the document cannot be read."""
    from kg.facts import extract
    from kg.graph.rdf import BASE, to_nquads
    from kg.text import prepare, read

    facts = extract(prepare(read(path)))
    return DocumentResult(facts.document.source.digest, to_nquads(facts, base or BASE), _report(facts))


def build(
    paths: Iterable[str | Path],
    *,
    workers: int = 1,
    base: str | None = None,
    curation: str | Path | None = None,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """The graph of all documents that are meant by files and folders, in so many processes.

    `curation`: a table of what people decided. `progress` is called after each document with how many are done, how many there are, and the
    document's name. A document that cannot be read is a failure of the result, and the others go through. InputError where an argument does
    not exist or the table is wrong.
    """
    from kg.graph.curation import read
    from kg.text import READERS

    decisions = read(Path(curation)) if curation else ()
    selection = select(paths, READERS)
    results: list[DocumentResult] = []
    failures = list(selection.failures)
    for outcome in attempts(selection.files, workers=workers, base=base, progress=progress):
        if isinstance(outcome, DocumentResult):
            results.append(outcome)
        else:
            failures.append(outcome)
    return KnowledgeGraph(
        documents=tuple(sorted(results, key=lambda result: result.digest)),
        failures=tuple(sorted(failures, key=str)),
        skipped=selection.skipped,
        duplicates=selection.duplicates,
        decisions=decisions,
        base=base,
    )


def attempts(
    files: Sequence[Path], *, workers: int = 1, base: str | None = None, check: bool = False, progress: Progress | None = None
) -> Iterator[DocumentResult | InputError]:
    """What `process` makes of each file, in their order, as it becomes ready; an InputError for one that cannot be read.

    With `check` each graph is held against the shapes by the process that made it: a RefusedError for one that breaks them.
    KgError where `base` is none, or a worker process ends before its work is done.
    """
    if base is not None and not _BASE.fullmatch(base):
        raise KgError(f"{base} is no base for IRIs; use one like https://example.org/id/, ending in /")
    executor = choose(workers)
    try:
        outcomes = executor.map(partial(_attempt, base=base, check=check), files, chunksize=1)
        for done, (path, outcome) in enumerate(zip(files, outcomes, strict=True), start=1):
            yield outcome if isinstance(outcome, DocumentResult) else outcome[0](*outcome[1:])
            if progress:
                progress(done, len(files), path.name)
    except BrokenProcessPool as error:
        raise KgError("a worker process ended before its work was done, perhaps for want of memory; use fewer workers") from error
    finally:
        executor.shutdown(cancel_futures=True)


def report(paths: Iterable[str | Path], *, progress: Progress | None = None) -> tuple[tuple[Coverage, ...], tuple[InputError, ...]]:
    """What of each document became facts and what did not, and the documents that could not be read; sorted by path.

    InputError where an argument does not exist.
    """
    from kg.coverage import cover
    from kg.facts import extract
    from kg.text import READERS, prepare, read

    selection = select(paths, READERS)
    covered: list[Coverage] = []
    failures = list(selection.failures)
    for done, path in enumerate(selection.files, start=1):
        try:
            covered.append(cover(extract(prepare(read(path)))))
        except InputError as error:
            failures.append(error)
        if progress:
            progress(done, len(selection.files), path.name)
    return tuple(covered), tuple(sorted(failures, key=str))


def score(document: Path, annotation: Path) -> Comparison:
    """The graph of a document held against its reference annotation. InputError where either cannot be read."""
    from kg.graph.claims import from_nquads
    from kg.quality import compare, reference
    from kg.text import read

    expected = reference.read(annotation)
    return compare(expected, from_nquads(process(document).nquads), read(document).text)


def annotated(paths: Iterable[str | Path], folder: Path | None = None) -> tuple[dict[str, tuple[Path, Path]], tuple[Path, ...]]:
    """The documents that are meant and their annotations, by name below the folder that they share, and those that have none; sorted.

    `folder`: where the annotations lie; they lie beside the documents or in gold/ beside them where it is None. InputError where an
    argument does not exist, a document is none, or none of them is annotated.
    """
    from kg.quality import find
    from kg.text import READERS

    selection = select(paths, READERS)
    for failure in selection.failures:
        raise failure
    pairs = [(document, annotation) for document in selection.files if (annotation := find(document, folder))]
    if not pairs:
        place = folder or "gold/ beside it"
        raise InputError(selection.files[0], "no document has an annotation", f"put NAME.json for NAME.txt into {place}")
    root = os.path.commonpath([document.resolve().parent for document, _ in pairs])
    named = {document.resolve().relative_to(root).as_posix(): (document, annotation) for document, annotation in pairs}
    return named, tuple(document for document in selection.files if not find(document, folder))


def _attempt(path: Path, base: str | None, check: bool) -> DocumentResult | tuple[type[InputError], str, str, str]:
    """`process`, or the kind and the parts of an InputError: an error of several parts cannot be sent from one process to another, its
    parts can.

    A fault of the program in one document of thousands is reported with that document, and does not take the others down.
    """
    try:
        result = process(path, base)
        if check:
            _hold(result, path)
        return result
    except InputError as error:
        return type(error), error.path, error.problem, error.remedy
    except KgError as error:
        # What is wrong with ontology or seeds is wrong for every document. Of an error only its message can be sent to another process.
        raise KgError(str(error)) from error
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}"
        return InputError, str(path), f"the program failed on this document ({fault})", "report it together with the document"


def _hold(result: DocumentResult, path: Path) -> None:
    """Nothing, where a document's graph keeps to the shapes. RefusedError where it does not: the fault is the program's.

    A warning refuses nothing: documents may say what is not so.
    """
    from kg.graph.validate import validate

    broken = [violation.message for violation in validate(result.nquads) if violation.severity == "Violation"]
    if broken:
        said = "; ".join(broken[:_SHOWN]) + ("; …" if len(broken) > _SHOWN else "")
        problem = f"its graph breaks the shapes of the ontology in {len(broken)} places ({said})"
        raise RefusedError(path, problem, "nothing of it was taken in: report it together with the document")


def _report(facts: Facts) -> Report:
    """The figures of one document."""
    kinds = ((entity.id, entity.id.partition("/")[0]) for entity in facts.entities if entity.mentioned)
    return Report(
        name=facts.document.source.name,
        entities=tuple(sorted((id, kind[:1].upper() + kind[1:]) for id, kind in kinds)),
        statements=len(facts.statements),
        posts=len(facts.posts),
        indicators=len(facts.indicators),
        dates=len(facts.dates),
        remarks=tuple(sorted(Counter(remark.kind for remark in facts.remarks).items())),
    )


def check_target(path: Path) -> None:
    """Nothing, where a graph can be written at `path`: to be asked before the work. OutputError where it cannot."""
    from kg.graph.export import targets

    for place in targets(path):
        output.check(place)


def convert(graph: Path, path: Path) -> tuple[Path, ...]:
    """A graph file in the format that the suffix of `path` says; the files that were written. InputError, OutputError."""
    from kg.graph import store
    from kg.graph.export import export

    return export(store.read(graph), path)


def render(graph: Path, form: str) -> str:
    """A graph file as text in a format (`nq`, `ttl`, `jsonld`, …). InputError; OutputError where the format is not known."""
    from kg.graph import store
    from kg.graph.export import EXPORTERS

    exporter = EXPORTERS.get(f".{form.lower().removeprefix('.')}")
    if exporter is None:
        known = ", ".join(suffix.removeprefix(".") for suffix in sorted(EXPORTERS))
        raise OutputError("-", f"the format {form} is not known", f"use one of {known}")
    return exporter(store.read(graph))


def view(
    graph: Path, title: str, *, focus: str | None = None, depth: int = 2, limit: int | None = None, basemap: Basemap | None = None
) -> str:
    """The page of a graph file: one HTML text that needs nothing else.

    `focus`: an entity by any name or IRI, around which the network is cut off `depth` relations away; `limit`: the most nodes to draw;
    `basemap`: what `read_basemap` makes of a GeoJSON file, to lie beneath the map.
    InputError where the graph cannot be read; UnknownNameError, AmbiguousNameError of the focus.
    """
    from kg.graph import store
    from kg.graph.claims import from_nquads
    from kg.graph.naming import Names
    from kg.graph.network import network_of
    from kg.graph.triple_tables import tables
    from kg.views.part import LIMIT, Focus
    from kg.views.visualise import visualise

    nquads = store.read(graph)
    claims = from_nquads(nquads)
    names = Names({entity.iri: entity for entity in claims.entities}, {}, {})
    around = Focus(names.find_entity(focus), depth) if focus is not None else None
    triples = partial(tables, nquads, [entity.iri for entity in claims.entities])
    return visualise(network_of(claims), title, limit or LIMIT, around, basemap=basemap, triples=triples)


def read_basemap(path: Path) -> Basemap:
    """The lines and areas of a GeoJSON file; InputError where it has none, or is not in longitude and latitude."""
    from kg.views import basemap

    return basemap.read(path)
