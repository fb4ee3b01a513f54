"""The document's home: the region that 我市, 我县 or 我省 means, and that a bare 市委 is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg import gazetteer as gazetteers
from kg.facts import nesting, teams
from kg.facts.recognise import Recognised
from kg.model import Document, Mention

_OWN = re.compile(r"我(市|县|区|省|州|镇)(?!场)")
_PARTNER = re.compile(r"我[市县区省州](?:[同与和跟赴向援驻]|支援|对口支援|对口帮扶|对口协作|援建|帮扶)$")
_GOES_OUT = re.compile(r"我[市县区省州][^，。；\n]{0,8}?(?:代表团|考察团|慰问团|考察组|一行)[^，。；\n]{0,6}?(?:赴|到|抵|前往|走进)$")
"""Before a region: the home's people go there (率我省代表团赴|乙区)."""
_COMES = re.compile(r"[^。；\n]{0,60}?(?:来到?|到|赴|抵|莅临|走进)我[市县区省州镇]")
"""Behind a region: its people have come to the home (乙区区委书记率队到我区)."""
_FITS = {"市": ("市",), "县": ("县", "旗"), "区": ("区",), "省": ("省", "自治区"), "州": ("州",), "镇": ("镇",)}
_HEADS = ("masthead", "byline", "colophon", "source", "title")


def find(doc: Document, found: Recognised, places: Sequence[Mention]) -> str | None:
    """Code of the document's home; None where nothing tells.

    The publisher's region (a paper, an office, a press in the masthead, byline or imprint) before the region that the document calls its
    own (我市) by what it says: the sender of the team it tells of, else the region of that level that it names most.
    """
    gazetteer = gazetteers.load()
    own = _OWN.search(doc.text)
    level = _FITS[own[1]] if own else None
    published: Counter[str] = Counter()
    for place in places:
        block = doc.block_at(place.start)
        division = gazetteer.division(place.code) if place.code and not place.fused and block and block.kind in _HEADS else None
        if division and (division.level in ("prefecture", "county") or (division.level == "province" and (division.city or level))):
            published[division.code] += 1
    if own is None:
        stated = _stated(doc, places)
        published = Counter({c: n for c, n in published.items() if c in stated})
    if published and not own:
        # of a chain like 苏州市吴中区 the city is the home, not the district
        return max(
            published, key=lambda c: (published[c] + sum(published[k] for k in published if c in gazetteer.ancestors(k)), -len(c), c)
        )
    if own is None or level is None:
        return None
    inner = nesting.inside(found.mentions, found.inner)
    senders = Counter(
        c
        for m in found.mentions
        if m.cls == "AidTeam"
        for c in teams.parse(doc.text[m.start : m.end], m.start, inner.get(m.start, ())).senders
    )
    named = Counter(p.code for p in places if p.code)
    partners = {p.code for p in places if _PARTNER.search(doc.text[max(0, p.start - 6) : p.start]) or _COMES.match(doc.text, p.end)}
    partners |= {p.code for p in places if _GOES_OUT.search(doc.text, max(0, p.start - 24), p.start)}
    for counts in (published, senders, named):
        fitting = [c for c in counts if gazetteer.division(c).name.endswith(level) and c not in partners]
        if fitting:
            return max(fitting, key=lambda c: (counts[c], c))
    return None


def _stated(doc: Document, places: Sequence[Mention]) -> frozenset[str | None]:
    """The regions that stand in what names the publisher, not in the title alone."""
    blocks = ((place.code, doc.block_at(place.start)) for place in places)
    return frozenset(code for code, block in blocks if block and block.kind in _HEADS and block.kind != "title")
