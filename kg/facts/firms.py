"""Firms without a head of their own: by what only firms do, by the word 企业 before them, by the row they stand in, and by the full
name or the brackets that a short name comes from.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.facts import pieces, rows, trade_names
from kg.facts.tokens import tokenise
from kg.facts.units import Unit
from kg.lexicon import Lexicon
from kg.model import Document, Mention

_DEEDS = frozenset("投资 斥资 出资 落户 入驻 注册 投建 租下 收购 承租".split())
_INVITES = frozenset("引进 引入 招引 引来".split())
_FIRM = re.compile(r"(?:企业|公司|厂商|厂家|老厂|制造商|供应商|零售商|巨头|[\u4e00-\u9fff]企|冠军”?)$")
_FULL = re.compile(r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|集团|公司|农民专业合作社|专业合作社)$")
_TRADES = re.compile(
    r"(?:科技|技术|实业|发展|投资|控股|集团|股份|农业|农牧|贸易|商贸|文化|旅游|文旅|建设|工程|开发|产业|食品|管理|服务|经营|供应链|国际|智能)$"
)
_SHORT = re.compile(r"[（(](?:以下)?(?:统一)?简称(?:为)?[：:]?[“\"]?([\u4e00-\u9fff]{2,12})[”\"]?[）)]")
_HEADS_OF_FIRMS = frozenset("董事长 总经理 总裁 副总裁 副总经理 副董事长 创始人 厂长 执行董事".split())

_FORMERLY = re.compile(r"[（(](?:原名?|前身为?|曾用名|原称)[：:]?([\u4e00-\u9fff]{4,20})[）)]")
"""What a thing was called before, in brackets behind its name."""

_BRANCH = re.compile(r"(?:分公司|子公司|分厂|分行|支行|分社|分店|营业部|公司)")
_BANK = re.compile(r"(?:农|工|建|交|中|招|农商|农信|农发|国开|邮储|村镇)(?:银)?行$")
_DOINGS = ("加工", "生产", "种植", "养殖", "提取", "销售", "配送")
"""What firms do: in a row before 等企业 no names (食品生产、药材加工等企业)."""
_BUREAU = re.compile(
    r"(?:中(?:国)?(?:铁|建|交|冶|核|化|煤|水)|(?:中国)?(?:水电|电建|能建|铁建|葛洲坝))(?:第)?[一二三四五六七八九十]{1,3}(?:工程)?(?:局|航局|公局|航院|公院|冶|建)(?![\u4e00-\u9fff]?[长委处])"
)
"""The numbered bureaus of the builders that the state owns (中铁二十局, 中交三航局)."""

_OF_TRADES = re.compile(r"(?:从事|涉及)了?[\u4e00-\u9fff]{0,3}$")
"""What a row of trades stands behind (从事光伏发电、农产品加工等企业)."""

_ODD = ("x", "nz", "nr", "nrt", "nrfg", "ns")  # what the dictionary tags names with, and what it lacks
_WHOLE = ("集团", "公司", "厂", "银行", "合作社", "支行", "分行")


def find(doc: Document, sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Firms beside the `mentions` found already, short forms of other organisations that brackets introduce included."""
    found = list(mentions)
    found += _investing(doc.text, sentences, found, lexicon)
    found += _invited(sentences, found, lexicon)
    found += _apposed(sentences, found, lexicon)
    found += _led(sentences, found, lexicon)
    found += _numbered(doc.text, found)
    found += _in_rows(doc.text, sentences, found, lexicon)
    found += trade_names.find(doc.text, sentences, found, lexicon)
    found += _branches(doc.text, found)
    found += _introduced(doc.text, found)
    found += _repeated(doc.text, found)
    return found[len(mentions) :]


def _covered(mentions: Sequence[Mention], but: tuple[str, ...] = ("Region", "Area")) -> set[int]:
    return {i for m in mentions if m.cls not in but for i in range(m.start, m.end)}


def _apposed(sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """A proper word behind 企业 or 公司 and before what a firm does (龙头企业德青源投资…, 柯桥区企业三友染整在…)."""
    covered = _covered(mentions)
    for units in sentences:
        for index, unit in enumerate(units[:-1]):
            if unit.kind not in ("word", "quote") or not _FIRM.search(unit.text) or unit.start in covered:
                continue
            stop = index + 1
            while stop < len(units) and _in_a_firms_name(units[stop], lexicon):
                stop += 1
            inside = units[index + 1 : stop]
            size = inside[-1].end - inside[0].start if inside else 0
            free = not covered & set(range(unit.end, unit.end + size))
            free = free and "".join(u.text for u in inside) not in lexicon.heads  # 科技企业|孵化器
            if 3 <= size <= 8 and free and _goes_on(units, stop, lexicon) and _unusual(inside, lexicon):
                yield Mention(inside[0].start, inside[-1].end, "Enterprise", "firm-in-apposition")


def _invited(sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """A region and an unusual word behind 引进 and before a mark or a deed (引进浙江五丰冷食，…)."""
    covered = _covered(mentions)
    for units in sentences:
        for index, unit in enumerate(units[:-2]):
            if unit.text not in _INVITES or units[index + 1].kind != "region":
                continue
            stop = index + 2
            while stop < len(units) and _in_a_firms_name(units[stop], lexicon):
                stop += 1
            inside = units[index + 2 : stop]
            start, end = units[index + 1].start, units[stop - 1].end
            ends = stop == len(units) or units[stop].text in ("，", "、", "。", "等") or units[stop].text in _DEEDS
            odd = any(u.tag in ("x", "nz", "nr", "nrt") or len(u.text) == 1 for u in inside)
            if ends and odd and 2 <= end - units[index + 1].end <= 8 and not covered & set(range(start, end)):
                yield Mention(start, end, "Enterprise", "firm-invited")


def _in_a_firms_name(unit: Unit, lexicon: Lexicon) -> bool:
    if unit.kind != "word" or unit.text in lexicon.roles or unit.text in ("等", "家"):
        return False
    trade = lexicon.heads.get(unit.text)
    return pieces.sort_of(unit, "Enterprise", lexicon) in ("plain", "proper") or (trade is not None and trade.needs == "brand")


def _goes_on(units: Sequence[Unit], stop: int, lexicon: Lexicon) -> bool:
    """Whether behind a stretch comes what comes behind a subject or an apposition: a verb, a preposition, a time, a mark."""
    if stop >= len(units):
        return True
    after = units[stop]
    if after.kind in ("time", "punctuation", "quote", "figure", "aid"):
        return after.text not in "·—-"
    return after.text in lexicon.predicate_verbs or after.tag[:1] in ("p", "v", "d", "c") or after.text in ("的", "等")


def _unusual(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Whether a stretch begins with something that the dictionary lacks or takes for a name, or that segmentation cut into characters, or
    ends in a trade.
    """
    first, trade = units[0], lexicon.heads.get(units[-1].text)
    if len(units) == 2 and trade and trade.needs == "brand":
        return True
    return first.tag in ("x", "nz", "nr", "nrt", "nrfg") or (len(units) > 1 and len(first.text) == 1 and len(units[1].text) == 1)


def _led(sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """An unusual word behind a mark and before a chairman and a person's name (，|锐芯微总经理|林远舟说)."""
    covered = _covered(mentions, ("Region", "Area", "School"))
    for units in sentences:
        for index in range(1, len(units) - 1):
            if units[index].text not in _HEADS_OF_FIRMS or lexicon.surnames.get(units[index + 1].text[:1], 0) < 1:
                continue
            first = index
            while first and (
                units[first - 1].kind in ("region", "known") or _in_a_firms_name(units[first - 1], lexicon)
            ):
                first -= 1
            inside = units[first:index]
            opens = first == 0 or units[first - 1].text in ("，", "。", "、", "；", "：", "”", "？", "！")
            size = inside[-1].end - inside[0].start if inside else 0
            odd = any(u.tag in _ODD and len(u.text) > 1 for u in inside) or sum(len(u.text) == 1 for u in inside) > 1
            common = any(u.text in lexicon.people_words or u.text in lexicon.heads for u in inside)
            if opens and odd and not common and 3 <= size <= 8 and not covered & set(range(inside[0].start, inside[-1].end)):
                yield Mention(inside[0].start, inside[-1].end, "Enterprise", "firm-of-its-head")


def _numbered(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The numbered bureaus of builders (中建八局)."""
    covered = _covered(mentions)
    for match in _BUREAU.finditer(text):
        if not covered & set(range(*match.span())):
            yield Mention(*match.span(), "Enterprise", "numbered-bureau")


def _branches(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """A firm with the region and the word for a branch that follow its name (甲药业|沧州|分公司), a bank's branch with its bank (农行|某县支行)."""
    regions = {m.start: m for m in mentions if m.cls == "Region" and not m.fused}
    for mention in mentions:
        if mention.cls != "Enterprise":
            continue
        place = regions.get(mention.end)
        branch = _BRANCH.match(text, place.end if place else mention.end)
        whole = text[mention.start : mention.end].endswith("公司") or text[mention.start : mention.end].endswith(("分行", "支行"))
        if branch and (place or len(branch[0]) > 2) and not (whole and branch[0] == "公司"):
            yield Mention(mention.start, branch.end(), "Enterprise", "branch-of-a-firm")
        bank = _BANK.search(text, max(0, mention.start - 4), mention.start)
        if bank and text[mention.start : mention.end].endswith(("分行", "支行", "营业部")):
            yield Mention(bank.start(), mention.end, "Enterprise", "branch-of-a-firm")


def _introduced(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Short forms that brackets behind a full name introduce, there and wherever they stand again."""
    covered = _covered(mentions)
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        match = _SHORT.match(text, mention.end)
        former = None if match else _FORMERLY.match(text, mention.end)
        if former and mention.cls not in ("Region", "Area", "Person", "GovernmentBody") and not mention.relative:
            yield Mention(*former.span(1), mention.cls, "short-form-introduced", text[mention.start : mention.end])
        if match is None or mention.cls in ("Region", "Area", "Person") or mention.relative:
            continue
        longest = max((m for m in mentions if m.end == mention.end), key=lambda m: m.end - m.start)
        if longest is not mention:
            continue
        for again in re.finditer(re.escape(match[1]), text):
            if again.start() >= match.start() and not covered & set(range(*again.span())):
                yield Mention(*again.span(), mention.cls, "short-form-introduced", text[mention.start : mention.end])


def short_names(core: str) -> list[str]:
    """What a firm may be called for short, from what its full name has between its region and its legal form.

    >>> short_names("瑞普生物技术")
    ['瑞普生物技术', '瑞普生物']
    """
    forms = [core]
    while (trade := _TRADES.search(core)) and trade.start() >= 3:
        core = core[: trade.start()]
        forms.append(core)
    return [f for f in forms if len(f) >= 3 and _has_proper_word(f)]


def _has_proper_word(form: str) -> bool:
    tokens = tokenise(form)
    return tokens[0].tag in ("x", "nz", "nr", "nrt", "nrfg") or (len(tokens) > 1 and len(tokens[0].text) == 1 and len(tokens[1].text) <= 2)


def _repeated(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """A firm's short name wherever it stands again: of a full name, or of a name that only its surroundings made a firm's."""
    covered = _covered(mentions)
    regions = {m.start: m.end for m in mentions if m.cls == "Region"}
    names: set[str] = set()
    for mention in mentions:
        form = text[mention.start : mention.end].strip("“”")
        if mention.cls != "Enterprise":
            continue
        if mention.rule in ("firm-in-apposition", "row-of-enterprises", trade_names.RULE):
            names.add(form)
        elif (suffix := _FULL.search(form)) and mention.rule != "known-name":
            start = mention.start
            while start in regions and regions[start] < mention.end:
                start = regions[start]
            names.update(short_names(text[start : mention.start + suffix.start()]))
    names = {n for n in names if 3 <= len(n) <= 12 and re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9]+", n)}
    if not names:
        return
    for match in re.finditer("|".join(sorted(names, key=lambda n: (-len(n), n))), text):
        if not covered & set(range(*match.span())):
            yield Mention(*match.span(), "Enterprise", "short-name-of-a-firm")


def _in_rows(text: str, sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Members of rows that a closing word or a recognised member makes enterprises."""
    by_end = {m.end: m for m in mentions if m.cls == "Enterprise"}
    ends: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        ends[mention.end].append(mention)
    taken = {(m.start, m.end) for m in mentions}
    covered = _covered(mentions)
    for sentence in sentences:
        for row in rows.find(text, sentence, lexicon):
            yield from _bare_members(text, row, ends, lexicon)
            known = sum(end in by_end for _, end in row.members)
            if (not row.closing and not known) or _OF_TRADES.search(text, max(0, row.members[0][0] - 6), row.members[0][0]):
                continue
            for start, end in row.members:
                end += 2 if text[end : end + 2] in ("公司", "集团") else -1 if text[end - 1] in "则均也又" else 0
                free = not covered & set(range(start, end)) or _longer(text, ends, start, end)
                inside = _within(sentence, start, end)
                trade = lexicon.heads.get(inside[-1].text) if inside else None
                named = row.closing or _proper(inside) or (known > 1 and trade is not None and trade.needs == "brand")
                if row.closing and free and (start, end) not in taken and _is_bare_brand(inside, row, sentence, known, lexicon):
                    yield Mention(start, end, "Enterprise", "row-of-enterprises")
                if text[end - 1] in "村镇乡县区市州省会局委办院校馆站园" or text.endswith(_DOINGS, start, end) or text.startswith("转移", end):
                    continue
                if (
                    (start, end) not in taken
                    and free
                    and 3 <= end - start <= 16
                    and named
                    and inside
                    and (len(inside) > 1 or inside[0].tag == "x")
                ):
                    yield Mention(start, end, "Enterprise", "row-of-enterprises")


def _is_bare_brand(inside: Sequence[Unit], row: rows.Row, sentence: Sequence[Unit], known: int, lexicon: Lexicon) -> bool:
    """Whether a member is a brand of two characters (恒力、亨通等龙头企业): odd itself, or a noun in a row where another is odd or a known firm.

    Trades stand in such rows too (种植、养殖等企业), so a word that names a trade or a thing done is none.
    """
    if len(inside) != 1 or inside[0].kind != "word" or len(inside[0].text) != 2:
        return False
    word = inside[0]
    if word.text in lexicon.heads or word.text in lexicon.measure_words:
        return False
    others = [_within(sentence, *member) for member in row.members]
    odd = sum(len(units) == 1 and units[0].tag in _ODD for units in others)
    return (word.tag in _ODD and odd + known > 1) or (word.tag == "n" and odd + known > 1)


def _bare_members(text: str, row: rows.Row, ends: Mapping[int, Sequence[Mention]], lexicon: Lexicon) -> Iterator[Mention]:
    """Members that are nothing but a head, beside a named member of its class: 综合保税区 beside 某某边境合作中心; the region is the neighbour's."""
    classes = {m.cls for s, e in row.members for m in ends.get(e, ()) if m.start >= s}
    for start, end in row.members:
        head = lexicon.heads.get(text[start:end])
        if head and len(head.text) > 3 and head.cls in classes and head.cls in ("Park", "Hospital", "School") and head.needs != "region":
            yield Mention(start, end, head.cls, "bare-member-of-a-row", stem=start, relative=True)


def _investing(text: str, sentences: Sequence[Sequence[Unit]], mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Firms without a head, by what only firms do: a region and an unusual word right before investing, landing, registering."""
    covered = _covered(mentions)
    for sentence in sentences:
        for index, unit in enumerate(sentence):
            if unit.text not in _DEEDS:
                continue
            first = index
            while (
                first > 0
                and unit.start - sentence[first - 1].start <= 10
                and pieces.sort_of(sentence[first - 1], "Enterprise", lexicon) not in (None, "weak")
            ):
                first -= 1
            start = sentence[first].start
            further = [u for u in sentence[first + 1 : index] if u.tag == "x" or len(u.text) == 1]
            opens = first == 0 or sentence[first - 1].kind in ("punctuation", "time")
            if first < index and sentence[first].kind == "region" and further and opens and not covered & set(range(start, unit.start)):
                yield Mention(start, unit.start, "Enterprise", "firm-by-its-deed")


def _longer(text: str, ends: Mapping[int, Sequence[Mention]], start: int, end: int) -> bool:
    """Whether a member only lengthens the short name of a firm that begins where it begins (昆山某某新能源汽车|零部件)."""
    within = [m for at in range(start + 1, end + 5) for m in ends.get(at, ()) if m.start < end and m.cls not in ("Region", "Area")]
    return all(
        m.cls == "Enterprise" and m.start == start and m.end < end <= m.end + 4 and not text[start : m.end].endswith(_WHOLE) for m in within
    )


def _within(units: Sequence[Unit], start: int, end: int) -> Sequence[Unit]:
    """The units of a stretch."""
    first = bisect_left(units, start, key=lambda u: u.start)
    return units[first : bisect_right(units, end, lo=first, key=lambda u: u.end)]


def _proper(inside: Sequence[Unit]) -> bool:
    """Whether the units of a stretch have something proper: a region with further words, or a word that the dictionary lacks."""
    if len(inside) == 1 and inside[0].kind != "word":
        return False
    return (
        any(u.kind in ("region", "quote") for u in inside)
        or any(u.kind == "word" and u.tag in ("x", "nz", "nr", "nrt") for u in inside)
        or (sum(len(u.text) == 1 for u in inside) > 1)
    )
