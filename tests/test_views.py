"""The page as a text: it asks for nothing, runs nothing that a document brings along, loses nothing, and is always the same."""

from __future__ import annotations

import base64
import colorsys
import copy
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import views_sample as sample

from kg import pipeline, vocabulary
from kg.errors import OutputError
from kg.graph.rdf import PREFIXES
from kg.views import page_files
from kg.views.classes import OTHER_GROUP, drawn_as, looks
from kg.views.pinyin import reading
from kg.views.visualise import visualise, write

ROOT = Path(__file__).resolve().parent.parent
PAYLOADS = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "<!--<script>",
    "'; window.hacked=1; '",
    "\\u003cscript>window.hacked=1</script>",
    "<a href=javascript:window.hacked=1>x</a>",
    "{{ 7*7 }}{% raw %}",
    "]]>&lt;b&gt;&amp; 甲\u2028乙\u2029丙\x00丁",
)


class Page(HTMLParser):
    """What a browser would see of a page: elements with their attributes, and the texts of those that hold raw text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside = False  # the element that began last
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, text) for (name, attributes), text in zip(self.elements, self.texts, strict=True) if name == tag]

    def data(self, id: str) -> Any:
        return next(json.loads(text) for attributes, text in self.all("script") if attributes.get("id") == id)

    def policy(self) -> str:
        return next(str(each["content"]) for each, _ in self.all("meta") if each.get("http-equiv") == "Content-Security-Policy")


def hostile(payload: str) -> nx.MultiDiGraph:
    """A network in which every text is the payload."""
    network = nx.MultiDiGraph()
    quote = {"quote": payload, "doc": payload, "start": 0, "end": 9}
    fact = {"text": payload, **quote}
    for name in (payload, f"{payload} 2"):
        lists = {"alt": [f"{payload} alias"], "posts": [fact], "indicators": [fact], "dates": [fact]}
        network.add_node(name, id=name, label=name, cls=payload, **lists)
    data = {"label_zh": payload, "date": payload, "confidence": payload, "evidence": [quote]}
    network.add_edge(payload, f"{payload} 2", key=payload, predicate=payload, **data)
    return network


def test_the_page_asks_for_nothing() -> None:
    page = Page(visualise(sample.small(), "协作图谱"))
    asking = {"src", "href", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href", "style"}
    assert not [(tag, name) for tag, attributes in page.elements for name in attributes if name in asking]
    assert not {tag for tag, _ in page.elements} & {"link", "iframe", "img", "base", "object", "embed", "form", "video", "audio"}
    for _, style in page.all("style"):
        assert not re.search(r"url\(|@import|expression\(", style)
    own = page.all("script")[-1][1]
    namespaces = {space.split(":", 1)[1] for space in PREFIXES.values()} | {"//www.w3.org/2000/svg"}  # which nobody asks for
    assert set(re.findall(r"https?:(//[^\s\"'`]+)", own)) <= namespaces
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import)\s*\(", own)
    assert "innerHTML" not in own
    assert "sourceMappingURL" not in "".join(text for _, text in page.all("script"))


def test_the_policy_allows_the_scripts_and_the_style_of_the_page_and_nothing_else() -> None:
    page = Page(visualise(sample.small(), "协作图谱"))
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy().split(";"))
    running = [text for attributes, text in page.all("script") if attributes.get("type") != "application/json"]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [sha256(text) for text in running]
    assert len(running) == 2
    assert rules["style-src"].split() == [sha256(text) for _, text in page.all("style")]
    assert "unsafe" not in page.policy()


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_texts_stay_texts(payload: str) -> None:
    page, plain = Page(visualise(hostile(payload), payload)), Page(visualise(hostile("甲"), "甲"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert [attributes.keys() for _, attributes in page.elements] == [attributes.keys() for _, attributes in plain.elements]
    assert page.policy() == plain.policy()
    first = page.data("nodes")[0]
    assert (first["key"], first["label"], first["alt"]) == (payload, payload, [f"{payload} alias"])
    assert [first[kind][0]["text"] for kind in ("posts", "indicators", "dates")] == [payload] * 3
    rest = page.data("rest")
    assert rest["quotes"] == rest["documents"] == [payload]
    assert rest["relations"] == [{"name": payload, "label": payload, "label_en": payload}]
    assert page.data("edges")[0]["date"] == payload
    assert page.all("h1")[0][1].replace("\ufffd", "\x00") == payload


def test_the_network_stays_as_it_is() -> None:
    network = sample.small()
    before = copy.deepcopy(network)
    visualise(network, "协作图谱")
    assert nx.utils.graphs_equal(network, before)


def test_nothing_is_lost() -> None:
    network = sample.small()
    page = Page(visualise(network, "协作图谱"))
    nodes, edges, rest = page.data("nodes"), page.data("edges"), page.data("rest")
    drawn = sorted((nodes[e["from"]]["key"], nodes[e["to"]]["key"], rest["relations"][e["rel"]]["name"]) for e in edges)
    assert drawn == sorted((a, b, data["predicate"]) for a, b, data in network.edges(data=True))
    said = {rest["quotes"][evidence[0]] for edge in edges for evidence in edge["evidence"]}
    assert said == {quote["quote"] for *_, data in network.edges(data=True) for quote in data["evidence"]}
    told = {fact["text"] for node in nodes for kind in ("posts", "indicators", "dates") for fact in node.get(kind, ())}
    assert told == {"青岚市：市长", "累计投入：超过 3.2 亿元（2024）", "成立：2019-05"}


def test_a_post_is_an_edge_with_its_role_and_is_told_once() -> None:
    network = sample.small()
    person, office = sample.iri("Person", "林一舟"), sample.add_entity(network, "GovernmentBody", "青岚市人民政府")
    post = {**sample.evidence("青岚市人民政府市长林一舟出席。"), "person": person, "organization": office, "role": "市长"}
    network.nodes[person]["posts"].append({"text": "青岚市人民政府 市长", **post})
    network.nodes[office]["posts"].append({"text": "市长 林一舟", **post})
    network.add_edge(person, office, key="post", predicate="org:hasMembership", label_zh="任职", role="市长", evidence=[post])
    page = Page(visualise(network, "协作图谱"))
    nodes = {node["key"]: node for node in page.data("nodes")}
    (edge,) = [edge for edge in page.data("edges") if "role" in edge]
    assert (edge["from"], edge["to"], edge["role"]) == (nodes[person]["id"], nodes[office]["id"], "市长")
    assert page.data("rest")["relations"][edge["rel"]] == {
        "name": "org:hasMembership",
        "label": "任职",
        "label_en": "任职",
    }
    assert [post["text"] for post in nodes[person]["posts"]] == ["青岚市：市长"]
    assert "posts" not in nodes[office]


def test_the_hierarchy_of_divisions_is_a_relation_of_its_own_and_makes_no_node_larger() -> None:
    network = sample.small()
    before = {node["key"]: node["size"] for node in Page(visualise(network, "协作图谱")).data("nodes")}
    sample.add_relation(network, sample.iri("Region", "白榆县"), "locatedIn", sample.iri("City", "青岚市"), "", evidence=[])
    page = Page(visualise(network, "协作图谱"))
    assert page.data("rest")["relations"][-2:] == [
        {"name": "locatedIn", "label": "位于", "label_en": "位于"},
        {"name": "locatedIn-background", "label": "位于（行政隶属）", "label_en": "位于 (divisions)", "background": 1},
    ]
    assert {node["key"]: node["size"] for node in page.data("nodes")} == before


def test_the_page_of_a_graph_file_shows_what_its_documents_name(graph_file: Path) -> None:
    page = Page(pipeline.view(graph_file, "图"))
    named = {name for node in page.data("nodes") for name in (node["label"], *node.get("alt", ()))}
    assert {"扬州市", "榆林市", "绥德县", "扬州市人民医院"} <= named
    assert {"City", "Hospital"} <= {look["name"] for look in page.data("rest")["classes"]}


def test_all_quotations_of_a_fact_are_kept() -> None:
    network = sample.small()
    node = sample.iri("City", "青岚市")
    quotations = [sample.evidence("第一处。"), sample.evidence("第二处。", 40)]
    network.nodes[node]["indicators"] = [{"text": "累计投入 1 元", **quotations[0], "evidence": quotations}]
    page = Page(visualise(network, "协作图谱"))
    fact = next(each for each in page.data("nodes") if each["key"] == node)["indicators"][0]
    assert [page.data("rest")["quotes"][evidence[0]] for evidence in fact["evidence"]] == ["第一处。", "第二处。"]
    assert [evidence[2:] for evidence in fact["evidence"]] == [[0, 4], [40, 44]]


def test_what_lies_between_the_ends_of_a_span_is_dated_too() -> None:
    network = sample.small()
    dates = {
        "2019": [2019],
        "2019-05-01": [2019],
        "2020、2023-06": [2020, 2023],
        "2019 – 2022": [2019, 2020, 2021, 2022],
        "": None,
        "1200 – 2020": [2020],
    }
    for date in dates:
        sample.add_relation(network, sample.iri("City", "青岚市"), "visits", sample.iri("Region", "白榆县"), f"在{date}。", date=date)
    edges = Page(visualise(network, "图")).data("edges")
    found = {
        edge.get("date", ""): edge.get("years") for edge in edges if edge.get("evidence") and "visits" in str(edge) or edge.get("date")
    }
    assert {date: found.get(date) for date in dates} == dates


def test_figures_and_dates_that_other_documents_contradict_are_told() -> None:
    network = sample.small()
    node = sample.iri("City", "青岚市")

    def figure(value: str, doc: str, **more: str) -> dict[str, Any]:
        quotation = sample.evidence(f"投入{value}元。", doc=doc)
        told = {"measure": "投入", "unit": "元", "value": value, "qualifier": "Exactly", "period": "2024", **more}
        return {"text": f"投入 {value}元", **told, "evidence": [quotation]}

    network.nodes[node]["indicators"] = [
        figure("1", "甲"),
        figure("2", "乙"),
        figure("3", "甲", period="2023"),
        figure("4", "丙", qualifier="MoreThan"),
        figure("5", "甲"),  # another figure of the same document is another matter
    ]
    network.nodes[node]["dates"] = [
        {"text": f"日期：{value}", "property": "date", "value": value, "evidence": [sample.evidence("成立。", doc=doc)]}
        for value, doc in (("2022", "甲"), ("2022-06", "乙"), ("2023", "丙"))
    ]
    told = next(each for each in Page(visualise(network, "图")).data("nodes") if each["key"] == node)
    assert [fact.get("against") for fact in told["indicators"]] == [[1], [0, 4], None, None, [1]]
    assert [fact.get("against") for fact in told["dates"]] == [[2], [2], [0, 1]]


def test_places_are_read_as_they_are_called() -> None:
    readings = {
        "苏州市": "su zhou shi",
        "重庆市": "chong qing shi",
        "长沙市": "chang sha shi",
        "六安市": "lu an shi",
        "厦门市": "xia men shi",
        "乐山市": "le shan shi",
        "长治市": "chang zhi shi",
        "漯河市": "luo he shi",
        "成都市": "cheng du shi",
        "江都区": "jiang du qu",
        "长三角": "chang san jiao",
        "天长市": "tian chang shi",
        "涡阳县": "guo yang xian",
        "阿克苏地区": "a ke su di qu",
        "勐海县": "meng hai xian",
        "EU-2025“甲”": "eu 2025 jia",
    }
    assert {name: reading(name) for name in readings} == readings


def test_parts_of_the_map_are_named_after_their_largest_place() -> None:
    network = sample.large(150, 300)
    page = Page(visualise(network, "图"))
    nodes, rest = page.data("nodes"), page.data("rest")
    assert len(rest["regions"]) > 2
    members = [node for region in rest["regions"] for node in region["nodes"]]
    assert len(members) == len(set(members))
    for region in rest["regions"]:
        cities = [
            nodes[node]["label"] for node in region["nodes"] if rest["classes"][nodes[node]["cls"]]["name"] in ("City", "Region", "Area")
        ]
        assert region["name"] == (cities or [nodes[region["nodes"][0]]["label"]])[0]


def test_every_text_of_the_page_is_there_in_both_languages() -> None:
    tables = {name: (ROOT / "kg/views/page" / name).read_text("utf-8") for name in ("texts.js", "served_texts.js")}
    texts = {name: re.findall(r"^  (\w+): \[", table, re.MULTILINE) for name, table in tables.items()}
    keys = texts["texts.js"]
    for name, table in tables.items():
        assert len(re.findall(r'^  \w+: \["[^"]+", ".+"\],$', table, re.MULTILINE)) == len(texts[name]) == len(set(texts[name])), name
    served = {f"{name}.js" for names in page_files.GROWING.values() for name in names} - {"main.js"}
    for path in sorted((ROOT / "kg/views/page").glob("*.js")):
        source = path.read_text("utf-8")
        known = {*keys, *texts["served_texts.js"]} if path.name in served else set(keys)
        assert set(re.findall(r'\bsay\("(\w+)"', source)) <= known, path.name
        assert len(source.split("\n")) <= 400, path.name
        if path.name not in tables:
            code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL)
            assert not re.findall(r'"[^"\n]*[\u4e00-\u9fff]{2}[^"\n]*"', code), path.name
    page = (ROOT / "kg/views/page/page.html.j2").read_text("utf-8")
    assert set(re.findall(r'data-(?:text|title|name|hint)="(\w+)"', page)) <= set(keys)


def test_the_same_network_makes_the_same_bytes() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); import views_sample as s; from kg.views.visualise import visualise;"
        "print(hashlib.sha256(visualise(s.large(90, 180), '图').encode()).hexdigest())"
    )
    found = set()
    for seed in ("0", "1", "4711"):
        run = subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True, cwd=ROOT
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_the_order_in_which_a_network_was_made_does_not_show() -> None:
    network = sample.large(90, 180)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network.nodes(data=True))))
    turned.add_edges_from(sorted(network.edges(keys=True, data=True), key=lambda edge: (edge[1], edge[0], edge[2])))
    assert visualise(turned, "图") == visualise(network, "图")


def test_an_empty_network_makes_a_page_that_says_so() -> None:
    html = visualise(nx.MultiDiGraph(), "空")
    assert "图谱为空：没有可显示的实体" in html
    assert Page(html).data("nodes") == []


def test_a_region_of_the_hierarchy_is_told_from_one_that_a_document_mentions() -> None:
    network = nx.MultiDiGraph()
    sample.add_entity(network, "County", "白榆县", mentioned=True)
    sample.add_entity(network, "Province", "青岚省", mentioned=False)
    page = Page(visualise(network, "图"))
    assert {node["label"]: node.get("background", 0) for node in page.data("nodes")} == {"白榆县": 0, "青岚省": 1}
    assert {node["kind"] for node in page.data("nodes")} == {vocabulary.load().label(cls, "zh") for cls in ("County", "Province")}
    assert [look["name"] for look in page.data("rest")["classes"]] == ["Region"]


def test_half_a_character_does_not_stop_the_page() -> None:
    network = nx.MultiDiGraph()
    sample.add_entity(network, "Brand", "甲\ud842乙")
    assert "甲?乙" in visualise(network, "图")


def test_every_class_has_a_look_of_its_own() -> None:
    names = {drawn_as(name) for name in vocabulary.load().entity_classes} | {"City"}
    found = looks(names)
    assert {look.name for look in found} == names
    assert OTHER_GROUP not in {look.group for look in found}
    assert len({(look.colour, look.path) for look in found}) == len({look.label for look in found}) == len(found)


def test_an_unknown_class_is_drawn_in_grey_under_its_own_name() -> None:
    assert [(look.label, look.group) for look in looks({"Spaceship"})] == [("Spaceship", OTHER_GROUP)]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_stand_out_from_the_ground_light_and_dark() -> None:
    style = Page(visualise(sample.small(), "图")).all("style")[0][1]
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6});", part)) for part in style.split("data-theme")[:2])
    for theme in (light, dark):
        for look in looks({*vocabulary.load().entity_classes, "City", "Spaceship"}):
            assert contrast(look.colour, theme["ground"]) >= 3, (look.name, theme["ground"])
        for text in ("text", "quiet", "accent", "bad"):
            assert min(contrast(theme[text], theme[ground]) for ground in ("ground", "panel", "tint")) >= 4.5, (text, theme)


def test_the_names_of_communities_stand_out_from_their_grounds_light_and_dark() -> None:
    source = (ROOT / "kg/views/page/regions.js").read_text("utf-8")
    hues = [int(hue) for hue in re.search(r"HUES = \[([^]]*)]", source)[1].split(",")]  # type: ignore[index]
    shades = [[float(part) for part in shade] for shade in re.findall(r"(?:ground|name): \[([0-9.]+), ([0-9.]+)]", source)]
    assert (len(hues), len(shades)) == (8, 4)
    for ground, name in (shades[:2], shades[2:]):
        found = {hue: contrast(hsl(hue, *ground), hsl(hue, *name)) for hue in hues}
        assert min(found.values()) >= 4.5, found


def hsl(hue: int, saturation: float, lightness: float) -> str:
    parts = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def test_the_file_is_written_in_utf_8(tmp_path: Path) -> None:
    html = visualise(sample.small(), "协作图谱")
    write(html, tmp_path / "图.html")
    assert (tmp_path / "图.html").read_bytes() == html.encode("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["图.html"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"missing.*page\.html.*cannot be written"):
        write("<!doctype html>", tmp_path / "missing" / "page.html")
