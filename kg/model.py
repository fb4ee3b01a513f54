"""The values that flow through the house, frozen; standard library alone.

    bytes ─► Source ─► Document (blocks, sentences) ─► Facts (entities, statements, posts, indicators, dates) ─► graph

A `Document` has two texts. `source.text` is what was read: the file's characters, before any cleaning; evidence quotes it.
`text` is what the recognisers work on: simplified script, hard line wraps joined, padding removed. `offsets` leads from the
second to the first, so that every fact can be traced to the character.

All offsets count Unicode code points and are half-open. Everything before `graph/` refers to classes and properties by
their local names in the vocabulary (`Region`, `assists`); `kg.vocabulary` knows which there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, `start` ≤ i < `end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read.

    `text`: the decoded characters with line ends as `\\n`, nothing else changed (of an HTML page: the article that was taken out of
    it). `digest`: SHA-256 of the file's bytes, in hexadecimal. `title`, `date`, `publisher`, `url`: what the file format itself
    says of the document (HTML metadata, Markdown front matter), None where it says nothing.
    """

    name: str
    text: str
    digest: str
    format: str
    encoding: str
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like part of `Document.text`.

    `kind`: masthead, title, subtitle, byline, heading, paragraph, caption, distribution, colophon or source.
    `level`: of a heading, 1 for the outermost; 0 for everything else.
    """

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `Document.text`; `block` is the index of its block."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for recognition.

    `offsets[i]` is the place in `source.text` of the character `text[i]`; a sequence of len(text) integers that never falls.
    `script`: "Hans" or "Hant", what the source is written in (`text` is always simplified).
    `date`: the document's own date as an xsd lexical form (`2024`, `2024-12` or `2024-12-18`), None where it states none.
    """

    source: Source
    text: str
    offsets: Sequence[int]
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    script: str
    title: str | None = None
    date: str | None = None
    publisher: str | None = None

    def block_at(self, at: int) -> Block | None:
        """The block that holds the character `text[at]`; None between two blocks."""
        number = bisect_right(self.blocks, at, key=lambda block: block.start) - 1
        return self.blocks[number] if number >= 0 and at < self.blocks[number].end else None

    def sentence_at(self, at: int) -> Sentence | None:
        """The sentence that holds the character `text[at]`; None between two sentences."""
        number = bisect_right(self.sentences, at, key=lambda sentence: sentence.start) - 1
        return self.sentences[number] if number >= 0 and at < self.sentences[number].end else None

    def locate(self, start: int, end: int) -> Span:
        """The stretch of `source.text` that `text[start:end]` came from; ValueError where it is empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch {start}:{end} in a text of {len(self.text)} characters")
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def quote(self, start: int, end: int) -> str:
        """The source's own wording of `text[start:end]`, line breaks and padding included."""
        span = self.locate(start, end)
        return self.source.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in `Document.text[start:end]`.

    `cls`: local name of a class of the vocabulary. `rule`: name of the rule that found it. `label`: the name in its full form, where it
    is not the wording itself (a region's official name, a coordinated name that was completed). `code`: of a region, its division code.
    `stem`: where the head of the name begins (阜阳市|人民医院), None where it has none. `relative`: the name is short of its region, which the
    context supplies (市发改委). `candidates`: codes of an ambiguous region. `parent`: of a village, the code of the division it is named with.
    `fused`: a region that is named by one character of a fused abbreviation (苏 and 霍 in 苏霍两地).
    """

    start: int
    end: int
    cls: str
    rule: str
    label: str | None = None
    code: str | None = None
    stem: int | None = None
    relative: bool = False
    candidates: tuple[str, ...] = ()
    parent: str | None = None
    fused: bool = False


STATUSES = ("Planned", "Projected", "Standing", "Agreed", "UnderWay", "Done")
"""How far what is stated has come, the weakest first: of several, a statement carries the last of these that any of its evidence gives."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the reading of a fact filled in: that the `entity` (id) is meant where the text does not call it by a name of its own.

    `rule`: what decided so. `wording`: the stretch of `Document.text` that stands for the entity (该园区), or from which it was carried;
    None where the document as a whole tells.
    """

    rule: str
    entity: str
    wording: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of `Document.text` that says so, the name of the rule that read it there, and what had to be completed for that."""

    start: int
    end: int
    rule: str
    completions: tuple[Completion, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the document names.

    `id`: its IRI below the base (`region/320500`, `School/苏州技师学院`), the same in every document.
    `types`: local names of its classes, the most specific ones (a region: level and status, `("City", "Prefecture")`).
    `label`, `alt_labels`: simplified; `original_labels`: the document's own forms where it is in traditional script.
    `mentioned`: False for a region that stands here only as somebody's parent. `parent`: id of a region's parent division.
    `mentions`: stretches of `Document.text`. `rule`: what decided the identity; `candidates`: division codes that were possible
    where the name was ambiguous. Of a division that ended: `successors`, ids of those of today that it has become, and `valid`, the
    years in which it existed (1983/2012; ../2012 where the first is not known).
    """

    id: str
    types: tuple[str, ...]
    label: str
    alt_labels: tuple[str, ...] = ()
    original_labels: tuple[str, ...] = ()
    mentioned: bool = True
    mentions: tuple[Span, ...] = ()
    code: str | None = None
    parent: str | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    rule: str | None = None
    candidates: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    valid: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, property, object (ids of entities), with evidence. `date`, `start`, `end`: xsd lexical forms, when it held.

    `status`: one of `STATUSES`; `polarity`: Affirmed, or Denied where the document says that it is not so. Here as in the other claims
    what is Planned or Denied is no fact (`asserted`).
    """

    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...]
    confidence: Decimal
    date: str | None = None
    start: str | None = None
    end: str | None = None
    status: str = "Standing"
    polarity: str = "Affirmed"


@dataclass(frozen=True, slots=True)
class Post:
    """A person's post at an organisation or region: an org:Membership."""

    person: str
    role: str
    organization: str
    former: bool
    evidence: tuple[Evidence, ...]
    confidence: Decimal
    status: str = "Standing"
    polarity: str = "Affirmed"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that the document states of an entity, in the base unit (元, 名, 亩, %, …).

    `qualifier`: Exactly, MoreThan, LessThan or About. `period`: xsd lexical form or None. `wording`: the figure as the text has it.
    `basis`: Cumulative (added up over a time), Recurring (of each year, day or head) or None. `part_of`: the figure that this one is a part
    of (其中). `payer`, `payee`: of a sum that changes hands, who gives it and who or what gets it, as ids of entities.
    """

    entity: str
    value: Decimal
    unit: str
    measure: str
    qualifier: str
    period: str | None
    wording: str
    evidence: tuple[Evidence, ...]
    confidence: Decimal
    status: str = "Standing"
    polarity: str = "Affirmed"
    basis: str | None = None
    part_of: Indicator | None = None
    payer: str | None = None
    payee: str | None = None


@dataclass(frozen=True, slots=True)
class EntityDate:
    """A date of an entity. `property`: date, startDate or endDate; `value`: xsd lexical form of its granularity."""

    entity: str
    property: str
    value: str
    evidence: tuple[Evidence, ...]
    confidence: Decimal
    status: str = "Standing"
    polarity: str = "Affirmed"


def asserted(claim: Statement | Post | Indicator | EntityDate) -> bool:
    """Whether a claim is stated as a fact: neither denied nor planned without a decision."""
    return claim.polarity == "Affirmed" and claim.status != "Planned"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was seen and not turned into a fact: nothing is dropped in silence.

    `kind`: ambiguous-place, rejected-statement, unread-figure, … ; `start`, `end` in `Document.text`.
    """

    kind: str
    start: int
    end: int
    note: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A figure or a time in `Document.text[start:end]` that tells something, whether a fact was read with it or not.

    `kind`: figure or time. `value`: the figure in its base unit (`210000000 元`), the time as xsd lexical form, of a span both ends
    (`2021-03/2023-05`).
    """

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document says, each collection sorted. `home`: id of the region that 我市 means, None where nothing tells.

    `remarks` and `sightings`: what was seen besides, so that what became no fact can be told.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    posts: tuple[Post, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    dates: tuple[EntityDate, ...] = ()
    home: str | None = None
    remarks: tuple[Remark, ...] = field(default=())
    sightings: tuple[Sighting, ...] = ()
