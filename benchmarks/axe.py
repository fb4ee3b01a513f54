"""axe-core, which looks for faults of accessibility in a page: fetched from npm into the user's cache, for `make a11y`.

It is no part of this repository. Where there is no npm, that is said, and the tests that need it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.14.1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "regional-kg" / f"axe-core-{VERSION}"
SCRIPT = CACHE / "axe.min.js"


def find() -> str | None:
    """The script, or None where it has not been fetched."""
    return SCRIPT.read_text("utf-8") if SCRIPT.is_file() else None


def main() -> int:
    """0 where axe-core lies in the cache, 1 where it cannot be had."""
    if SCRIPT.is_file():
        return 0
    if shutil.which("npm") is None:
        print("AXE IS NOT ASKED: there is no npm on this machine; install Node.js", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(["npm", "pack", "--silent", f"axe-core@{VERSION}"], cwd=folder, capture_output=True, text=True)
        if run.returncode:
            print(f"AXE IS NOT ASKED: npm could not fetch axe-core {VERSION}:\n{run.stderr}", file=sys.stderr)
            return 1
        with tarfile.open(Path(folder, f"axe-core-{VERSION}.tgz")) as archive:
            archive.extractall(folder, filter="data")
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder, "package", "axe.min.js"), SCRIPT)
    print(SCRIPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
