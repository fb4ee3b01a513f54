"""What a graph folder costs as it grows: seconds and peak memory of each thing that is done with it, at several sizes in one run.

    python -m benchmarks.folders [--sizes 100 1000 5000]

Each measurement is a process of its own. The documents are invented reports (`reports.py`), of which a hundred are read and the others are
copies of their graphs with other digests and other names of firms. What holds the graph in memory is measured up to `HELD` documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kg
from benchmarks import reports
from kg import folders, gazetteer, recipe, vocabulary
from kg.graph import difference, query, store, verify
from kg.graph import folder as graph_folder
from kg.graph.rdf import BASE

READ = 100
HELD = 1000
SIZES = (100, 1000, 5000)
_OF_THE_DOCUMENT = re.compile(r"/(statement|completion)/[0-9a-f]{5}")
_NEW = "扬州市支援绥德县，投入3000万元。扬州绿杨食品有限公司落户榆林高新技术产业开发区，投资3000万元。\n"


def fill(folder: Path, size: int) -> None:
    """A graph folder of so many documents, without an index, and their texts by digest in texts.json beside it."""
    made = recipe.recipe(BASE).digest
    texts = {}
    with graph_folder.writing(folder) as writer:
        writer.base = BASE
        for number in range(size):
            copy, base = divmod(number, READ)
            if copy == 0:
                _read(folder.parent, base)
            kept = json.loads((folder.parent / f"{base}.json").read_text("utf-8"))
            old, new = "食品", f"{chr(0x5000 + copy)}品"
            digest = hashlib.sha256(f"{copy} {kept['digest']}".encode()).hexdigest()
            graph = _OF_THE_DOCUMENT.sub(rf"/\1/{copy:05x}", kept["nquads"].replace(kept["digest"], digest).replace(old, new))
            graph = "".join(f"{line}\n" for line in sorted(set(graph.split("\n")) - {""}))
            texts[digest] = kept["text"].replace(old, new)
            sha = hashlib.sha256(graph.encode("utf-8")).hexdigest()
            entry = graph_folder.Entry(digest, made, f"{number:05}.txt", "", sha, graph.count("\n"))
            place = folder / graph_folder.DOCUMENTS / entry.stem
            place.with_name(f"{entry.stem}.nq").write_text(graph, encoding="utf-8")
            place.with_name(f"{entry.stem}.json").write_text(json.dumps({"report": kept["report"]}), encoding="utf-8")
            writer.entries[digest] = entry
        writer.commit()
    (folder.parent / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def _read(place: Path, number: int) -> None:
    """One report as it is read, kept in a file for its copies."""
    if not (place / f"{number}.json").exists():
        path = reports.written(place, number)
        result = kg.process(path)
        report = {"entities": result.report.entities, "remarks": result.report.remarks}
        report |= {kind: getattr(result.report, kind) for kind in ("statements", "posts", "indicators", "dates")}
        kept = {"digest": result.digest, "nquads": result.nquads, "report": report, "text": kg.read(path).text}
        (place / f"{number}.json").write_text(json.dumps(kept), encoding="utf-8")


def _new(folder: Path) -> Path:
    path = folder.parent / "new.txt"
    path.write_text(_NEW, encoding="utf-8")
    kg.process(path)  # as `measure` does with other things
    return path


def _add(folder: Path) -> Callable[[], object]:
    path = _new(folder)
    return lambda: folders.add([path], folder)


def _diff(folder: Path) -> Callable[[], object]:
    after = store.read(folder)
    before = "".join(f"{line}\n" for line in after.split("\n")[1000:] if line)
    return lambda: difference.compare(before, after)


def _verify(folder: Path) -> Callable[[], object]:
    texts = json.loads((folder.parent / "texts.json").read_text("utf-8"))
    return lambda: verify.verify(store.read(folder), texts)


def _query(folder: Path) -> Callable[[], object]:
    text = query.find_query("assistance")
    return lambda: query.run(store.load(folder), text)


# What is measured, in this order: name → what makes it ready, and gives what is then timed; and whether it holds the graph in memory.
MEASURED: dict[str, tuple[Callable[[Path], Callable[[], object]], bool]] = {
    "reindex from nothing": (lambda folder: lambda: folders.reindex(folder), False),
    "list": (lambda folder: lambda: folders.listed(folder), False),
    "query (assistance)": (_query, False),
    "add one": (_add, False),
    "its index": (lambda folder: lambda: folders.reindex(folder), False),
    "forget one": (lambda folder: lambda: folders.forget(["new.txt"], folder), False),
    "index without it": (lambda folder: lambda: folders.reindex(folder), False),
    "the whole as text": (lambda folder: lambda: store.read(folder), True),
    "verify": (_verify, True),
    "diff": (_diff, True),
}


def measure(name: str, folder: Path) -> tuple[float, float]:
    """Seconds, and megabytes of peak memory of the process."""
    gazetteer.load(), vocabulary.load()  # what a process reads once is read before the measurement
    run = MEASURED[name][0](folder)
    start = time.perf_counter()
    run()
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_a_process(*arguments: str) -> str:
    """What this program prints last. This process stays small: the peak memory of a process begins with that of the one that started it."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.folders", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def _size(place: Path) -> float:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    """Print a line for each thing that is done, at each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--measure", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--fill", nargs=2, metavar=("SIZE", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.fill:
        fill(Path(arguments.fill[1]), int(arguments.fill[0]))
        return
    if arguments.measure:
        print(json.dumps(measure(arguments.measure[0], Path(arguments.measure[1]))))
        return
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; seconds and megabytes of peak memory")
    with tempfile.TemporaryDirectory() as temporary:
        for size in arguments.sizes:
            folder = Path(temporary, "graph")
            _in_a_process("--fill", str(size), str(folder))
            for name, (_, held) in MEASURED.items():
                if not held or size <= HELD:
                    seconds, memory = json.loads(_in_a_process("--measure", name, str(folder)).splitlines()[-1])
                    print(f"{size:6} {name:24}{seconds:9.2f} s{memory:8.0f} MB{1000 * seconds / size:9.2f} s per 1,000", flush=True)
            quads = sum(entry.quads for entry in graph_folder.read_manifest(folder).entries)
            print(f"{size:6} on disk: documents {_size(folder / 'documents'):.0f} MB ({quads:,} quads), index {_size(folder / 'index'):.0f} MB", flush=True)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
