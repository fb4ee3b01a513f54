"""What is raised on purpose, as one tree.

    KgError                     every error that a user can mend; the command line shows it and exits with 2
    ├── InputError              a document that cannot be read: `path`, `problem`, `remedy`
    │   └── RefusedError        a document whose graph breaks a shape of the ontology
    ├── OutputError             a place that cannot be written: `path`, `problem`, `remedy`
    ├── UnknownNameError        a name that a graph does not know: `name`, `near`
    ├── AmbiguousNameError      a name of several things of a graph: `name`, `candidates`
    ├── QueryError              a SPARQL query that is malformed or refused: `query`, `problem`, `remedy`, `place`, `kind`
    ├── VocabularyError         a term that the ontology does not have: `term`, `suggestion`
    └── SeedError               a row of seeds/ that is wrong: `path`, `row`, `problem`

Each message says where, what is wrong, and what would work; the same parts are attributes.
"""

from __future__ import annotations

from pathlib import Path


class KgError(Exception):
    """An error with a message for the user: where, what is wrong, what would work."""


class _PlacedError(KgError):
    """A problem at a path, with a remedy."""

    def __init__(self, path: Path | str, problem: str, remedy: str) -> None:
        self.path = str(path)
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{self.path}: {problem}; {remedy}")


class InputError(_PlacedError):
    """A document that cannot be read."""


class RefusedError(InputError):
    """A document whose graph breaks a shape of the ontology, and which enters no folder."""


class OutputError(_PlacedError):
    """A file that cannot be written."""


class QueryError(KgError):
    """A SPARQL query that is malformed, unknown, or refused.

    `place`: line and column of what is malformed, from 1, where that is known; `kind`: "malformed", "refused" (it would change something
    or reach out) or "unknown" (it names graphs that are not there).
    """

    def __init__(self, query: str, problem: str, remedy: str, place: tuple[int, int] | None = None, *, kind: str = "malformed") -> None:
        self.query = query
        self.problem = problem
        self.remedy = remedy
        self.place = place
        self.kind = kind
        super().__init__(f"{problem}; {remedy}")


class UnknownNameError(KgError):
    """A name that nothing in a graph has. `near`: the names that come nearest."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        self.name = name
        self.near = near
        hint = f"did you mean {', '.join(near)}?" if near else "give a label, another name, or an IRI of the graph"
        super().__init__(f"the graph has nothing that is called {name}; {hint}")


class AmbiguousNameError(KgError):
    """A name that several things in a graph have. `candidates`: a line for each, its IRI first."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        self.name = name
        self.candidates = candidates
        listed = "".join(f"\n  {candidate}" for candidate in candidates)
        super().__init__(f"the graph has {len(candidates)} things that are called {name}; give the IRI of one, or its end:{listed}")


class VocabularyError(KgError):
    """A term that the ontology does not have."""

    def __init__(self, term: str, suggestion: str | None) -> None:
        self.term = term
        self.suggestion = suggestion
        hint = f"did you mean {suggestion}?" if suggestion else "see ontology/ for the terms that there are"
        super().__init__(f"the ontology has no term {term}; {hint}")


class SeedError(KgError):
    """A row of a seed table that is wrong."""

    def __init__(self, path: Path | str, row: int, problem: str) -> None:
        self.path = str(path)
        self.row = row
        self.problem = problem
        super().__init__(f"{self.path}, row {row}: {problem}")
