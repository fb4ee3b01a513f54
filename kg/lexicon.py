"""seeds/ as a typed view: what the recognisers know beforehand, apart from the gazetteer (`kg.gazetteer`).

    cues/heads.csv      how names of each class end, and what else such a name must have to be one
    cues/rules.csv      what the rules that read facts do, in words
    cues/*.csv          closed classes of words (roles, surnames, verbs, measure words, …) and the frames of the relations
    names/CLASS.csv     well-known names of a class

An unknown class, column or value is refused with file and row (`SeedError`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg import vocabulary
from kg.data import folder
from kg.errors import SeedError, VocabularyError

_PART = re.compile(r"\{(\w*)\}")
THEMES = ("object", "subject", "settler", "since")
DATES = ("date", "startDate", "endDate")
CUES = (
    "plan",
    "coming",
    "future",
    "decided",
    "progressive",
    "perfect",
    "past",
    "now",
    "negation",
    "stopped",
    "wish",
    "possible",
    "condition",
    "principle",
    "question",
    "trap",
)
"""What a word says of the factuality of its clause.

    plan, coming, future    it is intended (拟), lies ahead (下一步), will be (将): planned, unless something tells that it is decided
    decided                 it is fixed (定于, 即将)
    progressive, perfect, past    it goes on (正在), has come about (已), was once so (曾)
    now                     the clause tells of the present or past, and takes over no plan from before it (目前)
    negation, stopped       it is not so (尚未); it is no longer done (停止)
    wish, possible          it is no fact: wanted or owed (建议, 应); it can be done (可)
    condition, principle, question    it is no fact: supposed (若), a rule (凡), asked (何不)
    trap                    a word that only looks like one of these (不断 is no 不)
"""

PHASES = ("agreed", "begun", "going", "done")
"""How far a verb by itself says that a thing has come: agreed upon (签约), begun (开工), going on (建设), done (建成)."""

NEEDS = ("region", "anchor", "unit", "proper", "described", "pair", "brand")


@dataclass(frozen=True, slots=True)
class Head:
    """How a name ends. `needs`: what must stand before it.

    region     nothing: a body of a region that the context supplies (市发改委, 人民医院)
    unit       its parent's name, or the parent that the context supplies (办公室)
    anchor     something proper; a region's name is enough (苏州日报)
    proper     something proper and, where that is only a region, a further word (苏州太湖智库)
    described  a descriptive phrase is enough (农牧民安居工程)
    brand      an unusual word, by itself or behind a region: the word for a trade then ends a firm's short name (江苏知德汽车)
    pair       the regions that take part, fused or side by side (苏霍合作)
    """

    text: str
    cls: str
    needs: str


@dataclass(frozen=True, slots=True)
class KnownName:
    """A well-known name; `within` is the short name of the region it lies in, or None."""

    name: str
    aliases: tuple[str, ...]
    cls: str
    within: str | None


@dataclass(frozen=True, slots=True)
class MeasureWord:
    """A unit of figures: the wording, the base unit it counts in, its factor, and what kind of quantity it is."""

    word: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """What figures measure. `quantity`: the kind of their units, or any; `role`: the part that the owner has in it (does the deed, gives,
    is the thing …); `owners`: classes of what is so measured; `strangers`: of what is not.
    """

    name: str
    quantity: str
    role: str
    owners: tuple[str, ...]
    strangers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a relation is worded: a predicate with the roles of its arguments.

    `predicate`: the verb; `relation`: property of the vocabulary; `subject`, `object`: where the arguments stand
    (see kg.facts.frames for the places there are); `classes`: what the object must be, empty for anything the vocabulary admits.
    """

    predicate: str
    relation: str
    subject: str
    object: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What rules of a form do, in Chinese and English. The form `{word}-{relation}` is that of 签约-signs: any word, a relation's name."""

    form: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DatedVerb:
    """A verb that tells a moment of a thing: the property of the date, which argument the thing is (see kg.facts.themes), its classes."""

    word: str
    property: str
    theme: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cues and known names, indexed by wording. `head_lengths`: of the heads that end in each character, the longest first."""

    heads: Mapping[str, Head]
    head_lengths: Mapping[str, tuple[int, ...]]
    known: Mapping[str, KnownName]
    roles: Mapping[str, str]
    surnames: Mapping[str, int]
    transcribed: frozenset[str]
    people_words: frozenset[str]
    stop_words: frozenset[str]
    common_words: frozenset[str]
    nominal_verbs: frozenset[str]
    predicate_verbs: frozenset[str]
    measure_words: Mapping[str, MeasureWord]
    measure_heads: Mapping[str, tuple[MeasureKind, ...]]
    owner_signs: Mapping[str, float]
    frames: Mapping[str, tuple[Frame, ...]]
    dated_verbs: Mapping[str, tuple[DatedVerb, ...]]
    factuality: Mapping[str, str]
    phases: Mapping[str, str]
    departments: Mapping[str, str]

    @property
    def longest_cue(self) -> int:
        """Length of the longest cue of factuality, in characters."""
        return max(map(len, self.factuality), default=0)


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a seed table with their numbers (the header is row 1). SeedError where the columns are not `columns`."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            raise SeedError(path, 1, f"columns are {','.join(reader.fieldnames or ())}, not {','.join(columns)}")
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise SeedError(path, number, f"has not {len(columns)} columns")
            yield number, row


def _class(path: Path, number: int, name: str) -> str:
    try:
        return vocabulary.load().cls(name).local
    except VocabularyError as error:
        raise SeedError(path, number, str(error)) from error


def _relation(path: Path, number: int, name: str) -> str:
    try:
        return vocabulary.load().property(name).local
    except VocabularyError as error:
        raise SeedError(path, number, str(error)) from error


def read_heads(path: Path) -> dict[str, Head]:
    """The table of heads, by wording."""
    heads = {}
    for number, row in rows(path, ("head", "class", "needs")):
        if row["needs"] not in NEEDS:
            raise SeedError(path, number, f"needs is {row['needs']}, not one of {', '.join(NEEDS)}")
        heads[row["head"]] = Head(row["head"], _class(path, number, row["class"]), row["needs"])
    return heads


def read_known(directory: Path) -> dict[str, KnownName]:
    """The tables of known names of a folder, by name and alias."""
    known: dict[str, KnownName] = {}
    for path in sorted(directory.glob("*.csv")):
        cls = _class(path, 0, path.stem)
        for _, row in rows(path, ("name", "aliases", "within")):
            aliases = tuple(a for a in row["aliases"].split("|") if a)
            name = KnownName(row["name"], aliases, cls, row["within"] or None)
            for form in (row["name"], *aliases):
                known.setdefault(form, name)
    return known


def read_frames(path: Path) -> dict[str, tuple[Frame, ...]]:
    """The table of frames, by predicate."""
    frames: dict[str, tuple[Frame, ...]] = {}
    for number, row in rows(path, ("predicate", "relation", "subject", "object", "classes")):
        classes = frozenset(_class(path, number, c) for c in row["classes"].split("|") if c)
        frame = Frame(row["predicate"], _relation(path, number, row["relation"]), row["subject"], row["object"], classes)
        frames[frame.predicate] = (*frames.get(frame.predicate, ()), frame)
    return frames


def read_rules(path: Path) -> tuple[RuleWords, ...]:
    """The table of what rules do. SeedError where a form is given twice, or the words name a part that the form has not."""
    found: dict[str, RuleWords] = {}
    for number, row in rows(path, ("rule", "zh", "en")):
        words = RuleWords(row["rule"], row["zh"], row["en"])
        parts = set(_PART.findall(words.form))
        wrong = sorted((set(_PART.findall(words.zh)) | set(_PART.findall(words.en))) - parts | parts - {"word", "relation"})
        if wrong or words.form in found or not (words.zh and words.en):
            raise SeedError(
                path, number, f"{{{wrong[0]}}} is no part of the rule" if wrong else "a rule needs words once, in both languages"
            )
        found[words.form] = words
    return tuple(found.values())


@cache
def _rules() -> tuple[tuple[re.Pattern[str], RuleWords], ...]:
    """The forms of rules as patterns, whole names first."""
    relation = "|".join(vocabulary.load().relations)
    table = read_rules(folder("seeds") / "cues" / "rules.csv")
    patterns = (
        (re.escape(w.form).replace(r"\{word\}", "(?P<word>.+)").replace(r"\{relation\}", f"(?P<relation>{relation})"), w) for w in table
    )
    return tuple((re.compile(p), w) for p, w in sorted(patterns, key=lambda item: ("{" in item[1].form, item[1].form)))


def rule_words(rule: str) -> tuple[str, str] | None:
    """What a rule does, in Chinese and English; None where the table has no words for it.

    >>> rule_words("签约-signs")[0]
    '谓语“签约”的句式，读作“签署”'
    """
    terms = vocabulary.load()
    for pattern, words in _rules():
        if match := pattern.fullmatch(rule):
            parts = match.groupdict()
            label = {lang: terms.label(parts["relation"], lang) if "relation" in parts else "" for lang in ("zh", "en")}
            return (
                words.zh.format(word=parts.get("word"), relation=label["zh"]),
                words.en.format(word=parts.get("word"), relation=label["en"]),
            )
    return None


def read_dated_verbs(path: Path) -> dict[str, tuple[DatedVerb, ...]]:
    """The table of verbs that tell moments, by wording."""
    verbs: dict[str, tuple[DatedVerb, ...]] = {}
    for number, row in rows(path, ("verb", "property", "theme", "classes")):
        if row["theme"] not in THEMES or row["property"] not in DATES:
            allowed = f"one of {', '.join(DATES)} and one of {', '.join(THEMES)}"
            raise SeedError(path, number, f"property and theme are {row['property']} and {row['theme']}, not {allowed}")
        classes = frozenset(_class(path, number, c) for c in row["classes"].split("|"))
        verbs[row["verb"]] = (*verbs.get(row["verb"], ()), DatedVerb(row["verb"], row["property"], row["theme"], classes))
    return verbs


def read_measure_heads(cues: Path) -> dict[str, tuple[MeasureKind, ...]]:
    """The tables of what figures measure: the kinds, by the words that tell of them."""
    path = cues / "measure_kinds.csv"
    kinds = {}
    for number, row in rows(path, ("kind", "quantity", "role", "owners", "strangers")):
        owners, strangers = (tuple(_class(path, number, c) for c in row[column].split("|") if c) for column in ("owners", "strangers"))
        kinds[row["kind"]] = MeasureKind(row["kind"], row["quantity"], row["role"], owners, strangers)
    path = cues / "measure_heads.csv"
    heads: dict[str, tuple[MeasureKind, ...]] = {}
    for number, row in rows(path, ("head", "kind")):
        if row["kind"] not in kinds:
            raise SeedError(path, number, f"kind is {row['kind']}, not one of {', '.join(sorted(kinds))}")
        heads[row["head"]] = (*heads.get(row["head"], ()), kinds[row["kind"]])
    return heads


def read_values(path: Path, column: str, values: tuple[str, ...]) -> dict[str, str]:
    """A table of words, each with one of `values`. SeedError where it has another."""
    found = {}
    for number, row in rows(path, ("word", column)):
        if row[column] not in values:
            raise SeedError(path, number, f"{column} is {row[column]}, not one of {', '.join(values)}")
        found[row["word"]] = row[column]
    return found


def _words(path: Path) -> frozenset[str]:
    return frozenset(row["word"] for _, row in rows(path, ("word",)))


@cache
def load() -> Lexicon:
    """The lexicon of this installation. SeedError where a table is wrong."""
    cues = folder("seeds") / "cues"
    surnames = {row["surname"]: int(row["weight"]) for _, row in rows(cues / "surnames.csv", ("surname", "weight"))}
    surnames |= {row["surname"]: int(row["weight"]) for _, row in rows(cues / "compound_surnames.csv", ("surname", "weight"))}
    frames = read_frames(cues / "frames.csv")
    measures = rows(cues / "measure_words.csv", ("word", "unit", "kind"))
    heads = read_heads(cues / "heads.csv")
    sizes = sorted({(head[-1], -len(head)) for head in heads})
    return Lexicon(
        heads=heads,
        head_lengths={last: tuple(-size for _, size in group) for last, group in groupby(sizes, key=itemgetter(0))},
        known=read_known(folder("seeds") / "names"),
        roles={row["role"]: row["kind"] for _, row in rows(cues / "roles.csv", ("role", "kind"))},
        surnames=surnames,
        transcribed=frozenset(row["element"] for _, row in rows(cues / "transcribed.csv", ("element",))),
        people_words=_words(cues / "people_words.csv"),
        stop_words=_words(cues / "stop_words.csv"),
        common_words=_words(cues / "common_words.csv"),
        nominal_verbs=_words(cues / "nominal_verbs.csv"),
        predicate_verbs=_words(cues / "predicate_verbs.csv") | {word for word in frames if len(word) > 1},
        measure_words={row["word"]: MeasureWord(row["word"], row["unit"], row["kind"]) for _, row in measures},
        measure_heads=read_measure_heads(cues),
        owner_signs={
            row["sign"]: float(row["weight"]) for _, row in rows(folder("seeds") / "measured" / "owner_signs.csv", ("sign", "weight"))
        },
        frames=frames,
        dated_verbs=read_dated_verbs(cues / "dated_verbs.csv"),
        factuality=read_values(cues / "factuality.csv", "category", CUES),
        phases=read_values(cues / "phases.csv", "phase", PHASES),
        departments={row["full"]: row["short"] for _, row in rows(cues / "departments.csv", ("full", "short"))},
    )
