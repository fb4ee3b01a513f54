/* Where the graph comes from: the tables that stand in the page. */

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function readData() {
  return { ...readJson("rest"), nodes: readJson("nodes"), edges: readJson("edges") };
}
