/* Draws edges and nodes. vis-network pans, zooms and drags; edges are drawn here, in one stroke, because that is several times as quick. */

const SPECK = 3; // pixels of the screen, a radius below which no shape can be told from another
const FEW = 800; // nodes up to which each is drawn large enough to show its shape
const FAINT = 0.45; // of what no document states
const HEADS = 1500; // edges up to which each has an arrowhead

const colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "text", "quiet", "edge", "accent", "font"]) colours[name] = style.getPropertyValue(`--${name}`).trim();
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
  const least = graph.nodes.length > FEW ? 2 : 4;
  return Math.max(scale < 1 ? size / scale ** 0.4 : size, least / scale); // shrinks less than the drawing does
}

function isDim(node) {
  return view.near !== null && !view.near.has(node);
}

/* vis-network asks for this of every node. */
function nodeRenderer({ ctx: context, id }) {
  const { size, cls } = graph.nodes[id];
  return {
    drawNode() {
      if (!view.nodeShown[id]) return;
      const scale = network.getScale();
      const { x, y } = place(id);
      const radius = radiusOf(id, scale);
      context.globalAlpha = isDim(id) ? 0.09 : graph.nodes[id].background && id !== view.focus ? FAINT : 1;
      if (radius * scale * devicePixelRatio < SPECK && id !== view.focus && id !== view.hover) {
        context.fillStyle = classOf(id).colour;
        context.fillRect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
        context.globalAlpha = 1;
        return;
      }
      if (!isDim(id)) outline(context, x, y, radius, scale, id === view.focus || id === view.hover);
      fillShape(context, cls, x, y, radius);
      context.globalAlpha = 1;
    },
    nodeDimensions: { width: 2 * size, height: 2 * size },
  };
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
  const count = view.edgeShown.reduce((sum, shown) => sum + shown, 0);
  const strength = view.near ? 0.06 : Math.min(Math.max(7 / Math.sqrt(count + 1), 0.1), 0.5);
  context.strokeStyle = context.fillStyle = `rgba(${colours.edge}, ${strength})`;
  context.lineWidth = count > HEADS ? 0.9 / pane.scale : Math.max(0.8, 1.1 / pane.scale); // less than a pixel is drawn many times as quickly
  const withHeads = !view.near && count <= HEADS && pane.scale > 0.45;
  const shown = graph.edges.filter((edge, index) => view.edgeShown[index] && !outside(edge, pane));
  for (const isFaint of [true, false]) {
    const heads = [];
    context.globalAlpha = isFaint ? FAINT : 1;
    context.beginPath();
    for (const edge of shown) {
      if (isBackground(edge) !== isFaint) continue;
      const line = curve(edge, 9);
      trace(context, line);
      if (withHeads) heads.push([line, edge]);
    }
    context.stroke();
    heads.forEach(([line, edge]) => head(context, line, edge, pane.scale, 6));
  }
  context.globalAlpha = 1;
  const chosen = view.focus >= 0 ? view.focus : view.hover;
  if (chosen >= 0) drawEdgesOf(context, chosen, pane.scale);
}

function outside(edge, pane) {
  const from = place(edge.from);
  const to = place(edge.to);
  return (
    Math.max(from.x, to.x) < pane.left || Math.min(from.x, to.x) > pane.right || Math.max(from.y, to.y) < pane.top || Math.min(from.y, to.y) > pane.bottom
  );
}

/* The edges of one node again, each in the colour of its other end. */
function drawEdgesOf(context, node, scale) {
  const edges = shownEdgesOf(node);
  for (const index of edges) {
    const edge = graph.edges[index];
    const line = curve(edge, spreadOf(node));
    context.strokeStyle = context.fillStyle = classOf(otherEnd(edge, node)).colour;
    context.globalAlpha = (edges.length > 150 ? 0.4 : 0.85) * (isBackground(edge) ? FAINT : 1);
    context.lineWidth = 1.6 / scale;
    context.beginPath();
    trace(context, line);
    context.stroke();
    head(context, line, edge, scale, 8);
  }
  context.globalAlpha = 1;
}

/* How far parallel edges lie apart: beside the focus far enough for the names of the relations. */
function spreadOf(node) {
  return node === view.focus && view.sides ? 44 : 18;
}

/* An edge as a quadratic curve; a loop as a circle beside its node. */
function curve(edge, spread) {
  const from = place(edge.from);
  const to = place(edge.to);
  if (edge.from === edge.to) {
    const radius = graph.nodes[edge.from].size * 0.8 + 5 * edge.bend;
    return { loop: true, x: from.x, y: from.y - graph.nodes[edge.from].size - radius * 0.6, radius };
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

/* The point of a curve at `part` of its way. */
function pointAt(line, part) {
  if (line.loop) return { x: line.x, y: line.y - line.radius };
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

/* The shown node at a place in the window, small ones with some tolerance; -1 where there is none. */
function nodeAt(point) {
  const { x, y } = network.DOMtoCanvas(point);
  const scale = network.getScale();
  let best = -1;
  let nearest = Infinity;
  for (const node of graph.nodes.keys()) {
    if (!view.nodeShown[node]) continue;
    const distance = Math.hypot(place(node).x - x, place(node).y - y) - radiusOf(node, scale);
    const rank = distance + (isDim(node) ? 3 / scale : 0);
    if (distance <= 5 / scale && rank < nearest) [best, nearest] = [node, rank];
  }
  return best;
}
