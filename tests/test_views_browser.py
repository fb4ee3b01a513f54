"""The page in a browser: opened from a file, clicked, searched, filtered. Skipped where there is no Chromium with its driver."""

from __future__ import annotations

import csv
import math
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
import views_sample as sample
from test_views import PAYLOADS, hostile

from kg.views.visualise import visualise, write

pytest.importorskip("selenium", reason="selenium is not installed, so the page is not opened in a browser")

from selenium import webdriver
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
)
CITY = sample.iri("City", "青岚市")
PARK = sample.iri("Park", "青白合作产业园")


class Browser:
    """A page in Chromium."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(self, network: nx.MultiDiGraph, fragment: str = "") -> None:
        self.show(visualise(network, "协作图谱"), fragment, is_empty=not network)

    def show(self, html: str, fragment: str = "", *, is_empty: bool = False) -> None:
        path = self.folder / "page.html"
        write(html, path)
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get(path.as_uri() + fragment)
        self.until(lambda: self.ask("return window.kg !== undefined && kg.labels().length > 0") or is_empty)

    def ask(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def until(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.driver, 10).until(lambda _: condition())

    def settle(self) -> None:
        """Waits until nodes and view have stopped moving."""
        last = None
        for _ in range(50):
            now = self.ask("return [kg.isStill(), JSON.stringify(kg.labels())]")
            if now[0] and now == last:
                return
            last = now
            time.sleep(0.1)
        pytest.fail("the page does not come to rest")

    def click_node(self, key: str) -> None:
        self.settle()
        self.click(self.ask("return kg.locate(arguments[0])", key))

    def click(self, at: dict[str, float]) -> None:
        actions = ActionBuilder(self.driver)
        actions.pointer_action.move_to_location(int(at["x"]), int(at["y"]))
        actions.pointer_action.click()
        actions.perform()

    def press(self, keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    def find(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [each.text for each in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def is_shown(self, selector: str) -> bool:
        return bool(self.find(selector).is_displayed())

    def prefer(self, feature: str, value: str) -> None:
        """What the system prefers, as far as the page can know; "" for no preference."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": feature, "value": value}]})

    def errors(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        reason = "chromium and chromedriver are not installed, so the page is not opened in a browser"
        print(reason)
        pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield started
    started.quit()


@pytest.fixture
def browser(driver: webdriver.Chrome, tmp_path: Path) -> Browser:
    return Browser(driver, tmp_path)


def test_the_page_opens_without_an_error_or_a_request(browser: Browser) -> None:
    network = sample.large(150, 300)
    alone = nx.number_of_isolates(network)
    browser.open(network)
    assert browser.ask("return kg.shown()") == {"nodes": 150 - alone, "edges": 300}
    assert browser.find("#count").text == f"{150 - alone} / 150 个实体 · 300 条关系"
    assert browser.find("#alone-told").get_attribute("textContent") == f"淡显无关系的实体（{alone}）"
    browser.ask("document.getElementById('alone').click()")
    assert browser.ask("return kg.shown()") == {"nodes": 150, "edges": 300}
    assert browser.ask("return performance.getEntriesByType('resource').length") == 0
    assert browser.errors() == []


@pytest.mark.parametrize("focus", [None, CITY])
def test_no_name_lies_over_another(browser: Browser, focus: str | None) -> None:
    browser.open(sample.large(150, 300))
    if focus:
        browser.ask("kg.focus(arguments[0])", focus)
    browser.settle()
    labels = browser.ask("return kg.labels()")
    assert len(labels) > 20
    over = [
        (a["text"], b["text"])
        for a, b in combinations(labels, 2)
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    ]
    assert over == []


def test_a_click_on_a_node_shows_its_facts_and_their_sentences(browser: Browser) -> None:
    browser.open(sample.small())
    browser.click_node(CITY)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == "青岚市"
    assert "又名：青岚" in browser.find("#detail header").text
    headings = browser.texts("#detail h3")
    assert [heading.split() for heading in headings] == [
        ["→", "合作", "1"],
        ["→", "对口支援", "1"],
        ["→", "设立", "1"],
        ["←", "合作", "1"],
        ["指标", "1"],
    ]
    quotes = browser.texts("#detail blockquote")
    assert quotes[1].splitlines() == ["2019年起，青岚市对口支援白榆县。", "两地协作三年纪实 · 第 1–18 字", "复制引文"]
    assert browser.texts("#detail .chip")[:2] == ["置信度 0.9", "置信度 0.9"]
    assert quotes[4].startswith("青岚市累计投入资金超3.2亿元。")
    assert browser.texts("#detail blockquote:nth-of-type(1) mark")[:2] == ["青岚", "白榆"]
    assert browser.errors() == []


DRAWN = """
const canvas = document.querySelector("canvas"), ratio = canvas.width / canvas.clientWidth;
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const classes = read("rest").classes, nodes = read("nodes"), keys = new Set(arguments[0]);
return nodes.filter((node) => keys.has(node.key)).filter((node) => {
  const colour = [1, 3, 5].map((at) => parseInt(classes[node.cls].colour.slice(at, at + 2), 16)), { x, y } = kg.locate(node.key);
  const { data } = canvas.getContext("2d").getImageData((x - 8) * ratio, (y - 8) * ratio, 16 * ratio, 16 * ratio);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (colour.every((part, index) => Math.abs(part - data[at + index]) < 4)) count += 1;
  return count > 25 * ratio * ratio; // more than a line through it
}).map((node) => node.key);
"""


def test_neighbours_from_outside_the_window_are_drawn_around_the_focus(browser: Browser) -> None:
    network = sample.large(350, 600)
    browser.prefer("prefers-reduced-motion", "reduce")
    browser.open(network)
    places = browser.ask(
        "return Object.fromEntries(JSON.parse(document.getElementById('nodes').textContent).map(n => [n.key, [n.x, n.y]]))"
    )
    few = [node for node in sorted(network) if 2 <= network.degree(node) <= 8]
    focus = max(few, key=lambda node: max(math.dist(places[node], places[other]) for other in nx.all_neighbors(network, node)))
    near = {focus, *nx.all_neighbors(network, focus)}
    assert max(math.dist(places[focus], places[node]) for node in near) > 700
    browser.ask("kg.focus(arguments[0])", focus)
    browser.settle()
    assert set(browser.ask(DRAWN, sorted(near))) == near
    browser.prefer("prefers-reduced-motion", "")


def test_the_nodes_of_a_large_graph_are_drawn_and_can_be_seized(browser: Browser) -> None:
    network = sample.large(850, 900)
    browser.open(network)
    browser.settle()
    largest, *_, alone = sorted(network, key=lambda node: (-network.degree(node), node))
    browser.ask("kg.focus(arguments[0])", largest)
    browser.settle()
    assert browser.ask(DRAWN, [largest]) == [largest]
    before, ground = (browser.ask("return kg.locate(arguments[0])", node) for node in (largest, alone))
    actions = ActionBuilder(browser.driver)
    actions.pointer_action.move_to_location(int(before["x"]), int(before["y"])).pointer_down()
    actions.pointer_action.move_by(20, 10).move_by(20, 10).pointer_up()
    actions.perform()
    after = browser.ask("return kg.locate(arguments[0])", largest)
    assert math.dist((after["x"], after["y"]), (before["x"], before["y"])) > 20
    assert browser.ask("return kg.locate(arguments[0])", alone) == ground, "the node moves, and not the ground"


def test_names_are_marked_across_a_line_break(browser: Browser) -> None:
    network = sample.small()
    data = network.edges[PARK, sample.iri("Region", "白榆县"), 0]
    data["evidence"] = [sample.evidence("青白合作\n产业园位于白　榆县城东。")]
    browser.open(network)
    browser.click_node(PARK)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.ask("return [...document.querySelectorAll('#detail blockquote mark')].map(e => e.textContent)")[:2] == [
        "青白合作\n产业园",
        "白　榆县",
    ]


def test_escape_and_the_ground_clear_the_focus(browser: Browser) -> None:
    browser.open(sample.small())
    browser.click_node(PARK)
    browser.until(lambda: browser.is_shown("#detail"))
    browser.press(Keys.ESCAPE)
    browser.until(lambda: not browser.is_shown("#detail"))
    assert "n=" not in browser.driver.current_url


def test_search_finds_names_and_aliases_by_keyboard(browser: Browser) -> None:
    browser.open(sample.small())
    browser.press("/")
    browser.press("青")
    browser.until(lambda: browser.is_shown("#hits"))
    assert [hit.splitlines()[0] for hit in browser.texts("#hits li")] == ["青岚市", "青白合作产业园"]
    browser.press(Keys.ARROW_DOWN)
    assert browser.find("#hits [aria-selected=true]").text.startswith("青白合作产业园")
    browser.press("白园")
    assert browser.texts("#hits li") == ["青白合作产业园\n又名 青白园"]
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == "青白合作产业园"
    browser.find("#query").clear()
    browser.find("#query").send_keys("没有这个")
    assert browser.texts("#hits li") == ["没有找到"]


def test_the_filter_by_relation_leaves_edges_of_that_relation_alone(browser: Browser) -> None:
    network = sample.small()
    browser.open(network)
    browser.ask("document.querySelector(\"[aria-label='仅看合作']\").click()")
    assert browser.ask("return kg.shown()") == {"nodes": 3, "edges": 3}
    browser.find("#all-relation").click()
    assert browser.ask("return kg.shown()") == {"nodes": len(network) - 1, "edges": network.number_of_edges()}


def test_without_the_background_all_that_documents_mention_stays(browser: Browser) -> None:
    network = sample.small()
    province = sample.add_entity(network, "Province", "岭东省", mentioned=False)
    sample.add_relation(network, CITY, "locatedIn", province, "", evidence=[])
    browser.open(network)
    browser.ask("document.querySelector(\"[aria-label='仅看位于（行政隶属）']\").click()")
    assert browser.ask("return kg.shown()") == {"nodes": 2, "edges": 1}
    browser.find("#all-relation").click()
    browser.ask("[...document.querySelectorAll('#relation label')].find(label => label.textContent === '位于（行政隶属）').click()")
    assert browser.ask("return kg.shown()") == {"nodes": len(network) - 2, "edges": network.number_of_edges() - 1}
    assert "r=locatedIn-background" in browser.driver.current_url


def test_the_nodes_with_the_most_edges_are_named(browser: Browser) -> None:
    network = sample.large(400, 900)
    browser.open(network)
    browser.settle()
    largest = sorted(network, key=lambda node: (-network.degree(node), node))[:8]
    assert {network.nodes[node]["label"] for node in largest} <= {label["text"] for label in browser.ask("return kg.labels()")}


def test_the_filter_by_class_hides_nodes_and_their_edges(browser: Browser) -> None:
    browser.open(sample.small())
    browser.ask("[...document.querySelectorAll('#cls label')].find(label => label.textContent === '园区').click()")
    assert browser.ask("return kg.shown()") == {"nodes": 3, "edges": 4}
    assert browser.find("#count").text == "3 / 5 个实体 · 4 / 7 条关系"
    assert "c=Park" in browser.driver.current_url


def test_the_address_keeps_focus_and_filters(browser: Browser) -> None:
    browser.open(sample.small())
    browser.ask("document.querySelector(\"[aria-label='仅看合作']\").click()")
    browser.click_node(CITY)
    browser.until(lambda: browser.is_shown("#detail"))
    fragment = "#" + browser.driver.current_url.split("#", 1)[1]
    browser.open(sample.small(), fragment)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == "青岚市"
    assert browser.ask("return kg.shown()") == {"nodes": 3, "edges": 3}
    browser.ask("kg.focus(arguments[0])", sample.iri("Region", "白榆县"))
    browser.driver.back()
    browser.until(lambda: browser.find("#detail h2").text == "青岚市")


def test_what_a_document_brings_along_is_shown_and_never_run(browser: Browser) -> None:
    browser.open(nx.compose_all([hostile(payload) for payload in PAYLOADS]))
    browser.click_node(PAYLOADS[0])
    browser.until(lambda: browser.is_shown("#detail"))
    for payload in PAYLOADS:
        browser.ask("kg.focus(arguments[0])", payload)
        assert browser.ask("return document.querySelector('#detail h2').textContent") == payload
        assert browser.ask("return document.querySelector('#detail blockquote').textContent").startswith(payload)
    browser.press("/")
    browser.press("a")
    browser.ask("document.getElementById('open-list').click()")
    assert browser.ask("return document.querySelectorAll('img, a, body svg [onload], #detail script').length") == 0
    assert browser.ask("return window.hacked") is None
    assert browser.errors() == []


def test_the_list_names_all_shown_entities_and_leads_to_them(browser: Browser) -> None:
    browser.open(sample.small())
    browser.press("l")
    browser.until(lambda: browser.is_shown("#list"))
    rows = browser.texts("#table tbody tr")
    assert len(rows) == 5
    assert rows[0].startswith("青岚市")
    browser.find("#table tbody button").click()
    browser.until(lambda: browser.is_shown("#detail"))
    assert not browser.is_shown("#list")


def test_a_long_list_comes_in_pages_and_is_walked_by_keyboard_alone(browser: Browser) -> None:
    network = sample.large(250, 400)
    browser.open(network)
    focused, rows = "return document.activeElement.textContent", "return document.querySelectorAll('#table tbody tr').length"
    browser.press("l")
    browser.until(lambda: browser.is_shown("#list"))
    seen = []
    for number in (100, 100, 50):
        assert browser.ask(rows) == number, "a page has a hundred rows at most"
        seen += browser.ask("return [...document.querySelectorAll('#table tbody button')].map(each => each.textContent)")
        browser.press(Keys.PAGE_DOWN)
    assert sorted(seen) == sorted(label for _, label in network.nodes(data="label")), "each entity stands on one page"
    assert browser.find("#list-range").text == "第 201 – 250 个，共 250 个"
    assert [browser.ask(f"return document.getElementById('{id}').disabled") for id in ("list-back", "list-on")] == [False, True]
    for keys, row in ((Keys.HOME, 0), (Keys.ARROW_DOWN, 1), (Keys.END, 249), (Keys.ARROW_UP, 248), (Keys.PAGE_UP, 100), (Keys.ARROW_UP, 99)):
        browser.press(keys)
        assert browser.ask(focused) == seen[row], keys
    browser.press(Keys.HOME)
    browser.press(Keys.ARROW_UP)
    browser.press("wanghai")
    assert all("望海" in row for row in browser.texts("#table tbody tr"))
    assert 1 < browser.ask(rows) < 100
    browser.press(Keys.ARROW_DOWN)
    label = browser.ask(focused)
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == label
    assert browser.errors() == []


def test_dark_follows_the_system_and_the_button(browser: Browser) -> None:
    def ground() -> str:
        return str(browser.ask("return getComputedStyle(document.body).backgroundColor"))

    def prefer(scheme: str) -> None:
        browser.prefer("prefers-color-scheme", scheme)

    prefer("light")
    browser.open(sample.small())
    light = ground()
    prefer("dark")
    browser.until(lambda: ground() != light)
    browser.find("#theme").click()
    assert ground() == light
    prefer("")


def test_pictures_and_tables_are_saved(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(browser.folder)})
    browser.open(sample.small())
    browser.press("e")
    assert not browser.is_shown("#turtle"), "a network that was made by hand has no triples"
    for button in ("png", "svg", "csv-facts", "csv-nodes", "csv-edges"):
        browser.find(f"#{button}").click()
    names = ("协作图谱.png", "协作图谱.svg", "协作图谱-facts.csv", "协作图谱-nodes.csv", "协作图谱-edges.csv")
    browser.until(lambda: all((browser.folder / name).exists() for name in names))
    assert (browser.folder / names[0]).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    drawing = ElementTree.parse(browser.folder / names[1]).getroot()
    assert "青岚市" in {each.text for each in drawing.iter("{http://www.w3.org/2000/svg}text")}
    with (browser.folder / names[4]).open(encoding="utf-8-sig", newline="") as file:
        assert [row["relation"] for row in csv.DictReader(file)].count("cooperatesWith") == 3
    with (browser.folder / names[3]).open(encoding="utf-8-sig", newline="") as file:
        assert {row["label"] for row in csv.DictReader(file)} == {"青岚市", "白榆县", "青白合作产业园", "云麓精密电子有限公司"}


def rich() -> nx.MultiDiGraph:
    """The small network with years, how far things have come, how sure they are, and two documents."""
    network = sample.small()
    told = [("2019", "已完成", "0.9"), ("2020 – 2022", "进行中", "0.4"), ("", "", "0.95"), ("2022", "已完成", "0.8")]
    for (*_, data), (date, status, confidence) in zip(network.edges(data=True), told, strict=False):
        data.update(date=date, status=status, confidence=confidence)
        if date == "2022":
            data["evidence"][0].update(doc="另一份文档")
    return network


def test_filters_combine_and_count_what_the_others_leave(browser: Browser) -> None:
    browser.open(rich())

    def counts(facet: str) -> dict[str, int]:
        texts = "['label', '.number'].map(part => row.querySelector(part).textContent)"
        rows = browser.ask(f"return [...document.querySelectorAll('#{facet}-rows .row')].map(row => {texts})")
        return {text: int(number) for text, number in rows}

    assert counts("status") == {"已完成": 2, "进行中": 1, "未标注": 4}
    assert browser.ask("return [...document.querySelectorAll('.bar')].map(bar => bar.title)") == [
        "2019 年：1 条",
        "2020 年：1 条",
        "2021 年：1 条",
        "2022 年：2 条",
    ]
    browser.ask("document.querySelectorAll('.bar')[3].click()")
    assert counts("status") == {"已完成": 1, "进行中": 1, "未标注": 0}
    assert browser.ask("return kg.shown().edges") == 2
    browser.ask("document.getElementById('undated').click()")
    assert browser.ask("return kg.shown().edges") == 6
    browser.ask("document.getElementById('undated').click()")
    browser.ask("const box = document.getElementById('sure'); box.value = 50; box.dispatchEvent(new Event('input'))")
    assert browser.ask("return kg.shown().edges") == 1
    assert counts("status") == {"已完成": 1, "进行中": 0, "未标注": 0}
    assert browser.ask("return document.getElementById('sure-told').textContent") == "不低于 0.50"
    browser.ask("document.getElementById('reset-all').click()")
    browser.ask("document.querySelector(\"[aria-label='仅看另一份文档']\").click()")
    assert browser.ask("return kg.shown()") == {"nodes": 2, "edges": 1}
    assert counts("document") == {"两地协作三年纪实": 6, "另一份文档": 1}
    assert browser.errors() == []


def test_search_by_pinyin_and_initials(browser: Browser) -> None:
    network = sample.small()
    for name in ("苏州市", "宿州市", "苏州大学"):
        sample.add_entity(network, "City" if name.endswith("市") else "School", name, alt=[name[:2]] if name.endswith("市") else [])
    for _ in range(3):
        sample.add_relation(network, sample.iri("City", "苏州市"), "cooperatesWith", CITY, "苏州市与青岚市合作。")
    browser.open(network)

    def hits(text: str) -> list[str]:
        browser.ask(
            "const q = document.getElementById('query'); q.focus(); q.value = arguments[0]; q.dispatchEvent(new Event('input'))", text
        )
        return browser.ask("return [...document.querySelectorAll('#hits .name')].map(name => name.textContent)")

    assert hits("suzhou") == ["苏州市", "宿州市", "苏州大学"]
    assert hits("sz") == ["苏州市", "宿州市", "苏州大学"]
    assert hits("su zhou da") == ["苏州大学"]
    assert hits("qls") == ["青岚市"]
    assert hits("chanyeyuan") == ["青白合作产业园"]
    assert hits("苏州大学") == ["苏州大学"]
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == "苏州大学"
    assert browser.ask("return kg.shown().nodes") == 6  # what stands alone is shown while it is looked at


def test_a_click_on_an_edge_shows_its_sentences(browser: Browser) -> None:
    browser.open(rich())
    index = browser.ask("return JSON.parse(document.getElementById('edges').textContent).findIndex(edge => edge.years?.length === 3)")
    browser.settle()
    at = browser.ask("return kg.locateEdge(arguments[0])", index)
    browser.click(at)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == "合作"
    assert browser.texts("#detail .ends button") == ["青岚市", "白榆县"]
    first = browser.find("#detail section")
    assert [chip.text for chip in first.find_elements(By.CSS_SELECTOR, ".chip")] == ["进行中", "置信度 0.4"]
    assert "签署协议，深化产业合作。" in first.text
    assert len(browser.texts("#detail section")) == 3
    assert "e=" in browser.driver.current_url


def test_paths_between_two_entities_name_the_evidence_of_each_step(browser: Browser) -> None:
    browser.open(sample.small())
    browser.press("p")
    for name in ("云麓", "青岚市"):
        browser.press(name)
        browser.until(lambda: browser.is_shown("#hits"))
        browser.press(Keys.ENTER)
    browser.until(lambda: browser.texts("#detail h2") == ["云麓精密电子有限公司 与 青岚市 之间"])
    assert browser.find("#detail header p").text == "1 条最短路径，每条 2 步"
    assert browser.texts("#detail .station") == ["云麓精密电子有限公司", "青白合作产业园", "青岚市"]
    assert [step.splitlines()[:2] for step in browser.texts("#detail .step")] == [["↓", "落户"], ["↑", "设立"]]
    assert "云麓精密电子有限公司落户青白园。" in browser.find("#detail .step").text
    browser.settle()
    names = {label["text"]: label for label in browser.ask("return kg.labels()")}
    for key in (CITY, PARK, sample.iri("Enterprise", "云麓精密电子有限公司")):
        at, name = browser.ask("return kg.locate(arguments[0])", key), names[key.rsplit("/", 1)[-1]]
        assert abs((name["left"] + name["right"]) / 2 - at["x"]) < 2, "a name stands below or above its node, and not on the way"
    fragment = "#" + browser.driver.current_url.split("#", 1)[1]
    browser.open(sample.small(), fragment)
    assert browser.texts("#detail .station") == ["云麓精密电子有限公司", "青白合作产业园", "青岚市"]
    browser.ask("document.querySelector(\"[aria-label='仅看合作']\").click()")
    assert browser.find("#detail header p").text == "当前筛选下没有路径。"
    assert browser.errors() == []


def test_relations_of_an_entity_with_itself_lie_apart_and_are_named(browser: Browser) -> None:
    network = sample.small()
    firm = sample.iri("Enterprise", "云麓精密电子有限公司")
    for predicate in ("investsIn", "visits"):
        sample.add_relation(network, firm, predicate, firm, "公司同自身往来。")
    browser.open(network)
    browser.ask("kg.focus(arguments[0])", firm)
    browser.settle()
    assert {"合作", "投资", "访问", "落户"} <= {label["text"] for label in browser.ask("return kg.labels()")}
    places = browser.ask(
        "return JSON.parse(document.getElementById('edges').textContent).map((edge, index) => edge.from === edge.to && kg.locateEdge(index)).filter(Boolean)"
    )
    assert min(math.dist(a.values(), b.values()) for a, b in combinations(places, 2)) > 15


def test_a_link_restores_the_whole_view(browser: Browser) -> None:
    browser.open(rich())
    browser.find("#language").click()
    browser.ask("document.querySelectorAll('.bar')[0].click()")
    browser.ask("document.getElementById('undated').click()")
    browser.ask("document.getElementById('sure').value = 85; document.getElementById('sure').dispatchEvent(new Event('input'))")
    browser.ask("kg.focus(arguments[0])", CITY)
    browser.press("2")
    browser.find("#theme").click()
    browser.settle()
    fragment, shown, labels = browser.ask("return [kg.address(), kg.shown(), kg.labels().map(({ text, left, top }) => [text, left, top])]")
    browser.open(rich(), fragment)
    browser.settle()
    assert browser.ask("return kg.shown()") == shown
    assert browser.ask("return document.documentElement.lang") == "en"
    assert browser.find("#fit").text == "All"
    found = browser.ask("return kg.labels().map(({ text, left, top }) => [text, left, top])")
    assert [text for text, *_ in found] == [text for text, *_ in labels]
    assert max(math.dist(a[1:], b[1:]) for a, b in zip(found, labels, strict=True)) < 3
    assert browser.ask("return kg.address()") == fragment
    assert browser.errors() == []


def test_the_map_places_all_that_is_linked_to_a_place(browser: Browser) -> None:
    network = sample.small()
    network.nodes[CITY].update(longitude="120.6", latitude="31.3")
    network.nodes[sample.iri("Region", "白榆县")].update(longitude="80.1", latitude="44.2")
    browser.prefer("prefers-reduced-motion", "reduce")
    browser.open(network)
    browser.press("m")
    browser.settle()
    at = {label: browser.ask("return kg.locate(arguments[0])", key) for key, label in network.nodes(data="label")}
    assert at["白榆县"]["x"] < at["青岚市"]["x"]
    assert at["白榆县"]["y"] < at["青岚市"]["y"]
    assert math.dist(at["青白合作产业园"].values(), at["白榆县"].values()) < math.dist(at["青白合作产业园"].values(), at["青岚市"].values())
    assert browser.find("#unplaced").text == "地图上未显示无地点的实体 1 个"
    browser.prefer("prefers-reduced-motion", "")
    assert browser.errors() == []


def test_the_keys_are_told_and_work(browser: Browser) -> None:
    browser.open(sample.small())
    browser.press("?")
    browser.until(lambda: browser.is_shown("#help-dialog"))
    assert len(browser.texts("#help-dialog dt")) > 15
    browser.press(Keys.ESCAPE)
    browser.press("n")
    assert browser.find("#spoken").get_attribute("textContent").startswith("青岚市")
    browser.press("n")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.is_shown("#detail"))
    assert browser.find("#detail h2").text == "白榆县"


def test_on_a_telephone_the_facts_rise_from_below(browser: Browser) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.open(sample.small())
        assert not browser.is_shown("#filters")
        browser.find("#unfold").click()
        assert browser.is_shown("#filters")
        browser.find("#unfold").click()
        browser.ask("kg.focus(arguments[0])", CITY)
        box = browser.find("#detail").rect
        assert (box["x"], round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 844)
        assert browser.ask("return document.documentElement.scrollWidth") == 390
        browser.open(sample.large(150, 300), "#v=100.0,20.0,0.5000")
        assert browser.ask("return kg.address()") == "#v=100.0%2C20.0%2C0.5000", "an address means the same on every screen"
        browser.find("#fit").click()
        browser.settle()
        spans = browser.ask(
            "const all = JSON.parse(document.getElementById('nodes').textContent).map(({ key }) => kg.locate(key));"
            "return ['x', 'y'].map((axis) => Math.max(...all.map((at) => at[axis])) - Math.min(...all.map((at) => at[axis])))"
        )
        assert spans[0] < spans[1], "what is wider than high stands on its side"
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_empty_page_says_so(browser: Browser) -> None:
    browser.open(nx.MultiDiGraph())
    assert browser.find("#nothing").text == "图谱为空：没有可显示的实体"
    assert browser.errors() == []
