"""kg.text: heads and feet of newspapers, bulletins, reports, posts and chronicles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Source
from kg.text import prepare

PROSE = "昆山援青工作组在共和县建成牦牛养殖基地，当地农牧民八百余人就业。"


def document(text: str) -> Document:
    return prepare(Source("example", text, "0", "txt", "utf-8"))


def kinds(doc: Document) -> list[str]:
    return [f"{block.kind}{block.level or ''}" for block in doc.blocks]


HEADS: list[tuple[str, str, str | None, str | None]] = [
    ("昆山日报　2024年5月6日　第A03版\n高原上的两年\n\n本报记者 李明 通讯员 王芳", "masthead title byline", "高原上的两年", "2024-05-06"),
    ("共和报\n2024年5月6日　星期一　第2版\n\n昆山代表团到我县考察", "masthead masthead title", "昆山代表团到我县考察", "2024-05-06"),
    ("昆山教育\n2024年第6期　5月6日\n\n高原上的两年\n——昆山教师援青小记", "masthead masthead title subtitle", "高原上的两年", "2024-05-06"),
    (
        "援青动态\n第6期（总第60期）\n\n昆山市援青工作领导小组办公室主办　　2024年5月6日\n\n高原上的两年",
        "masthead masthead masthead title",
        "高原上的两年",
        "2024-05-06",
    ),
    (
        "协作简报\n2024年第2期（总第12期）\n昆山市发展改革委编　　2024年5月6日\n\n一季度协作要情\n\n【园区】",
        "masthead masthead masthead title heading1",
        "一季度协作要情",
        "2024-05-06",
    ),
    ("援青快报\n2024年第2期\n昆山市对口办主办　2024年5月6日\n\n【牛奶出了山】", "masthead masthead masthead heading1", None, "2024-05-06"),
    (
        "昆山市援青工作组\n关于二〇二四年工作的报告\n\n（二〇二五年一月六日）",
        "title title byline",
        "昆山市援青工作组关于二〇二四年工作的报告",
        "2025-01-06",
    ),
    ("昆山市2024年援青工作总结\n昆山市人民政府\n（2025年1月6日）", "title byline byline", "昆山市2024年援青工作总结", "2025-01-06"),
    ("昆山市2024年援青工作总结\n\n昆山市发展和改革委员会\n2025年1月6日", "title byline byline", "昆山市2024年援青工作总结", "2025-01-06"),
    (
        "牛羊出山　药材下山\n——2023年消费帮扶盘点\n\n昆山市驻海南州工作组　2024年1月6日",
        "title subtitle byline",
        "牛羊出山 药材下山",
        "2024-01-06",
    ),
    ("“乡村振兴”进行时\n\n隔山不隔亲\n\n本报记者 李明", "subtitle title byline", "隔山不隔亲", None),
    ("昆山党政代表团赴共和县考察\n共商深化协作", "title title", "昆山党政代表团赴共和县考察 共商深化协作", None),
    (
        "昆山与共和结对大事记（2010—2024）\n共和县档案馆 编　　2024年5月\n\n2010年3月　两地结对\n2012年4月8日　学校落成\n2015年　医院开诊\n2018年6月　昆山与共和签约建园",
        "title byline paragraph paragraph paragraph paragraph",
        "昆山与共和结对大事记（2010—2024）",
        "2024-05",
    ),
    (
        "黄河两岸｜昆山共和联席会议开了！\n\n来源：共和县融媒体中心\n2024-05-06 18:40　青海",
        "title byline byline",
        "黄河两岸｜昆山共和联席会议开了！",
        "2024-05-06",
    ),
    ("高原上的两年\n\n李明　2024年5月6日", "title byline", "高原上的两年", "2024-05-06"),
    ("高原上的两年\n2024年5月6日　李明 王芳", "title byline", "高原上的两年", "2024-05-06"),
    ("高原上的两年\n□ 本报记者 李明", "title byline", "高原上的两年", None),
    ("高原上的两年\n《昆山观察》　2024年5月6日　记者 李明　通讯员 王芳", "title byline", "高原上的两年", "2024-05-06"),
    ("高原上的两年\n昆山日报 2024年5月6日 第3版", "title byline", "高原上的两年", "2024-05-06"),
    ("高原上的两年\n昆山日报 2024年5月6日 第3版\n先修路", "title byline heading1", "高原上的两年", "2024-05-06"),
    ("百名记者看援青\n\n2024年5月6日　昆山发布", "title byline", "百名记者看援青", "2024-05-06"),
    (
        "昆山市人民政府办公室文件\n昆政办发〔2024〕12号\n\n昆山市人民政府办公室关于印发\n《对口支援工作方案》的通知",
        "masthead masthead title title",
        "昆山市人民政府办公室关于印发《对口支援工作方案》的通知",
        None,
    ),
    (
        "关于印发《对口支援工作方案》的通知\n昆政办发〔2024〕12号\n\n各区镇：",
        "title byline paragraph",
        "关于印发《对口支援工作方案》的通知",
        None,
    ),
    ("援青通讯\n2024年5月6日\n\n高原上的两年", "masthead masthead title", "高原上的两年", "2024-05-06"),
    ("援青通讯　第7期\n2024年5月6日\n\n高原上的两年", "masthead masthead title", "高原上的两年", "2024-05-06"),
    (
        "内部资料　注意保存\n昆山社科内参\n第七期\n昆山市社科联编印　二〇二四年五月六日\n\n关于援青工作的三点建议",
        "masthead masthead masthead masthead title",
        "关于援青工作的三点建议",
        "2024-05-06",
    ),
    ("昆山援青三年综述\n\n先修路", "title heading1", "昆山援青三年综述", None),
    ("2024年5月6日\n高原上的两年\n作者：李明", "byline title byline", "高原上的两年", "2024-05-06"),
    ("原标题：2021年的约定\n2024-05-06 昆山日报", "byline byline", None, "2024-05-06"),
    ("昆山日报/2024年/5月/6日/第003版\n要闻\n高原上的两年\n本报记者 李明", "masthead masthead title byline", "高原上的两年", "2024-05-06"),
    ("中共昆山市委办公室　　2024年5月6日\n\n2024年援青工作要点", "byline title", "2024年援青工作要点", "2024-05-06"),
    ("高原上的两年\n（2024年5月6日）\n李明", "title byline byline", "高原上的两年", "2024-05-06"),
    (
        "昆山援青信息\n第 12 期\n江苏省昆山市对口支援工作领导小组办公室　　2024 年 5 月 6 日\n\n【本期要目】",
        "masthead masthead masthead heading1",
        None,
        "2024-05-06",
    ),
    (
        "昆山援青工作专报\n（第3期）\n\n昆山援青工作组      2024年5月6日\n─────────────\n\n高原上的两年",
        "masthead masthead masthead paragraph title",
        "高原上的两年",
        "2024-05-06",
    ),
    ("把课堂搬上高原\n昆山市教育局供稿\n2024年5月6日", "title byline byline", "把课堂搬上高原", "2024-05-06"),
    ("在昆山市援青工作座谈会上的讲话\n\n李明\n\n（2024年5月6日）", "title byline byline", "在昆山市援青工作座谈会上的讲话", "2024-05-06"),
    ("昆山市人民政府　共和县人民政府\n结对合作框架协议", "masthead title", "结对合作框架协议", None),
    (
        "援青成果丰硕\n2024-05-06 10:20:33　来源：海南州融媒体中心　作者：李明 王芳　编辑：赵云　浏览次数：35",
        "title byline",
        "援青成果丰硕",
        "2024-05-06",
    ),
    ("点击蓝字关注我们\n\n援青成果丰硕\n\n昆山发布 2024年05月06日 18:30 江苏", "byline title byline", "援青成果丰硕", "2024-05-06"),
    ("高原上的两年\n李明（昆山市委党校）\n2024年5月", "title byline byline", "高原上的两年", "2024-05"),
    ("在援青工作会议上的讲话\n共和县委书记　李明\n（2024年5月6日）", "title byline byline", "在援青工作会议上的讲话", "2024-05-06"),
    ("【对口支援】昆山援青结硕果\n\n昆山日报　记者　李明　2024.05.06", "title byline", "【对口支援】昆山援青结硕果", "2024-05-06"),
    (
        "江苏省昆山市对口支援青海省海南藏族自治州共和县前方工作组\n工作情况交流\n（第5期）\n\n2024年5月6日\n\n高原上的两年",
        "masthead masthead masthead masthead title",
        "高原上的两年",
        "2024-05-06",
    ),
    ("高原上的两年\n——记昆山援青医生李明\n文/王芳", "title subtitle byline", "高原上的两年", None),
    ("高原上的两年\n\n昆山日报全媒体记者 李明 文/图", "title byline", "高原上的两年", None),
    ("高原上的两年\n\n2024年是援青的关键之年", "title heading1", "高原上的两年", None),
    ("2023年援青工作综述", "title", "2023年援青工作综述", None),
    ("昆山援青工作动态", "title", "昆山援青工作动态", None),
    ("昆山市第3期援青教师培训班开班\n\n2024-05-06", "title byline", "昆山市第3期援青教师培训班开班", "2024-05-06"),
    ("向着高原走\n昆山共和续写山海情\n2024年05月06日　星期一　A1版", "title title byline", "向着高原走 昆山共和续写山海情", "2024-05-06"),
]
"""The lines of a head, the kinds of its blocks, the document's title and its date."""


@pytest.mark.parametrize(("head", "expected", "title", "date"), HEADS)
def test_the_lines_of_a_head(head: str, expected: str, title: str | None, date: str | None) -> None:
    doc = document(f"{head}\n\n{PROSE}\n\n{PROSE}\n")
    assert (" ".join(kinds(doc)), doc.title, doc.date) == (f"{expected} paragraph paragraph", title, date)


@given(st.sampled_from(HEADS), st.integers(1, 3))
def test_blank_lines_at_the_end_and_repetition_change_nothing(case: tuple[str, str, str | None, str | None], count: int) -> None:
    head, _, title, date = case
    doc = document(f"\ufeff\n\n{head}\n\n" + f"{PROSE}\n\n" * count + "\n")
    assert (doc.title, doc.date) == (title, date)
    said = {doc.text[block.start : block.end] for block in doc.blocks if block.kind in ("masthead", "byline")}
    assert doc.title not in said
    assert all(before.end + 1 == after.start for before, after in pairwise(doc.blocks))


@pytest.mark.parametrize(
    "line", ["（2024年5月根据昆山日报报道改写）", "2024年5月据李明报道整理", "（2024年5月6日，昆山）", "2024年5月　综合各县报道"]
)
def test_a_remark_with_a_date_is_a_byline(line: str) -> None:
    doc = document(f"高原上的两年\n\n{line}\n\n{PROSE}\n")
    assert kinds(doc) == ["title", "byline", "paragraph"] and (doc.date or "").startswith("2024-05")


FEET = [
    ("文图｜李明　王芳\n编辑｜赵云　审核｜周强", "colophon colophon"),
    ("供稿：县教育局办公室　责任编辑：李明\n报：州教育局，县委\n送：昆山市教育局", "colophon distribution distribution"),
    ("来源：昆山日报\n编辑：李明　校对：王芳", "source colophon"),
    ("责任编辑：李明　　　共印80份", "colophon"),
    ("（责任编辑：李明）", "colophon"),
    ("（昆山日报记者　李明　通讯员　才让）", "byline"),
    ("昆山市人民政府\n2024年3月5日", "byline byline"),
    ("—END—\n视频｜李明\n来源｜昆山发布", "colophon colophon byline"),
    ("抄送：共和县委办公室\n昆山市对口办综合科　2024年3月6日印发", "distribution colophon"),
]


@pytest.mark.parametrize(("foot", "expected"), FEET)
def test_the_lines_of_a_foot(foot: str, expected: str) -> None:
    doc = document(f"援青纪事\n\n{PROSE}\n\n{PROSE}\n\n{foot}\n")
    assert " ".join(kinds(doc)) == f"title paragraph paragraph {expected}"


def test_a_chronicle_keeps_each_date_in_a_paragraph_of_its_own() -> None:
    doc = document(
        "昆山共和结对大事记\n共和县档案馆 编　　2024年5月\n\n2010年\n3月1日　两地结对\n4月8日　昆山援建的学校落成\n"
        "10月　首批教师到岗\n2011年\n5月　医院开诊\n6月至7月　昆山医生来县坐诊\n8月30日　奖学金设立\n"
    )
    texts = [doc.text[block.start : block.end] for block in doc.blocks]
    year = ["heading1", "paragraph", "paragraph", "paragraph"]
    assert kinds(doc) == ["title", "byline", *year, *year]
    assert texts[2:4] == ["2010年", "3月1日两地结对"] and texts[-1] == "8月30日奖学金设立"
    assert doc.date == "2024-05"


def test_news_in_brief_keep_their_datelines_and_columns_their_brackets() -> None:
    doc = document(
        f"援青快报\n2024年第2期\n昆山市对口办主办　2024年5月6日\n\n【牛奶出了山】\n\n共和4月5日讯　{PROSE}\n\n【孩子进了城】\n\n昆山4月9日讯　{PROSE}\n"
    )
    assert kinds(doc)[3:] == ["heading1", "paragraph", "heading1", "paragraph"]
    assert doc.text.endswith(f"昆山4月9日讯{PROSE}") and doc.date == "2024-05-06"


def test_numbers_of_sections_are_headings_and_those_of_pages_are_not_text() -> None:
    doc = document(f"援青纪事\n\n—— 01 ——\n先修路\n\n{PROSE}\n\n—— 02 ——\n再办学\n\n{PROSE}\n\n- 3 -\n\n{PROSE}\n")
    section = ["heading1", "heading1", "paragraph"]
    assert kinds(doc) == ["title", *section, *section, "paragraph"]


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("昆山日报　2024年5月6日　A03版\n高原上的两年", "昆山日报"),
        ("高原报\n2024年5月6日　第1版\n\n高原上的两年", "高原报"),
        ("高原上的两年\n《昆山观察》　2024年5月6日　记者 李明", "昆山观察"),
        ("高原上的两年\n2024年5月6日　昆山日报　记者　李明", "昆山日报"),
        ("协作简报\n第3期\n\n高原上的两年", None),
        ("高原上的两年\n2024年5月　昆山日报　报道整理", None),
        ("高原上的两年\n（2024年5月根据昆山日报报道改写）", None),
        ("援青纪事\n\n昆山市工作汇报", None),
    ],
)
def test_the_paper_that_a_head_names_is_the_publisher(head: str, publisher: str | None) -> None:
    assert document(f"{head}\n\n{PROSE}\n").publisher == publisher


@pytest.mark.parametrize(
    "unit", ["关于的\n", "援青\n", "援青通讯\n", "第3期\n", "“援青”进行时\n", "5月6日　昆山结对\n", "记者 李明\n", "昆山市对口办主办\n"]
)
def test_a_text_of_nothing_but_lines_of_a_head_is_read_to_its_end(unit: str) -> None:
    assert document(unit * 4000 + PROSE).text.endswith(PROSE)
