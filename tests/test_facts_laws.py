"""Laws of extraction: it never raises, its evidence lies in the text, its facts are closed under their entities, it repeats itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from facts_case import document
from golden_case import facts_of, readable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import documents, nasty

from kg import facts as rooms
from kg import vocabulary as vocabularies
from kg.model import EntityDate, Evidence, Facts, Indicator, Post, Statement

HERE = Path(__file__).resolve().parent
GOLDEN = sorted((HERE / "golden").glob("*/text.txt"))

PIECES = (
    "扬州市", "榆林市", "绥德县", "康县", "凉山", "长三角", "沪苏浙", "扬榆", "援疆", "苏", "扬州市人民医院", "第二人民医院", "育鹏中学", "该校", "该园区",
    "工作组", "扬州援陕工作组", "两地", "双方", "我市", "前者", "后者", "他", "当地", "市委", "市发改委", "市长林远舟", "书记", "时任", "记者苏明轩", "才让·多杰",
    "产业园", "绥德电商产业园", "一期工程", "正阳电气有限公司", "《扬榆合作协议》", "《实施方案》", "“运河优选”", "年货节", "第十批", "首届", "项目", "品牌",
    "与", "和", "、", "，", "。", "；", "：", "（", "）", "“", "”", "《", "》", "的", "等", "在", "由", "把", "被", "向", "赴", "到", "从", "分别", "共同", "携手",
    "签署", "签约", "对口支援", "帮扶", "共建", "建成", "投资", "运营", "举办", "参加", "考察", "印发", "落户", "引进", "下属", "位于", "来自", "实施", "成立",
    "拟", "力争", "建议", "将", "去年", "今年8月", "2023年5月18日", "同日", "至", "以来", "3.6亿元", "1200余人", "近", "超", "80%", "三百二十亩", "第3次",
    "\n", "\n\n", "　", "来源：扬州日报", "2024-06-03", "- ", "# ", "！", "？", "——", "…", "·",
)  # fmt: skip
"""Pieces of reports, in any order: whatever a rule looks for, where it does not look for it."""

PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def texts() -> st.SearchStrategy[str]:
    """Arbitrary text, text of what rules look at, prose, and reports shaken up."""
    return st.one_of(nasty(), documents().map("\n\n".join), st.lists(st.sampled_from(PIECES), max_size=50).map("".join))


def all_of(facts: Facts) -> list[Statement | Post | Indicator | EntityDate]:
    """Statements, posts, indicators and dates."""
    return [*facts.statements, *facts.posts, *facts.indicators, *facts.dates]


def evidence(facts: Facts) -> list[Evidence]:
    """All evidence of the facts."""
    return [e for fact in all_of(facts) for e in fact.evidence]


def check(facts: Facts) -> None:
    """The laws that every document's facts keep."""
    doc = facts.document
    stretches = [(e.start, e.end) for e in evidence(facts)] + [(m.start, m.end) for e in facts.entities for m in e.mentions]
    for start, end in stretches:
        assert 0 <= start < end <= len(doc.text)
        assert doc.quote(start, end) in doc.source.text
    entities = {e.id: e for e in facts.entities}
    assert len(entities) == len(facts.entities)
    assert all(e.mentions for e in facts.entities if e.mentioned)
    assert all(e.label for e in facts.entities)
    vocabulary = vocabularies.load()
    for statement in facts.statements:
        subject, target = entities[statement.subject], entities[statement.object]
        assert statement.subject != statement.object
        assert vocabulary.admits(statement.predicate, subject.types, target.types), statement
    for post in facts.posts:
        assert entities[post.person].types == ("Person",)
        assert post.organization in entities and post.role
    for indicator in facts.indicators:
        assert indicator.entity in entities
        assert indicator.wording in doc.text
        assert indicator.qualifier in ("Exactly", "MoreThan", "LessThan", "About")
    for date in facts.dates:
        assert date.entity in entities and date.property in ("date", "startDate", "endDate")
    for fact in all_of(facts):
        assert fact.evidence and 0 < fact.confidence <= 1


def check_order(facts: Facts) -> None:
    """Each collection is sorted, and nothing stands in it twice; a symmetric relation stands in one direction."""
    assert list(facts.entities) == sorted(facts.entities, key=lambda e: e.id)
    keys = [(s.subject, s.predicate, s.object, s.polarity) for s in facts.statements]
    assert keys == sorted(set(keys))
    symmetric = {k for k in keys if vocabularies.load().property(k[1]).symmetric}
    assert not {(target, name, subject, polarity) for subject, name, target, polarity in symmetric} & symmetric
    posts = [(p.person, p.role, p.organization) for p in facts.posts]
    assert posts == sorted(set(posts))
    dates = [(d.entity, d.property, d.value) for d in facts.dates]
    assert dates == sorted(set(dates))


@PATIENT
@given(texts())
def test_extract_never_raises_and_keeps_the_laws(text: str) -> None:
    facts = rooms.extract(document(text))
    check(facts)
    check_order(facts)


@settings(PATIENT, max_examples=20)
@given(texts())
def test_extract_repeats_itself(text: str) -> None:
    assert rooms.extract(document(text)) == rooms.extract(document(text))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_golden_texts_keep_the_laws(path: Path) -> None:
    facts = facts_of(path)
    check(facts)
    check_order(facts)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "。", "、", "“", "》", "·", "1", "年", "市", "的", "\ufeff", "🙂", "\U00020000", "援", "援。疆", "a", "市长", "第"],
)
def test_degenerate_texts(text: str) -> None:
    facts = rooms.extract(document(text))
    check(facts)
    assert facts.statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "苏州市",
        "扬州市对口支援绥德县",
        "来自凉山",
        "扬榆合作\n\n两地签约。\n\n扬州市\n",
        "《协议",
        "林远舟",
        "去年",
        "3亿元",
        "扬州市人民医院",
        "湖州援疆指挥部",
        "2023年5月",
    ],
)
def test_text_that_ends_without_a_stop(text: str) -> None:
    check(rooms.extract(document(text)))


NEUTRAL = "天气晴朗，孩子们在树下玩耍，老人们坐着聊天。"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_a_paragraph_that_says_nothing_changes_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert readable(rooms.extract(document(f"{text}\n{NEUTRAL}\n"))) == readable(facts_of(path))


def test_hash_seed_changes_nothing() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from golden_case import facts_of\n"
        "for path in sorted(Path(sys.argv[1], 'golden').glob('*/text.txt'))[::8]: print(repr(facts_of(path)))\n"
    )
    environment = {"PYTHONPATH": str(HERE.parent), "PYTHONIOENCODING": "utf-8", "HOME": str(Path.home())}
    runs = [
        subprocess.Popen([sys.executable, "-c", program, str(HERE)], env=environment | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE)
        for seed in ("1", "2")
    ]
    outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == len(GOLDEN[::8])
