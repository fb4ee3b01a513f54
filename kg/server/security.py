"""Who may ask, and what a browser may do with an answer.

- `Host`: a page from elsewhere can give a name of its own the address of this machine (DNS rebinding), and would then read as if it were
  from here. So a request must name this machine by `localhost`, by an address, or by a name that the server was started with.
- Content-Security-Policy: nothing from elsewhere, nothing inline, in no frame. A page that needs more says so itself.
- CORS: pages of other sites may read answers, without credentials, where they come from this machine or the server is for everybody.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.problems import RequestError, respond

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_CORS_METHODS, _CORS_HEADERS = "GET, HEAD, POST, OPTIONS", "Accept, Accept-Language, Content-Type, If-None-Match, Query-Id"
_EXPOSED = "ETag, Graph-State, Retry-After, Link"


class Security:
    """Middleware: refuses what is not for this server, and puts the headers on what it answers.

    `names`: host names that the server is called by besides localhost; `everybody`: whether pages of any site may read it.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = (), everybody: bool = False) -> None:
        self._app = app
        self._names = {name.lower().rstrip(".") for name in names}
        self._everybody = everybody

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        origin = self._allowed(Headers(scope=scope).get("origin", ""))

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if origin:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = _EXPOSED
                if not self._everybody:
                    headers.add_vary_header("Origin")
            await send(message)

        if not self._knows(_host(request.headers.get("host", ""))):
            problem = RequestError("host", host=request.headers.get("host", "")[:100])
            await respond(request, problem)(scope, receive, dressed)
        elif request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            allowed = {"Access-Control-Allow-Methods": _CORS_METHODS, "Access-Control-Allow-Headers": _CORS_HEADERS}
            await Response(None, 204, allowed if origin else {})(scope, receive, dressed)
        else:
            await self._app(scope, receive, dressed)

    def _knows(self, host: str) -> bool:
        return host in self._names or is_local(host) or _is_address(host)

    def _allowed(self, origin: str) -> str:
        """The value of Access-Control-Allow-Origin for pages of this origin; "" for none."""
        if self._everybody:
            return "*"
        return origin if origin and is_local(_host(_authority(origin))) else ""


def refuse_other_sites(request: Request) -> None:
    """RequestError where a request comes from a page of another site: for what is more than reading."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site != "same-origin" or (origin is not None and _authority(origin) != request.headers.get("host")):
        raise RequestError("origin")


def is_local(host: str) -> bool:
    """Whether a host is this machine by its name or address.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("example.org")
    (True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _authority(origin: str) -> str:
    """The host and port of an origin, "" where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _host(header: str) -> str:
    """The host of `host`, `host:port` or `[address]:port`, in lower case; "" where it is none of them."""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""
