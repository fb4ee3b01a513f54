/* Names of nodes and of the focus' relations, in the order of their importance, none over another. */

const CELL = 5; // pixels; what is taken is kept on a grid
const ALWAYS = 20; // the nodes with the most edges, whose names may cover other nodes
const LINES = 400; // edges whose names are tried
const CLOSE = 0.9; // pixels of the window for one of the drawing, from which on edges are named
const RIM = 4; // pixels between a name and the edge of the window
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
    for (const { x, y, rel, isOut, number } of view.arcs ?? []) drawSector(labels, { x, y }, `${isOut ? "→" : "←"} ${named(graph.relations[rel])} ${number}`);
    const isArranged = view.sides || view.path;
    for (const node of [...view.near].sort((a, b) => a - b)) {
      if (node !== view.focus && (isArranged || placed.length < most)) drawName(labels, node, view.path !== null);
    }
    drawRelations(labels, [...view.nearEdges].slice(0, LINES), 0);
  } else {
    drawRegionNames(labels);
    let drawn = 0;
    for (const node of graph.nodes.keys()) {
      drawn += drawName(labels, node, false) ? 1 : 0;
      if (drawn > most) break;
    }
    if (pane.scale > CLOSE) drawRelations(labels, edgesInView(pane), 70);
  }
  context.restore();
}

/* The name of a relation outside of its sector of the rings. */
function drawSector(labels, point, text) {
  const { context, pane, taken } = labels;
  context.font = `600 12px ${colours.font}`;
  const width = context.measureText(text).width + 8;
  const [x, y] = [(point.x - pane.left) * pane.scale, (point.y - pane.top) * pane.scale];
  const box = [0, 14, -14, 28, -28].map((shift) => at(x - width / 2, y - 9 + shift, width, 18)).find((each) => isFree(taken, each));
  if (box) write(labels, text, box, colours.accent);
}

function edgesInView(pane) {
  const found = [];
  for (const index of graph.edges.keys()) {
    if (view.edgeShown[index] && !outside(graph.edges[index], pane)) found.push(index);
    if (found.length >= LINES) break;
  }
  return found;
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
    const half = radius - CELL / 2; // so that the name beside a node has no cell in common with it
    if (radius >= 3) take(taken, { left: x - half, right: x + half, top: y - half, bottom: y + half }, 1);
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

/* Whether the name of a node found room. */
function drawName(labels, node, chosen) {
  const { context, pane, taken } = labels;
  if (!view.nodeShown[node] || (isDim(node) && !chosen)) return false;
  const { x, y, radius } = onScreen(node, pane);
  if (x < -20 || y < -20 || x > pane.width + 20 || y > pane.height + 20 || (!chosen && !view.near && radius < 2.5)) return false;
  const pixels = chosen ? 14 : Math.round(Math.min(Math.max(9 + radius * 0.25, 11), 14));
  const text = chosen ? graph.nodes[node].label : shorten(graph.nodes[node].label, view.near ? 16 : 14);
  context.font = `${chosen || radius > 12 ? "600 " : ""}${pixels}px ${colours.font}`;
  const width = context.measureText(text).width;
  const places = boxes(x, y, radius, width, pixels, node).filter((box) => box.left >= RIM && box.right <= pane.width - RIM);
  const covers = node < ALWAYS && !view.near;
  const box = places.find((each) => isFree(taken, each)) ?? (covers ? places.find((each) => isFree(taken, each, 2)) : undefined);
  if (box) write(labels, text, box, graph.nodes[node].background && !chosen ? colours.quiet : colours.text);
  return Boolean(box);
}

/* Where a name can stand: outwards for a neighbour of the focus, else below, above, right or left of its node. */
function boxes(x, y, radius, width, pixels, node) {
  const half = pixels / 2 + 1;
  const beside = { right: at(x + radius + 5, y - half, width, 2 * half), left: at(x - radius - 5 - width, y - half, width, 2 * half) };
  const side = view.sides?.get(node);
  if (side && !view.arcs && view.depth === 1) return [side > 0 ? beside.right : beside.left];
  const below = at(x - width / 2, y + radius + 3, width, 2 * half);
  const above = at(x - width / 2, y - radius - 3 - 2 * half, width, 2 * half);
  if (side) return side > 0 ? [beside.right, below, above] : [beside.left, below, above];
  return [below, above, beside.right, beside.left];
}

function at(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

function write({ context, taken }, text, box, colour, kind = "name") {
  take(taken, box, 2);
  placed.push({ text, ...box, font: context.font, colour, kind });
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  context.lineWidth = 3.5;
  context.strokeStyle = colours.ground;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/* The names of the relations on edges of at least so many pixels, where they lie apart; on those of the focus nearer to its neighbours. */
function drawRelations(labels, edges, least) {
  const { context, pane, taken } = labels;
  context.font = `11px ${colours.font}`;
  for (const index of edges) {
    const edge = graph.edges[index];
    const line = lineOf(edge);
    if (!line.loop && Math.hypot(line.to.x - line.from.x, line.to.y - line.from.y) * pane.scale < Math.max(least, 40)) continue;
    const text = shorten(saidOn(edge), 14);
    const width = context.measureText(text).width;
    const isOwn = edge.from === view.focus || edge.to === view.focus;
    for (const part of isOwn ? [0.62, 0.5, 0.74, 0.4] : [0.5, 0.4, 0.6]) {
      const point = pointAt(line, edge.to === view.focus ? 1 - part : part);
      const box = at((point.x - pane.left) * pane.scale - width / 2, (point.y - pane.top) * pane.scale - 7, width, 14);
      if (!isFree(taken, box)) continue;
      write(labels, text, box, colours.quiet, "relation");
      break;
    }
  }
}

/* What stands on an edge: its role, or its relation, without what is told by how it is drawn. */
function saidOn(edge) {
  const label = named(graph.relations[edge.rel]);
  if (isDenied(edge)) return edge.role ? `${edge.role}${label.replace(/^[^（(]*/u, "")}` : label;
  return edge.role ?? label.replace(/（.*$| \(.*$/u, "");
}

function shorten(text, most) {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}
