"""Statements in, answers out: the room that knows RDF.

    Facts ─ rdf.to_nquads ─► N-Quads text of one document's named graph: the truth, kept as files
                                 ├─ export   every format, from the text
                                 ├─ store    an index in memory ─ query ─► answers
                                 ├─ network  the entities as a networkx graph ─► page, GraphML, CSV
                                 └─ validate the ontology's shapes

Between the stages a graph is text: canonical N-Quads lines (`nquads`), sorted, without blank nodes.
"""
