"""A graph in, files and pages out.

`visualise.visualise(network, title)` makes one self-contained HTML page of a network of entities; `visualise.write` puts it into a file.
Nothing here knows RDF or text: what is drawn are the attributes that `kg.graph.network.to_network` gives nodes and edges.
"""
