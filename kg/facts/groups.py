"""Groups: the mentions of one thing in a document, and how a name is worded and where its region ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts import teams
from kg.gazetteer import Gazetteer
from kg.model import Document, Mention


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one thing. `label`: its fullest form; `forms`: the forms the document uses; `region`: code of the region
    its name begins with.
    """

    cls: str
    label: str
    mentions: tuple[Mention, ...]
    forms: tuple[str, ...]
    region: str | None = None
    code: str | None = None
    parent: str | None = None
    team: teams.TeamName | None = None
    candidates: tuple[str, ...] = ()
    rule: str = ""


def merge(members: Sequence[Group]) -> Group:
    """One group of several with one key: the longest label, all mentions and forms."""
    best = max(members, key=lambda g: (len(g.label), not g.mentions[0].relative))
    forms = tuple(dict.fromkeys(f for g in members for f in g.forms))
    mentions = tuple(m for g in members for m in g.mentions)
    return Group(best.cls, best.label, mentions, forms, best.region, best.code, best.parent, best.team, best.candidates, members[0].rule)


def form_of(doc: Document, mention: Mention) -> str:
    """The wording of a mention without the quotation marks or title marks around it."""
    text = doc.text[mention.start : mention.end]
    if mention.rule == "shared-head":
        return mention.label or text
    if mention.rule == "title" or (text[0] == "“" and text[-1] == "”" and text.count("“") == 1):
        return text[1:-1]
    return text


def prefix_region(mention: Mention, inner: Sequence[Mention], gazetteer: Gazetteer) -> tuple[str, int] | None:
    """Code of the deepest region of the chain that a name begins with, and the chain's end; None where the name begins with none.

    >>> # 新疆霍尔果斯市技工学校   654004 and the offset of 技
    """
    at, code = mention.start, None
    for place in inner:
        at += 2 if code is None and place.start == at + 2 and mention.cls in ("School", "GovernmentBody") else 0  # 中共
        at += 3 if code is None and place.start == at + 3 and mention.cls in ("Association", "GovernmentBody") else 0  # 共青团
        at += int(code is None and place.start == at + 1 and mention.rule in ("title", "quoted-name"))  # 《, “
        if place.cls != "Region" or place.start != at or not place.code or len(place.code) == 2 or place.fused or place.end >= mention.end:
            continue
        if code is not None and not gazetteer.contains(code, place.code):
            break
        code, at = place.code, place.end
    return (code, at) if code else None
