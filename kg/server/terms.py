"""What a query can be completed with: the terms of the ontology with what they are called, and of the vocabularies beside it, as a list.

    ontology, terms.csv, PREFIXES ─ terms ─► rows of what is written, what it is called in Chinese and English, what kind it is
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from kg import vocabulary
from kg.graph.rdf import PREFIXES

KEYWORDS = (
    "SELECT DISTINCT WHERE CONSTRUCT ASK DESCRIBE OPTIONAL FILTER UNION MINUS GRAPH BIND VALUES GROUP BY HAVING ORDER BY ASC DESC LIMIT "
    "OFFSET PREFIX BASE FROM NAMED EXISTS NOT IN AS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE "
    "BOUND IRI COALESCE IF CONCAT CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR REPLACE REGEX LCASE UCASE YEAR MONTH DAY "
    "ABS ROUND CEIL FLOOR ISIRI ISLITERAL ISNUMERIC UNDEF TRUE FALSE"
).split()


@cache
def terms() -> tuple[dict[str, str], ...]:
    """Rows with `term` as it is written in a query, `zh`, `en`, and `kind`: class, relation, property, value, prefix or keyword."""
    known = vocabulary.load()
    rows: list[dict[str, str]] = []
    kinds = {"class": known.classes, "relation": known.properties, "property": known.properties, "value": known.individuals}
    for kind, found in kinds.items():
        for name, term in found.items():
            if kind == "class" and known.classes[name].members:
                continue  # a role that nothing is typed with
            if kind in ("relation", "property") and (name in known.relations) != (kind == "relation"):
                continue
            rows.append({"term": f"rc:{name}", "zh": term.labels.get("zh", ""), "en": term.labels.get("en", ""), "kind": kind})
    text = files("kg.server").joinpath("terms.csv").read_text(encoding="utf-8")
    rows += [{**row, "kind": "property"} for row in csv.DictReader(text.splitlines())]
    rows += [{"term": f"{prefix}:", "zh": space, "en": space, "kind": "prefix"} for prefix, space in PREFIXES.items()]
    return (*rows, *({"term": word, "zh": "", "en": "", "kind": "keyword"} for word in dict.fromkeys(KEYWORDS)))
