"""Figures: value in the base unit, unit and qualifier, and what is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lexicon
from kg.facts.figures import Figure, chinese_number, find

FIGURES = (
    ("2.1亿元", "210000000", "元", "Exactly"),
    ("0.35万亩", "3500", "亩", "Exactly"),
    ("1.3万名", "13000", "名", "Exactly"),
    ("80%", "80", "%", "Exactly"),
    ("78％", "78", "%", "Exactly"),
    ("6个百分点", "6", "个百分点", "Exactly"),
    ("1,200万元", "12000000", "元", "Exactly"),
    ("5亿美元", "500000000", "美元", "Exactly"),
    ("2200人次", "2200", "人次", "Exactly"),
    ("15万平方公里", "150000", "平方公里", "Exactly"),
    ("500㎡", "500", "平方米", "Exactly"),
    ("3.5公里", "3.5", "公里", "Exactly"),
    ("三百二十亩", "320", "亩", "Exactly"),
    ("两千五百人", "2500", "人", "Exactly"),
    ("超1.5亿元", "150000000", "元", "MoreThan"),
    ("逾10亿元", "1000000000", "元", "MoreThan"),
    ("突破30亿元", "3000000000", "元", "MoreThan"),
    ("1500多户", "1500", "户", "MoreThan"),
    ("600余亩", "600", "亩", "MoreThan"),
    ("4.5亿多元", "450000000", "元", "MoreThan"),
    ("6.8万余人", "68000", "人", "MoreThan"),
    ("50人以上", "50", "人", "MoreThan"),
    ("近300家", "300", "家", "LessThan"),
    ("不足20%", "20", "%", "LessThan"),
    ("不到90户", "90", "户", "LessThan"),
    ("约50公里", "50", "公里", "About"),
    ("3000万元左右", "30000000", "元", "About"),
    ("不少于40家", "40", "家", "MoreThan"),
    ("不低于30%", "30", "%", "MoreThan"),
    ("不高于30%", "30", "%", "LessThan"),
    ("十余家", "10", "家", "MoreThan"),
    ("千余名", "1000", "名", "MoreThan"),
    ("近百名", "100", "名", "LessThan"),
    ("两亿五千万元", "250000000", "元", "Exactly"),
    ("六成", "60", "%", "Exactly"),
    ("超七成", "70", "%", "MoreThan"),
    ("八成以上", "80", "%", "MoreThan"),
    ("不足千亩", "1000", "亩", "LessThan"),
    ("近万名", "10000", "名", "LessThan"),
    ("超亿元", "100000000", "元", "MoreThan"),
    ("3.6万m2", "36000", "平方米", "Exactly"),
)
"""Wording, value, unit, qualifier. Each wording is the whole figure."""

NUMERALS = (
    ("零", 0),
    ("十", 10),
    ("十五", 15),
    ("二十", 20),
    ("一百零五", 105),
    ("三百二十", 320),
    ("两千", 2000),
    ("一万五千", 15_000),
    ("三千万", 30_000_000),
    ("一亿零三十", 100_000_030),
)


def figures(text: str) -> list[Figure]:
    return list(find(text, 0, len(text), lexicon.load().measure_words))


def forms(text: str) -> list[tuple[str, Decimal, str, str]]:
    return [(text[f.start : f.end], f.value, f.unit, f.qualifier) for f in figures(text)]


@pytest.mark.parametrize(("wording", "value", "unit", "qualifier"), FIGURES)
def test_figure(wording: str, value: str, unit: str, qualifier: str) -> None:
    assert forms(wording) == [(wording, Decimal(value), unit, qualifier)]


@pytest.mark.parametrize(("wording", "value", "unit", "qualifier"), FIGURES)
def test_figure_in_a_clause(wording: str, value: str, unit: str, qualifier: str) -> None:
    assert forms(f"该园有{wording}，另有计划。") == [(wording, Decimal(value), unit, qualifier)]


@pytest.mark.xfail(strict=True, reason="a space between qualifier and number ends the figure")
def test_a_space_within_a_figure() -> None:
    assert forms("该园有超过 3 万人。") == [("超过 3 万人", Decimal(30_000), "人", "MoreThan")]


SHARED = (
    ("3000元至5000元", [("3000", "元", "MoreThan"), ("5000", "元", "LessThan")]),
    ("18—20万亩", [("180000", "亩", "MoreThan"), ("200000", "亩", "LessThan")]),
    ("80%—90%", [("80", "%", "MoreThan"), ("90", "%", "LessThan")]),
    ("3.5万—4万人", [("35000", "人", "MoreThan"), ("40000", "人", "LessThan")]),
    ("分别为2.6亿、1.9亿元", [("260000000", "元", "Exactly"), ("190000000", "元", "Exactly")]),
    ("在外人口约20万", [("200000", "人", "About")]),
)


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_units_that_are_shared_or_understood(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(f.value, f.unit, f.qualifier) for f in figures(text)] == [(Decimal(v), u, q) for v, u, q in expected]


@pytest.mark.parametrize(
    "text",
    [
        "3成立",
        "六成熟",
        "2021—2025",
        "第三批",
        "第12届",
        "千里之行",
        "一是产业，二是就业",
        "3.14",
        "400-800-1234",
        "3G",
        "12个月",
        "三年来",
        "1∶3",
        "",
        "亿元",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == []


def test_several_figures_keep_their_order() -> None:
    text = "园区占地600余亩，入驻企业近30家，年产值2.1亿元。"
    assert [text[f.start : f.end] for f in figures(text)] == ["600余亩", "近30家", "2.1亿元"]


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "占地600亩，产值2亿元"
    found = list(find(text, 6, len(text), lexicon.load().measure_words))
    assert [text[f.start : f.end] for f in found] == ["2亿元"]


@pytest.mark.parametrize(("numeral", "value"), NUMERALS)
def test_numeral(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value


def test_ten_thousands_behind_hundred_millions() -> None:
    assert chinese_number("两亿五千万") == 250_000_000


def test_no_numeral_is_refused() -> None:
    with pytest.raises(ValueError, match="三个 is no numeral: 个"):
        chinese_number("三个")


def spell(number: int) -> str:
    """A number below 10,000 in Chinese numerals, after the rules of schoolbooks: 3005 → 三千零五."""
    digits = "零一二三四五六七八九"
    parts, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            parts += ("零" if gap and parts else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return parts or "零"


@given(st.integers(0, 9999))
def test_numerals_are_read_back(number: int) -> None:
    assert chinese_number(spell(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_ten_thousands_are_read_back(high: int, low: int) -> None:
    assert chinese_number(f"{spell(high)}万{'零' if low < 1000 else ''}{spell(low)}") == high * 10_000 + low


@given(st.integers(1, 99_999), st.sampled_from(["亩", "人", "元", "户", "公里"]), st.sampled_from(["", "万", "亿"]))
def test_value_is_number_times_scale(number: int, unit: str, scale: str) -> None:
    (figure,) = figures(f"{number}{scale}{unit}")
    assert figure.value == number * {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert figure.unit == unit


@given(st.text(alphabet="0123456789.,，一二两十百千万亿余多约超近元亩人名%年月日第 ", max_size=30))
def test_figures_lie_in_the_text_in_order(text: str) -> None:
    found = figures(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(one.start < other.start for one, other in zip(found, found[1:], strict=False))
    assert {f.qualifier for f in found} <= {"Exactly", "MoreThan", "LessThan", "About"}
