/* Where the view looks, and where the nodes of a neighbourhood stand. */

const ROW = 34; // pixels between two nodes beside the focus: a line of text and air
const ARC = { least: 150, most: 250 }; // pixels from the focus to its neighbours: room for the name of the relation
const NAME = 212; // pixels that the longest shown name of a neighbour takes
const COLUMN = 230; // pixels between two columns of neighbours: room for a name
const ROWS = 24; // rows in a column
const MOST = 240; // neighbours that are moved around the focus; more stay where they are

const home = new Map(); // where a moved node stood

let network = null;

function place(node) {
  return network.body.nodes[node];
}

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/* The part of the window that no panel covers, in pixels. */
function freeArea() {
  const narrow = innerWidth <= 760;
  const detail = byId("detail");
  const finder = byId("finder").getBoundingClientRect();
  const open = !detail.hidden;
  if (narrow) return { left: 10, right: innerWidth - 10, top: finder.bottom + 10, bottom: innerHeight - (open ? detail.offsetHeight + 10 : 60) };
  return { left: finder.right + 20, right: innerWidth - (open ? detail.offsetWidth + 32 : 20), top: 20, bottom: innerHeight - 64 };
}

/* Looks at these nodes; `side` and `above` are pixels to leave for the names around them. */
function fit(nodes, { side = innerWidth <= 760 ? 24 : 80, above = 30, still = false, largest = 1.5 } = {}) {
  if (!nodes.length) return;
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const node of nodes) {
    const { x, y } = target(node);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  const area = freeArea();
  const width = Math.max(area.right - area.left - 2 * Math.min(side, (area.right - area.left) * 0.3), 80);
  const height = Math.max(area.bottom - area.top - 2 * above, 80);
  const scale = Math.min(width / Math.max(box.right - box.left, 1), height / Math.max(box.bottom - box.top, 1), largest);
  const offset = { x: (area.left + area.right - innerWidth) / 2, y: (area.top + area.bottom - innerHeight) / 2 };
  const position = { x: (box.left + box.right) / 2 - offset.x / scale, y: (box.top + box.bottom) / 2 - offset.y / scale };
  network.moveTo({ position, scale, animation: still || isStill() ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}

function fitAll(still = false) {
  const nodes = shownNodes();
  fit(nodes.length ? nodes : [...graph.nodes.keys()], { still });
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: isStill() ? false : { duration: 150 } });
}

const moving = new Map(); // node → where it goes
let glide = 0;

/* Where a node stands, or will stand when it has arrived. */
function target(node) {
  return moving.get(node) ?? place(node);
}

/* Moves nodes to places, quickly but visibly. */
function move(targets) {
  cancelAnimationFrame(glide);
  settle();
  for (const [node, to] of targets) moving.set(node, to);
  if (isStill()) {
    settle();
    network.redraw();
    return;
  }
  const from = new Map([...moving.keys()].map((node) => [node, { x: place(node).x, y: place(node).y }]));
  const start = performance.now();
  const step = (now) => {
    const part = Math.min((now - start) / 280, 1);
    const eased = 1 - (1 - part) ** 3;
    for (const [node, to] of moving) {
      const before = from.get(node);
      put(node, { x: before.x + (to.x - before.x) * eased, y: before.y + (to.y - before.y) * eased });
    }
    if (part < 1) glide = requestAnimationFrame(step);
    else settle();
    network.redraw();
  };
  glide = requestAnimationFrame(step);
}

function settle() {
  for (const [node, to] of moving) put(node, to);
  moving.clear();
}

/* vis-network leaves out nodes whose box is outside the window, and renews the box only when it draws. */
function put(node, { x, y }) {
  Object.assign(place(node), { x, y });
  place(node).updateBoundingBox();
}

/* Sends the neighbours of the former focus back to where they stood. */
function homewards() {
  const targets = new Map(home);
  home.clear();
  view.sides = null;
  return targets;
}

/* Places for the neighbours of a node: outgoing relations on the right, incoming ones on the left, as far as both sides are even. */
function aroundFocus(focus) {
  const neighbours = new Map();
  for (const index of shownEdgesOf(focus)) {
    const edge = graph.edges[index];
    const other = otherEnd(edge, focus);
    if (other === focus) continue;
    const rank = (edge.from === focus ? 0 : 1000) + edge.rel;
    const known = neighbours.get(other);
    neighbours.set(other, known ? { rank: Math.min(known.rank, rank), edges: known.edges + 1 } : { rank, edges: 1 });
  }
  if (!neighbours.size || neighbours.size > MOST) return new Map();
  const order = [...neighbours.keys()].sort((a, b) => neighbours.get(a).rank - neighbours.get(b).rank || graph.nodes[a].cls - graph.nodes[b].cls || a - b);
  const half = Math.ceil(order.length / 2);
  const centre = home.get(focus) ?? target(focus);
  view.sides = new Map();
  return new Map([...oneSide(order.slice(0, half), 1, centre, neighbours), ...oneSide(order.slice(half).reverse(), -1, centre, neighbours)]);
}

/* Places on an arc, or on several where there are many; a neighbour with several relations gets more room. */
function oneSide(nodes, side, centre, neighbours) {
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
      view.sides.set(node, side);
    });
  }
  return places;
}
