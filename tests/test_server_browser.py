"""The server's pages in a browser: a query written with completions, a fault at its place, answers in their views, the way back, a long
query stopped, a document with markup in a name sent in. Skipped where there is no Chromium with its driver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from conftest import TEXT
from server_case import EASY, running

from kg import folders

pytest.importorskip("selenium", reason="selenium is not installed, so the pages are not opened in a browser")

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_views_browser import driver  # noqa: F401

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
EVIL = TEXT.replace("扬州绿杨食品有限公司", "扬州<script>document.title=1</script>食品有限公司")


class Pages:
    """The pages of a server in Chromium, in Chinese."""

    def __init__(self, driver: webdriver.Chrome, client: httpx.Client) -> None:  # noqa: F811
        self.driver, self.client = driver, client

    def open(self, path: str) -> None:
        self.driver.get(str(self.client.base_url.join(path)))

    def find(self, selector: str) -> webdriver.remote.webelement.WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def has(self, selector: str, text: str = "") -> None:
        """Waits until something that is shown has a text."""
        last: list[str] = []

        def shown(_: object) -> bool:
            last[:] = self.driver.execute_script("return [...document.querySelectorAll(arguments[0])].map(each => each.textContent)", selector)
            return any(text in each for each in last)

        try:
            WebDriverWait(self.driver, 30).until(shown)
        except TimeoutException:
            pytest.fail(f"{selector} has {last}, not {text}")

    def ask(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def follow(self, text: str) -> None:
        self.driver.find_element(By.LINK_TEXT, text).click()

    def write(self, *keys: str) -> None:
        self.find("#query").send_keys(*keys)

    def query(self) -> str:
        return str(self.find("#query").get_attribute("value"))


@pytest.fixture(scope="module")
def pages(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:  # noqa: F811
    place = tmp_path_factory.mktemp("served")
    (place / "one.txt").write_text(TEXT, encoding="utf-8")
    folders.build([place / "one.txt"], place / "graph")
    folders.reindex(place / "graph")
    with running(place / "graph", replace(EASY, patience=0.1, seconds=30), uploads=True) as client:
        yield Pages(driver, client)


@pytest.fixture(autouse=True)
def quiet(pages: Pages) -> Iterator[None]:
    """No error in the console but answers that are none, and nothing asked of anybody else."""
    pages.driver.get_log("browser")
    yield
    said = [entry["message"] for entry in pages.driver.get_log("browser")]
    assert not [each for each in said if "status of 400" not in each and "status of 503" not in each], said
    asked = pages.driver.execute_script("return performance.getEntries().map(each => each.name).filter(name => name.includes('//'))")
    assert all(name.startswith(str(pages.client.base_url)) for name in asked), asked


def test_a_query_is_written_mended_run_seen_in_its_views_and_gone_back_to(pages: Pages) -> None:
    pages.open("/query?lang=zh")
    WebDriverWait(pages.driver, 10).until(lambda _: pages.driver.execute_script("return document.querySelectorAll('.t-word').length > 3"))
    pages.write(Keys.CONTROL, "a")
    pages.write("SELECT ?a ?b (COUNT(*) AS ?n) {\n ?a 支")
    pages.has("#completions li[aria-selected=true] code", "rc:assists")
    pages.write(Keys.ENTER)
    assert pages.query().endswith("?a rc:assists ")
    pages.write("?b . ]\n} GROUP BY ?a ?b", Keys.ESCAPE, Keys.CONTROL, Keys.ENTER)
    pages.has("#answer .wrong", "第 3 行")
    assert pages.find(".at-fault").is_displayed()
    line, column = (int(pages.find("#answer .wrong").get_attribute(f"data-{name}") or 0) for name in ("line", "column"))
    lines = pages.query().split("\n")
    caret = pages.driver.execute_script("return document.getElementById('query').selectionStart")
    assert caret == sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    fault = pages.driver.current_url
    pages.driver.execute_script("const a = document.getElementById('query'); a.setSelectionRange(a.value.indexOf(']'), a.value.indexOf(']') + 1)")
    pages.write(Keys.BACKSPACE, Keys.ESCAPE, Keys.CONTROL, Keys.ENTER)
    pages.has("#answer .came", "1 行")
    pages.has("#answer td a.name", "绥德县")
    pages.follow("关系图")
    pages.has("svg.net .node text", "绥德县")
    pages.follow("图表")
    pages.has("table.bars th", "扬州市")
    assert "view=chart" in pages.driver.current_url
    pages.driver.back()
    pages.has("svg.net .node text", "绥德县")
    pages.driver.refresh()
    pages.has("svg.net .node text", "绥德县")
    pages.driver.back()
    pages.driver.back()
    pages.has("#answer .wrong", "第 3 行")
    assert pages.driver.current_url == fault
    assert "]" in pages.query()


def test_completions_come_by_name_in_either_language_and_none_within_a_string(pages: Pages) -> None:
    pages.open("/query?lang=en&query=" + quote("SELECT * {\n"))
    for typed, term in (("assis", "rc:assists"), ("医疗", "rc:Hospital"), ("skos", "skos:"), ("rc:oper", "rc:operates"), ("OPTI", "OPTIONAL")):
        pages.write(Keys.CONTROL, Keys.END)
        pages.write(Keys.NULL, " " + typed)
        pages.has("#completions li code", term)
        pages.write(Keys.ESCAPE)
        assert not pages.find("#completions").is_displayed()
    pages.write(' "支')
    assert not pages.find("#completions").is_displayed()
    assert pages.find(".t-string").text.startswith('"支')


def test_a_long_query_is_stopped(pages: Pages) -> None:
    pages.open("/query?lang=zh")
    pages.write(Keys.CONTROL, "a")
    pages.write(ENDLESS, Keys.ESCAPE)
    pages.find("button.run").click()
    pages.has(".doing", "1 秒")
    pages.find("button.stop").click()
    pages.has("#answer .wrong", "查询已被停止")
    assert not pages.find("button.stop").is_displayed()


def test_a_question_is_narrowed_and_gone_back_to(pages: Pages) -> None:
    pages.open("/questions/assistance?lang=zh")
    pages.has("#answer td", "绥德县")
    pages.driver.execute_script("const s = document.querySelector('select[name=giver]'); s.selectedIndex = 1; s.dispatchEvent(new Event('change', {bubbles: true}))")
    WebDriverWait(pages.driver, 10).until(lambda _: "giver=" in pages.driver.current_url)
    pages.has("#answer td", "绥德县")
    pages.driver.back()
    WebDriverWait(pages.driver, 10).until(lambda _: pages.ask("return document.querySelector('select[name=giver]').value") == "")


def test_markup_in_a_name_stays_text(pages: Pages, tmp_path: Path) -> None:
    path = tmp_path / "<b>协议.txt"
    path.write_text(EVIL, encoding="utf-8")
    pages.open("/upload?lang=zh")
    pages.find("input[type=file]").send_keys(str(path))
    pages.find("button.run").click()
    pages.has("main", "<script>document.title=1</script>食品有限公司")
    pages.has(".lead", "<b>协议.txt")
    assert pages.driver.title != "1"
    pages.find("button[value=discard]").click()
    pages.has("[role=status]", "没有保留任何内容")
