"""Relating: what the sentences say of the entities, as statements with evidence.

Names imply some relations, frames read the others from clauses; statements of one subject, property and object are one, with all evidence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg import confidence
from kg import gazetteer as gazetteers
from kg import lexicon as lexicons
from kg import vocabulary as vocabularies
from kg.facts import anaphora, apposition, clauses, delegations, derive, frames, refusals, titles
from kg.facts.anaphora import Reference
from kg.facts.clauses import Clause
from kg.facts.knowledge import Knowledge
from kg.facts.main_regions import main_receiver
from kg.facts.provenance import Reader, plainest
from kg.facts.recognise import Recognised
from kg.facts.resolve import Resolved
from kg.model import Document, Evidence, Remark, Statement

_ACTORS = ("Region", "Organization", "Person", "Park", "Facility", "Project", "Event")
_LEADS = ("Region", "GovernmentBody", "School", "Hospital", "Institution", "Association", "AidTeam", "ResearchInstitute")

_SEATED = ("位于", "地处", "坐落", "设在", "设于", "建在", "落在", "开在", "选址", "座落")
Key = tuple[str, str, str]


def knowledge(doc: Document, resolved: Resolved, references: Sequence[Reference]) -> Knowledge:
    """What reading the document's clauses needs."""
    types = {e.id: e.types for e in resolved.entities if e.mentioned}
    labels = {e.id: e.label for e in resolved.entities}
    senders = {i: frozenset(f"region/{c}" for c in g.team.senders) for i, g in resolved.groups.items() if g.team}
    reader = Reader(resolved, references)
    main = main_receiver(resolved)
    return Knowledge(doc, lexicons.load().frames, types, vocabularies.load(), senders, reader, main, labels=labels)


def parse(doc: Document, found: Recognised, resolved: Resolved) -> tuple[list[Reference], list[Clause], Knowledge]:
    """References and clauses of the document."""
    named = anaphora.find(doc, resolved)
    told, sent = delegations.find(doc, resolved, named)
    taken = {i for r in named for i in range(r.start, r.end)}
    references = sorted([*named, *(r for r in told if not taken & set(range(r.start, r.end)))], key=lambda r: r.start)
    known = replace(knowledge(doc, resolved, references), sent=sent)
    cast = clauses.Cast(
        actors=frozenset(i for i in known.types if known.is_any(i, _ACTORS)),
        leads=frozenset(i for i in known.types if known.is_any(i, _LEADS)),
        teams=frozenset(i for i in known.types if known.is_any(i, ("AidTeam",))),
        persons=frozenset(i for i in known.types if "Person" in known.types[i]),
        protagonist=_protagonist(resolved, references),
    )
    verbs = clauses.verbs_by_length(known.frames)
    persons = frozenset(i for i in known.types if "Person" in known.types[i])
    titled = titles.with_titles(doc.text, references, persons, lexicons.load())
    return references, clauses.parse(doc, titled, verbs, cast, found.units), known


def _protagonist(resolved: Resolved, references: Sequence[Reference]) -> str | None:
    """The aid team that a document tells of: the one referred to most, where it is referred to more than twice."""
    counts = Counter(i for r in references for i in r.ids if resolved.groups[i].cls == "AidTeam")
    best = max(counts, key=lambda i: (counts[i], i), default=None)
    return best if best and counts[best] > 2 else None


def relate(
    doc: Document, recognised: Recognised, resolved: Resolved, parsed: tuple[list[Reference], list[Clause], Knowledge]
) -> tuple[tuple[Statement, ...], tuple[Remark, ...]]:
    """The statements of the document, sorted, and remarks on the relations that were read and cannot be."""
    _, parsed_clauses, known = parsed
    starts = [s.start for s in doc.sentences]
    refused: list[frames.Found] = []
    stated: set[tuple[str, str]] = set()
    evidence: dict[Key, list[Evidence]] = defaultdict(list)
    for implied in [*derive.read(doc, recognised, resolved), *apposition.read(doc, resolved)]:
        if known.admits(implied.predicate, implied.subject, implied.object):
            key = (implied.subject, implied.predicate, implied.object)
            evidence[key].append(_around(doc, starts, implied, known.reader))
    readers = (frames.read, frames.owned, frames.inside, frames.works_in)
    for read in (found for reader in readers for found in reader(parsed_clauses, known)):
        if read.refused:
            refused.append(read)
            continue
        stated.add((read.subject, read.object))
        sentence, completions = read.clause.sentence, known.reader.of(read.clause, (read.subject, read.object))
        evidence[(read.subject, read.predicate, read.object)].append(Evidence(sentence.start, sentence.end, read.rule, completions))
    signed = {o for _, p, o in evidence if p == "signs"}
    for read in frames.signed_by_name(parsed_clauses, known, derive.parties(recognised, resolved)):
        if read.object not in signed:
            sentence, completions = read.clause.sentence, known.reader.of(read.clause, (read.subject, read.object))
            evidence[(read.subject, "signs", read.object)].append(Evidence(sentence.start, sentence.end, read.rule, completions))
    _drop_prefixes(evidence, known)
    return _statements(evidence, known), refusals.remarks(refused, stated, known, lambda id: resolved.groups[id].label)


def _around(doc: Document, starts: Sequence[int], implied: derive.Implied, reader: Reader) -> Evidence:
    """The sentence around what implies a relation, so that a reader sees the name where it stands."""
    at = bisect_right(starts, implied.start) - 1
    completions = reader.within(implied.start, implied.end, (implied.subject, implied.object))
    if at >= 0 and implied.end <= doc.sentences[at].end:
        return Evidence(doc.sentences[at].start, doc.sentences[at].end, implied.rule, completions)
    return Evidence(implied.start, implied.end, implied.rule, completions)


def _drop_prefixes(evidence: dict[Key, list[Evidence]], known: Knowledge) -> None:
    """Take away the places that names imply where the text places the thing in another region (扬州特产展示馆建在榆林市)."""
    gazetteer = gazetteers.load()
    stated: dict[str, set[str]] = defaultdict(set)
    for (subject, name, target), found in evidence.items():
        if name == "locatedIn" and target.startswith("region/") and any(e.rule.startswith(_SEATED) for e in found):
            stated[subject].add(target)
    for key in [k for k, found in evidence.items() if k[1] == "locatedIn" and all(e.rule == "name-prefix" for e in found)]:
        others = [o[7:] for o in stated.get(key[0], ()) if o != key[2] and "-" not in o[7:]]
        own = key[2][7:]
        if any(not gazetteer.contains(own, o) and not gazetteer.contains(o, own) for o in others):
            del evidence[key]


def _statements(evidence: dict[Key, list[Evidence]], known: Knowledge) -> tuple[Statement, ...]:
    """One statement for each key; of a symmetric property one direction alone; what a narrower property says is not said again."""
    result = []
    for key in sorted(evidence):
        subject, predicate, target = key
        if known.vocabulary.property(predicate).symmetric and (target, predicate, subject) in evidence and subject > target:
            continue
        if predicate == "locatedIn" and (subject, "settledIn", target) in evidence:
            continue
        both = [*evidence[key], *(evidence.get((target, predicate, subject), []) if known.vocabulary.property(predicate).symmetric else [])]
        spans = tuple(plainest(both))
        result.append(Statement(subject, predicate, target, spans, confidence.of(predicate, spans)))
    return tuple(result)
