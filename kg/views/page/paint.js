/* Draws edges and nodes. vis-network pans, zooms and drags; edges are drawn here, in one stroke, because that is several times as quick. */

const SPECK = 3; // pixels of the screen, a radius below which no shape can be told from another
const FEW = 800; // nodes up to which each is drawn large enough to show its shape
const WIDEST = 60; // more than the radius of any node
const FAINT = 0.45; // of what no document states
const HEADS = 1500; // edges up to which each has an arrowhead

const PENS = ["background", "denied", "stated", ""]; // the last is drawn above the others
const MANY = 10_000; // edges up to which all are drawn while the view moves; of more, so many

const colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "text", "quiet", "edge", "accent", "bad", "land", "border", "font"]) colours[name] = style.getPropertyValue(`--${name}`).trim();
}

/* What of the drawing is in the window: its corners in the drawing's own lengths, and pixels per length. */
function frame() {
  const { clientWidth, clientHeight } = network.canvas.frame.canvas;
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const { x: right, y: bottom } = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
  return { left, top, right, bottom, scale: network.getScale(), width: clientWidth, height: clientHeight };
}

function radiusOf(node, scale) {
  const size = view.sides?.has(node) ? Math.min(graph.nodes[node].size, 11) : graph.nodes[node].size;
  const least = graph.nodes.length > FEW ? 2 : isNarrow() ? 3 : 4;
  return Math.max(scale < 1 ? size / scale ** 0.4 : size, least / scale); // shrinks less than the drawing does
}

function isDim(node) {
  return view.near !== null ? !view.near.has(node) : view.isAlone[node] === 1 && node !== view.hover;
}

/* vis-network asks for this of every node. */
function nodeRenderer({ ctx: context, id }) {
  const { size } = graph.nodes[id];
  const isBeside = context.canvas !== network?.canvas.frame.canvas;
  return { drawNode: () => isBeside || drawNode(context, id, network.getScale()), nodeDimensions: { width: 2 * size, height: 2 * size } };
}

function drawNode(context, id, scale) {
  if (!view.nodeShown[id]) return;
  const { x, y } = place(id);
  const radius = radiusOf(id, scale);
  context.globalAlpha = isDim(id) ? (view.near ? 0.09 : 0.4) : graph.nodes[id].background && id !== view.focus ? FAINT : 1;
  if (radius * scale * devicePixelRatio < SPECK && id !== view.focus && id !== view.hover) {
    context.fillStyle = classOf(id).colour;
    context.fillRect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
  } else {
    if (!isDim(id)) outline(context, x, y, radius, scale, id === view.focus || id === view.hover);
    fillShape(context, graph.nodes[id].cls, x, y, radius);
    if (!isDim(id) && beyond?.hasMore(id)) plus(context, x + radius, y - radius, scale);
  }
  context.globalAlpha = 1;
}

/*
 * Draws the nodes of a large graph in the place of vis-network, which saves and restores the canvas for each and spends most of a frame on that.
 * Once it draws them itself, beside the page, because so it learns how large they are, and where they can be seized.
 */
function hurryNodes() {
  if (graph.nodes.length <= FEW) return;
  const { renderer } = network;
  const careful = renderer._drawNodes.bind(renderer);
  let measured = 0;
  renderer._drawNodes = (context, ...more) => {
    if (measured < graph.nodes.length) careful(element("canvas").getContext("2d"), ...more);
    measured = graph.nodes.length;
    const pane = frame();
    for (const id of graph.nodes.keys()) {
      const { x, y } = place(id);
      if (x > pane.left - WIDEST && x < pane.right + WIDEST && y > pane.top - WIDEST && y < pane.bottom + WIDEST) drawNode(context, id, pane.scale);
    }
    return { drawExternalLabels() {} };
  };
}

/* The sign of a node that has neighbours beyond the drawing. */
function plus(context, x, y, scale) {
  const arm = 3 / scale;
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  context.strokeStyle = colours.quiet;
  context.lineWidth = 1.5 / scale;
  context.stroke();
}

/* A rim in the colour of the ground keeps a node apart from edges; the chosen one has a ring. */
function outline(context, x, y, radius, scale, chosen) {
  context.beginPath();
  context.arc(x, y, radius + (chosen ? 5 : 1.5) / scale, 0, 2 * Math.PI);
  context.fillStyle = chosen ? colours.accent : colours.ground;
  context.fill();
  if (!chosen) return;
  context.beginPath();
  context.arc(x, y, radius + 3 / scale, 0, 2 * Math.PI);
  context.fillStyle = colours.ground;
  context.fill();
}

function drawEdges(context) {
  const pane = frame();
  drawRegions(context);
  drawBasemap(context, pane.scale);
  const count = view.edgeShown.reduce((sum, each) => sum + each, 0);
  const every = isMoving() ? Math.ceil(count / MANY) : 1;
  const strength = view.near ? 0.05 : Math.min(Math.max(8 / Math.sqrt(count + 1), 0.1), 0.55);
  context.strokeStyle = context.fillStyle = `rgba(${colours.edge}, ${strength})`;
  context.lineWidth = count > HEADS ? 0.9 / pane.scale : Math.max(0.8, 1.1 / pane.scale); // less than a pixel is drawn many times as quickly
  const withHeads = !view.near && count <= HEADS && pane.scale > 0.45;
  const shown = graph.edges.filter((edge, index) => index % every === 0 && view.edgeShown[index] && !view.nearEdges?.has(index) && !outside(edge, pane));
  for (const pen of PENS) drawAlike(context, shown.filter((edge) => edge.pen === pen), pen, { scale: pane.scale, withHeads });
  drawChosen(context, pane.scale);
  context.globalAlpha = 1;
}

/* Edges of one pen, in one stroke. */
function drawAlike(context, edges, pen, { scale, withHeads }) {
  if (!edges.length) return;
  context.save();
  takePen(context, pen, scale);
  context.beginPath();
  const lines = edges.map((edge) => lineOf(edge));
  for (const line of lines) trace(context, line);
  context.stroke();
  if (withHeads) edges.forEach((edge, index) => head(context, lines[index], edge, scale, 6));
  context.restore();
}

function takePen(context, pen, scale) {
  if (pen === "background") context.globalAlpha *= FAINT;
  if (pen === "denied" || pen === "stated") context.setLineDash([5 / scale, 4 / scale]);
  if (pen === "denied") {
    context.strokeStyle = context.fillStyle = colours.bad;
    context.globalAlpha *= view.near ? 0.1 : 0.8;
  }
}

/* The edges of the neighbourhood, of the paths, of the node under the pointer, and the chosen edge. */
function drawChosen(context, scale) {
  const many = (view.nearEdges?.size ?? 0) > 150;
  for (const index of view.nearEdges ?? []) {
    const edge = graph.edges[index];
    const own = view.focus >= 0 && (edge.from === view.focus || edge.to === view.focus);
    const isMain = own || view.path !== null;
    const alpha = (isMain ? (many ? 0.45 : 0.85) : 0.3) * (isBackground(edge) ? FAINT : 1);
    drawStrong(context, edge, scale, { colour: own ? classOf(otherEnd(edge, view.focus)).colour : classOf(edge.to).colour, alpha, width: isMain ? 1.6 : 1 });
  }
  if (!view.near && view.hover >= 0) {
    for (const index of shownEdgesOf(view.hover)) {
      const edge = graph.edges[index];
      drawStrong(context, edge, scale, { colour: classOf(otherEnd(edge, view.hover)).colour, alpha: isBackground(edge) ? FAINT : 0.85, width: 1.6 });
    }
  }
  for (const index of new Set([view.edge, view.hoverEdge])) {
    if (index >= 0 && view.edgeShown[index]) drawStrong(context, graph.edges[index], scale, { colour: colours.accent, alpha: 1, width: 3 });
  }
}

function drawStrong(context, edge, scale, { colour, alpha, width }) {
  const line = lineOf(edge);
  context.strokeStyle = context.fillStyle = colour;
  context.globalAlpha = alpha;
  context.lineWidth = width / scale;
  if (edge.pen === "denied") context.strokeStyle = context.fillStyle = colours.bad;
  context.setLineDash(edge.pen === "denied" || edge.pen === "stated" ? [5 / scale, 4 / scale] : []);
  context.beginPath();
  trace(context, line);
  context.stroke();
  context.setLineDash([]);
  head(context, line, edge, scale, 7 + width);
}

function outside(edge, pane) {
  const from = place(edge.from);
  const to = place(edge.to);
  return (
    Math.max(from.x, to.x) < pane.left || Math.min(from.x, to.x) > pane.right || Math.max(from.y, to.y) < pane.top || Math.min(from.y, to.y) > pane.bottom
  );
}

/* An edge as it is drawn; parallel ones of the focus lie far enough apart for the names of the relations. */
function lineOf(edge) {
  const isWide = view.nearEdges?.has(edge.id) && (view.sides !== null || view.path !== null);
  return curve(edge, isWide ? 44 : 14);
}

/* An edge as a quadratic curve; a loop as a circle beside its node, the first above it, others to the left and the right of that. */
function curve(edge, spread) {
  const from = place(edge.from);
  const to = place(edge.to);
  if (edge.from === edge.to) {
    const scale = network.getScale();
    const size = radiusOf(edge.from, scale);
    const radius = Math.max(size * 0.8, 14 / scale);
    const turn = -Math.PI / 2 + Math.ceil((edge.bend - 1) / 2) * (edge.bend % 2 ? -1 : 1);
    const away = size + radius * 0.6;
    return { loop: true, x: from.x + away * Math.cos(turn), y: from.y + away * Math.sin(turn), radius, turn };
  }
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const away = (edge.bend * spread) / length;
  return { from, to, bend: edge.bend, x: (from.x + to.x) / 2 - (to.y - from.y) * away, y: (from.y + to.y) / 2 + (to.x - from.x) * away };
}

function trace(context, line) {
  if (line.loop) {
    context.moveTo(line.x + line.radius, line.y);
    context.arc(line.x, line.y, line.radius, 0, 2 * Math.PI);
    return;
  }
  context.moveTo(line.from.x, line.from.y);
  if (line.bend === 0) context.lineTo(line.to.x, line.to.y);
  else context.quadraticCurveTo(line.x, line.y, line.to.x, line.to.y);
}

/* The point of a curve at `part` of its way; of a loop, along its outer side. */
function pointAt(line, part) {
  if (line.loop) {
    const angle = line.turn + (part - 0.5) * 2;
    return { x: line.x + line.radius * Math.cos(angle), y: line.y + line.radius * Math.sin(angle) };
  }
  const rest = 1 - part;
  return {
    x: rest * rest * line.from.x + 2 * rest * part * line.x + part * part * line.to.x,
    y: rest * rest * line.from.y + 2 * rest * part * line.y + part * part * line.to.y,
  };
}

/* An arrowhead before the node that an edge leads to. */
function head(context, line, edge, scale, pixels) {
  if (line.loop) return;
  const angle = Math.atan2(line.to.y - line.y, line.to.x - line.x);
  const back = radiusOf(edge.to, scale) + 2 / scale;
  const size = Math.min(pixels / scale, 10);
  const tip = { x: line.to.x - Math.cos(angle) * back, y: line.to.y - Math.sin(angle) * back };
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  context.lineTo(tip.x - size * Math.cos(angle - 0.42), tip.y - size * Math.sin(angle - 0.42));
  context.lineTo(tip.x - size * Math.cos(angle + 0.42), tip.y - size * Math.sin(angle + 0.42));
  context.fill();
}
