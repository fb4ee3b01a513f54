/* The graph as it stands in the page, and what is shown of it. */

const graph = readGraph();

const view = {
  focus: -1,
  hover: -1,
  near: null, // the nodes of the focus' neighbourhood, or null
  sides: null, // of each node that stands around the focus: 1 right of it, -1 left of it
  hiddenClasses: new Set(),
  hiddenRelations: new Set(),
  nodeShown: new Uint8Array(graph.nodes.length).fill(1),
  edgeShown: new Uint8Array(graph.edges.length).fill(1),
};

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function readGraph() {
  const read = { ...readJson("rest"), nodes: readJson("nodes"), edges: readJson("edges") };
  read.edgesOf = read.nodes.map(() => []);
  read.edges.forEach((edge, index) => {
    read.edgesOf[edge.from].push(index);
    if (edge.to !== edge.from) read.edgesOf[edge.to].push(index);
  });
  bendParallels(read.edges);
  return read;
}

/* Gives each edge a bend, so that edges between the same two nodes lie side by side; 0 is straight. */
function bendParallels(edges) {
  const pairs = new Map();
  for (const edge of edges) {
    const pair = `${Math.min(edge.from, edge.to)} ${Math.max(edge.from, edge.to)}`;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(edge);
  }
  for (const parallels of pairs.values()) {
    parallels.forEach((edge, index) => {
      const side = edge.from <= edge.to ? 1 : -1;
      edge.bend = edge.from === edge.to ? index + 1 : (index - (parallels.length - 1) / 2) * side;
    });
  }
}

function otherEnd(edge, node) {
  return edge.from === node ? edge.to : edge.from;
}

/* Whether an edge is the hierarchy of divisions, which no document states. */
function isBackground(edge) {
  return Boolean(graph.relations[edge.rel].background);
}

function classOf(node) {
  return graph.classes[graph.nodes[node].cls];
}

/*
 * Decides anew what the filters show. Where a relation is hidden, nodes that are left without an edge are hidden, too; where only the
 * background is, no node that a document mentions.
 */
function applyFilters() {
  const linked = new Uint8Array(graph.nodes.length);
  graph.edges.forEach((edge, index) => {
    const shown = !view.hiddenRelations.has(edge.rel) && classShown(edge.from) && classShown(edge.to);
    view.edgeShown[index] = shown ? 1 : 0;
    if (shown) linked[edge.from] = linked[edge.to] = 1;
  });
  const isNarrowed = [...view.hiddenRelations].some((rel) => !graph.relations[rel].background);
  const staysAlone = (node) => !isNarrowed && !(node.background && view.hiddenRelations.size);
  graph.nodes.forEach((node, index) => {
    view.nodeShown[index] = classShown(index) && (linked[index] || staysAlone(node)) ? 1 : 0;
  });
}

function classShown(node) {
  return !view.hiddenClasses.has(graph.nodes[node].cls);
}

function shownNodes() {
  return graph.nodes.map((_, index) => index).filter((index) => view.nodeShown[index]);
}

/* The shown edges of a node, as places in graph.edges. */
function shownEdgesOf(node) {
  return graph.edgesOf[node].filter((index) => view.edgeShown[index]);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(className, text, action) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function byId(id) {
  return document.getElementById(id);
}
