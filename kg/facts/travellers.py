"""Who goes where: the travellers of a predicate of visiting, and the places that it names.

甲市党政代表团走访乙县                    甲市, and whoever leads its delegation
某某对甲市代表团来乙县考察表示欢迎        甲市, not who welcomes
某某陪同甲市代表团考察乙园                甲市, not who accompanies
走访了甲市企业家创办的某公司              the firm, not 甲市
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.delegations import TEAM
from kg.facts.grouping import GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.subjects import COMITATIVE, LOCATIVE, Case, after, fits, governed, subject

VISIT = re.compile(r"考察|调研|走访|察看|查看|对接|访问|到访|率|带队|带领|代表团|一行|来访|会谈|座谈|出席|看望|慰问|交流|学习")
"""What a sentence tells of in which somebody goes somewhere on purpose."""
_DELEGATION = re.compile(rf"(?!领导)[^，。；、：在到赴来]{{0,6}}?{TEAM}|[^，。；、：在]{{0,4}}(?:代表团|考察团|访问团|考察组|慰问团)")
_RECEIVES = re.compile(r"(?:陪同|陪着|会见|会见了|接待|接待了|迎接|欢迎|带领)$")
_WELCOMES = re.compile(r"[^，。；]{0,24}?表示|[^，。；]{0,16}?(?:的到来|给予)")
_LEADS = re.compile(r"(?:率领|率队|率团|带队|带领|率|带着)")
_OFFICIAL = ("GovernmentBody",)
_ROW = re.compile(r"[^，。；：“”]{0,24}(?:、|和|与|及|以及)[^，。；：]{0,14}")
_TALKS = re.compile(r"[^，。；]{0,4}(?:座谈|会谈|交流|对接|会商|洽谈|签|交谈|举行|召开)")
_IN_PLACE = re.compile(r"考察|调研|督导|走访|访问|慰问|观摩|参观|看望")
_COMES = frozenset(("来访", "到访", "前来", "来访考察", "来访交流"))
_ON_A_VISIT = re.compile(r"(?:前来|来访|到访|来)$")
_WITH_THEM = re.compile(r"(?:参加|随|跟随|随同|陪同|会见|会见了|接待|与|同|和)$")
"""Before the name of a delegation: somebody of it, or somebody else, is who goes (参加甲省代表团赴乙区考察期间，专程来到…)."""
_FORM_ONE = re.compile(r"组成的?")
"""Between bodies and their verb: they travel as one (由甲局、乙会等组成的一行9人来到…)."""
_FINAL = 5  # characters behind a verb, the mark among them, that hold no place: 来访考察，
_OF_A_SITE = re.compile(r"(?:馆|厂|站|店|商城|大厦|小镇|广场|花海|公园|山庄|商行|超市|庄园)(?![\u4e00-\u9fff]{0,2}(?:镇|乡|村))")
_STAYS = re.compile(r"(?:投资|兴业|创业|落户|务工|就业|挂职|任职|支教|扎根|安家|上学|求学)(?!考察|洽谈|对接|推介|环境)")
"""Behind a region: what people do there who do not come on a visit."""
_SENT_THERE = re.compile(r"(?:援|驻(?!地)|选派|派出|派驻|派往|挂职|赴)")


def visitors(case: Case, known: Knowledge) -> tuple[str, ...]:
    """Who visits: the subject, or whoever is led or received there, with those that sent the delegation and those that lead it."""
    groups = [*case.previous, *(g for g in case.clause.groups if g.end <= case.predicate.start)]
    received = _received(case, known)
    coming, block = arriving(case, known), case.clause.sentence.block
    if coming is not None:
        return tuple(dict.fromkeys([*coming.ids, *(i for one in coming.ids for i in known.tours.leaders(one, block))]))
    own_way = [g for g in groups if not _WITH_THEM.search(known.doc.text, max(0, g.start - _FINAL), g.start)]
    named = [received] if received is not None else own_way
    senders = [i for g in named if _DELEGATION.match(known.doc.text, g.end) for i in g.ids]
    leaders = [] if received else _leading(case, known)
    own = leaders or (received.ids if received is not None else subject(case, known))
    together = _FORM_ONE.search(known.doc.text, case.clause.start, case.predicate.start) is not None
    fit = [i for i in own if together or not known.is_any(i, _OFFICIAL) or not senders or i in senders]
    sent = [i for person in own for i in known.sent.get(person, ())]
    led = [i for sender in senders for i in known.tours.leaders(sender, block)]
    return tuple(dict.fromkeys([*fit, *sent, *senders, *led]))


def arriving(case: Case, known: Knowledge) -> GroupOf | None:
    """Who is said to have come by what qualifies them: 欢迎前来考察的|甲市代表团, 向来访的|某某一行."""
    if case.predicate.word not in _COMES and not _ON_A_VISIT.search(known.doc.text, case.clause.start, case.predicate.start):
        return None
    marked = known.doc.text.find("的", case.predicate.end, case.predicate.end + _FINAL) + 1
    return next((g for g in case.clause.groups if marked and g.start == marked), None)


def _received(case: Case, known: Knowledge) -> GroupOf | None:
    """Who is told to visit by somebody that receives them: 对甲市代表团来访表示欢迎, 陪同甲市代表团考察."""
    text = known.doc.text
    for group in reversed(case.clause.groups):
        if group.end > case.predicate.start:
            continue
        if _RECEIVES.search(text, case.clause.start, group.start):
            return group
        if group.governor in ("对", "向") and _WELCOMES.match(text, case.predicate.end, case.clause.end):
            return group
    return None


def _leading(case: Case, known: Knowledge) -> list[str]:
    """The persons that the clause tells right before the predicate to lead a delegation there (某某率甲市代表团|赴)."""
    text = known.doc.text
    for group in reversed(case.clause.groups):
        if group.end <= case.predicate.start and all(known.is_any(i, ("Person",)) for i in group.ids):
            return list(group.ids) if group.governor and _LEADS.match(text, group.end) else []
    return []


def row(case: Case, known: Knowledge) -> tuple[str, ...]:
    """The places of a row behind a verb of visiting, whatever of it has no name (考察了百合基地、某水电站和|某文化馆)."""
    behind = after(case, known)
    found: list[str] = []
    end = case.predicate.end
    text = known.doc.text
    for index, group in enumerate(behind):
        owner = group.possessive and index + 1 < len(behind) and behind[index + 1].start == group.end + 1
        if owner and any(known.in_range("visits", i) for i in behind[index + 1].ids):
            continue
        if passed_over(text, group, behind[index + 1 :]) or _quoted(text, end, group.start):
            continue
        listed = _ROW.fullmatch(text, end, group.start) is not None and not _TALKS.match(text, group.end)
        if found and not listed:
            break
        if group.governor in COMITATIVE | LOCATIVE and not listed and text[group.start - 1] != "的":
            continue
        found += [i for i in group.ids if fits(case, i, known) and known.in_range("visits", i)]
        end = group.end
    return tuple(dict.fromkeys(found))


def quoted(case: Case, known: Knowledge) -> bool:
    """Whether what is visited is a quotation that nothing is named after, so that a name inside it is not what is visited."""
    behind = after(case, known)
    return bool(behind) and _quoted(known.doc.text, case.predicate.end, behind[0].start)


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends inside a quotation (参观“感恩|甲市”主题展)."""
    return text.rfind("“", start, end) > text.rfind("”", start, end)


def passed_over(text: str, group: GroupOf, behind: Sequence[GroupOf]) -> bool:
    """Whether a group behind a verb of visiting is not what is visited: it acts in the relative clause of the next one (甲市企业家创办的|某公司),
    its people are seen elsewhere (看望甲省援乙干部), it is where people go to stay (到甲市投资), or part of a name not read (甲市馆).
    """
    if group.ids[0].startswith("region/") and (_OF_A_SITE.match(text, group.end) or _STAYS.match(text, group.end)):
        return True
    head = behind[0] if behind else None
    made = head is not None and head.modified and not re.search("[、，]", text[group.end : head.start])
    return made or (group.ids[0].startswith("region/") and _SENT_THERE.match(text, group.end) is not None)


def where(case: Case, known: Knowledge) -> tuple[str, ...]:
    """Where persons and delegations do what names no place: 某某在甲州|调研|文旅工作."""
    own = case.clause.subject
    text = known.doc.text
    if own is None or not _IN_PLACE.search(case.predicate.word):
        return ()
    persons = all(known.is_any(i, ("Person",)) for i in own.ids) and not case.clause.carried
    travel = not case.clause.carried and (_DELEGATION.match(text, own.end) or not own.named)
    if not persons and not travel:
        return ()
    classes = ("Region", "Park") if persons and not travel else ("Region", "Park", "Organization")
    return tuple(i for i in governed(case, frozenset(("在",))) if known.is_any(i, classes))


def here(case: Case, known: Knowledge) -> tuple[str, ...]:
    """Where somebody comes that the text does not say: to the region that it speaks for (某某来访), else to the one that receives them
    (甲市与前来考察的乙县代表团座谈).
    """
    coming = arriving(case, known)
    rest = case.clause.end - case.predicate.end
    if known.home is not None and (coming is not None or (case.predicate.word in _COMES and rest <= _FINAL and not case.clause.carried)):
        return (known.home,)
    before = (g for g in case.clause.groups if coming is not None and g.end <= case.predicate.start)
    return next((g.ids for g in before if all(known.is_any(i, ("Region",)) for i in g.ids)), ())
