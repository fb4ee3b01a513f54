"""Which words of a clause are verbs of the frames, and which only look like them: 投资额, 国家级开发区, 合作共建园区协议."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.facts.units import FORMULA, Unit

_NOMINAL = re.compile(
    r"额|总额|资金|规模|机制|工作(?![组队站室])|方(?!案)|者|商(?!会)|费|率|力度|成果|需求|意向|任务|经验|单位|成效|事业|队伍|人员|干部人才|领域|模式|社(?!会)|关系(?=[，。、的]|进行|得到)|项目(?=[\d，。、的])"
    r"|期(?=[间，])|史|路|现场|(?<=投资)(?:有限|股份|控股|集团|公司|基金|银行|促进|环境)"
    r"|(?:产业|工业|合作)?(?:园区?|基地|平台|中心)(?:框架|战略)?(?:协议|目标|意向书|备忘录|方案|规划)"
    r"|均?[由归]|均?交[给由]|团(?![队结圆])|组(?![织建成合])"
)
"""Words that make the verb before them a noun: 投资额, 援疆工作, 合作机制."""

_LEARNT = re.compile(r"经验|成果|成效|历程|事业")
"""Nouns that two verbs together stand before (开发建设经验)."""
_NOUN_ENDS = frozenset("区率额室本积模地员围者方向期则会点组施度量伴件策制楼")
"""Last characters of nouns that begin with a verb (开发区, 注册资本, 投资额), unlike those of verbs with their object (主持会议, 投入使用)."""

_TAKES_CLAUSE = frozenset(("参加", "出席", "参与", "观看", "观摩", "参观", "考察", "走访", "察看", "入驻", "进驻"))
"""Verbs behind which 由 begins a relative clause of their object (参加|由甲局主办的某会)."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb of the frames at `start`:`end`."""

    start: int
    end: int
    word: str


_TIED, _SIGNED = "建立合作关系", "签订合作协议"
_TIE = re.compile(
    r"(?:建立健全|建立|构建|结成|结为|缔结|缔结为|形成|组建|组成|搭建|确立|(?P<signs>达成|签订|签署|签下))(?:了|起|起了)?"
    r"(?:(?![帮援]|支援|对口)[\u4e00-\u9fff、]){0,14}?"
    r"(?:(?:协作|合作|伙伴|友好|结对|共建|战略|姊妹|联盟)(?:校|院|馆|城市)?关系|医联体|专科联盟|战略联盟|产业联盟|办学联盟|共同体|对子|友好城市|友好学校|姊妹学校|姐妹学校"
    r"|(?:对口)?(?:合作|协作|对接|联动|会商|联席会议|共享|协调|互访|交流|沟通)(?:工作)?(?:机制|制度)|(?:合作|协作|共建|结对|框架|意向|采购|供货|购销)(?:意向书|协议书|协议|意向|备忘录|合同))"
    r"(?![\u4e00-\u9fff]?[》”])"
)
"""What two sides enter into, whatever kind it is of (建立紧密型医联体, 签订教育、医疗等领域合作协议): read as the frames of `_TIED`, and of
`_SIGNED` where it is signed."""


def predicates_of(
    text: str, bounds: tuple[int, int], taken: set[int], words: Mapping[int, frozenset[str]], units: Mapping[int, Unit]
) -> list[Predicate]:
    """The longest verbs of the frames in a clause, outside references.

    `words`: the verbs by length, longest first; `units`: by their start.
    """
    start, end = bounds
    found = []
    at = start
    while at < end:
        formula = FORMULA.match(text, at, end)
        if formula:
            at = formula.end()
            continue
        tie = _TIE.match(text, at, end)
        if tie and not any(i in taken for i in range(*tie.span())):
            found.append(Predicate(at, tie.end(), _SIGNED if tie["signs"] else _TIED))
            at = tie.end()
            continue
        for length, verbs in words.items():
            free = at + length <= end and text[at : at + length] in verbs and not any(i in taken for i in range(at, at + length))
            if free and _in_noun(units, at, at + length):
                continue  # 国家级|开发区
            if free and length == 1 and (not _is_word(units, at) or (text[at] == "来" and at + 1 not in taken)):
                continue  # 来 in 后来 is no verb, nor in 来推动
            pair = text[at + length : at + length + 2] in words.get(2, ()) and _LEARNT.match(text, at + length + 2)
            governs = text[at : at + length] in _TAKES_CLAUSE and text[at + length] == "由"
            nominal = (pair or _NOMINAL.match(text, at + length)) and not governs
            within = text[at - 1] == "在" and text[at + length : at + length + 1] == "中" and length > 1  # 在考察中相互介绍
            if free and nominal and length > 2:
                at += length  # 合作共建|园区协议 has no 合作 either
                break
            if free and not nominal and not within and not (text[at - 1] == "总" and length == 2):
                found.append(Predicate(at, at + length, text[at : at + length]))
                at += length
                break
        else:
            at += 1
    return found


def _in_noun(units: Mapping[int, Unit], start: int, end: int) -> bool:
    """Whether a verb is the first part of a longer noun."""
    unit = units.get(start)
    return unit is not None and unit.kind == "word" and unit.end > end and unit.tag == "n" and unit.text[-1] in _NOUN_ENDS


def _is_word(units: Mapping[int, Unit], at: int) -> bool:
    unit = units.get(at)
    return unit is not None and (unit.end == at + 1 or unit.kind == "aid")


def verbs_by_length(verbs: Iterable[str]) -> dict[int, frozenset[str]]:
    """Verbs by their length, the longest first."""
    found: dict[int, set[str]] = {}
    for verb in verbs:
        found.setdefault(len(verb), set()).add(verb)
    return {length: frozenset(found[length]) for length in sorted(found, reverse=True)}
