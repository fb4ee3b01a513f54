"""The network that expands from the store, in a browser: opened, searched by pinyin, expanded, read, gone back to. Skipped without Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from server_case import EASY, running

from kg import folders

pytest.importorskip("selenium", reason="selenium is not installed, so the pages are not opened in a browser")

from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_server_browser import Pages, quiet  # noqa: F401
from test_views_browser import driver  # noqa: F401

SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "documents"
TEXTS = ("suzhou-khorgos.txt", "suzhou-fuyang.txt", "suzhou-suqian.txt")


class Network(Pages):
    """The page."""

    def begin(self, path: str = "/explore?lang=zh") -> None:
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.open(path)
        self.until("return Boolean(window.kg && kg.isReady)")
        self.settle()

    def until(self, script: str, *arguments: object) -> None:
        WebDriverWait(self.driver, 30).until(lambda _: self.driver.execute_script(script, *arguments))

    def settle(self) -> None:
        """Waits until nothing is asked any more and nothing moves."""
        time.sleep(0.25)
        last = None
        for _ in range(100):
            now = self.ask("return [kg.isStill() && !kg.isAsking(), JSON.stringify(kg.labels())]")
            if now[0] and now == last:
                return
            last = now
            time.sleep(0.1)
        pytest.fail("the page does not come to rest")

    def key(self, label: str) -> str:
        return str(self.of("return kg.keyOf(arguments[0])", label))

    def of(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def shown(self) -> tuple[int, int]:
        said = self.ask("return kg.shown()")
        return said["nodes"], said["edges"]

    def places(self) -> dict[str, list[float]]:
        return dict(self.ask("return kg.places()"))

    def search(self, text: str, hit: str) -> None:
        self.find("#query").clear()
        self.find("#query").send_keys(text)
        self.has("#hits [role=option]", hit)
        self.until("return document.querySelector('#hits [aria-selected=true]').textContent.includes(arguments[0])", hit)
        self.find("#query").send_keys(Keys.ENTER)
        self.has("#detail h2", hit)
        self.settle()

    def search_end(self, text: str) -> None:
        """Chooses an end of a path."""
        self.find("#query").clear()
        self.find("#query").send_keys(text)
        self.has("#hits [role=option]", text)
        self.find("#query").send_keys(Keys.ENTER)
        self.settle()

    def click(self, at: dict[str, float]) -> None:
        actions = ActionBuilder(self.driver)
        actions.pointer_action.move_to_location(int(at["x"]), int(at["y"]))
        actions.pointer_action.click()
        actions.perform()


@pytest.fixture(scope="module")
def pages(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:  # noqa: F811
    place = tmp_path_factory.mktemp("explored")
    texts = [SAMPLES / name for name in TEXTS]
    folders.build(texts, place / "graph")
    with running(place / "graph", EASY) as client:
        yield Network(driver, client)


def test_an_entity_is_found_by_pinyin_expanded_and_read(pages: Network) -> None:
    pages.begin()
    nodes, _ = pages.shown()
    before = pages.places()
    pages.search("suzhoushi", "苏州市")
    own = pages.key("苏州市")
    left = pages.of("return kg.left(arguments[0])", own)
    assert left > 0 and str(left) in pages.find("#expand").text
    pages.find("#expand").click()
    pages.settle()
    pages.has("#expand", "邻居已全部显示")
    after = pages.places()
    assert len(after) == len(before) + left, "all neighbours come, and nothing else"
    assert {key: after[key] for key in before} == before, "what was there stays where it is"
    assert len(set(map(tuple, after.values()))) == len(after)
    pages.ask("kg.clear()")
    pages.settle()
    assert pages.shown()[0] >= nodes
    index = pages.of("return kg.edgeIndex(arguments[0], arguments[1])", own, pages.key("霍尔果斯市"))
    pages.click(pages.of("return kg.locateEdge(arguments[0])", index))
    pages.has("#detail blockquote", "霍尔果斯")
    pages.has("#detail .ends", "苏州市")
    link = pages.find("#detail blockquote footer a")
    assert "/page/document/" in str(link.get_attribute("href")) and "#char=" in str(link.get_attribute("href"))
    link.click()
    pages.has("h1", "霍尔果斯" if "霍尔果斯" in pages.driver.title else pages.driver.title[:4])
    pages.has(".text mark", "霍尔果斯")
    pages.driver.back()
    pages.until("return Boolean(window.kg && kg.isReady)")
    pages.settle()
    assert pages.places() == after, "the way back leads to what was there"


def test_a_node_that_is_clicked_has_its_facts_and_a_page(pages: Network) -> None:
    pages.begin()
    pages.settle()
    pages.click(pages.of("return kg.locate(arguments[0])", pages.key("苏州市")))
    pages.has("#detail h2 a", "苏州市")
    pages.has("#detail h3", "指标")
    assert str(pages.find("#detail h2 a").get_attribute("href")).endswith("/page/region/320500?lang=zh")


def test_a_path_is_found_over_what_is_not_shown(pages: Network) -> None:
    pages.begin("/explore?lang=zh&focus=" + quote("苏州市"))
    far = "新能源汽车产业链招商二队"
    assert pages.of("return kg.keyOf(arguments[0])", far) is None
    pages.find("#path").click()
    pages.search_end("苏州市")
    pages.search_end(far)
    pages.has("#detail h2", far)
    pages.settle()
    pages.has("#detail .station", "苏州市")
    pages.has("#detail .step blockquote", "蘇州")
    there = pages.driver.current_url
    pages.begin("/explore?lang=zh&focus=" + quote("苏州市") + "#" + there.partition("#")[2])
    pages.has("#detail .station", far)


def test_a_link_restores_what_was_expanded_and_taken_away(pages: Network) -> None:
    pages.begin()
    for label in ("苏州市", "阜阳市"):
        pages.of("kg.expand(arguments[0])", pages.key(label))
        pages.settle()
    pages.search("suqianshi", "宿迁市")
    gone = pages.key("宿迁市")
    pages.find("#away").click()
    pages.settle()
    assert pages.of("return kg.keyOf('宿迁市')") is None
    pages.search("fuyangshi", "阜阳市")
    pages.find("#collapse").click()
    pages.settle()
    pages.ask("kg.clear()")
    pages.settle()
    places, steps, there = pages.places(), pages.ask("return kg.steps()"), pages.driver.current_url
    assert gone not in places and len(steps) == 4, steps
    pages.begin(there.partition(str(pages.client.base_url))[2] or there)
    assert pages.places() == places and pages.ask("return kg.steps()") == steps
    pages.driver.back()


def test_what_nobody_is_called_is_said(pages: Network) -> None:
    pages.begin("/explore?lang=zh&focus=" + quote("查无此名"))
    pages.has("#detail h2", "没有叫作“查无此名”的实体")
    pages.begin("/explore?lang=en")
    pages.has("#finder h1", "Network")
    pages.has("#whole", "entities")
    pages.find("#query").send_keys("查无此名")
    pages.has("#hits li", "Nothing found")


def test_what_is_visible_is_taken_along(pages: Network) -> None:
    pages.begin("/explore?lang=zh&focus=" + quote("霍尔果斯市"))
    assert pages.ask("return kg.svg()").startswith("<svg")
    pages.find("#theme").click()
    pages.find("#map").click()
    pages.settle()
    pages.of("kg.expand(arguments[0])", pages.key("苏州市"))
    pages.settle()
    assert pages.find("#map").get_attribute("aria-pressed") == "true"
