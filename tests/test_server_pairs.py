"""Pairs of regions and programmes: what a matrix counts is what the page of a pair tells, in the same direction; money is not added."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from server_case import running
from test_server_pages import HTML, Outline

from kg.graph.pairs import COLUMNS, LINES
from kg.server.pairing import grid

PLACE = "https://w3id.org/regional-cooperation/id/region/"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, samples: str, graph_file: Path) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("pairs") / "graph.nq"
    path.write_text(samples + graph_file.read_text("utf-8"), "utf-8")
    with running(path) as found:
        yield found


def rows(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/pairs.json", params=asked).json()["rows"]
    return found


def test_each_cell_is_what_the_page_of_the_pair_tells_in_that_direction(client: httpx.Client) -> None:
    told = rows(client)
    assert {row["relation"] for row in told} == {"assists", "cooperatesWith"} and len(told) > 5
    for row in told[::5]:
        giver, receiver = row["giver"]["iri"], row["receiver"]["iri"]
        for one, other in ((giver, receiver), (receiver, giver)):
            found = client.get("/pair.json", params={"one": one, "other": other}).json()
            wanted = giver if row["relation"] == "assists" else ""
            mine = [group for group in found["pairing"] if (group["key"], group["giver"]) == (row["relation"], wanted)]
            assert [group["count"] for group in mine] == [row["facts"]], (row, found["pairing"])
            assert {fact["key"] for group in mine for fact in group["facts"]} == {row["relation"]}
    given = {(row["giver"]["iri"], row["receiver"]["iri"]) for row in told if row["relation"] == "assists"}
    assert (f"{PLACE}320500", f"{PLACE}341200") in given and (f"{PLACE}341200", f"{PLACE}320500") not in given


def test_money_is_that_of_the_pair_and_the_greatest_not_a_sum(client: httpx.Client) -> None:
    money = {(row["giver"]["label"], row["receiver"]["label"]): row["money"] for row in rows(client, kind="assists")}
    assert money["扬州市", "绥德县"]["wording"] == "1.2亿元"
    assert money["南通市", "伊宁县"]["value"] == "6000000"
    assert money["苏州市", "阜阳市"] is None, "no sum of the text is said to go from the one to the other"
    page = client.get("/pair", params={"one": f"{PLACE}320600", "other": f"{PLACE}654021"}, headers=HTML).text
    assert "不可相加" in page and "600余万元" in page


def test_a_pair_has_its_things_by_topic_with_the_sentence_of_each_fact(client: httpx.Client) -> None:
    found = client.get("/pair.json", params={"one": f"{PLACE}320500", "other": f"{PLACE}341200"}).json()
    things = {group["key"]: [thing["label"] for thing in group["things"]] for group in found["topics"]}
    assert things["programmes"] == ["苏阜结对合作帮扶"] and things["parks"] == ["苏阜产业园区"]
    assert any(label.endswith("框架协议》") for label in things["agreements"]) and "苏阜发展合作开发有限公司" in things["enterprises"]
    assert {"刘玉杰", "吴庆文"} <= set(things["people"])
    facts = [fact for group in found["topics"] for thing in group["things"] for fact in thing["facts"]]
    assert all(fact["passages"] and all(passage["quote"] for passage in fact["passages"]) for fact in facts)
    assert any(fact["kind"] == "posts" and fact["values"]["role"] == "市长" for fact in facts)
    assert {document["iri"] for document in found["documents"]} == {p["document"] for fact in facts for p in fact["passages"]}
    page = client.get("/pair", params={"one": f"{PLACE}320500", "other": f"{PLACE}341200"}, headers=HTML)
    assert not Outline(page.text).wrong and "刘玉杰" in page.text
    only = client.get("/pair", params={"one": f"{PLACE}320500", "other": f"{PLACE}341200", "only": "people"}, headers=HTML).text
    assert "刘玉杰" in only and "苏阜产业园区" not in only
    for wrong in ("x> }", f"{PLACE}320500", "", "\ud800"):
        answer = client.get("/pair", params={"one": wrong.encode("utf-8", "replace"), "other": f"{PLACE}320500"}, headers=HTML)
        assert answer.status_code == 404, wrong


PATHS = ("/pairs", "/pairs?kind=cooperatesWith&lang=en", "/pairs?by=province", "/pairs?programme=<b>", "/programmes")
PATHS += (f"/pairs?giver={PLACE}320000",)


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_whole_and_their_links_answer(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200 and "<b>" not in answer.text.replace("<b>→", "").replace("<b>↔", "")
    outline = Outline(answer.text)
    assert not outline.wrong, outline.wrong
    for link in sorted({link for link in outline.links if link.startswith("/") and not link.startswith("/static")})[::9]:
        assert client.get(link, headers=HTML).status_code == 200, (path, link)


def test_the_table_has_the_same_rows(client: httpx.Client) -> None:
    text = client.get("/pairs.csv").text
    assert text.startswith("\ufeffrelation,giver,")
    found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["giver"], row["receiver"], row["facts"]) for row in found] == [
        (row["giver"]["label"], row["receiver"]["label"], str(row["facts"])) for row in rows(client)
    ]


def test_provinces_have_the_facts_of_their_pairs_once(client: httpx.Client) -> None:
    told, whole = rows(client, kind="assists"), rows(client, kind="assists", by="province")
    assert sum(row["pairs"] for row in whole) == len(told)
    for row in whole:
        inside = [each for each in told if all(each[end]["province"]["iri"] == row[end]["iri"] for end in ("giver", "receiver"))]
        assert max(each["facts"] for each in inside) <= row["facts"] <= sum(each["facts"] for each in inside)
        narrowed = rows(client, kind="assists", giver=row["giver"]["iri"], receiver=row["receiver"]["iri"])
        assert narrowed == inside


def made(relation: str, one: int, other: int) -> dict[str, Any]:
    places = [{"iri": f"p{n % 7}", "label": "", "code": f"{n % 7}"} for n in (one, other)]
    ends = [{"iri": str(n), "label": str(n), "code": f"{n:06}", "province": place} for n, place in zip((one, other), places, strict=True)]
    return {"relation": relation, "giver": ends[0], "receiver": ends[1], "facts": 1 + one % 3, "years": [], "money": None}


@pytest.mark.parametrize(("givers", "takers"), [(30, 60), (1, 1), (LINES + 40, COLUMNS + 40)])
def test_every_pair_is_in_one_cell_or_counted_as_left_out(givers: int, takers: int) -> None:
    told = [made("assists", g, 1000 + r) for g in range(givers) for r in range(takers) if (g * 7 + r) % 5 == 0]
    found = grid(told, "assists")
    drawn = [(g, r) for g, cells in found["cells"].items() for r in cells]
    assert len(drawn) + found["left"] == len(told) == found["whole"]
    assert len(found["cells"]) <= LINES and sum(len(group["regions"]) for group in found["columns"]) <= COLUMNS
    assert {region["iri"] for group in found["lines"] for region in group["regions"]} == set(found["cells"])
    assert (found["left"] == 0) == (givers <= LINES)


def test_cooperation_stands_once_with_who_assists_elsewhere_at_the_side() -> None:
    told = [made("assists", 5, 2), made("cooperatesWith", 2, 5), made("cooperatesWith", 1, 5)]
    found = grid(told, "cooperatesWith")
    assert {(g, r) for g, cells in found["cells"].items() for r in cells} == {("5", "2"), ("5", "1")}
    assert found["cells"]["5"]["2"]["also"]["relation"] == "assists" and found["cells"]["5"]["1"]["also"] is None


def test_a_programme_tells_who_takes_part_in_which_role(client: httpx.Client) -> None:
    listed = client.get("/programmes.json").json()
    row = next(each for each in listed["programmes"] if each["label"] == "苏阜结对合作帮扶")
    assert row["roles"] == {"implements": 2} and {region["label"] for region in row["regions"]} == {"苏州市", "阜阳市"}
    page = client.get("/page/Program/苏阜结对合作帮扶", headers=HTML).text
    part = page[page.index('id="parties"') : page.index('id="in-implements"')]
    assert all(f"/page/region/{code}" in part for code in ("320500", "341200")) and "#in-implements" in part
    assert not Outline(page).wrong
    assert 'id="parties"' not in client.get("/page/region/320500", headers=HTML).text
