"""Many processes of this machine, from the standard library's pool."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context


def executor(workers: int) -> Executor:
    """A pool of `workers` processes.

    They are spawned, not forked: a fork copies the threads' locks of the parent in whatever state they are, and not every system has it.
    """
    return ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn"))
