"""What stands for a name: 工作组, 该校, 园内, 我市, 两地, 双方, 他 — each linked to what it means, by what was named before.

>>> # 江苏援伊·南通工作组…  工作组投入…     the second is the team of the first
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg import gazetteer as gazetteers
from kg.facts import demonstratives, parties, several
from kg.facts.main_regions import main_receiver, outermost
from kg.facts.named_before import Link, Test, ending_in, first_from, named_before, of_class
from kg.facts.names import SECTION
from kg.facts.resolve import Resolved
from kg.model import Block, Document


@dataclass(frozen=True, slots=True)
class Reference:
    """A stretch of the text that names or stands for entities. `named`: whether it is a name; `rule`: how it was read."""

    start: int
    end: int
    ids: tuple[str, ...]
    named: bool
    rule: str


def _team(*families: str) -> Test:
    return lambda group: group.cls == "AidTeam" and group.team is not None and group.team.family in families


# wording → what the nearest thing named before it must be
_SINGLE: tuple[tuple[str, Test], ...] = (
    (r"该?(?:前方)?工作[组队]", _team("工作组")),
    (r"(?:前方)?指挥部|前指", _team("指挥部")),
    (r"医疗队|医疗团队", _team("医疗")),
    (r"支教[队团]|帮扶团队|教育团队|(?<![\u4e00-\u9fff])团队", _team("教育", "团队", "医疗")),
    (r"该校|学校(?=办|建|现|共|师生|校长|还|与|已|先后|累计)", of_class("School")),
    (r"该院|医院(?=首|现|内|新)", of_class("Hospital")),
    # 园内 is inside what is called a 园, where there is one: a zone is told of as 区
    (
        r"(?:该|这座|这个|此|本|全)?园区(?!是)|该园|这座园子|全园|园里|园中|园内|该产业园",
        lambda group: group.cls == "Park" and "园" in group.label and not SECTION.search(group.label),
    ),
    (
        r"(?:该|这座|这个|此|本|全|两)?园区(?!是)|(?<=[在到于])区内|该园|这座园子|这里(?=由|已)|全园|园里|园中|园内|合作区(?=内)|该(?:开发区|产业园|基地)",
        of_class("Park"),
    ),
    (
        r"这家(?:央企|企业|公司|国企|民企|药企)|该公司|公司(?=在|年|已|目前|现|计划|总经理|董事长|负责人)|该企业|该集团|(?<=由)[它其](?!他)",
        of_class("Enterprise"),
    ),
    (r"该项目|项目(?=占地|总投资|建成|投产|达产|分|计划|由|一期总|建设)", of_class("Project", "Park", "Facility")),
    (
        r"中心(?=面积|占地|内|由|现|已|累计|启用|总|建筑|建成|开业|上架)|展馆(?=面积|由|内)|该中心|该基地|该馆|该站|该平台|该口岸",
        of_class("Facility", "Park", "Institution", "ResearchInstitute"),
    ),
    (
        r"(?:本次|这次|此次|该)(?:会议|活动|展会|论坛|大会|培训班|展销会)"
        r"|会议(?=通报|审议|决定|要求|指出|强调|由|结束|期间|上)|(?<=出席)(?:会议|活动|仪式|座谈会|签约仪式)|(?<=参加)(?:会议|活动|仪式|签约仪式|座谈会|座谈|会谈|会见)|(?<=主持)(?:会议|仪式|活动)|会上",
        of_class("Event"),
    ),
    (r"该协会|该商会|该基金会", of_class("Association")),
    (r"该(?:规划|方案|办法|意见|通知|条例|措施|规定)", of_class("Policy")),
    (r"该(?:协议|合同|备忘录)", of_class("Agreement")),
    (r"该市|全市", ending_in("市")),
    (r"该县|全县|县里|县内|县上", ending_in("县", "旗")),
    (r"该区|全区|区里", ending_in("区")),
    (r"该州|全州", ending_in("州")),
    (r"该省|全省|省里", ending_in("省", "自治区")),
    (r"该镇|镇上|镇里", ending_in("镇")),
    (r"该乡|乡上|乡里", ending_in("乡")),
    (r"该村|全村|村里", ending_in("村")),
    (r"(?<![\u4e00-\u9fff])[他她](?!们|人|山|乡|日|国)|其间，他|笔者", of_class("Person")),
)
_HELPED = re.compile(r"受援(医院|学校|单位)")

_OWN = re.compile(r"我[市县区省州镇]|本市|本县")
_OWN_BODY = re.compile(
    r"我(校|院|局|委(?!员)|馆|司|公司|集团|台|社|厅|办|会)(?!附属|[\u4e00-\u9fff]{1,5}(?:学院|医院|分院|中心|部|处|科|室))"
    r"|(?<![\u4e00-\u9fff])(校|院)(?=党委|党政|长|领导)"
)
_BODIES = {
    "校": ("School",),
    "院": ("Hospital", "School", "ResearchInstitute"),
    "馆": ("Institution",),
    "司": ("Enterprise",),
    "公司": ("Enterprise",),
    "集团": ("Enterprise",),
    "台": ("Media",),
    "社": ("Media", "Enterprise"),
    "会": ("Association",),
}
_HEADS = ("masthead", "byline", "title", "subtitle", "colophon", "source")
_PLACE = re.compile(r"当地|受援地")
SAID_AS_PLACE = re.compile(r"(?:位于|设在|落户|入驻|在|于|到|赴|从|与|同|和|向|对|走进)$")
_TAKES_OFFICE = re.compile(r"(?:任|担任|兼了?|当上?了?|为)$")
_MADE_NOW = re.compile(r"(?:组建|合组|[成建设创]立|注册|[创开]办|组成|引[进入来]|招引|迎来|建[成起]|打造|[兴投新援]建)了?[^，。；\n]{0,4}$")
_COUNTED_OFF = frozenset("批支个家名所座")  # 7批医疗队 are no team named before
_OF_A_KIND = re.compile(r"(?:特色|飞地|重点|产业|工业|专业|科技|物流|农业|现代|示范|类|式|型|级|链|化|各)$")  # 特色|园区: not the one before


_CLAUSE = 100  # characters: how far back a clause's beginning is looked for


def _nearest(doc: Document, links: Sequence[Link], heading: Block | None, at: int) -> str | None:
    """The thing meant, of `links` to things of its kind: of the nearest sentence that names any, the first one that is not said as a place
    or partner (位于…, 与…).
    """
    headed = _in_heading(doc, links, heading, at)
    if headed is not None:
        return headed
    last = next(named_before(links, at), None)
    if last is None:
        return None
    clause = max(doc.text.rfind(mark, max(0, at - _CLAUSE), at) for mark in "，。；：\n")
    if last[0] > clause >= 0 and first_from(links, clause) > 0:
        earlier = links[first_from(links, clause) - 1]
        last = earlier if doc.text.startswith("该", at) and earlier[2] != last[2] else last  # 某医院帮扶该院: not itself
    if _TAKES_OFFICE.search(doc.text, max(0, at - 4), at):
        return last[2]  # 到某医院任该院院长: not who sent him
    sentence = doc.sentence_at(last[0])
    if _MADE_NOW.search(doc.text[max(0, last[0] - 8) : last[0]]):
        return last[2]  # 牵头组建某公司。该公司…
    for number in range(first_from(links, sentence.start if sentence else last[0]), first_from(links, at)):
        link = links[number]
        if link[1] <= at and not SAID_AS_PLACE.search(doc.text[max(0, link[0] - 3) : link[0]]):
            return link[2]
    return last[2]


def _in_heading(doc: Document, links: Sequence[Link], heading: Block | None, at: int) -> str | None:
    """The thing of the kind that the heading above names, where the sentence itself has named none."""
    sentence = doc.sentence_at(at)
    if heading is None or sentence is None or first_from(links, sentence.start) < first_from(links, at):
        return None
    first = first_from(links, heading.start)
    return links[first][2] if first < len(links) and links[first][0] < heading.end else None


def _headings(doc: Document) -> Callable[[int], Block | None]:
    """The heading above the block that holds a place; None where there is none."""
    above: dict[int, Block | None] = {}
    heading: Block | None = None
    for block in doc.blocks:
        above[block.start] = heading
        heading = block if block.kind == "heading" else heading

    def find(at: int) -> Block | None:
        block = doc.block_at(at)
        return above[block.start] if block else None

    return find


def _singles(doc: Document, resolved: Resolved, links: Sequence[Link], taken: set[int]) -> Iterator[Reference]:
    heading = _headings(doc)
    for pattern, test in _SINGLE:
        candidates = {i for i, g in resolved.groups.items() if test(g)}
        if not candidates:
            continue
        fitting = list(outermost(link for link in links if link[2] in candidates))
        for match in re.finditer(pattern, doc.text):
            if taken & set(range(match.start(), match.end())) or doc.text[match.start() - 1 : match.start()] in _COUNTED_OFF:
                continue
            if match[0] == "园区" and _OF_A_KIND.search(doc.text, max(0, match.start() - 2), match.start()):
                continue
            called = demonstratives.of_its_name(match[0], fitting, resolved.groups)
            nearest = _nearest(doc, called, heading(match.start()), match.start())
            alone = len(candidates) == 1 and not min(candidates).startswith("Event/")  # 会上: no meeting that is told of only later
            found = nearest or (min(candidates) if alone else None)
            if found:
                yield Reference(match.start(), match.end(), (found,), False, f"stands-for-{match[0]}")


def _pointed(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[Reference]:
    heading = _headings(doc)
    found = demonstratives.find(doc.text, resolved.groups, links, lambda fitting, at: _nearest(doc, fitting, heading(at), at))
    for start, end, meant in found:
        yield Reference(start, end, (meant,), False, f"stands-for-{doc.text[start:end]}")


def _own(doc: Document, resolved: Resolved) -> Iterator[Reference]:
    home = f"region/{resolved.home}" if resolved.home else None
    if home in resolved.groups and home:
        for match in _OWN.finditer(doc.text):
            yield Reference(match.start(), match.end(), (home,), False, "home")


def _own_body(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[Reference]:
    """我校, 我局: the body of the kind that the head of the document names, from which the document comes."""
    headed = [i for s, _, i in links if (block := doc.block_at(s)) is not None and block.kind in _HEADS]
    for match in _OWN_BODY.finditer(doc.text):
        word = match[1] or match[2]
        test = of_class(*_BODIES.get(word, ("GovernmentBody",)))
        own = (i for i in headed if test(resolved.groups[i]) and (word in _BODIES or resolved.groups[i].label.endswith(word)))
        found = next(own, None)
        if found:
            yield Reference(match.start(), match.end(), (found,), False, "the-body-that-writes")


def _places(doc: Document, resolved: Resolved) -> Iterator[Reference]:
    """当地 is the region helped: the one the document tells most of that sends nobody, else the last such region named before."""
    receiver = main_receiver(resolved)
    for match in _PLACE.finditer(doc.text):
        if receiver:
            yield Reference(match.start(), match.end(), (receiver,), False, f"stands-for-{match[0]}")


def _helped(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[Reference]:
    """受援医院: the last hospital named before, which in this genre is the one that is helped."""
    classes = {"医院": "Hospital", "学校": "School", "单位": "Institution"}
    fitting = {word: [x for x in links if resolved.groups[x[2]].cls == cls] for word, cls in classes.items()}
    for match in _HELPED.finditer(doc.text):
        found = next((i for _, _, i in named_before(fitting[match[1]], match.start())), None)
        if found:
            yield Reference(match.start(), match.end(), (found,), False, "the-one-helped")


def _former_latter(doc: Document, links: Sequence[Link]) -> Iterator[Reference]:
    for start, end, meant in demonstratives.former_latter(doc, links):
        yield Reference(start, end, (meant,), False, "former-or-latter")


def find(doc: Document, resolved: Resolved) -> list[Reference]:
    """All references of the document, named and not, in order, without overlap; of a chain of regions (固原市彭阳县) the last one counts."""
    # 疆 in 援疆 is a part of the verb, not somebody who acts
    free = [x for x in resolved.links if not (x[1] - x[0] == 1 and doc.text[x[0] - 1 : x[0]] == "援")]
    outer = list(outermost(free))
    meant: dict[tuple[int, int], list[str]] = {}  # two bodies may stand in one place (两市教育局)
    for start, end, found_id in free:
        meant.setdefault((start, end), []).append(found_id)
    ends = {(s, e): demonstratives.whole_park(doc.text, e, meant[s, e]) for s, e, _ in outer}
    named = _chained([Reference(s, ends[s, e], tuple(meant[s, e]), True, "name") for s, e, _ in outer], resolved)
    taken = {p for r in named for p in range(r.start, r.end)}
    found, links = list(named), sorted(resolved.links)
    parts = (
        _own(doc, resolved),
        _own_body(doc, resolved, links),
        _former_latter(doc, outer),
        (Reference(s, e, ids, False, "party-of-the-agreement") for s, e, ids in parties.of_agreement(doc, outer)),
        (Reference(s, e, ids, False, rule) for s, e, ids, rule in several.both(doc, resolved, links)),
        _pointed(doc, resolved, links),
        _singles(doc, resolved, links, taken),
        _places(doc, resolved),
        _helped(doc, resolved, links),
        (Reference(s, e, ids, False, "row-counted") for s, e, ids in several.counted(doc, resolved, outer)),
    )
    for part in parts:
        for reference in sorted(part, key=lambda r: (r.start, -r.end)):
            stretch = set(range(reference.start, reference.end))
            if not taken & stretch:
                found.append(reference)
                taken |= stretch
    return sorted(found, key=lambda r: r.start)


_QUALIFIED = frozenset(
    ("Park", "Facility", "GovernmentBody", "School", "Hospital", "Institution", "ResearchInstitute", "Association", "Media", "Enterprise")
)
"""Classes whose names a region right before them qualifies (惠州|仲恺高新区): it does not act there."""


def _chained(references: Sequence[Reference], resolved: Resolved) -> list[Reference]:
    gazetteer = gazetteers.load()
    result: list[Reference] = []
    for reference in references:
        if result and result[-1].end == reference.start:
            outer, inner = (resolved.groups[r.ids[0]] for r in (result[-1], reference))
            chained = (
                outer.code
                and inner.cls == "Region"
                and ((inner.code and gazetteer.contains(outer.code, inner.code)) or (inner.code is None and inner.parent == outer.code))
            )
            if chained or (outer.cls == "Region" and inner.cls in _QUALIFIED):
                result[-1] = Reference(result[-1].start, reference.end, reference.ids, True, "name")
                continue
        result.append(reference)
    return result
