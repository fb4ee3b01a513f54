/* Where the graph comes from: the tables that stand in the page. Nothing lies beyond it; the server's page has another source (served.js). */

const beyond = null; // what fetches more, adds to panels what can be done with it, and knows pages of entities and documents

function readOptions() {
  return readJson("options");
}

function readData() {
  return { ...readJson("rest"), nodes: readJson("nodes"), edges: readJson("edges") };
}
