"""What stands left of a head, as pieces of the name that ends there: which units a name may contain, and where it must begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.tokens import frequency
from kg.facts.units import Unit
from kg.lexicon import Head, Lexicon

ACTS = frozenset({"AidTeam", "Policy", "Agreement", "Program", "Event", "Publication", "Project"})
"""Classes whose names may tell of an act (对口支援…指挥部, 结对合作帮扶…方案): a verb between two regions does not end them."""

_STOP_TAGS = frozenset({"p", "c", "uj", "ul", "uz", "ud", "ug", "uv", "u", "d", "r", "y", "e", "o", "zg", "df", "rz", "rr"})
_ODD_TAGS = frozenset(("v", "vn", "vd", "vi", "d", "a", "ad", "z", "i", "f", "zg"))
_CONJOINED = frozenset({"Project", "Program", "Policy", "Event"})
_DATED_NAMES = frozenset({"Event", "Policy", "Agreement"})
ANCHORS = frozenset(("region", "proper", "known", "quote", "ordinal"))
_FIRM_STRICT = frozenset("的在与和同跟及由把被等从到为对向将是了给让比以于因")
_RATING = re.compile(r"\d?A+")  # 5A级景区
_BOTH = re.compile("[两三四五][省市县区州旗盟地]+")
_LINKS = frozenset("·—-－")
_DATELINES = frozenset(("讯", "网讯", "电", "日讯", "日电", "本报讯", "本网讯"))
_OF_PAIRS = ("Event", "Agreement", "Program", "Project")
"""Classes of what is named after two regions with a dash between them."""
_OPEN = {"）": "（", ")": "("}
_NOMINAL_TIMES = frozenset(
    "青年 现代 当代 近代 未来 新时代 中年 春季 夏季 秋季 冬季 春节 新春 元旦 元宵 端午 中秋 国庆 五一 夜间 百年 千年".split()
)
"""Words that dictionaries take for times and names contain (青年企业家协会, 现代职业学院)."""

_TOPONYMIC = frozenset("铺 店 庄 堡 屯 寨 坪 坝 岭 坡 梁 塬 湾 沟 冲 坳 岗 桥 塘 渡 集 营 台 墩".split())
"""What names of places end in, and segmentation parts from them."""

_KIND_OF_FIRM = re.compile(r"公司$|企业$|^平台$")
_KINDS_OF_FIRMS = frozenset("上市公司 子公司 母公司 总公司 跨国公司 大公司 小公司 本公司".split())
"""Words for kinds of firms: a firm's own name begins behind them."""

_SITES = frozenset("件 园 馆 场 店 厂 城 村 所 站 院 校 街 区 楼 阁 亭".split())
"""What names of sites and trades end in, and dictionaries take for other words."""

_NUMBERED = frozenset({"School", "Hospital"})
_ADVERBIAL = frozenset("委县区组员件份且乎今仍休否啊呼哦唉喽嗯够度异往很恳您息抛掉晚此每较甚稍虽矣止行议论逢轮选逸穿扛押抵护搜揭催")
"""Of the characters that dictionaries tag "zg", those that no name contains."""

_SEATED = frozenset({"Park", "Facility", "School", "Hospital", "Institution"})
_CALLED = frozenset("简称 以下简称 下称 以下 原名 原".split())
"""What opens a bracket that tells another name."""

_BEFORE_HE = frozenset("亲仁元六中祥谦宽景康泰永致天太")
"""What makes a brand together with 和 (仁和, 六和)."""

_TOLD_BEFORE = frozenset(("项目", "工程", "企业", "单位", "成果"))
"""What somebody's thing is said to be, before the region that its own name begins with."""

_LEGAL = re.compile(r"公司$|合作社$")
"""Legal forms: what closes a firm's full name."""

_COUNTRIES = tuple("德新韩意日美法英瑞俄哈泰马荷以奥")
"""Countries by one character, as they stand behind 中 in the names of joint parks."""

_COUNTED_PLACE = re.compile(r"[二三四五六七八九][台道里桥岔堡墩塘江河山峰星泉垸湖沟坝坪岭塬棵树合光峡]")
"""Names of places that look like a number with its unit."""

_TIME = re.compile(r"\d[日月年]$|^[上下]午$|^[今昨明]天$|^日前$|^近日$")
_TAKES_OBJECTS = frozenset("建开办到去进赴在为与访看修引送帮请购买用卖投设创有是叫由让给经被从把将对向往至含如像找问见抓靠借租占获得令")
"""Verbs of one character that firms and schools are objects of."""

_GLUED = re.compile(r"[帮援捐筹新改扩续复合联][建办设开]|[年月日][产销]|[\u4e00-\u9fff][在了着过到]")
"""Verbs that the dictionary lacks: what looks like an odd word is none (帮建, 月产, 聚在)."""

_DIGITS = frozenset("一二三四五六七八九十百千万")
_NUMERAL = re.compile("[一二三四五六七八九十]+[路街七四一]?")
_RARE = 100  # occurrences below which a word before 中学 is likelier its name than what sort of school it is
_LONGEST = 40  # characters before a head: longer stretches of nouns are no names, and growing over them would not be linear


@dataclass(frozen=True, slots=True)
class Piece:
    """What a unit is to a name that grows over it: plain, weak (a verb that names contain), proper, region, quote, link."""

    start: int
    end: int
    text: str
    sort: str
    tag: str = ""


def sort_of(unit: Unit, cls: str, lexicon: Lexicon) -> str | None:
    """What `unit` is to a name of class `cls`; None where no such name contains it."""
    if unit.kind in ("region", "pair"):
        return "region"
    if unit.kind == "known":
        return "known"
    if unit.kind == "area":
        return "proper"
    if unit.kind == "aid":
        return "weak" if unit.text[0] == "援" or cls == "AidTeam" else None
    if unit.kind == "quote":
        return "quote"
    if unit.kind == "ordinal":
        return "ordinal"
    if unit.kind == "punctuation":
        return "link" if unit.text in _LINKS else None
    if unit.kind != "word":
        return None
    return _sort_word(unit, cls, lexicon)


def _sort_word(unit: Unit, cls: str, lexicon: Lexicon) -> str | None:
    word = unit.text
    if cls == "AidTeam" and word in ("驻", "援", "赴", "派驻"):
        return "weak"
    if word in ("及", "和", "与", "暨") and cls in _CONJOINED:
        return "conjunction"
    if word in lexicon.stop_words or word[0] in "这那该此各每某" or (word[-1] == "是" and len(word) == 2):
        return None
    if _BOTH.fullmatch(word) or _tells(word, lexicon):
        return None
    if word == "游" and cls == "Event":
        return "weak"
    if unit.tag in ("x", "nz") and _GLUED.fullmatch(word):
        return None
    if word in lexicon.nominal_verbs:
        return "weak"
    if word in lexicon.predicate_verbs:
        return None
    if unit.tag == "zg" and len(word) == 1 and word not in _ADVERBIAL:
        return "plain"  # 糯米|蕉|产业: dictionaries tag what they know little of so
    if unit.tag in _STOP_TAGS and word not in _SITES:
        return None
    if unit.tag == "m" and not (cls in ACTS and len(word) > 1) and not (cls in _NUMBERED and _NUMERAL.fullmatch(word)):
        return None
    if unit.tag in ("v", "vd", "vi") or (unit.tag == "t" and word not in _NOMINAL_TIMES):
        return None
    if word in lexicon.common_words or _RATING.fullmatch(word):
        return "plain"
    abbreviated = unit.tag == "j" and cls == "Park"  # 粤|通电子|产业园
    return "proper" if unit.tag in ("x", "nr", "nrt", "nz", "j", "nrfg", "ns") and (len(word) > 1 or abbreviated) else "plain"


def _tells(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a predicate with its adverb or object: 深入|开展, 签订|协议."""
    parts = (word[:2], word[2:]) if len(word) == 4 and not _LEGAL.search(word) else ()
    return any(part in lexicon.predicate_verbs and part not in lexicon.nominal_verbs for part in parts)


def grow(units: Sequence[Unit], head_start: int, head: Head, lexicon: Lexicon) -> list[Piece]:
    """The units left of a head that its name may contain, from left to right."""
    cls = head.cls
    index = bisect_left(units, head_start, key=lambda u: u.start) - 1
    pieces: list[Piece] = []
    if head.needs == "brand" and index >= 0 and units[index].end > head_start and units[index].tag in ("n", "j", "l", "vn"):
        return []  # 房|地产 is a word for a trade, no firm
    while index >= 0 and head_start - units[index].start <= _LONGEST:
        unit = units[index]
        if unit.text in _OPEN and (opening := _bracket(units, index)) is not None:
            if units[opening + 1].text in _CALLED:
                break  # 某某公司（简称“某某”）的车间
            pieces.append(Piece(units[opening].start, unit.end, "", "bracket"))
            index = opening - 1
            continue
        dashes = unit.text == "—" and index and units[index - 1].text == "—"
        if dashes and cls in _OF_PAIRS and index > 1 and units[index - 2].kind == "region" and pieces and pieces[-1].sort == "region":
            pieces.append(Piece(units[index - 1].start, unit.end, "——", "link"))
            index -= 2
            continue  # 甲市——乙县某某座谈会
        if dashes or (unit.kind == "quote" and pieces and pieces[-1].sort == "quote"):
            break  # “深哈互进”|“名品巡游”活动, a dash that opens an explanation
        if cls == "Event" and pieces and unit.text in _DATELINES:
            break  # 甲网讯|甲市——乙县座谈会
        if _told_before(unit, head_start, cls, pieces):
            break
        sort = sort_of(unit, cls, lexicon) or _after_region(units, index, cls, lexicon)
        if head.text in ("中学", "小学") and not pieces and _is_rare(unit):
            sort = "proper"  # 积石|中学, 双十|中学
        if cls == "Enterprise" and index:
            sort = _in_a_firm(unit, units[index - 1], pieces, sort)
        if sort is None and cls in ACTS and _behind_a_quote(units, index, lexicon):
            sort = "weak"  # “候鸟专家”引进计划, “薪火”师带徒计划
        told = unit.kind == "figure" and unit.text[-1] not in "个家项"  # 十万锭, and not 6个亿元以上项目
        if sort is None and cls == "Project" and told and pieces and pieces[-1].sort in ("plain", "proper", "weak"):
            named = index and sort_of(units[index - 1], cls, lexicon) in ("plain", "proper", "region")
            sort = "plain" if named else None  # 楚源十万锭纺纱项目
        sort = _by_its_neighbours(units, index, cls, lexicon) or sort
        sort = sort or _of_a_name_cut_apart(units, index, (head, pieces), lexicon)
        if sort is None or (sort == "conjunction" and unit.text != "暨" and _ends_in_head(units[index - 1].text if index else "", lexicon)):
            break
        inside = unit.end > head_start and unit.tag in ("nt", "nz", "nr", "ns")  # 刘家峡水|电站 is one word of the dictionary
        if sort == "plain" and (inside or _is_fragment(units, index, lexicon)):
            sort = "proper"
        pieces.append(Piece(unit.start, min(unit.end, head_start), unit.text, sort, unit.tag))
        index -= 1
    pieces.reverse()
    while pieces and pieces[0].sort in ("link", "bracket", "conjunction", "year") and not _own_year(units, pieces[0], cls):
        pieces.pop(0)
    return pieces


def _in_a_firm(unit: Unit, before: Unit, pieces: Sequence[Piece], sort: str | None) -> str | None:
    """The sort of a unit in a firm's name, numbers and 和 that are parts of the name included."""
    if unit.text in _DIGITS and before.tag[:1] in ("n", "x"):
        return "plain"  # 新华|三|集团
    if unit.text == "和" and _part_of_a_name(before, pieces):
        return "proper"  # 老恒|和|酿造, 六|和|农牧
    counted = sort is None and unit.tag == "m" and len(unit.text) == 1 and bool(pieces)
    return "proper" if counted and pieces[-1].text == "和" else sort


def _told_before(unit: Unit, head_start: int, cls: str, pieces: Sequence[Piece]) -> bool:
    """Whether a word says what is named behind it: 上市公司|某某集团, 某省援疆项目|某市某产业园."""
    if cls == "Enterprise":
        if unit.kind == "quote":
            return _KIND_OF_FIRM.search(unit.text.strip("“”")) is not None  # “明星企业”|某某公司
        return _KIND_OF_FIRM.search(unit.text) is not None and (unit.end <= head_start or unit.text in _KINDS_OF_FIRMS)
    return cls in _SEATED and unit.text in _TOLD_BEFORE and bool(pieces) and pieces[-1].sort == "region"


def _own_year(units: Sequence[Unit], year: Piece, cls: str) -> bool:
    """Whether a year opens an event's name and does not date the sentence, which has told a time before (4日下午，|2024年|某某联席会议)."""
    if year.sort != "year" or cls != "Event":
        return False
    index = bisect_left(units, year.start, key=lambda u: u.start)
    if units[index].kind != "time":
        return True  # 2025某市招商推介会
    return units[index - 1].text in ("，", "的") and any(_TIME.search(u.text) for u in units[max(0, index - 4) : index])


def _is_rare(unit: Unit) -> bool:
    """Whether a noun of two characters is so rare that before 中学 it is a name, and none for a level (县乡)."""
    return unit.tag in ("n", "m") and len(unit.text) == 2 and unit.text[-1] not in "省市县区乡镇村级办" and frequency(unit.text) < _RARE


def _by_its_neighbours(units: Sequence[Unit], index: int, cls: str, lexicon: Lexicon) -> str | None:
    """What a word or mark is that only what stands beside it makes a part of a name, and a year before the name of an event."""
    unit = units[index]
    if unit.kind == "figure" and cls in _SEATED and index and units[index - 1].kind == "region" and _COUNTED_PLACE.fullmatch(unit.text):
        return "proper"  # 某市|五台|工业园区
    if unit.text in ("中", "中国") and cls in ("Park", "School") and index + 1 < len(units) and units[index + 1].text[:1] in _COUNTRIES:
        return "proper"  # 中|德|产业园
    if unit.text == "号" and index and units[index - 1].kind == "quote":
        return "plain"  # “神秘湘西”号旅游专列
    if unit.text in ("进", "走进", "入", "进入") and cls == "Event" and index and units[index - 1].kind == "quote":
        return "weak"  # “某某好物”进泉城展销周
    between = 0 < index < len(units) - 1 and units[index - 1].kind == "region" == units[index + 1].kind
    if unit.text == "至" and cls == "Project" and between:
        return "link"  # 静宁至庄浪高速公路
    if unit.text == "、" and cls == "Event" and between:
        return "conjunction"  # 甲省与乙州、丙师…座谈会
    sessions = cls == "Event" and any(u.kind == "ordinal" for u in units[max(0, index - 3) : index])
    if unit.text in ("进", "走进") and sessions and index < len(units) - 1 and units[index + 1].kind == "region":
        return "weak"  # 第五届|甲企|走进|乙省投资洽谈会
    entering = unit.text in ("进", "入", "走进") and 0 < index < len(units) - 1 and units[index - 1].kind == "quote"
    if entering and cls in ACTS and units[index + 1].kind == "region":
        return "weak"  # “陇上好物”|进|鲁城展销周
    if unit.text in _TOPONYMIC and index and sort_of(units[index - 1], cls, lexicon) in ("plain", "proper", "region"):
        return "proper"  # 界石|铺
    year = unit.kind == "time" and cls in _DATED_NAMES and re.fullmatch(r"(?:19|20)\d\d年(?:度|[春夏秋冬]季?)?", unit.text)
    bare = cls == "Event" and re.fullmatch(r"20\d\d", unit.text) is not None  # 2025某市招商推介会
    of_year = unit.text == "度" and index and units[index - 1].kind == "time"
    return "year" if year or bare or of_year else None


def _of_a_name_cut_apart(units: Sequence[Unit], index: int, behind: tuple[Head, Sequence[Piece]], lexicon: Lexicon) -> str | None:
    """What a word is that segmentation takes for a verb, where it is a trade or a character of the name. `behind`: what follows it."""
    unit, (head, pieces) = units[index], behind
    if _LEGAL.search(head.text) and _is_trade(unit, pieces, lexicon):
        return "weak"  # 某某文化|创意|有限公司, 某某|优选|公司
    if unit.kind != "word" or unit.tag[:1] not in ("v", "a", "n", "g", "b", "z", "t") or unit.text in lexicon.stop_words:
        return None
    return "proper" if _is_fragment(units, index, lexicon) or _opens_a_brand(units, index, head.cls, pieces) else None


def _is_trade(unit: Unit, pieces: Sequence[Piece], lexicon: Lexicon) -> bool:
    """Whether a verb is one of the words for a trade between a firm's brand and its legal form: no predicate, and the brand comes first."""
    verb = unit.kind == "word" and unit.tag[:1] == "v" and len(unit.text) == 2
    trade = lexicon.heads.get(unit.text)
    predicate = unit.text in lexicon.predicate_verbs or unit.text in lexicon.stop_words
    return verb and (not predicate or (trade is not None and trade.needs == "brand")) and all(p.sort in ("plain", "weak") for p in pieces)


def _opens_a_brand(units: Sequence[Unit], index: int, cls: str, pieces: Sequence[Piece]) -> bool:
    """Whether one character between a mark, a preposition or a long word and an odd word begins the name that goes on (、|润|百佳|超市)."""
    if cls not in ("Enterprise", "School") or len(units[index].text) != 1 or units[index].text in _TAKES_OBJECTS:
        return False
    before = units[index - 1] if index else None
    opens = before is None or before.kind == "punctuation" or before.tag in ("p", "c") or (before.tag[:1] == "v" and len(before.text) > 1)
    return opens and bool(pieces) and pieces[-1].sort == "proper" and pieces[-1].start == units[index].end


def _behind_a_quote(units: Sequence[Unit], index: int, lexicon: Lexicon) -> bool:
    """Whether a verb stands right behind a quotation, or with only a word or two between: it may then be one of the name."""
    unit = units[index]
    if unit.kind != "word" or unit.tag[:1] not in ("v", "d") or unit.text in lexicon.stop_words:
        return False
    for before in range(index - 1, max(-1, index - 4), -1):
        if units[before].kind == "quote":
            return units[index].end - units[before].end <= 5
        if units[before].kind != "word":
            return False
    return False


def _part_of_a_name(before: Unit, pieces: Sequence[Piece]) -> bool:
    """Whether 和 belongs to the odd word before it: what follows it tells of a trade alone, not of a second firm."""
    brand = (before.tag == "x" and len(before.text) <= 2) or (len(before.text) == 1 and before.text in _BEFORE_HE)
    return before.kind == "word" and brand and all(p.sort in ("plain", "weak") or p.tag == "j" for p in pieces)


def _ends_in_head(text: str, lexicon: Lexicon) -> bool:
    """Whether a word ends a name of its own: then a conjunction behind it joins two names."""
    return any(text[-n:] in lexicon.heads for n in range(2, len(text) + 1))


def _is_fragment(units: Sequence[Unit], index: int, lexicon: Lexicon) -> bool:
    """Whether a one-character word stands beside another one: a name that segmentation has cut apart (锦|尚|服饰)."""
    beside = [units[i] for i in (index - 1, index + 1) if 0 <= i < len(units)]
    return len(units[index].text) == 1 and any(
        u.kind == "word" and len(u.text) == 1 and u.text not in lexicon.stop_words and u.tag not in _STOP_TAGS for u in beside
    )


def _after_region(units: Sequence[Unit], index: int, cls: str, lexicon: Lexicon) -> str | None:
    """ "plain" for a word that segmentation takes for a verb or adverb but that stands between a region and a body's head (江苏沿江农科所)."""
    unit = units[index]
    if len(unit.text) == 1 and unit.text in lexicon.factuality:
        return None  # 某市拟建设某园: an auxiliary is no part of a name
    if unit.tag == "m" and len(unit.text) > (1 if cls == "Enterprise" else 2) and index and units[index - 1].kind == "region":
        return "proper"  # 广汉|三星堆
    if cls not in ACTS and cls != "GovernmentBody" and len(unit.text) == 1 and unit.kind == "word" and unit.text not in _FIRM_STRICT:
        near = units[max(0, index - 2) : index]
        if near and (near[-1].kind == "region" or (near[0].kind == "region" and near[-1].kind == "word" and len(near[-1].text) == 1)):
            return "proper"  # 淄博市|齐|都|慈善基金会
    if cls == "Enterprise" and len(unit.text) == 1 and unit.kind == "word" and unit.text not in _FIRM_STRICT:
        return "plain" if any(u.kind in ("region", "known") for u in units[max(0, index - 3) : index]) else None
    if index == 0 or unit.kind != "word" or len(unit.text) < 2 or unit.tag not in _ODD_TAGS:
        return None
    before = units[index - 1]
    if cls in ACTS and not (before.kind == "quote" or before.tag in ("n", "x", "nz", "vn")):
        return None
    if cls not in ACTS and before.kind != "region" and not (cls == "Enterprise" and before.tag == "x"):
        return None
    if unit.text in lexicon.predicate_verbs or unit.text in lexicon.stop_words or unit.text[-1] in "起出成到来了入下上为":
        return None
    return "plain"


def _bracket(units: Sequence[Unit], closing: int) -> int | None:
    """Index of the bracket that a closing one belongs to, where little stands between them."""
    for index in range(closing - 1, max(-1, closing - 8), -1):
        if units[index].text == _OPEN[units[closing].text]:
            return index if units[closing].start - units[index].end <= 10 else None
    return None
