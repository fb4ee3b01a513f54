"""Relations that words right beside a name state: 苏州企业立讯精密, 晋江商人陈德启, 阜阳人陈元, 上海交大下属…公司."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg import gazetteer as gazetteers
from kg.facts.derive import Implied
from kg.facts.main_regions import outermost
from kg.facts.named_before import Link
from kg.facts.resolve import Resolved
from kg.model import Document

_FROM = re.compile(
    r"(?:籍)?(?:(?![^的]*[的与和在引支帮助招依托由携邀联向])[\u4e00-\u9fff]{1,6}(?=企业)"  # 大连|果品企业|某集团
    r"|龙头|本土|知名|民营|农业产业化)?(?:企业|商人|企业家|人|姑娘|小伙|医生|教师|专家|老师|籍企业|籍企业家|籍商人)(?:——|—)?[“”]?"
    r"|籍(?:(?!人士捐|[^的]*[的与和在引])[\u4e00-\u9fff]){1,8}"  # 浙江|籍客商|某某
    r"|的(?:(?!帮扶|对口|援建|结对)[\u4e00-\u9fff]){0,8}企业[“”]?"  # 黄岩|的模塑企业|某模具
    r"|[\u4e00-\u9fff]{0,4}龙头|(?:网红)?主播|客商|农民|种植户|(?:派出|派来|选派|派驻|援派)的[\u4e00-\u9fff]{0,6}"
)
_SENT_HERE = re.compile(
    r"(?:在[\u4e00-\u9fff]{1,8}?)?(?:派来|派出|选派|派驻|援派|委派|选送|挂职|派往[\u4e00-\u9fff]{1,6}?)的[\u4e00-\u9fff“”]{0,10}?(?:[^，。；、]{0,6})?"
)
"""What stands between who sent somebody and the name: 甲县茶叶学会|派来的制茶师傅|某某."""
_SETTLED = ("落户", "入驻", "落地", "进驻")
_NATIVE = re.compile(r"人(?![民大社口才员])|(?:籍|援[疆藏青派])(?:干部|教师|医生)")
_SENDERS = ("Region", "GovernmentBody", "School", "Hospital", "Institution", "ResearchInstitute", "Association", "Enterprise")
_FROM_THERE = re.compile(r"(?:远道)?(?:赶来|走来|前来|来|远道而来|调来|引进|请来|聘来|走出)的[\u4e00-\u9fff“”]{0,10}")
_CAME = re.compile(
    r"(?:远道|整体|整厂|全部|成功|陆续)?(?:搬迁过来|迁移过来|而来|迁来|搬来|派来|调来|转移过来|迁入|迁到|搬到|搬迁|引来|赶来)|远道而来"
)


_CLOSING = re.compile(r"等(?:\d+[余多]?家|多家|一批|一大批|[一二三四五六七八九十两]+家)?")
_UNNAMED_CLOSING = re.compile(r"、[\u4e00-\u9fff]{2,10}?等(?:\d+[余多]?家|多家|[一二三四五六七八九十两]+家)?")
_SOME_FIRMS = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:企业|公司|厂商|商户)（")
_ROW_MARKS = re.compile(r"、(?:[\u4e00-\u9fff]{2,10}、)?|[和与及]")
"""What parts the members of a row; one that is no name of the document may stand among them."""
_FAR = 12  # characters between a name and where it came from
_OWNED = re.compile(r"，?(?:该公司|其)?(?:是|系|为|，系|，是)")
_SUBSIDIARY = re.compile(r"的?(?:全资|控股|下属)*子公司")
_HOME = re.compile(r"(?:家乡|老家|故乡|祖籍)(?:在|是)?")
_ABBREVIATED = re.compile(r"([\u4e00-\u9fff])(?:籍(?:企业家|企业|商人|客商)?|商)")


def read(doc: Document, resolved: Resolved) -> Iterator[Implied]:
    """The relations of apposition."""
    links = list(outermost(resolved.links))
    for index, (one, other) in enumerate(zip(links, links[1:], strict=False)):
        between = doc.text[one[1] : other[0]]
        first, second = resolved.groups[one[2]].cls, resolved.groups[other[2]].cls
        in_a_verb = one[1] - one[0] == 1 and doc.text[one[0] - 1 : one[0]] == "援"  # 援|疆|医生某某 comes from elsewhere
        if first == "Region" and second in ("Enterprise", "Person") and not in_a_verb and len(between) <= 12 and _FROM.fullmatch(between):
            settled = second == "Enterprise" and doc.text.endswith(_SETTLED, 0, one[0])  # 引进落户某区企业——某公司
            for link in _row(doc, resolved, links, index + 1):
                relation, rule = ("settledIn", "settled-in-apposition") if settled else ("originatesFrom", "apposition-of-origin")
                yield Implied(link[2], relation, one[2], one[0], link[1], rule)
        if second == "Person" and first in _SENDERS and _SENT_HERE.fullmatch(between):
            sender = links[index - 1] if index and doc.text[links[index - 1][1] : one[0]] == "在" else one  # 甲区|在|乙县|挂职的某某
            if doc.text[one[0] - 1] not in "在到赴" or sender is not one:
                yield Implied(other[2], "originatesFrom", sender[2], sender[0], other[1], "sent-by")
        if first == "Region" and second == "Person" and _FROM_THERE.fullmatch(between) and doc.text[one[0] - 1] in "从自由":
            yield Implied(other[2], "originatesFrom", one[2], one[0], other[1], "came-from")
        # the firm's own name begins with a region: one before it is no part of it (岚山区|山东某公司)
        if first == "Region" and second == "Enterprise" and not between and resolved.groups[other[2]].region:
            yield Implied(other[2], "originatesFrom", one[2], one[0], other[1], "apposition-of-origin")
        if first in ("Enterprise", "Person") and second == "Region":
            yield from _came(doc, one, _chain_end(links, index + 1))
        if first == "Enterprise" and second == "Project" and between == "的":
            yield Implied(one[2], "implements", other[2], one[0], other[1], "owner-of-the-project")
        if first == "Enterprise" and second == "Region" and index + 2 < len(links) and links[index + 2][0] == other[1]:
            third = links[index + 2]  # 是|某区|某公司|的子公司
            if resolved.groups[third[2]].cls == "Enterprise" and _OWNED.fullmatch(between) and _SUBSIDIARY.match(doc.text, third[1]):
                yield Implied(one[2], "partOf", third[2], one[0], third[1], "subsidiary")
        if first == second == "Enterprise" and _OWNED.fullmatch(between) and _SUBSIDIARY.match(doc.text, other[1]):
            yield Implied(one[2], "partOf", other[2], one[0], other[1], "subsidiary")
        if first == "Person" and second == "Region" and len(between) <= 8 and _HOME.search(between):
            yield Implied(one[2], "originatesFrom", _chain_end(links, index + 1)[2], one[0], other[1], "home-town")
    yield from _abbreviated(doc, resolved)
    yield from _listed(doc, resolved, links)
    yield from _counted(doc, resolved, links)


def _chain_end(links: Sequence[Link], at: int) -> Link:
    """The last link of a chain of regions that begins at `at`, with the chain's beginning (湖州市|吴兴区|织里镇)."""
    start = links[at][0]
    while at + 1 < len(links) and links[at + 1][0] == links[at][1] and links[at + 1][2].startswith("region/"):
        at += 1
    return start, links[at][1], links[at][2]


def _row(doc: Document, resolved: Resolved, links: Sequence[Link], at: int) -> Iterator[Link]:
    """The name at `at`, and those of its class coordinated behind it (东莞企业|甲机电、乙包装)."""
    yield links[at]
    for one, other in zip(links[at:], links[at + 1 :], strict=False):
        alike = resolved.groups[one[2]].cls == resolved.groups[other[2]].cls == "Enterprise"
        if not alike or doc.text[one[1] : other[0]] not in ("、", "和", "与", "及"):
            return
        yield other


def _came(doc: Document, one: Link, other: Link) -> Iterator[Implied]:
    """Where somebody is from or came from: 某某是织里镇人, 某公司从莱阳远道而来."""
    between = doc.text[one[1] : other[0]]
    native = between in ("是", "系", "为", "，", "，是") and _NATIVE.match(doc.text, other[1])
    came = (
        len(between) <= _FAR
        and between.endswith(("从", "自", "由"))
        and not re.search("[。；]", between)
        and _CAME.match(doc.text, other[1])
    )
    if native or came:
        yield Implied(one[2], "originatesFrom", other[2], one[0], other[1], "native-of" if native else "came-from")


def _listed(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[Implied]:
    """甲、乙等39家苏州企业: each firm of the row comes from there."""
    by_start = {s: (e, i) for s, e, i in links}
    for index, (start, end, last) in enumerate(links):
        closing = _CLOSING.match(doc.text, end) or _UNNAMED_CLOSING.match(doc.text, end)
        if closing is None or resolved.groups[last].cls != "Enterprise" or closing.end() not in by_start:
            continue
        stop, region = by_start[closing.end()]
        if resolved.groups[region].cls != "Region" or not re.match(r"[\u4e00-\u9fff]{0,4}?(?:企业|公司|商)", doc.text[stop : stop + 8]):
            continue
        members, first = [last], start
        for before in reversed(links[:index]):
            if not _ROW_MARKS.fullmatch(doc.text, before[1], first) or resolved.groups[before[2]].cls != "Enterprise":
                break
            members.append(before[2])
            first = before[0]
        for member in members:
            yield Implied(member, "originatesFrom", region, first, stop, "row-of-firms-from")


def _counted(doc: Document, resolved: Resolved, links: Sequence[Link]) -> Iterator[Implied]:
    """5家南京企业（甲公司、乙公司在内）: each firm of the brackets comes from there."""
    for index, (start, end, region) in enumerate(links):
        opening = _SOME_FIRMS.match(doc.text, end)
        if opening is None or resolved.groups[region].cls != "Region" or doc.text[start - 1] not in "家批个":
            continue
        closing = doc.text.find("）", opening.end())
        for one in links[index + 1 : index + 12]:
            if one[1] <= closing and resolved.groups[one[2]].cls == "Enterprise":
                yield Implied(one[2], "originatesFrom", region, start, one[1], "row-of-firms-from")


def _abbreviated(doc: Document, resolved: Resolved) -> Iterator[Implied]:
    """Origins told by one character: 闽籍企业某某公司, 某某是闽商."""
    gazetteer = gazetteers.load()
    by_start = {s: i for s, _, i in resolved.links}
    by_end = {e: i for _, e, i in resolved.links}
    for match in _ABBREVIATED.finditer(doc.text):
        codes = [c for c in gazetteer.abbreviations.get(match[1], ()) if f"region/{c}" in resolved.groups]
        named = by_start.get(match.end()) or (by_end.get(match.start() - 1) if doc.text[match.start() - 1] in "是系为" else None)
        if codes and named and resolved.groups[named].cls in ("Enterprise", "Person"):
            start = min(match.start(), next(s for s, e, i in resolved.links if i == named and (s == match.end() or e == match.start() - 1)))
            yield Implied(named, "originatesFrom", f"region/{codes[0]}", start, max(match.end(), start + 1), "origin-by-one-character")
