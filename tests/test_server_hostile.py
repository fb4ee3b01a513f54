"""What nobody should send: each request is answered, none with a fault of the server, and no name becomes markup on any page."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from server_case import running
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from test_server_pages import HTML, Outline

from kg.server import app, bodies, connections

PARAMETERS = (
    "q start query iri one other only kind programme giver receiver by lang sort down view x y form graph default format id done "
    "default-graph-uri named-graph-uri draft"
).split()
JUNK = (
    "%00", "%FF", "%C3%28", "%ED%A0%80", "..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%25", "%", "%zz",
    "%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>", "a" * 3000, "%F0%9F%98%80", "苏州", "%E8%8B%8F%E5%B7%9E", "{{7*7}}",
    "%0d%0aX-Evil:%201", "\\", "|", "`",
    "{}", "[]", "%22%3E%3Cb%3E", "(.*)*", "*", "//", "/./", "%E2%80%AE", "%EF%BF%BF",
    "-1", "9" * 20, "%D9%A1", "NaN", "http://[", "a%20b.csv",
)  # fmt: skip
HEADERS = (
    "Accept: " + "a/b;q=0.1," * 3000, "Accept: ;;;,,,q=", "Accept: \xff", "Accept-Language: ;;q=zz,-,",
    "If-None-Match: " + '"x",' * 5000,
    "Range: bytes=-", "Range: bytes=9-1", "Origin: null", "Origin: http://[", "Origin: \xff", "Sec-Fetch-Site: elsewhere",
    "Query-Id: ../..",     "Query-Id: \xff", "Accept-Encoding: \xff;q=", "Content-Length: -1", "Content-Length: x", "Host: [",
    "Cookie: \x01", "X: " + "y" * 100_000,
)  # fmt: skip
MEDIA = ("application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/sparql-query", "\xff")
SENT = (b"", b"\xff\xfe\x00", b"=&=&" * 600, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', b"--x--\r\n", b"query=%FF")
PATHS = sorted({route.path for route in app.ROUTES})  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file, uploads=True) as found:
        yield found


def said(client: httpx.Client, request: bytes) -> tuple[int, str]:
    """The status and the text of what comes back for some bytes."""
    with socket.create_connection(("127.0.0.1", client.base_url.port), timeout=60) as connection:
        connection.sendall(request)
        found = b""
        while b"\r\n\r\n" not in found or b"content-length" not in found.lower():
            more = connection.recv(65536)
            if not more:
                break
            found += more
        head, _, body = found.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        while length and len(body) < int(length[1]) and not request.startswith(b"HEAD") and (more := connection.recv(65536)):
            body += more
    assert head.startswith(b"HTTP/1.1 "), (request[:200], head[:200])
    return int(head[9:12]), head.decode("latin-1") + "\r\n\r\n" + body.decode("utf-8", "replace")


def get(client: httpx.Client, address: str, *headers: str, method: str = "GET", body: bytes = b"") -> tuple[int, str]:
    lines = [f"{method} {address} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
    lines += [f"Content-Length: {len(body)}"] if body or method == "POST" else []
    return said(client, "".join(f"{line}\r\n" for line in lines).encode("utf-8" if "苏" in address else "latin-1") + b"\r\n" + body)


def filled(path: str) -> list[str]:
    """The addresses of a route with junk in its path, and in all parameters that there are; of the latter each route has some."""
    inside = [re.sub(r"{[^}]*}", lambda _, junk=junk: junk, path) for junk in JUNK if "{" in path]  # type: ignore[misc]
    some = JUNK[PATHS.index(path) % 5 :: 5]
    return [*inside, *(re.sub(r"{[^}]*}", "region", path) + "?" + "&".join(f"{name}={junk}" for name in PARAMETERS) for junk in some)]


@pytest.mark.parametrize("path", PATHS)
def test_no_address_makes_the_server_fail(client: httpx.Client, path: str) -> None:
    for address in filled(path):
        status, text = get(client, address, "Accept: text/html")
        assert status < 500, (address[:200], text[:500])
        head, _, body = text.partition("\r\n\r\n")
        assert "\nx-evil" not in head.lower(), address[:200]
        assert "text/html" not in head or "<script>alert" not in body, address[:200]
        assert status < 400 or body.strip(), (address[:200], "no word of what is wrong")


@pytest.mark.parametrize("path", PATHS)
def test_methods_headers_and_bodies(client: httpx.Client, path: str) -> None:
    address = re.sub(r"{[^}]*}", "region", path)
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "NONSENSE"):
        status, text = get(client, address, method=method)
        assert status < 500 and (status != 405 or "allow:" in text.lower()), (method, address, text)
        assert method != "OPTIONS" or (status, "options" in text.lower()) == (204, True), (address, text)
    for header in HEADERS[:: 1 if path == "/sparql" else 6]:
        assert get(client, address, header)[0] < 500, (address, header[:80])
    for media in MEDIA:
        for body in SENT if path.startswith(("/sparql", "/upload")) else SENT[:1]:
            assert get(client, address, f"Content-Type: {media}", method="POST", body=body)[0] < 500, (address, media, body[:40])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), name=st.sampled_from(PARAMETERS), value=st.text(max_size=60))
def test_no_text_makes_the_server_fail(client: httpx.Client, path: str, name: str, value: str) -> None:
    encoded = value.encode("utf-8", "surrogatepass")
    answer = client.get(re.sub(r"{[^}]*}", "region", path) + "?" + urlencode({name: encoded}), headers=HTML)
    assert answer.status_code < 500, answer.text
    assert "html" not in answer.headers.get("content-type", "") or not Outline(answer.text).wrong


def test_a_body_that_does_not_come_is_not_waited_for(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.3)
    monkeypatch.setattr(bodies.chunks, "__defaults__", (0.3,))
    status, text = said(
        client,
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK {",
    )
    assert (status, "did not come within 0.3 seconds; send it again" in text) == (408, True), text


def dripped(client: httpx.Client, request: bytes, then: bytes, seconds: float) -> str:
    """What comes back for a request after which a single byte comes again and again, until the server has closed; so long it may take."""
    found, end = b"", time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", client.base_url.port), timeout=0.05) as connection:
        connection.sendall(request)
        while time.monotonic() < end:
            try:
                more = connection.recv(65536)
            except TimeoutError:
                more = None
            except ConnectionResetError:  # what was sent after the server had closed
                more = b""
            if more == b"":
                return found.decode("latin-1")
            found += more or b""
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(then)
    raise AssertionError(f"still open after {seconds} seconds: {request[:60]!r}")


def test_who_never_finishes_asking_is_not_waited_for(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SECONDS", 0.7)
    late = dripped(client, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-", b"a", 10)
    assert late.startswith("HTTP/1.1 408 ")
    assert late.endswith("\r\n\r\nthe headers of the request did not come within 0.7 seconds; send it again\n")
    assert dripped(client, b"", b"", 10) == "", "a connection in reserve is closed without a word"
    unread = dripped(client, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", b"a", 10)
    assert (unread[:13], unread.count("HTTP/1.1 ")) == ("HTTP/1.1 200 ", 1), unread
    again = dripped(client, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hea", b"l", 10)
    assert [each[:3] for each in again.split("HTTP/1.1 ")[1:]] == ["200", "408"], again


def test_chinese_in_an_address_as_it_is_is_refused_in_words(client: httpx.Client) -> None:
    status, text = said(client, "GET /search?q=苏州 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert (status, text.endswith("percent-encoded: curl -G --data-urlencode NAME=VALUE does that.\n")) == (400, True), text


def test_who_waits_for_an_answer_is_not_cut_off(graph_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SECONDS", 1.0)

    async def slow(request: Request) -> Response:
        await asyncio.sleep(1.5)
        return Response("done")

    with running(graph_file, routes=[Route("/slow", slow), *app.ROUTES]) as client:
        assert client.get("/slow").text == "done"
        with socket.create_connection(("127.0.0.1", client.base_url.port), timeout=60) as connection:
            for _ in range(6):  # one connection, used for longer than a request may take
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                found = b""
                while not found.endswith(b"\r\n\r\nok\n"):
                    more = connection.recv(65536)
                    assert more, "closed while it was used"
                    found += more
                time.sleep(0.25)


SCRIPT = "<script>alert(1)</script>"


def test_no_name_becomes_markup_on_any_page(graph_file: Path, tmp_path: Path) -> None:
    """Whatever documents say stands on pages as text: names, titles, roles, measures, quotations."""
    lines = graph_file.read_text("utf-8").splitlines()
    hostile = [re.sub(r'"([^"]*[一-鿿][^"]*)"', rf'"{SCRIPT}\1"', line) for line in lines]
    assert sum(SCRIPT in line for line in hostile) > 30
    (tmp_path / "graph.nq").write_text("".join(f"{line}\n" for line in hostile), "utf-8")
    with running(tmp_path / "graph.nq") as client:
        query = urlencode({"query": f"SELECT * {{ ?s rc:locatedIn ?o }} #{SCRIPT}", "view": "graph"})
        todo = ["/", "/documents", "/pairs", "/pairs?by=province", "/programmes", "/search?q=script", "/class/Region", f"/query?{query}"]
        todo += ["/questions/assistance", "/questions/indicators?view=chart"]
        seen: set[str] = set()
        shown = 0
        for path in todo:
            answer = client.get(path, headers=HTML)
            assert answer.status_code == 200, path
            outline = Outline(answer.text)
            assert not outline.wrong and SCRIPT not in answer.text, (path, outline.wrong)
            shown += "&lt;script&gt;" in answer.text
            kinds = [link for link in outline.links if re.match(r"/(page/[A-Z]|page/region|page/document|pair\?|node)", link)]
            for link in kinds:
                if _kind(link) not in seen:
                    seen.add(_kind(link))
                    todo.append(link)
        assert shown > 12, "the names are on the pages"


def _kind(link: str) -> str:
    return "/".join(link.split("?")[0].split("/")[:3])
