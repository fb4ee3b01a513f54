"""Many processes of this machine, from the standard library's pool."""

from __future__ import annotations

import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context


def executor(workers: int) -> Executor:
    """A pool of `workers` processes.

    They are spawned, not forked: a fork copies the threads' locks of the parent in whatever state they are, and not every system has it.
    An interrupt is for the parent, which stops them.
    """
    return ProcessPoolExecutor(workers, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
