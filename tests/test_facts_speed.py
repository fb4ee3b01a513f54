"""Time of extraction grows with the text, not with its square, on texts that repeat what rules look for.

Processor time on a text of SMALL characters is held against one four times as long: linear is 4, quadratic 16.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count, takewhile

import pytest
from facts_case import document

from kg import facts as rooms

SMALL = 3_000
LARGE = 4 * SMALL
FACTOR = 7.0
"""Less than halfway, on a logarithmic scale, from linear to quadratic: part of the time is linear anyway."""
ENOUGH = 0.5
"""Seconds for the long text below which nobody minds, and noise decides."""

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


def seconds(text: str) -> float:
    """Processor time of extraction."""
    doc = document(text)
    start = time.process_time()
    rooms.extract(doc)
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


def check_growth(small: str, large: str) -> None:
    """The long text takes less than FACTOR times as long as the short one, or less than ENOUGH."""
    long = seconds(large)
    if long >= ENOUGH:
        assert long < FACTOR * max(seconds(small) for _ in range(2))


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """Everything that is read once is read before the first measurement."""
    seconds("扬州市与榆林市签约。\n")


@pytest.mark.parametrize("piece", REPEATED)
def test_repeated(piece: str) -> None:
    check_growth(piece * (SMALL // len(piece)) + "。\n", piece * (LARGE // len(piece)) + "。\n")


@pytest.mark.parametrize("make", [pytest.param(m, id=n) for n, m in NUMBERED])
def test_numbered(make: Callable[[int], str]) -> None:
    check_growth(numbered(make, SMALL), numbered(make, LARGE))


def test_one_sentence_of_fifty_thousand_characters() -> None:
    text = "扬州市与榆林市交通便利，" * (50_000 // 12) + "双方签约。\n"
    assert seconds(text) < 60
