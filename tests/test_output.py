"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import output
from kg.errors import OutputError


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "图谱.ttl"
    for content in ("甲\n", b"\x00\xff", ""):
        output.write(path, content)
        assert path.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_are_those_of_the_old_file_or_of_the_user(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        output.write(tmp_path / "new", "x")
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o604)
    output.write(tmp_path / "new", "y")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o604


def test_a_link_keeps_pointing_where_it_points(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    output.write(tmp_path / "link.ttl", "new")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_text() == "new"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"graph\.ttl: the file cannot be written \(No space left on device\)"):
        output.write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_looking_at_a_place_changes_nothing(tmp_path: Path) -> None:
    output.check(tmp_path / "new.ttl", [".ttl"])
    (tmp_path / "old.ttl").write_text("old")
    output.check(tmp_path / "old.ttl")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old.ttl", "old")]
    with pytest.raises(OutputError, match="null: this is no regular file; use -o - for standard output"):
        output.check(Path("/dev/null"))
    with pytest.raises(OutputError, match=r"a\.TXT: the format \.TXT is not known; use \.nq, \.ttl"):
        output.check(tmp_path / "a.TXT", [".ttl", ".nq"])
