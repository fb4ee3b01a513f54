"""Invented reports: sentences of all kinds about regions that do exist, as many as wanted, no two alike; and the files that they may be."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

REGIONS = "昆明市 曲靖市 丽水市 衢州市 百色市 肇庆市 绥德县 剑河县 墨玉县 同德县 洛浦县 仁布县 康定市 临夏市 舒城县 丰县".split()
SENTENCES = (
    "{a}对口支援{b}，累计投入资金{n}万元，实施项目{m}个。",
    "20{y}年{o}月{d}日，{a}与{b}签署《{a}—{b}战略合作框架协议》。",
    "{a}人民医院与{b}人民医院结对帮扶，选派医生{m}名。",
    "{a}{s}食品有限公司落户{b}产业园，总投资{n}万元。",
    "{o}月{d}日，{a}市委书记{p}率党政代表团到{b}考察。",
    "{b}在{a}的支持下建成{b}乡村振兴产业园，占地{n}亩，\n带动就业{m}人。",
    "两地共建{a}·{b}协作产业园，　已有{m}家企业入驻。",
    "{p}表示，双方将继续深化合作。",
    "據介紹，{a}援建的{b}第一中學已經投入使用。",
    "“{s}计划”由{a}教育局实施，惠及{b}的{n}名学生。",
)
FORMS = ("plain", "mark", "gb18030", "utf-16", "traditional", "page", "printed", "markdown")
"""As what a report may lie there: UTF-8; with a byte order mark and CR LF; in other encodings; in traditional characters; as an HTML page;
broken into lines of equal width and into pages, as text from a PDF is; as Markdown."""
_WIDTH, _PAGE = 30, 5


def report(seed: int, sentences: tuple[int, int] = (3, 9), regions: Sequence[str] = REGIONS) -> str:
    """An invented report of at least and at most so many sentences, with breaks and spaces in odd places."""
    chance = random.Random(seed)
    words: dict[str, Callable[[], str]] = {
        "s": lambda: "".join(chance.sample("绿杨金穗丰泽远山晨曦", 2)),
        "p": lambda: chance.choice("李王张布林") + chance.choice(("远舟", "立", "思源")),
    }
    numbers = {"n": (2, 9000), "m": (2, 90), "y": (16, 24), "o": (1, 12), "d": (1, 28)}
    lines = []
    for _ in range(chance.randint(*sentences)):
        a, b = chance.sample(regions, 2)
        values = {name: str(chance.randint(*bounds)) for name, bounds in numbers.items()} | {name: make() for name, make in words.items()}
        lines.append(chance.choice(SENTENCES).format(a=a, b=b, **values) + chance.choice(("", "\n", "\r\n", "\n\n")))
    return "".join(lines)


def written(folder: Path, seed: int, form: str = "plain", sentences: tuple[int, int] = (3, 9)) -> Path:
    """A report as a file of a form; its number stands in it, so that no two are alike."""
    text = f"第{seed}号简报\n\n{report(seed, sentences)}"
    suffix = {"page": ".html", "markdown": ".md"}.get(form, ".txt")
    data = text.encode("utf-8")
    if form == "mark":
        data = ("\ufeff" + text.replace("\r\n", "\n").replace("\n", "\r\n")).encode("utf-8")
    elif form in ("gb18030", "utf-16"):
        data = text.encode(form)
    elif form == "traditional":
        data = _traditional(text).encode("utf-8")
    elif form == "page":
        body = "".join(f"<p>{line.replace('合作', '<b>合作</b>&nbsp;')}</p>\n" for line in text.splitlines() if line)
        data = f"<html><head><title>第{seed}号简报</title></head><body><article>{body}</article></body></html>".encode()
    elif form == "printed":
        data = _printed(text).encode("utf-8")
    elif form == "markdown":
        data = f"# 第{seed}号简报\n\n- {text}".replace("万元", "**万元**").encode()
    path = folder / f"{seed:05}-{form}{suffix}"
    path.write_bytes(data)
    return path


def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def _printed(text: str) -> str:
    """Lines of equal width, some of them ending within a word, and a page number after every few."""
    whole = "".join(text.split())
    lines = [whole[place : place + _WIDTH] for place in range(0, len(whole), _WIDTH)]
    pages = ["\n".join(lines[place : place + _PAGE]) for place in range(0, len(lines), _PAGE)]
    return "".join(f"{page}\n— {number} —\n\f" for number, page in enumerate(pages, start=1))
