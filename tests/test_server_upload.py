"""Documents that are sent in: only where that is allowed, only from the server's own page, read within limits; a name is data."""

from __future__ import annotations

import html
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from conftest import TEXT
from hypothesis import given
from hypothesis import strategies as st
from server_case import EASY, running

from kg import folders
from kg.errors import KgError
from kg.graph import folder
from kg.preview import formats
from kg.server import drafts, uploading
from kg.server.problems import RequestError
from kg.server.published import Published
from kg.server.tasks import Answer

EVIL = TEXT.replace("扬州绿杨食品有限公司", "扬州<script>alert(1)</script>食品有限公司")
HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("archive")
    (place / "one.txt").write_text("苏州市对口支援绥德县。\n", encoding="utf-8")
    folders.build([place / "one.txt"], place / "graph")
    folders.reindex(place / "graph")
    return place / "graph"


@pytest.fixture(scope="module")
def client(archive: Path) -> Iterator[httpx.Client]:
    with running(archive, uploads=True) as found:
        found.headers.update(HTML)
        yield found


def token(client: httpx.Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/upload").text)
    assert found is not None
    return found[1]


def sent(client: httpx.Client, name: str, content: bytes, **headers: str) -> httpx.Response:
    return client.post("/upload", data={"token": token(client)}, files={"document": (name, content)}, headers=headers)


def entries(path: Path) -> set[str]:
    return {entry.name for entry in folder.read_manifest(path).entries}


def test_without_permission_there_is_no_such_page(graph_file: Path) -> None:
    with running(graph_file) as client:
        assert client.get("/upload").status_code == 404
        assert client.post("/upload", files={"document": ("a.txt", b"x")}).status_code == 404
        assert client.get("/upload/abc").status_code == 404
        assert "/upload" not in client.get("/query", headers=HTML).text


def test_a_document_is_looked_at_then_kept_and_nothing_else_is_written(client: httpx.Client, archive: Path) -> None:
    before = {path for path in archive.parent.rglob("*") if path.is_file()}
    answer = sent(client, "../../扬州<b>.txt", EVIL.encode())
    assert answer.status_code == 303, answer.text
    draft = answer.headers["location"]
    shown = client.get(draft).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "扬州&lt;b&gt;.txt" in shown
    assert "累计投入资金" in shown
    assert {path for path in archive.parent.rglob("*") if path.is_file()} == before, "nothing is kept yet"
    refused = client.post(draft, data={"token": "another", "action": "keep"})
    assert refused.status_code == 403
    kept = client.post(draft, data={"token": token(client), "action": "keep"}, follow_redirects=True)
    assert "is in the graph" in kept.text, kept.text
    assert entries(archive) == {"one.txt", "扬州<b>.txt"}
    new = {path for path in archive.parent.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(archive) for path in new), new
    assert [path for path in new if path.suffix == ".txt"] == [next((archive / drafts.UPLOADS).glob("*/扬州<b>.txt"))]
    assert client.get(draft).status_code == 404


def test_a_folder_that_somebody_writes_is_left_alone_and_the_draft_stays(client: httpx.Client, archive: Path) -> None:
    draft = sent(client, "two.txt", "南通市支援伊宁县。\n".encode()).headers["location"]
    with folder.writing(archive, existing=True):
        answer = client.post(draft, data={"token": token(client), "action": "keep"})
    assert answer.status_code == 422
    assert "is writing this folder" in answer.text
    assert "two.txt" not in {path.name for path in archive.rglob("*")}
    done = client.post(draft, data={"token": token(client), "action": "discard"}, follow_redirects=True)
    assert "Discarded" in done.text
    assert client.get(draft).status_code == 404


def test_who_keeps_documents_at_the_same_time_waits_for_the_other(client: httpx.Client, archive: Path) -> None:
    before, said = entries(archive), token(client)
    with ThreadPoolExecutor(8) as pool:
        texts = {f"team-{number}.txt": f"苏州市对口支援阜阳市第{number}中学。\n".encode() for number in range(2)}
        places = [answer.headers["location"] for answer in pool.map(lambda item: sent(client, *item), texts.items())]
        asked = [*places, places[0]]  # and one of them twice
        answers = list(pool.map(lambda place: client.post(place, data={"token": said, "action": "keep"}), asked))
    said_of = [answer.status_code for answer in answers]
    assert said_of[1] == 303 and {said_of[0], said_of[2]} == {303, 404}, [answer.text[:500] for answer in answers]
    assert entries(archive) == before | texts.keys()


def test_of_what_was_not_kept_nothing_is_left(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def lying(secret: str) -> list[Path]:
        files = [path for place in (tmp_path, archive) for path in place.rglob("*") if path.is_file()]
        return [path for path in files if secret.encode() in path.read_bytes()]

    with running(archive, uploads=True) as client:
        client.headers.update(HTML)
        place = sent(client, "gone.txt", "苏州市支援秘密甲县。\n".encode()).headers["location"]
        assert len(lying("秘密甲县")) == 1, "it lies in the server's own folder until somebody decides"
        assert client.post(place, data={"token": token(client), "action": "discard"}).status_code == 303
        assert not lying("秘密甲县") and client.get(place).status_code == 404
        assert sent(client, "bad.txt", "秘密乙县".encode() + bytes(range(256)) * 40).status_code == 422
        assert not lying("秘密乙县"), "what cannot be read"
    held = drafts.Drafts()
    for number in range(drafts._MOST + 1):
        held.add(held.place(tmp_path, "more.txt", f"苏州市支援秘密{number}号县。\n".encode()), {})
    assert not lying("秘密0号县") and len(lying("号县")) == drafts._MOST, "the oldest goes"
    for draft in list(held._drafts):
        held.drop(draft)
    assert not list(tmp_path.rglob("*.txt")), "what the server held goes with it"


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_pages_of_other_sites_send_nothing(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = sent(client, "a.txt", b"x", **headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_the_form_says_where_it_comes_from(client: httpx.Client) -> None:
    """Without a referrer a browser would say Origin: null of a form, and the server could not know its own."""
    assert client.get("/upload").headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("a.exe", b"x", 415, "files of this kind are not read"),
        ("noname", b"x", 415, "files of this kind are not read"),
        ("large.txt", b"x" * (uploading.LARGEST + 1), 413, "more than 8 MB"),
        ("empty.txt", b"", 422, "cannot be taken: empty.txt"),
        ("binary.txt", bytes(range(256)) * 40, 422, "cannot be taken: binary.txt"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(client: httpx.Client, name: str, content: bytes, status: int, said: str) -> None:
    answer = sent(client, name, content)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text[:3000]
    assert "kg-serve" not in answer.text, "where the server has its files is nobody's business"


def test_no_file_and_no_form_are_told_in_words(client: httpx.Client) -> None:
    assert "there is no file" in client.post("/upload", data={"token": token(client)}).text
    assert client.post("/upload", data={"token": "another"}).status_code == 403
    assert client.post("/upload", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    broken = client.post("/upload", content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert broken.status_code == 400


def test_reading_ends_with_its_limits(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "SECONDS", 0.001)
    with running(archive, uploads=True) as client:
        client.headers.update(HTML)
        answer = sent(client, "a.txt", TEXT.encode())
        assert (answer.status_code, "more than 0.001 seconds" in answer.text) == (503, True), answer.text
        monkeypatch.setattr(uploading, "SECONDS", 60.0)
    with running(archive, replace(EASY, memory=8 << 20), uploads=True) as client:
        client.headers.update(HTML)
        answer = sent(client, "a.txt", TEXT.encode() * 1000)
        assert (answer.status_code, "more memory" in answer.text) == (503, True), answer.text


@pytest.mark.parametrize(
    ("kind", "parts", "told"), [("crashed", {"how": "SIGSEGV"}, "(SIGSEGV)"), ("fault", {"problem": "KeyError in find"}, "(KeyError in find)")]
)
def test_a_reading_that_breaks_off_says_what_one_can_do(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, kind: str, parts: dict[str, str], told: str
) -> None:
    place = sent(client, "three.txt", "南通市支援伊宁市。\n".encode()).headers["location"]

    async def broken(self: Published, task: str, arguments: object, seconds: float) -> Answer:
        raise RequestError(kind, **parts)

    monkeypatch.setattr(Published, "process", broken)
    english = words(sent(client, "a.txt", TEXT.encode()))
    assert f"the program that read the document broke off {told}. Nothing of it was kept, and the graph is as it was." in english
    assert "Save the document as plain text (.txt, UTF-8), or in several parts, and send it again" in english
    chinese = words(sent(client, "a.txt", TEXT.encode(), **{"Accept-Language": "zh"}))
    assert "读取这份文献的程序意外中断" in chinese and "请将文献另存为 UTF-8 编码的纯文本（.txt），或分成几份，再重新上传" in chinese
    kept = words(client.post(place, data={"token": token(client), "action": "keep"}))
    assert f"added the document to the graph broke off {told}. See among the documents whether it is there; if it is not, add it again" in kept


def words(answer: httpx.Response) -> str:
    assert answer.status_code == 500
    return html.unescape(answer.text)


def test_what_the_folder_has_is_not_taken_in_again(archive: Path, tmp_path: Path) -> None:
    known = tmp_path / "again.txt"
    known.write_text("苏州市对口支援绥德县。\n", encoding="utf-8")
    before = folder.read_manifest(archive)
    assert drafts.keep({"path": str(known), "folder": str(archive)})["new"] is False
    assert folder.read_manifest(archive) == before


def test_a_single_file_takes_no_documents(graph_file: Path, tmp_path: Path) -> None:
    graph = Path(shutil.copy(graph_file, tmp_path / "graph.nq"))
    with running(graph, uploads=True) as client:
        client.headers.update(HTML)
        draft = sent(client, "a.txt", TEXT.encode()).headers["location"]
        shown = client.get(draft).text
        assert 'value="keep"' not in shown
        assert "added to a graph folder alone" in shown
        assert client.post(draft, data={"token": token(client), "action": "keep"}).status_code == 404


@given(st.text(max_size=300), st.sampled_from(formats()))
def test_a_name_is_one_part_of_a_path_without_signs_that_steer(said: str, suffix: str) -> None:
    name = drafts.safe_name(said + suffix)
    assert Path(name).name == name
    assert name not in (".", "..")
    assert not name.startswith(".")
    assert Path(name).suffix == suffix
    assert name.isprintable()
    assert len(name.encode("utf-8")) < 200
    assert drafts.safe_name(name) == name


def test_other_suffixes_are_refused() -> None:
    with pytest.raises(KgError, match=r"协议\.docx: \.htm"):
        drafts.safe_name("协议.docx")
