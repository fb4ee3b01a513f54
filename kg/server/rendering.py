"""Values in, pages out: Jinja's templates with everything escaped, texts of the table `texts.csv` in Chinese or English, links that keep
the language.

    request, template, values ─ page ─► HTMLResponse

A page is whole without script, and takes nothing from elsewhere. Names out of documents are text wherever they stand.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg import lexicon, vocabulary
from kg.graph.nquads import Term
from kg.graph.query import shown
from kg.graph.rdf import BASE
from kg.server import negotiate, unread
from kg.views import classes, page_files

if TYPE_CHECKING:
    from jinja2 import Environment

_HAN, _RUNS = re.compile("[\u4e00-\u9fff]"), re.compile("([\u4e00-\u9fff《》“”、]*[\u4e00-\u9fff][\u4e00-\u9fff《》“”、]*)")
LANGUAGES = {"zh": "zh-CN", "en": "en"}
NAVIGATION = (
    ("/", "nav-home"),
    ("/explore", "nav-explore"),
    ("/pairs", "nav-pairs"),
    ("/programmes", "nav-programmes"),
    ("/documents", "nav-documents"),
    ("/query", "nav-query"),
    ("/questions", "nav-questions"),
)
"""Pages that each page leads to: path, and key of its name in `texts.csv`."""


def language(request: Request) -> str:
    """zh or en: what the address says, else what the browser does; zh where neither does."""
    said = request.query_params.get("lang", "")
    if said in LANGUAGES:
        return said
    header = request.headers.get("accept-language", "")
    return negotiate.language(header) if header and header.strip() != "*" else "zh"


def page(
    request: Request, template: str, values: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A page from a template of `templates/`, in the language of the request."""
    lang = language(request)
    content = environment().get_template(template).render(View(request, lang).values() | dict(values))
    return HTMLResponse(content.encode("utf-8", "replace").decode("utf-8"), status, {**(headers or {}), **spoken(request)})


def spoken(request: Request) -> dict[str, str]:
    """The headers of what is in the language of a request."""
    return {"Vary": "Accept, Accept-Language", "Content-Language": LANGUAGES[language(request)]}


class View:
    """What templates call: one request's language and links."""

    def __init__(self, request: Request, lang: str) -> None:
        self.lang = lang
        self._request = request
        self._chosen = request.query_params.get("lang", "") in LANGUAGES

    def values(self) -> dict[str, Any]:
        """Its functions by the names that templates know them by."""
        here = self._request.url.path
        other = "en" if self.lang == "zh" else "zh"
        pairs = [(key, value) for key, value in self._request.query_params.multi_items() if key != "lang"]
        return {
            "lang": LANGUAGES[self.lang], "zh": self.lang == "zh", "t": self.text, "url": self.url, "link": self.link,
            "class_name": self.class_name, "relation_name": self.relation_name, "term_name": self.term_name,
            "definition": self.definition, "rule": self.rule,
            "gap_kind": partial(unread.kind_said, self), "gap_note": partial(unread.note_said, self),
            "way": self.way, "texts": texts(), "shape": shape, "look": look, "short": short, "number": number, "asset": asset, "here": here,
            "navigation": self._navigation(),
            "asked": self._request.query_params, "other_language": other,
            "in_other_language": f"{quote(here)}?{urlencode([*pairs, ('lang', other)])}",
        }  # fmt: skip

    def _navigation(self) -> list[tuple[str, str]]:
        """The pages that each page leads to; the one for documents where they may be sent in."""
        uploads = getattr(self._request.app.state, "drafts", None) is not None
        return [*NAVIGATION, *([("/upload", "nav-upload")] if uploads else [])]

    def text(self, key: str, /, **parts: object) -> str:
        """A text of the table, its places filled."""
        return texts()[key][self.lang].format(**parts)

    def url(self, path: str, **parameters: object) -> str:
        """An address here with parameters; those without value are left out, and the language stays chosen."""
        said = {key: value for key, value in parameters.items() if value not in ("", None)}
        if self._chosen:
            said["lang"] = self.lang
        return encoded(path) + (f"?{urlencode(said)}" if said else "")

    def link(self, iri: str, base: str, suffix: str = "") -> str:
        """Where a node has its page, or with `suffix` its data; nodes elsewhere are asked for by their IRI."""
        node, mark, place = iri.partition("#")
        if not iri.startswith(base) or (mark and not place.startswith("char=")):
            return self.url("/node", iri=iri)
        rest = plain(node[len(base) :])
        found = encoded(f"/data/{rest}.{suffix}") if suffix else self.url(f"/page/{rest}")
        return found + (f"#{place}" if mark else "")

    def way(self, iri: str, base: str, told: bool) -> str:
        """Where an IRI leads: to its page where the graph tells of it, else to where it lies on the web; "" where it leads nowhere, as ours
        do of which nothing is told.
        """
        if told:
            return self.link(iri, base)
        return iri if iri.startswith(("http://", "https://")) and not iri.startswith((base, BASE, vocabulary.NAMESPACE)) else ""

    def class_name(self, name: str) -> str:
        """What a class is called."""
        return classes.label_of(name, self.lang)

    def relation_name(self, key: str, backwards: bool = False) -> str:
        """What a property is called, or how it reads from its object."""
        known = vocabulary.load().properties.get(key)
        if known is None:
            return key
        labels = (known.inverse_labels or known.labels) if backwards else known.labels
        return labels.get(self.lang, key)

    def term_name(self, local: str) -> str:
        """What an individual of the ontology is called, such as a status."""
        known = vocabulary.load().individuals.get(local)
        return known.labels.get(self.lang, local) if known else local

    def definition(self, cls: str) -> str:
        """What a class of the ontology is; "" where it does not say."""
        known = vocabulary.load().classes.get(cls)
        return known.definitions.get(self.lang, "") if known else ""

    def rule(self, name: str) -> str:
        """What a rule does; its name where nobody has said."""
        words = lexicon.rule_words(name)
        return words[0 if self.lang == "zh" else 1] if words else name


def shape(cls: str) -> str:
    """The path of a class's shape in the square from -1 to 1."""
    return classes.looks({classes.drawn_as(cls)})[0].path


def look(cls: str) -> str:
    """The class attribute that gives an element the colour of an entity class."""
    return f"k-{classes.drawn_as(cls)}" if re.fullmatch(r"[A-Za-z]+", cls) else "k-other"


def short(iri: str) -> str:
    """An IRI as a prefixed name, or relative to the base."""
    return shown(Term("iri", iri))


def palette() -> str:
    """The stylesheet with a colour for each class, as the drawings have them."""
    rows = [f".k-{name}{{--k:{colour}}}" for _, colour, shapes in classes.GROUPS for name in shapes]
    return "\n".join([f":root{{--k:{classes.OTHER_COLOUR}}}", *rows]) + "\n"


def number(value: str) -> str:
    """A number with its thousands apart: 210000000 → 210,000,000; what is none as it is."""
    try:
        return f"{Decimal(value):,f}"
    except InvalidOperation:
        return value


def encoded(path: str) -> str:
    """A path as an address has it: a browser must not take any of it for the start of something else."""
    return quote(path, safe="/:@!$&'()*+,;=~-._")


def plain(rest: str) -> str:
    """The end of an IRI as it is meant, without percent-encoding: addresses are encoded once."""
    return unquote(rest)


def asset(name: str) -> str:
    """The address of a file of `static/`, with its digest: it may be kept for good."""
    return f"/static/{name}?v={hashlib.sha256(static(name)).hexdigest()[:12]}"


@cache
def static(name: str) -> bytes:
    """A file of `static/`, or what is made like one (`_MADE`). FileNotFoundError where there is none."""
    if name in _MADE:
        return _MADE[name]().encode("utf-8")
    if not re.fullmatch(r"[a-z-]+\.(?:css|js|svg)", name):
        raise FileNotFoundError(name)
    return files("kg.server").joinpath("static", name).read_bytes()


_MADE: Mapping[str, Callable[[], str]] = {
    "classes.css": palette,
    "explore.css": lambda: page_files.page_file("style.css") + page_files.page_file("served.css"),
    "explore.js": lambda: page_files.script(page_files.SERVED, "async ()"),
    "vis-network.js": page_files.library,
}


@cache
def texts() -> dict[str, dict[str, str]]:
    """The texts of the pages by key and language."""
    content = files("kg.server").joinpath("texts.csv").read_text(encoding="utf-8")
    return {row["key"]: {"zh": row["zh"], "en": row["en"]} for row in csv.DictReader(content.splitlines())}


@cache
def environment() -> Environment:
    """The templates, with everything escaped and nothing that is not there taken for empty."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loader = ChoiceLoader([PackageLoader("kg.server", "templates"), PackageLoader("kg.views", "page")])
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.filters |= {"marked": marked, "embed": page_files.embed, "reembed": page_files.embed}
    found.filters["pieces"] = lambda text: [(piece, _HAN.search(piece) is not None) for piece in _RUNS.split(text) if piece]
    found.tests["han"] = lambda text: _HAN.search(text) is not None
    return found


def marked(quote_: str, *names: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """A sentence in pieces: (text, class), the class that of the entity whose name the piece is, "" for the rest."""
    known = {name: each["cls"] for each in names if each for name in (each["label"], *each.get("names", ())) if len(name) > 1}
    if not known:
        return [(quote_, "")]
    pattern = re.compile("|".join(re.escape(name) for name in sorted(known, key=lambda name: (-len(name), name))))
    pieces, place = [], 0
    for match in pattern.finditer(quote_):
        pieces += [(quote_[place : match.start()], ""), (match[0], known[match[0]])]
        place = match.end()
    return [(text, cls) for text, cls in [*pieces, (quote_[place:], "")] if text]
