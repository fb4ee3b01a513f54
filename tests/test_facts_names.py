"""Forms of names: relative ones completed, short ones joined, names of teams parsed, fused abbreviations taken apart."""

from __future__ import annotations

import re

import pytest
from facts_case import document
from hypothesis import given
from hypothesis import strategies as st

from kg import gazetteer
from kg.facts import completing, pairs, teams
from kg.facts.regions import Place
from kg.facts.short_forms import abbreviates, is_subsequence
from kg.model import Mention

PREFIXES = (
    ("市发改委", "市"),
    ("市委", "市"),
    ("县人民医院", "县"),
    ("自治区党委", "自治区"),
    ("自治州政协", "自治州"),
    ("镇中心卫生院", "镇"),
    ("州委", "州"),
    ("旗委", "旗"),
    ("宣传部", ""),
    ("人民医院", ""),
    ("市", ""),
    ("", ""),
)

FITTING = (("市", "苏州市"), ("市", "常熟市"), ("县", "伊宁县"), ("县", "敖汉旗"), ("旗", "敖汉旗"), ("区", "吴中区"), ("州", "凉山彝族自治州"),
           ("自治区", "宁夏回族自治区"), ("省", "宁夏回族自治区"), ("省", "甘肃省"), ("", "苏州市"), ("", "康县"))  # fmt: skip
NOT_FITTING = (
    ("市", "伊宁县"),
    ("县", "苏州市"),
    ("区", "内蒙古自治区"),
    ("区", "喀什地区"),
    ("旗", "康县"),
    ("", "江苏省"),
    ("", "宁夏回族自治区"),
)

LABELS = (
    ("市发改委", "苏州市", "苏州市发改委"),
    ("市委", "苏州市", "苏州市委"),
    ("宣传部", "阜阳市", "阜阳市委宣传部"),
    ("组织部", "阜阳市", "阜阳市委组织部"),
    ("人民医院", "绥德县", "绥德县人民医院"),
)

SHORT = (
    ("苏大附一院", "苏州大学附属第一医院", "body"),
    ("西部专家工作站", "江苏沿江农科所西部专家工作站", "body"),
    ("育鹏中学", "大连育鹏中学", "body"),
    ("正阳电气", "正阳电气有限公司", "enterprise"),
    ("羌绣产业园", "茂县羌绣产业园", "site"),
    ("山海共富", "山海共富工程", "initiative"),
    ("扬榆协议", "扬榆文旅合作协议", "document"),
)
NOT_SHORT = (
    ("一院", "第一医院", "body"),
    ("扬州大学", "扬州大学附属医院", "body"),
    ("扬州大学", "扬州大学", "body"),
    ("海川物流", "青岛海川装备制造有限公司", "enterprise"),
    ("康县产业园", "康县扶贫产业园", "site"),
    ("丽水市人民医院", "嘉兴市人民医院", "body"),
)


@pytest.mark.parametrize(("name", "prefix"), PREFIXES)
def test_level_prefix(name: str, prefix: str) -> None:
    assert completing.level_prefix(name) == prefix


@pytest.mark.parametrize(("prefix", "region"), FITTING)
def test_region_fits_the_prefix(prefix: str, region: str) -> None:
    assert completing.fits(prefix, region)


@pytest.mark.parametrize(("prefix", "region"), NOT_FITTING)
def test_region_does_not_fit_the_prefix(prefix: str, region: str) -> None:
    assert not completing.fits(prefix, region)


@pytest.mark.parametrize(("name", "region", "label"), LABELS)
def test_completed_label(name: str, region: str, label: str) -> None:
    assert completing.label(name, region) == label


@pytest.mark.parametrize(("short", "full", "family"), SHORT)
def test_short_form(short: str, full: str, family: str) -> None:
    assert abbreviates(short, full, family)


@pytest.mark.parametrize(("short", "full", "family"), NOT_SHORT)
def test_no_short_form(short: str, full: str, family: str) -> None:
    assert not abbreviates(short, full, family)


@given(st.text(alphabet="苏州大学附属第一医院", min_size=1, max_size=10), st.sets(st.integers(0, 9)))
def test_what_is_left_of_a_name_is_a_subsequence_of_it(full: str, dropped: set[int]) -> None:
    assert is_subsequence("".join(c for i, c in enumerate(full) if i not in dropped), full)


@given(st.text(max_size=6), st.text(max_size=6))
def test_subsequence_agrees_with_a_pattern(short: str, full: str) -> None:
    assert is_subsequence(short, full) == bool(re.search(".*?".join(map(re.escape, short)), full, re.S))


@given(
    st.text(alphabet="苏州大学附属第一医院园", max_size=8),
    st.sampled_from(["body", "enterprise", "site", "event", "initiative", "document"]),
)
def test_no_name_is_short_for_itself_or_a_shorter_one(name: str, family: str) -> None:
    assert not abbreviates(name, name, family)
    assert not abbreviates(name + "区", name, family)


def team(text: str, *regions: tuple[str, str]) -> teams.TeamName:
    """The parse of a team's name that stands at 7 and has these regions in it."""
    at = 7
    inner = [
        Mention(at + text.index(name), at + text.index(name) + len(name), "Region", "only-division", code=code) for name, code in regions
    ]
    return teams.parse(text, at, inner)


def test_sender_of_a_team_is_the_region_before_the_act() -> None:
    parsed = team("湖州援疆指挥部", ("湖州", "330500"))
    assert (parsed.senders, parsed.receivers, parsed.family) == (("330500",), (), "指挥部")


def test_receiver_of_a_team_is_the_region_behind_the_act() -> None:
    parsed = team("江苏对口支援霍城县前方指挥部", ("江苏", "320000"), ("霍城县", "654023"))
    assert (parsed.senders, parsed.receivers) == (("320000",), ("654023",))


def test_region_behind_the_dot_sends() -> None:
    parsed = team("江苏援伊·南通工作组", ("江苏", "320000"), ("伊", "654000"), ("南通", "320600"))
    assert (parsed.senders, parsed.receivers, parsed.family) == (("320000", "320600"), ("654000",), "工作组")


@pytest.mark.parametrize(
    ("name", "batch", "family"),
    [
        ("第十批浙江援疆医疗队", "第十批", "医疗"),
        ("首批温州支教队", "首批", "教育"),
        ("第5批扬州援陕工作队", "第5批", "工作组"),
        ("扬州“组团式”医疗队", None, "医疗"),
        ("湖州援疆前指", None, "指挥部"),
        ("第十批山东援疆干部人才", "第十批", "干部人才"),
    ],
)
def test_batch_and_kind_of_a_team(name: str, batch: str | None, family: str) -> None:
    parsed = team(name)
    assert (parsed.batch, parsed.family) == (batch, family)


WUXI, NINGBO, LISHUI, NANTONG, YINING = (
    ("无锡市", "320200"), ("宁波市", "330200"), ("丽水市", "331100"), ("南通市", "320600"), ("伊宁县", "654021"),
)  # fmt: skip
SHANGHAI, SUZHOU, SUQIAN = ("上海市", "310000"), ("苏州市", "320500"), ("宿迁市", "321300")


def fused(text: str, *regions: tuple[str, str]) -> list[tuple[str, str | None]]:
    """The characters that name regions in a text that names these regions in full."""
    doc = document(text + "\n")
    places = [
        Place(doc.text.index(name), doc.text.index(name) + len(name), "Region", name, code, "only-division") for name, code in regions
    ]
    return [(doc.text[p.start : p.end], p.code) for p in pairs.find(doc, places, gazetteer.load())]


@pytest.mark.parametrize(
    ("text", "regions", "found"),
    [
        ("宁波市与丽水市合作，甬丽两地共建园区。", [NINGBO, LISHUI], [("甬", "330200"), ("丽", "331100")]),
        ("南通市与伊宁县合作，通伊一家亲。", [NANTONG, YINING], [("通", "320600"), ("伊", "654021")]),
        ("苏州市与宿迁市合作，苏宿携手。", [SUZHOU, SUQIAN], [("苏", "320500"), ("宿", "321300")]),
        ("沪苏浙皖协作不断深入。", [], [("沪", "310000"), ("苏", "320000"), ("浙", "330000"), ("皖", "340000")]),
        ("沪滇协作不断深入。", [], [("沪", "310000"), ("滇", "530000")]),
        ("宁波市的干部赴甬学习。", [NINGBO], [("甬", "330200")]),
    ],
)
def test_fused_abbreviation(text: str, regions: list[tuple[str, str]], found: list[tuple[str, str]]) -> None:
    assert fused(text, *regions) == found


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("甬丽两地共建园区。", []),  # named nowhere else
        ("南通市交通便利，通知已经发出，通过验收。", [NANTONG]),
        ("宁波市宁静的山村。", [NINGBO]),
        ("京东购物，京剧演出，豫剧名家。", []),
        ("无锡市的锡器远近闻名。", [WUXI]),
        ("上海市沪剧演出。", [SHANGHAI]),
        ("援疆干部，在疆青年，进藏公路。", []),
    ],
)
def test_character_of_an_ordinary_word_names_no_region(text: str, regions: list[tuple[str, str]]) -> None:
    assert fused(text, *regions) == []
