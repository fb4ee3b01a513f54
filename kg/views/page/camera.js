/* Where the view looks, and nodes on their way. */

const home = new Map(); // where a moved node stood

let network = null;
let rest = 0; // the timer that ends a movement of the view; -1 while the ground is held

/* Draws anew with the next frame, once, however often it is asked for. */
function redraw() {
  network?.body.emitter.emit("_requestRedraw");
}

/* While the view moves, less is drawn of a large graph; all of it as soon as the view rests. */
function isMoving() {
  return rest !== 0;
}

function moveView(isHeld) {
  clearTimeout(rest);
  rest = isHeld ? -1 : setTimeout(restView, 200);
}

function restView() {
  rest = 0;
  redraw();
}

function place(node) {
  return network.body.nodes[node];
}

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function isNarrow() {
  return innerWidth <= 760;
}

/* The part of the window that no panel covers, in pixels. */
function freeArea() {
  const narrow = isNarrow();
  const detail = byId("detail");
  const finder = byId("finder").getBoundingClientRect();
  const open = !detail.hidden;
  if (narrow) return { left: 10, right: innerWidth - 10, top: finder.bottom + 10, bottom: innerHeight - (open ? detail.offsetHeight + 10 : 60) };
  return { left: finder.right + 20, right: innerWidth - (open ? detail.offsetWidth + 32 : 20), top: 20, bottom: innerHeight - 64 };
}

/* Looks at these nodes; `side` and `above` are pixels to leave for the names around them. */
function fit(nodes, { side = isNarrow() ? 24 : 80, above = 30, still = false, largest = 1.5 } = {}) {
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
  fit(nodes.length ? nodes : [...graph.nodes.keys()], { still, above: 44 });
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
  outlines = null;
  if (isStill()) {
    settle();
    redraw();
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
    outlines = null;
    redraw();
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
  view.sides = view.arcs = null;
  return targets;
}

/* Moves nodes to an arrangement, those of the former one home, and remembers where each came from; `fixed` stays in its own place. */
function moveTo(arrangement, fixed) {
  const back = homewards();
  const at = back.get(fixed);
  for (const node of arrangement.places.keys()) home.set(node, back.get(node) ?? { ...target(node) });
  for (const node of arrangement.places.keys()) back.delete(node);
  if (at && !arrangement.places.has(fixed)) back.set(fixed, at);
  view.sides = arrangement.sides;
  view.arcs = arrangement.arcs;
  move(new Map([...back, ...arrangement.places]));
}

/* Moves the view by pixels of the window. */
function pan(x, y) {
  const { x: atX, y: atY } = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: atX + x / scale, y: atY + y / scale }, animation: false });
}
