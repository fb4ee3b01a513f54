"""Attendance: who takes part in an event that a text has told of, where no verb of taking part names the event.

联席会议在甲市举行。某某介绍情况，某某作汇报。      both were at the meeting
与会的有某某，某某，以及某某。                      all of them
招聘会开幕，甲公司、乙公司等39家企业带来岗位…       the firms take part in the fair
某某总书记在座谈会上强调                            he was there
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.knowledge import Knowledge

_HELD = re.compile(r"举行|召开|举办|开幕|开在|拉开|启幕|开班|开营|开讲|结业|结营|闭幕")
_WILL = re.compile(r"将(?:[于在]|举|首次|再次)")
_PRESENT = re.compile(r"(?:与会|到会|出席|参加|参会|列席|在座|到场|参与)(?:会议|活动|座谈会?|仪式)?的(?:还)?(?:有|包括|是)")
_SPEAKS = re.compile(
    r"(?:先后|分别|(?:共同|一道|一起)(?:[向为给][\u4e00-\u9fff]{2,10}?)?|一同|还|也|到现场|应邀|代表[\u4e00-\u9fff]{1,10}|[向为给][\u4e00-\u9fff]{2,7}?)?"
    r"(?:主持|推介|授课|揭牌|揭幕|剪彩|宣读|颁奖|授旗|授牌|致辞|致欢迎|讲话|介绍|通报|宣布|出席|到场|到会|参会|与会|见证|表示|指出|强调|要求|希望|说|发言"
    r"|[作做](?!为)[\u4e00-\u9fff]{0,8}?(?:汇报|报告|发言|介绍|讲话|交流|说明|表态|总结|致辞))"
)
_SPEECH = re.compile(
    r"(?:[从就围绕][^，。；]{2,45}?)?(?:在(?:会议|推介|开幕|大会)?(?:致辞|致词|讲话|发言|推介)[中时]|致辞|致词|发言(?![人权])|[作做进]了?行?了?[^，。；]{0,8}?(?:推介|发言|讲话|致辞|演讲))"
)
"""What is only said at an event, in whatever paragraph behind that of the event."""
_LATER = 4  # blocks behind that of the event in which a speech is one made there
_FOR_THEM = re.compile(r"(?:在[^，。；]{0,12}?[上中])?(?:[就从围绕][^，。；]{2,50}?)?(?:[作做](?!为)|发言|致辞|讲话|推介|介绍|对[^，。；]{2,20}?表示)")
"""What somebody says for those whom he represents (代表|某区|从三个方面作了推介)."""
_ANOTHER = re.compile(r"(?:出席|主持|参加|列席)[^，。；]{0,10}?(仪式|座谈会|论坛|推介会|对接会|招聘会|展销会|动员会|培训班)[，。；]?$")
"""Another event than the one told of, that somebody attends (出席|开工仪式)."""
_BRINGS = re.compile(r"带来|拿出|提供|推出|携|进场|设展|参展|到场|到会|入场|展出|亮相|参加|摆出|布展|组团|接入|设摊|赴会|前来")
_SEVERAL = re.compile(r"等?(?:[\d一二三四五六七八九十百两多余]+|多)(?:余|多)?(?:家|所|个|户)")
_FAIR = re.compile(r"(?:招聘会|对接会|展销会|博览会|推介会|洽谈会|展览会|交易会|双选会|展销周|购物节|年货节|大集|展|节|集市|市集|展会)$")
_BACK = re.compile(r"(?P<head>座谈会?|会议|会谈|签约仪式|仪式|活动|论坛|推介会|会)(?:上|中|期间|现场)[，,]")
"""A clause that goes back to an event told of: 座谈中，, 会上，"""
_OPENS = re.compile(r"在[^，。；]*(?:上|期间|现场)，$")
"""A clause that only says at which event something is done: 在某某座谈会上，"""
_AT = re.compile(r"上|期间|中|现场")
_AT_SOME_TIME = re.compile(r"在(?:[\u4e00-\u9fff\d]{1,12}(?:年|月|日|天|周|季度|上午|下午|举行|召开|举办))的")
"""The time of an event before its name: 在|上个月的|某座谈会上."""
_ATTENDING = re.compile(r"(?:与会|参会|到会|出席会议|参加会议|出席活动|参加活动|在场|现场)的[^，。；]{0,20}$")
"""Before a person's name: that he attends the event told of."""


def read(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Who takes part in the events of the document, in its order."""
    told: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    lately: tuple[str, ...] = ()
    block = sentence = since = -1
    present = False
    for clause in clauses:
        if clause.sentence.block != block:
            block, held = clause.sentence.block, ()
        if clause.sentence.start != sentence:
            sentence, present = clause.sentence.start, False
        text = known.doc.text[clause.start : clause.end]
        named = _events(clause, known)
        back = _BACK.match(text)
        if back and any(_is_meant(back["head"], known.labels[e]) for e in named or told):
            held = named = named or told
        present = present or _PRESENT.search(text) is not None
        if present:
            persons = [i for g in clause.groups for i in g.ids if known.is_any(i, ("Person",))]
            yield from _take_part(persons, held or told, clause, "listed-as-present", known)
        elif held and not named:
            yield from _speakers(clause, held, known)
        elif lately and not named and block - since <= _LATER:
            yield from _speeches(clause, lately, known)
        yield from _attending(clause, held or told, known)
        yield from _exhibitors(clause, named or held, known)
        yield from _there(clause, known)
        told = named or told
        now = _OPENS.match(text) or (_HELD.search(text) and not _WILL.search(text))
        held = named if named and now else () if named and held != named else held
        lately, since = (held, block) if held else (lately, since)


def _is_meant(head: str, label: str) -> bool:
    """Whether an event can be called so: 会上 of any meeting, 仪式上 of a ceremony."""
    return label.endswith(head) or head == "活动" or (head in ("会", "会议") and "会" in label[-3:]) or (head == "座谈" and "座谈" in label)


def _events(clause: Clause, known: Knowledge) -> tuple[str, ...]:
    """The last event that a clause names."""
    groups = [g for g in clause.groups if any(known.is_any(i, ("Event",)) for i in g.ids)]
    groups = [g for g in groups if not known.doc.text.startswith("精神", g.end)]
    return tuple(i for g in groups[-1:] for i in g.ids if known.is_any(i, ("Event",)))


def _take_part(who: Sequence[str], events: Sequence[str], clause: Clause, rule: str, known: Knowledge) -> Iterator[Found]:
    judged = factuality.judge(known.moods[clause.start], "participatesIn", (clause.end, clause.end), "")
    real = judged if judged.unreal else replace(judged, status="Done")
    for one in who:
        for event in events[-1:]:
            if known.admits("participatesIn", one, event):
                yield Found(one, "participatesIn", event, clause, rule, factuality=real)


def _speakers(clause: Clause, events: Sequence[str], known: Knowledge) -> Iterator[Found]:
    """The persons who speak, in the paragraph that tells of the event."""
    subject = clause.subject
    first = next((g for g in clause.groups[:1] if g.attributive and not g.governor), None)
    if subject is None or clause.carried or (first is not None and known.doc.text.startswith("代表", first.end)):
        subject = first or subject  # 某某|代表企业家|发言
    if subject is None or not all(known.is_any(i, ("Person",)) for i in subject.ids):
        return
    other = _ANOTHER.search(known.doc.text, subject.end, clause.end)
    if other and not any(_is_meant(other[1], known.labels[e]) for e in events):
        return
    represented = next((g for g in clause.groups if g.start == subject.end + len("代表")), None)
    if represented is not None and _FOR_THEM.match(known.doc.text, represented.end, clause.end):
        yield from _take_part((*subject.ids, *represented.ids), events, clause, "speaks-where-the-event-is-told", known)
    elif _SPEAKS.match(known.doc.text, subject.end, clause.end):
        yield from _take_part(subject.ids, events, clause, "speaks-where-the-event-is-told", known)


def _speeches(clause: Clause, events: Sequence[str], known: Knowledge) -> Iterator[Found]:
    """The persons who make a speech, in a paragraph behind that of the event (某某在致辞中表示)."""
    subject = clause.subject
    if subject is None or clause.carried or not all(known.is_any(i, ("Person",)) for i in subject.ids):
        return
    if _SPEECH.match(known.doc.text, subject.end, clause.end):
        yield from _take_part(subject.ids, events, clause, "speaks-where-the-event-is-told", known)


def _attending(clause: Clause, events: Sequence[str], known: Knowledge) -> Iterator[Found]:
    """The persons that are called attendants of the event told of (与会的某协会会长某某认为)."""
    for group in clause.groups if events else ():
        persons = [i for i in group.ids if known.is_any(i, ("Person",))]
        if persons and not group.governor and _ATTENDING.search(known.doc.text, clause.start, group.start):
            yield from _take_part(persons, events, clause, "speaks-where-the-event-is-told", known)


def _exhibitors(clause: Clause, events: Sequence[str], known: Knowledge) -> Iterator[Found]:
    """Those of a row that come to a fair with what they offer."""
    subject = clause.subject
    fairs = [e for e in events if _FAIR.search(known.labels[e])]
    if subject is None or clause.carried or not fairs or subject.governor:
        return
    firms = [i for i in subject.ids if known.is_any(i, ("Enterprise", "School", "Hospital"))]
    behind = known.doc.text[subject.end : clause.end]
    if firms and _SEVERAL.match(behind) and _BRINGS.search(behind):
        yield from _take_part(firms, fairs, clause, "comes-to-the-fair", known)


def _there(clause: Clause, known: Knowledge) -> Iterator[Found]:
    """A person who does something at an event that the clause names (某某在座谈会上强调)."""
    for one, other in zip(clause.groups, clause.groups[1:], strict=False):
        events = tuple(i for i in other.ids if known.is_any(i, ("Event",)))
        at = other.governor == "在" or _AT_SOME_TIME.fullmatch(known.doc.text, one.end, other.start)
        if events and at and not one.governor and (_AT.match(known.doc.text, other.end) or known.doc.text[other.end - 1] == "上"):
            persons = [i for i in one.ids if known.is_any(i, ("Person",))]
            yield from _take_part(persons, events, clause, "speaks-at-the-event", known)
