/* Names of nodes and of the focus' relations, in the order of their importance, none over another. */

const CELL = 5; // pixels; what is taken is kept on a grid
const ALWAYS = 20; // the nodes with the most edges, whose names may cover other nodes
const AREA = 9000; // square pixels of the window for each name: more of them are a grey mass

let placed = []; // the names that are drawn: {text, left, top, right, bottom} in pixels

function drawLabels(context) {
  const pane = frame();
  const ratio = network.canvas.frame.canvas.width / pane.width;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.lineJoin = "round";
  context.textBaseline = "middle";
  context.textAlign = "center";
  placed = [];
  const most = (pane.width * pane.height) / AREA;
  const labels = { context, pane, taken: grid(pane) };
  for (const node of [view.focus, view.hover]) if (node >= 0 && view.nodeShown[node]) drawName(labels, node, true);
  if (view.near) {
    for (const node of graph.nodes.keys()) {
      if (view.near.has(node) && node !== view.focus && (view.sides || placed.length < most)) drawName(labels, node, false);
    }
    if (view.sides) drawRelations(labels);
  } else {
    for (const node of graph.nodes.keys()) {
      drawName(labels, node, false);
      if (placed.length > most) break;
    }
  }
  context.restore();
}

/* A grid over the window in which the nodes (1), the panels and the names (2) are taken. */
function grid(pane) {
  const columns = Math.ceil(pane.width / CELL) + 1;
  const rows = Math.ceil(pane.height / CELL) + 1;
  const taken = { cells: new Uint8Array(columns * rows), columns, rows };
  for (const panel of ["finder", "detail", "tools"]) take(taken, byId(panel).getBoundingClientRect(), 2);
  for (const node of graph.nodes.keys()) {
    if (!view.nodeShown[node] || isDim(node)) continue;
    const { x, y, radius } = onScreen(node, pane);
    if (radius >= 3) take(taken, { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }, 1);
  }
  return taken;
}

function onScreen(node, pane) {
  const { x, y } = place(node);
  return { x: (x - pane.left) * pane.scale, y: (y - pane.top) * pane.scale, radius: radiusOf(node, pane.scale) * pane.scale };
}

function cellsOf(taken, box) {
  return {
    first: Math.max(Math.floor(box.left / CELL), 0),
    last: Math.min(Math.floor(box.right / CELL), taken.columns - 1),
    upper: Math.max(Math.floor(box.top / CELL), 0),
    lower: Math.min(Math.floor(box.bottom / CELL), taken.rows - 1),
  };
}

/* Whether nothing of `what` or above stands in a box. */
function isFree(taken, box, what = 1) {
  const { first, last, upper, lower } = cellsOf(taken, box);
  for (let row = upper; row <= lower; row += 1) {
    for (let column = first; column <= last; column += 1) if (taken.cells[row * taken.columns + column] >= what) return false;
  }
  return true;
}

function take(taken, box, what) {
  const { first, last, upper, lower } = cellsOf(taken, box);
  for (let row = upper; row <= lower; row += 1) taken.cells.fill(what, row * taken.columns + first, row * taken.columns + Math.max(last, first - 1) + 1);
}

function drawName({ context, pane, taken }, node, chosen) {
  if (!view.nodeShown[node]) return;
  const { x, y, radius } = onScreen(node, pane);
  if (x < -20 || y < -20 || x > pane.width + 20 || y > pane.height + 20 || (!chosen && !view.near && radius < 2.5)) return;
  const pixels = chosen ? 14 : Math.round(Math.min(Math.max(9 + radius * 0.25, 11), 14));
  const text = chosen ? graph.nodes[node].label : shorten(graph.nodes[node].label, view.near ? 16 : 14);
  context.font = `${chosen || radius > 12 ? "600 " : ""}${pixels}px ${colours.font}`;
  const width = context.measureText(text).width;
  const places = boxes(x, y, radius, width, pixels, node).filter((box) => box.left >= 0 && box.right <= pane.width);
  const covers = node < ALWAYS && !view.near;
  const box = places.find((each) => isFree(taken, each)) ?? (covers ? places.find((each) => isFree(taken, each, 2)) : undefined);
  if (box) write(context, taken, text, box, graph.nodes[node].background && !chosen ? colours.quiet : colours.text);
}

/* Where a name can stand: outwards for a neighbour of the focus, else below, above, right or left of its node. */
function boxes(x, y, radius, width, pixels, node) {
  const half = pixels / 2 + 1;
  const beside = { right: at(x + radius + 5, y - half, width, 2 * half), left: at(x - radius - 5 - width, y - half, width, 2 * half) };
  const side = view.sides?.get(node);
  if (side) return [side > 0 ? beside.right : beside.left];
  const below = at(x - width / 2, y + radius + 3, width, 2 * half);
  const above = at(x - width / 2, y - radius - 3 - 2 * half, width, 2 * half);
  return [below, above, beside.right, beside.left];
}

function at(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

function write(context, taken, text, box, colour) {
  take(taken, box, 2);
  placed.push({ text, ...box });
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  context.lineWidth = 3.5;
  context.strokeStyle = colours.ground;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/* The names of the relations on the edges of the focus, nearer to its neighbours, where they lie apart. */
function drawRelations({ context, pane, taken }) {
  context.font = `11px ${colours.font}`;
  for (const index of shownEdgesOf(view.focus)) {
    const edge = graph.edges[index];
    const line = curve(edge, spreadOf(view.focus));
    const text = shorten(edge.role ?? graph.relations[edge.rel].label.replace(/（.*$/u, ""), 12);
    const width = context.measureText(text).width;
    for (const part of [0.62, 0.5, 0.74, 0.4]) {
      const point = pointAt(line, edge.from === view.focus ? part : 1 - part);
      const box = at((point.x - pane.left) * pane.scale - width / 2, (point.y - pane.top) * pane.scale - 7, width, 14);
      if (!isFree(taken, box)) continue;
      write(context, taken, text, box, colours.quiet);
      break;
    }
  }
}

function shorten(text, most) {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}
