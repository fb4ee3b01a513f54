"""Posts around names: 惠城区委书记叶国荣 is one person with what he is, not a committee and a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.facts.anaphora import Reference
from kg.facts.surroundings import role_at
from kg.lexicon import Lexicon

_GOVERNOR = re.compile(r"[省市州县区旗盟镇乡]长")
_RELATIVE = re.compile(r"[、，][我]?[省市县区州镇乡](?:驻|(?:人民)?政府)?$")
"""What is left of a region before a body that the context completes: 市政府秘书长、市|农业农村局局长."""
_ASIDE = re.compile(r"（[\u4e00-\u9fff]{1,6}）$")
"""What is put in between a post and its holder: 副县长（挂职）某某."""
_BARE = re.compile(r"[、，](?:政府|管委会|公司|集团|医院|学校|协会|商会|工作[队组]|医疗队|指挥部)$")
"""A body told by its kind alone, which the role before names in full: 某产业园党工委副书记、管委会|副主任."""
_DEPARTMENT = re.compile(
    r"(?!的)(?:(?!医院|学校|中学|小学|公司|[局院])[\u4e00-\u9fff]){1,6}(?:科|处|室|部|系|年级|中心|学科|专业)(?:执行|常务|代理)?"
)
_FREE_DEPARTMENT = re.compile(
    r"(?:[、，。；：“（\s]|公司|集团|医院|学校|[该本我][院校])(?P<department>(?:(?!公司|医院|学校|[的是为在任由和与])[\u4e00-\u9fff]){1,6}(?:科|室|系|学科|年级)"
    r"|(?:人力资源|护理|医务|市场|销售|生产|财务|技术|研发|质量|采购|运营|项目|工程|行政|国际|年级|高一|高二|高三|初中|高中|小学)部"
    r"|(?:教务|德育|政教|总务|教科|学生)处|国家级|[省市州县区]级)$"
)
"""A department or a level at the beginning of a post, behind a mark or a body told by its kind alone (、护理部主任, 、州级传承人)."""
_SUBJECT = re.compile(r"(?:语文|数学|英语|物理|化学|生物|政治|历史|地理|音乐|体育|美术)$")


@dataclass(frozen=True, slots=True)
class Role:
    """A role at `start`:`end` and the reference right before it that it is a role of, None where there is none."""

    text: str
    start: int
    end: int
    body: Reference | None

    @property
    def lead(self) -> int:
        """Where the post begins, its body included."""
        return self.body.start if self.body else self.start


def before(text: str, at: int, by_end: Mapping[int, Reference], lexicon: Lexicon) -> list[Role]:
    """The roles that end at `at`, parted by 、, in the order of the text.

    `by_end`: references by their ends, those of persons left out.

    >>> # 阜阳市委副书记、市长刘玉杰   副书记 with the reference 阜阳市委, 市长 without one
    """
    chain: list[Role] = []
    aside = _ASIDE.search(text, max(0, at - 8), at)
    end = aside.start() if aside else at - 1 if text[at - 1 : at] == "的" else at
    while True:
        role = _role_with_body(text, end, by_end, lexicon)
        if role is None:
            break
        start = end - len(role)
        if text[start - 1 : start] in ("原", "前") and by_end.get(start - 1):
            start -= 1  # 绥德县原县长
        if by_end.get(start) is None:
            start = _with_department(text, start, by_end)
        body = by_end.get(start) or (by_end.get(start + 1) if _GOVERNOR.fullmatch(role) else None)  # 榆林市|长
        chain.append(Role(text[start:end], start, end, body))
        mark = chain[-1].lead
        relative = _RELATIVE.search(text, max(0, mark - 6), mark) if chain[-1].body else None
        mark = relative.start() + 1 if relative else mark
        bare = _BARE.search(text, max(0, mark - 5), mark) if chain[-1].body is None else None
        mark = bare.start() + 1 if bare else mark
        if text[mark - 1 : mark] not in ("、", "，", "兼") or (text[mark - 1] == "，" and chain[-1].body is None):
            break
        aside = _ASIDE.search(text, max(0, mark - 9), mark - 1)  # 副区长（挂职）、某工作队队长
        end = aside.start() if aside else mark - 1
    return chain[::-1]


def _role_with_body(text: str, end: int, by_end: Mapping[int, Reference], lexicon: Lexicon) -> str | None:
    """The longest role that ends at `end`; of shorter ones the one that a name or a department of a name stands right before."""
    longest = role_at(text, end, max(0, end - 14), lexicon)
    for length in range(len(longest or ""), 1, -1):
        role, start = text[end - length : end], end - length
        if role not in lexicon.roles:
            continue
        body = by_end.get(start) or by_end.get(start - 1 if text[start - 1] in "原前" else _with_department(text, start, by_end))
        if body is not None and body.start < end - len(longest or ""):
            return role
    return longest


def _with_department(text: str, start: int, by_end: Mapping[int, Reference]) -> int:
    """Where a role begins that a department of its body stands before (某医院|普外科主任), the body named or left out (、护理部主任)."""
    for length in range(2, 9):
        if by_end.get(start - length) and _DEPARTMENT.fullmatch(text, start - length, start):
            return start - length
    free = _FREE_DEPARTMENT.search(text, max(0, start - 12), start)
    if text.startswith(("教研组长", "备课组长"), start) and (subject := _SUBJECT.search(text, max(0, start - 2), start)):
        return subject.start()
    return free.start("department") if free else start


def with_titles(text: str, references: Sequence[Reference], persons: frozenset[str], lexicon: Lexicon) -> list[Reference]:
    """The references with persons' posts drawn into them; the bodies named in the posts are no references of their own.

    `persons`: ids of persons.
    """
    by_end = {r.end: r for r in references if not set(r.ids) & persons}
    drawn: list[Reference] = []
    swallowed: set[int] = set()
    for reference in references:
        if not set(reference.ids) & persons:
            continue
        roles = before(text, reference.start, by_end, lexicon)
        if roles:
            swallowed |= {r.body.start for r in roles if r.body}
            swallowed |= {at for r in roles for at in range(r.start, r.end)}  # 院 in 院长
            drawn.append(Reference(roles[0].lead, reference.end, reference.ids, reference.named, reference.rule))
            swallowed.add(reference.start)
    begun = {(r.start, r.ids) for r in drawn}
    kept = [r for r in references if r.start not in swallowed or (r.start, r.ids) in begun]
    return sorted({*kept, *drawn}, key=lambda r: (r.start, r.end))
