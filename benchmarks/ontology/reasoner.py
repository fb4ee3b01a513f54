"""The OWL API's check of the profile OWL 2 DL, and HermiT, both from the jar that comes with owlready2, run by Java."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rdflib import OWL, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg import data, vocabulary

HERE = Path(__file__).resolve().parent
RC = vocabulary.NAMESPACE
MINUTES = 10


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with an ontology. `kind`: profile, inconsistent, unsatisfiable or unreadable; `what`: the reasoner's words."""

    name: str
    kind: str
    what: str


def missing() -> str:
    """What the check lacks on this machine, "" where nothing."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "no Java development kit (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless)"
    return "" if _jar() else "no HermiT.jar (pip install 'owlready2>=0.51,<0.52', or name one in HERMIT_JAR)"


def _jar() -> Path | None:
    """The reasoner, which owlready2 comes with; its Python code is not run."""
    if named := os.environ.get("HERMIT_JAR"):
        return Path(named) if Path(named).is_file() else None
    spec = find_spec("owlready2")
    jar = Path(spec.origin).parent / "hermit" / "HermiT.jar" if spec and spec.origin else None
    return jar if jar and jar.is_file() else None


def check(ontologies: Mapping[str, Graph]) -> tuple[list[Finding], dict[str, int]]:
    """What is wrong with each ontology, sorted, and how many axioms each has.

    Each graph has to be whole: what it imports is in it (see `merged`). FileNotFoundError where `missing()` says something; RuntimeError
    where Java fails or takes more than ten minutes.
    """
    if lacking := missing():
        raise FileNotFoundError(lacking)
    with tempfile.TemporaryDirectory() as folder:
        files = {str(Path(folder) / f"{number}.rdf"): name for number, name in enumerate(ontologies)}
        for file, name in files.items():
            _in_order(ontologies[name]).serialize(file, format="xml", encoding="utf-8")
        command = ["java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", str(_jar()), str(HERE / "OwlCheck.java"), *files]
        try:
            run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60 * MINUTES, check=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise RuntimeError(f"the reasoner failed: {error} {str(error.stderr)[-500:]}") from error
    lines = [line.split("\t", 2) for line in run.stdout.splitlines()]
    axioms = {files[file]: int(what) for file, kind, what in lines if kind == "checked"}
    if set(axioms) != set(ontologies):
        raise RuntimeError(f"the reasoner did not finish: {run.stderr[-500:]}")
    return sorted(Finding(files[file], kind, what) for file, kind, what in lines if kind != "checked"), axioms


def _in_order(graph: Graph) -> Graph:
    """The graph with its triples sorted: how many axioms the OWL API counts depends on whether a declaration precedes its use."""
    ordered = Graph(store="SimpleMemory")  # which keeps the order
    for triple in sorted(graph):
        ordered.add(triple)
    return ordered


def ontology(*files: str) -> Graph:
    """The ontology and further files of `ontology/`, as one."""
    folder = data.folder("ontology")
    return merged(*(Graph().parse(folder / file) for file in (vocabulary.FILE, *files)))


def merged(*graphs: Graph) -> Graph:
    """Ontologies as one, under the name of the first: what it imports is expected to be among them, and what the others say of themselves
    goes with their names."""
    whole = Graph()
    for number, graph in enumerate(graphs):
        heads = set(graph.subjects(RDF.type, OWL.Ontology)) if number else set()
        for triple in graph:
            if triple[0] not in heads and triple[1] != OWL.imports:
                whole.add(triple)
    return whole


def projected(graph: Iterable[tuple[object, ...]]) -> Graph:
    """What of a document's graph can be said in OWL 2 DL, for a reasoner.

    An rdf:Statement becomes an rc:Claim without its rdf:subject, rdf:predicate and rdf:object; dates become strings, since OWL 2 has no
    such datatypes. Things of different IRIs are different things: within one document they are, and without it no reasoner finds two
    values where one is allowed.
    """
    kept, named = Graph(), set()
    for subject, predicate, object_, *_ in graph:
        if predicate in (RDF.subject, RDF.predicate, RDF.object):
            continue
        if object_ == RDF.Statement:
            object_ = URIRef(RC + "Claim")
        if isinstance(object_, Literal) and object_.datatype in (XSD.gYear, XSD.gYearMonth, XSD.date):
            object_ = Literal(str(object_), datatype=XSD.string)
        kept.add((subject, predicate, object_))  # type: ignore[arg-type]
        if predicate == RDF.type and str(object_).startswith(RC):
            named.add(subject)
    different = BNode()
    kept.add((different, RDF.type, OWL.AllDifferent))
    kept.add((different, OWL.distinctMembers, Collection(kept, BNode(), sorted(named)).uri))  # type: ignore[arg-type,type-var]
    return kept
