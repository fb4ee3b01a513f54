"""Dates of entities: when an agreement was signed, a park unveiled, a project begun, an event held."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from kg.facts.clauses import Clause, GroupOf
from kg.facts.places import Knowledge
from kg.facts.times import Time
from kg.model import Document, EntityDate, Evidence

_DATED = ("Event", "Agreement", "Policy", "Project", "Park", "Facility", "Organization", "Program", "Publication")
_BEGIN = re.compile(r"启动|开工|动工|开建|铺开|破土|发起|起步|奠基|开始|进驻|抵达|启程|到岗")
_MOMENT = re.compile(
    r"下达|审议通过|审定|续签|补签|赶赴|参展|始于|揭牌|挂牌|成立|设立|创立|签署|签订|签下|签约|印发|出台|发布|下发|颁布|建成|投产|投用|启用|投入使用|竣工|交付|落成|开业|开园|开班|开馆|举办|举行|召开|开幕|启幕|揭幕|办起|"
    r"开在|落户|落地|注册|入驻|创办|组建|出版|付梓|公布|登上|亮相|开通|运营|创建|开学|获批|批准|开行|首发|共建|兴建|建起|开设|通车|通航"
)
_END = re.compile(r"期满|结束|闭幕|收官|落幕|干满|完成任务|返程|返沪|返苏|返程|交接")
_ALSO = re.compile(r"同步|同时|同日|并|当天|一并")
_FOUNDING = re.compile(
    r"揭牌|挂牌|成立|设立|创立|建成|投产|投用|启用|投入使用|竣工|交付|落成|开业|开园|开班|开馆|办起|创办|组建|注册|开学|开工|动工|兴建|建起"
)
_FIRST = re.compile(r"揭牌|挂牌|成立|印发|签署|签订|举办|举行|召开")


def read(doc: Document, clauses: Sequence[Clause], times: Sequence[Time], known: Knowledge) -> tuple[EntityDate, ...]:
    """The dates of the document's entities, sorted."""
    found: dict[tuple[str, str, str], Evidence] = {}
    starts = [t.start for t in times]
    fronted: Time | None = None
    topic: GroupOf | None = None
    sentence = -1
    for clause in clauses:
        if clause.sentence.start != sentence:
            sentence, fronted, topic = clause.sentence.start, None, None
        mine = times[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        if mine and mine[0].start - clause.start <= 2 and not mine[0].since:
            fronted = mine[0]
        time = fronted or (mine[0] if mine else None)
        dates = _of_clause(doc, clause, (time, topic), known) if time else []
        for entity, name, value in dates:
            completions = known.reader.of(clause, [entity])
            found.setdefault((entity, name, value), Evidence(clause.sentence.start, clause.sentence.end, "time-of-clause", completions))
        if dates and not _ALSO.search(doc.text, clause.end, clause.end + 6):
            fronted = None
        topic = next((g for g in clause.groups if not g.governor and any(known.is_any(i, _DATED) for i in g.ids)), topic)
    for entity, start, end in _mastheads(doc, clauses, known):
        if doc.date:
            found.setdefault((entity, "date", doc.date), Evidence(start, end, "masthead"))
    return tuple(EntityDate(e, p, v, (evidence,), Decimal("0.7")) for (e, p, v), evidence in sorted(found.items()))


def _mastheads(doc: Document, clauses: Sequence[Clause], known: Knowledge) -> list[tuple[str, int, int]]:
    """The publications that the masthead names: the document's date is theirs."""
    heads = [b for b in doc.blocks if b.kind in ("masthead", "byline")]
    named = [(i, g) for c in clauses for g in c.groups for i in g.ids if any(b.start <= g.start < b.end for b in heads) and not g.listed]
    return [(i, g.start, g.end) for i, g in named if known.is_any(i, ("Publication",))]


def _of_clause(doc: Document, clause: Clause, context: tuple[Time, GroupOf | None], known: Knowledge) -> list[tuple[str, str, str]]:
    time, topic = context
    text = doc.text[clause.start : clause.end]
    if time.deadline or re.match(r"作为|是", text):
        return []
    for pattern, name in ((_MOMENT, "date"), (_BEGIN, "startDate"), (_END, "endDate")):
        match = pattern.search(text)
        if match is None:
            continue
        if name == "date" and _BEGIN.search(text) and not _FIRST.search(text):
            name = "startDate"
        target = _target(clause, clause.start + match.start(), known) or topic
        if target is None:
            return []
        dates = []
        for entity in target.ids:
            signed_within = time.until is not None and known.is_any(entity, ("Agreement", "Policy"))
            if known.is_any(entity, _DATED) and not _unfit(entity, match[0], known) and not signed_within:
                dates += (
                    [(entity, "startDate", time.value), (entity, "endDate", time.until)] if time.until else [(entity, name, time.value)]
                )
        return dates
    return []


def _unfit(entity: str, verb: str, known: Knowledge) -> bool:
    """Whether a verb does not tell of an organisation's own moment: only its founding and opening do; a team comes and goes."""
    if known.is_any(entity, ("AidTeam",)):
        return not (_BEGIN.search(verb) or _END.search(verb))
    return known.is_any(entity, ("Organization",)) and not _FOUNDING.search(verb)


def _target(clause: Clause, verb: int, known: Knowledge) -> GroupOf | None:
    """What the verb's moment is of: the first datable group behind it, else the nearest before it."""
    behind = [g for g in clause.groups if g.start >= verb and g.governor not in ("与", "和", "同", "在", "到", "赴", "由")]
    before = [g for g in clause.groups if g.end <= verb and g.governor not in ("与", "和", "同", "在", "到", "赴", "由", "经", "向")]
    for group in [*behind, *reversed(before)]:
        if any(known.is_any(i, _DATED) for i in group.ids):
            return group
    return None
