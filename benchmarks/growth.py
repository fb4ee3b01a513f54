"""Does the time of extraction grow with the text or with its square, on texts that repeat what rules look for?

    python -m benchmarks.growth

Processor time on a text of about SMALL characters and on one four times as long, and their ratio: linear is 4, quadratic 16.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from benchmarks.degenerate import TEXTS, invented, numbered
from kg import facts, text
from kg.model import Source

SMALL = 3_000
LARGE = 4 * SMALL

REPEATED = (
    "、", "“", "”", "《", "（", "·", "1", "市长", "该校", "两地", "产业园", "苏州市", "5月", "1亿元，", "我市", "的", "和", "沪苏",
    "扬州市与榆林市签约。", "甲公司、", "苏州市、", "扬州市支援绥德县", "绥德项目投资3亿元，",
)  # fmt: skip
NUMBERED: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("figures", lambda i: f"扬州市投入{i + 1}万元。"),
    ("dates", lambda i: f"2023年{i % 12 + 1}月{i % 28 + 1}日，扬州市与榆林市签约。"),
    ("titles", lambda i: f"扬州市印发《{invented(i)}方案》。"),
    ("firms", lambda i: f"青岛{invented(i * 7)}食品有限公司落户陇南市。"),
    ("schools", lambda i: f"扬州{invented(i)}中学迎来新学期。"),
)


def seconds(content: str) -> float:
    """Processor time of reading a text and extracting its facts."""
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    start = time.process_time()
    facts.extract(text.prepare(Source("growth.txt", content, digest, "txt", "utf-8")))
    return time.process_time() - start


def main() -> None:
    """Print a line for each kind of text."""
    seconds("扬州市与榆林市签约。\n")  # what is read once is read before the first measurement
    print(f"{'seconds for characters:':24}{SMALL:>8}{LARGE:>8}   ratio")
    kinds: list[tuple[str, Callable[[int], str]]] = [(p, lambda size, p=p: p * (size // len(p))) for p in REPEATED]  # type: ignore[misc]
    kinds += [(name, numbered(make)) for name, make in NUMBERED]
    kinds += [(name, make) for name, (make, _) in TEXTS.items()]
    for name, content in kinds:
        short, long = seconds(content(SMALL) + "。\n"), seconds(content(LARGE) + "。\n")
        print(f"{short:32.2f}{long:8.2f}{long / short:8.1f}   {name}", flush=True)


if __name__ == "__main__":
    main()
