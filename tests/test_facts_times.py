"""Times, resolved against the document's date and the times before them."""

from __future__ import annotations

import re

import pytest
from facts_case import document
from hypothesis import given
from hypothesis import strategies as st

from kg.facts import extract
from kg.facts.times import Time, find

OWN = "2024-06-03"
HEAD = f"扬榆合作\n\n{OWN} 来源：扬州日报\n\n"

MOMENTS: tuple[tuple[str, list[str]], ...] = (
    ("2023年5月18日，两市签约。", ["2023-05-18"]),
    ("2023年5月，两市签约。", ["2023-05"]),
    ("2023年，两市签约。", ["2023"]),
    ("二〇二二年，两市签约。", ["2022"]),
    ("今年，两市签约。", ["2024"]),
    ("今天，园区开园。", ["2024-06-03"]),
    ("今年元旦，园区开园。", ["2024-01-01"]),
    ("2022年国庆节，园区开园。", ["2022-10-01"]),
    ("2022年国庆节前，园区开园。", ["2022"]),
    ("2022年春节，园区开园。", ["2022"]),
    ("昨日，园区开园。", ["2024-06-02"]),
    ("今天的园区今非昔比。", []),
    ("2019年5月6日动工，次日签约。", ["2019-05-06", "2019-05-07"]),
    ("2019年5月动工，第二年建成。", ["2019-05", "2020"]),
    ("2019年动工，三年后建成。", ["2019", "2022"]),
    ("五年前，园区开园。", ["2019"]),
    ("去年3月中旬，园区开园。", ["2023-03"]),
    ("2023/5/6，园区开园。", ["2023-05-06"]),
    ("决定8月18日办展。", ["2024-08-18"]),
    ("每年10月办展。", []),
    ("一号工程开工。", []),
    ("时光回溯到2021年12月8日，两市签约。", ["2021-12-08"]),
    ("国家于2022年9月批复规划。3月12日，园区开园。", ["2022-09", "2024-03-12"]),
    ("2022年9月批复规划。12月，园区开园。", ["2022-09", "2022-12"]),
    ("去年8月，两市签约。", ["2023-08"]),
    ("前年，园区开园。", ["2022"]),
    ("明年3月，园区开园。", ["2025-03"]),
    ("本月2日，园区开园。", ["2024-06-02"]),
    ("上月，园区开园。", ["2024-05"]),
    ("5月，园区开园。", ["2024-05"]),
    ("5月6日，园区开园。", ["2024-05-06"]),
    ("12月，园区开园。", ["2023-12"]),  # after the document's own month: last year's
    ("2022年底，园区开园。", ["2022"]),
    ("2022年上半年，园区开园。", ["2022"]),
    ("1998年的今天，园区开园。", ["1998-06-03"]),
    ("2019年5月动工，次年10月建成。", ["2019-05", "2020-10"]),
    ("2019年5月动工，同年10月建成。", ["2019-05", "2019-10"]),
    ("2019年5月6日动工，当日签约。", ["2019-05-06", "2019-05-06"]),
    ("2019年5月6日动工，18日签约。", ["2019-05-06", "2019-05-18"]),
    ("2023年2月30日，两市签约。", []),
    ("第3日，客商参观园区。", []),
    ("十年来，两市合作不断。", []),
    ("代表占5月份额的一半。", []),
)

SPANS = (
    ("2023年8月6日至9日举行。", ("2023-08-06", "2023-08-09")),
    ("2021年5月至2022年3月施工。", ("2021-05", "2022-03")),
    ("2019年—2022年实施。", ("2019", "2022")),
    ("2019—2022年实施。", ("2019", "2022")),
    ("从5月1日到7日展出。", ("2024-05-01", "2024-05-07")),
    ("5月18—20日展出。", ("2024-05-18", "2024-05-20")),
    ("3至5月施工。", ("2024-03", "2024-05")),
    ("2023年12月28日至1月3日展出。", ("2023-12-28", "2024-01-03")),
)


def times(text: str) -> list[Time]:
    """The times of a paragraph of a document of 3 June 2024."""
    doc = document(HEAD + text + "\n")
    assert doc.date == OWN
    paragraph = doc.blocks[-1]
    return [t for t in find(doc) if t.start >= paragraph.start]


@pytest.mark.parametrize(("text", "values"), MOMENTS)
def test_moment(text: str, values: list[str]) -> None:
    assert [t.value for t in times(text)] == values


@pytest.mark.parametrize(("text", "span"), SPANS)
def test_span(text: str, span: tuple[str, str]) -> None:
    assert [(t.value, t.until) for t in times(text)] == [span]


def test_bare_day() -> None:
    assert [t.value for t in times("2日，两市签约。")] == ["2024-06-02"]


@pytest.mark.xfail(strict=True, reason="a bare day later than the document's own is not looked for in the month before yet")
def test_bare_day_of_the_month_before() -> None:
    assert [t.value for t in times("会议28日举行。")] == ["2024-05-28"]


@pytest.mark.parametrize("text", ["自2016年以来合作。", "2011年起合作。", "2018年至今合作。", "2018年开始合作。"])
def test_what_opens_a_period(text: str) -> None:
    (time,) = times(text)
    assert time.since and not time.deadline


def test_what_closes_a_period() -> None:
    (time,) = times("截至去年11月底，入驻企业45家。")
    assert (time.value, time.deadline, time.since) == ("2023-11", True, False)


def test_without_a_date_relative_times_are_left_out() -> None:
    assert find(document("今年，两市签约。5月，园区开园。\n")) == []


def test_without_a_date_explicit_times_are_read() -> None:
    assert [t.value for t in find(document("2021年5月，两市签约。8月，园区开园。\n"))] == ["2021-05", "2021-08"]


@given(st.integers(1950, 2049), st.integers(1, 12), st.integers(1, 28))
def test_explicit_dates_are_read_back(year: int, month: int, day: int) -> None:
    assert [t.value for t in times(f"两市在{year}年{month}月{day}日签约。")] == [f"{year}-{month:02}-{day:02}"]


@given(
    st.lists(
        st.sampled_from("今年 去年 同年 次年 2019 年 月 日 12 5 31 至 — 底 同日 上月 ， 。 起 自 园区 的今天".split()), max_size=12
    ).map("".join)
)
def test_times_lie_in_the_text_in_order_and_have_xsd_forms(text: str) -> None:
    doc = document(HEAD + text + "。\n")
    found = find(doc)
    assert all(0 <= t.start < t.end <= len(doc.text) for t in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    for time in found:
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", time.value)
        assert time.until is None or time.value < time.until


STATEMENTS = (
    ("2010年起，扬州市对口支援榆林市。", "assists", (None, "2010", None)),
    ("2017年至2020年，扬州市对口帮扶榆林市。", "assists", (None, "2017", "2020")),
    ("1996年10月，扬州市与榆林市结对。", "cooperatesWith", (None, "1996-10", None)),
    ("2023年5月18日，扬州市与榆林市签署《扬榆合作协议》。", "signs", ("2023-05-18", None, None)),
    ("去年8月，双方座谈，扬州市与榆林市签署《扬榆合作协议》。", "signs", ("2023-08", None, None)),
    ("去年以来，扬州市对口支援榆林市。", "assists", (None, None, None)),
    ("扬州市对口支援榆林市。", "assists", (None, None, None)),
    ("2019年，扬州市派出教师，目前扬州市对口支援榆林市。", "assists", (None, None, None)),
)


@pytest.mark.parametrize(("text", "predicate", "expected"), STATEMENTS)
def test_a_statement_says_when_it_held(text: str, predicate: str, expected: tuple[str | None, ...]) -> None:
    facts = extract(document(HEAD + text + "\n"))
    assert {(s.date, s.start, s.end) for s in facts.statements if s.predicate == predicate} == {expected}
