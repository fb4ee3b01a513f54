"""One process: everything happens here and now, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class SerialExecutor(Executor):
    """An executor that does the work when it is asked for: `submit` before it returns, `map` item by item."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The finished future of `fn(*args, **kwargs)`; what `fn` raises is kept in it."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def map(self, fn: Callable[..., T], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1) -> Iterator[T]:
        """`fn` over the arguments, each computed when it is taken; `timeout` and `chunksize` mean nothing here."""
        return map(fn, *iterables)


def executor(workers: int) -> Executor:
    """The executor of this process; `workers` is 1."""
    return SerialExecutor()
