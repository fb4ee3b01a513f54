"""Engines run one function over many documents: in this process, or in several.

In: a number of workers. Out: a `concurrent.futures.Executor`, whose `map` gives results in the order of its arguments, as they
become ready. An engine knows neither documents nor graphs. The function and what goes in and out of it must be picklable; what it
raises goes through.

`table.ENGINES` is the choice of engines: to add one is to write a function `executor(workers)` and its row there.
"""
