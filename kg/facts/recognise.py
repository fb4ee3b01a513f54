"""Recognising: the names of a document, each with its class and place, without overlap but for names that lie inside names.

What is surest comes first and the rest is cut around it: places, titles, quotations, times and figures on characters; then names by their
heads over units; then rows, persons. Of overlapping names the longest stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg import gazetteer as gazetteers
from kg import lexicon as lexicons
from kg.facts import brand_rows, coordination, figures, firms, names, nesting, pairs, parts, persons, phases, regions, scan, times
from kg.facts.figures import Figure
from kg.facts.times import Time
from kg.facts.tokens import tokenise
from kg.facts.units import FORMULA, Unit, cut, fixed, without_overlap
from kg.lexicon import KnownName, Lexicon
from kg.model import Document, Mention

_PLATFORM = re.compile(r"“([^“”]{2,16})”(?=[\u4e00-\u9fff]{0,8}?(?:平台|小程序|APP|公众号))")
_COMMON_AFTER = {"部": ("门", "署"), "央": ("企", "商", "空", "财")}
"""Known names that begin a common word: 教育部 in 教育部门, 中央 in 中央企业."""

_LINE = re.compile(r"中(?:欧|亚|老|越)班列[（(][\u4e00-\u9fff—-]{2,12}[）)]")
_LAUNCHED = re.compile(r"(?:注册|推出|创立|打响|叫响|培育|推广|擦亮)(?:了)?$")
_PRODUCT = re.compile(r"[，。、；]|[\u4e00-\u9fff]{0,2}(?:原浆|系列|产品|饮料|饮品|礼盒|茶|酒|米|油|蜜|醋|面|果|肉|奶|干|汁|糖|酱|杂粮)")
_BRANDS_AFTER = re.compile(
    r"(?:[、和]?“[^“”\n]{2,10}”){0,4}等?(?:[两三四五六七八九十]大|\d+[余多]?个|多个|一批)?(?:省级|国家级|自有|自主|知名)?"
    r"(?:区域公用|区域公共|区域|农产品|农特产品|茶叶|水果|公用|特色|农业|文旅|文化旅游|乡村旅游|旅游|文化|产业|富民|服务|劳务|国家)?"
    r"(?:品牌|商标|地理标志|地标|标识|标志认证)(?!化|建设|活动|战略)"
)
_SHARED = re.compile(
    r"(?:(?:[、和]?“[^“”\n]{2,16}”){1,5}等?|等|(?=[两三四五六七八九十][大项]))(?:[两三四五六七八九十][大项个])?"
    r"(?:多个|一批|系列|特色|主题)?(班列|专列|平台|活动|行动|计划|工程|班)"
)
_OPENED = re.compile(r"(?:开设|举办|组建|开办|设立|创办|成立|合办|联办|共办|开出|定制|冠名)了?$")
_TAUGHT = re.compile(r"(?:\d{4}年)?[^，。、“”]{0,5}(?:开班|招生|毕业|首期|首届|首批|学员|学生|招收)")
_SOLD = re.compile(
    r"(?:“[^“”\n]{2,8}”|[、和等])*(?:首次|已|成功|相继|也)?(?:进驻|走进|进入|上市|热销|畅销|走俏|亮相|登陆|摆上|今春|销量|销售|换了?新?包装)"
)
_GOODS = re.compile(
    r"[茶米油酒果桃梨枣瓜菜菇蜜面牛羊肉鱼虾参橙柑柚橘芽椒薯豆奶酱醋粉笋莓药姜蒜葱鸡鸭蛋猪]$|核桃|苹果|葡萄|杂粮|山珍|草莓|食品$|木耳$|黄芪$|当归$|枸杞$"
)
_IS_BRAND = re.compile(
    r"(?:牌)?(?:是|系|为|成为)[^，。；]{0,18}(?:品牌|商标)(?!化)|牌(?![子照匾坊楼号位])(?=[\u4e00-\u9fff])"
    r"|(?:成功|先后|还)?(?:获|获得|获评|取得|通过|入选)[^，。；“”]{0,10}(?:地理标志|地标|名特优新|绿色食品|有机产品|有机食品|中国驰名)"
)
_SHOWN = re.compile(r"(?:展示|展销|展出|销售|推介|推出|选购|品尝|购买|带来|亮相)(?:了|的|着)?(?:有)?(?:“[^“”\n]{2,8}”[、和])*$")
"""What goods are shown or sold with: 展销的有“甲茶”、“乙米”."""

_OFFERED = re.compile(r"(?:推出|实行|开展|启动|创新|建立|推行|首创)了?$")
_SERVICE = re.compile(r"(?:服务|机制|行动)(?![中台平站队])")
_FOUNDS = re.compile(r"(?:投资|出资|总投资|拿出|斥资|投入)[^。；]{0,24}(?:建|建设|打造|兴建|投建|建起)了?$")
_ONE_BUILT = re.compile(r"(?:开|建|办|设)(?:起|成|有|设|立|了)*(?:了)?(?:首|一|[第]\w{1,2})[家座间处个所]$|打造(?:了|出)?一[家座间处个]$")
_SITE = re.compile(r"(?:馆|屋|店|坊|站|室|厅|亭|驿|吧|角|超市|车间|门诊部|服务点|展销中心|体验中心)$")
_GRAND = re.compile(r"[都谷城港湾]$|小镇$|综合体$|世界$")
_KINDS_OF_CLASSES = frozenset("订单班 培训班 定向班 实验班 特色班 兴趣班 提高班 速成班 研修班 冠名班".split())
_FAIR = re.compile(r"(?:第[一二三四五六七八九十百\d]+届)?(?<![外社成提结转相])[\u4e00-\u9fff][洽博]会(?!议|计|员|展|场)")
_COLUMN_AFTER = re.compile(r"(?:专栏|专题|专刊|栏目)")
_OF_A_COUNTY = re.compile("第?[一二三四五六七八九十]*(?:高级|职业|实验)?(?:中学|中|医院)|人民医院|中医院")
"""What follows a county's short form in the names of its own schools and hospitals."""

_SOURCE_KINDS = ("masthead", "byline", "caption", "colophon", "source")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition found: `mentions` in order (those inside longer ones in `inner`), times, figures, and the units of every
    sentence.
    """

    mentions: tuple[Mention, ...]
    inner: tuple[Mention, ...]
    times: tuple[Time, ...]
    figures: tuple[Figure, ...]
    units: tuple[tuple[Unit, ...], ...]


def recognise(doc: Document) -> Recognised:
    """All names, times and figures of the document."""
    lexicon = lexicons.load()
    words = _words(doc)
    places = regions.find(doc, words)
    fused = pairs.find(doc, places, gazetteers.load())
    found_times = times.find(doc)
    found_figures = [f for s in doc.sentences for f in figures.find(doc.text, s.start, s.end, lexicon.measure_words)]
    found_figures = sorted(found_figures, key=lambda f: f.start)
    in_times = {i for t in found_times for i in range(t.start, t.end)}
    found_figures = [f for f in found_figures if not in_times & set(range(f.start, f.end))]
    known = list(_known(doc, lexicon, [*places, *fused], words))
    sentences = _units(doc, [*places, *fused], found_times, found_figures, known)
    mentions = [_of_place(p) for p in places] + [_of_place(p, fused=True) for p in fused]
    mentions += known
    for sentence in sentences:
        mentions += [
            Mention(n.start, n.end, n.cls, "name-by-head", stem=n.stem, relative=n.relative)
            for n in names.find(doc.text, sentence, lexicon)
        ]
    mentions += _titles(doc, lexicon)
    mentions += _quoted(doc)
    mentions += _mastheads(doc)
    mentions += [Mention(m.start(), m.end(), "Event", "fair") for m in _FAIR.finditer(doc.text)]
    formulas = {i for m in FORMULA.finditer(doc.text) for i in range(*m.span())}
    mentions = [m for m in mentions if m.cls == "Region" or m.start not in formulas or m.end - 1 not in formulas]
    mentions = _plausible(doc, mentions, {f.start: f for f in found_figures})
    mentions += [*parts.departments(doc, mentions), *parts.sources(doc, mentions)]
    mentions += brand_rows.find(doc.text, sentences, mentions, lexicon)
    mentions += firms.find(doc, sentences, mentions, lexicon)
    mentions += coordination.find(doc, sentences, mentions, lexicon)
    mentions += phases.find(doc, mentions)
    blocked = frozenset(i for m in mentions for i in range(m.start, m.end))
    mentions += [Mention(p.start, p.end, "Person", p.rule) for p in persons.find(doc, sentences, blocked, lexicon)]
    outer, inner = nesting.nest(mentions)
    inner = _without_strangers(doc, outer, inner)
    return Recognised(tuple(outer), tuple(inner), tuple(found_times), tuple(found_figures), tuple(map(tuple, sentences)))


def _without_strangers(doc: Document, outer: Sequence[Mention], inner: Sequence[Mention]) -> list[Mention]:
    """The inner mentions without counties by their short form alone that the document knows nothing of otherwise.

    Where it names neither such a county in full nor what that lies in, two characters inside a name are likelier something else's
    (西湖幼儿园 in another city, 拉萨纳|金乡|卫生院); a middle school or a hospital is named by its county (米脂中学).
    """
    gazetteer = gazetteers.load()
    held = nesting.pairs(outer, inner)
    own = {m for holder, m in held if holder.start == m.start and _OF_A_COUNTY.fullmatch(doc.text, m.end, holder.end)}
    bare = [m for m in inner if m.code and m.end - m.start == 2 and not m.fused and m not in own]
    short = {m for m in bare if m.code and gazetteer.division(m.code).level == "county"}
    told = {m.code for m in [*outer, *inner] if m.cls == "Region" and m.code and m not in short}
    told |= {above for code in told for above in gazetteer.ancestors(code)} - {"CN"}
    return [m for m in inner if m not in short or m.code is None or told & {m.code, *gazetteer.ancestors(m.code)}]


def _words(doc: Document) -> list[tuple[int, int]]:
    """For each character of the text the bounds of the dictionary word it stands in; its own bounds where the dictionary has none."""
    words = [(i, i + 1) for i in range(len(doc.text))]
    for sentence in doc.sentences:
        for token in tokenise(doc.text[sentence.start : sentence.end], sentence.start):
            if token.tag != "x":
                words[token.start : token.end] = [(token.start, token.end)] * len(token.text)
    return words


def _of_place(place: regions.Place, fused: bool = False) -> Mention:
    return Mention(
        place.start,
        place.end,
        place.cls,
        place.rule,
        place.label,
        place.code,
        candidates=place.candidates,
        parent=place.parent,
        fused=fused,
    )


def _units(
    doc: Document, places: Sequence[regions.Place], found_times: Sequence[Time], found_figures: Sequence[Figure], known: Sequence[Mention]
) -> list[list[Unit]]:
    text = doc.text
    found = [_place_unit(p, text) for p in places]
    found += [Unit(t.start, t.end, text[t.start : t.end], "time") for t in found_times]
    found += [Unit(f.start, f.end, text[f.start : f.end], "figure") for f in found_figures]
    found += [Unit(k.start, k.end, text[k.start : k.end], "known") for k in known]
    found += fixed(doc, 0, len(text))
    kept = without_overlap(found)
    sentences, at = [], 0
    for sentence in doc.sentences:
        while at < len(kept) and kept[at].start < sentence.start:
            at += 1
        stop = at
        while stop < len(kept) and kept[stop].end <= sentence.end:
            stop += 1
        sentences.append(cut(doc, sentence.start, sentence.end, kept[at:stop]))
        at = stop
    return sentences


def _place_unit(place: regions.Place, text: str) -> Unit:
    """A place as a unit; a single character together with its verb (援疆, 赴苏)."""
    if place.rule == "character-after-a-verb":
        return Unit(place.start - 1, place.end, text[place.start - 1 : place.end], "aid")
    return Unit(place.start, place.end, text[place.start : place.end], "region" if place.cls == "Region" else "area")


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The lengths of the well-known names by their first characters."""
    return scan.lengths_by_first([*lexicons.load().known, *gazetteers.load().zones])


def _another(known: KnownName, before: str | None) -> bool:
    """Whether a region before a well-known name makes it another one's (盐城国投集团, 天津市国资委, 和田北京医院)."""
    if known.cls not in ("School", "Hospital"):
        return known.cls in ("Enterprise", "GovernmentBody", "Association")
    gazetteer = gazetteers.load()
    seats = {f.code for f in gazetteer.forms.get(known.within or "", ())}
    return (
        before is not None
        and bool(seats - {before})
        and not any(gazetteer.related(before, s) for s in seats)
    )


def _after_surname(text: str, at: int, words: Sequence[tuple[int, int]], lexicon: Lexicon) -> bool:
    """Whether a common surname stands alone before a short form: the given name of a person (李|牧原), not the firm that is called so."""
    before = text[at - 1 : at]
    return lexicon.surnames.get(before, 0) >= 20 and words[at - 1] == (at - 1, at) and before not in "和于向从对与及由在"


_SESSION = re.compile(r"(?:第[\d一二三四五六七八九十百]+|首)届$")


def _known(doc: Document, lexicon: Lexicon, places: Sequence[regions.Place], words: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Well-known names, at their longest; a place or a longer name takes precedence over a piece of it."""
    zones = gazetteers.load().zones
    lengths = _lengths()
    inside = {i for p in places for i in range(p.start + 1, p.end)}
    ends = {p.end: p.code for p in places if p.cls == "Region"}
    regions_at = {p.start for p in places if p.cls == "Region"}
    at = 0
    while at < len(doc.text):
        for length in lengths.get(doc.text[at], ()):
            form = doc.text[at : at + length]
            known = lexicon.known.get(form)
            leveled = doc.text[max(0, at - 1) : at] in tuple("省市县区州旗盟")
            level = known is not None and known.cls in ("GovernmentBody", "Association") and leveled
            if level or (known and at in ends and _another(known, ends[at])):
                continue
            if known and len(form) == 2 and _after_surname(doc.text, at, words, lexicon):
                continue
            if known and known.cls == "Program" and form in lexicon.frames and at + len(form) in regions_at:
                continue  # 某集团|定点帮扶|某县: what it does, not a scheme
            if _COMMON_AFTER.get(form[-1:], "") and doc.text[at + length : at + length + 1] in _COMMON_AFTER[form[-1:]]:
                continue
            if len(form) == length and (known or form in zones) and at not in inside and not regions.crosses(words, at, at + length):
                line = _LINE.match(doc.text, at)
                session = _SESSION.search(doc.text, max(0, at - 8), at) if known and known.cls == "Event" else None
                if line and line.end() > at + length:
                    yield Mention(at, line.end(), "Program", "name-of-a-line")
                elif known and session:
                    yield Mention(session.start(), at + length, known.cls, "known-name", session[0] + known.name)
                else:
                    yield Mention(at, at + length, known.cls if known else "Park", "known-name", known.name if known else form)
                at += length
                break
        else:
            at += 1


_COUNTED = ("Project",)
_LEGAL = ("公司", "集团", "厂", "合作社", "银行")
_DESCRIBED = frozenset(("Project", "Park", "Facility", "School", "Hospital", "Program", "Event"))
_TALLIES = frozenset("个家所座处条间项片")
_POLICY_TITLE = re.compile(
    r"(?:计划|决定|办法|意见|方案|措施|标准|法|规范|名单|细则|章程|指南|目录|清单|规定|制度|公告|纪要|要点|任务书|[一二三四五六七八九十]条)$"
)
_AGREEMENT_TITLE = re.compile(r"(?:协议|意向书|责任书|合同|协议书|备忘录|协定|倡议书|承诺书|议定书)$")


def _titles(doc: Document, lexicon: Lexicon) -> Iterator[Mention]:
    """Titles in 《》: the class by the title's own head, years in brackets aside; a publication where it has none."""
    for match in re.finditer(r"《([^《》\n]{2,60})》", doc.text):
        core = re.sub(r"[（(][^（）()]*[）)]$", "", match[1])
        head = next((lexicon.heads[core[-n:]] for n in range(min(12, len(core)), 0, -1) if core[-n:] in lexicon.heads), None)
        if _AGREEMENT_TITLE.search(core) or (head and head.cls == "Agreement"):
            cls = "Agreement"
        elif _POLICY_TITLE.search(core) or (head and head.cls == "Policy"):
            cls = "Policy"
        elif (head and head.cls == "Media") or core.endswith(("报", "新闻")):
            cls = "Media"
        else:
            cls = "Publication"
        yield Mention(match.start(), match.end(), cls, "title", match[1] if cls == "Media" else None)


def _quoted(doc: Document) -> Iterator[Mention]:
    """Quotations whose surroundings name their kind: brands, platforms, columns."""
    for match in re.finditer(r"“([^“”\n]{2,16})”", doc.text):
        before = doc.text[max(0, match.start() - 6) : match.start()]
        if re.search(r"(?:品牌|商标)$", before) or _BRANDS_AFTER.match(doc.text, match.end()):
            yield Mention(match.start(), match.end(), "Brand", "quoted-brand")
        elif _LAUNCHED.search(before) and _PRODUCT.match(doc.text, match.end()) and len(match[1]) <= 8:
            yield Mention(match.start(), match.end(), "Brand", "quoted-product")
        elif _COLUMN_AFTER.match(doc.text, match.end()):
            yield Mention(match.start(), match.end() + 2, "Publication", "quoted-column")
        elif (match[1].endswith("班") and match[1] not in _KINDS_OF_CLASSES) and (
            _OPENED.search(before) or _TAUGHT.match(doc.text, match.end())
        ):
            yield Mention(match.start(), match.end(), "Program", "quoted-class")
        elif shared := _SHARED.match(doc.text, match.end()):
            yield Mention(match.start(), match.end(), "Event" if shared[1] == "活动" else "Program", "quoted-in-a-row")
        elif _PLATFORM.match(doc.text, match.start()):
            yield Mention(match.start(), match.end(), "Program", "quoted-platform")
        else:
            yield from _quoted_by_its_deed(doc.text, match)


def _quoted_by_its_deed(text: str, match: re.Match[str]) -> Iterator[Mention]:
    """A quotation by what is done with it: goods are sold, a brand is called one, a service is offered, a work is built."""
    start, end = match.span()
    service = _SERVICE.match(text, end)
    shown = _SHOWN.search(text, max(0, start - 30), start) is not None
    if len(match[1]) <= 8 and ((_GOODS.search(match[1]) and (shown or _SOLD.match(text, end))) or _IS_BRAND.match(text, end)):
        yield Mention(start, end, "Brand", "quoted-product")
    elif service and _OFFERED.search(text, max(0, start - 6), start) and len(match[1]) <= 8:
        yield Mention(start, service.end(), "Program", "quoted-service")
    elif _ONE_BUILT.search(text, max(0, start - 8), start) and _SITE.search(match[1]):
        yield Mention(start, match.end(), "Facility", "quoted-site")
    elif _GRAND.search(match[1]) and len(match[1]) > 2 and _FOUNDS.search(text, max(0, start - 40), start):
        yield Mention(start, end, "Project", "quoted-work")


def _several(text: str, figure: figures.Figure | None) -> bool:
    """Whether a figure counts several things, and nothing but that."""
    counts = figure is not None and figure.unit in _TALLIES and figure.value > 1
    return counts and figure is not None and text[figure.end : figure.end + 1] in "，。；、（"


def _mastheads(doc: Document) -> Iterator[Mention]:
    """The name of the publication in the masthead: its first line, where that is a name alone."""
    first = next((b for b in doc.blocks if b.kind == "masthead"), None)
    named = first and re.fullmatch(r"[\u4e00-\u9fff·]{2,12}(?<!文件)", doc.text[first.start : first.end])
    if first and named and first.start == 0:
        paper = doc.text[first.start : first.end].endswith(("报", "日报", "晚报"))
        yield Mention(first.start, first.end, "Media" if paper else "Publication", "masthead")


def _plausible(doc: Document, mentions: Iterable[Mention], figures_at: Mapping[int, figures.Figure]) -> list[Mention]:
    """The mentions without those that only mastheads and bylines can have (阜阳发布) and stand elsewhere, and without kinds of which several
    are counted (实施帮扶项目12个). `figures_at`: the figures by their starts.
    """
    kept = []
    counted = {f.end for f in figures_at.values() if f.unit in _TALLIES and f.value > 1}
    for mention in mentions:
        if mention.start in counted and mention.rule == "name-by-head" and (
            mention.cls in _DESCRIBED or (mention.cls == "Enterprise" and not doc.text.endswith(_LEGAL, mention.start, mention.end))
        ):
            continue  # 11个|轻纺服装产业项目
        if doc.text[mention.start - 1 : mention.start + 1] in ("（原", "(原") and mention.rule == "name-by-head":
            mention = replace(mention, start=mention.start + 1)  # what it was called before
        if mention.rule == "name-by-head" and mention.cls in _COUNTED and _several(doc.text, figures_at.get(mention.end)):
            continue
        if mention.cls == "Media" and doc.text[mention.start : mention.end].endswith("发布") and mention.rule != "known-name":
            block = doc.block_at(mention.start)
            if block is None or block.kind not in _SOURCE_KINDS:
                continue
        kept.append(mention)
    return kept
