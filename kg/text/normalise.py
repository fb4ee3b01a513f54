"""Source text with its accidents of typing taken out, each character still traceable.

Two steps. `clean` works character by character and may run before the layout is known: invisible characters, compatibility
forms, corner quotation marks, script. `tidy` needs to see a whole paragraph: spaces, and ASCII punctuation in Chinese text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg.text.names import is_person
from kg.text.script import simplify
from kg.text.traced import Traced, rewrite, trace

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u31c0-\u31ef\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, for a character class of a regular expression."""

WIDE = "\u3001\u3002\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·"
"""Punctuation of Chinese text."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e01ef\U000f0000-\U0010ffff]+"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x1c-\x1e\x85\u2028\u2029]")
_COMPATIBLE = re.compile(
    "[\uff05\uff0b\uff0d\uff0e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
    "\u2e80-\u2ef3\u2160-\u217b\u3300-\u33ff\ufb00-\ufb06\u2126\u212a\u212b]"
)
_MARKS = {
    "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "﹃": "‘", "﹄": "’", "｢": "“", "｣": "”",
    "〝": "“", "〞": "”", "〟": "”", "＂": '"', "＇": "'", "︰": "：", "﹕": "：", "﹔": "；", "﹐": "，", "﹑": "、", "﹒": ".",
    "﹖": "？", "﹗": "！", "﹙": "（", "﹚": "）", "｡": "。", "､": "、", "‧": "·", "・": "·", "･": "·", "∙": "·", "⋅": "·",
    "︵": "（", "︶": "）", "︽": "《", "︾": "》", "―": "—", "─": "—",
}  # fmt: skip
_MARK = re.compile("[" + "".join(_MARKS) + "]")


@cache
def _compatible(char: str) -> str | None:
    """The ordinary form of a full-width letter, squared unit, radical or compatibility ideograph; None where there is none."""
    new = unicodedata.normalize("NFKC", char).replace("\u2044", "/")
    return new if new != char and new.strip() == new else None


def clean(text: str) -> tuple[Traced, str]:
    """The text without invisible characters and compatibility forms, quotation marks as “”‘’, in simplified characters; and the
    script ("Hans" or "Hant") that it was in. Lines stay lines.

    >>> traced, script = clean("長江１５㎞,「蘇州」")
    >>> traced.text, script
    ('长江15km,“苏州”', 'Hant')
    """
    traced = rewrite(trace(text), _LINE_END, lambda match: "\n")
    traced = rewrite(traced, _INVISIBLE, lambda match: "")
    traced = rewrite(traced, _COMPATIBLE, lambda match: _compatible(match.group()))
    return simplify(traced.with_text(_MARK.sub(lambda match: _MARKS[match.group()], traced.text)))


_TIGHT = re.compile(f"[{HAN}{WIDE}]")
_HAS_HAN = re.compile(f"[{HAN}]")


def tidy(traced: Traced) -> Traced:
    """One block with the spaces and the punctuation of printed Chinese. Line ends count as spaces.

    >>> from kg.text.traced import trace
    >>> tidy(trace('2024 年 12 月,陈 默(江苏)说:"GDP 增长 3.5%"')).text
    '2024年12月，陈默（江苏）说：“GDP增长3.5%”'
    """
    traced = _without_spaces(rewrite(traced.strip(), _REPORTERS, _listed))
    if not _HAS_HAN.search(traced.text):
        return traced
    traced = rewrite(traced, _DOTS, lambda match: "……")
    traced = _paired_quotes(traced, '"', "“”")
    traced = _paired_quotes(traced, "'", "‘’")
    traced = _wide_brackets(traced)
    for _ in range(2):  # a comma may take its width from a bracket or comma that takes it from a Chinese character
        traced = traced.with_text(_ASCII_MARK.sub(_wide_mark, traced.text))
    stops = _FULL_STOPS if "。" not in traced.text and re.search("[，：；]", traced.text) else _LAST_STOP
    traced = traced.with_text(stops.sub("。", _BULLET.sub("·", traced.text)))
    return _without_spaces(traced)


def _listed(match: re.Match[str]) -> str:
    """Names of reporters one after the other (记者 李明 王芳) with 、 for the space: without either they would run together."""
    words = re.split("([ \u3000]+)", match.group())
    for place in range(1, len(words) - 1, 2):
        before = re.split("[:：]|记者|通讯员|作者|撰稿|摄影|编辑", words[place - 1])[-1]
        if is_person(before) and is_person(words[place + 1]):
            words[place] = "、" + " " * (len(words[place]) - 1)
    return "".join(words)


def _without_spaces(traced: Traced) -> Traced:
    text = traced.text

    def space(match: re.Match[str]) -> str | None:
        start, end = match.span()
        if start == 0 or end == len(text):
            return ""
        before, after = text[start - 1], text[end]
        if _TIGHT.match(before) or _TIGHT.match(after) or after in "%‰℃":
            return ""
        if "\n" in match.group() and _BROKEN_NUMBER.fullmatch(before + after):
            return ""
        return None if match.group() == " " else " "

    return rewrite(traced, _RUN_OF_SPACES, space)


_BROKEN_NUMBER = re.compile("[0-9][0-9.,:/%-]|[.,:/-][0-9]")
_RUN_OF_SPACES = re.compile(r"\s+")
_DOTS = re.compile(f"(?<=[{HAN}{WIDE}])\\.{{3,}}|(?<=[{HAN}{WIDE}])。{{3,}}|\\.{{6}}")
_NEAR = f"[{HAN}{WIDE}]"
_ASCII_MARK = re.compile(f"(?<={_NEAR})[,;:?!]|(?<![0-9])[,;:?!](?={_NEAR})|(?<=[0-9])[,;:?!](?={_NEAR})|(?<=[%‰℃])[,;]")
_WIDE_MARKS = dict(zip(",;:?!", "，；：？！", strict=True))
_LAST_STOP = re.compile(f"(?<=[{HAN}])\\.(?=$|[”’）]$)")
_FULL_STOPS = re.compile(f"(?<=[{HAN}])\\.(?=$|[{HAN}”’）])")
_WORD = f"[{HAN}·]{{2,12}}"
_REPORTERS = re.compile(f"(?:记者|通讯员|作者|撰稿|摄影|编辑)[ \u3000]*[:：]?[ \u3000]*{_WORD}(?:[ \u3000]+{_WORD}){{1,5}}")
_BULLET = re.compile(f"(?<=[{HAN}])[•●](?=[{HAN}])")


def _wide_mark(match: re.Match[str]) -> str:
    return _WIDE_MARKS[match.group()]


def _paired_quotes(traced: Traced, straight: str, curly: str) -> Traced:
    """Straight quotation marks as opening and closing ones in turn; apostrophes between letters and a last single one stay."""
    places = [match.start() for match in re.finditer(f"(?<![A-Za-z]){straight}|{straight}(?![A-Za-z])", traced.text)]
    if len(places) < 2:
        return traced
    paired = places[: len(places) // 2 * 2]
    return traced.with_text(_substituted(traced.text, {place: curly[turn % 2] for turn, place in enumerate(paired)}))


def _substituted(text: str, new: dict[int, str]) -> str:
    """The text with other characters at some places."""
    pieces: list[str] = []
    done = 0
    for place in sorted(new):
        pieces += (text[done:place], new[place])
        done = place + 1
    return "".join(pieces) + text[done:] if new else text


def _wide_brackets(traced: Traced) -> Traced:
    """Round brackets made full-width, in pairs: where a Chinese character or mark touches either of the two from either side."""
    text = traced.text

    def touches(place: int) -> bool:
        return bool(_NEAR_MARK.match(text[place - 1 : place]) or _NEAR_MARK.match(text, place + 1))

    new: dict[int, str] = {}
    opened: list[int] = []
    for match in _ROUND.finditer(text):
        place = match.start()
        if match.group() in "(（":
            opened.append(place)
            continue
        pair = (opened.pop(), place) if opened else (place,)
        if any(touches(side) or text[side] in "（）" for side in pair):
            new.update((side, "（" if text[side] in "(（" else "）") for side in pair)
    new.update((place, "（") for place in opened if touches(place))
    return traced.with_text(_substituted(text, new))


_ROUND = re.compile("[()（）]")
_NEAR_MARK = re.compile(_NEAR)
