"""What a graph is and how it came to be: VoID and DCAT of the dataset, PROV-O of the build. Apart from the graph, which it describes.

    N-Quads, recipes by document ─ describe ─► N-Quads lines about the dataset

The dataset's IRI has the digest of its content in it: equal graphs have equal descriptions, and no clock is in them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

from kg import vocabulary
from kg.graph import nquads
from kg.graph.rdf import BASE, PREFIXES, SCRIPTS

FURTHER = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
}
SPACES = {**PREFIXES, **FURTHER}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the descriptions and of the ontology; what documents say is theirs."""
_SOFTWARE = "https://w3id.org/regional-cooperation/software/kg/"


def describe(text: str, recipes: Mapping[str, Mapping[str, str]], curation: str | None = None, base: str = BASE) -> list[str]:
    """Sorted lines about the graph of an N-Quads text.

    `recipes`: for each document (by the SHA-256 of its bytes) what made its graph: `version`, `code`, `ontology`, `seeds`; empty where
    that is not known. `curation`: the SHA-256 of the table of decisions. `base`: where the IRIs of instances begin. Linear in the graph.
    """
    lines = nquads.split(text)
    dataset = _iri(f"{base}dataset/{hashlib.sha256(text.encode('utf-8')).hexdigest()[:20]}")
    said = [*_void(dataset, lines, base), *_sources(dataset, lines), *_prov(dataset, recipes, curation, base)]
    return sorted({f"{subject} {predicate} {object} ." for subject, predicate, object in said})


Triple = tuple[str, str, str]


def _void(dataset: str, lines: list[str], base: str) -> Iterator[Triple]:
    terms = vocabulary.load()
    triples = [nquads.tokens(line)[:3] for line in nquads.triples(lines)]
    classes = Counter(object for _, predicate, object in triples if predicate == _name("rdf:type"))
    properties = Counter(predicate for _, predicate, _ in triples)
    subjects = {subject for subject, _, _ in triples}
    entities = {
        subject
        for subject, predicate, object in triples
        if predicate == _name("rdf:type") and _is_entity(object)
    }
    for cls in ("void:Dataset", "dcat:Dataset", "prov:Entity"):
        yield dataset, _name("rdf:type"), _name(cls)
    for lang, title in (("zh-Hans", "区域合作知识图谱"), ("en", "Knowledge graph of regional cooperation")):
        yield dataset, _name("dcterms:title"), nquads.literal(title, lang)
    yield dataset, _name("dcterms:license"), _iri(LICENCE)
    yield dataset, _name("dcterms:conformsTo"), _iri(f"{vocabulary.NAMESPACE.rstrip('#')}/{terms.version}")
    yield dataset, _name("void:vocabulary"), _iri(vocabulary.NAMESPACE)
    yield dataset, _name("void:uriSpace"), nquads.literal(base)
    counts = {"triples": len(triples), "entities": len(entities), "distinctSubjects": len(subjects)}
    counts |= {"properties": len(properties), "classes": len(classes), "distinctObjects": len({object for *_, object in triples})}
    for term, count in counts.items():
        yield dataset, _name(f"void:{term}"), _number(count)
    for kind, key, number, found in (("class", "class", "entities", classes), ("property", "property", "triples", properties)):
        for term, count in found.items():
            part = _iri(f"{dataset[1:-1]}/{kind}/{nquads.path(_short(term))}")
            yield dataset, _name(f"void:{kind}Partition"), part
            yield part, _name(f"void:{key}"), term
            yield part, _name(f"void:{number}"), _number(count)


def _sources(dataset: str, lines: list[str]) -> Iterator[Triple]:
    """The documents that the graph was read from, and the languages that they are in."""
    for line in lines:
        subject, predicate, object, _ = nquads.tokens(line)
        if predicate == _name("rdf:type") and object == _name("rc:SourceDocument"):
            yield dataset, _name("dcterms:source"), subject
            yield dataset, _name("prov:wasDerivedFrom"), subject
        elif predicate == _name("dcterms:language") and object in {nquads.literal(tag) for tag in SCRIPTS.values()}:
            yield dataset, _name("dcterms:language"), object


def _prov(dataset: str, recipes: Mapping[str, Mapping[str, str]], curation: str | None, base: str) -> Iterator[Triple]:
    """Each document's graph by the activity that made it, and the dataset by the one that put them together."""
    union = _iri(f"{dataset[1:-1]}/union")
    yield union, _name("rdf:type"), _name("prov:Activity")
    yield dataset, _name("prov:wasGeneratedBy"), union
    if curation:
        yield from _used(union, f"{base}curation/{curation}", curation, "curation.csv")
    for digest, recipe in recipes.items():
        graph, document = _iri(f"{base}graph/{digest}"), _iri(f"{base}document/{digest}")
        activity = _iri(f"{base}activity/{hashlib.sha256(f'{digest} {sorted(recipe.items())}'.encode()).hexdigest()[:20]}")
        yield union, _name("prov:used"), graph
        yield graph, _name("rdf:type"), _name("prov:Entity")
        yield graph, _name("prov:wasGeneratedBy"), activity
        yield graph, _name("prov:wasDerivedFrom"), document
        yield activity, _name("rdf:type"), _name("prov:Activity")
        yield activity, _name("prov:used"), document
        for part in ("ontology", "seeds"):
            yield from _used(activity, f"{base}{part}/{recipe[part]}", recipe[part], part)
        agent = _iri(f"{_SOFTWARE}{nquads.path(recipe['version'])}-{recipe['code'][:12]}")
        yield activity, _name("prov:wasAssociatedWith"), agent
        yield agent, _name("rdf:type"), _name("prov:SoftwareAgent")
        yield agent, _name("rdfs:label"), nquads.literal(f"regional-kg {recipe['version']}")
        yield agent, _name("dcterms:identifier"), nquads.literal(f"sha256:{recipe['code']}")


def _used(activity: str, iri: str, digest: str, label: str) -> Iterator[Triple]:
    """What an activity used. `rc:digest` is of source documents alone, by its domain: other things have their digest as identifier."""
    yield activity, _name("prov:used"), _iri(iri)
    yield _iri(iri), _name("rdf:type"), _name("prov:Entity")
    yield _iri(iri), _name("rdfs:label"), nquads.literal(label)
    yield _iri(iri), _name("dcterms:identifier"), nquads.literal(f"sha256:{digest}")


def _is_entity(cls: str) -> bool:
    terms, local = vocabulary.load(), cls[1:-1].removeprefix(vocabulary.NAMESPACE)
    return local in terms.classes and terms.is_a(local, "Entity")


def _short(term: str) -> str:
    """The end of a term's IRI with its prefix: rc-assists."""
    iri = term[1:-1]
    return next((f"{prefix}-{iri[len(space) :]}" for prefix, space in SPACES.items() if iri.startswith(space)), iri.rsplit("/", 1)[-1])


def _name(term: str) -> str:
    prefix, local = term.split(":", 1)
    return nquads.iri(SPACES[prefix] + local)


def _iri(value: str) -> str:
    return nquads.iri(value)


def _number(count: int) -> str:
    return nquads.literal(str(count), datatype=f"{nquads.XSD}integer")

