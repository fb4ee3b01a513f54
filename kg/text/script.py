"""Which script a text is written in, and traditional text made simplified (OpenCC enters here)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from kg.text.traced import Traced


@cache
def _converter(config: str) -> Any:
    import opencc

    return opencc.OpenCC(config)


@cache
def _evidence(char: str) -> int:
    """1 for a character that only traditional text has (灣), -1 for one that only simplified text has (湾), 0 for any other."""
    if not "\u3400" <= char <= "\U0003ffff":
        return 0
    simpler = _converter("t2s").convert(char) != char
    fuller = _converter("s2t").convert(char) != char
    return int(simpler) - int(fuller)


def balance(text: str) -> tuple[int, int]:
    """How many characters of the text only traditional and how many only simplified writing has.

    Characters of both (里, 后, 沈) count for neither.
    """
    traditional = simplified = 0
    for char, count in Counter(text).items():
        verdict = _evidence(char)
        if verdict > 0:
            traditional += count
        elif verdict < 0:
            simplified += count
    return traditional, simplified


def script_of(text: str) -> str:
    """ "Hant" where the text has more traditional than simplified characters, else "Hans".

    >>> script_of("蘇州市與阜陽市結對合作")
    'Hant'
    """
    traditional, simplified = balance(text)
    return "Hant" if traditional > simplified else "Hans"


_SURE = 3
"""By how many the characters of one script outnumber those of the other in a line whose script is taken from itself."""


def simplify(traced: Traced) -> tuple[Traced, str]:
    """The text in simplified characters, one for one; and the script that it was in, as `script_of` says.

    Lines that are in the other script than the document are judged by themselves: OpenCC damages what is simplified already
    (沈吟龙 → 沉吟龙), and a simplified document may quote a traditional one. A line counts as being in the other script where
    clearly more of its characters say so than say otherwise.
    """
    traditional, simplified = balance(traced.text)
    script = "Hant" if traditional > simplified else "Hans"
    if script == "Hans" and traditional < _SURE:
        return traced, script
    lines = traced.text.split("\n")
    changed = [_simplified(line) if _is_traditional(line, script) else line for line in lines]
    return traced.with_text("\n".join(changed)), script


def _is_traditional(line: str, script: str) -> bool:
    traditional, simplified = balance(line)
    if abs(traditional - simplified) >= _SURE:
        return traditional > simplified
    return script == "Hant"


def _simplified(line: str) -> str:
    """A traditional line in simplified characters of the same number.

    `tw2s` rather than `t2s`, since it also settles 著/着 (乘著 → 乘着, 著名 stays); neither of them changes words. Where a
    phrase of its dictionary changes the length, the line is converted character by character.
    """
    convert = _converter("tw2s").convert
    result: str = convert(line)
    if len(result) == len(line):
        return result
    singles = (convert(char) for char in line)
    return "".join(single if len(single) == 1 else char for single, char in zip(singles, line, strict=True))
