/* The graph grows: what the server sends is put into the tables that there are, and everything that was made of them is made anew. */

const seen = new Map(); // table → of each key its place in it

/* The places of entries in a table of the graph, into which those go that are not there yet. */
function placesIn(table, entries, keyOf) {
  if (!seen.has(table)) seen.set(table, new Map(graph[table].map((entry, place) => [keyOf(entry), place])));
  const known = seen.get(table);
  return entries.map((entry) => {
    const key = keyOf(entry);
    if (!known.has(key)) known.set(key, graph[table].push(entry) - 1);
    return known.get(key);
  });
}

/* Functions from the places in the tables of an answer to those in the graph's. */
function placesOf(rest) {
  const quotes = placesIn("quotes", rest.quotes, (text) => text);
  const sources = placesIn("sources", rest.sources, (iri) => iri);
  sources.forEach((place, index) => DOCUMENT_TABLES.forEach((table) => rest[table] && ((graph[table] ??= [])[place] = rest[table][index])));
  const statuses = placesIn("statuses", rest.statuses, ({ name }) => name);
  return {
    cls: placesIn("classes", rest.classes, ({ name }) => name),
    rel: placesIn("relations", rest.relations, ({ name }) => name),
    document: (place) => sources[place],
    said: (fact) => ({
      ...fact,
      evidence: (fact.evidence ?? []).map(([quote, source, start, end]) => [quotes[quote], sources[source], start, end]),
      ...(fact.status === undefined ? {} : { status: statuses[fact.status] }),
    }),
  };
}

const DOCUMENT_TABLES = ["documents", "issued"]; // what is known of each source, beside it
const FACTS = ["posts", "indicators", "dates"];

/*
 * Puts an answer into the graph. Returns the entities that are new in the drawing; `centre`: the one that they came with, near which they are placed,
 * -1 for none; the places that the answer has are kept where it is `arranged`.
 */
function absorb({ nodes, edges, rest }, { centre = -1, arranged = false } = {}) {
  const places = placesOf(rest);
  const arrived = [];
  const numbers = nodes.map((told) => {
    const node = takeIn(told, places);
    if (node.isNew || node.away) arrived.push(node.id);
    delete node.isNew;
    delete node.away;
    return node.id;
  });
  const before = graph.edges.length;
  const links = edges.map((edge) => takeEdgeIn({ ...places.said(edge), from: numbers[edge.from], to: numbers[edge.to], rel: places.rel[edge.rel] }));
  edges.forEach(({ against }, index) => against && (graph.edges[links[index]].against = against.map((place) => links[place])));
  bendParallels(graph.edges);
  graph.hasBare = graph.edges.some((edge) => edge.status === undefined);
  if (!arranged) placeNear(arrived, centre);
  if (arrived.length || graph.edges.length > before) redrawn(arrived);
  return arrived;
}

function takeIn(told, places) {
  const facts = Object.fromEntries(FACTS.filter((kind) => told[kind]).map((kind) => [kind, told[kind].map(places.said)]));
  const documents = told.documents ? { documents: told.documents.map(places.document) } : {};
  const { id: _, x, y, posts: __, indicators: ___, dates: ____, documents: _____, ...own } = told;
  const known = graph.byKey.get(told.key);
  if (known !== undefined) return Object.assign(graph.nodes[known], facts, documents);
  const node = { ...own, ...facts, ...documents, id: graph.nodes.length, x, y, cls: places.cls[told.cls], isNew: true };
  graph.nodes.push(node);
  graph.edgesOf.push([]);
  graph.byKey.set(node.key, node.id);
  return node;
}

/* The place of an edge among the graph's, where it is put unless it is there. */
function takeEdgeIn(edge) {
  const isSame = ({ to, rel, role, stated }) => to === edge.to && rel === edge.rel && role === edge.role && stated === edge.stated;
  const known = graph.edgesOf[edge.from].map((index) => graph.edges[index]).find(isSame);
  const { against: _, ...said } = edge; // places in the answer's table
  const told = { ...said, pen: penOf(said, graph.relations[said.rel]), documents: [...new Set(edge.evidence.map((quotation) => quotation[1]))], sure: Number(edge.confidence ?? 1) };
  if (known) {
    if (told.evidence.length > known.evidence.length) Object.assign(known, told, { id: known.id, bend: known.bend });
    return known.id;
  }
  const id = graph.edges.push(told) - 1;
  told.id = id;
  graph.edgesOf[told.from].push(id);
  if (told.to !== told.from) graph.edgesOf[told.to].push(id);
  return id;
}

/* Brings the drawing, the filters and the search in line with the tables. */
function redrawn(arrived = []) {
  Object.assign(view, {
    nodeShown: new Uint8Array(graph.nodes.length),
    isAlone: new Uint8Array(graph.nodes.length),
    edgeShown: new Uint8Array(graph.edges.length),
    failed: new Uint8Array(graph.edges.length),
  });
  known = null;
  squeeze = 0;
  const { nodes } = network.body.data;
  nodes.add(arrived.filter((node) => !nodes.get(node)).map((node) => drawnNode(graph.nodes[node])));
  for (const node of arrived) if (!home.has(node)) put(node, graph.nodes[node]);
  hurryNodes();
  countLeft();
  buildFilters();
  buildTime();
  byId("map").hidden = !graph.basemap && !presentNodes().some((node) => node.at);
  if (view.layout === "map") layMap();
  refilter();
}

/* The map with the entities that there are now. */
function layMap() {
  const places = mapPlaces();
  view.placed = new Set(places.keys());
  for (const [node, at] of places) if (!home.has(node)) put(node, at);
}

/* How many neighbours of each entity are not in the drawing. Over the hierarchy of divisions one goes upwards alone, as the server does. */
function countLeft() {
  for (const node of presentNodes()) {
    const others = new Set();
    for (const index of graph.edgesOf[node.id]) {
      const edge = graph.edges[index];
      const other = otherEnd(edge, node.id);
      if (other !== node.id && !graph.nodes[other].away && (edge.from === node.id || !isBackground(edge))) others.add(other);
    }
    node.left = Math.max(node.around - others.size, 0);
  }
}

const APART = { x: 96, y: 50 }; // pixels between two nodes: room for a name
const SPREAD = 1.45; // places are wider apart than high, as windows and names are

/* Gives new nodes their places, each as near as there is room to those that it is linked to; nothing else moves. */
function placeNear(nodes, centre) {
  const taken = new Map();
  const take = ({ x, y }) => cellAt(taken, x, y).push({ x, y });
  const waiting = new Set(nodes);
  for (const node of presentNodes()) if (!waiting.has(node.id)) take(node);
  const middle = middleOf(presentNodes().filter(({ id }) => !waiting.has(id)));
  for (const id of nodes) {
    const linked = graph.edgesOf[id].map((index) => graph.nodes[otherEnd(graph.edges[index], id)]).filter((other) => !other.away && !waiting.has(other.id));
    const own = centre >= 0 && centre !== id ? [graph.nodes[centre], graph.nodes[centre]] : [];
    Object.assign(graph.nodes[id], freePlace(taken, middleOf([...own, ...linked]) ?? middle ?? { x: 0, y: 0 }));
    waiting.delete(id);
    take(graph.nodes[id]);
  }
}

function middleOf(nodes) {
  if (!nodes.length) return null;
  const sum = nodes.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / nodes.length, y: sum.y / nodes.length };
}

/* The first free place on a spiral (a sunflower's) around a point. */
function freePlace(taken, { x, y }) {
  for (let turn = 0; ; turn += 1) {
    const radius = 30 * Math.sqrt(turn);
    const angle = turn * Math.PI * (3 - Math.sqrt(5));
    const place = { x: Math.round((x + SPREAD * radius * Math.cos(angle)) * 10) / 10, y: Math.round((y + radius * Math.sin(angle)) * 10) / 10 };
    if (isRoom(taken, place)) return place;
  }
}

function isRoom(taken, { x, y }) {
  for (const shift of [-1, 0, 1]) {
    for (const rise of [-1, 0, 1]) {
      const near = cellAt(taken, x + shift * APART.x, y + rise * APART.y);
      if (near.some((other) => ((other.x - x) / APART.x) ** 2 + ((other.y - y) / APART.y) ** 2 < 1)) return false;
    }
  }
  return true;
}

function cellAt(taken, x, y) {
  const key = `${Math.floor(x / APART.x)} ${Math.floor(y / APART.y)}`;
  if (!taken.has(key)) taken.set(key, []);
  return taken.get(key);
}
