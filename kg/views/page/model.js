/* The graph, and what is shown of it: plain data and functions of them; nothing here draws, or knows where the graph came from. */

const NO_STATUS = -1;
const FACET = { relation: 1, document: 2, year: 4, status: 8, confidence: 16, cls: 32, away: 64 }; // what can keep an edge out; one bit each

const upright = !beyond && innerWidth <= 760 && innerHeight > innerWidth; // the network, wider than high, stands on its side on a telephone
const graph = makeGraph(readData());

const view = {
  focus: -1, // a node
  edge: -1, // an edge whose facts are shown
  depth: 1, // steps of the neighbourhood
  path: null, // {from, to, found: [[node, …]], length, chosen}
  picking: null, // while a path is asked for: {from}
  hover: -1,
  hoverEdge: -1,
  near: null, // the nodes of the neighbourhood or of the paths, or null for all
  nearEdges: null, // their edges, or null
  sides: null, // of each node that stands beside the focus: 1 right of it, -1 left of it
  arcs: null, // {x, y, titles} of rings around the focus
  hiddenClasses: new Set(),
  hiddenRelations: new Set(),
  hiddenDocuments: new Set(),
  hiddenStatuses: new Set(),
  years: null, // [first, last], or null for all
  undated: false, // whether edges without a date stay where years are chosen
  confidence: 0, // the least
  alone: false, // whether nodes without a shown edge stand there, faintly
  regions: true,
  layout: "network",
  nodeShown: new Uint8Array(graph.nodes.length).fill(1),
  isAlone: new Uint8Array(graph.nodes.length),
  edgeShown: new Uint8Array(graph.edges.length).fill(1),
  failed: new Uint8Array(graph.edges.length), // the bits of FACET that keep each edge out
  placed: null, // on the map: the nodes that have a place
};

/* The graph out of tables as the page holds them; a server hands over the same. */
function makeGraph(data) {
  if (upright) data.nodes.forEach((node) => ([node.x, node.y] = [node.y, node.x]));
  data.edgesOf = data.nodes.map(() => []);
  data.edges.forEach((edge, index) => {
    edge.id = index;
    edge.pen = penOf(edge, data.relations[edge.rel]);
    edge.documents = [...new Set((edge.evidence ?? []).map((quotation) => quotation[1]))];
    edge.sure = edge.confidence === undefined || Number.isNaN(Number(edge.confidence)) ? 1 : Number(edge.confidence);
    data.edgesOf[edge.from].push(index);
    if (edge.to !== edge.from) data.edgesOf[edge.to].push(index);
  });
  data.byKey = new Map(data.nodes.map((node) => [node.key, node.id]));
  data.regionOf = new Map(data.regions.flatMap((region, index) => region.nodes.map((node) => [node, index])));
  data.hasBare = data.edges.some((edge) => edge.status === undefined);
  bendParallels(data.edges);
  return data;
}

/* How an edge is drawn: what documents deny in red and in dashes, what they merely state in dashes, the hierarchy faintly. */
function penOf(edge, { background, denied }) {
  return background ? "background" : denied ? "denied" : edge.stated ? "stated" : "";
}

/* Gives each edge a bend, so that edges between the same two nodes lie side by side; 0 is straight. */
function bendParallels(edges) {
  const pairs = new Map();
  for (const edge of edges) {
    const pair = Math.min(edge.from, edge.to) * 2 ** 24 + Math.max(edge.from, edge.to);
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

/* Whether documents deny what an edge says: it is no relation, and no way leads over it. */
function isDenied(edge) {
  return Boolean(graph.relations[edge.rel].denied);
}

function classOf(node) {
  return graph.classes[graph.nodes[node].cls];
}

function kindOf(node) {
  const { kind, kind_en: english } = graph.nodes[node];
  return kind ? named({ label: kind, label_en: english }) : named(classOf(node));
}

function isFiltered() {
  const sets = [view.hiddenClasses, view.hiddenRelations, view.hiddenDocuments, view.hiddenStatuses];
  return sets.some((set) => set.size > 0) || view.years !== null || view.confidence > 0;
}

/*
 * Decides anew what the filters show: edges that pass all of them, the nodes that these lead to, and, faintly where wanted, nodes that are
 * left without an edge.
 */
function applyFilters() {
  const inDocuments = nodesInDocuments();
  const linked = new Uint8Array(graph.nodes.length);
  graph.edges.forEach((edge, index) => {
    view.failed[index] = failedBy(edge, inDocuments);
    view.edgeShown[index] = view.failed[index] || !isPlaced(edge.from) || !isPlaced(edge.to) ? 0 : 1;
    if (view.edgeShown[index]) linked[edge.from] = linked[edge.to] = 1;
  });
  graph.nodes.forEach((node, index) => {
    const kept = !node.away && classShown(index) && inDocuments[index] && isPlaced(index);
    view.isAlone[index] = kept && !linked[index] && !node.background ? 1 : 0;
    view.nodeShown[index] = kept && (linked[index] || index === view.focus || (view.alone && view.isAlone[index])) ? 1 : 0;
  });
}

/* The nodes that are in the drawing: those that the reader took away stay in the tables, marked `away`. */
function presentNodes() {
  return graph.nodes.filter((node) => !node.away);
}

function isPlaced(node) {
  return view.placed === null || view.placed.has(node);
}

function failedBy(edge, inDocuments) {
  const { document: ofDocument, relation, year, status, confidence, cls, away } = FACET;
  let failed = view.hiddenRelations.has(edge.rel) ? relation : 0;
  if (graph.nodes[edge.from].away || graph.nodes[edge.to].away) failed |= away;
  if (view.hiddenDocuments.size && !inSomeDocument(edge, inDocuments)) failed |= ofDocument;
  if (view.years && !inYears(edge)) failed |= year;
  if (view.hiddenStatuses.size && view.hiddenStatuses.has(edge.status ?? NO_STATUS)) failed |= status;
  if (edge.sure < view.confidence) failed |= confidence;
  if (!classShown(edge.from) || !classShown(edge.to)) failed |= cls;
  return failed;
}

function inSomeDocument(edge, inDocuments) {
  if (edge.documents.length) return edge.documents.some((place) => !view.hiddenDocuments.has(place));
  return Boolean(inDocuments[edge.from] && inDocuments[edge.to]);
}

function inYears({ years }) {
  return years ? years.some((year) => year >= view.years[0] && year <= view.years[1]) : view.undated;
}

/* The nodes that shown documents mention or say something of, and the divisions above these. */
function nodesInDocuments() {
  const found = new Uint8Array(graph.nodes.length).fill(1);
  if (!view.hiddenDocuments.size) return found;
  const waiting = [];
  graph.nodes.forEach(({ documents }, index) => {
    found[index] = documents?.some((place) => !view.hiddenDocuments.has(place)) ? 1 : 0;
  });
  for (const edge of graph.edges) {
    if (edge.documents.some((place) => !view.hiddenDocuments.has(place))) found[edge.from] = found[edge.to] = 1;
  }
  found.forEach((isFound, index) => isFound && waiting.push(index));
  while (waiting.length) {
    const node = waiting.pop();
    for (const index of graph.edgesOf[node]) {
      const edge = graph.edges[index];
      if (!isBackground(edge) || edge.from !== node || found[edge.to]) continue;
      if (!graph.nodes[edge.to].background) continue;
      found[edge.to] = 1;
      waiting.push(edge.to);
    }
  }
  return found;
}

function classShown(node) {
  return !view.hiddenClasses.has(graph.nodes[node].cls);
}

/* For each value of a facet, how many edges the other filters leave it. */
function edgeCounts(facet, length, valuesOf) {
  const result = new Array(length).fill(0);
  graph.edges.forEach((edge, index) => {
    if (view.failed[index] & ~FACET[facet]) return;
    for (const value of valuesOf(edge)) result[value] += 1;
  });
  return result;
}

/* For each class, how many nodes the other filters leave it: those with an edge, and without filters those without one, too. */
function classCounts() {
  const linked = new Uint8Array(graph.nodes.length);
  graph.edges.forEach((edge, index) => {
    if (!(view.failed[index] & ~FACET.cls)) linked[edge.from] = linked[edge.to] = 1;
  });
  const others = view.hiddenRelations.size || view.hiddenDocuments.size || view.hiddenStatuses.size || view.years || view.confidence;
  const result = new Array(graph.classes.length).fill(0);
  graph.nodes.forEach((node, index) => {
    if (!node.away && (linked[index] || !others)) result[node.cls] += 1;
  });
  return result;
}

function shownNodes() {
  return graph.nodes.map((_, index) => index).filter((index) => view.nodeShown[index]);
}

function shownEdges() {
  return graph.edges.filter((_, index) => view.edgeShown[index]);
}

/* The shown edges of a node, as places in graph.edges. */
function shownEdgesOf(node) {
  return graph.edgesOf[node].filter((index) => view.edgeShown[index]);
}
