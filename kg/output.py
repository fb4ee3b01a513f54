"""Places to write to: looked at before the work begins, filled in one step when it is done."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from kg.errors import OutputError


def check(path: Path, suffixes: Collection[str] = ()) -> None:
    """Nothing, where a file can be written at `path`. OutputError where it cannot, or where its suffix is none of `suffixes`.

    Asking for permissions is not enough (read-only file systems, a superuser): a file is made beside it, and taken away again.
    """
    if suffixes and path.suffix.lower() not in suffixes:
        kind = path.suffix or "of a file without a suffix"
        raise OutputError(path, f"the format {kind} is not known", f"use {', '.join(sorted(suffixes))}")
    if path.is_dir():
        raise OutputError(path, "this is a folder", "name a file in it")
    if path.exists() and not path.is_file():
        raise OutputError(path, "this is no regular file", "use -o - for standard output")
    if not path.parent.is_dir():
        raise OutputError(path, f"there is no folder {path.parent}", "make it first, or choose another place")
    try:
        if path.exists():
            with path.open("ab"):
                pass
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(path, f"the file cannot be written ({error.strerror})", "allow writing it, or choose another place") from error


def write(path: Path, content: str | bytes) -> None:
    """The file at `path` with this content (text in UTF-8), whole or not at all. OutputError where it cannot be written.

    A symbolic link keeps pointing where it points.
    """
    target = path.resolve()
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        raise OutputError(path, f"the file cannot be written ({error.strerror})", "allow writing it, or choose another place") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    """The process's mask of permissions, which can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
