"""Golden cases: small texts, and the facts that must and must not be read in them. A case is a folder in `golden/`; see `golden_case.py`.

`golden_pending/` holds cases that the program does not pass yet; one that passes moves to `golden/`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden_case import KINDS, Case, cases, differences, load

from kg import vocabulary as vocabularies

HERE = Path(__file__).resolve().parent
SETTLED = cases(HERE / "golden")
PENDING = cases(HERE / "golden_pending")
PROPERTIES = (
    "assists cooperatesWith locatedIn settledIn originatesFrom establishes operates investsIn implements participatesIn organizes visits"
    " signs issues partOf"
).split()


def _name(case: Case) -> str:
    return case.folder.name


@pytest.mark.parametrize("case", SETTLED, ids=_name)
def test_case(case: Case) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("case", PENDING, ids=_name)
@pytest.mark.xfail(strict=False, reason="not read yet")
def test_pending_case(case: Case) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("case", [*SETTLED, *PENDING], ids=_name)
def test_case_speaks_the_vocabulary(case: Case) -> None:
    vocabulary = vocabularies.load()
    for fact in case.expected["relations"] + case.absent["relations"]:
        parts = fact.split(" ")
        assert len(parts) == 3, fact
        assert parts[1] in (*PROPERTIES, "*"), fact
    for fact in case.expected["entities"]:
        assert vocabulary.is_a(fact.split(" | ")[0], fact.split(" | ")[0])
    for kind, widths in (("posts", (3, 4)), ("indicators", (4,)), ("dates", (3,)), ("entities", (2,))):
        assert [f for f in case.expected[kind] if len(f.split(" | ")) not in widths] == []


def test_names_of_cases_are_unique() -> None:
    names = [_name(c) for c in [*SETTLED, *PENDING]]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_relation_has_a_case_that_holds(name: str) -> None:
    assert any(f" {name} " in fact for case in SETTLED for fact in case.expected["relations"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_has_cases_for_and_against(kind: str) -> None:
    assert any(case.expected[kind] for case in SETTLED)
    assert any(case.absent[kind] for case in SETTLED)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"shows": "x", "relation": ["甲 assists 乙"]}, "unknown keys relation"),
        ({"shows": "x", "absent": {"facts": []}}, "unknown keys facts"),
        ({"shows": "x", "relations": []}, "asks for nothing"),
    ],
)
def test_a_wrong_case_is_refused(tmp_path: Path, said: dict[str, object], message: str) -> None:
    (tmp_path / "expect.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load(tmp_path)


def test_differences_name_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("苏州市对口支援霍尔果斯市。\n", encoding="utf-8")
    said = {
        "shows": "a case that fails", "home": "南通市",
        "relations": ["霍尔果斯市 assists 苏州市"], "absent": {"relations": ["苏州市 assists *"]},
    }  # fmt: skip
    (tmp_path / "expect.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    assert differences(load(tmp_path)) == [
        "missing of relations: 霍尔果斯市 assists 苏州市",
        "not among relations: 苏州市 assists 霍尔果斯市",
        "home is None, not 南通市",
    ]
