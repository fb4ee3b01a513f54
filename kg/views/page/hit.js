/* What lies at a place in the window. vis-network knows the nodes alone, not what the filters show of them. */

const NEAR = 6; // pixels beside an edge that count as on it
const PARTS = 12; // straight parts that a curve is taken for

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

/* The shown edge at a place in the window; -1 where there is none. While a neighbourhood is looked at, its edges alone. */
function edgeAt(point) {
  const at = network.DOMtoCanvas(point);
  const most = NEAR / network.getScale();
  let best = -1;
  let nearest = most;
  graph.edges.forEach((edge, index) => {
    if (!view.edgeShown[index] || (view.nearEdges && !view.nearEdges.has(index))) return;
    const line = lineOf(edge);
    if (isFar(line, at, most)) return;
    const distance = distanceTo(line, at);
    if (distance < nearest) [best, nearest] = [index, distance];
  });
  return best;
}

function isFar(line, { x, y }, most) {
  if (line.loop) return Math.abs(x - line.x) > line.radius + most || Math.abs(y - line.y) > line.radius + most;
  const { from, to } = line;
  const outside = (value, a, b, c) => value < Math.min(a, b, c) - most || value > Math.max(a, b, c) + most;
  return outside(x, from.x, to.x, line.x) || outside(y, from.y, to.y, line.y);
}

function distanceTo(line, at) {
  if (line.loop) return Math.abs(Math.hypot(at.x - line.x, at.y - line.y) - line.radius);
  const parts = line.bend === 0 ? 1 : PARTS;
  let least = Infinity;
  for (let part = 0; part < parts; part += 1) least = Math.min(least, distanceToPart(pointAt(line, part / parts), pointAt(line, (part + 1) / parts), at));
  return least;
}

function distanceToPart(from, to, at) {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = x * x + y * y || 1;
  const part = Math.min(Math.max(((at.x - from.x) * x + (at.y - from.y) * y) / length, 0), 1);
  return Math.hypot(at.x - from.x - part * x, at.y - from.y - part * y);
}
