/* The map: places by longitude and latitude, all others around the place that they are linked to. Boundaries are the reader's own (basemap.js). */

const TIES = ["locatedIn", "settledIn", "originatesFrom", "partOf", "assists", "establishes", "operates"]; // what ties a node to a place, the strongest first
const REACH = 3; // links from a node to its place
const DEGREE = 95; // pixels of a degree of latitude
const PETAL = 15; // pixels between the nodes around a place

const truly = new Map(); // node with a place of its own → where that is; on a crowded map the node is pushed aside
let squeeze = 0; // of a degree of longitude, at the middle latitude of the places; 0 until it is known

/* Where a longitude and a latitude lie in the drawing (equidistant cylindrical projection). */
function projected(longitude, latitude) {
  if (!squeeze) {
    const latitudes = graph.nodes.filter((node) => node.at).map((node) => node.at[1]);
    const [least, most] = latitudes.reduce(([low, high], each) => [Math.min(low, each), Math.max(high, each)], [90, -90]);
    squeeze = latitudes.length ? Math.cos(((least + most) / 2) * (Math.PI / 180)) : 1;
  }
  return { x: longitude * squeeze * DEGREE, y: -latitude * DEGREE };
}

/* Map node → {x, y} of all nodes that have a place. */
function mapPlaces() {
  const anchors = new Map(graph.nodes.filter((node) => node.at).map((node) => [node.id, [node.id]]));
  for (const [node, anchor] of anchorsOf(anchors)) anchors.get(anchor).push(node);
  const clusters = [...anchors].map(([node, members]) => {
    const radius = graph.nodes[node].size + 6 + PETAL * Math.sqrt(members.length - 1);
    return { node, members, radius, ...projected(...graph.nodes[node].at) };
  });
  pushApart(clusters);
  const places = new Map();
  for (const { node, members, x, y } of clusters) {
    const inner = graph.nodes[node].size + PETAL * 0.8;
    members.slice(1).sort((a, b) => graph.nodes[a].cls - graph.nodes[b].cls || a - b).forEach((member, index) => {
      const radius = inner + PETAL * Math.sqrt(index + 0.5);
      const angle = index * Math.PI * (3 - Math.sqrt(5));
      places.set(member, { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) });
    });
    places.set(node, { x, y });
    truly.set(node, projected(...graph.nodes[node].at));
  }
  return places;
}

/* Map node without a place of its own → the place it belongs to, over the strongest ties, the nearest first. */
function anchorsOf(anchors) {
  const found = new Map();
  for (let round = 0; round < REACH; round += 1) {
    const next = new Map();
    for (const { id } of graph.nodes) {
      if (anchors.has(id) || found.has(id)) continue;
      const ties = graph.edgesOf[id].map((index) => graph.edges[index]).filter((edge) => known(otherEnd(edge, id)) !== undefined && !isPartIn(edge, id) && !isDenied(edge));
      const best = ties.sort((a, b) => rank(a) - rank(b) || otherEnd(a, id) - otherEnd(b, id))[0];
      if (best) next.set(id, known(otherEnd(best, id)));
    }
    for (const [node, anchor] of next) found.set(node, anchor);
  }
  function known(node) {
    return anchors.has(node) ? node : found.get(node);
  }
  return found;
}

function tieOf(edge) {
  return graph.relations[edge.rel].name.replace(/-background$/u, "");
}

function rank(edge) {
  return (TIES.indexOf(tieOf(edge)) + TIES.length + 1) % (TIES.length + 1);
}

/* Whether an edge says of another thing that it lies in this one, which does not tell where this one lies. */
function isPartIn(edge, node) {
  return edge.to === node && tieOf(edge) === "locatedIn";
}

/* Moves places that lie too near to each other apart, as little as it takes. */
function pushApart(clusters) {
  for (let round = 0; round < 60; round += 1) {
    let moved = 0;
    const sorted = [...clusters].sort((a, b) => a.x - b.x || a.node - b.node);
    const widest = Math.max(...sorted.map(({ radius }) => radius), 0);
    sorted.forEach((one, index) => {
      for (let next = index + 1; next < sorted.length && sorted[next].x - one.x < one.radius + widest; next += 1) {
        const other = sorted[next];
        const [x, y] = [other.x - one.x || 0.01 * (next - index), other.y - one.y || 0.01];
        const distance = Math.hypot(x, y);
        const lack = one.radius + other.radius + 8 - distance;
        if (lack <= 0) continue;
        const [pushX, pushY] = [(x / distance) * lack * 0.5, (y / distance) * lack * 0.5];
        one.x -= pushX;
        one.y -= pushY;
        other.x += pushX;
        other.y += pushY;
        moved = Math.max(moved, lack);
      }
    });
    if (moved < 1) return;
  }
}

/* Shows the network or the map. */
function setLayout(layout) {
  if (layout === view.layout) return;
  view.layout = layout;
  const places = layout === "map" ? mapPlaces() : new Map(graph.nodes.map(({ id, x, y }) => [id, { x, y }]));
  view.placed = layout === "map" ? new Set(places.keys()) : null;
  homewards();
  refilter();
  move(new Map([...places].filter(([node]) => !home.has(node))));
  for (const [node, at] of places) if (home.has(node)) home.set(node, at);
  byId("map").setAttribute("aria-pressed", String(layout === "map"));
  if (view.near) fit([...view.near]);
  else fitAll();
}
