"""Does the time of extraction grow with the text or with its square, on texts that repeat what rules look for?

    python benchmarks/growth.py

Processor time on a text of about SMALL characters and on one four times as long, and their ratio: linear is 4, quadratic 16.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from itertools import count, takewhile

from kg import facts, text
from kg.model import Source

SMALL = 3_000
LARGE = 4 * SMALL

SYLLABLES = "辰宇博远鸿达瑞丰泰和兴隆嘉盛恒昌润泽凯旋腾飞晨曦朝阳明光华锦绣云海天蓝绿红金银"


def invented(number: int) -> str:
    """A name of three characters, another one for every number below 40,000."""
    size = len(SYLLABLES)
    return SYLLABLES[number % size] + SYLLABLES[number // size % size] + SYLLABLES[number // size // size % size]


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
    """Processor time of extraction."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    doc = text.prepare(Source("growth.txt", content, digest, "txt", "utf-8"))
    start = time.process_time()
    facts.extract(doc)
    return time.process_time() - start


def numbered(make: Callable[[int], str], size: int) -> str:
    """Sentences 0, 1, 2, … up to about `size` characters."""

    def lengths() -> Iterator[tuple[int, str]]:
        total = 0
        for number in count():
            sentence = make(number)
            total += len(sentence)
            yield total, sentence

    return "".join(sentence for _, sentence in takewhile(lambda pair: pair[0] <= size, lengths()))


def main() -> None:
    """Print a line for each kind of text."""
    seconds("扬州市与榆林市签约。\n")  # what is read once is read before the first measurement
    print(f"{'seconds for characters:':24}{SMALL:>8}{LARGE:>8}   ratio")
    kinds: list[tuple[str, Callable[[int], str]]] = [(p, lambda size, p=p: p * (size // len(p))) for p in REPEATED]  # type: ignore[misc]
    kinds += [(name, lambda size, make=make: numbered(make, size)) for name, make in NUMBERED]  # type: ignore[misc]
    for name, content in kinds:
        short, long = seconds(content(SMALL) + "。\n"), seconds(content(LARGE) + "。\n")
        print(f"{short:32.2f}{long:8.2f}{long / short:8.1f}   {name}")


if __name__ == "__main__":
    main()
