"""What a predicate seems to make, carry out or pay for and does not: what is made a model of, what lands where another pushed it.

打造东西部协作新典范          the scheme is not made
推进甲公司某项目落地          whoever pushes does not carry it out
打造协作标杆项目              a model project is what something is made
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.knowledge import Knowledge
from kg.facts.subjects import Case

_LANDS = re.compile(r"(?:成功|顺利|尽快|加快|正式|在[^，。；]{2,12}?)?(?:落地|落户|入驻|签约|进驻)")
"""What a project does that somebody pushes: whoever pushes does not carry it out."""
_PRAISED = re.compile(
    r"(?:的)?(?:全国|全省|区域|新时代|又一)?[“\"]?(?:新|亮点|标志性|重点|标杆)?"
    r"(?:示范(?:园区?|区|点|基地|[省市县村])?|试[验点]区|[\u4e00-\u9fff]{0,6}新高地"
    r"|典范|样板|样本|标杆|品牌|名片|升级版|金名片|格局|篇章|高地|模式|局面|范例|窗口|工作|工程|项目|平台|[\u4e00-\u9fff]{2,6}”|[\u4e00-\u9fff]{0,6}“)"
)


_MADE_MORE_OF = {"establishes": _PRAISED, "investsIn": re.compile(r"的?(?:财政|专项|援助|帮扶)?(?:资金|经费)")}
"""What follows a scheme that is made a model of, not made (打造东西部协作新典范), and one whose money is spent, not that money is put in."""


_MODEL = re.compile(r"(?:样板|标杆|示范|精品|民心|品牌|标志性)(?:工程|项目)$")
_MODEL_OF = re.compile(r"(?:高地|样板|标杆|典范|新格局|金名片|新引擎|增长极|新篇章)$")
"""What is made of a scheme rather than made: 打造协作样板工程, 打造制造新高地."""


def _a_model(case: Case, entity: str, text: str) -> bool:
    """Whether an entity stands behind what is made, in a title that parts its halves by nothing (打造制造新高地|某集团项目投产)."""
    return any(entity in g.ids and _MODEL_OF.search(text, case.predicate.end, g.start) for g in case.clause.groups)


def _followed(case: Case, entity: str, mark: re.Pattern[str], text: str) -> bool:
    """Whether a mark stands right behind an entity in the clause."""
    return any(entity in g.ids and mark.match(text, g.end) for g in case.clause.groups)


_FORMS_TEAMS = frozenset("组建 组成 成立 设立 组建成立 联合组建 共同组建 建立 派出 抽调组建".split())
"""Verbs of founding that a team can be the object of."""


def without(case: Case, targets: Sequence[str], known: Knowledge) -> tuple[str, ...]:
    """The targets of a predicate without those that it does not make, carry out or pay for."""
    relation, text = case.frame.relation, known.doc.text
    kept = tuple(targets)
    if relation == "establishes" and case.predicate.word not in _FORMS_TEAMS:
        kept = tuple(i for i in kept if not known.is_any(i, ("AidTeam",)))
    if relation == "establishes" and "打造" in case.predicate.word:
        kept = tuple(i for i in kept if not (_MODEL.search(known.labels[i]) or _a_model(case, i, text)))
    if relation in _MADE_MORE_OF:
        mark = _MADE_MORE_OF[relation]
        kept = tuple(i for i in kept if not (known.is_any(i, ("Program",)) and _followed(case, i, mark, text)))
    if relation == "implements" and case.predicate.word.startswith("推"):
        kept = tuple(i for i in kept if not _followed(case, i, _LANDS, text))
    return kept
