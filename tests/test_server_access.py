"""The server's pages for everybody: how they are built, what their colours come to, and that each says what it says in its language.

What a browser is needed for, axe-core examines (`make a11y`). Here every page of `benchmarks.tour` is read as HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from server_case import running

from benchmarks.tour import tour
from kg.facts import factuality, refusals
from kg.server import rendering, unread
from kg.views import classes

HAN = re.compile("[\u4e00-\u9fff]")
VOID = {"meta", "link", "input", "br", "img", "hr", "line", "circle", "path", "rect", "polyline"}
# Parts of a page whose words are code or data, whatever the page's language.
CODE = {"code", "pre", "textarea", "script", "style", "title"}
# Names that are written in Latin letters in Chinese too.
NAMES = re.compile(
    r"\b[A-Z]{2,7}\b|https?://\S+|urn:\S+|\b[a-z]+:\w+|SHA-256|VoID|N-Quads|\b(?:csv|json|jsonld|ttl|nt|rdf|tsv|xml)\b|(?<![<\w])/\w+|--\w+"
    r"|Ctrl|Enter|Esc|FILTER\S+|STR\S+|CONTAINS\S+|curation|\.[a-z]+\b|\bMB\b|\?\w+|zzzz|[0-9a-f]{16,}|\w+/\S+|GET|POST"
)
TEMPLATES = sorted((each.name, each.read_text("utf-8")) for each in files("kg.server").joinpath("templates").iterdir() if each.name.endswith(".html"))
STYLE = files("kg.server").joinpath("static", "style.css").read_text("utf-8")


@dataclass
class Element:
    """An element with what is in it; `text`: its own words, not those of its children."""

    name: str
    attributes: dict[str, str]
    parent: Element | None
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def within(self) -> Iterator[Element]:
        for child in self.children:
            yield child
            yield from child.within()

    def around(self) -> Iterator[Element]:
        yield self
        if self.parent is not None:
            yield from self.parent.around()

    def words(self) -> str:
        return " ".join([self.text, *(child.words() for child in self.children)]).strip()

    def language(self) -> str:
        return next((each.attributes["lang"] for each in self.around() if each.attributes.get("lang")), "")


class Reader(HTMLParser):
    """HTML as a tree."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {key: value or "" for key, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.here.name == tag, f"</{tag}> ends <{self.here.name}>"
            assert self.here.parent is not None
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.text += data


@pytest.fixture(scope="module")
def pages(graph_file: Path) -> dict[tuple[str, str], Element]:
    """Every page of a server, by name and language, but for the network: its script fills it, so that axe-core examines it in a browser."""
    found = {}
    with running(graph_file, uploads=True) as client:
        client.headers["Accept"] = "text/html"
        for name, path in ((name, path) for name, path in tour(client).items() if not name.startswith("explore")):
            for lang in ("zh", "en"):
                address = client.base_url.join(path)
                found[name, lang] = Reader(client.get(address.copy_merge_params({"lang": lang})).text).root
    return found


def test_the_tour_has_every_kind_of_page(pages: dict[tuple[str, str], Element]) -> None:
    seen = {name for name, _ in pages}
    kinds = "home search search-near documents class pairs pair entity document statement missing not-found questions question query draft upload"
    assert set(kinds.split()) <= seen
    assert {f"entity-{cls}" for cls in ("Region", "Person", "Park", "Agreement", "Enterprise")} <= seen


def test_every_page_is_built_so_that_it_can_be_gone_through(pages: dict[tuple[str, str], Element]) -> None:
    for key, root in pages.items():
        elements = list(root.within())
        named = Counter(each.name for each in elements)
        assert named["main"] == named["h1"] == named["header"] == named["footer"] == 1, key
        (html,) = [each for each in elements if each.name == "html"]
        assert html.attributes["lang"] == rendering.LANGUAGES[key[1]], key
        (title,) = [each for each in elements if each.name == "title" and each.parent and each.parent.name == "head"]
        assert title.text.strip(), key
        levels = [int(each.name[1]) for each in elements if re.fullmatch("h[1-6]", each.name)]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (key, levels)
        assert all(each.words() for each in elements if re.fullmatch("h[1-6]", each.name)), key
        (body,) = [each for each in elements if each.name == "body"]
        assert body.children[0].attributes == {"class": "skip", "href": "#content"}, key
        assert any(each.attributes.get("id") == "content" for each in elements if each.name == "main"), key
        ids = Counter(each.attributes["id"] for each in elements if "id" in each.attributes)
        assert max(ids.values()) == 1, (key, ids.most_common(1))
        for each in elements:
            for attribute in ("aria-labelledby", "aria-describedby", "for", "list"):
                assert each.attributes.get(attribute, "content") in ids or each.name == "main", (key, each.name, each.attributes)
            assert int(each.attributes.get("tabindex", "0")) <= 0, (key, each.attributes)


def test_everything_that_can_be_reached_has_a_name_of_its_own(pages: dict[tuple[str, str], Element]) -> None:
    for key, root in pages.items():
        landmarks: Counter[tuple[str, str]] = Counter()
        for each in root.within():
            label = each.attributes.get("aria-label", "") or each.attributes.get("aria-labelledby", "")
            if each.name in ("a", "button", "summary"):
                assert label or each.words(), (key, each.attributes)
            if each.name in ("select", "textarea") or (each.name == "input" and each.attributes.get("type") != "hidden"):
                around = [other for other in each.around() if other.name == "label"]
                named = any(other.attributes.get("for") == each.attributes.get("id", "-") for other in root.within() if other.name == "label")
                own = around and around[0].words().replace(each.words(), "").strip()
                assert label or named or own, (key, each.name, each.attributes)
            if each.name == "svg" and "aria-hidden" not in each.attributes:
                assert label and each.attributes["role"] in ("img", "group"), (key, each.attributes)
                assert each.attributes["role"] == "group" or not any(other.name == "a" for other in each.within()), f"{key}: links in an image"
            if each.name == "th":
                assert each.attributes.get("scope"), (key, each.words())
            if "wide" in each.attributes.get("class", "").split():
                assert each.attributes.get("tabindex") == "0" and label, f"{key}: what scrolls is reached by keys"
            if each.name in ("nav", "aside") or each.attributes.get("role") in ("region", "search") or (each.name == "section" and label):
                region = each.name == "section" or each.attributes.get("role") == "region"
                landmarks["region" if region else each.name, label] += 1
                assert label or each.name == "form", (key, each.name)
        assert max(landmarks.values()) == 1, (key, landmarks.most_common(1))


def test_a_page_says_in_its_language_what_is_not_data(pages: dict[tuple[str, str], Element]) -> None:
    """In English pages what is Chinese says so, for whoever has it read aloud: data, never a text of ours. In Chinese pages no English is left."""
    faults = set()
    for key, root in pages.items():
        for each in root.within():
            if any(other.name in CODE or "iri" in other.attributes.get("class", "").split() for other in each.around()):
                continue
            if key[0].startswith("query-") and each.name in ("th", "option", "caption") or "sort" in each.attributes.get("class", ""):
                continue  # variables of the query
            spoken = [each.text, *(each.attributes.get(name, "") for name in ("aria-label", "placeholder") if name in each.attributes)]
            for said in spoken:
                chinese = key[1] == "en" and HAN.search(said) and not each.language().startswith("zh")
                english = key[1] == "zh" and not each.language().startswith("en") and re.search("[A-Za-z]{2}", NAMES.sub("", said))
                if chinese or (english and key[0] != "statement"):
                    faults.add(f"{key[0]} {key[1]} <{each.name} {each.attributes}> {said.strip()}")
    assert not faults, "\n".join(sorted(faults))


def test_templates_have_no_words_but_those_of_the_table() -> None:
    for name, text in TEMPLATES:
        bare = text.replace(' lang="zh-CN"', "").replace(' class="broad"', "")
        bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "\0", bare, flags=re.DOTALL)
        for said in re.findall(r"\b(?:title|aria-label|placeholder|alt|content)=\"([^\"]*)\"", bare):
            assert not HAN.search(said) and (said in ("width=device-width, initial-scale=1", "light dark") or not re.search("[a-z]{2}", said)), (name, said)
        words = NAMES.sub("", re.sub(r"<[^>]*>", " ", bare)).replace("rc:", "").replace("\0", " ")
        assert not re.search(r"[A-Za-z]{2}|[\u4e00-\u9fff]", words), (name, re.findall(r"\S*(?:[A-Za-z]{2}|[\u4e00-\u9fff])\S*", words))
        inside = "".join(re.findall(r"{{.*?}}|{%.*?%}", text, re.DOTALL))
        assert set(HAN.findall(inside)) <= set("中文支援"), (name, HAN.findall(inside))
    for path in files("kg.server").joinpath("static").iterdir():
        if path.name.endswith(".js"):
            assert not HAN.search(path.read_text("utf-8")), path.name


def test_every_text_of_the_table_is_used_and_every_one_used_is_there() -> None:
    sources = [text for _, text in TEMPLATES] + [path.read_text("utf-8") for path in sorted(Path(str(files("kg.server"))).glob("*.py"))]
    whole, known = "\n".join(sources), set(rendering.texts())
    used = {key for key in known if f'"{key}"' in whole or f"'{key}'" in whole}
    starts = re.findall(r"""["']([a-z]+(?:-[a-z]+)*-)["'] ~|\bf"([a-z]+-){""", whole)
    beginnings = tuple({one or other for one, other in starts})
    parties = {"payer", "payee"}  # named as the properties of figures are
    endings = tuple(re.findall(r"""~ "(-[a-z]+)\"""", whole))
    assert known - used - parties - {key for key in known if key.startswith(beginnings) or key.endswith(endings)} == set()
    asked = set(re.findall(r"""\bt\(["']([a-z-]+)["'][,)]""", whole)) | set(re.findall(r"""\.text\("([a-z-]+)"[,)]""", whole))
    assert asked <= known, asked - known


def test_what_was_not_understood_is_said_in_both_languages() -> None:
    unreal = factuality._UNREAL
    kinds = {"silent-sentence", "unread-figure", "unread-time", "ambiguous-name", refusals.KIND, *unreal, *(f"{kind}-figure" for kind in unreal)}
    notes = {
        "silent-sentence": "苏州市, 霍尔果斯市; words: 合作, 结对; a figure",
        "wish": "苏州市 cooperatesWith 霍尔果斯市",
        refusals.KIND: "广东省 settledIn 喀什地区 (落户-settledIn): domain: 广东省 is Province, not Facility|Organization",
        "unread-time": "2023-03",
    }
    for lang, expected in (
        ("zh", ["苏州市、霍尔果斯市；词语：合作、结对；有数字", "苏州市 合作 霍尔果斯市", "广东省 落户 喀什地区", "2023-03"]),
        ("en", ["苏州市, 霍尔果斯市; words: 合作, 结对; with a figure", "苏州市 cooperates with 霍尔果斯市", "广东省 settled in 喀什地区", "2023-03"]),
    ):
        words = _Words(lang)
        assert [unread.note_said(words, kind, note) for kind, note in notes.items()] == expected
        for kind in sorted(kinds):
            said = unread.kind_said(words, kind)
            assert bool(HAN.search(said)) == (lang == "zh"), (kind, said)


class _Words(rendering.View):
    def __init__(self, lang: str) -> None:
        self.lang = lang


# ---------------------------------------------------------------- colours


def tokens(scheme: str) -> dict[str, tuple[float, ...]]:
    """The colours of a scheme, by token, as parts of 1."""
    light, dark = (re.findall(r"--(\w+): (#[0-9a-f]{6});", block) for block in re.findall(r":root {(.*?)}", STYLE, re.DOTALL)[:2])
    return {name: rgb(value) for name, value in (dict(light) | (dict(dark) if scheme == "dark" else {})).items()}


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2, relative luminance."""
    light = [
        sum(part * (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4) for part, each in zip((0.2126, 0.7152, 0.0722), c, strict=True))
        for c in (one, other)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_told_from_what_they_stand_on(scheme: str) -> None:
    of = tokens(scheme)
    grounds = ("ground", "panel", "tint")
    for name in ("text", "quiet", "accent", "bad", "good", "word", "name", "sign"):
        for ground in grounds:
            assert contrast(of[name], of[ground]) >= 4.5, f"{scheme}: {name} on {ground} {contrast(of[name], of[ground]):.2f}"
    assert contrast(of["panel"], of["accent"]) >= 4.5, f"{scheme}: a button that runs"
    assert contrast(of["text"], of["fault"]) >= 4.5, f"{scheme}: a place that is wrong"
    share = int(re.findall(r"mark {[^}]*var\(--k\) (\d+)%", STYLE)[0]) / 100
    for look in classes.looks({name for _, _, shapes in classes.GROUPS for name in shapes}):
        colour = rgb(look.colour)
        for ground in grounds:
            assert contrast(colour, of[ground]) >= 3 - (ground == "tint"), f"{scheme}: the sign of {look.name} on {ground}"
            mixed = tuple(share * one + (1 - share) * other for one, other in zip(colour, of[ground], strict=True))
            assert contrast(of["text"], mixed) >= 4.5, f"{scheme}: a name of {look.name} in a text {contrast(of['text'], mixed):.2f}"


def test_colours_are_tokens_and_what_has_the_focus_is_seen() -> None:
    rules = re.sub(r"/\*.*?\*/|:root {.*?}", "", STYLE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,6}\b|\brgba?\([^)]*\)", rules) == ["rgb(0 0 0 / 0.2)", "#999"], "a shadow, and lines on paper"
    assert re.search(r":focus-visible { outline: 2px solid var\(--accent\)", rules)
    bare = re.findall(r"([^{}]*){[^}]*outline: none", rules)
    # What gets the focus by a script or a link to it; the editor shows it around the text area.
    assert [each.strip() for each in bare] == ["main:focus, #answer:focus", ".editor textarea:focus-visible"]
    assert ".editor:focus-within { outline: 2px solid" in rules
