"""What the service is and what it serves: SPARQL 1.1 Service Description, and VoID under /.well-known/void."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg.graph import export
from kg.graph.nquads import iri
from kg.graph.results import GRAPHS, TABLES
from kg.server import negotiate
from kg.server.problems import RequestError
from kg.server.published import Published

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF_XML", "jsonld": "JSON-LD",
}  # fmt: skip


async def service(request: Request) -> Response:
    """The description of the service: of the same size whatever it serves."""
    here = str(request.url.replace(path="/sparql", query="", fragment=""))
    node, dataset, default = iri(here), iri(f"{here}#dataset"), iri(f"{here}#default")
    sd = {name: iri(_SD + name) for name in ("Service", "Dataset", "Graph", "endpoint", "defaultDataset", "defaultGraph")}
    triples = [
        (node, iri(_TYPE), sd["Service"]),
        (node, sd["endpoint"], node),
        (node, iri(f"{_SD}supportedLanguage"), iri(f"{_SD}SPARQL11Query")),
        *((node, iri(f"{_SD}resultFormat"), iri(_FORMATS + _RESULT_FORMATS[form.name])) for form in (*TABLES, *GRAPHS)),
        (node, sd["defaultDataset"], dataset),
        (dataset, iri(_TYPE), sd["Dataset"]),
        (dataset, sd["defaultGraph"], default),
        (default, iri(_TYPE), sd["Graph"]),
        (dataset, iri("http://www.w3.org/2000/01/rdf-schema#seeAlso"), iri(here.removesuffix("sparql") + ".well-known/void")),
    ]
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples))
    found = negotiate.form(request.headers.get("accept", ""), GRAPHS)
    if found is None:
        raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in GRAPHS))
    form, media = found
    return Response(export.EXPORTERS[f".{form.name}"](text), 200, {"Vary": "Accept"}, media)


async def void(request: Request) -> Response:
    """The description of the graph as a dataset, as `kg describe` writes it."""
    published: Published = request.app.state.published
    found = negotiate.form(request.headers.get("accept", ""), GRAPHS)
    if found is None:
        raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in GRAPHS))
    form, media = found
    headers = {"Vary": "Accept", "ETag": f'"{published.state}-void-{form.name}"', "Cache-Control": "no-cache"}
    if negotiate.same(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    return FileResponse(await published.described(f".{form.name}"), headers=headers, media_type=media)


async def health(request: Request) -> Response:
    """That the server answers, and which state of the graph it serves."""
    return Response("ok\n", 200, {"Graph-State": request.app.state.published.state, "Cache-Control": "no-store"}, "text/plain")
