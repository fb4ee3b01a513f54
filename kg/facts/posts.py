"""Posts: who holds which role at which organisation or region.

阜阳市委副书记、市长刘玉杰      roles before the name, the second at the region of the first's body
刘小涛书记                      role behind the name
李虎是苏州市安徽商会副会长      role after a verb of being
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg import confidence
from kg import lexicon as lexicons
from kg.facts import titles
from kg.facts.anaphora import Reference
from kg.facts.persons import role_at
from kg.facts.provenance import Reader, plainest
from kg.facts.resolve import Resolved
from kg.model import Document, Evidence, Post

_FORMER = re.compile(r"(?:时任|原任?|前任|曾任|曾担任|历任)[^，。；]{0,24}$")
_BEING = re.compile(
    r"(?:[，、]?[他她]|，[^，。；]{0,10}?)?(?:如今是|现在是|同时担任|是|接任|任|担任|出任|挂职|挂任|现任|时任|兼任|兼着|原任|当选为?|获聘为?|获聘任|受聘为?|被聘为|"
    r"被任命为|已是|身为|作为|为|以)+"
)
_REGION_ROLE = re.compile(r"^(?:代|副|常务副)?(?:市长|县长|区长|省长|州长|镇长|乡长|盟长|旗长)$|^(?:副)?(?:自治区)?主席$")
_PARTY_ROLE = re.compile(r"^(?:副|常务副)?书记$|^常委$")
_DUTIES = (
    (re.compile(r"组长|队长|领队|总领队|指挥长?$|总指挥"), ("AidTeam",)),
    (re.compile(r"校长|园长|教导主任"), ("School",)),
    (re.compile(r"院长|护士长|主任医师"), ("Hospital", "School", "ResearchInstitute")),
    (re.compile(r"董事长|总经理|总裁|经理|创始人|厂长|首席|董事|法人代表|总监"), ("Enterprise",)),
    (re.compile(r"会长|秘书长"), ("Association",)),
    (re.compile(r"理事长"), ("Association", "Enterprise")),
    (re.compile(r"馆长|团长|所长|站长"), ("Institution", "ResearchInstitute")),
    (re.compile(r"村.*书记|党支部书记|村委会主任|村主任|驻村"), ("Region",)),
    (re.compile(r"党委书记|党总支书记"), ("School", "Hospital", "Enterprise")),
)
_FILLS = re.compile(r"担任|兼任|出任|接任|任")
_CENTRE = "GovernmentBody/中国共产党中央委员会"
_OF_THE_PAPER = re.compile(r"^(?:本报|本刊|本台|本网|特约|特派)(?=记者|通讯员|评论员)")
_REPORTERS = frozenset(("记者", "通讯员", "评论员", "摄影记者", "特约记者", "本报记者"))


@dataclass(frozen=True, slots=True)
class _Held:
    """A role with its own bounds and, where named beside it, its organisation."""

    role: str
    start: int
    end: int
    organization: str | None


class _Reader:
    """The references of a document by their bounds."""

    def __init__(self, doc: Document, resolved: Resolved, references: Sequence[Reference]) -> None:
        self.doc, self.resolved, self.references = doc, resolved, references
        self.by_end = {r.end: r for r in references}
        self.bodies = {r.end: r for r in references if self.cls(r.ids[0]) != "Person"}
        self.by_start = {r.start: r for r in references}
        self.starts = [r.start for r in references]
        self.roles = lexicons.load().roles
        # numbers of references by the class of what they mean, and by the last character of a region's name
        self.of_kind: dict[str, list[int]] = defaultdict(list)
        for number, reference in enumerate(references):
            for kind in {k for i in reference.ids for k in self.kinds(i)}:
                self.of_kind[kind].append(number)

    def cls(self, entity: str) -> str:
        """Class of an entity, by its group."""
        return self.resolved.groups[entity].cls

    def kinds(self, entity: str) -> tuple[str, ...]:
        """The class of an entity, and of a region the last character of its name (市, 县)."""
        group = self.resolved.groups[entity]
        return ("Region", group.label[-1]) if group.cls == "Region" else (group.cls,)

    def before(self, at: int, kinds: Iterable[str]) -> tuple[str, Reference] | None:
        """The entity of one of the kinds that was named last before `at`, and where; None where none was."""
        stop = bisect_left(self.starts, at)
        last = [self.of_kind[k][n - 1] for k in kinds if k in self.of_kind and (n := bisect_left(self.of_kind[k], stop))]
        if not last:
            return None
        reference = self.references[max(last)]
        return next((i, reference) for i in reference.ids if set(self.kinds(i)) & set(kinds))


def read(doc: Document, resolved: Resolved, references: Sequence[Reference], wordings: Reader) -> tuple[Post, ...]:
    """The posts of the document, sorted. `wordings`: of its entities."""
    reader = _Reader(doc, resolved, references)
    found: dict[tuple[str, str, str], tuple[bool, list[Evidence]]] = {}
    for reference in references:
        for person in reference.ids:
            if reader.cls(person) != "Person":
                continue
            for held, former, rule in _of_person(reader, reference):
                if held.organization is None:
                    continue
                start, end = min(held.start, reference.start), max(held.end, reference.end)
                before, evidence = found.setdefault((person, held.role, held.organization), (former, []))
                around = _sentence(doc, start, end)
                person_completed = wordings.within(reference.start, reference.end, [person])
                body_completed = wordings.filled(around, held.organization, "role-without-its-body")
                evidence.append(Evidence(*around, rule, (*person_completed, *body_completed)))
                found[(person, held.role, held.organization)] = (before and former, evidence)
    return tuple(
        Post(p, r, o, former, tuple(plainest(evidence)), confidence.of("post", evidence))
        for (p, r, o), (former, evidence) in sorted(found.items())
    )


def bodies(posts: Sequence[Post], resolved: Resolved) -> dict[str, str]:
    """What each person speaks for: the region of a body of government, else the organisation of the post."""
    found: dict[str, str] = {}
    for post in posts:
        group = resolved.groups[post.organization]
        region = f"region/{group.region}"
        of_government = group.cls == "GovernmentBody" and region in resolved.groups
        found.setdefault(post.person, region if of_government else post.organization)
    return found


def _sentence(doc: Document, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence around a stretch; the stretch itself where none holds it."""
    sentence = doc.sentence_at(start)
    return (sentence.start, sentence.end) if sentence and end <= sentence.end else (start, end)


def _of_person(reader: _Reader, reference: Reference) -> Iterator[tuple[_Held, bool, str]]:
    text = reader.doc.text
    chain = _chain_before(reader, reference.start)
    if chain:
        former = bool(_FORMER.search(text[max(0, chain[0].start - 30) : chain[0].start])) or bool(
            _FORMER.search(text[chain[0].start - 12 : chain[0].start])
        )
        for held in _with_organizations(reader, chain, reference):
            was = held.role.startswith(("原", "前")) and held.role[1:] in reader.roles
            yield replace(held, role=held.role[1:] if was else held.role), former or was, "post-before-name"
    behind = None if chain else _role_behind(reader, reference)
    if behind:
        yield behind, False, "post-behind-name"
    for held in _held_otherwise(reader, reference, chain):
        yield held, False, "post-filled-by"
    being = _BEING.match(text, reference.end) or _BEING.match(text, reference.end + 1)
    if being and not behind:
        chain = _chain_after(reader, being.end())
        former = "时任" in being[0] or "原任" in being[0] or "曾" in text[reference.end : being.end()]
        for held in _with_organizations(reader, chain, reference):
            yield held, former, "post-after-being"


def _held_otherwise(reader: _Reader, reference: Reference, chain: Sequence[_Held]) -> Iterator[_Held]:
    """Posts that others fill: 理事长由某某担任, 队长为某某."""
    text = reader.doc.text
    lead = min([reference.start, *(h.start for h in chain)])
    before = reader.by_end.get(lead)
    lead = before.start if before and chain else lead
    linked = text[lead - 1 : lead] in ("为", "是") or (text[lead - 1 : lead] == "由" and _FILLS.match(text, reference.end))
    role = role_at(text, lead - 1, max(0, lead - 12), lexicons.load()) if linked else None
    if role:
        held = _Held(role, lead - 1 - len(role), lead - 1, None)
        organization = reader.bodies.get(held.start)
        body = organization.ids[0] if organization else _by_duty(reader, held)
        yield replace(held, organization=body)


def _chain_before(reader: _Reader, at: int) -> list[_Held]:
    """The roles that end at `at`, parted by 、, in their order, each with the organisation right before it."""
    chain = titles.before(reader.doc.text, at, reader.bodies, lexicons.load())
    return [_Held(_OF_THE_PAPER.sub("", r.text), r.start, r.end, r.body.ids[0] if r.body and len(r.body.ids) == 1 else None) for r in chain]


def _chain_after(reader: _Reader, at: int) -> list[_Held]:
    """The roles from `at` on (苏州市安徽商会副会长; 阜阳市委副书记、市长)."""
    text = reader.doc.text
    chain: list[_Held] = []
    while True:
        own = reader.by_start.get(at)
        start = own.end if own else at
        role = next((text[start : start + n] for n in range(12, 1, -1) if text[start : start + n] in reader.roles), None)
        if role is None:
            return chain
        chain.append(_Held(role, start, start + len(role), own.ids[0] if own and len(own.ids) == 1 else None))
        at = start + len(role)
        if text[at : at + 1] != "、":
            return chain
        at += 1


def _role_behind(reader: _Reader, reference: Reference) -> _Held | None:
    text = reader.doc.text
    role = next(
        (text[reference.end : reference.end + n] for n in range(6, 1, -1) if text[reference.end : reference.end + n] in reader.roles), None
    )
    if role is None or text[reference.end + len(role) : reference.end + len(role) + 1] in ("的",) and role in _REPORTERS:
        return None
    held = _Held(role, reference.end, reference.end + len(role), None)
    person = reader.resolved.groups[reference.ids[0]].label
    if role == "总书记":
        return _Held(role, held.start, held.end, _CENTRE if _CENTRE in reader.resolved.groups else None)
    before = reader.by_end.get(reference.start)
    if before and reader.cls(before.ids[0]) in (
        "GovernmentBody",
        "School",
        "Hospital",
        "Enterprise",
        "Institution",
        "Association",
        "AidTeam",
    ):
        return _Held(role, held.start, held.end, before.ids[0])
    body = _own_body(reader, role) or _by_duty(reader, replace(held, end=reference.start))
    return _Held(role, held.start, held.end, body) if person else None


def _own_body(reader: _Reader, role: str) -> str | None:
    """The home's committee for a party role, the home itself for a region's role, where the document names them."""
    home = reader.resolved.home
    if home is None or f"region/{home}" not in reader.resolved.groups:
        return None
    label = reader.resolved.groups[f"region/{home}"].label
    committee = f"GovernmentBody/{label}委"
    if _PARTY_ROLE.match(role):
        return committee if committee in reader.resolved.groups else None
    return f"region/{home}" if _REGION_ROLE.match(role) or role in ("主任", "主席") else None


def _with_organizations(reader: _Reader, chain: Sequence[_Held], reference: Reference) -> Iterator[_Held]:
    """The roles of a chain with their organisations completed: from the role before, else from what was named before."""
    last: str | None = None
    for held in chain:
        organization = held.organization
        if organization and reader.cls(organization) == "Region" and _PARTY_ROLE.match(held.role):
            organization = None
        if organization is None and last is not None:
            organization = _beside(reader, held.role, last)
        if organization is None:
            organization = _by_duty(reader, held)
        if organization is not None:
            last = organization
        yield _Held(held.role, held.start, held.end, organization)


def _beside(reader: _Reader, role: str, last: str) -> str:
    """Organisation of a role without one, behind a role at `last`: 市委副书记、市长 is mayor of the region of the committee."""
    group = reader.resolved.groups[last]
    if _REGION_ROLE.match(role) and group.cls != "Region" and group.region and f"region/{group.region}" in reader.resolved.groups:
        return f"region/{group.region}"
    return last


def _paper(reader: _Reader, held: _Held) -> str | None:
    """The paper of a reporter: the one named right before, or in the same byline."""
    block = reader.doc.block_at(held.start)
    reach = held.start - block.start if block and block.kind in ("byline", "masthead") else 8
    last = reader.before(held.start, ("Media", "Publication"))
    return last[0] if last and held.start - last[1].end <= reach else None


def _governed_region(reader: _Reader, held: _Held) -> str | None:
    """The region that a bare 市长 or 副县长 governs: the home where its level is the role's, else the last region of that level."""
    level = re.sub(r"^(?:代|副|常务副|科技副)", "", held.role)[:1]
    ending = "区" if level == "主" else level
    home = f"region/{reader.resolved.home}"
    if home in reader.resolved.groups and reader.resolved.groups[home].label.endswith(ending):
        return home
    last = reader.before(held.start, (ending,))
    return last[0] if last else None


def _by_duty(reader: _Reader, held: _Held) -> str | None:
    if reader.roles.get(held.role) == "honor":
        return None
    if held.role in _REPORTERS:
        return _paper(reader, held)
    if _REGION_ROLE.match(held.role):
        return _governed_region(reader, held)
    for pattern, classes in _DUTIES:
        if pattern.search(held.role):
            last = reader.before(held.start, classes)
            return last[0] if last else None
    return None
