"""The gazetteer: laws that hold for every row, samples of each kind of name, and rows that are refused."""

from __future__ import annotations

import csv
import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import data, gazetteer, history
from kg.errors import SeedError
from kg.gazetteer import Gazetteer

SEEDS = data.folder("seeds") / "gazetteer"
G = gazetteer.load()
TODAY = sorted(G.divisions)
DOMESTIC = sorted(code for code, division in G.divisions.items() if division.level != "country")
EVERY = sorted(G.divisions.keys() | G.abolished.keys())


def codes(text: str) -> list[str]:
    return [form.code for form in G.forms.get(text, ())]


def named(text: str) -> list[str]:
    return [G.division(code).name for code in codes(text)]


# Laws


def test_the_counts_are_those_of_the_ministry() -> None:
    levels = Counter(division.level for division in G.divisions.values())
    assert (levels["province"], levels["prefecture"], levels["county"]) == (34, 333, 2846)
    assert (levels["corps"], levels["corps-division"]) == (1, 14)
    assert levels["country"] > 240


@pytest.mark.parametrize("code", ["654021", "110101", "659001", "XPCC-01-010", "320611", "110101001"])
def test_every_level_ends_at_the_country(code: str) -> None:
    assert G.ancestors(code)[-1] == "CN"


def test_every_ancestor_exists_and_the_last_is_the_country() -> None:
    for code in DOMESTIC + sorted(G.abolished):
        ancestors = G.ancestors(code)
        assert ancestors[-1] == "CN", code
        assert all(ancestor in G.divisions for ancestor in ancestors), code


def test_every_form_leads_back_to_its_division() -> None:
    for text, forms in G.forms.items():
        for form in forms:
            assert form.text == text
            assert form in G.division(form.code).forms


def test_every_form_of_a_division_is_found_by_its_text() -> None:
    for division in (*G.divisions.values(), *G.abolished.values()):
        texts = [form.text for form in division.forms]
        assert len(texts) == len(set(texts)), division.name
        for form in division.forms:
            assert form in G.forms[form.text]


def test_forms_have_two_characters_at_least_and_no_padding() -> None:
    short = [text for text in G.forms if len(text) < 2 or text != text.strip() or "|" in text]
    assert short == []


def test_full_names_come_first_among_candidates() -> None:
    for forms in G.forms.values():
        kinds = [gazetteer.KINDS.index(form.kind) for form in forms]
        assert kinds == sorted(kinds)


def test_a_short_name_that_several_divisions_share_is_safe_for_one_of_them_at_most() -> None:
    shared = {
        text
        for text, forms in G.forms.items()
        if len({form.code for form in forms if form.kind in {"short", "customary"} and not form.risky}) > 1
    }
    assert shared == set()


@given(st.sampled_from(DOMESTIC), st.sampled_from(EVERY))
def test_contains_is_irreflexive_and_asymmetric(one: str, other: str) -> None:
    assert not G.contains(one, one)
    assert not (G.contains(one, other) and G.contains(other, one))


@given(st.sampled_from(DOMESTIC))
def test_contains_is_transitive_along_the_ancestors(code: str) -> None:
    chain = (code, *G.ancestors(code))
    assert all(G.contains(outer, inner) for place, inner in enumerate(chain) for outer in chain[place + 1 :])


def test_successors_exist_today_and_what_exists_has_none() -> None:
    for code in EVERY:
        successor = G.successor(code)
        assert all(following in G.divisions for following in successor), code
        assert (successor == ()) == (code in G.divisions), code


def test_coordinates_lie_in_the_country() -> None:
    placed = [division for division in G.divisions.values() if division.lon is not None and division.lat is not None]
    assert len(placed) > 3200
    assert all(73 < float(d.lon or 0) < 136 and 3 < float(d.lat or 0) < 54 for d in placed)


def test_every_township_hangs_under_a_division() -> None:
    townships = gazetteer.load_townships()
    parents = {division.parent for name in townships for division in townships[name]}
    assert parents <= G.divisions.keys()
    assert sum(len(townships[name]) for name in townships) > 43_000


def test_abbreviations_name_divisions() -> None:
    assert set("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇陕秦甘陇青宁新疆藏蒙港澳台") <= G.abbreviations.keys()
    assert all(code in G.divisions for found in G.abbreviations.values() for code in found)
    assert G.scopes.keys() == G.abbreviations.keys()


def test_the_provinces_own_characters_lead_to_the_province_first() -> None:
    for character in "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇陕甘青宁新藏蒙港澳台":
        assert G.division(G.abbreviations[character][0]).level == "province", character
        assert G.scopes[character] == "province"


# Samples


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("苏州", "苏州市"),
        ("伊犁", "伊犁哈萨克自治州"),
        ("伊犁州", "伊犁哈萨克自治州"),
        ("克孜勒苏", "克孜勒苏柯尔克孜自治州"),
        ("克州", "克孜勒苏柯尔克孜自治州"),
        ("新疆", "新疆维吾尔自治区"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("香港", "香港特别行政区"),
        ("察布查尔", "察布查尔锡伯自治县"),
        ("察布查尔县", "察布查尔锡伯自治县"),
        ("察县", "察布查尔锡伯自治县"),
        ("镇沅", "镇沅彝族哈尼族拉祜族自治县"),
        ("镇沅县", "镇沅彝族哈尼族拉祜族自治县"),
        ("大理州", "大理白族自治州"),
        ("博州", "博尔塔拉蒙古自治州"),
        ("博尔塔拉", "博尔塔拉蒙古自治州"),
        ("巴音郭楞", "巴音郭楞蒙古自治州"),
        ("阿坝州", "阿坝藏族羌族自治州"),
        ("甘孜州", "甘孜藏族自治州"),
        ("凉山州", "凉山彝族自治州"),
        ("黔东南州", "黔东南苗族侗族自治州"),
        ("红河州", "红河哈尼族彝族自治州"),
        ("德宏州", "德宏傣族景颇族自治州"),
        ("临夏州", "临夏回族自治州"),
        ("甘南州", "甘南藏族自治州"),
        ("浦东", "浦东新区"),
        ("阿克苏地区", "阿克苏地区"),
        ("大兴安岭", "大兴安岭地区"),
        ("锡林郭勒", "锡林郭勒盟"),
        ("锡盟", "锡林郭勒盟"),
        ("科右前旗", "科尔沁右翼前旗"),
        ("神农架", "神农架林区"),
        ("龙胜县", "龙胜各族自治县"),
        ("农一师", "第一师阿拉尔市"),
        ("一师", "第一师阿拉尔市"),
        ("一师阿拉尔市", "第一师阿拉尔市"),
        ("兵团第一师", "第一师阿拉尔市"),
        ("148团", "第八师一四八团"),
        ("兵团", "新疆生产建设兵团"),
        ("中华人民共和国", "中国"),
        ("俄罗斯联邦", "俄罗斯"),
    ],
)
def test_a_place_is_known_by_what_people_say(short: str, full: str) -> None:
    assert named(short) == [full]


@pytest.mark.parametrize(
    ("code", "types"),
    [
        ("320500", ("City", "Prefecture")),
        ("654002", ("City", "County")),
        ("659001", ("City", "County")),
        ("310000", ("City", "Province")),
        ("654021", ("County",)),
        ("654000", ("Prefecture",)),
        ("650000", ("Province",)),
        ("KZ", ("Country",)),
        ("110101001", ("Township",)),
        ("XPCC-01", ("Region",)),
        ("320586", ("City", "County")),
    ],
)
def test_classes_follow_level_and_status(code: str, types: tuple[str, ...]) -> None:
    assert G.types(code) == types


@pytest.mark.parametrize(
    ("code", "ancestors"),
    [
        ("654021", ("654000", "650000", "CN")),
        ("310115", ("310000", "CN")),
        ("659002", ("650000", "CN")),
        ("469005", ("460000", "CN")),
        ("110101001", ("110101", "110000", "CN")),
        ("XPCC-01-010", ("XPCC-01", "XPCC", "650000", "CN")),
        ("CN", ()),
    ],
)
def test_ancestors_are_nearest_first(code: str, ancestors: tuple[str, ...]) -> None:
    assert G.ancestors(code) == ancestors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("伊宁", ["伊宁市", "伊宁县"]),
        ("大理", ["大理白族自治州", "大理市"]),
        ("吉林", ["吉林省", "吉林市"]),
        ("东乡县", ["东乡族自治县", "东乡区"]),
    ],
)
def test_an_ambiguous_name_keeps_all_its_candidates(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_districts_of_one_name_are_all_found() -> None:
    assert [G.ancestors(code)[0] for code in codes("朝阳区")] == ["110000", "220100"]
    assert len(codes("鼓楼区")) == 4


def test_what_is_also_a_word_is_risky() -> None:
    words = "和平、朝阳、鼓楼、新华、东方、高明、长安、清河、金山、长寿、永安、富裕、友好、平安、伊宁、天山、城区、和县".split("、")
    assert [text for text in words if not all(form.risky for form in G.forms[text])] == []


def test_what_is_a_place_only_is_safe() -> None:
    places = "苏州、霍尔果斯、思明、松江、东川、浦东、昆山、阜阳、常熟、霍城、彭阳、隆德、伊犁、海南省、海南、朝阳区".split("、")
    assert [text for text in places if G.forms[text][0].risky] == []


def test_one_character_is_left_of_a_county_only_with_its_kind() -> None:
    assert codes("赵县") == ["130133"]
    assert "赵" not in G.forms


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("昆山县", "昆山市"),
        ("江阴县", "江阴市"),
        ("南通县", "通州区"),
        ("通州市", "通州区"),
        ("吴江市", "吴江区"),
        ("铜山县", "铜山区"),
        ("襄樊市", "襄阳市"),
        ("淮阴市", "淮安市"),
        ("毕节地区", "毕节市"),
        ("哈密地区", "哈密市"),
        ("玉树县", "玉树市"),
        ("昌都县", "卡若区"),
        ("中甸县", "香格里拉市"),
        ("哲里木盟", "通辽市"),
    ],
)
def test_what_was_renamed_or_upgraded_is_one_division(old: str, today: str) -> None:
    assert named(old) == [today]
    assert all(code in G.divisions for code in codes(old))


@pytest.mark.parametrize(
    ("old", "successors"),
    [
        ("崇文区", ["东城区"]),
        ("沧浪区", ["姑苏区"]),
        ("平江区", ["姑苏区"]),
        ("港闸区", ["崇川区"]),
        ("万盛区", ["綦江区"]),
        ("苏州地区", ["苏州市"]),
        ("南通地区", ["南通市"]),
        ("吴县市", ["吴中区", "相城区"]),
        ("锡山市", ["锡山区", "惠山区", "滨湖区"]),
        ("邢台县", ["襄都区", "信都区"]),
        ("江浦县", ["浦口区"]),
    ],
)
def test_what_was_merged_or_shared_out_is_another_division_that_leads_to_its_heirs(old: str, successors: list[str]) -> None:
    (form,) = G.forms[old]
    assert form.code not in G.divisions
    assert sorted(G.division(code).name for code in G.successor(form.code)) == sorted(successors)


def test_an_ended_division_has_its_years() -> None:
    (form,) = G.forms["港闸区"]
    assert (G.division(form.code).years, G.division("320500").years) == ("1983/2020", None)
    assert G.division(codes("崇文区")[0]).years == "../2010"


def test_successors_are_followed_through_all_changes() -> None:
    assert G.successor("342700") == ("341000",)
    assert [G.division(code).name for code in G.successor("512201")] == ["万州区"]  # 万县市, then three districts of another 万县市


@pytest.mark.parametrize(
    ("name", "year", "today"),
    [
        ("哈密市", 2010, "伊州区"),
        ("哈密市", 2016, "哈密市"),
        ("哈密市", None, "哈密市"),
        ("毕节市", 2005, "七星关区"),
        ("铜仁市", 2020, "铜仁市"),
        ("通州区", 2000, "通州区"),
    ],
)
def test_a_name_of_a_time_means_who_bore_it_then(name: str, year: int | None, today: str) -> None:
    assert [G.division(form.code).name for form in G.forms_in(name, year)][:1] == [today]


def test_a_name_that_went_to_another_is_the_first_bearers_before() -> None:
    assert [form.code for form in G.forms_in("通州区", 2000)] == ["110112"]  # 通州市 of Jiangsu became one in 2009
    assert [form.code for form in G.forms_in("通州区", 2015)] == ["110112", "320612"]
    assert len({form.code for year in (1990, 1995) for form in G.forms_in("万县市", year)}) == 2


# Laws of the history, over every row of it

TENURES = history.read(SEEDS / "history.csv", G.divisions)


def test_every_tenure_is_that_of_one_division_of_today_or_of_one_that_ended_and_has_heirs() -> None:
    for tenure in TENURES:
        today = tenure.division in G.divisions
        assert today != (tenure.division in G.abolished), tenure
        assert bool(G.successor(tenure.division)) != today, tenure
        assert set(G.successor(tenure.division)) <= G.divisions.keys(), tenure


def test_a_division_is_in_one_place_at_a_time() -> None:
    """No two tenures of a division under different codes and names go on for the same years; those of its prefecture's time may touch."""
    by_division: dict[str, list[history.Tenure]] = {}
    for tenure in TENURES:
        by_division.setdefault(tenure.division, []).append(tenure)
    doubled = {
        (one.name, other.name)
        for tenures in by_division.values()
        for one, other in itertools.combinations(tenures, 2)
        if one.start < other.end and other.start < one.end and history.FIRST not in (one.start, other.start)
    }
    assert doubled == set(), doubled


def test_what_was_merged_with_others_at_once_is_none_of_them() -> None:
    """Of several that ended in one year with one heir at most one goes on as it."""
    for division in G.divisions:
        ends = [t for t in TENURES if t.division == division and division in t.following]
        assert len({t.end for t in ends}) == len(ends), [(t.name, t.end) for t in ends]


def test_the_order_of_the_rows_changes_nothing_but_the_order_of_forms() -> None:
    backwards = tuple(reversed(TENURES))
    ends = {division: tenure.end for division, tenure in history.last(TENURES).items()}
    assert {division: tenure.end for division, tenure in history.last(backwards).items()} == ends
    assert history.successors(backwards, G.divisions) == history.successors(TENURES, G.divisions)


def test_every_name_of_old_leads_to_its_division_unless_another_bears_it() -> None:
    """A whole name that is neither anybody's of today nor was anybody's later."""
    full = {division.name for division in G.divisions.values()}
    for tenure in TENURES:
        if tenure.name not in full:
            last = max((t for t in TENURES_OF[tenure.name]), key=lambda t: t.end)
            assert last.division in codes(tenure.name), tenure


TENURES_OF: dict[str, list[history.Tenure]] = {}
for _tenure in TENURES:
    TENURES_OF.setdefault(_tenure.name, []).append(_tenure)


def test_in_its_years_a_name_means_its_bearer() -> None:
    for name, tenures in TENURES_OF.items():
        for tenure in tenures:
            year = tenure.end - 1
            if tenure.start <= year and name in G.forms:
                then = {t.division for t in tenures if t.start <= year < t.end}
                assert then <= {form.code for form in G.forms_in(name, year)}, (name, year)


def test_a_corps_division_knows_its_city() -> None:
    assert G.division(G.seats["XPCC-08"]).name == "石河子市"
    assert "XPCC-11" not in G.seats
    assert not G.contains("659002", "XPCC-01")


def test_townships_of_one_name_are_all_found() -> None:
    found = G.townships["城关镇"]
    assert len(found) > 50
    assert len({division.parent for division in found}) > 50
    assert "没有这个镇" not in G.townships


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="999999"):
        G.division("999999")
    with pytest.raises(KeyError, match="999999999"):
        G.types("999999999")


@pytest.mark.parametrize(
    ("name", "canonical", "kind"),
    [
        ("长三角地区", "长三角", "economic"),
        ("皖北", "皖北", "economic"),
        ("中亚五国", "中亚", "international"),
        ("伊犁河谷", "伊犁河谷", "relief"),
        ("长江流域", "长江", "river"),
        ("西部地区", "西部", "direction"),
    ],
)
def test_areas_are_known_by_their_aliases(name: str, canonical: str, kind: str) -> None:
    area = G.areas[name]
    assert (area.name, area.kind) == (canonical, kind)


def test_a_city_is_no_area() -> None:
    assert "陇南" not in G.areas
    assert "湘西" not in G.areas


def test_zones_lie_somewhere() -> None:
    assert G.zones["苏州工业园区"].parent == "320500"
    assert len({zone.name for zone in G.zones.values()}) > 150


# Refusals


def refused(folder: Path, name: str, change: Callable[[list[list[str]]], None]) -> str:
    """What the loader says of the project's tables after a change to one of them."""
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("townships.csv"))
    with (SEEDS / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    with pytest.raises(SeedError) as caught:
        gazetteer.load(folder)
    assert caught.value.path == str(folder / name)
    return f"row {caught.value.row}: {caught.value.problem}"


def set_cell(row: int, column: int, value: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[row][column] = value

    return change


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "message"),
    [
        ("divisions.csv", 0, 2, "grade", "row 1: the columns are code,name,grade,"),
        ("divisions.csv", 2, 2, "village", "row 3: unknown level village; there are province, prefecture, county"),
        ("divisions.csv", 2, 3, "990000", "row 3: no division has the code 990000"),
        ("divisions.csv", 2, 0, "110000", "row 3: the code 110000 occurs twice"),
        ("divisions.csv", 2, 4, "116,4", "row 3: 116,4 is no number of degrees"),
        ("divisions.csv", 2, 8, "东方城", "row 3: the risky form 东方城 is none of the forms 东城区、东城"),
        ("xpcc.csv", 2, 9, "990000", "row 3: no division has the code 990000"),
        ("history.csv", 1, 6, "990000", "row 2: no division has the code 990000"),
        ("history.csv", 1, 5, "1980", "row 2: 1981 to 1980 are no years from when to when"),
        ("history.csv", 1, 7, "990000", "row 2: 990000 is no division: neither today's nor one that a row ends with"),
        ("history.csv", 1, 2, "village", "row 2: unknown level village; there are prefecture, county"),
        ("abbreviations.csv", 1, 0, "上海", "row 2: 上海 is not one character, or occurs twice"),
        ("abbreviations.csv", 1, 2, "town", "row 2: unknown scope town; there are province, place, country"),
        ("abbreviations.csv", 1, 1, "990000", "row 2: no division has the code 990000"),
        ("areas.csv", 1, 2, "cultural", "row 2: unknown kind cultural; there are economic,"),
        ("zones.csv", 1, 3, "garden", "row 2: unknown kind garden; there are park,"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(tmp_path: Path, name: str, row: int, column: int, value: str, message: str) -> None:
    assert refused(tmp_path / "gazetteer", name, set_cell(row, column, value)).startswith(message)


def test_a_row_of_another_length_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gazetteer", "areas.csv", lambda rows: rows[3].append("more")) == "row 4: 5 cells instead of 4"


def test_a_name_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    def twice(rows: list[list[str]]) -> None:
        rows.insert(2, list(rows[1]))

    assert "occurs twice" in refused(tmp_path / "gazetteer", "areas.csv", twice)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"countries\.csv, row 0: cannot be read: No such file"):
        gazetteer.load(tmp_path)


def test_a_wrong_township_is_refused(tmp_path: Path) -> None:
    (tmp_path / "townships.csv").write_text("code,name,parent\n11010100,东华门街道,110101\n", encoding="utf-8")
    with pytest.raises(SeedError, match="row 2: a township has nine digits"):
        gazetteer.load_townships(tmp_path)


def test_the_gazetteer_is_read_once() -> None:
    assert gazetteer.load() is G
    assert isinstance(G, Gazetteer)
