"""The references of a clause in groups of coordination, with what governs, qualifies and counts them.

今年，甲医院、乙医院分别与丙医院签约     甲+乙 "", 丙 "与"
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import lexicon as lexicons
from kg.facts.anaphora import Reference
from kg.facts.figures import chinese_number
from kg.facts.units import Unit

_SEATED = re.compile(r"(?:(?:设|建|落|坐落|座落|位|开|立)[在于]|[来源出]自|总部在)$")
"""What makes a place qualify the thing behind it, which is then in no place itself: 设在某镇的某中心."""
_JOINTS = frozenset(("、", "和", "与", "及", "以及", "暨", "同"))
_PREPOSITION = re.compile(
    r"(?:在|于|向|与|和|同|跟|对|由|被|把|将|从|自|(?<![收得受达遇接提看听感])到|至|赴|往|为|给|以|经|据|经过|经由|围绕|依托|通过"
    r"|借助|以及|包括|涵盖|例如|按照?|根据|除了|针对|面向|立足|聚焦|瞄准|紧盯|前往|来到|抵达|交由|交给|移交给?|(?<![\u4e00-\u9fff])交|(?<!受)委托给?|让|请|使|令|携手|联合|会同|联手|系)$"
)
_WITH_A_KIND = re.compile(r"(?<![\u4e00-\u9fff]参)(与|和|同|由|跟)(?:(?![的与和同由跟])[\u4e00-\u9fff]){2,10}(?:单位|企业|公司|平台|机构|国企|央企|民企|龙头|高校|院校)$")
"""A preposition before what sort of partner the name behind it is (与|运营单位|某公司)."""
_LIGHT = frozenset(("挂职", "是", "系", "为", "会", "能", "来", "去", "据", "说", "介绍", "据悉", "表示", "认为", "像", "还有"))
_WHOLES = frozenset(("当地", "受援地", "全县", "全市", "全州", "全区", "全省"))
_ACT_FOR = re.compile(
    r"代表团|党政|财政(?!局|厅|部)|医生|专家|教师|干部|人才|团队|医疗队|工作组|两地|两市|双方|方面|政府|各地|市委|领导|援建"
    r"|指挥部|首批|前方|后方|教育|医护|老师|队员|组团|师生|三方|两区|两县"
)
_DATELINE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:专?电|讯)|讯(?=[（(\d\s])|(?:消息|报道)(?=[（(])")
"""What follows the place or the paper of a dateline, which does nothing in the sentence (兰州8月6日讯, 某某网讯（记者甲）)."""
SPENDS = re.compile(r"(?:利用|运用|使用|用好|依托|借助|整合|统筹|争取|通过|用)了?到?(?:(?:(?:19|20)\d\d|今|去|本)年度?)?$")
FUNDS_OF = re.compile(
    r"的?(?:财政|对口|东西部|省级|市级|专项|\d{4}年度?)*(?:帮扶|支援|援助|协作|合作|援[疆藏青]|扶贫|财政|捐助|捐赠)[^，。；、的]{0,4}?(?:资金|经费|款)"
)
"""Somebody's money that another spends: between a verb of spending and the word for it the giver's name acts in nothing."""
_ADVERBS = frozenset(
    "专门 主动 全程 重点 全力 大力 着力 精准 精心 同期 现场 实地 全面 全额 全员 义务 临时 总共 火速 专程 特地 倾力 倾情 倾囊 真情 用心 有序 有力"
    " 高标准 高质量 高起点 整体 超额 双向 点对点 手把手 线上 线下 组团 跨省 轮流 梯次 热情 委托 领头 主要 批量 合力 协同 定向 定点 量身 全天候 强力"
    " 全资".split()
)
"""Adverbs that dictionaries take for nouns: the name before them is no attribute (某集团|专门为…开设)."""
VERB = "动"
"""Governor of a group that stands right behind a verb."""


@dataclass(frozen=True, slots=True)
class GroupOf:
    """References in coordination. `ids`: the entities, in order; `governor`: the preposition before the group, "" where there is none.

    `possessive`: whether 的 follows (该园的配套设施): the group qualifies what comes after it; `attributive`: whether a noun follows that it
    qualifies (阜阳农产品), and that is no word for people who act for it (苏州专家); `listed`: whether 等 follows. `joints`: the words between
    the members; `modified`: whether a relative clause stands before it (两校开办的|某培训班).
    """

    start: int
    end: int
    ids: tuple[str, ...]
    governor: str
    possessive: bool
    named: bool
    attributive: bool = False
    listed: bool = False
    joints: tuple[str, ...] = ()
    modified: bool = False


def _qualifies(text: str, reference: Reference, following: Unit | None, roles: Mapping[str, str]) -> bool:
    """Whether a reference qualifies the noun that follows it: a product (阜阳农产品), a post (市委常委某某)."""
    if reference.ids[0].startswith("Person/") and text.startswith(("同志", "先生", "女士"), reference.end):
        return False
    if any(text[reference.end : reference.end + n] in roles for n in range(6, 1, -1)):
        return True
    governs = text.startswith(("政府", "党委"), reference.end)
    whole = reference.rule.startswith("stands-for-") and reference.rule[11:] in _WHOLES and not governs
    if whole or _DATELINE.match(text, reference.end):
        return True
    if FUNDS_OF.match(text, reference.end) and SPENDS.search(text, max(0, reference.start - 12), reference.start):
        return True
    verbs = lexicons.load().predicate_verbs
    acts = any(
        text[reference.end : reference.end + n] in verbs or text[reference.end + 2 : reference.end + 2 + n] in verbs for n in (2, 3, 4)
    )
    acts = acts or text.startswith(("一对一", "点对点"), reference.end)
    if (
        following is None
        or acts
        or following.text in _ADVERBS
        or following.text.startswith("每")
        or following.text in lexicons.load().factuality
    ):
        return False  # 甲市计划…: what somebody means to do is no thing of his
    if _ACT_FOR.match(following.text) or following.text.startswith(("一行", "首站", "此行")):
        return False
    if following.kind == "figure":
        counted_off = reference.ids[0].startswith("AidTeam/")  # 医疗队三十二人入驻…: it is the team that acts
        return not counted_off and not re.search(r"[次批轮年月天倍期日]$", following.text)
    if following.kind != "word":
        return False
    return following.tag in ("n", "nz", "ng", "b", "nt") and len(following.text) > 1


_FIRMS_THERE = re.compile(r"(?:\d+|[两二三四五六七八九十])[余多]?家[^，。；]{0,4}(?:企业|公司|合作社|商户)")
"""Firms without a name, of the region before them (甲公司和乙县|两家企业)."""
_SUM_OF_A_ROW = re.compile(r"(\d+|[两二三四五六七八九十])(?:家|所|个|位|名)(?:[\u4e00-\u9fff]{0,6}?(?P<firms>企业|公司))?")


def _summed_up(text: str, last: Reference, members: int) -> bool:
    """Whether a row is followed by the number of its members, which it is then told of by (甲中心、乙中心|2家单位获批…); a firm before so many
    firms is one of them, whatever is known of the others.
    """
    count = _SUM_OF_A_ROW.match(text, last.end)
    if count is None:
        return False
    firm = last.ids[0].startswith("Enterprise/")
    number = int(count[1]) if count[1].isdigit() else chinese_number(count[1])
    return (firm and count["firms"] is not None) or (members > 1 and number == members)


_DIVISIONS = r"[\d一二两三四五六七八九十]+个?(?:区县|县区|市县|[区市县州])"
SO_MANY = re.compile(rf"{_DIVISIONS}{_DIVISIONS}(?![级委政])")
"""So many divisions of the regions named, not they themselves (沪苏浙|3区5市结对帮扶…)."""


def _catchword(text: str, first: Reference, last: Reference) -> bool:
    """Whether a name stands in a quotation that goes on behind it (“南通所能”)."""
    return text[first.start - 1 : first.start] == "“" and text[last.end : last.end + 1] != "”" and first.end - first.start <= 4


_LEVELS = frozenset("省 市 县 区 州 镇 乡 村".split())


def _verb_before(units: Mapping[int, Unit], at: int) -> str:
    """VERB where the word before `at` is a verb: what follows it is its object, not a subject; else ""."""
    level = units.get(at - 1)
    if level is not None and level.text in _LEVELS:
        at -= 1  # 看了县|职业技术学校
    for back in (1, 2, 3, 4):
        unit = units.get(at - back)
        if unit is not None and unit.end == at:
            if unit.text in ("了", "着", "过"):
                return _verb_before(units, unit.start)
            return VERB if unit.kind == "word" and unit.tag in ("v", "vd", "vq") and unit.text not in _LIGHT else ""
    return ""


def _relative_verb(text: str, start: int, at: int, units: Mapping[int, Unit]) -> Unit | None:
    """The verb of a relative clause that ends right before `at`: 的 behind a verb, perhaps with an ordinal after it (开办的首期|…)."""
    mark = text.rfind("的", max(start, at - 8), at)
    if mark < 0 or (mark + 1 < at and not _BETWEEN.fullmatch(text, mark + 1, at)):
        return None
    verb = next((units[mark - n] for n in (1, 2, 3, 4) if mark - n in units and units[mark - n].end == mark), None)
    told = verb is not None and verb.kind == "word" and (verb.tag in ("v", "vn", "vd") or verb.text in lexicons.load().predicate_verbs)
    return verb if told else None


_TAKING = ("从", "在", "把", "将", "对", "向")
_BETWEEN = re.compile(r"(?:第?[\d一二三四五六七八九十首两]+[期批届座家个所条项部]?|全[国省市县疆]首[家个座]|“?[\u4e00-\u9fff]{2,4}”?——)")


def groups_of(text: str, start: int, end: int, references: Sequence[Reference], following: Mapping[int, Unit]) -> list[GroupOf]:
    """The references of a clause in groups of coordination. `following`: units by their start."""
    roles = lexicons.load().roles
    at = bisect_left(references, start, key=lambda r: r.start)
    mine = [r for r in references[at : bisect_left(references, end, lo=at, key=lambda r: r.start)] if r.end <= end]
    groups: list[GroupOf] = []
    index = 0
    while index < len(mine):
        first = last = mine[index]
        ids = list(first.ids)
        joints: list[str] = []
        while index + 1 < len(mine) and _joined(text, last, mine[index + 1]) and not _owns_next(text, mine, index + 1):
            index += 1
            joints.append(text[last.end : mine[index].start])
            last = mine[index]
            ids += [i for i in last.ids if i not in ids]
        if joints and not first.ids[0].startswith("region/") and last.ids[0].startswith("region/") and _FIRMS_THERE.match(text, last.end):
            ids = [i for i in ids if i not in last.ids]
        opening = first.start - 2 if text[first.start - 2 : first.start] in _BEFORE_A_NAME else first.start
        before = _PREPOSITION.search(text, max(start, opening - 4), opening)
        partner = None if before else _WITH_A_KIND.search(text, max(start, opening - 14), opening)
        governor = before[0] if before else partner[1] if partner else _verb_before(following, first.start)
        governor = "" if text.endswith("图为", start, first.start) else governor  # the words of a picture
        follows = bool(groups) and groups[-1].possessive and groups[-1].end + 1 == first.start
        seated = follows and bool(_SEATED.search(text, start, groups[-1].start))  # 设在某区的|某公司
        if not governor and follows and not seated:
            governor = groups[-1].governor  # 在丰台区的某会展馆: the place is the hall
        verb = _relative_verb(text, start, first.start, following)
        if verb is not None and not governor:
            governor = text[verb.start - 1] if text[verb.start - 1 : verb.start] in _TAKING else ""  # 从共建的两市各取一字
        after = text[last.end : last.end + 1]
        leaders = text.startswith("领导", last.end) and index + 1 < len(mine) and mine[index + 1].start == last.end + 2  # 某区领导某某
        leaders = leaders or (text[first.start - 1 : first.start] == "（" and after == "）")  # （记者某某）
        group = GroupOf(first.start, last.end, tuple(dict.fromkeys(ids)), governor, after == "的", first.named)
        groups.append(
            replace(
                group,
                attributive=leaders
                or SO_MANY.match(text, last.end) is not None
                or _catchword(text, first, last)
                or (_qualifies(text, last, following.get(last.end), roles) and not _summed_up(text, last, len(joints) + 1)),
                listed=after == "等",
                joints=tuple(joints),
                modified=verb is not None or seated,
            )
        )
        index += 1
    return _rows_of_owned(text, groups)


def _owns_next(text: str, references: Sequence[Reference], at: int) -> bool:
    """Whether a reference only says whose the next one is (甲县的甲公司、|乙县|的乙公司)."""
    one, other = references[at], references[at + 1] if at + 1 < len(references) else None
    return other is not None and text[one.end : other.start] == "的"


def _rows_of_owned(text: str, groups: list[GroupOf]) -> list[GroupOf]:
    """The groups, with the members of a row whose owners stand between them in its first one (甲县的甲公司、乙县的乙公司)."""
    for index in range(len(groups) - 2, 0, -1):
        first, owner, member = groups[index - 1 : index + 2]
        joint = text[first.end : owner.start]
        row = owner.possessive and owner.end + 1 == member.start and joint.removesuffix("来自") in _JOINTS
        if row and first.ids[-1].split("/")[0] == member.ids[0].split("/")[0]:
            groups[index - 1] = replace(first, ids=tuple(dict.fromkeys([*first.ids, *member.ids])))
    return groups


_LISTED_BETWEEN = re.compile(r"、[\u4e00-\u9fff]{2,7}(?:院|校|站|馆|社|厂|店|村|中心|公司|局|学校|园|所|队|基地|车间|企业)、")
"""Of a row, a member that is no name of its own (甲医院、技工学校、乙局)."""


_POST_BETWEEN = re.compile(r"、(?!来自)[\u4e00-\u9fff]{2,5}")
"""Before a member of a row of persons, what he is (副会长甲、会员|乙)."""
_HELD = ("时任", "现任", "原任")
"""What stands between a preposition or a joint and somebody's post."""
_BEFORE_A_NAME = (*_HELD, "国家")
"""What stands between a preposition and a name that it is no part of (由国家|教育部、某省政府主办)."""


def _joined(text: str, one: Reference, other: Reference) -> bool:
    between = text[one.end : other.start]
    between = between[:-2] if between.endswith(_HELD) else between
    return (
        between in _JOINTS
        or (one.ids[0].startswith("Person/") and other.ids[0].startswith("Person/") and _POST_BETWEEN.fullmatch(between) is not None)
        or _LISTED_BETWEEN.fullmatch(between) is not None
        or (between == "" and text[one.end - 1] == "》" and text[other.start] == "《")
        or between == ""
        and one.rule == other.rule == "name"
        and len(one.ids) == len(other.ids) == 1
        and (one.end - one.start == 1 == other.end - other.start or _side_by_side(text, one, other))
    )


_TOGETHER = re.compile(r"两[地市县区省]|双方|共同|携手|联合|联手|合作|协作|共建|结对|对口|山海|互")


def _side_by_side(text: str, one: Reference, other: Reference) -> bool:
    """Whether two regions that stand side by side do something together (闵行|淮南|共同打造…)."""
    regions = one.ids[0].startswith("region/") and other.ids[0].startswith("region/")
    return regions and _TOGETHER.match(text, other.end) is not None
