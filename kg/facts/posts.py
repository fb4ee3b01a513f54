"""Posts: who holds which role at which organisation or region.

阜阳市委副书记、市长刘玉杰      roles before the name, the second at the region of the first's body
刘小涛书记                      role behind the name
李虎是苏州市安徽商会副会长      role after a verb of being, also in the clauses that go on (，兼任…，曾任…)
理事长由李虎担任                role that the person is said to fill
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg import confidence
from kg import lexicon as lexicons
from kg.facts import titles
from kg.facts.anaphora import Reference
from kg.facts.offices import CENTRE, REPORTERS, Directory, Held, by_duty, completed, own_body, suits
from kg.facts.provenance import Reader, plainest
from kg.facts.resolve import Resolved
from kg.model import Document, Evidence, Post

_FORMER = re.compile(r"(?:时任|卸任|离任|原任?|前任|曾任|曾担任|历任)[^，。；]{0,24}$")
_BE = (
    r"(?:如今是|现在是|同时担任|是|接任|任|担任|出任|挂职|挂任|现任|时任|兼任|兼着|兼了|兼|原任|当选为?|获聘为?|获聘任|受聘为?|被聘为|被任命为|聘任为|"
    r"被?(?:选派|委派|派|推选|推举|选举|任命)(?:为|任|担任)|"
    r"已是|还是|身为|作为|为|以|当上了?|当了?|做了?|升任|转任|改任|调任|履新|成为了?|出任了?|兼了?)"
)
_BEING = re.compile(
    rf"(?:同志|先生|女士)?(?:[，、]?[他她]|，[^，。；]{{0,10}}?|的(?:另一个|新|又一个)?身份，?(?:还|也)?)?[还也又现已正]{{0,2}}{_BE}+"
)
_GOES_ON = re.compile(
    r"[，；](?:[^，。；：“”、]{0,10}?)(?:兼任|兼着|兼了|又任|现任|曾任|曾担任|原任|历任|担任|出任|挂任|挂职|挂职担任|如今是|现在是|现为|现是|还是|转任|调任|升任|转而担任"
    r"|受聘为?|获聘为?|被聘为|当选为?|接任|任(?![务期]))"
    r"|[，；](?:[\d年月]|又|还|也|后来?|随后|今年|去年|前年|现|如今){0,8}(?:当上了?|当了|升任|履新)"
    r"|[，；](?:同时)?[也还又]?是"
)
_BARE_BEING = re.compile(r"[，；](?:同时)?[也又]?是")
_BY_OTHERS = re.compile(r"(?:也|还|又|先后)?被")
_NAMED_AS = re.compile(r"聘任?为|聘请为|选聘为|任命为|推选为|推举为|选举为|选为")
_FAR = 240  # characters within which 他 is the person named last
_GRADE = re.compile(r"（[^（）]{2,10}）(?=、)")
"""保留正处级, 挂职: what stands in brackets between two roles of a chain."""
_FOR_SHORT = re.compile(r"（(?:以下|下文|下)?简称[^（）]{2,20}）")
_PRONOUN = re.compile(r"(?<=[，。；：”\s])(?:如今|现在|目前|此前|来[^，。；]{2,16}后，)?[他她](?![们人])")
_PEOPLE = frozenset(("干部", "教师", "医生", "老师", "专家", "护士", "学生"))
"""What says whence somebody comes, behind a region's name (江都干部某某), and is no post there."""
_REACH = 120  # characters within which a clause goes on with somebody, or a row of names
_PAST = re.compile(r"曾|时任|原任|历任|昔日|此前|之前|以前|原先")
_FILLS = re.compile(r"担任|兼任|出任|接任|任")
_OF_THE_PAPER = re.compile(r"^(?:本报|本刊|本台|本网|特约|特派)(?=记者|通讯员|评论员)")
_SHARED = re.compile(
    r"^(?:副(?!组长|队长|书记)|常委|委员|代表$|记者|通讯员|教师|医生|专家|主任医师|副主任医师|教授|队员|成员|干部|市领导|县领导)"
)
"""Roles that several hold at once, so that one word for them stands before a row of names: 副市长甲、乙."""
_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{1,7}(?:科|处|室|部|系|年级|病区|学科|专业)(?:执行|常务|代理)?")
_COMING = re.compile(r"的(?P<department>[\u4e00-\u9fff]{1,6}(?:科|系|室|部|学科|专业))?$")
_SECONDED = re.compile(r"^(?:援.{1,3}|帮扶|挂职|扶贫|驻村|选派|协作|基层|援派)干部$")


def read(doc: Document, resolved: Resolved, references: Sequence[Reference], wordings: Reader) -> tuple[Post, ...]:
    """The posts of the document, sorted. `wordings`: of its entities."""
    directory = Directory(doc, resolved, references)
    found: dict[tuple[str, str, str], tuple[bool, list[Evidence]]] = {}
    for reference in references:
        for person in reference.ids:
            if directory.cls(person) != "Person":
                continue
            for held, former, rule in (*_of_person(directory, reference), *_of_the_pronouns(directory, reference)):
                told = next((o for p, r, o in found if rule == "post-behind-name" and (p, r) == (person, held.role)), None)
                held = replace(held, organization=told or held.organization)  # 市长某某…某某市长: of the same city
                if held.organization is None:
                    continue
                start, end = min(held.start, reference.start), max(held.end, reference.end)
                before, evidence = found.setdefault((person, held.role, held.organization), (former, []))
                around = directory.sentence(start, end)
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


def _of_person(directory: Directory, reference: Reference) -> Iterator[tuple[Held, bool, str]]:
    chain = _chain_before(directory, reference.start) or _of_the_row(directory, reference)
    if chain:
        former = _told_former(directory, chain[0].start)
        for held in completed(directory, chain):
            of_a_place = held.organization is not None and directory.cls(held.organization) == "Region" and held.role in _PEOPLE
            if _SECONDED.match(held.role) or of_a_place:
                continue
            if held.organization is not None:
                directory.served[reference.end] = held.organization
            was = held.role.startswith(("原", "前")) and held.role[1:] in directory.roles
            yield replace(held, role=held.role[1:] if was else held.role), former or was, "post-before-name"
    behind = None if chain else _role_behind(directory, reference)
    if behind:
        yield behind, False, "post-behind-name"
    for held in _held_otherwise(directory, reference, chain):
        yield held, False, "post-filled-by"
    if not behind:
        yield from _said(directory, reference)


def _told_former(directory: Directory, at: int) -> bool:
    """Whether the words before `at` say that the post there is past; 原 in a name (松原市委) does not."""
    told = _FORMER.search(directory.doc.text, max(0, at - 30), at)
    while told is not None and any(r.start <= told.start() < r.end for r in directory.within(told.start() - 20, told.start() + 1)):
        told = _FORMER.search(directory.doc.text, told.start() + 1, at)
    return told is not None


def _of_the_row(directory: Directory, reference: Reference) -> list[Held]:
    """The role that stands before a row of names that the name is in, where several can hold it."""
    text = directory.doc.text
    at = reference.start
    while (
        reference.start - at < _REACH
        and text[at - 1 : at] in ("、", "和", "与")
        and (before := directory.by_end.get(at - 1))
        and directory.cls(before.ids[0]) == "Person"
    ):
        chain = _chain_before(directory, before.start)
        if chain:
            shared = bool(_SHARED.match(chain[-1].role)) and len(chain) == 1
            return chain if shared else []
        at = before.start
    return []


def _said(directory: Directory, reference: Reference) -> Iterator[tuple[Held, bool, str]]:
    """The posts that follow a name and a verb of being, in its clause and in those that go on with it."""
    text = directory.doc.text
    at = reference.end
    being = _BEING.match(text, at) or (_BEING.match(text, at + 1) if text[at : at + 1] not in tuple("与和及同、") else None)
    by_others = _BY_OTHERS.match(text, at)
    if (
        by_others
        and (body := directory.by_start.get(by_others.end()) or directory.by_start.get(by_others.end() + 1))
        and (named := _NAMED_AS.match(text, body.end))
    ):
        for held in _chain_after(directory, named.end()):
            yield replace(held, organization=held.organization or body.ids[0]), False, "post-after-being"
        return
    if _opens_a_row(directory, reference):
        listed = _chain_after(directory, at + 1)
        for held in completed(directory, listed):
            yield held, False, "post-behind-name"
        at = listed[-1].end if listed else at
    in_brackets = _chain_after(directory, at + 1) if text[at : at + 1] == "（" else []
    if in_brackets and text[in_brackets[-1].end : in_brackets[-1].end + 1] == "）":
        for held in completed(directory, in_brackets):
            yield held, False, "post-behind-name"
    if being:
        chain = _chain_after(directory, being.end())
        former = bool(_PAST.search(text, at, being.end()))
        for held in completed(directory, chain):
            yield held, former, "post-after-being"
        at = chain[-1].end if chain else at
    yield from _served_at(directory, reference)
    if _OF_SEX.match(text, reference.end):
        yield from _of_a_life(directory, reference)
        return
    end = min(directory.sentence(reference.start, reference.end)[1], at + _REACH)
    others = (r.start for r in directory.within(at, end) if directory.cls(r.ids[0]) == "Person" and r.ids != reference.ids)
    end = min(end, next(others, end))
    end = at + len(text[at:end].partition("；")[0])
    while (more := _GOES_ON.search(text, at, end)) is not None:
        chain = _chain_after(directory, more.end())
        if chain and chain[0].organization is None and _BARE_BEING.fullmatch(more[0]):
            chain = []  # 张某说，是医生救了他
        for held in completed(directory, chain):
            yield held, bool(_PAST.search(more[0])), "post-after-being"
        at = chain[-1].end if chain else more.end()


def _opens_a_row(directory: Directory, reference: Reference) -> bool:
    """Whether a name opens its line or its part of a row and is parted from its post (甲某某，某县副县长，现挂职…)."""
    text = directory.doc.text
    opens = text[reference.start - 1 : reference.start] in ("", "\n", "；", "。", "：") or directory.sentence(
        reference.start, reference.end
    )[0] == reference.start
    return opens and text[reference.end : reference.end + 1] == "，" and directory.by_start.get(reference.end + 1) is not None


def _of_the_pronouns(directory: Directory, reference: Reference) -> Iterator[tuple[Held, bool, str]]:
    """The posts told of 他 or 她, up to the next person or the end of the paragraph (甲某某从医多年。他担任某医院副院长)."""
    text = directory.doc.text
    block = directory.doc.block_at(reference.start)
    end = min(block.end, reference.end + _FAR) if block is not None else reference.end
    others = (r.start for r in directory.within(reference.end, end) if directory.cls(r.ids[0]) == "Person" and r.ids != reference.ids)
    for pronoun in _PRONOUN.finditer(text, reference.end, next(others, end)):
        at = pronoun.end()
        if being := _BEING.match(text, at):
            for held in completed(directory, _chain_after(directory, being.end())):
                yield held, bool(_PAST.search(text, pronoun.start(), being.end())), "post-after-being"
        yield from _served_at(directory, replace(reference, start=pronoun.start(), end=at))


_OF_SEX = re.compile(r"，[男女]，")
_OF_LIFE = re.compile(
    r"，(?P<when>(?:[\d年月]|此前|曾经?|历|原|时|现|先后|至今|又|还|同时|并)*)(?:兼?任|担任|挂职(?:担任)?|挂任|出任|是|为)?"
)


def _of_a_life(directory: Directory, reference: Reference) -> Iterator[tuple[Held, bool, str]]:
    """The posts that a short account of a life lists: 某某，女，1985年生，某医院主治医师，现挂职某医院副院长。"""
    text = directory.doc.text
    end = directory.sentence(reference.start, reference.end)[1]
    for part in _OF_LIFE.finditer(text, reference.end, end):
        chain = _chain_after(directory, part.end())
        if chain and chain[0].organization is not None:
            for held in completed(directory, chain):
                yield held, bool(_PAST.search(part["when"]) or "历" in part["when"] or "原" in part["when"]), "post-after-being"


_TAKEN_OVER = re.compile(r"(?:接任|接替|接过|担任|出任|挑起)(?P<role>[\u4e00-\u9fff]{2,8}?)(?:一职|职务|担子|重任|接力棒|职责)?的$")
"""接任领队的|是某某, 接过队长担子的|是某某"""
_AT_REACH = 20  # characters from a name to the body where its bearer is told to serve
_AT = re.compile(r"[^，。；：]{0,8}在")
_SERVES = re.compile(r"(?:挂职)?(?:担任|任|做|当)(?:了|过|着)?")
_BEFORE_THAT = re.compile(r"曾|之前|以前|此前|原先|前，")


def _served_at(directory: Directory, reference: Reference) -> Iterator[tuple[Held, bool, str]]:
    """The post that somebody is told to hold at a body (他曾在某医院做科主任)."""
    text = directory.doc.text
    start, end = directory.sentence(reference.start, reference.end)
    body = next(iter(directory.within(reference.end, min(end, reference.end + _AT_REACH))), None)
    if body is None or len(body.ids) != 1 or not _AT.fullmatch(text, reference.end, body.start):
        return
    serves = _SERVES.match(text, body.end)
    chain = _chain_after(directory, serves.end()) if serves else []
    for held in chain:
        held = replace(held, organization=held.organization or body.ids[0])
        yield held, bool(_BEFORE_THAT.search(text, start, body.start)), "post-after-being"


def _taken_over(directory: Directory, at: int) -> Held | None:
    """The post that the words up to `at` say is taken over (接任领队的|是某某)."""
    taken = _TAKEN_OVER.search(directory.doc.text, max(0, at - 20), at)
    start = taken.start("role") if taken else at
    duty = _role_from(directory, start) if taken else None
    if duty is None:
        return None
    own = directory.by_end.get(start)
    held = Held(duty, start, start + len(duty), own.ids[0] if own else None)
    return replace(held, organization=held.organization or by_duty(directory, held))


_SERVING = re.compile(r"(?:挂职担任|挂职|挂任|担任|兼任|出任|任)(?P<role>[\u4e00-\u9fff]{2,12})的[\u4e00-\u9fff]{0,8}$")
"""在某局挂职副局长的|某地干部|某某"""


def _in_a_relative_clause(directory: Directory, reference: Reference) -> Iterator[Held]:
    """Posts that a relative clause before the name tells of."""
    serving = _SERVING.search(directory.doc.text, max(0, reference.start - 28), reference.start)
    body = directory.by_end.get(serving.start()) if serving else None
    if serving is None or body is None or directory.cls(body.ids[0]) == "Person":
        return
    chain = _chain_after(directory, serving.start("role"))
    if chain and chain[-1].end == serving.end("role"):
        yield from (replace(held, organization=held.organization or body.ids[0]) for held in chain)


def _held_otherwise(directory: Directory, reference: Reference, chain: Sequence[Held]) -> Iterator[Held]:
    """Posts that others fill: 理事长由某某担任, 队长为某某, 某科主任一职，由某某兼任."""
    text = directory.doc.text
    lead = min([reference.start, *(h.start for h in chain)])
    before = directory.by_end.get(lead)
    lead = before.start if before and chain else lead
    by_person = text[lead - 1 : lead] == "由" and _FILLS.match(text, reference.end)
    if not by_person and text[lead - 1 : lead] not in ("为", "是"):
        yield from _in_a_relative_clause(directory, reference)
        return
    at = lead - 1
    taken = _taken_over(directory, at)
    if taken is not None:
        yield taken
        return
    at -= len(next(w for w in ("一职，", "一职", "，", "则", "") if text.endswith(w, 0, at)))
    for role in titles.before(text, at, directory.bodies, lexicons.load())[-1:]:
        held = Held(role.text, role.start, role.end, role.body.ids[0] if role.body else None)
        yield replace(held, organization=held.organization or by_duty(directory, held))


def _chain_before(directory: Directory, at: int) -> list[Held]:
    """The roles that end at `at`, parted by 、, in their order, each with the organisation right before it."""
    text = directory.doc.text
    chain: list[Held] = []
    for role in titles.before(text, at, directory.bodies, lexicons.load()):
        body = role.body.ids[0] if role.body and len(role.body.ids) == 1 else None
        start = role.start
        coming = _COMING.search(text, max(0, start - 9), start) if not chain and body is None else None
        if coming and (home := _comes_from(directory, coming.start(), role.text)):
            start, body = coming.start() + 1, home
        chain.append(Held(_OF_THE_PAPER.sub("", text[start : role.end]), start, role.end, body))
    return chain


def _comes_from(directory: Directory, at: int, role: str) -> str | None:
    """The organisation, named up to `at`, of one told of by role: 来自某医院的眼科医生某某, 某中学的校长某某."""
    body = directory.bodies.get(at)
    if (
        body is None
        or not (directory.doc.text.endswith("来自", 0, body.start) or suits(directory, role, body.ids[0]) or role == "负责人")
        or directory.cls(body.ids[0]) in ("Region", "Area")
    ):
        return None
    return body.ids[0]


def _chain_after(directory: Directory, at: int) -> list[Held]:
    """The roles from `at` on (苏州市安徽商会副会长; 阜阳市委副书记、市长; 该院骨科主任)."""
    text = directory.doc.text
    chain: list[Held] = []
    while True:
        own = directory.by_start.get(at)
        if own is not None and directory.cls(own.ids[0]) == "Person":
            return chain  # 甲某说，这是|乙某总书记…
        start = own.end if own else at
        start += bool(own) and text[start : start + 1] == "的"
        short = _FOR_SHORT.match(text, start) if own else None
        start = short.end() if short else start
        role = _role_from(directory, start)
        if role is None or _SECONDED.match(role):
            return chain
        chain.append(Held(role, start, start + len(role), own.ids[0] if own and len(own.ids) == 1 else None))
        at = start + len(role)
        aside = _GRADE.match(text, at)
        at = aside.end() if aside else at
        if text[at : at + 1] != "、":
            return chain
        at += 1


def _role_from(directory: Directory, start: int) -> str | None:
    """The longest role that begins at `start`, the department that it is of included; None where none does."""
    text = directory.doc.text
    role = next((text[start : start + n] for n in range(12, 1, -1) if text[start : start + n] in directory.roles), None)
    if role is not None:
        return role
    for length in range(2, 10):
        if _DEPARTMENT.fullmatch(text, start, start + length):
            at = start + length
            ends = (at + n for n in range(6, 1, -1))
            role = next((text[start:end] for end in ends if text[at:end] in directory.roles), None)
            if role is not None:
                return role
    return None


def _role_behind(directory: Directory, reference: Reference) -> Held | None:
    text = directory.doc.text
    role = next(
        (text[reference.end : reference.end + n] for n in range(6, 1, -1) if text[reference.end : reference.end + n] in directory.roles),
        None,
    )
    if role is None or text[reference.end + len(role) : reference.end + len(role) + 1] in ("的",) and role in REPORTERS:
        return None
    held = Held(role, reference.end, reference.end + len(role), None)
    person = directory.resolved.groups[reference.ids[0]].label
    if role == "总书记":
        return Held(role, held.start, held.end, CENTRE if CENTRE in directory.resolved.groups else None)
    before = directory.by_end.get(reference.start)
    if before and directory.cls(before.ids[0]) in (
        "GovernmentBody",
        "School",
        "Hospital",
        "Enterprise",
        "Institution",
        "Association",
        "AidTeam",
    ):
        return Held(role, held.start, held.end, before.ids[0])
    body = own_body(directory, role) or by_duty(directory, replace(held, end=reference.start))
    return Held(role, held.start, held.end, body) if person else None
