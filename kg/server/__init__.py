"""A graph in, answers over HTTP out: a server that reads and never writes, for browsers and for programs that speak the standards.

    graph ─ snapshot ─► Pool of workers, each with the index open ◄─ tasks ─ routes ◄─ HTTP

- `app`: the table of routes and the application of them; more of them (pages) come in as rows. `connections`: how requests come in, and
  who is not waited for.
- `published`: the graph that is served: a snapshot with its pool, and the next one when the graph has changed.
- `workers`, `nursery`, `worker`, `tasks`: the pool, where its processes come from, what one of them does, and the table of what it can be
  asked.
- `protocol`, `storeprotocol`, `description`: SPARQL 1.1 Protocol, Graph Store Protocol (its reading half), service description and VoID.
- `pages`, `lists`, `pairing`: linked data and the pages; `shown`, what workers find for them; `rendering`, `marks`, `pointmap`, what they
  are drawn with; `sources`, where the texts of documents lie.
- `exploring`, `explored`: the network that expands from the store: what is asked of it, and what workers find in the outline of the graph.
- `negotiate`, `problems`, `security`: which form an answer has; what goes wrong, in Chinese and English; headers, and who may ask.

No query is answered in the server's own process: a query that does not end can only be stopped with the process that it runs in. What a
task answers comes back as bytes and plain JSON; nothing that a worker sends is executed. A worker cannot open a connection to anywhere.
"""
