"""Degenerate texts of any length: what no writer writes and some file contains.

`TEXTS`: name → (text of about so many characters, how many characters at full size). `tests/test_degenerate.py` reads them, small in the
suite and at full size in `make stress`; `growth.py` measures how the time grows with their length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, takewhile

Make = Callable[[int], str]

MILLION = 1_000_000
LONG = 100_000
_SYLLABLES = "辰宇博远鸿达瑞丰泰和兴隆嘉盛恒昌润泽凯旋腾飞晨曦朝阳明光华锦绣云海天蓝绿红金银"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_CLAUSES = "扬州市与榆林市签署合作协议，双方共建绥德县乡村振兴产业园，累计投入资金1.2亿元，"


def invented(number: int) -> str:
    """A name of three characters, another one for every number below 40,000."""
    size = len(_SYLLABLES)
    return _SYLLABLES[number % size] + _SYLLABLES[number // size % size] + _SYLLABLES[number // size // size % size]


def person(number: int) -> str:
    """A person's name, another one for every number below 20,000."""
    return _SURNAMES[number % 20] + _SYLLABLES[number // 20 % 36] + _SYLLABLES[number // 720 % 36]


def repeated(piece: str) -> Make:
    """A piece over and over, cut off where the length is reached."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def nested(opening: str, core: str, closing: str) -> Make:
    """Marks inside marks inside marks."""
    return lambda size: opening * (size // 2) + core + closing * (size // 2)


def numbered(make: Callable[[int], str]) -> Make:
    """Sentences 0, 1, 2, … up to about the length."""

    def lengths() -> Iterator[tuple[int, str]]:
        total = 0
        for number in count():
            sentence = make(number)
            total += len(sentence)
            yield total, sentence

    return lambda size: "".join(sentence for _, sentence in takewhile(lambda pair: pair[0] <= size, lengths()))


TEXTS: dict[str, tuple[Make, int]] = {
    "nested quotation marks": (nested("“", "扬州市", "”"), 20_000),
    "nested titles": (nested("《", "合作协议", "》"), 20_000),
    "nested brackets": (nested("（", "扬州市", "）"), 20_000),
    "nothing but 、": (repeated("、"), MILLION),
    "one sentence": (repeated(_CLAUSES), MILLION),
    "no mark at all": (repeated(_CLAUSES.replace("，", "")), LONG),
    "a name over and over": (repeated("扬州市"), 3 * LONG),
    "nothing but 的": (repeated("的"), LONG),
    "nothing but digits": (repeated("1234567890"), LONG),
    "digits and commas": (repeated("1,234,567,"), LONG),
    "Chinese numerals": (repeated("一二三四五六七八九十百千万亿"), LONG),
    "unpaired 《": (repeated("《扬州市支援绥德县"), LONG),
    "unpaired （": (repeated("（扬州市支援绥德县"), LONG),
    "unpaired “": (repeated("“扬州市支援绥德县"), LONG),
    "unpaired closing marks": (repeated("扬州市》支援”绥德县）"), LONG),
    "straight marks": (repeated("扬州市\"支援'绥德县("), LONG),
    "Uyghur": (repeated("شىنجاڭ ئۇيغۇر ئاپتونوم رايونى "), LONG),
    "Tibetan": (repeated("བོད་རང་སྐྱོང་ལྗོངས། "), LONG),
    "scripts mixed": (repeated("苏州市 قەشقەر 对口支援ལྷ་ས། Khorgos こんにちは🙂蘇州市與霍爾果斯市，簽署《合作協議》。"), LONG),
    "traditional": (repeated("蘇州市與霍爾果斯市簽署《合作協議》，雙方共建產業園。"), LONG),
    "zero width inside names": (repeated("扬\u200b州\u200c市\ufeff与榆\u200d林市签\u2060署《合\u200b作协议》。"), LONG),
    "private use": (repeated("扬州市\ue000与\uf8ff榆林市\U000f0000签约。"), LONG),
    "lone surrogates": (repeated("扬州市\ud800与\udfff榆林市签约。"), LONG),
    "combining marks": (repeated("扬\u0301州\u0300市\u20dd与榆\u0308林市签约。"), LONG),
    "combining marks on one character": (lambda size: f"扬{chr(0x301) * size}州市签约。", LONG),
    "bidirectional controls": (repeated("\u202e扬州市\u202c与\u2067榆林市\u2069签约。"), LONG),
    "null characters": (repeated("扬州市\x00与榆林市签约。"), LONG),
    "emoji": (repeated("🙂"), LONG),
    "spaces between characters": (repeated("扬　州　市　"), LONG),
    "one character a line": (repeated("扬\n"), LONG),
    "one name a line": (repeated("扬州市\n"), LONG),
    "one name a paragraph": (repeated("扬州市\n\n"), LONG),
    "headings": (repeated("一、扬州市\n"), LONG),
    "page breaks": (repeated("扬州市与榆林市，\f- 3 -\n"), LONG),
    "a table": (repeated("| 扬州市 | 3亿元 |\n"), LONG),
    "bylines": (repeated("来源：扬州日报 记者：林远舟\n\n"), LONG),
    "posts in a row": (repeated("市长林远舟、"), LONG),
    "a name of many parts": (repeated("买买提·"), LONG),
    "regions in a chain": (repeated("陕西省榆林市绥德县"), LONG),
    "fused names": (repeated("扬榆"), LONG),
    "heads of names": (repeated("医院中学产业园"), LONG),
    "names completed": (repeated("扬州市。市发改委与县教育局赴榆林市，"), LONG),
    "words that stand for names": (repeated("扬州市与榆林市签约。两地共建产业园。该校、双方、上述两市、三方、前者。"), LONG),
    "headings and what stands for them": (numbered(lambda i: f"一、{invented(i)}产业园\n\n该项目投资{i + 1}亿元，该公司参与。\n\n"), LONG),
    "firms": (numbered(lambda i: f"青岛{invented(i * 7)}{invented(i)[: i % 3]}食品有限公司落户陇南市。"), LONG),
    "schools": (numbered(lambda i: f"扬州{invented(i)}中学位于榆林市。"), LONG),
    "parks and committees": (numbered(lambda i: f"{invented(i)}工业园管委会投资{i + 1}万元，该园区揭牌。"), LONG),
    "villages": (numbered(lambda i: f"绥德县{invented(i)}村，"), LONG),
    "persons": (numbered(lambda i: f"校长{person(i)}、县长{person(i + 7)}说，"), LONG),
    "titles with dates": (numbered(lambda i: f"2023年{i % 12 + 1}月，扬州市印发《{invented(i)}方案》，"), LONG),
    "programmes with figures": (numbered(lambda i: f"“{invented(i)}”工程由扬州市实施，投入{i + 1}万元。"), LONG),
    "teams": (numbered(lambda i: f"第{'一二三四五六七八九'[i % 9]}批江苏援疆干部人才抵达{invented(i)}中学。"), LONG),
}
