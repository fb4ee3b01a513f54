"""The page on extraction says what the program does: its examples are run, and what it names is there."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest
from conftest import ROOT
from facts_case import document
from golden_case import KINDS, readable

from kg import facts as rooms
from kg.facts.places import PLACES
from kg.lexicon import load

PAGE = (ROOT / "docs" / "extraction.md").read_text("utf-8")
EXAMPLES = re.findall(r"```source\n(.*?)\n```\n```facts\n(.*?)\n```", PAGE, re.DOTALL)


def lines_of(text: str) -> set[str]:
    """All that the program says of a text, in the lines of the page: `kind content`."""
    facts = rooms.extract(document(text))
    label = {entity.id: entity.label for entity in facts.entities}
    lines = {f"{kind} {line}" for kind, found in readable(facts).items() for line in found}
    lines |= {f"id {id} | {name}" for id, name in label.items()}
    lines |= {f"remark {remark.kind}" for remark in facts.remarks}
    return lines | {f"rule {label[s.subject]} {s.predicate} {label[s.object]} | {e.rule}" for s in facts.statements for e in s.evidence}


@pytest.mark.parametrize(("source", "said"), EXAMPLES, ids=[source[:12] for source, _ in EXAMPLES])
def test_examples_come_out_as_the_page_says(source: str, said: str) -> None:
    found = lines_of(source)
    for line in said.splitlines():
        words = line.split(maxsplit=2 if line.startswith("absent") else 1)
        kind, content = words[-2:]
        assert kind in (*KINDS, "id", "remark", "rule"), line
        matching = [one for one in found if fnmatchcase(one, f"{kind} {content}")]
        assert bool(matching) != line.startswith("absent"), (line, sorted(found))


def test_every_source_has_its_facts() -> None:
    assert len(EXAMPLES) >= 8
    assert PAGE.count("```source") == PAGE.count("```facts") == len(EXAMPLES)


def test_modules_and_tables_that_it_names_are_there() -> None:
    named = set(re.findall(r"`((?:kg|seeds|tests)/[\w./]+)`", PAGE)) | {f"kg/facts/{name}" for name in re.findall(r"`(\w+\.py)`", PAGE)}
    named |= {f"seeds/cues/{name}" for name in re.findall(r"`(\w+\.csv)`", PAGE)}
    assert len(named) > 12
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_frames_that_it_shows_are_in_the_table() -> None:
    shown = re.findall(r"^\| ([\u4e00-\u9fff]+) \| (\w+) \| (\w+) \| (\w+) \| ?(\w*) ?\|$", PAGE, re.MULTILINE)
    frames = load().frames
    assert len(shown) >= 4
    for predicate, relation, subject, target, classes in shown:
        rows = {(f.relation, f.subject, f.object, "|".join(sorted(f.classes))) for f in frames[predicate]}
        assert (relation, subject, target, classes) in rows, predicate
    assert {"subject", "object", "with", "at", "place"} <= set(PLACES)
