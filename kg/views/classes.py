"""How each class of the vocabulary looks in a drawing: a colour by group, a shape by class.

Colour alone is never the difference between two classes. Every colour has a contrast of at least 3 to 1 on the light and on the dark
ground of the page. A shape is an SVG path in the square from -1 to 1, filled by the even-odd rule: the page draws it on the canvas and in
the legend.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg import vocabulary
from kg.errors import VocabularyError

SHAPES = {
    "disc": "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
    "ring": "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0ZM.45 0A.45 .45 0 1 0-.45 0A.45 .45 0 1 0 .45 0Z",
    "square": "M-.88-.88H.88V.88H-.88Z",
    "block": "M-.5-.9H.5A.4 .4 0 0 1 .9-.5V.5A.4 .4 0 0 1 .5 .9H-.5A.4 .4 0 0 1-.9 .5V-.5A.4 .4 0 0 1-.5-.9Z",
    "house": "M0-1.05L1-.25V.9H-1V-.25Z",
    "plus": "M-.38-1H.38V-.38H1V.38H.38V1H-.38V.38H-1V-.38H-.38Z",
    "hexagon": "M-.55-.95H.55L1.1 0L.55 .95H-.55L-1.1 0Z",
    "screen": "M-1-.8H1V.5H.35L0 .95L-.35 .5H-1Z",
    "pentagon": "M0-1.05L1.02-.3L.63 .92H-.63L-1.02-.3Z",
    "star": "M0-1.2L.32-.42L1.14-.37L.51 .16L.71 .97L0 .53L-.71 .97L-.51 .16L-1.14-.37L-.32-.42Z",
    "triangle": "M0-1.1L1.1 .85H-1.1Z",
    "tripod": "M0 1.1L1.1-.85H-1.1Z",
    "diamond": "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
    "arrow": "M-1-.8H.3L1.15 0L.3 .8H-1Z",
    "spark": "M0-1.3L.36-.36L1.3 0L.36 .36L0 1.3L-.36 .36L-1.3 0L-.36-.36Z",
    "sheet": "M-.75-1H.25L.8-.45V1H-.75Z",
    "page": "M-.7-1H.7V1H-.7Z",
    "book": "M-1.05-.8L0-.55L1.05-.8V.7L0 .95L-1.05 .7Z",
    "person": "M0-1.1A.5 .5 0 1 1 0-.1A.5 .5 0 1 1 0-1.1ZM-.95 1A.95 .9 0 0 1 .95 1Z",
    "tag": "M-1-.7H.4L1.1 0L.4 .7H-1ZM-.45 0A.22 .22 0 1 0-.89 0A.22 .22 0 1 0-.45 0Z",
}

# A group of the legend, its colour, its classes with their shapes; the order is the legend's.
GROUPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("城市与地区", "#d1435b", {"City": "disc", "Region": "ring"}),
    ("区域", "#b5667a", {"Area": "hexagon"}),
    ("党政机构", "#3d70c4", {"GovernmentBody": "square"}),
    (
        "科教文卫与社团",
        "#1c8a9c",
        {
            "School": "house",
            "Hospital": "plus",
            "ResearchInstitute": "hexagon",
            "Media": "screen",
            "Association": "pentagon",
            "Institution": "block",
        },
    ),
    ("援派团队", "#c23d96", {"AidTeam": "star"}),
    ("企业", "#d1690f", {"Enterprise": "block"}),
    ("园区与设施", "#3a8f45", {"Park": "triangle", "Facility": "tripod"}),
    ("计划与项目", "#8460c8", {"Program": "diamond", "Project": "arrow"}),
    ("活动", "#a87d00", {"Event": "spark"}),
    ("文件与出版物", "#96694a", {"Agreement": "sheet", "Policy": "page", "Publication": "book"}),
    ("人物", "#66788c", {"Person": "person"}),
    ("品牌", "#7a871f", {"Brand": "tag"}),
)
GROUPS_IN_ENGLISH = {
    "城市与地区": "Cities and regions",
    "区域": "Areas",
    "党政机构": "Party and government",
    "科教文卫与社团": "Science, education, health, culture",
    "援派团队": "Aid teams",
    "企业": "Enterprises",
    "园区与设施": "Parks and facilities",
    "计划与项目": "Programmes and projects",
    "活动": "Events",
    "文件与出版物": "Documents and publications",
    "人物": "People",
    "品牌": "Brands",
    "其他": "Other",
}
OTHER_GROUP, OTHER_COLOUR = "其他", "#7d838c"

# Divisions without 市 status share one shape, whatever their level.
LEVELS = dict.fromkeys(("Country", "Province", "Prefecture", "County", "Township", "Village"), "Region")

# 市 is the right name of a status, and says too little as the name of a kind.
NAMES = {"zh": {"City": "城市"}, "en": {}}

# Beside schools, hospitals and media, the class of all institutions means the others.
NAMES_BESIDE_OTHERS = {
    "zh": {"Institution": "其他机构", "Region": "其他地区"},
    "en": {"Institution": "other institution", "Region": "other region"},
}


@dataclass(frozen=True, slots=True)
class Look:
    """A class as the page shows it: its labels and the group it belongs to, in Chinese and in English, its colour, its shape as a path."""

    name: str
    label: str
    label_en: str
    group: str
    group_en: str
    colour: str
    path: str


def looks(names: set[str]) -> list[Look]:
    """The looks of these classes, in the order of the legend; one that the table does not know comes last, in grey, under its own name."""
    found = []
    for group, colour, shapes in GROUPS:
        present = [name for name in shapes if name in names]
        for name in present:
            labels = [NAMES_BESIDE_OTHERS[lang].get(name) if len(present) > 1 else None for lang in ("zh", "en")]
            told = [label or label_of(name, lang) for label, lang in zip(labels, ("zh", "en"), strict=True)]
            found.append(Look(name, told[0], told[1], group, GROUPS_IN_ENGLISH[group], colour, SHAPES[shapes[name]]))
    other = (OTHER_GROUP, GROUPS_IN_ENGLISH[OTHER_GROUP], OTHER_COLOUR, SHAPES["disc"])
    missing = sorted(names - {look.name for look in found})
    return found + [Look(name, label_of(name, "zh"), label_of(name, "en"), *other) for name in missing]


def label_of(name: str, lang: str) -> str:
    """What a class is called on the page, in "zh" or "en": its label; its name where the vocabulary does not know it."""
    try:
        return NAMES[lang].get(name) or vocabulary.load().label(name, lang)
    except VocabularyError:
        return name


def drawn_as(name: str) -> str:
    """The class as which an entity of the class `name` is drawn."""
    return LEVELS.get(name, name)
