"""Whether the ontology is OWL 2 DL, and whether anything in it, or in a graph under it, contradicts anything else.

    rules.py       what can be seen in the triples alone; runs everywhere
    reasoner.py    the profile by the OWL API, consistency and classes that nothing can be of by HermiT: where Java and owlready2 are
    external.ttl   what the vocabularies that are aligned with say of their own terms

`python -m benchmarks.ontology [DOCUMENT...]` (`make ontology`) runs both over the ontology, the ontology with its alignments, and the
ontology with the graph of each document.
"""
