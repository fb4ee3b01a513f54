"""kg.text: what the layout of a document is taken for."""

from __future__ import annotations

import re

import pytest

from kg.model import Document, Source
from kg.text import prepare
from kg.text.dates import find_dates, from_metadata
from kg.text.names import is_name
from kg.text.normalise import clean, tidy
from kg.text.script import script_of
from kg.text.segment import sentences
from kg.text.traced import rewrite, trace


def document(text: str, form: str = "txt") -> Document:
    return prepare(Source("example", text, "0", form, "utf-8"))


def kinds(doc: Document) -> list[tuple[str, str]]:
    return [(block.kind, doc.text[block.start : block.end]) for block in doc.blocks]


def texts(doc: Document, kind: str) -> list[str]:
    return [text for found, text in kinds(doc) if found == kind]


PROSE = "昆山援青工作组在共和县建成牦牛养殖基地，当地农牧民八百余人就业。"


def test_a_bulletin_from_masthead_to_colophon() -> None:
    doc = document(
        "协 作 简 报\n\n第 7 期\n(总第 81 期)\n\n昆山协作研究会 主办\n\n2024 年 5 月 6 日\n\n高原上的两年\n\n陈 默\n\n"
        f"{PROSE}\n\n一、产业先行\n\n{PROSE}\n\n（作者系昆山协作研究会研究员）\n\n报：市委书记，市长，\n市发改委、民政局，市科协、\n社科联。\n\n"
        "责任编辑：赵云 联系电话：0512-5555\n地址：昆山市前进路 1 号 共印：50 份\n"
    )
    assert kinds(doc) == [
        ("masthead", "协作简报"),
        ("masthead", "第7期"),
        ("masthead", "（总第81期）"),
        ("masthead", "昆山协作研究会主办"),
        ("masthead", "2024年5月6日"),
        ("title", "高原上的两年"),
        ("byline", "陈默"),
        ("paragraph", PROSE),
        ("heading", "一、产业先行"),
        ("paragraph", PROSE),
        ("byline", "（作者系昆山协作研究会研究员）"),
        ("distribution", "报：市委书记，市长，市发改委、民政局，市科协、社科联。"),
        ("colophon", "责任编辑：赵云联系电话：0512-5555"),
        ("colophon", "地址：昆山市前进路1号共印：50份"),
    ]
    assert (doc.title, doc.date, doc.publisher, doc.script) == ("高原上的两年", "2024-05-06", None, "Hans")
    fields = [doc.text[sentence.start : sentence.end] for sentence in doc.sentences[-4:]]
    assert fields == ["责任编辑：赵云", "联系电话：0512-5555", "地址：昆山市前进路1号", "共印：50份"]


def test_a_traditional_news_page() -> None:
    doc = document(
        "高原上來了誰?\n\n2024-05-06     海南發布\n\n原標題:高原上來了誰?\n\n01\n\n先修路:\n\n「最後一里」通了車\n\n"
        "沈主任說,「路通了,氂牛肉就不愁賣。」他帶著團隊沿著黃河走訪。\n\n青海湖夜景 (來源:海南日報,王明 攝)\n\n"
        "兩地建起園區,簽訂了協議。\n\n青海湖航拍\n\n座談會現場\n\n明年還要再建一座橋。\n\n"
        "來源:海南日報\n\n本文版權歸原作者所有\n\n文章來源: https://news.example.cn/1.html\n"
    )
    assert kinds(doc) == [
        ("title", "高原上来了谁？"),
        ("byline", "2024-05-06海南发布"),
        ("byline", "原标题：高原上来了谁？"),
        ("heading", "01"),
        ("heading", "先修路："),
        ("heading", "“最后一里”通了车"),
        ("paragraph", "沈主任说，“路通了，牦牛肉就不愁卖。”他带着团队沿着黄河走访。"),
        ("caption", "青海湖夜景（来源：海南日报，王明摄）"),
        ("paragraph", "两地建起园区，签订了协议。"),
        ("caption", "青海湖航拍"),
        ("caption", "座谈会现场"),
        ("paragraph", "明年还要再建一座桥。"),
        ("source", "来源：海南日报"),
        ("colophon", "本文版权归原作者所有"),
        ("source", "文章来源：https://news.example.cn/1.html"),
    ]
    assert (doc.script, doc.date, doc.publisher) == ("Hant", "2024-05-06", "海南发布")
    start = doc.text.index("“路通了")
    assert doc.quote(start, start + 14) == "「路通了,氂牛肉就不愁賣。」"


def test_an_official_notice() -> None:
    doc = document(
        "昆山市人民政府办公室文件\n昆政办发〔2024〕12号\n\n关于印发《对口支援工作方案》的通知\n\n各区镇、各部门：\n\n《对口支援工作方案》已经市政府同意，现印发给你们，请认真执行。\n\n"
        "昆山市人民政府办公室\n2024年3月5日\n\n抄送：市委各部门，市法院，\n市检察院。\n昆山市人民政府办公室    2024年3月6日印发\n"
    )
    assert [kind for kind, _ in kinds(doc)] == [
        "masthead", "masthead", "title", "paragraph", "paragraph", "byline", "byline", "distribution", "colophon",
    ]  # fmt: skip
    assert (doc.title, doc.date) == ("关于印发《对口支援工作方案》的通知", "2024-03-05")


def test_bylines_name_publisher_and_reporters() -> None:
    doc = document(
        "昆山海南签约共建产业园\n2024-05-06 10:20　来源：海南州融媒体中心　作者：李明 王芳\n\n"
        "本报讯（记者 李明 王芳）5月5日，两地签约。\n\n图为签约现场。本报记者 李明 摄\n\n"
        "“我们盼这一天很久了！”当地干部说，合作还要扩大。\n\n编辑：赵云\n"
    )
    assert kinds(doc) == [
        ("title", "昆山海南签约共建产业园"),
        ("byline", "2024-05-06 10:20来源：海南州融媒体中心作者：李明、王芳"),
        ("paragraph", "本报讯（记者李明、王芳）5月5日，两地签约。"),
        ("caption", "图为签约现场。本报记者李明摄"),
        ("paragraph", "“我们盼这一天很久了！”当地干部说，合作还要扩大。"),
        ("colophon", "编辑：赵云"),
    ]
    assert (doc.date, doc.publisher) == ("2024-05-06", "海南州融媒体中心")


def test_markdown_loses_its_marks_and_keeps_its_offsets() -> None:
    source = (
        '# 援青**纪事**\n\n## ——两年回望\n\n2024年4月    据王明报道整理\n\n> 引子：[昆山](http://a.cn/b_(c) "注")与海南州携手。\n\n'
        f"### 一县 一策\n\n- 到位*资金*3,200 万元\n- 学员`120`名\n\n{PROSE}"
    )
    doc = document(source, "md")
    assert kinds(doc) == [
        ("title", "援青纪事"),
        ("subtitle", "——两年回望"),
        ("byline", "2024年4月据王明报道整理"),
        ("paragraph", "引子：昆山与海南州携手。"),
        ("heading", "一县一策"),
        ("paragraph", "到位资金3,200万元"),
        ("paragraph", "学员120名"),
        ("paragraph", PROSE),
    ]
    assert [block.level for block in doc.blocks if block.kind == "heading"] == [1]
    assert all(source[doc.offsets[place]] == char for place, char in enumerate(doc.text) if char.isalpha())


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("简报称之为“高原”与“水\n\n乡”的约定，已写进协议。", "简报称之为“高原”与“水乡”的约定，已写进协议。"),
        ("园区已经满员。前年，\n\n指挥部又买下一块地。", "园区已经满员。前年，指挥部又买下一块地。"),
        ("队员换了三批。2021\n\n年6月，第四批到岗。", "队员换了三批。2021年6月，第四批到岗。"),
        ("近年来，江苏、安\n\n- 3 -\n\n徽等地派出医疗队。", "近年来，江苏、安徽等地派出医疗队。"),
        ("项目建成。双方在共和县\f又签一约。", "项目建成。双方在共和县又签一约。"),
    ],
)
def test_page_breaks_inside_words_and_numbers(broken: str, whole: str) -> None:
    assert texts(document("援青纪事\n\n" + broken), "paragraph") == [whole]


def test_headings_are_not_drawn_into_paragraphs() -> None:
    heading = "先把路修到村口，再把学校盖到山上，然后才谈办厂"
    doc = document(f"援青纪事\n\n{PROSE}\n\n{heading}\n\n{PROSE}\n\n（一）教育在前。工作组把学校建到了村里。\n\n（二）办厂在后\n{PROSE}\n")
    assert texts(doc, "heading") == [heading, "（二）办厂在后"]
    assert texts(doc, "paragraph") == [PROSE, PROSE, "（一）教育在前。工作组把学校建到了村里。", PROSE]
    first = next(sentence for sentence in doc.sentences if doc.text[sentence.start] == "（")
    assert doc.text[first.start : first.end] == "（一）教育在前。"


def test_verse_stays_in_its_lines() -> None:
    doc = document(f"援青纪事\n\n{PROSE}\n\n雪山下的灯\n\n一盏接着一盏\n\n照到河的对岸\n\n{PROSE}\n")
    assert texts(doc, "paragraph") == [PROSE, "雪山下的灯", "一盏接着一盏", "照到河的对岸", PROSE]


def test_running_heads_and_page_numbers_are_no_text() -> None:
    pages = [
        "昆山援青工作组在共和县建成基地，当地农牧民就业。去年工作组又", "开办了技能培训班，学员来自各乡镇，结业后大多",
        "在园区就业。今年工作组计划再派出一批教师和医", "生。",
    ]  # fmt: skip
    between = [f"\n\n{number}\n\n援青通讯 2024年第3期\n\n" for number in (1, 2, 3)]
    doc = document("援青纪事\n\n" + "".join(page + mark for page, mark in zip(pages, [*between, ""], strict=True)))
    assert kinds(doc) == [("title", "援青纪事"), ("paragraph", "".join(pages))]


def test_indented_paragraphs_without_blank_lines() -> None:
    doc = document(
        "　　昆山援青工作组在海南州共建了多个园\n区，成效明显，双方往来日益密切。去年工\n"
        "作组又在当地开办了技能培训班，学员来自\n各个乡镇，结业后大多在园区就业。\n"
        "　　今年工作组计划再派出一批教师和医生\n前往海南州支援，为期一年半。\n"
    )
    assert [text[:6] + text[-4:] for text in texts(doc, "paragraph")] == ["昆山援青工作区就业。", "今年工作组计一年半。"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2024 年 12 月,陈 默(江苏)说", "2024年12月，陈默（江苏）说"),
        ('工作组(简称"前指")走访"一带一路"沿线.他说:"好!"', "工作组（简称“前指”）走访“一带一路”沿线。他说：“好！”"),
        ("投资1,200万元;占3.5 %;10:30到", "投资1,200万元；占3.5%；10:30到"),
        ("GDP growth 在 2024 年", "GDP growth在2024年"),
        ("in the \n last line", "in the last line"),
        ("20\n24年", "2024年"),
        ("完成......还有", "完成……还有"),
        ("陪同O'Brien先生", "陪同O'Brien先生"),
        ("A (b), c", "A (b), c"),
        ("记者 李明 王芳 报道", "记者李明、王芳报道"),
    ],
)
def test_punctuation_of_print(written: str, printed: str) -> None:
    assert tidy(trace(written)).text == printed


def test_characters_are_cleaned_one_by_one() -> None:
    traced, script = clean("１２．５㎞ＡＢ％⼀\u200b\ufeff\ue123﹁好﹂①")
    assert (traced.text, script) == ("12.5kmAB%一“好”①", "Hans")
    assert list(traced.offsets) == [0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 12, 13, 14, 15]


def test_script_is_found_out_before_anything_is_converted() -> None:
    assert script_of("沈吟龙在后台") == "Hans"
    assert document("沈吟龙主任在前台说，两地合作顺利，于谦也参加。").text == "沈吟龙主任在前台说，两地合作顺利，于谦也参加。"
    mixed = document("蘇州與伊寧兩縣簽訂協議，設立學校。\n\n沈吟龙主任说，合作顺利。\n\n雙方還將繼續開展醫療幫扶。\n")
    assert mixed.text == "苏州与伊宁两县签订协议，设立学校。\n沈吟龙主任说，合作顺利。\n双方还将继续开展医疗帮扶。"
    assert mixed.script == "Hant"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("两地签约。“来对了！”他说。", ["两地签约。", "“来对了！”他说。"]),
        ("他说：“好。”随后离开。", ["他说：“好。”", "随后离开。"]),
        ("《谁来援青？》一书出版。", ["《谁来援青？》一书出版。"]),
        ("甲（来自昆山。）出席。乙到会", ["甲（来自昆山。）出席。", "乙到会"]),
        ("学校、医院……等项目建成。", ["学校、医院……", "等项目建成。"]),
        (
            "“村里先修了路，又建起学校和医院，孩子们上学再也不用翻山了，真方便。”才让说。",
            ["“村里先修了路，又建起学校和医院，孩子们上学再也不用翻山了，真方便。”", "才让说。"],
        ),
        ("一项建成；二项在建。", ["一项建成；二项在建。"]),
        ("真的吗？！是。", ["真的吗？！", "是。"]),
    ],
)
def test_sentences_end_where_they_end(text: str, cut: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == cut


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("二〇二四年十二月十八日", ["2024-12-18"]),
        ("2024.12.18 2024/1/2 2024-13-01", ["2024-12-18", "2024-01-02"]),
        ("2022年1月", ["2022-01"]),
        ("2024年2月30日", []),
        ("2025年度", []),
        ("2024年第3期", []),
        ("二〇二四年二十一日", ["2024"]),
    ],
)
def test_dates_of_heads_and_feet(text: str, dates: list[str]) -> None:
    assert find_dates(text) == dates


def test_dates_of_metadata() -> None:
    assert from_metadata("2023-12-08T10:00:00+08:00") == "2023-12-08"
    assert from_metadata("2023年12月") == "2023-12"
    assert from_metadata("20231208") == "2023-12-08"
    assert from_metadata("soon") is from_metadata(None) is None


def test_a_date_in_prose_is_not_the_documents_date() -> None:
    assert document(f"援青纪事\n\n2023年4月5日，工作组到岗。{PROSE}\n").date is None
    assert document(f"援青纪事\n\n{PROSE}\n\n（2023年4月5日）\n").date == "2023-04-05"
    assert document(f"援青纪事\n\n{PROSE}（2023年4月）\n").date == "2023-04"
    assert document(f"援青纪事\n\n本报西宁2023年4月5日电（记者 李明）{PROSE}\n").date == "2023-04-05"
    named = document(f"援青纪事\n昆山日报 2023年4月5日 第3版\n\n{PROSE}\n")
    assert (named.date, named.publisher) == ("2023-04-05", "昆山日报")


@pytest.mark.parametrize(
    ("line", "name"),
    [("陈 默", True), ("赵立新", True), ("李明 王芳", True), ("古丽·买买提", True), ("前言", False), ("产业 先行", False)],
)
def test_lines_of_names(line: str, name: bool) -> None:
    assert is_name(line) is name


def test_rewriting_keeps_the_way_back() -> None:
    new = {"--": "—", "…": "...", "a": ""}
    traced = rewrite(trace("ab--cd…e"), re.compile("--|…|a"), lambda match: new[match.group()])
    assert traced.text == "b—cd...e"
    assert list(traced.offsets) == [1, 3, 4, 5, 6, 6, 6, 7]
    with pytest.raises(ValueError, match="2 characters cannot stand for 8 one by one"):
        traced.with_text("ab")
