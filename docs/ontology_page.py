"""`ontology/` in, `docs/ontology.html` out, by pyLODE: what a reader of the vocabulary looks things up in. `make docs` runs it.

pyLODE writes one page of a graph. Left alone it shows of each term only some of what is said, in an order that changes from run to run,
under anchors made of labels. So it is given a graph prepared for it: no blank nodes (class expressions are written out in Manchester
syntax, in the order of the file), both labels in one, matches in other vocabularies as lines of text, values of an enumeration as a
section; and the anchors are the local names, so that the ontology's IRIs lead to their places. No network, no clock, no chance.
"""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import Any

from dominate.tags import a, div, h2, h3, h4, li, meta, script, style, ul
from dominate.util import raw
from pylode.profiles.ontpub import OntPub
from pylode.rdf_elements import ONT_PROPS, ONT_TYPES, ONTDOC
from pylode.utils import section_html
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, BNode, Graph, Literal, URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY, ALIGNMENTS = ROOT / "ontology" / "regional-cooperation.ttl", ROOT / "ontology" / "alignments.ttl"
CSS, PAGE = ROOT / "docs" / "ontology.css", ROOT / "docs" / "ontology.html"

BETWEEN = "\u2003"
"""Parts the Chinese label from the English one until the page is written."""

INVERSE_LABEL = URIRef("https://w3id.org/regional-cooperation/ontology#inverseLabel")

# The sections, and whether a term of this type stands in it: type, heading, anchor.
SECTIONS = (
    (OWL.Class, f"类{BETWEEN}Classes", "classes"),
    (OWL.ObjectProperty, f"对象属性{BETWEEN}Object properties", "objectproperties"),
    (OWL.DatatypeProperty, f"数据属性{BETWEEN}Datatype properties", "datatypeproperties"),
    (OWL.AnnotationProperty, f"注释属性{BETWEEN}Annotation properties", "annotationproperties"),
    (OWL.NamedIndividual, f"取值{BETWEEN}Individuals", "individuals"),
    (RDFS.Datatype, f"数据类型{BETWEEN}Datatypes", "datatypes"),
)
# What is shown of the ontology itself, in this order, and how the row is called.
METADATA = {
    DCTERMS.title: "标题\u2003Title", DCTERMS.description: "描述\u2003Description", OWL.versionInfo: "版本\u2003Version",
    OWL.versionIRI: "版本标识\u2003Version identifier", OWL.priorVersion: "前一版本\u2003Prior version",
    VANN.preferredNamespacePrefix: "前缀\u2003Prefix", VANN.preferredNamespaceUri: "命名空间\u2003Namespace",
    DCTERMS.creator: "作者\u2003Creator", DCTERMS.contributor: "贡献者\u2003Contributor", DCTERMS.publisher: "发布者\u2003Publisher",
    DCTERMS.created: "创建\u2003Created", DCTERMS.issued: "发布\u2003Issued", DCTERMS.modified: "修改\u2003Modified",
    DCTERMS.license: "许可\u2003Licence", DCTERMS.rights: "权利\u2003Rights", DCTERMS.source: "来源\u2003Source",
    DCTERMS.bibliographicCitation: "引用\u2003Citation", RDFS.seeAlso: "另见\u2003See also", OWL.imports: "导入\u2003Imports",
}  # fmt: skip
# What is shown of a term, in this order, and how the row is called.
ROWS = {
    SKOS.definition: "定义\u2003Definition",
    SKOS.scopeNote: "说明\u2003Note",
    SKOS.example: "示例\u2003Examples",
    SKOS.note: "性质\u2003Characteristics",
    RDFS.subClassOf: "上位类\u2003Superclasses",
    ONTDOC.superClassOf: "下位类\u2003Subclasses",
    OWL.equivalentClass: "等价\u2003Equivalent to",
    OWL.disjointUnionOf: "恰分为\u2003Disjoint union of",
    OWL.unionOf: "并集\u2003Union of",
    OWL.oneOf: "取值\u2003One of",
    ONTDOC.restriction: "限制\u2003Restrictions",
    OWL.disjointWith: "不相交\u2003Disjoint with",
    RDFS.subPropertyOf: "上位属性\u2003Superproperties",
    ONTDOC.superPropertyOf: "下位属性\u2003Subproperties",
    OWL.propertyDisjointWith: "不相交\u2003Disjoint with",
    INVERSE_LABEL: "反向读法\u2003Read backwards",
    OWL.inverseOf: "逆属性\u2003Inverse of",
    RDFS.domain: "主语\u2003Domain (one of)",
    RDFS.range: "宾语\u2003Range (one of)",
    ONTDOC.inDomainOf: "可作主语\u2003In domain of",
    ONTDOC.inRangeOf: "可作宾语\u2003In range of",
    SKOS.mappingRelation: "对应\u2003Alignments",
}
CHARACTERISTICS = {
    OWL.SymmetricProperty: "对称 symmetric", OWL.AsymmetricProperty: "非对称 asymmetric", OWL.TransitiveProperty: "传递 transitive",
    OWL.FunctionalProperty: "函数 functional", OWL.InverseFunctionalProperty: "反函数 inverse functional",
    OWL.ReflexiveProperty: "自反 reflexive", OWL.IrreflexiveProperty: "非自反 irreflexive",
}  # fmt: skip
RESTRICTIONS = {
    OWL.allValuesFrom: "only", OWL.someValuesFrom: "some", OWL.hasValue: "value", OWL.minCardinality: "min", OWL.maxCardinality: "max",
    OWL.cardinality: "exactly", OWL.minQualifiedCardinality: "min", OWL.maxQualifiedCardinality: "max", OWL.qualifiedCardinality: "exactly",
}  # fmt: skip
AXIOMS = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.inverseOf, OWL.disjointWith, OWL.propertyDisjointWith)
LISTS = (OWL.disjointUnionOf, OWL.unionOf, OWL.oneOf)


class Prepared:
    """The graph that pyLODE is given, made of what ontology and alignments say of the ontology's own terms, in the order of the files."""

    def __init__(self, source: Graph) -> None:
        self.source, self.graph = source, Graph(bind_namespaces="core")
        for prefix, space in source.namespaces():
            self.graph.bind(prefix, space)
        (self.space,) = {str(space) for space in source.objects(None, VANN.preferredNamespaceUri)}
        self.this = URIRef(self.space.rstrip("#"))
        self.terms = [t for t in dict.fromkeys(source.subjects(RDF.type)) if isinstance(t, URIRef) and str(t).startswith(self.space)]
        self._header()
        for term in self.terms:
            self._term(term)
        self._disjoint()

    def local(self, term: Node) -> str:
        """The end of a term's IRI, which is its anchor."""
        return str(term).removeprefix(self.space)

    def _header(self) -> None:
        this = self.this
        self.graph.add((this, RDF.type, OWL.Ontology))
        self.graph.add((this, DCTERMS.title, Literal(self._both(this, DCTERMS.title))))
        for property, value in self.source.predicate_objects(this):
            if property not in (RDF.type, DCTERMS.title):
                self.graph.add((this, property, _marked(value)))

    def _both(self, term: URIRef, property: URIRef) -> str:
        texts = {text.language: str(text) for text in self.source.objects(term, property) if isinstance(text, Literal)}
        return f"{texts['zh-Hans']}{BETWEEN}{texts['en']}"

    def _term(self, term: URIRef) -> None:
        source, add = self.source, self.graph.add
        add((term, RDFS.label, Literal(self._both(term, RDFS.label))))
        kinds = list(source.objects(term, RDF.type))
        for kind in kinds:
            if kind in CHARACTERISTICS:
                add((term, SKOS.note, Literal(CHARACTERISTICS[kind])))
            elif kind in [section for section, *_ in SECTIONS]:
                add((term, RDF.type, kind))
            elif not self._outside(kind):
                add((term, SKOS.note, kind))
        for text in source.objects(term, SKOS.definition):
            add((term, SKOS.definition, _marked(text)))
        for property, value in source.predicate_objects(term):
            if property in (SKOS.scopeNote, INVERSE_LABEL):
                add((term, property, _marked(value)))
            elif property == SKOS.example:
                add((term, property, Literal(str(value))))
            elif property in (RDFS.domain, RDFS.range):
                for member in self._members(value):
                    add((term, property, member))
            elif property in LISTS:
                for member in source.items(value):
                    add((term, property, member))
            elif property in AXIOMS or (self._outside(value) and str(property).startswith(str(SKOS))):
                self._axiom(term, property, value)

    def _members(self, node: Node) -> list[Node]:
        """The classes of a union, or the class itself; an expression of another form as text."""
        union = self.source.value(node, OWL.unionOf) if isinstance(node, BNode) else None
        if union is not None:
            return [member for each in self.source.items(union) for member in self._members(each)]
        return [Literal(self.expression(node))] if isinstance(node, BNode) else [node]

    def _outside(self, node: Node) -> bool:
        return isinstance(node, URIRef) and not str(node).startswith(self.space)

    def _axiom(self, term: URIRef, property: Node, value: Node) -> None:
        if isinstance(value, BNode) and property != RDFS.subPropertyOf:
            self.graph.add((term, ONTDOC.restriction, Literal(self.expression(value))))
        elif isinstance(value, BNode) or self._outside(value):
            line = f"<code>{self.source.namespace_manager.curie(URIRef(property))}</code> {self.expression(value)}"
            self.graph.add((term, SKOS.mappingRelation, Literal(line)))
        else:
            self.graph.add((term, URIRef(property), value))

    def _disjoint(self) -> None:
        """The classes that exclude a class, whether as parts of a union or as members of a group."""
        heads = [*self.source.objects(None, OWL.disjointUnionOf)]
        for group in self.source.subjects(RDF.type, OWL.AllDisjointClasses):
            heads += self.source.objects(group, OWL.members)
        for head in heads:
            members = list(self.source.items(head))
            for one in members:
                for other in members:
                    if one != other:
                        self.graph.add((one, OWL.disjointWith, other))

    def expression(self, node: Node) -> str:
        """A class expression in Manchester syntax, its terms as links; ValueError where it is of a form that is not known here."""
        source = self.source
        if isinstance(node, Literal):
            return str(node)
        if isinstance(node, URIRef):
            curie = source.namespace_manager.curie(node)
            return f'<a href="{"#" + self.local(node) if not self._outside(node) else node}">{curie}</a>'
        for property, word in ((OWL.unionOf, " or "), (OWL.intersectionOf, " and "), (OWL.oneOf, ", ")):
            if (head := source.value(node, property)) is not None:
                return "(" + word.join(map(self.expression, source.items(head))) + ")"
        if (complement := source.value(node, OWL.complementOf)) is not None:
            return f"not {self.expression(complement)}"
        if (inverse := source.value(node, OWL.inverseOf)) is not None:
            return f"inverse {self.expression(inverse)}"
        on = source.value(node, OWL.onProperty)
        for property, word in RESTRICTIONS.items():
            if on is not None and (value := source.value(node, property)) is not None:
                of = source.value(node, OWL.onClass)
                return f"{self.expression(on)} {word} {self.expression(value)}{' ' + self.expression(of) if of is not None else ''}"
        raise ValueError(f"no way to write the class expression {sorted(map(str, source.predicates(node)))}")


def _marked(value: Node) -> Node:
    """A text with its language as an HTML attribute, for pyLODE lets HTML through and drops languages."""
    if not isinstance(value, Literal) or not value.language:
        return value
    return Literal(f'<span lang="{value.language}">{html.escape(str(value), quote=False)}</span>')


class Page(OntPub):  # type: ignore[misc]  # pyLODE has no types
    """pyLODE's page with the sections, rows and anchors of this ontology."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared.graph)
        self.prepared = prepared
        self.fids = {str(term): prepared.local(term) for term in prepared.terms}
        self.back_onts = Graph()  # terms of others stand as prefixed names
        known = {"description": "", "ont_title": ""}
        self.props_labeled = {property: {"title": title, **known} for property, title in {**METADATA, **ROWS}.items()}
        ONT_PROPS[:] = METADATA

    def _make_head(self, schema_org: Graph, include_css: bool = True, destination: Path | None = None) -> None:
        about = json.loads(schema_org.serialize(format="json-ld"))
        with self.doc.head:
            meta(charset="utf-8")
            meta(name="viewport", content="width=device-width, initial-scale=1")
            style(raw(f"\n{CSS.read_text('utf-8')}"))
            script(raw(json.dumps(_ordered(about), ensure_ascii=False, indent=1)), type="application/ld+json", id="schema.org")

    def _sections(self) -> list[tuple[URIRef, str, str]]:
        """The sections in which something stands."""
        return [section for section in SECTIONS if (None, RDF.type, section[0]) in self.prepared.graph]

    def _make_main_sections(self) -> None:
        ONT_TYPES.setdefault(RDFS.Datatype, ("dt", "Datatype"))
        with self.content:
            for kind, title, anchor in self._sections():
                arguments = (self.ont, self.back_onts, self.ns, kind, [DCTERMS.title, *ROWS], self.toc, anchor, self.fids, self.props_labeled)
                section_html(title, *arguments).render()

    def _make_legend(self) -> None:
        with self.content, div(id="legend"):
            h2(f"图例{BETWEEN}Legend")
            for kind, title, _ in self._sections():
                div(f"{ONT_TYPES[kind][0]}: ", title)

    def _make_toc(self) -> None:
        with self.doc, div(id="toc"):
            h3(f"目录{BETWEEN}Contents")
            with ul():
                li(h4(a(f"元数据{BETWEEN}Metadata", href="#metadata")))
                for _, title, anchor in self._sections():
                    with li():
                        h4(a(title, href=f"#{anchor}"))
                        with ul():
                            for href, label in self.toc.get(anchor, ()):
                                li(a(label, href=href), _class=f"depth-{self._depth(URIRef(self.prepared.space + href[1:]))}")
                li(h4(a(f"命名空间{BETWEEN}Namespaces", href="#namespaces")))

    def _depth(self, term: URIRef) -> int:
        """How far below a top a class stands; of several ways up the first, roles (unions) left aside."""
        source, terms = self.prepared.source, self.prepared.terms
        own = [up for up in source.objects(term, RDFS.subClassOf) if up in terms and (up, OWL.unionOf, None) not in source]
        return 1 + self._depth(URIRef(own[0])) if own else 0


def _ordered(value: Any) -> Any:
    """JSON with sorted keys and lists, for rdflib's order is chance."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=json.dumps)
    return value


def finished(text: str) -> str:
    """pyLODE's HTML, mended: languages marked, examples in a row, no trailing blanks, no doubled attribute of an empty title."""
    text = re.sub(rf"([^<>\n{BETWEEN}]+){BETWEEN}([^<>\n]+)", r'<span lang="zh-Hans">\1</span> <span lang="en">\2</span>', text)
    text = re.sub(r"<title>.*?</title>", lambda m: "<title>" + re.sub(r"</?span[^>]*>", "", m[0][7:-8]) + "</title>", text, flags=re.DOTALL)
    text = re.sub(r"<pre>(.*?)</pre>", lambda m: f'<p class="example"{_language(m[1])}>{m[1]}</p>', text, flags=re.DOTALL)
    text = text.replace(' title=". Defined in "', "").replace("<html>", '<html lang="en">')
    text = text.replace("<h2>Metadata</h2>", "<h2><span lang=\"zh-Hans\">元数据</span> <span lang=\"en\">Metadata</span></h2>")
    text = text.replace("<h2>Namespaces</h2>", "<h2><span lang=\"zh-Hans\">命名空间</span> <span lang=\"en\">Namespaces</span></h2>")
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _language(text: str) -> str:
    return ' lang="zh-Hans"' if re.match("[^A-Za-z]*[\u4e00-\u9fff]", text) else ' lang="en"'


def main(target: Path = PAGE) -> None:
    """Writes the page."""
    source = Graph(bind_namespaces="core")
    for path in (ONTOLOGY, ALIGNMENTS):
        source.parse(path)
    target.write_text(finished(Page(Prepared(source)).make_html()), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
