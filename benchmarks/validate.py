"""Hold the graph of each document against the shapes of the ontology. Exit code 1 where a graph violates one.

python benchmarks/validate.py [DOCUMENT...]        # the sample documents where none is named
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import kg
from kg.graph.rdf import BASE
from kg.graph.validate import validate

SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "documents"


def main() -> None:
    """Print what is wrong in each document's graph."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", type=Path, default=sorted(SAMPLES.glob("*.txt")))
    found = 0
    for path in parser.parse_args().documents:
        violations = validate(kg.process(path).nquads)
        found += len(violations)
        print(f"{len(violations):4} {path.name}")
        for each in violations:
            shape, node, value = (iri.rsplit("#", 1)[-1].removeprefix(BASE) for iri in (each.shape, each.focus, each.value))
            print(f"       {each.severity} {shape}: {node} {value}: {each.message}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
