"""The graph of many documents: the union of their graphs, as people decided about it, with one IRI for what is one.

    texts of N-Quads, decisions ─ whole ─► Whole: the lines, what was parted and merged, what is in doubt, what could not be decided

A pure function: neither the order of the documents nor how they came together shows in it. A graph that is whole already stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from kg.graph import curation, folder, homonyms
from kg.graph.claims import from_nquads, nodes_of
from kg.graph.curation import Decision, Unused
from kg.graph.homonyms import Split
from kg.graph.identity import Doubt, Identity, Merge, merged, places_of, reconcile
from kg.graph.nquads import tokens, union
from kg.graph.rdf import BASE


@dataclass(frozen=True, slots=True)
class Whole:
    """A graph as sorted canonical N-Quads lines; what was merged, what may be one or two, which decisions could not be carried out, and
    which namesakes were parted, all sorted.
    """

    lines: tuple[str, ...]
    merges: tuple[Merge, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unused: tuple[Unused, ...] = ()
    splits: tuple[Split, ...] = ()

    @property
    def text(self) -> str:
        """The lines as a text of N-Quads."""
        return "".join(f"{line}\n" for line in self.lines)


def whole(texts: Iterable[str], decisions: Sequence[Decision] = (), base: str = BASE) -> Whole:
    """The graph of the documents together. `base`: where the IRIs of instances begin."""
    parted = homonyms.part(union(texts))
    decided = curation.decide(parted.lines, decisions)
    given = {merge.merged: merge.into for merge in decided.merges}
    found = _reconciled(["\n".join(decided.lines)], base, frozenset(decided.apart))
    # What people decided stands before what names say: nobody becomes two things, and nothing becomes what is something else.
    others = [m for m in found.merges if m.merged not in given and m.into not in given and m.merged not in given.values()]
    merges = tuple(sorted([*decided.merges, *others]))
    lines = merged([*decided.lines, *homonyms.told(parted.splits, base)], merges, base)
    doubts = tuple(sorted({*found.doubts, *parted.doubts}))
    return Whole(tuple(lines), merges, doubts, tuple(sorted(decided.unused)), parted.splits)


def of_folder(place: Path) -> Whole:
    """The graph of a folder, with its own decisions. InputError where the folder or the table is damaged."""
    manifest, texts = folder.graphs(place)
    table = place / folder.DECISIONS
    return whole(texts, curation.read(table) if table.is_file() else (), manifest.base or BASE)


def found_in(place: Path) -> Whole:
    """What `of_folder` finds out, without the lines: where nobody decided anything, and no namesakes are to be parted, no more than one
    document is in memory at a time.
    """
    if (place / folder.DECISIONS).is_file():
        return replace(of_folder(place), lines=())
    base = folder.read_manifest(place).base or BASE
    _, (splits, doubts) = folder.reduced(place, homonyms.found)
    if splits:
        return replace(of_folder(place), lines=())
    _, found = folder.reduced(place, partial(_reconciled, base=base))
    return Whole((), found.merges, tuple(sorted({*found.doubts, *doubts})))


def _reconciled(texts: Iterable[str], base: str, apart: frozenset[frozenset[str]] = frozenset()) -> Identity:
    """What is one by what the graphs say of entities and documents. Their statements, evidence, posts and figures, more than half of the
    lines, say nothing about that and are left out; so is which document says it, and what many say is looked at once.
    """
    entities = _about_entities(base)
    told = {"{} {} {} .".format(*tokens(line)[:3]) for text in texts for line in entities.findall(text)}
    text = "\n".join(told)
    return reconcile(from_nquads(text), places_of(nodes_of([text])), apart)


@cache
def _about_entities(base: str) -> re.Pattern[str]:
    """What finds the lines about entities and documents in a text of N-Quads."""
    aside = rf"<{re.escape(base)}(?:(?:statement|completion|indicator|membership)/|document/[0-9a-f]+#)"
    return re.compile(rf"^(?!{aside})[^\n]+", re.MULTILINE)
