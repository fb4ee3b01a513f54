"""Whether what a clause tells of has come about: its status and polarity, or that it is no fact at all.

    甲公司拟投资8亿元建设某项目      Planned      two parties sign, 投资8亿元建设某项目      Agreed
    甲市正在建设某园区              UnderWay     甲市建成了某园区                        Done
    甲市尚未与乙市签署某协议         Done, Denied 建议甲市与乙市共建某园区                  none: a wish

Auxiliaries, aspect and adverbs decide (`seeds/cues/factuality.csv`), the nearest one before the predicate first; then the phase that a verb
has by itself (`seeds/cues/phases.csv`); then what the relation is. A cue reaches as far as its clause, or to the 的 that closes a relative
clause (计划投资8亿元的某项目); clauses without a subject of their own go on in the mood of the one before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg import lexicon as lexicons
from kg.facts import cues
from kg.facts.clauses import Clause
from kg.facts.cues import Cue, Words
from kg.facts.times import Time
from kg.facts.units import Unit
from kg.model import Document

_UNREAL = frozenset(("wish", "possible", "condition", "principle", "question"))
_REAL = frozenset(("past", "perfect", "progressive", "now"))
_AFTER = re.compile(r"(?:了|过|完成|完毕|成功)")
_TALKS = re.compile(
    r"(?:^在?|[正尚仍还在]|事宜|一事)(?:筹划|谋划|酝酿|洽谈|磋商|商谈|论证|拟议|协商|征求意见)(?:中|之中|阶段)?[，。；]?$|^(?:也)?在?(?:筹划|谋划|酝酿)"
)
_FAILED = re.compile(r"未果|告吹|搁浅|流产|落空|泡汤|作罢|夭折")
_IDEA = re.compile(r"的(设想|构想|意向|意愿|打算|想法|计划|思路|方案|可能性?|可行性)")
_HOPE = re.compile(r"的(建议|愿望|倡议|希望|提议|请求|要求|目标|期待|原则)|为(?:目标|原则)")
_SIGNING = re.compile(
    r"签约(?!仪式|活动|会|项目|率|环节|结束|现场)|(?:签署|签订|签下)(?!的)|达成|商定|议定|敲定|约定|中标|获批|核准|立项|协议"
)
_JUST_BEGUN = re.compile(r"(?:启动|开工|动工|着手|奠基)$")
_JUST_SIGNED = re.compile(r"签约(?:合作)?$")
_PLANS = re.compile(r"下一?步|打算|工作思路|(?:工作|年度?)计划|工作安排|努力方向")
_EVENT = re.compile(r"举[行办]|召开|主办|承办|协办|开幕|启幕|开赛|开班|参加|出席|参展")
_TO_COME = re.compile(r"明年|后年|下个?[月周]|本[月周]|年内|今[年秋冬]|\d[月日]")
_MOMENTS = frozenset(("organizes", "participatesIn", "visits", "signs", "issues", "date"))
_STANDING = frozenset(("assists", "cooperatesWith", "locatedIn", "originatesFrom", "partOf", "operates"))
_OF_FIGURES = frozenset(("plan", "coming", "future", "decided", "progressive", "perfect", "past"))
_FORESEEN = frozenset(("预计", "预期", "有望", "可望", "预定", "有可能"))
_AIM = re.compile(r"力争|争取(?![到了])|目标|希望|建议|预期(?!年)|不少于|要达到|朝着|奔|向着|冲刺")
_PROJECTED = re.compile(
    r"规划|设计|预计|达产|满产|投产后|建成后|计划[总用占]|可再?(?:容|吸|处理|带动|提供|实现|安置|年产|新增|增|达|产|装|解决|创造|加工|储|存)"
)
_SPENT = re.compile(r"累计|共|投入|出资|斥资|拨付|捐资|捐款|捐赠|耗资|完成|实现|到位|落实|达成|筹集|发放")
_PROMISED = re.compile(r"投资|投入|出资|注资|斥资|金额|总额|合计|采购|供货|资金")
_RATING = {"past": "Done", "perfect": "Done", "progressive": "UnderWay", "decided": "Agreed"}


@dataclass(frozen=True, slots=True)
class Factuality:
    """`status` and `polarity` as the vocabulary has them. `unreal`: why it is no fact (wish, condition, principle, question), else ""."""

    status: str
    polarity: str = "Affirmed"
    unreal: str = ""


@dataclass(frozen=True, slots=True)
class Mood:
    """What bears on the predicates of the clause `text`, which begins at `start`.

    `carried`: category that goes on from the clauses before it, or ""; `by_section`: it goes on from the heading or from what the paragraph
    began with (下一步); `signed`: what it tells of follows a signing; `dated`: a time is named; `whole`: why nothing in the clause is a
    fact, or "".
    """

    text: str
    start: int
    cues: tuple[Cue, ...] = ()
    carried: str = ""
    by_section: bool = False
    signed: bool = False
    dated: bool = False
    whole: str = ""


Moods = Mapping[int, Mood]
"""Of each clause, by its start."""


@dataclass(slots=True)
class _Reader:
    """What is remembered from clause to clause of a sentence: `spoken` holds also of clauses with subjects of their own, `lasting` of the
    paragraph, `plans` are the blocks under headings of plans.
    """

    sentence: int = -1
    block: int = -1
    carried: str = ""
    whole: str = ""
    signed: bool = False
    lasting: str = ""
    spoken: str = ""
    fronted: bool = False
    plans: frozenset[int] = field(default_factory=frozenset)


def read(doc: Document, clauses: Sequence[Clause], units: Sequence[Sequence[Unit]], times: Sequence[Time]) -> Moods:
    """The mood of each clause of the document. `units`: of its sentences; `times`: in order."""
    lexicon = lexicons.load()
    all_units = [u for sentence in units for u in sentence]
    words = Words({u.start: u for u in all_units}, {u.end: u for u in all_units})
    asking = _questions(doc, clauses)
    starts = [t.start for t in times]
    reader = _Reader(plans=_sections_of_plans(doc))
    moods: dict[int, Mood] = {}
    for clause in clauses:
        found = cues.find(doc, clause, words, lexicon)
        _enter(reader, doc, clause)
        mine = times[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        real = any(c.category in _REAL for c in found) or any(doc.date is not None and t.value[:4] < doc.date[:4] for t in mine)
        if real or not _goes_on(clause):
            reader.carried = "" if real else reader.spoken
        section = "" if real or reader.carried else reader.lasting
        whole = "question" if clause.start in asking else "" if real else reader.whole
        text = doc.text[clause.start : clause.end]
        dated = any(not t.deadline for t in mine) or _TO_COME.search(text) is not None
        carried = reader.carried or section
        mood = Mood(text, clause.start, found, carried, section != "", reader.signed, dated or reader.fronted, whole)
        moods[clause.start] = mood
        reader.fronted = dated and not clause.predicates  # 下月起，甲将…
        _leave(reader, doc, clause, mood)
    return moods


def _enter(reader: _Reader, doc: Document, clause: Clause) -> None:
    """Forget what ends with the sentence, the paragraph or the part before a semicolon."""
    if clause.sentence.block != reader.block:
        reader.block = clause.sentence.block
        reader.lasting = "future" if clause.sentence.block in reader.plans else ""
        reader.signed = False
    if clause.sentence.start != reader.sentence:
        reader.sentence, reader.whole, reader.carried, reader.spoken = clause.sentence.start, "", "", ""
        # what a signing brings is told in its sentence; the next one goes on where it says so (根据协议)
        reader.signed = reader.fronted = False
    elif doc.text[clause.start - 1] == "；":
        reader.carried, reader.signed = reader.spoken, False


def _leave(reader: _Reader, doc: Document, clause: Clause, mood: Mood) -> None:
    """Remember what goes on behind the clause."""
    verb = clause.predicates[-1].start if clause.predicates else -1
    modal = [c for c in mood.cues if c.category not in ("negation", "now") and c.reach >= clause.end]
    # 计划总投资5亿元 plans a sum, not what follows
    modal = [c for c in modal if c.category != "plan" or c.end <= verb or clause.end - c.end <= 1]
    if modal:
        last = modal[-1].category
        reader.carried = "plan" if last == "coming" else last if last not in ("past", "perfect", "progressive", "possible") else ""
        if clause.end - modal[-1].end <= 1:
            reader.spoken = reader.carried  # 双方商定，甲…，乙…: what is said holds of all that follows
        if last in ("condition", "principle") and modal[-1].start - clause.start <= 2:
            reader.whole = last
        if last == "coming" and modal[-1].start == clause.sentence.start:
            reader.lasting = "future"
        if reader.carried and doc.text[clause.end - 1] == "：":
            reader.lasting = reader.carried
    signing = _SIGNING.search(mood.text)
    if signing is not None:
        at = clause.start + signing.start()
        told = judge(mood, "cooperatesWith", (at, clause.start + signing.end()), "签约")
        reader.signed = reader.signed or (told.unreal == "" and told.polarity == "Affirmed" and told.status != "Planned")


def _goes_on(clause: Clause) -> bool:
    """Whether a clause has no subject of its own, so that it goes on in the mood of the one before it."""
    return clause.subject is None or clause.carried or clause.subject.governor != ""


def _questions(doc: Document, clauses: Sequence[Clause]) -> frozenset[int]:
    """Starts of the clauses that ask: the last one of a sentence that ends in a question mark."""
    last = [one for one, other in pairwise([*clauses, None]) if one is not None and (other is None or other.sentence != one.sentence)]
    return frozenset(c.start for c in last if re.search(r"[？?][”）]?$", doc.text[c.start : c.sentence.end].strip()))


def _sections_of_plans(doc: Document) -> frozenset[int]:
    """The blocks under headings that announce what is to come (下一步工作打算)."""
    found: set[int] = set()
    level: int | None = None
    for number, block in enumerate(doc.blocks):
        if block.kind == "heading":
            if level is None or block.level <= level:
                level = block.level if _PLANS.search(doc.text, block.start, block.end) else None
        elif level is not None:
            found.add(number)
    return frozenset(found)


def judge(mood: Mood, relation: str, at: tuple[int, int], word: str) -> Factuality:
    """Status and polarity of what the predicate `word` at `at` says; `relation`: the property it is read as."""
    start, end = at
    mine = [c for c in mood.cues if c.end <= start <= c.reach]
    denied = sum(c.category == "negation" for c in mine) % 2 == 1
    behind = mood.text[end - mood.start :]
    aspect = _AFTER.match(behind)
    modal = next((c.category for c in reversed(mine) if c.category not in ("negation", "now")), "")
    modal = modal or _from_neighbours(mood, start, end, word)
    category = modal or (("past" if aspect[0] == "过" else "perfect") if aspect else mood.carried)
    polarity = "Denied" if denied or _FAILED.search(behind) else "Affirmed"
    if category not in _REAL and (mood.whole or _HOPE.search(behind) or category in _UNREAL):
        return Factuality("Planned", polarity, mood.whole or (category if category in _UNREAL else "wish"))
    if _TALKS.search(behind) or (not modal and _IDEA.search(behind)):
        return Factuality("Planned", polarity)
    signed = _signed(mood, start)
    if not modal and mood.by_section and relation in _STANDING and not _phase(word):
        return Factuality("Standing", polarity)  # a section of plans does not move what lies there
    if category in ("plan", "coming"):
        return Factuality("Agreed" if mood.signed and category == "plan" else "Planned", polarity)
    if category == "future":
        decided = signed or mood.dated or _EVENT.search(word) is not None
        return Factuality("Agreed" if decided else "Planned", polarity)
    return Factuality(_status(relation, category, word, signed), polarity)


def _from_neighbours(mood: Mood, start: int, end: int, word: str) -> str:
    """The category that verbs beside the predicate give: 签约入驻 is agreed, 启动建设 goes on, 承办的展会将于明日举行 is to come."""
    before = mood.text[: start - mood.start]
    if _JUST_SIGNED.search(before):
        return "decided"
    if _JUST_BEGUN.search(before):
        return "progressive"
    later = (c.category for c in mood.cues if c.start >= end and c.category in ("future", "decided", "plan"))
    return next(later, "") if _EVENT.search(word) else ""


def _signed(mood: Mood, at: int) -> bool:
    """Whether a signing is told of before `at`, in the clause or before it."""
    return mood.signed or _SIGNING.search(mood.text[: at - mood.start]) is not None


def _status(relation: str, category: str, word: str, signed: bool) -> str:
    """The status of what is neither planned nor to come: by aspect, by the phase of the verb, by what the relation is."""
    phase = "" if relation in _MOMENTS else _phase(word)
    if phase in ("agreed", "begun") and category != "decided":
        return {"agreed": "Agreed", "begun": "UnderWay"}[phase]
    if category == "perfect" and relation in _STANDING and not phase:
        return "Standing"
    if category:
        return _RATING[category]
    if signed and phase in ("going", "") and relation not in _MOMENTS | _STANDING:
        return "Agreed"
    if phase:
        return {"going": "UnderWay", "done": "Done"}[phase]
    return "Standing" if relation in _STANDING else "UnderWay" if relation == "implements" else "Done"


def of_figure(mood: Mood, start: int, money: bool, of_thing: bool) -> Factuality:
    """Status and polarity of a figure that begins at `start`; `of_thing`: it is about a project, park or the like, not about who acts.

    What a thing is meant to have (计划总投资, 预计年产值) is Projected: the figure is the thing's, and nobody has spent or reached it. What
    somebody means to spend (拟投入) is Planned.
    """
    before = mood.text[: start - mood.start]
    mine = [c for c in mood.cues if c.end <= start <= c.reach]
    if mood.whole or _AIM.search(before) or (mood.carried == "wish" and not mine):
        return Factuality("Planned", unreal=mood.whole or "wish")
    polarity = "Denied" if sum(c.category == "negation" for c in mine) % 2 else "Affirmed"
    told = next((c for c in reversed(mine) if c.category in _OF_FIGURES), None)
    signed = money and _signed(mood, start)
    category = told.category if told else "" if mood.by_section else mood.carried
    if category in ("plan", "coming", "future"):
        meant = mood.text[told.start - mood.start : told.end - mood.start] if told else ""
        nominal = meant == "计划" and (of_thing or _PROJECTED.search(before) is not None)  # 计划总投资, 计划用地
        decided = signed or (category == "future" and mood.dated)
        foreseen = nominal or category == "future" or meant in _FORESEEN
        return Factuality("Agreed" if decided else "Projected" if foreseen else "Planned", polarity)
    if category in _RATING:
        return Factuality(_RATING[category], polarity)
    if _PROJECTED.search(before):
        return Factuality("Projected", polarity)
    if signed and _PROMISED.search(before):
        return Factuality("Agreed", polarity)
    return Factuality("Done" if _SPENT.search(before) else "Standing", polarity)


def _phase(word: str) -> str:
    """The phase that a verb has by itself: that of the last verb of the table in it (投资|建设, 签约|注册), "" where it has none."""
    phases = lexicons.load().phases
    for end in range(len(word), 0, -1):
        for start in range(end):
            if word[start:end] in phases:
                return phases[word[start:end]]
    return ""
