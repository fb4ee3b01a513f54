"""CPU seconds of a build: the first document of a process, each sample document after it, and texts of growing length.

Then the samples as a whole beside what segmentation alone takes: jieba.cut, and jieba.posseg.cut, which names parts of speech. All three
are warm, and the ratios hold from machine to machine better than the seconds do.

    python benchmarks/speed.py [--characters N]
"""

from __future__ import annotations

import argparse
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import kg

SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "documents"
RUNS = 3
CLAUSES = ("扬州市与榆林市签署合作协议", "双方共建绥德县乡村振兴产业园", "累计投入资金1.2亿元", "扬州绿杨食品有限公司落户园区")


def measured(path: Path) -> tuple[float, int]:
    """CPU seconds of one document, and how many quads it gave."""
    start = time.process_time()
    result = kg.process(path)
    return time.process_time() - start, result.nquads.count("\n")


def line(seconds: float, characters: int, quads: int, name: str) -> str:
    """A row of the table."""
    rate = characters / seconds if seconds else 0.0
    return f"{seconds:9.3f} s {characters:9,} characters {rate:11,.0f} characters/s {quads:8,} quads   {name}"


def long_text(characters: int, end: str) -> str:
    """A text of so many characters: clauses that end in a full stop, or one line and one sentence."""
    text = end.join(CLAUSES) + end
    return (text * (characters // len(text) + 1))[:characters]


def beside_segmentation(paths: list[Path]) -> Iterator[str]:
    """Rows of the best of several runs over all documents, and how many times as long as each of the others a build takes."""
    import jieba
    from jieba import posseg

    jieba.setLogLevel("ERROR")
    texts = [path.read_text("utf-8") for path in paths]
    size = sum(map(len, texts))
    kinds: dict[str, Callable[[], object]] = {
        "jieba.cut": lambda: [list(jieba.cut(text)) for text in texts],
        "jieba.posseg.cut": lambda: [list(posseg.cut(text)) for text in texts],
        "kg build": lambda: [kg.process(path) for path in paths],
    }
    best = {name: min(timed(run) for _ in range(RUNS)) for name, run in kinds.items() if run() is not None}
    for name, seconds in best.items():
        yield f"{seconds:9.3f} s {size:9,} characters {size / seconds:11,.0f} characters/s {best['kg build'] / seconds:8.1f} ×     {name}"


def timed(run: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=40_000, help="length of the longest text that is made up")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    paths = sorted(SAMPLES.glob("*.txt"))
    for note, path in [("first of the process: ", paths[0]), *(("", path) for path in paths)]:
        seconds, quads = measured(path)
        print(line(seconds, len(path.read_text("utf-8")), quads, note + path.name))
    with tempfile.TemporaryDirectory() as folder:
        for end, kind in (("。\n", "paragraphs"), ("，", "one sentence in one line")):
            for characters in (arguments.characters // 4, arguments.characters // 2, arguments.characters):
                path = Path(folder, "long.txt")
                path.write_text(long_text(characters, end), encoding="utf-8")
                seconds, quads = measured(path)
                print(line(seconds, characters, quads, kind))
    print(*beside_segmentation(paths), sep="\n")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
