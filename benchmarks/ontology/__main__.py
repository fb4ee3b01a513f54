"""Check the ontology: python -m benchmarks.ontology [DOCUMENT...], the sample documents where none is named.

Exit code 1 where something is wrong, 2 where Java or the reasoner is missing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rdflib import Graph

import kg
from benchmarks.ontology import reasoner, rules
from kg.graph.rdf import BASE, to_dataset

SAMPLES = Path(__file__).resolve().parent.parent.parent / "seeds" / "documents"


def main() -> None:
    """Print what is wrong with the ontology alone, with its alignments, and with the graph of each document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", type=Path, default=sorted(SAMPLES.glob("*.txt")))
    documents = parser.parse_args().documents
    if lacking := reasoner.missing():
        print(lacking, file=sys.stderr)
        sys.exit(2)
    every = ontologies(documents)
    findings, axioms = reasoner.check(every)
    wrong = 0
    for name, graph in every.items():
        said = [f"{finding.kind}: {finding.what}" for finding in findings if finding.name == name] + rules.faults(graph)
        wrong += len(said)
        print(f"{len(said):4} {name} ({axioms[name]} axioms)")
        for line in said:
            print(f"       {line.replace(BASE, '')}")
    sys.exit(1 if wrong else 0)


def ontologies(documents: list[Path]) -> dict[str, Graph]:
    """The ontology, with its alignments and what the vocabularies aligned with say, and that with the graph of each document."""
    alone = reasoner.ontology()
    aligned = reasoner.merged(reasoner.ontology("alignments.ttl"), Graph().parse(reasoner.HERE / "external.ttl"))
    graphs = {path.name: reasoner.projected(to_dataset(kg.process(path).nquads).quads()) for path in documents}
    return {"ontology": alone, "with alignments": aligned} | {name: reasoner.merged(aligned, graph) for name, graph in graphs.items()}


if __name__ == "__main__":
    main()
