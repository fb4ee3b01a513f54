"""Events as a text goes on to tell of them: by the word for their kind alone (推介会由…主办, 仪式上), and what is done there.

某县招商推介会在某市举行。…推介会上，甲集团、乙公司签约。     甲集团 and 乙公司 take part in it
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.facts.anaphora import Reference
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.knowledge import Knowledge
from kg.facts.resolve import Resolved
from kg.model import Document

_KINDS = (
    "[招双]?(?:推介|洽谈|招聘|对接|座谈|交流|展销|博览|研讨|交易|双选|签约|推进|宣讲|发布|招商|分享)会|联席会议?|论坛|年会|大会|培训班|研修班"
    "|夏令营|冬令营|研学营|(?:揭牌|签约|启动|捐赠|开工|授牌|结对|发车|交接|奠基)仪式|展销周|文化周|旅游节|文化节|采摘节|大集"
    "|邀请赛|友谊赛|大赛|联赛|展览|书画展|义诊|义卖|演出|晚会"
)
_ANY = r"(?:开幕|启幕|闭幕|开班|开营|结营|结业|开赛|揭幕)(?:仪式|式)|活动|会议|仪式|展会|赛事|比赛|盛会|培训"
_NAMED_BY_KIND = re.compile(
    rf"(?:(?<=[，。；：\n])|(?<=出席)|(?<=参加)|(?<=参加了)|(?<=主持)|(?<=亮相)|(?<=在)|(?<=观看)|(?<=观看了)|(?<=列席)|(?<=本次)|(?<=此次)"
    rf"|(?<=本届)|(?<=该)|(?<=这次)|^)(?:({_KINDS})|({_ANY}))(?=[上由在期共吸，。；、并于现当]|举办|结束|主办|开始|前|后|旨在)"
)
_THERE = re.compile(r"上|现场|期间|中(?![国心])|之?前|之?后|结束后")
_DEEDS = re.compile(
    r"发言|讲话|致辞|致词|演讲|推介|通报|宣读|介绍|主持|作了?[^，。]{0,10}(?:报告|推介|交流|讲话|发言|讲解)|揭牌|揭幕|授牌|授旗|颁奖|颁发"
    r"|拿出|携|带来|带着|展示|展出|表演|演出|分享|设立?展|亮相|推出|宣布|交流|汇报了"
)
"""What only those do who take part. Signing and giving at a meeting are told as relations of their own."""
_ADVERB = re.compile(
    r"(?:[两二三四五六七八九十\d]+(?:个|家)?(?:省区市|省区|省市|市县|县区|区县|[省市县区州地]|单位)(?:（[^（）]{1,8}）)?)?(?:党政代表团|代表团|代表|方面)?"
    r"(?:分别|依次|先后|相继|也|还|逐一|现场|重点|集中|进行了?|等|[作做]了?|主题|专题|主旨|交流)*"
)


def find(doc: Document, resolved: Resolved, named: Sequence[Reference]) -> Iterator[Reference]:
    """The stretches that tell of an event by its kind alone: the nearest event before of that kind, in this paragraph or the one before.

    `named`: the references of the document, in order.
    """
    events = [r for r in named if r.named and resolved.groups[r.ids[0]].cls == "Event"]
    starts = [r.start for r in events]
    for match in _NAMED_BY_KIND.finditer(doc.text) if events else ():
        sentence = doc.sentence_at(match.start())
        if sentence is None:
            continue
        near = doc.blocks[max(0, sentence.block - 1)].start
        before = events[bisect_left(starts, near) : bisect_left(starts, match.start())]
        found = [r.ids for r in before if not match[1] or match[1] in resolved.groups[r.ids[0]].label]
        if found:
            yield Reference(match.start(), match.end(), found[-1], False, f"stands-for-{match[0]}")


def attends(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """The bodies and firms that do something at an event, in any clause of a sentence that begins there (推介会上，甲县、乙公司作推介).

    Persons that speak there are told of by `kg.facts.attendance`.
    """
    event: str | None = None
    sentence = -1
    for clause in clauses:
        if clause.sentence.start != sentence:
            sentence, event = clause.sentence.start, None
        text = known.doc.text
        for group in clause.groups:
            there = _THERE.match(text, group.end) or text[group.end - 1 : group.end] == "上"
            named = next((i for i in group.ids if known.is_any(i, ("Event",))), None)
            opening = group.start - clause.sentence.start <= _OPENS and group.governor in ("", "在")
            event = named if named and there and opening and not text.startswith(("前", "后", "结束"), group.end) else event
        if event is not None:
            for member in _doers(clause, event, known):
                if known.admits("participatesIn", member, event):
                    yield Found(member, "participatesIn", event, clause, "acts-at-the-event")


_OPENS = 14  # characters before the word for the event at a sentence's beginning: 在当天下午举行的


def _doers(clause: Clause, event: str, known: Knowledge) -> Iterator[str]:
    """The bodies and firms that do something in a clause: its subject, where it names one."""
    text = known.doc.text
    subject = clause.subject
    if subject is None or clause.carried or event in subject.ids or subject.possessive:
        subject = next((g for g in clause.groups if not g.governor and not g.possessive and event not in g.ids), None)
    if subject is None or subject.start < clause.start:
        return
    deed = _DEEDS.search(text, subject.end, clause.end)
    direct = deed is not None and _ADVERB.fullmatch(text, subject.end, deed.start())
    for member in subject.ids:
        if known.is_any(member, ("Region",)) and not direct:
            continue  # 某市有关部门通报: not the city
        if deed and not known.is_any(member, ("Person",)):
            yield member


def speaks_at(clauses: Sequence[Clause], known: Knowledge) -> Iterator[Found]:
    """Who does something at an event takes part in it: 甲市、乙市在会上签署…."""
    for clause in clauses:
        for group in clause.groups:
            at = group.governor == "在" and "上" in known.doc.text[group.end - 1 : group.end + 1]
            if at and clause.subject is not None and clause.subject.end <= group.start and not clause.carried:
                for member in clause.subject.ids:
                    for event in group.ids:
                        if known.is_any(event, ("Event",)) and known.admits("participatesIn", member, event):
                            yield Found(member, "participatesIn", event, clause, "acts-at-the-event")
