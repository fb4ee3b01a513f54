"""Relations that names imply: 阜阳市人民医院 lies in 阜阳市, 苏州援疆工作组 comes from 苏州市, 智力援疆 is part of 对口援疆."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg import gazetteer as gazetteers
from kg.facts import bodies_of_each, nesting
from kg.facts.groups import Group, prefix_region
from kg.facts.main_regions import main_receiver
from kg.facts.recognise import Recognised
from kg.facts.resolve import Resolved
from kg.model import Document, Mention

_PLACED = frozenset(
    ("GovernmentBody", "School", "Hospital", "ResearchInstitute", "Media", "Association", "Institution", "Park", "Facility", "Project")
)
_NO_PARENT = frozenset(("Region", "Area", "Person", "Park", "Facility", "Program", "Project", "Event", "AidTeam"))
"""Classes whose names begin the names of other things without having them as parts."""
_STRAND = re.compile(r"^.{2,4}(援疆|援藏|援青|润疆|兴疆|援滇|援宁)$")
_REGIME = {"疆": "对口援疆", "藏": "对口援藏", "青": "对口援青"}
_PHASE = re.compile(r"[（(]?(?:第?[一二三四五六]期|首期)")
_WRITTEN = frozenset(("Policy", "Agreement", "Publication", "Program", "Event", "Project"))
"""Classes whose names tell of acts between regions."""
_HELPS = re.compile(r"(?:对口支援|对口帮扶|对口援助|支援|帮扶|援助)$")
_ACT_BETWEEN = 10  # characters between two regions of a name
_SENT_TO = re.compile(r"([\u4e00-\u9fff]{2,3}?)(?:驻|赴|援|对口)")
_COOPERATION = re.compile(r"协作|合作|帮扶|挂钩|对口|支援|结对|扶贫")
_SEAT = re.compile(r"(?:联络处|办事处|办事机构|展销中心|直销中心|展示中心|工作站|分院|分校|分中心|分公司|代表处)$")
_FIRMS = re.compile(r"公司|集团|合作社")
_BRACKET = re.compile(r"[（(]([^（）()]+)[）)]")


@dataclass(frozen=True, slots=True)
class Implied:
    """A relation that a name implies, with the stretch of the text that has the name."""

    subject: str
    predicate: str
    object: str
    start: int
    end: int
    rule: str


def read(doc: Document, found: Recognised, resolved: Resolved) -> Iterator[Implied]:
    """The relations that the document's names imply."""
    nested = nesting.inside(found.mentions, found.inner)
    inner = {at: [m for m in mentions if m.cls == "Region"] for at, mentions in nested.items()}
    by_code: dict[str | None, str] = {g.code: i for i, g in resolved.groups.items() if g.code}
    names = _Names(resolved)
    few = sum(g.cls == "AidTeam" for g in resolved.groups.values()) <= 3
    near = main_receiver(resolved) if few else None
    near = near if near and _dominates(near, resolved) else None
    for own, group in resolved.groups.items():
        first = group.mentions[0]
        if group.cls in _PLACED:
            yield from _location(doc, own, group, (inner, by_code))
        elif group.cls == "AidTeam" and group.team:
            yield from _team(own, group, by_code, (resolved.home, near), resolved)
        elif group.cls == "Program":
            yield from _strand(own, group, resolved)
            yield from _parties(own, group, inner, by_code)
        if group.cls in _WRITTEN:
            yield from _told_in_the_name(doc, group, inner, by_code)
        if group.cls in ("GovernmentBody", "School", "Hospital", "Institution", "ResearchInstitute", "Enterprise", "Association"):
            for parent in _parents(own, group, names, resolved.groups):
                yield Implied(own, "partOf", parent, first.start, first.end, "named-after-parent")
        if group.cls == "Project":
            for firm in _owners(group, names, resolved.groups):
                yield Implied(firm, "implements", own, first.start, first.end, "owner-of-the-project")
        for parent in _wholes(group, names, resolved.groups):
            yield Implied(own, "partOf", parent, first.start, first.end, "named-after-the-whole")
        if group.cls == "Region" and not group.code and group.parent and f"region/{group.parent}" in resolved.groups:
            yield Implied(own, "locatedIn", f"region/{group.parent}", first.start, first.end, "village-in-its-region")


def _location(
    doc: Document, own: str, group: Group, context: tuple[Mapping[int, list[Mention]], Mapping[str | None, str]]
) -> Iterator[Implied]:
    inner, by_code = context
    for mention in sorted(group.mentions, key=lambda m: m.start - m.end):
        each = mention.rule == bodies_of_each.RULE
        chosen = None if each else _seat(doc, mention, inner.get(mention.start, []))
        if chosen is None and group.region and mention.relative:
            chosen = group.region, "completed-by-its-region"
        if chosen and chosen[0] in by_code:
            yield Implied(own, "locatedIn", by_code[chosen[0]], mention.start, mention.end, chosen[1])
            return


def _seat(doc: Document, mention: Mention, inner: list[Mention]) -> tuple[str, str] | None:
    """Code of the region that a name places its thing in: a seat in brackets or before the head, else the deepest of the prefixes."""
    text = doc.text[mention.start : mention.end]
    regions = [m for m in inner if not m.fused and m.code]
    for bracket in _BRACKET.finditer(text):
        seated = [m for m in regions if m.start == mention.start + bracket.start(1) and m.end == mention.start + bracket.end(1)]
        if seated and not re.match(r"援疆|自由贸易|自贸", text[bracket.end() :]) and "援疆" not in text[: bracket.start()]:
            return str(seated[0].code), "seat-in-brackets"
    head = _SEAT.search(text)
    if head and len(regions) > 1 and regions[-1].end == mention.start + head.start():
        return str(regions[-1].code), "seat-before-the-head"
    prefix = None if text.endswith("工作站") else prefix_region(mention, inner, gazetteers.load())
    if mention.cls == "Project" and _FIRMS.search(text):
        return None  # 江苏某某公司|饮料项目: the prefix is the firm's
    if prefix is None:
        later = [m for m in regions if m.start > mention.start]
        fused_before = any(m.fused and m.start < later[0].start for m in inner) if later else False
        if later and mention.cls in ("Park", "Facility") and (fused_before or text.startswith(("中国", "中哈"))) and not _partners(text):
            return str(later[-1].code), "region-in-the-name"
        return None
    if mention.cls == "Park" and any(m.start == prefix[1] and not gazetteers.load().contains(prefix[0], str(m.code)) for m in regions):
        return None  # 昆山沭阳工业园: two partners
    following = doc.text[prefix[1] : prefix[1] + 1]
    # a dash or a second partner after the first region: the name tells of partners, not of a place
    if (
        following in "—-－·~"
        or any(m.fused for m in inner if m.start == prefix[1])
        or re.match(r"援疆|援藏|援青|对口", doc.text[prefix[1] :])
    ):
        return None
    return prefix[0], "name-prefix"


def _partners(text: str) -> bool:
    return bool(re.search(r"[—－-]", text))


def _team(
    own: str, group: Group, by_code: Mapping[str | None, str], setting: tuple[str | None, str | None], resolved: Resolved
) -> Iterator[Implied]:
    """Sender and receiver of a team: a team without a sender is the home's; one that helps a whole province works where the
    document is set. `setting`: code of the document's home, and id of the region it tells of as helped.
    """
    home, near = setting
    assert group.team is not None
    first = max(group.mentions, key=lambda m: m.end - m.start)
    named = group.team.senders or _sender_by_short_name(group, resolved) or ((home,) if home and group.team.batch else ())
    senders = [by_code[c] for c in named[-1:] if c in by_code]
    receivers = [_of_like_level(by_code[c], senders, resolved) for c in group.team.receivers[-1:] if c in by_code]
    vague = not receivers or receivers[0].endswith("0000")  # 援疆, 赴陕: a whole province, or nobody
    if near and vague and senders and near not in senders and all(gazetteers.load().contains(r[7:], near[7:]) for r in receivers):
        receivers = [near]
    for sender in senders:
        yield Implied(own, "originatesFrom", sender, first.start, first.end, "team-named-after-sender")
    for receiver in receivers:
        yield Implied(own, "assists", receiver, first.start, first.end, "team-named-after-receiver")
        for sender in senders:
            if sender != receiver:
                yield Implied(sender, "assists", receiver, first.start, first.end, "sender-of-the-team")


def _sender_by_short_name(group: Group, resolved: Resolved) -> tuple[str, ...]:
    """The town or county that a team's name begins with, without its level (织里驻某县帮扶工作队 where 织里镇 is told of)."""
    short = _SENT_TO.match(group.label)
    if short is None:
        return ()
    fits = [g.code for i, g in resolved.groups.items() if i.startswith("region/") and g.code and g.label[:-1] == short[1]]
    return tuple(fits) if len(fits) == 1 else ()


def _of_like_level(receiver: str, senders: Sequence[str], resolved: Resolved) -> str:
    """Whom a team helps: of a city and the prefecture of its name (大理) a prefecture's team helps the prefecture."""
    whole = f"region/{receiver[7:11]}00"
    gazetteer = gazetteers.load()
    like = bool(senders) and gazetteer.division(senders[0][7:]).level == "prefecture" and len(receiver) == 13
    same = whole in resolved.groups and resolved.groups[whole].label[:2] == resolved.groups[receiver].label[:2]
    return whole if like and same and whole != receiver else receiver


def _dominates(region: str, resolved: Resolved) -> bool:
    """Whether a document tells of one region far more than of the others of its level in its province."""
    gazetteer = gazetteers.load()
    level = gazetteer.division(region[7:]).level
    others = [
        len(g.mentions)
        for i, g in resolved.groups.items()
        if g.code and i != region and g.code[:2] == region[7:9] and gazetteer.division(g.code).level == level
    ]
    return len(resolved.groups[region].mentions) >= 2 * max(others, default=0)


def _strand(own: str, group: Group, resolved: Resolved) -> Iterator[Implied]:
    strand = _STRAND.match(group.label)
    regime = f"Program/{_REGIME.get(strand[1][-1], '')}" if strand else ""
    if regime in resolved.groups and regime != own:
        first = group.mentions[0]
        yield Implied(own, "partOf", regime, first.start, first.end, "strand-of-aid")


def parties(found: Recognised, resolved: Resolved) -> dict[str, tuple[str, ...]]:
    """The two regions that an agreement is named by (《甲市—乙县协作协议》), for each that is named by two."""
    nested = nesting.inside(found.mentions, found.inner)
    by_code = {g.code: i for i, g in resolved.groups.items() if g.code}
    named: dict[str, tuple[str, ...]] = {}
    for own, group in resolved.groups.items():
        for mention in group.mentions if group.cls == "Agreement" else ():
            sides = _sides([m for m in nested.get(mention.start, ()) if m.cls == "Region" and m.code in by_code])
            if len(sides) == 2:
                named.setdefault(own, tuple(by_code[code] for code in sides))
    return named


def _sides(regions: list[Mention]) -> list[str]:
    """Codes of the regions named, of a chain (山东省烟台市) the last one."""
    gazetteer = gazetteers.load()
    codes: list[str] = []
    for region in regions:
        code = str(region.code)
        if codes and gazetteer.contains(codes[-1], code):
            codes.pop()
        if code not in codes:
            codes.append(code)
    return codes


def _parties(own: str, group: Group, inner: Mapping[int, list[Mention]], by_code: Mapping[str | None, str]) -> Iterator[Implied]:
    """The two regions that a scheme of cooperation is named by carry it out (苏霍协作)."""
    for mention in group.mentions:
        fused = [m for m in inner.get(mention.start, ()) if m.fused and m.code in by_code]
        pair = [m for m in fused if m.start - mention.start <= 2]
        if len(fused) == len(pair) == 2 and pair[1].start == pair[0].end and _COOPERATION.search(group.label):
            for member in pair:
                yield Implied(
                    subject=by_code[member.code],
                    predicate="implements",
                    object=own,
                    start=mention.start,
                    end=mention.end,
                    rule="named-after-its-parties",
                )
            return


def _told_in_the_name(
    doc: Document, group: Group, inner: Mapping[int, list[Mention]], by_code: Mapping[str | None, str]
) -> Iterator[Implied]:
    """Who helps whom by the name of a plan, scheme or meeting (《甲省对口支援乙州发展规划》)."""
    for mention in group.mentions:
        regions = [m for m in inner.get(mention.start, ()) if m.code in by_code and not m.fused]
        for one, other in zip(regions, regions[1:], strict=False):
            between = doc.text[one.end : other.start]
            if len(between) <= _ACT_BETWEEN and _HELPS.search(between) and one.code != other.code:
                yield Implied(by_code[one.code], "assists", by_code[other.code], mention.start, mention.end, "help-told-in-a-name")


class _Names:
    """The entities of a document by the forms of their names."""

    def __init__(self, resolved: Resolved) -> None:
        self.labels: dict[str, list[str]] = defaultdict(list)
        self.forms: dict[str, list[str]] = defaultdict(list)
        for own, group in resolved.groups.items():
            self.labels[group.label].append(own)
            for form in {group.label, *group.forms} if group.cls not in _NO_PARENT else ():
                self.forms[form].append(own)


def _wholes(group: Group, names: _Names, groups: Mapping[str, Group]) -> Iterator[str]:
    """What a phase or a section is of (某园区二期工程), and the team that a branch is of (…前方指挥部泰州分指挥部)."""
    if group.cls not in ("Project", "Park", "AidTeam"):
        return
    for size in range(1, len(group.label)):
        rest = group.label[size:]
        for other in names.labels.get(group.label[:size], ()):
            whole = groups[other]
            branch = group.cls == whole.cls == "AidTeam" and "分" in rest
            if branch or (group.cls == "Project" and whole.cls == "Park" and _PHASE.match(rest)):
                yield other


def _owners(group: Group, names: _Names, groups: Mapping[str, Group]) -> Iterator[str]:
    """The firm whose name a project's begins with (某某有限公司|饮料加工项目), the longest."""
    for size in range(len(group.label) - 1, 3, -1):
        firms = [other for other in names.forms.get(group.label[:size], ()) if groups[other].cls == "Enterprise"]
        if firms:
            yield from firms[:1]
            return


def _parents(own: str, group: Group, names: _Names, groups: Mapping[str, Group]) -> Iterator[str]:
    """Entity of the document whose name this one begins with, the longest: 苏州市委 of 苏州市委宣传部."""
    for size in range(len(group.label) - 1, 3, -1):
        for other in names.forms.get(group.label[:size], ()):
            if other != own:
                if group.label not in groups[other].forms:
                    yield other
                return
