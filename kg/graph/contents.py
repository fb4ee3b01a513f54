"""What is in a graph, for its front page and its lists: counts by class and relation, documents, the entities of a class, names.

All of it is found by queries of fixed text, to which classes and names are given as terms.
"""

from __future__ import annotations

from typing import Any

from kg import vocabulary
from kg.graph.claims import RC
from kg.graph.dossier import key_of, reference
from kg.graph.nodes import Nodes
from kg.graph.nquads import Term, written

PAGE = 50
_CLASSES = """SELECT ?class (COUNT(DISTINCT ?entity) AS ?count) {{
VALUES ?class {{ {classes} }} ?entity a ?class ; rc:mentionedIn ?document }}
GROUP BY ?class"""
_RELATIONS = """SELECT ?property (COUNT(?statement) AS ?count) { ?statement rdf:predicate ?property } GROUP BY ?property"""
_DOCUMENTS = """SELECT ?document ?title ?date ?publisher {{ ?document a rc:SourceDocument
OPTIONAL {{ ?document dcterms:title ?title }}
OPTIONAL {{ ?document dcterms:issued ?date }}
OPTIONAL {{ ?document dcterms:publisher ?publisher }} }}
ORDER BY DESC(STR(?date)) ?title ?document OFFSET {start} LIMIT {most}"""
_COUNT = "SELECT (COUNT(DISTINCT ?document) AS ?count) { ?document a rc:SourceDocument }"
_MEMBERS = """SELECT ?entity (COUNT(DISTINCT ?document) AS ?count) (SAMPLE(?name) AS ?label) {{ VALUES ?class {{ {classes} }}
?entity a ?class ; skos:prefLabel ?name OPTIONAL {{ ?entity rc:mentionedIn ?document }} }}
GROUP BY ?entity ORDER BY DESC(?count) ?label ?entity OFFSET {start} LIMIT {most}"""
_SIZE = "SELECT (COUNT(DISTINCT ?entity) AS ?count) {{ VALUES ?class {{ {classes} }} ?entity a ?class }}"


def contents(nodes: Nodes) -> dict[str, Any]:
    """Counts of entities that documents mention, by class, and of statements, by property; the latest documents and how many there are."""
    classes = _terms(RC + name for name in vocabulary.load().entity_classes)
    counted = {row[0].removeprefix(RC): int(row[1]) for row in nodes.table(_CLASSES.format(classes=classes))}
    stated = {key_of(row[0]): int(row[1]) for row in nodes.table(_RELATIONS)}
    relations = [(key, stated[key]) for key in (*vocabulary.load().relations, "org:hasMembership", "indicator") if stated.get(key)]
    return {"classes": counted, "relations": relations, **documents(nodes, 0, 12)}


def documents(nodes: Nodes, start: int, most: int = PAGE) -> dict[str, Any]:
    """Documents, the latest first."""
    keys = ("iri", "title", "date", "publisher")
    rows = [dict(zip(keys, row, strict=True)) for row in nodes.table(_DOCUMENTS.format(start=start, most=most))]
    for row in rows:
        row["title"] = row["title"] or row["iri"].rsplit("/", 1)[-1]
    return {"documents": rows, "count": _number(nodes, _COUNT), "start": start}


def members(nodes: Nodes, cls: str, start: int, most: int = PAGE) -> dict[str, Any] | None:
    """Entities of a class, those that most documents mention first; None where there is no such class of entities."""
    terms = vocabulary.load()
    if cls not in terms.classes or not terms.is_a(cls, "Entity"):
        return None
    classes = _terms(RC + name for name in terms.classes if terms.is_a(name, cls))
    rows = nodes.table(_MEMBERS.format(classes=classes, start=start, most=most))
    entities = [{**reference(nodes, row[0]), "count": int(row[1])} for row in rows]
    return {"cls": cls, "entities": entities, "count": _number(nodes, _SIZE.format(classes=classes)), "start": start}


def _terms(iris: Any) -> str:
    return " ".join(written(Term("iri", iri)) for iri in sorted(iris))


def _number(nodes: Nodes, text: str) -> int:
    return int(nodes.table(text)[0][0])
