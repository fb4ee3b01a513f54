"""CPU seconds of a build: the first document of a process, each sample document after it, and texts of growing length.

    python benchmarks/speed.py [--characters N]
"""

from __future__ import annotations

import argparse
import platform
import resource
import tempfile
import time
from pathlib import Path

import kg

SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "documents"
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
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
