/* The reader's own map beneath the points of the map layout: areas and lines of a GeoJSON file, in the same projection as the points. */

const STRAY = 14; // pixels of the window by which a node may lie beside its place without a line that says so
const DOT = 1.6; // pixels, the radius of the place it was pushed from

let ground = null; // {areas: [{path, rings}], lines: [points], edges: Path2D}, made when the map is first looked at

function isBasemapDrawn() {
  return view.layout === "map" && graph.basemap !== undefined;
}

function basemapShapes() {
  if (ground) return ground;
  const areas = graph.basemap.areas.map((rings) => {
    const shape = { rings: rings.map(unrolled), path: new Path2D() };
    for (const ring of shape.rings) addTo(shape.path, ring, true);
    return shape;
  });
  const lines = graph.basemap.lines.map(unrolled);
  const edges = new Path2D();
  for (const { rings } of areas) for (const ring of rings) addTo(edges, ring, true);
  for (const line of lines) addTo(edges, line, false);
  ground = { areas, lines, edges };
  return ground;
}

/* The places in the drawing of a line that is told as its first position and the steps after it. */
function unrolled(steps) {
  const { grid } = graph.basemap;
  const points = [];
  let [longitude, latitude] = [0, 0];
  for (let at = 0; at < steps.length; at += 2) {
    longitude += steps[at];
    latitude += steps[at + 1];
    points.push(projected(longitude * grid, latitude * grid));
  }
  return points;
}

function addTo(path, points, isClosed) {
  points.forEach(({ x, y }, index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (isClosed) path.closePath();
}

function drawBasemap(context, scale) {
  if (!isBasemapDrawn()) return;
  const { areas, edges } = basemapShapes();
  context.fillStyle = colours.land;
  for (const { path } of areas) context.fill(path, "evenodd");
  context.strokeStyle = colours.border;
  context.lineWidth = 1 / scale;
  context.lineJoin = "round";
  context.stroke(edges);
  context.strokeStyle = context.fillStyle = colours.quiet;
  for (const { from, to } of leaders(scale)) {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    context.beginPath();
    context.arc(from.x, from.y, DOT / scale, 0, 2 * Math.PI);
    context.fill();
  }
}

/* [{from, to}] from where a place lies to where its node was pushed, so that a crowded map stays true. */
function leaders(scale) {
  if (view.near || moving.size) return [];
  return [...truly]
    .filter(([node]) => view.nodeShown[node])
    .map(([node, from]) => ({ from, to: place(node) }))
    .filter(({ from, to }) => Math.hypot(from.x - to.x, from.y - to.y) * scale > STRAY);
}

/* The same for the SVG, without what lies outside of the window. */
function svgBasemap(pane) {
  if (!isBasemapDrawn()) return [];
  const { areas, lines } = basemapShapes();
  const way = (points, end) => `${points.map((point, index) => `${index ? "L" : "M"}${svgPoint(point, pane)}`).join("")}${end}`;
  const stroke = `stroke="${colours.border}" stroke-width="1" stroke-linejoin="round"`;
  return [
    ...areas.filter(({ rings }) => isInPane(rings[0], pane)).map(({ rings }) => `<path class="land" d="${rings.map((ring) => way(ring, "Z")).join("")}" fill="${colours.land}" fill-rule="evenodd" ${stroke}/>`),
    ...lines.filter((line) => isInPane(line, pane)).map((line) => `<path class="border" d="${way(line, "")}" fill="none" ${stroke}/>`),
    ...leaders(pane.scale).map(({ from, to }) => `<path d="M${svgPoint(from, pane)}L${svgPoint(to, pane)}" fill="none" stroke="${colours.quiet}"/>`),
  ];
}

function isInPane(points, pane) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box.right >= pane.left && box.left <= pane.right && box.bottom >= pane.top && box.top <= pane.bottom;
}

/* Whose map it is, told beneath it. */
function basemapTold() {
  return isBasemapDrawn() ? say(graph.basemap.isSimpler ? "basemapSimpler" : "basemap", graph.basemap.name, graph.basemap.grid) : "";
}
