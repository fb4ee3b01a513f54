"""Answers to queries in the forms that the standards have for them: the table `FORMS`.

    Result ─ to_json, to_xml, to_csv, to_tsv ─► tables and booleans
           ─ to_turtle_text, … ─► graphs, sorted as they are
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.graph.export import EXPORTERS
from kg.graph.nquads import NOT_XML, XSD, Term, written
from kg.graph.query import Result

_RESULTS = "http://www.w3.org/2005/sparql-results#"
_BARE = re.compile(rf'"([+-]?[0-9]+)"\^\^<{XSD}integer>|"([+-]?[0-9]*\.[0-9]+)"\^\^<{XSD}decimal>')


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an answer: what it is called in `format=` and as a suffix, its media type first among those that ask for it, its writer."""

    name: str
    media: tuple[str, ...]
    write: Callable[[Result], str]


def to_csv(result: Result) -> str:
    """The answer as SPARQL 1.1 CSV: values and full IRIs, lines ended by CR LF."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(result.columns)
    writer.writerows([_plain(cell) for cell in row] for row in result.rows)
    return text.getvalue()


def to_tsv(result: Result) -> str:
    """The answer as SPARQL 1.1 TSV: terms as Turtle writes them, integers and decimals bare."""
    lines = ["\t".join(f"?{name}" for name in result.columns)]
    lines += ["\t".join("" if cell is None else _token(cell) for cell in row) for row in result.rows]
    return "".join(f"{line}\n" for line in lines)


def to_json(result: Result) -> str:
    """The answer as SPARQL 1.1 JSON; a graph as a table of its triples, in the same form."""
    document: dict[str, Any] = {"head": {"vars": list(result.columns)}}
    if result.kind == "boolean":
        document = {"head": {}, "boolean": _plain(result.rows[0][0]) == "true"}
    else:
        rows = [zip(result.columns, row, strict=True) for row in result.rows]
        document["results"] = {"bindings": [{name: _json(cell) for name, cell in row if cell is not None} for row in rows]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_xml(result: Result) -> str:
    """The answer as SPARQL XML. Characters that XML cannot hold become U+FFFD, the replacement character."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{_RESULTS}">']
    if result.kind == "boolean":
        lines += ["<head/>", f"<boolean>{_plain(result.rows[0][0])}</boolean>"]
    else:
        lines += ["<head>", *(f"<variable name={quoteattr(name)}/>" for name in result.columns), "</head>", "<results>"]
        for row in result.rows:
            cells = zip(result.columns, row, strict=True)
            lines.append("<result>")
            lines += [f"<binding name={quoteattr(name)}>{_xml(cell)}</binding>" for name, cell in cells if cell is not None]
            lines.append("</result>")
        lines.append("</results>")
    return "\n".join([*lines, "</sparql>"]) + "\n"


def to_lines(result: Result) -> str:
    """A graph as N-Quads of the default graph, sorted, each triple once."""
    return "".join(f"{line}\n" for line in sorted({" ".join([*(written(cell) for cell in row if cell), "."]) for row in result.rows}))


def _exported(suffix: str) -> Callable[[Result], str]:
    return lambda result: EXPORTERS[suffix](to_lines(result))


TABLES = (
    Form("json", ("application/sparql-results+json", "application/json"), to_json),
    Form("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), to_xml),
    Form("csv", ("text/csv",), to_csv),
    Form("tsv", ("text/tab-separated-values",), to_tsv),
)
GRAPHS = (
    Form("ttl", ("text/turtle", "application/x-turtle", "application/turtle"), _exported(".ttl")),
    Form("nt", ("application/n-triples", "text/plain"), _exported(".nt")),
    Form("rdf", ("application/rdf+xml", "application/xml", "text/xml"), _exported(".rdf")),
    Form("jsonld", ("application/ld+json", "application/json"), _exported(".jsonld")),
)
FORMS = {form.name: form for form in (*TABLES, *GRAPHS)}
# Kind of an answer → its forms, that first which stands for all where nobody asks for one.
BY_KIND = {"table": TABLES, "boolean": TABLES, "graph": GRAPHS}


def _token(term: Term) -> str:
    token = written(term)
    match = _BARE.fullmatch(token)
    return (match[1] or match[2]) if match else token


def _plain(term: Term | None) -> str:
    return "" if term is None else f"_:{term.value}" if term.kind == "blank" else term.value


def _json(term: Term) -> dict[str, str]:
    if term.kind != "literal":
        return {"type": "uri" if term.kind == "iri" else "bnode", "value": term.value}
    tagged = {"xml:lang": term.language} if term.language else {"datatype": term.datatype} if term.datatype else {}
    return {"type": "literal", "value": term.value, **tagged}


def _xml(term: Term) -> str:
    value = escape(NOT_XML.sub("\ufffd", term.value), {"\r": "&#13;"})
    if term.kind != "literal":
        return f"<uri>{value}</uri>" if term.kind == "iri" else f"<bnode>{value}</bnode>"
    tagged = f" xml:lang={quoteattr(term.language)}" if term.language else f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
    return f"<literal{tagged}>{value}</literal>"
