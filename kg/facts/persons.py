"""Persons: Chinese names by surname and surroundings, names of several parts with middle dots, and names known beforehand.

No list of given names is used. A stretch of a surname and one or two characters is a person where the words around it say so: a post
before or behind it, a verb of saying or leading, a byline, a row of such names; once said, the name counts wherever it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.facts import called, scan, transcribed
from kg.facts.surroundings import ACTS, people_before, role_at, verb_at
from kg.facts.tokens import frequency, word_class
from kg.facts.units import TRAILING, Unit
from kg.lexicon import Lexicon
from kg.model import Document

_HAN = r"[\u4e00-\u9fff]"
_CREDITS = r"(?:通讯员|记者|实习|摄影|编辑|责编|审核|校对|终审|监制|图片|摄|[文图][/／｜丨:：])"
_NAME = rf"(?:(?!{_CREDITS}|共印){_HAN}){{2,4}}"
_BYLINE = re.compile(
    rf"(?:记者|通讯员|实习生|作者|撰稿|摄影|责任编辑|责编|编辑|执笔|审核|校对|文图|图文|供图|终审|监制|[文图][/／]|采写|整理)[：:｜丨|\s]*({_NAME})(?:[、\s]+({_NAME}))?"
    rf"|[据由]({_HAN}{{2,4}}?)(?:报道|署名|撰|文章|供稿)|({_HAN}{{2,4}})\s*摄|({_HAN}{{2,3}})署名"
)
_SECOND = re.compile(rf"{_HAN}{{3}}(?!{_HAN})")
"""A second name of three characters right behind the first (文图｜甲某某乙某某): the space between them is gone."""

_NOTED = re.compile(rf"[（(](?:采写|撰文|整理|采访|文|摄影)[：:/]\s*{_HAN}{{0,8}}?({_HAN}{{3}})[）)]")
_CALLED = re.compile(r"(?:的|正|就|便)是$|(?:名叫|名为|叫做|叫|唤作|便是|就是)$")
_HELD_POST = re.compile(r"(?:曾任|担任|出任|曾是|当过|做过|兼任|时任|身为)[\u4e00-\u9fff]{2,12}的$")
_FILLS = re.compile(r"接任|担任|兼任|出任|牵头|领衔|带队|主持|负责|主刀|率领|执教|完成|设计")
_TAKEN_OVER = re.compile(r"(?:接任|接替|接过|担任|出任)[\u4e00-\u9fff]{2,10}$")
_NAMED = re.compile(r"(?:名叫|名字叫|叫做|叫作|徒弟叫|师父叫|[她他人]叫)$")
_GOVERNORS = frozenset(("市长", "县长", "区长", "州长", "省长", "镇长", "乡长", "旗长", "盟长"))
_OFTEN = 20  # weight of a surname from which on a word that begins with it is more often a person than not
_COMMON = 50  # occurrences in the dictionary's corpus from which on a word is an ordinary one
_NAME_TAGS = frozenset(("x", "nr", "nrt", "nz", "nrfg", "ns"))
_NO_NAME_END = frozenset("总姐哥叔嫂婶爷是里些么样种边村州省庄区营县市镇乡厂店校院站园班团队组部局委办处科室厅所社馆缺教的了们族者")
_BEFORE = re.compile(
    r"(?:的|人|商人|闽商|浙商|粤商|企业家|专家|村民|农民|游客|市民|青年|选手|同乡|老乡|其中|队员|教师|医生|老师|学员|代表|先生|女士|笔者|同志|学生|家长|妇女|职工|工人)$"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name at `start`:`end` of the text; `rule`: what said that it is one."""

    start: int
    end: int
    rule: str


def surname(text: str, lexicon: Lexicon) -> str | None:
    """The surname that `text` begins with, None where it begins with none."""
    return text[:2] if text[:2] in lexicon.surnames else text[:1] if text[:1] in lexicon.surnames else None


def plausible(name: str, lexicon: Lexicon) -> bool:
    """Whether `name` has the form of a Chinese person's name: a surname, one or two characters, and no ordinary word."""
    titled = name in lexicon.roles or name[1:] in lexicon.roles  # 张书记
    family = None if name[:1] == name[1:2] or titled or name[-1] in _NO_NAME_END or "副" in name else surname(name, lexicon)
    if family is None or not 1 <= len(name) - len(family) <= 2 or not all("\u4e00" <= c <= "\u9fff" for c in name):
        return False
    if called.graded(name):
        return False
    tag = word_class(name)
    return tag is None or tag in ("nr", "nrt", "nz") or frequency(name) < 5


def _at(text: str, start: int, stops: frozenset[int], lexicon: Lexicon, blocked: frozenset[int]) -> str | None:
    """The person's name that begins at `start`: the longest plausible stretch that ends between two words."""
    found = [
        text[start : start + n]
        for n in (4, 3, 2)
        if (start + n in stops or (n == 3 and verb_at(text, start + n, lexicon)))
        and plausible(text[start : start + n], lexicon)
        and not blocked & set(range(start, start + n))
    ]
    counted = found and found[0][-1] == "等" and text[start + len(found[0]) : start + len(found[0]) + 1] not in TRAILING | {"是"}
    if len(found) > 1 and (found[0][-1] in TRAILING or counted) and found[0][:-1] == found[1]:
        return found[1]
    return found[0] if found else None


def _role_behind(text: str, start: int, lexicon: Lexicon) -> bool:
    return any(text[start : start + n] in lexicon.roles for n in range(6, 1, -1))


def _in_sentence(doc: Document, units: Sequence[Unit], lexicon: Lexicon) -> Iterable[tuple[int, str, str]]:
    """Names of a sentence that their surroundings prove: (start, name, rule)."""
    text = doc.text
    if not units:
        return
    stops = frozenset(u.end for u in units) | {u.start for u in units}
    blocked = frozenset(i for u in units if u.kind not in ("word", "punctuation") for i in range(u.start, u.end))
    first = units[0].start
    for number, unit in enumerate(units):
        function_word = unit.tag in ("p", "c", "u", "uj", "d") and (
            unit.text in "和与及同" or not role_at(text, unit.start, first, lexicon)
        )
        if unit.start in blocked or unit.kind != "word" or function_word:
            continue
        name = _at(text, unit.start, stops, lexicon, blocked)
        name = _regained(text, unit.start, name, units[number + 1 : number + 2], lexicon)
        if name is not None and _ordinary(units[number : number + 2], name, role_at(text, unit.start, first, lexicon)):
            continue
        if name is None or blocked & set(range(unit.start, unit.start + len(name))):
            continue
        if name[0] == "由" and role_at(text, unit.start, first, lexicon):
            continue  # 所长由|基础医学院教授…兼任
        rule = _proof(text, (unit.start, unit.start + len(name)), first, lexicon)
        if rule:
            yield unit.start, name, rule
    yield from _opening(text, units, lexicon)
    yield from _listed(text, units, lexicon)
    yield from _behind_posts(text, (first, units[-1].end), stops, blocked, lexicon)


_GLUED = frozenset("在与和同向赴到为对从把将被率带于是已也")


def _regained(text: str, start: int, name: str | None, behind: Sequence[Unit], lexicon: Lexicon) -> str | None:
    """A name of two characters with the third that segmentation has glued to the word behind it (陈望|平在)."""
    unknown = bool(behind) and behind[0].tag == "x" and len(behind[0].text) == 2 and behind[0].text[1] in _GLUED
    whole = text[start : start + 3]
    return whole if unknown and name is not None and len(name) == 2 and plausible(whole, lexicon) else name


def _ordinary(units: Sequence[Unit], name: str, role: str | None) -> bool:
    """Whether ordinary words stand where a name might: 村民|高兴|地, 干部|常|说, 校长|明确|表示.

    `units`: the first two of the stretch; `role`: the post before it, behind which an ordinary word may be most of a name (市长|高明|亮).
    """
    head, tail = units[0], units[1] if len(units) > 1 else None
    if len(head.text) > len(name):
        return head.tag not in ("x", "nr", "nrt")  # 老师|严格要求
    if head.tag in _NAME_TAGS or len(head.text) == len(name):
        return False
    if len(head.text) > 1:
        cut = tail is not None and tail.tag != "x" and head.end + len(tail.text) > head.start + len(name)
        common = frequency(head.text) >= _COMMON
        particle = tail is not None and tail.tag[:1] in "upcyf"
        return common and (cut or role is None or particle)
    verbs = ("v", "vn", "vd", "d", "ad") if head.tag == "v" else ("v", "vd", "d", "ad")
    return head.tag in ("v", "d", "a", "ad", "zg") and tail is not None and tail.tag in verbs and len(tail.text) > 1


def _opening(text: str, units: Sequence[Unit], lexicon: Lexicon) -> Iterable[tuple[int, str, str]]:
    """A word of three characters that the dictionary lacks or takes for a name, with a common surname, that opens a sentence and is told of
    (甲某某|来得晚些, 乙某某|也|在其中).
    """
    if len(units) < 2:
        return
    unit, after = units[0], units[1]
    odd = unit.kind == "word" and unit.tag in ("x", "nr") and len(unit.text) == 3 and plausible(unit.text, lexicon)
    told = after.kind == "word" and (after.tag in ("v", "d", "p", "vd", "ad", "zg", "r") or after.text in lexicon.predicate_verbs)
    common = lexicon.surnames.get(surname(unit.text, lexicon) or "", 0) >= _OFTEN
    if odd and told and common and not (after.text + text[after.end : after.end + 1]).startswith(("位于", "地处", "坐落", "占地", "是一")):
        yield unit.start, unit.text, "person-opens"


_BESIDE = re.compile(r"，([^，。；、：（）]{2,24})(?=[，。；、（])")


def _listed(text: str, units: Sequence[Unit], lexicon: Lexicon) -> Iterable[tuple[int, str, str]]:
    """Names that open a line, or a part of a row, and are parted from their post by a comma (甲某某，某县副县长，现挂职…)."""
    for number, unit in enumerate(units):
        if number and units[number - 1].text != "；":
            continue
        for name in (text[unit.start : unit.start + n] for n in (3, 2)):
            post = _BESIDE.match(text, unit.start + len(name))
            if post and plausible(name, lexicon) and role_at(text, post.end(1), post.start(1), lexicon):
                yield unit.start, name, "post-behind"
                break


def _behind_posts(
    text: str, bounds: tuple[int, int], stops: frozenset[int], blocked: frozenset[int], lexicon: Lexicon
) -> Iterable[tuple[int, str, str]]:
    """Names behind posts, also where segmentation has given the post's last character to the name (指挥|长方|建国, 医院院|长江|海英)."""
    for start in range(bounds[0] + 2, bounds[1] - 1):
        aside = text.rfind("（", max(bounds[0], start - 8), start) if text[start - 1] == "）" else -1
        post = start if aside < 0 else aside  # 副县长（挂职）某某
        role = role_at(text, post, bounds[0], lexicon)
        if role is None:
            named = _NAMED.search(text, max(bounds[0], start - 4), start)
            described = named or (
                text[start - 3 : start] in lexicon.people_words or (start in stops and people_before(text, start, lexicon))
            )
            name = called.name_at(text, start, lexicon) if described else None
            plain = name is not None and (named or not called.adverbial(name))
            if name is not None and plain and not blocked & set(range(start, start + len(name))):
                yield start, name, "person-described"
            continue
        lead = post - len(role)
        # 榆林市|长穆|嵘坤: the last character of the region is the first of the post
        governs = role in _GOVERNORS and start - 1 in stops
        parted = text[lead - 1 : lead] in (role[0], "、", "，", "副", "兼", "")  # 医院|院长江某某
        if start in stops or len(role) >= 3 or governs or parted:
            name = called.name_at(text, start, lexicon, leader=lexicon.roles[role] != "staff")
            if name is not None and not blocked & set(range(start, start + len(name))):
                yield start, name, "post-before"


def _proof(text: str, span: tuple[int, int], first: int, lexicon: Lexicon) -> str | None:
    start, end = span
    known = word_class(text[start:end])
    if _role_behind(text, end, lexicon) and known != "ns":
        return "post-behind"
    odd = known is None or known in ("nr", "nrt", "nz")
    before = text[max(0, start - 16) : start]
    if odd and end - start == 3 and _CALLED.search(before) and not "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return "person-called"
    if odd and end - start == 3 and _HELD_POST.search(before):
        return "post-before"
    if odd and end - start == 3 and text[start - 1 : start] == "的" and role_at(text, start - 1, first, lexicon):
        return "post-before"
    if odd and text[start - 1 : start] == "人" and text[start - 2 : start - 1] not in "工个本":
        return "person-from"
    if (
        odd
        and ACTS.match(text, end)
        and not (text[start - 1 : start] == "的" and lexicon.surnames.get(surname(text[start:end], lexicon) or "", 0) < 5)
        and (start == first or not "\u4e00" <= text[start - 1] <= "\u9fff" or _BEFORE.search(text[max(0, start - 4) : start]))
    ):
        return "person-acts"
    if odd and text[start - 1 : start] == "由" and _FILLS.match(text, end):
        return "person-acts"
    filled = text[start - 1 : start] in ("是", "为", "叫") and (
        role_at(text, start - 1, first, lexicon) or text[start - 2 : start - 1] == "的" and _TAKEN_OVER.search(text, first, start - 2)
    )
    if odd and end - start == 3 and filled and not "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return "post-filled"
    if odd and text[end : end + 3] in ("，男，", "，女，"):
        return "person-described"
    if odd and end - start == 3 and _BEFORE.search(text[max(0, start - 3) : start]) and text[end : end + 1] in "，、和与。（":
        return "person-described"
    return None


def _bylines(doc: Document, lexicon: Lexicon) -> Iterable[tuple[int, str, str]]:
    for block in doc.blocks:
        stretch = doc.text[block.start : block.end]
        if block.kind in ("byline", "masthead", "caption", "colophon", "distribution"):
            for match in _BYLINE.finditer(stretch):
                for group, stretch_of_name in enumerate(match.groups(), start=1):
                    # the line goes on without a mark (责任编辑：某某某地址…): three characters are the commonest name
                    names = [stretch_of_name[:n] for n in (3, 2, 4) if stretch_of_name and n <= len(stretch_of_name)]
                    name = next((n for n in names if plausible(n, lexicon)), None)
                    if stretch_of_name and stretch_of_name[:2] in lexicon.transcribed:
                        name = stretch_of_name  # 华旦尖措, though 华 is a surname
                    if name:
                        yield block.start + match.start(group), name, "byline"
                        second = stretch[match.start(group) + len(name) :][:4]
                        if (run := _SECOND.match(second)) and plausible(run[0], lexicon):
                            yield block.start + match.start(group) + len(name), run[0], "byline"
        for match in _NOTED.finditer(stretch) if len(stretch) < 40 else ():
            if plausible(match[1], lexicon):
                yield block.start + match.start(1), match[1], "byline"  # （采写：某某观察甲某某）: the space before the name is gone
        if block.kind in ("byline", "masthead", "caption", "colophon", "distribution"):
            bare = stretch.strip("·• 　（）()")
            if block.kind == "byline" and plausible(bare, lexicon):
                yield block.start + stretch.index(bare), bare, "byline"


def _beside(
    doc: Document, sentences: Sequence[Sequence[Unit]], proven: Sequence[tuple[int, str, str]], context: tuple[frozenset[int], Lexicon]
) -> Iterable[tuple[int, str, str]]:
    """Names in a row right behind a proven one (会长周某某、鲁某某分别…)."""
    blocked, lexicon = context
    stops = frozenset(p for units in sentences for u in units for p in (u.start, u.end))
    for start, name, _ in proven:
        at = start + len(name)
        while doc.text[at : at + 1] in ("、", "和", "与"):
            beside = _at(doc.text, at + 1, stops, lexicon, blocked)
            if beside is None:
                break
            yield at + 1, beside, "beside-a-person"
            at += 1 + len(beside)


_LEADERS = re.compile(rf"(?<=领导)(?!干部|班子|小组)({_HAN}{{2,4}}(?:、{_HAN}{{2,4}}){{2,20}}?)(?=等?(?:一同|一起|分别|共同)?(?:参加|出席|陪同|随同|参与|到会|会见)|[。，])")
"""A row of names behind 领导, up to what they do: 某县领导甲某、乙某某、丙某某参加."""


def _rows(text: str, names: set[str], lexicon: Lexicon) -> Iterable[tuple[int, str, str]]:
    """Names in a row with a known one (曹荣琪、姚呈明、刘万春三人), rows that a count of persons closes, and rows of leaders."""
    for leaders in _LEADERS.finditer(text):
        told = leaders[1].split("、")
        if sum(plausible(p, lexicon) for p in told) * 4 >= len(told) * 3:
            at = leaders.start(1)
            for part in told:
                if plausible(part, lexicon):
                    yield at, part, "row-of-persons"
                at += len(part) + 1
    row = re.compile(rf"{_HAN}{{2,3}}(?:、{_HAN}{{2,3}}){{1,20}}(?=等?[两二三四五六七八九\d]+[人位名]|[“等])")
    for match in row.finditer(text):
        parts = match[0].split("、")
        full = [p for p in parts if len(p) in (2, 3) and plausible(p, lexicon)]
        if len(full) == len(parts) and (len(full) > 2 or any(p in names for p in full) or sum(len(p) == 3 for p in full) > 1):
            at = match.start()
            for part in parts:
                yield at, part, "row-of-persons"
                at += len(part) + 1


def find(doc: Document, sentences: Sequence[Sequence[Unit]], blocked: frozenset[int], lexicon: Lexicon) -> list[PersonName]:
    """The persons that the document names, at every place where it names them, in order.

    `blocked`: offsets that belong to other names.
    """
    proven: list[tuple[int, str, str]] = [*_bylines(doc, lexicon), *transcribed.find(doc, blocked, lexicon)]
    for units in sentences:
        proven += _in_sentence(doc, units, lexicon)
    proven += _beside(doc, sentences, proven, (blocked, lexicon))
    proven += _rows(doc.text, {name for _, name, _ in proven}, lexicon)
    proven += _repeated(doc.text, sentences, lexicon)
    rules: dict[str, str] = {k: "known-name" for k, v in lexicon.known.items() if v.cls == "Person" and k in doc.text}
    for start, name, rule in proven:
        if not blocked & set(range(start, start + len(name))):
            rules.setdefault(name, rule)
    finder = scan.Finder(rules)
    named = finder.places(doc.text)
    # 王东 inside 王东纪 is no other person
    inside = {n for m in named for n in finder.places(m) if n != m and len(named[n]) == len(named[m])}
    found = [PersonName(at, at + len(n), rules[n]) for n, starts in named.items() if n not in inside for at in starts]
    return sorted((f for f in found if f.start not in blocked), key=lambda f: (f.start, f.end))


def _repeated(doc_text: str, sentences: Sequence[Sequence[Unit]], lexicon: Lexicon) -> Iterable[tuple[int, str, str]]:
    """Words that the dictionary lacks, that have the form of a name, and that come back: told of by name."""
    words = [u for units in sentences for u in units if u.kind == "word" and u.tag in ("x", "nr") and len(u.text) in (2, 3)]
    counts = Counter(u.text for u in words)
    for unit in words:
        digit_before = doc_text[unit.start - 1 : unit.start].isdigit()
        if (
            counts[unit.text] > 1
            and not digit_before
            and unit.text[0] != unit.text[1]
            and plausible(unit.text, lexicon)
            and lexicon.surnames.get(surname(unit.text, lexicon) or "", 0) >= _OFTEN
        ):
            yield unit.start, unit.text, "repeated-name"
