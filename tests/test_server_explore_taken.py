"""The network that expands from the store: what documents deny or merely plan, and the visible part as Turtle, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from server_case import EASY, running

pytest.importorskip("selenium", reason="selenium is not installed, so the pages are not opened in a browser")

from selenium import webdriver
from test_server_browser import quiet  # noqa: F401
from test_server_explore_browser import Network
from test_views_browser import driver  # noqa: F401
from test_views_taken import HIDING, parsed, whole
from test_views_taken import graph as contradicting


@pytest.fixture(scope="module")
def pages(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:  # noqa: F811
    path = tmp_path_factory.mktemp("contradicted") / "graph.nq"
    path.write_text(contradicting(), "utf-8")
    with running(path, EASY) as client:
        yield Network(driver, client)


def turtle(pages: Network) -> set[Any]:
    pages.driver.set_script_timeout(30)
    return parsed(str(pages.driver.execute_async_script("const done = arguments[0]; Promise.resolve(kg.turtle()).then(done, (error) => done(String(error)))")))


def test_what_is_denied_or_planned_is_shown_and_marked(pages: Network) -> None:
    pages.begin("/explore?lang=zh&focus=" + quote("南通市"))
    pages.of("kg.focus(arguments[0])", pages.key("南通市"))
    for told in ("与其他文档不一致：否定——另一份“报道”（2024-12-31）", "与其他文档不一致：肯定——南通市对口支援（2024-12-18）", "与其他文档不一致：累计投入 3亿元"):
        pages.has("#detail", told)
    pages.has("#detail .chip", "否定")
    pages.has("#relation-rows", "支援（否定）")
    pages.of("kg.expand(arguments[0])", pages.key("伊宁县"))
    pages.settle()
    assert pages.ask("return kg.svg()").count('stroke-dasharray="5 4"') == 2, "what is denied and what is planned is dashed, and nothing else"
    pages.of("kg.focus(arguments[0])", pages.key("江苏省"))
    pages.has("#detail .chip", "未作为事实")
    pages.find("#path").click()
    pages.search_end("伊宁县")
    pages.has("#detail .step", "未作为事实")


def test_the_turtle_of_what_is_visible_is_a_part_of_the_graph(pages: Network) -> None:
    everything = whole(contradicting())
    pages.begin("/explore?lang=zh&focus=" + quote("南通市"))
    for label in ("沈一帆", "伊宁县"):
        pages.of("kg.expand(arguments[0])", pages.key(label))
        pages.settle()
    pages.ask("document.getElementById('alone').click()")
    part = turtle(pages)
    assert part - everything == set(), "nothing is in it that is not in the graph"
    assert everything - part == set(), "where all is visible, all of the graph is in it"
    for hide in HIDING[1:]:
        pages.ask(f"document.getElementById('reset-all').click(); {hide}")
        part = turtle(pages)
        assert part - everything == set(), f"after {hide}"
        assert 20 < len(part) < len(everything), f"after {hide}"
    pages.find("#open-export").click()
    assert pages.find("#turtle").is_displayed()
    pages.driver.back()
