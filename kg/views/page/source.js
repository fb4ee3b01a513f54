/* Where the graph comes from: the tables that stand in the page. Nothing lies beyond it; the server's page has another source (served.js). */

const beyond = null; // what fetches more, adds to panels what can be done with it, and knows pages of entities and documents

function readOptions() {
  return readJson("options");
}

/* Whether there are triples from which to write Turtle. */
function hasTriples() {
  return byId("triples") !== null;
}

/* The visible part as Turtle. */
function readTurtle() {
  return toTurtle(readJson("triples"));
}

function readData() {
  return { ...readJson("rest"), nodes: readJson("nodes"), edges: readJson("edges") };
}
