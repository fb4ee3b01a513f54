"""What only stands inside longer names and counts as mentioned: regions, firms inside the names of their divisions, parks of committees
and of phases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.facts import nesting
from kg.facts.groups import Group, form_of, prefix_region
from kg.facts.names import COMMITTEES
from kg.facts.recognise import Recognised
from kg.gazetteer import Gazetteer
from kg.model import Document, Mention


def find(doc: Document, found: Recognised, context: tuple[Sequence[Group], Sequence[Mention]], gazetteer: Gazetteer) -> list[Group]:
    """Regions that only stand inside longer names, and firms inside the names of their divisions and projects: they count as mentioned."""
    groups, places = context
    have = {g.code for g in groups if g.cls == "Region"}
    keyed: dict[str, list[Mention]] = defaultdict(list)
    reached: list[Group] = []
    firms = {g.label for g in groups}
    named = {form for g in groups for form in g.forms}
    inside = nesting.inside(found.mentions, [m for m in found.inner if m.cls == "Region"])
    for mention in found.mentions:
        form = form_of(doc, mention)
        suffix = next((c for c in (*COMMITTEES, "党工委") if form.endswith(c)), None)
        park = form.removesuffix(suffix) if suffix and not mention.relative else ""
        if park.endswith(("区", "园", "城")) and park not in firms and park not in named:
            firms.add(park)
            span = replace(mention, end=mention.end - len(suffix or ""), cls="Park")
            prefix = prefix_region(span, inside.get(mention.start, ()), gazetteer)
            reached.append(Group("Park", park, (span,), (park,), prefix[0] if prefix else None, rule="inside-a-name"))
    for holder, mention in nesting.pairs(found.mentions, found.inner):
        if mention.cls == "Enterprise" and form_of(doc, mention).endswith("公司") and form_of(doc, mention) not in firms:
            prefix = prefix_region(mention, inside.get(holder.start, ()), gazetteer)
            form = form_of(doc, mention)
            firms.add(form)
            reached.append(Group("Enterprise", form, (mention,), (form,), prefix[0] if prefix else None, rule="inside-a-name"))
    reached += _agreed_on(doc, found.mentions, inside, gazetteer)
    reached += _wholes(groups)
    for place in places:
        if place.code and place.code not in have:
            keyed[place.code].append(place)
    reached += _governed(doc, groups, have | keyed.keys(), gazetteer)
    return reached + [
        Group(
            "Region",
            gazetteer.division(c).name,
            tuple(ms),
            tuple(dict.fromkeys(form_of(doc, m) for m in ms if not m.fused)),
            code=c,
            rule="inside-a-name",
        )
        for c, ms in sorted(keyed.items())
    ]


_GOVERNOR = re.compile(r"[^。；委]{2,20}?[、，](?:代|副|常务副)?(?P<level>[省市县区州旗])长")
"""Behind a committee: a leader of its region, whom the same row names (州委副书记、州长某某)."""


def _governed(doc: Document, groups: Sequence[Group], have: Collection[str | None], gazetteer: Gazetteer) -> Iterator[Group]:
    """The regions of committees that are only told by their level (州委), where the row goes on with who governs them."""
    told: set[str] = set()
    for group in groups:
        code = group.region if group.cls == "GovernmentBody" and group.label.endswith("委") else None
        if code is None or code in have or code in told:
            continue
        name = gazetteer.division(code).name
        for mention in group.mentions:
            governor = _GOVERNOR.match(doc.text, mention.end) if mention.relative else None
            if governor and name.endswith(governor["level"]) and mention.end - mention.start == 2:
                told.add(code)
                level = replace(mention, end=mention.start + 1, cls="Region", code=code, rule="inside-a-name", relative=False)
                yield Group("Region", name, (level,), (), code=code, rule="inside-a-name")
                break


def _wholes(groups: Sequence[Group]) -> Iterator[Group]:
    """The parks that only their phases' names name."""
    named = {f for g in groups for f in (g.label, *g.forms)}
    for group in groups:
        whole = re.sub(r"[一二三四五六]期$", "", group.mentions[0].label or "") if group.rule == "phase" else ""
        if whole.endswith(("园", "区", "城")) and whole not in named:
            named.add(whole)
            first = replace(group.mentions[0], cls="Park", end=group.mentions[0].start + len(whole), rule="inside-a-name")
            yield Group("Park", whole, (first,), (whole,), group.region, rule="inside-a-name")


_THAT_PARK = re.compile(r"[。，；](?:目前，?)?(?:该|这一|这个)(?:产业园区?|园区|园)")
_AGREEMENT = re.compile(r"(.{4,}?(?:产业园区?|工业园区?|科技园区?|合作园区?|物流园区?|共建园区?))(?:框架|项目|合作|战略|共建|建设|投资|开发)*(?:协议书?|合同|备忘录)》?")
_NEAR = 120  # characters from an agreement to the word that stands for its park


def _agreed_on(
    doc: Document, mentions: Sequence[Mention], inside: Mapping[int, Sequence[Mention]], gazetteer: Gazetteer
) -> Iterator[Group]:
    """The park that only its agreement names, where the text goes on about it (签署甲乙产业园框架协议。该产业园位于…)."""
    parks = [m.end for m in mentions if m.cls == "Park"]
    for mention in mentions:
        named = _AGREEMENT.fullmatch(doc.text, mention.start, mention.end) if mention.cls == "Agreement" else None
        that = _THAT_PARK.search(doc.text, mention.end, mention.end + _NEAR) if named else None
        if named is None or that is None or any(mention.end <= end <= that.start() for end in parks):
            continue
        span = replace(mention, start=mention.start + (doc.text[mention.start] == "《"), end=named.end(1), cls="Park", rule="inside-a-name")
        form = doc.text[span.start : span.end]
        prefix = prefix_region(span, inside.get(mention.start, ()), gazetteer)
        yield Group("Park", form, (span,), (form,), prefix[0] if prefix else None, rule="inside-a-name")
