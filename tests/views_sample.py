"""Networks as `kg.graph.network.to_network` makes them, for tests of the page: a small one by hand, large ones by chance."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx

BASE = "https://w3id.org/regional-cooperation/id/"
RELATIONS = {
    "assists": "对口支援",
    "cooperatesWith": "合作",
    "locatedIn": "位于",
    "settledIn": "落户",
    "establishes": "设立",
    "operates": "运营",
    "investsIn": "投资",
    "implements": "实施",
    "participatesIn": "参加",
    "organizes": "举办",
    "signs": "签署",
    "partOf": "隶属",
    "visits": "访问",
}
PLACES = (
    "青岚",
    "白榆",
    "临溪",
    "望海",
    "云麓",
    "松原岭",
    "石桥",
    "南浦",
    "北堰",
    "锦川",
    "安澜",
    "霞浦湾",
    "丰泽",
    "长汀渡",
    "秀水",
    "玉屏",
)
NAMES = {
    "Region": ["{0}县", "{0}区"],
    "Area": ["{0}走廊", "环{0}经济圈"],
    "GovernmentBody": ["{0}市人民政府", "{0}市发展和改革委员会", "中共{0}市委员会"],
    "School": ["{0}职业技术学院", "{0}第一中学"],
    "Hospital": ["{0}市人民医院", "{0}市中医医院"],
    "ResearchInstitute": ["{0}农业科学研究所"],
    "Media": ["{0}日报"],
    "Association": ["{0}市工商业联合会"],
    "AidTeam": ["{0}市第{1}批对口支援工作组"],
    "Institution": ["{0}博物馆"],
    "Enterprise": ["{0}精密电子有限公司", "{0}纺织集团股份有限公司", "{0}农业发展有限公司", "{0}新能源科技有限公司"],
    "Park": ["{0}合作产业园", "{0}高新技术产业开发区"],
    "Facility": ["{0}国际会展中心", "{0}口岸"],
    "Program": ["“{0}优品”进万家工程", "{0}人才培训计划"],
    "Project": ["{0}年产{1}万吨光伏组件项目", "{0}特色农产品冷链物流项目"],
    "Event": ["第{1}届{0}商品博览会"],
    "Agreement": ["《{0}与友城关于深化产业协作的框架协议》"],
    "Policy": ["《{0}市关于促进区域协调发展的实施方案》"],
    "Person": ["林{0}", "周{0}"],
    "Brand": ["{0}优果"],
}


def iri(cls: str, label: str) -> str:
    return f"{BASE}{cls}/{label}"


def evidence(quote: str, start: int = 0, doc: str = "两地协作三年纪实") -> dict[str, Any]:
    return {"quote": quote, "doc": doc, "start": start, "end": start + len(quote)}


def add_entity(network: nx.MultiDiGraph, cls: str, label: str, **more: Any) -> str:
    node = iri(cls, label)
    network.add_node(node, **{"id": node, "label": label, "cls": cls, "alt": [], "indicators": [], "posts": [], "dates": [], **more})
    return node


def add_relation(network: nx.MultiDiGraph, subject: str, predicate: str, other: str, quote: str, **more: Any) -> None:
    """A relation as a document states it; what is background has no evidence and so no confidence."""
    said = more.pop("evidence", [evidence(quote)])
    data = {"predicate": predicate, "label_zh": RELATIONS[predicate], "evidence": said, "confidence": "0.9" if said else "", **more}
    network.add_edge(subject, other, **data)


def small() -> nx.MultiDiGraph:
    """Six entities; two relations run parallel, one leads to its own subject, one entity stands alone."""
    network = nx.MultiDiGraph()
    post = {"text": "青岚市：市长", **evidence("青岚市市长林一舟率队前往。", 60)}
    figure = {"text": "累计投入：超过 3.2 亿元（2024）", **evidence("青岚市累计投入资金超3.2亿元。", 90)}
    date = {"text": "成立：2019-05", **evidence("园区成立于2019年5月。", 120)}
    giver = add_entity(network, "City", "青岚市", alt=["青岚"], indicators=[figure])
    taker = add_entity(network, "Region", "白榆县", alt=["白榆"])
    park = add_entity(network, "Park", "青白合作产业园", alt=["青白园", "合作园"], dates=[date])
    firm = add_entity(network, "Enterprise", "云麓精密电子有限公司")
    add_entity(network, "Person", "林一舟", posts=[post])
    add_relation(network, giver, "assists", taker, "2019年起，青岚市对口支援白榆县。", date="2019")
    add_relation(network, giver, "cooperatesWith", taker, "青岚与白榆\n签署协议，深化产业合作。")
    add_relation(network, taker, "cooperatesWith", giver, "白榆县同青岚市在教育领域开展合作。")
    add_relation(network, giver, "establishes", park, "青岚市与白榆县共建青白合作产业园。")
    add_relation(network, park, "locatedIn", taker, "青白合作产业园位于白榆县城东。")
    add_relation(network, firm, "settledIn", park, "云麓精密电子有限公司落户青白园。")
    add_relation(network, firm, "cooperatesWith", firm, "公司内部两个事业部开展合作。")
    return network


def large(nodes: int = 150, edges: int = 300, seed: int = 7) -> nx.MultiDiGraph:
    """Entities of all classes around a few cities, as collections of documents have them."""
    chance = random.Random(seed)
    network = nx.MultiDiGraph()
    places = PLACES[: max(4, nodes // 14)]
    cities = [add_entity(network, "City", f"{place}市", alt=[place], indicators=_figures(place, chance)) for place in places]
    of_city: dict[str, list[str]] = {city: [] for city in cities}
    classes = list(NAMES)
    while network.number_of_nodes() < nodes:
        city = chance.choices(cities, [1 / (rank + 1) for rank in range(len(cities))])[0]
        cls = chance.choice([*classes, "Enterprise", "Project", "Park"])
        number = network.number_of_nodes()
        place = network.nodes[city]["label"][:-1]
        label = chance.choice(NAMES[cls]).format(place, number)
        label = label if iri(cls, label) not in network else label + "二期三期四期五期六期"[number % 5 * 2 :][:2] + str(number // 50 or "")
        if iri(cls, label) in network:
            label += str(number)
        of_city[city].append(add_entity(network, cls, label))
    while network.number_of_edges() < edges:
        city = chance.choices(cities, [1 / (rank + 1) for rank in range(len(cities))])[0]
        here = of_city[city]
        if not here:
            continue
        subject = city if chance.random() < 0.4 else chance.choice(here)
        other = chance.choice(cities) if chance.random() < 0.12 else chance.choice([city, *here])
        predicate = chance.choice(list(RELATIONS))
        if subject != other:
            a, b = network.nodes[subject]["label"], network.nodes[other]["label"]
            year = 2015 + len(a) % 9
            quote = f"据介绍，{a}与{b}{RELATIONS[predicate]}相关工作已于{year}年启动，两地在产业、教育、医疗等方面不断拓展协作空间。"
            add_relation(network, subject, predicate, other, quote, date=str(year))
    return network


def _figures(place: str, chance: random.Random) -> list[dict[str, Any]]:
    amount = chance.randrange(10, 900)
    return [{"text": f"累计投入：{amount} 万元", **evidence(f"{place}市累计投入资金{amount}万元，实施项目多个。", 200)}]
