"""Graph files and graph texts as an index in memory that answers SPARQL, and as canonical N-Quads.

With `index`, which makes those on disk, the one module that knows pyoxigraph. Its store rewrites what it holds (10000.00 → 10000,
`@zh-Hans` → `@zh-hans`): it answers questions and nothing is exported from it. `read` goes past it, and keeps every literal.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import output
from kg.errors import InputError, OutputError
from kg.graph import folder
from kg.graph.guard import Scope
from kg.graph.nquads import NOT_XML, XSD, Term, cased_tag, read_term, split, tokens, with_cased_tags
from kg.recipe import recipe

Row = tuple[Term | None, ...]

FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_XML_TAG = re.compile(r'(<[^<>]* xml:lang=)"([A-Za-z0-9-]+)"')
_BLANK = re.compile(r"(?<!\S)_:[^ \"<>]+")
_RETRIES = 5


def load(source: Path | str | Iterable[str]) -> ox.Store:
    """A store with the quads of a file or a graph folder (a Path, format by suffix), of an N-Quads text, or of several.

    It is in memory, or the index of a folder on disk where that is as new as the folder.

    The default graph is the union of all graphs, each triple once. The engine has a mode that makes the union while it answers, but there a
    triple comes once for every graph it is in, and everything that is counted or summed comes out wrong.
    InputError where the file cannot be read, or is not what its suffix says.
    """
    if isinstance(source, Path) and folder.is_folder(source):
        for _ in range(_RETRIES):
            place = index_of(source)
            try:
                return ox.Store.read_only(str(place))
            except OSError:
                if index_of(source) == place:  # else it was taken away meanwhile for a newer one
                    break
    return _filled(ox.Store(), source)


def reindex(place: Path) -> Path:
    """The index of a graph folder, made from its files; where it lies. It is there whole or not at all, and so are older ones until then.

    For whoever writes the folder. InputError as of `folder.graphs`; OutputError where it cannot be written.
    """
    from kg.graph import index  # whole graphs are put together by what asks this module

    target = index_of(place)
    try:
        target.parent.mkdir(exist_ok=True)
        if not target.is_dir():
            olds = [path for path in sorted(target.parent.iterdir()) if path.is_dir() and not path.name.startswith(".")]
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as temporary:
                new = Path(temporary, "index")
                made = index.fill(place, new, olds)
                if made is not None:
                    output.write(index.beside(target), made.text())
                new.rename(target)
        for path in sorted(target.parent.iterdir()):
            if path.is_dir() and path != target:
                _remove(path)
            elif path not in (target, index.beside(target)):
                path.unlink()
    except OSError as error:
        raise OutputError(
            target, f"the index cannot be written ({error.strerror or error})", "make room; the graph itself is whole"
        ) from error
    return target


def _remove(old: Path) -> None:
    """An old index away, under another name first: what is half gone must not be taken for one when the folder is what it was again."""
    gone = old if old.name.startswith(".") else old.rename(old.with_name(f".old-{old.name}"))
    shutil.rmtree(gone)


def make_index(dump: Path, place: Path) -> None:
    """An index on disk, where nothing is yet, of what `dump` or `to_dump` wrote. OSError where it cannot be written."""
    store = ox.Store(str(place))
    store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def open_index(place: Path) -> ox.Store:
    """An index on disk, for reading alone. Nobody may change its files meanwhile: `snapshot` takes a copy that nobody knows of."""
    return ox.Store.read_only(str(place))


def dump(index: Path, target: Path) -> None:
    """What an index on disk holds, its default graph too, as N-Quads: for `load_dump` and nobody else, as literals are rewritten."""
    with target.open("wb") as file:
        ox.Store.read_only(str(index)).dump(file, format=ox.RdfFormat.N_QUADS)


def to_dump(text: str, target: Path) -> None:
    """The quads of an N-Quads text, each in the default graph too."""
    with target.open("w", encoding="utf-8") as file:
        for line in split(text):
            subject, predicate, value, graph = tokens(line)
            file.write(f"{line}\n{subject} {predicate} {value} .\n" if graph else f"{line}\n")


def load_dump(path: Path) -> ox.Store:
    """An index in memory with what `dump` or `to_dump` wrote: some times faster than one on disk, and copied where its process is."""
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    return store


def index_of(place: Path) -> Path:
    """Where the index of a graph folder as it is now lies, if it has been made. InputError as of `folder.read_manifest`.

    It is named by what the graph is made of: the documents' graphs, the decisions of people, and the program, which knows what is one.
    """
    decisions = place / folder.DECISIONS
    decided = hashlib.sha256(decisions.read_bytes()).hexdigest()[:8] if decisions.is_file() else "0"
    manifest = folder.read_manifest(place)
    return place / folder.INDEX / f"{manifest.digest}.{decided}.{recipe(manifest.base).digest}"


def _filled(store: ox.Store, source: Path | str | Iterable[str]) -> ox.Store:
    """The store with the quads of the source, and with the union of all graphs as its default graph."""
    if isinstance(source, Path) and folder.is_folder(source):
        source = _folder_text(source)
    if isinstance(source, Path):
        store.bulk_extend(_parsed(source))
    else:
        for text in [source] if isinstance(source, str) else source:
            store.bulk_load(text.encode("utf-8"), ox.RdfFormat.N_QUADS)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def read(path: Path) -> str:
    """A graph file as sorted canonical N-Quads, each quad once. InputError as of `load`.

    Blank nodes, which our own graphs have none of, are numbered in the order of the file.
    """
    if folder.is_folder(path):
        return _folder_text(path)
    data = ox.serialize(_parsed(path), format=ox.RdfFormat.N_QUADS) or b""
    lines = [with_cased_tags(line) if '"@' in line else line for line in _numbered(split(data.decode("utf-8")))]
    return "".join(f"{line}\n" for line in sorted(set(lines)))


def triples(path: Path) -> Iterator[tuple[str, str, str]]:
    """The triples of a graph file as plain values, IRIs and lexical forms, in the order of the file; those about triples left out.

    InputError as of `load`.
    """
    quads = ox.parse(input=_folder_text(path), format=ox.RdfFormat.N_QUADS) if folder.is_folder(path) else _parsed(path)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not (isinstance(subject, ox.Triple) or isinstance(value, ox.Triple)):
            yield subject.value, quad.predicate.value, value.value


def to_rdfxml(lines: Iterable[str], prefixes: dict[str, str]) -> str:
    """Canonical N-Quads lines as RDF/XML, in their order, without their graphs.

    Characters that XML cannot hold become U+FFFD, the replacement character.
    """
    triples = (ox.Triple(*map(_engine_term, tokens(line)[:3])) for line in lines)
    content = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
    return _XML_TAG.sub(lambda m: f'{m[1]}"{cased_tag(m[2])}"', content.decode("utf-8"))


def _engine_term(token: str) -> Any:
    """A token of a canonical line as a term of pyoxigraph."""
    kind, value, datatype, language = read_term(token)
    if kind == "iri":
        return ox.NamedNode(value)
    if kind == "blank":
        return ox.BlankNode(value)
    value = NOT_XML.sub("\ufffd", value)
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(value)


def answer(
    store: ox.Store, text: str, prefixes: dict[str, str], base: str, scope: Scope | None = None, most: int | None = None
) -> tuple[str, tuple[str, ...], tuple[Row, ...], bool]:
    """Kind ("table", "boolean" or "graph"), columns and rows of the answer to a query, in the engine's order, and whether these are all.

    `base`: what relative IRIs are relative to; `scope`: the data set in the place of the store's own; `most`: how many rows are wanted.
    As the engine raises it: SyntaxError for a malformed query, ValueError, RuntimeError or OSError for one that it cannot answer.
    """
    graphs: dict[str, Any] = {}
    if scope is not None:
        store, graphs = _scoped(store, scope)
    found = store.query(text, prefixes=prefixes, base_iri=base, **graphs)
    if isinstance(found, ox.QueryBoolean):
        return "boolean", ("answer",), ((Term("literal", "true" if found else "false", f"{XSD}boolean"),),), True
    rows: Iterator[Row]
    columns: tuple[str, ...]
    if isinstance(found, ox.QueryTriples):
        kind, columns = "graph", ("subject", "predicate", "object")
        rows = ((term(t.subject), term(t.predicate), term(t.object)) for t in found)
    else:
        kind, columns = "table", tuple(variable.value for variable in found.variables)
        rows = (tuple(None if (cell := row[name]) is None else term(cell) for name in columns) for row in found)
    return kind, columns, tuple(islice(rows, most)), most is None or next(rows, None) is None


def unknown(store: ox.Store, scope: Scope) -> list[str]:
    """The graphs of a scope that the store has none of, sorted."""
    return sorted(iri for iri in {*scope.default, *scope.named} if not _has(store, iri))


def _has(store: ox.Store, iri: str) -> bool:
    try:
        return store.contains_named_graph(ox.NamedNode(iri))
    except ValueError:  # it is no IRI
        return False


def _scoped(store: ox.Store, scope: Scope) -> tuple[ox.Store, dict[str, Any]]:
    """A store with the scope's graphs, and how it is asked. The engine gives a triple of two default graphs twice: they are merged here."""
    default, named = ([ox.NamedNode(iri) for iri in graphs] for graphs in (scope.default, scope.named))
    if len(default) < 2:
        return store, {"default_graph": default, "named_graphs": named}
    merged = ox.Store()
    for graph in default:
        merged.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, graph))
    for graph in named:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return merged, {"default_graph": [ox.DefaultGraph()], "named_graphs": named}


def term(value: Any) -> Term:
    """A term of pyoxigraph as a `Term`; a triple in the place of a term as its text."""
    if isinstance(value, ox.NamedNode):
        return Term("iri", value.value)
    if isinstance(value, ox.BlankNode):
        return Term("blank", value.value)
    if isinstance(value, ox.Literal):
        if value.language:
            return Term("literal", value.value, "", cased_tag(value.language))
        datatype = value.datatype.value
        return Term("literal", value.value, "" if datatype.endswith("#string") else datatype)
    return Term("literal", str(value))


def _folder_text(path: Path) -> str:
    """The graph of a folder, with what is one under one IRI. Whole graphs are put together by what asks them, hence the late import."""
    from kg.graph import whole

    return whole.of_folder(path).text


def _parsed(path: Path) -> Iterator[ox.Quad]:
    """The quads of a file in its order."""
    known = ", ".join(sorted(FORMATS))
    syntax = FORMATS.get(path.suffix.lower())
    if path.is_dir():
        raise InputError(path, "this is a folder", f"name a graph file ({known}), or build a graph of the folder first")
    if syntax is None:
        raise InputError(path, f"graphs in the format {path.suffix or 'of a file without a suffix'} are not read", f"use {known}")
    try:
        yield from ox.parse(path=path, format=syntax)
    except FileNotFoundError as error:
        raise InputError(path, "there is no such file", "build the graph first, or mend the path") from error
    except OSError as error:
        raise InputError(path, f"the file cannot be read ({error.strerror or error})", "allow reading it") from error
    except (SyntaxError, ValueError) as error:
        said = str(error.msg if isinstance(error, SyntaxError) else error).splitlines() or ["malformed"]
        raise InputError(path, f"this is not well-formed {syntax.name} ({said[0]})", "mend the line, or build the graph again") from error


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    """The lines with blank nodes named by the order in which they appear: a parser invents names that differ from run to run."""
    names: dict[str, str] = {}
    for line in lines:
        yield _outside_strings(line, names) if "_:" in line else line


def _outside_strings(line: str, names: dict[str, str]) -> str:
    head, quote, string = line.partition('"')
    end = string.rfind('"') + 1
    renamed = [_BLANK.sub(lambda m: names.setdefault(m.group(), f"_:b{len(names)}"), part) for part in (head, string[end:])]
    return renamed[0] + quote + string[:end] + renamed[1]
