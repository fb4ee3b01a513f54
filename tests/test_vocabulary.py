"""The closed view of the ontology: what there is, what may stand where, and what is refused."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary
from kg.errors import VocabularyError

TERMS = vocabulary.load()
KINDS = st.sampled_from(TERMS.entity_classes)
RELATIONS = st.sampled_from(TERMS.relations)

CLASSES = {
    "Region": "Place", "Area": "Place", "Park": "Place", "Facility": "Place",
    "GovernmentBody": "Institution", "School": "Institution", "Hospital": "Institution", "ResearchInstitute": "Institution",
    "Media": "Institution", "Association": "Institution", "AidTeam": "Institution",
    "Institution": "Organization", "Enterprise": "Organization",
    "Program": "Initiative", "Project": "Initiative",
    "Agreement": "Document", "Policy": "Document", "Publication": "Document",
    "Event": "Entity", "Brand": "Entity", "Person": "Entity",
}  # fmt: skip
LEVELS = ("Country", "Province", "Prefecture", "County", "Township", "Village", "City")
PLACES, ACTORS = "Region Area Park Facility", "Region Organization Park Facility"

# relation: classes of its subjects, classes of its objects
TABLE = {
    "assists": (ACTORS, "Region Organization"),
    "cooperatesWith": (ACTORS, ACTORS),
    "locatedIn": (f"{PLACES} Organization Project Event", PLACES),
    "settledIn": ("Organization Project Park Facility", "Region Park"),
    "originatesFrom": ("Enterprise Person AidTeam Project", ACTORS),
    "establishes": (f"{ACTORS} Person", "Park Facility Organization Project Program Brand"),
    "operates": ("Organization Park Facility", "Park Facility Organization Project"),
    "investsIn": (ACTORS, "Project Park Facility Organization Region Program"),
    "implements": (ACTORS, "Program Project Policy"),
    "participatesIn": (f"{ACTORS} Person", "Event Program"),
    "organizes": (ACTORS, "Event"),
    "visits": (f"{ACTORS} Person", "Region Organization Park"),
    "signs": (f"{ACTORS} Person", "Agreement"),
    "issues": (f"{ACTORS} Person", "Policy Publication"),
    "partOf": ("Organization Program Project Park", "Organization Program Project Park"),
}


def test_the_relations_are_these_in_this_order() -> None:
    assert TERMS.relations == tuple(TABLE)


def test_the_classes_of_entities_are_these() -> None:
    assert set(TERMS.entity_classes) == set(CLASSES)
    for cls, parent in CLASSES.items():
        assert TERMS.cls(cls).parents == (parent,)


def test_a_level_is_a_region_and_no_kind_of_its_own() -> None:
    for level in LEVELS:
        assert TERMS.cls(level).parents == ("Region",)
        assert TERMS.is_a(level, "Place")
        assert level not in TERMS.entity_classes


def test_ancestors_are_all_superclasses_and_no_named_unions() -> None:
    assert TERMS.cls("Hospital").ancestors == {"Institution", "Organization", "Entity"}
    assert TERMS.cls("County").ancestors == {"Region", "Place", "Entity"}
    assert TERMS.cls("Entity").ancestors == frozenset()


def test_a_named_union_has_members() -> None:
    assert TERMS.cls("Actor").members == set(ACTORS.split())
    assert TERMS.cls("Agent").members == {*ACTORS.split(), "Person"}
    assert TERMS.cls("Park").members == frozenset()
    assert TERMS.is_a("Hospital", "Agent")
    assert not TERMS.is_a("Person", "Actor")


@given(KINDS, KINDS, KINDS)
def test_being_of_a_class_is_an_order(one: str, two: str, three: str) -> None:
    assert TERMS.is_a(one, one)
    assert not (TERMS.is_a(one, two) and TERMS.is_a(two, one)) or one == two
    assert not (TERMS.is_a(one, two) and TERMS.is_a(two, three)) or TERMS.is_a(one, three)


@pytest.mark.parametrize("relation", TABLE)
def test_domain_and_range(relation: str) -> None:
    """Held against the table class by class, subclasses included."""
    subjects, objects = (side.split() for side in TABLE[relation])
    for cls in TERMS.entity_classes:
        assert any(TERMS.is_a(cls, one) for one in TERMS.property(relation).domain) == any(TERMS.is_a(cls, one) for one in subjects)
        assert any(TERMS.is_a(cls, one) for one in TERMS.property(relation).range) == any(TERMS.is_a(cls, one) for one in objects)


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "admitted"),
    [
        ("assists", "Prefecture", "School", True),
        ("assists", "Park", "Region", True),
        ("assists", "Region", "Park", False),
        ("assists", "Person", "Region", False),
        ("operates", "Region", "Park", False),
        ("originatesFrom", "Hospital", "Region", False),
        ("locatedIn", "County", "Prefecture", True),
        ("locatedIn", "Program", "Region", False),
        ("visits", "Person", "Park", True),
        ("implements", "AidTeam", "Program", True),
        ("partOf", "GovernmentBody", "Enterprise", True),
        ("partOf", "Project", "Park", True),
        ("partOf", "Project", "Project", True),
        ("partOf", "Program", "Project", False),
        ("partOf", "Park", "Program", False),
        ("partOf", "Enterprise", "Park", False),
        ("partOf", "Project", "Enterprise", False),
    ],
)
def test_what_may_stand_in_a_relation(relation: str, subject: str, object_: str, admitted: bool) -> None:
    assert TERMS.admits(relation, {subject}, {object_}) is admitted


@given(RELATIONS, KINDS, KINDS)
def test_a_relation_admits_what_its_narrower_relation_admits(relation: str, subject: str, object_: str) -> None:
    for wider in TERMS.property(relation).parents:
        assert not TERMS.admits(relation, {subject}, {object_}) or TERMS.admits(wider, {subject}, {object_})


@given(RELATIONS, KINDS, KINDS)
def test_a_symmetric_relation_admits_both_ways_round(relation: str, subject: str, object_: str) -> None:
    if TERMS.property(relation).symmetric:
        assert TERMS.admits(relation, {subject}, {object_}) == TERMS.admits(relation, {object_}, {subject})


@given(RELATIONS, KINDS, st.sets(KINDS, min_size=1))
def test_a_further_class_takes_no_object_away(relation: str, subject: str, objects: set[str]) -> None:
    for object_ in objects:
        assert not TERMS.admits(relation, {subject}, {object_}) or TERMS.admits(relation, {subject}, objects)


def test_a_thing_of_several_classes_needs_one_that_fits() -> None:
    assert TERMS.admits("assists", ("City", "Prefecture"), ("County",))
    assert not TERMS.admits("assists", (), ("County",))


def test_hierarchy_and_character_of_the_relations() -> None:
    narrower = {name: TERMS.property(name).parents for name in TERMS.relations if TERMS.property(name).parents}
    assert narrower == {"assists": ("cooperatesWith",), "settledIn": ("locatedIn",)}
    assert [name for name in TERMS.relations if TERMS.property(name).symmetric] == ["cooperatesWith"]
    assert [name for name in TERMS.relations if TERMS.property(name).transitive] == ["locatedIn", "partOf"]


@pytest.mark.parametrize(
    ("term", "suggestion"),
    [("Hospitl", "Hospital"), ("region", "Region"), ("Organisation", "Organization"), ("Programme", "Program")],
)
def test_an_unknown_class_is_refused_with_the_nearest_one(term: str, suggestion: str) -> None:
    with pytest.raises(VocabularyError, match=f"no term {term}; did you mean {suggestion}\\?") as caught:
        TERMS.cls(term)
    assert (caught.value.term, caught.value.suggestion) == (term, suggestion)


def test_an_unknown_property_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(VocabularyError, match=r"no term investIn; did you mean investsIn\?"):
        TERMS.property("investIn")
    with pytest.raises(VocabularyError, match=r"no term asists; did you mean assists\?"):
        TERMS.admits("asists", {"Region"}, {"Region"})


def test_a_term_that_is_like_none_is_refused_without_suggestion() -> None:
    with pytest.raises(VocabularyError, match="no term 喵; see ontology/") as caught:
        TERMS.cls("喵")
    assert caught.value.suggestion is None


def test_a_class_is_no_property_and_a_property_no_class() -> None:
    with pytest.raises(VocabularyError, match="no term Region"):
        TERMS.property("Region")
    with pytest.raises(VocabularyError, match="no term assists"):
        TERMS.cls("assists")


def test_labels_in_both_languages() -> None:
    assert TERMS.label("AidTeam", "zh") == "援派团队"
    assert TERMS.label("assists", "en") == "assists"
    assert TERMS.label("MoreThan", "zh") == "超过"
    with pytest.raises(VocabularyError, match="no term Assists; did you mean assists"):
        TERMS.label("Assists", "zh")


def test_the_vocabulary_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(TERMS)) == TERMS


def test_reading_the_vocabulary_loads_no_slow_library() -> None:
    program = "import sys; from kg import vocabulary; vocabulary.load(); print(*{'rdflib', 'pyshacl', 'jieba', 'numpy'} & set(sys.modules))"
    root = Path(__file__).resolve().parent.parent
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.strip() == ""


def test_an_ontology_that_is_no_turtle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("rc:Region a owl:Class", "utf-8")
    with pytest.raises(SyntaxError, match="prefix"):
        vocabulary.read(path)
