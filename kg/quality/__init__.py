"""A graph against a reference annotation: how much of what the document says is in the graph, and how much of the graph it says.

    NAME.json ─ reference.read ─► Reference ┐
    graph     ─ its View ──────────────────►┴─ compare ─► Comparison: counts by figure, faults, verdicts on single claims

The room reads a graph through `kg.graph.claims`, as what is measured is the graph that a user gets, and knows neither text nor rules.
A measure is a set: what the reference marks optional counts neither way, and so does what follows from the reference by the ontology.
"""

from kg.quality.compare import Comparison, compare
from kg.quality.counts import FIGURES, Counts, total
from kg.quality.reference import Reference, find, read

__all__ = ["FIGURES", "Comparison", "Counts", "Reference", "compare", "find", "read", "total"]
