"""Arguments in, exit codes out: 0 done, 1 something is wrong with what was looked at, 2 wrong use or input.

Every message goes to standard error, without a traceback. `program` is the program and what its commands share; the commands stand by what
they are for in `building`, `exploring`, `judging` and `serving`, which register them in the order of the help.
"""

from kg.cli import building, exploring, judging, serving
from kg.cli.program import app, main

__all__ = ["app", "building", "exploring", "judging", "main", "serving"]
