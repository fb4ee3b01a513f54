"""Resolving within a document: which mentions name one thing, and what it is called in full.

mentions ─► keys (division code; class, region and rest of a name; sender of a team) ─► groups ─► short forms joined to full ones
─► entities
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg import gazetteer as gazetteers
from kg import lexicon as lexicons
from kg.facts import bodies_of_each, completing, homes, nesting, reached, renamed, short_forms, teams
from kg.facts.groups import Group, form_of, merge, prefix_region
from kg.facts.names import COMMITTEES, SECTION
from kg.facts.recognise import Recognised
from kg.gazetteer import Gazetteer
from kg.model import Document, Entity, Mention, Remark, Span

_TITLED = frozenset(("Event", "Policy", "Agreement", "Publication", "AidTeam"))
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:19|20)\d\d年(?:度)?$")
_PARTY = "党工委"
_QUOTES = re.compile(r"^[《“]|[》”]$")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What resolving found: `entities` sorted by id, the `groups` they were made of by id, and `links`: (start, end, id) of
    every mention in order.
    """

    entities: tuple[Entity, ...]
    groups: Mapping[str, Group]
    links: tuple[tuple[int, int, str], ...]
    home: str | None
    remarks: tuple[Remark, ...] = field(default=())


def resolve(doc: Document, found: Recognised) -> Resolved:
    """The entities of the document, every mention linked to one."""
    gazetteer = gazetteers.load()
    inside = nesting.inside(found.mentions, found.inner)
    within = nesting.places(found.mentions, found.inner)
    places = sorted((m for m in (*found.mentions, *found.inner) if m.cls == "Region"), key=lambda m: m.start)
    home = homes.find(doc, found, places)
    # a region inside the title of a document or an event (某市协作会议) does not say whose 市委 comes next
    titled = {id(m) for holder, m in nesting.pairs(found.mentions, found.inner) if holder.cls in _TITLED}
    near = [m for m in places if id(m) not in titled]
    groups = _group(doc, found, (inside, near, home), gazetteer)
    groups = renamed.join(doc, short_forms.join(_teams_joined(groups)))
    groups = short_forms.join([*groups, *reached.find(doc, found, (groups, within), gazetteer)])
    inner = [(m.start, m.end, f"region/{m.code}") for m in within]
    return _entities(doc, groups, home, inner)


@dataclass(frozen=True, slots=True)
class _Context:
    """What mentions are resolved by. `neighbours`: regions of names by their ends, as found; `contrasted`: whether batches are."""

    places: completing.Places
    neighbours: dict[int, str]
    parks: Sequence[Mention]
    contrasted: bool


def _group(
    doc: Document, found: Recognised, context: tuple[Mapping[int, tuple[Mention, ...]], Sequence[Mention], str | None], gazetteer: Gazetteer
) -> list[Group]:
    """Mentions grouped by key, in the order of their first mention."""
    inside, places, home = context
    keyed: dict[tuple[str, ...], list[tuple[Mention, Group]]] = {}
    before: Mention | None = None
    parks = [m for m in found.mentions if m.cls == "Park" or _is_of_a_park(doc, m)]
    around = _Context(completing.Places(doc, places, home), {}, parks, _contrasted(doc.text))
    stood, each = bodies_of_each.find(doc, found.mentions, places)
    twofold = set(stood)
    for mention in sorted([*(m for m in found.mentions if m not in twofold), *each], key=lambda m: m.start):
        chain = _chain_form(doc, before, mention, gazetteer)
        before = mention
        one = _single(doc, mention, inside.get(mention.start, ()), around, gazetteer)
        if one is None:
            continue
        key, group = one
        group = replace(group, forms=(*group.forms, chain)) if chain else group
        if group.region:
            around.neighbours[mention.end] = group.region
        keyed.setdefault(key, []).append((mention, group))
    return [merge([g for _, g in members]) for members in keyed.values()]


def _is_of_a_park(doc: Document, mention: Mention) -> bool:
    return not mention.relative and mention.end - mention.start > 5 and doc.text.endswith(_PARTY, mention.start, mention.end)


def _chain_form(doc: Document, before: Mention | None, mention: Mention, gazetteer: Gazetteer) -> str | None:
    """The form with its parent that a region has in a chain (厦门市思明区), None where it stands in none."""
    if (
        before is None
        or before.end != mention.start
        or before.fused
        or not (before.cls == mention.cls == "Region" and before.code and mention.code)
    ):
        return None
    return doc.text[before.start : mention.end] if gazetteer.contains(before.code, mention.code) else None


def _teams_joined(groups: Sequence[Group]) -> list[Group]:
    """The groups with teams that name no sender joined to the one team of their kind that helps the same region."""
    result = list(groups)
    for group in groups:
        if group.cls != "AidTeam" or group.team is None or group.team.senders:
            continue
        family, receivers, batch = group.team.family, set(group.team.receivers), group.team.batch
        same = [
            g
            for g in result
            if g.team
            and g is not group
            and g.team.senders
            and g.team.family == family
            and (not batch or batch == g.team.batch)
            and (not receivers or receivers & set(g.team.receivers))
        ]
        if len(same) == 1:
            result[result.index(same[0])] = merge([same[0], group])
            result.remove(group)
    return result


def _single(
    doc: Document, mention: Mention, inner: Sequence[Mention], around: _Context, gazetteer: Gazetteer
) -> tuple[tuple[str, ...], Group] | None:
    """Key and group of one mention."""
    form = form_of(doc, mention)
    forms = () if mention.fused else (form,)
    if mention.cls == "Region":
        return _region_group(mention, form, forms)
    if mention.cls == "Area":
        return ("Area", mention.label or form), Group("Area", mention.label or form, (mention,), forms, rule=mention.rule)
    if mention.cls == "Person":
        return ("Person", form), Group("Person", form, (mention,), forms, rule=mention.rule)
    if mention.cls == "AidTeam":
        team = teams.parse(doc.text[mention.start : mention.end], mention.start, inner)
        if doc.text[mention.start - 1 : mention.start] == "驻" and not team.receivers:
            team = replace(team, senders=(), receivers=team.senders)  # 驻|某县工作队 is at work there
        contrasted = bool(team.batch) and around.contrasted and team.family == "干部人才"
        key = ("AidTeam", team.senders[-1] if team.senders else "", team.family, team.batch or "" if contrasted else "")
        return key, Group("AidTeam", form, (mention,), forms, team=team, rule=mention.rule)
    if mention.rule == "department-of-that-body" and mention.label:
        return (mention.cls, "", mention.label), Group(mention.cls, mention.label, (mention,), (form,), rule=mention.rule)
    if mention.rule == bodies_of_each.RULE and mention.label and mention.parent:
        rest = completing.department(mention.label.removeprefix(gazetteer.division(mention.parent).name))
        return (mention.cls, mention.parent, rest), Group(
            mention.cls, mention.label, (mention,), (mention.label,), mention.parent, rule=mention.rule
        )
    if mention.rule == "phase" or (mention.rule == "shared-head" and not mention.relative):
        return _completed(mention, form, prefix_region(mention, inner, gazetteer))
    if mention.rule == "known-name":
        known = lexicons.load().known.get(form)
        return (mention.cls, mention.label or form), Group(
            mention.cls, mention.label or form, (mention,), forms, _within(known), rule=mention.rule
        )
    if mention.relative and form.endswith(COMMITTEES):
        return _committee(doc, mention, around.parks)
    if mention.relative:
        chosen = completing.region_of(doc, mention, around.places, around.neighbours)
        if chosen is None:
            return None
        label = completing.label(form, gazetteer.division(chosen[0]).name)
        rest = label[len(gazetteer.division(chosen[0]).name) :]
        prefix = completing.level_prefix(form)
        short = [f.text for f in gazetteer.division(chosen[0]).forms if prefix and f.text.endswith(prefix) and f.text in doc.text]
        forms = (*forms, *(completing.label(form, s) for s in short if s != gazetteer.division(chosen[0]).name))
        completed = replace(mention, rule=chosen[1])
        rest = completing.department(rest) if mention.cls == "GovernmentBody" else rest
        return (mention.cls, chosen[0], rest), Group(mention.cls, label, (completed,), forms, chosen[0], rule=chosen[1])
    return _named_group(doc, mention, inner, gazetteer)


def _completed(mention: Mention, form: str, prefix: tuple[str, int] | None) -> tuple[tuple[str, ...], Group]:
    """A phase, or a member of a row, by the name that recognition completed for it."""
    label = mention.label or form
    if mention.rule == "phase":
        longest = form if len(form) > len(label) else label
        region = prefix[0] if prefix else None
        return (mention.cls, "", label), Group(mention.cls, longest, (mention,), tuple({longest: 0, label: 0}), region, rule=mention.rule)
    rest = label[(mention.stem or 0) - mention.start :] if mention.parent else label
    key = (mention.cls, mention.parent or "", rest.removeprefix("人民"))
    return key, Group(mention.cls, label, (mention,), (label,), mention.parent, rule=mention.rule)


def _committee(doc: Document, mention: Mention, parks: Sequence[Mention]) -> tuple[tuple[str, ...], Group] | None:
    """A park's own committee, by the park named last before it, be it in its party committee's name (某园区党工委); None where none is."""
    at = bisect_right(parks, mention.start, key=lambda p: p.end) - 1
    if at < 0:
        return None
    form = form_of(doc, mention)
    park = re.sub(rf"(?:{'|'.join(COMMITTEES)})?{_PARTY}$", "", form_of(doc, parks[at]))
    label = park + form[-len(next(c for c in COMMITTEES if form.endswith(c))) :]
    completed = replace(mention, rule="committee-of-the-park")
    return (mention.cls, "", label), Group(mention.cls, label, (completed,), (form,), rule=completed.rule)


def _contrasted(text: str) -> bool:
    """Whether a document tells of two numbered batches: then each batch of the senders' personnel is a team of its own."""
    return len(set(re.findall(r"第([一二三四五六七八九十]+)批", text))) > 1


def _within(known: lexicons.KnownName | None) -> str | None:
    if known is None or known.within is None:
        return None
    forms = gazetteers.load().forms.get(known.within, ())
    return forms[0].code if forms else None


def _region_group(mention: Mention, form: str, forms: tuple[str, ...]) -> tuple[tuple[str, ...], Group]:
    key = ("Region", mention.code or f"{mention.parent or ''}-{form}")
    label = mention.label or form
    return key, Group(
        "Region", label, (mention,), forms, code=mention.code, parent=mention.parent, candidates=mention.candidates, rule=mention.rule
    )


def _named_group(doc: Document, mention: Mention, inner: Sequence[Mention], gazetteer: Gazetteer) -> tuple[tuple[str, ...], Group]:
    form = form_of(doc, mention)
    prefix = prefix_region(mention, inner, gazetteer)
    region = prefix[0] if prefix else None
    rest = doc.text[prefix[1] : mention.end] if prefix else form
    if prefix and len(rest) <= 1 and rest != "委":
        rest = form
    core = re.sub(r"[（()）“”《》·\s—-]", "", rest.removeprefix("人民"))
    core = completing.department(rest) if mention.cls == "GovernmentBody" and prefix else core
    label = (
        f"《{form}》"
        if mention.rule == "title" and mention.cls in ("Agreement", "Policy", "Publication")
        else doc.text[mention.start : mention.end]
    )
    if label.startswith("“") and label.endswith("”"):
        label = form
    quoted = re.fullmatch(r"“([^“”]{3,})”(.{1,6})", label)
    named = (quoted[1],) if quoted and quoted[2] in lexicons.load().heads else ()  # “运河优选”电商平台 is also called 运河优选
    year = _YEAR_BEFORE.search(doc.text, max(0, mention.start - 6), mention.start) if mention.cls == "Event" else None
    dated = (year[0] + form,) if year else ()  # 2024年某地联席会议 may be the whole name
    forms = tuple(dict.fromkeys((form, label, *named, *dated, *_customary(doc, mention, inner, prefix))))
    return (mention.cls, region or "", core), Group(mention.cls, label, (mention,), forms, region, rule=mention.rule)


_SEATED = frozenset("GovernmentBody School Hospital ResearchInstitute Association Institution Park Facility".split())


def _customary(doc: Document, mention: Mention, inner: Sequence[Mention], prefix: tuple[str, int] | None) -> list[str]:
    """What a body is also called: by its own region alone (浙江省台州市委 is 台州市委), its government as the people's."""
    own = next((m.start for m in inner if prefix and m.cls == "Region" and m.end == prefix[1]), mention.start)
    form = doc.text[own : mention.end]
    if mention.cls not in _SEATED or prefix is None or mention.rule != "name-by-head":
        return []
    return [form, form.removesuffix("政府") + "人民政府"] if re.search(r"(?<!人民)政府$", form) else [form]


def entity_id(doc: Document, group: Group) -> str:
    """The IRI of a group's thing below the base: by division code, else by class and label.

    A place of which nothing says which it is (城关镇) is the document's own: another document's need not be the same.
    """
    if group.code:
        return f"region/{group.code}"
    if group.cls == "Region":
        return f"region/{group.parent or f'unlinked-{doc.source.digest[:12]}'}-{group.label}"
    return f"{group.cls}/{_QUOTES.sub('', group.label)}"


def _entity(doc: Document, group: Group, gazetteer: Gazetteer) -> Entity:
    types: tuple[str, ...] = (group.cls,)
    parent = longitude = latitude = valid = None
    successors: tuple[str, ...] = ()
    if group.code:
        division = gazetteer.division(group.code)
        successors = tuple(f"region/{code}" for code in gazetteer.successor(group.code))
        valid = division.years
        types = gazetteer.types(group.code)
        parent = f"region/{division.parent}" if division.parent else None
        longitude, latitude = division.lon, division.lat
    elif group.cls == "Region":
        types = ("Village",) if group.label.endswith("村") else ("Region",)
        parent = f"region/{group.parent}" if group.parent else None
    alts = tuple(sorted({f for f in group.forms if f != group.label}))
    original: tuple[str, ...] = ()
    if doc.script == "Hant":
        original = tuple(sorted({_compact(doc.quote(m.start, m.end)) for m in group.mentions if not m.fused and not m.relative}))
    spans = tuple(sorted(Span(m.start, m.end) for m in group.mentions))
    return Entity(
        entity_id(doc, group),
        types,
        group.label,
        alts,
        original,
        True,
        spans,
        group.code,
        parent,
        longitude,
        latitude,
        group.rule,
        group.candidates,
        successors,
        valid,
    )


def _compact(quote: str) -> str:
    return re.sub(r"\s+", "", quote)


def _background(entities: Iterable[Entity], gazetteer: Gazetteer) -> list[Entity]:
    """What the document does not mention itself: what has become of its regions that ended, and the parents of all, up to the country."""
    have = {e.id for e in entities}
    codes = {e.code for e in entities if e.code} | {heir.removeprefix("region/") for e in entities for heir in e.successors}
    codes |= {e.parent.removeprefix("region/") for e in entities if e.parent and not e.code}
    above = {a for c in codes for a in gazetteer.ancestors(c)} | {c for c in codes if f"region/{c}" not in have}
    found = []
    for code in sorted(a for a in above if f"region/{a}" not in have):
        division = gazetteer.division(code)
        parent = f"region/{division.parent}" if division.parent else None
        found.append(
            Entity(
                f"region/{code}",
                gazetteer.types(code),
                division.name,
                mentioned=False,
                code=code,
                parent=parent,
                longitude=division.lon,
                latitude=division.lat,
            )
        )
    return found


def _entities(doc: Document, groups: Sequence[Group], home: str | None, inner: Iterable[tuple[int, int, str]]) -> Resolved:
    gazetteer = gazetteers.load()
    by_id: dict[str, Group] = {}
    for group in groups:
        own = entity_id(doc, group)
        by_id[own] = merge([by_id[own], group]) if own in by_id else group
    entities = [_entity(doc, g, gazetteer) for g in by_id.values()]
    entities += _background(entities, gazetteer)
    links = sorted({(m.start, m.end, i) for i, g in by_id.items() for m in g.mentions} | set(inner) | set(_wholes(by_id)))
    remarks = tuple(
        Remark("ambiguous-place", m.start, m.end, f"{g.label}: {', '.join(g.candidates)}")
        for g in by_id.values()
        if g.candidates
        for m in g.mentions[:1]
    )
    return Resolved(tuple(sorted(entities, key=lambda e: e.id)), by_id, tuple(links), home, remarks)


def _wholes(groups: Mapping[str, Group]) -> Iterator[tuple[int, int, str]]:
    """Where the names of a park's lettered sections name the park (某某产业园|C区), if it is an entity of the document: 园区 means the park."""
    for group in groups.values():
        section = SECTION.search(group.label) if group.cls == "Park" else None
        whole = f"Park/{group.label[: section.start()]}" if section else ""
        if section and whole in groups:
            yield from ((m.start, m.end - len(section[0]), whole) for m in group.mentions)


def masthead(doc: Document, resolved: Resolved) -> str | None:
    """The publication that the document's head names; None where it names none."""
    named = ((i, doc.block_at(s)) for s, _, i in resolved.links if resolved.groups[i].cls == "Publication")
    return next((i for i, block in named if block and block.kind in ("masthead", "byline")), None)
