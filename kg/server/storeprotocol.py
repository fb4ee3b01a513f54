"""SPARQL 1.1 Graph Store HTTP Protocol, its reading half (https://www.w3.org/TR/sparql11-http-rdf-update/).

    GET /store?default          all graphs merged
    GET /store?graph=IRI        one document's graph
    GET /store/data/REST        the graph whose IRI ends in REST, directly: the IRIs of the graphs are not addresses of this server

Literals come as they are in the documents' files.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg.graph.rdf import BASE
from kg.graph.results import GRAPHS
from kg.server import negotiate
from kg.server.problems import RequestError
from kg.server.published import Published


async def graph(request: Request) -> Response:
    """The graph that the parameters name, or the path."""
    asked = request.query_params.multi_items()
    direct = request.path_params.get("rest")
    if direct is not None:
        name = BASE + direct
    elif len(asked) == 1 and asked[0][0] in ("default", "graph"):
        name = asked[0][1] if asked[0][0] == "graph" else ""
        if asked[0][0] == "graph" and not name:
            raise RequestError("no-graph")
    else:
        raise RequestError("no-graph")
    return await file(request, name)


async def file(request: Request, name: str) -> Response:
    """A graph by its IRI, or all of them merged where it is "", in the form that the request takes."""
    published: Published = request.app.state.published
    found = negotiate.form(request.headers.get("accept", ""), GRAPHS)
    if found is None:
        raise RequestError("not-acceptable", offered=", ".join(form.media[0] for form in GRAPHS))
    form, media = found
    packed = negotiate.takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{published.state}-{form.name}{"-gzip" if packed else ""}"'
    headers = {"Vary": "Accept, Accept-Encoding", "Graph-State": published.state, "ETag": tag, "Cache-Control": "no-cache"}
    if negotiate.same(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    if name and not (await published.run("has", {"graph": name})).about["found"]:
        raise RequestError("unknown-graph", graph=name[:200])
    path = await published.rendered(f".{form.name}", name, packed=packed)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return FileResponse(path, headers=headers, media_type=media)
