"""Aid teams: who sent a team and whom it helps, read from its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg import gazetteer as gazetteers
from kg.model import Mention

_ACT = re.compile(r"对口支援|对口帮扶|对口协作|挂钩|援|帮扶|协作|驻|赴")
_BATCH = re.compile(r"第[一二三四五六七八九十百\d]+(?:批次?|轮)|首批|新一批")
_FAMILY = re.compile(
    r"(医疗|教育|支教|专家|教师|医疗和教育)?(?:“?组团式”?)?[\u4e00-\u9fff]{0,2}?(前方指挥部|分指挥部|指挥部|前指|工作组|工作队|医疗队|支教队|团队|干部人才|队|组|团)$"
)


@dataclass(frozen=True, slots=True)
class TeamName:
    """What a team's name says: codes of the regions that sent it and that it helps (outermost first), its batch, its kind (工作组, 医疗队 …)."""

    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    batch: str | None
    family: str


def parse(text: str, start: int, inner: Sequence[Mention]) -> TeamName:
    """The parts of the team's name `text`, which stands at `start` and has the region mentions `inner`.

    >>> # 江苏援伊·南通工作组   sent by Jiangsu and Nantong, helps Yining
    """
    regions = [m for m in inner if m.cls == "Region" and m.code]
    act = _ACT.search(text)
    senders: list[str] = []
    receivers: list[str] = []
    for mention in regions:
        at = mention.start - start
        behind_dot = "·" in text[:at] or "•" in text[:at]
        (receivers if act and at >= act.end() and not behind_dot else senders).append(mention.code or "")
    senders, receivers = _sorted_out(senders, receivers)
    pair = [m for m in regions if m.fused and m.start - start <= 1]
    if len(pair) == 2 and len(senders) == 3 and not receivers and gazetteers.load().contains(senders[0], senders[2]):
        senders, receivers = [senders[0], senders[2]], [senders[1]]  # 粤桂协作罗湖工作组: Luohu is in 粤
    if len(pair) == 2 and len(senders) == 2 and not receivers:
        senders, receivers = senders[:1], senders[1:]  # 宁淮结对帮扶合作队: who helps stands first
    batch = "".join(_BATCH.findall(text))
    family = _FAMILY.search(text)
    return TeamName(tuple(senders), tuple(receivers), batch or None, _family(family[0]) if family else text)


def _sorted_out(senders: list[str], receivers: list[str]) -> tuple[list[str], list[str]]:
    """Both sides of a name, each region on the side whose province it lies in (浙江省海西州援青…指挥部, 江苏省援青工作队常州工作组)."""
    lies = gazetteers.load().contains
    helped = [r for r in receivers if not any(lies(s, r) for s in senders)]
    moved = [s for s in senders[1:] if any(lies(r, s) for r in receivers)]
    return [s for s in senders if s not in moved] + [r for r in receivers if r not in helped], helped + moved


def _family(text: str) -> str:
    """The kind of a team: 前指 and 前方指挥部 are one."""
    for kind, words in (
        ("医疗", ("医疗", "医院")),
        ("教育", ("教育", "支教", "教师")),
        ("指挥部", ("指挥部", "前指")),
        ("干部人才", ("干部人才",)),
        ("工作组", ("工作组", "工作队")),
    ):
        if any(w in text for w in words):
            return kind
    return text[-2:]
