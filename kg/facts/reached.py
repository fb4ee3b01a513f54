"""What only stands inside longer names and counts as mentioned: regions, firms inside the names of their divisions, parks of committees
and of phases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    reached += _wholes(groups)
    for place in places:
        if place.code and place.code not in have:
            keyed[place.code].append(place)
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


def _wholes(groups: Sequence[Group]) -> Iterator[Group]:
    """The parks that only their phases' names name."""
    named = {f for g in groups for f in (g.label, *g.forms)}
    for group in groups:
        whole = re.sub(r"[一二三四五六]期$", "", group.mentions[0].label or "") if group.rule == "phase" else ""
        if whole.endswith(("园", "区", "城")) and whole not in named:
            named.add(whole)
            first = replace(group.mentions[0], cls="Park", end=group.mentions[0].start + len(whole), rule="inside-a-name")
            yield Group("Park", whole, (first,), (whole,), group.region, rule="inside-a-name")
