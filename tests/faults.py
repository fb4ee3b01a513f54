"""Faults for the shapes of the ontology: small graphs that are right, and what makes each of them wrong in one way.

A fault is planted by a change of words (`old` → `new`) in a part, or by adding to it; `FAULTS` has one or more for each shape.
"""

from __future__ import annotations

from typing import NamedTuple

from kg import vocabulary

PREFIXES = """@base <{base}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rc: <https://w3id.org/regional-cooperation/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DOCUMENT = """
<document/one> a rc:SourceDocument ; rc:digest "{digest}" ; dcterms:language "zh-Hans" ; dcterms:title "云城援海记"@zh-Hans .
<document/one#char=0,8> a oa:SpecificResource ; oa:hasSource <document/one> ;
    oa:hasSelector <document/one#position=0,8> , <document/one#quote=0,8> .
<document/one#position=0,8> a oa:TextPositionSelector ; oa:start 0 ; oa:end 8 .
<document/one#quote=0,8> a oa:TextQuoteSelector ; oa:exact "云城市帮扶海川县" .
""".replace("{digest}", "1" * 64)
REGION = '<region/1> a rc:Region , rc:City , rc:Prefecture ; skos:prefLabel "云城市"@zh-Hans ; rc:mentionedIn <document/one> .\n'
SAID = "rc:status rc:Done ; rc:polarity rc:Affirmed ; rc:confidence 0.9 ; prov:wasDerivedFrom <document/one#char=0,8>"
STATEMENT = f"\n<statement/1> a rdf:Statement ; {SAID} ; rdf:subject "
PARTS = {
    "region": REGION,
    "entity": '<Park/云海产业园> a rc:Park ; skos:prefLabel "云海产业园"@zh-Hans ; rc:mentionedIn <document/one> .\n',
    "post": '<Person/林远> a rc:Person ; skos:prefLabel "林远"@zh-Hans ; rc:mentionedIn <document/one> ; org:hasMembership <membership/1> .'
    '<membership/1> a org:Membership ; org:member <Person/林远> ; org:organization <region/1> ; org:role <role/市长> .'
    f'<role/市长> a org:Role ; skos:prefLabel "市长"@zh-Hans .{REGION}'
    f"{STATEMENT}<Person/林远> ; rdf:predicate org:hasMembership ; rdf:object <membership/1> .\n",
    "figure": f"{REGION}<region/1> rc:indicator <indicator/1> . <indicator/1> a rc:Indicator ; schema:value 210000000 ; "
    'schema:unitText "元" ; rc:qualifier rc:About ; rc:wording "约2.1亿元" .'
    f"{STATEMENT}<region/1> ; rdf:predicate rc:indicator ; rdf:object <indicator/1> .\n",
    "date": f'{REGION}<region/1> rc:startDate "2021"^^xsd:gYear .'
    f'{STATEMENT}<region/1> ; rdf:predicate rc:startDate ; rdf:object "2021"^^xsd:gYear .\n',
    "relation": f"{REGION}"
    '<School/云城一中> a rc:School ; skos:prefLabel "云城一中"@zh-Hans ; rc:mentionedIn <document/one> ; rc:locatedIn <region/1> .'
    f"{STATEMENT}<School/云城一中> ; rdf:predicate rc:locatedIn ; rdf:object <region/1> ; rc:completion <completion/1> .\n"
    '<completion/1> a rc:Completion ; rc:rule "carried-subject" ; rc:completedTo <region/1> ; rc:wording "该市" ; '
    "prov:wasDerivedFrom <document/one#char=0,8> .\n",
    "merge": '<Hospital/云城市医院> a rc:Hospital ; skos:prefLabel "云城市医院"@zh-Hans ; rc:mentionedIn <document/one> .'
    "<merge/1> a rc:Merge ; rc:merged <Hospital/云城医院> ; rc:mergedInto <Hospital/云城市医院> ; "
    'rc:rule "other-name" ; rc:reason "“云城医院”是“云城市医院”的别名"@zh-Hans . '
    "<Hospital/云城医院> dcterms:isReplacedBy <Hospital/云城市医院> .\n",
}


class Fault(NamedTuple):
    """What is wrong: `old` in a part is `new`, or `new` is added where `old` is "". `node`: the node that is wrong, without the base."""

    part: str
    old: str
    new: str
    node: str

    def turtle(self, base: str) -> str:
        """The wrong graph, all of its nodes under a base."""
        right = right_graph(self.part)
        assert self.old in right, self
        return PREFIXES.format(base=base) + (right.replace(self.old, self.new, 1) if self.old else f"{right}{self.new} .\n")


def right_graph(part: str) -> str:
    """The small graph before anything is wrong in it."""
    return DOCUMENT + PARTS[part]


PARK, ONE, FIGURE, CHAR = "Park/云海产业园", "statement/1", "indicator/1", "document/one#char=0,8"
_PARK = f"<{PARK}>"
FAULTS: dict[str, list[Fault]] = {
    "Entity": [Fault("entity", "", '[] a rc:Person ; skos:prefLabel "某人"@zh-Hans ; rc:mentionedIn <document/one>', "")],
    "Entity-label": [
        Fault("entity", '"云海产业园"@zh-Hans', '"云海产业园"', PARK),
        Fault("entity", '"云海产业园"@zh-Hans', '"云海产业园"@zh-Hans , "云海园区"@zh-Hans', PARK),
        Fault("entity", '"云海产业园"@zh-Hans', '"雲海產業園"@zh-Hant', PARK),
        Fault("entity", '"云海产业园"@zh-Hans', '""@zh-Hans', PARK),
    ],
    "Entity-labelLanguage": [Fault("entity", '"云海产业园"@zh-Hans', '"云海产业园"@zh-Hans , "云海产业园"', PARK)],
    "Entity-labelUnique": [Fault("entity", '@zh-Hans ; rc:m', '@zh-Hans ; skos:prefLabel "Yunhai"@en , "Yun Hai"@en ; rc:m', PARK)],
    "Entity-kind": [
        Fault("entity", "a rc:Park", "a rc:Park , rc:Facility", PARK),
        Fault("entity", "a rc:Park", "a rc:Place", PARK),
    ],
    "Entity-altLabel": [Fault("entity", "", f'{_PARK} skos:altLabel "云海"', PARK), Fault("entity", "", f'{_PARK} skos:altLabel "雲"@ja', PARK)],
    "Entity-altLabelOther": [Fault("entity", "", f'{_PARK} skos:altLabel "云海产业园"@zh-Hans', PARK)],
    "Entity-mentionedIn": [Fault("entity", "rc:mentionedIn <document/one>", "rc:mentionedIn <document/one> , <document/two>", PARK)],
    "Entity-indicator": [Fault("figure", "", "<region/1> rc:indicator <indicator/2>", "region/1")],
    "Entity-candidate": [
        Fault("region", "", "<region/1> rc:candidate <Park/1>", "region/1"),
        Fault("region", "", '<region/1> rc:candidate "320500"', "region/1"),
    ],
    "Entity-date": [Fault("entity", "", f'{_PARK} rc:date "2021"', PARK), Fault("entity", "", f'{_PARK} rc:date "21-1"^^xsd:gYearMonth', PARK)],
    "Entity-startDate": [Fault("entity", "", f'{_PARK} rc:startDate "二〇二一年"', PARK)],
    "Entity-endDate": [Fault("entity", "", f'{_PARK} rc:endDate "2021-01-01T00:00:00"^^xsd:dateTime', PARK)],
    "MentionedEntity-mentionedIn": [Fault("entity", " ; rc:mentionedIn <document/one>", "", PARK)],
    "Region-level": [Fault("region", "rc:Prefecture", "rc:Prefecture , rc:County", "region/1")],
    "Region-divisionCode": [
        Fault("region", "", "<region/1> rc:divisionCode 320500", "region/1"),
        Fault("region", "", '<region/1> rc:divisionCode "1" , "2"', "region/1"),
    ],
    "Region-longitude": [Fault("region", "", "<region/1> schema:longitude 181.0", "region/1")],
    "Region-latitude": [
        Fault("region", "", "<region/1> schema:latitude 131.25", "region/1"),
        Fault("region", "", '<region/1> schema:latitude "31.25"', "region/1"),
    ],
    "Region-heir": [Fault("region", "", f"<region/1> dcterms:isReplacedBy {_PARK}", "region/1")],
    "Region-valid": [Fault("region", "", '<region/1> dcterms:valid "1949/1980" , "1990/2000"', "region/1")],
    "PartOfOrganization-whole": [Fault("relation", "", "<School/云城一中> rc:partOf <Park/1> . <Park/1> a rc:Park", "School/云城一中")],
    "PartOfProgram-whole": [Fault("entity", "", "<Program/1> a rc:Program ; rc:partOf <Park/云海产业园>", "Program/1")],
    "PartOfPark-whole": [Fault("entity", "", f"{_PARK} rc:partOf <Program/1> . <Program/1> a rc:Program", PARK)],
    "PartOfProject-whole": [Fault("relation", "", "<Project/1> a rc:Project ; rc:partOf <School/云城一中>", "Project/1")],
    "OfEntity": [Fault("entity", "", "<merge/1> rc:mentionedIn <document/one>", "merge/1")],
    "OfRegion": [Fault("entity", "", f'{_PARK} rc:divisionCode "1"', PARK)],
    "OfDated": [Fault("entity", "", '<document/one> rc:date "2021"^^xsd:gYear', "document/one")],
    "OfStatement": [Fault("entity", "", f"{_PARK} rc:confidence 0.9", PARK), Fault("entity", "", f"{_PARK} rc:curated rc:Rejected", PARK)],
    "OfIndicator": [Fault("entity", "", f'{_PARK} schema:unitText "元"', PARK)],
    "OfMembership": [Fault("post", "", "<Person/林远> rc:former true", "Person/林远")],
    "OfCompletion": [Fault("relation", "", f"<{ONE}> rc:completedTo <region/1>", ONE)],
    "OfEvidence": [Fault("relation", "", f"<{ONE}> oa:hasSource <document/one>", ONE)],
    "OfPosition": [Fault("relation", "", f"<{CHAR}> oa:start 0", CHAR)],
    "OfQuote": [Fault("relation", "", f'<{CHAR}> oa:exact "云城市"', CHAR)],
    "OfSource": [Fault("entity", "", f"{_PARK} rc:home <region/1>", PARK)],
    "OfMerge": [Fault("merge", "", '<Hospital/云城市医院> rc:reason "同名"@zh-Hans', "Hospital/云城市医院")],
    "Membership": [Fault("post", "", "[] a org:Membership ; org:member <Person/林远> ; org:organization <region/1> ; org:role <role/市长>", "")],
    "Membership-member": [
        Fault("post", "org:member <Person/林远> ;", "", "membership/1"),
        Fault("post", "org:member <Person/林远> ;", "org:member <region/1> ;", "membership/1"),
    ],
    "Membership-organization": [Fault("post", "org:organization <region/1>", "org:organization <Person/林远>", "membership/1")],
    "Membership-role": [
        Fault("post", " ; org:role <role/市长>", "", "membership/1"),
        Fault("post", "org:role <role/市长>", 'org:role "市长"', "membership/1"),
    ],
    "Membership-former": [Fault("post", "", '<membership/1> rc:former "原"', "membership/1")],
    "Role": [Fault("post", "", '[] a org:Role ; skos:prefLabel "书记"@zh-Hans', "")],
    "Role-label": [Fault("post", 'skos:prefLabel "市长"', 'skos:altLabel "市长"', "role/市长")],
    "hasMembership": [Fault("post", "", "<region/1> org:hasMembership <membership/1>", "region/1")],
    "hasMembership-object": [Fault("post", "", "<Person/林远> org:hasMembership <role/市长>", "Person/林远")],
    "hasMembership-own": [
        Fault("post", "", '<Person/林近> a rc:Person ; skos:prefLabel "林近"@zh-Hans ; rc:mentionedIn <document/one> ; '
              "org:hasMembership <membership/1>", "Person/林近"),
    ],
    "hasMembership-statedOf": [Fault("post", "rdf:subject <Person/林远>", "rdf:subject <region/1>", "region/1")],
    "hasMembership-statedTo": [Fault("post", "rdf:object <membership/1>", "rdf:object <role/市长>", "role/市长")],
    "indicator-statedTo": [Fault("figure", "rdf:object <indicator/1>", "rdf:object <region/2>", "region/2")],
    "dates-statedTo": [Fault("date", 'rdf:object "2021"^^xsd:gYear', 'rdf:object "2021年"', "2021年")],
    "Indicator": [Fault("figure", "<region/1> rc:indicator <indicator/1> .", "", FIGURE)],
    "Indicator-value": [
        Fault("figure", "schema:value 210000000", 'schema:value "2.1亿"', FIGURE),
        Fault("figure", "schema:value 210000000 ;", "", FIGURE),
        Fault("figure", "schema:value 210000000", "schema:value 2.1e8", FIGURE),
    ],
    "Indicator-unit": [Fault("figure", '"元"', '"亿元"', FIGURE), Fault("figure", '"元"', '"元" , "美元"', FIGURE), Fault("figure", '"元"', '""', FIGURE)],
    "Indicator-measure": [Fault("figure", "", f'<{FIGURE}> rc:measure "累计投入"', FIGURE)],
    "Indicator-qualifier": [Fault("figure", "rc:About", "rc:Done", FIGURE), Fault("figure", "rc:qualifier rc:About ;", "", FIGURE)],
    "Indicator-period": [Fault("figure", "", f'<{FIGURE}> rc:period "2022年"', FIGURE)],
    "Indicator-basis": [Fault("figure", "", f"<{FIGURE}> rc:basis rc:About", FIGURE)],
    "Indicator-includedIn": [Fault("figure", "", f"<{FIGURE}> rc:includedIn <region/1>", FIGURE)],
    "Indicator-payer": [Fault("figure", "", f"<{FIGURE}> rc:payer <document/one>", FIGURE)],
    "Indicator-payee": [Fault("figure", "", f'<{FIGURE}> rc:payee "云城市"', FIGURE)],
    "Indicator-wording": [Fault("figure", '"约2.1亿元"', '""', FIGURE)],
    "Indicator-owner": [
        Fault("figure", "", f'{_PARK} a rc:Park ; skos:prefLabel "园"@zh-Hans ; rc:mentionedIn <document/one> ; rc:indicator <{FIGURE}>', FIGURE)
    ],
    "Statement": [Fault("relation", "", f"[] a rdf:Statement ; {SAID} ; rdf:subject <School/云城一中> ; rdf:predicate rc:locatedIn ; "
                        "rdf:object <region/1>", "")],
    "Statement-subject": [
        Fault("relation", "rdf:subject <School/云城一中> ;", "", ONE),
        Fault("relation", "rdf:subject <School/云城一中>", "rdf:subject <School/云城二中>", ONE),
        Fault("relation", "rdf:subject <School/云城一中>", "rdf:subject <School/云城一中> , <region/1>", ONE),
    ],
    "Statement-predicate": [
        Fault("relation", "rdf:predicate rc:locatedIn ;", "", ONE),
        Fault("relation", "rdf:predicate rc:locatedIn", "rdf:predicate rc:mentionedIn", ONE),
    ],
    "Statement-object": [Fault("relation", "rdf:object <region/1> ;", "", ONE)],
    "Statement-others": [Fault("relation", "rdf:object <region/1>", "rdf:object <School/云城一中>", ONE)],
    "Statement-confidence": [
        Fault("relation", "rc:confidence 0.9", "rc:confidence 1.9", ONE),
        Fault("relation", "rc:confidence 0.9", "rc:confidence -0.1", ONE),
        Fault("relation", "rc:confidence 0.9 ;", "", ONE),
        Fault("relation", "rc:confidence 0.9", "rc:confidence 0.9 , 0.8", ONE),
    ],
    "Statement-status": [Fault("relation", "rc:status rc:Done ;", "", ONE), Fault("relation", "rc:status rc:Done", "rc:status rc:Exactly", ONE)],
    "Statement-polarity": [Fault("relation", "rc:Affirmed", "rc:Done", ONE), Fault("relation", "rc:polarity rc:Affirmed ;", "", ONE)],
    "Statement-date": [Fault("relation", "", f'<{ONE}> rc:date "2021"^^xsd:gYear , "2022"^^xsd:gYear', ONE)],
    "Statement-startDate": [Fault("relation", "", f'<{ONE}> rc:startDate "2021-01"^^xsd:gYear', ONE)],
    "Statement-endDate": [Fault("relation", "", f'<{ONE}> rc:endDate "今年"', ONE)],
    "Statement-rule": [Fault("relation", "", f"<{ONE}> rc:rule <rule/1>", ONE), Fault("relation", "", f'<{ONE}> rc:rule ""', ONE)],
    "Statement-evidence": [
        Fault("relation", "; prov:wasDerivedFrom <document/one#char=0,8> ; rdf:s", "; rdf:s", ONE),
        Fault("relation", "wasDerivedFrom <document/one#char=0,8> ; rdf:s", "wasDerivedFrom <document/one> ; rdf:s", ONE),
    ],
    "Statement-source": [
        Fault("relation", "", DOCUMENT.replace("document/one", "document/two") + f"<{ONE}> prov:wasDerivedFrom <document/two#char=0,8>", ONE)
    ],
    "Statement-completion": [Fault("relation", "rc:completion <completion/1>", "rc:completion <region/1>", ONE)],
    "Statement-curated": [Fault("relation", "", f"<{ONE}> rc:curated rc:Done", ONE)],
    "Completion": [Fault("relation", "", '[] a rc:Completion ; rc:rule "x" ; rc:completedTo <region/1> ; '
                         "prov:wasDerivedFrom <document/one#char=0,8>", "")],
    "Completion-rule": [Fault("relation", 'rc:rule "carried-subject" ;', "", "completion/1")],
    "Completion-to": [
        Fault("relation", "rc:completedTo <region/1> ;", "", "completion/1"),
        Fault("relation", "rc:completedTo <region/1>", "rc:completedTo <document/one>", "completion/1"),
    ],
    "Completion-from": [Fault("relation", "", '<completion/1> rc:completedFrom "该市"', "completion/1")],
    "Completion-wording": [Fault("relation", '"该市"', '""', "completion/1")],
    "Completion-evidence": [Fault("relation", '"该市" ; prov:wasDerivedFrom <document/one#char=0,8>', '"该市"', "completion/1")],
    "Evidence": [Fault("region", "", "[] a oa:SpecificResource ; oa:hasSource <document/one> ; "
                       "oa:hasSelector <document/one#position=0,8> , <document/one#quote=0,8>", "")],
    "Evidence-source": [Fault("region", "oa:hasSource <document/one> ;", "", CHAR), Fault("region", "oa:hasSource <document/one>", "oa:hasSource <region/1>", CHAR)],
    "Evidence-position": [Fault("region", "<document/one#position=0,8> , ", "", CHAR)],
    "Evidence-quote": [Fault("region", " , <document/one#quote=0,8>", "", CHAR)],
    "TextPositionSelector-start": [
        Fault("region", "oa:start 0", "oa:start -4", "document/one#position=0,8"),
        Fault("region", "oa:start 0", "oa:start 0.5", "document/one#position=0,8"),
        Fault("region", "oa:start 0 ;", "", "document/one#position=0,8"),
    ],
    "TextPositionSelector-order": [Fault("region", "oa:start 0", "oa:start 8", "document/one#position=0,8")],
    "TextPositionSelector-end": [Fault("region", "oa:end 8", 'oa:end "8"', "document/one#position=0,8")],
    "TextQuoteSelector-exact": [Fault("region", '"云城市帮扶海川县"', '""', "document/one#quote=0,8")],
    "SourceDocument": [Fault("region", "", f'[] a rc:SourceDocument ; rc:digest "{"2" * 64}" ; dcterms:language "zh-Hans"', "")],
    "SourceDocument-digest": [
        Fault("region", "1" * 64, "1" * 40, "document/one"),
        Fault("region", "1" * 64, "F" * 64, "document/one"),
        Fault("region", f'rc:digest "{"1" * 64}" ;', "", "document/one"),
    ],
    "SourceDocument-language": [
        Fault("region", 'dcterms:language "zh-Hans" ;', "", "document/one"),
        Fault("region", 'dcterms:language "zh-Hans"', 'dcterms:language "en"', "document/one"),
    ],
    "SourceDocument-title": [Fault("region", '"云城援海记"@zh-Hans', '"云城援海记"@zh-Hans , "海川县"@zh-Hans', "document/one")],
    "SourceDocument-publisher": [Fault("region", "", '<document/one> dcterms:publisher "云城日报"', "document/one")],
    "SourceDocument-issued": [Fault("region", "", '<document/one> dcterms:issued "2024-1-9"^^xsd:date', "document/one")],
    "SourceDocument-address": [Fault("region", "", "<document/one> dcterms:source <http://a.example/> , <http://b.example/>", "document/one")],
    "SourceDocument-home": [Fault("region", "", "<document/one> rc:home <region/2>", "document/one")],
    "Merge": [Fault("merge", "<merge/1> a rc:Merge", "[] a rc:Merge", "")],
    "Merge-merged": [
        Fault("merge", "rc:merged <Hospital/云城医院> ;", "", "merge/1"),
        Fault("merge", "rc:merged <Hospital/云城医院>", "rc:merged <Hospital/云城市医院>", "merge/1"),
    ],
    "Merge-gone": [Fault("merge", "", '<Hospital/云城医院> a rc:Hospital ; skos:prefLabel "云城医院"@zh-Hans ; rc:mentionedIn <document/one>', "merge/1")],
    "Merge-replaced": [
        Fault("merge", "<Hospital/云城医院> dcterms:isReplacedBy <Hospital/云城市医院> .", "", "merge/1"),
        Fault("merge", "", "<Hospital/云城医院> dcterms:isReplacedBy <region/1>", "merge/1"),
    ],
    "Merge-into": [Fault("merge", "rc:mergedInto <Hospital/云城市医院>", "rc:mergedInto <Hospital/某医院>", "merge/1")],
    "Merge-last": [Fault("merge", "", "<merge/2> rc:merged <Hospital/云城市医院>", "merge/1")],
    "Merge-rule": [Fault("merge", 'rc:rule "other-name" ;', "", "merge/1")],
    "Merge-reason": [Fault("merge", "的别名\"@zh-Hans", "的别名\"", "merge/1"), Fault("merge", "的别名\"@zh-Hans", "的别名\"@zh-Hans , \"同名\"@zh-Hans", "merge/1")],
    "quotationLength": [Fault("region", '"云城市帮扶海川县"', '"云城市对口帮扶海川县"', CHAR)],
    "evidencePlace": [Fault("region", "oa:start 0 ; oa:end 8", "oa:start 1 ; oa:end 9", CHAR)],
    "asserted": [
        Fault("relation", " ; rc:locatedIn <region/1> .", " .", ONE),
        Fault("date", '<region/1> rc:startDate "2021"^^xsd:gYear .', "", ONE),
    ],
    "rejected": [Fault("relation", "", f"<{ONE}> rc:curated rc:Rejected", ONE)],
    "stated": [
        Fault("relation", "", "<School/云城一中> rc:cooperatesWith <region/1>", "School/云城一中"),
        Fault("date", "", '<region/1> rc:startDate "2022"^^xsd:gYear', "region/1"),
    ],
    "datesInOrder": [Fault("relation", "", f'<{ONE}> rc:startDate "2021-05"^^xsd:gYearMonth ; rc:endDate "2020"^^xsd:gYear', ONE)],
}  # fmt: skip


def _relations() -> None:
    """Each relation between things that none may stand between: once as a triple, once as what is denied."""
    thing = '<{cls}/x> a rc:{cls} ; skos:prefLabel "某物"@zh-Hans ; rc:mentionedIn <document/one>'
    stated = f"<statement/2> a rdf:Statement ; {SAID.replace('Affirmed', 'Denied')} ; rdf:subject "
    terms = vocabulary.load()
    for relation in terms.relations:
        one = next(cls for cls in ("Brand", "Event", "Person") if not any(terms.is_a(cls, above) for above in terms.property(relation).domain))
        two = next(cls for cls in ("Person", "Event") if not any(terms.is_a(cls, above) for above in terms.property(relation).range))
        right, left = thing.format(cls=two), thing.format(cls=one)
        FAULTS[relation] = [Fault("region", "", f"{left} ; rc:{relation} <region/1>", f"{one}/x")]
        FAULTS[f"{relation}-object"] = [Fault("region", "", f"{right} . <region/1> rc:{relation} <{two}/x>", "region/1")]
        said = f" ; rdf:predicate rc:{relation} ; rdf:object "
        FAULTS[f"{relation}-statedOf"] = [Fault("region", "", f"{left} . {stated}<{one}/x>{said}<region/1>", f"{one}/x")]
        FAULTS[f"{relation}-statedTo"] = [Fault("region", "", f"{right} . {stated}<region/1>{said}<{two}/x>", f"{two}/x")]


_relations()
