"""One small document and what it says, by hand, for the tests of the graph; and generators of others."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from kg.model import (
    Block,
    Document,
    Entity,
    EntityDate,
    Evidence,
    Facts,
    Indicator,
    Post,
    Sentence,
    Source,
    Span,
    Statement,
)

# Times vary on a shared machine, and fail no test.
QUICK = settings(deadline=None, max_examples=40)

SOURCE = "  南通市对口支\n援伊宁县“电商\\产业园”。\n2024年，沈一帆任南通市市长，原任如东县县长；南通市累计投入2.1亿元。"


def document(text: str = SOURCE, digest: str = "0a" * 32, **fields: str) -> Document:
    """A document whose working text is the source without white space."""
    kept = [(place, character) for place, character in enumerate(text) if not character.isspace()]
    working = "".join(character for _, character in kept)
    source = Source("a.txt", text, digest, "txt", "utf-8", url=fields.pop("url", None))
    return Document(
        source,
        working,
        [place for place, _ in kept],
        (Block("paragraph", 0, len(working)),),
        (Sentence(0, len(working), 0),),
        fields.pop("script", "Hans"),
        **fields,
    )


DOC = document(title="南通市对口支援", date="2024-12-18", publisher="如东日报", url="https://example.org/a?b=1")


def said(words: str, rule: str = "frame", doc: Document = DOC) -> tuple[Evidence, ...]:
    """The evidence that these words of the working text are."""
    start = doc.text.index(words)
    return (Evidence(start, start + len(words), rule),)


def facts(doc: Document = DOC) -> Facts:
    """What the small document says."""
    first, second = said("南通市对口支援伊宁县“电商\\产业园”。"), said("2024年，沈一帆任南通市市长，原任如东县县长", "post")
    return Facts(
        doc,
        entities=(
            Entity("Park/电商\\产业园", ("Park",), "电商\\产业园", mentions=(Span(12, 18),)),
            Entity("Person/沈一帆", ("Person",), "沈一帆"),
            Entity("region/320000", ("Province",), "江苏省", mentioned=False, code="320000"),
            Entity(
                "region/320600",
                ("City", "Prefecture"),
                "南通市",
                ("通", "南通"),
                code="320600",
                parent="region/320000",
                longitude=Decimal("120.890"),
                latitude=Decimal("31.98"),
            ),
            Entity("region/320623", ("County",), "如东县", original_labels=("如東縣",), code="320623", parent="region/320600"),
            Entity("region/654021", ("County",), "伊宁县", code="654021", rule="home", candidates=("654021", "654002")),
        ),
        statements=(
            Statement("region/320600", "assists", "region/654021", first, Decimal("0.950"), date="2024"),
            Statement("region/320600", "cooperatesWith", "region/654021", first, Decimal("0.8"), start="2013-03", end="2024-01-31"),
            Statement("region/320600", "establishes", "Park/电商\\产业园", first, Decimal(1)),
        ),
        posts=(
            Post("Person/沈一帆", "县长", "region/320623", True, second, Decimal("0.9")),
            Post("Person/沈一帆", "市长", "region/320600", False, second, Decimal("0.9")),
        ),
        indicators=(
            Indicator(
                "region/320600",
                Decimal("2.1E+8"),
                "元",
                "累计投入",
                "Exactly",
                "2024",
                "2.1亿元",
                said("南通市累计投入2.1亿元。", "figure"),
                Decimal("0.9"),
            ),
        ),
        dates=(EntityDate("Park/电商\\产业园", "date", "2024-12", first, Decimal("0.7")),),
        home="region/654021",
    )


def shuffled(given: Facts, draw: st.DataObject) -> Facts:
    """The same facts with every collection in another order."""
    names = ("entities", "statements", "posts", "indicators", "dates")
    changed = {name: tuple(draw.draw(st.permutations(getattr(given, name)))) for name in names}
    entities = tuple(dataclasses.replace(e, alt_labels=tuple(draw.draw(st.permutations(e.alt_labels)))) for e in changed.pop("entities"))
    return dataclasses.replace(given, entities=entities, **changed)


# Any text that can stand in a file, often with what breaks writers: quotes, escapes, separators that are no line ends, other planes.
CHARACTERS = st.one_of(
    st.sampled_from("伊宁县苏\"\\'<>{}|^`%#?& \t\n\r\u0000\u0007\u0085\u2028\ufeff\uffff\u200f𠮷"), st.characters(exclude_categories=["Cs"])
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Facts of difficult names: entities in a chain of relations, evidence anywhere."""
    text = draw(st.text(CHARACTERS, min_size=1, max_size=40).filter(lambda value: any(not c.isspace() for c in value)))
    doc = document(text, draw(st.sampled_from(["0a" * 32, "b1" * 32])), title=draw(st.none() | TEXTS), publisher=draw(st.none() | TEXTS))
    labels = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
    places = st.tuples(st.integers(0, len(doc.text) - 1), st.integers(1, 9))
    evidence = places.map(lambda place: (Evidence(place[0], min(place[0] + place[1], len(doc.text)), "rule"),))
    entities = tuple(Entity(f"School/{label}", ("School",), label, tuple(draw(st.lists(TEXTS, max_size=2)))) for label in labels)
    pairs = zip(entities, entities[1:], strict=False)
    share = st.decimals(0, 1, places=3)
    return Facts(
        doc,
        entities,
        tuple(Statement(a.id, "cooperatesWith", b.id, draw(evidence), draw(share)) for a, b in pairs),
        tuple(Post(e.id, draw(TEXTS), entities[0].id, draw(st.booleans()), draw(evidence), draw(share)) for e in entities[:2]),
        tuple(
            Indicator(
                e.id,
                draw(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)),
                draw(TEXTS),
                draw(TEXTS),
                "About",
                None,
                draw(TEXTS),
                draw(evidence),
                draw(share),
            )
            for e in entities[:2]
        ),
    )
