"""What the form of a single line says it is: furniture of a masthead, a byline, an issuing body, a title's second line."""

from __future__ import annotations

import re

from kg.text.dates import DATE, MONTH_DAY
from kg.text.layout import Piece
from kg.text.lines import CLOSING, TERMINAL
from kg.text.names import is_name, is_person
from kg.text.normalise import HAN

SHORT = 40
"""Characters of a line that may be furniture of the page, at most."""
HEADING = 32
"""Characters of a line that may be a heading or a signature, at most."""

_COUNT = "[0-9一二三四五六七八九十百〇]{1,5}"
_MARKS = (
    ("issue", re.compile(
        f"[{HAN}]{{2,16}}[〔\\[（(][12][0-9]{{3}}年?[〕\\])）]第?{_COUNT}号|(?:[12][0-9〇一二三四五六七八九]{{3}}年)?[（(]?总?第{_COUNT}(?:期|号|辑)[)）]?"
        f"|[（(]?总{_COUNT}期[)）]?"
    )),
    ("page", re.compile(f"第(?:[A-Z]?[0-9]{{1,3}}|{_COUNT})版|[A-Z]?[0-9]{{1,2}}版|头版|版[次面][:：][A-Z]?[0-9]{{1,3}}")),
    ("section", re.compile("^(?:要闻|时政要闻|本地要闻|综合新闻|综合|专版|头版)$")),
    ("restricted", re.compile("内部(?:资料|刊物|材料|参考|文件)|(?:[，,]?(?:注意|请妥善)(?:保存|保密|保管))|免费(?:赠阅|交流)|[（(]?(?:试刊|试刊号|创刊号)[)）]?")),
    ("date", DATE),
    ("day", MONTH_DAY),
    ("hour", re.compile("[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?|(?:星期|周)[一二三四五六日天]")),
    ("lunar", re.compile("(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年[闰正一二三四五六七八九十冬腊]{1,3}月(?:初|十|廿|三十)[一二三四五六七八九十]?")),
)  # fmt: skip
"""What the furniture of a page is made of; the order is that in which it is taken off a line."""
_BETWEEN = " \u3000|｜丨/／·,，、:：;；（）()【】[]"

_BODY = (
    "办公室|办公厅|编辑部|委员会|指挥部|领导小组|工作小组|工作组|工作队|联络组|专班|前指|政府|管委会|研究会|促进会|联合会|协会|学会|商会|中心|机关|党委|党组|工委"
    "|公司|集团|大学|学院|研究院|研究室|研究所|[局厅委办部处社署]"
)
ISSUER = re.compile(
    f"[^，。；！？由]{{2,40}}(?:主办|主管|承办|编印|编发|(?:{_BODY})(?:编制|编纂|编辑|主编|印发|印制|编|印))"
    "|(?:主办|主管|承办|编印|编发|印发|编制)(?:单位|机关)?[:：].{2,40}"
)
"""Who puts a bulletin out: 昆山协作研究会主办, 安康市地方志办公室编, 主办单位：…"""
_ACTS = re.compile("[到赴访来在将为]|举行|召开|签")
_BODY_NAME = re.compile(f"(?:中共)?[{HAN}（）()·—]{{2,30}}?(?:{_BODY})(?:[（(][^（）()]{{2,12}}[)）])?")

_PAPER = "日报|晚报|早报|晨报|时报|周报|导报|商报|都市报|青年报|电视台|广播电台|广播电视台|通讯社|融媒体中心|融媒体|融媒|新闻网|客户端|周刊|月刊|杂志|发布|在线|新闻|观察|纪事|网|台|(?<![汇通申上捷战预回情简专快摘])报"
MEDIUM = re.compile(f"《?[{HAN}A-Za-z0-9·—]{{1,16}}?(?:{_PAPER})(?:社|客户端|微信公众号|公众号|全媒体)?》?")
"""A newspaper, broadcaster or channel: 昆山日报, 《黔中经济观察》, 海南发布."""
_SERIAL = re.compile(
    "(?:.{0,24}(?:简报|专报|内参|参阅|参考|快报|快讯|简讯|要讯|专刊|增刊|会刊|周报|月报|旬报|日报|晚报|早报|晨报|时报|都市报|周刊|月刊|季刊|动态|通讯|文件|信息|要情|摘报|情况反映|工作交流|情况交流)"
    "|[^，。！？：]{2,12}(?:专辑|特刊|专期|专号)|[^，。！？：]{1,5}(?<![汇通申上捷战预回情])报)(?:[（(].{1,12}[)）])?"
)

_LABELLED = re.compile(
    "(?:作者|作者单位|文|图文|文图|撰文|撰稿|供稿|整理|记者|本报记者|通讯员|责任编辑|责编|编辑|审核|采写|执笔|来源|稿源|信息来源|原标题|原题|发布时间|发布日期|更新时间|更新日期|录入时间|上传时间|发布机构|发布单位"
    "|印发时间|印发日期|成文日期|公开日期|时间|日期|发表于|索引号|信息索取号|发文机关|发文字号|文号|主题分类|主题词|有效性|字号|字体|浏览|浏览次数|浏览量|阅读|阅读量|点击|点击量|访问量)[:：/／丨｜|].*"
    "|·.{2,20}·|[（(](?:作者|摘编|原载|原文|转自|来源|本报|文|据|记者|执笔|摘自|整理|供稿|撰稿|图文|文图|通讯员).*[)）]|(?:摘编|摘|选|转载)自.{2,40}"
    "|[A-Za-z0-9\u4e00-\u9fff]{2,4}(?:发布|讯)|[^，。！？]{2,20}(?:供稿|撰稿|采写)|点击.{0,10}(?:蓝字|关注|收听).{0,10}|.{0,10}关注我们"
)
_FIELD = re.compile("(?:来源|作者|编辑|记者|责编|浏览|浏览次数|浏览量|阅读|阅读量|字号|字体)[:：]")
_REMARK = re.compile("(?:据|根据|综合|摘自|选自|转自|原载|来源).{2,30}|.{2,30}(?:整理|改写|摘编|综合报道|供稿)")
_POST = re.compile("书记|主任|[部厅局处科院校所县市区州省镇乡队组会]长|总?指挥|领队|教授|研究员|负责人|秘书长|专员|委员|主席|干事")
_REPORTER = re.compile(
    "(?:记者|通讯员|实习生|评论员|撰稿人|特约撰稿|供稿|撰文|作者)(?P<gap>[\\s:：/／｜|丨、]*)(?P<name>[^\\s:：/／｜|丨、，,（）()]*)"
)
_BULLETS = " \u3000□■◎○◆●★▲▪·•◇（(【[“"
DASHES = ("——", "—", "--", "──")


def peeled(text: str) -> tuple[frozenset[str], str]:
    """What furniture a line has (issue, page, restricted, date, day, hour, lunar), and the words that are left without it.

    >>> sorted(peeled("韶关日报2024年11月26日A03版")[0]), peeled("韶关日报2024年11月26日A03版")[1]
    (['date', 'page'], '韶关日报')
    """
    marks: set[str] = set()
    for name, pattern in _MARKS:
        text, count = pattern.subn("\u3000", text)
        marks |= {name} if count else set()
    return frozenset(marks), text.strip(_BETWEEN).replace("\u3000", "")


def is_prose(text: str) -> bool:
    """Whether a block reads like a paragraph: long, or with a sentence's end."""
    bare = text.rstrip(CLOSING)
    return len(text) > 2 * SHORT or bool(re.search("[。；]", text)) or (len(text) > HEADING and bare.endswith(tuple(TERMINAL)))


def is_furniture(piece: Piece) -> bool:
    """Whether a line is a folio (昆山日报 2024年5月6日 A03版), the number of an issue, or who puts it out, with or without a date."""
    text = piece.text
    if piece.level or len(text) > 2 * SHORT or text.startswith(DASHES):
        return False
    marks, rest = peeled(text)
    if len(rest) <= SHORT and ISSUER.fullmatch(rest):
        return True
    if not marks & {"issue", "page", "section", "restricted"}:
        return False
    named = bool(re.match(r"\S{2,10}\s+(?:[12][0-9]{3}\s*年\s*)?[（(]?总?第", piece.raw)) and rest == piece.raw.split()[0]
    return not rest or named or bool(MEDIUM.fullmatch(rest) or _SERIAL.fullmatch(rest) or ("issue" in marks and is_body(rest)))


def is_folio(piece: Piece) -> bool:
    """Whether furniture is that of a newspaper's page and names the paper."""
    marks, rest = peeled(piece.text)
    return "page" in marks and bool(rest)


def is_serial(piece: Piece) -> bool:
    """Whether a line has the form of a periodical's name: 飞地经济工作简报, 援青快讯, 昆山报."""
    return (
        not piece.level
        and len(piece.text) <= HEADING
        and not DATE.search(piece.text)
        and bool(_SERIAL.fullmatch(piece.text))
        and "关于" not in piece.text
    )


def is_body(text: str) -> bool:
    """Whether a line is the name of an office or organisation and says nothing of it."""
    return len(text) <= HEADING and bool(_BODY_NAME.fullmatch(text)) and not _ACTS.search(text) and "关于" not in text


def is_date_line(text: str) -> bool:
    """Whether a line is a date (with its weekday, hour or lunar date) and nothing else."""
    marks, rest = peeled(text)
    return len(text) <= SHORT and bool(marks & {"date", "day"}) and not marks & {"issue", "page"} and not rest.strip(_BETWEEN + "-—")


def names_reporters(raw: str) -> bool:
    """Whether a line names who wrote the document: 本报记者 李明 通讯员 王芳, 记者：李明; not 百名记者看援青."""
    bare = raw.strip().lstrip(_BULLETS)
    for match in _REPORTER.finditer(bare[: 2 * SHORT]):
        name = match["name"].rstrip("）)】]文图摄报道整理")
        if match.start() > 30 or (not name and not (bare.startswith(("本报", "本刊", "新华社", "本台")) and match.end() == len(bare))):
            continue
        if not name or is_person(name) or (match["gap"] and 2 <= len(name) <= 8):
            return True
    return False


def is_byline(piece: Piece) -> bool:
    """Whether a line says who wrote the document, when, or where it was published first."""
    text = piece.text
    if len(text) > 2 * SHORT or text.startswith(DASHES) or (is_prose(text) and text[0] not in "（("):
        return False
    if text[0] in "（(" and text[-1] not in "）)" and is_prose(text):
        return False
    if DATE.search(text) and _FIELD.search(text):
        return True
    return bool(_LABELLED.fullmatch(text)) or names_reporters(piece.raw) or is_date_line(text) or _is_dated(piece)


def is_author(raw: str) -> bool:
    """Whether a line is the names of its authors, with their office or not: 李明 王芳, 李明（昆山市委党校）, 共和县委书记　李明."""
    bare = raw.strip().lstrip(_BULLETS)
    name, bracket, office = bare.partition("（" if "（" in bare else "(")
    if is_name(bare) or (bracket and office[-1:] in ("）", ")") and is_name(name)):
        return True
    words = bare.split()
    return len(words) == 2 and len(bare) <= SHORT and is_person(words[1]) and bool(_POST.search(words[0]))


def is_signed(piece: Piece) -> bool:
    """Whether a line is an office and a date."""
    marks, rest = peeled(piece.text)
    return "date" in marks and is_body(rest)


def _is_dated(piece: Piece) -> bool:
    """Whether a line is a date to the month at least with a word beside it that stands apart: a publisher, an office, a name, a place."""
    text = piece.text
    date = DATE.search(text)
    if date is None or len(text) > SHORT or text.endswith(tuple(TERMINAL)):
        return False
    marks, rest = peeled(text)
    if _REMARK.fullmatch(rest) or (text[0] in "（(" and text[-1] in "）)"):
        return True
    if not date["month"] and not date["month2"]:
        return bool(MEDIUM.fullmatch(rest)) and _stands_apart(piece.raw)
    known = MEDIUM.fullmatch(rest) or is_body(rest) or is_person(rest)
    at_edge = date.start() <= 1 or date.end() >= len(text) - 1 or "hour" in marks
    return bool(known or (at_edge and _stands_apart(piece.raw)))


def _stands_apart(raw: str) -> bool:
    return bool(re.search(r"\s(?=[12一二][0-9〇○零一二三四五六七八九]{3})|[0-9日月年](?:\s|[|｜/·])", raw.strip()))


_ENTRY = re.compile(
    f"(?:{DATE.pattern}|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)(?:[至—－~-]{{1,2}}(?:[0-9]{{1,4}}[年月日]){{1,3}})?(?:（.{{1,8}}）)?[，,:：]?"
)


def is_entry(piece: Piece) -> bool:
    """Whether a line begins with a date and says what happened then: an entry of a chronicle."""
    start = _ENTRY.match(piece.text)
    if start is None or piece.level:
        return False
    rest = piece.text[start.end() :]
    if len(piece.text) > 2 * SHORT:
        return True
    return len(rest) >= 4 and not (
        is_body(rest) or ISSUER.fullmatch(rest) or MEDIUM.fullmatch(rest) or names_reporters(piece.raw) or is_furniture(piece)
    )
