/* Where nodes stand while one of them, or a path, is looked at. An arrangement: {places: Map node → {x, y}, sides, arcs}. */

const ROW = 34; // pixels between two nodes beside the focus: a line of text and air
const ARC = { least: 150, most: 250 }; // pixels from the focus to its neighbours: room for the name of the relation
const NAME = 212; // pixels that the longest shown name of a neighbour takes
const COLUMN = 230; // pixels between two columns of neighbours: room for a name
const ROWS = 24; // rows in a column
const BESIDE = 48; // neighbours that stand beside the focus; more stand on rings
const MOST = 1500; // nodes that are moved; of more, all stay where they are
const WIDE = 1.3; // rings are wider than high, as windows and names are
const ALONG = 40; // pixels between two nodes of a ring
const RING = 62; // pixels between two rings
const LANE = { x: 230, y: 64 }; // pixels between the steps of paths, and between paths

const NOWHERE = { places: new Map(), sides: null, arcs: null };

/* The neighbourhood: beside the focus, on rings around it where it is large, or where it is two steps deep. */
function aroundFocus(focus, steps) {
  const neighbours = ranked(focus);
  if (steps.size < 2 || steps.size > MOST) return NOWHERE;
  const order = [...neighbours.keys()].sort((a, b) => neighbours.get(a).rank - neighbours.get(b).rank || graph.nodes[a].cls - graph.nodes[b].cls || a - b);
  const centre = home.get(focus) ?? target(focus);
  if (view.depth > 1 && steps.size > order.length + 1) return onTwoRings(centre, order, steps);
  if (order.length > BESIDE) return onRings(centre, order, neighbours);
  const half = Math.ceil(order.length / 2);
  const sides = new Map();
  const places = [...oneSide(order.slice(0, half), 1, centre, neighbours, sides), ...oneSide(order.slice(half).reverse(), -1, centre, neighbours, sides)];
  return { places: new Map(places), sides, arcs: null };
}

/* Map neighbour → {rank, edges}: outgoing relations before incoming ones, each in the order of the filters. */
function ranked(focus) {
  const found = new Map();
  for (const index of shownEdgesOf(focus)) {
    const edge = graph.edges[index];
    const other = otherEnd(edge, focus);
    if (other === focus) continue;
    const rank = (edge.from === focus ? 0 : 1000) + edge.rel;
    const known = found.get(other);
    found.set(other, known ? { rank: Math.min(known.rank, rank), edges: known.edges + 1 } : { rank, edges: 1 });
  }
  return found;
}

/* Places on an arc, or on several where there are many; a neighbour with several relations gets more room. */
function oneSide(nodes, side, centre, neighbours, sides) {
  const area = freeArea();
  const arc = Math.min(Math.max((area.right - area.left) / 2 - NAME, ARC.least), ARC.most);
  const columns = Math.ceil(nodes.length / ROWS);
  const places = [];
  for (let column = 0; column < columns; column += 1) {
    const members = nodes.filter((_, index) => index % columns === column);
    const weights = members.map((node) => 1 + 0.6 * (Math.min(neighbours.get(node).edges, 5) - 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const row = Math.min(Math.max(420 / total, ROW), 84);
    let at = (-total * row) / 2 + (column % 2) * (row / 2);
    members.forEach((node, index) => {
      const y = at + (weights[index] * row) / 2;
      at += weights[index] * row;
      const bulge = Math.sqrt(1 - Math.min(Math.abs(y) / (total * row * 0.72 + 40), 0.95) ** 2);
      places.push([node, { x: centre.x + side * (arc * bulge + column * COLUMN), y: centre.y + y }]);
      sides.set(node, side);
    });
  }
  return places;
}

/* Places on several rings, each relation in a sector of its own, whose name stands outside. */
function onRings(centre, order, neighbours) {
  const { rings, inner } = ringsFor(order.length, 170);
  const found = { places: new Map(), sides: new Map() };
  const sectors = new Map();
  order.forEach((node, index) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * (index + 0.5)) / order.length;
    putOnRing(found, centre, node, angle, inner + (index % rings) * RING);
    const { rank } = neighbours.get(node);
    if (!sectors.has(rank)) sectors.set(rank, []);
    sectors.get(rank).push(angle);
  });
  const outer = inner + rings * RING;
  const arcs = [...sectors].map(([rank, angles]) => {
    const angle = (angles[0] + angles[angles.length - 1]) / 2;
    const at = { x: centre.x + WIDE * outer * Math.cos(angle), y: centre.y + outer * Math.sin(angle) };
    return { ...at, rel: rank % 1000, isOut: rank < 1000, number: angles.length };
  });
  return { ...found, arcs };
}

function putOnRing({ places, sides }, centre, node, angle, radius) {
  places.set(node, { x: centre.x + WIDE * radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) });
  sides.set(node, Math.cos(angle) >= 0 ? 1 : -1);
}

/* How many rings of which inner radius hold so many nodes in the least space. */
function ringsFor(number, least) {
  let best = null;
  for (let rings = 1; rings <= 10; rings += 1) {
    const inner = Math.max(least, ((number / rings) * ALONG) / (2 * Math.PI * 1.15));
    if (!best || inner + rings * RING < best.inner + best.rings * RING) best = { rings, inner };
  }
  return best;
}

/* Neighbours on the inner ring, theirs outside of them, on as many rings as it takes. */
function onTwoRings(centre, order, steps) {
  const children = new Map(order.map((node) => [node, []]));
  for (const [node, step] of steps) {
    if (step !== 2) continue;
    const parent = order.find((each) => edgesBetween(each, node).length);
    children.get(parent).push(node);
  }
  const weight = (node) => Math.max(children.get(node).length, 1.4);
  const total = order.reduce((sum, node) => sum + weight(node), 0);
  const inner = Math.max(150, (order.length * ALONG) / (2 * Math.PI * 1.15));
  const { rings, inner: second } = ringsFor(total, inner + 90);
  const found = { places: new Map(), sides: new Map() };
  let at = -Math.PI / 2;
  let number = 0;
  for (const node of order) {
    const width = (2 * Math.PI * weight(node)) / total;
    putOnRing(found, centre, node, at + width / 2, inner);
    children.get(node).forEach((child, index, all) => {
      putOnRing(found, centre, child, at + (width * (index + 0.5)) / all.length, second + (number % rings) * RING);
      number += 1;
    });
    at += width;
  }
  return { ...found, arcs: null };
}

/* Paths from left to right, or from above on a narrow window, the nodes of one step above each other. */
function alongPaths({ found }) {
  if (!found.length) return NOWHERE;
  const layers = found[0].map(() => []);
  for (const path of found) path.forEach((node, step) => layers[step].includes(node) || layers[step].push(node));
  const nodes = layers.flat();
  const middle = nodes.reduce((sum, node) => ({ x: sum.x + target(node).x / nodes.length, y: sum.y + target(node).y / nodes.length }), { x: 0, y: 0 });
  const places = new Map();
  layers.forEach((layer, step) => {
    layer.forEach((node, index) => {
      const along = (step - (layers.length - 1) / 2) * (isNarrow() ? LANE.y * 1.5 : LANE.x);
      const across = (index - (layer.length - 1) / 2) * (isNarrow() ? LANE.x * 0.5 : LANE.y);
      places.set(node, isNarrow() ? { x: middle.x + across, y: middle.y + along } : { x: middle.x + along, y: middle.y + across });
    });
  });
  return { places, sides: null, arcs: null };
}
