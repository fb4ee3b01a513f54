"""How far a name goes that is known to begin at a place: behind a post or a word for people.

Segmentation is of little help there: it cuts given names apart and glues them to what follows. What decides is whether a surname begins
the stretch and how surely something else begins where it ends: 校长管军|带队, 校长曾希望|说, 校长高原|会见.
"""

from __future__ import annotations

import re

from kg.facts.surroundings import ACTS, verb_at
from kg.facts.tokens import frequency, word_class
from kg.facts.units import TRAILING
from kg.lexicon import Lexicon

_YEAR = re.compile(r"\d{1,4}年|\d{1,2}月")
_MARKED, _WORDED, _SHORT, _LIKELY = 4, 3, 2, 1
_FREQUENT = 300  # occurrences from which on a word is likelier than a name that ends within it
_USUAL = 10  # weight of a surname from which on it is a common one
_RARE = 10  # occurrences below which a word may as well be two characters side by side
_EVERYDAY = 5000  # occurrences from which on a single character is a word of its own behind an adverb (常|下)
_COMMON = 100  # occurrences in the dictionary's corpus from which on a word is an ordinary one
_NAMES = frozenset(("nr", "nrt", "nrfg", "nz", "ns"))
_GOING_ON = frozenset("v vd vn d ad p c r t uj".split())
_MANNERS = frozenset("a ad z i l".split())
_SINGLE = frozenset("v d p c r a".split())
_FUNCTION = TRAILING | frozenset("等同为从到让被给请于地得着过都又便正还曾是来及带很一最")
_ADVERBS = frozenset("常曾应从由全和向都时经同明来相成单后")
_WITH_OBJECT = frozenset("让把被给向从对与和为于将使以由")
_VERBS = frozenset("到赴说率")
_BEFORE_VERBS = frozenset("来看走赶奔听笑直常又再先还受收得遇见找想感做回说等")
_NO_END = frozenset("者总姐哥叔嫂婶爷里些么样种边村州省庄区营县市镇乡厂店校站园班团队组部局委办处科室厅所社馆缺教")
_NEVER = frozenset("的了们地得着很不没赴每该此各两几二四七八十这那哪她他我你它")
_NUMERALS = frozenset("三五六九百千万")
_COUNTED = frozenset("个名人家年项次所位支批条座多余几百千万亿十")


def family(text: str, start: int, lexicon: Lexicon) -> str | None:
    """The surname that begins at a place of the text; None where none does."""
    two = text[start : start + 2]
    return two if two in lexicon.surnames else text[start : start + 1] if text[start : start + 1] in lexicon.surnames else None


def border(text: str, at: int, lexicon: Lexicon) -> int:
    """How surely a name may end at a place: 4 before a mark, 3 before a verb or the like, 2 before a function word, 1 before what may be
    one, 0 else.
    """
    after = text[at : at + 1]
    if not "\u4e00" <= after <= "\u9fff":
        return _MARKED if not after.isalnum() else _WORDED if _YEAR.match(text, at) else 0
    words = (text[at : at + n] for n in (4, 3, 2))
    word = next((w for w in words if len(w) > 1 and frequency(w) >= _FREQUENT), "")
    if word:
        return _WORDED if word_class(word) in _GOING_ON else _SHORT
    if after in _FUNCTION or verb_at(text, at, lexicon) or ACTS.match(text, at):
        return _SHORT
    known = any(frequency(w := text[at : at + n]) >= _RARE and word_class(w) in _GOING_ON | _MANNERS for n in (4, 3, 2))
    return _SHORT if known else _LIKELY if word_class(after) in _SINGLE else 0


def name_at(text: str, start: int, lexicon: Lexicon, leader: bool = False) -> str | None:
    """The person's name that begins at `start`, the one with the surest end; None where an ordinary word stands there.

    `leader`: whether it stands behind a leader's post, which a name of the commonest length follows whatever comes next.

    >>> # 管军带队到…   管军;   高明亮介绍了…   高明亮;   明确表示…   None
    """
    surname = family(text, start, lexicon)
    if surname is None or surname in "和与及同由从" or graded(text[start : start + 3]):
        return None
    if len(surname) == 2:
        return _longest(text, (start, start + 3, start + 4), lexicon)
    if _ordinary(text, start, lexicon):
        return None
    name = _longest(text, (start, start + 2, start + 3), lexicon)
    common = leader and lexicon.surnames[surname] >= _USUAL and _formed(text[start : start + 3], lexicon)
    return name or (text[start : start + 3] if common and not border(text, start + 2, lexicon) else None)


def graded(name: str) -> bool:
    """Whether a stretch says how high something is, and is nobody called 高: 高素质, 高水平, 高标准."""
    return len(name) == 3 and name[0] == "高" and word_class(name[1:]) == "n" and frequency(name[1:]) >= _FREQUENT


def adverbial(name: str) -> bool:
    """Whether a name could as well be words that go on with a sentence: 企业家|常来, 队员|金秋|十月."""
    return name[0] in _ADVERBS or (len(name) == 2 and frequency(name) >= _COMMON)


def _longest(text: str, places: tuple[int, int, int], lexicon: Lexicon) -> str | None:
    """Of a shorter and a longer name the one with the surer end, of equal ones the longer, if it does not end in a function word."""
    start, near, far = places
    short = border(text, near, lexicon) if _formed(text[start:near], lexicon) else 0
    long = border(text, far, lexicon) if _formed(text[start:far], lexicon) else 0
    last, after = text[far - 1 : far], text[far : far + 1]
    whole = last == "等" and after in TRAILING | {"是"} or (last in _WITH_OBJECT and long == _MARKED and short < _WORDED)
    whole = whole or (last == "来" and long == _MARKED)  # 巡视员赵吉来，
    if last in _FUNCTION and short >= _SHORT and not whole:
        long = 0
    if long and after in _VERBS and last not in _BEFORE_VERBS:
        return text[start:far]  # 周宏达|到阿里, though 达到 is a word
    if short > long:
        return text[start:near] if short >= _SHORT else None
    return text[start:far] if long else None


def _formed(name: str, lexicon: Lexicon) -> bool:
    """Whether a stretch has the form of a name, whatever stands around it."""
    han = all("\u4e00" <= c <= "\u9fff" for c in name)
    return (
        han
        and name[-1] not in _NO_END
        and not lexicon.roles.keys() & {name, name[1:]}
        and not _NEVER & set(name[1:])
        and not _counts(name)
        and name[0] != name[1]
        and "副" not in name
    )


def _counts(name: str) -> bool:
    """Whether the numeral in a stretch counts something (向百名…); in a given name one stands beside a character that does not (李万林)."""
    if not _NUMERALS & set(name[1:]):
        return False
    return name[0] in _ADVERBS or len(name) != 3 or bool(_COUNTED & {name[2]}) or len(_NUMERALS & set(name[1:])) > 1


def _ordinary(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether an ordinary word begins at `start`, and no name that is most of it (高明|亮)."""
    word = text[start : start + 2]
    tag = word_class(word)
    if word[:1] in _ADVERBS and tag is None and word_class(word[1:]) in ("v", "f", "p") and frequency(word[1:]) >= _EVERYDAY:
        return border(text, start + 3, lexicon) < _MARKED
    longer = next((w for n in (4, 3) if len(w := text[start : start + n]) == n and frequency(w) > 2), None)
    if longer is not None and word_class(longer) not in _NAMES:
        return True
    if tag is None or tag in _NAMES or frequency(word) < _COMMON:
        return False
    return border(text, start + 2, lexicon) >= _SHORT or border(text, start + 3, lexicon) < _SHORT
