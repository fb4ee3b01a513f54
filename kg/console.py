"""What the terminal shows: progress, summaries, tables. Graphs and answers go to standard output, everything else to standard error.

The one module that knows rich, which is loaded where something is drawn with it.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.folders import Change
    from kg.graph.whole import Whole
    from kg.pipeline import KnowledgeGraph

# A table that goes into a file or a pipe is as wide as its content, but a sentence in it is folded.
_UNBOUNDED, _WIDEST = 10_000, 60
# A line break of the source within a quotation, with the padding around it: none between Chinese characters.
_BREAK = re.compile(r"(?<=([^\x00-\x7f]))?[ \t]*\n\s*(?=([^\x00-\x7f]))?")
# How many names of files a line of the summary lists before it only counts.
_LISTED = 20


def say(line: str) -> None:
    """A line to standard error."""
    print(line, file=sys.stderr)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A function to be told (done, total, name), which draws a bar on the terminal; None where there is no terminal, or none is wanted."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[name]}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("documents", total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name)

        yield advance


def summarise(graph: KnowledgeGraph, output: str) -> Iterator[str]:
    """The lines of the summary of a build: figures, classes, and everything that was left out, with the reason."""
    summary = graph.summary
    figures = ", ".join(
        count(number, one)
        for number, one in (
            (summary.documents, "document"),
            (sum(number for _, number in summary.entities), "entity"),
            (summary.statements, "statement"),
            (summary.posts, "post"),
            (summary.indicators, "indicator"),
            (summary.dates, "date"),
        )
    )
    yield f"{figures} → {output}"
    if summary.entities:
        classes = sorted(summary.entities, key=lambda item: (-item[1], item[0]))
        yield "  entities: " + ", ".join(f"{cls} {number}" for cls, number in classes)
    if summary.remarks:
        yield "  seen, but no fact: " + ", ".join(f"{kind} {number}" for kind, number in summary.remarks)
    yield from identities(graph.whole)
    yield from shortfalls(graph)


def identities(whole: Whole) -> Iterator[str]:
    """What was found to be one, what is in doubt, and which decisions of people could not be carried out."""
    ends = [f"{_end(merge.merged)} → {_end(merge.into)}" for merge in whole.merges]
    if ends:
        yield f"  the same in several documents: {_listed(ends)}"
    for split in whole.splits:
        yield f"  namesakes: {', '.join(map(_end, split.into))}: {split.reason}"
    for doubt in whole.doubts:
        yield f"  in doubt: {', '.join(map(_end, doubt.entities))}: {doubt.reason}"
    for unused in whole.unused:
        decision = unused.decision
        yield f"  row {decision.row} of the curation ({decision.decision} {decision.entity}): {unused.problem}"


def _end(iri: str) -> str:
    """The end of an IRI: class and name."""
    return "/".join(iri.rsplit("/", 2)[-2:])


def changes(change: Change, folder: str) -> Iterator[str]:
    """What became of a graph folder, and everything that was left out, with the reason."""
    done = [
        (change.added, "added"),
        (change.replaced, "replaced"),
        (change.remade, "made anew"),
        (change.kept, "there already"),
        (change.removed, "forgotten"),
    ]
    said = ", ".join(f"{len(entries)} {word}" for entries, word in done if entries) or "nothing changed"
    yield f"{said} → {folder}: {count(len(change.manifest.entries), 'document')}"
    if change.validator and {*change.added, *change.replaced, *change.remade} - {*change.taken}:
        yield f"  held against the shapes by {change.validator}"
    if change.taken:
        yield f"  taken over from a run that was interrupted: {_listed(sorted(entry.name for entry in change.taken))}"
    for entries, word in done[1:]:
        if entries and word != "there already":
            yield f"  {word}: {_listed([entry.name for entry in entries])}"
    yield from shortfalls(change)


def shortfalls(graph: KnowledgeGraph | Change) -> Iterator[str]:
    """What did not become part of the graph, a line each."""
    for failure in graph.failures:
        yield f"  left out: {failure}"
    for name in graph.empty:
        yield f"  nothing was found in {name}"
    if graph.duplicates:
        names = [str(path) for path in graph.duplicates]
        yield f"  {count(len(names), 'file')} with the content of another: {_listed(names)}"
    if graph.skipped:
        yield f"  {_unread(graph)}"


def failures(graph: KnowledgeGraph | Change) -> Iterator[str]:
    """Why no document became part of the graph, a reason each."""
    yield from map(str, graph.failures)
    if graph.skipped:
        yield _unread(graph)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> str:
    """A table as text of so many columns of the terminal, cells folded; None: as wide as its content, long cells folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        drawn.add_column(Text(column), overflow="fold", max_width=_WIDEST if width is None else None)
    for row in rows:
        drawn.add_row(*(Text(_unbroken(cell)) for cell in row))
    text = io.StringIO()
    Console(file=text, width=width or _UNBOUNDED, highlight=False).print(drawn)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().split("\n")[:-1])


def outline(lines: Iterable[tuple[int, str]], width: int | None) -> str:
    """Lines with their depth as text of so many columns of the terminal, folded at their own depth; None: each line as long as it is."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    text = io.StringIO()
    console = Console(file=text, width=width or _UNBOUNDED, highlight=False)
    for depth, line in lines:
        console.print(Padding(Text(_unbroken(line), overflow="fold"), (0, 0, 0, 3 * depth)))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().split("\n")[:-1])


def _unbroken(text: str) -> str:
    """A quotation on one line."""
    return _BREAK.sub(lambda m: "" if m[1] or m[2] else " ", text)


def width() -> int | None:
    """The width of the terminal on standard output, None where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def count(number: int, one: str) -> str:
    """A number and its noun: 1 row, 2 rows, 2 entities."""
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{number} {one if number == 1 else many}"


def _unread(graph: KnowledgeGraph | Change) -> str:
    """How many files were not read, by suffix."""
    kinds = Counter(path.suffix or "without a suffix" for path in graph.skipped)
    return "in formats that are not read: " + ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")
