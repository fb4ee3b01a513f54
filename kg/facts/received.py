"""Aid told from the side of who receives, and by what the two sides do together.

乙县中学得到甲市中学的大力支持            甲市中学 assists 乙县中学
在甲区的帮助下，乙县建起……              甲区 assists 乙县
用甲区的帮扶资金，乙县建起……            甲区 assists 乙县
山东接棒帮扶甘肃：济南牵手乙州             济南 assists 乙州
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from kg.facts import factuality
from kg.facts.clauses import Clause
from kg.facts.frames import Found
from kg.facts.knowledge import Knowledge
from kg.facts.sides import Sides

_GETS = re.compile(r"(?:得到|获得|获|获赠|收到|接受|受到|迎来|争取到?|到位|落实)(?:了|过|来自)*$")
_HELP = re.compile(
    r"(?:的)?[^，。；、]{0,8}?(?:支持|帮扶|帮助|援助|捐赠|捐助|资助|支援|援建|帮带|指导|赠送|捐款|爱心|协作资金|帮扶资金|援助资金)"
)
_UNDER = re.compile(
    r"(?:的)?[^，。；、]{0,8}?(?:帮助|支持|帮扶|援助|支援|帮带|扶持|援建|指导|关心|助力|推动)(?:和[\u4e00-\u9fff]{2,4})?(?:之)?下"
)
_SPENDS = re.compile(r"(?:利用|运用|使用|用好|用|依托|借助|借力|整合|统筹|争取)了?$")
_FUNDS = re.compile(
    r"(?:提供|投入|安排|拨付|支持)?的?[^，。；、的]{0,8}?(?:援建|援助|帮扶|协作|支援|援[疆藏青]|捐助|捐赠)[^，。；、的]{0,4}?(?:资金|款|经费)"
)
_PAIRED = re.compile(r"牵手|结对|携手|结缘|结亲|挂钩")
_DIRECTED = re.compile(r"帮扶|对口|援[疆藏青滇黔渝甘]|支援|东西部协作|扶贫")
_GIVING = re.compile(r"给予了?$")
_AIMED = re.compile(r"对(?:口)?$")
_GIVEN = re.compile(
    r"(?:[^，。；、]{0,10}?(?:给予|提供)了?)?[^，。；]{0,16}?(?:支持|帮扶|帮助|援助|支援|帮带|关心)(?!下|力度|措施|政策|资金|项目|工作队)(?:[和与、]?(?:支持|帮扶|帮助|援助|支援|关心))?"
    r"(?=表示|表达|致以|[，。；]|$)"
)
_SAID = re.compile(r"感谢|给予|表示|谢意|提供")
"""What a clause says whose noun of help tells of help that was given (感谢甲区对乙县的支持, 甲区给予乙县大力帮助)."""
_THANKS = re.compile(r"(?:(?:衷心|诚挚|由衷|特别|深深|真诚)?(?:地)?感谢了?|对|向)$")
_THANKED = re.compile(
    r"(?:[^，。；、的]{0,12}的)?[^，。；、的]{0,8}?(?:支持|帮扶|帮助|援助|支援|帮带)(?!下|力度|措施|政策|资金|项目|工作队)"
    r"(?:[和与、]?(?:支持|帮扶|帮助|援助|支援|关心|关爱))?(?=表示|表达|致以|[，。；、]|$)"
)
_GRATITUDE = re.compile(r"感谢|谢意|谢忱")
_GENERAL = re.compile(r"(?:委|委员会|政府)$")
_TASK = re.compile(r"(?:做好)?(?:对口)?(?:支援|帮扶|援助)$")
_CHARGED = re.compile(r"是[^。；]{0,30}?(?:交给|赋予|交予|交付给?|部署给|安排给|下达给)$")
"""Before somebody whose task it is that was named before (对口支援甲州，是中央交给|乙省的政治任务)."""
_SITE = ("Region", "School", "Hospital", "Institution")


def read(clauses: Sequence[Clause], known: Knowledge, sides: Sides) -> Iterator[Found]:
    """Who is helped by whom, in the order of the clauses."""
    for clause, after in zip_longest(clauses, clauses[1:]):
        yield from _gets(clause, known, sides)
        yield from _under(clause, after if after is not None and after.sentence == clause.sentence else None, known, sides)
        yield from _paired(clause, known, sides)
        yield from _given(clause, known, sides)
        yield from _thanked(clause, known, sides)
        yield from _charged(clause, after, known)


def _found(clause: Clause, one: str, other: str, known: Knowledge, at: tuple[int, int]) -> Found:
    told = factuality.judge(known.moods[clause.start], "assists", at, known.doc.text[at[0] : at[1]])
    return Found(one, "assists", other, clause, "aid-received", factuality=told)


def _gives(giver: str, receiver: str, known: Knowledge, sides: Sides) -> bool:
    """Whether somebody can help somebody: they are not of one side, and what is helped is a place or a body."""
    if known.is_any(giver, ("Enterprise",)) or receiver in known.senders.get(giver, ()):
        return False
    apart = not sides.receives(giver) and not sides.gives(receiver) and (sides.gives(giver) or sides.receives(receiver))
    return apart and known.is_any(receiver, _SITE) and known.admits("assists", giver, receiver)


def _gets(clause: Clause, known: Knowledge, sides: Sides) -> Iterator[Found]:
    """乙县得到甲市的支持."""
    text = known.doc.text
    if clause.subject is None:
        return
    for group in clause.groups:
        helps = _HELP.match(text, group.end, clause.end)
        if helps and group.start > clause.subject.end and _GETS.search(text, clause.start, group.start):
            for one in group.ids:
                for other in clause.subject.ids:
                    if _gives(one, other, known, sides):
                        yield _found(clause, one, other, known, helps.span())


def _under(clause: Clause, after: Clause | None, known: Knowledge, sides: Sides) -> Iterator[Found]:
    """在甲区的帮助下，乙县…, 用甲区的帮扶资金，乙县…: who does it with that help, in the same clause or the next."""
    text = known.doc.text
    for group in clause.groups:
        under = _UNDER.match(text, group.end, clause.end) if group.governor in ("在", "") else None
        if under is None and _SPENDS.search(text, clause.start, group.start):
            under = _FUNDS.match(text, group.end, clause.end)
        if under is None:
            continue
        before = [g for g in clause.groups if g.end < group.start and not g.governor]
        later = [g for g in (*(g for g in clause.groups if g.start > group.end), *(after.groups if after else ())) if not g.governor]
        for helped in (before or later)[:1]:
            for one in group.ids:
                for other in helped.ids:
                    if _gives(one, other, known, sides):
                        yield _found(clause, one, other, known, under.span())


def _paired(clause: Clause, known: Knowledge, sides: Sides) -> Iterator[Found]:
    """Regions paired in a sentence that tells of aid: who gives helps who receives."""
    text = known.doc.text
    verb = _PAIRED.search(text, clause.start, clause.end)
    if verb is None or not _DIRECTED.search(text, clause.sentence.start, clause.sentence.end):
        return
    for one, other in pairwise(clause.groups):
        pair = [i for g in (one, other) for i in g.ids if known.is_any(i, ("Region",))]
        near = one.end <= verb.start() and (other.start >= verb.end() or one.end + 1 >= other.start)
        if near and len(pair) == 2 and sides.gives(pair[0]) != sides.gives(pair[1]):
            giver, receiver = pair if sides.gives(pair[0]) else pair[::-1]
            if sides.receives(receiver) and known.admits("assists", giver, receiver):
                yield _found(clause, giver, receiver, known, verb.span())


def _given(clause: Clause, known: Knowledge, sides: Sides) -> Iterator[Found]:
    """Help told by a noun: 对甲区给予乙县的支持表示感谢, 感谢甲区对乙县的帮助, 甲区对乙县给予了大力支持."""
    text = known.doc.text
    for number, group in enumerate(clause.groups):
        aimed = _AIMED.search(text, clause.start, group.start) is not None
        given = _GIVEN.match(text, group.end, clause.end) if aimed or _GIVING.search(text, clause.start, group.start) else None
        if given is None or not _SAID.search(text, clause.start, clause.end):
            continue
        if any(given.start() <= g.start < given.end() for g in clause.groups[number + 1 :]):
            continue  # 对|甲区|给予乙县的支持: 甲区 is thanked
        before = [g for g in clause.groups[:number] if not g.attributive and not g.possessive]
        giver = before[-1] if before else None if aimed else clause.subject
        if giver is None or giver.start > group.start or giver.governor in ("在", "代表"):
            continue
        for one in _whole(giver.ids, known, sides):
            for other in group.ids:
                if _helps(one, other, known, sides):
                    yield _found(clause, one, other, known, given.span())


def _thanked(clause: Clause, known: Knowledge, sides: Sides) -> Iterator[Found]:
    """感谢甲区长期以来的大力支持: who is thanked has helped the region that the one who gives thanks speaks for."""
    text = known.doc.text
    if not _GRATITUDE.search(text, clause.start, clause.end):
        return
    for number, group in enumerate(clause.groups):
        help_given = _THANKED.match(text, group.end, clause.end) if _THANKS.search(text, clause.start, group.start) else None
        if help_given is None or any(help_given.start() <= g.start < help_given.end() for g in clause.groups[number + 1 :]):
            continue
        speakers = [g for g in clause.groups[:number] if g.ids != group.ids] or ([clause.subject] if clause.subject else [])
        receiver = _spoken_for(speakers[-1].ids[0], known, sides) if speakers else None
        for one in _whole(group.ids, known, sides) if receiver else ():
            if _helps(one, str(receiver), known, sides):
                yield _found(clause, one, str(receiver), known, help_given.span())


def _spoken_for(speaker: str, known: Knowledge, sides: Sides) -> str | None:
    """The region that a region, a person or a body of government speaks for."""
    own = known.bodies.get(speaker, speaker)
    if known.is_any(own, ("GovernmentBody",)):
        own = f"region/{sides.homes.get(own, '')}"
    return own if own.startswith("region/") and own in sides.regions else None


def _charged(clause: Clause, after: Clause | None, known: Knowledge) -> Iterator[Found]:
    """对口支援甲州，是中央交给乙省的政治任务: who is given the task of helping a region helps it."""
    text = known.doc.text
    regions = [g for g in clause.groups if g.governor not in ("在", "与") and known.is_any(g.ids[0], ("Region",))]
    helped = [g for g in regions if _TASK.search(text, clause.start, g.start)]
    if len(helped) != 1 or (clause.subject is not None and not clause.carried):
        return
    last = after if after is not None and after.sentence == clause.sentence else clause
    for group in last.groups:
        if group.start > helped[0].end and group.possessive and _CHARGED.search(text, last.start, group.start):
            for one in group.ids:
                if known.is_any(one, ("Region",)) and known.admits("assists", one, helped[0].ids[0]):
                    yield _found(clause, one, helped[0].ids[0], known, (helped[0].end, helped[0].end))


def _whole(ids: Sequence[str], known: Knowledge, sides: Sides) -> Sequence[str]:
    """The region for which its committee and its government act together (甲区委、区政府); the ids themselves else."""
    home = sides.homes.get(ids[0], "")
    general = len(ids) == 2 and all(_GENERAL.search(known.labels[i]) and sides.homes.get(i) == home for i in ids)
    return (f"region/{home}",) if general and f"region/{home}" in sides.regions else ids


def _helps(giver: str, receiver: str, known: Knowledge, sides: Sides) -> bool:
    """Whether somebody who is said to have helped somebody can be of another region, on the side that gives."""
    against = sides.receives(giver) or sides.gives(receiver)
    if against or known.is_any(giver, ("Enterprise", "Person")) or receiver in known.senders.get(giver, ()):
        return False
    one, other = sides.homes.get(giver, ""), sides.homes.get(receiver, "")
    within = one and other and (one.startswith(other.rstrip("0")) or other.startswith(one.rstrip("0")))
    return not within and known.is_any(receiver, _SITE) and known.admits("assists", giver, receiver)
