"""kg.text: what holds of every document, and reading real encodings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import NOISE, documents, nasty, paragraphs, wrapped

from kg.errors import InputError
from kg.model import Document, Source
from kg.text import READERS, prepare, read
from kg.text.decode import decode
from kg.text.read import parse

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
SIMPLIFIED = "昆山市与海南州结对两年，建起产业园区。2024年，双方签订协议，医疗队进驻县人民医院，为当地群众服务。\n"
TRADITIONAL = "崑山市與海南州結對兩年，建起產業園區。2024年，雙方簽訂協議，醫療隊進駐縣人民醫院，為當地群眾服務。\n"


def document(text: str, form: str = "txt") -> Document:
    return prepare(Source("example", text, "0", form, "utf-8"))


def texts(doc: Document, kind: str) -> list[str]:
    return [doc.text[block.start : block.end] for block in doc.blocks if block.kind == kind]


# What holds of every text


@given(nasty(), st.sampled_from(["txt", "md", "html"]))
@example("“" * 40 + "。" + "”" * 40, "txt")
@example("![[a](b)](c)\n\n---\n", "md")
@settings(max_examples=300, deadline=None)
def test_any_text_becomes_a_consistent_document(text: str, form: str) -> None:
    doc = document(text, form)
    assert len(doc.offsets) == len(doc.text)
    assert all(before <= after for before, after in pairwise(doc.offsets))
    assert all(0 <= offset < len(text) for offset in doc.offsets)
    ends = [(block.start, block.end) for block in doc.blocks]
    assert all(start < end for start, end in ends)
    assert "\n".join(doc.text[start:end] for start, end in ends) == doc.text
    assert all("\n" not in doc.text[start:end] for start, end in ends)
    covered = "".join(doc.text[sentence.start : sentence.end] for sentence in doc.sentences)
    assert "".join(covered.split()) == "".join(doc.text.split())
    assert all(before.end <= after.start for before, after in pairwise(doc.sentences))
    for sentence in doc.sentences:
        block = doc.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        span = doc.locate(sentence.start, sentence.end)
        assert doc.quote(sentence.start, sentence.end) == text[span.start : span.end]
    assert document(text, form) == doc


@given(documents(), st.data())
@settings(max_examples=60, deadline=None)
def test_padding_and_invisible_characters_change_no_word(written: list[str], data: st.DataObject) -> None:
    plain = "\n\n".join(written)
    noisy = "".join(char + (data.draw(st.sampled_from(("", *NOISE))) if HAN.match(char) else "") for char in plain)
    doc = document(noisy)
    assert doc.text == document(plain).text == "\n".join(written)
    assert all(noisy[doc.offsets[place]] == char for place, char in enumerate(doc.text) if HAN.match(char))


@given(st.lists(paragraphs(6), min_size=2, max_size=3), st.integers(36, 76))
@settings(max_examples=80, deadline=None)
def test_a_file_wrapped_at_a_fixed_width_reads_like_one_that_is_not(written: list[str], width: int) -> None:
    doc = document("\n\n".join(wrapped(paragraph, width) for paragraph in written))
    assert doc.text == "\n".join(written)


@given(paragraphs(3), st.sampled_from(["\n\n", "\n\n\n", "\n\n- 7 -\n\n", "\n\n第 7 页\n\n", "\f", "\n\n7\n\n"]), st.data())
@settings(max_examples=120, deadline=None)
def test_a_page_break_in_mid_sentence_leaves_no_trace(paragraph: str, page_break: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(paragraph.index("。") + 8, len(paragraph) - 4))
    before, after = paragraph[:place], paragraph[place:]
    assume(before[-1] not in "。（“《" and before[-2] not in "。" and after[0] not in "。（")
    assert document(before + page_break + after).text == paragraph


@given(st.text(alphabet="苏州援青“”《》（）‘’，。！？；…A1 ", max_size=60), st.integers(5, 30))
def test_no_sentence_is_longer_than_the_limit(text: str, longest: int) -> None:
    from kg.text.segment import sentences

    pieces = sentences(text, longest)
    assert all(0 < end - start <= longest for start, end in pieces)
    assert "".join(text[start:end] for start, end in pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "unit",
    ["、", "“", "“《", "苏 ", " ", "\n", "苏州\n\n", "苏州的工作，\n\n", '"', "(苏", "[苏](a", "<a", "* - _", "|-", "--:", "1", "。", "苏,"]
    + ["2024-12-18 ", "蘇州市\n"],
)
@pytest.mark.parametrize("form", ["txt", "md"])
def test_a_long_run_of_marks_is_read_to_its_end(unit: str, form: str) -> None:
    text = unit * (60_000 // len(unit)) + "苏"
    assert document(text, form).text.rstrip().endswith("苏")  # in a second or two; were it quadratic, in many minutes


def test_hash_seed_and_process_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TRADITIONAL + "\n來源：崑山日報\n", "utf-8")
    program = "import sys; from pathlib import Path; from kg.text import read, prepare; print(prepare(read(Path(sys.argv[1]))))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1 and "昆山".encode() in outputs.pop()


def test_importing_the_room_loads_no_heavy_library() -> None:
    program = "import sys, kg.text; print(sorted({'opencc', 'trafilatura', 'charset_normalizer', 'lxml', 'jieba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout == "[]\n"


# Reading


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16"),
        (SIMPLIFIED, "utf-16-be", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL.replace("崑", "昆"), "big5", "big5"),
        (TRADITIONAL.replace("崑", "昆"), "cp950", "big5"),
        (TRADITIONAL, "big5hkscs", "big5"),
        ("昆山", "gb18030", "gb18030"),
    ],
)
def test_the_encoding_is_found_out(text: str, codec: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    source = read(path)
    assert (source.text, source.encoding, source.name, source.format) == (text, encoding, "a.txt", "txt")


@given(documents(), st.sampled_from(["gb18030", "utf-16", "utf-8"]))
@settings(max_examples=60, deadline=None)
def test_decoding_undoes_encoding(written: list[str], codec: str) -> None:
    text = "\n\n".join(written)
    assert decode(text.encode(codec), "a.txt") == (text, codec)


def test_offsets_are_those_of_the_decoded_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "援青纪事\r\r\n昆山市援建共和县的学校，2024 年\r\n\r\n10 月落成。".encode())
    doc = prepare(read(path))
    read_again = path.read_text("utf-8")
    assert doc.source.text == read_again and read_again[0] == "\ufeff"
    assert texts(doc, "paragraph")[-1].endswith("2024年10月落成。")
    start = doc.text.index("2024年10月")
    assert doc.quote(start, start + 8) == "2024 年\n\n10 月"


UNREADABLE = [
    (b"", ".txt", "the file is empty"),
    (b"\xef\xbb\xbf \r\n\xe3\x80\x80", ".txt", "the file is empty"),
    (b"%PDF-1.7\n...", ".txt", "a PDF file, not text; extract its text first"),
    (b"PK\x03\x04abc", ".md", "an Office document, not text; save its text"),
    (b"\x89PNG\r\n\x1a\n", ".html", "a PNG image, not text; recognise its text"),
    (b"\x00\x01\x02\x03" * 50, ".txt", "this is a binary file, not text"),
    (bytes(range(1, 9)) * 30, ".txt", "this is a binary file, not text"),
    ("昆山".encode() * 30 + b"\xff\xfe\xfd", ".txt", "in no known encoding (byte 0xff at 180 is not UTF-8); save the file as UTF-8"),
    ("日本語のテキストはここにはありません。".encode("shift_jis"), ".txt", "in no known encoding"),
    ("Gemäß der Übereinkunft für die Städte Köln und Düsseldorf".encode("latin-1"), ".txt", "in no known encoding"),
    (b"\xff\xfea", ".txt", "begins with the mark of UTF-16, but is not in it"),
    (b"<html><body></body></html>", ".html", "no article was found in the page; save the article's text as .txt"),
]


@pytest.mark.parametrize(("data", "suffix", "message"), UNREADABLE)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes, suffix: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape(message)) as refused:
        read(path)
    assert refused.value.path == str(path) and refused.value.problem and refused.value.remedy


def test_paths_that_are_no_document_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="there is no such file; check the spelling"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="this is a folder; give a file"):
        read(tmp_path)
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(InputError, match="this is a folder; give a file"):
        read(tmp_path / "folder.txt")
    with pytest.raises(InputError, match=re.escape("files .docx are not read; these are: .htm .html .markdown .md .txt")):
        read(tmp_path / "a.docx")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="this is no ordinary file"):
        read(tmp_path / "pipe.txt")
    (tmp_path / "secret.txt").write_text("昆山")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # as root, chmod would not do
    with pytest.raises(InputError, match="no permission to read it; change the file's permissions"):
        read(tmp_path / "secret.txt")


def test_suffixes_lead_to_readers_in_any_case() -> None:
    assert parse("昆山".encode(), "-").format == "txt"
    assert {parse(SIMPLIFIED.encode(), "a", suffix.upper()).format for suffix in (".txt", ".md", ".markdown")} == {"txt", "md"}
    assert sorted(READERS) == [".htm", ".html", ".markdown", ".md", ".txt"]


def test_front_matter_is_the_file_speaking_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: 援青纪事\ndate: 2024-03-02\n来源: 昆山日报\n---\n\n昆山市援建的学校，在共和县落成。\n", "utf-8")
    doc = prepare(read(path))
    assert (doc.title, doc.date, doc.publisher) == ("援青纪事", "2024-03-02", "昆山日报")
    assert doc.text == "昆山市援建的学校，在共和县落成。"


PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="{codec}"><title>援青工作组完成年度任务_高原新闻</title>
<meta property="og:site_name" content="高原新闻"><meta name="publishdate" content="2031-06-03">
<link rel="canonical" href="https://news.example.cn/1.html"></head><body><nav><a href="/">首页</a> <a href="/a">要闻</a></nav>
<div class="article"><h1>援青工作组完成年度任务</h1>
<p>　　昆山援青工作组在海南州组织开展了为期十天的教师培训，来自各县的一百二十名教师参加，内容包括课堂教学、班级管理和信息技术应用等多个方面。</p>
<h2>产业帮扶见成效</h2>
<p>　　昆山市投入帮扶资金3200万元，支持当地建设牦牛养殖基地和青稞加工厂，带动农牧民就业八百余人。双方还签订了《昆山市与海南州协作协议》，明确今后三年的任务。</p>
</div><footer>高原新闻 版权所有</footer></body></html>"""


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_of_a_page_the_article_is_taken(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(codec=codec).encode(codec))
    source = read(path)
    assert (source.title, source.date, source.publisher) == ("援青工作组完成年度任务", "2031-06-03", "高原新闻")
    assert (source.url, source.encoding, source.format) == ("https://news.example.cn/1.html", codec, "html")
    assert "首页" not in source.text and "版权所有" not in source.text
    doc = prepare(source)
    assert len(texts(doc, "paragraph")) == 2 and "产业帮扶见成效" in texts(doc, "heading")
    assert all(doc.quote(sentence.start, sentence.end) in source.text for sentence in doc.sentences)
