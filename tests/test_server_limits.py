"""Queries that nobody should have asked: what they may take, and what the others notice of them."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from server_case import running

from kg.server import worker, workers
from kg.server.problems import RequestError
from kg.server.tasks import TASKS, Answer, Opened
from kg.server.workers import Limits

TIGHT = Limits(ready=2, places=2, queue=4, patience=0.3, seconds=2.0, memory=300 << 20, rows=2000, bytes=300_000)
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TOO_LONG = {
    "a cross product": CROSS,
    "a sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "a path without end": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>|^!<urn:x>)* ?d . ?e (!<urn:x>|^!<urn:x>)* ?f }",
    "a memory bomb": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(graph_file: Path) -> Iterator[httpx.Client]:
    with running(graph_file, TIGHT) as found:
        yield found


def asked(client: httpx.Client, query: str, **parameters: str) -> httpx.Response:
    """From another connection, as by somebody else."""
    return httpx.get(f"{client.base_url}/sparql", params={"query": query, **parameters}, timeout=60)


def settled(client: httpx.Client) -> None:
    """Waits until a short question is answered: a machine with other work needs a while to replace what was ended."""
    for _ in range(200):
        if asked(client, "ASK {}").status_code == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the server does not recover")


@pytest.mark.parametrize("name", TOO_LONG)
def test_what_takes_too_long_or_too_much_is_ended(client: httpx.Client, name: str) -> None:
    settled(client)
    answer = asked(client, TOO_LONG[name])
    assert answer.status_code == 503
    assert "was stopped; ask for less" in answer.text
    assert int(answer.headers["retry-after"]) > 0
    settled(client)


def below(parent: int) -> dict[int, int]:
    """The processes below one, with how much of the processors each has had."""
    rows: dict[int, tuple[int, int]] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = each.read_text("ascii", "replace").rpartition(")")[2].split()
            rows[int(each.parent.name)] = int(fields[1]), int(fields[11])
    inside, size = {parent}, 0
    while len(inside) > size:
        size = len(inside)
        inside |= {number for number, (above, _) in rows.items() if above in inside}
    return {number: rows[number][1] for number in inside - {parent}}


ENDS = {
    signal.SIGSEGV: (500, "the process that was to answer ended by itself (SIGSEGV); word it otherwise"),
    signal.SIGABRT: (500, "ended by itself (SIGABRT)"),
    signal.SIGKILL: (503, "needed more memory than it may have"),  # as the kernel does where memory is out
}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_how_a_process_ended_is_told(graph_file: Path) -> None:
    with running(graph_file, replace(TIGHT, seconds=60.0)) as client:
        for ended_by, (status, told) in ENDS.items():
            settled(client)
            before, answers = below(os.getpid()), list[httpx.Response]()
            asking = threading.Thread(target=lambda answers=answers: answers.append(asked(client, CROSS)))
            asking.start()
            busy: list[int] = []
            while not busy and asking.is_alive():
                time.sleep(0.05)
                busy = [number for number, used in below(os.getpid()).items() if used - before.get(number, 0) >= 15]
            os.kill(busy[0], ended_by)
            asking.join()
            assert (answers[0].status_code, told in answers[0].text) == (status, True), answers[0].text


def test_memory_that_runs_out_is_told_as_such(graph_file: Path) -> None:
    with running(graph_file, replace(TIGHT, seconds=60.0, memory=100 << 20)) as client:
        answer = asked(client, TOO_LONG["a memory bomb"])
        assert (answer.status_code, "needed more memory than it may have" in answer.text) == (503, True), answer.text
        settled(client)


def test_a_fault_of_the_program_is_told_without_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(opened: object, arguments: object) -> Answer:
        raise KeyError("/home/somebody/secret")

    monkeypatch.setitem(TASKS, "query", faulty)
    head, body = worker._answered(Opened(None), b'{"task": "query", "arguments": {}}')
    assert (head, body) == ({"fault": "KeyError in query"}, b"")
    with pytest.raises(RequestError, match=r"^there is a fault in the program \(KeyError in query\); report it with the address$"):
        workers._understood(head, body)


@pytest.mark.parametrize("pattern", ["(a?){40}a{40}", "(a*)*b", "((a{999}){999}){999}", "(x+x+)+y", "(.*)(.*)(.*)(.*)(.*)[^a]"])
def test_no_pattern_is_a_catastrophe(client: httpx.Client, pattern: str) -> None:
    """The engine's regular expressions take linear time, and are refused where they would be large."""
    settled(client)
    answer = asked(client, f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c FILTER(REGEX(CONCAT('{'a' * 2000}', STR(?c)), '{pattern}')) }}")
    assert answer.status_code == 200, answer.text


def test_an_answer_that_is_too_large_is_none(client: httpx.Client) -> None:
    settled(client)
    many = asked(client, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }")
    assert (many.status_code, many.text) == (400, "the answer has more than 2000 rows; nothing is cut off: ask for less (a query with LIMIT)\n")
    chinese = httpx.get(f"{client.base_url}/sparql", params={"query": "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"}, headers={"Accept-Language": "zh"})
    assert chinese.text == "结果超过 2000 行，不会截断后返回：请缩小范围（查询可加 LIMIT）\n"
    few = 'SELECT ("x" AS ?x) { ?a ?b ?c . ?d ?e ?f } LIMIT '
    exactly = asked(client, f"{few}2000", format="csv")
    assert (exactly.status_code, exactly.text.count("\n")) == (200, 2001)
    assert asked(client, f"{few}2001").status_code == 400
    wide = asked(client, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 2000")
    assert (wide.status_code, wide.text) == (400, "the answer has more than 300000 bytes; nothing is cut off: ask for less (a query with LIMIT)\n")


def test_others_are_answered_meanwhile(client: httpx.Client) -> None:
    settled(client)
    answers: list[httpx.Response] = []
    hostile = [threading.Thread(target=lambda: answers.append(asked(client, CROSS))) for _ in range(16)]
    for thread in hostile:
        thread.start()
    settled(client)
    assert client.get("/healthz").status_code == 200
    for thread in hostile:
        thread.join()
    assert {answer.status_code for answer in answers} == {503}
    assert any("the server is busy; try again later" in answer.text for answer in answers)
    settled(client)


@pytest.mark.parametrize("way", ["POST", "DELETE"])
def test_a_query_is_stopped_by_its_id(client: httpx.Client, way: str) -> None:
    settled(client)
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(asked(client, CROSS, id=f"stop-me-{way}")))
    asking.start()
    from_elsewhere = client.request(way, f"/queries/stop-me-{way}", headers={"Origin": "https://evil.example"})
    assert (from_elsewhere.status_code, from_elsewhere.text) == (403, "such a request from another site is not taken\n")
    for _ in range(100):
        if client.request(way, f"/queries/stop-me-{way}").status_code == 204:
            break
        time.sleep(0.02)
    asking.join()
    assert (answers[0].status_code, answers[0].text) == (503, "the query was stopped\n")
    unknown = client.request(way, f"/queries/stop-me-{way}")
    assert (unknown.status_code, unknown.text) == (404, f"no query stop-me-{way} is running\n")


def test_a_query_that_nobody_waits_for_is_ended(client: httpx.Client) -> None:
    settled(client)
    with pytest.raises(httpx.ReadTimeout, match="timed out"):
        httpx.get(f"{client.base_url}/sparql", params={"query": CROSS, "id": "gone-0001"}, timeout=0.6)
    for _ in range(100):
        if client.post("/queries/gone-0001").status_code == 404:
            break
        time.sleep(0.01)
    assert client.post("/queries/gone-0001").status_code == 404
    settled(client)
