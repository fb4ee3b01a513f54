"""The engines that there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from types import MappingProxyType

from kg.engines import processes, serial

ENGINES: Mapping[str, Callable[[int], Executor]] = MappingProxyType({"serial": serial.executor, "processes": processes.executor})


def choose(workers: int) -> Executor:
    """The executor for so many workers: this process for one, a pool for more. ValueError where there are none."""
    if workers < 1:
        raise ValueError(f"{workers} workers can do no work; at least 1 is needed")
    return ENGINES["serial" if workers == 1 else "processes"](workers)
