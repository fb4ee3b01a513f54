"""Dates of entities: when an agreement was signed, a park unveiled, a project begun, an event held.

Each verb of `seeds/cues/dated_verbs.csv` is a moment of what it happens to; which argument that is, the verb says: of 签署 the object, of
开园 the subject. Its time stands before it in the clause, or at the head of the sentence, or was told with the meeting that goes on (会上).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg import confidence
from kg.facts import factuality, themes
from kg.facts.clauses import Clause
from kg.facts.factuality import Factuality
from kg.facts.grouping import GroupOf
from kg.facts.knowledge import Knowledge
from kg.facts.recognise import Recognised
from kg.facts.themes import Happening
from kg.facts.times import Time
from kg.facts.units import Unit
from kg.model import STATUSES, Document, EntityDate, Evidence

_HEAD = 3  # characters before a time that heads its clause: 于, 自, 早在
_MEMORY = 12  # groups of a sentence that are remembered: what was named before them is not meant any more
_UNDATED = re.compile(r"目前|现已|现|至今|累计|如今|拟|计划|预计|有望|下一步|此前|此后|作为|是(?!年)|曾|已有|力争|争取")
_UNSURE = re.compile(r"力争|争取|筹备|迎接|备战|希望|建议|曾|获得过|斩获")
_STRIVEN = re.compile(r"(?:力争|争取|希望)[到在于]?$")
_PASSING = re.compile(r"以来|至今")
_LATER = re.compile(r"随后|此后|之后|后来|接着|不久|[也均都早]已|目前|拟|定于|将于|现[有已在]")
_ALSO = re.compile(r"并|同时|同步|同日|一并|当场")
_SCENE = re.compile(
    r"[，。、]?(?:在)?(?:会上|会议(?!室|期间?隙)|[\u4e00-\u9fff]{0,8}(?:会|仪式|活动|论坛|展会|培训班)上|[\u4e00-\u9fff]{0,4}环节|期间|其间|现场|活动(?:中|现场|期间)"
    r"|考察(?:中|期间)|会后|会前|会议期间|会[议谈]结束后|座谈结束后|活动结束后)"
)
_SIGNING = re.compile(r"[共草续补]?签[署订下约]|见证|揭牌|授牌|启动仪式|签字")
"""What is done at a meeting and at its end, and told without a day of its own."""
_SPIRIT = re.compile(r"(?:精神|要求|部署|安排|共识)")
"""Of a meeting before these nothing is told but what it resolved."""
_MEETING = re.compile(r"会|仪式|座谈|论坛|活动|展|考察|调研|培训|签约|代表团|一行|来访|到访|走访|访问|率队|察看")
_VALID = re.compile(r"(?:有效期|合作期|合同期|协议期|期限|服务期|任期|执行期)[^，。；]{0,6}$")
_YEAR_OF = re.compile(
    r"(?:的)?(?:第[一二三四五]个)?(?:(?P<end>最后一年|收官之年|收官年)|(?P<start>开局之年|起步之年|第一年|首年|元年|开局年))"
)
_ENDING = re.compile(r"结业|闭幕|落幕|落下帷幕|谢幕|收官|圆满结束|结营|结束(?!后)")
_EXCERPTED = re.compile(r"自|来源|转载|摘|据")
_AT_A_TIME = frozenset(("于", "自", "始于", "在", "到"))
_TOPICS = ("Park", "Facility", "Project", "Program", "School", "Hospital", "Enterprise", "ResearchInstitute", "Association")
_RANK = {"startDate": 0, "date": 0, "endDate": 1}


@dataclass(slots=True)
class _Scene:
    """What the sentences so far have told.

    `phases`: whether the document has second phases; `time`: the one that heads the sentence; `bare`: whether it is a clause of its own;
    `meeting`: the one of the last meeting; `goes_on`: the same, while the paragraph tells of that meeting and of no other time;
    `events`: when those told of were; `groups`: of the sentence; `heading`: what the heading or the first words of the paragraph name;
    `headed`: whether the heading does.
    """

    phases: bool
    sentence: int = -1
    time: Time | None = None
    bare: bool = False
    meeting: Time | None = None
    goes_on: Time | None = None
    events: dict[str, Time] = field(default_factory=dict)
    groups: list[GroupOf] = field(default_factory=list)
    block: int = -1
    heading: GroupOf | None = None
    headed: bool = False

    def enter(self, doc: Document, clause: Clause) -> None:
        """A new sentence forgets the time at the head of the last one, and what it told of."""
        if clause.sentence.start != self.sentence:
            self.sentence, self.time, self.groups = clause.sentence.start, None, []
        elif doc.text[clause.start - 1] == "；" and not self.bare:
            self.time = None
        if clause.sentence.block != self.block:
            self.block, self.goes_on = clause.sentence.block, None
            if doc.blocks[self.block].kind == "heading" or (self.heading and not self.headed):
                self.heading = None

    def leave(self, doc: Document, clause: Clause, own: Sequence[Time], dated: bool) -> None:
        """After a clause: its time is carried on where it heads the clause, or the next one goes on with the same moment.

        `dated`: whether something happened in the clause.
        """
        heads = [t for t in own if (t.start - clause.start <= _HEAD or clause.end - t.end <= 1) and not t.since]
        if heads:
            self.time, self.bare = heads[-1], clause.end - heads[-1].end <= 1
        elif own and not (self.time and self.bare):
            self.time = own[-1] if _ALSO.match(doc.text, clause.end) and not own[-1].since else None
        if not own and _SCENE.match(doc.text, clause.start):
            known = (self.events[i] for g in clause.groups for i in g.ids if i in self.events)
            self.time, self.bare = next(known, self.meeting), True
            self.goes_on = self.time
        told = own[-1] if own and dated else self.time
        exact = told is not None and (told.until is not None or len(told.value) == 10)
        if exact and (dated or _MEETING.search(doc.text, clause.start, clause.end)):
            self.meeting = self.goes_on = told
        elif own:
            self.goes_on = None
        self.groups = [*self.groups, *clause.groups][-_MEMORY:]


_Found = tuple[str, str, str, str, Factuality]  # entity, property, value, rule, how far it is a fact
_Dates = dict[tuple[str, str, str], tuple[Evidence, Factuality]]
_DONE = Factuality("Done")


def read(doc: Document, clauses: Sequence[Clause], found: Recognised, known: Knowledge) -> tuple[EntityDate, ...]:
    """The dates of the document's entities, sorted."""
    dates: _Dates = {}
    starts = [t.start for t in found.times]
    units = {s.start: ([v.start for v in u], u) for s, u in zip(doc.sentences, found.units, strict=True)}
    scene = _Scene(phases="二期" in doc.text)
    for clause in clauses:
        scene.enter(doc, clause)
        announced = _announced(doc, clause, known)
        if announced is not None:
            scene.heading, scene.headed = announced, doc.blocks[clause.sentence.block].kind == "heading"
        times = found.times[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        at, words = units[clause.sentence.start]
        mine = words[bisect_left(at, clause.start) : bisect_left(at, clause.end)]
        own = [t for t in times if not t.deadline and not _no_moment(doc, clause, t, mine)]
        reading = _Reading(doc, clause, own, mine, known, scene)
        dates_here = [*_happenings(reading), *_events(reading), *_event_before(reading), *_limits(reading, times), *_years_of(reading)]
        for entity, name, value, rule, told in dates_here:
            completions = known.reader.of(clause, [entity])
            evidence = Evidence(clause.sentence.start, clause.sentence.end, rule, completions)
            before = dates.get((entity, name, value))
            if before is None or STATUSES.index(before[1].status) < STATUSES.index(told.status):
                dates[entity, name, value] = evidence, told
            if name == "date" and known.is_any(entity, ("Event",)):
                scene.events.setdefault(entity, Time(clause.start, clause.end, value))
        scene.leave(doc, clause, own, bool(dates_here))
    for entity, start, end in _mastheads(doc, clauses, known):
        if doc.date:
            dates.setdefault((entity, "date", doc.date), (Evidence(start, end, "masthead"), _DONE))
    facts = {key: date for key, date in dates.items() if date[1].status != "Planned" and date[1].polarity == "Affirmed"}
    kept = {**_finest({key: date for key, date in dates.items() if key not in facts}, known), **_finest(facts, known)}
    return tuple(
        EntityDate(e, p, v, (evidence,), confidence.of("date", (evidence,)), told.status, told.polarity)
        for (e, p, v), (evidence, told) in sorted(kept.items(), key=lambda item: item[0])
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A clause with its own times, its units, and the scene it stands in."""

    doc: Document
    clause: Clause
    times: Sequence[Time]
    units: Sequence[Unit]
    known: Knowledge
    scene: _Scene

    def carried(self, start: int) -> Time | None:
        """The time that what is said at `start` has from before the clause, None where it tells of a state or of another time."""
        text = self.doc.text
        if _LATER.search(text, self.clause.start, start) or (not self.scene.bare and text.find("已", self.clause.start, start) >= 0):
            return None
        if _UNDATED.match(text, self.clause.start):
            return None
        if self.scene.time is not None:
            return self.scene.time
        if not _SCENE.match(text, self.clause.start):
            return self.scene.goes_on if _SIGNING.search(text, self.clause.start, self.clause.end) else None
        known = (self.scene.events[i] for g in self.clause.groups for i in g.ids if i in self.scene.events)
        return next(known, self.scene.meeting)

    def told(self, start: int, end: int, time: Time | None) -> Factuality:
        """How far a moment that is told at `start`:`end` is a fact; what lies after the document's own date is still to come."""
        mood = self.known.moods[self.clause.start]
        to_come = past = False
        if time is not None and self.doc.date is not None:
            to_come = time.value > self.doc.date[: len(time.value)]
            past = not to_come and mood.by_section
        # a signing binds to the deed, not to the day that is foreseen for it
        own = replace(mood, signed=False, carried="" if past else mood.carried, by_section=mood.by_section and not past)
        told = factuality.judge(own, "date", (start, end), self.doc.text[start:end])
        if told.status in ("Planned", "Agreed"):
            return told
        return replace(told, status=("Agreed" if mood.signed else "Projected") if to_come else "Done")

    def time_at(self, start: int, end: int) -> Time | None:
        """The time of what is said at `start`:`end`: the nearest one before it, one right behind it (成立于2019年), else the carried one."""
        before = [t for t in self.times if t.end <= start]
        if before:
            time = self._finest(before[-1])
            return None if time.since and _PASSING.match(self.doc.text, time.end) else time
        behind = next((t for t in self.times if 0 <= t.start - end <= 1), None)
        return behind or (None if self.times and self.times[0].start - self.clause.start <= _HEAD else self.carried(start))

    def _finest(self, time: Time) -> Time:
        """A year within a day that the sentence has told belongs to what a thing is called (4日下午，2024年某会议召开)."""
        finer = [t for t in (*self.times, self.scene.time) if t is not None and t.start < time.start and t.value[:5] == f"{time.value}-"]
        return finer[-1] if finer and not time.since and not time.until else time


def _no_moment(doc: Document, clause: Clause, time: Time, units: Sequence[Unit]) -> bool:
    """Whether a time does not tell when: it belongs to what a thing is called (举办|2025年春季招商会), or is striven for (力争2025年)."""
    inside = any(g.start <= time.start < g.end for g in clause.groups)
    if inside or _STRIVEN.search(doc.text, max(clause.start, time.start - 5), time.start):
        return True
    before = next((u for u in units if u.end == time.start), None)
    if len(time.value) > 4 or time.until or time.since or before is None or before.tag != "v" or before.text in _AT_A_TIME:
        return False
    if before.text in ("是", "系", "为"):  # 是2023年的重点工程, but not 是2023年设立的
        return not any(h.predicate.start >= time.end for h in themes.find(doc, clause))
    return doc.text[time.end : time.end + 1] not in "，。；"


def _announced(doc: Document, clause: Clause, known: Knowledge) -> GroupOf | None:
    """What a heading, or a sentence that is a name and no more, announces as the topic of what follows."""
    block = doc.blocks[clause.sentence.block]
    things = [g for g in clause.groups if len(g.ids) == 1 and known.is_any(g.ids[0], _TOPICS)]
    if len(things) != 1:
        return None
    bare = clause.sentence.end - clause.sentence.start - (things[0].end - things[0].start) <= 5
    return things[0] if block.kind == "heading" or bare else None


def _happenings(reading: _Reading) -> Iterator[_Found]:
    """The moments that the clause's verbs tell."""
    clause = reading.clause
    happenings = themes.find(reading.doc, clause)
    for index, happening in enumerate(happenings):
        time = reading.time_at(happening.predicate.start, happening.predicate.end)
        told = reading.told(happening.predicate.start, happening.predicate.end, time)
        if time is None or told.unreal:
            continue
        if _UNSURE.search(reading.doc.text, clause.start, happening.predicate.start):
            continue
        if happening.relative and index + 1 < len(happenings) and time not in reading.times:
            continue  # 9月，某市援建的某校开学: September is when it opened
        yield from ((*found, told) for found in _moment_of(reading, happening, time))


def _moment_of(reading: _Reading, happening: Happening, time: Time) -> Iterator[tuple[str, str, str, str]]:
    known = reading.known
    for verb in happening.verbs:
        if verb.theme == "since" and not (time.since or time.until):
            continue
        context = themes.Context(reading.units, known, tuple(reading.scene.groups), reading.scene.heading, reading.scene.phases)
        target = themes.theme(reading.doc, reading.clause, replace(happening, verbs=(verb,)), context)
        if target is None or (verb.theme == "since" and time.until and target.start < happening.predicate.end):
            continue
        for entity in target.ids:
            if not known.is_any(entity, verb.classes):
                continue
            rule = f"{happening.predicate.word}-{verb.property}"
            if time.until and verb.theme == "since":
                yield entity, "startDate", time.value, rule
                yield entity, "endDate", time.until, rule
            if time.until is None:
                yield entity, "startDate" if time.since and verb.property == "date" else verb.property, time.value, rule
        return


def _events(reading: _Reading) -> Iterator[_Found]:
    """Events happen when the clause that names them does, whatever it says of them."""
    text, clause = reading.doc.text, reading.clause
    for group in clause.groups:
        events = [i for i in group.ids if reading.known.is_any(i, ("Event",))]
        adjoined = bool(reading.times) and reading.times[-1].end == group.start
        if not events or (group.possessive and not adjoined) or _SPIRIT.match(text, group.end):
            continue
        if _UNSURE.search(text, clause.start, group.start):
            continue
        time = reading.time_at(group.start, group.end)
        if time is None and reading.times and not reading.times[-1].since:
            time = reading.times[0]  # 某展会于6月6日开幕
        if time is None or time.since:
            continue
        ends = len(time.value) == 10 and time.until is None and _ENDING.search(text, group.end, clause.end)
        told = reading.told(group.start, group.end, time)
        for event in events if not told.unreal else ():
            if time.until:
                yield event, "startDate", time.value, "event-told", told
                yield event, "endDate", time.until, "event-told", told
            else:
                yield event, "endDate" if ends else "date", time.value, "event-told", told


def _event_before(reading: _Reading) -> Iterator[_Found]:
    """某夏令营由甲组织，8月把学生带到海边: the time of a clause without a subject is that of the event its sentence began with."""
    clause, scene = reading.clause, reading.scene
    if scene.time or not reading.times or reading.times[0].since or reading.times[0].start - clause.start > _HEAD:
        return
    first = next(iter(scene.groups), None)
    first = first if first is None or first.governor != "由" else next(iter(scene.groups[1:]), None)
    if first is not None and _SPIRIT.match(reading.doc.text, first.end):
        return
    if first is None or first.possessive or any(g.governor == "" and not g.attributive for g in clause.groups):
        return
    for event in first.ids:
        if reading.known.is_any(event, ("Event",)) and event not in scene.events:
            time = reading.times[0]
            yield event, "startDate" if time.until else "date", time.value, "event-told", _DONE
            if time.until:
                yield event, "endDate", time.until, "event-told", _DONE


def _limits(reading: _Reading, times: Sequence[Time]) -> Iterator[_Found]:
    """有效期至2025年: until when an agreement holds, or a team stays."""
    for time in times:
        if _VALID.search(reading.doc.text, reading.clause.start, time.start):
            groups = [*reading.scene.groups, *reading.clause.groups]
            held = [g for g in groups if any(reading.known.is_any(i, ("Agreement", "Policy", "AidTeam")) for i in g.ids)]
            for entity in held[-1].ids if held else ():
                yield entity, "endDate", time.until or time.value, "valid-until", Factuality("Agreed")


def _years_of(reading: _Reading) -> Iterator[_Found]:
    """今年是某规划的收官之年."""
    text = reading.doc.text
    for group in reading.clause.groups:
        said = _YEAR_OF.match(text, group.end)
        if said and reading.times and text[reading.times[0].end : group.start].strip() in ("是", "正是", "也是", "既是"):
            for entity in group.ids:
                if reading.known.is_any(entity, ("Policy", "Program", "Project")):
                    yield entity, "endDate" if said["end"] else "startDate", reading.times[0].value[:4], "year-of", _DONE


def _mastheads(doc: Document, clauses: Sequence[Clause], known: Knowledge) -> list[tuple[str, int, int]]:
    """The publications that the masthead names: the document's date is theirs."""
    heads = {n for n, b in enumerate(doc.blocks) if b.kind == "masthead" or (b.kind == "byline" and doc.text[b.start] == "《")}
    named = [(i, g) for c in clauses if c.sentence.block in heads for g in c.groups for i in g.ids if not g.listed]
    own = [(i, g) for i, g in named if not _EXCERPTED.search(doc.text, max(0, g.start - 8), g.start)]
    return [(i, g.start, g.end) for i, g in own if known.is_any(i, ("Publication", "Media"))]


def _finest(dates: _Dates, known: Knowledge) -> _Dates:
    """The dates without those that a finer one makes superfluous (2023-05 beside 2023-05-23); of an event the first told."""
    kept: _Dates = {}
    held: dict[tuple[str, int], str] = {}
    prefixes = {(e, _RANK[p], v[:n]) for e, p, v in dates for n in (4, 7) if n < len(v)}
    for (entity, name, value), date in dates.items():
        if (entity, _RANK[name], value) in prefixes:
            continue
        first = held.setdefault((entity, _RANK[name]), value)
        if first != value and known.is_any(entity, ("Event",)):
            continue
        kept[(entity, name, value)] = date
    return kept
