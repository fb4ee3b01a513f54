/* The communities of the network as regions of a map: a ground behind the nodes of each, and its name above. */

const HUES = [212, 28, 152, 276, 92, 338, 186, 52];
const SHADES = { light: { ground: [62, 95], name: [55, 30] }, dark: { ground: [26, 12.5], name: [45, 70] } }; // saturation and lightness
const PADDING = 34; // pixels of the drawing around the outermost nodes

let outlines = null; // [{name, hue, corners, left, right, top, bottom, number}] for what is shown now; null when to be made anew

function areRegionsDrawn() {
  return view.regions && view.layout === "network" && !view.near;
}

function regionOutlines() {
  outlines ??= graph.regions.flatMap((region, index) => {
    const nodes = region.nodes.filter((node) => view.nodeShown[node] && !view.isAlone[node]);
    if (nodes.length < 3) return [];
    const corners = hull(nodes.map((node) => place(node)));
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    const box = { left: Math.min(...xs) - PADDING, right: Math.max(...xs) + PADDING, top: Math.min(...ys) - PADDING, bottom: Math.max(...ys) + PADDING };
    return [{ name: region.name, hue: HUES[index % HUES.length], corners, number: nodes.length, ...box }];
  });
  return outlines;
}

/* The convex hull of points (A. M. Andrew: Another efficient algorithm for convex hulls in two dimensions, 1979). */
function hull(points) {
  const sorted = points.map(({ x, y }) => ({ x, y })).sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (all) => {
    const chain = [];
    for (const point of all) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function shadeOf(hue, part) {
  const [saturation, lightness] = SHADES[isDark() ? "dark" : "light"][part];
  return `hsl(${hue}, ${saturation}%, ${lightness}%)`;
}

function drawRegions(context) {
  if (!areRegionsDrawn()) return;
  context.lineJoin = "round";
  context.lineWidth = 2 * PADDING;
  for (const { hue, corners } of regionOutlines()) {
    context.fillStyle = context.strokeStyle = shadeOf(hue, "ground");
    context.beginPath();
    corners.forEach(({ x, y }, index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.stroke();
    context.fill();
  }
}

/* The names of regions, outside of their nodes; none where a region fills the window. */
function drawRegionNames(labels) {
  if (!areRegionsDrawn()) return;
  const { context, pane } = labels;
  for (const { name, hue, left, right, top, bottom, number } of regionOutlines()) {
    const box = { left: (left - pane.left) * pane.scale, right: (right - pane.left) * pane.scale, top: (top - pane.top) * pane.scale, bottom: (bottom - pane.top) * pane.scale };
    if (box.right - box.left > pane.width * 1.3 || box.right - box.left < 46) continue;
    const pixels = Math.round(Math.min(Math.max(11 + Math.sqrt(number) * 0.8, 13), 19));
    context.font = `700 ${pixels}px ${colours.font}`;
    const width = context.measureText(name).width + 6;
    const middle = (box.left + box.right) / 2;
    const lines = [box.top + 2, box.top - pixels - 5, box.bottom - pixels - 2, box.bottom + 4];
    const places = lines.flatMap((line) => [0, -0.28, 0.28].map((shift) => at(middle - width / 2 + shift * (box.right - box.left), line, width, pixels + 3)));
    const free = places.find((each) => each.left >= 0 && each.right <= pane.width && isFree(labels.taken, each));
    if (free) write(labels, name, free, shadeOf(hue, "name"), "region");
  }
}
