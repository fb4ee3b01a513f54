"""Cues of factuality in a clause (`seeds/cues/factuality.csv`): which words are some, and how far they bear.

甲公司计划投资8亿元的某项目已落户乙园区  ─►  计划 (plan) up to 的, 已 (perfect) up to the end of the clause
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.facts.clauses import Clause
from kg.facts.units import Unit
from kg.lexicon import Lexicon
from kg.model import Document

_BY_WORD = re.compile(r"按照|按|根据|依据|采纳|听取|结合|参照|响应|落实|贯彻|围绕|为")
_ANSWERS = re.compile(r"(?:按照|根据|依据|响应|落实|贯彻|围绕|遵照|遵循|对照)[^，]*$")
_MANNER = ("以", "用", "按", "通过")
_NOUNS_TOO = frozenset("计划 打算 建议 希望 要求 号召 倡议 提议 设想 构想 需要 期待 期望 准备 请求 申请 目标 承诺 约定".split())
_SPEAKING = frozenset("建议 希望 要求 提议 倡议 计划 打算 约定 承诺".split())
_ADVERBS = frozenset("还并也亦均都仍又再更就但而且则便")
_TO_DO = re.compile(r"总?投资|投入|建设|新建|用地|于|到")
_NOUN_AFTER = re.compile(r"[的，。、；：！？）”》]|$|中(?!国)|内|外|里|书|生")
_LIGHT = frozenset("有 能 会 要 得 来 去 到 在 让 由 给 向 与 和 对 为 以 再 将 联合 携手 共同 正式 协同 是 真正 按期 如期 按时".split())


@dataclass(frozen=True, slots=True)
class Words:
    """The units of the document by their starts and by their ends."""

    starting: Mapping[int, Unit]
    ends: Mapping[int, Unit]

    def before(self, at: int) -> Unit | None:
        """The unit that ends at `at`."""
        return self.ends.get(at)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at `start`:`end`; it bears on what begins up to `reach`."""

    start: int
    end: int
    category: str
    reach: int


def _masked(doc: Document, clause: Clause) -> str:
    """The clause with names and titles blanked out: words inside them (宜昌, 若羌) say nothing of the clause."""
    text = list(doc.text[clause.start : clause.end])
    for group in clause.groups:
        text[group.start - clause.start : group.end - clause.start] = "\0" * (group.end - group.start)
    return re.sub(r"《[^》]*》", lambda m: "\0" * len(m[0]), "".join(text))


def _stands_alone(at: int, size: int, words: Words, lexicon: Lexicon) -> bool:
    """Whether the characters at `at` are a word, not a part of one (应当 in 适|应当|地).

    A single character may be stuck to a verb (拟建) or to an adverb that segmentation knows no word with (还应).
    """
    unit = words.starting.get(at)
    if size > 1:
        return unit is not None or at + size in words.ends
    if unit is None:
        glued = words.starting.get(at - 1)
        return glued is not None and glued.tag == "x" and glued.text[0] in _ADVERBS
    rest = unit.text[size:]
    return not rest or unit.tag == "x" or rest in lexicon.frames


def _found(text: str, start: int, words: Words, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """The words of the table in a clause, the longest first, with their categories; traps are words that only look like cues."""
    cues, longest = lexicon.factuality, lexicon.longest_cue
    found = []
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            category = cues.get(text[at : at + size])
            if category and _stands_alone(start + at, size, words, lexicon):
                if category != "trap" and not _only_looks_so(text, (at, at + size), start, words, lexicon):
                    found.append((start + at, start + at + size, category))
                at += size
                break
        else:
            at += 1
    return found


def _only_looks_so(text: str, span: tuple[int, int], start: int, words: Words, lexicon: Lexicon) -> bool:
    """Whether a cue's characters are something else here: 将 that is 把, 应 of an invitation, 计划 and 建议 as nouns."""
    at, end = span
    word = text[at:end]
    if word == "将":
        return _disposes(text, end, words.starting.get(start + end), lexicon)
    if word == "应":
        return re.match(r"[^，。]{0,16}?(?:邀|之邀|要求|约请)", text[end:]) is not None
    if word == "未来":
        return text[end : end + 1] in ("的", "可")
    return word in _NOUNS_TOO and _is_noun(text, at, end, words.before(start + at))


def _disposes(text: str, end: int, following: Unit | None, lexicon: Lexicon) -> bool:
    """Whether 将 puts an object before its verb (将其打造成…), as 把 does: a name, a pronoun or a noun follows at once."""
    if text[end : end + 1] in ("\0", "其", "它", "该", "这", "此", "本", "全", "原", "“", "《") or following is None:
        return text[end : end + 1] != ""
    if following.kind == "word":
        verbal = following.text in lexicon.predicate_verbs or following.text in lexicon.nominal_verbs
        return following.tag in ("n", "nz", "ns", "nr", "nt", "r", "m", "q", "b", "a", "l") and len(following.text) > 1 and not verbal
    return following.kind not in ("time", "punctuation")


def _is_noun(text: str, at: int, end: int, before: Unit | None) -> bool:
    """Whether a word that is noun and verb is a noun here: nothing to do follows it, or a word that it is the head of precedes it."""
    if text[:at].endswith(("的", "项", "个", "”", "》", "了", "年度", "行动", "按")):
        return True
    if _NOUN_AFTER.match(text, end) is not None:
        speaks = text[at:end] in _SPEAKING and text[end : end + 1] in ("，", "：", "")
        return not speaks or _BY_WORD.match(text) is not None or _ANSWERS.search(text[:at]) is not None
    headed = before is not None and before.kind == "word" and before.tag in ("v", "vn") and text[at:end] in ("计划", "要求")
    return headed and _TO_DO.match(text, end) is None


def find(doc: Document, clause: Clause, words: Words, lexicon: Lexicon) -> tuple[Cue, ...]:
    """The cues of a clause with their reach."""
    text = _masked(doc, clause)
    found = _found(text, clause.start, words, lexicon)
    cues: list[Cue] = []
    for at, end, category in found:
        if category == "negation":
            reach = _first_verb(clause, end, words)
        else:
            closing = None if text.startswith(_MANNER, end - clause.start) else _closing(clause, text, end)
            reach = closing if closing is not None else clause.end
        stopped = category == "stopped"
        if stopped and cues and cues[-1].category == "negation" and cues[-1].reach >= at:
            cues.pop()  # 从未停止支援: they go on
            continue
        cues.append(Cue(at, end, "negation" if stopped else category, _first_verb(clause, end, words) if stopped else reach))
    return tuple(cues)


def _first_verb(clause: Clause, at: int, words: Words) -> int:
    """Where the first verb from `at` on begins: a negation bears on it alone."""
    predicate = next((p.start for p in clause.predicates if p.start >= at), clause.end)
    for place in range(at, predicate):
        unit = words.starting.get(place)
        if unit is not None and unit.kind == "word" and unit.tag in ("v", "vn", "vi") and unit.text not in _LIGHT:
            return place
    return predicate


def _closing(clause: Clause, text: str, at: int) -> int | None:
    """Where the relative clause ends that a cue stands in: at the first 的 behind a verb (计划投资8亿元的某项目)."""
    verb = next((p.end for p in clause.predicates if p.start >= at), None)
    if verb is None:
        return None
    mark = text.find("的", verb - clause.start)
    return clause.start + mark if mark >= 0 and text[mark - 1] != "\0" else None
