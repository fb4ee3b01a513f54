"""Offices: which organisation or region a role is of, where the text leaves it out.

阜阳市委副书记、市长某某      市长 is of the region of the committee before it
队长某某                      of the team that was named last
本报记者某某                  of the paper in the masthead
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg import lexicon as lexicons
from kg.facts.anaphora import SAID_AS_PLACE, Reference
from kg.facts.resolve import Resolved
from kg.model import Document

_REGION_ROLE = re.compile(r"^(?:代|副|常务副)?(?:市长|县长|区长|省长|州长|镇长|乡长|盟长|旗长)(?:候选人)?$|^(?:自治区)?(?:代|副)?(?:自治区)?主席$")
_PARTY_ROLE = re.compile(r"^(?:副|常务副)?书记$|^常委$")
_TEAM_ROLE = re.compile(r"^副?(?:组长|队长|领队|总领队|指挥长)$|总指挥")
_FIRM = "firm"  # an enterprise that is no co-operative
_SOCIETIES = ("合作社", "协会", "学会", "联盟", "联合会", "基金会", "理事会", "研究会", "商会", "促进会")
_KINDS = (*_SOCIETIES, "管委会", "医院", "学校", "研究院", "研究所", "中心", "工作组", "工作队", "医疗队", "指挥部", "站", "馆")
_VILLAGES = ("村",)
_PAPERS = ("Media", "Publication")
_DUTIES = (
    (re.compile(r"组长|队长|领队|总领队|指挥长?$|总指挥"), ("AidTeam",)),
    (re.compile(r"校长|园长|教导主任"), ("School",)),
    (re.compile(r"院长|护士长"), ("Hospital", "School", "ResearchInstitute")),
    (re.compile(r"(?:科|病区|病房|门诊)(?:执行|常务)?(?:副)?主任$|主任医师|主治医师"), ("Hospital",)),
    (re.compile(r"(?:年级部?|教务处|教研组|德育处|学部)(?:副)?(?:主任|组长)$"), ("School",)),
    (re.compile(r"首席专家|首席科学家"), ("ResearchInstitute", "Association", "Enterprise", "Institution")),
    (re.compile(r"董事长|总经理|总裁|厂长"), (_FIRM,)),
    (re.compile(r"经理|创始人|首席|董事|法人代表|总监"), ("Enterprise",)),
    (re.compile(r"理事长"), _SOCIETIES),
    (re.compile(r"会长|秘书长"), ("Association",)),
    (re.compile(r"馆长"), ("馆", "Institution")),
    (re.compile(r"站长"), ("站", "Institution")),
    (re.compile(r"团长|所长"), ("Institution", "ResearchInstitute")),
    (re.compile(r"老板|当家人|掌门人"), ("Enterprise",)),
    (re.compile(r"村.*书记|党支部书记|村支书|村委会主任|村主任|驻村"), _VILLAGES),
    (re.compile(r"党委书记|党总支书记"), ("School", "Hospital", "Enterprise")),
)
_FOUNDS_IT = re.compile(
    r"(?:[、和与同][^，。；、的]{2,14}){0,3}?(?:共同|联合|合作|牵头|携手)?(?:合办|共建|建设|成立|组建|创办|设立|举办|开办|援建|投资|发起)(?:成立)?的"
)
"""Behind a name that only says who made the thing told of (甲大学、乙大学合办的|某研究院)."""

_CHAIRED = re.compile(r"政协|工会|工商联|工商业联合会|妇联|科协|文联|残联|作协|侨联|台联|红十字会|学联|青联")
"""Bodies that have a 主席 of their own."""
_PARTY_OF = re.compile(r"(?<=[校学院司团局委厅会园区部队组])(?:党委|党组|党总支|党工委)$")
_KIND_BEFORE = re.compile(rf"(?:公司|集团|企业|{'|'.join(_KINDS)})$")
CENTRE = "GovernmentBody/中国共产党中央委员会"
REPORTERS = frozenset(("记者", "通讯员", "评论员", "摄影记者", "特约记者", "本报记者", "首席记者", "全媒体记者", "见习记者", "实习记者", "高级记者", "驻站记者", "文字记者"))


@dataclass(frozen=True, slots=True)
class Held:
    """A role with its own bounds and, where named beside it, its organisation."""

    role: str
    start: int
    end: int
    organization: str | None


class Directory:
    """The references of a document by their bounds. `served`: the organisation of the last post before the name that ends at a place."""

    def __init__(self, doc: Document, resolved: Resolved, references: Sequence[Reference]) -> None:
        self.doc, self.resolved, self.references = doc, resolved, references
        self.by_start = {r.start: r for r in references}
        self.by_end = {r.end: r for r in references}
        self.bodies = {r.end: r for r in references if self.cls(r.ids[0]) != "Person"}
        self.starts = [r.start for r in references]
        self.roles = lexicons.load().roles
        self.by_label = {g.label: i for i, g in sorted(resolved.groups.items())}
        self.served: dict[int, str] = {}
        # numbers of references by the kinds of what they mean
        self.of_kind: dict[str, list[int]] = defaultdict(list)
        for number, reference in enumerate(references):
            for kind in {k for i in reference.ids for k in self.kinds(i)}:
                self.of_kind[kind].append(number)

    def cls(self, entity: str) -> str:
        """Class of an entity, by its group."""
        return self.resolved.groups[entity].cls

    def label(self, entity: str) -> str:
        """Label of an entity, by its group."""
        return self.resolved.groups[entity].label

    def kinds(self, entity: str) -> tuple[str, ...]:
        """What an entity is: its class, what its name says that it is (合作社), of a region the last character of its name (市, 县)."""
        group = self.resolved.groups[entity]
        if group.cls == "Region":
            return ("Region", group.label[-1])
        firm = (_FIRM,) if group.cls == "Enterprise" and not group.label.endswith("合作社") else ()
        return (group.cls, *firm, *(w for w in _KINDS if group.label.endswith(w)))

    def before(self, at: int, kinds: Iterable[str]) -> tuple[str, Reference] | None:
        """The entity of one of the kinds that was named last before `at`, and where; None where none was."""
        stop = bisect_left(self.starts, at)
        last = [self.of_kind[k][n - 1] for k in kinds if k in self.of_kind and (n := bisect_left(self.of_kind[k], stop))]
        if not last:
            return None
        reference = self.references[max(last)]
        return next((i, reference) for i in reference.ids if set(self.kinds(i)) & set(kinds))

    def told_of(self, at: int, kinds: Iterable[str]) -> str | None:
        """The entity of one of the kinds that is told of at `at`: what its sentence names first, not as a place or a partner; else what was
        named last. None where none was named.
        """
        last = self.before(at, kinds)
        if last is None:
            return None
        start, _ = self.sentence(at, at)
        for reference in self.within(start, last[1].start):
            own = next((i for i in reference.ids if set(self.kinds(i)) & set(kinds)), None)
            aside = SAID_AS_PLACE.search(self.doc.text, max(start, reference.start - 3), reference.start)
            aside = aside or _FOUNDS_IT.match(self.doc.text, reference.end, at)
            if own is not None and not aside and self.doc.text[reference.end : reference.end + 1] != "的" and reference.end <= at:
                return own
        return last[0]

    def within(self, start: int, end: int) -> Sequence[Reference]:
        """The references that begin between two places."""
        return self.references[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Bounds of the sentence around a stretch; the stretch itself where none holds it."""
        sentence = self.doc.sentence_at(start)
        return (sentence.start, sentence.end) if sentence and end <= sentence.end else (start, end)


def own_body(directory: Directory, role: str) -> str | None:
    """The home's committee for a party role, the home itself for a region's role, where the document names them."""
    home = directory.resolved.home
    if home is None or f"region/{home}" not in directory.resolved.groups:
        return None
    label = directory.resolved.groups[f"region/{home}"].label
    committee = f"GovernmentBody/{label}委"
    if _PARTY_ROLE.match(role):
        return committee if committee in directory.resolved.groups else None
    return f"region/{home}" if _REGION_ROLE.match(role) or role in ("主任", "主席") else None


def completed(directory: Directory, chain: Sequence[Held]) -> Iterator[Held]:
    """The roles of a chain with their organisations completed: from the role before, else from what was named before."""
    last = _beside_whom(directory, chain[0]) if chain else None
    commander = next((by_duty(directory, h) for h in chain if h.organization is None and re.search(r"总指挥|指挥长", h.role)), None)
    for held in chain:
        organization = held.organization
        if organization and directory.cls(organization) == "Region" and _PARTY_ROLE.match(held.role):
            organization = None
        if organization is None and commander is not None and re.search(r"总指挥|指挥长|党委书记", held.role):
            organization = commander  # 现任党委书记、总指挥: both of the headquarters
        if organization is None and _KIND_BEFORE.search(directory.doc.text, max(0, held.start - 3), held.start):
            organization = by_duty(directory, held)
        if organization is None and last is not None:
            organization = _other_duty(directory, held, last) or _beside(directory, held.role, last)
        if organization is None:
            organization = by_duty(directory, held)
        if organization is not None:
            last = organization
        yield Held(held.role.removeprefix("自治区"), held.start, held.end, organization)


def _beside_whom(directory: Directory, first: Held) -> str | None:
    """The organisation that the person right before serves, where the next one's post goes on with it: 某市委书记甲、市长乙."""
    if first.organization is not None or directory.doc.text[first.start - 1 : first.start] not in ("、", "，", "和"):
        return None
    served = directory.served.get(first.start - 1)
    of_assembly = served is not None and "秘书长" in first.role and _CHAIRED.search(directory.label(served))
    fits = served is not None and (of_assembly or _REGION_ROLE.match(first.role) or not any(p.search(first.role) for p, _ in _DUTIES))
    return served if fits else None


def _other_duty(directory: Directory, held: Held, last: str) -> str | None:
    """The organisation of a role that nobody holds where the role before it is held: 领队、院长 are of a team and of a hospital."""
    group = directory.resolved.groups[last]
    named = next((classes for pattern, classes in _DUTIES if pattern.search(held.role)), None)
    if named is None or group.cls not in ("AidTeam", "Hospital", "School") or group.cls in named or "AidTeam" in named:
        return None
    return by_duty(directory, held)


def _beside(directory: Directory, role: str, last: str) -> str | None:
    """Organisation of a role without one, behind a role at `last`: 市委副书记、市长 is mayor of the region of the committee."""
    group = directory.resolved.groups[last]
    if _TEAM_ROLE.search(role) and group.cls in ("Region", "School", "Hospital", "Enterprise"):
        return None  # 某村第一书记、工作队队长
    if role.endswith("主席") and _CHAIRED.search(group.label):
        return last  # 某市政协党组成员、副主席
    if _REGION_ROLE.match(role) and group.cls != "Region" and group.region and f"region/{group.region}" in directory.resolved.groups:
        governed = f"region/{group.region}"
        level = re.sub(r"^(?:代|副|常务副|科技副)", "", role)[0]
        return None if level in "镇乡" and directory.label(governed)[-1] != level else governed  # 某镇党委书记甲、镇长乙 of no named town
    party = _PARTY_OF.search(group.label)
    if party and "书记" not in role and "委员" not in role:
        return directory.by_label.get(group.label[: party.start()], last)  # 某大学党委副书记、校长
    return last


def _paper(directory: Directory, held: Held) -> str | None:
    """The paper of a reporter: the one named right before, or in the same byline; else the one that the document comes from."""
    block = directory.doc.block_at(held.start)
    reach = held.start - block.start if block and block.kind in ("byline", "masthead") else 8
    last = directory.before(held.start, _PAPERS)
    if last and held.start - last[1].end <= reach:
        return last[0]
    heads = [b for b in directory.doc.blocks if b.kind in ("byline", "masthead", "source")]
    own = (i for b in heads for r in directory.within(b.start, b.end) for i in r.ids if directory.cls(i) in _PAPERS)
    return next(own, None)


def _governed_region(directory: Directory, held: Held) -> str | None:
    """The region that a bare 市长 or 副县长 governs: the home where its level is the role's, else the last region of that level."""
    level = re.sub(r"^(?:代|副|常务副|科技副)", "", held.role)[:1]
    if level in "主自":
        return next(_autonomous(directory, held), None)
    ending = level
    home = f"region/{directory.resolved.home}"
    if home in directory.resolved.groups and directory.label(home).endswith(ending):
        return home
    last = directory.before(held.start, (ending,))
    return last[0] if last else _led_region(directory, held, ending) or _of_a_body(directory, held, ending)


def _of_a_body(directory: Directory, held: Held, ending: str) -> str | None:
    """The region of the body that was named last, of the post's level (甲县委书记某某讲话，副县长某某陪同)."""
    last = directory.before(held.start, ("GovernmentBody",))
    region = f"region/{directory.resolved.groups[last[0]].region}" if last else ""
    return region if region in directory.resolved.groups and directory.label(region).endswith(ending) else None


_LEADS_ONE = re.compile(r"(?:率领|带领|率)(?=[\u4e00-\u9fff]{2,12}?(?:代表团|考察团))")


def _led_region(directory: Directory, held: Held, ending: str) -> str | None:
    """The region whose delegation the bearer of a bare post leads (县长某某率甲县党政代表团), of the post's level."""
    person = directory.by_start.get(held.end)
    leads = _LEADS_ONE.match(directory.doc.text, person.end) if person else None
    led = directory.by_start.get(leads.end()) if leads else None
    return next((i for i in led.ids if directory.label(i).endswith(ending)), None) if led else None


def _autonomous(directory: Directory, held: Held) -> Iterator[str]:
    """The autonomous regions named before a role, the last one first, then any that the document names."""
    stop = bisect_left(directory.starts, held.start)
    for number in reversed(directory.of_kind["Region"]):
        if number < stop:
            yield from (i for i in directory.references[number].ids if directory.label(i).endswith("自治区"))
    yield from (i for i, g in sorted(directory.resolved.groups.items()) if g.cls == "Region" and g.label.endswith("自治区"))


def suits(directory: Directory, role: str, entity: str) -> bool:
    """Whether an entity is of the kind that a role is of: a school for 校长."""
    kinds = next((kinds for pattern, kinds in _DUTIES if pattern.search(role)), ())
    return bool(set(kinds) & set(directory.kinds(entity)))


def by_duty(directory: Directory, held: Held) -> str | None:
    """The organisation of a role that none is named with, by what such a role is of; None where the text names nothing of the kind."""
    if held.role in REPORTERS:
        return _paper(directory, held)
    if _REGION_ROLE.match(held.role):
        return _governed_region(directory, held)
    kinds = _kinds_of_duty(directory, held)
    if kinds == _VILLAGES and not any(set(directory.kinds(i)) & set(kinds) for r in _beside_role(directory, held) for i in r.ids):
        return None  # 驻村第一书记: of a village of that sentence, of no other
    if not kinds:
        return None
    return directory.told_of(held.start, kinds) or (_named_later(directory, held, kinds) if kinds == ("AidTeam",) else None)


def _named_later(directory: Directory, held: Held, kinds: tuple[str, ...]) -> str | None:
    """What the sentence of a post names behind it (原领队甲期满，由乙接任某医疗队领队), where nothing of its kind is named before."""
    _, end = directory.sentence(held.start, held.end)
    later = (i for r in directory.within(held.end, end) for i in r.ids if set(directory.kinds(i)) & set(kinds))
    return next(later, None)


def _beside_role(directory: Directory, held: Held) -> Sequence[Reference]:
    start, _ = directory.sentence(held.start, held.end)
    return directory.within(start, held.start)


def _kinds_of_duty(directory: Directory, held: Held) -> tuple[str, ...]:
    """The kinds of what a role can be of: as the word before it says (合作社理事长), else by its duty."""
    text = directory.doc.text
    said = _KIND_BEFORE.search(text, max(0, held.start - 3), held.start)
    if said is not None:
        return (_FIRM,) if said[0] in ("公司", "集团", "企业") else (said[0],)
    honor = directory.roles.get(held.role) == "honor" and "首席" not in held.role
    if honor or text[held.start - 1 : held.start] == "的":
        return ()  # 常州派出的主任医师: what qualifies the role does not name whom it serves
    return next((kinds for pattern, kinds in _DUTIES if pattern.search(held.role)), ())
