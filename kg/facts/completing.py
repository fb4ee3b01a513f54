"""Relative names completed: 市发改委, 人民医院, 宣传部 in a text that has said which city.

The region is that of the neighbour in the row, else the nearest one named before it whose level fits, else the document's home, else the
region of that level that the home lies in. One that the clause goes to (市委书记…赴苏) is not the region of the goer, nor one that is thanked
(县长…对乙县表示感谢) that of who thanks. Who accompanies visitors is of the place that they have come to.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache

from kg import gazetteer as gazetteers
from kg import lexicon as lexicons
from kg.model import Document, Mention

_LEVELS = {
    "市": ("市",),
    "县": ("县", "旗"),
    "旗": ("旗",),
    "区": ("区",),
    "自治区": ("自治区",),
    "省": ("省", "自治区"),
    "州": ("州",),
    "盟": ("盟",),
    "自治州": ("州",),
    "镇": ("镇",),
    "乡": ("乡",),
}
_PREFIX = re.compile(r"自治[区州]|[省市县区州旗盟镇乡]")
_PARTY_UNITS = ("宣传部", "统战部", "组织部", "政法委", "编办", "网信办", "社会工作部", "政策研究室")
_GOES_TO = re.compile(r"(?:赴|到|来|抵|前往|走进|到访|访问|来到|抵达|莅临)$")
_THANKED = re.compile(r"[^。；\n]{0,60}?(?:感谢|谢意|欢迎|敬意)")
_HOSTS = re.compile(r"[^。；\n率带赴到来与]{0,120}?(?:陪同|陪伴|会见|接待)(?!下|的)")
"""Behind a post: its holder receives somebody (市委书记甲、市长乙陪同)."""
_MEMBER_AND = re.compile(r"(?:常委|委员|副书记|书记)[、，兼]{1,2}$")
"""What stands between a committee and a unit of it: 某省委常委、|统战部部长."""
_OWN = re.compile(r"我[市县区省州]")


def level_prefix(text: str) -> str:
    """The word for a level that a relative name begins with (市发改委 → 市), "" where it begins with none."""
    match = _PREFIX.match(text)
    return match[0] if match and len(text) > len(match[0]) else ""


def fits(prefix: str, name: str) -> bool:
    """Whether a region's name has the level that a relative name begins with; without one, whether it is a city, prefecture or county."""
    if prefix == "区" and name.endswith(("自治区", "地区")):
        return False
    return name.endswith(_LEVELS[prefix]) if prefix else not name.endswith(("省", "国", "自治区"))


def label(text: str, region: str) -> str:
    """The completed form of a relative name.

    >>> label("市发改委", "苏州市"), label("市委", "苏州市"), label("宣传部", "阜阳市")
    ('苏州市发改委', '苏州市委', '阜阳市委宣传部')
    """
    prefix = level_prefix(text)
    rest = text[len(prefix) :]
    if not prefix and rest in _PARTY_UNITS:
        return f"{region}委{rest}"
    return region + rest


@cache
def _fields() -> tuple[Mapping[str, str], re.Pattern[str]]:
    table = lexicons.load().departments
    return table, re.compile("|".join(sorted(map(re.escape, table), key=lambda w: (-len(w), w))))


def department(name: str) -> str:
    """What a body's name is after its region, as it is called for short: by it two names of one body are known to be one.

    >>> department("工业和信息化厅"), department("人民政府"), department("发展改革委")
    ('工信厅', '政府', '发改委')
    """
    table, pattern = _fields()
    return pattern.sub(lambda match: table[match[0]], name)


_DATELINE = re.compile(r"(?:\d{1,2}月)?\d{1,2}日[电讯]")
"""Behind a region: it is where a report was written (本报甲省8月7日电)."""
_LEADS = re.compile(r"[^。；，\n]{0,40}?(?:率领|带领|率)")
_SENT = re.compile(r"[^。；，、\n]{0,6}?(?:代表团|考察团|访问团|慰问团)")
_ASIDE = 24  # characters of a row of regions in brackets


class Places:
    """The regions that a document names, by what relative names ask of them: looked up in a time that does not grow with the document."""

    def __init__(self, doc: Document, places: Sequence[Mention], home: str | None) -> None:
        """`places`: region mentions in order, inner and fused ones included; `home`: code of the document's home."""
        self.gazetteer = gazetteers.load()
        self.home = home
        self.text = doc.text
        own = [Mention(*m.span(), "Region", "home", code=home) for m in _OWN.finditer(doc.text) if home]
        self.named = sorted([*(p for p in places if p.code and len(p.code) != 2), *own], key=lambda p: p.start)
        self.provinces = any(p.code and self.gazetteer.division(p.code).name.endswith("省") for p in self.named)
        self.goals: list[Mention] = []
        for place in sorted([*places, *own], key=lambda p: p.start):
            if self.goals and self.goals[-1].end == place.start:
                self.goals[-1] = place  # 赴甲省|乙市: the city is where they go
            elif _reached(doc.text, place):
                self.goals.append(place)
        self.visited = [p for p in self.goals if doc.text[p.start - 1 : p.start] not in ("对", "向")]
        self.stops = [m.start() for m in re.finditer("[。；\n]", doc.text)]
        self.fitting: dict[str, tuple[list[Mention], list[int]]] = {}

    def fits(self, prefix: str, code: str) -> bool:
        """Whether a region has the level that a relative name begins with; 省 is no autonomous region where a province is named."""
        name = self.gazetteer.division(code).name
        return fits(prefix, name) and (prefix != "省" or not self.provinces or name.endswith("省"))

    def goal(self, mention: Mention) -> str | None:
        """Code of the region where the clause of a relative name goes to; None where it goes nowhere."""
        first = bisect_left(self.goals, mention.end, key=lambda p: p.start)
        stop = bisect_left(self.stops, mention.end)
        reached = first < len(self.goals) and (stop == len(self.stops) or self.goals[first].start < self.stops[stop])
        return self.goals[first].code if reached else None

    def host(self, mention: Mention, prefix: str) -> str | None:
        """Code of the region of a host: the place that was gone to last, else the home, or what that lies in, if of the level."""
        at = bisect_left(self.visited, mention.start, key=lambda p: p.start) - 1
        place = self.visited[at].code if at >= 0 else self.home
        return self.of_level(place, prefix) if place else None

    def around(self, mention: Mention, prefix: str) -> str | None:
        """Code of the region of a level that the home lies in, else of the one that the place gone to lies in."""
        place = self.home or self.goal(mention)
        return self.of_level(place, prefix) if place else self.host(mention, prefix)

    def of_level(self, code: str, prefix: str) -> str | None:
        """The region itself, or the one that it lies in, of the level that a relative name begins with; None where there is none."""
        return next((c for c in (code, *self.gazetteer.ancestors(code)) if self.fits(prefix, c)), None)

    def aside(self, place: Mention) -> bool:
        """Whether a region stands in brackets, in a row of several."""
        opened = self.text.rfind("（", max(0, place.start - _ASIDE), place.start)
        closed = self.text.find("）", place.end, place.end + _ASIDE)
        inner = self.text[opened : closed + 1] if 0 <= opened < closed else ""
        return "）" not in inner[:-1] and "、" in inner

    def led(self, mention: Mention, prefix: str) -> str | None:
        """Code of the region whose delegation the clause tells to be led (省委书记某某率|甲省|党政代表团); None where there is none."""
        leads = _LEADS.match(self.text, mention.end)
        at = bisect_left(self.named, leads.end() if leads else 0, key=lambda p: p.start)
        place = self.named[at] if leads and at < len(self.named) and self.named[at].start == leads.end() else None
        sent = place is not None and place.code is not None and _SENT.match(self.text, place.end) is not None
        return place.code if place and place.code and sent and self.fits(prefix, place.code) else None

    def later(self, mention: Mention, prefix: str) -> str | None:
        """Code of the one region of a level that the document names, behind the relative name alone and as nobody's goal; else None."""
        fitting = {p.code for p in self.named if p.code and self.fits(prefix, p.code)}
        goals = {p.code for p in self.goals}
        return next(iter(fitting)) if len(fitting) == 1 and not fitting & goals else None

    def nearest(self, mention: Mention, prefix: str) -> Mention | None:
        """The region before a relative name that is named last, fits and is not where its clause goes to; None where there is none."""
        if prefix not in self.fitting:
            level = [p for p in self.named if p.code and self.fits(prefix, p.code)]
            fitting = [p for p in level if not self.aside(p)] or level  # 甲市（乙区、丙县）联席会议
            others: list[int] = []  # of each the number of the last one before it that is another region
            for number, place in enumerate(fitting):
                same = number > 0 and fitting[number - 1].code == place.code
                others.append(others[-1] if same else number - 1)
            self.fitting[prefix] = fitting, others
        fitting, others = self.fitting[prefix]
        at = bisect_left(fitting, mention.start, key=lambda p: p.start) - 1
        while at >= 0 and fitting[at].end > mention.start:
            at -= 1
        if at >= 0 and fitting[at].code == self.goal(mention):
            at = others[at]
        return fitting[at] if at >= 0 else None


def _reached(text: str, place: Mention) -> bool:
    """Whether a region is one that somebody of another goes to, or thanks."""
    before = text[max(0, place.start - 2) : place.start]
    return _GOES_TO.search(before) is not None or (before[-1:] in ("对", "向") and _THANKED.match(text, place.end) is not None)


def region_of(doc: Document, mention: Mention, places: Places, neighbours: Mapping[int, str]) -> tuple[str, str] | None:
    """Code of the region of a relative name and the rule that chose it; None where nothing tells.

    `neighbours`: the regions of the row's neighbours already completed, by the end offset of their names.
    """
    home = places.home
    text = doc.text[mention.start : mention.end]
    prefix = "自治区" if text.startswith("区党委") else level_prefix(text)
    block = doc.block_at(mention.start)
    beside = neighbours.get(mention.start - 1)
    if beside and doc.text[mention.start - 1] in "、和与及" and (not prefix or places.fits(prefix, beside)):
        return beside, "neighbour-in-row"
    if block and block.kind in ("distribution", "colophon") and home:
        return home, "home"
    committee = _MEMBER_AND.search(doc.text, max(0, mention.start - 8), mention.start) if text in _PARTY_UNITS else None
    if committee and (own := neighbours.get(committee.start())):
        return own, "neighbour-in-row"
    if prefix and _HOSTS.match(doc.text, mention.end) and (host := places.host(mention, prefix)):
        return host, "host-of-visitors"
    nearest = places.nearest(mention, prefix)
    at_home = home is not None and (not prefix or places.fits(prefix, home))
    above = block is not None and nearest is not None and nearest.start < block.start  # where the home is nearer, if it has the level
    dated = nearest is not None and _DATELINE.match(doc.text, nearest.end) is not None
    led = places.led(mention, prefix) if prefix and not (home and at_home) else None
    if led:
        return led, "nearest-region"
    if nearest and nearest.code and not ((above or dated) and prefix and at_home):
        return nearest.code, "nearest-region"
    around = places.around(mention, prefix) if prefix else None
    if home and at_home:
        return home, "home"
    later = places.later(mention, prefix) if prefix and not around else None
    return (around, "around-the-home") if around else (later, "nearest-region") if later else None
